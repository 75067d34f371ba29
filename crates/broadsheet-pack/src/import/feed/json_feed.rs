//! From JSON Feed to entries. A member of the wrong type costs that member, and is told.

use std::collections::BTreeMap;

use broadsheet_bundle::facet::{FACETS, FacetOrigin};
use broadsheet_bundle::format::markup::mentions;
use broadsheet_bundle::format::{Author, JSON_FEED, mend};
use broadsheet_bundle::text::is_separator;
use broadsheet_bundle::url::join;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use url::Url;

use super::model::{Enclosure, Entry, Feed, FeedError, Found, Markup, Written};
use crate::diagnostics::shorten;
use crate::limits::{FEED_ENCLOSURES, FEED_ENTRIES};

/// The members of the feed as they were written.
type Members<'a> = BTreeMap<String, &'a RawValue>;

/// Reads a JSON Feed. What is no JSON is read once more with its faults mended, as the viewer does.
pub(super) fn read(text: &str) -> Result<Feed, FeedError> {
    let error = match serde_json::from_str(text) {
        Ok(members) => return read_members(text, &members),
        Err(error) => error,
    };
    let failed = || FeedError { line: error.line(), message: format!("not valid JSON ({error})") };
    let mended = mend(text);
    let members = serde_json::from_str(&mended).map_err(|_| failed())?;
    let mut feed = read_members(&mended, &members)?;
    // Lines of the mended text are not those of the file.
    for entry in &mut feed.entries {
        entry.line = 0;
        let written = [&mut entry.link, &mut entry.published, &mut entry.updated].into_iter().flatten();
        written.for_each(|written| written.line = 0);
        entry.found.iter_mut().for_each(|found| found.line = 0);
    }
    feed.found =
        vec![Found { line: error.line(), message: failed().message, action: "read with its faults mended" }];
    Ok(feed)
}

fn read_members(text: &str, members: &Members<'_>) -> Result<Feed, FeedError> {
    let value = |name: &str| members.get(name).and_then(|raw| serde_json::from_str::<Value>(raw.get()).ok());
    let string = |name: &str| value(name).and_then(text_of);
    if !string("version").is_some_and(|version| version.starts_with(JSON_FEED)) {
        return Err(FeedError { line: 0, message: "its `version` is not one of JSON Feed".to_owned() });
    }
    let Some(items) = members.get("items") else {
        return Err(FeedError { line: 0, message: "it has no `items`".to_owned() });
    };
    let items: Vec<&RawValue> = match serde_json::from_str(items.get()) {
        Ok(items) => items,
        // A list of one, as some programs write it.
        Err(_) if items.get().starts_with('{') => vec![*items],
        Err(_) => {
            let message = "its `items` are no list".to_owned();
            return Err(FeedError { line: line_of(text, items.get()), message });
        }
    };
    let mut feed = Feed {
        title: string("title"),
        is_bundle: members.contains_key("_broadsheet"),
        next: string("next_url"),
        ..Feed::default()
    };
    if items.len() > FEED_ENTRIES {
        let message = format!("a feed of {} entries", items.len());
        feed.found.push(Found { line: 0, message, action: "only the first ones are read" });
    }
    let mut whole = Map::new();
    whole.extend(["author", "authors"].into_iter().filter_map(|name| Some((name.to_owned(), value(name)?))));
    let authors = Object::new(&mut whole, 0).authors();
    let language = string("language");
    let page = string("home_page_url").or_else(|| string("feed_url"));
    let page = page.and_then(|page| Url::parse(&page).ok());
    let (mut counted, mut line) = (0, 1);
    for (place, item) in items.into_iter().take(FEED_ENTRIES).enumerate() {
        let start = offset(text, item.get());
        line += text.get(counted..start).unwrap_or_default().matches('\n').count();
        counted = start.max(counted);
        let mut is_packed = false;
        let mut entry = match serde_json::from_str::<Value>(item.get()) {
            Ok(Value::Object(mut members)) => {
                is_packed = is_of_bundle(&members);
                feed.is_bundle |= is_packed;
                read_entry(&mut members, line)
            }
            Ok(_) => faulty(line, "not an object".to_owned()),
            Err(error) => faulty(line, format!("not valid JSON ({error})")),
        };
        entry.number = place + 1;
        if entry.authors.is_empty() {
            entry.authors.clone_from(&authors);
        }
        entry.feed_language.clone_from(&language);
        // An address of its own may be relative to the feed's page.
        if let Some(link) = &mut entry.link {
            make_absolute(&mut link.text, page.as_ref());
        }
        let own_page = entry.link.as_ref().and_then(|link| Url::parse(&link.text).ok());
        let base = own_page.or_else(|| page.clone());
        for enclosure in &mut entry.enclosures {
            make_absolute(&mut enclosure.url, base.as_ref());
        }
        // Relative addresses of a packed article are files of the bundle.
        entry.base = if is_packed { None } else { base.map(String::from) };
        feed.entries.push(entry);
    }
    Ok(feed)
}

