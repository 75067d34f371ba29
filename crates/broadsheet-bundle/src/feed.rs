//! The bundle as one file: JSON Feed 1.1, with what the format has no field for under `_broadsheet`.
//!
//! Reading is forgiving, because any JSON Feed works, whoever made it: a field of the wrong type counts as absent, an
//! unreadable item is left out, ids may be numbers, and version 1.0's single `author` is understood. The viewer leaves
//! that to a module of its own, and reads only what is exact itself: [`crate::pack`], [`crate::whole`].

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::lenient;
use crate::limits::{self, MOST_VALUES};
use crate::mend::mend;

/// What the `version` of a JSON Feed starts with.
pub const JSON_FEED: &str = "https://jsonfeed.org/version/";
/// The `version` that the packer writes.
pub const JSON_FEED_1_1: &str = "https://jsonfeed.org/version/1.1";

/// A JSON Feed document.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Feed {
    /// Address of the version's description; it starts with [`JSON_FEED`].
    pub version: String,
    /// Title of the archive.
    #[serde(default, deserialize_with = "lenient::text")]
    pub title: String,
    /// Where the archive is at home.
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Option::is_none")]
    pub home_page_url: Option<String>,
    /// A sentence on the archive.
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Main language, a BCP 47 tag: `zh-Hans`.
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What JSON Feed has no field for.
    #[serde(
        default,
        rename = "_broadsheet",
        deserialize_with = "lenient::or_default",
        skip_serializing_if = "FeedExtension::is_empty"
    )]
    pub extension: FeedExtension,
    /// The posts; the packer writes the newest first. Of more than [`limits::MOST_ITEMS`] the rest is not read.
    #[serde(default, deserialize_with = "lenient::items")]
    pub items: Vec<Item>,
}

/// A feed's `_broadsheet`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FeedExtension {
    /// As [`crate::head::Head::media_hosts`].
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Option::is_none")]
    pub media_hosts: Option<Vec<String>>,
}

impl FeedExtension {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A post.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Item {
    /// Unique within the archive; from the packer, the stem of the post's file name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub id: String,
    /// Where the post is published.
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Where the original is: the front matter's `from`.
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Option::is_none")]
    pub external_url: Option<String>,
    /// Plain text.
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The content as HTML.
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Option::is_none")]
    pub content_html: Option<String>,
    /// The content as plain text.
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Option::is_none")]
    pub content_text: Option<String>,
    /// A sentence or two, plain text.
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// RFC 3339; see [`crate::PostDate`].
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Option::is_none")]
    pub date_published: Option<String>,
    /// Who wrote it.
    #[serde(default, deserialize_with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Author>,
    /// The single author of JSON Feed 1.0; read, never written.
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing)]
    pub author: Option<Author>,
    /// What it is about.
    #[serde(default, deserialize_with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Language of the post where it is not the archive's, a BCP 47 tag.
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What JSON Feed has no field for.
    #[serde(
        default,
        rename = "_broadsheet",
        deserialize_with = "lenient::or_default",
        skip_serializing_if = "ItemExtension::is_empty"
    )]
    pub extension: ItemExtension,
}

/// The author of a post.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Author {
    /// Their name.
    #[serde(default, deserialize_with = "lenient::text", skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// A page of theirs.
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// An item's `_broadsheet`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ItemExtension {
    /// The content as Markdown with raw HTML; read where there is no `content_html`.
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Option::is_none")]
    pub content_markdown: Option<String>,
    /// Categories that are not tags already.
    #[serde(default, deserialize_with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Keys of the front matter that nothing else in the item holds, as they stood there.
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Map::is_empty")]
    pub front_matter: Map<String, Value>,
    /// The packer has cleaned `content_html` and made its addresses absolute; relative ones are files of the bundle.
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "is_false")]
    pub packed: bool,
    /// The article with nothing taken out that does not belong to it, where that differs from `content_html`; only of
    /// packed items.
    #[serde(default, deserialize_with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub everything: Vec<Piece>,
    /// `false` asks that nothing be taken out of the content.
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Option::is_none")]
    pub clean: Option<bool>,
    /// The limits that cut the packed content short: `bytes`, `nodes`, `depth`.
    #[serde(default, deserialize_with = "lenient::list", skip_serializing_if = "Vec::is_empty")]
    pub cut: Vec<String>,
}

/// A piece of an article's HTML: some that was taken out, and then the bytes of `content_html` from the first number on
/// up to the second.
pub type Piece = (String, usize, usize);

