//! Rows of the article list.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::date::PostDate;
use crate::feed::Item;
use crate::limits::{self, MOST_LANGUAGE, MOST_PAGE, MOST_TITLE, MOST_VALUES, Refused};
use crate::pack::Post;

/// A post's number in the archive, from the oldest; see the crate's documentation.
pub type RowNumber = u32;

/// What the list shows of a post.
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
}

/// One shard of the list: rows in the order of their numbers.
///
/// What many posts have in common is written once and named by its place, which makes a page smaller and quicker to read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RowPage {
    /// Names of authors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// Hosts of originals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Categories.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// The rows.
    pub rows: Vec<PageRow>,
}

/// A row of a [`RowPage`]: id, title, date, and places in the page's authors, sources, tags, categories and languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRow(String, String, Option<PostDate>, Vec<u32>, Option<u32>, Vec<u32>, Vec<u32>, Option<u32>);

/// Values in the order in which they were first met.
#[derive(Default)]
struct Met<'a> {
    places: HashMap<&'a str, u32>,
    values: Vec<String>,
}

impl<'a> Met<'a> {
    fn place(&mut self, value: &'a str) -> u32 {
        let next = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        *self.places.entry(value).or_insert_with(|| {
            self.values.push(value.to_owned());
            next
        })
    }

    fn places(&mut self, values: &'a [String]) -> Vec<u32> {
        values.iter().map(|value| self.place(value)).collect()
    }
}

impl RowPage {
    /// A page of these rows.
    pub fn new<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Self {
        let [mut authors, mut sources, mut tags, mut categories, mut languages] = <[Met<'_>; 5]>::default();
        let rows = rows
            .into_iter()
            .map(|row| {
                PageRow(
                    row.id.clone(),
                    row.title.clone(),
                    row.date.clone(),
                    authors.places(&row.authors),
                    row.source.as_ref().map(|source| sources.place(source)),
                    tags.places(&row.tags),
                    categories.places(&row.categories),
                    row.language.as_ref().map(|language| languages.place(language)),
                )
            })
            .collect();
        Self {
            authors: authors.values,
            sources: sources.values,
            tags: tags.values,
            categories: categories.values,
            languages: languages.values,
            rows,
        }
    }

    /// The rows, within the [limits].
    ///
    /// # Errors
    ///
    /// Where a row names a place that the page does not have, or the rows are too large.
    pub fn into_rows(self) -> Result<Vec<Row>, Refused> {
        let Self { mut authors, mut sources, mut tags, mut categories, mut languages, rows } = self;
        // Cut before they are written out, which can be thousands of times.
        for values in [&mut authors, &mut sources, &mut tags, &mut categories, &mut languages] {
            limits::cut_all(values);
        }
        let mut left = MOST_PAGE;
        let mut text = |values: &[String], place: u32| {
            let value = values.get(place as usize).ok_or(Refused::Place)?;
            left = left.checked_sub(value.len() + size_of::<String>()).ok_or(Refused::Page)?;
            Ok(value.clone())
        };
        let mut all = |values: &[String], places: Vec<u32>| {
            places
                .into_iter()
                .take(MOST_VALUES)
                .map(|place| text(values, place))
                .collect::<Result<Vec<_>, _>>()
        };
        let mut written_out = Vec::new();
        for PageRow(id, title, date, author, source, tag, category, language) in rows {
            let mut row = Row {
                id,
                title,
                date,
                authors: all(&authors, author)?,
                source: all(&sources, source.into_iter().collect())?.pop(),
                tags: all(&tags, tag)?,
                categories: all(&categories, category)?,
                language: all(&languages, language.into_iter().collect())?.pop(),
            };
            row.bound()?;
            written_out.push(row);
        }
        Ok(written_out)
    }
}

impl Row {
    /// The row of a post. A post without a title is named by its summary, the start of its text, or its id.
    pub fn from_item(item: &Item) -> Self {
        let names = [&item.title, &item.summary, &item.content_text];
        Self {
            id: item.id.clone(),
            title: title(&names, &item.id),
            date: item.date_published.as_deref().and_then(PostDate::parse),
            authors: item.author_names(),
            source: item.external_url.as_deref().or(item.url.as_deref()).and_then(host),
            tags: item.tags.clone(),
            categories: item.extension.categories.clone(),
            language: item.language.clone(),
        }
    }

    /// The same for a post as the viewer reads it.
    pub fn from_post(post: &Post) -> Self {
        let names = [&post.title, &post.summary, &post.content_text];
        let mut authors: Vec<String> = Vec::new();
        for author in post.authors.iter().take(MOST_VALUES) {
            if !author.name.is_empty() && !authors.contains(&author.name) {
                authors.push(author.name.clone());
            }
        }
        Self {
            id: post.id.clone(),
            title: title(&names, &post.id),
            date: post.date_published.as_deref().and_then(PostDate::parse),
            authors,
            source: post.address().and_then(host),
            tags: post.tags.clone(),
            categories: post.extension.categories.clone(),
            language: post.language.clone(),
        }
    }