/// Resolves an address against a page; one that lacks no more than a scheme needs none.
fn make_absolute(address: &mut String, page: Option<&Url>) {
    let joined = join(page.map(Url::as_str), address).and_then(|joined| Url::parse(&joined).ok());
    if let (Err(url::ParseError::RelativeUrlWithoutBase), Some(joined)) = (Url::parse(address), joined) {
        *address = joined.into();
    }
}

/// An entry of which nothing can be read.
fn faulty(line: usize, message: String) -> Entry {
    let found = vec![Found { line, message, action: "kept without all that it says" }];
    Entry { line, found, ..Entry::default() }
}

/// `true` for an item that the packer wrote.
fn is_of_bundle(members: &Map<String, Value>) -> bool {
    let own = members.get("_broadsheet").and_then(Value::as_object);
    own.is_some_and(|own| own.contains_key("packed") || own.contains_key("content_markdown"))
}

fn read_entry(members: &mut Map<String, Value>, line: usize) -> Entry {
    let mut members = Object::new(members, line);
    let written = |text: String| Written { text, line };
    let mut entry = Entry { line, ..Entry::default() };
    entry.guid = members.text("id");
    entry.title = members.joined("title", " ").map(Markup::Plain);
    // As the viewer does with any JSON Feed.
    let (url, external) = (members.text("url"), members.text("external_url"));
    entry.link = external.or(url).map(written);
    entry.published = members.text("date_published").map(written);
    entry.updated = members.text("date_modified").map(written);
    entry.summary = members.joined("summary", " ").map(Markup::Plain);
    let (html, text) = (members.joined("content_html", "\n"), members.joined("content_text", "\n\n"));
    entry.language = members.text("language");
    entry.tags = members.texts("tags");
    entry.authors = members.authors();
    if let Some(Value::Object(mut own)) = members.take("_broadsheet") {
        let mut own = Object::new(&mut own, line);
        if let Some(Value::Object(mut facets)) = own.take("facets") {
            let mut facets = Object::new(&mut facets, line);
            for definition in &FACETS {
                if definition.origin == FacetOrigin::Extension {
                    entry.facets[definition.facet] = facets.texts(definition.name);
                }
            }
            own.found.append(&mut facets.found);
        }
        entry.content = own.text("content_markdown").map(Markup::Markdown);
        entry.found.append(&mut own.found);
    }
    entry.content = html.map(Markup::Html).or(entry.content).or(text.map(Markup::Plain));
    for name in ["image", "banner_image"] {
        let Some(url) = members.text(name) else { continue };
        let in_article = entry.content.as_ref().is_some_and(|content| mentions(content.as_str(), &url));
        if !in_article && entry.enclosures.iter().all(|known| known.url != url) {
            entry.enclosures.push(Enclosure {
                url,
                kind: "image".to_owned(),
                title: None,
                ..Enclosure::default()
            });
        }
    }
    for attachment in members.list("attachments").into_iter().take(FEED_ENCLOSURES) {
        let Value::Object(mut attachment) = attachment else {
            members.wrong("attachments");
            continue;
        };
        let mut attachment = Object::new(&mut attachment, line);
        let kind = attachment.text("mime_type").and_then(|kind| Some(kind.split_once('/')?.0.to_owned()));
        match attachment.text("url") {
            Some(url) => {
                let kind = kind.unwrap_or_default();
                entry.enclosures.push(Enclosure {
                    url,
                    kind,
                    title: attachment.text("title"),
                    ..Enclosure::default()
                });
            }
            None => members.wrong("attachments"),
        }
    }
    entry.found.append(&mut members.found);
    entry
}

