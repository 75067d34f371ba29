//! Dates as authors, scrapers and other programs write them.

use crate::date::PostDate;
use crate::text::to_half_width;

/// The date that `text` names, in one of the usual forms; a time without a zone is taken as UTC, a
/// day without a time as its midnight.
///
/// Understood are RFC 3339 with or without its time, seconds and zone, year-month-day with `-`, `/`
/// or `.`, `20210915`, `15.09.2021`, `2021年9月15日`, in Chinese digits as well, RFC 2822 and other
/// forms with an English month name, and seconds, milli-, micro- or nanoseconds since 1970 that
/// fall between 1980 and 2100. A day and a month whose order is not certain (`9/8/2021`) are no
/// date.
pub fn parse(text: &str) -> Option<PostDate> {
    /// Bytes of a text that may be a date.
    const MOST_BYTES: usize = 200;
    let text = text.trim();
    if text.len() > MOST_BYTES {
        return None;
    }
    let found = |text: &str| {
        PostDate::parse(text)
            .or_else(|| digits(text))
            .or_else(|| compact(text))
            .or_else(|| numeric(text))
            .or_else(|| day_first(text))
            .or_else(|| with_month_name(text))
    };
    found(text).or_else(|| {
        let plain = plain(text);
        (plain != text).then(|| found(&plain)).flatten()
    })
}

/// Returns `text` with digits and signs of other widths and scripts as those of ASCII, and without
/// invisible characters and names of days.
fn plain(text: &str) -> String {
    let seen = crate::text::as_seen(text);
    let half: String = seen.chars().map(|c| if c == '：' { ':' } else { to_half_width(c) }).collect();
    let text = with_chinese_numbers(&half);
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        let day = ["星期", "礼拜", "禮拜", "周", "週"].iter().find_map(|name| {
            let after = rest.strip_prefix(['(', '[']).unwrap_or(rest).strip_prefix(name)?;
            let end = after.chars().next().filter(|c| "一二三四五六日天1234567".contains(*c))?;
            let after = after.get(end.len_utf8()..)?;
            Some(after.strip_prefix([')', ']']).unwrap_or(after))
        });
        rest = if let Some(after) = day {
            plain.push(' ');
            after
        } else {
            plain.push(c);
            rest.get(c.len_utf8()..).unwrap_or_default()
        };
    }
    plain.trim().to_owned()
}

