//! Visits parts of the tree wherever they are.

use super::block::{Block, Definition};
use super::inline::Inline;
use super::math::Math;

/// Calls `visitor` with each formula of some blocks.
pub fn for_each_formula(blocks: &mut [Block], visitor: &mut dyn FnMut(&mut Math)) {
    for block in blocks {
        match block {
            Block::Paragraph(content)
            | Block::Heading { content, .. }
            | Block::Preformatted { content, .. } => {
                in_line(content, visitor);
            }
            Block::Quote(blocks) | Block::Directed { content: blocks, .. } => {
                for_each_formula(blocks, visitor);
            }
            Block::List(list) => {
                for item in &mut list.items {
                    for_each_formula(&mut item.content, visitor);
                }
            }
            Block::Definitions(parts) => {
                for part in parts {
                    match part {
                        Definition::Term(content) => in_line(content, visitor),
                        Definition::Details(blocks) => for_each_formula(blocks, visitor),
                    }
                }
            }
            Block::Table(table) => {
                in_line(&mut table.caption, visitor);
                for cell in table.head.iter_mut().chain(&mut table.body).flatten() {
                    for_each_formula(&mut cell.content, visitor);
                }
            }
            Block::Figure { content, caption: line } | Block::Details { content, summary: line } => {
                for_each_formula(content, visitor);
                in_line(line, visitor);
            }
            Block::Media(_) | Block::EmbeddedVideo(_) | Block::Rule => {}
        }
    }
}

fn in_line(content: &mut [Inline], visitor: &mut dyn FnMut(&mut Math)) {
    for inline in content {
        match inline {
            Inline::Math(math) => visitor(math),
            Inline::Styled { content, .. } | Inline::Link { content, .. } => in_line(content, visitor),
            Inline::Text(_) | Inline::Break | Inline::Anchor(_) | Inline::Image(_) => {}
        }
    }
}
