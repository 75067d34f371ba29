//! HTML through html5ever.

mod sink;

use url::Url;

use crate::source::Source;
use crate::tree::{Article, Cut};
use crate::url::{Judge, LocalMedia, Resolve};
use crate::{Options, clean, finish, picture, read};

pub use crate::clean::{Removal, repairs, rules};

/// What was done to an article besides reading it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// What the cleaning rules took out.
    pub removed: Vec<Removal>,
}

/// Reads the HTML of an article.
pub fn parse(html: &str, options: &Options) -> Article {
    let (source, cuts) = document(html);
    let resolver = Resolver::new(options.base.as_deref());
    read_document(source, cuts, options, &mut Judge::new(&resolver, None)).0
}

/// Reads the HTML of an article whose pictures may lie beside it: `local` is asked for the file of every relative
/// media address before that is resolved. Also says what was taken out.
pub fn parse_with(
    html: &str,
    options: &Options,
    local: &mut dyn FnMut(&str) -> Option<LocalMedia>,
) -> (Article, Report) {
    let (source, cuts) = document(html);
    let resolver = Resolver::new(options.base.as_deref());
    read_document(source, cuts, options, &mut Judge::new(&resolver, Some(local)))
}

/// [`parse_with`], and the same article with nothing taken out, where a rule took something.
pub fn parse_both(
    html: &str,
    options: &Options,
    local: &mut dyn FnMut(&str) -> Option<LocalMedia>,
) -> (Article, Report, Option<Article>) {
    let (source, cuts) = document(html);
    let resolver = Resolver::new(options.base.as_deref());
    let mut judge = Judge::new(&resolver, Some(local));
    let whole = options.clean.then(|| (source.clone(), cuts.clone()));
    let (article, report) = read_document(source, cuts, options, &mut judge);
    let everything = whole.filter(|_| !report.removed.is_empty()).map(|(source, cuts)| {
        let options = Options { clean: false, ..options.clone() };
        read_document(source, cuts, &options, &mut judge).0
    });
    (article, report, everything)
}

fn document(html: &str) -> (Source, Vec<Cut>) {
    let mut cuts = Vec::new();
    let mut source = sink::parse(html, &mut cuts);
    picture::pair_noscript(&mut source);
    (source, cuts)
}

fn read_document(
    mut source: Source,
    cuts: Vec<Cut>,
    options: &Options,
    judge: &mut Judge<'_>,
) -> (Article, Report) {
    let mut removed = if options.clean { clean::boxes(&mut source) } else { Vec::new() };
    let mut article = read::article(&source, judge, cuts);
    finish::finish(&mut article);
    if options.clean {
        clean::tree(&mut article, options, &mut removed);
    }
    (article, Report { removed })
}

/// Resolves addresses with the `url` crate.
struct Resolver {
    base: Option<Url>,
}

impl Resolver {
    fn new(base: Option<&str>) -> Self {
        let base = base.and_then(|base| Url::parse(base.trim()).ok());
        Self { base: base.filter(|base| matches!(base.scheme(), "http" | "https")) }
    }
}

impl Resolve for Resolver {
    fn resolve(&self, address: &str) -> Option<String> {
        Url::options().base_url(self.base.as_ref()).parse(address).ok().map(String::from)
    }

    fn base(&self) -> Option<&str> {
        self.base.as_ref().map(Url::as_str)
    }
}
