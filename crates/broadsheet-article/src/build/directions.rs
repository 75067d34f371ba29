//! Directions of text that a page says: which of them the tree keeps, and where.
//!
//! Of what is written in its natural direction anyway, most pages say it too: whole blogs stand in
//! `dir="ltr"`. Those are left out when a page is packed.

use super::inline::{InlineWrapper, Layout};
use super::role::Role;
use super::tree_builder::{BlockCollector, Cursor, TreeBuilder};
use crate::document::{Element, NodeId};
#[cfg(feature = "clean")]
use crate::letters::{is_left_to_right, is_right_to_left};
use crate::tree::{Block, BlockDirection, Inline, LineDirection, TextStyle};
use crate::vocabulary::{Attribute, Tag};
#[cfg(feature = "clean")]
use crate::write::write_block_text;

const LEFT_TO_RIGHT: BlockDirection = BlockDirection::Is(LineDirection::LeftToRight);
const RIGHT_TO_LEFT: BlockDirection = BlockDirection::Is(LineDirection::RightToLeft);

/// The direction that an element says.
pub(super) fn said(element: &Element) -> Option<BlockDirection> {
    let named = |value: &str| {
        let is = |known: &str| value.trim().eq_ignore_ascii_case(known);
        if is("rtl") {
            Some(RIGHT_TO_LEFT)
        } else if is("ltr") {
            Some(LEFT_TO_RIGHT)
        } else if is("auto") {
            Some(BlockDirection::Auto)
        } else {
            None
        }
    };
    let said = element.get(Attribute::Dir).and_then(named);
    #[cfg(feature = "clean")]
    let said = super::declared::value(element, "direction").and_then(named).or(said);
    said
}

/// The direction that blocks have to say, within one that is said `around` them.
pub(super) fn needed(
    direction: Option<BlockDirection>,
    around: Option<BlockDirection>,
    blocks: &[Block],
) -> Option<BlockDirection> {
    let direction = direction?;
    if Some(direction) == around {
        return None;
    }
    #[cfg(feature = "clean")]
    {
        let text = || write_block_text(blocks);
        let is_needed = match direction {
            RIGHT_TO_LEFT => true,
            BlockDirection::Auto => text().chars().any(is_right_to_left),
            BlockDirection::Is(_) => {
                around == Some(RIGHT_TO_LEFT) || {
                    let text = text();
                    let is_plain = text.chars().any(is_left_to_right) && !text.chars().any(is_right_to_left);
                    !is_plain
                }
            }
        };
        if !is_needed {
            return None;
        }
    }
    #[cfg(not(feature = "clean"))]
    let _ = blocks;
    Some(direction)
}

/// `true` for a block whose direction makes a difference.
pub(super) fn is_directed(block: &Block) -> bool {
    fn has_text(content: &[Inline]) -> bool {
        content.iter().any(|inline| match inline {
            Inline::Text(_) | Inline::Math(_) => true,
            Inline::Styled { content, .. } | Inline::Link { content, .. } => has_text(content),
            Inline::Break | Inline::Anchor(_) | Inline::Image(_) => false,
        })
    }
    match block {
        Block::Paragraph(content) => has_text(content),
        Block::Figure { content, caption } => has_text(caption) || content.iter().any(is_directed),
        Block::Media(_) | Block::EmbeddedVideo(_) | Block::Rule | Block::Directed { .. } => false,
        _ => true,
    }
}

impl<'a> TreeBuilder<'a, '_> {
    /// The place within an element of running text, or within one that becomes it: with the
    /// direction that it says.
    pub(super) fn directed_line(&mut self, element: &Element, cursor: Cursor) -> Cursor {
        let is_isolate = element.tag == Some(Tag::Bdi);
        let is_override = element.tag == Some(Tag::Bdo);
        let Some(direction) = said(element) else { return cursor };
        if Some(direction) == cursor.direction && !is_isolate && !is_override {
            return cursor;
        }
        let style = match direction {
            BlockDirection::Is(direction) if is_override => TextStyle::Overridden(direction),
            BlockDirection::Is(direction) => TextStyle::Directed(direction),
            BlockDirection::Auto => TextStyle::BidiIsolate,
        };
        let context = self.contexts.push(cursor.context, InlineWrapper::Style(style));
        Cursor { context, direction: Some(direction), ..cursor }
    }

    /// Adds what an element is, in the direction that it says.
    pub(super) fn directed(
        &mut self,
        id: NodeId,
        element: &Element,
        role: Role,
        collector: &mut BlockCollector<'a>,
        cursor: Cursor,
    ) {
        let Some(direction) = said(element) else {
            self.place(id, element, role, collector, cursor);
            return;
        };
        let is_caption = element.tag == Some(Tag::Figcaption) && !self.captions.is_empty();
        let is_line = collector.is_line()
            || is_caption
            || match role {
                Role::Section | Role::Structure(_) => false,
                _ => !self.holds_blocks(id),
            };
        if is_line {
            let cursor = self.directed_line(element, cursor);
            self.place(id, element, role, collector, cursor);
            return;
        }
        self.flush(collector);
        let outer = collector.direction.replace(direction);
        self.place(id, element, role, collector, Cursor { direction: Some(direction), ..cursor });
        self.flush(collector);
        collector.direction = outer;
    }

    /// `true` if blocks are among what an element of running text holds.
    fn holds_blocks(&self, id: NodeId) -> bool {
        let document = self.document;
        document
            .children(id)
            .filter_map(|child| document.element(child))
            .any(|child| matches!(Role::of(child.tag), Role::Section | Role::Structure(_)))
    }

    /// The blocks that an element holds, in the direction that it says, which each of them has.
    pub(super) fn directed_blocks(&mut self, id: NodeId, element: &Element, cursor: Cursor) -> Vec<Block> {
        let mut collector = BlockCollector::new(Layout::Paragraphs, cursor.direction);
        let direction = said(element).or(cursor.direction);
        collector.direction = direction;
        self.children(id, &mut collector, Cursor { direction, ..cursor });
        self.finish(collector)
    }
}
