//! What can be judged only when the whole tree is there: links within the article and the anchors they lead to, and what
//! stands side by side now that elements were undone or taken out.

use crate::sorted::sorted;
use crate::tree::{AnchorId, Article, Block, Definition, Inline};
use crate::url::LinkUrl;

/// Makes one of rules that follow each other and of figures that hold nothing but a figure, undoes links within the
/// article whose target is gone, and drops anchors that nothing leads to.
pub(crate) fn finish(article: &mut Article) {
    let mut targets = Vec::new();
    let mut present = Vec::new();
    visit(&mut article.blocks, &mut |part| match part {
        Part::Inlines(content) => collect(content, &mut targets, &mut present),
        Part::Id(id) | Part::ItemId(id) => present.extend(id.clone()),
        Part::Blocks(blocks) => tidy(blocks),
    });
    if targets.is_empty() && present.is_empty() {
        return;
    }
    let (targets, present) = (sorted(targets), sorted(present));
    visit(&mut article.blocks, &mut |part| match part {
        Part::Inlines(content) => settle(content, &targets, &present),
        Part::ItemId(id) => {
            if id.as_ref().is_some_and(|id| targets.binary_search(id).is_err()) {
                *id = None;
            }
        }
        // A heading's is good for links from elsewhere, too.
        Part::Id(_) | Part::Blocks(_) => {}
    });
}

/// A part of the tree.
enum Part<'a> {
    /// Blocks that stand together, after all that is in them.
    Blocks(&'a mut Vec<Block>),
    Inlines(&'a mut Vec<Inline>),
    Id(&'a mut Option<AnchorId>),
    ItemId(&'a mut Option<AnchorId>),
}

fn tidy(blocks: &mut Vec<Block>) {
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

fn visit(blocks: &mut Vec<Block>, see: &mut dyn FnMut(Part<'_>)) {
    for block in blocks.iter_mut() {
        match block {
            Block::Paragraph(content) | Block::Preformatted { content, .. } => see(Part::Inlines(content)),
            Block::Heading { id, content, .. } => {
                see(Part::Id(id));
                see(Part::Inlines(content));
            }
            Block::Quote(blocks) => visit(blocks, see),
            Block::List(list) => {
                for item in &mut list.items {
                    see(Part::ItemId(&mut item.id));
                    visit(&mut item.content, see);
                }
            }
            Block::Definitions(parts) => {
                for part in parts {
                    match part {
                        Definition::Term(content) => see(Part::Inlines(content)),
                        Definition::Details(blocks) => visit(blocks, see),
                    }
                }
            }
            Block::Table(table) => {
                see(Part::Inlines(&mut table.caption));
                for cell in table.head.iter_mut().chain(&mut table.body).flatten() {
                    visit(&mut cell.content, see);
                }
            }
            Block::Figure { content, caption } => {
                visit(content, see);
                see(Part::Inlines(caption));
            }
            Block::Details { summary, content } => {
                see(Part::Inlines(summary));
                visit(content, see);
            }
            Block::Media(_) | Block::Film(_) | Block::Rule => {}
        }
    }
    see(Part::Blocks(blocks));
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
            Inline::Text(_) | Inline::Break | Inline::Image(_) => {}
        }
    }
}

/// Rewrites running text; `targets` and `present` are sorted.
fn settle(content: &mut Vec<Inline>, targets: &[AnchorId], present: &[AnchorId]) {
    for inline in std::mem::take(content) {
        match inline {
            Inline::Anchor(id) if targets.binary_search(&id).is_err() => {}
            Inline::Link { href, content: mut inner } => {
                settle(&mut inner, targets, present);
                match href {
                    LinkUrl::Anchor(id) if present.binary_search(&id).is_err() => {
                        for inline in inner {
                            push(content, inline);
                        }
                    }
                    href => content.push(Inline::Link { href, content: inner }),
                }
            }
            Inline::Styled { style, content: mut inner } => {
                settle(&mut inner, targets, present);
                content.push(Inline::Styled { style, content: inner });
            }
            other => push(content, other),
        }
    }
}

/// Adds a piece; text that follows text becomes one with it.
fn push(content: &mut Vec<Inline>, inline: Inline) {
    match (content.last_mut(), inline) {
        (Some(Inline::Text(last)), Inline::Text(text)) => last.push_str(&text),
        (_, inline) => content.push(inline),
    }
}
