//! Elements that say a direction.

use super::contexts::InlineWrapper;
use super::directions::said;
use super::inline::Layout;
use super::role::Role;
use super::tree_builder::{BlockCollector, Cursor, TreeBuilder};
#[cfg(feature = "clean")]
use crate::document::NodeKind;
use crate::document::{Element, NodeId};
#[cfg(feature = "clean")]
use crate::letters::is_right_to_left;
use crate::tree::{Block, BlockDirection, TextStyle};
use crate::vocabulary::Tag;

impl<'a> TreeBuilder<'a, '_> {
    /// The place within an element of running text, or within one that becomes it: with the
    /// direction that it says.
    pub(super) fn directed_line(&mut self, id: NodeId, element: &Element, cursor: Cursor) -> Cursor {
        let is_isolate = element.tag == Some(Tag::Bdi);
        let is_override = element.tag == Some(Tag::Bdo);
        let Some(direction) = said(element) else { return cursor };
        if Some(direction) == cursor.direction && !is_isolate && !is_override {
            return cursor;
        }
        let style = match direction {
            BlockDirection::Is(direction) if is_override => TextStyle::Overridden(direction),
            BlockDirection::Is(direction) => TextStyle::Directed(direction),
            BlockDirection::Auto if is_isolate || self.may_turn(id) => TextStyle::BidiIsolate,
            BlockDirection::Auto => return cursor,
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
            let cursor = self.directed_line(id, element, cursor);
            self.place(id, element, role, collector, cursor);
            return;
        }
        self.flush(collector);
        let outer = collector.direction.replace(direction);
        self.place(id, element, role, collector, Cursor { direction: Some(direction), ..cursor });
        self.flush(collector);
        collector.direction = outer;
    }

    /// `true` if an element holds letters that are written from right to left, as far as this is
    /// looked for.
    #[cfg(feature = "clean")]
    fn may_turn(&self, id: NodeId) -> bool {
        /// Texts that are looked at, and bytes of each.
        const MAX_LOOK: usize = 64;
        const MAX_BYTES: usize = 512;
        let texts = self.document.descendants(id).filter_map(|inner| match self.document.kind(inner) {
            NodeKind::Text(text) => Some(&text[..text.floor_char_boundary(MAX_BYTES)]),
            _ => None,
        });
        texts.take(MAX_LOOK).flat_map(str::chars).any(is_right_to_left)
    }

    /// `true`: what was packed says no direction in vain.
    #[cfg(not(feature = "clean"))]
    #[expect(clippy::unused_self, reason = "directions are judged with the feature `clean`")]
    fn may_turn(&self, _: NodeId) -> bool {
        true
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
