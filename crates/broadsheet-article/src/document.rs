//! A parsed document: a flat arena of nodes, filled by one of the two parsers.
//!
//! Both parsers copy into this one type, so the rules exist once in the program, walk without
//! crossing into the browser, and can remove parts without changing another document. Dropping a
//! deeply nested one needs no stack.

#[cfg(feature = "clean")]
use crate::image_names::box_attribute;
use crate::image_names::image_attribute;
use crate::tree::Math;
use crate::vocabulary::{Attribute, Tag};

/// The index of a node in its [`Document`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NodeId(u32);

impl NodeId {
    /// The index, in the order of creation.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A document.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    nodes: Vec<Node>,
    /// The line of the source at which the parser is, from 1.
    #[cfg(feature = "native")]
    current_line: u32,
    /// The nodes that repairs took out, each with the repair's name.
    #[cfg(feature = "native")]
    taken_out: Vec<(NodeId, &'static str)>,
    /// The names of elements that were given others, before and after.
    #[cfg(feature = "native")]
    renamed: Vec<(Option<Tag>, Tag)>,
}

#[derive(Debug, Clone)]
struct Node {
    parent: Option<NodeId>,
    first: Option<NodeId>,
    last: Option<NodeId>,
    previous: Option<NodeId>,
    next: Option<NodeId>,
    #[cfg(feature = "native")]
    line: u32,
    /// `true` for an element that stays for what it holds alone.
    #[cfg(feature = "native")]
    is_settled: bool,
    kind: NodeKind,
}

/// The kind of a node.
#[derive(Debug, Clone)]
pub(crate) enum NodeKind {
    /// Characters.
    Text(String),
    /// An HTML element.
    Element(Element),
    /// An element of `MathML` or SVG. There are none any more once formulas have been read.
    Foreign(Foreign),
    /// A formula; has no children.
    Math(Box<Math>),
    /// The document itself, or content that is never shown: a comment, a drawing.
    Ignored,
}

/// Attributes of one element outside the vocabulary that are kept.
const MAX_OTHER_SOURCES: usize = 8;

/// An HTML element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    /// Its name; `None` for one outside the vocabulary.
    pub(crate) tag: Option<Tag>,
    /// Its attributes within the vocabulary.
    pub(crate) attributes: Vec<(Attribute, String)>,
}

/// An element of `MathML` or SVG, as the parser gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Foreign {
    /// `true` if it is of `MathML`, `false` if it is of SVG.
    pub(crate) is_math: bool,
    /// Its name, as the parser spells it.
    pub(crate) name: String,
    /// Its attributes in no namespace, and `xlink:href`.
    pub(crate) attributes: Vec<(String, String)>,
}

impl Foreign {
    /// The value of an attribute, exactly as written.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl Element {
    /// An element with the attributes within the vocabulary, and those outside it that may hold its
    /// address, up to [`MAX_OTHER_SOURCES`].
    pub(crate) fn new<N: AsRef<str>, V: AsRef<str>>(
        tag: Option<Tag>,
        attributes: impl Iterator<Item = (N, V)>,
    ) -> Self {
        let is_image = matches!(tag, Some(Tag::Img | Tag::AmpImg));
        let mut others = 0;
        let attributes = attributes.filter_map(|(name, value)| {
            let (name, value) = (name.as_ref(), value.as_ref());
            let known = Attribute::of_name(name);
            let attribute = if known.is_none() && others < MAX_OTHER_SOURCES {
                let found = if is_image { image_attribute(name, value) } else { other_address(name, value) };
                others += usize::from(found.is_some());
                found
            } else {
                known
            };
            Some((attribute?, value.to_owned()))
        });
        let attributes = attributes.collect();
        Self { tag, attributes }
    }

    /// `true` if the value of this attribute may matter.
    #[cfg(all(feature = "dom", target_arch = "wasm32"))]
    pub(crate) fn looks_at(tag: Option<Tag>, name: &str) -> bool {
        matches!(tag, Some(Tag::Img | Tag::AmpImg))
            || (cfg!(feature = "clean") && name.starts_with("data-"))
            || Attribute::of_name(name).is_some()
    }

    /// The value of an attribute, exactly as written.
    pub(crate) fn get(&self, name: Attribute) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// The words of the `class` attribute.
    pub(crate) fn classes(&self) -> impl Iterator<Item = &str> {
        self.get(Attribute::Class).unwrap_or_default().split_ascii_whitespace()
    }
}

