//! Facet chunks: what filters need of a long run of rows.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::column::{Column, ColumnBuilder, EncodedColumn};
use super::error::{FormatError, SerdeMessage};
use super::manifest::FacetSummary;
use super::refs::PageRef;
use super::row::{Row, RowNumber};
use super::vlq;
use crate::date::PostDate;
use crate::facet::{Facet, PerFacet, TOP_VALUES, ValueCount, sort_by_frequency};
use crate::num::saturating_u32;

/// The days and the facets of consecutive rows, and the locations of their row pages. Row numbers
/// within a chunk count from its first row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "RawChunk", into = "RawChunk")]
pub struct FacetChunk {
    /// Number of the rows.
    pub rows: RowNumber,
    /// The row pages.
    pub pages: Vec<PageRef>,
    /// Runs of rows of the same day, in the order of the rows: the day as
    /// [`day_number`](crate::date::day_number), `None` for undated rows, and the number of rows.
    pub days: Vec<(Option<u32>, RowNumber)>,
    /// The facets.
    pub columns: PerFacet<Column>,
}

/// A chunk as it is written: days as [VLQ](super::vlq) text.
#[derive(Clone, Serialize, Deserialize)]
struct RawChunk {
    rows: RowNumber,
    pages: Vec<PageRef>,
    days: String,
    #[serde(default)]
    facets: PerFacet<EncodedColumn>,
}

impl TryFrom<RawChunk> for FacetChunk {
    type Error = SerdeMessage;

    fn try_from(raw: RawChunk) -> Result<Self, SerdeMessage> {
        Self::from_raw(raw).map_err(SerdeMessage)
    }
}

impl FacetChunk {
    fn from_raw(raw: RawChunk) -> Result<Self, FormatError> {
        let rows = raw.rows;
        let days =
            read_days(&raw.days).filter(|days| sum(days.iter().map(|(_, count)| *count)) == Some(rows));
        let mut chunk = Self {
            rows,
            pages: raw.pages,
            days: days.ok_or(FormatError::ChunkDays { rows })?,
            columns: PerFacet::default(),
        };
        if sum(chunk.pages.iter().map(|page| page.rows)) != Some(rows) {
            return Err(FormatError::PageCounts { first: 0, end: rows });
        }
        for (facet, column) in raw.facets {
            let invalid = FormatError::Column { column: facet.name(), rows };
            chunk.columns[facet] = column.decode(rows).ok_or(invalid)?;
        }
        Ok(chunk)
    }
}

/// The runs of days that `text` stands for: the number of undated rows, then for each day the days
/// since the one before and the number of its rows. `None` if it is malformed.
fn read_days(text: &str) -> Option<Vec<(Option<u32>, RowNumber)>> {
    let numbers = vlq::read(text)?;
    let (&undated, runs) = numbers.split_first()?;
    let mut days = Vec::new();
    if undated > 0 {
        days.push((None, undated));
    }
    let mut day: u32 = 0;
    for run in runs.chunks(2) {
        let &[gap, count] = run else { return None };
        day = day.checked_add(gap)?;
        days.push((Some(day), count));
    }
    Some(days)
}

fn sum(mut counts: impl Iterator<Item = u32>) -> Option<u32> {
    counts.try_fold(0, u32::checked_add)
}

impl From<FacetChunk> for RawChunk {
    fn from(chunk: FacetChunk) -> Self {
        let (undated, days) = match chunk.days.split_first() {
            Some(((None, undated), days)) => (*undated, days),
            _ => (0, chunk.days.as_slice()),
        };
        let mut text = String::new();
        vlq::push(&mut text, undated);
        let mut last = 0;
        for &(day, count) in days {
            let day = day.unwrap_or(last);
            vlq::push(&mut text, day - last);
            vlq::push(&mut text, count);
            last = day;
        }
        let mut facets = PerFacet::<EncodedColumn>::default();
        for (facet, column) in chunk.columns.iter() {
            facets[facet] = column.encode();
        }
        Self { rows: chunk.rows, pages: chunk.pages, days: text, facets }
    }
}

/// Builds a chunk from rows that are given one by one, in their order.
#[derive(Debug, Clone, Default)]
pub struct FacetChunkBuilder {
    rows: RowNumber,
    pages: Vec<PageRef>,
    days: Vec<(Option<u32>, RowNumber)>,
    columns: PerFacet<ColumnBuilder>,
}

impl FacetChunkBuilder {
    /// Adds the next row.
    pub fn add(&mut self, row: &Row) {
        self.rows += 1;
        let day = row.date.as_ref().map(PostDate::day_number);
        match self.days.last_mut() {
            Some((last, count)) if *last == day => *count += 1,
            _ => self.days.push((day, 1)),
        }
        for facet in Facet::INDEXED {
            self.columns[facet].add_distinct(row.values(facet));
        }
    }

    /// Ends a page: it has the rows that were added since the page before.
    pub fn add_page(&mut self, page: PageRef) {
        self.pages.push(page);
    }

    /// Number of the rows added.
    pub fn rows(&self) -> RowNumber {
        self.rows
    }

