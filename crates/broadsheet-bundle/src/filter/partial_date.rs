//! Dates of a filter: days, months or years.

use crate::date::is_day;

/// A day (`2021-09-15`), a month (`2021-09`) or a year (`2021`), as at an end of a range of dates.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartialDate(String);

impl PartialDate {
    /// `None` if `text` is none of the three forms or does not exist in the calendar.
    pub fn parse(text: &str) -> Option<Self> {
        let exists = match text.len() {
            4 => is_day(&format!("{text}-01-01")),
            7 => is_day(&format!("{text}-01")),
            _ => is_day(text),
        };
        exists.then(|| Self(text.to_owned()))
    }

    /// The date as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The day; `None` for a month or a year.
    pub fn day(&self) -> Option<&str> {
        (self.0.len() == 10).then_some(&self.0)
    }

    /// `month` and this date, both cut to the precision that they have in common: months or years.
    pub fn at_common_precision<'a>(&'a self, month: &'a str) -> (&'a str, &'a str) {
        let precision = self.0.len().min(month.len());
        (month.get(..precision).unwrap_or(month), self.0.get(..precision).unwrap_or(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_a_month_or_a_day() {
        for text in ["2021", "2021-09", "2021-09-15"] {
            assert_eq!(PartialDate::parse(text).unwrap().as_str(), text);
        }
        for text in ["", "21", "2021-13", "2021-02-30", "2021-9", "二〇二一"] {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
    }
}
