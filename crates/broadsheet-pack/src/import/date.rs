//! Dates as authors and scrapers write them.

use broadsheet_bundle::PostDate;

/// The date that `text` names, in one of the usual forms; a time without a zone is taken as UTC, a
/// day without a time as its midnight.
///
/// Understood are RFC 3339 with or without its time, seconds and zone, year-month-day with `-`, `/`
/// or `.`, `20210915`, `2021年9月15日`, RFC 2822 and other forms with an English month name, and
/// seconds or milliseconds since 1970 that fall between 1980 and 2100.
pub fn parse(text: &str) -> Option<PostDate> {
    let text = text.trim();
    PostDate::parse(text).or_else(|| digits(text)).or_else(|| numeric(text)).or_else(|| with_month_name(text))
}

/// The date at the start of a file's stem, `2021-09-15-slug`, and the slug behind it.
pub fn from_stem(stem: &str) -> Option<(PostDate, &str)> {
    let mut parts = stem.splitn(4, '-');
    let (year, month, day, slug) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if year.len() != 4 || ![year, month, day].into_iter().all(all_digits) {
        return None;
    }
    Some((build(number(year)?, number(month)?, number(day)?, "", "Z")?, slug))
}

fn number(text: &str) -> Option<u32> {
    text.parse().ok()
}

/// Puts a date together; `clock` is empty or `h:mm`, `h:mm:ss` or `h:mm:ss.fff`.
fn build(year: u32, month: u32, day: u32, clock: &str, zone: &str) -> Option<PostDate> {
    let clock = match clock.split_once(':') {
        None if clock.is_empty() => "00:00:00".to_owned(),
        None => return None,
        Some((hour, rest)) => {
            let rest = if rest.contains(':') { rest.to_owned() } else { format!("{rest}:00") };
            format!("{:02}:{rest}", number(hour)?)
        }
    };
    PostDate::parse(&format!("{year:04}-{month:02}-{day:02}T{clock}{zone}"))
}

/// `20210915`, or seconds or milliseconds since 1970.
fn digits(text: &str) -> Option<PostDate> {
    /// 1980-01-01 and 2100-01-01, in seconds.
    const PLAUSIBLE: std::ops::Range<u64> = 315_532_800..4_102_444_800;
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value: u64 = text.parse().ok()?;
    if text.len() == 8 {
        let part = |range| text.get(range).and_then(number);
        return build(part(0..4)?, part(4..6)?, part(6..8)?, "", "Z");
    }
    let (seconds, fraction) = if PLAUSIBLE.contains(&value) {
        (value, String::new())
    } else if PLAUSIBLE.contains(&(value / 1000)) {
        let milliseconds = value % 1000;
        (value / 1000, if milliseconds == 0 { String::new() } else { format!(".{milliseconds:03}") })
    } else {
        return None;
    };
    let (year, month, day) = civil(seconds / 86_400)?;
    let of_day = seconds % 86_400;
    let clock = format!("{}:{:02}:{:02}{fraction}", of_day / 3600, of_day / 60 % 60, of_day % 60);
    build(year, month, day, &clock, "Z")
}

/// The calendar day `days` days after 1970-01-01. Counts eras of 400 years from a 1 March, so that
/// the leap day is the last of its year.
fn civil(days: u64) -> Option<(u32, u32, u32)> {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    Some((u32::try_from(year).ok()?, u32::try_from(month).ok()?, u32::try_from(day).ok()?))
}

/// Year, month and day as numbers, then perhaps a time and a zone.
fn numeric(text: &str) -> Option<PostDate> {
    let mut rest = text;
    let year = take_number(&mut rest).filter(|digits| digits.len() == 4)?;
    let separator = take_one_of(&mut rest, &['-', '/', '.', '年'])?;
    let month = take_number(&mut rest)?;
    take_one_of(&mut rest, if separator == '年' { &['月'] } else { std::slice::from_ref(&separator) })?;
    let day = take_number(&mut rest)?;
    if separator == '年' {
        take_one_of(&mut rest, &['日', '号', '號'])?;
    }
    let rest = rest.strip_prefix(['T', 't']).unwrap_or(rest);
    let (clock, zone) = time(rest)?;
    build(number(year)?, number(month)?, number(day)?, &clock, &zone)
}

fn take_number<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, after) = rest.split_at(end);
    *rest = after;
    (1..=4).contains(&digits.len()).then_some(digits)
}

fn take_one_of(rest: &mut &str, wanted: &[char]) -> Option<char> {
    let found = rest.chars().next().filter(|c| wanted.contains(c))?;
    *rest = rest.get(found.len_utf8()..)?;
    Some(found)
}

