//! The header of the page: the archive's name, the search box, the settings menu and the help.

use yew::prelude::*;

use super::embed_snippets::EmbedSnippets;
use super::help;
use super::route_link::RouteLink;
use super::search_box::{Composition, search_box};
use super::settings_menu::settings_menu;
use crate::browser::dom_ids::{LIST, READER, SEARCH_ID};
use crate::i18n::Texts;
use crate::intent::Intent;
use crate::route::Route;
use crate::settings::UiSettings;

/// Draws the header. `title` is the archive's, empty until it is known, and `composition` is that
/// of the search box.
pub fn header(
    title: &AttrValue,
    language: Option<AttrValue>,
    snippets: EmbedSnippets,
    composition: &Composition,
    settings: &UiSettings,
    dispatch: &Callback<Intent>,
) -> Html {
    let (texts, route) = (settings.texts(), snippets.route);
    let name = RouteLink::new(route.home(), dispatch).draw(html! { <bdi>{ title }</bdi> });
    let search = dispatch.reform(Intent::Search);
    html! {
        <header class="top" part="header">
            { skip(route, texts, dispatch) }
            if route.post.is_none() || !settings.outline.standalone {
                <@{settings.outline.heading(1)} class="name" lang={language}>{ name }</@>
            } else {
                <p class="name" lang={language}>{ name }</p>
            }
            <form role="search" aria-label={title} onsubmit={|event: SubmitEvent| event.prevent_default()}>
                { search_box(Some(SEARCH_ID), &route.filter.query, texts.search.into(), composition, &search, None) }
            </form>
            { settings_menu(settings, snippets, dispatch) }
            { help::draw(texts, dispatch) }
        </header>
    }
}

/// Draws a link that skips what every page has. The URL stays as it is: it names what is shown, and
/// a position in an article.
fn skip(route: &Route, texts: &Texts, dispatch: &Callback<Intent>) -> Html {
    let (href, text) =
        if route.post.is_some() { (READER, texts.skip_to_post) } else { (LIST, texts.skip_to_list) };
    let onclick = dispatch.reform(|event: MouseEvent| {
        event.prevent_default();
        Intent::SkipToContent
    });
    html! { <a class="skip" {href} {onclick}>{ text }</a> }
}
