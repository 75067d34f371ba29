//! The histogram of filtered posts over time.

use std::ops::Range;

use super::index::FilterIndex;
use super::partial_date::PartialDate;
use super::row_set::RowSet;
use super::selection::{Filter, Selection};
use crate::facet::Facet;

/// Most months with a bar each; an archive of more has a bar for each year.
const MAX_MONTH_BARS: usize = 24;
/// Most years among which those without posts have a bar, too: one post of the year 1 makes no
/// thousand empty bars.
const MAX_YEAR_BARS: usize = 100;

/// The posts of each year, or of each month if there are few or one year is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Histogram {
    /// The bars, oldest first.
    pub bars: Vec<Bar>,
    /// The bars that are at least partly within the dates of the filter; `None` if it has none.
    pub chosen: Option<Range<usize>>,
    /// The year whose months these are, if the dates of the filter are the reason.
    year: Option<String>,
}

/// The posts of a year or a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// `2021` or `2021-09`.
    pub period: String,
    /// Number of posts of it that the filter leaves, its dates aside.
    pub posts: u32,
}

/// A range of dates, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DateRange {
    /// The first date; `None` if the range has no start.
    pub from: Option<PartialDate>,
    /// The last date; `None` if the range has no end.
    pub to: Option<PartialDate>,
}

impl Histogram {
    /// The histogram of what `filter` without its dates leaves of `found`, the rows that have its
    /// words. All chunks have to be loaded if a value of an [indexed](Facet::INDEXED) facet is
    /// chosen.
    pub fn new(index: &FilterIndex, filter: &Filter, found: &RowSet) -> Self {
        let dated = || index.months().filter_map(|(month, rows)| Some((month?, rows)));
        let (Some((first, _)), Some((last, _))) = (dated().next(), dated().next_back()) else {
            return Self::default();
        };
        let by_days = year_of_days(filter);
        let year = by_days.clone().or_else(|| only_year(&filter.facets[Facet::Year]).map(str::to_owned));
        let periods = if let Some(year) = year {
            months_between(&format!("{year}-01"), &format!("{year}-12"))
        } else {
            let months = months_between(first, last);
            let few = (1..=MAX_MONTH_BARS).contains(&months.len());
            if few { months } else { years_of(dated().map(|(month, _)| month)) }
        };
        let mut undated = Filter { from: None, to: None, ..filter.clone() };
        for name in [Facet::Year, Facet::Month] {
            undated.facets[name] = Selection::default();
        }
        let rows = index.matching(&undated, found);
        let mut bars: Vec<_> = periods.into_iter().map(|period| Bar { period, posts: 0 }).collect();
        let mut at = 0;
        for (month, of_month) in dated() {
            while bars.get(at).is_some_and(|bar| !month.starts_with(&bar.period) && *bar.period < *month) {
                at += 1;
            }
            if let Some(bar) = bars.get_mut(at).filter(|bar| month.starts_with(&bar.period)) {
                bar.posts += rows.count(of_month);
            }
        }
        let mut histogram = Self { bars, chosen: None, year: by_days };
        histogram.chosen = histogram.chosen_by(filter);
        histogram
    }

    fn chosen_by(&self, filter: &Filter) -> Option<Range<usize>> {
        if filter.from.is_none() && filter.to.is_none() {
            return None;
        }
        let before = |bar: &Bar| {
            filter.from.as_ref().is_some_and(|from| {
                let (period, from) = from.at_common_precision(&bar.period);
                period < from
            })
        };
        let until = |bar: &Bar| {
            filter.to.as_ref().is_none_or(|to| {
                let (period, to) = to.at_common_precision(&bar.period);
                period <= to
            })
        };
        let start = self.bars.partition_point(before);
        Some(start..self.bars.partition_point(until).max(start))
    }

    /// The range from bar `first` to bar `last`: without ends if these are all bars.
    pub fn range(&self, first: usize, last: usize) -> DateRange {
        let bound = |at: usize| self.bars.get(at).and_then(|bar| PartialDate::parse(&bar.period));
        if first > 0 || last + 1 < self.bars.len() {
            return DateRange { from: bound(first), to: bound(last) };
        }
        let year = || self.year.as_deref().and_then(PartialDate::parse);
        DateRange { from: year(), to: year() }
    }

    /// The range after bar `at` was chosen: its own, or if that is chosen already, that of all
    /// bars.
    pub fn toggled(&self, at: usize) -> DateRange {
        if self.chosen == Some(at..at + 1) && self.bars.len() > 1 {
            self.range(0, self.bars.len() - 1)
        } else {
            self.range(at, at)
        }
    }
}

/// The year of all dates of `filter`; `None` if it has no range or one over several years.
fn year_of_days(filter: &Filter) -> Option<String> {
    let [from, to] = [&filter.from, &filter.to].map(|bound| Some(year_of(bound.as_ref()?.as_str())));
    if from == to { from.map(str::to_owned) } else { None }
}

/// The only year that a post can have; `None` if there are several.
fn only_year(years: &Selection) -> Option<&str> {
    match years.groups.as_slice() {
        [group] => match group.as_slice() {
            [year] => PartialDate::parse(year).is_some_and(|bound| bound.as_str().len() == 4).then_some(year),
            _ => None,
        },
        _ => None,
    }
}

/// `2021` of `2021-09`.
fn year_of(period: &str) -> &str {
    Facet::Year.value_of_month(period)
}

