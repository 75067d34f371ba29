//! Document to article tree: which elements stay, what they become, and how broken structure is mended.

use std::borrow::Cow;

use crate::flow::{self, ChainId, Chains, Layout, Leaf, LeafKind, Wrap};
use crate::limits::{MAX_BLOCK_DEPTH, MAX_SOURCE_DEPTH};
use crate::names::{Attribute, Tag};
use crate::picture;
use crate::source::{Content, Element, NodeId, Source};
use crate::tree::{
    Align, AnchorId, Article, Block, Cut, Definition, HeadingLevel, Inline, List, ListItem, ListKind, Media,
    MediaKind, Table, TableCell, TableRow, TextStyle,
};
use crate::url::{Judge, LinkUrl, MediaUrl, Target};

/// Reads a document. What was cut while it was parsed is handed on in `cuts`.
pub(crate) fn article(source: &Source, judge: &mut Judge<'_>, cuts: Vec<Cut>) -> Article {
    let ids = link_targets(source, judge);
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
    let mut cuts = reader.cuts;
    cuts.sort_unstable();
    cuts.dedup();
    Article { blocks, cuts }
}

/// What an element is to the reader.
enum Role {
    /// Goes, with what it holds.
    Gone,
    /// Stays as its content.
    Unwrapped,
    /// Stays as its content, on lines of its own.
    Section,
    Styled(TextStyle),
    Link,
    Break,
    Image,
    Noscript,
    Structure(Structure),
}

/// Elements with a place of their own in the tree.
#[derive(Clone, Copy)]
enum Structure {
    Heading(HeadingLevel),
    Quote,
    Preformatted,
    List(bool),
    Item,
    Definitions,
    Table,
    Figure,
    Details,
    Media(MediaKind),
    Frame,
    Rule,
}

