//! Where the rows of a list stand. All rows are equally high, and so are all months' names, so that the list need not be drawn
//! to be as high as it is, and any place in it is found in a moment. Pure.
//!
//! Lengths are in CSS pixels.

use std::ops::Range;

/// The longest track: what is longer is drawn at less than its length. Browsers place nothing beyond some 17,000,000 pixels
/// (Firefox; Chromium 33,000,000 of the screen's own, of which a CSS pixel may be three).
const LONGEST: f64 = 11_000_000.0;
/// How much at either end of a shortened track is as long as what it stands for.
const EXACT: f64 = 3_200_000.0;

/// How high rows and months' names are under the styles in force: whole numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heights {
    /// A row.
    pub row: f64,
    /// A month's name.
    pub month: f64,
}

impl Default for Heights {
    /// Those of the style sheet at plain sizes, until they are measured.
    fn default() -> Self {
        Self { row: 109.0, month: 32.0 }
    }
}

/// A month's part of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthRows {
    /// The month, as `2021-09`; nothing for undated posts.
    pub month: Option<String>,
    /// How many rows.
    pub rows: u32,
}

/// The months of a list, in its order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListLayout {
    /// With the place of each month's first row.
    months: Vec<(u32, Option<String>)>,
    rows: u32,
    heights: Heights,
}

impl ListLayout {
    /// The layout of a list of these months, or of its first `most` rows.
    pub fn new(parts: impl IntoIterator<Item = MonthRows>, most: Option<u32>, heights: Heights) -> Self {
        let most = most.unwrap_or(u32::MAX);
        let mut layout = Self { heights, ..Self::default() };
        for part in parts.into_iter().filter(|part| part.rows > 0) {
            if layout.rows < most {
                layout.months.push((layout.rows, part.month));
                layout.rows = layout.rows.saturating_add(part.rows).min(most);
            }
        }
        layout
    }

    /// How many rows.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// How high its rows and months' names are.
    pub fn heights(&self) -> Heights {
        self.heights
    }

    /// Returns how many rows have room in `height`.
    pub fn rows_in(&self, height: f64) -> u32 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "saturates, and is not negative"
        )]
        let rows = (height / self.heights.row).max(0.0) as u32;
        rows
    }

    /// The months, with the places of their first rows.
    pub fn months(&self) -> impl Iterator<Item = (u32, Option<&str>)> {
        self.months.iter().map(|(first, month)| (*first, month.as_deref()))
    }

    /// The number of the month of the row at `place`.
    fn month_at(&self, place: u32) -> usize {
        self.months.partition_point(|(first, _)| *first <= place).saturating_sub(1)
    }

    /// The month of the row at `place`, and whether that row is its first.
    pub fn month_of(&self, place: u32) -> (Option<&str>, bool) {
        let month = self.months.get(self.month_at(place));
        month.map_or((None, false), |(first, month)| (month.as_deref(), *first == place))
    }

    /// How high the list is.
    pub fn height(&self) -> f64 {
        f64::from(self.rows) * self.heights.row + self.height_of_months(self.months.len())
    }

    #[expect(clippy::cast_precision_loss, reason = "there are thousands of months at most")]
    fn height_of_months(&self, months: usize) -> f64 {
        months as f64 * self.heights.month
    }

    /// Where the row at `place` begins.
    pub fn top(&self, place: u32) -> f64 {
        f64::from(place) * self.heights.row + self.height_of_months(self.month_at(place) + 1)
    }

    /// The row at `y`, or the next one.
    pub fn place_at(&self, y: f64) -> u32 {
        let months = self.months.partition_point(|&(first, _)| self.top(first) - self.heights.month <= y);
        self.rows_in(y - self.height_of_months(months)).min(self.rows.saturating_sub(1))
    }

    /// Returns where in this layout that stands which stood at `y` in `before`, a layout of the same list whose rows were of
    /// another height.
    pub fn moved(&self, y: f64, before: &Self) -> f64 {
        let place = before.place_at(y);
        self.top(place) + (y - before.top(place)) / before.heights.row * self.heights.row
    }

    /// The rows that touch the lengths from `top` to `bottom`, with as many more on either side as fit `around`.
    pub fn rows_between(&self, top: f64, bottom: f64, around: f64) -> Range<u32> {
        if self.rows == 0 {
            return 0..0;
        }
        self.place_at(top - around)..self.place_at(bottom + around) + 1
    }

    /// How long the track is that stands for the list: the list's height, if a browser can place it.
    pub fn track(&self) -> f64 {
        self.height().min(LONGEST)
    }

    /// Whether the track is shorter than the list.
    pub fn is_shortened(&self) -> bool {
        self.height() > LONGEST
    }

    /// The place on the track that stands for `y`.
    pub fn to_track(&self, y: f64) -> f64 {
        self.convert(y, self.height(), self.track())
    }

    /// What the place `y` on the track stands for.
    pub fn from_track(&self, y: f64) -> f64 {
        self.convert(y, self.track(), self.height())
    }

    /// As it is at both ends, and in proportion between them.
    fn convert(&self, y: f64, from: f64, to: f64) -> f64 {
        if !self.is_shortened() || y <= EXACT {
            y
        } else if y >= from - EXACT {
            y - from + to
        } else {
            EXACT + (y - EXACT) / (from - 2.0 * EXACT) * (to - 2.0 * EXACT)
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
        for place in 0..layout.rows() {
            let top = layout.top(place);
            assert_eq!(layout.place_at(top), place);
            assert_eq!(layout.place_at(top + ROW - 0.01), place);
        }
        assert_eq!(layout.place_at(-50.0), 0);
        assert_eq!(layout.place_at(1e12), 43);
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
    fn what_is_in_sight_is_found_again_when_rows_have_another_height() {
        let parts = [("2021-03", 3), ("2021-02", 1), ("2020-01", 40)];
        let part = |(month, rows): (&str, u32)| MonthRows { month: Some(month.to_owned()), rows };
        let higher = ListLayout::new(parts.map(part), None, Heights { row: 144.0, month: 40.0 });
        let before = layout(&parts);
        for place in 0..44 {
            assert_eq!(higher.moved(before.top(place), &before), higher.top(place));
            assert_eq!(higher.moved(before.top(place) + 48.0, &before), higher.top(place) + 72.0);
            assert_eq!(before.moved(higher.top(place) + 72.0, &higher), before.top(place) + 48.0);
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
        assert_eq!(long.track(), LONGEST);
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
