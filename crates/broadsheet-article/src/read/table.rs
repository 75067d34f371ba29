//! Tables; those that only lay out a page are undone.

use super::{At, Flow, Reader};
use crate::flow::Layout;
use crate::names::{Attribute, Tag};
use crate::source::{Element, NodeId};
use crate::tree::{Align, Block, Inline, Table, TableCell, TableRow};

impl<'a> Reader<'a, '_> {
    pub(super) fn table(&mut self, id: NodeId, flow: &mut Flow<'a>, at: At) {
        let mut table = Table::default();
        self.rows(id, &mut table, false, at.inside());
        let cells = table.head.iter().chain(&table.body).map(Vec::len).sum::<usize>();
        let filled = table.head.iter().chain(&table.body).flatten().any(|cell| !cell.content.is_empty());
        if !filled {
            if !table.caption.is_empty() {
                flow.add(Block::Paragraph(table.caption));
            }
        } else if cells == 1 {
            // One cell is layout.
            if !table.caption.is_empty() {
                flow.add(Block::Paragraph(table.caption));
            }
            for cell in table.head.into_iter().chain(table.body).flatten() {
                flow.open_list = false;
                flow.blocks.extend(cell.content);
            }
        } else {
            flow.add(Block::Table(table));
        }
    }

    fn rows(&mut self, id: NodeId, table: &mut Table, head: bool, at: At) {
        let source = self.source;
        let at = At { depth: at.depth + 1, ..at };
        for child in source.children(id) {
            let Some(element) = source.element(child) else { continue };
            if let Some(anchor) = self.target(element) {
                self.stray.push(anchor);
            }
            match element.tag {
                Some(Tag::Caption) => {
                    let caption = self.line(child, at, Layout::Line);
                    if !table.caption.is_empty() && !caption.is_empty() {
                        table.caption.push(Inline::Break);
                    }
                    table.caption.extend(caption);
                }
                Some(Tag::Thead) => self.rows(child, table, true, at),
                Some(Tag::Tbody | Tag::Tfoot) => self.rows(child, table, false, at),
                Some(Tag::Tr) => {
                    let row = self.row(child, at);
                    if !row.is_empty() {
                        if head && table.body.is_empty() { &mut table.head } else { &mut table.body }
                            .push(row);
                    }
                }
                _ => {}
            }
        }
    }

    fn row(&mut self, id: NodeId, at: At) -> TableRow {
        let source = self.source;
        let at = At { depth: at.depth + 1, ..at };
        let mut row = Vec::new();
        for child in source.children(id) {
            let Some(element) = source.element(child) else { continue };
            let header = match element.tag {
                Some(Tag::Th) => true,
                Some(Tag::Td) => false,
                _ => continue,
            };
            if let Some(anchor) = self.target(element) {
                self.stray.push(anchor);
            }
            row.push(TableCell {
                header,
                columns: span(element, Attribute::Colspan, 100),
                rows: span(element, Attribute::Rowspan, 1000),
                align: align(element),
                content: self.blocks(child, at),
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
