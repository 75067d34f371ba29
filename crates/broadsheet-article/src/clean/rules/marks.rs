//! Line numbers and marks beside text, which would be read as a part of it.

use crate::build::is_blank;
use crate::clean::lengths::visible_text;
use crate::clean::rule::{BoxCandidate, RemovalLimit, Rule};

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
    limit: RemovalLimit::Characters(12),
    #[cfg(test)]
    removes: &[
        "<a class='headerlink' href='https://x.test/#a'>¶</a>",
        "<span class='mw-editsection'>[edit]</span>",
    ],
    #[cfg(test)]
    keeps: &["<p class='header-anchored'>x</p>"],
    ..Rule::NEW
};
