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
use super::item::{Author, Item};
use super::lenient;
use super::limits::MAX_ID_BYTES;
use super::mend::mend;
use crate::url::{host_of, join};

/// Start of the `version` of every JSON Feed.
pub const JSON_FEED: &str = "https://jsonfeed.org/version/";
/// The `version` that the packer writes.
pub const JSON_FEED_1_1: &str = "https://jsonfeed.org/version/1.1";

/// The sign before each page in the text of several, as in a sequence of JSON texts
/// (<https://www.rfc-editor.org/rfc/rfc7464>).
pub const PAGE_MARK: char = '\u{1E}';

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
    /// The address of the page with older items.
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Option::is_none")]
    pub next_url: Option<String>,
    /// The address of the feed itself.
    #[serde(default, deserialize_with = "lenient::or_default", skip_serializing_if = "Option::is_none")]
    pub feed_url: Option<String>,
    /// The authors of items without any.
    #[serde(default, deserialize_with = "lenient::authors", skip_serializing)]
    pub authors: Vec<Author>,
    /// The single author of JSON Feed 1.0.
    #[serde(default, deserialize_with = "lenient::authors", skip_serializing)]
    pub author: Vec<Author>,
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

    /// Reads a JSON Feed, or the pages of one, each behind a [`PAGE_MARK`]; see [`Self::append`].
    ///
    /// # Errors
    ///
    /// As those of [`Self::read`], for any of the pages.
    pub fn read_pages(text: &str) -> Result<Self, serde_json::Error> {
        let Some(pages) = text.strip_prefix(PAGE_MARK) else { return Self::read(text) };
        let mut pages = pages.split(PAGE_MARK).map(Self::read);
        let mut feed = pages.next().unwrap_or_else(|| Self::read(""))?;
        for page in pages {
            feed.append(page?);
        }
        Ok(feed)
    }

    /// Adds the items of the page that follows, but for those that have moved there from this one
    /// meanwhile.
    pub fn append(&mut self, mut page: Self) {
        page.complete_items();
        let known: HashSet<&str> = self.items.iter().map(|item| item.id.as_str()).collect();
        let is_new = |item: &Item| item.id.is_empty() || !known.contains(item.id.as_str());
        let new: Vec<_> = page.items.into_iter().filter(is_new).collect();
        self.items.extend(new);
        self.next_url = page.next_url;
    }

    /// Gives items what they leave to the feed: its authors, and absolute addresses by its home
    /// page. What the packer wrote is left alone.
    pub fn complete_items(&mut self) {
        let authors = if self.authors.is_empty() { &self.author } else { &self.authors };
        let page = self.home_page_url.as_deref().or(self.feed_url.as_deref());
        for item in self.items.iter_mut().filter(|item| !item.extension.packed) {
            if item.authors.is_empty() {
                item.authors.clone_from(authors);
            }
            for url in [&mut item.url, &mut item.external_url] {
                *url = url.take().map(|url| join(page, &url).unwrap_or(url));
            }
            if item.address().is_none_or(|address| host_of(address).is_none()) {
                item.extension.base = page.and_then(|page| join(None, page));
            }
        }
    }

    /// Gives every item an id of its own: a missing id, or one that is too long, becomes the item's
    /// URL or its number in the feed, a repeated one gets a number appended (`id-2`). No id that is
    /// made takes the place of one that is given.
    pub fn make_ids_unique(&mut self) {
        let mut taken = HashSet::new();
        // The next number to try: a thousand items of one id must not take a million steps.
        let mut next: HashMap<String, usize> = HashMap::new();
        let is_first = |item: &Item| has_room(&item.id) && taken.insert(item.id.clone());
        let given: Vec<bool> = self.items.iter().map(is_first).collect();
        for (index, item) in self.items.iter_mut().enumerate() {
            if given.get(index) == Some(&true) {
                continue;
            }
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
        assert_eq!(feed.items[0].tags, ["a", "2", "b"]);
        assert_eq!(feed.items[0].author_names(), ["甲"]);
        assert_eq!(feed.items[1].author_names(), ["乙", "https://example.org/", "丙"]);
        assert_eq!(feed.items[1].content_html, None);
    }

    #[test]
    fn pages_are_one_feed() {
        let page = |next: &str, items: &str| {
            format!(
                "\u{1e}{{\"version\": \"https://jsonfeed.org/version/1.1\", \"authors\": [{{\"name\": \"A{next}\"}}], \
                 \"next_url\": \"{next}\", \"items\": [{items}]}}"
            )
        };
        let pages = [page("2", r#"{"id": "a"}, {"id": "b"}"#), page("3", r#"{"id": "b"}, {"id": "c"}, {}"#)];
        let mut feed = Feed::read_pages(&pages.concat()).unwrap();
        assert_eq!(feed.next_url.as_deref(), Some("3"));
        feed.complete_items();
        let items: Vec<_> =
            feed.items.iter().map(|item| [&*item.id, &*item.author_names()[0]].concat()).collect();
        assert_eq!(items, ["aA2", "bA2", "cA3", "A3"]);
        assert!(Feed::read_pages(&[&pages[0], "\u{1e}<p>"].concat()).is_err());
        assert_eq!(Feed::read_pages(&pages[0][1..]).unwrap().items.len(), 2);
    }

    #[test]
    fn an_empty_article_stays_one() {
        let text = r#"{"version": "https://jsonfeed.org/version/1", "items": [{"id": "a", "content_html": "",
            "_broadsheet": {"packed": true}}]}"#;
        assert_eq!(Feed::read(text).unwrap().items[0].packed_html(), Some(""));
    }

    #[test]
    fn one_object_stands_for_a_list_of_one() {
        let feed: Feed = serde_json::from_str(
            r#"{"version": "https://jsonfeed.org/version/1.1", "title": "T", "authors": "甲", "items":
                {"id": "a", "authors": {"name": "乙"}, "tags": "x，y; z",
                 "attachments": {"url": "https://e.org/a.pdf", "mime_type": "application/pdf"}}}"#,
        )
        .unwrap();
        assert_eq!(feed.authors[0].name, "甲");
        let item = &feed.items[0];
        assert_eq!((item.author_names(), item.tags.len()), (vec!["乙".to_owned()], 3));
        let content = item.content_html.as_deref().unwrap();
        assert_eq!(content.trim(), r#"<p><a href="https://e.org/a.pdf">a.pdf</a></p>"#);
    }

    #[test]
    fn dates_have_any_usual_form() {
        for (written, date) in [
            (r#""2020-01-02T03:04:05""#, Some("2020-01-02T03:04:05Z")),
            (r#""Thu, 02 Jan 2020 03:04:05 CST""#, Some("2020-01-02T03:04:05-06:00")),
            ("1577934245", Some("2020-01-02T03:04:05Z")),
            ("1577934245000", Some("2020-01-02T03:04:05Z")),
            (r#""2020年1月2日""#, Some("2020-01-02T00:00:00Z")),
            (r#""soon", "date_modified": "2020/1/2""#, Some("2020-01-02T00:00:00Z")),
            (r#""soon""#, None),
        ] {
            let text = format!(
                r#"{{"version": "https://jsonfeed.org/version/1", "items": [{{"id": "a", "date_published": {written}}}]}}"#
            );
            let feed = Feed::read(&text).unwrap();
            assert_eq!(feed.items[0].date_published.as_deref(), date, "{written}");
        }
    }

    #[test]
    fn items_have_what_they_leave_to_the_feed() {
        let mut feed = Feed::read(
            r#"{"version": "https://jsonfeed.org/version/1.1", "home_page_url": "https://home.example.org/blog/",
                "author": {"name": "甲"}, "items": [
                {"id": "1", "url": "/2018/five.html"}, {"id": "2", "url": ""},
                {"id": "3", "external_url": "//else.example.net/3", "authors": [{"name": "乙"}]},
                {"id": "4", "content_html": "<p>x</p>", "image": "/b.png", "_broadsheet": {"packed": true}}]}"#,
        )
        .unwrap();
        feed.complete_items();
        let said: Vec<_> = feed
            .items
            .iter()
            .map(|item| (item.address(), item.extension.base.as_deref(), item.author_names().concat()))
            .collect();
        assert_eq!(
            said,
            [
                (Some("https://home.example.org/2018/five.html"), None, "甲".to_owned()),
                (None, Some("https://home.example.org/blog/"), "甲".to_owned()),
                (Some("https://else.example.net/3"), None, "乙".to_owned()),
                (None, None, String::new()),
            ]
        );
    }

    #[test]
    fn pictures_come_unless_the_article_has_them() {
        let content = |members: &str| {
            let text = format!(
                r#"{{"version": "https://jsonfeed.org/version/1", "items": [{{"id": "a", {members}}}]}}"#
            );
            Feed::read(&text).unwrap().items.remove(0).content_html
        };
        let html = content(r#""content_text": "A & B", "image": "https://e.org/a.png""#);
        assert_eq!(
            html.as_deref(),
            Some("<p>A &amp; B</p>\n\n<p><img src=\"https://e.org/a.png\" alt=\"\"></p>")
        );
        let html = content(
            r#""content_html": "<img src='/w/a.png'>", "image": "https://e.org/a.png", "banner_image": "b.png""#,
        );
        assert_eq!(html.as_deref(), Some("<img src='/w/a.png'>\n\n<p><img src=\"b.png\" alt=\"\"></p>"));
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
        assert_eq!(made, ["a", "a-2", "a-4", "a-5", "a-3", "6"]);
        let given = ["", "2", "1", "1"];
        feed.items = given.map(|id| Item { id: id.into(), ..Item::default() }).into();
        feed.make_ids_unique();
        let made: Vec<_> = feed.items.iter().map(|item| item.id.as_str()).collect();
        assert_eq!(made, ["1-2", "2", "1", "1-3"]);
    }
}
