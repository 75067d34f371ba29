//! The layout of the list: where each row stands. All rows are equally high, and so are all month
//! headings, so the height of the list and the position of a row follow from the counts of the
//! months; lookup is O(log months). Pure.
//!
//! Lengths are in CSS pixels.

use std::ops::Range;

/// Maximum length of the track: longer ones are scaled down. Browsers place nothing beyond some
/// 17,000,000 pixels (Firefox; Chromium 33,000,000 of the screen's own, of which a CSS pixel may be
/// three).
const MAX_TRACK_PX: f64 = 11_000_000.0;
/// Length of either end of a shortened track that is not scaled.
const UNSCALED_PX: f64 = 3_200_000.0;

/// Heights of rows and month headings under the styles in force: whole numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heights {
    /// Height of a row.
    pub row: f64,
    /// Height of a month heading.
    pub month: f64,
}

impl Default for Heights {
    /// The heights of the style sheet at plain sizes, until they are measured.
    fn default() -> Self {
        Self { row: 109.0, month: 32.0 }
    }
}

/// The visible part of the list, from the top of the track. It may reach beyond the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VisibleSpan {
    /// Its upper end.
    pub top: f64,
    /// Its lower end.
    pub bottom: f64,
}

/// The number of rows of one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthRows {
    /// The month, as `2021-09`; `None` for undated posts.
    pub month: Option<String>,
    /// Number of rows.
    pub rows: u32,
}

impl From<(Option<&str>, u32)> for MonthRows {
    fn from((month, rows): (Option<&str>, u32)) -> Self {
        Self { month: month.map(str::to_owned), rows }
    }
}

/// The months of a list, in its order, and the heights of what it is made of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListLayout {
    /// The index of each month's first row, and the month.
    months: Vec<(u32, Option<String>)>,
    rows: u32,
    heights: Heights,
}

impl ListLayout {
    /// Returns the layout of a list of these months, or of its first `limit` rows.
    pub fn new<M: Into<MonthRows>>(
        parts: impl IntoIterator<Item = M>,
        limit: Option<u32>,
        heights: Heights,
    ) -> Self {
        let limit = limit.unwrap_or(u32::MAX);
        let mut layout = Self { heights, ..Self::default() };
        for part in parts.into_iter().map(Into::into).filter(|part| part.rows > 0) {
            if layout.rows < limit {
                layout.months.push((layout.rows, part.month));
                layout.rows = layout.rows.saturating_add(part.rows).min(limit);
            }
        }
        layout
    }

    /// Returns the number of rows.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// Returns the heights of its rows and month headings.
    pub fn heights(&self) -> Heights {
        self.heights
    }

