//! The browser's history: the address of the view, and with each entry its scroll positions.

use wasm_bindgen::JsValue;
use web_sys::{Element, window};

use super::dom_ids::MOVING;
use super::host::HostContext;
use crate::navigation::ScrollPositions;
use crate::normal::parse_route;
use crate::route::Route;

/// Returns the route in the page's address, if that is used.
pub fn route(host: &HostContext) -> Route {
    let search = || window()?.location().search().ok();
    let query = if host.uses_page_url { search() } else { None };
    parse_route(query.as_deref().unwrap_or_default(), &host.format)
}

/// `true` if the address has a route; one of a host page may have nothing of it.
pub fn has_route(host: &HostContext) -> bool {
    let route = route(host);
    host.standalone || route.post.is_some() || !route.filter.is_empty()
}

/// Returns the scroll positions that are saved with the current entry.
pub fn saved_scroll(host: &HostContext) -> Option<ScrollPositions> {
    if !host.standalone {
        return None;
    }
    let history = window()?.history().ok()?;
    ScrollPositions::from_text(&history.state().ok()?.as_string()?)
}

/// Saves scroll positions with the current entry. The entries of a host page hold what is its own.
/// Nothing is saved while the address names a heading that the article is kept at, whose position
/// changes while images load, or while the article itself is loading.
pub fn save_scroll(host: &HostContext, place: ScrollPositions) {
    // To change an entry takes a browser a millisecond, to read it nothing.
    let is_moving = || host.find::<Element>(MOVING).is_some();
    if host.standalone && saved_scroll(host) != Some(place) && !is_moving() {
        with_history(|history| history.replace_state(&place.to_text().into(), ""));
    }
}

/// Adds an entry for the view `route`, at an anchor of its article if there is one. The fragment of
/// a host page is its own.
pub fn push(host: &HostContext, route: &Route, anchor: Option<&str>) {
    write_entry(host, route, anchor, web_sys::History::push_state_with_url);
}

/// Makes the current entry one for the view `route`.
pub fn replace(host: &HostContext, route: &Route) {
    write_entry(host, route, None, web_sys::History::replace_state_with_url);
}

/// Gives the current entry the address of the view `route`. Its state and the fragment of its
/// address stay.
pub fn correct(host: &HostContext, route: &Route) {
    let hash = || window()?.location().hash().ok();
    if host.uses_page_url {
        // As in `write_entry`.
        let to = Route { other_params: self::route(host).other_params, ..route.clone() };
        let address = [to.to_query(), hash().unwrap_or_default()].concat();
        with_history(|history| history.replace_state_with_url(&history.state()?, "", Some(&address)));
    }
}

/// A function that writes an entry with its state, a title that browsers ignore, and an address.
type WriteEntry = fn(&web_sys::History, &JsValue, &str, Option<&str>) -> Result<(), JsValue>;

fn write_entry(host: &HostContext, to: &Route, anchor: Option<&str>, write: WriteEntry) {
    if host.standalone {
        let mut address = to.to_query();
        if let Some(anchor) = anchor {
            address.push('#');
            address.push_str(anchor);
        }
        with_history(|history| write(history, &JsValue::NULL, "", Some(&address)));
    } else if host.uses_page_url {
        // The host page may have changed its part of the address, and keeps state of its own in the
        // entry.
        let to = Route { other_params: route(host).other_params, ..to.clone() };
        with_history(|history| write(history, &history.state()?, "", Some(&to.to_query())));
    }
}

/// Goes back by one entry.
pub fn back() {
    with_history(web_sys::History::back);
}

/// Loads the page again, at the scroll positions that its entry has.
pub fn reload() {
    if let Some(window) = window() {
        // Refused only while the page is being left already.
        let _ = window.location().reload();
    }
}

/// Changes the history. A browser refuses that only if it happens too often or the page is being
/// left; then the address lags behind the view, which is the lesser harm.
fn with_history(act: impl FnOnce(&web_sys::History) -> Result<(), JsValue>) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = act(&history);
    }
}
