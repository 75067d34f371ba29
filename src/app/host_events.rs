//! The events that the host page receives: differences between what it knows and what is shown.

use std::rc::Rc;

use broadsheet_bundle::filter::Filter;
use yew::prelude::*;

use super::view_model::ViewModel;
use crate::browser::host::{HostContext, HostEvent};
use crate::components::error_message::error_message;
use crate::i18n::Texts;
use crate::route::{Route, RouteFormat};
use crate::store::{Listing, LoadError, PostState, Resource};

/// The state of the viewer as far as a host page can know it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct HostState {
    /// Title and number of posts of the archive, once what is shown first is drawn.
    ready: Option<(String, u32)>,
    route: Rc<Route>,
    /// Title of the open post, as far as it is known.
    title: Option<String>,
    /// Number of posts of the list, once it is known.
    shown: Option<u32>,
    /// The kind of what failed, and the reason.
    error: Option<(&'static str, String)>,
}

/// The state that the host page was told.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Known {
    state: HostState,
    /// The filter that it was told last, or the first one.
    filter: Filter,
}

impl HostState {
    /// Returns what a host page can know of the view.
    pub(super) fn new(view: &ViewModel, texts: &Texts) -> Self {
        let (shown, list_error) = match &view.listing {
            // A search is reported when it has gone through all pages.
            Listing::Ready { rows, is_complete: true, .. } => (Some(rows.len()), None),
            Listing::Failed(failure) => (None, Some(("list", &failure.error))),
            Listing::Ready { .. } | Listing::Loading => (None, None),
        };
        let post = view.post();
        let post_error = match &post {
            Some(PostState::Failed(failure)) => Some(("article", &failure.error)),
            _ => None,
        };
        let archive_error =
            view.archive.failure(&Resource::Bundle).map(|failure| ("archive", &failure.error));
        let error = match archive_error.or(list_error).or(post_error) {
            // What is slow has not failed.
            Some((code, error)) if *error != LoadError::Slow => Some((code, error_message(error, texts))),
            _ if matches!(post, Some(PostState::NotFound)) => {
                Some(("article", texts.article_not_found.to_owned()))
            }
            _ => None,
        };
        let manifest = if view.is_complete() { view.archive.manifest() } else { None };
        Self {
            ready: manifest.map(|manifest| (manifest.title.clone(), manifest.posts)),
            route: Rc::clone(&view.route),
            title: view.post_title(),
            shown,
            error,
        }
    }
}

/// Returns what the host page knows when it is told the events that follow from `now`.
pub(super) fn diff(before: Option<Known>, now: HostState) -> (Known, Vec<HostEvent>) {
    let mut events = Vec::new();
    let (mut filter, before) = match before {
        Some(Known { state, filter }) => (filter, Some(state)),
        None => (now.route.filter.clone(), None),
    };
    if before.as_ref().is_none_or(|before| before.route != now.route) {
        events.push(HostEvent::RouteChanged(query(&now.route)));
    }
    let was_ready = before.as_ref().and_then(|before| before.ready.clone());
    if let (None, Some((title, posts))) = (&was_ready, &now.ready) {
        events.push(HostEvent::Ready { title: title.clone(), posts: *posts });
    }
    let was_open = before.as_ref().and_then(|before| before.route.post.as_ref());
    match (was_open, &now.route.post) {
        (was, Some(id)) if was != Some(id) => {
            let (id, title) = (id.clone(), now.title.clone().unwrap_or_default());
            events.push(HostEvent::Opened { id, title, url: now.route.to_query() });
        }
        (Some(was), None) => events.push(HostEvent::Closed(was.clone())),
        _ => {}
    }
    if let Some(shown) = now.shown
        && filter != now.route.filter
    {
        filter.clone_from(&now.route.filter);
        events.push(HostEvent::Filtered { query: query(&now.route.without_post()), shown });
    }
    if let Some((code, message)) = &now.error
        && before.as_ref().is_none_or(|before| before.error != now.error)
    {
        events.push(HostEvent::Failed { code, message: message.clone() });
    }
    // It is ready once: that it loads again when it is filtered is no news.
    let ready = was_ready.or_else(|| now.ready.clone());
    (Known { state: HostState { ready, ..now }, filter }, events)
}

