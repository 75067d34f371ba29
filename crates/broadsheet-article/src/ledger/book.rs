//! The records of an account.

use super::count;
use super::ending::{Ending, Loss, Replacement};
use super::totals::{Ledger, LostUnits, Outcome, Totals};
use super::units::{Unit, Units};
use crate::document::{Document, NodeId, NodeKind};
use crate::tree::Article;
use crate::vocabulary::Attribute;

/// Places of lost units that are kept for each article; the others are only counted. A report lists
/// fewer.
const MAX_PLACES: usize = 200;

/// Characters of the text by which a lost unit is found again in its source.
const MAX_CLUE: usize = 24;

/// The records of one article.
#[derive(Debug, Clone, Default)]
pub(super) struct Book {
    source: Units,
    totals: Totals,
    lost: Vec<LostUnits>,
    links: Vec<OpenedLink>,
}

/// A link that was opened around a part of the article.
#[derive(Debug, Clone)]
struct OpenedLink {
    number: usize,
    source: Option<NodeId>,
    /// The number of links in the tree that came of it.
    written: usize,
}

impl Book {
    /// The records of an article that is parsed, and not yet changed.
    pub(super) fn open(document: &Document) -> Self {
        Self { source: count::of_subtree(document, Document::ROOT), ..Self::default() }
    }

    /// Closes them: with the article, and with what rules took.
    pub(super) fn close(
        self,
        document: &Document,
        article: &Article,
        removed: impl Iterator<Item = (&'static str, Units)>,
    ) -> Ledger {
        let Self { source, mut totals, lost, .. } = self;
        for (rule, units) in removed {
            totals.add(Outcome::Taken(rule), units);
        }
        for &(before, after) in document.renamed() {
            let (before, after) = (count::unit_of_tag(before), count::unit_of_tag(Some(after)));
            if before != after {
                if let Some(unit) = before {
                    totals.add(Outcome::Replaced(Replacement::Content), Units::of(unit, 1));
                }
                if let Some(unit) = after {
                    totals.add(Outcome::Added(Replacement::Markup), Units::of(unit, 1));
                }
            }
        }
        for &(id, name) in document.taken_out() {
            totals.add(Outcome::Taken(name), count::of_subtree(document, id));
        }
        Ledger::close(source, count::of_blocks(&article.blocks), totals, lost)
    }

    /// Records the end of the units that `each` finds.
    fn end(
        &mut self,
        document: &Document,
        ending: Ending,
        each: impl FnOnce(&mut dyn FnMut(NodeId, Unit, usize)),
    ) {
        let mut units = Units::default();
        let mut first = [None; Unit::ALL.len()];
        each(&mut |id, unit, amount| {
            units[unit] += amount;
            first[unit as usize].get_or_insert(id);
        });
        if units.is_empty() {
            return;
        }
        self.totals.add(ending.into(), units);
        if let Ending::Lost(loss) = ending {
            for (unit, amount) in units.iter() {
                if self.lost.len() < MAX_PLACES {
                    let id = first[unit as usize].unwrap_or(Document::ROOT);
                    let (line, clue) = (document.line(id), clue(document, id));
                    self.lost.push(LostUnits { unit, loss, amount, line, clue });
                }
            }
        }
    }

    pub(super) fn end_subtree(&mut self, document: &Document, id: NodeId, ending: Ending) {
        // Comments and white space, which are most of what comes by itself.
        match document.kind(id) {
            NodeKind::Ignored => return,
            NodeKind::Text(text) if text.trim_ascii().is_empty() => return,
            _ => {}
        }
        self.end(document, ending, |found| count::each_within(document, id, found));
    }

    pub(super) fn end_node(&mut self, document: &Document, id: NodeId, ending: Ending) {
        self.end(document, ending, |found| count::each_of(document, id, found));
    }

    pub(super) fn end_content_where(
        &mut self,
        document: &Document,
        id: NodeId,
        which: impl Fn(NodeId) -> bool,
        ending: Ending,
    ) {
        for child in document.children(id) {
            self.end(document, ending, |found| {
                count::each_within(document, child, &mut |id, unit, amount| {
                    if which(id) {
                        found(id, unit, amount);
                    }
                });
            });
        }
    }

    pub(super) fn read_formula(&mut self, source: Units) {
        self.totals.add(Outcome::Replaced(Replacement::Formula), source);
        self.add(Units::of(Unit::Formula, 1), Replacement::Formula);
    }

    pub(super) fn end_box(&mut self, document: &Document, id: NodeId) {
        let is_lost = is_embed(document, id) && !holds_any(document, id);
        let lost = Ending::Lost(Loss::NoAddress);
        self.end_node(document, id, if is_lost { lost } else { Ending::Replaced(Replacement::Content) });
    }

    pub(super) fn add_subtree(&mut self, document: &Document, id: NodeId, replacement: Replacement) {
        self.add(count::of_subtree(document, id), replacement);
    }

    pub(super) fn add(&mut self, units: Units, replacement: Replacement) {
        self.totals.add(Outcome::Added(replacement), units);
    }

    pub(super) fn end_units(&mut self, unit: Unit, count: usize, ending: Ending) {
        self.totals.add(ending.into(), Units::of(unit, count));
    }

    pub(super) fn link_opened(&mut self, number: usize, source: Option<NodeId>) {
        self.links.push(OpenedLink { number, source, written: 0 });
    }

    pub(super) fn link_written(&mut self, number: usize) {
        if let Ok(place) = self.links.binary_search_by_key(&number, |link| link.number) {
            self.links[place].written += 1;
        }
    }

    pub(super) fn settle_links(&mut self, document: &Document) {
        for OpenedLink { source, written, .. } in std::mem::take(&mut self.links) {
            match source {
                Some(id) if written == 0 => {
                    let held = count::of_subtree(document, id);
                    let ending = if held == Units::of(Unit::Link, 1) {
                        Ending::EMPTY
                    } else if held[Unit::Embed] > 0 {
                        // It stands behind the link, which led to the same.
                        Ending::Replaced(Replacement::Player)
                    } else {
                        Ending::Lost(Loss::Hollow)
                    };
                    self.end_node(document, id, ending);
                }
                Some(_) => {
                    let pieces = Units::of(Unit::Link, written - 1);
                    self.totals.add(Outcome::Added(Replacement::Pieces), pieces);
                }
                None => {
                    self.totals.add(Outcome::Added(Replacement::Link), Units::of(Unit::Link, written));
                }
            }
        }
    }
}

fn is_embed(document: &Document, id: NodeId) -> bool {
    let mut is_embed = false;
    count::each_of(document, id, &mut |_, unit, _| is_embed = unit == Unit::Embed);
    is_embed
}

/// `true` if a node holds any unit.
fn holds_any(document: &Document, id: NodeId) -> bool {
    document.children(id).any(|child| !count::of_subtree(document, child).is_empty())
}

/// The address of an element, or the first characters of a text, as they are in the source.
fn clue(document: &Document, id: NodeId) -> String {
    const ADDRESSES: [Attribute; 4] =
        [Attribute::Src, Attribute::Href, Attribute::DataSrc, Attribute::Srcset];
    match document.kind(id) {
        NodeKind::Text(text) => {
            let line = text.trim().lines().next().unwrap_or_default();
            line.chars().take(MAX_CLUE).collect()
        }
        NodeKind::Element(element) => {
            let address = ADDRESSES.iter().find_map(|name| element.get(*name)).unwrap_or_default();
            address.trim().to_owned()
        }
        NodeKind::Foreign(_) | NodeKind::Math(_) | NodeKind::Ignored => String::new(),
    }
}
