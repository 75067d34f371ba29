//! The root: address and archive in, page out, and what the reader asks for done.

use std::rc::Rc;

use broadsheet_bundle::filter::Filter;
use broadsheet_bundle::head::NEWEST_ROWS;
use web_sys::{Url, window};
use yew::prelude::*;

use crate::components::help;
use crate::components::page::Page;
use crate::config::Config;
use crate::environment::Environment;
use crate::hooks::history::{self, Place};
use crate::hooks::{
    Arrival, Shortcut, Visit, move_in_list, use_archive, use_arrival, use_columns, use_latest, use_more_rows,
    use_place_notes, use_preferences, use_read_marks, use_shortcuts, use_title, use_visit,
};
use crate::intent::Intent;
use crate::interface::Interface;
use crate::route::Route;
use crate::store::{Listing, Post, View};

/// Rows drawn more when the end of the list is near.
const MORE_ROWS: usize = 96;

#[derive(Properties, PartialEq)]
#[allow(missing_docs, reason = "the documentation of the component says it")]
pub struct AppProps {
    pub environment: Environment,
    pub config: Config,
}

/// The viewer, with `config` from the page that holds it.
#[component]
pub fn App(props: &AppProps) -> Html {
    let environment = &props.environment;
    let (visit, go) = use_visit(environment);
    let (interface, set_preference) = use_preferences(environment);
    let page = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    let absolute = |url: &str| Url::new_with_base(url, &page).ok();
    let origin = |url: &str| absolute(url).map(|url| url.origin());
    let chosen = props.config.bundle_for(visit.route.bundle.as_deref(), origin);
    let bundle = AttrValue::from(absolute(chosen).map_or_else(|| chosen.to_owned(), |url| url.href()));
    html! {
        <ContextProvider<Interface> context={interface}>
            <Reading key={bundle.to_string()} environment={environment.clone()} bundle={bundle.clone()} {visit} {go} {set_preference} />
        </ContextProvider<Interface>>
    }
}

#[derive(Properties, PartialEq)]
struct ReadingProps {
    environment: Environment,
    /// The bundle's absolute address.
    bundle: AttrValue,
    visit: Visit,
    go: Callback<Visit>,
    set_preference: Callback<Intent>,
}