    /// Returns the number of rows that fit in `height`.
    pub fn rows_in(&self, height: f64) -> u32 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "saturates, and is not negative"
        )]
        let rows = (height / self.heights.row).max(0.0) as u32;
        rows
    }

    /// Returns the months with the indexes of their first rows.
    pub fn months(&self) -> impl Iterator<Item = (u32, Option<&str>)> {
        self.months.iter().map(|(first, month)| (*first, month.as_deref()))
    }

    /// Returns the position of the month of the row at `index` among the months.
    fn month_at(&self, index: u32) -> usize {
        self.months.partition_point(|(first, _)| *first <= index).saturating_sub(1)
    }

    /// Returns the month of the row at `index`, and `true` if that row is the month's first.
    pub fn month_of(&self, index: u32) -> (Option<&str>, bool) {
        let month = self.months.get(self.month_at(index));
        month.map_or((None, false), |(first, month)| (month.as_deref(), *first == index))
    }

    /// Returns the height of the list.
    pub fn height(&self) -> f64 {
        f64::from(self.rows) * self.heights.row + self.height_of_months(self.months.len())
    }

    #[expect(clippy::cast_precision_loss, reason = "there are thousands of months at most")]
    fn height_of_months(&self, months: usize) -> f64 {
        months as f64 * self.heights.month
    }

    /// Returns the offset of the row at `index` from the top of the list.
    pub fn top(&self, index: u32) -> f64 {
        f64::from(index) * self.heights.row + self.height_of_months(self.month_at(index) + 1)
    }

    /// Returns the index of the row at `y`, or of the next one where there is a month heading.
    pub fn index_at(&self, y: f64) -> u32 {
        let months = self.months.partition_point(|&(first, _)| self.top(first) - self.heights.month <= y);
        self.rows_in(y - self.height_of_months(months)).min(self.rows.saturating_sub(1))
    }

    /// Maps the offset `y` in `before`, a layout of the same list with other heights, to this
    /// layout.
    pub fn moved(&self, y: f64, before: &Self) -> f64 {
        let index = before.index_at(y);
        self.top(index) + (y - before.top(index)) / before.heights.row * self.heights.row
    }

    /// Returns the rows that touch the span from `top` to `bottom`, with those within `margin` of
    /// it.
    pub fn rows_between(&self, top: f64, bottom: f64, margin: f64) -> Range<u32> {
        if self.rows == 0 {
            return 0..0;
        }
        self.index_at(top - margin)..self.index_at(bottom + margin) + 1
    }

    /// Returns the length of the track: the height of the list, if a browser can place it.
    pub fn track(&self) -> f64 {
        self.height().min(MAX_TRACK_PX)
    }

    /// `true` if the track is shorter than the list.
    pub fn is_shortened(&self) -> bool {
        self.height() > MAX_TRACK_PX
    }

    /// Maps an offset in the list to an offset on the track.
    pub fn to_track(&self, y: f64) -> f64 {
        self.convert(y, self.height(), self.track())
    }

    /// Maps an offset on the track to an offset in the list.
    pub fn from_track(&self, y: f64) -> f64 {
        self.convert(y, self.track(), self.height())
    }

    /// Maps `y` unchanged at both ends, and in proportion between them.
    fn convert(&self, y: f64, from: f64, to: f64) -> f64 {
        if !self.is_shortened() || y <= UNSCALED_PX {
            y
        } else if y >= from - UNSCALED_PX {
            y - from + to
        } else {
            UNSCALED_PX + (y - UNSCALED_PX) / (from - 2.0 * UNSCALED_PX) * (to - 2.0 * UNSCALED_PX)
        }
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these are whole numbers, or the same")]
mod tests {
    use super::*;

    const ROW: f64 = 96.0;
    const MONTH: f64 = 32.0;
    const HEIGHTS: Heights = Heights { row: ROW, month: MONTH };

    fn layout(parts: &[(&str, u32)]) -> ListLayout {
        let part = |&(month, rows): &(&str, u32)| MonthRows { month: Some(month.to_owned()), rows };
        ListLayout::new(parts.iter().map(part), None, HEIGHTS)
    }

    #[test]
    fn every_row_is_found_where_it_stands() {
        let layout = layout(&[("2021-03", 3), ("2021-02", 1), ("2020-01", 40)]);
        assert_eq!(layout.rows(), 44);
        assert_eq!(layout.top(0), MONTH);
        assert_eq!(layout.top(3), 2.0 * MONTH + 3.0 * ROW);
        for index in 0..layout.rows() {
            let top = layout.top(index);
            assert_eq!(layout.index_at(top), index);
            assert_eq!(layout.index_at(top + ROW - 0.01), index);
        }
        assert_eq!(layout.index_at(-50.0), 0);
        assert_eq!(layout.index_at(1e12), 43);
        assert_eq!(layout.top(43) + ROW, layout.height());
        assert_eq!(layout.month_of(2), (Some("2021-03"), false));
        assert_eq!(layout.month_of(3), (Some("2021-02"), true));
    }

    #[test]
    fn a_limit_ends_the_list() {
        let parts = [("2021-03", 3), ("2021-02", 9), ("2020-01", 40)];
        let part = |(month, rows): (&str, u32)| MonthRows { month: Some(month.to_owned()), rows };
        let layout = ListLayout::new(parts.map(part), Some(5), HEIGHTS);
        assert_eq!((layout.rows(), layout.months().count()), (5, 2));
    }

    #[test]
    fn a_visible_row_is_found_again_when_rows_have_another_height() {
        let parts = [("2021-03", 3), ("2021-02", 1), ("2020-01", 40)];
        let part = |(month, rows): (&str, u32)| MonthRows { month: Some(month.to_owned()), rows };
        let higher = ListLayout::new(parts.map(part), None, Heights { row: 144.0, month: 40.0 });
        let before = layout(&parts);
        for index in 0..44 {
            assert_eq!(higher.moved(before.top(index), &before), higher.top(index));
            assert_eq!(higher.moved(before.top(index) + 48.0, &before), higher.top(index) + 72.0);
            assert_eq!(before.moved(higher.top(index) + 72.0, &higher), before.top(index) + 48.0);
        }
    }

    #[test]
    fn an_empty_list_has_no_rows_anywhere() {
        assert_eq!(ListLayout::default().rows_between(0.0, 50.0, 10.0), 0..0);
        assert!(ListLayout::default().height() <= 0.0);
    }

    #[test]
    fn a_list_too_long_for_a_browser_has_a_shorter_track_with_true_ends() {
        let long = layout(&[("2021-03", 1_000_000)]);
        assert_eq!(long.track(), MAX_TRACK_PX);
        let (height, track) = (long.height(), long.track());
        for (y, on_track) in
            [(0.0, 0.0), (1_234.0, 1_234.0), (height, track), (height - 960.0, track - 960.0)]
        {
            assert_eq!(long.to_track(y), on_track);
            assert_eq!(long.from_track(on_track), y);
        }
        let mut last = -1.0;
        for step in 0..=1_000 {
            let y = height * f64::from(step) / 1_000.0;
            let on_track = long.to_track(y);
            assert!(on_track > last && (long.from_track(on_track) - y).abs() < 0.001, "{y}");
            last = on_track;
        }
        let short = layout(&[("2021-03", 100_000)]);
        assert_eq!(short.track(), short.height());
        assert_eq!(short.to_track(9_599_999.5), 9_599_999.5);
    }
}
