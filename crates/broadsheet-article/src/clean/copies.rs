//! The same picture twice in a row: a copy for wide screens and one for narrow ones, or one for readers without
//! scripts.

use super::Removal;
use crate::tree::{Block, Image, Inline};
use crate::url::MediaUrl;

pub(super) const NAME: &str = "copy";
#[cfg(feature = "native")]
pub(super) const REASON: &str = "the same picture stands right beside it";

/// Takes out every picture that follows itself.
pub(super) fn clean(blocks: &mut Vec<Block>, removed: &mut Vec<Removal>) {
    for block in blocks.iter_mut() {
        match block {
            Block::Paragraph(content) => line(content, removed),
            Block::Figure { content, .. } | Block::Quote(content) | Block::Details { content, .. } => {
                clean(content, removed);
            }
            _ => {}
        }
    }
    // Into a new list, since taking out of the middle would make many copies take quadratic time.
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks.drain(..) {
        let same = match (kept.last().and_then(lone), lone(&block)) {
            (Some(first), Some(second)) => is_same(first, second),
            _ => false,
        };
        // Of a picture with a caption and one without, the one with it stays.
        let captioned = |block: &Block| matches!(block, Block::Figure { caption, .. } if !caption.is_empty());
        let copy = match (same, kept.last().is_some_and(captioned), captioned(&block)) {
            (false, ..) | (true, true, true) => {
                kept.push(block);
                continue;
            }
            (true, false, true) => kept.last_mut().map(|first| std::mem::replace(first, block)),
            (true, _, false) => Some(block),
        };
        removed.extend(copy.as_ref().and_then(lone).map(removal));
    }
    *blocks = kept;
}

fn removal(image: &Image) -> Removal {
    Removal {
        rule: NAME,
        summary: image.source.as_str().chars().take(super::SUMMARY).collect(),
        characters: 0,
        pictures: 1,
    }
}

/// Takes out the second of two pictures in a line that have only white space between them.
fn line(content: &mut Vec<Inline>, removed: &mut Vec<Removal>) {
    let mut kept: Vec<Inline> = Vec::with_capacity(content.len());
    // Where the last picture is, while only white space follows it.
    let mut last = None;
    for inline in content.drain(..) {
        if is_gap(&inline) {
            kept.push(inline);
            continue;
        }
        let Some(second) = picture(&inline) else {
            last = None;
            kept.push(inline);
            continue;
        };
        match last {
            Some(place) if kept.get(place).and_then(picture).is_some_and(|first| is_same(first, second)) => {
                removed.push(removal(second));
                kept.truncate(place + 1);
            }
            _ => {
                last = Some(kept.len());
                kept.push(inline);
            }
        }
    }
    *content = kept;
}

fn is_gap(inline: &Inline) -> bool {
    match inline {
        Inline::Break => true,
        Inline::Text(text) => text == " ",
        _ => false,
    }
}

/// The picture that a piece of text is, linked or not.
fn picture(inline: &Inline) -> Option<&Image> {
    match inline {
        Inline::Image(image) => Some(image),
        Inline::Link { content, .. } | Inline::Styled { content, .. } => match content.as_slice() {
            [inner] => picture(inner),
            _ => None,
        },
        _ => None,
    }
}

/// The picture that is all a block shows, but for a caption.
fn lone(block: &Block) -> Option<&Image> {
    match block {
        Block::Paragraph(content) => match content.as_slice() {
            [inline] => picture(inline),
            _ => None,
        },
        Block::Figure { content, .. } => match content.as_slice() {
            [inner] => lone(inner),
            _ => None,
        },
        _ => None,
    }
}

/// Whether two pictures are of the same file. Of a file that is named as pictures are, the query says only the size.
fn is_same(first: &Image, second: &Image) -> bool {
    let (MediaUrl::Remote(a), MediaUrl::Remote(b)) = (&first.source, &second.source) else {
        return first.source == second.source;
    };
    let file = |url: &str| {
        let path = url.split(['?', '#']).next().unwrap_or_default().to_owned();
        let named = [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg"]
            .iter()
            .any(|extension| path.len() > extension.len() && path.ends_with(extension));
        named.then_some(path)
    };
    a == b || file(a.as_str()).is_some_and(|path| Some(path) == file(b.as_str()))
}
