//! Text and extent of parts of the tree.

use super::visible::{counted, is_counted};
use crate::tree::{Block, Definition, Inline, Table};

/// Adds the running text of a block, on one line.
pub(super) fn add_text(block: &Block, text: &mut String) {
    match block {
        Block::Paragraph(content) | Block::Heading { content, .. } => add_line(content, text),
        Block::List(list) => {
            for block in list.items.iter().flat_map(|item| &item.content) {
                add_text(block, text);
                text.push(' ');
            }
        }
        Block::Figure { content, .. } | Block::Quote(content) | Block::Directed { content, .. } => {
            for block in content {
                add_text(block, text);
            }
        }
        _ => {}
    }
}

/// Adds the text of a line; a break is a space.
pub(super) fn add_line(content: &[Inline], text: &mut String) {
    for inline in content {
        match inline {
            Inline::Text(piece) => text.push_str(piece),
            Inline::Math(math) => text.push_str(&math.reading()),
            Inline::Break => text.push(' '),
            Inline::Styled { content, .. } | Inline::Link { content, .. } => add_line(content, text),
            Inline::Anchor(_) | Inline::Image(_) => {}
        }
    }
}

/// `true` if a line has any visible character.
pub(super) fn is_visible(content: &[Inline]) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Text(text) => text.chars().any(is_counted),
        Inline::Math(_) => true,
        Inline::Styled { content, .. } | Inline::Link { content, .. } => is_visible(content),
        Inline::Break | Inline::Anchor(_) | Inline::Image(_) => false,
    })
}

/// The number of visible characters and images, and how many of them are in links.
#[derive(Default)]
pub(super) struct TextLength {
    pub(super) text: usize,
    pub(super) links: usize,
    pub(super) images: usize,
    pub(super) linked_images: usize,
}

impl TextLength {
    pub(super) fn of(blocks: &[Block]) -> Self {
        let mut length = Self::default();
        length.add_all(blocks);
        length
    }

    fn add_all<'b>(&mut self, blocks: impl IntoIterator<Item = &'b Block>) {
        for block in blocks {
            self.add(block);
        }
    }

    fn add(&mut self, block: &Block) {
        match block {
            Block::Paragraph(content)
            | Block::Heading { content, .. }
            | Block::Preformatted { content, .. } => {
                self.add_line(content, false);
            }
            Block::Quote(content) | Block::Directed { content, .. } => self.add_all(content),
            Block::List(list) => self.add_all(list.items.iter().flat_map(|item| &item.content)),
            Block::Definitions(parts) => {
                for part in parts {
                    match part {
                        Definition::Term(content) => self.add_line(content, false),
                        Definition::Details(content) => self.add_all(content),
                    }
                }
            }
            Block::Table(Table { caption, head, body }) => {
                self.add_line(caption, false);
                self.add_all(head.iter().chain(body).flatten().flat_map(|cell| &cell.content));
            }
            Block::Figure { content, caption: line } | Block::Details { content, summary: line } => {
                self.add_all(content);
                self.add_line(line, false);
            }
            Block::Media(_) | Block::EmbeddedVideo(_) | Block::Rule => {}
        }
    }

    fn add_text(&mut self, text: &str, linked: bool) {
        let visible = counted(text);
        self.text += visible;
        if linked {
            self.links += visible;
        }
    }

    fn add_line(&mut self, content: &[Inline], linked: bool) {
        for inline in content {
            match inline {
                Inline::Text(text) => self.add_text(text, linked),
                Inline::Math(math) => self.add_text(&math.reading(), linked),
                Inline::Styled { content, .. } => self.add_line(content, linked),
                Inline::Link { content, .. } => self.add_line(content, true),
                Inline::Image(_) => {
                    self.images += 1;
                    self.linked_images += usize::from(linked);
                }
                Inline::Break | Inline::Anchor(_) => {}
            }
        }
    }
}
