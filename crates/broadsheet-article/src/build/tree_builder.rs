//! The state of the tree builder: where it is, and what it has collected.
//!
//! [`walk`](super::walk) visits the document; the other modules of this folder add methods for
//! their kind of element.

use super::contexts::{InlineContextId, InlineContexts};
use super::directions::{is_directed, needed};
use super::inline::{self, InlineLeaf, Layout, LeafKind};
use crate::document::Document;
use crate::ledger::Account;
use crate::tree::{AnchorId, Block, BlockDirection, Inline, Truncation};
use crate::url::UrlPolicy;

/// The position and nesting depth of the builder.
#[derive(Clone, Copy)]
pub(super) struct Cursor {
    pub(super) context: InlineContextId,
    pub(super) depth: u16,
    pub(super) blocks: u16,
    /// `true` where a style says that line ends break lines.
    pub(super) keeps_lines: bool,
    /// The direction that is in force, if the page has said one.
    pub(super) direction: Option<BlockDirection>,
}

impl Cursor {
    pub(super) const TOP: Self =
        Self { context: InlineContextId::NONE, depth: 0, blocks: 0, keeps_lines: false, direction: None };

    /// The position one block further in.
    pub(super) fn inside(self) -> Self {
        Self { blocks: self.blocks + 1, ..self }
    }
}

/// Collects the content of one parent block.
pub(super) struct BlockCollector<'a> {
    pub(super) blocks: Vec<Block>,
    pub(super) leaves: Vec<InlineLeaf<'a>>,
    pub(super) layout: Layout,
    /// `true` if the last block is a list made of items outside any list.
    pub(super) open_list: bool,
    /// The direction of what holds the blocks.
    pub(super) around: Option<BlockDirection>,
    /// The direction of the blocks that are added.
    pub(super) direction: Option<BlockDirection>,
}

impl<'a> BlockCollector<'a> {
    pub(super) fn new(layout: Layout, direction: Option<BlockDirection>) -> Self {
        Self {
            blocks: Vec::new(),
            leaves: Vec::new(),
            layout,
            open_list: false,
            around: direction,
            direction,
        }
    }

    pub(super) fn push(&mut self, context: InlineContextId, kind: LeafKind<'a>) {
        self.leaves.push(InlineLeaf { context, kind });
    }

    /// Adds a block, with its direction if that is another than of what is around.
    pub(super) fn add(&mut self, block: Block) {
        let block = match needed(self.direction, self.around, std::slice::from_ref(&block)) {
            Some(direction) if is_directed(&block) => Block::Directed { direction, content: vec![block] },
            _ => block,
        };
        self.blocks.push(block);
        self.open_list = false;
    }

    /// `true` if only running text is allowed here.
    pub(super) fn is_line(&self) -> bool {
        self.layout != Layout::Paragraphs
    }
}

pub(super) struct TreeBuilder<'a, 'j> {
    pub(super) document: &'a Document,
    pub(super) policy: &'a mut UrlPolicy<'j>,
    /// Ids that links of the article lead to, sorted.
    pub(super) ids: Vec<String>,
    pub(super) contexts: InlineContexts,
    /// Anchors that exist already, sorted; a second one of the same name is no target.
    pub(super) used: Vec<AnchorId>,
    /// Anchors where no text was; they go before the next text.
    pub(super) pending_anchors: Vec<AnchorId>,
    /// The leaves of the caption, for each open figure.
    pub(super) captions: Vec<Vec<InlineLeaf<'a>>>,
    pub(super) truncations: Vec<Truncation>,
    /// The records of what does not get into the tree as it is.
    pub(super) account: &'a mut Account,
}

impl<'a> TreeBuilder<'a, '_> {
    /// Ends the paragraph, if there is one.
    pub(super) fn block_boundary(&mut self, collector: &mut BlockCollector<'a>) {
        if collector.is_line() {
            collector.push(InlineContextId::NONE, LeafKind::BlockBoundary);
        } else {
            self.flush(collector);
        }
    }

    /// Turns the collected leaves into paragraphs.
    pub(super) fn flush(&mut self, collector: &mut BlockCollector<'a>) {
        if collector.leaves.is_empty() {
            return;
        }
        for content in self.lines(std::mem::take(&mut collector.leaves), collector.layout) {
            collector.add(Block::Paragraph(content));
        }
    }

    pub(super) fn lines(&mut self, leaves: Vec<InlineLeaf<'a>>, layout: Layout) -> Vec<Vec<Inline>> {
        let mut found = inline::paragraphs(&self.contexts, leaves, layout);
        if let Some(first) = found.content.first_mut()
            && !self.pending_anchors.is_empty()
        {
            let pending_anchors = std::mem::take(&mut self.pending_anchors);
            first.splice(0..0, pending_anchors.into_iter().map(Inline::Anchor));
        }
        self.pending_anchors.append(&mut found.pending_anchors);
        for link in found.links {
            self.account.link_written(link.index());
        }
        found.content
    }

    pub(super) fn finish(&mut self, mut collector: BlockCollector<'a>) -> Vec<Block> {
        self.flush(&mut collector);
        collector.blocks
    }
}
