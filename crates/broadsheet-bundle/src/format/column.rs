//! Columns: the values that consecutive rows have of one property, each value written once.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::truncate::truncate_values;
use super::vlq;
use crate::num::saturating_u32;

/// The values of consecutive rows. Rows refer to them by *value id*, their index.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    /// The values, each once.
    pub values: Vec<String>,
    /// For each row, the end of its part of `value_ids`; empty if no row has a value.
    pub(super) offsets: Vec<u32>,
    /// Value ids, row by row.
    pub(super) value_ids: Vec<u32>,
}

/// A column as it is written: a list of three, whose numbers are [VLQ](super::vlq) text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "(Vec<String>, String, String)", into = "(Vec<String>, String, String)")]
pub struct EncodedColumn {
    /// The values.
    values: Vec<String>,
    /// For each row, the number of its values.
    counts: String,
    /// Value ids, row by row.
    value_ids: String,
}

impl From<(Vec<String>, String, String)> for EncodedColumn {
    fn from((values, counts, value_ids): (Vec<String>, String, String)) -> Self {
        Self { values, counts, value_ids }
    }
}

impl From<EncodedColumn> for (Vec<String>, String, String) {
    fn from(column: EncodedColumn) -> Self {
        (column.values, column.counts, column.value_ids)
    }
}

impl Column {
    /// The ids of the values that `row` has.
    pub fn value_ids_of(&self, row: u32) -> &[u32] {
        let row = row as usize;
        let start = row.checked_sub(1).map_or(Some(0), |before| self.offsets.get(before).copied());
        let (Some(start), Some(&end)) = (start, self.offsets.get(row)) else { return &[] };
        self.value_ids.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The values that `row` has.
    pub fn values_of(&self, row: u32) -> impl Iterator<Item = &String> {
        self.value_ids_of(row).iter().filter_map(|&id| self.values.get(id as usize))
    }

    /// For each value, the number of rows that have it.
    pub fn counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.values.len()];
        for &id in &self.value_ids {
            if let Some(count) = counts.get_mut(id as usize) {
                *count += 1;
            }
        }
        counts
    }

    /// The column as it is written.
    pub(super) fn encode(&self) -> EncodedColumn {
        let mut column = EncodedColumn { values: self.values.clone(), ..EncodedColumn::default() };
        if column.values.is_empty() {
            return column;
        }
        for row in 0..saturating_u32(self.offsets.len()) {
            vlq::push(&mut column.counts, saturating_u32(self.value_ids_of(row).len()));
        }
        for &id in &self.value_ids {
            vlq::push(&mut column.value_ids, id);
        }
        column
    }
}

impl EncodedColumn {
    /// The column of `rows` rows, its values truncated; `None` if it is malformed.
    pub(super) fn decode(self, rows: u32) -> Option<Column> {
        if self == Self::default() {
            return Some(Column::default());
        }
        let mut offsets = vlq::read(&self.counts)?;
        let value_ids = vlq::read(&self.value_ids)?;
        let mut end: u32 = 0;
        for count in &mut offsets {
            end = end.checked_add(*count)?;
            *count = end;
        }
        let mut values = self.values;
        truncate_values(&mut values);
        let fits = offsets.len() == rows as usize
            && end as usize == value_ids.len()
            && value_ids.iter().all(|&id| (id as usize) < values.len());
        fits.then_some(Column { values, offsets, value_ids })
    }
}

/// Builds a column from the values of rows that are given one by one, in their order. Values get
/// their ids in the order of first occurrence.
#[derive(Debug, Clone, Default)]
pub(super) struct ColumnBuilder {
    /// The values with their ids.
    ids: HashMap<String, u32>,
    /// For each id, the last row that has the value, counted from 1.
    last_rows: Vec<u32>,
    offsets: Vec<u32>,
    value_ids: Vec<u32>,
}

impl ColumnBuilder {
    /// Adds the values of the next row.
    pub(super) fn add<'a>(&mut self, values: impl IntoIterator<Item = &'a str>) {
        for value in values {
            let id = self.id(value);
            self.value_ids.push(id);
        }
        self.end_row();
    }

    /// Adds the values of the next row, repeated ones once.
    pub(super) fn add_distinct<'a>(&mut self, values: impl IntoIterator<Item = &'a str>) {
        let row = saturating_u32(self.offsets.len() + 1);
        for value in values {
            let id = self.id(value);
            if let Some(last) = self.last_rows.get_mut(id as usize)
                && *last != row
            {
                *last = row;
                self.value_ids.push(id);
            }
        }
        self.end_row();
    }

    fn id(&mut self, value: &str) -> u32 {
        if let Some(&id) = self.ids.get(value) {
            return id;
        }
        let next = saturating_u32(self.ids.len());
        self.last_rows.push(0);
        self.ids.insert(value.to_owned(), next);
        next
    }

    fn end_row(&mut self) {
        self.offsets.push(saturating_u32(self.value_ids.len()));
    }

    /// The column.
    pub(super) fn finish(self) -> Column {
        if self.ids.is_empty() {
            return Column::default();
        }
        let mut values = vec![String::new(); self.ids.len()];
        for (value, id) in self.ids {
            values[id as usize] = value;
        }
        Column { values, offsets: self.offsets, value_ids: self.value_ids }
    }

    /// The column with the most frequent values first, equally frequent ones in the order of their
    /// UTF-8 bytes, and the value ids of each row in ascending order.
    pub(super) fn finish_by_frequency(self) -> Column {
        let mut column = self.finish();
        let counts = column.counts();
        let mut values: Vec<_> =
            std::mem::take(&mut column.values).into_iter().zip(counts).zip(0u32..).collect();
        values.sort_unstable_by(|((one, of_one), _), ((two, of_two), _)| {
            of_two.cmp(of_one).then_with(|| one.cmp(two))
        });
        let mut ranks = vec![0; values.len()];
        for (&(_, id), rank) in values.iter().zip(0..) {
            ranks[id as usize] = rank;
        }
        column.values = values.into_iter().map(|((value, _), _)| value).collect();
        for id in &mut column.value_ids {
            *id = ranks[*id as usize];
        }
        let mut start = 0;
        for &end in &column.offsets {
            column.value_ids[start..end as usize].sort_unstable();
            start = end as usize;
        }
        column
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_encoded_in_the_order_of_each_row() {
        let mut builder = ColumnBuilder::default();
        for values in [&["b", "a", "b"][..], &[], &["a"]] {
            builder.add(values.iter().copied());
        }
        let column = builder.finish();
        assert_eq!(column.values_of(0).collect::<Vec<_>>(), ["b", "a", "b"]);
        assert_eq!(column.counts(), [2, 2]);
        let encoded = column.encode();
        let json = serde_json::to_string(&encoded).unwrap();
        assert_eq!(json, r#"[["b","a"],"DAB","ABAB"]"#);
        assert_eq!(encoded.clone().decode(3), Some(column));
        assert_eq!(encoded.decode(2), None);
    }

    #[test]
    fn a_column_without_values_is_empty() {
        let mut builder = ColumnBuilder::default();
        builder.add([]);
        let column = builder.finish();
        assert_eq!(column.encode(), EncodedColumn::default());
        assert_eq!(EncodedColumn::default().decode(1), Some(column));
    }
}
