//! What somebody else's page is told.

use broadsheet_bundle::filter::Filter;
use yew::prelude::*;

use crate::browser::host::HostContext;
use crate::route::{Route, RouteFormat};

/// What there is to be told, as it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct HostState {
    /// Title and number of posts of the archive, once what is shown first is there.
    pub ready: Option<(String, u32)>,
    /// The view.
    pub route: Route,
    /// Title of the open post, as far as it is known.
    pub title: Option<String>,
    /// How many posts the list has, once that is known.
    pub shown: Option<usize>,
    /// What failed, and why, in the reader's language.
    pub failed: Option<(&'static str, String)>,
}

/// Tells the page what has changed since the last drawing.
#[hook]
pub fn use_host_events(host: &HostContext, now: HostState) {
    let told = use_mut_ref(|| None::<(Filter, HostState)>);
    let host = host.clone();
    use_effect_with(now, move |now| {
        if host.element.is_none() {
            return;
        }
        let mut told = told.borrow_mut();
        let (mut filter, before) = match told.take() {
            Some((filter, before)) => (filter, Some(before)),
            None => (now.route.filter.clone(), None),
        };
        let tell = |kind, first: &str, second: &str, third: &str| host.tell(kind, first, second, third);
        if before.as_ref().is_none_or(|before| before.route != now.route) {
            tell("view", &query(&now.route), "", "");
        }
        if let Some((title, posts)) =
            now.ready.as_ref().filter(|_| before.as_ref().is_none_or(|before| before.ready.is_none()))
        {
            tell("ready", title, &posts.to_string(), "");
        }
        let was_open = before.as_ref().and_then(|before| before.route.post.as_deref());
        if was_open != now.route.post.as_deref() {
            match (&now.route.post, was_open) {
                (Some(open), _) => {
                    tell("open", open, now.title.as_deref().unwrap_or_default(), &now.route.to_query());
                }
                (None, Some(left)) => tell("close", left, "", ""),
                (None, None) => {}
            }
        }
        if let Some(shown) = now.shown.filter(|_| filter != now.route.filter) {
            filter.clone_from(&now.route.filter);
            tell("filter", &query(&now.route.without_post()), &shown.to_string(), "");
        }
        if let Some((what, why)) =
            now.failed.as_ref().filter(|_| before.as_ref().is_none_or(|before| before.failed != now.failed))
        {
            tell("error", what, why, "");
        }
        // It is there once; that it is loading again when it is filtered is no news.
        let ready = before.and_then(|before| before.ready).or_else(|| now.ready.clone());
        told.replace((filter, HostState { ready, ..now.clone() }));
    });
}

/// The view alone, without what belongs to the page.
fn query(route: &Route) -> String {
    Route { format: RouteFormat::default(), other_params: Vec::new(), bundle: None, ..route.clone() }
        .to_query()
}
