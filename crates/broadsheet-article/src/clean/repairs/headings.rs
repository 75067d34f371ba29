//! An outline without gaps.

use crate::tree::{Block, HeadingLevel};

/// Gives every heading the level below that of the heading it belongs to, so that no level is left out; which heading
/// belongs to which stays as it was.
pub(super) fn close_gaps(blocks: &mut [Block]) {
    outline(blocks, &mut Vec::new());
}

/// `open` has the headings that the place is under, outermost first, by the levels that they had.
fn outline(blocks: &mut [Block], open: &mut Vec<HeadingLevel>) {
    for block in blocks {
        match block {
            Block::Heading { level, .. } => {
                while open.last().is_some_and(|outer| *outer >= *level) {
                    open.pop();
                }
                open.push(*level);
                *level = match open.len() {
                    1 => HeadingLevel::H2,
                    2 => HeadingLevel::H3,
                    3 => HeadingLevel::H4,
                    4 => HeadingLevel::H5,
                    _ => HeadingLevel::H6,
                };
            }
            Block::Figure { content, .. } | Block::Details { content, .. } | Block::Quote(content) => {
                outline(content, open);
            }
            Block::List(list) => {
                for item in &mut list.items {
                    outline(&mut item.content, open);
                }
            }
            Block::Table(table) => {
                for cell in table.head.iter_mut().chain(&mut table.body).flatten() {
                    outline(&mut cell.content, open);
                }
            }
            _ => {}
        }
    }
}
