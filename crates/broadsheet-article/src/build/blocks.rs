//! Headings, code, figures, details, audio and video.

use super::image::plain_image;
use super::inline::Layout;
use super::tree_builder::{BlockCollector, Cursor, TreeBuilder};
use crate::document::{Element, NodeId};
use crate::image_names::{self, names_image};
use crate::ledger::Account;
use crate::tex::tex_source;
use crate::tree::{Block, HeadingLevel, Inline, Math, Media, MediaKind};
use crate::url::MediaUrl;
use crate::vocabulary::{Attribute, Tag};

impl<'a> TreeBuilder<'a, '_> {
    pub(super) fn heading(
        &mut self,
        id: NodeId,
        element: &Element,
        level: HeadingLevel,
        collector: &mut BlockCollector<'a>,
        cursor: Cursor,
    ) {
        if self.is_false_heading(id) {
            self.anchor(element, collector, cursor);
            self.section(id, collector, cursor);
            return;
        }
        let anchor = element.get(Attribute::Id).and_then(|name| self.new_anchor(name));
        let content = self.line(id, cursor, Layout::Line);
        if has_text(&content) {
            collector.add(Block::Heading { level, id: anchor, content });
            return;
        }
        self.pending_anchors.extend(anchor);
        if !content.is_empty() {
            collector.add(Block::Paragraph(content));
        }
    }

    /// `true` if a heading holds a part of the article rather than a line of text: its end tag was
    /// forgotten.
    pub(super) fn is_false_heading(&self, id: NodeId) -> bool {
        let mut paragraphs = 0;
        for tag in self.document.descendants(id).filter_map(|inner| self.document.tag(inner)) {
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

    /// The language of code, by the class `language-…` of the `pre` or of the `code` in it.
    pub(super) fn language(&self, id: NodeId, element: &Element) -> Option<String> {
        let inner = self.document.children(id).filter_map(|child| self.document.element(child));
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

    pub(super) fn caption(&mut self, id: NodeId, cursor: Cursor) {
        let mut collector = BlockCollector::new(Layout::Line, cursor.direction);
        self.section(id, &mut collector, cursor);
        if let Some(caption) = self.captions.last_mut() {
            caption.append(&mut collector.leaves);
        }
    }

    pub(super) fn figure(
        &mut self,
        id: NodeId,
        element: &Element,
        collector: &mut BlockCollector<'a>,
        cursor: Cursor,
    ) {
        self.captions.push(Vec::new());
        let mut content = self.blocks(id, cursor.inside());
        if content.is_empty() {
            content.extend(self.late_image(element));
        }
        let caption = self.captions.pop().unwrap_or_default();
        let caption = self.lines(caption, Layout::Line).into_iter().next().unwrap_or_default();
        // The words of an image that cannot be shown.
        if matches!(content.as_slice(), [Block::Paragraph(words)] if *words == caption) {
            content.clear();
        }
        let illustrated = content.iter().any(|block| match block {
            Block::Paragraph(content) => has_image(content),
            Block::Figure { .. }
            | Block::Table(_)
            | Block::Media(_)
            | Block::EmbeddedVideo(_)
            | Block::Preformatted { .. }
            | Block::Quote(_) => true,
            _ => false,
        });
        if illustrated && !(caption.is_empty() && matches!(content.as_slice(), [Block::EmbeddedVideo(_)])) {
            collector.add(Block::Figure { content, caption });
        } else {
            for block in content {
                collector.add(block);
            }
            if !caption.is_empty() {
                collector.add(Block::Paragraph(caption));
            }
        }
    }

    /// The image that a script or a style was to put into a box.
    pub(super) fn late_image(&mut self, element: &Element) -> Option<Block> {
        let late = [Attribute::DataSrc, Attribute::DataOriginal, Attribute::DataLazySrc];
        let address = late.iter().find_map(|&name| element.get(name)).filter(|address| names_image(address));
        let address = address.or_else(|| background(element))?;
        Some(Block::Paragraph(vec![Inline::Image(plain_image(address, self.policy)?)]))
    }

    pub(super) fn details(&mut self, id: NodeId, collector: &mut BlockCollector<'a>, cursor: Cursor) {
        let document = self.document;
        let cursor = cursor.inside();
        let mut summary = Vec::new();
        let mut inner = BlockCollector::new(Layout::Paragraphs, cursor.direction);
        for child in document.children(id) {
            if summary.is_empty() && document.tag(child) == Some(Tag::Summary) {
                let mut cursor = Cursor { depth: cursor.depth + 1, ..cursor };
                if let Some(element) = document.element(child) {
                    cursor = self.directed_line(child, element, cursor);
                }
                summary = self.line(child, cursor, Layout::Line);
            } else {
                self.node(child, &mut inner, cursor);
            }
        }
        let content = self.finish(inner);
        if !content.is_empty() {
            collector.add(Block::Details { summary, content });
        } else if !summary.is_empty() {
            collector.add(Block::Paragraph(summary));
        }
    }

    pub(super) fn media(&mut self, id: NodeId, element: &Element, kind: MediaKind) -> Option<Media> {
        let document = self.document;
        let inner = document
            .descendants(id)
            .filter_map(|child| document.element(child))
            .filter(|child| child.tag == Some(Tag::Source));
        let mut sources: Vec<MediaUrl> = Vec::new();
        for address in std::iter::once(element)
            .chain(inner)
            .filter_map(|element| element.get(Attribute::Src).or_else(|| element.get(Attribute::DataSrc)))
        {
            match self.policy.media(address) {
                Some(MediaUrl::Inline(_)) | None => {}
                Some(url) if sources.contains(&url) || sources.len() >= 8 => {}
                Some(url) => sources.push(url),
            }
        }
        if sources.is_empty() {
            return None;
        }
        let poster = match kind {
            MediaKind::Video => element.get(Attribute::Poster).and_then(|address| self.policy.media(address)),
            MediaKind::Audio => None,
        };
        Some(Media { kind, sources, poster })
    }
}

/// The address of the image behind a box whose class says that it shows one.
fn background(element: &Element) -> Option<&str> {
    let shows_image = element.classes().flat_map(|class| class.split(['-', '_'])).any(|word| {
        ["image", "img", "photo", "picture"].iter().any(|known| known.eq_ignore_ascii_case(word))
    });
    if !shows_image {
        return None;
    }
    element.get(Attribute::Style).and_then(image_names::background)
}

/// Code or, if it is in the language `math`, the formula that it is the source of.
pub(super) fn preformatted(language: Option<String>, content: Vec<Inline>, account: &mut Account) -> Block {
    if language.as_deref() == Some("math") && !has_image(&content) {
        let mut text = String::new();
        push_source(&content, &mut text);
        if let Some(tex) = tex_source(&text) {
            account.formula_in_code(&content);
            let math = Math { tex: Some(tex), is_block: true, elements: Vec::new() };
            return Block::Paragraph(vec![Inline::Math(Box::new(math))]);
        }
    }
    Block::Preformatted { language, content }
}

fn push_source(content: &[Inline], text: &mut String) {
    for inline in content {
        match inline {
            Inline::Text(piece) => text.push_str(piece),
            Inline::Break => text.push('\n'),
            Inline::Math(math) => text.push_str(&math.reading()),
            Inline::Styled { content, .. } | Inline::Link { content, .. } => push_source(content, text),
            Inline::Anchor(_) | Inline::Image(_) => {}
        }
    }
}

/// `true` if there is any text.
fn has_text(content: &[Inline]) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Text(_) | Inline::Math(_) => true,
        Inline::Styled { content, .. } | Inline::Link { content, .. } => has_text(content),
        Inline::Break | Inline::Anchor(_) | Inline::Image(_) => false,
    })
}

/// `true` if there is any image.
fn has_image(content: &[Inline]) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Image(_) => true,
        Inline::Styled { content, .. } | Inline::Link { content, .. } => has_image(content),
        Inline::Text(_) | Inline::Math(_) | Inline::Break | Inline::Anchor(_) => false,
    })
}
