//! Running text under construction: a flat list of leaves, each with the inline elements around it.
//!
//! It is flat because most repairs are simple on a list and awkward on a tree: white space
//! collapses across elements, an inline element that spans blocks is around the leaves of each, an
//! empty one is around none.

use std::borrow::Cow;

use super::contexts::{InlineContextId, InlineContexts, InlineWrapper};
use crate::blank::is_blank;
use crate::tree::{AnchorId, Image, Inline, Math};

/// A leaf of running text.
#[derive(Debug, Clone)]
pub(crate) struct InlineLeaf<'a> {
    pub(crate) context: InlineContextId,
    pub(crate) kind: LeafKind<'a>,
}

/// The kind of a leaf.
#[derive(Debug, Clone)]
pub(crate) enum LeafKind<'a> {
    Text(Cow<'a, str>),
    Break,
    /// The start or end of a block where only running text is allowed.
    BlockBoundary,
    Anchor(AnchorId),
    Image(Box<Image>),
    Math(&'a Math),
}

/// The treatment of white space and empty lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// White space collapses, and an empty line begins a new paragraph.
    Paragraphs,
    /// White space collapses, and an empty line is treated as one line break.
    Line,
    /// White space counts.
    Preformatted,
}

/// Normalised running text: paragraphs, each with at least one visible character or image, and the
/// anchors without a paragraph.
pub(crate) struct Paragraphs {
    pub(crate) content: Vec<Vec<Inline>>,
    pub(crate) pending_anchors: Vec<AnchorId>,
    /// The contexts of the links in the paragraphs, one for each; empty where no account is kept.
    pub(crate) links: Vec<InlineContextId>,
}

/// Turns leaves into paragraphs.
pub(crate) fn paragraphs(
    contexts: &InlineContexts,
    leaves: Vec<InlineLeaf<'_>>,
    layout: Layout,
) -> Paragraphs {
    let mut writer = InlineWriter::new(contexts);
    match layout {
        Layout::Preformatted => preformatted(&mut writer, leaves),
        Layout::Paragraphs | Layout::Line => collapsed(&mut writer, leaves, layout),
    }
    writer.finish()
}

fn collapsed(writer: &mut InlineWriter<'_>, leaves: Vec<InlineLeaf<'_>>, layout: Layout) {
    let mut gap = Gap::default();
    for leaf in leaves {
        match leaf.kind {
            LeafKind::Text(text) => {
                let mut rest: &str = &text;
                while !rest.is_empty() {
                    let start = rest.bytes().position(|byte| !is_collapsible(byte)).unwrap_or(rest.len());
                    let (space, word) = rest.split_at(start);
                    if !space.is_empty() {
                        gap.space(space);
                    }
                    let end = word.bytes().position(is_collapsible).unwrap_or(word.len());
                    let (word, after) = word.split_at(end);
                    rest = after;
                    let bare = word.trim_start_matches(is_blank);
                    gap.text.push_str(&word[..word.len() - bare.len()]);
                    let visible = bare.trim_end_matches(is_blank);
                    if !visible.is_empty() {
                        gap.close(writer, leaf.context, visible.chars().next(), layout);
                        writer.text(leaf.context, visible);
                    }
                    gap.text.push_str(&bare[visible.len()..]);
                }
            }
            LeafKind::Image(image) => {
                gap.close(writer, leaf.context, None, layout);
                writer.put(leaf.context, Inline::Image(*image));
            }
            LeafKind::Math(math) => {
                gap.close(writer, leaf.context, None, layout);
                writer.put(leaf.context, Inline::Math(Box::new(math.clone())));
            }
            LeafKind::Anchor(id) => gap.anchors.push(id),
            LeafKind::Break => gap.new_line(true),
            LeafKind::BlockBoundary => gap.new_line(false),
        }
    }
    writer.pending_anchors.append(&mut gap.anchors);
}

/// White space, breaks and anchors between two visible pieces, which are written once it is known
/// what follows.
#[derive(Default)]
struct Gap {
    breaks: usize,
    /// Spaces since the last break: collapsed ones, and others as they are.
    text: String,
    line_feed: bool,
    anchors: Vec<AnchorId>,
}