/// A time of day and its zone: `06:44`, `6:44:59.771 +0800`, `上午6:44`, `3:04 PM EST`, or nothing at
/// all.
fn time(text: &str) -> Option<(String, String)> {
    let mut text = text.trim();
    if text.is_empty() {
        return Some((String::new(), "Z".into()));
    }
    let mut afternoon = None;
    for (word, is_afternoon) in [("上午", false), ("下午", true)] {
        if let Some(rest) = text.strip_prefix(word) {
            (text, afternoon) = (rest.trim_start(), Some(is_afternoon));
        }
    }
    let end = text.find(|c: char| !matches!(c, '0'..='9' | ':' | '.')).unwrap_or(text.len());
    let (clock, rest) = text.split_at(end);
    let mut rest = rest.trim();
    for (word, is_afternoon) in [("am", false), ("pm", true)] {
        if rest.get(..2).is_some_and(|start| start.eq_ignore_ascii_case(word)) {
            (rest, afternoon) = (rest.get(2..)?.trim_start(), Some(is_afternoon));
        }
    }
    let (hour, minutes) = clock.split_once(':')?;
    let hour = number(hour)?;
    let hour = match afternoon {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(is_afternoon) => hour % 12 + if is_afternoon { 12 } else { 0 },
    };
    Some((format!("{hour}:{minutes}"), zone(rest)?))
}

/// An offset in RFC 3339: from `+0800`, `+08:00`, `+8`, `UTC+8`, `GMT`, `EST` and the like; nothing
/// means UTC.
fn zone(text: &str) -> Option<String> {
    // RFC 2822 often repeats the zone as a comment: `+0800 (CST)`.
    let text = text.split('(').next()?.trim();
    let name_end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (name, offset) = text.split_at(name_end);
    let named = match name.to_ascii_uppercase().as_str() {
        "" | "Z" | "UTC" | "GMT" | "UT" => "Z",
        // The abbreviations of RFC 2822 have the meaning it gives them, others the one that is not
        // in dispute.
        "EST" | "CDT" => "-05:00",
        "EDT" => "-04:00",
        "CST" | "MDT" => "-06:00",
        "MST" | "PDT" => "-07:00",
        "PST" => "-08:00",
        "CET" => "+01:00",
        "CEST" => "+02:00",
        "HKT" | "SGT" => "+08:00",
        "JST" | "KST" => "+09:00",
        _ => return None,
    };
    let offset = offset.trim();
    if offset.is_empty() {
        return Some(named.to_owned());
    }
    if named != "Z" {
        return None;
    }
    let sign = offset.chars().next().filter(|c| matches!(c, '+' | '-'))?;
    let digits: String = offset.get(1..)?.chars().filter(|&c| c != ':').collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.as_str(), "00"),
        3 | 4 => digits.split_at(digits.len() - 2),
        _ => return None,
    };
    Some(format!("{sign}{:02}:{minutes}", number(hours)?))
}

/// RFC 2822 (`Wed, 15 Sep 2021 06:44:59 +0800`), `15 September 2021`, `Sep 15, 2021 3:04 PM`, and
/// the order of Unix's `date` (`Wed Sep 15 06:44:59 UTC 2021`).
fn with_month_name(text: &str) -> Option<PostDate> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let (mut day, mut month, mut year) = (None, None, None);
    let mut time_words: Vec<&str> = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()) {
        let start = word.get(..3).map(str::to_ascii_lowercase).unwrap_or_default();
        let plain = word.trim_end_matches('.');
        let letters = plain.len() >= 3 && plain.bytes().all(|byte| byte.is_ascii_alphabetic());
        let position = MONTHS.iter().position(|name| *name == start);
        if let (None, true, Some(position)) = (month, letters, position) {
            month = u32::try_from(position + 1).ok();
        } else if let (true, true, Some(number)) = (year.is_none(), word.len() == 4, number(word)) {
            year = Some(number);
        } else if let (true, true, Some(number)) = (day.is_none(), time_words.is_empty(), day_of_month(word))
        {
            day = Some(number);
        } else if !(letters && is_weekday(&start)) {
            time_words.push(word);
        }
    }
    let (clock, zone) = time(&time_words.join(" "))?;
    build(year?, month?, day?, &clock, &zone)
}

fn is_weekday(start: &str) -> bool {
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].contains(&start)
}

