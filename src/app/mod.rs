//! The root: address and archive in, page out, and what the reader asks for done.

use std::rc::Rc;

use broadsheet_bundle::filter::Filter;
use broadsheet_bundle::text::as_seen;
use web_sys::{Url, window};
use yew::prelude::*;

use self::page::Page;
use crate::browser::host::HostContext;
use crate::browser::{dialog, history, scroll};
use crate::components::error_message::error_message;
use crate::config::{Config, Extent};
use crate::hooks::{
    Drawn, HostState, LoadedArchive, Shortcut, use_archive, use_article_stepper, use_current_route,
    use_has_interacted, use_host_events, use_latest, use_list_updates, use_measures, use_navigation,
    use_preferences, use_read_marks, use_save_scroll, use_scroll_restoration, use_sheets, use_shortcuts,
    use_title, use_virtual_list,
};
use crate::i18n::Texts;
use crate::intent::Intent;
use crate::list::layout::ListLayout;
use crate::list::virtual_list::ListRange;
use crate::list::{row, view};
use crate::navigation::{Direction, HostNavigation, Navigation, NavigationKind, ScrollPositions};
use crate::normal::composed;
use crate::route::Route;
use crate::settings::{UiSettings, use_settings};
use crate::store::{
    Adjacent, ArchiveHandle, DataNeeds, FacetDetail, Listing, LoadError, PostState, Resource,
};

pub mod page;
mod reader_pane;

#[derive(Debug, Clone, Properties, PartialEq)]
#[allow(missing_docs, reason = "the documentation of the component says it")]
pub struct AppProps {
    pub host: HostContext,
    pub config: Config,
    /// What somebody else's page asks for.
    #[prop_or_default]
    pub requested: Option<HostNavigation>,
    /// Whether nothing is to be shown until the container is needed again.
    #[prop_or_default]
    pub suspended: bool,
}

/// The viewer, with `config` from the page that holds it.
#[component]
pub fn App(props: &AppProps) -> Html {
    let host = &props.host;
    let (navigation, go) = use_navigation(host, props.requested.as_ref());
    let (settings, set_preference) = use_preferences(host, &props.config);
    if props.suspended {
        return Html::default();
    }
    let page = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    let absolute = |url: &str| Url::new_with_base(url, &page).ok();
    let origin = |url: &str| absolute(url).map(|url| url.origin());
    let chosen = props.config.bundle_for(navigation.route.bundle.as_deref(), origin);
    let bundle = AttrValue::from(absolute(chosen).map_or_else(|| chosen.to_owned(), |url| url.href()));
    html! {
        <ContextProvider<UiSettings> context={settings}>
            <Reading key={format!("{} {bundle}", host.generation)} host={host.clone()} config={props.config.clone()} bundle={bundle.clone()} page={AttrValue::from(absolute(".").map_or_else(String::new, |url| url.href()))} {navigation} {go} {set_preference} />
        </ContextProvider<UiSettings>>
    }
}

#[derive(Properties, PartialEq)]
struct ReadingProps {
    host: HostContext,
    config: Config,
    /// The bundle's absolute address.
    bundle: AttrValue,
    /// The address of the folder of the page, ending in `/`.
    page: AttrValue,
    navigation: Navigation,
    go: Callback<Navigation>,
    set_preference: Callback<Intent>,
}

