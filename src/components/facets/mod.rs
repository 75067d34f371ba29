//! The facets: what the list can be narrowed by, with how many posts each choice would show. All of it is in the chunk
//! `facets`; the rest of the program reaches it by way of `src/lazy`.

mod dates;
mod group;

use std::cell::RefCell;
use std::rc::Rc;

use broadsheet_bundle::RowNumber;
use broadsheet_bundle::facet::{Facet, PerFacet};
use broadsheet_bundle::filter::{
    FacetValues, Filter, FilterIndex, Histogram, MatchMode, RowList, RowSet, Sort,
};
use broadsheet_bundle::format::Manifest;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, window};
use yew::prelude::*;

use self::dates::Dates;
use self::group::{Acted, Group, Way};
use super::search_box::Composition;
use crate::i18n::collate;
use crate::intent::Intent;
use crate::ptr_eq::PtrEq;
use crate::route::Route;
use crate::settings::{UiSettings, use_settings};
use crate::store::Listing;

/// What the facets are drawn from.
#[derive(Debug, Clone, Properties, PartialEq)]
#[allow(missing_docs, reason = "the comments say it")]
pub struct FacetsProps {
    pub head: PtrEq<Manifest>,
    pub index: PtrEq<FilterIndex>,
    /// Whether some of their values could not be loaded.
    pub failed: bool,
    /// The view of the list with no post open.
    pub route: Rc<Route>,
    /// The list under the route's filter.
    pub listing: Listing,
    /// Whether they are shown. If not, they remember how they were looked at.
    pub shown: bool,
    pub dispatch: Callback<Intent>,
}

/// Draws the facets.
pub fn draw(props: FacetsProps) -> Html {
    html! { <Facets ..props /> }
}

/// The values of the facets, as far as they are known.
struct Known {
    values: PerFacet<FacetValues>,
    /// How many values each has in all.
    totals: PerFacet<usize>,
    /// Whether all values are known.
    whole: bool,
}

/// How many posts each choice would show.
#[derive(Default)]
struct Counted {
    /// For each value; nothing while that is not known.
    counts: PerFacet<Option<Vec<RowNumber>>>,
    /// Places of the values, the greatest count first.
    order: PerFacet<Vec<usize>>,
    histogram: Option<Histogram>,
    /// `true` if it is known of the facet that no post in the list has two of its values.
    apart: PerFacet<bool>,
}

