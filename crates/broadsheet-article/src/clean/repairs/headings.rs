//! Heading levels without gaps.

use super::repair::{Apply, Repair};
use crate::ledger::Account;
use crate::tree::{Block, HeadingLevel};

/// Leaves out no level between a heading and those below it.
pub(super) const HEADING_ORDER: Repair = Repair {
    name: "heading-order",
    reason: "an outline without gaps is what screen readers and tables of contents need",
    apply: Apply::ToTree(close_gaps),
    #[cfg(test)]
    cases: &[
        (
            "<h2>a</h2><h4>b</h4><h6>c</h6><h4>d</h4><h3>e</h3><h1>f</h1>",
            "<h2>a</h2><h3>b</h3><h4>c</h4><h3>d</h3><h3>e</h3><h2>f</h2>",
        ),
        ("<h4>a</h4><h5>b</h5><h3>c</h3>", "<h2>a</h2><h3>b</h3><h2>c</h2>"),
    ],
};

/// Gives every heading the level below that of the heading it belongs to, so that no level is left
/// out; which heading belongs to which stays as it was.
fn close_gaps(blocks: &mut [Block], _: &mut Account) {
    outline(blocks, &mut Vec::new());
}

/// `open` has the original levels of the enclosing headings, outermost first.
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
            Block::Figure { content, .. }
            | Block::Details { content, .. }
            | Block::Quote(content)
            | Block::Directed { content, .. } => {
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
