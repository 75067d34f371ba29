//! Captions of images, whatever elements a site made them of.

use super::repair::{Apply, Repair, set_tag};
use crate::clean::lengths::visible_text;
use crate::clean::rule::is_any_of;
use crate::document::{Document, NodeId};
use crate::vocabulary::Tag;

/// Makes a `figure` of an image and its caption.
pub(super) const CAPTION: Repair = Repair {
    name: "caption",
    reason: "a picture and the line below it belong together, whatever elements a site made them of",
    apply: Apply::ToElement(make_figure),
    #[cfg(test)]
    cases: &[
        (
            "<div class='wp-caption alignnone'><a href=https://x.test/><img src=/a.png></a><p class=wp-caption-text>b <i>c</i></p></div>",
            "<figure><a href=\"https://x.test/\"><img src=\"https://base.test/a.png\" alt=\"\"></a><figcaption>b <i>c</i></figcaption></figure>",
        ),
        ("<div class=wp-caption>a<p class=wp-caption-text>b</p></div>", "<p>a</p><p>b</p>"),
    ],
};

/// Classes of boxes that hold an image and its caption.
const CAPTIONED: [&str; 9] = [
    "aesop-image-component",
    "captioned-image-container",
    "caption-wrapper",
    "figure",
    "image-with-caption",
    "img-caption-wrapper",
    "photo-with-caption",
    "thumbinner",
    "wp-caption",
];

/// Classes of captions in such boxes.
const CAPTIONS: [&str; 9] = [
    "aesop-image-component-caption",
    "caption-text",
    "figure-caption",
    "image-caption",
    "img-caption",
    "photo-caption",
    "thumbcaption",
    "wp-caption-dd",
    "wp-caption-text",
];

/// Characters of a caption; longer text is no caption.
const MAX_CAPTION: usize = 600;

/// Makes a `figure` of a box that has the class of an image with a caption, and a `figcaption` of
/// the caption.
fn make_figure(document: &mut Document, id: NodeId) {
    let named = |id: NodeId, names: &[&str]| {
        document.element(id).is_some_and(|element| {
            matches!(element.tag, Some(Tag::Div | Tag::P | Tag::Span | Tag::Dl | Tag::Dd))
                && element.classes().any(|class| is_any_of(class, names))
        })
    };
    if !named(id, &CAPTIONED) {
        return;
    }
    let picture =
        document.descendants(id).find(|&inner| matches!(document.tag(inner), Some(Tag::Img | Tag::AmpImg)));
    let captions: Vec<NodeId> = document.descendants(id).filter(|&inner| named(inner, &CAPTIONS)).collect();
    let (Some(_), [caption]) = (picture, captions.as_slice()) else { return };
    let length: usize = visible_text(document, *caption).map(|text| text.chars().count()).sum();
    if length > MAX_CAPTION || document.descendants(id).any(|inner| document.tag(inner) == Some(Tag::Figure))
    {
        return;
    }
    set_tag(document, id, Tag::Figure);
    set_tag(document, *caption, Tag::Figcaption);
}
