//! A video of another site: a button, and its player once that was clicked.

use broadsheet_article::tree::EmbeddedVideo;
use yew::prelude::*;

use super::context::Context;
use crate::components::external_link::external_link;
use crate::i18n::fill;

/// Draws a video. Nothing of its service loads until the user asks for it, and then in a frame.
pub(super) fn video_embed(video: &EmbeddedVideo, context: &Context) -> Html {
    let (player, service) = (video.player_url(), video.service().name());
    let title = video.title().unwrap_or(service).to_owned();
    let content = if context.playing.contains(&player) {
        let is_last = context.playing.last() == Some(&player);
        let frame = if is_last { context.player.clone() } else { NodeRef::default() };
        // Players refuse to play for a page that they know nothing of, so they are sent its origin.
        html! {
            <iframe ref={frame} src={player} {title} allow="fullscreen" referrerpolicy="strict-origin"
                sandbox="allow-scripts allow-same-origin allow-presentation allow-popups allow-popups-to-escape-sandbox" />
        }
    } else {
        let playing = context.playing.clone();
        let play = move |_: MouseEvent| {
            let mut all = (*playing).clone();
            all.push(player.clone());
            playing.set(all);
        };
        html! {
            <button type="button" onclick={play}>
                <span class="play" aria-hidden="true" />
                <strong>{ title }</strong>
                <span class="details">{ fill(context.texts.load_player, &[("service", service)]) }</span>
            </button>
        }
    };
    html! {
        <figure class="film">
            <div>{ content }</div>
            <figcaption>{ external_link(video.page_url(), html! { { video.page_label() } }) }</figcaption>
        </figure>
    }
}
