//! The chips of the active filters, each with a button that removes it.

use broadsheet_bundle::facet::Facet;
use broadsheet_bundle::filter::{Filter, PartialDate};
use broadsheet_bundle::format::limits::MAX_FILTER_VALUES;
use yew::prelude::*;

use super::changing;
use crate::i18n::fill;
use crate::intent::Intent;
use crate::route::Route;
use crate::settings::UiSettings;

/// Draws a chip for each part of the filter of `route`, and one button to clear all.
pub fn filter_chips(route: &Route, settings: &UiSettings, dispatch: &Callback<Intent>) -> Html {
    let texts = settings.texts();
    let filter = &route.filter;
    let go = |filter: Filter| {
        dispatch.reform(move |_: MouseEvent| Intent::Narrow { filter: filter.clone(), step: true })
    };
    let chip = |label: String, without: Filter| {
        html! {
            <button type="button" class="chip" aria-label={fill(texts.remove_filter, &[("value", &label)])} onclick={go(without)}>
                <bdi>{ changing(label) }</bdi><span aria-hidden="true">{ " ×" }</span>
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
        let label = |value: &String| {
            if name == Facet::Month { format_period(settings, value) } else { value.clone() }
        };
        chips.extend(selection.groups.iter().flatten().map(|value| chip(label(value), without(value))));
        chips.extend(
            selection
                .excluded
                .iter()
                .map(|value| chip(fill(texts.excluded_value, &[("value", &label(value))]), without(value))),
        );
    }
    if let Some(only) = filter.from.as_ref().filter(|from| filter.to.as_ref() == Some(from)) {
        let without = Filter { from: None, to: None, ..filter.clone() };
        chips.push(chip(format_period(settings, only.as_str()), without));
    } else {
        let bound = |text: &str, bound: &PartialDate| {
            fill(text, &[("day", &format_period(settings, bound.as_str()))])
        };
        if let Some(from) = &filter.from {
            chips.push(chip(bound(texts.date_from, from), Filter { from: None, ..filter.clone() }));
        }
        if let Some(to) = &filter.to {
            chips.push(chip(bound(texts.date_to, to), Filter { to: None, ..filter.clone() }));
        }
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
            <button type="button" class="clear" onclick={go(none)}>{ texts.clear_filters }</button>
            { for (filter.choices() >= MAX_FILTER_VALUES).then(|| {
                fill(texts.too_many_choices, &[("count", &MAX_FILTER_VALUES.to_string())])
            }) }
        </div>
    }
}

/// Formats a year, a month or a day for the user's language. Returns anything else, such as a month
/// that does not exist, unchanged.
pub fn format_period(settings: &UiSettings, period: &str) -> String {
    match PartialDate::parse(period).map_or(0, |bound| bound.as_str().len()) {
        7 => settings.formats.month(period),
        10 => settings.formats.day(period),
        _ => period.to_owned(),
    }
}
