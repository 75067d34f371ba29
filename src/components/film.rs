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
    let (player, service) = (film.player(), film.service().name());
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
    let page = film.page();
    let shown = page.trim_start_matches("https://").trim_start_matches("www.").to_owned();
    html! {
        <figure class="film">
            <div>{ inside }</div>
            <figcaption>{ outside_link(page, html! { { shown } }) }</figcaption>
        </figure>
    }
}
