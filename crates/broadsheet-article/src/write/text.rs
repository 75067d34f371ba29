//! The tree as plain text.

use crate::tree::{Article, Block, Definition, Inline};

/// The text of an article with an empty line between blocks, for summaries and for programs without
/// HTML.
pub fn write_text(article: &Article) -> String {
    write_block_text(&article.blocks)
}

/// The text of some blocks, as [`write_text`] writes it.
pub fn write_block_text(content: &[Block]) -> String {
    let mut text = String::new();
    blocks(&mut text, content);
    text
}

fn blocks(text: &mut String, content: &[Block]) {
    for block in content {
        match block {
            Block::Paragraph(content)
            | Block::Heading { content, .. }
            | Block::Preformatted { content, .. } => {
                line(text, content);
            }
            Block::Quote(content) | Block::Directed { content, .. } => blocks(text, content),
            Block::List(list) => list.items.iter().for_each(|item| blocks(text, &item.content)),
            Block::Definitions(parts) => {
                for part in parts {
                    match part {
                        Definition::Term(content) => line(text, content),
                        Definition::Details(content) => blocks(text, content),
                    }
                }
            }
            Block::Table(table) => {
                line(text, &table.caption);
                for cell in table.head.iter().chain(&table.body).flatten() {
                    blocks(text, &cell.content);
                }
            }
            Block::Figure { content, caption } => {
                blocks(text, content);
                line(text, caption);
            }
            Block::Details { summary, content } => {
                line(text, summary);
                blocks(text, content);
            }
            Block::Media(_) | Block::EmbeddedVideo(_) | Block::Rule => {}
        }
    }
}

fn line(text: &mut String, content: &[Inline]) {
    let before = text.len();
    if before > 0 {
        text.push_str("\n\n");
    }
    let start = text.len();
    inlines(text, content);
    if text.len() == start {
        text.truncate(before);
    }
}

fn inlines(text: &mut String, content: &[Inline]) {
    for inline in content {
        match inline {
            Inline::Text(piece) => text.push_str(piece),
            Inline::Math(math) => text.push_str(&math.reading()),
            Inline::Break => text.push('\n'),
            Inline::Styled { content, .. } | Inline::Link { content, .. } => inlines(text, content),
            Inline::Anchor(_) | Inline::Image(_) => {}
        }
    }
}
