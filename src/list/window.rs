//! The window: the rows of the list that are drawn. Pure.

use std::ops::Range;

use super::layout::{Heights, ListLayout};

/// The rows of a list that are drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct ListWindow {
    /// Their indexes.
    pub rows: Range<u32>,
    /// Position of its rows on the track minus their position in the list, in CSS pixels: not 0
    /// only where the track is shortened. A whole number.
    pub offset: f64,
    /// The index of the row that has the focus. It is drawn wherever it is: what is taken out of a
    /// page loses the focus.
    pub pinned: Option<u32>,
}

impl ListWindow {
    /// Returns the first `rows`, for as long as the size of the viewport is unknown.
    pub fn first(rows: u32) -> Self {
        Self { rows: 0..rows, offset: 0.0, pinned: None }
    }

    /// Returns its rows, as far as the list has them.
    pub fn rows_of(&self, layout: &ListLayout) -> Range<u32> {
        let end = self.rows.end.min(layout.rows());
        self.rows.start.min(end)..end
    }

    /// Returns the start and the end of its rows on the track, with the first one's month heading.
    pub fn bounds(&self, layout: &ListLayout) -> (f64, f64) {
        let rows = self.rows_of(layout);
        if rows.is_empty() {
            return (0.0, 0.0);
        }
        let Heights { row, month } = layout.heights();
        (layout.top(rows.start) - month + self.offset, layout.top(rows.end - 1) + row + self.offset)
    }

    /// Returns the pinned row, if it is not among its rows, and its position on the track, a whole
    /// number: before the window's rows or after them.
    pub fn pinned_row(&self, layout: &ListLayout) -> Option<(u32, f64)> {
        let (start, end) = self.bounds(layout);
        let rows = self.rows_of(layout);
        let pinned = self.pinned.filter(|pinned| *pinned < layout.rows() && !rows.contains(pinned))?;
        let top = layout.to_track(layout.top(pinned)).round();
        let is_above = pinned < rows.start;
        Some((pinned, if is_above { top.min(start - layout.heights().row) } else { top.max(end) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::layout::MonthRows;

    const ROW: f64 = 96.0;
    const MONTH: f64 = 32.0;

    fn layout(parts: &[(&str, u32)]) -> ListLayout {
        let part = |&(month, rows): &(&str, u32)| MonthRows { month: Some(month.to_owned()), rows };
        ListLayout::new(parts.iter().map(part), None, Heights { row: ROW, month: MONTH })
    }

    #[test]
    fn a_row_with_the_focus_stands_before_or_after_the_others() {
        let layout = layout(&[("2021-03", 300), ("2021-02", 1_000_000)]);
        for rows in [0..1, 1..90, 299..400, 90_000..90_100, 1_000_250..1_000_300] {
            for pinned in [0, 1, 298, 299, 300, 401, 89_999, 500_000, 1_000_249, 1_000_299] {
                let top = layout.top(rows.start);
                let offset = (layout.to_track(top) - top).round();
                let window = ListWindow { rows: rows.clone(), offset, pinned: Some(pinned) };
                let (start, end) = window.bounds(&layout);
                match window.pinned_row(&layout) {
                    None => assert!(rows.contains(&pinned)),
                    Some((index, top)) if pinned < rows.start => {
                        assert!(index == pinned && 0.0 <= top && top + ROW <= start, "{pinned} {rows:?}");
                    }
                    Some((index, top)) => {
                        let below = layout.track() - top - ROW;
                        assert!(index == pinned && end <= top && below >= 0.0, "{pinned} {rows:?}");
                    }
                }
            }
        }
    }
}
