//! JSON into the bundle's types.

use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::error::LoadError;

/// Reads `text`. JSON of another shape is no part of a bundle.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, LoadError> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('<') {
        return Err(LoadError::Html);
    }
    serde_json::from_str(text).map_err(|error| match error.classify() {
        Category::Data => LoadError::NotABundle,
        _ => LoadError::Malformed { line: error.line(), column: error.column() },
    })
}
