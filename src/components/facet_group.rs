//! One facet: its values with their counts, to be required or excluded.

use std::rc::Rc;

use broadsheet_bundle::facet::{FacetName, ValueCount};
use broadsheet_bundle::filter::{Filter, Selection};
use broadsheet_bundle::rows::RowSet;
use yew::prelude::*;

use super::use_interface;
use crate::i18n::{Texts, fill};
use crate::intent::Intent;
use crate::interface::Interface;
use crate::route::Route;
use crate::store::Shared;

/// Values drawn before the reader asks for all.
const FIRST_VALUES: usize = 10;

#[derive(Properties, PartialEq)]
#[allow(missing_docs, reason = "the comments say it")]
pub struct FacetGroupProps {
    pub archive: Shared,
    pub name: FacetName,
    /// Number of its values, known before they are loaded.
    pub values: u32,
    pub route: Rc<Route>,
    /// The rows that pass what no facet decides; nothing while that is not known.
    pub candidates: Option<Rc<RowSet>>,
    pub on: Callback<Intent>,
}

/// The name of a facet for readers.
pub(super) fn facet_title(texts: &Texts, name: FacetName) -> &'static str {
    match name {
        FacetName::Tag => texts.facet_tag,
        FacetName::Author => texts.facet_author,
        FacetName::Source => texts.facet_source,
        FacetName::Category => texts.facet_category,
    }
}

/// The group of checkboxes.
#[component]
pub fn FacetGroup(props: &FacetGroupProps) -> Html {
    let interface = use_interface();
    let texts = interface.texts();
    let FacetGroupProps { archive, name, route, on, .. } = props;
    let name = *name;
    let selection = &route.filter.facets[name];
    // A post can have many tags, but hardly many authors or hosts: there, alternatives are what a reader means.
    let asked = use_state_eq(|| name != FacetName::Tag);
    let any = selection.any().unwrap_or(*asked);
    let whole = use_state_eq(|| false);

    let all = archive.facet_values(name);
    let counts = props.candidates.as_ref();
    let counts = counts.and_then(|candidates| archive.facet_counts(&route.filter, candidates, name, any));
    let most = if *whole { all.len() } else { FIRST_VALUES };
    let body = values(props, all, &counts.unwrap_or_default(), most, any, &interface);
    let set_any = |wish: bool| {
        let (asked, on, route) = (asked.setter(), on.clone(), route.clone());
        Callback::from(move |_: MouseEvent| {
            asked.set(wish);
            edit(&on, &route, name, |selection| selection.set_any(wish));
        })
    };
    let mode = |wish: bool, label: &'static str| {
        html! { <button type="button" aria-pressed={(any == wish).to_string()} onclick={set_any(wish)}>{ label }</button> }
    };
    let toggle_whole = {
        let (whole, on) = (whole.clone(), on.clone());
        Callback::from(move |_: MouseEvent| {
            whole.set(!*whole);
            on.emit(Intent::AllFacets);
        })
    };
    html! {
        <fieldset class="facet" disabled={archive.head().is_none()}>
            <legend>{ facet_title(texts, name) }</legend>
            if props.values > 1 {
                <span class="mode" role="group" aria-label={texts.matching}>{ mode(true, texts.any) }{ mode(false, texts.all) }</span>
            }
            { body }
            if props.values as usize > FIRST_VALUES {
                <button type="button" class="more" aria-expanded={whole.to_string()} onclick={toggle_whole}>
                    { if *whole { texts.show_fewer.to_owned() } else { fill(texts.show_all, &[("count", &props.values.to_string())]) } }
                </button>
            }
        </fieldset>
    }
}

/// The values `all` of the facet, with one count for each, or none while unknown: the first `most`, and those that are chosen.
fn values(
    props: &FacetGroupProps,
    all: &[ValueCount],
    counts: &[u32],
    most: usize,
    any: bool,
    interface: &Interface,
) -> Html {
    let texts = interface.texts();
    let FacetGroupProps { name, route, on, .. } = props;
    let name = *name;
    let selection = &route.filter.facets[name];
    let value = |(place, entry): (usize, &ValueCount)| {
        let value = &entry.value;
        let (required, excluded) = (selection.requires(value), selection.excludes(value));
        if place >= most && !required && !excluded {
            return None;
        }
        let count = counts.get(place).map_or_else(String::new, |count| interface.formats.number(*count));
        let change = |apply: fn(&mut Selection, &str, bool)| {
            let (on, route, value) = (on.clone(), route.clone(), value.clone());
            move || edit(&on, &route, name, |selection| apply(selection, &value, any))
        };
        let check =
            change(if required { |selection, value, _| selection.remove(value) } else { Selection::require });
        let bar = change(if excluded {
            |selection, value, _| selection.remove(value)
        } else {
            |selection, value, _| selection.exclude(value)
        });
        let spoken = match counts.get(place) {
            Some(_) => fill(texts.facet_count, &[("value", value), ("count", &count)]),
            None => value.clone(),
        };
        let nothing_left = counts.get(place) == Some(&0) && !required && !excluded;
        Some(html! {
            <li key={value.as_str()} class={classes!(excluded.then_some("excluded"), nothing_left.then_some("nothing"))}>
                <label>
                    <input type="checkbox" checked={required} aria-label={spoken} onchange={move |_| check()} />
                    <span class="value">{ value }</span>
                    <span class="count">{ count }</span>
                </label>
                <button type="button" class="not" aria-pressed={excluded.to_string()} title={fill(texts.exclude, &[("value", value)])}
                    aria-label={fill(texts.exclude, &[("value", value)])} onclick={move |_| bar()}>{ "\u{2212}" }</button>
            </li>
        })
    };
    html! { <ul>{ for all.iter().enumerate().filter_map(value) }</ul> }
}

/// Asks for the view in which `change` was made to the choices of the facet `name`.
fn edit(on: &Callback<Intent>, route: &Route, name: FacetName, change: impl FnOnce(&mut Selection)) {
    let mut filter: Filter = route.filter.clone();
    change(&mut filter.facets[name]);
    if filter != route.filter {
        on.emit(Intent::Go(route.without_post().with_filter(filter)));
    }
}
