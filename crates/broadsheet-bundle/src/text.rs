//! Comparing text as users do: folding, what of a text is visible, and names.

/// Returns `text` folded for comparison: case, the width of Latin letters, digits and punctuation,
/// the kind of blank, the shape of quotation marks and invisible characters do not count. Both
/// sides have to be in the same normalization form. The viewer has the browser do what needs
/// tables, and [`plain`] the rest.
pub fn fold(text: &str) -> String {
    plain(text).chars().flat_map(char::to_lowercase).collect()
}

/// Returns `text` with plain characters: invisible characters are removed; full-width forms, curly
/// quotation marks, blanks of any kind and final sigmas become their plain counterparts. Line feeds
/// stay.
pub fn plain(text: &str) -> String {
    let seen = text.chars().filter(|&c| !is_invisible(c) && !matches!(c, '\u{200C}' | '\u{200D}'));
    seen.map(plain_char).collect()
}

/// The half-width form of a full-width character, other characters as they are. In the Unicode
/// block "Halfwidth and Fullwidth Forms", U+FF01 to U+FF5E mirror U+0021 to U+007E.
pub fn to_half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

fn plain_char(c: char) -> char {
    match c {
        '‘'..='‛' => '\'',
        '“'..='‟' => '"',
        'ς' => 'σ',
        _ if c.is_whitespace() && c != '\n' => ' ',
        _ => to_half_width(c),
    }
}

/// `true` for characters without a width or a meaning of their own in any writing system: soft
/// hyphen, zero-width space, marks, embeddings and isolates of direction, word joiner, invisible
/// operators, byte order mark. (Joiners and non-joiners shape letters and emoji.)
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

const NON_JOINER: char = '\u{200C}';
const JOINER: char = '\u{200D}';

/// `true` if a joiner or non-joiner between these characters changes how they are drawn: between
/// letters of scripts that join them, from Hebrew to Mongolian and in the later blocks, and between
/// the parts of an emoji. At the end of a word the non-joiner matters behind a virama, which has
/// the same place in every block of India's scripts, and the joiner behind any such letter.
fn is_shaped(before: Option<char>, joiner: char, next: Option<char>) -> bool {
    let Some(before) = before else { return false };
    let is_letter =
        matches!(before, '\u{590}'..='\u{1DFF}' | '\u{A4D0}'..='\u{ABFF}' | '\u{FB1D}'..='\u{FDFF}');
    let code = before as u32;
    let is_virama = matches!(code, 0x900..0xD80 if code & 0x7F == 0x4D) || code == 0xDCA;
    match next {
        Some(NON_JOINER | JOINER) => false,
        Some(_) => {
            is_letter || matches!(before, '\u{2190}'..='\u{2BFF}' | '\u{FE0F}' | '\u{10000}'..='\u{1FFFF}')
        }
        None => is_virama || (is_letter && joiner == JOINER),
    }
}

/// Returns `text` as it looks: runs of blanks of any kind are one plain blank, there is none at the
/// ends, and invisible characters are removed. Texts that look the same are the same in this form,
/// once they are brought into the same normalization form.
pub fn as_seen(text: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let start = seen.len();
        let mut before = None;
        let mut rest = word.chars().filter(|&c| !is_invisible(c)).peekable();
        while let Some(c) = rest.next() {
            if matches!(c, NON_JOINER | JOINER) && !is_shaped(before, c, rest.peek().copied()) {
                continue;
            }
            if start > 0 && seen.len() == start {
                seen.push(' ');
            }
            seen.push(c);
            before = Some(c);
        }
    }
    seen
}

/// `true` for commas and semicolons of any script, which stand between the names of a list.
pub fn is_separator(c: char) -> bool {
    matches!(c, ',' | ';' | '，' | '、' | '；' | '،' | '؛' | '､' | '﹐' | '﹑' | '﹔')
}

/// `true` if `text` ends in a character reference without its semicolon (`&amp`, `&#38`).
pub fn ends_in_reference(text: &str) -> bool {
    let name = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    name.len() < text.len() && name.ends_with('&')
}

/// Returns the name of a person or of a thing in the one form that it has everywhere, in posts,
/// feeds and addresses: as it looks, without separators of a list at its ends. The normalization
/// form is left to the caller.
pub fn name(text: &str) -> String {
    let seen = as_seen(text);
    bare(&seen, &[' ']).to_owned()
}

