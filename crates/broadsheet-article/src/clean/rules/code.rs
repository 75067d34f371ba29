//! Furniture of code: numbers of lines, buttons, the name of the language.

use crate::blank::is_blank;
use crate::clean::lengths::visible_text;
use crate::clean::rule::{BoxCandidate, RemovalLimit, Rule};
use crate::vocabulary::Tag;

/// Line numbers beside code.
pub(super) const LINE_NUMBER: Rule = Rule {
    name: "line-number",
    reason: "numbers of lines beside code, which would be read as a part of it",
    class_words: &[
        "CodeMirror-gutter",
        "CodeMirror-gutter-wrapper",
        "CodeMirror-gutters",
        "CodeMirror-linenumber",
        "blob-num",
        "cm-gutter",
        "cm-gutterElement",
        "cm-gutters",
        "code-snippet__line-index",
        "crayon-num",
        "crayon-nums",
        "gutter",
        "hljs-ln-n",
        "hljs-ln-numbers",
        "js-line-number",
        "line-index",
        "line-num",
        "line-number",
        "line-numbers",
        "line-numbers-rows",
        "line-numbers-wrapper",
        "lineNumbers",
        "line_number",
        "line_numbers",
        "lineno",
        "linenodiv",
        "linenos",
        "linenumber",
        "linenumbers",
        "ln",
        "ln-num",
        "lnt",
        "ltx_tag_listingline",
        "pre-numbering",
        "react-line-number",
        "rouge-gutter",
    ],
    evidence: Some(is_numbers),
    limit: RemovalLimit::Any,
    #[cfg(test)]
    removes: &[
        "<pre class='lineno'>1\n2\n3</pre>",
        "<div class='gutter'><span>1</span><br><span>2</span></div>",
        "<ul class='pre-numbering'><li>1</li><li>2</li></ul>",
        "<div class='line-numbers-wrapper'><span class='line-number'>1</span><br><span class='line-number'>2.</span></div>",
    ],
    #[cfg(test)]
    keeps: &[
        "<div class='gutter'>12 rats</div>",
        "<pre class='line-numbers'><code>12</code></pre>",
        "<pre class='line-numbers'>12</pre>",
    ],
    ..Rule::NEW
};

/// `true` if there is nothing but digits and the marks behind them, and it is not the code itself.
fn is_numbers(candidate: &BoxCandidate<'_>) -> bool {
    let is_mark = |c: char| c.is_ascii_digit() || is_blank(c) || matches!(c, '.' | ':' | '|' | ')');
    let is_code = matches!(candidate.element.tag, Some(Tag::Pre | Tag::Code | Tag::Ol))
        && candidate.element.classes().any(|word| word.starts_with("line-numbers"));
    !is_code && visible_text(candidate.document, candidate.id).flat_map(str::chars).all(is_mark)
}

/// Buttons and labels beside code.
pub(super) const CODE_CONTROL: Rule = Rule {
    name: "code-control",
    reason: "copies, prints or names the code beside it",
    class_words: &[
        "bar",
        "btn-copy",
        "clipboard",
        "cnblogs_code_copy",
        "cnblogs_code_toolbar",
        "code-block-extension-header",
        "code-copy",
        "code-lang",
        "code-tool",
        "copy",
        "copy-btn",
        "copy-button",
        "copy-code-btn",
        "copy-notice",
        "copybtn",
        "crayon-language",
        "crayon-plain-wrap",
        "crayon-tools",
        "enlighter-toolbar",
        "highlight-tools",
        "hljs-button",
        "lang",
        "ltx_listing_data",
        "toolbar",
        "toolbar-item",
        "tools",
        "widget-codetool",
    ],
    evidence: Some(is_control),
    exact_texts: &[
        "copy code",
        "copy to clipboard",
        "view plain",
        "view plain copy",
        "view plain copy to clipboard",
        "view plain copy to clipboard print",
        "复制代码",
        "複製程式碼",
    ],
    matches: Some(is_copy_button),
    limit: RemovalLimit::Any,
    #[cfg(test)]
    removes: &[
        "<div class='codeBlockCopyBtn'>复制</div>",
        "<p>复制代码</p>",
        "<div>Copy code</div>",
        "<div class='copy-btn'>Copy</div>",
        "<span class='toolbar-item'>复制</span>",
    ],
    #[cfg(test)]
    keeps: &[
        "<p class='copy'>A true copy of the letter</p>",
        "<div class='lang'>so lang wie breit</div>",
        "<pre><span class=nb>copy</span> a b</pre>",
        "<div class='bar'>At the bar nobody spoke.</div>",
    ],
    ..Rule::NEW
};

/// Words of such buttons, in lower case, between blanks.
const CONTROLS: &str = " clipboard code copied copy expand plain print raw run to view wrap ";

/// The same in Chinese.
const WIDE_CONTROLS: [&str; 8] = ["复制代码", "複製代碼", "复制", "複製", "代码", "全选", "展开", "收起"];

/// `true` for a box with the words of such a button that is named as one that copies.
fn is_copy_button(candidate: &BoxCandidate<'_>) -> bool {
    candidate.text > 0
        && candidate.text <= 20
        && candidate.element.classes().any(|word| word.contains("copy") || word.contains("Copy"))
        && is_control(candidate)
}

/// Elements behind the plain text of code in which its lines are looked for.
const MAX_BEHIND: usize = 200;

/// `true` for a plain text of code, if the code itself stands behind it.
fn is_plain_copy(candidate: &BoxCandidate<'_>) -> bool {
    let document = candidate.document;
    std::iter::successors(document.next_sibling(candidate.id), |&next| document.next_sibling(next))
        .flat_map(|next| document.descendants(next))
        .take(MAX_BEHIND)
        .any(|id| {
            document.element(id).is_some_and(|element| element.classes().any(|word| word == "crayon-pre"))
        })
}

/// `true` for the words of such buttons, marks alone, and the label that a repair named.
fn is_control(candidate: &BoxCandidate<'_>) -> bool {
    if candidate.element.classes().any(|word| word == "crayon-plain-wrap") {
        return is_plain_copy(candidate);
    }
    let is_label = candidate.element.classes().any(|word| word == "code-lang");
    visible_text(candidate.document, candidate.id).all(|text| {
        text.split(|c: char| !c.is_alphanumeric()).all(|word| {
            let lower = word.to_ascii_lowercase();
            word.is_empty()
                || is_label && candidate.text <= 16
                || CONTROLS.contains(&[" ", &lower, " "].concat())
                || WIDE_CONTROLS.contains(&word)
        })
    })
}
