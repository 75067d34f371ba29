//! JSON into the bundle's types. Pure.

use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::store::error::LoadError;

/// `true` if `text` is a web page rather than JSON.
pub(super) fn is_html(text: &str) -> bool {
    text.trim_start().starts_with('<')
}

/// Decodes `text`. Valid JSON of another shape is [`LoadError::NotABundle`].
pub(super) fn decode<T: DeserializeOwned>(text: &str) -> Result<T, LoadError> {
    let text = text.trim_start_matches('\u{feff}');
    if is_html(text) {
        return Err(LoadError::HtmlInsteadOfJson);
    }
    serde_json::from_str(text).map_err(|error| match error.classify() {
        Category::Data => LoadError::NotABundle,
        _ => LoadError::Malformed { line: error.line(), column: error.column() },
    })
}
