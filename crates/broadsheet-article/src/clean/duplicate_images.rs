//! The same image twice in a row: a copy for wide screens and one for narrow ones, one for users
//! without scripts, or a small blurred one that was shown until the other had arrived.

use super::report::Removal;
use super::rule::TreeStep;
use crate::image_names::{names_image, names_small_copy, pixels_of};
use crate::tree::{Block, Image, Inline};
use crate::url::{LinkUrl, MediaUrl};

/// Removes every image that follows itself.
pub(super) const STEP: TreeStep = TreeStep {
    label: Some((NAME, "the same picture stands right beside it")),
    apply: |blocks, _, removed| remove(blocks, removed),
    #[cfg(test)]
    removes: &[],
    #[cfg(test)]
    keeps: &[
        "<img src=https://x.test/a.png><img src=https://x.test/b.png>",
        "<a href=https://x.test/1><img src=https://x.test/a.png></a> <a href=https://x.test/2><img src=https://x.test/a.png></a>",
        "<p>Stars: <img src=https://x.test/a.png><img src=https://x.test/a.png></p>",
        "<img src=https://x.test/a.png><img src=https://x.test/a.png><img src=https://x.test/a.png>",
        "<p><img src=https://x.test/a.png?w=300 alt=before></p><p><img src=https://x.test/a.png?w=900 alt=after></p>",
        "<img src=https://x.test/i?1><img src=https://x.test/i?2>",
        "<img src=https://x.test/2019/01/1.jpg><img src=https://x.test/2019/02/1.jpg>",
    ],
};

const NAME: &str = "copy";

fn remove(blocks: &mut Vec<Block>, removed: &mut Vec<Removal>) {
    for block in blocks.iter_mut() {
        match block {
            Block::Paragraph(content) => line(content, removed),
            Block::Figure { content, .. }
            | Block::Quote(content)
            | Block::Details { content, .. }
            | Block::Directed { content, .. } => {
                remove(content, removed);
            }
            _ => {}
        }
    }
    // Into a new list, since removing from the middle would take quadratic time for many copies.
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks.drain(..) {
        let same = match (kept.last().and_then(shown_in), shown_in(&block)) {
            (Some(first), Some(second)) => first.is_copy_of(second),
            _ => false,
        };
        let has_link = |block: &Block| shown_in(block).is_some_and(|shown| shown.link.is_some());
        let link_is_second = !kept.last().is_some_and(has_link) && has_link(&block);
        // Of an image with a caption and one without, the one with it stays.
        let captioned = |block: &Block| matches!(block, Block::Figure { caption, .. } if !caption.is_empty());
        let is_smaller = match (kept.last().and_then(only_image), only_image(&block)) {
            (Some(first), Some(second)) => is_small(first) && !is_small(second),
            _ => false,
        };
        let copy = match (same, kept.last().is_some_and(captioned), captioned(&block)) {
            (false, ..) | (true, true, true) => {
                kept.push(block);
                continue;
            }
            (true, false, false) if is_smaller || link_is_second => {
                kept.last_mut().map(|first| std::mem::replace(first, block))
            }
            (true, false, true) => kept.last_mut().map(|first| std::mem::replace(first, block)),
            (true, _, false) => Some(block),
        };
        removed.extend(copy.and_then(|copy| {
            let image = only_image(&copy)?;
            if let Some(kept) = kept.last_mut().and_then(only_image_mut) {
                keep_words(kept, image);
            }
            Some(Removal::of_picture(NAME, image.source.as_str(), &copy))
        }));
    }
    *blocks = kept;
}

/// Removes the second of two images in a line that have only white space between them.
fn line(content: &mut Vec<Inline>, removed: &mut Vec<Removal>) {
    // A picture that stands several times in running text is meant to: stars, flags, signs.
    let is_running =
        content.iter().any(|inline| !is_gap(inline) && image_of(inline).is_none()) || has_three(content);
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
            Some(index)
                if kept.get(index).and_then(shown).zip(shown(&inline)).is_some_and(|(first, second)| {
                    first.is_copy_of(second) && !(is_running && first.image.source == second.image.source)
                }) =>
            {
                let is_linked = |inline: &Inline| shown(inline).is_some_and(|shown| shown.link.is_some());
                let link_is_second = !kept.get(index).is_some_and(is_linked) && is_linked(&inline);
                let keeps_second = link_is_second
                    || (kept.get(index).and_then(image_of).is_some_and(is_small) && !is_small(second));
                kept.truncate(index + 1);
                let copy = match kept.last_mut() {
                    Some(first) if keeps_second => std::mem::replace(first, inline),
                    _ => inline,
                };
                if let Some(image) = image_of(&copy) {
                    if let Some(kept) = kept.last_mut().and_then(image_of_mut) {
                        keep_words(kept, image);
                    }
                    removed.push(Removal::of_picture_in_line(NAME, image.source.as_str(), &copy));
                }
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

/// An image, and the address of the link around it.
#[derive(Clone, Copy)]
struct Shown<'a> {
    image: &'a Image,
    link: Option<&'a LinkUrl>,
}

impl Shown<'_> {
    /// `true` if one of the two says nothing that the other one does not: they show the same, lead
    /// to the same and have the same words, or one has no words or no link.
    fn is_copy_of(self, other: Self) -> bool {
        let (alt, other_alt) = (self.image.alt.as_str(), other.image.alt.as_str());
        is_same(self.image, other.image)
            && (alt == other_alt || alt.is_empty() || other_alt.is_empty())
            && (self.link == other.link || self.link.is_none() || other.link.is_none())
    }
}

