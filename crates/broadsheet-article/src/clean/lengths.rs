//! Visible text of a document: where it is, and how much.

use super::visible::is_counted;
use crate::build::packed_video;
use crate::document::{Document, Element, NodeId, NodeKind};
use crate::vocabulary::Tag;

/// Visible characters in every node of a document.
pub(super) struct DocumentLengths(Vec<NodeLength>);

#[derive(Clone, Copy, Default)]
struct NodeLength {
    text: u32,
    links: u32,
}

impl DocumentLengths {
    /// Counts, in one pass over the document.
    pub(super) fn of(document: &Document) -> Self {
        let mut lengths = vec![NodeLength::default(); document.len()];
        let mut order = Vec::with_capacity(document.len());
        let mut next = document.next_in_order(Document::ROOT, Document::ROOT);
        while let Some(id) = next {
            next = document.next_in_order(id, Document::ROOT);
            match document.kind(id) {
                NodeKind::Text(text) => {
                    let characters = text.chars().filter(|c| is_counted(*c)).count();
                    lengths[id.index()].text = u32::try_from(characters).unwrap_or(u32::MAX);
                    order.push(id);
                }
                NodeKind::Element(element) if is_invisible(document, id, element) => {
                    next = document.next_after_subtree(id, Document::ROOT);
                }
                _ => order.push(id),
            }
        }
        for &id in order.iter().rev() {
            if document.tag(id) == Some(Tag::A) {
                lengths[id.index()].links = lengths[id.index()].text;
            }
            if let Some(parent) = document.parent(id) {
                let length = lengths[id.index()];
                let outer = &mut lengths[parent.index()];
                outer.text = outer.text.saturating_add(length.text);
                outer.links = outer.links.saturating_add(length.links);
            }
        }
        Self(lengths)
    }

    /// Visible characters within a node.
    pub(super) fn text(&self, id: NodeId) -> usize {
        self.0[id.index()].text as usize
    }

    /// Visible characters within the links of a node.
    pub(super) fn links(&self, id: NodeId) -> usize {
        self.0[id.index()].links as usize
    }
}

/// Elements whose text no page shows. In the place of an embedded video's link its player is shown.
fn is_invisible(document: &Document, id: NodeId, element: &Element) -> bool {
    matches!(
        element.tag,
        Some(
            Tag::Script
                | Tag::Style
                | Tag::Template
                | Tag::Noscript
                | Tag::Textarea
                | Tag::Select
                | Tag::Title
                | Tag::Head
                | Tag::Button
                | Tag::Iframe
                | Tag::Object
                | Tag::Noembed
                | Tag::Noframes
        )
    ) || (element.tag == Some(Tag::Figure) && packed_video(document, id).is_some())
}

/// The texts within a node that a page shows, in document order.
pub(super) fn visible_text(document: &Document, id: NodeId) -> impl Iterator<Item = &str> {
    let mut next = document.next_in_order(id, id);
    std::iter::from_fn(move || {
        while let Some(node) = next {
            match document.kind(node) {
                NodeKind::Element(element) if is_invisible(document, node, element) => {
                    next = document.next_after_subtree(node, id);
                }
                NodeKind::Text(text) => {
                    next = document.next_in_order(node, id);
                    return Some(text.as_str());
                }
                _ => next = document.next_in_order(node, id),
            }
        }
        None
    })
}