/// `15`, `15th`
fn day_of_month(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    number(digits).filter(|day| (1..=31).contains(day))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn forms() {
        for (text, expected) in [
            ("2021-09-15T06:44:59.771Z", "2021-09-15T06:44:59.771Z"),
            ("2021-09-15", "2021-09-15T00:00:00Z"),
            ("2021-09-15 06:44", "2021-09-15T06:44:00Z"),
            ("2021-09-15 06:44:59", "2021-09-15T06:44:59Z"),
            ("2021-09-15T06:44:59", "2021-09-15T06:44:59Z"),
            ("2021-09-15 06:44:59 +0800", "2021-09-15T06:44:59+08:00"),
            ("2021-09-15 06:44:59 +08:00", "2021-09-15T06:44:59+08:00"),
            ("2021-09-15T06:44+0800", "2021-09-15T06:44:00+08:00"),
            ("2021-09-15 06:44:59 -330", "2021-09-15T06:44:59-03:30"),
            ("2021-09-15 06:44:59 Z", "2021-09-15T06:44:59Z"),
            ("2021-09-15 06:44:59 UTC", "2021-09-15T06:44:59Z"),
            ("2021-09-15 06:44:59 GMT+8", "2021-09-15T06:44:59+08:00"),
            ("2021-09-15 06:44:59 EST", "2021-09-15T06:44:59-05:00"),
            ("2021-9-5 6:04", "2021-09-05T06:04:00Z"),
            ("2021/09/15", "2021-09-15T00:00:00Z"),
            ("2021/9/15 06:44:59", "2021-09-15T06:44:59Z"),
            ("2021.09.15", "2021-09-15T00:00:00Z"),
            ("20210915", "2021-09-15T00:00:00Z"),
            ("2021年9月15日", "2021-09-15T00:00:00Z"),
            ("2021年09月15日 06:44", "2021-09-15T06:44:00Z"),
            ("2021年9月15日 下午3:04", "2021-09-15T15:04:00Z"),
            ("2021年9月15日上午12:04", "2021-09-15T00:04:00Z"),
            ("Wed, 15 Sep 2021 06:44:59 +0800", "2021-09-15T06:44:59+08:00"),
            ("Wed, 15 Sep 2021 06:44:59 +0800 (CST)", "2021-09-15T06:44:59+08:00"),
            ("15 Sep 2021 06:44 GMT", "2021-09-15T06:44:00Z"),
            ("Wed Sep 15 06:44:59 UTC 2021", "2021-09-15T06:44:59Z"),
            ("September 15th, 2021", "2021-09-15T00:00:00Z"),
            ("Sep 15, 2021 3:04 PM", "2021-09-15T15:04:00Z"),
            ("Sep 1, 2021, 12:30 am", "2021-09-01T00:30:00Z"),
            ("1631688299", "2021-09-15T06:44:59Z"),
            ("1631688299771", "2021-09-15T06:44:59.771Z"),
            ("1709164800", "2024-02-29T00:00:00Z"),
            ("  2021-09-15 ", "2021-09-15T00:00:00Z"),
        ] {
            assert_eq!(parse(text).as_ref().map(PostDate::as_str), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "soon",
            "九月",
            "2021",
            "2021-09",
            "2020-13-45",
            "2020-02-30T25:61:61+99:99",
            "2021-09-15 25:00",
            "2021-09-15 06:44 XYZ",
            "2021-09-15 06:44 +99:99",
            "2021-09-15 noon",
            "2021-09/15",
            "2021年9月",
            "99999999999999999999",
            "12345",
            "31 Feb 2021",
            "Sep 2021",
            "13:00 PM Sep 1 2021",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn stems() {
        for (stem, expected) in [
            ("2021-09-15-标题", Some(("2021-09-15", "标题"))),
            ("2021-9-5-a-b", Some(("2021-09-05", "a-b"))),
            ("2021-13-15-a", None),
            ("2021-09-15", None),
            ("21-09-15-a", None),
            ("标题", None),
            ("a-b-c-d", None),
        ] {
            let found = from_stem(stem);
            assert_eq!(found.as_ref().map(|(date, slug)| (date.day(), *slug)), expected, "{stem}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,40}|[0-9TZ:年月日/. +-]{0,40}|[A-Za-z0-9,: ]{0,40}") {
            parse(&text);
            from_stem(&text);
        }

        #[test]
        fn every_second_is_itself_again(seconds in 315_532_800_u64..4_102_444_800) {
            let date = parse(&seconds.to_string()).unwrap();
            let day = date.day().to_owned();
            let expected = civil(seconds / 86_400).map(|(y, m, d)| format!("{y:04}-{m:02}-{d:02}"));
            prop_assert_eq!(Some(day), expected);
        }
    }

    #[test]
    fn letters_in_a_zone_are_no_date() {
        for zone in ["+0À0", "+中", "-0中", "+a0", "+１２"] {
            assert_eq!(parse(&format!("2021-09-15 06:44:59 {zone}")), None, "{zone}");
        }
    }
}
