//! Backlinks: from a footnote back to the text that it belongs to.

use std::collections::BTreeMap;

use super::repair::{Apply, Repair};
use crate::clean::visible::BACKLINK_MARK;
use crate::ledger::{Account, Replacement};
use crate::tree::{AnchorId, Block, Definition, Inline, TextStyle};
use crate::url::LinkUrl;

/// Adds a backlink to every footnote without one.
pub(super) const FOOTNOTE: Repair = Repair {
    name: "footnote",
    reason: "who follows a footnote wants to come back",
    apply: Apply::ToTree(link_back),
    #[cfg(test)]
    cases: &[
        (
            "a<sup><a href=#n1>1</a></sup><sup><a href=#n1>1</a></sup><ol><li id=n1>b</ol>",
            "<p>a<span id=\"a-ref-n1\"></span><sup><a href=\"#a-n1\">1</a></sup><sup><a href=\"#a-n1\">1</a></sup></p>\
             <ol><li id=\"a-n1\">b <a href=\"#a-ref-n1\">↩</a></li></ol>",
        ),
        (
            "a<a href=#n1>[1]</a><p><a name=n1></a>b",
            "<p>a<span id=\"a-ref-n1\"></span><a href=\"#a-n1\">[1]</a></p>\
             <p><span id=\"a-n1\"></span>b <a href=\"#a-ref-n1\">↩</a></p>",
        ),
        (
            "a<a href=#_ftn1 name=_ftnref1>[1]</a><p><a href=#_ftnref1 name=_ftn1>[1]</a> b",
            "<p>a<span id=\"a-_ftnref1\"></span><a href=\"#a-_ftn1\">[1]</a></p>\
             <p><span id=\"a-_ftn1\"></span><a href=\"#a-_ftnref1\">[1]</a> b</p>",
        ),
        (
            "<a href=#n1>see below</a><p id=n1>b",
            "<p><a href=\"#a-n1\">see below</a></p><p><span id=\"a-n1\"></span>b</p>",
        ),
    ],
};

/// Adds a backlink to every footnote that is referred to and has no link within the article.
fn link_back(blocks: &mut [Block], account: &mut Account) {
    let mut finder = FootnoteFinder::default();
    finder.blocks(blocks);
    let FootnoteFinder { references, marks: _, notes } = finder;
    // Only a note that comes after its reference is one.
    let is_note =
        |note: &Note| !note.leads && references.get(&note.id).is_some_and(|&first| first < note.before);
    let mut back_links: BackLinks = notes
        .into_iter()
        .filter(is_note)
        .filter_map(|note| {
            let name = note.id.as_str().strip_prefix(AnchorId::PREFIX)?;
            let target = AnchorId::new(&["ref-", name].concat())?;
            Some((note.id, BackLink { target, has_target: false }))
        })
        .collect();
    if !back_links.is_empty() {
        add_back_links(blocks, &mut back_links, account);
    }
}

/// The backlinks by footnote: a map, since there may be as many footnotes as references.
type BackLinks = BTreeMap<AnchorId, BackLink>;

/// A backlink.
struct BackLink {
    /// The anchor that it leads to.
    target: AnchorId,
    /// `true` once that anchor exists.
    has_target: bool,
}

#[derive(Default)]
struct FootnoteFinder {
    /// Footnotes that the text refers to, each with the index of its first reference.
    references: BTreeMap<AnchorId, usize>,
    /// The number of references so far.
    marks: usize,
    notes: Vec<Note>,
}

/// A possible footnote: an item or a paragraph with an anchor.
struct Note {
    id: AnchorId,
    /// The number of references before it.
    before: usize,
    /// `true` if it holds a link within the article.
    leads: bool,
}

