//! Lists, with what stands in them but in none of their items.

use super::{At, Flow, Reader};
use crate::flow::Layout;
use crate::limits::MAX_SOURCE_DEPTH;
use crate::names::Tag;
use crate::source::{Element, NodeId};
use crate::tree::{Block, Definition, ListItem};

impl<'a> Reader<'a, '_> {
    pub(super) fn item(&mut self, id: NodeId, element: &Element, at: At) -> Option<ListItem> {
        let anchor = self.target(element);
        let content = self.blocks(id, at.inside());
        if content.is_empty() {
            self.stray.extend(anchor);
            return None;
        }
        Some(ListItem { id: anchor, content })
    }

    pub(super) fn items(&mut self, id: NodeId, at: At) -> Vec<ListItem> {
        let source = self.source;
        let mut items: Vec<ListItem> = Vec::new();
        let mut loose = Flow::new(Layout::Paragraphs);
        for child in source.children(id) {
            match source.element(child) {
                Some(element) if element.tag == Some(Tag::Li) => {
                    self.loose_item(&mut loose, &mut items);
                    let at = At { depth: at.depth + 1, ..at };
                    items.extend(self.item(child, element, at));
                }
                Some(Element { tag: Some(Tag::Ul | Tag::Ol), .. }) => {
                    // A list right in a list belongs to the item before it.
                    self.loose_item(&mut loose, &mut items);
                    let mut nested = Flow::new(Layout::Paragraphs);
                    self.node(child, &mut nested, at.inside());
                    let nested = self.finish(nested);
                    match items.last_mut() {
                        Some(item) => item.content.extend(nested),
                        None if nested.is_empty() => {}
                        None => items.push(ListItem { id: None, content: nested }),
                    }
                }
                _ => self.node(child, &mut loose, at.inside()),
            }
        }
        self.loose_item(&mut loose, &mut items);
        items
    }

    /// Makes items of what stood in a list but in no item.
    fn loose_item(&mut self, loose: &mut Flow<'a>, items: &mut Vec<ListItem>) {
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

    pub(super) fn definitions(&mut self, id: NodeId, parts: &mut Vec<Definition>, at: At) {
        let source = self.source;
        let mut loose = Flow::new(Layout::Paragraphs);
        for child in source.children(id) {
            let tag = source.tag(child);
            if !matches!(tag, Some(Tag::Dt | Tag::Dd | Tag::Div)) || at.depth >= MAX_SOURCE_DEPTH {
                self.node(child, &mut loose, at);
                continue;
            }
            self.loose_details(&mut loose, parts);
            let at = At { depth: at.depth + 1, ..at };
            if let Some(element) = source.element(child)
                && let Some(anchor) = self.target(element)
            {
                self.stray.push(anchor);
            }
            match tag {
                Some(Tag::Dt) => {
                    let term = self.line(child, at, Layout::Line);
                    if !term.is_empty() {
                        parts.push(Definition::Term(term));
                    }
                }
                Some(Tag::Dd) => {
                    let content = self.blocks(child, at);
                    if !content.is_empty() {
                        parts.push(Definition::Details(content));
                    }
                }
                _ => self.definitions(child, parts, at),
            }
        }
        self.loose_details(&mut loose, parts);
    }

    fn loose_details(&mut self, loose: &mut Flow<'a>, parts: &mut Vec<Definition>) {
        self.flush(loose);
        let content = std::mem::take(&mut loose.blocks);
        if !content.is_empty() {
            parts.push(Definition::Details(content));
        }
    }
}
