//! Sets of rows.

use std::ops::Range;

use crate::format::RowNumber;

/// A set of row numbers below a total, one bit each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowSet {
    pub(super) words: Vec<u64>,
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
            *word = low_bits(end.saturating_sub(first)) & !low_bits(start.saturating_sub(first));
        }
        set
    }

    /// Adds `row`; a number that is not below the total is ignored.
    pub fn insert(&mut self, row: RowNumber) {
        if row < self.total {
            self.words[row as usize / 64] |= 1 << (row % 64);
        }
    }

    /// `true` if `row` is in the set.
    pub fn contains(&self, row: RowNumber) -> bool {
        self.words.get(row as usize / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Number of rows in the set.
    pub fn len(&self) -> RowNumber {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// Number of rows of `range` in the set.
    pub fn count(&self, range: Range<RowNumber>) -> RowNumber {
        let first_word = range.start / 64;
        let words = self.words.iter().zip((0..).step_by(64)).skip(first_word as usize);
        let words = words.take((range.end.div_ceil(64).saturating_sub(first_word)) as usize);
        let within = |(word, first): (&u64, RowNumber)| {
            word & low_bits(range.end.saturating_sub(first)) & !low_bits(range.start.saturating_sub(first))
        };
        words.map(|word| within(word).count_ones()).sum()
    }

    /// `true` if the set has no rows.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// The number that all rows are below.
    pub fn total(&self) -> RowNumber {
        self.total
    }

    /// Removes the rows that are not in `other`.
    pub fn intersect_with(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Removes those rows of `range` that do not pass `test`.
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
    pub fn for_each_in(&self, range: Range<RowNumber>, mut act: impl FnMut(RowNumber)) {
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
pub(super) fn low_bits(count: RowNumber) -> u64 {
    1u64.checked_shl(count).map_or(u64::MAX, |bit| bit - 1)
}
