//! Directions of text that a page says: which of them the tree keeps, and where.
//!
//! Of what is written in its natural direction anyway, most pages say it too: whole blogs stand in
//! `dir="ltr"`. Those are left out when a page is packed.

use crate::document::Element;
#[cfg(feature = "clean")]
use crate::letters::{is_left_to_right, is_right_to_left};
use crate::tree::{Block, BlockDirection, Inline, LineDirection};
use crate::vocabulary::Attribute;
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
    let said = match element.get(Attribute::Style) {
        // Hardly any style has it.
        Some(style) if style.contains("direction") => {
            super::declared::value(element, "direction").and_then(named).or(said)
        }
        _ => said,
    };
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
