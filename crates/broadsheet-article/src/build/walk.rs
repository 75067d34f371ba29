//! The walk over a document, which decides what each element becomes.

use std::borrow::Cow;

use super::blocks::preformatted;
use super::contexts::{InlineContextId, InlineContexts, InlineWrapper};
#[cfg(feature = "clean")]
use super::declared;
use super::directions;
use super::image::{self, ImageOrWords};
use super::inline::{Layout, LeafKind};
use super::links::link_targets;
use super::protected_email::protected_address;
use super::role::{Role, Structure, ending_of};
use super::tree_builder::{BlockCollector, Cursor, TreeBuilder};
use super::video::Frame;
use crate::document::{Document, Element, NodeId, NodeKind};
use crate::ledger::{Account, Ending, Loss, Replacement};
use crate::limits::{MAX_BLOCK_DEPTH, MAX_SOURCE_DEPTH};
use crate::small_sort::sorted;
use crate::tree::{Article, Block, Inline, List, ListKind, MediaKind, TextStyle, Truncation};
use crate::url::{LinkUrl, UrlPolicy};
use crate::vocabulary::{Attribute, Tag};

/// The article in a document. `truncations` has the limits that were exceeded while it was parsed;
/// `account` gets the records of what is not in the article as it was in the document.
pub(crate) fn build_article(
    document: &Document,
    policy: &mut UrlPolicy<'_>,
    truncations: Vec<Truncation>,
    account: &mut Account,
) -> Article {
    policy.start_article();
    let ids = link_targets(document, policy);
    policy.start_article();
    let mut builder = TreeBuilder {
        document,
        policy,
        ids,
        contexts: InlineContexts::default(),
        used: Vec::new(),
        pending_anchors: Vec::new(),
        captions: Vec::new(),
        truncations,
        account,
    };
    let mut collector = BlockCollector::new(Layout::Paragraphs, None);
    builder.children(Document::ROOT, &mut collector, Cursor::TOP);
    let mut blocks = builder.finish(collector);
    let pending_anchors = std::mem::take(&mut builder.pending_anchors);
    if let Some(Block::Paragraph(content)) = blocks.last_mut() {
        content.extend(pending_anchors.into_iter().map(Inline::Anchor));
    }
    builder.account.settle_links(document);
    if builder.policy.is_exhausted() {
        builder.truncations.push(Truncation::Bytes);
    }
    let mut truncations = sorted(builder.truncations);
    truncations.dedup();
    Article { blocks, truncations }
}