    /// Brings it within the [limits].
    ///
    /// # Errors
    ///
    /// Where its id is none.
    pub fn bound(&mut self) -> Result<(), Refused> {
        limits::cut(&mut self.title, MOST_TITLE);
        for values in [&mut self.authors, &mut self.tags, &mut self.categories] {
            limits::cut_values(values);
        }
        limits::cut_all(&mut self.source);
        limits::drop_longer(&mut self.language, MOST_LANGUAGE);
        if limits::is_id(&self.id) { Ok(()) } else { Err(Refused::Id) }
    }

    /// What rows are ordered by: undated first, then by wall-clock time, then by id.
    pub fn sort_key(&self) -> (&str, &str) {
        (self.date.as_ref().map_or("", PostDate::sort_key), &self.id)
    }
}

/// The first of `names` that says something, on one line, or the id.
fn title(names: &[&Option<String>], id: &str) -> String {
    let mut names = names.iter().filter_map(|name| name.as_deref()).map(first_line);
    names.find(|name| !name.is_empty()).unwrap_or_else(|| id.to_owned())
}

/// `text` on one line, at most [`MOST_TITLE`] characters.
fn first_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        // No character has more than four bytes.
        if line.len() > 4 * MOST_TITLE {
            break;
        }
    }
    limits::cut(&mut line, MOST_TITLE);
    line
}

/// The host of an absolute web address, its ASCII letters in lower case, without user or port.
pub fn host(url: &str) -> Option<String> {
    let (scheme, rest) = url.trim().split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let plausible = !host.is_empty() && !host.contains(char::is_whitespace);
    plausible.then(|| host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::MOST_VALUE;

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
    fn rows_come_out_of_a_page_as_they_went_in() {
        let row = |id: &str, tags: &[&str], language: Option<&str>| Row {
            authors: vec!["甲".into(), "乙".into()],
            tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
            language: language.map(str::to_owned),
            ..Row::from_item(&Item {
                id: id.into(),
                external_url: Some("https://example.org/x".into()),
                date_published: Some("2020-01-02".into()),
                ..Item::default()
            })
        };
        let rows = vec![row("a", &["x", "y"], None), row("b", &["y"], Some("en")), row("c", &[], None)];
        let json = serde_json::to_string(&RowPage::new(&rows)).unwrap();
        assert_eq!(
            json,
            concat!(
                r#"{"authors":["甲","乙"],"sources":["example.org"],"tags":["x","y"],"languages":["en"],"rows":["#,
                r#"["a","a","2020-01-02T00:00:00Z",[0,1],0,[0,1],[],null],"#,
                r#"["b","b","2020-01-02T00:00:00Z",[0,1],0,[1],[],0],"#,
                r#"["c","c","2020-01-02T00:00:00Z",[0,1],0,[],[],null]]}"#
            )
        );
        assert_eq!(serde_json::from_str::<RowPage>(&json).unwrap().into_rows(), Ok(rows));
        let broken = r#"{"tags":["x"],"rows":[["a","a",null,[],null,[1],[],null]]}"#;
        assert_eq!(serde_json::from_str::<RowPage>(broken).unwrap().into_rows(), Err(Refused::Place));
    }

    #[test]
    fn a_page_has_its_limits() {
        let page = |tags: Vec<String>, rows: usize, places: Vec<u32>| RowPage {
            tags,
            rows: (0..rows)
                .map(|at| {
                    PageRow(
                        at.to_string(),
                        "t".repeat(1_000_000 / rows),
                        None,
                        vec![],
                        None,
                        places.clone(),
                        vec![],
                        None,
                    )
                })
                .collect(),
            ..RowPage::default()
        };
        let rows = page(vec!["x".repeat(1_000_000)], 5, vec![0; 5_000]).into_rows().unwrap();
        assert_eq!((rows[0].tags.len(), rows[0].tags[0].chars().count()), (MOST_VALUES, MOST_VALUE));
        assert_eq!(rows[0].title.chars().count(), MOST_TITLE);
        let many = page(vec!["x".repeat(MOST_VALUE)], 5_000, vec![0; MOST_VALUES]);
        assert_eq!(many.into_rows(), Err(Refused::Page));
        let nameless = RowPage {
            rows: vec![PageRow(String::new(), "t".into(), None, vec![], None, vec![], vec![], None)],
            ..RowPage::default()
        };
        assert_eq!(nameless.into_rows(), Err(Refused::Id));
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