impl FootnoteFinder {
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
                Block::Quote(content)
                | Block::Figure { content, .. }
                | Block::Details { content, .. }
                | Block::Directed { content, .. } => {
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
                Block::Preformatted { .. } | Block::Media(_) | Block::EmbeddedVideo(_) | Block::Rule => {}
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

/// `true` if the text of a link is a footnote reference: superscript or in brackets, and short.
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
    (raised || bracketed || sign)
        && (1..=6).contains(&text.chars().count())
        && !text.starts_with(BACKLINK_MARK)
}

fn leads(block: &Block) -> bool {
    match block {
        Block::Paragraph(content) => leads_somewhere(content),
        Block::Quote(content) | Block::Directed { content, .. } => content.iter().any(leads),
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

fn add_back_links(blocks: &mut [Block], back_links: &mut BackLinks, account: &mut Account) {
    for block in blocks {
        match block {
            Block::Paragraph(content) => {
                add_targets(content, back_links);
                if let Some(Inline::Anchor(id)) = content.first()
                    && let Some(back_link) = back_links.get(id).filter(|back_link| back_link.has_target)
                {
                    append(content, back_link, account);
                }
            }
            Block::Heading { content, .. } => add_targets(content, back_links),
            Block::Quote(content)
            | Block::Figure { content, .. }
            | Block::Details { content, .. }
            | Block::Directed { content, .. } => {
                add_back_links(content, back_links, account);
            }
            Block::List(list) => {
                for item in &mut list.items {
                    add_back_links(&mut item.content, back_links, account);
                    if let Some(id) = &item.id
                        && let Some(back_link) = back_links.get(id).filter(|back_link| back_link.has_target)
                    {
                        if let Some(Block::Paragraph(content)) = item.content.last_mut() {
                            append(content, back_link, account);
                        } else {
                            item.content.push(Block::Paragraph(vec![back(back_link, account)]));
                        }
                    }
                }
            }
            Block::Definitions(parts) => {
                for part in parts {
                    match part {
                        Definition::Term(content) => add_targets(content, back_links),
                        Definition::Details(content) => add_back_links(content, back_links, account),
                    }
                }
            }
            Block::Table(table) => {
                for cell in table.head.iter_mut().chain(&mut table.body).flatten() {
                    add_back_links(&mut cell.content, back_links, account);
                }
            }
            Block::Preformatted { .. } | Block::Media(_) | Block::EmbeddedVideo(_) | Block::Rule => {}
        }
    }
}

/// Adds a backlink to the end of a line. Adjacent texts are merged and a space is put before
/// anchors, as when the written HTML is parsed.
fn append(content: &mut Vec<Inline>, back_link: &BackLink, account: &mut Account) {
    let end =
        content.iter().rposition(|inline| !matches!(inline, Inline::Anchor(_))).map_or(0, |last| last + 1);
    let anchors = content.split_off(end);
    match content.last_mut() {
        Some(Inline::Text(text)) => text.push(' '),
        _ => content.push(Inline::Text(" ".to_owned())),
    }
    content.extend(anchors);
    content.push(back(back_link, account));
}

fn back(back_link: &BackLink, account: &mut Account) -> Inline {
    account.add_link(Replacement::Backlink);
    account.add_text(&BACKLINK_MARK.to_string(), Replacement::Backlink);
    Inline::Link {
        href: LinkUrl::Anchor(back_link.target.clone()),
        content: vec![Inline::Text(BACKLINK_MARK.to_string())],
    }
}

/// Puts the anchor of each backlink before the first reference, outside all the elements around it:
/// there it also is when the written HTML is parsed.
fn add_targets(content: &mut Vec<Inline>, back_links: &mut BackLinks) {
    let mut with_targets = Vec::with_capacity(content.len());
    for inline in content.drain(..) {
        add_targets_of(std::slice::from_ref(&inline), back_links, &mut with_targets);
        with_targets.push(inline);
    }
    *content = with_targets;
}

fn add_targets_of(content: &[Inline], back_links: &mut BackLinks, targets: &mut Vec<Inline>) {
    for inline in content {
        match inline {
            Inline::Link { href: LinkUrl::Anchor(id), .. } => {
                if let Some(back_link) = back_links.get_mut(id).filter(|back_link| !back_link.has_target) {
                    back_link.has_target = true;
                    targets.push(Inline::Anchor(back_link.target.clone()));
                }
            }
            Inline::Styled { content, .. } => add_targets_of(content, back_links, targets),
            _ => {}
        }
    }
}
