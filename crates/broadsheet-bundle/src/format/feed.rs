//! The bundle as one file: JSON Feed 1.1, with what the format has no field for under
//! `_broadsheet`.
//!
//! Reading is lenient, because any JSON Feed works, whoever made it: a field of the wrong type
//! counts as absent, an unreadable item is left out, ids may be numbers, and version 1.0's single
//! `author` is understood. The viewer leaves that to a module of its own, loaded when it is needed,
//! and reads the [`SingleFileBundle`](super::SingleFileBundle) that this module makes.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::inbound_links::LinkedPost;
use super::item::Item;
use super::lenient;
use super::limits::MAX_ID_BYTES;
use super::mend::mend;

/// Start of the `version` of every JSON Feed.
pub const JSON_FEED: &str = "https://jsonfeed.org/version/";
/// The `version` that the packer writes.
pub const JSON_FEED_1_1: &str = "https://jsonfeed.org/version/1.1";

/// A JSON Feed document.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Feed {
    /// URL of the version's description; it starts with [`JSON_FEED`].
    pub version: String,
    /// Title of the archive.
    #[serde(default, deserialize_with = "lenient::text")]
    pub title: String,
    /// Home page of the archive.
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Option::is_none")]
    pub home_page_url: Option<String>,
    /// A sentence on the archive.
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Main language, a BCP 47 tag: `zh-Hans`.
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Members that JSON Feed does not define.
    #[serde(
        default,
        rename = "_broadsheet",
        deserialize_with = "lenient::or_default",
        skip_serializing_if = "FeedExtension::is_empty"
    )]
    pub extension: FeedExtension,
    /// The posts; the packer writes the newest first. Of more than
    /// [`MAX_ITEMS`](super::limits::MAX_ITEMS) the rest is not read.
    #[serde(default, deserialize_with = "lenient::items")]
    pub items: Vec<Item>,
}

/// A feed's `_broadsheet`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FeedExtension {
    /// As [`Manifest::media_hosts`](super::Manifest::media_hosts).
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Option::is_none")]
    pub media_hosts: Option<Vec<String>>,
    /// The posts that others link to.
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Vec::is_empty")]
    pub inbound_links: Vec<LinkedPost>,
}

impl FeedExtension {
    /// `true` if there is nothing in it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// `true` if `id` is valid and stays valid with a number appended.
fn has_room(id: &str) -> bool {
    /// A hyphen and the digits of any number of items.
    const NUMBER: usize = 21;
    !id.is_empty() && id.len() + NUMBER <= MAX_ID_BYTES
}

impl Feed {
    /// Reads a JSON Feed. Malformed JSON is read once more after a repair: each fault costs the
    /// member that has it, and of a repeated member the last counts.
    ///
    /// # Errors
    ///
    /// If it is not a feed even then, as when its end is missing: the error of the first reading.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        let text = text.trim_start_matches('\u{feff}');
        let error = match serde_json::from_str(text) {
            Ok(feed) => return Ok(feed),
            Err(error) => error,
        };
        let mended = serde_json::from_str::<Value>(&mend(text)).and_then(serde_json::from_value);
        mended.map_err(|_| error)
    }

