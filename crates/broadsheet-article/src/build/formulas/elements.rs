//! Elements around formulas: by their classes, and without a name.

use crate::document::{Element, NodeKind};
#[cfg(feature = "clean")]
use crate::vocabulary::Attribute;

/// An element that its content replaces.
pub(super) fn plain_element() -> NodeKind {
    NodeKind::Element(Element { tag: None, attributes: Vec::new() })
}

/// `true` if an attribute of an element has one of these words, or begins with one that ends in
/// `*`.
#[cfg(feature = "clean")]
pub(super) fn has_class(element: &Element, words: &[&str]) -> bool {
    let classes = element.get(Attribute::Class).unwrap_or_default();
    classes.split_ascii_whitespace().any(|class| {
        words.iter().any(|word| match word.strip_suffix('*') {
            Some(start) => class.starts_with(start),
            None => class == *word,
        })
    })
}