/// The image that is all of a piece of text, with its link.
fn shown(inline: &Inline) -> Option<Shown<'_>> {
    let image = image_of(inline)?;
    let mut inline = inline;
    loop {
        match inline {
            Inline::Link { href, .. } => return Some(Shown { image, link: Some(href) }),
            Inline::Styled { content, .. } => inline = content.first()?,
            _ => return Some(Shown { image, link: None }),
        }
    }
}

/// The image that is all of a block, except for a caption, with its link.
fn shown_in(block: &Block) -> Option<Shown<'_>> {
    match block {
        Block::Paragraph(content) => match content.as_slice() {
            [inline] => shown(inline),
            _ => None,
        },
        Block::Figure { content, .. } => match content.as_slice() {
            [inner] => shown_in(inner),
            _ => None,
        },
        _ => None,
    }
}

/// `true` if the same image stands three times in a row.
fn has_three(content: &[Inline]) -> bool {
    let images: Vec<_> = content.iter().filter_map(image_of).collect();
    images.windows(3).any(|three| three.iter().all(|image| image.source == three[0].source))
}

/// Gives the image that stays the words of its copy, if it has none.
fn keep_words(kept: &mut Image, copy: &Image) {
    if kept.alt.is_empty() {
        kept.alt.clone_from(&copy.alt);
    }
    if kept.title.is_none() {
        kept.title.clone_from(&copy.title);
    }
}

fn image_of_mut(inline: &mut Inline) -> Option<&mut Image> {
    match inline {
        Inline::Image(image) => Some(image),
        Inline::Link { content, .. } | Inline::Styled { content, .. } => match content.as_mut_slice() {
            [inner] => image_of_mut(inner),
            _ => None,
        },
        _ => None,
    }
}

fn only_image_mut(block: &mut Block) -> Option<&mut Image> {
    match block {
        Block::Paragraph(content) => match content.as_mut_slice() {
            [inline] => image_of_mut(inline),
            _ => None,
        },
        Block::Figure { content, .. } => match content.as_mut_slice() {
            [inner] => only_image_mut(inner),
            _ => None,
        },
        _ => None,
    }
}

/// The image that is all of a block, except for a caption.
pub(super) fn only_image(block: &Block) -> Option<&Image> {
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
pub(super) fn is_same(first: &Image, second: &Image) -> bool {
    let (MediaUrl::Remote(a), MediaUrl::Remote(b)) = (&first.source, &second.source) else {
        return first.source == second.source || is_preview(first, second) || is_preview(second, first);
    };
    let file = |url: &str| {
        let path = url.split(['?', '#']).next().unwrap_or_default().to_owned();
        let named = [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg"]
            .iter()
            .any(|extension| path.len() > extension.len() && path.ends_with(extension));
        named.then_some(path)
    };
    a == b
        || file(a.as_str()).is_some_and(|path| Some(path) == file(b.as_str()))
        || is_other_size(a.as_str(), b.as_str())
}

/// `true` if `first` is a small picture within the article that stood for `second` until that had
/// arrived.
fn is_preview(first: &Image, second: &Image) -> bool {
    let same_words = first.alt.is_empty() || first.alt == second.alt;
    matches!(
        (&first.source, &second.source),
        (MediaUrl::Inline(_), MediaUrl::Remote(_) | MediaUrl::Bundled(_))
    ) && is_small(first)
        && same_words
}

/// `true` for an image that shows little by itself: one of a few bytes, or one whose address says
/// that it is a small copy.
fn is_small(image: &Image) -> bool {
    match &image.source {
        MediaUrl::Inline(data) => data.is_small(),
        MediaUrl::Remote(url) => names_small_copy(url.as_str()) || has_small_segment(url.as_str()),
        MediaUrl::Bundled(_) => false,
    }
}

/// `true` if two addresses differ only in parts of the path that say a size (`/max/60/`,
/// `/w_400/`, `/300x200/`, `a-300x200.jpg`).
fn is_other_size(first: &str, second: &str) -> bool {
    let path = |url: &'_ str| -> Vec<String> {
        let path = url.split(['?', '#']).next().unwrap_or_default();
        let parts: Vec<&str> = path.split('/').collect();
        let kept = parts.iter().enumerate().filter(|&(at, part)| {
            let before = at.checked_sub(1).and_then(|at| parts.get(at)).copied().unwrap_or_default();
            !is_size_segment(before, part) && *part != "freeze"
        });
        kept.map(|(_, part)| without_size(part)).collect()
    };
    names_image(first) && path(first) == path(second)
}

/// `true` for a part of a path that says a size; `before` is the part before it.
fn is_size_segment(before: &str, part: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (matches!(before, "fit" | "max" | "resize" | "size" | "width" | "w") && is_number(part))
        || pixels_of(part).is_some()
        || part.split(',').all(|word| {
            ["w_", "h_", "q_"].iter().any(|start| word.strip_prefix(start).is_some_and(is_number))
        })
}

/// `true` if a part of the path says a width of at most 100 pixels (`/max/60/`).
fn has_small_segment(url: &str) -> bool {
    let mut before = "";
    url.split('/').any(|part| {
        let digits = part.strip_prefix("w_").unwrap_or(part);
        let is_small = is_size_segment(before, part) && digits.parse::<u32>().is_ok_and(|width| width <= 100);
        before = part;
        is_small
    })
}

/// The name of a file without the size of a resized copy.
fn without_size(name: &str) -> String {
    let Some((stem, extension)) = name.rsplit_once('.') else { return name.to_owned() };
    match stem.rsplit_once('-') {
        Some((rest, size)) if pixels_of(size).is_some() => [rest, ".", extension].concat(),
        _ => name.to_owned(),
    }
}
