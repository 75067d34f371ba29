//! Chunks: of a long run of rows, what filters need.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::date::PostDate;
use crate::facet::{FacetName, PerFacet, ValueCount, sort_by_frequency};
use crate::head::PageRef;
use crate::limits;
use crate::row::{Row, RowNumber};
use crate::vlq;

/// The days and the facets of consecutive rows, and where their row pages are. Row numbers within a chunk count from its
/// first row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Chunk {
    /// Number of the rows.
    pub rows: RowNumber,
    /// The row pages.
    pub pages: Vec<PageRef>,
    /// Days with the number of rows that they have, in the order of the rows; nothing for no date.
    pub days: Vec<(Option<u32>, RowNumber)>,
    /// The facets.
    pub columns: PerFacet<Column>,
}

/// The values that rows have of one facet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    /// The values, the most frequent first, equally frequent ones in the order of their UTF-8 bytes.
    pub values: Vec<String>,
    /// For each row, where its part of `places` ends; empty where no row has a value.
    ends: Vec<u32>,
    /// Places in `values`, row by row.
    places: Vec<u32>,
}

impl Column {
    /// Places in `values` of what `row` has.
    pub fn of(&self, row: RowNumber) -> &[u32] {
        let row = row as usize;
        let start = row.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let (Some(start), Some(&end)) = (start, self.ends.get(row)) else { return &[] };
        self.places.get(start as usize..end as usize).unwrap_or_default()
    }

    /// How many rows have each value.
    pub fn counts(&self) -> Vec<RowNumber> {
        let mut counts = vec![0; self.values.len()];
        for &place in &self.places {
            if let Some(count) = counts.get_mut(place as usize) {
                *count += 1;
            }
        }
        counts
    }
}

/// A chunk as it is written.
#[derive(Clone, Serialize, Deserialize)]
struct Written {
    rows: RowNumber,
    pages: Vec<PageRef>,
    days: String,
    facets: Vec<WrittenColumn>,
}

#[derive(Clone, Serialize, Deserialize)]
struct WrittenColumn {
    name: FacetName,
    values: Vec<String>,
    counts: String,
    places: String,
}

/// What is said of a chunk that contradicts itself.
const BROKEN: &str = "the parts of the chunk do not fit together";

impl TryFrom<Written> for Chunk {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        let rows = written.rows;
        let mut chunk = Self { rows, pages: written.pages, ..Self::default() };
        let runs = vlq::read(&written.days).ok_or(BROKEN)?;
        let (&undated, runs) = runs.split_first().ok_or(BROKEN)?;
        if undated > 0 {
            chunk.days.push((None, undated));
        }
        let mut day: u32 = 0;
        for run in runs.chunks(2) {
            let &[gap, count] = run else { return Err(BROKEN) };
            day = day.checked_add(gap).ok_or(BROKEN)?;
            chunk.days.push((Some(day), count));
        }
        if sum(chunk.days.iter().map(|(_, count)| *count)) != Some(rows)
            || sum(chunk.pages.iter().map(|page| page.rows)) != Some(rows)
        {
            return Err(BROKEN);
        }
        for column in written.facets {
            let mut ends = vlq::read(&column.counts).ok_or(BROKEN)?;
            let places = vlq::read(&column.places).ok_or(BROKEN)?;
            let mut end: u32 = 0;
            for count in &mut ends {
                end = end.checked_add(*count).ok_or(BROKEN)?;
                *count = end;
            }
            let mut values = column.values;
            // As rows have them.
            limits::cut_all(&mut values);
            if ends.len() != rows as usize
                || end as usize != places.len()
                || places.iter().any(|&place| place as usize >= values.len())
            {
                return Err(BROKEN);
            }
            chunk.columns[column.name] = Column { values, ends, places };
        }
        Ok(chunk)
    }
}

fn sum(mut counts: impl Iterator<Item = u32>) -> Option<u32> {
    counts.try_fold(0, u32::checked_add)
}

impl From<Chunk> for Written {
    fn from(chunk: Chunk) -> Self {
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
        let mut facets = Vec::new();
        for (name, column) in chunk.columns.iter() {
            if column.values.is_empty() {
                continue;
            }
            let (mut counts, mut places) = (String::new(), String::new());
            for row in 0..chunk.rows {
                let of_row = column.of(row);
                vlq::push(&mut counts, u32::try_from(of_row.len()).unwrap_or(u32::MAX));
                for &place in of_row {
                    vlq::push(&mut places, place);
                }
            }
            facets.push(WrittenColumn { name, values: column.values.clone(), counts, places });
        }
        Self { rows: chunk.rows, pages: chunk.pages, days: text, facets }
    }
}

/// Makes a chunk of rows that are given one by one, in their order.
#[derive(Debug, Clone, Default)]
pub struct ChunkBuilder {
    rows: RowNumber,
    pages: Vec<PageRef>,
    days: Vec<(Option<u32>, RowNumber)>,
    columns: PerFacet<ColumnBuilder>,
}

#[derive(Debug, Clone, Default)]
struct ColumnBuilder {
    /// Places of the values in the order in which they were met.
    met: HashMap<String, u32>,
    /// Of each value, the last row that has it, counted from 1.
    last_rows: Vec<u32>,
    ends: Vec<u32>,
    places: Vec<u32>,
}

