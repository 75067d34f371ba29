//! Sorting in little code.

use std::collections::BinaryHeap;

/// `values` in their order. What a slice's own sorting adds to a program is three to four kilobytes for each type, ten times
/// as much as this; the few values that an article has are sorted as fast.
pub(crate) fn sorted<T: Ord>(values: Vec<T>) -> Vec<T> {
    BinaryHeap::from(values).into_sorted_vec()
}