    /// The chunk.
    pub fn finish(mut self) -> FacetChunk {
        let mut columns = PerFacet::default();
        for facet in Facet::INDEXED {
            columns[facet] = std::mem::take(&mut self.columns[facet]).finish_by_frequency();
        }
        FacetChunk { rows: self.rows, pages: self.pages, days: self.days, columns }
    }
}

/// The values of the columns of one facet with their counts, the most frequent first.
pub fn merged_values<'a>(columns: impl IntoIterator<Item = &'a Column>) -> Vec<ValueCount> {
    let mut positions: HashMap<&str, usize> = HashMap::new();
    let mut values: Vec<ValueCount> = Vec::new();
    for column in columns {
        for (value, posts) in column.values.iter().zip(column.counts()) {
            let position = *positions.entry(value).or_insert(values.len());
            match values.get_mut(position) {
                Some(known) => known.posts += posts,
                None => values.push(ValueCount { value: value.clone(), posts }),
            }
        }
    }
    sort_by_frequency(&mut values);
    values
}

/// The facets of the manifest of an archive with these `chunks`.
pub fn facet_summaries(chunks: &[FacetChunk]) -> Vec<FacetSummary> {
    let mut summaries = Vec::new();
    for name in Facet::INDEXED {
        let mut top = merged_values(chunks.iter().map(|chunk| &chunk.columns[name]));
        let values = saturating_u32(top.len());
        top.truncate(TOP_VALUES);
        if values > 0 {
            summaries.push(FacetSummary { name, values, top });
        }
    }
    summaries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Item;

    fn row(date: Option<&str>, tags: &[&str]) -> Row {
        Row::from_item(&Item {
            date_published: date.map(str::to_owned),
            tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
            ..Item::default()
        })
    }

    fn chunk() -> FacetChunk {
        let mut chunk = FacetChunkBuilder::default();
        for row in [
            row(None, &["b", "b"]),
            row(Some("2020-01-01"), &["a", "c"]),
            row(Some("2020-01-01"), &[]),
            row(Some("2020-02-01"), &["c"]),
        ] {
            chunk.add(&row);
        }
        chunk.add_page(PageRef { rows: 4, file: "rows/0.json".into() });
        chunk.finish()
    }

    #[test]
    fn a_chunk_is_written_and_read() {
        let chunk = chunk();
        let tags = &chunk.columns[Facet::Tag];
        assert_eq!(tags.values, ["c", "a", "b"]);
        assert_eq!(tags.counts(), [2, 1, 1]);
        assert_eq!(
            (0..5).map(|row| tags.value_ids_of(row).to_vec()).collect::<Vec<_>>(),
            [vec![2], vec![0, 1], vec![], vec![0], vec![]]
        );
        assert_eq!(chunk.columns[Facet::Author].value_ids_of(0), [0; 0]);
        let json = serde_json::to_string(&chunk).unwrap();
        assert_eq!(
            json,
            concat!(
                r#"{"rows":4,"pages":[{"rows":4,"file":"rows/0.json"}],"days":"B-vwWCfB","facets":"#,
                r#"{"tag":[["c","a","b"],"BCAB","CABA"]}}"#
            )
        );
        assert_eq!(serde_json::from_str::<FacetChunk>(&json).unwrap(), chunk);
    }

    #[test]
    fn values_are_cut_as_those_of_rows_are() {
        let long = "甲".repeat(1_000);
        let mut builder = FacetChunkBuilder::default();
        builder.add(&row(None, &[&long]));
        builder.add_page(PageRef { rows: 1, file: "rows/0.json".into() });
        let chunk: FacetChunk =
            serde_json::from_str(&serde_json::to_string(&builder.finish()).unwrap()).unwrap();
        let mut of_row = row(None, &[&long]);
        of_row.bound().unwrap_err(); // it has no id
        assert_eq!(chunk.columns[Facet::Tag].values, of_row.facets[Facet::Tag]);
    }

    #[test]
    fn a_row_has_each_value_once() {
        let many: Vec<String> = (0..20_000).map(|number| format!("t{number}")).collect();
        let tags: Vec<&str> = many.iter().chain(&many).map(String::as_str).collect();
        let mut chunk = FacetChunkBuilder::default();
        for tags in [&tags[..], &["t7", "t7", "new"], &tags] {
            chunk.add(&row(None, tags));
        }
        let tags = &chunk.finish().columns[Facet::Tag];
        assert_eq!([0, 1, 2].map(|row| tags.value_ids_of(row).len()), [20_000, 2, 20_000]);
        assert_eq!((tags.values[0].as_str(), tags.counts()[0]), ("t7", 3));
    }

    #[test]
    fn a_chunk_that_contradicts_itself_is_refused() {
        let json = serde_json::to_string(&chunk()).unwrap();
        for (part, other) in [
            ("\"rows\":4,\"pages", "\"rows\":5,\"pages"),
            ("{\"rows\":4,\"file", "{\"rows\":3,\"file"),
            ("BCAB", "BCA"),
            ("CABA", "CABAA"),
            ("CABA", "DABA"),
            ("CABA", "CAB!"),
            ("B-vwWCfB", "B-vwWCf"),
            ("B-vwWCfB", ""),
        ] {
            assert!(json.contains(part), "{part}");
            assert!(
                serde_json::from_str::<FacetChunk>(&json.replace(part, other)).is_err(),
                "{part} {other}"
            );
        }
    }
}