/// The months from `first` to `last`, without a gap; none if either is no month. Ends after one
/// more than [`MAX_MONTH_BARS`].
fn months_between(first: &str, last: &str) -> Vec<String> {
    let number = |month: &str| {
        let (year, month) = month.split_once('-')?;
        Some(year.parse::<usize>().ok()? * 12 + month.parse::<usize>().ok()?.checked_sub(1)?)
    };
    let (Some(first), Some(last)) = (number(first), number(last)) else { return Vec::new() };
    let months = (first..=last).take(MAX_MONTH_BARS + 1);
    months.map(|month| format!("{:04}-{:02}", month / 12, month % 12 + 1)).collect()
}

/// The years of `months`, and those between them if they are few.
fn years_of<'a>(months: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut years: Vec<&str> = months.map(year_of).collect();
    years.dedup();
    let span = years.first().zip(years.last());
    let span =
        span.and_then(|(first, last)| Some((first.parse::<usize>().ok()?, last.parse::<usize>().ok()?)));
    match span {
        Some((first, last)) if last.saturating_sub(first) < MAX_YEAR_BARS => {
            (first..=last).map(|year| format!("{year:04}")).collect()
        }
        _ => years.into_iter().map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{ChunkRef, Manifest, MonthCount, RowNumber};

    /// An index that knows the months alone, newest first.
    fn index(months: &[(Option<&str>, RowNumber)]) -> FilterIndex {
        let months: Vec<_> = months
            .iter()
            .map(|&(month, posts)| MonthCount { month: month.map(str::to_owned), posts })
            .collect();
        let posts = months.iter().map(|month| month.posts).sum();
        let chunks = vec![ChunkRef { rows: posts, file: String::new(), pages: Vec::new() }];
        FilterIndex::new(&Manifest::new(posts, months, chunks)).unwrap()
    }

    fn filter(from: &str, to: &str) -> Filter {
        Filter { from: PartialDate::parse(from), to: PartialDate::parse(to), ..Filter::default() }
    }

    fn drawn(index: &FilterIndex, filter: &Filter) -> (Vec<(String, RowNumber)>, Option<Range<usize>>) {
        let histogram = Histogram::new(index, filter, &RowSet::all(index.total()));
        (histogram.bars.into_iter().map(|bar| (bar.period, bar.posts)).collect(), histogram.chosen)
    }

    const LONG: &[(Option<&str>, RowNumber)] =
        &[(Some("2021-12"), 4), (Some("2021-03"), 3), (Some("2018-07"), 2), (None, 5)];

    #[test]
    fn years_or_months() {
        let long = index(LONG);
        let named = |bars: &[(&str, RowNumber)]| -> Vec<_> {
            bars.iter().map(|&(period, posts)| (period.to_owned(), posts)).collect()
        };
        let years = named(&[("2018", 2), ("2019", 0), ("2020", 0), ("2021", 7)]);
        assert_eq!(drawn(&long, &Filter::default()), (years.clone(), None));
        // Whatever the filter says of dates, the bars stay.
        assert_eq!(drawn(&long, &filter("2019-05", "2021-03-04")), (years.clone(), Some(1..4)));
        assert_eq!(drawn(&long, &filter("2022", "")), (years, Some(4..4)));
        let (months, chosen) = drawn(&long, &filter("2021-03", "2021-03"));
        assert_eq!((months.len(), months[2].clone(), chosen), (12, ("2021-03".into(), 3), Some(2..3)));

        let short = index(&[(Some("2021-02"), 4), (Some("2020-11"), 3)]);
        let months = named(&[("2020-11", 3), ("2020-12", 0), ("2021-01", 0), ("2021-02", 4)]);
        assert_eq!(drawn(&short, &Filter::default()), (months, None));

        let mut of_year = Filter::default();
        of_year.facets[Facet::Year] =
            Selection { groups: vec![vec!["2018".to_owned()]], excluded: Vec::new() };
        assert_eq!(drawn(&long, &of_year).0.len(), 12);
        assert_eq!(drawn(&index(&[(None, 3)]), &of_year), (Vec::new(), None));
    }

    #[test]
    fn years_that_are_far_apart_have_no_bars_between_them() {
        let far = index(&[(Some("2021-02"), 4), (Some("1003-01"), 1)]);
        let years: Vec<_> = drawn(&far, &Filter::default()).0;
        assert_eq!(years, [("1003".to_owned(), 1), ("2021".to_owned(), 4)]);
    }

    #[test]
    fn bars_are_chosen_as_days() {
        let long = index(LONG);
        let histogram = |filter: &Filter| Histogram::new(&long, filter, &RowSet::all(long.total()));
        let days = |range: DateRange| {
            [range.from, range.to].map(|bound| bound.map(|bound| bound.as_str().to_owned()))
        };
        let both = |from: &str, to: &str| [Some(from.to_owned()), Some(to.to_owned())];
        let years = histogram(&Filter::default());
        assert_eq!(days(years.range(1, 2)), both("2019", "2020"));
        assert_eq!(days(years.range(0, 3)), [None, None]);
        assert_eq!(days(years.toggled(3)), both("2021", "2021"));
        let months = histogram(&filter("2021", "2021"));
        assert_eq!(days(months.toggled(2)), both("2021-03", "2021-03"));
        assert_eq!(days(months.range(0, 11)), both("2021", "2021"), "the year stays chosen");
        let month = histogram(&filter("2021-03", "2021-03"));
        assert_eq!(days(month.toggled(2)), both("2021", "2021"));
    }
}
