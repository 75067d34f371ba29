//! The part of the list that is drawn. Pure.

use std::ops::Range;

use super::layout::{Heights, ListLayout};

/// The part of a list that is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct ListWindow {
    /// The places of its rows.
    pub rows: Range<u32>,
    /// How much further down its rows stand than in the whole list: not 0 only where the track is shorter than the list.
    /// A whole number.
    pub shift: f64,
    /// The place of the row that has the focus. It is drawn wherever it is: what is taken out of a page loses the focus.
    pub kept: Option<u32>,
}

impl ListWindow {
    /// Before anybody has seen how much fits: the first `rows`.
    pub fn first(rows: u32) -> Self {
        Self { rows: 0..rows, shift: 0.0, kept: None }
    }

    /// Its rows, as far as the list has them.
    pub fn rows_of(&self, layout: &ListLayout) -> Range<u32> {
        let end = self.rows.end.min(layout.rows());
        self.rows.start.min(end)..end
    }

    /// Between which lengths of the track its rows stand, with the first one's month.
    pub fn bounds(&self, layout: &ListLayout) -> (f64, f64) {
        let rows = self.rows_of(layout);
        if rows.is_empty() {
            return (0.0, 0.0);
        }
        let Heights { row, month } = layout.heights();
        (layout.top(rows.start) - month + self.shift, layout.top(rows.end - 1) + row + self.shift)
    }

    /// The row that is kept though it is not among its rows, and where on the track it stands, which is a whole number: before
    /// the window's rows or after them.
    pub fn kept_of(&self, layout: &ListLayout) -> Option<(u32, f64)> {
        let (start, end) = self.bounds(layout);
        let rows = self.rows_of(layout);
        let kept = self.kept.filter(|kept| *kept < layout.rows() && !rows.contains(kept))?;
        let top = layout.to_track(layout.top(kept)).round();
        Some((kept, if kept < rows.start { top.min(start - layout.heights().row) } else { top.max(end) }))
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these are whole numbers, or the same")]
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
            for kept in [0, 1, 298, 299, 300, 401, 89_999, 500_000, 1_000_249, 1_000_299] {
                let top = layout.top(rows.start);
                let shift = (layout.to_track(top) - top).round();
                let window = ListWindow { rows: rows.clone(), shift, kept: Some(kept) };
                let (start, end) = window.bounds(&layout);
                match window.kept_of(&layout) {
                    None => assert!(rows.contains(&kept)),
                    Some((place, top)) if kept < rows.start => {
                        assert!(place == kept && 0.0 <= top && top + ROW <= start, "{kept} {rows:?}");
                    }
                    Some((place, top)) => {
                        let below = layout.track() - top - ROW;
                        assert!(place == kept && end <= top && below >= 0.0, "{kept} {rows:?}");
                    }
                }
            }
        }
    }
}