impl<'a> TreeBuilder<'a, '_> {
    pub(super) fn children(&mut self, id: NodeId, collector: &mut BlockCollector<'a>, cursor: Cursor) {
        let document = self.document;
        for child in document.children(id) {
            self.node(child, collector, cursor);
        }
    }

    pub(super) fn node(&mut self, id: NodeId, collector: &mut BlockCollector<'a>, cursor: Cursor) {
        let document = self.document;
        match document.kind(id) {
            NodeKind::Text(text) if cursor.keeps_lines && collector.layout != Layout::Preformatted => {
                for (place, line) in text.split('\n').enumerate() {
                    if place > 0 {
                        collector.push(cursor.context, LeafKind::Break);
                    }
                    collector.push(cursor.context, LeafKind::Text(Cow::Borrowed(line)));
                }
            }
            NodeKind::Text(text) => collector.push(cursor.context, LeafKind::Text(Cow::Borrowed(text))),
            NodeKind::Element(element) => self.element(id, element, collector, cursor),
            NodeKind::Math(math) => collector.push(cursor.context, LeafKind::Math(math)),
            NodeKind::Foreign(_) | NodeKind::Ignored => {}
        }
    }

    pub(super) fn element(
        &mut self,
        id: NodeId,
        element: &Element,
        collector: &mut BlockCollector<'a>,
        cursor: Cursor,
    ) {
        if cursor.depth >= MAX_SOURCE_DEPTH {
            self.truncations.push(Truncation::Depth);
            self.flatten(id, collector, cursor);
            return;
        }
        let keeps_lines = keeps_lines(element).unwrap_or(cursor.keeps_lines);
        let cursor = Cursor { depth: cursor.depth + 1, keeps_lines, ..cursor };
        let role = match Role::of(element.tag) {
            Role::Structure(Structure::Figure) if element.get(Attribute::DataFilm).is_some() => {
                Role::Structure(Structure::Frame)
            }
            role => role,
        };
        if let Role::Dropped = role {
            self.account.end_subtree(self.document, id, ending_of(element.tag));
            return;
        }
        if !matches!(role, Role::Structure(Structure::Heading(_) | Structure::Item)) || collector.is_line() {
            self.anchor(element, collector, cursor);
        }
        match role {
            // It is also reached from elsewhere, and asks itself.
            Role::Structure(Structure::Item) if !collector.is_line() => {
                self.place(id, element, role, collector, cursor);
            }
            _ => {
                let cursor = self.declared(element, collector.layout, cursor);
                self.directed(id, element, role, collector, cursor);
            }
        }
    }

    /// Adds what an element is, once it is known what holds within it.
    pub(super) fn place(
        &mut self,
        id: NodeId,
        element: &Element,
        role: Role,
        collector: &mut BlockCollector<'a>,
        cursor: Cursor,
    ) {
        match role {
            Role::Dropped => {}
            // It has what the style of the element takes away.
            Role::Styled(TextStyle::Bold) if is_regular(element) => self.children(id, collector, cursor),
            Role::Unwrapped => {
                if let Some(address) = element.get(Attribute::DataCfemail).and_then(protected_address) {
                    self.account.end_content(self.document, id, Ending::Replaced(Replacement::Address));
                    self.account.add_text(&address, Replacement::Address);
                    collector.push(cursor.context, LeafKind::Text(Cow::Owned(address)));
                } else {
                    self.account.end_box(self.document, id);
                    self.children(id, collector, cursor);
                }
            }
            Role::Section => {
                if element.tag == Some(Tag::Figcaption) && !self.captions.is_empty() && !collector.is_line() {
                    self.caption(id, cursor);
                } else {
                    self.section(id, collector, cursor);
                    if self.document.children(id).next().is_none()
                        && !collector.is_line()
                        && let Some(image) = self.late_image(element)
                    {
                        self.account.add_picture(Replacement::Background);
                        collector.add(image);
                    }
                }
            }
            Role::Styled(TextStyle::BidiIsolate) if directions::said(element).is_some() => {
                self.children(id, collector, cursor);
            }
            Role::Styled(style) => {
                let context = self.styled(style, collector.layout, cursor.context);
                self.children(id, collector, Cursor { context, ..cursor });
            }
            Role::Link => self.link(id, element, collector, cursor),
            Role::Break => collector.push(cursor.context, LeafKind::Break),
            Role::Image => {
                self.fallback_of_image(id);
                self.image(id, element, collector, cursor);
            }
            Role::Structure(structure) => {
                if collector.is_line() {
                    self.structure_in_line(id, element, structure, collector, cursor);
                } else if cursor.blocks >= MAX_BLOCK_DEPTH
                    && !matches!(structure, Structure::Rule | Structure::Frame)
                {
                    self.truncations.push(Truncation::Depth);
                    self.section(id, collector, cursor);
                } else {
                    self.structure(id, element, structure, collector, cursor);
                }
            }
        }
    }

    /// The place within an element: with what its own style means.
    #[cfg(feature = "clean")]
    pub(super) fn declared(&mut self, element: &Element, layout: Layout, cursor: Cursor) -> Cursor {
        let context = declared::context(&mut self.contexts, element, layout, cursor.context);
        Cursor { context, ..cursor }
    }

    /// The place within an element; what is packed has no styles.
    #[cfg(not(feature = "clean"))]
    #[expect(clippy::unused_self, reason = "styles are for the feature `clean`")]
    pub(super) fn declared(&mut self, _: &Element, _: Layout, cursor: Cursor) -> Cursor {
        cursor
    }

    /// The context within an element of this style.
    fn styled(&mut self, style: TextStyle, layout: Layout, outer: InlineContextId) -> InlineContextId {
        let allowed = match style {
            TextStyle::Code => layout != Layout::Preformatted,
            TextStyle::RubyText | TextStyle::RubyParenthesis => {
                self.contexts.any(outer, |wrap| *wrap == InlineWrapper::Style(TextStyle::Ruby))
            }
            _ => true,
        };
        if allowed { self.contexts.push(outer, InlineWrapper::Style(style)) } else { outer }
    }

    pub(super) fn section(&mut self, id: NodeId, collector: &mut BlockCollector<'a>, cursor: Cursor) {
        self.account.end_box(self.document, id);
        self.block_boundary(collector);
        self.children(id, collector, cursor);
        self.block_boundary(collector);
    }

    /// The blocks that an element holds.
    pub(super) fn blocks(&mut self, id: NodeId, cursor: Cursor) -> Vec<Block> {
        let mut collector = BlockCollector::new(Layout::Paragraphs, cursor.direction);
        self.children(id, &mut collector, cursor);
        self.finish(collector)
    }

    /// The text of an element, without paragraphs.
    pub(super) fn line(&mut self, id: NodeId, cursor: Cursor, layout: Layout) -> Vec<Inline> {
        let mut collector = BlockCollector::new(layout, cursor.direction);
        self.children(id, &mut collector, cursor);
        self.lines(collector.leaves, layout).into_iter().next().unwrap_or_default()
    }

    /// Records the end of what an image holds, which is for browsers that do not know its kind.
    fn fallback_of_image(&mut self, id: NodeId) {
        let document = self.document;
        let (twins, others) = (|inner| is_image(document, inner), |inner| !is_image(document, inner));
        self.account.end_content_where(document, id, twins, Ending::Replaced(Replacement::Twin));
        self.account.end_content_where(document, id, others, Ending::Lost(Loss::Fallback));
    }

    pub(super) fn image(
        &mut self,
        id: NodeId,
        element: &Element,
        collector: &mut BlockCollector<'a>,
        cursor: Cursor,
    ) {
        let leaf = match image::image(self.document, id, element, self.policy) {
            Some(ImageOrWords::Image(image)) => LeafKind::Image(image),
            Some(ImageOrWords::Emoji(text)) => self.described(id, text, Replacement::Emoji),
            Some(ImageOrWords::Words(words)) => {
                self.described(id, [" ", &words, " "].concat(), Replacement::Description)
            }
            None => {
                if Account::IS_KEPT {
                    self.account.end_node(self.document, id, image::ending(element));
                }
                return;
            }
        };
        collector.push(cursor.context, leaf);
    }

    /// The words that describe an image, in its place.
    fn described(&mut self, id: NodeId, words: String, kind: Replacement) -> LeafKind<'a> {
        self.account.end_node(self.document, id, Ending::Replaced(kind));
        self.account.add_text(&words, kind);
        LeafKind::Text(Cow::Owned(words))
    }

    /// Adds text, images and line breaks of what is nested too deeply; walks without recursion.
    pub(super) fn flatten(&mut self, id: NodeId, collector: &mut BlockCollector<'a>, cursor: Cursor) {
        let document = self.document;
        let mut next = Some(id);
        while let Some(node) = next {
            next = document.next_in_order(node, id);
            match document.kind(node) {
                NodeKind::Text(text) => collector.push(cursor.context, LeafKind::Text(Cow::Borrowed(text))),
                NodeKind::Element(element) => match Role::of(element.tag) {
                    Role::Dropped => {
                        self.account.end_subtree(document, node, ending_of(element.tag));
                        next = document.next_after_subtree(node, id);
                    }
                    Role::Image => self.image(node, element, collector, cursor),
                    role => {
                        let ending = Ending::Lost(Loss::TooDeep);
                        if element.tag == Some(Tag::Iframe) {
                            // Its content is for browsers without frames.
                            self.account.end_subtree(document, node, ending);
                            next = document.next_after_subtree(node, id);
                        } else {
                            self.account.end_node(document, node, ending);
                        }
                        if let Role::Break | Role::Section | Role::Structure(_) = role {
                            self.block_boundary(collector);
                        }
                    }
                },
                NodeKind::Math(math) => collector.push(cursor.context, LeafKind::Math(math)),
                NodeKind::Foreign(_) | NodeKind::Ignored => {}
            }
        }
        self.block_boundary(collector);
    }

    /// Adds a block where only running text is allowed.
    pub(super) fn structure_in_line(
        &mut self,
        id: NodeId,
        element: &Element,
        structure: Structure,
        collector: &mut BlockCollector<'a>,
        cursor: Cursor,
    ) {
        match structure {
            Structure::Media(_) => {
                self.account.end_subtree(self.document, id, Ending::Lost(Loss::InLine));
                collector.push(cursor.context, LeafKind::BlockBoundary);
            }
            Structure::Rule => collector.push(cursor.context, LeafKind::BlockBoundary),
            Structure::Frame => match self.frame(id, element) {
                Some(frame) => {
                    self.block_boundary(collector);
                    if let Some((href, text)) = frame.link(self.policy) {
                        self.frame_link(id, href, text, collector, cursor);
                    } else {
                        self.account.end_subtree(self.document, id, Ending::Lost(Loss::RefusedAddress));
                    }
                    self.block_boundary(collector);
                }
                // The content of an `iframe` is for browsers without frames.
                None if element.tag == Some(Tag::Figure) => self.section(id, collector, cursor),
                None => {
                    self.account.end_subtree(self.document, id, Ending::Lost(Loss::NoAddress));
                    self.block_boundary(collector);
                }
            },
            _ => self.section(id, collector, cursor),
        }
    }

    fn media_block(
        &mut self,
        id: NodeId,
        element: &Element,
        kind: MediaKind,
        collector: &mut BlockCollector<'a>,
    ) {
        if let Some(media) = self.media(id, element, kind) {
            self.account.end_content(self.document, id, Ending::Replaced(Replacement::Player));
            collector.add(Block::Media(media));
        } else {
            self.account.end_node(self.document, id, Ending::Lost(Loss::NoAddress));
            self.account.end_content(self.document, id, Ending::Lost(Loss::Fallback));
        }
    }

    fn frame_block(
        &mut self,
        id: NodeId,
        element: &Element,
        collector: &mut BlockCollector<'a>,
        cursor: Cursor,
    ) {
        match self.frame(id, element) {
            Some(Frame::Video(video)) => {
                self.account.end_content(self.document, id, Ending::Replaced(Replacement::Player));
                collector.add(Block::EmbeddedVideo(video));
            }
            Some(Frame::Page(href, text)) => {
                self.frame_link(id, href, text, collector, cursor);
                self.flush(collector);
            }
            None if element.tag == Some(Tag::Figure) => self.section(id, collector, cursor),
            None => self.account.end_subtree(self.document, id, Ending::Lost(Loss::NoAddress)),
        }
    }

    /// Adds the link to the page in a frame, in the frame's place.
    fn frame_link(
        &mut self,
        id: NodeId,
        href: LinkUrl,
        text: String,
        collector: &mut BlockCollector<'a>,
        cursor: Cursor,
    ) {
        self.account.end_subtree(self.document, id, Ending::Replaced(Replacement::Link));
        self.account.add_text(&text, Replacement::Link);
        let context = self.open_link(cursor.context, href, None);
        collector.push(context, LeafKind::Text(Cow::Owned(text)));
    }

    pub(super) fn structure(
        &mut self,
        id: NodeId,
        element: &Element,
        structure: Structure,
        collector: &mut BlockCollector<'a>,
        cursor: Cursor,
    ) {
        self.flush(collector);
        match structure {
            Structure::Heading(level) => self.heading(id, element, level, collector, cursor),
            Structure::Quote => {
                let content = self.blocks(id, cursor.inside());
                if !content.is_empty() {
                    collector.add(Block::Quote(content));
                }
            }
            Structure::Preformatted => {
                // All of it is code.
                let context = self.contexts.without(cursor.context, &InlineWrapper::Style(TextStyle::Code));
                let line = self.line(id, Cursor { context, ..cursor }, Layout::Preformatted);
                if line.is_empty() {
                    self.account.end_node(self.document, id, Ending::EMPTY);
                } else {
                    let language = self.language(id, element);
                    collector.add(preformatted(language, line, self.account));
                }
            }
            Structure::List { is_ordered } => {
                let kind = if is_ordered { self.marks(id, element) } else { ListKind::Unordered };
                let items = self.items(id, kind, cursor);
                if !items.is_empty() {
                    collector.add(Block::List(List { kind, items }));
                }
            }
            Structure::Item => {
                let Some(item) = self.item(id, element, cursor) else { return };
                match collector.blocks.last_mut() {
                    Some(Block::List(list)) if collector.open_list => list.items.push(item),
                    _ => {
                        let list = List { kind: ListKind::Unordered, items: vec![item] };
                        collector.blocks.push(Block::List(list));
                        collector.open_list = true;
                    }
                }
            }
            Structure::Definitions => {
                let mut parts = Vec::new();
                self.definitions(id, &mut parts, cursor.inside());
                if !parts.is_empty() {
                    collector.add(Block::Definitions(parts));
                }
            }
            Structure::Table => self.table(id, collector, cursor),
            Structure::Figure => self.figure(id, element, collector, cursor),
            Structure::Details => self.details(id, collector, cursor),
            Structure::Media(kind) => self.media_block(id, element, kind, collector),
            Structure::Frame => self.frame_block(id, element, collector, cursor),
            Structure::Rule => {
                if !matches!(collector.blocks.last(), Some(Block::Rule)) {
                    collector.add(Block::Rule);
                }
            }
        }
    }
}

/// `true` if an element's own style makes its letters no bolder than others.
fn is_regular(element: &Element) -> bool {
    #[cfg(feature = "clean")]
    return declared::is_regular(element);
    #[cfg(not(feature = "clean"))]
    {
        let _ = element;
        false
    }
}

/// `true` if an element's own style keeps line ends, `false` if it does not; `None` if it says
/// nothing (<https://drafts.csswg.org/css-text-4/#white-space-property>).
fn keeps_lines(element: &Element) -> Option<bool> {
    let style = element.get(Attribute::Style)?;
    let value = style.rsplit(';').find_map(|part| {
        let (name, value) = part.split_once(':')?;
        name.trim().eq_ignore_ascii_case("white-space").then_some(value.trim())
    })?;
    let starts =
        |start: &str| value.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
    Some(starts("pre") || starts("break-spaces"))
}

/// `true` if a node is an image.
fn is_image(document: &Document, id: NodeId) -> bool {
    document.tag(id) == Some(Tag::Img)
}
