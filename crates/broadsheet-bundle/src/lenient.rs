//! Reading documents that others made: a field of the wrong type counts as absent instead of losing the whole document.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// The value, or its default where the document has another type there.
pub(crate) fn or_default<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(
    from: D,
) -> Result<T, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(from)?).unwrap_or_default())
}

/// A list of which unreadable members are left out.
pub(crate) fn list<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<Vec<T>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Array(values) => values.into_iter().filter_map(|v| serde_json::from_value(v).ok()).collect(),
        _ => Vec::new(),
    })
}

/// Text; JSON Feed asks for strings as ids, and many feeds have numbers there.
pub(crate) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::String(text) => text,
        // Written as whole numbers only: what floats are written with would be a tenth of the viewer.
        Value::Number(number) if number.is_u64() => number.as_u64().unwrap_or_default().to_string(),
        Value::Number(number) => number.as_i64().map(|number| number.to_string()).unwrap_or_default(),
        _ => String::new(),
    })
}
