//! One row of the article list.

use std::rc::Rc;

use broadsheet_bundle::{Facet, Row};
use yew::prelude::*;

use crate::components::date::time;
use crate::components::route_link::RouteLink;
use crate::intent::Intent;
use crate::route::Route;
use crate::settings::use_settings;

#[derive(Properties, PartialEq)]
#[allow(missing_docs, reason = "the comments say it")]
pub struct ListRowProps {
    pub row: Rc<Row>,
    /// Position in the list, from 1.
    pub position: u32,
    /// Length of the list.
    pub of: u32,
    /// The list in which the row stands.
    pub list: Rc<Route>,
    /// `true` if the post is open.
    pub current: bool,
    /// `true` if the user has opened the post before.
    pub read: bool,
    /// The language of the archive.
    pub language: Option<AttrValue>,
    pub dispatch: Callback<Intent>,
}

/// A row: title, then date, author and source, then tags.
#[component]
pub fn ListRow(props: &ListRowProps) -> Html {
    let settings = use_settings();
    let row = &props.row;
    let title_id = format!("row-{}", props.position);
    // With blanks, where lines are broken.
    let details = row.facets[Facet::Author]
        .iter()
        .chain(&row.facets[Facet::Source])
        .map(|text| html! { <>{ " " }<bdi>{ text }</bdi></> });
    let language = row.language.clone().map(AttrValue::from).or_else(|| props.language.clone());
    let current = props.current;
    let link =
        RouteLink::new(props.list.with_post(&row.id), &props.dispatch).id(title_id.clone()).current(current);
    html! {
        <article class={classes!("row", props.read.then_some("read"), current.then_some("current"))} part="row" tabindex="-1"
            aria-posinset={props.position.to_string()} aria-setsize={props.of.to_string()} aria-labelledby={title_id}>
            <@{settings.outline.row()} class="row-title" part="row-title" lang={language} dir="auto">
                { link.draw(html! { { &row.title } }) }
            </@>
            <p class="details">
                if props.read {
                    <span class="visually-hidden">{ settings.texts().already_read }</span>
                }
                { for row.date.iter().map(|date| time(date, &settings.formats.day(date.day()))) }
                { for details }
            </p>
            if !row.facets[Facet::Tag].is_empty() {
                <p class="tags">{ for row.facets[Facet::Tag].iter().map(|tag| html! { <>{ " " }<bdi>{ tag }</bdi></> }) }</p>
            }
        </article>
    }
}

/// Draws a month heading and a row that are as high as they can be, out of view: their heights
/// under the styles in force are those of the list's.
pub fn probe() -> Html {
    let lines = "x\nx\nx\nx";
    html! {
        <div class="probe" aria-hidden="true">
            <div class="month">{ "x" }</div>
            <div class="row"><h2 class="row-title">{ lines }</h2><p class="details">{ lines }</p><p class="tags">{ lines }</p></div>
        </div>
    }
}
