//! What cleaning puts back: pictures behind a blog host's proxy, captions, the language and the lines of code, the
//! order of headings, the way back from a footnote. Nothing is taken out here.

mod code;
mod footnotes;
mod headings;
mod proxies;

pub(super) use footnotes::SIGN as WAY_BACK;

use crate::names::{Attribute, Tag};
use crate::source::{Content, NodeId, Source};
use crate::tree::Block;

/// A repair: what it is called, why it is there, and where it is made.
pub(crate) struct Repair {
    /// The name.
    #[cfg_attr(not(feature = "native"), expect(dead_code, reason = "only programs list the repairs"))]
    pub(crate) name: &'static str,
    /// Why readers are better off with it.
    #[cfg_attr(not(feature = "native"), expect(dead_code, reason = "only programs list the repairs"))]
    pub(crate) reason: &'static str,
    work: Work,
}

/// Where a repair is made.
enum Work {
    /// At each element of the document.
    Element(fn(&mut Source, NodeId)),
    /// In the tree.
    Tree(fn(&mut [Block])),
}

/// Every repair, in the order in which they are made.
pub(crate) const REPAIRS: &[Repair] = &[
    Repair {
        name: "image-proxy",
        reason: "a blog host's picture proxy may be gone when the picture's own address still works",
        work: Work::Element(proxies::unwrap),
    },
    Repair {
        name: "caption",
        reason: "a picture and the line below it belong together, whatever elements a site made them of",
        work: Work::Element(caption),
    },
    Repair {
        name: "code-language",
        reason: "highlighters name the language of code in many ways",
        work: Work::Element(code::language),
    },
    Repair {
        name: "code-lines",
        reason: "lines of code that only a style sheet kept apart would run together",
        work: Work::Element(code::lines),
    },
    Repair {
        name: "heading-order",
        reason: "an outline without gaps is what screen readers and tables of contents need",
        work: Work::Tree(headings::close_gaps),
    },
    Repair {
        name: "footnote",
        reason: "who follows a footnote wants to come back",
        work: Work::Tree(footnotes::link_back),
    },
];

/// Makes the repairs in the document.
pub(super) fn document(source: &mut Source) {
    let mut next = source.following(Source::ROOT, Source::ROOT);
    while let Some(id) = next {
        if source.element(id).is_some() {
            for repair in REPAIRS {
                if let Work::Element(work) = repair.work {
                    work(source, id);
                }
            }
        }
        next = source.following(id, Source::ROOT);
    }
}

/// Makes the repairs in the tree.
pub(super) fn tree(blocks: &mut [Block]) {
    for repair in REPAIRS {
        if let Work::Tree(work) = repair.work {
            work(blocks);
        }
    }
}

/// Boxes that hold a picture and its caption.
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

/// Captions in such boxes.
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

/// Characters of a caption; what is longer is text.
const CAPTION: usize = 600;

/// Makes a `figure` of a box that is named as boxes of pictures with captions are, and a `figcaption` of the caption.
fn caption(source: &mut Source, id: NodeId) {
    let named = |id: NodeId, names: &[&str]| {
        source.element(id).is_some_and(|element| {
            matches!(element.tag, Some(Tag::Div | Tag::P | Tag::Span | Tag::Dl | Tag::Dd))
                && element.classes().any(|class| super::is_word(class, names))
        })
    };
    if !named(id, &CAPTIONED) {
        return;
    }
    let picture =
        source.descendants(id).find(|&inner| matches!(source.tag(inner), Some(Tag::Img | Tag::AmpImg)));
    let captions: Vec<NodeId> = source.descendants(id).filter(|&inner| named(inner, &CAPTIONS)).collect();
    let (Some(_), [caption]) = (picture, captions.as_slice()) else { return };
    let length: usize = super::visible_text(source, *caption).map(|text| text.chars().count()).sum();
    if length > CAPTION || source.descendants(id).any(|inner| source.tag(inner) == Some(Tag::Figure)) {
        return;
    }
    rename(source, id, Tag::Figure);
    rename(source, *caption, Tag::Figcaption);
}

fn rename(source: &mut Source, id: NodeId, tag: Tag) {
    if let Content::Element(element) = source.content_mut(id) {
        element.tag = Some(tag);
    }
}

/// Sets an attribute of an element.
fn set(source: &mut Source, id: NodeId, name: Attribute, value: String) {
    if let Content::Element(element) = source.content_mut(id) {
        match element.attributes.iter_mut().find(|(known, _)| *known == name) {
            Some((_, present)) => *present = value,
            None => element.attributes.push((name, value)),
        }
    }
}
