//! The way back from a footnote to the text that it belongs to.

use std::collections::BTreeMap;

use crate::tree::{AnchorId, Block, Definition, Inline, TextStyle};
use crate::url::LinkUrl;

/// The sign of a way back.
pub(in crate::clean) const SIGN: char = '↩';

/// Adds a link back to every footnote that is referred to and leads nowhere itself.
pub(super) fn link_back(blocks: &mut [Block]) {
    let mut found = Found::default();
    found.blocks(blocks);
    let Found { references, marks: _, notes } = found;
    // Only a note that comes after its reference is one.
    let is_note =
        |note: &Note| !note.leads && references.get(&note.id).is_some_and(|&first| first < note.before);
    let mut ways: Ways = notes
        .into_iter()
        .filter(is_note)
        .filter_map(|note| {
            let name = note.id.as_str().strip_prefix(AnchorId::PREFIX)?;
            let place = AnchorId::new(&["ref-", name].concat())?;
            Some((note.id, Way { place, placed: false }))
        })
        .collect();
    if !ways.is_empty() {
        add(blocks, &mut ways);
    }
}

/// The ways back, by note: a map, since there may be as many notes as marks.
type Ways = BTreeMap<AnchorId, Way>;

/// A way back.
struct Way {
    /// Where it leads to.
    place: AnchorId,
    /// That place exists.
    placed: bool,
}

#[derive(Default)]
struct Found {
    /// Notes that marks in the text refer to, each with the number of its first mark.
    references: BTreeMap<AnchorId, usize>,
    /// How many marks there are.
    marks: usize,
    notes: Vec<Note>,
}

/// What may be a footnote: an item or a paragraph with an anchor.
struct Note {
    id: AnchorId,
    /// How many marks stand before it.
    before: usize,
    /// It holds a link to a place in the article.
    leads: bool,
}

impl Found {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(content) => {
                    if let Some(Inline::Anchor(id)) = content.first() {
                        self.note(id, leads_somewhere(content));
                    }
                    self.line(content, false);
                }
                Block::Heading { content, .. } => self.line(content, false),
                Block::Quote(content) | Block::Figure { content, .. } | Block::Details { content, .. } => {
                    self.blocks(content);
                }
                Block::List(list) => {
                    for item in &list.items {
                        if let Some(id) = &item.id {
                            self.note(id, item.content.iter().any(leads));
                        }
                        self.blocks(&item.content);
                    }
                }
                Block::Definitions(parts) => {
                    for part in parts {
                        match part {
                            Definition::Term(content) => self.line(content, false),
                            Definition::Details(content) => self.blocks(content),
                        }
                    }
                }
                Block::Table(table) => {
                    for cell in table.head.iter().chain(&table.body).flatten() {
                        self.blocks(&cell.content);
                    }
                }
                Block::Preformatted { .. } | Block::Media(_) | Block::Film(_) | Block::Rule => {}
            }
        }
    }

    fn note(&mut self, id: &AnchorId, leads: bool) {
        self.notes.push(Note { id: id.clone(), before: self.marks, leads });
    }

    fn line(&mut self, content: &[Inline], raised: bool) {
        for inline in content {
            match inline {
                Inline::Link { href: LinkUrl::Anchor(id), content } if is_mark(content, raised) => {
                    self.references.entry(id.clone()).or_insert(self.marks);
                    self.marks += 1;
                }
                Inline::Styled { style, content } => {
                    self.line(content, raised || *style == TextStyle::Superscript);
                }
                _ => {}
            }
        }
    }
}

/// Whether the text of a link is the mark of a footnote: raised or in brackets, and short.
fn is_mark(content: &[Inline], raised: bool) -> bool {
    let mut text = String::new();
    let mut raised = raised;
    for inline in content {
        match inline {
            Inline::Text(piece) => text.push_str(piece),
            Inline::Styled { style, content } => {
                raised |= *style == TextStyle::Superscript;
                if let [Inline::Text(piece)] = content.as_slice() {
                    text.push_str(piece);
                }
            }
            _ => return false,
        }
    }
    let text = text.trim();
    let bracketed = text.starts_with(['[', '(', '［', '（', '〔', '【'])
        && text.ends_with([']', ')', '］', '）', '〕', '】']);
    let sign = text.starts_with(['①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨', '⑩', '*', '†', '‡']);
    (raised || bracketed || sign) && (1..=6).contains(&text.chars().count()) && !text.starts_with(SIGN)
}

