//! Lists, including content that is in no item.

use super::inline::Layout;
use super::tree_builder::{BlockCollector, Cursor, TreeBuilder};
use crate::document::{Element, NodeId};
use crate::limits::MAX_SOURCE_DEPTH;
use crate::tree::{Block, Definition, ListItem};
use crate::vocabulary::Tag;

impl<'a> TreeBuilder<'a, '_> {
    pub(super) fn item(&mut self, id: NodeId, element: &Element, cursor: Cursor) -> Option<ListItem> {
        let anchor = self.target(element);
        let content = self.blocks(id, cursor.inside());
        if content.is_empty() {
            self.pending_anchors.extend(anchor);
            return None;
        }
        Some(ListItem { id: anchor, content })
    }

    pub(super) fn items(&mut self, id: NodeId, cursor: Cursor) -> Vec<ListItem> {
        let document = self.document;
        let mut items: Vec<ListItem> = Vec::new();
        let mut loose = BlockCollector::new(Layout::Paragraphs);
        for child in document.children(id) {
            match document.element(child) {
                Some(element) if element.tag == Some(Tag::Li) => {
                    self.loose_item(&mut loose, &mut items);
                    let cursor = Cursor { depth: cursor.depth + 1, ..cursor };
                    items.extend(self.item(child, element, cursor));
                }
                Some(Element { tag: Some(Tag::Ul | Tag::Ol), .. }) => {
                    // A list directly in a list belongs to the item before it.
                    self.loose_item(&mut loose, &mut items);
                    let mut nested = BlockCollector::new(Layout::Paragraphs);
                    self.node(child, &mut nested, cursor.inside());
                    let nested = self.finish(nested);
                    match items.last_mut() {
                        Some(item) => item.content.extend(nested),
                        None if nested.is_empty() => {}
                        None => items.push(ListItem { id: None, content: nested }),
                    }
                }
                _ => self.node(child, &mut loose, cursor.inside()),
            }
        }
        self.loose_item(&mut loose, &mut items);
        items
    }

    /// Makes items of content that was in a list but in no item.
    fn loose_item(&mut self, loose: &mut BlockCollector<'a>, items: &mut Vec<ListItem>) {
        self.flush(loose);
        let made_of_items = loose.open_list;
        let mut blocks = std::mem::take(&mut loose.blocks);
        loose.open_list = false;
        match blocks.pop() {
            Some(Block::List(list)) if made_of_items && blocks.is_empty() => items.extend(list.items),
            Some(block) => {
                blocks.push(block);
                items.push(ListItem { id: None, content: blocks });
            }
            None => {}
        }
    }

    pub(super) fn definitions(&mut self, id: NodeId, parts: &mut Vec<Definition>, cursor: Cursor) {
        let document = self.document;
        let mut loose = BlockCollector::new(Layout::Paragraphs);
        for child in document.children(id) {
            let tag = document.tag(child);
            if !matches!(tag, Some(Tag::Dt | Tag::Dd | Tag::Div)) || cursor.depth >= MAX_SOURCE_DEPTH {
                self.node(child, &mut loose, cursor);
                continue;
            }
            self.loose_details(&mut loose, parts);
            let cursor = Cursor { depth: cursor.depth + 1, ..cursor };
            if let Some(element) = document.element(child)
                && let Some(anchor) = self.target(element)
            {
                self.pending_anchors.push(anchor);
            }
            match tag {
                Some(Tag::Dt) => {
                    let term = self.line(child, cursor, Layout::Line);
                    if !term.is_empty() {
                        parts.push(Definition::Term(term));
                    }
                }
                Some(Tag::Dd) => {
                    let content = self.blocks(child, cursor);
                    if !content.is_empty() {
                        parts.push(Definition::Details(content));
                    }
                }
                _ => self.definitions(child, parts, cursor),
            }
        }
        self.loose_details(&mut loose, parts);
    }

    fn loose_details(&mut self, loose: &mut BlockCollector<'a>, parts: &mut Vec<Definition>) {
        self.flush(loose);
        let content = std::mem::take(&mut loose.blocks);
        if !content.is_empty() {
            parts.push(Definition::Details(content));
        }
    }
}