/// Returns `text` with the numbers before 年, 月, 日 and 号 in ASCII: `二〇二一年九月十五日`.
fn with_chinese_numbers(text: &str) -> String {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let digit = |c: char| {
        if matches!(c, '零' | '○' | 'Ｏ') { Some(0) } else { DIGITS.iter().position(|&known| known == c) }
    };
    let mut written = String::with_capacity(text.len());
    let mut number = String::new();
    for c in text.chars() {
        if digit(c).is_some() || c == '十' {
            number.push(c);
            continue;
        }
        if matches!(c, '年' | '月' | '日' | '号' | '號') && !number.is_empty() {
            let value = match number.split_once('十') {
                Some((tens, ones)) => {
                    let of = |text: &str, none| text.chars().next().map_or(Some(none), digit);
                    of(tens, 1).zip(of(ones, 0)).map(|(tens, ones)| (tens * 10 + ones).to_string())
                }
                None => number.chars().map(|c| Some(digit(c)?.to_string())).collect(),
            };
            written.push_str(&value.unwrap_or_default());
        } else {
            written.push_str(&number);
        }
        number.clear();
        written.push(c);
    }
    written + &number
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

/// `20210915T064459Z`, the basic form of ISO 8601.
fn compact(text: &str) -> Option<PostDate> {
    let (day, rest) = text.split_at_checked(8)?;
    let (clock, zone_text) = rest.strip_prefix(['T', 't', ' '])?.split_at_checked(6)?;
    if !day.bytes().chain(clock.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |text: &str, range| text.get(range).and_then(number);
    let clock = format!("{}:{}:{}", part(clock, 0..2)?, clock.get(2..4)?, clock.get(4..6)?);
    build(part(day, 0..4)?, part(day, 4..6)?, part(day, 6..8)?, &clock, &zone(zone_text)?)
}

/// `15.09.2021`, in which the day comes first wherever it is written, and `15/9/2021` or
/// `9/15/2021`, where only one order is possible.
fn day_first(text: &str) -> Option<PostDate> {
    let mut rest = text;
    let one = number(take_number(&mut rest)?)?;
    let separator = take_one_of(&mut rest, &['.', '/', '-'])?;
    let two = number(take_number(&mut rest)?)?;
    take_one_of(&mut rest, std::slice::from_ref(&separator))?;
    let year = take_number(&mut rest).filter(|digits| digits.len() == 4)?;
    let (day, month) = match (one, two) {
        _ if separator == '.' => (one, two),
        (13.., 1..=12) => (one, two),
        (1..=12, 13..) => (two, one),
        _ if one == two => (one, two),
        _ => return None,
    };
    let (clock, zone) = time(rest.strip_prefix([',', 'T']).unwrap_or(rest))?;
    build(number(year)?, month, day, &clock, &zone)
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
    let at = |year, month, day, clock: &str| {
        PostDate::parse(&format!("{year:04}-{month:02}-{day:02}T{clock}{zone}"))
    };
    // The midnight at the end of a day (ISO 8601, 4.2.3) is that at the start of the next one.
    if clock.starts_with("24:") && clock.bytes().skip(2).all(|byte| matches!(byte, b'0' | b':' | b'.')) {
        let start = "00:00:00";
        at(year, month, day, start)?;
        let next = at(year, month, day + 1, start).or_else(|| at(year, month + 1, 1, start));
        return next.or_else(|| at(year + 1, 1, 1, start));
    }
    at(year, month, day, &clock)
}

/// `20210915`, or seconds or parts of them since 1970.
fn digits(text: &str) -> Option<PostDate> {
    /// 1980-01-01 and 2100-01-01, in seconds.
    const PLAUSIBLE: std::ops::Range<u64> = 315_532_800..4_102_444_800;
    // Seconds can have a fraction; shorter parts than a millisecond do not count.
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut value: u64 = whole.parse().ok()?;
    while value >= PLAUSIBLE.end * 1000 {
        value /= 1000;
    }
    if whole.len() == 8 && fraction.is_empty() {
        let part = |range| text.get(range).and_then(number);
        return build(part(0..4)?, part(4..6)?, part(6..8)?, "", "Z");
    }
    let (seconds, fraction) = if PLAUSIBLE.contains(&value) {
        (value, if fraction.is_empty() { String::new() } else { format!(".{fraction:.3}") })
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
    let with_colons = clock_of_words(text);
    text = with_colons.trim();
    let mut afternoon = None;
    for (word, is_afternoon) in HALVES {
        if let Some(rest) = text.strip_prefix(word) {
            (text, afternoon) = (rest.trim_start(), Some(is_afternoon));
        }
    }
    let end = text.find(|c: char| !matches!(c, '0'..='9' | ':' | '.')).unwrap_or(text.len());
    let (clock, rest) = text.split_at(end);
    let mut rest = rest.trim();
    for (word, is_afternoon) in [("am", false), ("pm", true), ("a.m.", false), ("p.m.", true)] {
        let (start, after) = rest.split_at_checked(word.len()).unwrap_or((rest, ""));
        if start.eq_ignore_ascii_case(word) && !after.starts_with(|c: char| c.is_ascii_alphabetic()) {
            (rest, afternoon) = (after.trim_start(), Some(is_afternoon));
        }
    }
    let (hour, minutes) = clock.split_once(':')?;
    let hour = number(hour)?;
    let hour = match afternoon {
        None => hour,
        // `下午15:04` is said, too.
        Some(true) if (13..24).contains(&hour) => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(is_afternoon) => hour % 12 + if is_afternoon { 12 } else { 0 },
    };
    Some((format!("{hour}:{minutes}"), zone(rest)?))
}

/// Chinese names of the parts of a day, and `true` for those after noon.
const HALVES: [(&str, bool); 9] = [
    ("上午", false),
    ("下午", true),
    ("凌晨", false),
    ("清晨", false),
    ("早上", false),
    ("中午", true),
    ("傍晚", true),
    ("晚上", true),
    ("午后", true),
];

/// Returns a time of day with colons: `6时44分59秒` as `6:44:59`, `6點44分` as `6:44`.
fn clock_of_words(text: &str) -> String {
    let text = text.replace(['时', '時', '点', '點'], ":").replace(['秒', '整'], "");
    match text.split_once('分') {
        None if text.ends_with(':') => text + "00",
        Some((minutes, seconds)) if seconds.starts_with(|c: char| c.is_ascii_digit()) => {
            [minutes, ":", seconds].concat()
        }
        Some((minutes, rest)) => [minutes, rest].concat(),
        None => text,
    }
}

/// Offsets of zones by their names, in hours and minutes. The abbreviations of RFC 2822 have the
/// meaning it gives them, others the one that is least in dispute.
const ZONES: [(&str, &str); 39] = [
    ("EST", "-05:00"),
    ("CDT", "-05:00"),
    ("EDT", "-04:00"),
    ("CST", "-06:00"),
    ("MDT", "-06:00"),
    ("MST", "-07:00"),
    ("PDT", "-07:00"),
    ("PST", "-08:00"),
    ("AKDT", "-08:00"),
    ("AKST", "-09:00"),
    ("HST", "-10:00"),
    ("BRT", "-03:00"),
    ("WEST", "+01:00"),
    ("BST", "+01:00"),
    ("CET", "+01:00"),
    ("CEST", "+02:00"),
    ("EET", "+02:00"),
    ("SAST", "+02:00"),
    ("EEST", "+03:00"),
    ("MSK", "+03:00"),
    ("PKT", "+05:00"),
    ("IST", "+05:30"),
    ("ICT", "+07:00"),
    ("WIB", "+07:00"),
    ("HKT", "+08:00"),
    ("SGT", "+08:00"),
    ("AWST", "+08:00"),
    ("JST", "+09:00"),
    ("KST", "+09:00"),
    ("AEST", "+10:00"),
    ("AEDT", "+11:00"),
    ("NZST", "+12:00"),
    ("NZDT", "+13:00"),
    ("ASIA/SHANGHAI", "+08:00"),
    ("ASIA/TAIPEI", "+08:00"),
    ("ASIA/HONG_KONG", "+08:00"),
    ("ASIA/SINGAPORE", "+08:00"),
    ("ASIA/TOKYO", "+09:00"),
    ("ASIA/SEOUL", "+09:00"),
];

/// An offset in RFC 3339: from `+0800`, `+08:00`, `+8`, `UTC+8`, `GMT`, `EST` and the like; nothing
/// means UTC.
fn zone(text: &str) -> Option<String> {
    // RFC 2822 often repeats the zone as a comment: `+0800 (CST)`.
    let text = text.split('(').next()?.trim();
    let is_name = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '_');
    let name_end = text.find(|c: char| !is_name(c)).unwrap_or(text.len());
    let (name, offset) = text.split_at(name_end);
    let name = name.to_ascii_uppercase();
    let known = ZONES.iter().find(|(known, _)| *known == name).map(|(_, offset)| *offset);
    // Of a name that says nothing, the time counts as it stands, as RFC 2822 asks for.
    let is_other = name.len() <= 5 || name.contains('/');
    let named = known.or_else(|| is_other.then_some("Z"))?;
    let offset = offset.trim();
    if offset.is_empty() {
        return Some(named.to_owned());
    }
    if !matches!(name.as_str(), "" | "Z" | "UTC" | "GMT" | "UT") {
        return None;
    }
    // Some have the name behind it, and some a blank for the plus, which it means in addresses.
    let offset = offset.split_whitespace().next()?;
    let with_sign = if offset.contains(':') && !offset.starts_with(['+', '-']) {
        ["+", offset].concat()
    } else {
        offset.to_owned()
    };
    let offset = with_sign.as_str();
    let sign = offset.chars().next().filter(|c| matches!(c, '+' | '-'))?;
    let digits: String = offset.get(1..)?.chars().filter(|&c| c != ':').collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.as_str(), "00"),
        3 | 4 => digits.split_at(digits.len() - 2),
        // With seconds, which no zone has by now.
        6 if digits.ends_with("00") => digits.split_at_checked(4)?.0.split_at_checked(2)?,
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
    // Two digits of a year, as RFC 822 has them, come behind the month.
    let short_year = |word: &str| number(word).map(|year| if year < 70 { 2000 + year } else { 1900 + year });
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
        } else if year.is_none()
            && month.is_some()
            && day.is_some()
            && word.len() == 2
            && short_year(word).is_some()
        {
            year = short_year(word);
        } else if !(letters && is_weekday(&start) || matches!(word, "at" | "um" | "of")) {
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
#[cfg(not(target_arch = "wasm32"))]
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
            ("2020/1/2", "2020-01-02T00:00:00Z"),
            ("2020/1/2 3:04:05", "2020-01-02T03:04:05Z"),
            ("２０２０年１月２日", "2020-01-02T00:00:00Z"),
            ("二〇二〇年一月二日", "2020-01-02T00:00:00Z"),
            ("二零二一年十二月三十一日", "2021-12-31T00:00:00Z"),
            ("2020年1月2日 星期四 10:30", "2020-01-02T10:30:00Z"),
            ("2020年1月2日（周四）10时30分", "2020-01-02T10:30:00Z"),
            ("2020年1月2日 晚上8点05分06秒", "2020-01-02T20:05:06Z"),
            ("2020-01-02 下午 15:04", "2020-01-02T15:04:00Z"),
            ("2020-01-02T03:04:05 08:00", "2020-01-02T03:04:05+08:00"),
            ("2020-01-02T03:04:05.123+0800", "2020-01-02T03:04:05.123+08:00"),
            ("20200102T030405Z", "2020-01-02T03:04:05Z"),
            ("2020-01-02 03:04:05 +0800 CST", "2020-01-02T03:04:05+08:00"),
            ("2020-01-02 03:04:05 Asia/Shanghai", "2020-01-02T03:04:05+08:00"),
            ("2020-01-02 03:04 XYZ", "2020-01-02T03:04:00Z"),
            ("02.01.2020", "2020-01-02T00:00:00Z"),
            ("31.12.2020 23:59", "2020-12-31T23:59:00Z"),
            ("12/31/2020, 11:59 PM", "2020-12-31T23:59:00Z"),
            ("31/12/2020", "2020-12-31T00:00:00Z"),
            ("Thu, 02 Jan 20 03:04:05 GMT", "2020-01-02T03:04:05Z"),
            ("02 Jan 99 03:04 A", "1999-01-02T03:04:00Z"),
            ("Thu, 02 Jan 2020 03:04:05 BST", "2020-01-02T03:04:05+01:00"),
            ("Thu, 02 Jan 2020 03:04:05 -0000", "2020-01-02T03:04:05-00:00"),
            ("Thu, 02 Jan 2020 03:04:05 +08:00", "2020-01-02T03:04:05+08:00"),
            ("Thu Jan 02 2020 03:04:05 GMT+0800 (中国标准时间)", "2020-01-02T03:04:05+08:00"),
            ("Jan. 2, 2020 at 3:04 p.m.", "2020-01-02T15:04:00Z"),
            ("1631688299.5", "2021-09-15T06:44:59.5Z"),
            ("1631688299771000", "2021-09-15T06:44:59.771Z"),
            ("2020-01-31 24:00:00", "2020-02-01T00:00:00Z"),
            ("2020-12-31T24:00:00+08:00", "2021-01-01T00:00:00+08:00"),
            ("2020年2月28日 24:00", "2020-02-29T00:00:00Z"),
            ("2020-01-02 03:04:05 +08:00:00", "2020-01-02T03:04:05+08:00"),
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
            "2021-09-15 24:01",
            "2021-02-31 24:00",
            "2021-09-15 06:44 nonsense",
            "9/8/2021",
            "13.13.2021",
            "1.2",
            "二〇二一年",
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
        for zone in ["+0À0", "+中", "-0中", "+a0"] {
            assert_eq!(parse(&format!("2021-09-15 06:44:59 {zone}")), None, "{zone}");
        }
    }
}
