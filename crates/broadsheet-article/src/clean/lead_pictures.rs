//! Pictures that are named beside an article, and stand at its head where it was published.

use super::duplicate_images::{is_same, only_image};
use crate::tree::{Article, Block, Definition, Image, Inline};
use crate::url::MediaUrl;

/// Puts `pictures`, blocks of one picture each, before an article, but for those that it shows
/// already. Returns for each whether it was put there.
pub fn begin_with_pictures(article: &mut Article, pictures: &[Block]) -> Vec<bool> {
    let is_missing =
        |picture: &Block| only_image(picture).is_some_and(|image| !are_showing(&article.blocks, image));
    let are_missing: Vec<bool> = pictures.iter().map(is_missing).collect();
    let missing = pictures.iter().zip(&are_missing).filter(|(_, is_missing)| **is_missing);
    let missing: Vec<Block> = missing.map(|(picture, _)| picture.clone()).collect();
    article.blocks.splice(0..0, missing);
    are_missing
}

/// `true` if some blocks show a picture, in whatever size.
fn are_showing(blocks: &[Block], picture: &Image) -> bool {
    blocks.iter().any(|block| match block {
        Block::Paragraph(content) | Block::Heading { content, .. } | Block::Preformatted { content, .. } => {
            has(content, picture)
        }
        Block::Quote(content) | Block::Directed { content, .. } => are_showing(content, picture),
        Block::List(list) => list.items.iter().any(|item| are_showing(&item.content, picture)),
        Block::Definitions(parts) => parts.iter().any(|part| match part {
            Definition::Term(content) => has(content, picture),
            Definition::Details(content) => are_showing(content, picture),
        }),
        Block::Table(table) => {
            let mut cells = table.head.iter().chain(&table.body).flatten();
            has(&table.caption, picture) || cells.any(|cell| are_showing(&cell.content, picture))
        }
        Block::Figure { content, caption: line } | Block::Details { content, summary: line } => {
            are_showing(content, picture) || has(line, picture)
        }
        Block::Media(media) => media.poster.as_ref() == Some(&picture.source),
        Block::EmbeddedVideo(_) | Block::Rule => false,
    })
}

fn has(content: &[Inline], picture: &Image) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Image(image) => {
            // Of pictures within the article, only equal ones are the same.
            let is_of_web = |image: &Image| matches!(image.source, MediaUrl::Remote(_));
            image.source == picture.source
                || (is_of_web(image) && is_of_web(picture) && is_same(image, picture))
                || image.candidates.iter().any(|candidate| candidate.url == picture.source)
        }
        Inline::Styled { content, .. } | Inline::Link { content, .. } => has(content, picture),
        _ => false,
    })
}