/// The members of an object, taken one by one.
struct Object<'a> {
    members: &'a mut Map<String, Value>,
    line: usize,
    found: Vec<Found>,
}

impl<'a> Object<'a> {
    fn new(members: &'a mut Map<String, Value>, line: usize) -> Self {
        Self { members, line, found: Vec::new() }
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        self.members.remove(name).filter(|value| !value.is_null())
    }

    fn wrong(&mut self, name: &str) {
        let message = format!("`{}` is not what JSON Feed says it is", shorten(name));
        self.found.push(Found { line: self.line, message, action: "left out" });
    }

    /// A text that is not empty.
    fn text(&mut self, name: &str) -> Option<String> {
        let text = text_of(self.take(name)?);
        if text.is_none() {
            self.wrong(name);
        }
        text.filter(|text| !text.trim().is_empty())
    }

    /// A text that is not empty; of a list or an object in its place, the texts joined.
    fn joined(&mut self, name: &str, separator: &str) -> Option<String> {
        let value = self.take(name)?;
        if !matches!(value, Value::Array(_) | Value::Object(_)) {
            self.members.insert(name.to_owned(), value);
            return self.text(name);
        }
        let mut texts = Vec::new();
        add_texts(value, &mut texts);
        if texts.is_empty() {
            self.wrong(name);
            return None;
        }
        let message = format!("`{}` is not what JSON Feed says it is", shorten(name));
        self.found.push(Found { line: self.line, message, action: "the texts in it are joined" });
        Some(texts.join(separator))
    }

    /// The members of a list; anything else counts as a list of one, as some programs write it.
    fn list(&mut self, name: &str) -> Vec<Value> {
        match self.take(name) {
            Some(Value::Array(list)) => list,
            value => value.into_iter().collect(),
        }
    }

    /// The names in a list. A text in its place lists them with commas.
    fn texts(&mut self, name: &str) -> Vec<String> {
        if let Some(Value::String(text)) = self.members.get(name) {
            let texts = text.split(is_separator).map(str::to_owned).collect();
            self.take(name);
            return texts;
        }
        let list = self.list(name);
        let count = list.len();
        let texts: Vec<_> = list.into_iter().filter_map(name_of).collect();
        if texts.len() < count {
            self.wrong(name);
        }
        texts
    }

    fn authors(&mut self) -> Vec<Author> {
        let mut authors = self.list("authors");
        // JSON Feed 1.0 has one author.
        if authors.is_empty() {
            authors = self.list("author");
        }
        let mut named = Vec::new();
        for author in authors {
            let Value::Object(mut author) = author else {
                match name_of(author) {
                    Some(name) => named.push(Author { name, url: None }),
                    None => self.wrong("authors"),
                }
                continue;
            };
            let mut author = Object::new(&mut author, self.line);
            let (name, url) = (author.text("name"), author.text("url"));
            if let Some(name) = name.or_else(|| url.clone()) {
                named.push(Author { name, url });
            }
        }
        named
    }
}

/// A name: a text, or an object that has one.
fn name_of(value: Value) -> Option<String> {
    match value {
        Value::Object(members) => {
            ["name", "title", "label", "term"].iter().find_map(|name| text_of(members.get(*name)?.clone()))
        }
        value => text_of(value),
    }
}

/// Adds the texts in a value that are not empty. Of an object they are those of members whose names
/// say so.
fn add_texts(value: Value, texts: &mut Vec<String>) {
    match value {
        Value::Array(list) => list.into_iter().for_each(|value| add_texts(value, texts)),
        Value::Object(mut members) => {
            let names = ["html", "value", "text", "rendered", "content", "#text", "_", "$t"];
            if let Some(value) = names.iter().find_map(|name| members.remove(*name)) {
                add_texts(value, texts);
            }
        }
        value => texts.extend(text_of(value).filter(|text| !text.trim().is_empty())),
    }
}

/// A string, or a number as one.
fn text_of(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Returns the place in `text`, in bytes, at which its part `part` starts.
fn offset(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

/// The line on which `part`, a part of `text`, starts.
fn line_of(text: &str, part: &str) -> usize {
    1 + text.get(..offset(text, part)).unwrap_or_default().matches('\n').count()
}
