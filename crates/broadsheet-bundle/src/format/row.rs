//! Rows of the list.

use serde::{Deserialize, Serialize};

use super::error::FormatError;
use super::item::Item;
use super::limits::{MAX_LANGUAGE_BYTES, MAX_TITLE_CHARS};
use super::truncate::{check_id, drop_longer, truncate, truncate_list};
use crate::date::PostDate;
use crate::facet::{Facet, PerFacet};
use crate::text::one_line;

/// A post's number in the archive, from the oldest; see the documentation of the crate.
pub type RowNumber = u32;

/// The part of a post that the list shows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Row {
    /// The post's id.
    pub id: String,
    /// Its title; never empty.
    pub title: String,
    /// Date of publication; absent for undated posts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<PostDate>,
    /// Its values of each facet: tags, names of authors, the host of the original, and categories
    /// that are not tags already.
    #[serde(default, skip_serializing_if = "PerFacet::is_default")]
    pub facets: PerFacet<Vec<String>>,
    /// Language of the post if it is not the archive's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

impl Row {
    /// The row of a post. The title of an untitled post is its summary, the start of its text, or
    /// its id.
    pub fn from_item(item: &Item) -> Self {
        let names = [&item.title, &item.summary, &item.content_text];
        Self {
            id: item.id.clone(),
            title: title(&names, &item.id),
            date: item.date_published.as_deref().and_then(PostDate::parse),
            facets: item.facets(),
            language: item.language.clone(),
        }
    }

    /// The values that it has of `facet`.
    pub fn values(&self, facet: Facet) -> impl Iterator<Item = &str> {
        let month = self.date.as_ref().map(PostDate::month);
        let of_date = if facet.is_indexed() { None } else { month.map(|month| facet.value_of_month(month)) };
        self.facets[facet].iter().map(String::as_str).chain(of_date)
    }

    /// Brings it within the [limits](super::limits).
    ///
    /// # Errors
    ///
    /// If the id is invalid.
    pub fn bound(&mut self) -> Result<(), FormatError> {
        truncate(&mut self.title, MAX_TITLE_CHARS);
        self.facets.values_mut().for_each(truncate_list);
        drop_longer(&mut self.language, MAX_LANGUAGE_BYTES);
        check_id(&self.id)
    }

    /// The key by which rows are ordered: undated first, then by wall-clock time, then by id.
    pub fn sort_key(&self) -> (&str, &str) {
        (self.date.as_ref().map_or("", PostDate::sort_key), &self.id)
    }
}

/// The first of `names` that is not blank, on one line, or the id.
fn title(names: &[&Option<String>], id: &str) -> String {
    let mut names = names.iter().filter_map(|name| name.as_deref()).map(first_line);
    names.find(|name| !name.is_empty()).unwrap_or_else(|| id.to_owned())
}

/// `text` on one line, at most [`MAX_TITLE_CHARS`] characters.
fn first_line(text: &str) -> String {
    let mut line = one_line(text, 4 * MAX_TITLE_CHARS); // no character has more than four bytes
    truncate(&mut line, MAX_TITLE_CHARS);
    line
}

#[cfg(test)]
mod tests {
    use super::*;

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
