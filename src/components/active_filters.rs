//! What the list is narrowed to, each part removable.

use broadsheet_bundle::filter::{DayBound, Filter};
use yew::prelude::*;

use crate::i18n::{Texts, fill};
use crate::intent::Intent;
use crate::route::Route;

/// A chip for each part of the filter of `route`, and one button to clear all.
pub fn active_filters(route: &Route, texts: &Texts, on: &Callback<Intent>) -> Html {
    let filter = &route.filter;
    let go = |filter: Filter| {
        let to = route.without_post().with_filter(filter);
        on.reform(move |_: MouseEvent| Intent::Go(to.clone()))
    };
    let chip = |label: String, without: Filter| {
        html! {
            <button type="button" class="chip" aria-label={fill(texts.remove, &[("value", &label)])} onclick={go(without)}>
                { label }<span aria-hidden="true">{ " ×" }</span>
            </button>
        }
    };
    let mut chips: Vec<Html> = Vec::new();
    for (name, selection) in filter.facets.iter() {
        let without = |value: &String| {
            let mut filter = filter.clone();
            filter.facets[name].remove(value);
            filter
        };
        chips.extend(selection.groups.iter().flatten().map(|value| chip(value.clone(), without(value))));
        chips.extend(
            selection.not.iter().map(|value| chip(fill(texts.excluded, &[("value", value)]), without(value))),
        );
    }
    let bound = |text: &str, bound: &DayBound| fill(text, &[("day", bound.as_str())]);
    if let Some(from) = &filter.from {
        chips.push(chip(bound(texts.from, from), Filter { from: None, ..filter.clone() }));
    }
    if let Some(to) = &filter.to {
        chips.push(chip(bound(texts.to, to), Filter { to: None, ..filter.clone() }));
    }
    if !filter.query.trim().is_empty() {
        chips.push(chip(
            format!("“{}”", filter.query.trim()),
            Filter { query: String::new(), ..filter.clone() },
        ));
    }
    if chips.is_empty() {
        return Html::default();
    }
    let none = Filter { sort: filter.sort, ..Filter::default() };
    html! {
        <div class="chips">
            { for chips }
            <button type="button" class="clear" onclick={go(none)}>{ texts.clear_all }</button>
        </div>
    }
}
