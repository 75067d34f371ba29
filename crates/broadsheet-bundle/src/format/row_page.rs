//! Row pages: the rows of the list in files.

use serde::{Deserialize, Serialize};

use super::column::{Column, ColumnBuilder, EncodedColumn};
use super::error::FormatError;
use super::limits::{MAX_ROW_PAGE_BYTES, MAX_VALUES_PER_POST};
use super::row::Row;
use crate::date::PostDate;
use crate::facet::{Facet, PerFacet};
use crate::num::saturating_u32;

/// A page of the list: columns of consecutive rows, in the order of their numbers.
///
/// Values that rows have in common are written once, and equal things stand together, which makes a
/// page smaller and quicker to read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RowPage {
    /// The ids.
    pub ids: Vec<String>,
    /// The titles.
    pub titles: Vec<String>,
    /// The dates; `None` for undated posts.
    pub dates: Vec<Option<PostDate>>,
    /// The languages that are not the archive's.
    #[serde(default, skip_serializing_if = "is_default")]
    pub languages: EncodedColumn,
    /// The values of each facet.
    #[serde(default, skip_serializing_if = "PerFacet::is_default")]
    pub facets: PerFacet<EncodedColumn>,
}

fn is_default(column: &EncodedColumn) -> bool {
    *column == EncodedColumn::default()
}

impl RowPage {
    /// A page of these rows.
    pub fn new<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Self {
        let mut page = Self::default();
        let (mut languages, mut facets) = (ColumnBuilder::default(), PerFacet::<ColumnBuilder>::default());
        for row in rows {
            page.ids.push(row.id.clone());
            page.titles.push(row.title.clone());
            page.dates.push(row.date.clone());
            languages.add(row.language.as_deref());
            for facet in Facet::INDEXED {
                facets[facet].add(row.values(facet));
            }
        }
        page.languages = languages.finish().encode();
        for (facet, column) in facets {
            page.facets[facet] = column.finish().encode();
        }
        page
    }

    /// The rows, within the [limits](super::limits).
    ///
    /// # Errors
    ///
    /// If the columns do not fit each other, or the rows are too large.
    pub fn into_rows(self) -> Result<Vec<Row>, FormatError> {
        let (ids, titles, dates) = (self.ids.len(), self.titles.len(), self.dates.len());
        if titles != ids || dates != ids {
            return Err(FormatError::RowCounts { ids, titles, dates });
        }
        let count = saturating_u32(ids);
        let decode = |column: EncodedColumn, name| {
            column.decode(count).ok_or(FormatError::Column { column: name, rows: count })
        };
        let languages = decode(self.languages, "language")?;
        let mut facets = PerFacet::<Column>::default();
        for (facet, column) in self.facets {
            facets[facet] = decode(column, facet.name())?;
        }
        let mut left = MAX_ROW_PAGE_BYTES;
        let mut values_of = |column: &Column, row| {
            let mut values = Vec::new();
            for value in column.values_of(row).take(MAX_VALUES_PER_POST) {
                let too_large = FormatError::PageTooLarge { row };
                left = left.checked_sub(value.len() + size_of::<String>()).ok_or(too_large)?;
                values.push(value.clone());
            }
            Ok(values)
        };
        let mut rows = Vec::new();
        for (((id, title), date), number) in self.ids.into_iter().zip(self.titles).zip(self.dates).zip(0..) {
            let mut row = Row { id, title, date, ..Row::default() };
            row.language = values_of(&languages, number)?.pop();
            for facet in Facet::INDEXED {
                row.facets[facet] = values_of(&facets[facet], number)?;
            }
            row.bound()?;
            rows.push(row);
        }
        Ok(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Item;
    use crate::format::limits::{MAX_TITLE_CHARS, MAX_VALUE_CHARS};

    #[test]
    fn rows_come_out_of_a_page_as_they_went_in() {
        let row = |id: &str, tags: &[&str], language: Option<&str>| {
            let item = Item {
                id: id.into(),
                external_url: Some("https://example.org/x".into()),
                date_published: Some("2020-01-02".into()),
                language: language.map(str::to_owned),
                tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
                ..Item::default()
            };
            let mut row = Row::from_item(&item);
            row.facets[Facet::Author] = vec!["甲".into(), "乙".into()];
            row
        };
        let rows = vec![row("a", &["x", "y"], None), row("b", &["y"], Some("en")), row("c", &[], None)];
        let json = serde_json::to_string(&RowPage::new(&rows)).unwrap();
        assert_eq!(
            json,
            concat!(
                r#"{"ids":["a","b","c"],"titles":["a","b","c"],"dates":["2020-01-02T00:00:00Z","#,
                r#""2020-01-02T00:00:00Z","2020-01-02T00:00:00Z"],"#,
                r#""languages":[["en"],"ABA","A"],"facets":{"#,
                r#""tag":[["x","y"],"CBA","ABB"],"#,
                r#""author":[["甲","乙"],"CCC","ABABAB"],"#,
                r#""source":[["example.org"],"BBB","AAA"]}}"#
            )
        );
        let read = |json: &str| serde_json::from_str::<RowPage>(json).unwrap().into_rows();
        assert_eq!(read(&json), Ok(rows));
        for (part, other, error) in [
            (r#""ABB""#, r#""ACB""#, FormatError::Column { column: "tag", rows: 3 }),
            (r#""ABA""#, r#""AB""#, FormatError::Column { column: "language", rows: 3 }),
            (r#""dates":["#, r#""dates":[null,"#, FormatError::RowCounts { ids: 3, titles: 3, dates: 4 }),
            (r#""ids":["a""#, r#""ids":["""#, FormatError::InvalidId { bytes: 0 }),
        ] {
            assert_eq!(read(&json.replace(part, other)), Err(error), "{part} {other}");
        }
    }

    #[test]
    fn a_page_has_its_limits() {
        let page = |tag: String, rows: usize, tags: usize| {
            let row = |number: usize| {
                let title = "t".repeat(1_000_000 / rows);
                let mut row = Row { id: number.to_string(), title, ..Row::default() };
                row.facets[Facet::Tag] = vec![tag.clone(); tags];
                row
            };
            RowPage::new(&(0..rows).map(row).collect::<Vec<_>>())
        };
        let rows = page("x".repeat(1_000), 5, 200).into_rows().unwrap();
        let tags = &rows[0].facets[Facet::Tag];
        assert_eq!((tags.len(), tags[0].chars().count()), (MAX_VALUES_PER_POST, MAX_VALUE_CHARS));
        assert_eq!(rows[0].title.chars().count(), MAX_TITLE_CHARS);
        let many = page("x".repeat(MAX_VALUE_CHARS), 1_000, MAX_VALUES_PER_POST);
        assert!(matches!(many.into_rows(), Err(FormatError::PageTooLarge { .. })));
    }
}
