//! Rows in the order of the list, with rank and select.

use super::row_set::{RowSet, low_bits};
use super::selection::Sort;
use crate::format::RowNumber;

/// Words of 64 rows between two sums of a [`RowList`].
const WORDS_PER_BLOCK: usize = 8;

/// The rows of a set in the order of a list. [`RowList::select`] takes O(log n), [`RowList::rank`]
/// and [`RowList::position`] O(1).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowList {
    set: RowSet,
    /// Number of rows in the words before each block.
    sums: Vec<RowNumber>,
    len: RowNumber,
    sort: Sort,
}

impl RowList {
    /// The list of `set`.
    pub fn new(set: RowSet, sort: Sort) -> Self {
        let mut len = 0;
        let sums = set.words.chunks(WORDS_PER_BLOCK).map(|words| {
            let before = len;
            len += words.iter().map(|word| word.count_ones()).sum::<u32>();
            before
        });
        let sums = sums.collect();
        Self { set, sums, len, sort }
    }

    /// Number of rows in the list.
    pub fn len(&self) -> RowNumber {
        self.len
    }

    /// `true` if the list has no rows.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Its order.
    pub fn sort(&self) -> Sort {
        self.sort
    }

    /// The set.
    pub fn set(&self) -> &RowSet {
        &self.set
    }

    /// The row at `position`, from 0; `None` if the list is shorter.
    pub fn select(&self, position: u32) -> Option<RowNumber> {
        let mut left = self.ascending(position)?;
        let block = self.sums.partition_point(|&sum| sum <= left).checked_sub(1)?;
        left -= self.sums.get(block)?;
        for (&word, at) in self.set.words.iter().zip(0..).skip(block * WORDS_PER_BLOCK) {
            let count = word.count_ones();
            if left < count {
                let mut word: u64 = word;
                for _ in 0..left {
                    word &= word - 1;
                }
                return Some(at * 64 + word.trailing_zeros());
            }
            left -= count;
        }
        None
    }

    /// The position of `row` in the list; `None` if the list does not have it.
    pub fn position(&self, row: RowNumber) -> Option<u32> {
        if !self.set.contains(row) {
            return None;
        }
        self.ascending(self.rank(row))
    }

    /// The position of `row` in the list, or the one it would have if the list had it.
    pub fn insertion_position(&self, row: RowNumber) -> u32 {
        let smaller = self.rank(row);
        match self.sort {
            Sort::Old => smaller,
            Sort::New => self.len - smaller - RowNumber::from(self.set.contains(row)),
        }
    }

    /// Number of rows of the set that are smaller than `row`.
    pub fn rank(&self, row: RowNumber) -> u32 {
        let word = (row / 64) as usize;
        let Some(&sum) = self.sums.get(word / WORDS_PER_BLOCK) else { return self.len };
        let words = self.set.words.iter().take(word).skip(word / WORDS_PER_BLOCK * WORDS_PER_BLOCK);
        let part = self.set.words.get(word).map_or(0, |word| (word & low_bits(row % 64)).count_ones());
        sum + words.map(|word| word.count_ones()).sum::<u32>() + part
    }

    /// The rows, in the order of the list.
    pub fn iter(&self) -> impl Iterator<Item = RowNumber> {
        (0..self.len).filter_map(|position| self.select(position))
    }

    /// `position` counted from the smallest row.
    fn ascending(&self, position: u32) -> Option<u32> {
        let last = self.len.checked_sub(1)?;
        match self.sort {
            Sort::New => last.checked_sub(position),
            Sort::Old => (position <= last).then_some(position),
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn as_a_plain_list(
            total in 0u32..2000,
            rows in prop::collection::btree_set(0u32..2000, 0..300),
            start in 0u32..2100,
            end in 0u32..2100,
            old in any::<bool>(),
        ) {
            let mut set = RowSet::none(total);
            for &row in &rows {
                set.insert(row);
            }
            let mut plain: Vec<_> = rows.into_iter().filter(|&row| row < total).collect();
            prop_assert_eq!((set.len() as usize, set.is_empty()), (plain.len(), plain.is_empty()));

            let mut each = Vec::new();
            set.for_each_in(start..end, |row| each.push(row));
            prop_assert_eq!(&each, &plain.iter().copied().filter(|row| (start..end).contains(row)).collect::<Vec<_>>());
            prop_assert_eq!(set.count(start..end) as usize, each.len());
            let mut kept = set.clone();
            kept.retain(start..end, |row| row.is_multiple_of(3));
            let mut list = Vec::new();
            kept.for_each_in(0..total, |row| list.push(row));
            let keep = |row: &u32| !(start..end).contains(row) || row.is_multiple_of(3);
            prop_assert_eq!(list, plain.iter().copied().filter(keep).collect::<Vec<_>>());
            let range = RowSet::range(total, start..end);
            prop_assert!((0..total).all(|row| range.contains(row) == (start..end).contains(&row)));
            prop_assert_eq!(range.len(), end.min(total).saturating_sub(start));

            let list = RowList::new(set, if old { Sort::Old } else { Sort::New });
            if !old {
                plain.reverse();
            }
            prop_assert_eq!(list.iter().collect::<Vec<_>>(), plain.clone());
            prop_assert_eq!(list.select(list.len()), None);
            for (place, &row) in plain.iter().enumerate() {
                prop_assert_eq!(list.position(row).map(|found| found as usize), Some(place));
            }
            prop_assert!((0..total).filter(|row| !plain.contains(row)).all(|row| list.position(row).is_none()));
            for row in 0..total {
                let is_ahead = |&&other: &&u32| if old { other < row } else { other > row };
                prop_assert_eq!(list.insertion_position(row) as usize, plain.iter().filter(is_ahead).count());
            }
        }
    }
}
