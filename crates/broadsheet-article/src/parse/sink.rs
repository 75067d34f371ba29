//! Fills a [`Document`] from html5ever, in time linear in the input.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag as TagToken, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute as ParsedAttribute, LocalName, Namespace, QualName, local_name, ns};

use super::input_limits::{PROLOGUE, is_phrasing, limit_input, within_limit};
use crate::document::{Document, Element, Foreign, NodeId, NodeKind};
use crate::limits::{MAX_NODES, MAX_OPEN_ELEMENTS};
use crate::tree::Truncation;
use crate::vocabulary::Tag;

/// Parses a document.
pub(super) fn parse(html: &str, truncations: &mut Vec<Truncation>) -> Document {
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let guard = Guard {
        builder: TreeBuilder::new(Sink::new(), options),
        skipped: RefCell::new(Vec::new()),
        full: Cell::new(false),
    };
    let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
    let queue = BufferQueue::default();
    // The same beginning as the other parser gets: no quirks, and straight into the body.
    queue.push_back(StrTendril::from_slice(PROLOGUE));
    queue.push_back(StrTendril::from_slice(&limit_input(within_limit(html, truncations), None)));
    // A script ends a round; nothing runs, so the next one follows.
    while !matches!(tokenizer.feed(&queue), html5ever::TokenizerResult::Done) {}
    tokenizer.end();
    let guard = tokenizer.sink;
    if guard.full.get() {
        truncations.push(Truncation::Nodes);
    }
    guard.builder.sink.finish()
}

/// A filter between tokenizer and tree builder, which keeps hostile input from making the builder
/// slow.
struct Guard {
    builder: TreeBuilder<NodeId, Sink>,
    /// The names of start tags that were not passed on, so that their end tags are not either.
    skipped: RefCell<Vec<LocalName>>,
    /// `true` once the document has all the nodes that it may have.
    full: Cell<bool>,
}

impl Guard {
    /// Returns the tag that replaces one that is nested too deeply; `None` to leave it out.
    fn deep(&self, mut tag: TagToken) -> Option<TagToken> {
        let mut skipped = self.skipped.borrow_mut();
        match tag.kind {
            TagKind::StartTag => {
                if is_leaf(&tag.name) {
                    return Some(tag);
                }
                skipped.push(tag.name.clone());
            }
            TagKind::EndTag => {
                // Enough to pair what is well-formed; looking further would cost what this is to
                // save.
                let recent = skipped.len().saturating_sub(16);
                match skipped[recent..].iter().rposition(|name| *name == tag.name) {
                    Some(place) => skipped.truncate(recent + place),
                    None => return Some(tag),
                }
            }
        }
        if is_phrasing(&tag.name) {
            return None;
        }
        // Such elements keep no structure; a break keeps their texts apart.
        tag.kind = TagKind::StartTag;
        tag.name = local_name!("br");
        tag.self_closing = false;
        tag.attrs.clear();
        Some(tag)
    }
}

impl TokenSink for Guard {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        if self.full.get() {
            return TokenSinkResult::Continue;
        }
        if self.builder.sink.document.borrow().len() > MAX_NODES {
            self.full.set(true);
            return TokenSinkResult::Continue;
        }
        let token = match token {
            Token::TagToken(tag)
                if self.builder.sink.depth.get() as usize >= MAX_OPEN_ELEMENTS
                    || !self.skipped.borrow().is_empty() =>
            {
                match self.deep(tag) {
                    Some(tag) => Token::TagToken(tag),
                    None => return TokenSinkResult::Continue,
                }
            }
            token => token,
        };
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// `true` for elements that hold no others: void ones, and those whose content the tokenizer takes
/// for text.
fn is_leaf(name: &LocalName) -> bool {
    matches!(
        &**name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "iframe"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "noembed"
            | "noframes"
            | "param"
            | "plaintext"
            | "script"
            | "source"
            | "style"
            | "textarea"
            | "title"
            | "track"
            | "wbr"
            | "xmp"
    )
}

/// Receives the tree.
struct Sink {
    document: RefCell<Document>,
    /// The facts about elements that the builder asks for, by node; `None` for other nodes.
    names: RefCell<Vec<Option<ElementState>>>,
    /// The approximate depth of the builder: that of the element it opened last, less those it
    /// closed since.
    depth: Cell<u32>,
}

#[derive(Clone)]
struct ElementState {
    name: Name,
    depth: u32,
    integration_point: bool,
}

/// An element's name.
#[derive(Debug, Clone)]
struct Name {
    namespace: Namespace,
    local: LocalName,
}

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.namespace
    }

    fn local_name(&self) -> &LocalName {
        &self.local
    }
}

impl Sink {
    fn new() -> Self {
        Self { document: RefCell::new(Document::new()), names: RefCell::new(vec![None]), depth: Cell::new(0) }
    }

    fn add(&self, content: NodeKind, known: Option<ElementState>) -> NodeId {
        let id = self.document.borrow_mut().add(content);
        self.names.borrow_mut().push(known);
        id
    }

    fn known<T>(&self, id: NodeId, read: impl FnOnce(&mut ElementState) -> T) -> Option<T> {
        self.names.borrow_mut().get_mut(id.index())?.as_mut().map(read)
    }

