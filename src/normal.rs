//! Unicode normalization and case folding by the browser: tables of the viewer's own would weigh
//! more than 20 KB of a first visit.

#[cfg(not(target_arch = "wasm32"))]
pub use broadsheet_bundle::text::fold;

use crate::route::{Route, RouteFormat};

/// Returns `text` folded for comparison, as [`broadsheet_bundle::text::fold`] does it, in the
/// normalization form KC: compatible characters, such as half-width syllables and ligatures, are
/// the same as well.
#[cfg(target_arch = "wasm32")]
pub fn fold(text: &str) -> String {
    let text = js_sys::JsString::from(text).normalize("NFKC").to_lower_case();
    broadsheet_bundle::text::plain(&String::from(text))
}

/// Returns `text` in the normalization form C, as the archive's names and ids are.
pub fn composed(text: String) -> String {
    if text.is_ascii() { text } else { js_sys::JsString::from(text).normalize("NFC").into() }
}

/// Returns the route of a query, with the values of its filter as the archive has them: in the one
/// form of each facet's values, and in the normalization form C.
#[must_use]
pub fn parse_route(query: &str, format: &RouteFormat) -> Route {
    Route::parse_with(query, format, |facet, value| composed(facet.value(value)))
}
