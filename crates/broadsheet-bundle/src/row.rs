//! Rows of the article list.

use serde::{Deserialize, Serialize};

use crate::date::PostDate;
use crate::feed::Item;

/// A post's number in the archive, from the oldest; see the crate's documentation.
pub type RowNumber = u32;

/// Rows in one [`RowPage`]: with Chinese titles, about 60 KB of JSON and 12 KB after Brotli.
pub const ROWS_PER_PAGE: usize = 256;

/// What the list shows of a post, and where the post is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Row {
    /// The post's id.
    pub id: String,
    /// Its title; never empty.
    pub title: String,
    /// When it was published; nothing for an undated post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<PostDate>,
    /// Names of its authors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// Host of the original.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Its categories that are not tags already.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Language of the post where it is not the archive's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The file of the [`crate::feed::BodyPack`] that holds the post, relative to the head; empty in a bundle of one file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub pack: String,
}

/// One shard of the list: [`ROWS_PER_PAGE`] rows in the order of their numbers; page `k` starts at row `k * ROWS_PER_PAGE`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RowPage {
    /// The rows.
    pub rows: Vec<Row>,
}

impl Row {
    /// The row of a post. A post without a title is named by its summary, the start of its text, or its id.
    pub fn from_item(item: &Item) -> Self {
        let text = |text: &Option<String>| text.as_deref().map(first_line).filter(|line| !line.is_empty());
        let title = text(&item.title)
            .or_else(|| text(&item.summary))
            .or_else(|| text(&item.content_text))
            .unwrap_or_else(|| item.id.clone());
        Self {
            id: item.id.clone(),
            title,
            date: item.date_published.as_deref().and_then(PostDate::parse),
            authors: item.author_names(),
            source: item.external_url.as_deref().or(item.url.as_deref()).and_then(host),
            tags: item.tags.clone(),
            categories: item.extension.categories.clone(),
            language: item.language.clone(),
            pack: String::new(),
        }
    }

    /// What rows are ordered by: undated first, then by wall-clock time, then by id.
    pub fn sort_key(&self) -> (&str, &str) {
        (self.date.as_ref().map_or("", PostDate::sort_key), &self.id)
    }
}

/// `text` on one line, at most 200 characters.
fn first_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.chars().count() > 200 {
            return line.chars().take(199).chain(['…']).collect();
        }
    }
    line
}

/// The host of an absolute web address, in lower case, without user or port.
pub fn host(url: &str) -> Option<String> {
    let (scheme, rest) = url.trim().split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let plausible = !host.is_empty() && !host.contains(char::is_whitespace);
    plausible.then(|| host.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        for (url, expected) in [
            ("https://www.zaobao.com/realtime/x", Some("www.zaobao.com")),
            ("HTTP://user:pw@Example.ORG:8080?x", Some("example.org")),
            ("https://example.org", Some("example.org")),
            ("ftp://example.org/", None),
            ("example.org/x", None),
            ("https:///x", None),
            ("", None),
        ] {
            assert_eq!(host(url).as_deref(), expected, "{url}");
        }
    }

    #[test]
    fn a_post_without_title_is_named_by_its_text() {
        let item = Item { id: "7".into(), content_text: Some("  一段\n文字 ".into()), ..Item::default() };
        assert_eq!(Row::from_item(&item).title, "一段 文字");
        assert_eq!(Row::from_item(&Item { id: "7".into(), ..Item::default() }).title, "7");
        let long = Item { title: Some("字".repeat(300)), ..Item::default() };
        assert_eq!(Row::from_item(&long).title.chars().count(), 200);
    }

    #[test]
    fn undated_rows_come_first_then_time_then_id() {
        let row = |id: &str, date: Option<&str>| {
            Row::from_item(&Item {
                id: id.into(),
                date_published: date.map(str::to_owned),
                ..Item::default()
            })
        };
        let mut rows = [
            row("d", Some("2020-01-02T00:00:00+08:00")),
            row("c", Some("2020-01-01T12:00:00Z")),
            row("b", Some("2020-01-01T12:00:00+09:00")),
            row("a", None),
        ];
        rows.sort_by(|one, two| one.sort_key().cmp(&two.sort_key()));
        assert_eq!(rows.map(|row| row.id), ["a", "b", "c", "d"]);
    }
}
