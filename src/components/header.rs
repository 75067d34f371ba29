//! The top of the page: the archive's name, the search, and the reader's choices.

use yew::prelude::*;

use super::help;
use super::route_link::RouteLink;
use super::search_box::{Composition, search_box};
use super::settings::settings;
use super::share::Shared;
use crate::i18n::Texts;
use crate::intent::Intent;
use crate::interface::Interface;
use crate::route::Route;

/// Id of the search box, for the keyboard.
pub const SEARCH_ID: &str = "search";

/// The header: `title` of the archive, empty until it is known, and its language; `shared` is the view, `composition` the
/// search box's.
pub fn header(
    title: &AttrValue,
    language: Option<AttrValue>,
    shared: Shared,
    composition: &Composition,
    interface: &Interface,
    on: &Callback<Intent>,
) -> Html {
    let (texts, route) = (interface.texts(), shared.route);
    let name = RouteLink::new(route.home(), on).lang(language).draw(html! { { title } });
    let search = on.reform(Intent::Search);
    html! {
        <header class="top" part="header">
            { skip(route, texts, on) }
            if route.post.is_none() || !interface.outline.standalone {
                <@{interface.outline.heading(1)} class="name">{ name }</@>
            } else {
                <p class="name">{ name }</p>
            }
            <form role="search" aria-label={title} onsubmit={|event: SubmitEvent| event.prevent_default()}>
                { search_box(Some(SEARCH_ID), &route.filter.query, texts.search.into(), composition, &search, None) }
            </form>
            { settings(interface, shared, on) }
            { help::draw(texts, on) }
        </header>
    }
}

/// A link past what stands on every page. The address stays as it is: it says what is shown, and where in an article.
fn skip(route: &Route, texts: &Texts, on: &Callback<Intent>) -> Html {
    let (href, text) =
        if route.post.is_some() { ("#reader", texts.skip_to_post) } else { ("#list", texts.skip_to_list) };
    let onclick = on.reform(|event: MouseEvent| {
        event.prevent_default();
        Intent::Skip
    });
    html! { <a class="skip" {href} {onclick}>{ text }</a> }
}
