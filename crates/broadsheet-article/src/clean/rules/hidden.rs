//! Boxes that the original page did not show.

use crate::clean::evidence::{has_input, holds_named_content, is_prose};
use crate::clean::prose::is_inline;
use crate::clean::rule::{BoxCandidate, RemovalLimit, Rule};
use crate::document::Element;
use crate::vocabulary::{Attribute, Tag};

/// Boxes that the original page hid.
pub(super) const HIDDEN: Rule = Rule {
    name: "hidden",
    reason: "the original page did not show it",
    class_words: &[
        "CodeMirror-measure",
        "assistive-text",
        "element-invisible",
        "screen-reader-text",
        "sharing-screen-reader-text",
        "sr-only",
        "visually-hidden",
        "visuallyhidden",
    ],
    evidence: Some(is_spoken),
    exact_texts: &[
        "微信扫一扫关注该公众号",
        "微信扫一扫使用小程序",
        "继续滑动看下一个",
        "轻触阅读原文",
        "向上滑动看下一个",
        "预览时标签不可点",
    ],
    matches: Some(is_hidden),
    limit: RemovalLimit::Characters(2000),
    #[cfg(test)]
    removes: &[
        "<div hidden>x</div>",
        "<p style='color:red;DISPLAY : none'>x</p>",
        "<span style='visibility:hidden'>x</span>",
        "<h2 class='element-invisible'>file.png</h2>",
        "<span class='sr-only'>Opens in a new window.</span>",
        "<div class='d-none'>x</div>",
        "<div style='display:none'>The address was copied.</div>",
        "<div style='display:none'><p>Thank you for coming. Leave us a line.</p><input></div>",
        "<div style='display:none'><p>微信扫一扫<br>关注该公众号</p></div>",
        "<p>预览时标签不可点</p>",
        "<iframe aria-hidden=true title='Cross domain' src=https://x.test/relay></iframe>",
        "<iframe style='width: 1px; height: 1px; top: -100px' src=https://x.test/relay></iframe>",
    ],
    #[cfg(test)]
    keeps: &[
        "<div hidden=until-found>x</div>",
        "<p style='display:inline'>x</p>",
        "<div style='display:none'><img src=https://x.test/late.png></div>",
        "<p class='hidden-gem'>x</p>",
        "<div style='visibility: hidden; opacity: 0'><p>铺子只有一张桌子宽</p></div>",
        "<div style='visibility:hidden'><p>a</p><img src=https://x.test/late.png></div>",
        "<div style='opacity:0'>x</div>",
        "<iframe style='width: 100%; height: 1px00' src=https://x.test/map></iframe>",
        "<section id=js_content style='visibility: hidden; opacity: 0'>x</section>",
        "<div class=entry-content style='display:none'>x</div>",
        "<div class='spoiler is-hidden'><p>The butler was in Lisbon all the time.</p></div>",
        "<div hidden><p>潮水每天晚五十分钟。</p></div>",
    ],
    ..Rule::NEW
};

/// The most visible characters of text that a page keeps for screen readers.
const MAX_SPOKEN: usize = 200;

/// The most visible characters of a box that is made invisible and keeps its place.
const MAX_INVISIBLE: usize = 40;

/// The most visible characters of a message that a page shows when something was done.
const MAX_MESSAGE: usize = 90;

/// `true` for what is said to those who hear a page: labels, and sentences within a line.
fn is_spoken(candidate: &BoxCandidate<'_>) -> bool {
    candidate.text <= MAX_SPOKEN && (is_inline(candidate.element.tag) || !is_prose(candidate))
}

/// `true` for a box that was not to be seen. A script shows many of them later: the rest of an
/// article, the answer to a question, the picture once it is loaded. So sentences stay, unless a
/// form or links make them the page's.
fn is_hidden(candidate: &BoxCandidate<'_>) -> bool {
    let element = candidate.element;
    if matches!(element.tag, Some(Tag::Img | Tag::Picture | Tag::Noscript)) {
        return false;
    }
    let has_attribute =
        element.get(Attribute::Hidden).is_some_and(|value| !value.eq_ignore_ascii_case("until-found"));
    let is_out = has_attribute
        || has_style(element, "display", "none")
        || element.classes().any(|word| matches!(word, "d-none" | "element-hidden" | "is-hidden"));
    let is_invisible = || {
        has_style(element, "visibility", "hidden")
            && candidate.text <= MAX_INVISIBLE
            && candidate.lengths.prose(candidate.id) == 0
            && !holds_paragraphs(candidate)
    };
    if element.tag == Some(Tag::Iframe) {
        return is_out || is_frame_of_script(element);
    }
    (is_out || is_invisible()) && (has_attribute || !holds_media(candidate)) && !is_text_of_article(candidate)
}

/// `true` for a frame in which scripts of other sites work: it is neither shown nor read out.
fn is_frame_of_script(element: &Element) -> bool {
    let is_silent = element.get(Attribute::AriaHidden) == Some("true");
    let is_dot = |name| has_style(element, name, "1px") || has_style(element, name, "0");
    is_silent || (is_dot("width") && is_dot("height")) || has_style(element, "visibility", "hidden")
}

/// `true` if an element's own style has a property with such a value.
fn has_style(element: &Element, name: &str, start: &str) -> bool {
    element.get(Attribute::Style).unwrap_or_default().split(';').any(|part| {
        part.split_once(':').is_some_and(|(property, value)| {
            let value = value.trim();
            property.trim().eq_ignore_ascii_case(name)
                && value.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
        })
    })
}

/// `true` for paragraphs without a form or links, and for what is named as the article's. A page
/// keeps the messages of its buttons in boxes of one short line.
fn is_text_of_article(candidate: &BoxCandidate<'_>) -> bool {
    let BoxCandidate { lengths, id, text, .. } = *candidate;
    let is_message = || text <= MAX_MESSAGE && !holds_paragraphs(candidate);
    (is_prose(candidate) && !has_input(candidate) && lengths.links(id) * 2 < text && !is_message())
        || (text > 0 && holds_named_content(candidate))
}

fn holds_paragraphs(candidate: &BoxCandidate<'_>) -> bool {
    candidate.document.descendants(candidate.id).chain([candidate.id]).any(|id| {
        matches!(candidate.document.tag(id), Some(Tag::P | Tag::Img | Tag::Video | Tag::Audio | Tag::Iframe))
    })
}

fn holds_media(candidate: &BoxCandidate<'_>) -> bool {
    candidate.text == 0
        && candidate.document.descendants(candidate.id).any(|id| {
            matches!(candidate.document.tag(id), Some(Tag::Img | Tag::Video | Tag::Audio | Tag::Iframe))
        })
}