    /// Records that `child` was opened in `parent`.
    fn opened(&self, parent: NodeId, child: NodeId) {
        let depth = self.known(parent, |known| known.depth).unwrap_or(0) + 1;
        if self.known(child, |known| known.depth = depth).is_some() {
            self.depth.set(depth);
        }
    }

    fn is_comment(&self, id: NodeId) -> bool {
        matches!(self.document.borrow().kind(id), NodeKind::Ignored)
    }

    fn append_text(&self, parent: NodeId, before: Option<NodeId>, text: &str) {
        let mut document = self.document.borrow_mut();
        let neighbour = match before {
            Some(sibling) => document.previous(sibling),
            None => document.last_child(parent),
        };
        if let Some(NodeKind::Text(present)) = neighbour.map(|id| document.kind_mut(id)) {
            present.push_str(text);
            return;
        }
        let id = document.add(NodeKind::Text(text.to_owned()));
        self.names.borrow_mut().push(None);
        match before {
            Some(sibling) => document.insert_before(sibling, id),
            None => document.append(parent, id),
        }
    }
}

/// The attributes that belong to no namespace.
fn attributes(parsed: &[ParsedAttribute]) -> impl Iterator<Item = (&str, &str)> {
    let plain = parsed.iter().filter(|attribute| attribute.name.ns == ns!());
    plain.map(|attribute| (&*attribute.name.local, &*attribute.value))
}

/// The attributes of an element that is none of HTML.
fn foreign_attributes(parsed: Vec<ParsedAttribute>) -> impl Iterator<Item = (String, String)> {
    parsed.into_iter().filter_map(|attribute| {
        let name = match attribute.name.ns {
            ns!() => &*attribute.name.local,
            ns!(xlink) if &*attribute.name.local == "href" => "xlink:href",
            _ => return None,
        };
        Some((name.to_owned(), String::from(&*attribute.value)))
    })
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Document;
    type ElemName<'a> = Name;

    fn finish(self) -> Document {
        self.document.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        Document::ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Name {
        // Only elements are asked for their name.
        self.known(*target, |known| known.name.clone())
            .unwrap_or_else(|| Name { namespace: ns!(), local: local_name!("") })
    }

    fn create_element(&self, name: QualName, parsed: Vec<ParsedAttribute>, flags: ElementFlags) -> NodeId {
        let content = if name.ns == ns!(html) {
            NodeKind::Element(Element::new(Tag::of_element(&name.local), attributes(&parsed)))
        } else {
            NodeKind::Foreign(Foreign {
                is_math: name.ns == ns!(mathml),
                name: String::from(&*name.local),
                attributes: foreign_attributes(parsed).collect(),
            })
        };
        let known = ElementState {
            name: Name { namespace: name.ns, local: name.local },
            depth: 0,
            integration_point: flags.mathml_annotation_xml_integration_point,
        };
        self.add(content, Some(known))
    }

    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.add(NodeKind::Ignored, None)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.add(NodeKind::Ignored, None)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        match child {
            // A comment is no sibling of anything, so that the text around it is one.
            NodeOrText::AppendNode(child) if self.is_comment(child) => {}
            NodeOrText::AppendNode(child) => {
                let mut document = self.document.borrow_mut();
                document.detach(child);
                document.append(*parent, child);
                drop(document);
                self.opened(*parent, child);
            }
            NodeOrText::AppendText(text) => self.append_text(*parent, None, &text),
        }
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        let in_tree = self.document.borrow().parent(*element).is_some();
        if in_tree {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, node: &NodeId) {
        if let Some(depth) = self.known(*node, |known| known.depth) {
            self.depth.set(depth.saturating_sub(1));
        }
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        // What a template holds is its content, as that of any other element.
        *target
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_current_line(&self, line: u64) {
        self.document.borrow_mut().set_current_line(line);
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, new: NodeOrText<NodeId>) {
        match new {
            NodeOrText::AppendNode(child) if self.is_comment(child) => {}
            NodeOrText::AppendNode(child) => {
                let mut document = self.document.borrow_mut();
                document.detach(child);
                document.insert_before(*sibling, child);
                let parent = document.parent(*sibling);
                drop(document);
                if let Some(parent) = parent {
                    self.opened(parent, child);
                }
            }
            NodeOrText::AppendText(text) => {
                let parent = self.document.borrow().parent(*sibling);
                if let Some(parent) = parent {
                    self.append_text(parent, Some(*sibling), &text);
                }
            }
        }
    }

    fn add_attrs_if_missing(&self, target: &NodeId, parsed: Vec<ParsedAttribute>) {
        if let NodeKind::Element(element) = self.document.borrow_mut().kind_mut(*target) {
            for (name, value) in Element::new(element.tag, attributes(&parsed)).attributes {
                if element.get(name).is_none() {
                    element.attributes.push((name, value));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.document.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let mut document = self.document.borrow_mut();
        while let Some(child) = document.first_child(*node) {
            document.detach(child);
            document.append(*new_parent, child);
        }
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &NodeId) -> bool {
        self.known(*handle, |known| known.integration_point).unwrap_or(false)
    }

    fn allow_declarative_shadow_roots(&self, _: &NodeId) -> bool {
        false
    }
}
