//! Dates of posts.

use serde::{Deserialize, Deserializer, Serialize};

/// A moment as its author wrote it: an RFC 3339 date and time with its own offset,
/// `2021-09-15T06:44:59+08:00`.
///
/// Posts are ordered, grouped and filtered by this wall-clock time, not by the instant: a post that
/// says 1 September in Singapore stands under September for every reader, wherever they are.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("format" = "date-time")))]
#[serde(transparent)]
pub struct PostDate(String);

/// Bytes of a date: a second of a billion parts has 35.
const MOST_LENGTH: usize = 48;

impl PostDate {
    /// The date, if `text` is an RFC 3339 date and time, or a date alone (midnight, `Z`), that
    /// exists in the calendar.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > MOST_LENGTH {
            return None;
        }
        let bytes = text.as_bytes();
        let day = text.get(..10)?;
        if !is_day(day) {
            return None;
        }
        if bytes.len() == 10 {
            return Some(Self(format!("{day}T00:00:00Z")));
        }
        let clock = text.get(11..19)?;
        if !matches!(bytes.get(10), Some(b'T' | b't' | b' ')) || !is_clock(clock) {
            return None;
        }
        let rest = text.get(19..)?;
        let offset_at = rest.find(|c: char| c != '.' && !c.is_ascii_digit())?;
        let (fraction, offset) = rest.split_at(offset_at);
        let fraction_ok = fraction.is_empty()
            || (fraction.len() > 1 && fraction.starts_with('.') && !fraction.get(1..)?.contains('.'));
        if !fraction_ok {
            return None;
        }
        let offset = match offset.as_bytes() {
            [b'Z' | b'z'] => "Z",
            [b'+' | b'-', h1, h2, b':', m1, m2]
                if two_digits(*h1, *h2).is_some_and(|h| h < 24)
                    && two_digits(*m1, *m2).is_some_and(|m| m < 60) =>
            {
                offset
            }
            _ => return None,
        };
        Some(Self(format!("{day}T{clock}{fraction}{offset}")))
    }

    /// The date in RFC 3339.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The day, `2021-09-15`.
    pub fn day(&self) -> &str {
        self.0.get(..10).unwrap_or_default()
    }

    /// The month, `2021-09`.
    pub fn month(&self) -> &str {
        self.0.get(..7).unwrap_or_default()
    }

    /// The day as a number; see [`day_number`].
    pub fn day_number(&self) -> u32 {
        day_number(self.day()).unwrap_or_default()
    }

    /// The key by which posts are ordered: the wall-clock time, `2021-09-15T06:44:59.771`; compare
    /// as text.
    pub fn sort_key(&self) -> &str {
        let end =
            self.0.get(19..).and_then(|rest| rest.find(['Z', '+', '-'])).map_or(self.0.len(), |at| 19 + at);
        self.0.get(..end).unwrap_or(&self.0)
    }
}

impl<'de> Deserialize<'de> for PostDate {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not an RFC 3339 date"))
    }
}

/// `true` if `text` is a day that exists, such as `2021-09-15`.
pub fn is_day(text: &str) -> bool {
    day_number(text).is_some()
}

/// Days from 1 January of the year 0 to `day`, `2021-09-15`, in the Gregorian calendar; `None`
/// if there is no such day.
pub fn day_number(day: &str) -> Option<u32> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = day.as_bytes() else { return None };
    let year = two_digits(*y1, *y2)? * 100 + two_digits(*y3, *y4)?;
    let (month, day) = (two_digits(*m1, *m2)?, two_digits(*d1, *d2)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let february = 28 + u32::from(leap);
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let (before, rest) = months.split_at_checked(month.checked_sub(1)? as usize)?;
    if day == 0 || day > *rest.first()? {
        return None;
    }
    let leap_years_before = year.checked_sub(1).map_or(0, |last| last / 4 - last / 100 + last / 400 + 1);
    Some(year * 365 + leap_years_before + before.iter().sum::<u32>() + day - 1)
}

fn is_clock(text: &str) -> bool {
    let [h1, h2, b':', m1, m2, b':', s1, s2] = text.as_bytes() else { return false };
    two_digits(*h1, *h2).is_some_and(|h| h < 24)
        && two_digits(*m1, *m2).is_some_and(|m| m < 60)
        && two_digits(*s1, *s2).is_some_and(|s| s <= 60) // 60 is a leap second
}

fn two_digits(tens: u8, ones: u8) -> Option<u32> {
    (tens.is_ascii_digit() && ones.is_ascii_digit())
        .then(|| u32::from(tens - b'0') * 10 + u32::from(ones - b'0'))
}

// Random input needs random numbers, of which a bare wasm32 has none.
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn rfc_3339_forms() {
        for (text, kept) in [
            ("2021-09-15", Some("2021-09-15T00:00:00Z")),
            ("2021-09-15T06:44:59.771Z", Some("2021-09-15T06:44:59.771Z")),
            ("2021-09-15 06:44:59+08:00", Some("2021-09-15T06:44:59+08:00")),
            ("2024-02-29t23:59:60z", Some("2024-02-29T23:59:60Z")),
            ("2023-02-29", None),
            ("2020-13-45", None),
            ("2020-02-30T25:61:61+99:99", None),
            ("2021-09-15T06:44:59", None),
            ("2021-09-15T06:44:59.Z", None),
            ("九月-09-15", None),
            ("", None),
        ] {
            assert_eq!(PostDate::parse(text).as_ref().map(PostDate::as_str), kept, "{text}");
        }
    }

    #[test]
    fn days_are_numbered_without_a_gap() {
        let numbers: Vec<_> =
            ["0000-01-01", "0000-12-31", "0001-01-01", "1970-01-01", "2024-02-29", "2024-03-01"]
                .map(|day| day_number(day).unwrap())
                .to_vec();
        assert_eq!(numbers, [0, 365, 366, 719_528, 739_310, 739_311]);
        for day in ["2021-00-01", "2021-13-01", "2021-01-00", "2021-1-1", "2100-02-29"] {
            assert_eq!(day_number(day), None, "{day}");
        }
    }

    #[test]
    fn parts() {
        let date = PostDate::parse("2021-09-01T07:00:00.5-03:30").unwrap();
        assert_eq!((date.day(), date.month()), ("2021-09-01", "2021-09"));
        assert_eq!(date.sort_key(), "2021-09-01T07:00:00.5");
    }

    proptest! {
        #[test]
        fn what_was_parsed_parses_to_itself(text in "\\PC{0,30}|[0-9]{4}-[01][0-9]-[0-3][0-9]([T ][0-9:.]{8,12}(Z|[+-][0-9:]{5}))?") {
            if let Some(date) = PostDate::parse(&text) {
                prop_assert_eq!(PostDate::parse(date.as_str()), Some(date));
            }
        }
    }
}
