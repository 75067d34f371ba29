//! Line numbers and marks beside text, which would be read as a part of it.

use crate::blank::is_blank;
use crate::clean::lengths::visible_text;
use crate::clean::rule::{BoxCandidate, RemovalLimit, Rule};
use crate::vocabulary::Tag;

/// Line numbers beside code.
pub(super) const LINE_NUMBER: Rule = Rule {
    name: "line-number",
    reason: "numbers of lines beside code, which would be read as a part of it",
    class_words: &[
        "blob-num",
        "gutter",
        "hljs-ln-numbers",
        "line-number",
        "line-numbers-rows",
        "lineno",
        "linenodiv",
        "linenos",
        "lnt",
        "rouge-gutter",
    ],
    except_if: Some(is_more_than_numbers),
    limit: RemovalLimit::AllButArticle,
    #[cfg(test)]
    removes: &[
        "<pre class='lineno'>1\n2\n3</pre>",
        "<div class='gutter'><span>1</span><br><span>2</span></div>",
    ],
    #[cfg(test)]
    keeps: &["<div class='gutter'>12 rats</div>"],
    ..Rule::NEW
};

/// `true` if there is anything but digits.
fn is_more_than_numbers(candidate: &BoxCandidate<'_>) -> bool {
    visible_text(candidate.document, candidate.id)
        .any(|text| text.chars().any(|c| !c.is_ascii_digit() && !is_blank(c)))
}

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
