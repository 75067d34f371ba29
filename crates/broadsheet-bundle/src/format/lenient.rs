//! Lenient reading of third-party documents: a field of the wrong type counts as absent instead of
//! losing the whole document.

use std::fmt;

use serde::de::{DeserializeOwned, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::item::{Author, Item, ItemExtension};
use super::limits::MAX_ITEMS;
use crate::facet::{Facet, PerFacet};

/// The value, or its default if the document has another type there.
pub(super) fn or_default<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(
    from: D,
) -> Result<T, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(from)?).unwrap_or_default())
}

/// A text; numbers become their digits.
pub(super) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(text_of(Value::deserialize(from)?))
}

/// The items of a feed: of more than [`MAX_ITEMS`] the rest is not read, and anything that is no
/// object is left out.
pub(super) fn items<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Item>, D::Error> {
    from.deserialize_any(Items)
}

/// JSON Feed asks for strings as ids, and many feeds have numbers there.
fn text_of(value: Value) -> String {
    match value {
        Value::String(text) => text,
        // Written as whole numbers only: the code that writes floats would be a tenth of the
        // viewer.
        Value::Number(number) if number.is_u64() => number.as_u64().unwrap_or_default().to_string(),
        Value::Number(number) => number.as_i64().map(|number| number.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

/// The members of an object, which are taken out one by one.
struct Members(Map<String, Value>);

impl Members {
    fn of(value: Value) -> Option<Self> {
        match value {
            Value::Object(members) => Some(Self(members)),
            _ => None,
        }
    }

    fn take(&mut self, name: &str) -> Value {
        self.0.remove(name).unwrap_or_default()
    }

    fn string(&mut self, name: &str) -> Option<String> {
        match self.take(name) {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The members of a list that `read` can read.
    fn list<T>(&mut self, name: &str, read: impl Fn(Value) -> Option<T>) -> Vec<T> {
        match self.take(name) {
            Value::Array(values) => values.into_iter().filter_map(read).collect(),
            _ => Vec::new(),
        }
    }

    fn strings(&mut self, name: &str) -> Vec<String> {
        self.list(name, |value| match value {
            Value::String(text) => Some(text),
            _ => None,
        })
    }
}

/// The item that `value` is; `None` if it is no object.
fn item(value: Value) -> Option<Item> {
    let mut members = Members::of(value)?;
    let mut authors = members.list("authors", author);
    // The single author of JSON Feed 1.0.
    authors.extend(author(members.take("author")));
    Some(Item {
        id: text_of(members.take("id")),
        url: members.string("url"),
        external_url: members.string("external_url"),
        title: members.string("title"),
        content_html: members.string("content_html"),
        content_text: members.string("content_text"),
        summary: members.string("summary"),
        date_published: members.string("date_published"),
        authors,
        tags: members.strings("tags"),
        language: members.string("language"),
        extension: Members::of(members.take("_broadsheet")).map(extension).unwrap_or_default(),
    })
}

fn author(value: Value) -> Option<Author> {
    let mut members = Members::of(value)?;
    Some(Author { name: text_of(members.take("name")), url: members.string("url") })
}

fn extension(mut members: Members) -> ItemExtension {
    ItemExtension {
        content_markdown: members.string("content_markdown"),
        facets: Members::of(members.take("facets")).map(facets).unwrap_or_default(),
        #[cfg(not(target_arch = "wasm32"))]
        front_matter: Members::of(members.take("front_matter")).map(|members| members.0).unwrap_or_default(),
        packed: members.take("packed").as_bool().unwrap_or_default(),
        everything: members.list("everything", |piece| serde_json::from_value(piece).ok()),
        clean: members.take("clean").as_bool(),
        cut: members.strings("cut"),
    }
}

fn facets(mut members: Members) -> PerFacet<Vec<String>> {
    let mut facets = PerFacet::default();
    for facet in Facet::INDEXED {
        facets[facet] = members.strings(facet.name());
    }
    facets
}

/// Reads the items one by one, so that no more than one is there in both forms. Anything but a list
/// has no items.
struct Items;

impl<'de> Visitor<'de> for Items {
    type Value = Vec<Item>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Vec<Item>, A::Error> {
        let mut items = Vec::new();
        while items.len() < MAX_ITEMS {
            let Some(value) = from.next_element()? else { return Ok(items) };
            items.extend(item(value));
        }
        while from.next_element::<IgnoredAny>()?.is_some() {}
        Ok(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, from: A) -> Result<Vec<Item>, A::Error> {
        IgnoredAny.visit_map(from)?;
        Ok(Vec::new())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Vec<Item>, E> {
        Ok(Vec::new())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Vec<Item>, E> {
        Ok(Vec::new())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Vec<Item>, E> {
        Ok(Vec::new())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Vec<Item>, E> {
        Ok(Vec::new())
    }

    fn visit_str<E>(self, _: &str) -> Result<Vec<Item>, E> {
        Ok(Vec::new())
    }

    fn visit_unit<E>(self) -> Result<Vec<Item>, E> {
        Ok(Vec::new())
    }
}