/// Returns a tag or a category as [`name`] does, without the signs of a hashtag: `#history`, and
/// `#history#` as in Chinese.
pub fn tag_name(text: &str) -> String {
    let name = name(text);
    let others = &[' ', '#', '＃'];
    if !name.starts_with(others) {
        return name;
    }
    let tag = bare(&name, others);
    if tag.is_empty() { name } else { tag.to_owned() }
}

/// `text` without separators and `others` at its ends; the semicolon of a character reference
/// stays.
fn bare<'a>(text: &'a str, others: &[char]) -> &'a str {
    let goes = |c: char| is_separator(c) || others.contains(&c);
    let mut text = text.trim_start_matches(goes);
    while let Some(rest) = text.strip_suffix(goes) {
        if text.ends_with(';') && ends_in_reference(rest) {
            break;
        }
        text = rest;
    }
    text
}

/// `text` on one line: runs of white space become one blank, there is none at the ends. Stops at
/// the first word that ends beyond `max_bytes`.
pub fn one_line(text: &str, max_bytes: usize) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > max_bytes {
            break;
        }
    }
    line
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_and_width_do_not_count() {
        assert_eq!(fold("ＶＰＮ　软件！"), "vpn 软件!");
        assert_eq!(fold("“Ann O’Hara”\u{A0}\u{200A}‘x‛"), "\"ann o'hara\"  'x'");
        assert_eq!(fold("tra\u{200B}v\u{AD}el\u{FEFF}"), "travel");
        assert_eq!(fold("ΟΔΟΣ"), fold("οδος"));
    }

    #[test]
    fn what_looks_the_same_is_the_same() {
        for (text, seen) in [
            ("night\u{2009}\u{A0}train", "night train"),
            ("\u{3000} night\ttrain \u{200B}", "night train"),
            ("tra\u{200B}vel\u{FEFF}", "travel"),
            ("a \u{200B} b", "a b"),
            ("\u{200B} a", "a"),
            ("\u{202E}abc\u{202C}", "abc"),
            ("\u{2068}بحر\u{2069}\u{61C}", "بحر"),
            ("می\u{200C}خواهم", "می\u{200C}خواهم"),
            ("می\u{200C}", "می"),
            ("tra\u{200D}vel \u{200C}甲\u{200D}乙", "travel 甲乙"),
            ("👨\u{200D}👩\u{200D}👧 ❤\u{FE0F}\u{200D}🔥", "👨\u{200D}👩\u{200D}👧 ❤\u{FE0F}\u{200D}🔥"),
            ("ക്\u{200D}ഷ അവന്\u{200D}", "ക്\u{200D}ഷ അവന്\u{200D}"),
            ("क्\u{200C}\u{200C}ष", "क्\u{200C}ष"),
            ("", ""),
        ] {
            assert_eq!(as_seen(text), seen, "{text:?}");
        }
    }

    #[test]
    fn names_have_no_separators_at_their_ends() {
        for (text, plain, tag) in [
            ("城市,", "城市", "城市"),
            (" ，城市； 、", "城市", "城市"),
            ("slow travel ;", "slow travel", "slow travel"),
            ("#城市", "#城市", "城市"),
            ("＃城市#，", "＃城市#", "城市"),
            ("#,#a", "#,#a", "a"),
            ("C#", "C#", "C#"),
            ("#", "#", "#"),
            (",;", "", ""),
            ("&amp;", "&amp;", "&amp;"),
            ("R&#38;;", "R&#38;", "R&#38;"),
            ("a & b;", "a & b", "a & b"),
        ] {
            assert_eq!((name(text).as_str(), tag_name(text).as_str()), (plain, tag), "{text:?}");
        }
    }

    #[test]
    fn lines_become_one() {
        assert_eq!(one_line("  a\n b\u{3000}c ", 99), "a b c");
        assert_eq!(one_line("ab cd ef", 3), "ab cd");
    }

    proptest! {
        #[test]
        fn what_is_as_seen_stays_so(text in "[ab\u{A0}\u{200B}\u{3000} \u{200C}\u{200D}म\u{94D}👨#,;；&\u{202E}]{0,12}") {
            for form in [as_seen, name, tag_name] {
                let seen = form(&text);
                prop_assert_eq!(form(&seen), seen);
            }
        }
    }
}