impl Gap {
    fn space(&mut self, space: &str) {
        // At the start of a line a space collapses to nothing.
        if !self.text.ends_with(' ') && (self.breaks == 0 || !self.text.is_empty()) {
            self.text.push(' ');
        }
        self.line_feed |= space.contains('\n');
    }

    fn new_line(&mut self, always: bool) {
        if always || self.breaks == 0 {
            self.breaks += 1;
        }
        self.text.clear();
        self.line_feed = false;
    }

    /// Writes the gap before something in `context` that begins with `next`.
    fn close(
        &mut self,
        writer: &mut InlineWriter<'_>,
        context: InlineContextId,
        next: Option<char>,
        layout: Layout,
    ) {
        let breaks = std::mem::take(&mut self.breaks);
        let line_feed = std::mem::take(&mut self.line_feed);
        let text = self.text.as_str();
        // A new line with the indentation of Chinese paragraphs is a paragraph.
        let split = breaks > 1 || (breaks == 1 && text.starts_with(INDENT));
        if split && layout == Layout::Paragraphs {
            writer.end_paragraph();
        }
        let between = writer.between(context);
        if !writer.at_start() {
            if breaks > 0 {
                writer.put(between, Inline::Break);
            }
            let joined = text == " "
                && line_feed
                && writer.last_char.is_some_and(is_wide)
                && next.is_some_and(is_wide);
            // Where there can be no paragraphs, an indented line is a line like any other.
            let indent = breaks > 0 && layout == Layout::Line;
            if !text.is_empty() && !joined && !indent {
                writer.text(between, text);
            }
        }
        // Its memory serves the next gap: there is one between any two words.
        self.text.clear();
        writer.anchors(&mut self.anchors, between);
    }
}

fn preformatted(writer: &mut InlineWriter<'_>, leaves: Vec<InlineLeaf<'_>>) {
    // White space waits until something follows, so that none is at the end.
    let mut waiting = String::new();
    let mut anchors = Vec::new();
    for leaf in leaves {
        match leaf.kind {
            LeafKind::Text(text) => {
                waiting.push_str(&text.replace("\r\n", "\n").replace('\r', "\n"));
                if writer.at_start() {
                    // Blank lines at the start go, the first line's indentation stays.
                    let blank = waiting.len() - waiting.trim_start().len();
                    let line = waiting[..blank].rfind('\n').map_or(0, |feed| feed + 1);
                    waiting.drain(..line);
                }
                let end = waiting.trim_end().len();
                if end > 0 {
                    let between = writer.between(leaf.context);
                    writer.anchors(&mut anchors, between);
                    let blank = end - waiting[..end].trim_start().len();
                    if blank > 0 {
                        writer.text(between, &waiting[..blank]);
                    }
                    writer.text(leaf.context, &waiting[blank..end]);
                    waiting.drain(..end);
                }
            }
            LeafKind::Break => waiting.push('\n'),
            LeafKind::BlockBoundary => {
                let line_open =
                    if waiting.is_empty() { !writer.at_start() } else { !waiting.ends_with('\n') };
                if line_open {
                    waiting.push('\n');
                }
            }
            LeafKind::Anchor(id) => anchors.push(id),
            LeafKind::Image(_) | LeafKind::Math(_) => {
                let between = writer.between(leaf.context);
                writer.anchors(&mut anchors, between);
                if !waiting.is_empty() && !writer.at_start() {
                    writer.text(between, &waiting);
                }
                waiting.clear();
                writer.put(
                    leaf.context,
                    match leaf.kind {
                        LeafKind::Image(image) => Inline::Image(*image),
                        LeafKind::Math(math) => Inline::Math(Box::new(math.clone())),
                        _ => continue,
                    },
                );
            }
        }
    }
    writer.pending_anchors.append(&mut anchors);
}