impl ChunkBuilder {
    /// Adds the next row.
    pub fn add(&mut self, row: &Row) {
        self.rows += 1;
        let day = row.date.as_ref().map(PostDate::day_number);
        match self.days.last_mut() {
            Some((last, count)) if *last == day => *count += 1,
            _ => self.days.push((day, 1)),
        }
        for name in FacetName::STORED {
            self.columns[name].add(name.values(row));
        }
    }

    /// Says that the rows added since the last page, or the first, are a page.
    pub fn add_page(&mut self, page: PageRef) {
        self.pages.push(page);
    }

    /// Number of the rows added.
    pub fn rows(&self) -> RowNumber {
        self.rows
    }

    /// The chunk.
    pub fn finish(mut self) -> Chunk {
        let mut columns = PerFacet::default();
        for name in FacetName::STORED {
            columns[name] = std::mem::take(&mut self.columns[name]).finish();
        }
        Chunk { rows: self.rows, pages: self.pages, days: self.days, columns }
    }
}

impl ColumnBuilder {
    fn add<'a>(&mut self, values: impl Iterator<Item = &'a str>) {
        let row = number(self.ends.len() + 1);
        for value in values {
            let place = if let Some(&place) = self.met.get(value) {
                place
            } else {
                let next = number(self.met.len());
                self.last_rows.push(0);
                *self.met.entry(value.to_owned()).or_insert(next)
            };
            if let Some(last) = self.last_rows.get_mut(place as usize)
                && *last != row
            {
                *last = row;
                self.places.push(place);
            }
        }
        self.ends.push(number(self.places.len()));
    }

    fn finish(self) -> Column {
        if self.met.is_empty() {
            return Column::default();
        }
        let mut counts = vec![0; self.met.len()];
        for &place in &self.places {
            counts[place as usize] += 1;
        }
        let mut values: Vec<_> = self
            .met
            .iter()
            .map(|(value, &met)| ValueCount { value: value.clone(), posts: counts[met as usize] })
            .collect();
        sort_by_frequency(&mut values);
        let mut ranks = vec![0; values.len()];
        for (value, rank) in values.iter().zip(0..) {
            if let Some(&met) = self.met.get(&value.value) {
                ranks[met as usize] = rank;
            }
        }
        let mut places: Vec<u32> = self.places.iter().map(|&place| ranks[place as usize]).collect();
        let mut start = 0;
        for &end in &self.ends {
            places[start..end as usize].sort_unstable();
            start = end as usize;
        }
        let values = values.into_iter().map(|value| value.value).collect();
        Column { values, ends: self.ends, places }
    }
}

/// Counts in the format have 32 bits; more posts than that do not fit into memory.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::Item;

    fn row(date: Option<&str>, tags: &[&str]) -> Row {
        Row::from_item(&Item {
            date_published: date.map(str::to_owned),
            tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
            ..Item::default()
        })
    }

    fn chunk() -> Chunk {
        let mut chunk = ChunkBuilder::default();
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
        let tags = &chunk.columns[FacetName::Tag];
        assert_eq!(tags.values, ["c", "a", "b"]);
        assert_eq!(tags.counts(), [2, 1, 1]);
        assert_eq!(
            (0..5).map(|row| tags.of(row).to_vec()).collect::<Vec<_>>(),
            [vec![2], vec![0, 1], vec![], vec![0], vec![]]
        );
        assert_eq!(chunk.columns[FacetName::Author].of(0), [0; 0]);
        let json = serde_json::to_string(&chunk).unwrap();
        assert_eq!(
            json,
            concat!(
                r#"{"rows":4,"pages":[{"rows":4,"file":"rows/0.json"}],"days":"B-vwWCfB","facets":["#,
                r#"{"name":"tag","values":["c","a","b"],"counts":"BCAB","places":"CABA"}]}"#
            )
        );
        assert_eq!(serde_json::from_str::<Chunk>(&json).unwrap(), chunk);
    }

    #[test]
    fn values_are_cut_as_those_of_rows_are() {
        let long = "甲".repeat(1_000);
        let mut builder = ChunkBuilder::default();
        builder.add(&row(None, &[&long]));
        builder.add_page(PageRef { rows: 1, file: "rows/0.json".into() });
        let chunk: Chunk = serde_json::from_str(&serde_json::to_string(&builder.finish()).unwrap()).unwrap();
        let mut of_row = row(None, &[&long]);
        of_row.bound().unwrap_err(); // it has no id
        assert_eq!(chunk.columns[FacetName::Tag].values, of_row.tags);
    }

    #[test]
    fn a_row_has_each_value_once() {
        let many: Vec<String> = (0..20_000).map(|number| format!("t{number}")).collect();
        let tags: Vec<&str> = many.iter().chain(&many).map(String::as_str).collect();
        let mut chunk = ChunkBuilder::default();
        for tags in [&tags[..], &["t7", "t7", "new"], &tags] {
            chunk.add(&row(None, tags));
        }
        let tags = &chunk.finish().columns[FacetName::Tag];
        assert_eq!([0, 1, 2].map(|row| tags.of(row).len()), [20_000, 2, 20_000]);
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
            assert!(serde_json::from_str::<Chunk>(&json.replace(part, other)).is_err(), "{part} {other}");
        }
    }
}