/// The attribute of the vocabulary that stands for one outside it with an address of the web or the
/// HTML of a frame: every script that loads players late, or asks for consent first, names it
/// differently.
#[cfg(feature = "clean")]
fn other_address(name: &str, value: &str) -> Option<Attribute> {
    let value = value.trim_start();
    let starts = |start: &&str| value.starts_with(*start);
    if !name.starts_with("data-") {
        None
    } else if let Some(found) = box_attribute(name, value) {
        Some(found)
    } else if ["https://", "http://", "//"].iter().any(starts) || is_media_path(value) {
        Some(Attribute::OtherAddress)
    } else if value.starts_with(['{', '[']) && is_player_settings(value) {
        Some(Attribute::OtherSettings)
    } else {
        ["<iframe ", "<embed ", "<object "].iter().any(starts).then_some(Attribute::OtherFrame)
    }
}

/// Endings of the films and sound that a player is given by a path.
#[cfg(feature = "clean")]
const MEDIA_ENDINGS: [&str; 9] = [".mp4", ".mp3", ".m4v", ".m4a", ".webm", ".ogg", ".ogv", ".flv", ".m3u8"];

/// `true` for the path of a file of sound or video.
#[cfg(feature = "clean")]
fn is_media_path(value: &str) -> bool {
    let is_path =
        |path: &str| MEDIA_ENDINGS.iter().any(|ending| path.len() > ending.len() && path.ends_with(ending));
    value.len() <= 1024
        && !value.contains(char::is_whitespace)
        && value.split(['?', '#']).next().is_some_and(is_path)
        && !value.starts_with(['{', '['])
}

/// `true` for settings in JSON that name a film or sound.
#[cfg(feature = "clean")]
fn is_player_settings(value: &str) -> bool {
    value.len() <= 8192 && MEDIA_ENDINGS.iter().chain(&["youtu", "vimeo"]).any(|part| value.contains(part))
}

#[cfg(not(feature = "clean"))]
fn other_address(_: &str, _: &str) -> Option<Attribute> {
    None
}

impl Document {
    /// The node that holds the document.
    pub(crate) const ROOT: NodeId = NodeId(0);

    /// An empty document.
    pub(crate) fn new() -> Self {
        let mut document = Self {
            nodes: Vec::new(),
            #[cfg(feature = "native")]
            current_line: 1,
            #[cfg(feature = "native")]
            taken_out: Vec::new(),
            #[cfg(feature = "native")]
            renamed: Vec::new(),
        };
        document.add(NodeKind::Ignored);
        document
    }