    /// Gives every item an id of its own: a missing id, or one that is too long, becomes the item's
    /// URL or its number in the feed, a repeated one gets a number appended (`id-2`).
    pub fn make_ids_unique(&mut self) {
        let mut taken = HashSet::new();
        // The next number to try: a thousand items of one id must not take a million steps.
        let mut next: HashMap<String, usize> = HashMap::new();
        for (index, item) in self.items.iter_mut().enumerate() {
            if !has_room(&item.id) {
                let url = item.url.as_ref().or(item.external_url.as_ref()).filter(|url| has_room(url));
                item.id = url.cloned().unwrap_or_else(|| (index + 1).to_string());
            }
            if !taken.insert(item.id.clone()) {
                let number = next.entry(item.id.clone()).or_insert(2);
                while !taken.insert(format!("{}-{number}", item.id)) {
                    *number += 1;
                }
                item.id = format!("{}-{number}", item.id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facet::Facet;
    use crate::format::limits::{MAX_TITLE_CHARS, MAX_VALUES_PER_POST};
    use crate::format::{Author, SingleFileBundle};

    #[test]
    fn a_careless_feed_is_read() {
        let mut feed: Feed = serde_json::from_str(
            r#"{"version": "https://jsonfeed.org/version/1", "title": 7, "language": ["zh"], "items": [
                {"id": 1, "title": null, "author": {"name": "甲"}, "tags": ["a", 2, "b"], "_broadsheet": 3},
                {"id": "1", "authors": [{"name": "乙"}, {"url": "https://example.org/"}, "丙"], "content_html": {}},
                "nonsense", {"url": "https://example.org/x"}, {}]}"#,
        )
        .unwrap();
        feed.make_ids_unique();
        let ids: Vec<_> = feed.items.iter().map(|item| item.id.as_str()).collect();
        assert_eq!(ids, ["1", "1-2", "https://example.org/x", "4"]);
        assert_eq!(feed.title, "7");
        assert_eq!(feed.items[0].tags, ["a", "b"]);
        assert_eq!(feed.items[0].author_names(), ["甲"]);
        assert_eq!(feed.items[1].author_names(), ["乙"]);
        assert_eq!(feed.items[1].content_html, None);
    }

    #[test]
    fn a_fault_in_the_json_costs_its_member() {
        let with = |fault: &str| {
            format!(
                r#"{{"version": "https://jsonfeed.org/version/1.1", "title": "T", {fault}
                    "items": [{{"id": "a", "title": "A\ud800", "x": 1e309}}, {{"id": "b", "id": "c"}}]}}"#
            )
        };
        for fault in [
            "",
            r#""title": "U", "version": "https://jsonfeed.org/version/1","#,
            "\"x\": \"\u{1}\",",
            "\"x\": NaN,",
        ] {
            let feed = Feed::read(&with(fault)).unwrap();
            let ids: Vec<_> = feed.items.iter().map(|item| item.id.as_str()).collect();
            assert_eq!(ids, ["a", "c"], "{fault}");
            assert_eq!(feed.items[0].title.as_deref(), Some("A\u{fffd}"));
        }
        let cut_off = with("");
        for text in [&cut_off[..cut_off.len() - 2], "[]", "", r#"{"title": "no version"}"#] {
            assert!(Feed::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_feed_has_its_limits() {
        let many = |count: usize| (0..count).map(|at| format!("{at}")).collect::<Vec<_>>();
        let item = Item {
            id: "i".repeat(MAX_ID_BYTES + 1),
            url: Some("u".repeat(MAX_ID_BYTES + 1)),
            authors: many(200_000).into_iter().map(|name| Author { name, url: None }).collect(),
            tags: many(200_000),
            title: Some("t ".repeat(1_000_000)),
            ..Item::default()
        };
        let bundle = SingleFileBundle::from_feed(Feed { items: vec![item], ..Feed::default() });
        let post = &bundle.pack.items[0];
        assert_eq!(
            (post.id.as_str(), post.tags.len(), post.authors.len()),
            ("1", MAX_VALUES_PER_POST, MAX_VALUES_PER_POST)
        );
        let row = &bundle.row_pages[0].clone().into_rows().unwrap()[0];
        assert_eq!(
            (row.title.chars().count(), row.facets[Facet::Tag].len()),
            (MAX_TITLE_CHARS, MAX_VALUES_PER_POST)
        );
    }

    #[test]
    fn every_id_becomes_unique() {
        let ids = ["a", "a-2", "a", "a", "a-3", ""];
        let mut feed = Feed {
            items: ids.map(|id| Item { id: id.into(), url: Some(String::new()), ..Item::default() }).into(),
            ..Feed::default()
        };
        feed.make_ids_unique();
        let made: Vec<_> = feed.items.iter().map(|item| item.id.as_str()).collect();
        assert_eq!(made, ["a", "a-2", "a-3", "a-4", "a-3-2", "6"]);
    }
}