fn role(tag: Option<Tag>) -> Role {
    let Some(tag) = tag else { return Role::Unwrapped };
    match tag {
        Tag::Script
        | Tag::Style
        | Tag::Template
        | Tag::Object
        | Tag::Embed
        | Tag::Applet
        | Tag::Canvas
        | Tag::Button
        | Tag::Input
        | Tag::Select
        | Tag::Textarea
        | Tag::Datalist
        | Tag::Option
        | Tag::Optgroup
        | Tag::Output
        | Tag::Meter
        | Tag::Progress
        | Tag::Head
        | Tag::Title
        | Tag::Meta
        | Tag::Link
        | Tag::Base
        | Tag::Noembed
        | Tag::Noframes
        | Tag::Frame
        | Tag::Frameset
        | Tag::Param
        | Tag::Source
        | Tag::Track
        | Tag::Col
        | Tag::Colgroup
        | Tag::Plaintext => Role::Gone,
        Tag::P
        | Tag::Div
        | Tag::Section
        | Tag::Article
        | Tag::Aside
        | Tag::Header
        | Tag::Footer
        | Tag::Main
        | Tag::Nav
        | Tag::Address
        | Tag::Center
        | Tag::Form
        | Tag::Fieldset
        | Tag::Legend
        | Tag::Hgroup
        | Tag::Search
        | Tag::Dialog
        | Tag::Body
        | Tag::Figcaption
        | Tag::Summary
        | Tag::Dt
        | Tag::Dd
        | Tag::Caption
        | Tag::Thead
        | Tag::Tbody
        | Tag::Tfoot
        | Tag::Tr
        | Tag::Td
        | Tag::Th => Role::Section,
        Tag::A => Role::Link,
        Tag::Br => Role::Break,
        Tag::Img => Role::Image,
        Tag::Noscript => Role::Noscript,
        Tag::Span | Tag::Time | Tag::Picture | Tag::Rtc | Tag::Wbr => Role::Unwrapped,
        Tag::H1 | Tag::H2 => Role::Structure(Structure::Heading(HeadingLevel::H2)),
        Tag::H3 => Role::Structure(Structure::Heading(HeadingLevel::H3)),
        Tag::H4 => Role::Structure(Structure::Heading(HeadingLevel::H4)),
        Tag::H5 => Role::Structure(Structure::Heading(HeadingLevel::H5)),
        Tag::H6 => Role::Structure(Structure::Heading(HeadingLevel::H6)),
        Tag::Blockquote => Role::Structure(Structure::Quote),
        Tag::Pre | Tag::Listing | Tag::Xmp => Role::Structure(Structure::Preformatted),
        Tag::Ul | Tag::Menu | Tag::Dir => Role::Structure(Structure::List(false)),
        Tag::Ol => Role::Structure(Structure::List(true)),
        Tag::Li => Role::Structure(Structure::Item),
        Tag::Dl => Role::Structure(Structure::Definitions),
        Tag::Table => Role::Structure(Structure::Table),
        Tag::Figure => Role::Structure(Structure::Figure),
        Tag::Details => Role::Structure(Structure::Details),
        Tag::Audio => Role::Structure(Structure::Media(MediaKind::Audio)),
        Tag::Video => Role::Structure(Structure::Media(MediaKind::Video)),
        Tag::Iframe => Role::Structure(Structure::Frame),
        Tag::Hr => Role::Structure(Structure::Rule),
        Tag::Abbr | Tag::Acronym => Role::Styled(TextStyle::Abbreviation),
        Tag::Bdi => Role::Styled(TextStyle::BidiIsolate),
        Tag::B => Role::Styled(TextStyle::Bold),
        Tag::Cite => Role::Styled(TextStyle::Cite),
        Tag::Code | Tag::Tt => Role::Styled(TextStyle::Code),
        Tag::Dfn => Role::Styled(TextStyle::Defined),
        Tag::Del => Role::Styled(TextStyle::Deleted),
        Tag::Em => Role::Styled(TextStyle::Emphasis),
        Tag::Ins => Role::Styled(TextStyle::Inserted),
        Tag::I => Role::Styled(TextStyle::Italic),
        Tag::Kbd => Role::Styled(TextStyle::Keyboard),
        Tag::Mark => Role::Styled(TextStyle::Mark),
        Tag::Q => Role::Styled(TextStyle::QuoteInline),
        Tag::Ruby => Role::Styled(TextStyle::Ruby),
        Tag::Rp => Role::Styled(TextStyle::RubyParenthesis),
        Tag::Rt => Role::Styled(TextStyle::RubyText),
        Tag::Samp => Role::Styled(TextStyle::Sample),
        Tag::Small => Role::Styled(TextStyle::Small),
        Tag::S | Tag::Strike => Role::Styled(TextStyle::Strike),
        Tag::Strong => Role::Styled(TextStyle::Strong),
        Tag::Sub => Role::Styled(TextStyle::Subscript),
        Tag::Sup => Role::Styled(TextStyle::Superscript),
        Tag::U => Role::Styled(TextStyle::Underline),
        Tag::Var => Role::Styled(TextStyle::Variable),
    }
}

/// The ids that links of this document lead to, sorted; only these are worth an anchor.
fn link_targets(source: &Source, judge: &Judge<'_>) -> Vec<String> {
    let mut wanted: Vec<String> = source
        .descendants(Source::ROOT)
        .filter_map(|id| source.element(id))
        .filter(|element| element.tag == Some(Tag::A))
        .filter_map(|element| element.get(Attribute::Href))
        .filter(|href| href.contains('#'))
        .filter_map(|href| match judge.link(href)? {
            Target::Fragment(fragment, _) => Some(fragment),
            Target::External(_) => None,
        })
        .flat_map(|fragment| [percent_decoded(&fragment), Some(fragment)])
        .flatten()
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.is_empty() {
        return wanted;
    }
    let mut present: Vec<String> = source
        .descendants(Source::ROOT)
        .filter_map(|id| source.element(id))
        .filter_map(anchor_name)
        .filter(|id| wanted.binary_search_by(|known| known.as_str().cmp(id)).is_ok())
        .map(str::to_owned)
        .collect();
    present.sort_unstable();
    present.dedup();
    present
}

