//! The panel with all facets.

use std::cell::RefCell;
use std::rc::Rc;

use broadsheet_bundle::facet::{Facet, PerFacet};
use broadsheet_bundle::filter::{Filter, FilterIndex, Histogram, MatchMode, Sort};
use broadsheet_bundle::format::Manifest;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, window};
use yew::prelude::*;

use super::data::{FacetCounts, FacetData};
use super::group::{FacetGroup, GroupContext};
use super::histogram::{self, DateHistogram};
use super::ui_state::{FacetUiState, LastAction, YearState};
use crate::components::search_box::Composition;
use crate::i18n::collate;
use crate::intent::Intent;
use crate::ptr_eq::PtrEq;
use crate::route::Route;
use crate::settings::use_settings;
use crate::store::Listing;

/// The properties of the facets.
#[derive(Debug, Clone, Properties, PartialEq)]
pub struct FacetsProps {
    /// The bundle's manifest.
    pub manifest: PtrEq<Manifest>,
    /// The index of what is loaded.
    pub index: PtrEq<FilterIndex>,
    /// `true` if some of the values could not be loaded.
    pub failed: bool,
    /// The route of the list, with no post open.
    pub route: Rc<Route>,
    /// The list under the route's filter.
    pub listing: Listing,
    /// `true` if the facets are visible. If not, they keep their state.
    pub shown: bool,
    /// Receives user intents.
    pub dispatch: Callback<Intent>,
}

/// Draws the facets.
pub fn view_facets(props: FacetsProps) -> Html {
    html! { <Facets ..props /> }
}

#[component]
fn Facets(props: &FacetsProps) -> Html {
    let settings = use_settings();
    let FacetsProps { manifest, index, failed, route, shown, dispatch, .. } = props;
    let states = use_state_eq(PerFacet::<FacetUiState>::default);
    let years = use_state_eq(Vec::<YearState>::new);
    let dragged = use_state_eq(|| None);
    let (panel, plot) = (use_node_ref(), use_node_ref());
    let last_action = use_mut_ref(|| None::<LastAction>);
    let compositions = use_memo((), |()| PerFacet::<Composition>::default());

    let data =
        use_memo((manifest.clone(), index.is_complete()), |(manifest, _)| FacetData::new(manifest, index));
    let mut modes = PerFacet::<Option<MatchMode>>::default();
    let mut by_name = PerFacet::<bool>::default();
    for facet in Facet::ALL {
        modes[facet] = route.filter.facets[facet].match_mode().or(states[facet].mode);
        by_name[facet] = states[facet].by_name;
    }
    let counts = use_counts(props, &data, &modes);
    // Sorting thousands of names takes a while.
    let name_orders = use_memo(
        (PtrEq::from(Rc::clone(&data)), settings.language.tag(), by_name),
        |(data, tag, by_name)| name_orders(data, tag, by_name),
    );
    let are_counts_known = counts.as_ref().as_ref().is_some_and(FacetCounts::is_complete);
    use_kept_focus(&panel, &last_action, are_counts_known);
    // Values are in the order of their counts: drawn before those are known, they would move.
    let drawn_before = use_mut_ref(|| false);
    let drawn = *drawn_before.borrow() || are_counts_known || *failed;
    drawn_before.replace(drawn);
    if !shown || !drawn {
        return Html::default();
    }

    let unknown = FacetCounts::default();
    let counts = counts.as_ref().as_ref().unwrap_or(&unknown);
    let context = GroupContext {
        data: &data,
        counts,
        states: &states,
        years: &years,
        last_action: &last_action,
        route,
        settings: &settings,
        dispatch,
    };
    let group = |facet: Facet| {
        let mode = counts.match_mode(facet, modes[facet]);
        let (name_order, composition) = (name_orders[facet].as_deref(), &compositions[facet]);
        FacetGroup { facet, mode, name_order, composition, context }.view()
    };
    let dates = |histogram: &Histogram| {
        DateHistogram { histogram, plot: &plot, dragged: &dragged, route, settings: &settings, dispatch }
            .view()
    };
    // In a single month there is nothing to choose.
    let has_dates = data.values[Facet::Month].values.len() > 1
        || route.filter.from.is_some()
        || route.filter.to.is_some();
    html! {
        <div class="facet-groups" ref={panel}>
            if has_dates {
                { counts.histogram.as_ref().map_or_else(histogram::placeholder, dates) }
            }
            { group(Facet::Year) }
            { for Facet::INDEXED.map(group) }
        </div>
    }
}

/// Returns the counts of the list that is shown; `None` if there is none.
#[hook]
fn use_counts(
    props: &FacetsProps,
    data: &Rc<FacetData>,
    modes: &PerFacet<Option<MatchMode>>,
) -> Rc<Option<FacetCounts>> {
    let FacetsProps { index, route, .. } = props;
    let listed = match &props.listing {
        Listing::Ready { rows, search_hits, .. } if props.shown => {
            Some((PtrEq::from(Rc::clone(rows)), PtrEq::from(Rc::clone(search_hits))))
        }
        _ => None,
    };
    // The order of the list changes no count.
    let filter = Filter { sort: Sort::New, ..route.filter.clone() };
    use_memo(
        (PtrEq::from(Rc::clone(data)), filter, listed, modes.clone()),
        |(data, filter, listed, modes)| {
            let (rows, search_hits) = listed.as_ref()?;
            Some(FacetCounts::new(index, data, filter, rows, search_hits, modes))
        },
    )
}

/// Returns the indices of the values in the order of the language `tag`, for the facets that are
/// sorted `by_name`.
fn name_orders(data: &FacetData, tag: &str, by_name: &PerFacet<bool>) -> PerFacet<Option<Vec<usize>>> {
    let mut orders = PerFacet::default();
    for (facet, values) in data.values.iter() {
        if by_name[facet] {
            let names: Vec<&str> = values.values.iter().map(|value| value.value.as_str()).collect();
            orders[facet] = Some(collate::sorted(tag, &names));
        }
    }
    orders
}

/// Gives the focus back to the control of the last action, if new counts have moved it and it has
/// lost the focus.
#[hook]
fn use_kept_focus(panel: &NodeRef, last_action: &Rc<RefCell<Option<LastAction>>>, are_counts_known: bool) {
    let (panel, last_action) = (panel.clone(), Rc::clone(last_action));
    use_effect(move || {
        let mut last_action = last_action.borrow_mut();
        let Some(action) = last_action.as_mut().filter(|action| action.awaiting_counts) else { return };
        action.awaiting_counts = !are_counts_known;
        let focused = window().and_then(|window| window.document()?.query_selector(":focus-within").ok()?);
        if focused.is_some() {
            return;
        }
        let kept = panel.cast::<Element>().and_then(|panel| panel.query_selector("[data-kept]").ok()?);
        if let Some(kept) = kept.and_then(|kept| kept.dyn_into::<HtmlElement>().ok()) {
            // What is in the page can take it.
            let _ = kept.focus();
        }
    });
}
