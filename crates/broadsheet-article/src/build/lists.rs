//! Lists, including content that is in no item, and their numbers.

use super::directions::{needed, said};
use super::inline::Layout;
use super::tree_builder::{BlockCollector, Cursor, TreeBuilder};
use crate::document::{Element, NodeId};
use crate::limits::MAX_SOURCE_DEPTH;
use crate::tree::{Block, Definition, ListItem, ListKind, NumberStyle};
use crate::vocabulary::{Attribute, Tag};

impl<'a> TreeBuilder<'a, '_> {
    pub(super) fn item(&mut self, id: NodeId, element: &Element, cursor: Cursor) -> Option<ListItem> {
        let anchor = self.target(element);
        let cursor = self.declared(element, Layout::Paragraphs, cursor);
        let direction = said(element).or(cursor.direction);
        let content = self.blocks(id, Cursor { direction, ..cursor.inside() });
        if content.is_empty() {
            self.pending_anchors.extend(anchor);
            return None;
        }
        let direction = needed(direction, cursor.direction, &content);
        Some(ListItem { id: anchor, value: None, direction, content })
    }

    /// The marks of a list.
    pub(super) fn marks(&self, id: NodeId, element: &Element) -> ListKind {
        let is_reversed = element.get(Attribute::Reversed).is_some();
        let is_item = |&child: &NodeId| self.document.tag(child) == Some(Tag::Li);
        let start = integer(element, Attribute::Start).unwrap_or_else(|| {
            // Without the items that are not written.
            if is_reversed {
                i32::try_from(self.document.children(id).filter(is_item).count()).unwrap_or(i32::MAX)
            } else {
                1
            }
        });
        ListKind::Ordered { start, is_reversed, style: number_style(element) }
    }

    /// The items of a list. In one that counts, an item behind an empty one, which is left out,
    /// keeps its number.
    pub(super) fn items(&mut self, id: NodeId, kind: ListKind, cursor: Cursor) -> Vec<ListItem> {
        let document = self.document;
        let mut items: Vec<ListItem> = Vec::new();
        let mut loose = BlockCollector::new(Layout::Paragraphs, cursor.direction);
        let mut numbers = Numbers::new(kind);
        for child in document.children(id) {
            match document.element(child) {
                Some(element) if element.tag == Some(Tag::Li) => {
                    self.loose_item(&mut loose, &mut items);
                    numbers.go_on_to(items.len());
                    let cursor = Cursor { depth: cursor.depth + 1, ..cursor };
                    let item = self.item(child, element, cursor);
                    let value = numbers.next(integer(element, Attribute::Value), item.is_some());
                    items.extend(item.map(|item| ListItem { value, ..item }));
                }
                Some(Element { tag: Some(Tag::Ul | Tag::Ol), .. }) => {
                    // A list directly in a list belongs to the item before it.
                    self.loose_item(&mut loose, &mut items);
                    let mut nested = BlockCollector::new(Layout::Paragraphs, cursor.direction);
                    self.node(child, &mut nested, cursor.inside());
                    let nested = self.finish(nested);
                    match items.last_mut() {
                        Some(item) => item.content.extend(nested),
                        None if nested.is_empty() => {}
                        None => items.push(ListItem { content: nested, ..ListItem::default() }),
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
                items.push(ListItem { content: blocks, ..ListItem::default() });
            }
            None => {}
        }
    }

    pub(super) fn definitions(&mut self, id: NodeId, parts: &mut Vec<Definition>, cursor: Cursor) {
        let document = self.document;
        let mut loose = BlockCollector::new(Layout::Paragraphs, cursor.direction);
        for child in document.children(id) {
            let tag = document.tag(child);
            if !matches!(tag, Some(Tag::Dt | Tag::Dd | Tag::Div)) || cursor.depth >= MAX_SOURCE_DEPTH {
                self.node(child, &mut loose, cursor);
                continue;
            }
            self.loose_details(&mut loose, parts);
            let mut cursor = Cursor { depth: cursor.depth + 1, ..cursor };
            if let Some(element) = document.element(child) {
                cursor = self.declared(element, Layout::Paragraphs, cursor);
                if let Some(anchor) = self.target(element) {
                    self.pending_anchors.push(anchor);
                }
            }
            match tag {
                Some(Tag::Dt) => {
                    if let Some(element) = document.element(child) {
                        cursor = self.directed_line(child, element, cursor);
                    }
                    let term = self.line(child, cursor, Layout::Line);
                    if !term.is_empty() {
                        parts.push(Definition::Term(term));
                    }
                }
                Some(Tag::Dd) => {
                    let content = match document.element(child) {
                        Some(element) => self.directed_blocks(child, element, cursor),
                        None => Vec::new(),
                    };
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

/// The numbers of a list's items: of the source's, and of those that are written.
struct Numbers {
    /// 1, −1 for a list that counts down, 0 for one without numbers.
    step: i32,
    /// The number of the source's next item.
    source: i32,
    /// The number of the next written item, if it says nothing.
    written: i32,
    /// The number of items that are written.
    count: usize,
}

impl Numbers {
    fn new(kind: ListKind) -> Self {
        let (step, start) = match kind {
            ListKind::Unordered => (0, 0),
            ListKind::Ordered { start, is_reversed, .. } => (if is_reversed { -1 } else { 1 }, start),
        };
        Self { step, source: start, written: start, count: 0 }
    }

    /// Counts the items that were written without a mark in the source.
    fn go_on_to(&mut self, count: usize) {
        while self.count < count {
            self.source = self.source.saturating_add(self.step);
            self.written = self.written.saturating_add(self.step);
            self.count += 1;
        }
    }

    /// Counts an item of the source, which may have a number of its own; the number that it has to
    /// say if it is written.
    fn next(&mut self, own: Option<i32>, is_written: bool) -> Option<i32> {
        if self.step == 0 {
            return None;
        }
        let number = own.unwrap_or(self.source);
        self.source = number.saturating_add(self.step);
        if !is_written {
            return None;
        }
        self.count += 1;
        let is_told = number != self.written;
        self.written = self.source;
        is_told.then_some(number)
    }
}

/// A number of an attribute.
fn integer(element: &Element, name: Attribute) -> Option<i32> {
    element.get(name)?.trim().parse().ok()
}

/// The signs of a list's numbers.
fn number_style(element: &Element) -> NumberStyle {
    #[cfg(feature = "clean")]
    if let Some(style) = super::declared::number_style(element) {
        return style;
    }
    match element.get(Attribute::Type).unwrap_or_default().trim() {
        "a" => NumberStyle::LowerAlpha,
        "A" => NumberStyle::UpperAlpha,
        "i" => NumberStyle::LowerRoman,
        "I" => NumberStyle::UpperRoman,
        _ => NumberStyle::Decimal,
    }
}
