//! JSON into the bundle's types.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::LoadError;

/// Reads `text`. It goes through [`Value`], since with that the code that reads each type is in the viewer once: what
/// kind of bundle a text is has to be seen before it is read.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, LoadError> {
    from_value(value(text)?)
}

/// Reads `text` without asking what it says.
pub(super) fn value(text: &str) -> Result<Value, LoadError> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('<') {
        return Err(LoadError::Html);
    }
    serde_json::from_str(text)
        .map_err(|error| LoadError::Malformed { line: error.line(), column: error.column() })
}

/// Reads a value; one of another shape is no part of a bundle.
pub(super) fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, LoadError> {
    serde_json::from_value(value).map_err(|_| LoadError::NotABundle)
}
