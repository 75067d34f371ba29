//! The days of an archive's posts.

use crate::random::{Random, Weighted};

/// The growth of the archive in each year from 2004 to 2026: slowly, then fast, with good and bad
/// years, then slower.
const YEARS: [u64; 23] =
    [5, 8, 13, 19, 28, 36, 52, 66, 82, 97, 121, 142, 128, 109, 126, 95, 133, 118, 90, 84, 71, 60, 52];
const FIRST_YEAR: u64 = 2004;
/// Monday to Sunday.
const WEEKDAYS: [u64; 7] = [100, 108, 110, 107, 98, 52, 43];
/// January to December: less around the holidays.
const MONTHS: [u64; 12] = [96, 66, 104, 100, 97, 108, 101, 92, 104, 78, 110, 99];

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Date {
    pub(crate) year: u64,
    pub(crate) month: u64,
    pub(crate) day: u64,
}

/// The archive's last month.
const LAST: (u64, u64) = (2026, 10);

/// Every day from 1 January 2004 to 31 October 2026, in order, each with the weight that posts fall
/// on it.
pub(crate) fn days(seed: u64) -> (Vec<Date>, Weighted) {
    let mut random = Random::new(seed, 1);
    let mut days = Vec::new();
    let mut weights = Vec::new();
    for (year, of_year) in (FIRST_YEAR..).zip(YEARS) {
        for (month, of_month) in (1..).zip(MONTHS).filter(|&(month, _)| (year, month) <= LAST) {
            // One month in thirty the collector was broken, and hardly anything came in.
            let luck = if random.percent(3) { 6 } else { random.between(60, 140) };
            for day in 1..=month_length(year, month) {
                let weekday = WEEKDAYS[days.len().wrapping_add(THURSDAY) % 7];
                // One day in sixty has news.
                let news =
                    if random.below(60) == 0 { random.between(250, 700) } else { random.between(60, 140) };
                weights.push(of_year * of_month * luck * weekday * news);
                days.push(Date { year, month, day });
            }
        }
    }
    (days, Weighted::new(weights))
}

/// 1 January 2004 was a Thursday.
const THURSDAY: usize = 3;

fn month_length(year: u64, month: u64) -> u64 {
    match month {
        2 if year.is_multiple_of(4) => 29, // no year from 2004 to 2026 is one of the exceptions
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_has_its_days() {
        let (days, weights) = days(1);
        assert_eq!(days.len(), 23 * 365 + 6 - 61);
        assert_eq!(weights.before(days.len()), weights.total());
        assert_eq!(days[59], Date { year: 2004, month: 2, day: 29 });
        assert_eq!(days.last(), Some(&Date { year: 2026, month: 10, day: 31 }));
        // 25 October 2026 is a Sunday.
        let sunday = days.iter().position(|day| *day == Date { year: 2026, month: 10, day: 25 }).unwrap();
        assert_eq!((sunday + THURSDAY) % 7, 6);
    }

    #[test]
    fn days_are_uneven_and_none_is_impossible() {
        let (days, weights) = days(1);
        let weight = |k: usize| weights.before(k + 1) - weights.before(k);
        assert!((0..days.len()).all(|k| weight(k) > 0));
        let year = |year| (0..days.len()).filter(|&k| days[k].year == year).map(weight).sum::<u64>();
        assert!(year(2015) > 10 * year(2004) && year(2026) < year(2015));
        let busiest = (0..days.len()).map(weight).max().unwrap();
        assert!(busiest > 5 * weights.total() / days.len() as u64);
    }
}
