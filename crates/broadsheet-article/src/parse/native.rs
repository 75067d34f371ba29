//! HTML through html5ever.

use url::Url;

use super::sink;
use crate::Options;
use crate::document::{Document, NodeKind};
use crate::ledger::Account;
use crate::tree::{Article, MathElement, Truncation};
use crate::url::{BundledMedia, PostLookup, UrlPolicy, UrlResolver};
use crate::{build, clean, replacements};

pub use super::page::{PageStatements, read_statements};
pub use crate::clean::{Removal, begin_with_pictures, repairs, rules};
pub use crate::ledger::{Ledger, Loss, LostUnits, Outcome, Replacement, Unit, Units};

/// The changes that cleaning made to an article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CleaningReport {
    /// The parts that rules removed.
    pub removed: Vec<Removal>,
    /// The account of all that the HTML held.
    pub ledger: Ledger,
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
    let parsed = ParsedHtml::new(html);
    let resolver = CrateResolver::new(options.base.as_deref());
    parsed.build(options, &mut UrlPolicy::new(&resolver, None)).0
}

/// Parses the HTML of an article whose media may lie beside it: `find_media` is asked for the file
/// of every relative media address before that is resolved. Also returns what cleaning removed.
pub fn parse_with(
    html: &str,
    options: &Options,
    find_media: &mut dyn FnMut(&str) -> Option<BundledMedia>,
) -> (Article, CleaningReport) {
    let parsed = ParsedHtml::new(html);
    let resolver = CrateResolver::new(options.base.as_deref());
    parsed.build(options, &mut UrlPolicy::new(&resolver, Some(find_media)))
}

/// [`parse_with`], and the same article with nothing removed; `None` if no rule removed anything.
/// `find_post` is asked for the post of every address of a link.
pub fn parse_cleaned_and_full(
    html: &str,
    options: &Options,
    find_media: &mut dyn FnMut(&str) -> Option<BundledMedia>,
    find_post: &dyn Fn(&str, Pass) -> PostLookup,
) -> (Article, CleaningReport, Option<Article>) {
    let parsed = ParsedHtml::new(html);
    let resolver = CrateResolver::new(options.base.as_deref());
    let in_cleaned = |address: &str| find_post(address, Pass::Cleaned);
    let in_full = |address: &str| find_post(address, Pass::Full);
    let mut policy = UrlPolicy::new(&resolver, Some(find_media)).with_posts(&in_cleaned);
    let copy = options.clean.then(|| parsed.clone());
    let (article, report) = parsed.build(options, &mut policy);
    let full = match copy {
        Some(parsed) if !report.removed.is_empty() => {
            let options = Options { clean: false, ..options.clone() };
            Some(parsed.build(&options, &mut policy.with_posts(&in_full)).0)
        }
        _ => None,
    };
    (article, report, full)
}

/// The elements of a formula in `MathML` that another program wrote; empty if it holds anything
/// that a formula may not, or nothing.
pub fn parse_formula(markup: &str) -> Vec<MathElement> {
    let mut document = sink::parse(markup, &mut Vec::new());
    build::read_formulas(&mut document, &mut Account::default());
    let formula = document.descendants(Document::ROOT).find_map(|id| match document.kind(id) {
        NodeKind::Math(math) => Some(math.elements.clone()),
        _ => None,
    });
    formula.unwrap_or_default()
}

/// A document as it was parsed, with the account that was opened for it.
#[derive(Clone)]
struct ParsedHtml {
    document: Document,
    truncations: Vec<Truncation>,
    account: Account,
}

impl ParsedHtml {
    fn new(html: &str) -> Self {
        let mut truncations = Vec::new();
        let mut document = sink::parse(html, &mut truncations);
        let mut account = Account::open(&document);
        build::read_formulas(&mut document, &mut account);
        build::pair_noscript(&mut document, &mut account);
        replacements::replace(&mut document, &mut account, &|inner| {
            let mut document = sink::parse(inner, &mut Vec::new());
            // It is counted where it is put.
            build::read_formulas(&mut document, &mut Account::default());
            Some(document)
        });
        Self { document, truncations, account }
    }

    fn build(self, options: &Options, policy: &mut UrlPolicy<'_>) -> (Article, CleaningReport) {
        let Self { mut document, truncations, mut account } = self;
        let mut removed = if options.clean { clean::clean_document(&mut document) } else { Vec::new() };
        replacements::show_titles(&mut document, &mut account);
        let mut article = build::build_article(&document, policy, truncations, &mut account);
        build::normalize(&mut article, &mut account);
        if options.clean {
            clean::clean_tree(&mut article, options, &mut removed, &mut account);
        }
        build::read_delimited(&mut article, &mut account);
        let taken = removed.iter().map(|removal| (removal.rule, removal.units));
        let ledger = account.close(&document, &article, taken);
        (article, CleaningReport { removed, ledger })
    }
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
