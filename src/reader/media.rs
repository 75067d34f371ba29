//! Audio and video, and the URLs of media.

use broadsheet_article::tree::{Media, MediaKind};
use broadsheet_article::url::MediaUrl;
use yew::prelude::*;
use yew::virtual_dom::VTag;

use super::context::Context;
use crate::components::external_link::external_link;
use crate::media_policy::allows;

/// Returns the URL of an image, audio or video. Files of the bundle are below `base`.
pub(super) fn media_url(url: &MediaUrl, base: &str) -> String {
    match url {
        MediaUrl::Remote(url) => url.as_str().to_owned(),
        MediaUrl::Bundled(file) => format!("{base}{}", file.as_str()),
        MediaUrl::Inline(data) => data.as_str().to_owned(),
    }
}

/// Draws audio or video, or a link to it if it must not load.
pub(super) fn media_player(media: &Media, context: &Context) -> Html {
    let blocking = context.blocking_hosts(media.sources.iter().chain(&media.poster));
    let may_play = context.limits.player();
    let is_allowed = |url: &&MediaUrl| may_play && blocking.is_none_or(|hosts| allows(hosts, url));
    let mut sources = media.sources.iter().filter(is_allowed).peekable();
    if sources.peek().is_none() {
        let remote = media.sources.iter().find_map(|source| match source {
            MediaUrl::Remote(url) => Some(url),
            MediaUrl::Bundled(_) | MediaUrl::Inline(_) => None,
        });
        let link = remote
            .map(|url| external_link(url.as_str().to_owned(), html! { { context.texts.media_not_loaded } }));
        return html! { <p><span class="stand-in">{ for link }</span></p> };
    }
    let sources = sources.map(|source| html! { <source src={media_url(source, context.base)} /> });
    let poster = media.poster.as_ref().filter(is_allowed).map(|poster| media_url(poster, context.base));
    if !context.outline.standalone {
        return player(media.kind, poster, sources.collect());
    }
    match media.kind {
        MediaKind::Audio => html! { <audio controls=true preload="none">{ for sources }</audio> },
        MediaKind::Video => html! { <video controls=true preload="none" {poster}>{ for sources }</video> },
    }
}

/// Draws a player for a host page. Browsers send the page's referrer with what a player loads,
/// whatever the player's attributes are, so the script of the element has one that sends none:
/// `Player` in `static/embed.js`.
fn player(kind: MediaKind, poster: Option<String>, sources: Html) -> Html {
    let mut tag = VTag::new("broadsheet-player");
    tag.add_attribute("kind", kind.tag_name());
    if let Some(poster) = poster {
        tag.add_attribute("poster", poster);
    }
    tag.add_child(sources);
    tag.into()
}
