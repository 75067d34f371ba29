//! Evidence beside its name that a box is furniture of the page: a name alone takes no text.

use super::furniture::{is_furniture, says_only_furniture};
use super::lengths::visible_text;
use super::rule::{BoxCandidate, RemovalLimit, Rule};
use crate::document::{Element, NodeKind};
use crate::vocabulary::{Attribute, Tag};

/// `true` if a box that `rule` names may go for more than its name.
pub(super) fn confirms(rule: &Rule, candidate: &BoxCandidate<'_>) -> bool {
    match rule.evidence {
        Some(evidence) => evidence(candidate),
        None => is_furniture_box(candidate),
    }
}

/// `true` if a box has no text, says nothing but what buttons say, or is links or controls without
/// sentences of its own.
pub(super) fn is_furniture_box(candidate: &BoxCandidate<'_>) -> bool {
    let BoxCandidate { lengths, id, text, .. } = *candidate;
    let is_active = lengths.links(id) * 2 >= text || lengths.controls(id) > 0;
    text == 0 || (is_active && !is_prose(candidate)) || says_only_furniture(candidate)
}

/// `true` if a box is sentences for the most part.
pub(super) fn is_prose(candidate: &BoxCandidate<'_>) -> bool {
    candidate.lengths.prose(candidate.id) * 2 > candidate.text
}

/// `true` if a link or a button in a box says nothing but what buttons say: "Subscribe", "Log in".
pub(super) fn has_button(candidate: &BoxCandidate<'_>) -> bool {
    let document = candidate.document;
    document.descendants(candidate.id).any(|id| {
        matches!(document.tag(id), Some(Tag::A | Tag::Button)) && {
            let mut pieces = visible_text(document, id).peekable();
            pieces.peek().is_some() && pieces.all(is_furniture)
        }
    })
}

/// `true` if an input that asks for text is in a box.
pub(super) fn has_input(candidate: &BoxCandidate<'_>) -> bool {
    candidate.lengths.controls(candidate.id) > 0
        && candidate.document.descendants(candidate.id).any(|id| {
            matches!(candidate.document.tag(id), Some(Tag::Input | Tag::Form | Tag::Textarea | Tag::Select))
        })
}

/// `true` if the text of a box has one of these in it. `words` are in lower case.
pub(super) fn mentions(candidate: &BoxCandidate<'_>, words: &[&str]) -> bool {
    let text: String = visible_text(candidate.document, candidate.id)
        .flat_map(str::chars)
        .flat_map(char::to_lowercase)
        .collect();
    words.iter().any(|word| text.contains(word))
}

/// `true` if a rule must not take a box, since it has the main text of the page. Comments may be
/// longer than what they are about.
pub(super) fn is_spared(rule: &Rule, candidate: &BoxCandidate<'_>) -> bool {
    match rule.limit {
        RemovalLimit::AllButArticle => false,
        RemovalLimit::MostlyLinks if is_prose(candidate) => true,
        _ => candidate.text > 0 && candidate.main_text.is_in(candidate.id),
    }
}

/// Words that themes give to the element of the article itself.
const CONTENT_WORDS: [&str; 22] = [
    "article",
    "article-body",
    "article-content",
    "article__body",
    "article__content",
    "article_content",
    "articlebody",
    "content",
    "content-body",
    "entry",
    "entry-content",
    "js_content",
    "main",
    "main-content",
    "markdown-body",
    "post-body",
    "post-content",
    "post_content",
    "rich_media_content",
    "single-content",
    "story-body",
    "text-content",
];

/// `true` if an element is named as the article's.
pub(super) fn is_named_content(element: &Element) -> bool {
    matches!(element.tag, Some(Tag::Article | Tag::Main))
        || element.get(Attribute::Itemprop) == Some("articleBody")
        || element
            .classes()
            .chain(element.get(Attribute::Id))
            .any(|word| CONTENT_WORDS.iter().any(|known| known.eq_ignore_ascii_case(word)))
}

/// `true` if a node or one within it is named as the article's.
pub(super) fn holds_named_content(candidate: &BoxCandidate<'_>) -> bool {
    is_named_content(candidate.element)
        || candidate.document.descendants(candidate.id).any(
            |id| matches!(candidate.document.kind(id), NodeKind::Element(inner) if is_named_content(inner)),
        )
}
