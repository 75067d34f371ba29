//! Normalisation of the finished tree: links within the article and their anchors, and blocks that
//! are adjacent now that others were dissolved or removed.

use crate::ledger::{Account, Ending, Replacement};
use crate::small_sort::sorted;
use crate::tree::{AnchorId, Article, Block, Definition, Inline};
use crate::url::LinkUrl;

/// Merges consecutive rules and nested figures, dissolves links within the article whose target is
/// gone, and drops anchors that no link leads to.
pub(crate) fn normalize(article: &mut Article, account: &mut Account) {
    let mut targets = Vec::new();
    let mut present = Vec::new();
    visit(&mut article.blocks, &mut |part| match part {
        TreeSlot::Inlines(content) => collect(content, &mut targets, &mut present),
        TreeSlot::Id(id) | TreeSlot::ItemId(id) => present.extend(id.clone()),
        TreeSlot::Blocks(blocks) => merge_blocks(blocks),
    });
    if targets.is_empty() && present.is_empty() {
        return;
    }
    let (targets, present) = (sorted(targets), sorted(present));
    visit(&mut article.blocks, &mut |part| match part {
        TreeSlot::Inlines(content) => resolve_anchors(content, &targets, &present, account),
        TreeSlot::ItemId(id) => {
            if id.as_ref().is_some_and(|id| targets.binary_search(id).is_err()) {
                *id = None;
            }
        }
        // A heading keeps its id, for links from other pages.
        TreeSlot::Id(_) | TreeSlot::Blocks(_) => {}
    });
}

/// A mutable part of the tree.
enum TreeSlot<'a> {
    /// Sibling blocks, visited after their content.
    Blocks(&'a mut Vec<Block>),
    Inlines(&'a mut Vec<Inline>),
    Id(&'a mut Option<AnchorId>),
    ItemId(&'a mut Option<AnchorId>),
}

fn merge_blocks(blocks: &mut Vec<Block>) {
    blocks.retain(|block| !matches!(block, Block::Directed { content, .. } if content.is_empty()));
    blocks.dedup_by(|block, before| matches!((block, before), (Block::Rule, Block::Rule)));
    for block in blocks {
        if let Block::Figure { content, caption } = block
            && caption.is_empty()
            && matches!(content.as_slice(), [Block::Figure { .. }])
            && let Some(inner) = content.pop()
        {
            *block = inner;
        }
    }
}

fn visit(blocks: &mut Vec<Block>, visitor: &mut dyn FnMut(TreeSlot<'_>)) {
    for block in blocks.iter_mut() {
        match block {
            Block::Paragraph(content) | Block::Preformatted { content, .. } => {
                visitor(TreeSlot::Inlines(content));
            }
            Block::Heading { id, content, .. } => {
                visitor(TreeSlot::Id(id));
                visitor(TreeSlot::Inlines(content));
            }
            Block::Quote(blocks) | Block::Directed { content: blocks, .. } => visit(blocks, visitor),
            Block::List(list) => {
                for item in &mut list.items {
                    visitor(TreeSlot::ItemId(&mut item.id));
                    visit(&mut item.content, visitor);
                }
            }
            Block::Definitions(parts) => {
                for part in parts {
                    match part {
                        Definition::Term(content) => visitor(TreeSlot::Inlines(content)),
                        Definition::Details(blocks) => visit(blocks, visitor),
                    }
                }
            }
            Block::Table(table) => {
                visitor(TreeSlot::Inlines(&mut table.caption));
                for cell in table.head.iter_mut().chain(&mut table.body).flatten() {
                    visit(&mut cell.content, visitor);
                }
            }
            Block::Figure { content, caption } => {
                visit(content, visitor);
                visitor(TreeSlot::Inlines(caption));
            }
            Block::Details { summary, content } => {
                visitor(TreeSlot::Inlines(summary));
                visit(content, visitor);
            }
            Block::Media(_) | Block::EmbeddedVideo(_) | Block::Rule => {}
        }
    }
    visitor(TreeSlot::Blocks(blocks));
}

fn collect(content: &[Inline], targets: &mut Vec<AnchorId>, present: &mut Vec<AnchorId>) {
    for inline in content {
        match inline {
            Inline::Anchor(id) => present.push(id.clone()),
            Inline::Link { href, content } => {
                if let LinkUrl::Anchor(id) = href {
                    targets.push(id.clone());
                }
                collect(content, targets, present);
            }
            Inline::Styled { content, .. } => collect(content, targets, present),
            Inline::Text(_) | Inline::Break | Inline::Image(_) | Inline::Math(_) => {}
        }
    }
}

/// Rewrites running text; `targets` and `present` are sorted.
fn resolve_anchors(
    content: &mut Vec<Inline>,
    targets: &[AnchorId],
    present: &[AnchorId],
    account: &mut Account,
) {
    for inline in std::mem::take(content) {
        match inline {
            Inline::Anchor(id) if targets.binary_search(&id).is_err() => {}
            Inline::Link { href, content: mut inner } => {
                resolve_anchors(&mut inner, targets, present, account);
                match href {
                    LinkUrl::Anchor(id) if present.binary_search(&id).is_err() => {
                        account.end_links(1, Ending::Replaced(Replacement::Words));
                        for inline in inner {
                            push(content, inline);
                        }
                    }
                    href => content.push(Inline::Link { href, content: inner }),
                }
            }
            Inline::Styled { style, content: mut inner } => {
                resolve_anchors(&mut inner, targets, present, account);
                content.push(Inline::Styled { style, content: inner });
            }
            other => push(content, other),
        }
    }
}

/// Adds a piece; text is merged with text before it.
fn push(content: &mut Vec<Inline>, inline: Inline) {
    match (content.last_mut(), inline) {
        (Some(Inline::Text(last)), Inline::Text(text)) => last.push_str(&text),
        (_, inline) => content.push(inline),
    }
}
