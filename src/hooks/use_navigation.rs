//! The current navigation: from the page's address, or as the host page requests it.

use std::rc::Rc;

use gloo_events::EventListener;
use web_sys::window;
use yew::prelude::*;

use crate::browser::history;
use crate::browser::host::HostContext;
use crate::navigation::{HostNavigation, Navigation, NavigationKind};
use crate::route::Route;

fn from_history(host: &HostContext) -> Navigation {
    let kind = NavigationKind::Traverse(history::saved_scroll(host));
    Navigation { route: Rc::new(history::route(host)), kind }
}

/// Returns the current navigation, which follows the address when the user goes back or forward,
/// and a callback that sets another one.
#[hook]
pub fn use_navigation(
    host: &HostContext,
    requested: Option<&HostNavigation>,
) -> (Navigation, Callback<Navigation>) {
    let revision = requested.map_or(0, |requested| requested.revision);
    let first = || match requested {
        Some(requested) if !history::has_route(host) => {
            Navigation { route: Rc::clone(&requested.route), kind: NavigationKind::Traverse(None) }
        }
        _ => from_history(host),
    };
    // Navigations before the last request of the host page count no longer.
    let state = use_state_eq(|| (revision, first()));
    let navigation = match requested {
        Some(requested) if requested.revision != state.0 => {
            Navigation { route: Rc::clone(&requested.route), kind: NavigationKind::Push }
        }
        _ => state.1.clone(),
    };
    // The host page may change the form of its addresses at any time.
    let navigation = if navigation.route.format == host.format {
        navigation
    } else {
        let format = host.format.clone();
        Navigation { route: Rc::new(Route { format, ..(*navigation.route).clone() }), ..navigation }
    };
    {
        let (host, requested) =
            (host.clone(), requested.filter(|requested| requested.revision != state.0).cloned());
        use_effect_with(requested, move |requested| match requested {
            Some(HostNavigation { route, push: true, .. }) => history::push(&host, route, None),
            Some(HostNavigation { route, .. }) => history::replace(&host, route),
            None => {}
        });
    }
    {
        let navigation = state.setter();
        use_effect_with((host.clone(), revision), move |(host, revision)| {
            let (host, revision) = (host.clone(), *revision);
            let window = if host.uses_page_url { window() } else { None };
            let listener = window.map(|window| {
                if let Ok(history) = window.history()
                    && host.standalone
                {
                    // The viewer restores scroll positions itself; a browser that cannot be told
                    // does it twice.
                    let _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
                }
                EventListener::new(&window, "popstate", move |_| {
                    navigation.set((revision, from_history(&host)));
                })
            });
            move || drop(listener)
        });
    }
    let set = state.setter();
    (navigation, Callback::from(move |navigation| set.set((revision, navigation))))
}
