//! The film at the head of an article whose original is a film's page.

use super::film_pages::film_page;
use crate::tree::{Article, Block, Definition, EmbeddedVideo};

/// Puts the player of the film at `page` before an article, unless the article has it already or
/// `page` is not the page of a film that can be played.
pub fn begin_with_film(article: &mut Article, page: &str, title: Option<&str>) {
    let video = film_page(page)
        .and_then(|player| EmbeddedVideo::from_player_url(&player, title.unwrap_or_default().trim()));
    if let Some(video) = video
        && !has_film(&article.blocks, &video)
    {
        article.blocks.insert(0, Block::EmbeddedVideo(video));
    }
}

/// `true` if a player of the same film is among the blocks, or in one of them.
fn has_film(blocks: &[Block], film: &EmbeddedVideo) -> bool {
    blocks.iter().any(|block| match block {
        Block::EmbeddedVideo(video) => video.is_same_film(film),
        Block::Quote(content)
        | Block::Figure { content, .. }
        | Block::Details { content, .. }
        | Block::Directed { content, .. } => has_film(content, film),
        Block::List(list) => list.items.iter().any(|item| has_film(&item.content, film)),
        Block::Definitions(parts) => parts.iter().any(|part| match part {
            Definition::Term(_) => false,
            Definition::Details(content) => has_film(content, film),
        }),
        Block::Table(table) => {
            table.head.iter().chain(&table.body).flatten().any(|cell| has_film(&cell.content, film))
        }
        _ => false,
    })
}
