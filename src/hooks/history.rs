//! The browser's history: the address of the view, and with each entry the place where the reader was.

use wasm_bindgen::JsValue;
use web_sys::{Element, window};

use super::scroll;
use crate::components::heading::MOVING;
use crate::environment::Environment;
use crate::normal::composed_route;
use crate::route::Route;

/// Where a reader was in a view.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Place {
    /// How far the list is scrolled, in CSS pixels.
    pub list: i32,
    /// How far the article is scrolled, in CSS pixels.
    pub reader: i32,
}

impl Place {
    /// Where the reader is now.
    pub fn now(environment: &Environment) -> Self {
        Self { list: scroll::list_top(environment), reader: scroll::reader_top(environment) }
    }

    fn to_text(self) -> String {
        format!("{} {}", self.list, self.reader)
    }

    fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        Some(Self { list: parts.next()?.parse().ok()?, reader: parts.next()?.parse().ok()? })
    }
}

/// The view that the address asks for, where addresses say what is shown.
pub fn route(environment: &Environment) -> Route {
    let search = || window()?.location().search().ok();
    let query = if environment.addressed { search() } else { None };
    composed_route(Route::parse(query.as_deref().unwrap_or_default(), &environment.links))
}

/// Whether the address asks for a view in particular.
pub fn asks(environment: &Environment) -> bool {
    let route = route(environment);
    environment.standalone || route.post.is_some() || !route.filter.is_empty()
}

/// Where the reader was when they left the current entry, if they were here before.
pub fn place(environment: &Environment) -> Option<Place> {
    let history = window().filter(|_| environment.standalone)?.history().ok()?;
    Place::from_text(&history.state().ok()?.as_string()?)
}

/// Notes with the current entry where the reader is. The entries of somebody else's page hold what is theirs. An entry whose
/// address says it, by a heading, needs no note: where that is on the screen changes while pictures come. Nor is there anything
/// to note of an article that is not there yet.
pub fn note(environment: &Environment, place: Place) {
    // To change an entry takes a browser a millisecond, to look at it nothing.
    let is_moving = || environment.find::<Element>(MOVING).is_some();
    if environment.standalone && self::place(environment) != Some(place) && !is_moving() {
        change(|history| history.replace_state(&place.to_text().into(), ""));
    }
}

/// Adds an entry for the view `route`.
pub fn push(environment: &Environment, route: &Route) {
    enter(environment, route, web_sys::History::push_state_with_url);
}

/// Makes the current entry one for the view `route`.
pub fn replace(environment: &Environment, route: &Route) {
    enter(environment, route, web_sys::History::replace_state_with_url);
}

/// Makes the address of the current entry that of the view `route`. What the entry holds and the heading that the address
/// names stay.
pub fn correct(environment: &Environment, route: &Route) {
    let hash = || window()?.location().hash().ok();
    if environment.addressed {
        // As in `enter`.
        let to = Route { foreign: self::route(environment).foreign, ..route.clone() };
        let address = [to.to_query(), hash().unwrap_or_default()].concat();
        change(|history| history.replace_state_with_url(&history.state()?, "", Some(&address)));
    }
}

/// How an entry comes about: with something that it holds, a title that browsers ignore, and an address.
type Enter = fn(&web_sys::History, &JsValue, &str, Option<&str>) -> Result<(), JsValue>;

fn enter(environment: &Environment, to: &Route, enter: Enter) {
    if environment.standalone {
        change(|history| enter(history, &JsValue::NULL, "", Some(&to.to_query())));
    } else if environment.addressed {
        // Somebody else's page may have changed its part of the address, and keeps things of its own in the entry.
        let to = Route { foreign: route(environment).foreign, ..to.clone() };
        change(|history| enter(history, &history.state()?, "", Some(&to.to_query())));
    }
}

/// Goes back by one entry.
pub fn back() {
    change(web_sys::History::back);
}

/// Loads the page again, in the place that its entry notes.
pub fn reload() {
    if let Some(window) = window() {
        // Refused only while the page is being left already.
        let _ = window.location().reload();
    }
}

/// A browser refuses a change of history only when it happens too often or the page is being left; then the address
/// lags behind the view, which is the lesser harm.
fn change(act: impl FnOnce(&web_sys::History) -> Result<(), JsValue>) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = act(&history);
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn places_round_trip() {
        let place = Place { list: 1234, reader: 0 };
        assert_eq!(Place::from_text(&place.to_text()), Some(place));
        assert_eq!(Place::from_text("somebody else's state"), None);
    }
}