/// What links may call an element by.
fn anchor_name(element: &Element) -> Option<&str> {
    element.get(Attribute::Id).or_else(|| match element.tag {
        Some(Tag::A) => element.get(Attribute::Name),
        _ => None,
    })
}

/// Undoes percent-encoding; nothing where there is none or the result is not UTF-8.
fn percent_decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let value = match (first, after) {
            (b'%', [high, low, ..]) => {
                hex_digit(*high).zip(hex_digit(*low)).map(|(high, low)| high * 16 + low)
            }
            _ => None,
        };
        match value {
            Some(value) => {
                bytes.push(value);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
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
        let role = role(element.tag);
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
                    self.structure_in_line(id, structure, flow, at);
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

    fn push(&mut self, flow: &mut Flow<'a>, block: Block) {
        flow.blocks.push(block);
        flow.open_list = false;
    }

    /// The anchor of an element that links lead to.
    fn target(&mut self, element: &Element) -> Option<AnchorId> {
        let name = anchor_name(element)?;
        self.ids.binary_search_by(|known| known.as_str().cmp(name)).ok()?;
        self.new_anchor(name)
    }

    fn new_anchor(&mut self, name: &str) -> Option<AnchorId> {
        let id = AnchorId::new(name)?;
        match self.used.binary_search(&id) {
            Ok(_) => None,
            Err(place) => {
                self.used.insert(place, id.clone());
                Some(id)
            }
        }
    }

    fn anchor(&mut self, element: &Element, flow: &mut Flow<'a>, at: At) {
        if !self.ids.is_empty()
            && let Some(id) = self.target(element)
        {
            flow.push(at.chain, LeafKind::Anchor(id));
        }
    }

    fn link(&mut self, id: NodeId, element: &Element, flow: &mut Flow<'a>, at: At) {
        if let Some(address) = element.get(Attribute::DataCfemail).and_then(protected_address) {
            flow.push(at.chain, LeafKind::Text(Cow::Owned(address)));
            return;
        }
        let chain = match element.get(Attribute::Href).and_then(|href| self.href(href)) {
            Some(href) => self.chains.push(at.chain, Wrap::Link(href)),
            None => at.chain,
        };
        self.children(id, flow, At { chain, ..at });
    }

    fn href(&mut self, href: &str) -> Option<LinkUrl> {
        const PROTECTED: &str = "/cdn-cgi/l/email-protection#";
        if let Some((_, code)) = href.split_once(PROTECTED) {
            let address = ["mailto:", &protected_address(code)?].concat();
            return match self.judge.link(&address)? {
                Target::External(url) => Some(LinkUrl::External(url)),
                Target::Fragment(..) => None,
            };
        }
        match self.judge.link(href)? {
            Target::External(url) => Some(LinkUrl::External(url)),
            Target::Fragment(fragment, elsewhere) => {
                let known = |name: &str| self.ids.binary_search_by(|id| id.as_str().cmp(name)).is_ok();
                let name = if known(&fragment) {
                    Some(fragment)
                } else {
                    percent_decoded(&fragment).filter(|name| known(name))
                };
                name.and_then(|name| AnchorId::new(&name))
                    .map(LinkUrl::Anchor)
                    .or_else(|| elsewhere.map(LinkUrl::External))
            }
        }
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
    fn structure_in_line(&mut self, id: NodeId, structure: Structure, flow: &mut Flow<'a>, at: At) {
        match structure {
            Structure::Media(_) | Structure::Frame | Structure::Rule => {
                flow.push(at.chain, LeafKind::Edge);
            }
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
                    self.push(flow, Block::Quote(content));
                }
            }
            Structure::Preformatted => {
                // All of it is code.
                let chain = self.chains.without(at.chain, &Wrap::Style(TextStyle::Code));
                let content = self.line(id, At { chain, ..at }, Layout::Preformatted);
                if !content.is_empty() {
                    let language = self.language(id, element);
                    self.push(flow, Block::Preformatted { language, content });
                }
            }
            Structure::List(ordered) => {
                let start =
                    element.get(Attribute::Start).and_then(|start| start.trim().parse().ok()).unwrap_or(1);
                let kind = if ordered { ListKind::Ordered { start } } else { ListKind::Unordered };
                let items = self.items(id, at);
                if !items.is_empty() {
                    self.push(flow, Block::List(List { kind, items }));
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
                    self.push(flow, Block::Definitions(parts));
                }
            }
            Structure::Table => self.table(id, flow, at),
            Structure::Figure => self.figure(id, flow, at),
            Structure::Details => self.details(id, flow, at),
            Structure::Media(kind) => {
                if let Some(media) = self.media(id, element, kind) {
                    self.push(flow, Block::Media(media));
                }
            }
            Structure::Frame => {
                if let Some((href, text)) = self.frame(element) {
                    let chain = self.chains.push(at.chain, Wrap::Link(href));
                    flow.push(chain, LeafKind::Text(Cow::Owned(text)));
                    self.flush(flow);
                }
            }
            Structure::Rule => {
                if !matches!(flow.blocks.last(), Some(Block::Rule)) {
                    self.push(flow, Block::Rule);
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
            self.push(flow, Block::Heading { level, id: anchor, content });
            return;
        }
        self.stray.extend(anchor);
        if !content.is_empty() {
            self.push(flow, Block::Paragraph(content));
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

    fn item(&mut self, id: NodeId, element: &Element, at: At) -> Option<ListItem> {
        let anchor = self.target(element);
        let content = self.blocks(id, at.inside());
        if content.is_empty() {
            self.stray.extend(anchor);
            return None;
        }
        Some(ListItem { id: anchor, content })
    }

    fn items(&mut self, id: NodeId, at: At) -> Vec<ListItem> {
        let source = self.source;
        let mut items: Vec<ListItem> = Vec::new();
        let mut loose = Flow::new(Layout::Paragraphs);
        for child in source.children(id) {
            match source.element(child) {
                Some(element) if element.tag == Some(Tag::Li) => {
                    self.loose_item(&mut loose, &mut items);
                    let at = At { depth: at.depth + 1, ..at };
                    items.extend(self.item(child, element, at));
                }
                Some(Element { tag: Some(Tag::Ul | Tag::Ol), .. }) => {
                    // A list right in a list belongs to the item before it.
                    self.loose_item(&mut loose, &mut items);
                    let mut nested = Flow::new(Layout::Paragraphs);
                    self.node(child, &mut nested, at.inside());
                    let nested = self.finish(nested);
                    match items.last_mut() {
                        Some(item) => item.content.extend(nested),
                        None if nested.is_empty() => {}
                        None => items.push(ListItem { id: None, content: nested }),
                    }
                }
                _ => self.node(child, &mut loose, at.inside()),
            }
        }
        self.loose_item(&mut loose, &mut items);
        items
    }

    /// Makes items of what stood in a list but in no item.
    fn loose_item(&mut self, loose: &mut Flow<'a>, items: &mut Vec<ListItem>) {
        self.flush(loose);
        let made_of_items = loose.open_list;
        let mut blocks = std::mem::take(&mut loose.blocks);
        loose.open_list = false;
        match blocks.pop() {
            Some(Block::List(list)) if made_of_items && blocks.is_empty() => items.extend(list.items),
            Some(block) => {
                blocks.push(block);
                items.push(ListItem { id: None, content: blocks });
            }
            None => {}
        }
    }

    fn definitions(&mut self, id: NodeId, parts: &mut Vec<Definition>, at: At) {
        let source = self.source;
        let mut loose = Flow::new(Layout::Paragraphs);
        for child in source.children(id) {
            let tag = source.tag(child);
            if !matches!(tag, Some(Tag::Dt | Tag::Dd | Tag::Div)) || at.depth >= MAX_SOURCE_DEPTH {
                self.node(child, &mut loose, at);
                continue;
            }
            self.loose_details(&mut loose, parts);
            let at = At { depth: at.depth + 1, ..at };
            if let Some(element) = source.element(child)
                && let Some(anchor) = self.target(element)
            {
                self.stray.push(anchor);
            }
            match tag {
                Some(Tag::Dt) => {
                    let term = self.line(child, at, Layout::Line);
                    if !term.is_empty() {
                        parts.push(Definition::Term(term));
                    }
                }
                Some(Tag::Dd) => {
                    let content = self.blocks(child, at);
                    if !content.is_empty() {
                        parts.push(Definition::Details(content));
                    }
                }
                _ => self.definitions(child, parts, at),
            }
        }
        self.loose_details(&mut loose, parts);
    }

    fn loose_details(&mut self, loose: &mut Flow<'a>, parts: &mut Vec<Definition>) {
        self.flush(loose);
        let content = std::mem::take(&mut loose.blocks);
        if !content.is_empty() {
            parts.push(Definition::Details(content));
        }
    }

    fn table(&mut self, id: NodeId, flow: &mut Flow<'a>, at: At) {
        let mut table = Table::default();
        self.rows(id, &mut table, false, at.inside());
        let cells = table.head.iter().chain(&table.body).map(Vec::len).sum::<usize>();
        let filled = table.head.iter().chain(&table.body).flatten().any(|cell| !cell.content.is_empty());
        if !filled {
            if !table.caption.is_empty() {
                self.push(flow, Block::Paragraph(table.caption));
            }
        } else if cells == 1 {
            // One cell is layout.
            if !table.caption.is_empty() {
                self.push(flow, Block::Paragraph(table.caption));
            }
            for cell in table.head.into_iter().chain(table.body).flatten() {
                flow.open_list = false;
                flow.blocks.extend(cell.content);
            }
        } else {
            self.push(flow, Block::Table(table));
        }
    }

    fn rows(&mut self, id: NodeId, table: &mut Table, head: bool, at: At) {
        let source = self.source;
        let at = At { depth: at.depth + 1, ..at };
        for child in source.children(id) {
            let Some(element) = source.element(child) else { continue };
            if let Some(anchor) = self.target(element) {
                self.stray.push(anchor);
            }
            match element.tag {
                Some(Tag::Caption) if table.caption.is_empty() => {
                    table.caption = self.line(child, at, Layout::Line);
                }
                Some(Tag::Thead) => self.rows(child, table, true, at),
                Some(Tag::Tbody | Tag::Tfoot) => self.rows(child, table, false, at),
                Some(Tag::Tr) => {
                    let row = self.row(child, at);
                    if !row.is_empty() {
                        if head && table.body.is_empty() { &mut table.head } else { &mut table.body }
                            .push(row);
                    }
                }
                _ => {}
            }
        }
    }

    fn row(&mut self, id: NodeId, at: At) -> TableRow {
        let source = self.source;
        let at = At { depth: at.depth + 1, ..at };
        let mut row = Vec::new();
        for child in source.children(id) {
            let Some(element) = source.element(child) else { continue };
            let header = match element.tag {
                Some(Tag::Th) => true,
                Some(Tag::Td) => false,
                _ => continue,
            };
            if let Some(anchor) = self.target(element) {
                self.stray.push(anchor);
            }
            row.push(TableCell {
                header,
                columns: span(element, Attribute::Colspan, 100),
                rows: span(element, Attribute::Rowspan, 1000),
                align: align(element),
                content: self.blocks(child, at),
            });
        }
        row
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
            | Block::Preformatted { .. }
            | Block::Quote(_) => true,
            _ => false,
        });
        let lone_figure = matches!(content.as_slice(), [Block::Figure { .. }]) && caption.is_empty();
        flow.open_list = false;
        if illustrated && !lone_figure {
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
            self.push(flow, Block::Details { summary, content });
        } else if !summary.is_empty() {
            self.push(flow, Block::Paragraph(summary));
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

    /// A page within the page becomes a link to it.
    fn frame(&self, element: &Element) -> Option<(LinkUrl, String)> {
        let address = [Attribute::Src, Attribute::DataSrc, Attribute::DataLazySrc]
            .iter()
            .filter_map(|&name| element.get(name))
            .find_map(|address| match self.judge.link(address)? {
                Target::External(url) if url.host().is_some() => Some(url),
                _ => None,
            })?;
        let url = match watch_page(address.as_str()).map(|page| self.judge.link(&page)) {
            Some(Some(Target::External(url))) => url,
            _ => address,
        };
        let named = element.get(Attribute::Title).map(picture::collapse).filter(|title| !title.is_empty());
        let text = named.unwrap_or_else(|| {
            let shown = url.as_str().split_once("://").map_or(url.as_str(), |(_, rest)| rest);
            shown.strip_prefix("www.").unwrap_or(shown).to_owned()
        });
        Some((LinkUrl::External(url), text))
    }
}

/// The page of a film whose player stands at `url`: YouTube's and Vimeo's.
fn watch_page(url: &str) -> Option<String> {
    let (host, path) = url.split_once("://")?.1.split_once('/')?;
    let id = |prefix: &str| {
        let id = path.strip_prefix(prefix)?.split(['/', '?', '#', '&']).next()?;
        let fits = (1..=20).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        fits.then_some(id)
    };
    match host {
        "www.youtube.com" | "youtube.com" | "www.youtube-nocookie.com" | "youtube-nocookie.com" => {
            let id = id("embed/").filter(|&id| id != "videoseries")?;
            Some(["https://www.youtube.com/watch?v=", id].concat())
        }
        "player.vimeo.com" => Some(["https://vimeo.com/", id("video/")?].concat()),
        _ => None,
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

fn span(element: &Element, name: Attribute, most: u16) -> u16 {
    element.get(name).and_then(|value| value.trim().parse().ok()).unwrap_or(1).clamp(1, most)
}

fn align(element: &Element) -> Option<Align> {
    let named = |value: &str| match value.trim() {
        value if value.eq_ignore_ascii_case("left") => Some(Align::Left),
        value if value.eq_ignore_ascii_case("center") => Some(Align::Center),
        value if value.eq_ignore_ascii_case("right") => Some(Align::Right),
        _ => None,
    };
    let styled = element.get(Attribute::Style).and_then(|style| {
        style.split(';').find_map(|part| {
            let (property, value) = part.split_once(':')?;
            property.trim().eq_ignore_ascii_case("text-align").then(|| named(value)).flatten()
        })
    });
    styled.or_else(|| element.get(Attribute::Align).and_then(named))
}

/// The address behind Cloudflare's e-mail protection: hexadecimal bytes, the first of them the key to the others.
fn protected_address(code: &str) -> Option<String> {
    let mut bytes = code.as_bytes().chunks_exact(2).map(|pair| {
        let high = hex_digit(pair[0])?;
        let low = hex_digit(pair[1])?;
        Some(high * 16 + low)
    });
    let key = bytes.next()??;
    let decoded: Option<Vec<u8>> = bytes.map(|byte| byte.map(|byte| byte ^ key)).collect();
    let address = String::from_utf8(decoded?).ok()?;
    let plain = !address.is_empty() && address.len() <= 256 && !address.contains(|c: char| c.is_control());
    plain.then_some(address)
}
