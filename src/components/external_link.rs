//! A link out of the archive.

use yew::prelude::*;

/// Draws a link to another site: it sends its target no referrer, and is no recommendation.
pub fn external_link(href: String, content: Html) -> Html {
    html! { <a {href} target="_blank" rel="noopener noreferrer nofollow">{ content }</a> }
}
