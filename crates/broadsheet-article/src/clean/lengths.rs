//! Visible text of a document: where it is, and how much.

use super::prose::{is_inline, is_sentence};
use super::visible::counted;
use crate::build::packed_video;
use crate::document::{Document, Element, NodeId, NodeKind};
use crate::vocabulary::{Attribute, Tag};

/// Visible characters in every node of a document.
pub(super) struct DocumentLengths {
    nodes: Vec<NodeLength>,
    main_text: Option<NodeId>,
}

#[derive(Clone, Copy, Default)]
struct NodeLength {
    text: u32,
    links: u32,
    prose: u32,
    linked_prose: u32,
    controls: u32,
    pictures: u32,
}

impl NodeLength {
    fn add(&mut self, inner: Self) {
        self.text = self.text.saturating_add(inner.text);
        self.links = self.links.saturating_add(inner.links);
        self.prose = self.prose.saturating_add(inner.prose);
        self.linked_prose = self.linked_prose.saturating_add(inner.linked_prose);
        self.controls = self.controls.saturating_add(inner.controls);
        self.pictures = self.pictures.saturating_add(inner.pictures);
    }
}

impl DocumentLengths {
    /// Counts, in one pass over the document.
    pub(super) fn of(document: &Document) -> Self {
        let mut counter = Counter {
            document,
            nodes: vec![NodeLength::default(); document.len()],
            places: vec![Place::default(); document.len()],
            line: Line::default(),
        };
        let mut order = Vec::with_capacity(document.len());
        let mut next = document.next_in_order(Document::ROOT, Document::ROOT);
        while let Some(id) = next {
            next = document.next_in_order(id, Document::ROOT);
            order.push(id);
            if !counter.is_shown(id) {
                next = document.next_after_subtree(id, Document::ROOT);
            }
        }
        counter.end_line();
        let mut nodes = counter.nodes;
        let main_text = main_text(document, &order, &nodes);
        for &id in order.iter().rev() {
            if document.tag(id) == Some(Tag::A) {
                let link = &mut nodes[id.index()];
                (link.links, link.linked_prose) = (link.text, link.prose);
            }
            if let Some(parent) = document.parent(id) {
                let length = nodes[id.index()];
                nodes[parent.index()].add(length);
            }
        }
        Self { nodes, main_text }
    }

    /// Visible characters within a node.
    pub(super) fn text(&self, id: NodeId) -> usize {
        self.nodes[id.index()].text as usize
    }

    /// Visible characters within the links of a node.
    pub(super) fn links(&self, id: NodeId) -> usize {
        self.nodes[id.index()].links as usize
    }

    /// Visible characters on the lines of a node that are sentences.
    pub(super) fn prose(&self, id: NodeId) -> usize {
        self.nodes[id.index()].prose as usize
    }

    /// Visible characters within the links of a node that stand in sentences.
    pub(super) fn linked_prose(&self, id: NodeId) -> usize {
        self.nodes[id.index()].linked_prose as usize
    }

    /// The number of a form's controls, frames and the like within a node.
    pub(super) fn controls(&self, id: NodeId) -> usize {
        self.nodes[id.index()].controls as usize
    }

    /// The number of pictures within a node.
    pub(super) fn pictures(&self, id: NodeId) -> usize {
        self.nodes[id.index()].pictures as usize
    }

    /// The element whose own paragraphs have the most text of the page; `None` if no element has a
    /// quarter of it.
    pub(super) fn main_text(&self) -> Option<NodeId> {
        self.main_text
    }
}

/// The counting of one document.
struct Counter<'a> {
    document: &'a Document,
    nodes: Vec<NodeLength>,
    places: Vec<Place>,
    line: Line,
}

/// The place of a node.
#[derive(Clone, Copy, Default)]
struct Place {
    /// Index of the innermost block-level element around it.
    block: u32,
    /// `true` within a link.
    linked: bool,
}

/// The line that is being read.
#[derive(Default)]
struct Line {
    block: u32,
    /// Its text outside links.
    text: String,
    pieces: Vec<NodeId>,
}