    /// The number of nodes, detached ones included.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Adds a detached node.
    pub(crate) fn add(&mut self, kind: NodeKind) -> NodeId {
        // The parsers stop at MAX_NODES, far below u32::MAX; one token can add a few hundred nodes
        // more.
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node {
            parent: None,
            first: None,
            last: None,
            previous: None,
            next: None,
            #[cfg(feature = "native")]
            line: self.current_line,
            #[cfg(feature = "native")]
            is_settled: false,
            kind,
        });
        id
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.0 as usize]
    }

    /// The kind of a node.
    pub(crate) fn kind(&self, id: NodeId) -> &NodeKind {
        &self.node(id).kind
    }

    /// The kind of a node, for changing it.
    pub(crate) fn kind_mut(&mut self, id: NodeId) -> &mut NodeKind {
        &mut self.node_mut(id).kind
    }

    /// The element at a node.
    pub(crate) fn element(&self, id: NodeId) -> Option<&Element> {
        match self.kind(id) {
            NodeKind::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The name of the element at a node; `None` for other nodes and unknown names.
    pub(crate) fn tag(&self, id: NodeId) -> Option<Tag> {
        self.element(id)?.tag
    }

    /// The foreign element at a node.
    pub(crate) fn foreign(&self, id: NodeId) -> Option<&Foreign> {
        match self.kind(id) {
            NodeKind::Foreign(foreign) => Some(foreign),
            _ => None,
        }
    }

    /// Puts a node without children in the place of another and its descendants.
    pub(crate) fn replace(&mut self, id: NodeId, kind: NodeKind) {
        let node = self.node_mut(id);
        node.kind = kind;
        node.first = None;
        node.last = None;
    }

    /// The parent of a node.
    pub(crate) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).parent
    }

    /// The previous sibling of a node.
    pub(crate) fn previous(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).previous
    }

    /// The next sibling of a node.
    #[cfg(feature = "clean")]
    pub(crate) fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).next
    }

    /// The first child of a node.
    #[cfg(any(feature = "native", feature = "clean"))]
    pub(crate) fn first_child(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).first
    }

    /// The last child of a node.
    #[cfg(feature = "native")]
    pub(crate) fn last_child(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).last
    }

    /// The children of a node, in order.
    pub(crate) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.node(id).first, |&child| self.node(child).next)
    }

    /// The node after `id` and its descendants, in document order within `top`.
    pub(crate) fn next_after_subtree(&self, mut id: NodeId, top: NodeId) -> Option<NodeId> {
        loop {
            if id == top {
                return None;
            }
            if let Some(next) = self.node(id).next {
                return Some(next);
            }
            id = self.node(id).parent?;
        }
    }

    /// The node after `id` in document order within `top`, descendants first. Skips the descendants
    /// of ignored nodes, such as SVG: the browser's parser does not even copy those.
    pub(crate) fn next_in_order(&self, id: NodeId, top: NodeId) -> Option<NodeId> {
        let inner = if matches!(self.kind(id), NodeKind::Ignored) && id != Self::ROOT {
            None
        } else {
            self.node(id).first
        };
        inner.or_else(|| self.next_after_subtree(id, top))
    }

    /// The descendants of `top`, in document order.
    pub(crate) fn descendants(&self, top: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.node(top).first, move |&id| self.next_in_order(id, top))
    }

    /// Appends to the text with which the content of `parent` ends. `false` if it ends otherwise.
    #[cfg(all(feature = "dom", target_arch = "wasm32"))]
    pub(crate) fn extend_text(&mut self, parent: NodeId, text: &str) -> bool {
        let last = self.node(parent).last;
        let Some(NodeKind::Text(present)) = last.map(|last| self.kind_mut(last)) else { return false };
        present.push_str(text);
        true
    }

    /// Appends a detached node to `parent`.
    pub(crate) fn append(&mut self, parent: NodeId, child: NodeId) {
        let previous = self.node(parent).last;
        self.place(parent, child, previous, None);
    }

    /// Inserts a detached node before `sibling`.
    pub(crate) fn insert_before(&mut self, sibling: NodeId, child: NodeId) {
        if let Some(parent) = self.node(sibling).parent {
            let previous = self.node(sibling).previous;
            self.place(parent, child, previous, Some(sibling));
        }
    }

    fn place(&mut self, parent: NodeId, child: NodeId, previous: Option<NodeId>, next: Option<NodeId>) {
        let node = self.node_mut(child);
        node.parent = Some(parent);
        node.previous = previous;
        node.next = next;
        match previous {
            Some(previous) => self.node_mut(previous).next = Some(child),
            None => self.node_mut(parent).first = Some(child),
        }
        match next {
            Some(next) => self.node_mut(next).previous = Some(child),
            None => self.node_mut(parent).last = Some(child),
        }
    }

    /// Detaches a node, with its descendants, in the name of a repair: the ledger of the article
    /// says that this repair took what they held.
    #[allow(dead_code, reason = "for whichever repair takes something")]
    pub(crate) fn take_out(&mut self, id: NodeId, name: &'static str) {
        self.detach(id);
        #[cfg(feature = "native")]
        self.taken_out.push((id, name));
        #[cfg(not(feature = "native"))]
        let _ = name;
    }

    /// Makes another element of one, with the same attributes and content.
    #[cfg(feature = "clean")]
    pub(crate) fn rename(&mut self, id: NodeId, tag: Tag) {
        #[cfg(feature = "native")]
        let is_counted = !self.is_settled(id);
        if let NodeKind::Element(element) = self.kind_mut(id) {
            #[cfg(feature = "native")]
            let before = element.tag;
            element.tag = Some(tag);
            #[cfg(feature = "native")]
            if is_counted {
                self.renamed.push((before, tag));
            }
        }
    }

    /// Detaches a node, with its descendants.
    pub(crate) fn detach(&mut self, id: NodeId) {
        let Node { parent, previous, next, .. } = *self.node(id);
        let Some(parent) = parent else { return };
        match previous {
            Some(previous) => self.node_mut(previous).next = next,
            None => self.node_mut(parent).first = next,
        }
        match next {
            Some(next) => self.node_mut(next).previous = previous,
            None => self.node_mut(parent).last = previous,
        }
        let node = self.node_mut(id);
        node.parent = None;
        node.previous = None;
        node.next = None;
    }
}

/// The facts that only the ledger asks for.
#[cfg(feature = "native")]
impl Document {
    /// Sets the line of the source at which the parser is, from 1.
    pub(crate) fn set_current_line(&mut self, line: u64) {
        self.current_line = u32::try_from(line).unwrap_or(u32::MAX);
    }

    /// The line at which the parser was when it made a node, from 1.
    pub(crate) fn line(&self, id: NodeId) -> u32 {
        self.node(id).line
    }

    /// Notes that an element stays for what it holds alone: by itself it has ended.
    pub(crate) fn settle(&mut self, id: NodeId) {
        self.node_mut(id).is_settled = true;
    }

    /// `true` if an element has ended, and stays for what it holds alone.
    pub(crate) fn is_settled(&self, id: NodeId) -> bool {
        self.node(id).is_settled
    }

    /// The nodes that repairs took out, each with the repair's name.
    pub(crate) fn taken_out(&self) -> &[(NodeId, &'static str)] {
        &self.taken_out
    }

    /// The names of elements that were given others, before and after.
    #[cfg(feature = "native")]
    pub(crate) fn renamed(&self) -> &[(Option<Tag>, Tag)] {
        &self.renamed
    }
}