/// Tells the host page what has changed since the last rendering.
#[hook]
pub(super) fn use_host_events(host: &HostContext, now: HostState) {
    let known = use_mut_ref(|| None);
    let host = host.clone();
    use_effect_with(now, move |now| {
        if host.element.is_none() {
            return;
        }
        let (now, events) = diff(known.take(), now.clone());
        known.replace(Some(now));
        for event in &events {
            host.emit(event);
        }
    });
}

/// Returns the query of a view alone, without what belongs to the page.
fn query(route: &Route) -> String {
    Route { format: RouteFormat::default(), other_params: Vec::new(), bundle: None, ..route.clone() }
        .to_query()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(query: &str) -> HostState {
        let route = Rc::new(Route::parse(query, &RouteFormat::default()));
        HostState { ready: None, route, title: None, shown: None, error: None }
    }

    fn ready(query: &str, shown: u32) -> HostState {
        HostState { ready: Some(("A".to_owned(), 9)), shown: Some(shown), ..state(query) }
    }

    fn opened(id: &str, url: &str) -> HostEvent {
        HostEvent::Opened { id: id.to_owned(), title: String::new(), url: url.to_owned() }
    }

    fn route_changed(query: &str) -> HostEvent {
        HostEvent::RouteChanged(query.to_owned())
    }

    #[test]
    fn each_change_is_told_once() {
        let error = |message: &str| Some(("list", message.to_owned()));
        let failed = |message: &str| HostEvent::Failed { code: "list", message: message.to_owned() };
        let filtered = |query: &str, shown| HostEvent::Filtered { query: query.to_owned(), shown };
        let steps = [
            (state("?tag=x"), vec![route_changed("?tag=x")]),
            (state("?tag=x"), vec![]),
            // The first filter is the page's own.
            (ready("?tag=x", 3), vec![HostEvent::Ready { title: "A".to_owned(), posts: 9 }]),
            (ready("?tag=x&post=a", 3), vec![route_changed("?tag=x&post=a"), opened("a", "?tag=x&post=a")]),
            (ready("?tag=x&post=b", 3), vec![route_changed("?tag=x&post=b"), opened("b", "?tag=x&post=b")]),
            (ready("?tag=x&post=b&view=everything", 3), vec![route_changed("?tag=x&post=b&view=everything")]),
            (ready("?tag=x", 3), vec![route_changed("?tag=x"), HostEvent::Closed("b".to_owned())]),
            // A filter is told when its list is known, and an archive is ready once.
            (state("?tag=y"), vec![route_changed("?tag=y")]),
            (ready("?tag=y", 2), vec![filtered("?tag=y", 2)]),
            (ready("?tag=y&post=a", 2), vec![route_changed("?tag=y&post=a"), opened("a", "?tag=y&post=a")]),
            (HostState { error: error("1"), ..ready("?tag=y&post=a", 2) }, vec![failed("1")]),
            (HostState { error: error("1"), ..ready("?tag=y&post=a", 2) }, vec![]),
            (HostState { error: error("2"), ..ready("?tag=y&post=a", 2) }, vec![failed("2")]),
            (ready("?tag=y&post=a", 2), vec![]),
        ];
        let mut known = None;
        for (now, expected) in steps {
            let (next, events) = diff(known, now.clone());
            assert_eq!(events, expected, "{now:?}");
            known = Some(next);
        }
    }

    #[test]
    fn a_route_is_told_without_what_belongs_to_the_page() {
        let (_, events) = diff(None, state("?bundle=b.json&utm=1&tag=x"));
        assert_eq!(events, [route_changed("?tag=x")]);
    }
}
