//! Tables; layout tables are replaced by their content.

use super::directions::{needed, said};
use super::inline::Layout;
use super::tree_builder::{BlockCollector, Cursor, TreeBuilder};
use crate::document::{Element, NodeId};
use crate::ledger::{Ending, Loss, Replacement};
use crate::tree::{Align, Block, Inline, Table, TableCell, TableRow};
use crate::vocabulary::{Attribute, Tag};

impl<'a> TreeBuilder<'a, '_> {
    pub(super) fn table(&mut self, id: NodeId, collector: &mut BlockCollector<'a>, cursor: Cursor) {
        let mut table = Table::default();
        self.rows(id, &mut table, false, cursor.inside());
        let cells = table.head.iter().chain(&table.body).map(Vec::len).sum::<usize>();
        let filled = table.head.iter().chain(&table.body).flatten().any(|cell| !cell.content.is_empty());
        if !filled {
            self.account.end_cells(cells, Ending::EMPTY);
            if !table.caption.is_empty() {
                collector.add(Block::Paragraph(table.caption));
            }
        } else if cells == 1 {
            // A single cell is layout.
            self.account.end_cells(cells, Ending::Replaced(Replacement::Content));
            if !table.caption.is_empty() {
                collector.add(Block::Paragraph(table.caption));
            }
            for cell in table.head.into_iter().chain(table.body).flatten() {
                // In the direction of the table, which had it alone.
                for block in cell.content {
                    collector.add(block);
                }
            }
        } else {
            collector.add(Block::Table(table));
        }
    }

    fn rows(&mut self, id: NodeId, table: &mut Table, head: bool, cursor: Cursor) {
        let document = self.document;
        let cursor = Cursor { depth: cursor.depth + 1, ..cursor };
        for child in document.children(id) {
            let Some(element) = document.element(child) else {
                self.account.end_subtree(document, child, Ending::Lost(Loss::NoPlace));
                continue;
            };
            if let Some(anchor) = self.target(element) {
                self.pending_anchors.push(anchor);
            }
            match element.tag {
                Some(Tag::Caption) => {
                    let cursor = self.directed_line(child, element, cursor);
                    let caption = self.line(child, cursor, Layout::Line);
                    if !table.caption.is_empty() && !caption.is_empty() {
                        table.caption.push(Inline::Break);
                    }
                    table.caption.extend(caption);
                }
                Some(Tag::Thead) => self.rows(child, table, true, cursor),
                Some(Tag::Tbody | Tag::Tfoot) => self.rows(child, table, false, cursor),
                Some(Tag::Tr) => {
                    let row = self.row(child, element, cursor);
                    if !row.is_empty() {
                        if head && table.body.is_empty() { &mut table.head } else { &mut table.body }
                            .push(row);
                    }
                }
                _ => self.account.end_subtree(document, child, Ending::Lost(Loss::NoPlace)),
            }
        }
    }

    fn row(&mut self, id: NodeId, element: &Element, cursor: Cursor) -> TableRow {
        let document = self.document;
        let of_row = said(element).or(cursor.direction);
        let cursor = Cursor { depth: cursor.depth + 1, ..cursor };
        let mut row = Vec::new();
        for child in document.children(id) {
            let header = match document.tag(child) {
                Some(Tag::Th) => Some(true),
                Some(Tag::Td) => Some(false),
                _ => None,
            };
            let (Some(element), Some(header)) = (document.element(child), header) else {
                self.account.end_subtree(document, child, Ending::Lost(Loss::NoPlace));
                continue;
            };
            if let Some(anchor) = self.target(element) {
                self.pending_anchors.push(anchor);
            }
            let cursor = self.declared(element, Layout::Paragraphs, cursor);
            let direction = said(element).or(of_row);
            let content = self.blocks(child, Cursor { direction, ..cursor });
            row.push(TableCell {
                header,
                columns: span(element, Attribute::Colspan, 100),
                rows: span(element, Attribute::Rowspan, 1000),
                align: align(element),
                direction: needed(direction, cursor.direction, &content),
                content,
            });
        }
        row
    }
}

fn span(element: &Element, name: Attribute, most: u16) -> u16 {
    element.get(name).and_then(|value| value.trim().parse().ok()).unwrap_or(1).clamp(1, most)
}

fn align(element: &Element) -> Option<Align> {
    let named = |value: &str| match value.trim() {
        value if value.eq_ignore_ascii_case("left") => Some(Align::Left),
        value if value.eq_ignore_ascii_case("center") => Some(Align::Center),
        value if value.eq_ignore_ascii_case("right") => Some(Align::Right),
        _ => None,
    };
    let styled = element.get(Attribute::Style).and_then(|style| {
        style.split(';').find_map(|part| {
            let (property, value) = part.split_once(':')?;
            property.trim().eq_ignore_ascii_case("text-align").then(|| named(value)).flatten()
        })
    });
    styled.or_else(|| element.get(Attribute::Align).and_then(named))
}
