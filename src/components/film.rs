//! A film of another site: a box to click, and its player once it was clicked.

use broadsheet_article::tree::EmbeddedVideo;
use yew::prelude::*;

use super::picture::outside_link;
use crate::i18n::{Texts, fill};

/// The film. Nothing of its service is loaded unless it is `playing`, in a frame that is referred to so; `play` is told that
/// it is to be.
pub(super) fn film(
    film: &EmbeddedVideo,
    playing: Option<NodeRef>,
    texts: &Texts,
    play: Callback<MouseEvent>,
) -> Html {
    let (player, service) = (film.player_url(), film.service().name());
    let title = film.title().unwrap_or(service).to_owned();
    let inside = if let Some(frame) = playing {
        // Players refuse to play for a page that they know nothing of, so they are told its origin.
        html! {
            <iframe ref={frame} src={player} {title} allow="fullscreen" referrerpolicy="strict-origin"
                sandbox="allow-scripts allow-same-origin allow-presentation allow-popups allow-popups-to-escape-sandbox" />
        }
    } else {
        html! {
            <button type="button" onclick={play}>
                <span class="play" aria-hidden="true" />
                <strong>{ title }</strong>
                <span class="details">{ fill(texts.load_player, &[("service", service)]) }</span>
            </button>
        }
    };
    html! {
        <figure class="film">
            <div>{ inside }</div>
            <figcaption>{ outside_link(film.page_url(), html! { { film.page_label() } }) }</figcaption>
        </figure>
    }
}
