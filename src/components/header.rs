//! The top of the page: the archive's name, the search, and the reader's choices.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::help;
use super::route_link::RouteLink;
use super::settings::settings;
use super::share::Shared;
use crate::intent::Intent;
use crate::interface::Interface;

/// Id of the search box, for the keyboard.
pub const SEARCH_ID: &str = "search";

/// The header: `title` of the archive, empty until it is known, and its language; `shared` is the view.
pub fn header(
    title: &AttrValue,
    language: Option<AttrValue>,
    shared: Shared,
    interface: &Interface,
    on: &Callback<Intent>,
) -> Html {
    let (texts, route) = (interface.texts(), shared.route);
    let name = RouteLink::new(route.home(), on).lang(language).draw(html! { { title } });
    let oninput = on.reform(|event: InputEvent| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        Intent::Search(input.map_or_else(String::new, |input| input.value()))
    });
    html! {
        <header class="top" part="header">
            <a class="skip" href="#list">{ texts.skip_to_list }</a>
            if route.post.is_none() || !interface.outline.standalone {
                <@{interface.outline.heading(1)} class="name">{ name }</@>
            } else {
                <p class="name">{ name }</p>
            }
            <form role="search" aria-label={title} onsubmit={|event: SubmitEvent| event.prevent_default()}>
                <input type="search" id={SEARCH_ID} value={route.filter.query.clone()} placeholder={texts.search}
                    aria-label={texts.search} autocomplete="off" enterkeyhint="search" {oninput} />
            </form>
            { settings(interface, shared, on) }
            { help::draw(texts, on) }
        </header>
    }
}
