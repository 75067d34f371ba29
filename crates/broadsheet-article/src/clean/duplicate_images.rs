//! The same image twice in a row: a copy for wide screens and one for narrow ones, or one for users
//! without scripts.

use super::report::Removal;
use super::rule::TreeStep;
use crate::tree::{Block, Image, Inline};
use crate::url::MediaUrl;

/// Removes every image that follows itself.
pub(super) const STEP: TreeStep = TreeStep {
    label: Some((NAME, "the same picture stands right beside it")),
    apply: |blocks, _, removed| remove(blocks, removed),
    #[cfg(test)]
    removes: &[],
    #[cfg(test)]
    keeps: &[
        "<img src=https://x.test/a.png><img src=https://x.test/b.png>",
        "<img src=https://x.test/i?1><img src=https://x.test/i?2>",
    ],
};

const NAME: &str = "copy";

fn remove(blocks: &mut Vec<Block>, removed: &mut Vec<Removal>) {
    for block in blocks.iter_mut() {
        match block {
            Block::Paragraph(content) => line(content, removed),
            Block::Figure { content, .. } | Block::Quote(content) | Block::Details { content, .. } => {
                remove(content, removed);
            }
            _ => {}
        }
    }
    // Into a new list, since removing from the middle would take quadratic time for many copies.
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks.drain(..) {
        let same = match (kept.last().and_then(only_image), only_image(&block)) {
            (Some(first), Some(second)) => is_same(first, second),
            _ => false,
        };
        // Of an image with a caption and one without, the one with it stays.
        let captioned = |block: &Block| matches!(block, Block::Figure { caption, .. } if !caption.is_empty());
        let copy = match (same, kept.last().is_some_and(captioned), captioned(&block)) {
            (false, ..) | (true, true, true) => {
                kept.push(block);
                continue;
            }
            (true, false, true) => kept.last_mut().map(|first| std::mem::replace(first, block)),
            (true, _, false) => Some(block),
        };
        removed.extend(copy.as_ref().and_then(only_image).map(|image| Removal::of_image(NAME, image)));
    }
    *blocks = kept;
}

/// Removes the second of two images in a line that have only white space between them.
fn line(content: &mut Vec<Inline>, removed: &mut Vec<Removal>) {
    let mut kept: Vec<Inline> = Vec::with_capacity(content.len());
    // The index of the last image, while only white space follows it.
    let mut last = None;
    for inline in content.drain(..) {
        if is_gap(&inline) {
            kept.push(inline);
            continue;
        }
        let Some(second) = image_of(&inline) else {
            last = None;
            kept.push(inline);
            continue;
        };
        match last {
            Some(index) if kept.get(index).and_then(image_of).is_some_and(|first| is_same(first, second)) => {
                removed.push(Removal::of_image(NAME, second));
                kept.truncate(index + 1);
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

/// The image that is all of a piece of text, linked or not.
fn image_of(inline: &Inline) -> Option<&Image> {
    match inline {
        Inline::Image(image) => Some(image),
        Inline::Link { content, .. } | Inline::Styled { content, .. } => match content.as_slice() {
            [inner] => image_of(inner),
            _ => None,
        },
        _ => None,
    }
}

/// The image that is all of a block, except for a caption.
fn only_image(block: &Block) -> Option<&Image> {
    match block {
        Block::Paragraph(content) => match content.as_slice() {
            [inline] => image_of(inline),
            _ => None,
        },
        Block::Figure { content, .. } => match content.as_slice() {
            [inner] => only_image(inner),
            _ => None,
        },
        _ => None,
    }
}

/// `true` if two images are the same file. If the file has an image's extension, the query only
/// tells the size.
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
