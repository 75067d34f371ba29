//! Replacements: plain markup for elements that need a script, a plug-in or a form to say
//! something. A player becomes a frame with the address of the film's page, a widget a link, a
//! checked box its sign.
//!
//! Goes over the document once, before cleaning and also without it; the tree builder then knows
//! frames, links and text only. The words of titles come after cleaning. What was packed has none
//! of these elements, so a program without the feature `clean` does without this module. Imports
//! the document, the vocabulary and, for formulas in data, the tree; the caller lends its parser
//! for HTML within attributes.

mod controls;
mod data_embeds;
mod fallback;
mod film_pages;
mod frames;
mod late_pictures;
mod lead;
mod notes;
mod panels;
mod scripts;
mod templates;
mod titles;
mod widgets;

pub use lead::begin_with_film;
pub(crate) use titles::show_titles;

use crate::document::{Document, Element, NodeId, NodeKind};
use crate::ledger::{Account, Ending, Replacement};
use crate::limits::MAX_NODES;
use crate::vocabulary::{Attribute, Tag};

/// Parses HTML that stands in an attribute, or is the text of an element.
pub(crate) type ParseInner<'a> = dyn Fn(&str) -> Option<Document> + 'a;

/// Pieces of HTML within attributes that are parsed in one article.
const MAX_INNER: u8 = 32;

/// Recent frames with which one is compared that may stand for the same.
const MAX_RECENT: usize = 32;

/// Descendants of an element that are looked at for what it holds.
const MAX_LOOK: usize = 200;

/// Puts plain markup in the place of players, widgets, and form controls; `account` gets the
/// records of what went and what came.
pub(crate) fn replace(document: &mut Document, account: &mut Account, parse: &ParseInner<'_>) {
    Replacer {
        document,
        account,
        parse,
        inner_left: MAX_INNER,
        recent: Vec::new(),
        opened: Vec::new(),
        notes: Vec::new(),
    }
    .run();
}

/// The part of the document that the walk visits next.
enum Next {
    /// The content of the element.
    Inside,
    /// The node behind the element.
    Behind,
    /// This node.
    At(NodeId),
}

/// `true` for an element that may have a picture of its own without being one.
fn is_box(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Div
            | Tag::Section
            | Tag::Figure
            | Tag::Span
            | Tag::Li
            | Tag::P
            | Tag::Td
            | Tag::Header
            | Tag::Article
            | Tag::Aside
    )
}

struct Replacer<'a> {
    document: &'a mut Document,
    account: &'a mut Account,
    parse: &'a ParseInner<'a>,
    inner_left: u8,
    /// The addresses of the last frames, and `true` for one within another's fallback content.
    recent: Vec<(String, bool)>,
    /// The ids of the panels that controls open, sorted.
    opened: Vec<String>,
    /// The references to notes that have the words of these in attributes.
    notes: Vec<NodeId>,
}

