//! HTML through html5ever.

use url::Url;

use super::sink;
use crate::Options;
use crate::document::Document;
use crate::tree::{Article, Truncation};
use crate::url::{BundledMedia, PostLookup, UrlPolicy, UrlResolver};
use crate::{build, clean, replacements};

pub use crate::clean::{Removal, repairs, rules};

/// The changes that cleaning made to an article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CleaningReport {
    /// The parts that rules removed.
    pub removed: Vec<Removal>,
}

/// A pass over an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// Over the part that cleaning leaves.
    Cleaned,
    /// Over all of it, after that.
    Full,
}

/// Parses the HTML of an article.
pub fn parse(html: &str, options: &Options) -> Article {
    let (document, truncations) = parse_document(html);
    let resolver = CrateResolver::new(options.base.as_deref());
    build_article(document, truncations, options, &mut UrlPolicy::new(&resolver, None)).0
}

/// Parses the HTML of an article whose media may lie beside it: `find_media` is asked for the file
/// of every relative media address before that is resolved. Also returns what cleaning removed.
pub fn parse_with(
    html: &str,
    options: &Options,
    find_media: &mut dyn FnMut(&str) -> Option<BundledMedia>,
) -> (Article, CleaningReport) {
    let (document, truncations) = parse_document(html);
    let resolver = CrateResolver::new(options.base.as_deref());
    build_article(document, truncations, options, &mut UrlPolicy::new(&resolver, Some(find_media)))
}

/// [`parse_with`], and the same article with nothing removed; `None` if no rule removed anything.
/// `find_post` is asked for the post of every address of a link.
pub fn parse_cleaned_and_full(
    html: &str,
    options: &Options,
    find_media: &mut dyn FnMut(&str) -> Option<BundledMedia>,
    find_post: &dyn Fn(&str, Pass) -> PostLookup,
) -> (Article, CleaningReport, Option<Article>) {
    let (document, truncations) = parse_document(html);
    let resolver = CrateResolver::new(options.base.as_deref());
    let in_cleaned = |address: &str| find_post(address, Pass::Cleaned);
    let in_full = |address: &str| find_post(address, Pass::Full);
    let mut policy = UrlPolicy::new(&resolver, Some(find_media)).with_posts(&in_cleaned);
    let copy = options.clean.then(|| (document.clone(), truncations.clone()));
    let (article, report) = build_article(document, truncations, options, &mut policy);
    let full = match copy {
        Some((document, truncations)) if !report.removed.is_empty() => {
            let options = Options { clean: false, ..options.clone() };
            Some(build_article(document, truncations, &options, &mut policy.with_posts(&in_full)).0)
        }
        _ => None,
    };
    (article, report, full)
}

fn parse_document(html: &str) -> (Document, Vec<Truncation>) {
    let mut truncations = Vec::new();
    let mut document = parse_markup(html, &mut truncations);
    build::pair_noscript(&mut document);
    replacements::replace(&mut document, &|inner| Some(parse_markup(inner, &mut Vec::new())));
    (document, truncations)
}

fn parse_markup(html: &str, truncations: &mut Vec<Truncation>) -> Document {
    let mut document = sink::parse(html, truncations);
    build::read_formulas(&mut document);
    document
}

fn build_article(
    mut document: Document,
    truncations: Vec<Truncation>,
    options: &Options,
    policy: &mut UrlPolicy<'_>,
) -> (Article, CleaningReport) {
    let mut removed = if options.clean { clean::clean_document(&mut document) } else { Vec::new() };
    let mut article = build::build_article(&document, policy, truncations);
    build::normalize(&mut article);
    if options.clean {
        clean::clean_tree(&mut article, options, &mut removed);
    }
    build::read_delimited(&mut article);
    (article, CleaningReport { removed })
}

/// Resolves addresses with the `url` crate.
struct CrateResolver {
    base: Option<Url>,
}

impl CrateResolver {
    fn new(base: Option<&str>) -> Self {
        let base = base.and_then(|base| Url::parse(base.trim()).ok());
        Self { base: base.filter(|base| matches!(base.scheme(), "http" | "https")) }
    }
}

impl UrlResolver for CrateResolver {
    fn resolve(&self, address: &str) -> Option<String> {
        Url::options().base_url(self.base.as_ref()).parse(address).ok().map(String::from)
    }

    fn base(&self) -> Option<&str> {
        self.base.as_ref().map(Url::as_str)
    }
}
