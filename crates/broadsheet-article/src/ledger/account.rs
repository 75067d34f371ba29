//! The account of one article, which takes the records of how units end.

#[cfg(feature = "native")]
use super::book::Book;
#[cfg(feature = "native")]
use super::count;
use super::ending::{Ending, Replacement};
#[cfg(feature = "native")]
use super::totals::Ledger;
#[cfg(feature = "native")]
use super::units::{Unit, Units};
use crate::document::{Document, NodeId, NodeKind};
#[cfg(feature = "native")]
use crate::tree::Article;
use crate::tree::Inline;

/// The account of one article under construction. Empty without the feature `native`: then nothing
/// is recorded, and no code is left of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Account {
    #[cfg(feature = "native")]
    book: Book,
}

#[cfg_attr(
    not(feature = "native"),
    expect(clippy::unused_self, clippy::needless_pass_by_ref_mut, reason = "only programs keep a ledger")
)]
#[cfg_attr(not(feature = "native"), expect(unused_variables, reason = "only programs keep a ledger"))]
#[cfg_attr(not(feature = "clean"), allow(dead_code, reason = "what was packed has nothing to replace"))]
impl Account {
    /// `true` if records are kept, and what is only for them is worth computing.
    pub(crate) const IS_KEPT: bool = cfg!(feature = "native");

    /// Records the end of a node and of all that it holds.
    pub(crate) fn end_subtree(&mut self, document: &Document, id: NodeId, ending: Ending) {
        #[cfg(feature = "native")]
        self.book.end_subtree(document, id, ending);
    }

    /// Records the end of a node alone; what it holds ends by itself.
    pub(crate) fn end_node(&mut self, document: &Document, id: NodeId, ending: Ending) {
        #[cfg(feature = "native")]
        self.book.end_node(document, id, ending);
    }

    /// Records the end of what a node holds; it ends by itself.
    pub(crate) fn end_content(&mut self, document: &Document, id: NodeId, ending: Ending) {
        #[cfg(feature = "native")]
        for child in document.children(id) {
            self.book.end_subtree(document, child, ending);
        }
    }

    /// Records the end of those nodes of what a node holds that `which` picks; the others end by
    /// themselves.
    pub(crate) fn end_content_where(
        &mut self,
        document: &Document,
        id: NodeId,
        which: impl Fn(NodeId) -> bool,
        ending: Ending,
    ) {
        #[cfg(feature = "native")]
        self.book.end_content_where(document, id, which, ending);
    }

    /// Puts a node without children in the place of another and all it holds: a formula, the words
    /// that describe a drawing, or nothing, which is the `ending` of what was there.
    pub(crate) fn replace(&mut self, document: &mut Document, id: NodeId, new: NodeKind, ending: Ending) {
        #[cfg(feature = "native")]
        let added = match new {
            NodeKind::Math(_) => Some(Replacement::Formula),
            NodeKind::Text(_) => Some(Replacement::Description),
            NodeKind::Element(_) | NodeKind::Foreign(_) | NodeKind::Ignored => None,
        };
        #[cfg(feature = "native")]
        self.book.end_subtree(document, id, added.map_or(ending, Ending::Replaced));
        document.replace(id, new);
        #[cfg(feature = "native")]
        if let Some(added) = added {
            self.book.add_subtree(document, id, added);
        }
    }

    /// Records that a formula of the tree was read from text.
    pub(crate) fn formula_in_text(&mut self, source: &str) {
        #[cfg(feature = "native")]
        self.book.read_formula(count::of_text(source));
    }

    /// Records that a formula of the tree was read from a code block.
    pub(crate) fn formula_in_code(&mut self, code: &[Inline]) {
        #[cfg(feature = "native")]
        {
            let mut source = count::of_inlines(code);
            source[Unit::CodeBlock] += 1;
            self.book.read_formula(source);
        }
    }

    /// Records that a new node stands in the document in the place of another, which is still
    /// there, with all that either holds.
    pub(crate) fn put(&mut self, document: &Document, old: NodeId, new: NodeId) {
        self.end_subtree(document, old, Ending::Replaced(Replacement::Markup));
        self.add_subtree(document, new, Replacement::Markup);
    }

    /// Records a node that is new in the document, with all it holds.
    pub(crate) fn add_subtree(&mut self, document: &Document, new: NodeId, replacement: Replacement) {
        #[cfg(feature = "native")]
        self.book.add_subtree(document, new, replacement);
    }

    /// Records the end of an element that stays for what it holds alone, such as a link to what it
    /// would have shown stands before it.
    pub(crate) fn settle(&mut self, document: &mut Document, id: NodeId, ending: Ending) {
        #[cfg(feature = "native")]
        {
            self.book.end_node(document, id, ending);
            document.settle(id);
        }
    }

    /// Records the end of a box that is dissolved, and leaves what it holds: a cell that is in no
    /// table, code in a line. A player that holds nothing is lost.
    pub(crate) fn end_box(&mut self, document: &Document, id: NodeId) {
        #[cfg(feature = "native")]
        self.book.end_box(document, id);
    }

    /// Records a picture in the article that is none in the source.
    pub(crate) fn add_picture(&mut self, replacement: Replacement) {
        #[cfg(feature = "native")]
        self.book.add(Units::of(Unit::Picture, 1), replacement);
    }

    /// Records text in the article that is none in the source.
    pub(crate) fn add_text(&mut self, text: &str, replacement: Replacement) {
        #[cfg(feature = "native")]
        self.book.add(count::of_text(text), replacement);
    }

    /// Records a link in the article that is none in the source.
    pub(crate) fn add_link(&mut self, replacement: Replacement) {
        #[cfg(feature = "native")]
        self.book.add(Units::of(Unit::Link, 1), replacement);
    }

    /// Records the end of links that were in the tree.
    pub(crate) fn end_links(&mut self, count: usize, ending: Ending) {
        #[cfg(feature = "native")]
        self.book.end_units(Unit::Link, count, ending);
    }

    /// Records the end of cells without a table.
    pub(crate) fn end_cells(&mut self, count: usize, ending: Ending) {
        #[cfg(feature = "native")]
        self.book.end_units(Unit::TableCell, count, ending);
    }

    /// Records that a link is open around what follows: the one of the element `source`, or one
    /// that stands in the place of something else. `number` grows from link to link, and identifies
    /// it to [`Account::link_written`].
    pub(crate) fn link_opened(&mut self, number: usize, source: Option<NodeId>) {
        #[cfg(feature = "native")]
        self.book.link_opened(number, source);
    }

    /// Records that a link was written to the tree, maybe not for the first time: it is parted
    /// where it spans blocks.
    pub(crate) fn link_written(&mut self, number: usize) {
        #[cfg(feature = "native")]
        self.book.link_written(number);
    }

    /// Records the end of the links that were opened and never written, and the pieces of the
    /// others. Comes after the last link.
    pub(crate) fn settle_links(&mut self, document: &Document) {
        #[cfg(feature = "native")]
        self.book.settle_links(document);
    }
}

#[cfg(feature = "native")]
impl Account {
    /// Opens the account of an article that is parsed, and not yet changed.
    pub(crate) fn open(document: &Document) -> Self {
        Self { book: Book::open(document) }
    }

    /// Closes it: with the article, and with what rules took.
    pub(crate) fn close(
        self,
        document: &Document,
        article: &Article,
        removed: impl Iterator<Item = (&'static str, Units)>,
    ) -> Ledger {
        self.book.close(document, article, removed)
    }
}
