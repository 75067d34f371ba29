//! Document to article tree: which elements stay, what they become, and how broken structure is mended.

mod links;
mod lists;
mod role;
mod table;

use std::borrow::Cow;

use links::{Frame, link_targets, protected_address};
#[cfg(feature = "clean")]
pub(crate) use links::{packed_film, percent_decoded};
use role::{Role, Structure, role};

use crate::flow::{self, ChainId, Chains, Layout, Leaf, LeafKind, Wrap};
use crate::limits::{MAX_BLOCK_DEPTH, MAX_SOURCE_DEPTH};
use crate::names::{Attribute, Tag};
use crate::picture;
use crate::sorted::sorted;
use crate::source::{Content, Element, NodeId, Source};
use crate::tree::{
    AnchorId, Article, Block, Cut, HeadingLevel, Inline, List, ListKind, Media, MediaKind, TextStyle,
};
use crate::url::{Judge, MediaUrl};

/// Reads a document. What was cut while it was parsed is handed on in `cuts`.
pub(crate) fn article(source: &Source, judge: &mut Judge<'_>, cuts: Vec<Cut>) -> Article {
    judge.begin();
    let ids = link_targets(source, judge);
    judge.begin();
    let mut reader = Reader {
        source,
        judge,
        ids,
        chains: Chains::default(),
        used: Vec::new(),
        stray: Vec::new(),
        captions: Vec::new(),
        cuts,
    };
    let mut flow = Flow::new(Layout::Paragraphs);
    reader.children(Source::ROOT, &mut flow, At::TOP);
    let mut blocks = reader.finish(flow);
    let stray = std::mem::take(&mut reader.stray);
    if let Some(Block::Paragraph(content)) = blocks.last_mut() {
        content.extend(stray.into_iter().map(Inline::Anchor));
    }
    if reader.judge.is_exhausted() {
        reader.cuts.push(Cut::Bytes);
    }
    let mut cuts = sorted(reader.cuts);
    cuts.dedup();
    Article { blocks, cuts }
}

/// Where in the article the reader is.
#[derive(Clone, Copy)]
struct At {
    chain: ChainId,
    depth: u16,
    blocks: u16,
}

impl At {
    const TOP: Self = Self { chain: ChainId::NONE, depth: 0, blocks: 0 };

    /// One block further in.
    fn inside(self) -> Self {
        Self { blocks: self.blocks + 1, ..self }
    }
}

/// Content being collected for one place of the tree.
struct Flow<'a> {
    blocks: Vec<Block>,
    run: Vec<Leaf<'a>>,
    layout: Layout,
    /// The last block is a list made of items that stood outside any list.
    open_list: bool,
}

impl<'a> Flow<'a> {
    fn new(layout: Layout) -> Self {
        Self { blocks: Vec::new(), run: Vec::new(), layout, open_list: false }
    }

    fn push(&mut self, chain: ChainId, kind: LeafKind<'a>) {
        self.run.push(Leaf { chain, kind });
    }

    /// Adds a block.
    fn add(&mut self, block: Block) {
        self.blocks.push(block);
        self.open_list = false;
    }

    /// Whether only running text can stand here.
    fn is_line(&self) -> bool {
        self.layout != Layout::Paragraphs
    }
}

struct Reader<'a, 'j> {
    source: &'a Source,
    judge: &'a mut Judge<'j>,
    /// Ids that links of the article lead to, sorted.
    ids: Vec<String>,
    chains: Chains,
    /// Anchors that exist already; a second of the same name is no target.
    used: Vec<AnchorId>,
    /// Anchors that stood where no text is; they go before the next text.
    stray: Vec<AnchorId>,
    /// For each open figure the text of its caption.
    captions: Vec<Vec<Leaf<'a>>>,
    cuts: Vec<Cut>,
}

