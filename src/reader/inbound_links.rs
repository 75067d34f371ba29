//! The list of the posts that link to the open one.

use broadsheet_bundle::format::{LinkedPost, LinkingPost};
use yew::prelude::*;

use super::inline::opens_post;
use crate::components::route_link::RouteLink;
use crate::i18n::fill;
use crate::intent::Intent;
use crate::route::Route;
use crate::settings::UiSettings;

/// The posts that link to the open one, and what they are drawn with.
pub struct InboundLinkList<'a> {
    /// The open post.
    pub post: &'a LinkedPost,
    /// The unfiltered list of the archive.
    pub home: &'a Route,
    /// The language of the archive.
    pub language: Option<&'a str>,
    /// The settings of the user interface.
    pub settings: &'a UiSettings,
    /// Receives user intents.
    pub dispatch: &'a Callback<Intent>,
}

/// Draws the list, with a heading.
pub fn view_inbound_links(list: &InboundLinkList<'_>) -> Html {
    let InboundLinkList { post, home, language, settings, dispatch } = *list;
    let texts = settings.texts();
    let link = |from: &LinkingPost| {
        let dispatch = opens_post(dispatch, from.id.clone(), None);
        let lang = from.language.as_deref().or(language).map(str::to_owned);
        let link = RouteLink::new(home.with_post(&from.id), &dispatch);
        html! { <li key={from.id.clone()} {lang} dir="auto">{ link.draw(html! { { &from.title } }) }</li> }
    };
    let more = || {
        let count = settings.formats.number(post.more);
        fill(settings.formats.plural(&texts.linked_from_more, post.more), &[("count", &count)])
    };
    html! {
        <section class="inbound-links">
            <@{settings.outline.heading(2)} class="inbound-links-title" lang={settings.language.tag()} dir="auto">{ texts.linked_from }</@>
            <ul>
                { for post.from.iter().map(link) }
                if post.more > 0 {
                    <li key="" lang={settings.language.tag()} dir="auto">{ more() }</li>
                }
            </ul>
        </section>
    }
}
