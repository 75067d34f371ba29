//! The top of the page: the archive's name, the title search, and the reader's choices.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use broadsheet_bundle::filter::Filter;

use super::help::HelpButton;
use super::route_link::RouteLink;
use super::settings::Settings;
use super::use_interface;
use crate::intent::Intent;
use crate::route::Route;

/// Id of the search box, for the keyboard.
pub const SEARCH_ID: &str = "search";

#[derive(Properties, PartialEq)]
#[allow(missing_docs, reason = "the comments say it")]
pub struct HeaderProps {
    /// Title of the archive; empty until it is known.
    pub title: AttrValue,
    /// Language of the archive.
    pub lang: Option<AttrValue>,
    pub route: Rc<Route>,
    pub on: Callback<Intent>,
}

/// The header.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let texts = use_interface().texts();
    let HeaderProps { route, on, .. } = props;
    let home = Route { bundle: route.bundle.clone(), foreign: route.foreign.clone(), ..Route::default() };
    let name = html! { <RouteLink to={home} {on} lang={props.lang.clone()}>{ &props.title }</RouteLink> };
    let oninput = {
        let (route, on) = (route.clone(), on.clone());
        Callback::from(move |event: InputEvent| {
            let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
            else {
                return;
            };
            let to =
                route.without_post().with_filter(Filter { query: input.value(), ..route.filter.clone() });
            // The first letter is a step that Back undoes; those that follow belong to it.
            let begun = !route.filter.query.is_empty() && route.post.is_none();
            on.emit(if begun { Intent::Replace(to) } else { Intent::Go(to) });
        })
    };
    html! {
        <header class="top">
            <a class="skip" href="#list">{ texts.skip_to_list }</a>
            if route.post.is_none() {
                <h1 class="name">{ name }</h1>
            } else {
                <p class="name">{ name }</p>
            }
            <form role="search" onsubmit={|event: SubmitEvent| event.prevent_default()}>
                <input type="search" id={SEARCH_ID} value={route.filter.query.clone()} placeholder={texts.search_hint}
                    aria-label={texts.search} autocomplete="off" enterkeyhint="search" {oninput} />
            </form>
            <Settings {on} />
            <HelpButton />
        </header>
    }
}