/// The HTML that `pieces` of `content_html` make; nothing where they do not fit. It ends with the piece that makes it longer
/// than `most` bytes: a few pieces can name the same megabytes thousands of times.
pub fn join(content_html: &str, pieces: &[Piece], most: usize) -> Option<String> {
    let mut html = String::new();
    for (taken, start, end) in pieces {
        html.push_str(taken);
        html.push_str(content_html.get(*start..*end)?);
        if html.len() > most {
            break;
        }
    }
    Some(html)
}

impl ItemExtension {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// A pack of whole posts, in the order of their ids: one shard of a sharded bundle.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct BodyPack {
    /// The posts.
    pub items: Vec<Item>,
}

impl Item {
    /// The names of the authors, each once. Of more than [`MOST_VALUES`] the rest is left out.
    pub fn author_names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for author in self.authors.iter().chain(&self.author).take(MOST_VALUES) {
            if !author.name.is_empty() && !names.contains(&author.name) {
                names.push(author.name.clone());
            }
        }
        names
    }

    /// Whether the content is there as Markdown alone.
    pub fn needs_markdown(&self) -> bool {
        self.content_html.is_none() && self.extension.content_markdown.is_some()
    }
}

/// `true` if `id` is one, and stays one with a number behind it.
fn has_room(id: &str) -> bool {
    /// A hyphen and the digits of any number of items.
    const NUMBER: usize = 21;
    limits::is_id(id) && id.len() + NUMBER <= limits::MOST_ID
}

impl Feed {
    /// Reads a JSON Feed. What is no JSON is read once more with its faults mended: each costs the member that has it, and of
    /// a repeated member the last counts.
    ///
    /// # Errors
    ///
    /// Where it is not a feed even then, as when its end is missing: what is wrong with it as it is.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        let text = text.trim_start_matches('\u{feff}');
        let error = match serde_json::from_str(text) {
            Ok(feed) => return Ok(feed),
            Err(error) => error,
        };
        let mended = serde_json::from_str::<Value>(&mend(text)).and_then(serde_json::from_value);
        mended.map_err(|_| error)
    }

    /// Gives every item an id of its own: a missing one, or one that is too long, becomes the item's address or its place in
    /// the feed, a repeated one gets a number behind it (`id-2`).
    pub fn make_ids_unique(&mut self) {
        let mut taken = HashSet::new();
        // Where the search for a free number goes on: a thousand items of one id must not take a million steps.
        let mut next: HashMap<String, usize> = HashMap::new();
        for (place, item) in self.items.iter_mut().enumerate() {
            if !has_room(&item.id) {
                let addresses = [&item.url, &item.external_url];
                let address = addresses.into_iter().flatten().next().filter(|address| has_room(address));
                item.id = address.cloned().unwrap_or_else(|| (place + 1).to_string());
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
    use crate::whole::Whole;

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
            id: "i".repeat(limits::MOST_ID + 1),
            url: Some("u".repeat(limits::MOST_ID + 1)),
            authors: many(200_000).into_iter().map(|name| Author { name, url: None }).collect(),
            tags: many(200_000),
            title: Some("t ".repeat(1_000_000)),
            ..Item::default()
        };
        let whole = Whole::from_feed(Feed { items: vec![item], ..Feed::default() });
        let post = &whole.pack.items[0];
        assert_eq!(
            (post.id.as_str(), post.tags.len(), post.authors.len()),
            ("1", limits::MOST_VALUES, limits::MOST_VALUES)
        );
        let row = &whole.row_pages[0].clone().into_rows().unwrap()[0];
        assert_eq!((row.title.chars().count(), row.tags.len()), (limits::MOST_TITLE, limits::MOST_VALUES));
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

    #[test]
    fn pieces_are_joined() {
        let piece = |html: &str, start, end| (html.to_owned(), start, end);
        let pieces = [piece("<hr>", 0, 3), piece("b", 6, 6), piece("", 3, 6)];
        assert_eq!(join("甲乙", &pieces, 99).as_deref(), Some("<hr>甲b乙"));
        let same = vec![(String::new(), 0, 6); 1_000_000];
        assert_eq!(join("甲乙", &same, 99).map(|html| html.len()), Some(102));
        for wrong in [piece("", 0, 1), piece("", 0, 7), piece("", 3, 0)] {
            assert_eq!(join("甲乙", &[wrong], 99), None);
        }
    }

    #[test]
    fn absent_fields_are_not_written() {
        let item = Item { id: "a".into(), ..Item::default() };
        assert_eq!(serde_json::to_string(&item).unwrap(), r#"{"id":"a"}"#);
    }
}