/// Reading one bundle.
#[component]
fn Reading(props: &ReadingProps) -> Html {
    let environment = &props.environment;
    let Visit { route, arrival } = &props.visit;
    let (rows_shown, set_rows_shown) = use_rows_shown(route, *arrival);
    let facets_open = use_state_eq(|| false);
    let roomy = use_columns(environment) > 2;
    let view = View {
        post: route.post.clone(),
        filter: route.filter.clone(),
        rows_shown,
        facets_shown: roomy || *facets_open,
    };
    let (archive, listing, retry) = use_archive(&props.bundle, &view);
    let read = use_read_marks(environment, &props.bundle, route.post.as_deref());
    // Where the list was when the reader last left it, for ways back that no history entry remembers.
    let left_list = use_mut_ref(Place::default);
    // Whether going back leads to the list that the open post was chosen from.
    let from_list = use_mut_ref(|| false);

    let visit = {
        let (go, route, rows) = (props.go.clone(), route.clone(), rows_shown);
        let (left_list, from_list) = (Rc::clone(&left_list), Rc::clone(&from_list));
        let environment = environment.clone();
        move |next: Route| {
            if next == *route {
                return;
            }
            let place = Place::now(&environment, rows);
            if route.post.is_none() {
                left_list.replace(place);
            }
            // Elsewhere, other entries than ours may lie between.
            from_list.replace(environment.standalone && route.post.is_none() && next.post.is_some());
            history::note(&environment, place);
            history::push(&environment, &next);
            go.emit(Visit { route: Rc::new(next), arrival: Arrival::Followed });
        }
    };
    let replace = {
        let (go, environment) = (props.go.clone(), environment.clone());
        move |next: Route| {
            history::replace(&environment, &next);
            go.emit(Visit { route: Rc::new(next), arrival: Arrival::Typed });
        }
    };
    let close_reader = {
        let (visit, route, from_list) = (visit.clone(), route.clone(), Rc::clone(&from_list));
        move || {
            if *from_list.borrow() {
                history::back();
            } else {
                visit(route.without_post());
            }
        }
    };
    let on = {
        let (visit, replace, close_reader) = (visit.clone(), replace.clone(), close_reader.clone());
        let (rows, facets_open, set_preference) =
            (set_rows_shown, facets_open.clone(), props.set_preference.clone());
        let environment = environment.clone();
        move |intent: Intent| match intent {
            Intent::Go(route) => visit(route),
            Intent::Replace(route) => replace(route),
            Intent::CloseReader => close_reader(),
            Intent::ShowMore => rows.emit(rows_shown + MORE_ROWS),
            Intent::ToggleFacets => facets_open.set(!*facets_open),
            Intent::Help => help::open(&environment),
            Intent::Retry => retry.emit(()),
            preference @ (Intent::SetTheme(_) | Intent::SetLanguage(_)) => set_preference.emit(preference),
        }
    };
    let on = use_latest(on);
    use_shortcuts(environment, {
        let (archive, listing, route) = (archive.clone(), listing.clone(), route.clone());
        let environment = environment.clone();
        Callback::from(move |shortcut| match (shortcut, &route.post) {
            (Shortcut::Next, None) => move_in_list(&environment, true),
            (Shortcut::Previous, None) => move_in_list(&environment, false),
            (Shortcut::Next | Shortcut::Previous, Some(open)) => {
                let Listing::Ready { rows, .. } = &listing else { return };
                let (before, after) = archive.before_and_after(Some(open), rows);
                let neighbour = if shortcut == Shortcut::Next { after } else { before };
                if let Some(row) = neighbour.and_then(|number| archive.row(number)) {
                    visit(route.with_post(&row.id));
                }
            }
            (Shortcut::Leave, Some(_)) => close_reader(),
            (Shortcut::Leave, None) => {}
            (Shortcut::ClearSearch, _) => {
                replace(route.with_filter(Filter { query: String::new(), ..route.filter.clone() }));
            }
        })
    });

    let (length, list_drawn) = match &listing {
        Listing::Ready { rows, .. } => (rows.len(), archive.rows_loaded(rows, rows_shown)),
        _ => (0, false),
    };
    let post_drawn = route.post.as_deref().is_none_or(|id| !matches!(archive.post(id), Post::Loading(_)));
    use_more_rows(environment, length, rows_shown, list_drawn, &on);
    use_arrival(environment, &props.visit, list_drawn && post_drawn, &left_list);
    use_place_notes(environment, rows_shown);
    use_title(
        environment,
        archive.head().map(|head| head.title.clone()).unwrap_or_default(),
        route.post.as_deref().and_then(|id| archive.title(id)),
    );

    let base = props.bundle.rsplit_once('/').map_or_else(String::new, |(folder, _)| format!("{folder}/"));
    html! {
        <Page {archive} route={route.clone()} {listing} {rows_shown} facets_open={*facets_open} {roomy} {read}
            {base} {on} />
    }
}

/// How many rows are drawn, and what changes it: as many as before for a reader who returns, two or three screens of a
/// new list.
#[hook]
fn use_rows_shown(route: &Route, arrival: Arrival) -> (usize, Callback<usize>) {
    let shown = use_state_eq(|| NEWEST_ROWS);
    let returned = match arrival {
        Arrival::Returned(Some(place)) => place.rows,
        _ => 0,
    };
    {
        let shown = shown.clone();
        let last_filter = use_mut_ref(|| None::<Filter>);
        use_effect_with((route.filter.clone(), returned), move |(filter, returned)| {
            let same_list = last_filter.replace(Some(filter.clone())).is_some_and(|last| last == *filter);
            shown.set(if same_list { (*shown).max(*returned) } else { NEWEST_ROWS.max(*returned) });
        });
    }
    ((*shown).max(returned), shown.setter().into())
}
