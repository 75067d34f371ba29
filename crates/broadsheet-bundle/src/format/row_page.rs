//! Row pages: the rows of the list in files.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::error::FormatError;
use super::limits::{MAX_ROW_PAGE_BYTES, MAX_VALUES_PER_POST};
use super::row::Row;
use super::truncate::truncate_values;
use crate::date::PostDate;
use crate::num::saturating_u32;

/// A page of the list: rows in the order of their numbers.
///
/// Values that posts have in common are written once and referred to by index, which makes a page
/// smaller and quicker to read.
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

/// A row of a [`RowPage`]: id, title, date, and indices into the page's authors, sources, tags,
/// categories and languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRow(String, String, Option<PostDate>, Vec<u32>, Option<u32>, Vec<u32>, Vec<u32>, Option<u32>);

/// Values in the order of first occurrence.
#[derive(Default)]
struct StringTable<'a> {
    ids: HashMap<&'a str, u32>,
    values: Vec<String>,
}

impl<'a> StringTable<'a> {
    fn intern(&mut self, value: &'a str) -> u32 {
        let next = saturating_u32(self.values.len());
        *self.ids.entry(value).or_insert_with(|| {
            self.values.push(value.to_owned());
            next
        })
    }

    fn intern_all(&mut self, values: &'a [String]) -> Vec<u32> {
        values.iter().map(|value| self.intern(value)).collect()
    }
}

impl RowPage {
    /// A page of these rows.
    pub fn new<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Self {
        let [mut authors, mut sources, mut tags, mut categories, mut languages] =
            <[StringTable<'_>; 5]>::default();
        let rows = rows
            .into_iter()
            .map(|row| {
                PageRow(
                    row.id.clone(),
                    row.title.clone(),
                    row.date.clone(),
                    authors.intern_all(&row.authors),
                    row.source.as_ref().map(|source| sources.intern(source)),
                    tags.intern_all(&row.tags),
                    categories.intern_all(&row.categories),
                    row.language.as_ref().map(|language| languages.intern(language)),
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

    /// The rows, within the [limits](super::limits).
    ///
    /// # Errors
    ///
    /// If a row names a value that the page does not have, or the rows are too large.
    pub fn into_rows(self) -> Result<Vec<Row>, FormatError> {
        let Self { mut authors, mut sources, mut tags, mut categories, mut languages, rows } = self;
        // Truncated before they are copied, which can be thousands of times.
        for values in [&mut authors, &mut sources, &mut tags, &mut categories, &mut languages] {
            truncate_values(values);
        }
        let mut left = MAX_ROW_PAGE_BYTES;
        let mut text = |row: usize, values: &[String], id: u32| {
            let invalid = FormatError::ValueIndex { row, value: id, count: values.len() };
            let value = values.get(id as usize).ok_or(invalid)?;
            left = left
                .checked_sub(value.len() + size_of::<String>())
                .ok_or(FormatError::PageTooLarge { row })?;
            Ok(value.clone())
        };
        let mut all = |row: usize, values: &[String], ids: Vec<u32>| {
            let ids = ids.into_iter().take(MAX_VALUES_PER_POST);
            ids.map(|id| text(row, values, id)).collect::<Result<Vec<_>, _>>()
        };
        let mut expanded = Vec::new();
        for (at, PageRow(id, title, date, author, source, tag, category, language)) in
            rows.into_iter().enumerate()
        {
            let mut row = Row {
                id,
                title,
                date,
                authors: all(at, &authors, author)?,
                source: all(at, &sources, source.into_iter().collect())?.pop(),
                tags: all(at, &tags, tag)?,
                categories: all(at, &categories, category)?,
                language: all(at, &languages, language.into_iter().collect())?.pop(),
            };
            row.bound()?;
            expanded.push(row);
        }
        Ok(expanded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Item;
    use crate::format::limits::{MAX_TITLE_CHARS, MAX_VALUE_CHARS};

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
        assert_eq!(
            serde_json::from_str::<RowPage>(broken).unwrap().into_rows(),
            Err(FormatError::ValueIndex { row: 0, value: 1, count: 1 })
        );
    }

    #[test]
    fn a_page_has_its_limits() {
        let page = |tags: Vec<String>, rows: usize, ids: Vec<u32>| RowPage {
            tags,
            rows: (0..rows)
                .map(|at| {
                    PageRow(
                        at.to_string(),
                        "t".repeat(1_000_000 / rows),
                        None,
                        vec![],
                        None,
                        ids.clone(),
                        vec![],
                        None,
                    )
                })
                .collect(),
            ..RowPage::default()
        };
        let rows = page(vec!["x".repeat(1_000_000)], 5, vec![0; 5_000]).into_rows().unwrap();
        assert_eq!(
            (rows[0].tags.len(), rows[0].tags[0].chars().count()),
            (MAX_VALUES_PER_POST, MAX_VALUE_CHARS)
        );
        assert_eq!(rows[0].title.chars().count(), MAX_TITLE_CHARS);
        let many = page(vec!["x".repeat(MAX_VALUE_CHARS)], 5_000, vec![0; MAX_VALUES_PER_POST]);
        assert!(matches!(many.into_rows(), Err(FormatError::PageTooLarge { .. })));
        let nameless = RowPage {
            rows: vec![PageRow(String::new(), "t".into(), None, vec![], None, vec![], vec![], None)],
            ..RowPage::default()
        };
        assert_eq!(nameless.into_rows(), Err(FormatError::InvalidId { bytes: 0 }));
    }
}
