//! One archive: what is loaded of it, its list, and the page.

use std::rc::Rc;

use yew::prelude::*;

use super::commands::{Commands, use_commands};
use super::facet_pane::use_facet_pane;
use super::host_events::{HostState, use_host_events};
use super::navigation::{Navigator, use_navigator};
use super::page::Page;
use super::view_model::ViewModel;
use crate::browser::host::HostContext;
use crate::config::{Config, Extent};
use crate::hooks::{
    Drawn, ListScroller, LoadedArchive, Measures, use_archive, use_has_interacted, use_list_updates,
    use_measures, use_read_marks, use_save_scroll, use_scroll_restoration, use_sheets, use_shortcuts,
    use_title, use_virtual_list,
};
use crate::intent::Preference;
use crate::list::layout::ListLayout;
use crate::list::virtual_list::ListRange;
use crate::list::{row, view};
use crate::navigation::Navigation;
use crate::route::Route;
use crate::settings::use_settings;
use crate::store::{ArchiveHandle, DataNeeds, FacetDetail, Listing};

#[derive(Properties, PartialEq)]
pub(super) struct ArchiveViewProps {
    pub(super) host: HostContext,
    pub(super) config: Config,
    /// The bundle's absolute address.
    pub(super) bundle: AttrValue,
    /// The address of the folder of the page, ending in `/`.
    pub(super) page: AttrValue,
    pub(super) navigation: Navigation,
    pub(super) set_navigation: Callback<Navigation>,
    pub(super) set_preference: Callback<Preference>,
}

/// The view of one archive.
#[component]
pub(super) fn ArchiveView(props: &ArchiveViewProps) -> Html {
    let ArchiveViewProps { host, config, bundle, page, navigation, .. } = props;
    let route = &navigation.route;
    let settings = use_settings();
    let virtual_list = use_virtual_list();
    let range = virtual_list.range();
    let facet_pane = use_facet_pane();
    let measures = use_measures(host);
    let has_facet_column = measures.columns > 2;
    let has_interacted = use_has_interacted();
    let needs = needs(route, config, &range, has_interacted, facet_pane.shown(has_facet_column));
    let LoadedArchive { archive, listing, facets_module, retry, load_older } = use_archive(bundle, &needs);
    let layout = use_list_layout(&archive, &listing, config.row_limit(), measures);
    let list = virtual_list.scroller(host, &layout);
    let read = use_read_marks(host, bundle, route.post.as_deref());
    let navigator = use_navigator(host, navigation, &props.set_navigation);
    let (route, window, extent) = (Rc::clone(route), range.window, config.extent);
    let view = Rc::new(ViewModel { archive, facets_module, listing, layout, window, route, extent });
    let waiting_steps = use_mut_ref(|| None);
    let (dispatch, press) = use_commands(Commands {
        host: host.clone(),
        view: Rc::clone(&view),
        navigator: navigator.clone(),
        list: list.clone(),
        facet_pane: facet_pane.clone(),
        has_list_beside: measures.columns > 1,
        waiting_steps,
        retry,
        load_older,
        set_preference: props.set_preference.clone(),
    });
    use_shortcuts(host, settings.letter_keys, press);
    use_sheets(host);
    use_meant_route(&view, &navigator, &list);
    use_host_events(host, HostState::new(&view, settings.texts()));
    use_scroll_restoration(
        host,
        navigation,
        &list,
        Drawn {
            is_complete: view.is_complete(),
            list_left_at: navigator.list_left_at(),
            index_of: {
                let view = Rc::clone(&view);
                move |id: &str| view.index_of(id)
            },
        },
    );
    use_list_updates(&list, measures.columns);
    use_save_scroll(host);
    use_title(host, view.archive_title(), view.post_title());
    html! {
        <>
            { row::probe() }
            <Page {view} facets_open={facet_pane.is_open()} {has_facet_column} {read} {bundle} {page} {dispatch} />
        </>
    }
}

/// Returns what has to be loaded for a view.
fn needs(
    route: &Route,
    config: &Config,
    range: &ListRange,
    has_interacted: bool,
    facets: FacetDetail,
) -> DataNeeds {
    let rows = if has_interacted { &range.loaded } else { &range.window.rows };
    let limit = config.row_limit().unwrap_or(u32::MAX);
    DataNeeds {
        post: route.post.clone(),
        uncleaned: route.uncleaned,
        filter: route.filter.clone(),
        rows: rows.start.min(limit)..rows.end.min(limit),
        pinned_row: range.window.pinned,
        facets,
        with_neighbours: has_interacted,
        without_list: config.extent == Extent::Article,
    }
}

/// Returns the layout of the list, or an empty one until the list is known.
#[hook]
fn use_list_layout(
    archive: &ArchiveHandle,
    listing: &Listing,
    limit: Option<u32>,
    measures: Measures,
) -> Rc<ListLayout> {
    let heights = measures.heights(view::is_tagged(archive));
    use_memo((listing.clone(), limit, heights), |(listing, limit, heights)| match listing {
        Listing::Ready { rows, .. } => ListLayout::new(archive.months_of(rows), *limit, *heights),
        _ => ListLayout::default(),
    })
}

/// Goes to the view that the route means, if it is another one.
#[hook]
fn use_meant_route(view: &ViewModel, navigator: &Navigator, list: &ListScroller) {
    let (navigator, list) = (navigator.clone(), list.clone());
    use_effect_with(view.meant_route().map(Rc::new), move |meant| {
        if let Some(meant) = meant {
            if meant.filter != navigator.current().filter {
                list.reset_for_new_list();
            }
            navigator.correct(meant);
        }
    });
}