/// Builds inline trees from leaves, one by one.
struct InlineWriter<'a> {
    contexts: &'a InlineContexts,
    done: Vec<Vec<Inline>>,
    /// The open elements, outermost first, each with its context and its content; the first is the
    /// paragraph.
    open: Vec<(InlineContextId, Vec<Inline>)>,
    /// The context of the last visible piece of this paragraph.
    last_context: Option<InlineContextId>,
    last_char: Option<char>,
    pending_anchors: Vec<AnchorId>,
    /// The links written, those of this paragraph last.
    links: Vec<InlineContextId>,
    /// The number of links in earlier paragraphs.
    links_done: usize,
}

impl<'a> InlineWriter<'a> {
    fn new(contexts: &'a InlineContexts) -> Self {
        Self {
            contexts,
            done: Vec::new(),
            open: vec![(InlineContextId::NONE, Vec::new())],
            last_context: None,
            last_char: None,
            pending_anchors: Vec::new(),
            links: Vec::new(),
            links_done: 0,
        }
    }

    fn at_start(&self) -> bool {
        self.last_context.is_none()
    }

    /// The content of the innermost element of `context`; opens and closes elements as needed.
    fn content(&mut self, context: InlineContextId) -> &mut Vec<Inline> {
        let innermost = self.open.last().map_or(InlineContextId::NONE, |(id, _)| *id);
        if innermost != context {
            let shared = self.contexts.common(innermost, context);
            while self.open.last().is_some_and(|(id, _)| *id != shared) && self.open.len() > 1 {
                self.close();
            }
            let from = self.open.len();
            let mut step = context;
            while step != shared {
                self.open.insert(from, (step, Vec::new()));
                step = self.contexts.parent(step);
            }
        }
        let last = self.open.len() - 1;
        &mut self.open[last].1
    }

    fn close(&mut self) {
        let Some((id, content)) = self.open.pop() else { return };
        let (Some(node), Some((_, outer))) = (self.contexts.innermost(id), self.open.last_mut()) else {
            return;
        };
        #[cfg(feature = "native")]
        if let InlineWrapper::Link(_) = node {
            self.links.push(self.contexts.original(id));
        }
        outer.push(match node {
            InlineWrapper::Style(style) => Inline::Styled { style: *style, content },
            InlineWrapper::Link(href) => Inline::Link { href: href.clone(), content },
        });
    }

    fn text(&mut self, context: InlineContextId, text: &str) {
        let inlines = self.content(context);
        if let Some(Inline::Text(last)) = inlines.last_mut() {
            last.push_str(text);
        } else {
            inlines.push(Inline::Text(text.to_owned()));
        }
        self.last_context = Some(context);
        self.last_char = text.chars().next_back();
    }

    /// The context of what is between the last visible piece and one in `context`.
    fn between(&self, context: InlineContextId) -> InlineContextId {
        self.last_context.map_or(InlineContextId::NONE, |last| self.contexts.common(last, context))
    }

    fn anchors(&mut self, ids: &mut Vec<AnchorId>, context: InlineContextId) {
        for id in ids.drain(..) {
            self.put(context, Inline::Anchor(id));
        }
    }

    /// Adds anything but text. An anchor does not count as a visible piece.
    fn put(&mut self, context: InlineContextId, inline: Inline) {
        let counts = !matches!(inline, Inline::Anchor(_));
        self.content(context).push(inline);
        if counts {
            self.last_context = Some(context);
            self.last_char = None;
        }
    }

    fn end_paragraph(&mut self) {
        while self.open.len() > 1 {
            self.close();
        }
        let content = std::mem::take(&mut self.open[0].1);
        if self.last_context.is_some() {
            self.done.push(content);
        } else {
            self.links.truncate(self.links_done);
        }
        self.links_done = self.links.len();
        self.last_context = None;
        self.last_char = None;
    }

    fn finish(mut self) -> Paragraphs {
        self.end_paragraph();
        Paragraphs { content: self.done, pending_anchors: self.pending_anchors, links: self.links }
    }
}

/// The space that indents a paragraph in Chinese typesetting.
const INDENT: char = '\u{3000}';

/// `true` for white space that browsers collapse.
fn is_collapsible(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

/// `true` for characters of scripts without spaces between words; a line feed between two of them
/// is no space.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{303f}' | '\u{3040}'..='\u{30ff}' | '\u{3100}'..='\u{312f}' | '\u{31a0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff01}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}
