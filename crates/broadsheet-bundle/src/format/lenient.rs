//! Lenient reading of third-party documents: a field of the wrong type counts as absent instead of
//! losing the whole document.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::item::{Author, Item, ItemExtension};
use super::limits::{MAX_ITEMS, MAX_VALUES_PER_POST};
use super::markup;
use crate::facet::{Facet, PerFacet};
use crate::text::is_separator;
use crate::written_date;

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

    /// A text, be it empty; numbers become their digits.
    fn text(&mut self, name: &str) -> Option<String> {
        match self.take(name) {
            value @ (Value::String(_) | Value::Number(_)) => Some(text_of(value)),
            _ => None,
        }
    }

    /// A text that is not blank.
    fn string(&mut self, name: &str) -> Option<String> {
        self.text(name).filter(|text| !text.trim().is_empty())
    }

    /// The members of a list that `read` can read; of anything else than a list, that.
    fn list<T>(&mut self, name: &str, read: impl Fn(Value) -> Option<T>) -> Vec<T> {
        match self.take(name) {
            Value::Array(values) => values.into_iter().filter_map(read).collect(),
            value => read(value).into_iter().collect(),
        }
    }

    /// The names in a list. A text in its place lists them with commas.
    fn strings(&mut self, name: &str) -> Vec<String> {
        match self.0.get(name) {
            Some(Value::String(text)) => text.split(is_separator).map(str::to_owned).collect(),
            _ => self.list(name, name_of),
        }
    }
}

/// A name: a text, or an object that has one.
fn name_of(value: Value) -> Option<String> {
    let name = match value {
        Value::Object(members) => {
            let mut members = Members(members);
            ["name", "title", "label", "term"].iter().find_map(|name| members.string(name))?
        }
        value => text_of(value),
    };
    Some(name).filter(|name| !name.trim().is_empty())
}

/// Authors: a list, or one of them.
pub(super) fn authors<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Author>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Array(values) => values.into_iter().filter_map(author).collect(),
        value => author(value).into_iter().collect(),
    })
}

/// The date that a member names in any usual form.
fn date(members: &mut Members, name: &str) -> Option<String> {
    let written = members.string(name)?;
    written_date::parse(&written).map(|date| date.as_str().to_owned())
}

/// Adds the files that come with a post to its content: pictures, unless it has them, and
/// attachments.
fn add_files(item: &mut Item, members: &mut Members) {
    let content = [&item.content_html, &item.extension.content_markdown, &item.content_text];
    let content = content.into_iter().flatten().next().cloned().unwrap_or_default();
    let mut files = String::new();
    let mut add = |url: Option<String>, kind: &str, title: Option<String>| {
        if let Some(url) =
            url.filter(|url| !markup::mentions(&content, url) && !markup::mentions(&files, url))
        {
            files.push_str("\n\n");
            files.push_str(&markup::enclosure(&url, kind, title.as_deref()));
        }
    };
    for name in ["image", "banner_image"] {
        add(members.string(name), "image", None);
    }
    for mut file in members.list("attachments", Members::of).into_iter().take(MAX_VALUES_PER_POST) {
        let kind = file.string("mime_type").unwrap_or_default();
        let kind = kind.split('/').next().unwrap_or_default();
        add(file.string("url"), kind, file.string("title"));
    }
    if files.is_empty() {
        return;
    }
    match (&mut item.content_html, &mut item.extension.content_markdown) {
        (Some(content), _) | (None, Some(content)) => content.push_str(&files),
        (None, None) => item.content_html = Some(markup::paragraphs(&content) + &files),
    }
}

/// The item that `value` is; `None` if it is no object.
fn item(value: Value) -> Option<Item> {
    let mut members = Members::of(value)?;
    let mut authors = members.list("authors", author);
    // The single author of JSON Feed 1.0.
    if authors.is_empty() {
        authors = members.list("author", author);
    }
    let mut item = Item {
        id: text_of(members.take("id")),
        url: members.string("url"),
        external_url: members.string("external_url"),
        title: members.string("title"),
        content_html: members.text("content_html"),
        content_text: members.text("content_text"),
        summary: members.string("summary"),
        date_published: date(&mut members, "date_published").or_else(|| date(&mut members, "date_modified")),
        authors,
        tags: members.strings("tags"),
        language: members.string("language"),
        extension: Members::of(members.take("_broadsheet")).map(extension).unwrap_or_default(),
    };
    add_files(&mut item, &mut members);
    Some(item)
}

/// An author: an object with a name, an address or both, or a name alone.
fn author(value: Value) -> Option<Author> {
    let Value::Object(members) = value else {
        return name_of(value).map(|name| Author { name, url: None });
    };
    let mut members = Members(members);
    let (name, url) = (members.string("name"), members.string("url"));
    Some(Author { name: name.or_else(|| url.clone())?, url })
}

fn extension(mut members: Members) -> ItemExtension {
    ItemExtension {
        content_markdown: members.text("content_markdown"),
        facets: Members::of(members.take("facets")).map(facets).unwrap_or_default(),
        #[cfg(not(target_arch = "wasm32"))]
        front_matter: Members::of(members.take("front_matter")).map(|members| members.0).unwrap_or_default(),
        packed: members.take("packed").as_bool().unwrap_or_default(),
        everything: members.list("everything", |piece| serde_json::from_value(piece).ok()),
        clean: members.take("clean").as_bool(),
        base: None,
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

/// Reads the items one by one, so that no more than one is there in both forms. An object is the
/// only item; anything else has none.
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
        // A list of one, as some programs write it.
        let members = Map::deserialize(MapAccessDeserializer::new(from))?;
        Ok(item(Value::Object(members)).into_iter().collect())
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
