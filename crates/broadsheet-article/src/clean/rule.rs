//! The types of the two kinds of cleaning: rules for boxes of the document, and steps on the
//! finished tree.

use super::lengths::DocumentLengths;
use super::main_text::MainText;
use super::report::Removal;
use crate::Options;
use crate::document::{Document, Element, NodeId};
use crate::tree::Block;
use crate::vocabulary::{Attribute, Tag};

/// A rule that removes boxes of a page: what it is called, why it exists, and what it removes.
///
/// A rule applies to an element that is named by `class_words` or `class_parts` and has `evidence`
/// for it, or has one of the texts, or for which `matches` holds; unless `except_if` holds, and
/// only within `limit`.
pub(crate) struct Rule {
    /// The name in reports.
    pub(super) name: &'static str,
    /// The reason for the rule; shown by `check --show-cleaning`.
    #[cfg_attr(not(feature = "native"), expect(dead_code, reason = "only programs list the rules"))]
    pub(super) reason: &'static str,
    /// Whole words of `class` and `id`.
    pub(super) class_words: &'static [&'static str],
    /// Parts of such words, as divided by `-`, `_`, `:` and digits at the end.
    pub(super) class_parts: &'static [&'static str],
    /// Evidence that a box so named is one of the rule: names mislead. By default, that it has no
    /// sentences, but links, controls, or the words of buttons.
    pub(super) evidence: Option<fn(&BoxCandidate<'_>) -> bool>,
    /// The whole text of a box, letters and digits alone: known wherever it is on lines of its own.
    pub(super) exact_texts: &'static [&'static str],
    /// The beginning of a box's text, letters and digits alone: known if the rest is a form or
    /// links.
    pub(super) leading_texts: &'static [&'static str],
    /// Other signs.
    pub(super) matches: Option<fn(&BoxCandidate<'_>) -> bool>,
    /// Exceptions to the rule.
    pub(super) except_if: Option<fn(&BoxCandidate<'_>) -> bool>,
    /// The most text that the rule may remove with one box.
    pub(super) limit: RemovalLimit,
    /// HTML that the rule removes whole.
    #[cfg(test)]
    #[cfg_attr(not(feature = "native"), expect(dead_code, reason = "the tests are native"))]
    pub(super) removes: &'static [&'static str],
    /// HTML that looks alike and must stay.
    #[cfg(test)]
    #[cfg_attr(not(feature = "native"), expect(dead_code, reason = "the tests are native"))]
    pub(super) keeps: &'static [&'static str],
}

impl Rule {
    /// A rule without any sign, which removes nothing: `Rule { name: …, ..Rule::NEW }`.
    pub(super) const NEW: Self = Self {
        name: "",
        reason: "",
        class_words: &[],
        class_parts: &[],
        evidence: None,
        exact_texts: &[],
        leading_texts: &[],
        matches: None,
        except_if: None,
        limit: RemovalLimit::Characters(0),
        #[cfg(test)]
        removes: &[],
        #[cfg(test)]
        keeps: &[],
    };
}

/// The words that name an element: those of its class, and the id of a box.
pub(super) fn names(element: &Element) -> impl Iterator<Item = &str> {
    let id = if is_box(element.tag) { element.get(Attribute::Id) } else { None };
    element.classes().chain(id)
}

/// The most text that a rule may remove with one box.
pub(super) enum RemovalLimit {
    /// At most this many visible characters, and no more than 60 % of the article.
    Characters(usize),
    /// A box that is mostly links, or has at most 40 visible characters; no more than half of the
    /// article.
    MostlyLinks,
    /// At most half of the article.
    Half,
    /// Any amount, but not all of the article.
    Any,
    /// All but 20 visible characters of the article, or a box without text.
    AllButArticle,
}

impl RemovalLimit {
    /// `true` if a box of `text` visible characters may be removed, of which `links` are in links,
    /// from an article of `total`.
    pub(super) fn permits(&self, text: usize, links: usize, total: usize) -> bool {
        match *self {
            Self::Characters(most) => text <= most && text * 10 <= total * 6,
            Self::MostlyLinks => (text <= 40 || links * 2 >= text) && text * 2 <= total,
            Self::Half => text * 2 <= total,
            Self::Any => text == 0 || text < total,
            Self::AllButArticle => text == 0 || text + 20 <= total,
        }
    }
}

/// An element that a rule may remove.
#[derive(Clone, Copy)]
pub(super) struct BoxCandidate<'a> {
    pub(super) document: &'a Document,
    pub(super) lengths: &'a DocumentLengths,
    pub(super) id: NodeId,
    pub(super) element: &'a Element,
    /// Visible characters in it.
    pub(super) text: usize,
    /// Visible characters in the article, what was removed so far left out.
    pub(super) total: usize,
    /// The main text of the page.
    pub(super) main_text: &'a MainText,
}

/// A step on the tree, for what only the tree shows: `TreeStep { apply: …, ..TreeStep::NEW }`.
pub(super) struct TreeStep {
    /// Name and reason, as those of a rule; `None` for a step that removes in the name of box
    /// rules.
    #[cfg_attr(not(feature = "native"), expect(dead_code, reason = "only programs list the steps"))]
    pub(super) label: Option<(&'static str, &'static str)>,
    /// Removes blocks, and reports them.
    pub(super) apply: fn(&mut Vec<Block>, &Options, &mut Vec<Removal>),
    /// HTML that the step removes whole.
    #[cfg(test)]
    #[cfg_attr(not(feature = "native"), expect(dead_code, reason = "the tests are native"))]
    pub(super) removes: &'static [&'static str],
    /// HTML that looks alike and must stay.
    #[cfg(test)]
    #[cfg_attr(not(feature = "native"), expect(dead_code, reason = "the tests are native"))]
    pub(super) keeps: &'static [&'static str],
}

impl TreeStep {
    /// A step without a name, which removes nothing.
    pub(super) const NEW: Self = Self {
        label: None,
        apply: |_, _, _| {},
        #[cfg(test)]
        removes: &[],
        #[cfg(test)]
        keeps: &[],
    };
}

/// Elements whose id names a part of the page. A heading's, say, names what it says:
/// `share-prices`.
fn is_box(tag: Option<Tag>) -> bool {
    matches!(
        tag,
        Some(
            Tag::Aside
                | Tag::Div
                | Tag::Footer
                | Tag::Form
                | Tag::Header
                | Tag::Iframe
                | Tag::Ins
                | Tag::Nav
                | Tag::Section
        )
    )
}

/// `true` if `word` is one of `words`, in any case.
pub(super) fn is_any_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// The parts of a word between its signs, without digits at their ends.
pub(super) fn parts_of(word: &str) -> impl Iterator<Item = &str> {
    word.split(['-', '_', ':']).map(|part| {
        // Not `ad12`: that is a number in base 16.
        let name = part.trim_end_matches(|c: char| c.is_ascii_digit());
        if name.len() > 2 { name } else { part }
    })
}
