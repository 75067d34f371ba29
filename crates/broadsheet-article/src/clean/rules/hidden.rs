//! Boxes that the original page did not show.

use crate::clean::rule::{BoxCandidate, RemovalLimit, Rule};
use crate::vocabulary::{Attribute, Tag};

/// Boxes that the original page hid.
pub(super) const HIDDEN: Rule = Rule {
    name: "hidden",
    reason: "the original page did not show it",
    class_words: &[
        "assistive-text",
        "d-none",
        "element-hidden",
        "element-invisible",
        "is-hidden",
        "screen-reader-text",
        "sharing-screen-reader-text",
        "sr-only",
        "visually-hidden",
        "visuallyhidden",
    ],
    matches: Some(is_hidden),
    limit: RemovalLimit::Characters(2000),
    #[cfg(test)]
    removes: &[
        "<div hidden>x</div>",
        "<p style='color:red;DISPLAY : none'>x</p>",
        "<span style='visibility:hidden'>x</span>",
        "<h2 class='element-invisible'>file.png</h2>",
        "<span class='sr-only'>x</span>",
        "<div class='d-none'>x</div>",
    ],
    #[cfg(test)]
    keeps: &[
        "<div hidden=until-found>x</div>",
        "<p style='display:inline'>x</p>",
        "<div style='display:none'><img src=https://x.test/late.png></div>",
        "<p class='hidden-gem'>x</p>",
    ],
    ..Rule::NEW
};

fn is_hidden(candidate: &BoxCandidate<'_>) -> bool {
    let element = candidate.element;
    // An image that a script shows once it is loaded.
    if matches!(element.tag, Some(Tag::Img | Tag::Picture | Tag::Noscript)) {
        return false;
    }
    if element.get(Attribute::Hidden).is_some_and(|value| !value.eq_ignore_ascii_case("until-found")) {
        return true;
    }
    let style = element.get(Attribute::Style).unwrap_or_default();
    let hides = style.split(';').any(|part| {
        part.split_once(':').is_some_and(|(property, value)| {
            let (property, value) = (property.trim(), value.trim());
            (property.eq_ignore_ascii_case("display") && starts_with(value, "none"))
                || (property.eq_ignore_ascii_case("visibility") && starts_with(value, "hidden"))
        })
    });
    // Not the box of an image that a script shows once it is loaded.
    hides && !holds_media(candidate)
}

fn starts_with(value: &str, start: &str) -> bool {
    value.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
}

fn holds_media(candidate: &BoxCandidate<'_>) -> bool {
    candidate.text == 0
        && candidate.document.descendants(candidate.id).any(|id| {
            matches!(candidate.document.tag(id), Some(Tag::Img | Tag::Video | Tag::Audio | Tag::Iframe))
        })
}