impl<'a> Reader<'a, '_> {
    fn children(&mut self, id: NodeId, flow: &mut Flow<'a>, at: At) {
        let source = self.source;
        for child in source.children(id) {
            self.node(child, flow, at);
        }
    }

    fn node(&mut self, id: NodeId, flow: &mut Flow<'a>, at: At) {
        let source = self.source;
        match source.content(id) {
            Content::Text(text) => flow.push(at.chain, LeafKind::Text(Cow::Borrowed(text))),
            Content::Element(element) => self.element(id, element, flow, at),
            Content::Other => {}
        }
    }

    fn element(&mut self, id: NodeId, element: &Element, flow: &mut Flow<'a>, at: At) {
        if at.depth >= MAX_SOURCE_DEPTH {
            self.cuts.push(Cut::Depth);
            self.shallow(id, flow, at);
            return;
        }
        let at = At { depth: at.depth + 1, ..at };
        let role = match role(element.tag) {
            Role::Structure(Structure::Figure) if element.get(Attribute::DataFilm).is_some() => {
                Role::Structure(Structure::Frame)
            }
            role => role,
        };
        if let Role::Gone = role {
            return;
        }
        if !matches!(role, Role::Structure(Structure::Heading(_) | Structure::Item)) || flow.is_line() {
            self.anchor(element, flow, at);
        }
        match role {
            Role::Gone => {}
            Role::Unwrapped => {
                if let Some(address) = element.get(Attribute::DataCfemail).and_then(protected_address) {
                    flow.push(at.chain, LeafKind::Text(Cow::Owned(address)));
                } else {
                    self.children(id, flow, at);
                }
            }
            Role::Section => {
                if element.tag == Some(Tag::Figcaption) && !self.captions.is_empty() && !flow.is_line() {
                    self.caption(id, at);
                } else {
                    self.section(id, flow, at);
                }
            }
            Role::Styled(style) => {
                let allowed = match style {
                    TextStyle::Code => flow.layout != Layout::Preformatted,
                    TextStyle::RubyText | TextStyle::RubyParenthesis => {
                        self.chains.any(at.chain, |wrap| *wrap == Wrap::Style(TextStyle::Ruby))
                    }
                    _ => true,
                };
                let chain = if allowed { self.chains.push(at.chain, Wrap::Style(style)) } else { at.chain };
                self.children(id, flow, At { chain, ..at });
            }
            Role::Link => self.link(id, element, flow, at),
            Role::Break => flow.push(at.chain, LeafKind::Break),
            Role::Image => self.image(id, element, flow, at),
            Role::Noscript => self.noscript(id, flow, at),
            Role::Structure(structure) => {
                if flow.is_line() {
                    self.structure_in_line(id, element, structure, flow, at);
                } else if at.blocks >= MAX_BLOCK_DEPTH
                    && !matches!(structure, Structure::Rule | Structure::Frame)
                {
                    self.cuts.push(Cut::Depth);
                    self.section(id, flow, at);
                } else {
                    self.structure(id, element, structure, flow, at);
                }
            }
        }
    }

    /// Ends the paragraph, if there is one.
    fn edge(&mut self, flow: &mut Flow<'a>) {
        if flow.is_line() {
            flow.push(ChainId::NONE, LeafKind::Edge);
        } else {
            self.flush(flow);
        }
    }

    fn section(&mut self, id: NodeId, flow: &mut Flow<'a>, at: At) {
        self.edge(flow);
        self.children(id, flow, at);
        self.edge(flow);
    }

    /// Turns what was collected into paragraphs.
    fn flush(&mut self, flow: &mut Flow<'a>) {
        if flow.run.is_empty() {
            return;
        }
        for content in self.lines(std::mem::take(&mut flow.run), flow.layout) {
            flow.blocks.push(Block::Paragraph(content));
            flow.open_list = false;
        }
    }

    fn lines(&mut self, run: Vec<Leaf<'a>>, layout: Layout) -> Vec<Vec<Inline>> {
        let mut found = flow::paragraphs(&self.chains, run, layout);
        if let Some(first) = found.paragraphs.first_mut()
            && !self.stray.is_empty()
        {
            let stray = std::mem::take(&mut self.stray);
            first.splice(0..0, stray.into_iter().map(Inline::Anchor));
        }
        self.stray.append(&mut found.stray);
        found.paragraphs
    }

    fn finish(&mut self, mut flow: Flow<'a>) -> Vec<Block> {
        self.flush(&mut flow);
        flow.blocks
    }

    /// The blocks that an element holds.
    fn blocks(&mut self, id: NodeId, at: At) -> Vec<Block> {
        let mut flow = Flow::new(Layout::Paragraphs);
        self.children(id, &mut flow, at);
        self.finish(flow)
    }

    /// The text that an element holds, on as few lines as it takes.
    fn line(&mut self, id: NodeId, at: At, layout: Layout) -> Vec<Inline> {
        let mut flow = Flow::new(layout);
        self.children(id, &mut flow, at);
        self.lines(flow.run, layout).into_iter().next().unwrap_or_default()
    }

    fn image(&mut self, id: NodeId, element: &Element, flow: &mut Flow<'a>, at: At) {
        if let Some(image) = picture::image(self.source, id, element, self.judge) {
            flow.push(at.chain, LeafKind::Image(Box::new(image)));
        }
    }

    /// Of a `noscript` only the pictures count: they are the ones that a script would have put in their place.
    fn noscript(&mut self, id: NodeId, flow: &mut Flow<'a>, at: At) {
        let source = self.source;
        for inner in source.descendants(id) {
            if let Some(element) = source.element(inner)
                && element.tag == Some(Tag::Img)
            {
                self.image(inner, element, flow, at);
            }
        }
    }

    /// Text, pictures and lines of what is nested too deep; walks without recursion.
    fn shallow(&mut self, id: NodeId, flow: &mut Flow<'a>, at: At) {
        let source = self.source;
        let mut next = Some(id);
        while let Some(node) = next {
            next = source.following(node, id);
            match source.content(node) {
                Content::Text(text) => flow.push(at.chain, LeafKind::Text(Cow::Borrowed(text))),
                Content::Element(element) => match role(element.tag) {
                    Role::Gone => next = source.after(node, id),
                    Role::Image => self.image(node, element, flow, at),
                    Role::Break | Role::Section | Role::Structure(_) => self.edge(flow),
                    Role::Unwrapped | Role::Styled(_) | Role::Link | Role::Noscript => {}
                },
                Content::Other => {}
            }
        }
        self.edge(flow);
    }

    /// A block where only running text can stand.
    fn structure_in_line(
        &mut self,
        id: NodeId,
        element: &Element,
        structure: Structure,
        flow: &mut Flow<'a>,
        at: At,
    ) {
        match structure {
            Structure::Media(_) | Structure::Rule => flow.push(at.chain, LeafKind::Edge),
            Structure::Frame => match self.frame(id, element) {
                Some(frame) => {
                    self.edge(flow);
                    if let Some((href, text)) = frame.link(self.judge) {
                        let chain = self.chains.push(at.chain, Wrap::Link(href));
                        flow.push(chain, LeafKind::Text(Cow::Owned(text)));
                    }
                    self.edge(flow);
                }
                // What an `iframe` itself holds is for browsers that know none.
                None if element.tag == Some(Tag::Figure) => self.section(id, flow, at),
                None => self.edge(flow),
            },
            _ => self.section(id, flow, at),
        }
    }

    fn structure(
        &mut self,
        id: NodeId,
        element: &Element,
        structure: Structure,
        flow: &mut Flow<'a>,
        at: At,
    ) {
        self.flush(flow);
        match structure {
            Structure::Heading(level) => self.heading(id, element, level, flow, at),
            Structure::Quote => {
                let content = self.blocks(id, at.inside());
                if !content.is_empty() {
                    flow.add(Block::Quote(content));
                }
            }
            Structure::Preformatted => {
                // All of it is code.
                let chain = self.chains.without(at.chain, &Wrap::Style(TextStyle::Code));
                let content = self.line(id, At { chain, ..at }, Layout::Preformatted);
                if !content.is_empty() {
                    let language = self.language(id, element);
                    flow.add(Block::Preformatted { language, content });
                }
            }
            Structure::List(ordered) => {
                let start =
                    element.get(Attribute::Start).and_then(|start| start.trim().parse().ok()).unwrap_or(1);
                let kind = if ordered { ListKind::Ordered { start } } else { ListKind::Unordered };
                let items = self.items(id, at);
                if !items.is_empty() {
                    flow.add(Block::List(List { kind, items }));
                }
            }
            Structure::Item => {
                let Some(item) = self.item(id, element, at) else { return };
                match flow.blocks.last_mut() {
                    Some(Block::List(list)) if flow.open_list => list.items.push(item),
                    _ => {
                        flow.blocks.push(Block::List(List { kind: ListKind::Unordered, items: vec![item] }));
                        flow.open_list = true;
                    }
                }
            }
            Structure::Definitions => {
                let mut parts = Vec::new();
                self.definitions(id, &mut parts, at.inside());
                if !parts.is_empty() {
                    flow.add(Block::Definitions(parts));
                }
            }
            Structure::Table => self.table(id, flow, at),
            Structure::Figure => self.figure(id, flow, at),
            Structure::Details => self.details(id, flow, at),
            Structure::Media(kind) => {
                if let Some(media) = self.media(id, element, kind) {
                    flow.add(Block::Media(media));
                }
            }
            Structure::Frame => match self.frame(id, element) {
                Some(Frame::Film(film)) => flow.add(Block::Film(film)),
                Some(Frame::Page(href, text)) => {
                    let chain = self.chains.push(at.chain, Wrap::Link(href));
                    flow.push(chain, LeafKind::Text(Cow::Owned(text)));
                    self.flush(flow);
                }
                None if element.tag == Some(Tag::Figure) => self.section(id, flow, at),
                None => {}
            },
            Structure::Rule => {
                if !matches!(flow.blocks.last(), Some(Block::Rule)) {
                    flow.add(Block::Rule);
                }
            }
        }
    }

    fn heading(&mut self, id: NodeId, element: &Element, level: HeadingLevel, flow: &mut Flow<'a>, at: At) {
        if self.is_false_heading(id) {
            self.anchor(element, flow, at);
            self.section(id, flow, at);
            return;
        }
        let anchor = element.get(Attribute::Id).and_then(|name| self.new_anchor(name));
        let content = self.line(id, at, Layout::Line);
        if has_text(&content) {
            flow.add(Block::Heading { level, id: anchor, content });
            return;
        }
        self.stray.extend(anchor);
        if !content.is_empty() {
            flow.add(Block::Paragraph(content));
        }
    }

    /// Whether a heading holds a part of the article rather than a line of text: its end was forgotten.
    fn is_false_heading(&self, id: NodeId) -> bool {
        let mut paragraphs = 0;
        for tag in self.source.descendants(id).filter_map(|inner| self.source.tag(inner)) {
            match tag {
                Tag::P => paragraphs += 1,
                Tag::Ul
                | Tag::Ol
                | Tag::Dl
                | Tag::Table
                | Tag::Blockquote
                | Tag::Pre
                | Tag::Figure
                | Tag::Video
                | Tag::Audio
                | Tag::Iframe
                | Tag::H1
                | Tag::H2
                | Tag::H3
                | Tag::H4
                | Tag::H5
                | Tag::H6 => return true,
                _ => {}
            }
        }
        paragraphs > 2
    }

    /// The language of code, as `class="language-…"` of the `pre` or of the `code` in it has it.
    fn language(&self, id: NodeId, element: &Element) -> Option<String> {
        let inner = self.source.children(id).filter_map(|child| self.source.element(child));
        std::iter::once(element).chain(inner).flat_map(Element::classes).find_map(|class| {
            let name = class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-"))?;
            let fits = !name.is_empty()
                && name.len() <= 32
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'#' | b'.'));
            fits.then(|| name.to_ascii_lowercase())
        })
    }

    fn caption(&mut self, id: NodeId, at: At) {
        let mut flow = Flow::new(Layout::Line);
        self.section(id, &mut flow, at);
        if let Some(caption) = self.captions.last_mut() {
            caption.append(&mut flow.run);
        }
    }

    fn figure(&mut self, id: NodeId, flow: &mut Flow<'a>, at: At) {
        self.captions.push(Vec::new());
        let content = self.blocks(id, at.inside());
        let caption = self.captions.pop().unwrap_or_default();
        let caption = self.lines(caption, Layout::Line).into_iter().next().unwrap_or_default();
        let illustrated = content.iter().any(|block| match block {
            Block::Paragraph(content) => has_image(content),
            Block::Figure { .. }
            | Block::Table(_)
            | Block::Media(_)
            | Block::Film(_)
            | Block::Preformatted { .. }
            | Block::Quote(_) => true,
            _ => false,
        });
        flow.open_list = false;
        if illustrated {
            flow.blocks.push(Block::Figure { content, caption });
        } else {
            flow.blocks.extend(content);
            if !caption.is_empty() {
                flow.blocks.push(Block::Paragraph(caption));
            }
        }
    }

    fn details(&mut self, id: NodeId, flow: &mut Flow<'a>, at: At) {
        let source = self.source;
        let at = at.inside();
        let mut summary = Vec::new();
        let mut inner = Flow::new(Layout::Paragraphs);
        for child in source.children(id) {
            if summary.is_empty() && source.tag(child) == Some(Tag::Summary) {
                let at = At { depth: at.depth + 1, ..at };
                summary = self.line(child, at, Layout::Line);
            } else {
                self.node(child, &mut inner, at);
            }
        }
        let content = self.finish(inner);
        if !content.is_empty() {
            flow.add(Block::Details { summary, content });
        } else if !summary.is_empty() {
            flow.add(Block::Paragraph(summary));
        }
    }

    fn media(&mut self, id: NodeId, element: &Element, kind: MediaKind) -> Option<Media> {
        let source = self.source;
        let inner = source
            .descendants(id)
            .filter_map(|child| source.element(child))
            .filter(|child| child.tag == Some(Tag::Source));
        let mut sources: Vec<MediaUrl> = Vec::new();
        for address in std::iter::once(element)
            .chain(inner)
            .filter_map(|element| element.get(Attribute::Src).or_else(|| element.get(Attribute::DataSrc)))
        {
            match self.judge.media(address) {
                Some(MediaUrl::Inline(_)) | None => {}
                Some(url) if sources.contains(&url) || sources.len() >= 8 => {}
                Some(url) => sources.push(url),
            }
        }
        if sources.is_empty() {
            return None;
        }
        let poster = match kind {
            MediaKind::Video => element.get(Attribute::Poster).and_then(|address| self.judge.media(address)),
            MediaKind::Audio => None,
        };
        Some(Media { kind, sources, poster })
    }
}

/// Whether there is any text.
fn has_text(content: &[Inline]) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Text(_) => true,
        Inline::Styled { content, .. } | Inline::Link { content, .. } => has_text(content),
        Inline::Break | Inline::Anchor(_) | Inline::Image(_) => false,
    })
}

/// Whether there is any picture.
fn has_image(content: &[Inline]) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Image(_) => true,
        Inline::Styled { content, .. } | Inline::Link { content, .. } => has_image(content),
        Inline::Text(_) | Inline::Break | Inline::Anchor(_) => false,
    })
}
