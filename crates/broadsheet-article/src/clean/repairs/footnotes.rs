//! The way back from a footnote to the text that it belongs to.

use crate::tree::{AnchorId, Block, Definition, Inline, TextStyle};
use crate::url::LinkUrl;

/// The sign of a way back.
const SIGN: &str = "↩";

/// Adds a link back to every footnote that is referred to and leads nowhere itself.
pub(super) fn link_back(blocks: &mut [Block]) {
    let mut found = Found::default();
    found.blocks(blocks);
    let Found { references, mut notes } = found;
    // Only a note that comes after its reference is one.
    notes.retain(|note| !note.leads && note.before > 0 && references[..note.before].contains(&note.id));
    let mut ways: Vec<Way> = notes
        .into_iter()
        .filter_map(|note| {
            let name = note.id.as_str().strip_prefix(AnchorId::PREFIX)?;
            let place = AnchorId::new(&["ref-", name].concat())?;
            Some(Way { note: note.id, place, placed: false })
        })
        .collect();
    if !ways.is_empty() {
        add(blocks, &mut ways);
    }
}

/// A way back.
struct Way {
    note: AnchorId,
    /// Where it leads to.
    place: AnchorId,
    /// That place exists.
    placed: bool,
}

#[derive(Default)]
struct Found {
    /// Notes that marks in the text refer to, in the order of the marks.
    references: Vec<AnchorId>,
    notes: Vec<Note>,
}

/// What may be a footnote: an item or a paragraph with an anchor.
struct Note {
    id: AnchorId,
    /// How many references stand before it.
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
        self.notes.push(Note { id: id.clone(), before: self.references.len(), leads });
    }

    fn line(&mut self, content: &[Inline], raised: bool) {
        for inline in content {
            match inline {
                Inline::Link { href: LinkUrl::Anchor(id), content } if is_mark(content, raised) => {
                    self.references.push(id.clone());
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
    (raised || bracketed || sign) && (1..=6).contains(&text.chars().count()) && text != SIGN
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

fn add(blocks: &mut [Block], ways: &mut [Way]) {
    for block in blocks {
        match block {
            Block::Paragraph(content) => {
                add_places(content, ways);
                if let Some(Inline::Anchor(id)) = content.first()
                    && let Some(way) = ways.iter().find(|way| way.note == *id && way.placed)
                {
                    content.push(Inline::Text(" ".to_owned()));
                    content.push(back(way));
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
                        && let Some(way) = ways.iter().find(|way| way.note == *id && way.placed)
                    {
                        if let Some(Block::Paragraph(content)) = item.content.last_mut() {
                            content.push(Inline::Text(" ".to_owned()));
                            content.push(back(way));
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

fn back(way: &Way) -> Inline {
    Inline::Link { href: LinkUrl::Anchor(way.place.clone()), content: vec![Inline::Text(SIGN.to_owned())] }
}

/// Puts the place that a note leads back to before the first mark of each. Before all the elements around the mark:
/// there it also stands when the article is read again.
fn add_places(content: &mut Vec<Inline>, ways: &mut [Way]) {
    let mut place = 0;
    while place < content.len() {
        let mut places = Vec::new();
        marks(std::slice::from_ref(&content[place]), ways, &mut places);
        let next = place + places.len() + 1;
        content.splice(place..place, places);
        place = next;
    }
}

fn marks(content: &[Inline], ways: &mut [Way], places: &mut Vec<Inline>) {
    for inline in content {
        match inline {
            Inline::Link { href: LinkUrl::Anchor(id), .. } => {
                if let Some(way) = ways.iter_mut().find(|way| way.note == *id && !way.placed) {
                    way.placed = true;
                    places.push(Inline::Anchor(way.place.clone()));
                }
            }
            Inline::Styled { content, .. } => marks(content, ways, places),
            _ => {}
        }
    }
}