fn leads(block: &Block) -> bool {
    match block {
        Block::Paragraph(content) => leads_somewhere(content),
        Block::Quote(content) => content.iter().any(leads),
        Block::List(list) => list.items.iter().flat_map(|item| &item.content).any(leads),
        _ => false,
    }
}

fn leads_somewhere(content: &[Inline]) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Link { href: LinkUrl::Anchor(_), .. } => true,
        Inline::Styled { content, .. } => leads_somewhere(content),
        _ => false,
    })
}

fn add(blocks: &mut [Block], ways: &mut Ways) {
    for block in blocks {
        match block {
            Block::Paragraph(content) => {
                add_places(content, ways);
                if let Some(Inline::Anchor(id)) = content.first()
                    && let Some(way) = ways.get(id).filter(|way| way.placed)
                {
                    append(content, way);
                }
            }
            Block::Heading { content, .. } => add_places(content, ways),
            Block::Quote(content) | Block::Figure { content, .. } | Block::Details { content, .. } => {
                add(content, ways);
            }
            Block::List(list) => {
                for item in &mut list.items {
                    add(&mut item.content, ways);
                    if let Some(id) = &item.id
                        && let Some(way) = ways.get(id).filter(|way| way.placed)
                    {
                        if let Some(Block::Paragraph(content)) = item.content.last_mut() {
                            append(content, way);
                        } else {
                            item.content.push(Block::Paragraph(vec![back(way)]));
                        }
                    }
                }
            }
            Block::Definitions(parts) => {
                for part in parts {
                    match part {
                        Definition::Term(content) => add_places(content, ways),
                        Definition::Details(content) => add(content, ways),
                    }
                }
            }
            Block::Table(table) => {
                for cell in table.head.iter_mut().chain(&mut table.body).flatten() {
                    add(&mut cell.content, ways);
                }
            }
            Block::Preformatted { .. } | Block::Media(_) | Block::Film(_) | Block::Rule => {}
        }
    }
}

/// Adds a way back to the end of a line. Texts that meet are one text and a space stands before anchors, as when the
/// article is read again.
fn append(content: &mut Vec<Inline>, way: &Way) {
    let end =
        content.iter().rposition(|inline| !matches!(inline, Inline::Anchor(_))).map_or(0, |last| last + 1);
    let anchors = content.split_off(end);
    match content.last_mut() {
        Some(Inline::Text(text)) => text.push(' '),
        _ => content.push(Inline::Text(" ".to_owned())),
    }
    content.extend(anchors);
    content.push(back(way));
}

fn back(way: &Way) -> Inline {
    Inline::Link { href: LinkUrl::Anchor(way.place.clone()), content: vec![Inline::Text(SIGN.to_string())] }
}

/// Puts the place that a note leads back to before the first mark of each. Before all the elements around the mark:
/// there it also stands when the article is read again.
fn add_places(content: &mut Vec<Inline>, ways: &mut Ways) {
    let mut with_places = Vec::with_capacity(content.len());
    for inline in content.drain(..) {
        marks(std::slice::from_ref(&inline), ways, &mut with_places);
        with_places.push(inline);
    }
    *content = with_places;
}

fn marks(content: &[Inline], ways: &mut Ways, places: &mut Vec<Inline>) {
    for inline in content {
        match inline {
            Inline::Link { href: LinkUrl::Anchor(id), .. } => {
                if let Some(way) = ways.get_mut(id).filter(|way| !way.placed) {
                    way.placed = true;
                    places.push(Inline::Anchor(way.place.clone()));
                }
            }
            Inline::Styled { content, .. } => marks(content, ways, places),
            _ => {}
        }
    }
}