impl Replacer<'_> {
    fn run(&mut self) {
        self.open_panels();
        let mut next = self.document.next_in_order(Document::ROOT, Document::ROOT);
        while let Some(id) = next {
            let behind = self.document.next_after_subtree(id, Document::ROOT);
            next = match self.element(id) {
                Next::Inside => self.document.next_in_order(id, Document::ROOT),
                Next::Behind => behind,
                Next::At(id) => Some(id),
            };
        }
        self.write_notes();
    }

    fn element(&mut self, id: NodeId) -> Next {
        if let Some(next) = self.drawn_box(id) {
            return next;
        }
        let Some(element) = self.document.element(id) else { return Next::Inside };
        let Some(tag) = element.tag else {
            if let Some(next) = self.document_card(id) {
                return next;
            }
            self.late_pictures(id);
            return self.wrapper(id);
        };
        // Without attributes, other elements than those named here stand for nothing else.
        let is_bare = element.attributes.is_empty();
        match tag {
            Tag::Input => self.input(id),
            Tag::Button => self.button(id),
            Tag::Select => self.select(id),
            Tag::Textarea => self.textarea(id),
            Tag::Meter | Tag::Progress => self.gauge(id),
            Tag::Label | Tag::Option => self.label(id),
            Tag::Area => self.area(id),
            Tag::Marquee => self.rename(id, Tag::Div),
            Tag::Noscript => self.noscript(id),
            Tag::Noframes => self.raw_content(id),
            Tag::Iframe | Tag::AmpIframe | Tag::AmpVideoIframe => self.frame(id),
            Tag::Object | Tag::Embed | Tag::Applet => self.plugin(id),
            Tag::Video | Tag::Audio | Tag::AmpVideo | Tag::AmpAudio | Tag::Bgsound => self.media(id),
            Tag::Script => self.script(id),
            Tag::A => {
                self.late_pictures(id);
                self.hollow_link(id)
            }
            Tag::AmpImg => self.own_image(id),
            Tag::Picture => self.picture(id),
            Tag::Template => self.template(id),
            Tag::Img | Tag::Source | Tag::Style => Next::Inside,
            Tag::P | Tag::Div if is_bare => self.wrapper(id),
            _ if is_bare => Next::Inside,
            _ => match self.box_element(id, tag) {
                Next::Inside => self.wrapper(id),
                next => next,
            },
        }
    }

    fn box_element(&mut self, id: NodeId, tag: Tag) -> Next {
        if matches!(tag, Tag::Span | Tag::I | Tag::Em | Tag::B | Tag::Div)
            && let Some(next) = self.drawn_sign(id)
        {
            return next;
        }
        if let Some(next) = self.data_embed(id) {
            return next;
        }
        self.note_reference(id, tag);
        let next = self.widget(id, tag);
        if matches!(next, Next::Inside) && (is_box(tag) || (tag == Tag::I && self.names_picture(id))) {
            self.late_pictures(id);
        }
        next
    }

    fn get(&self, id: NodeId, name: Attribute) -> Option<&str> {
        self.document.element(id)?.get(name)
    }

    /// The first of some attributes that is not blank, without white space around it.
    fn first_of(&self, id: NodeId, names: &[Attribute]) -> Option<&str> {
        names.iter().filter_map(|&name| self.get(id, name)).map(str::trim).find(|value| !value.is_empty())
    }

    fn has_class(&self, id: NodeId, test: impl Fn(&str) -> bool) -> bool {
        self.document.element(id).is_some_and(|element| element.classes().any(test))
    }

    fn rename(&mut self, id: NodeId, tag: Tag) -> Next {
        if let NodeKind::Element(element) = self.document.kind_mut(id) {
            element.tag = Some(tag);
        }
        Next::Inside
    }

    /// A detached element.
    fn new_element(&mut self, tag: Tag, attributes: Vec<(Attribute, String)>) -> NodeId {
        self.document.add(NodeKind::Element(Element { tag: Some(tag), attributes }))
    }

    /// A detached element that holds a text.
    fn new_text(&mut self, tag: Tag, attributes: Vec<(Attribute, String)>, text: &str) -> NodeId {
        let element = self.new_element(tag, attributes);
        let text = self.document.add(NodeKind::Text(text.to_owned()));
        self.document.append(element, text);
        element
    }

    /// Puts a detached node in the place of another.
    fn put(&mut self, id: NodeId, new: NodeId) -> Next {
        self.document.insert_before(id, new);
        self.account.put(self.document, id, new);
        self.document.detach(id);
        Next::Behind
    }

    /// Puts a detached node before another, which stays.
    fn put_before(&mut self, id: NodeId, new: NodeId) {
        self.document.insert_before(id, new);
        self.account.add_subtree(self.document, new, Replacement::Markup);
    }

    /// Takes out a node in whose place something else stands already.
    fn take_out(&mut self, id: NodeId, replacement: Replacement) -> Next {
        self.account.end_subtree(self.document, id, Ending::Replaced(replacement));
        self.document.detach(id);
        Next::Behind
    }

    /// Puts an element with a text in the place of another.
    fn put_text(&mut self, id: NodeId, tag: Tag, text: &str) -> Next {
        let new = self.new_text(tag, Vec::new(), text);
        self.put(id, new)
    }

    /// A frame, which the tree builder makes a player or a link of.
    fn new_frame(&mut self, address: String, title: &str) -> NodeId {
        let mut attributes = vec![(Attribute::Src, address)];
        if !title.is_empty() {
            attributes.push((Attribute::Title, title.to_owned()));
        }
        self.new_element(Tag::Iframe, attributes)
    }

    /// A link on lines of its own. Unlike a frame it may lead to a file beside the post.
    fn new_link(&mut self, address: &str, title: &str) -> NodeId {
        let shown = address.split_once("//").map_or(address, |(_, rest)| rest);
        let shown = shown.strip_prefix("www.").unwrap_or(shown);
        let text = if title.is_empty() { shown } else { title };
        let link = self.new_text(Tag::A, vec![(Attribute::Href, address.to_owned())], text);
        let block = self.new_element(Tag::Div, Vec::new());
        self.document.append(block, link);
        block
    }

    /// The node before another, white space passed over.
    fn previous_element(&self, id: NodeId) -> Option<NodeId> {
        let previous = self.document.previous(id)?;
        match self.document.kind(previous) {
            NodeKind::Text(text) if text.trim().is_empty() => self.document.previous(previous),
            _ => Some(previous),
        }
    }

    /// The words within an element, blanks collapsed; at most those of [`MAX_LOOK`] nodes.
    fn words(&self, id: NodeId) -> String {
        let mut words = String::new();
        let mut next = self.document.next_in_order(id, id);
        for _ in 0..MAX_LOOK {
            let Some(node) = next else { break };
            next = self.document.next_in_order(node, id);
            match self.document.kind(node) {
                NodeKind::Text(text) => {
                    for word in text.split_whitespace() {
                        if !words.is_empty() {
                            words.push(' ');
                        }
                        words.push_str(word);
                    }
                }
                NodeKind::Element(element)
                    if matches!(element.tag, Some(Tag::Script | Tag::Style | Tag::Template)) =>
                {
                    next = self.document.next_after_subtree(node, id);
                }
                _ => {}
            }
        }
        words
    }

    /// The first descendant, of [`MAX_LOOK`], for which `test` holds.
    fn find(&self, id: NodeId, test: impl Fn(&Element) -> bool) -> Option<NodeId> {
        let mut inner = self.document.descendants(id).take(MAX_LOOK);
        inner.find(|&inner| self.document.element(inner).is_some_and(&test))
    }

    /// `true` if one of the elements around a node has one of these names.
    fn is_within(&self, id: NodeId, tags: &[Tag]) -> bool {
        let mut outer = std::iter::successors(self.document.parent(id), |&outer| self.document.parent(outer));
        outer.by_ref().take(16).any(|outer| self.document.tag(outer).is_some_and(|tag| tags.contains(&tag)))
    }

    /// Parses `html`, replaces what it holds, and returns it as a detached element.
    fn inner(&mut self, html: &str) -> Option<NodeId> {
        self.inner_left = self.inner_left.checked_sub(1)?;
        let mut inner = (self.parse)(html)?;
        // What it held is counted where it is put.
        let account = &mut Account::default();
        Replacer {
            document: &mut inner,
            account,
            parse: self.parse,
            inner_left: 0,
            recent: Vec::new(),
            opened: Vec::new(),
            notes: Vec::new(),
        }
        .run();
        let copy = self.new_element(Tag::Div, Vec::new());
        let mut parents = vec![(Document::ROOT, copy)];
        let mut next = inner.next_in_order(Document::ROOT, Document::ROOT);
        while let Some(id) = next {
            next = inner.next_in_order(id, Document::ROOT);
            if self.document.len() > MAX_NODES {
                break;
            }
            while parents.last().is_some_and(|(outer, _)| Some(*outer) != inner.parent(id)) {
                parents.pop();
            }
            let Some(&(_, parent)) = parents.last() else { break };
            let new = self.document.add(inner.kind(id).clone());
            self.document.append(parent, new);
            parents.push((id, new));
        }
        Some(copy)
    }
}