/// Reading one bundle.
#[component]
fn Reading(props: &ReadingProps) -> Html {
    let (host, config) = (&props.host, &props.config);
    let settings = use_settings();
    let route = &props.navigation.route;
    let virtual_list = use_virtual_list();
    let ListRange { window, loaded } = virtual_list.range();
    let most = if config.extent == Extent::Article { Some(1) } else { config.limit };
    let facets_open = use_state_eq(|| false);
    let facets_whole = use_state_eq(|| false);
    let measures = use_measures(host);
    let columns = measures.columns;
    let roomy = columns > 2;
    let active = use_has_interacted();
    let rows = if active { loaded } else { window.rows.clone() };
    let needs = DataNeeds {
        post: route.post.clone(),
        uncleaned: route.uncleaned,
        filter: route.filter.clone(),
        rows: most.map_or(rows.clone(), |most| rows.start.min(most)..rows.end.min(most)),
        pinned_row: window.pinned,
        facets: match (*facets_whole, roomy || *facets_open) {
            (true, _) => FacetDetail::All,
            (false, true) => FacetDetail::Top,
            (false, false) => FacetDetail::None,
        },
        with_neighbors: active,
        without_list: config.extent == Extent::Article,
    };
    let LoadedArchive { archive, listing, facets_module, retry } = use_archive(&props.bundle, &needs);
    let heights = measures.heights(view::is_tagged(&archive));
    let layout = use_memo((listing.clone(), most, heights), |(listing, most, heights)| match listing {
        Listing::Ready { rows, .. } => ListLayout::new(archive.months_of(rows), *most, *heights),
        _ => ListLayout::default(),
    });
    let list = virtual_list.scroller(host, &layout);
    let read = use_read_marks(host, &props.bundle, route.post.as_deref());
    // Where the list was when the reader last left it, for ways back that no history entry remembers.
    let left_list = use_mut_ref(ScrollPositions::default);
    // The post that was chosen from the list last: while it is open, going back leads to that list.
    let from_list = use_mut_ref(|| None::<String>);
    // Whether typing is what the reader did last.
    let typing = use_mut_ref(|| false);
    let current = use_current_route(&props.navigation);

    // To the next view: as a step that Back undoes, or in the place of this one.
    let go_on = {
        let (go, current, drawn) = (props.go.clone(), Rc::clone(&current), route.clone());
        let (left_list, from_list) = (Rc::clone(&left_list), Rc::clone(&from_list));
        let (host, list) = (host.clone(), list.clone());
        let typing = Rc::clone(&typing);
        move |next: Route, step: bool| {
            typing.replace(false);
            let (route, next) = (Rc::clone(&current.borrow()), Rc::new(next));
            if next == route {
                return;
            }
            if next.filter != route.filter {
                list.reset_for_new_list();
                from_list.take();
            }
            if step {
                let mut place = scroll::positions(&host);
                if route != drawn {
                    // Nobody has read in what was not drawn.
                    place.reader = 0;
                }
                if route.post.is_none() {
                    left_list.replace(place);
                }
                // Elsewhere, other entries than ours may lie between.
                if host.standalone && route.post.is_none() {
                    from_list.replace(next.post.clone());
                }
                history::save_scroll(&host, place);
                history::push(&host, &next);
            } else {
                history::replace(&host, &next);
            }
            current.replace(Rc::clone(&next));
            let kind = if step { NavigationKind::Push } else { NavigationKind::Replace };
            go.emit(Navigation { route: next, kind });
        }
    };
    let dispatch = {
        let (facets_open, set_preference) = (facets_open.clone(), props.set_preference.clone());
        let list = list.clone();
        let (host, archive) = (host.clone(), archive.clone());
        let (current, left_list, from_list) =
            (Rc::clone(&current), Rc::clone(&left_list), Rc::clone(&from_list));
        move |intent: Intent| match intent {
            Intent::Navigate(to) => match to.post.as_deref().filter(|_| host.element.is_some()) {
                // A page that has an article of its own may open that.
                Some(id) if to.post != current.borrow().post => {
                    left_list.replace(scroll::positions(&host));
                    host.tell("wish", id, &archive.title(id).unwrap_or_default(), &to.to_query());
                }
                _ => go_on(to, true),
            },
            Intent::Replace(to) => go_on(to, false),
            Intent::Narrow { filter, step } => {
                let to = current.borrow().narrowed(filter, columns > 1);
                go_on(to, step);
            }
            Intent::Search(query) => {
                let route = Rc::clone(&current.borrow());
                let to = route.narrowed(Filter { query, ..route.filter.clone() }, columns > 1);
                // What an input method has composed may have been given up, and the words are as they were.
                if route.filter.query == to.filter.query {
                    return;
                }
                // The first letter is a step that Back undoes; those that follow belong to it, unless an article was opened
                // between them.
                let goes_on = route.post.is_none() || *typing.borrow();
                go_on(to, !goes_on || route.filter.query.is_empty());
                typing.replace(true);
            }
            Intent::CloseReader => {
                let route = Rc::clone(&current.borrow());
                let list = route.without_post();
                if route.post.is_some() && *from_list.borrow() == route.post {
                    // The browser takes its time, and the next key is about the list.
                    current.replace(Rc::new(list));
                    history::back();
                } else {
                    go_on(list, true);
                }
            }
            Intent::SaveScroll => history::save_scroll(&host, scroll::positions(&host)),
            Intent::JumpToRow(place) => list.scroll_to(place),
            Intent::ExpandFacets => facets_whole.set(true),
            Intent::ToggleFacets => facets_open.set(!*facets_open),
            Intent::OpenHelp => dialog::open_help(&host),
            Intent::SkipToContent => scroll::skip_to_content(&host),
            Intent::Retry => retry.emit(()),
            Intent::Reload => {
                history::save_scroll(&host, scroll::positions(&host));
                if host.standalone {
                    history::reload();
                } else {
                    host.tell("reload", "", "", "");
                }
            }
            preference @ (Intent::SetTheme(_)
            | Intent::SetLanguage(_)
            | Intent::SetRemoteMedia(_)
            | Intent::SetLetterKeys(_)) => set_preference.emit(preference),
        }
    };
    let dispatch = use_latest(dispatch);
    let beside = {
        let (archive, listing) = (archive.clone(), listing.clone());
        move |open: &str, direction: Direction| match &listing {
            Listing::Ready { rows, .. } => archive.adjacent_post(open, rows, direction),
            _ => Adjacent::None,
        }
    };
    let step = use_article_stepper(&current, beside, &dispatch);
    let press = use_latest({
        let (dispatch, current, list) = (dispatch.clone(), Rc::clone(&current), list.clone());
        let last = layout.rows().saturating_sub(1);
        move |shortcut| {
            let route = Rc::clone(&current.borrow());
            match (shortcut, &route.post) {
                (Shortcut::Step(direction), None) | (Shortcut::StepRow(direction), _) => {
                    list.move_focus(direction);
                }
                (Shortcut::FirstRow, _) => list.go_to_row(0),
                (Shortcut::LastRow, _) => list.go_to_row(last),
                (Shortcut::Step(Direction::Next), Some(_)) => step(1),
                (Shortcut::Step(Direction::Previous), Some(_)) => step(-1),
                (Shortcut::Leave, Some(_)) => dispatch.emit(Intent::CloseReader),
                (Shortcut::Leave, None) => {}
                (Shortcut::ClearSearch, _) => {
                    let filter = Filter { query: String::new(), ..route.filter.clone() };
                    dispatch.emit(Intent::Replace(route.with_filter(filter)));
                }
            }
        }
    });
    use_shortcuts(host, settings.letter_keys, press);
    use_sheets(host);

    let list_drawn = match &listing {
        Listing::Ready { rows, .. } => archive.are_rows_loaded(rows, window.rows_of(&layout)),
        _ => false,
    };
    let post_drawn = match route.post.as_deref() {
        Some(id) => !matches!(archive.post(id, route.uncleaned), PostState::Loading(_)),
        None => config.extent != Extent::Article || layout.rows() == 0,
    };
    let drawn = list_drawn && post_drawn;
    // One article alone, and nobody said which.
    let newest = match &listing {
        Listing::Ready { rows, .. } if config.extent == Extent::Article && route.post.is_none() => {
            rows.select(0).and_then(|number| archive.row(number)).map(|row| row.id.clone())
        }
        _ => None,
    };
    {
        let meant = newest.map(|newest| route.with_post(&newest)).or_else(|| meant(&archive, route));
        let (host, go, list) = (host.clone(), props.go.clone(), list.clone());
        let (current, kind) = (Rc::clone(&current), props.navigation.kind);
        use_effect_with(meant.map(Rc::new), move |meant| {
            if let Some(route) = meant {
                if current.borrow().filter != route.filter {
                    list.reset_for_new_list();
                }
                history::correct(&host, route);
                current.replace(Rc::clone(route));
                go.emit(Navigation { route: Rc::clone(route), kind });
            }
        });
    }
    use_host_events(host, announced(&archive, &listing, route, drawn, settings.texts()));
    let index_of = {
        let (archive, listing, layout) = (archive.clone(), listing.clone(), Rc::clone(&layout));
        move |id: &str| match &listing {
            Listing::Ready { rows, .. } => {
                archive.list_index_of(id, rows).filter(|index| *index < layout.rows())
            }
            _ => None,
        }
    };
    let restored = Drawn { is_complete: drawn, list_left_at: *left_list.borrow(), index_of };
    use_scroll_restoration(host, &props.navigation, &list, restored);
    use_list_updates(&list, columns);
    use_save_scroll(host);
    use_title(
        host,
        archive.head().map(|head| head.title.clone()).unwrap_or_default(),
        route.post.as_deref().and_then(|id| archive.title(id)),
    );

    html! {
        <>
        { row::probe() }
        <Page {archive} {facets_module} route={route.clone()} {listing} {layout} {window} facets_open={*facets_open} {roomy} extent={config.extent} {read}
            bundle={&props.bundle} page={&props.page} {dispatch} />
        </>
    }
}

