//! Whole pages: what stands around the element that holds the article.

use super::{Facts, Lengths};
use crate::names::{Attribute, Tag};
use crate::source::{NodeId, Source};

pub(super) const NAME: &str = "page";
#[cfg(feature = "native")]
pub(super) const REASON: &str = "stands beside the element that the page itself names as the article's";

/// Characters of running text from which an element can be the article of a page.
const LEAST: usize = 400;

/// The innermost element that is named as the article's and holds most of the running text.
pub(super) fn main_block(source: &Source, lengths: &Lengths) -> Option<NodeId> {
    let prose = |id| lengths.text(id) - lengths.links(id);
    let all = prose(Source::ROOT);
    let is_named = |id| {
        source.element(id).is_some_and(|element| {
            matches!(element.tag, Some(Tag::Article | Tag::Main))
                || element.get(Attribute::Role) == Some("main")
                || element.get(Attribute::Itemprop) == Some("articleBody")
        })
    };
    source
        .descendants(Source::ROOT)
        .filter(|&id| is_named(id) && prose(id) >= LEAST && prose(id) * 10 >= all * 6)
        .last()
}

/// Whether a box beside the article, or beside what holds it, is leftovers of the page: links for the most part, or
/// named as an aside or a footer and small.
pub(super) fn is_around(main: Option<NodeId>, facts: &Facts<'_>, lengths: &Lengths) -> bool {
    let Some(main) = main else { return false };
    let Facts { source, id, element, text, total } = *facts;
    let holds = |outer: NodeId| {
        std::iter::successors(Some(main), |&inner| source.parent(inner)).any(|inner| inner == outer)
    };
    if text == 0
        || text * 2 > total
        || holds(id)
        || !source.parent(id).is_some_and(|parent| parent != main && holds(parent))
    {
        return false;
    }
    let small = matches!(element.tag, Some(Tag::Aside | Tag::Footer | Tag::Nav)) && text * 10 <= total;
    (small || lengths.links(id) * 10 >= text * 6)
        && !source.descendants(id).any(|inner| matches!(source.tag(inner), Some(Tag::H1 | Tag::Figure)))
}
