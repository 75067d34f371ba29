//! Marks beside headings, which would be read as a part of them.

use crate::clean::lengths::visible_text;
use crate::clean::rule::{BoxCandidate, RemovalLimit, Rule};
use crate::vocabulary::Tag;

/// Links beside headings that help to copy their address.
pub(super) const HEADING_MARK: Rule = Rule {
    name: "heading-mark",
    reason: "a sign beside a heading that only helps to copy its address",
    class_words: &["anchorjs-link", "header-anchor", "headerlink", "mw-editsection"],
    evidence: Some(|candidate| !is_whole_heading(candidate)),
    limit: RemovalLimit::Characters(12),
    #[cfg(test)]
    removes: &[
        "<a class='headerlink' href='https://x.test/#a'>¶</a>",
        "<span class='mw-editsection'>[edit]</span>",
    ],
    #[cfg(test)]
    keeps: &[
        "<p class='header-anchored'>x</p>",
        "<h2 id=a><a class='header-anchor' href='#a'><span>潮汐表</span></a></h2>",
    ],
    ..Rule::NEW
};

/// `true` if it is all that a heading says: some programs make a link of the heading itself.
fn is_whole_heading(candidate: &BoxCandidate<'_>) -> bool {
    let BoxCandidate { document, lengths, id, text, .. } = *candidate;
    let has_words = || visible_text(document, id).any(|text| text.chars().any(char::is_alphanumeric));
    document.parent(id).is_some_and(|outer| {
        matches!(document.tag(outer), Some(Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6))
            && lengths.text(outer) <= text
            && has_words()
    })
}