/// What there is to tell somebody else's page; `ready` says that everything to be drawn is drawn.
fn announced(
    archive: &ArchiveHandle,
    listing: &Listing,
    route: &Route,
    ready: bool,
    texts: &Texts,
) -> HostState {
    let (shown, list_error) = match listing {
        // A search is announced when it has gone through everything.
        Listing::Ready { rows, is_complete, .. } => (is_complete.then(|| rows.len() as usize), None),
        Listing::Failed(failure) => (None, Some(("list", failure.error.clone()))),
        Listing::Loading => (None, None),
    };
    let post_error = || match archive.post(route.post.as_deref()?, route.uncleaned) {
        PostState::Failed(failure) => Some(("article", failure.error)),
        _ => None,
    };
    let failed = archive
        .failure(&Resource::Bundle)
        .map(|failure| ("archive", failure.error.clone()))
        .or(list_error)
        .or_else(post_error)
        // What is slow has not failed.
        .filter(|(_, error)| *error != LoadError::Slow)
        .map(|(what, error)| (what, error_message(&error, texts)))
        .or_else(|| {
            let id = route.post.as_deref()?;
            let missing = matches!(archive.post(id, route.uncleaned), PostState::NotFound);
            missing.then(|| ("article", texts.article_not_found.to_owned()))
        });
    HostState {
        ready: archive.head().filter(|_| ready).map(|head| (head.title.clone(), head.posts)),
        route: route.clone(),
        title: route.post.as_deref().and_then(|id| archive.title(id)),
        shown,
        failed,
    }
}

/// Returns the view that `route` means, where it is another one: an id may have been typed, or passed on, with other blanks or
/// in another normalisation form; and beside a post, values that no post has are the parameters of whoever has passed the
/// link on (`source=wechat_session`).
fn meant(archive: &ArchiveHandle, route: &Route) -> Option<Route> {
    let id = route.post.as_deref()?;
    let is_missing = matches!(archive.post(id, route.uncleaned), PostState::NotFound);
    let looked_for = if is_missing { as_seen(&composed(id.to_owned())) } else { id.to_owned() };
    let strays = archive.index().unknown_values(&route.filter);
    if looked_for == id && strays.is_empty() {
        return None;
    }
    let mut meant = Route { post: Some(looked_for), ..route.clone() };
    for (name, value) in strays {
        meant.filter.facets[name].remove(value);
    }
    Some(meant)
}
