//! Leftovers of the page around the article, in whole pages.

use crate::clean::evidence::{is_prose, mentions};
use crate::clean::lengths::DocumentLengths;
use crate::clean::rule::{BoxCandidate, RemovalLimit, Rule};
use crate::document::{Document, NodeId};
use crate::vocabulary::{Attribute, Tag};

/// Leftovers of the page around the element that the page names as the article's. Its cases need
/// such an element, so that they are a test of their own.
pub(super) const SURROUNDINGS: Rule = Rule {
    name: "page",
    reason: "stands beside the element that the page itself names as the article's",
    matches: Some(is_leftover),
    limit: RemovalLimit::Half,
    ..Rule::NEW
};

/// Characters of running text from which an element can be the article of a page.
const MIN_TEXT: usize = 400;

/// The innermost element that is named as the article's and holds most of the running text.
pub(in crate::clean) fn main_content(document: &Document, lengths: &DocumentLengths) -> Option<NodeId> {
    let prose = |id| lengths.text(id) - lengths.links(id);
    let all = prose(Document::ROOT);
    let is_named = |id| {
        document.element(id).is_some_and(|element| {
            matches!(element.tag, Some(Tag::Article | Tag::Main))
                || element.get(Attribute::Role) == Some("main")
                || element.get(Attribute::Itemprop) == Some("articleBody")
        })
    };
    document
        .descendants(Document::ROOT)
        .filter(|&id| is_named(id) && prose(id) >= MIN_TEXT && prose(id) * 10 >= all * 6)
        .last()
}

/// Words that the feet of sites have, and notes of an article have not.
const COPYRIGHT: [&str; 6] = ["©", "all rights reserved", "copyright", "privacy", "icp备", "版权所有"];

/// A box beside the article, or beside what holds it, that is links for the most part, or small and
/// an aside or a footer.
fn is_leftover(candidate: &BoxCandidate<'_>) -> bool {
    let BoxCandidate { document, id, element, text, total, .. } = *candidate;
    let Some(main) = candidate.main_content else { return false };
    let holds_main = |outer: NodeId| {
        std::iter::successors(Some(main), |&inner| document.parent(inner)).any(|inner| inner == outer)
    };
    if text == 0
        || text * 2 > total
        || holds_main(id)
        || !document.parent(id).is_some_and(|parent| parent != main && holds_main(parent))
    {
        return false;
    }
    let is_small = matches!(element.tag, Some(Tag::Aside | Tag::Footer | Tag::Nav))
        && text * 10 <= total
        && (!is_prose(candidate) || mentions(candidate, &COPYRIGHT));
    (is_small || candidate.lengths.links(id) * 10 >= text * 6)
        && !document.descendants(id).any(|inner| matches!(document.tag(inner), Some(Tag::H1 | Tag::Figure)))
}
