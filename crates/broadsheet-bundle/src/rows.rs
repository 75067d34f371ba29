//! Sets of rows, and lists made of them.

use std::ops::Range;

use crate::filter::Sort;
use crate::row::RowNumber;

/// A set of row numbers below a total, one bit each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowSet {
    words: Vec<u64>,
    total: RowNumber,
}

impl RowSet {
    /// None of `total` rows.
    pub fn none(total: RowNumber) -> Self {
        Self { words: vec![0; total.div_ceil(64) as usize], total }
    }

    /// All of `total` rows.
    pub fn all(total: RowNumber) -> Self {
        Self::range(total, 0..total)
    }

    /// The rows of `range` that are below `total`.
    pub fn range(total: RowNumber, range: Range<RowNumber>) -> Self {
        let mut set = Self::none(total);
        let (start, end) = (range.start, range.end.min(total));
        for (word, first) in set.words.iter_mut().zip((0..).step_by(64)) {
            *word = below(end.saturating_sub(first)) & !below(start.saturating_sub(first));
        }
        set
    }

    /// Adds `row`; a number that is not below the total is ignored.
    pub fn insert(&mut self, row: RowNumber) {
        if row < self.total {
            self.words[row as usize / 64] |= 1 << (row % 64);
        }
    }

    /// Whether `row` is in the set.
    pub fn contains(&self, row: RowNumber) -> bool {
        self.words.get(row as usize / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// How many rows are in the set.
    pub fn len(&self) -> RowNumber {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// How many rows of `range` are in the set.
    pub fn count(&self, range: Range<RowNumber>) -> RowNumber {
        let first_word = range.start / 64;
        let words = self.words.iter().zip((0..).step_by(64)).skip(first_word as usize);
        let words = words.take((range.end.div_ceil(64).saturating_sub(first_word)) as usize);
        let within = |(word, first): (&u64, RowNumber)| {
            word & below(range.end.saturating_sub(first)) & !below(range.start.saturating_sub(first))
        };
        words.map(|word| within(word).count_ones()).sum()
    }

    /// Whether the set has no rows.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// The number that all rows are below.
    pub fn total(&self) -> RowNumber {
        self.total
    }

    /// Keeps the rows that are in `other`, too.
    pub fn keep(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Keeps those rows of `range` that pass `test`.
    pub fn retain(&mut self, range: Range<RowNumber>, test: impl Fn(RowNumber) -> bool) {
        let first_word = range.start / 64;
        let words = self.words.iter_mut().zip(0..).skip(first_word as usize);
        for (word, at) in words.take((range.end.div_ceil(64).saturating_sub(first_word)) as usize) {
            let mut left = *word;
            while left != 0 {
                let bit = left.trailing_zeros();
                left &= left - 1;
                let row = at * 64 + bit;
                if range.contains(&row) && !test(row) {
                    *word &= !(1 << bit);
                }
            }
        }
    }

    /// Calls `act` for each row of `range` that is in the set, in ascending order.
    pub fn each(&self, range: Range<RowNumber>, mut act: impl FnMut(RowNumber)) {
        let first_word = range.start / 64;
        let words = self.words.iter().zip(0..).skip(first_word as usize);
        for (&word, at) in words.take((range.end.div_ceil(64).saturating_sub(first_word)) as usize) {
            let mut left = word;
            while left != 0 {
                let row = at * 64 + left.trailing_zeros();
                left &= left - 1;
                if range.contains(&row) {
                    act(row);
                }
            }
        }
    }
}

/// A word whose `count` lowest bits are set.
fn below(count: RowNumber) -> u64 {
    1u64.checked_shl(count).map_or(u64::MAX, |bit| bit - 1)
}

/// Words between two sums of a [`RowList`].
const BLOCK: usize = 8;

/// The rows of a set in the order of a list. Any place is found in a moment, however long the list is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowList {
    set: RowSet,
    /// How many rows are in the words before each block.
    sums: Vec<RowNumber>,
    len: RowNumber,
    sort: Sort,
}

impl RowList {
    /// The list of `set`.
    pub fn new(set: RowSet, sort: Sort) -> Self {
        let mut len = 0;
        let sums = set.words.chunks(BLOCK).map(|words| {
            let before = len;
            len += words.iter().map(|word| word.count_ones()).sum::<u32>();
            before
        });
        let sums = sums.collect();
        Self { set, sums, len, sort }
    }

    /// How many rows are in the list.
    pub fn len(&self) -> RowNumber {
        self.len
    }

    /// Whether the list has no rows.
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

    /// The row at `place`, from 0.
    pub fn get(&self, place: RowNumber) -> Option<RowNumber> {
        let mut left = self.ascending(place)?;
        let block = self.sums.partition_point(|&sum| sum <= left).checked_sub(1)?;
        left -= self.sums.get(block)?;
        for (&word, at) in self.set.words.iter().zip(0..).skip(block * BLOCK) {
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

    /// The place of `row`, if the list holds it.
    pub fn place_of(&self, row: RowNumber) -> Option<RowNumber> {
        if !self.set.contains(row) {
            return None;
        }
        self.ascending(self.before(row))
    }

    /// How many rows come before `row` in the order of the list, or would if the list held it.
    pub fn ahead_of(&self, row: RowNumber) -> RowNumber {
        let smaller = self.before(row);
        match self.sort {
            Sort::Old => smaller,
            Sort::New => self.len - smaller - RowNumber::from(self.set.contains(row)),
        }
    }

    /// How many rows of the set are smaller than `row`.
    pub fn before(&self, row: RowNumber) -> RowNumber {
        let word = (row / 64) as usize;
        let Some(&sum) = self.sums.get(word / BLOCK) else { return self.len };
        let whole = self.set.words.iter().take(word).skip(word / BLOCK * BLOCK);
        let part = self.set.words.get(word).map_or(0, |word| (word & below(row % 64)).count_ones());
        sum + whole.map(|word| word.count_ones()).sum::<u32>() + part
    }

    /// The rows, in the order of the list.
    pub fn iter(&self) -> impl Iterator<Item = RowNumber> {
        (0..self.len).filter_map(|place| self.get(place))
    }

    /// A place counted from the other end, where the list is that way round.
    fn ascending(&self, place: RowNumber) -> Option<RowNumber> {
        let last = self.len.checked_sub(1)?;
        match self.sort {
            Sort::New => last.checked_sub(place),
            Sort::Old => (place <= last).then_some(place),
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
            set.each(start..end, |row| each.push(row));
            prop_assert_eq!(&each, &plain.iter().copied().filter(|row| (start..end).contains(row)).collect::<Vec<_>>());
            prop_assert_eq!(set.count(start..end) as usize, each.len());
            let mut kept = set.clone();
            kept.retain(start..end, |row| row.is_multiple_of(3));
            let mut list = Vec::new();
            kept.each(0..total, |row| list.push(row));
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
            prop_assert_eq!(list.get(list.len()), None);
            for (place, &row) in plain.iter().enumerate() {
                prop_assert_eq!(list.place_of(row).map(|found| found as usize), Some(place));
            }
            prop_assert!((0..total).filter(|row| !plain.contains(row)).all(|row| list.place_of(row).is_none()));
            for row in 0..total {
                let is_ahead = |&&other: &&u32| if old { other < row } else { other > row };
                prop_assert_eq!(list.ahead_of(row) as usize, plain.iter().filter(is_ahead).count());
            }
        }
    }
}
