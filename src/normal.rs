//! Unicode normalization and case folding by the browser: tables of the viewer's own would weigh
//! more than 20 KB of a first visit.

use broadsheet_bundle::facet::Facet;
use broadsheet_bundle::filter::Selection;
#[cfg(not(target_arch = "wasm32"))]
pub use broadsheet_bundle::text::fold;

use crate::route::Route;

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

/// Returns `route` with the values of its filter as the archive has them: in the one form of each
/// facet's values, and in the normalization form C.
#[must_use]
pub fn composed_route(mut route: Route) -> Route {
    for facet in Facet::ALL {
        let Selection { groups, excluded } = &mut route.filter.facets[facet];
        for values in groups.iter_mut().chain([excluded]) {
            for value in &mut *values {
                *value = composed(facet.value(value));
            }
            values.retain(|value| !value.is_empty());
        }
        groups.retain(|group| !group.is_empty());
    }
    route
}
