//! Reading documents that others made: a field of the wrong type counts as absent instead of losing the whole document.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::limits::MOST_ITEMS;

/// The value, or its default where the document has another type there.
pub(crate) fn or_default<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(
    from: D,
) -> Result<T, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(from)?).unwrap_or_default())
}

/// A list of which unreadable members are left out.
pub(crate) fn list<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<Vec<T>, D::Error> {
    from.deserialize_any(List { most: usize::MAX, members: PhantomData })
}

/// The posts of a feed.
pub(crate) fn items<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<Vec<T>, D::Error> {
    from.deserialize_any(List { most: MOST_ITEMS, members: PhantomData })
}

/// Reads the first `most` members of a list one by one, so that no more than one is there in both forms; anything else is
/// an empty list.
struct List<T> {
    most: usize,
    members: PhantomData<T>,
}

impl<'de, T: DeserializeOwned> Visitor<'de> for List<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while list.len() < self.most {
            let Some(value) = from.next_element::<Value>()? else { return Ok(list) };
            list.extend(serde_json::from_value(value).ok());
        }
        while from.next_element::<IgnoredAny>()?.is_some() {}
        Ok(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, from: A) -> Result<Vec<T>, A::Error> {
        IgnoredAny.visit_map(from)?;
        Ok(Vec::new())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_str<E>(self, _: &str) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_unit<E>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }
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