impl Counter<'_> {
    /// Counts a node; `false` if what is within it is not shown.
    fn is_shown(&mut self, id: NodeId) -> bool {
        let document = self.document;
        let mut place = document.parent(id).map_or(Place::default(), |parent| self.places[parent.index()]);
        let mut shown = true;
        match document.kind(id) {
            NodeKind::Text(text) => self.read_text(id, text, place),
            NodeKind::Math(math) => self.read_text(id, &math.reading(), place),
            NodeKind::Element(element) => {
                let length = &mut self.nodes[id.index()];
                length.controls = u32::from(is_control(element));
                length.pictures = u32::from(matches!(element.tag, Some(Tag::Img | Tag::AmpImg)));
                place.linked |= element.tag == Some(Tag::A);
                if !is_inline(element.tag) {
                    place.block = u32::try_from(id.index()).unwrap_or(u32::MAX);
                }
                shown = !is_invisible(document, id, element);
            }
            NodeKind::Foreign(_) | NodeKind::Ignored => {}
        }
        self.places[id.index()] = place;
        shown
    }

    fn read_text(&mut self, id: NodeId, text: &str, place: Place) {
        let characters = counted(text);
        self.nodes[id.index()].text = u32::try_from(characters).unwrap_or(u32::MAX);
        if self.line.block != place.block {
            self.end_line();
            self.line.block = place.block;
        }
        if characters > 0 {
            self.line.pieces.push(id);
        }
        let is_of_noscript =
            || self.document.parent(id).and_then(|outer| self.document.tag(outer)) == Some(Tag::Noscript);
        let is_shown = !is_markup_text(text) || !is_of_noscript();
        if !place.linked && is_shown {
            self.line.text.push_str(text);
        }
    }

    fn end_line(&mut self) {
        let is_prose = is_sentence(&self.line.text);
        for id in self.line.pieces.drain(..) {
            let length = &mut self.nodes[id.index()];
            length.prose = if is_prose { length.text } else { 0 };
        }
        self.line.text.clear();
    }
}

/// The element whose own paragraphs have the most text in sentences, by the lengths of the texts.
fn main_text(document: &Document, order: &[NodeId], nodes: &[NodeLength]) -> Option<NodeId> {
    let mut own = vec![0_u32; nodes.len()];
    let mut total = 0_u32;
    for &id in order {
        let prose = nodes[id.index()].prose;
        if prose == 0 || !matches!(document.kind(id), NodeKind::Text(_) | NodeKind::Math(_)) {
            continue;
        }
        total = total.saturating_add(prose);
        let block = std::iter::successors(document.parent(id), |&outer| document.parent(outer))
            .find(|&outer| !is_inline(document.tag(outer)));
        let holder = block.and_then(|block| match document.tag(block) {
            Some(Tag::P) => document.parent(block),
            _ => Some(block),
        });
        if let Some(holder) = holder {
            own[holder.index()] = own[holder.index()].saturating_add(prose);
        }
    }
    let most = *own.iter().max()?;
    if most == 0 || most.saturating_mul(4) < total {
        return None;
    }
    order.iter().copied().chain([Document::ROOT]).find(|id| own[id.index()] == most)
}

/// `true` for a control that asks for something, and for a frame.
fn is_control(element: &Element) -> bool {
    match element.tag {
        Some(Tag::Button | Tag::Select | Tag::Textarea | Tag::Iframe | Tag::Frame) => true,
        Some(Tag::Input) => {
            let kind = element.get(Attribute::Type).unwrap_or_default();
            !["hidden", "checkbox", "radio"].iter().any(|quiet| quiet.eq_ignore_ascii_case(kind))
        }
        _ => false,
    }
}

/// `true` for a text that is blank, or begins and ends with tags.
pub(super) fn is_markup_text(text: &str) -> bool {
    let text = text.trim();
    let is_tag = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!');
    text.is_empty() || (text.ends_with('>') && text.strip_prefix('<').is_some_and(is_tag))
}

/// Elements whose text no page shows. In the place of an embedded video's link its player is shown.
fn is_invisible(document: &Document, id: NodeId, element: &Element) -> bool {
    element.tag.is_some_and(Tag::is_never_shown)
        || (element.tag == Some(Tag::Figure) && packed_video(document, id).is_some())
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
