//! The browser's history: the address of the view, and with each entry the place where the reader
//! was.

use wasm_bindgen::JsValue;
use web_sys::{Element, window};

use super::dom_ids::MOVING;
use super::host::HostContext;
use crate::navigation::ScrollPositions;
use crate::normal::composed_route;
use crate::route::Route;

/// The view that the address asks for, where addresses say what is shown.
pub fn route(host: &HostContext) -> Route {
    let search = || window()?.location().search().ok();
    let query = if host.uses_page_url { search() } else { None };
    composed_route(Route::parse(query.as_deref().unwrap_or_default(), &host.format))
}

/// `true` if the address asks for a view in particular.
pub fn has_route(host: &HostContext) -> bool {
    let route = route(host);
    host.standalone || route.post.is_some() || !route.filter.is_empty()
}

/// Returns the positions at which the reader left the current entry, if they were here before.
pub fn saved_scroll(host: &HostContext) -> Option<ScrollPositions> {
    if !host.standalone {
        return None;
    }
    let history = window()?.history().ok()?;
    ScrollPositions::from_text(&history.state().ok()?.as_string()?)
}

/// Saves the reader's positions with the current entry. The entries of a host page hold what is
/// theirs. An entry whose address says it, by a heading, needs no note: where that is on the
/// screen changes while pictures come. Nor is there anything to note of an article that is not
/// there yet.
pub fn save_scroll(host: &HostContext, place: ScrollPositions) {
    // To change an entry takes a browser a millisecond, to look at it nothing.
    let is_moving = || host.find::<Element>(MOVING).is_some();
    if host.standalone && saved_scroll(host) != Some(place) && !is_moving() {
        with_history(|history| history.replace_state(&place.to_text().into(), ""));
    }
}

/// Adds an entry for the view `route`.
pub fn push(host: &HostContext, route: &Route) {
    write_entry(host, route, web_sys::History::push_state_with_url);
}

/// Makes the current entry one for the view `route`.
pub fn replace(host: &HostContext, route: &Route) {
    write_entry(host, route, web_sys::History::replace_state_with_url);
}

/// Makes the address of the current entry that of the view `route`. What the entry holds and the
/// heading that the address names stay.
pub fn correct(host: &HostContext, route: &Route) {
    let hash = || window()?.location().hash().ok();
    if host.uses_page_url {
        // As in `write_entry`.
        let to = Route { other_params: self::route(host).other_params, ..route.clone() };
        let address = [to.to_query(), hash().unwrap_or_default()].concat();
        with_history(|history| history.replace_state_with_url(&history.state()?, "", Some(&address)));
    }
}

/// The function that writes an entry: with something that it holds, a title that browsers ignore,
/// and an address.
type WriteEntry = fn(&web_sys::History, &JsValue, &str, Option<&str>) -> Result<(), JsValue>;

fn write_entry(host: &HostContext, to: &Route, write: WriteEntry) {
    if host.standalone {
        with_history(|history| write(history, &JsValue::NULL, "", Some(&to.to_query())));
    } else if host.uses_page_url {
        // A host page may have changed its part of the address, and keeps things of its
        // own in the entry.
        let to = Route { other_params: route(host).other_params, ..to.clone() };
        with_history(|history| write(history, &history.state()?, "", Some(&to.to_query())));
    }
}

/// Goes back by one entry.
pub fn back() {
    with_history(web_sys::History::back);
}

/// Loads the page again, in the place that its entry notes.
pub fn reload() {
    if let Some(window) = window() {
        // Refused only while the page is being left already.
        let _ = window.location().reload();
    }
}

/// A browser refuses a change of history only when it happens too often or the page is being left;
/// then the address lags behind the view, which is the lesser harm.
fn with_history(act: impl FnOnce(&web_sys::History) -> Result<(), JsValue>) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = act(&history);
    }
}