/// Orders by name that were made, with what they were made of: sorting thousands of names takes a while.
type Named = PerFacet<Option<(PtrEq<Known>, &'static str, Rc<Vec<usize>>)>>;

#[component]
fn Facets(props: &FacetsProps) -> Html {
    let settings = use_settings();
    let FacetsProps { head, index, failed, route, listing, shown, dispatch } = props;
    let ways = use_state_eq(PerFacet::<Way>::default);
    let opened = use_state_eq(Vec::<(String, bool)>::new);
    let dragged = use_state_eq(|| None);
    let (panel, plot) = (use_node_ref(), use_node_ref());
    let acted = use_mut_ref(|| None::<Acted>);
    let named = use_mut_ref(Named::default);
    let compositions = use_memo((), |()| PerFacet::<Composition>::default());

    let known = use_memo((head.clone(), index.is_complete()), |(head, _)| known(head, index));
    // What the choices or the reader say.
    let mut said = PerFacet::<Option<MatchMode>>::default();
    for name in Facet::ALL {
        said[name] = route.filter.facets[name].match_mode().or(ways[name].mode);
    }
    let listed = match listing {
        Listing::Ready { rows, search_hits, .. } if *shown => {
            Some((PtrEq::from(Rc::clone(rows)), PtrEq::from(Rc::clone(search_hits))))
        }
        _ => None,
    };
    let filter = Filter { sort: Sort::New, ..route.filter.clone() };
    let counted = use_memo(
        (PtrEq::from(Rc::clone(&known)), filter, listed, said.clone()),
        |(known, filter, listed, said)| {
            listed.as_ref().map(|(rows, found)| counted(index, known, filter, rows, found, said))
        },
    );
    let settled =
        counted.as_ref().as_ref().is_some_and(|counted| counted.counts.iter().all(|(_, one)| one.is_some()));
    use_kept_focus(&panel, &acted, settled);
    // Values are in the order of their counts: drawn before those are known, they would move.
    let drawn_before = use_mut_ref(|| false);
    let drawn = *drawn_before.borrow() || settled || *failed;
    drawn_before.replace(drawn);
    if !shown || !drawn {
        return Html::default();
    }

    let nothing = Counted::default();
    let counted = counted.as_ref().as_ref().unwrap_or(&nothing);
    let group = |name: Facet| {
        let (values, total) = (&known.values[name], known.totals[name]);
        if values.values.is_empty() {
            return Html::default();
        }
        let by_name = ways[name].by_name.then(|| by_name(&named, &known, name, &settings));
        let all: Vec<usize> = (0..values.values.len()).collect();
        let by_count = Some(&counted.order[name]).filter(|order| order.len() == all.len()).unwrap_or(&all);
        let set_way = {
            let (ways, dispatch) = (ways.clone(), dispatch.clone());
            Callback::from(move |way: Way| {
                // Whoever looks beyond the first values needs to know them all.
                if way.whole || way.by_name || !way.search.is_empty() {
                    dispatch.emit(Intent::ExpandFacets);
                }
                let mut next = (*ways).clone();
                next[name] = way;
                ways.set(next);
            })
        };
        Group {
            name,
            values: &values.values,
            total,
            counts: counted.counts[name].as_deref(),
            order: by_name.as_deref().unwrap_or(by_count),
            mode: match_mode(name, said[name], counted.apart[name]),
            way: &ways[name],
            set_way,
            months: (&known.values[Facet::Month].values, counted.counts[Facet::Month].as_deref()),
            opened: &opened,
            acted: &acted,
            composition: &compositions[name],
            route,
            settings: &settings,
            dispatch,
        }
        .draw()
    };
    let dates = |histogram: &Histogram| {
        Dates { histogram, plot: &plot, dragged: &dragged, route, settings: &settings, dispatch }.draw()
    };
    // Of a single month there is nothing to choose.
    let has_dates = known.values[Facet::Month].values.len() > 1
        || route.filter.from.is_some()
        || route.filter.to.is_some();
    html! {
        <div class="facet-groups" ref={panel}>
            if has_dates {
                { counted.histogram.as_ref().map_or_else(dates::room, dates) }
            }
            { group(Facet::Year) }
            { for Facet::INDEXED.map(group) }
        </div>
    }
}

fn known(head: &Manifest, index: &FilterIndex) -> Known {
    let whole = index.is_complete();
    let mut known = Known { values: PerFacet::default(), totals: PerFacet::default(), whole };
    for name in Facet::ALL {
        let summary = head.facets.iter().find(|facet| facet.name == name);
        known.values[name] = match summary {
            Some(summary) if !whole => FacetValues::top(summary.top.clone()),
            _ => index.values(name),
        };
        known.totals[name] = match summary {
            Some(summary) if !whole => summary.values as usize,
            _ => known.values[name].values.len(),
        };
    }
    known
}

/// The match mode of one more value of a facet: as was `said`; else all tags are needed, unless they are
/// known to stand `apart`: then a second one would leave nothing.
fn match_mode(name: Facet, said: Option<MatchMode>, apart: bool) -> MatchMode {
    let is_all = name == Facet::Tag && !apart;
    match said {
        Some(mode) if name.is_indexed() => mode,
        None if is_all => MatchMode::All,
        _ => MatchMode::Any,
    }
}

fn counted(
    index: &FilterIndex,
    known: &Known,
    filter: &Filter,
    rows: &RowList,
    found: &RowSet,
    said: &PerFacet<Option<MatchMode>>,
) -> Counted {
    let mut counted = Counted::default();
    for (name, values) in known.values.iter() {
        let open = name == Facet::Tag && said[name].is_none() && known.whole;
        counted.apart[name] = open && !index.has_multiple_values(rows.set(), name);
        let counts = if filter.is_empty() {
            values.values.iter().map(|value| value.posts).collect()
        } else if name.is_indexed() && !known.whole {
            continue;
        } else if match_mode(name, said[name], counted.apart[name]) == MatchMode::Any
            && !filter.facets[name].groups.is_empty()
        {
            index.counts(filter, found, name, values, MatchMode::Any)
        } else {
            index.counts_among(rows.set(), name, values)
        };
        let mut order: Vec<usize> = (0..counts.len()).collect();
        if name.is_indexed() {
            order.sort_by_key(|&place| std::cmp::Reverse(counts.get(place)));
        }
        (counted.counts[name], counted.order[name]) = (Some(counts), order);
    }
    if known.whole || !filter.active_facets().any(Facet::is_indexed) {
        counted.histogram = Some(Histogram::new(index, filter, found));
    }
    counted
}

/// The places of the values of the facet `name`, in the order of the settings's language.
fn by_name(
    named: &Rc<RefCell<Named>>,
    known: &Rc<Known>,
    name: Facet,
    settings: &UiSettings,
) -> Rc<Vec<usize>> {
    let mut named = named.borrow_mut();
    let tag = settings.language.tag();
    let known = PtrEq::from(Rc::clone(known));
    match &named[name] {
        Some((of, language, order)) if *of == known && *language == tag => Rc::clone(order),
        _ => {
            let names: Vec<&str> =
                known.values[name].values.iter().map(|value| value.value.as_str()).collect();
            let order = Rc::new(collate::sorted(tag, &names));
            named[name] = Some((known, tag, Rc::clone(&order)));
            order
        }
    }
}

/// Gives the focus back to what the reader has used, where counts that have changed moved it and it lost the focus.
#[hook]
fn use_kept_focus(panel: &NodeRef, acted: &Rc<RefCell<Option<Acted>>>, settled: bool) {
    let (panel, acted) = (panel.clone(), Rc::clone(acted));
    use_effect(move || {
        let mut acted = acted.borrow_mut();
        let Some(acted) = acted.as_mut().filter(|acted| acted.watched) else { return };
        acted.watched = !settled;
        let focused = window().and_then(|window| window.document()?.query_selector(":focus-within").ok()?);
        let kept = panel.cast::<Element>().and_then(|panel| panel.query_selector("[data-kept]").ok()?);
        if let Some(kept) =
            kept.filter(|_| focused.is_none()).and_then(|kept| kept.dyn_into::<HtmlElement>().ok())
        {
            // What is in the page can take it.
            let _ = kept.focus();
        }
    });
}
