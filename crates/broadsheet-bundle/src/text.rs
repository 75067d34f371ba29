//! Comparing text as users do: folding, and what of a text is visible.

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
/// hyphen, zero-width space, marks of direction, word joiner, byte order mark. (Joiners and
/// non-joiners shape letters and emoji.)
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Returns `text` as it looks: runs of blanks of any kind are one plain blank, there is none at the
/// ends, and invisible characters are removed. Names that look the same are the same in this form,
/// provided that they are in the same normalization form.
pub fn as_seen(text: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let start = seen.len();
        seen.extend(word.chars().filter(|&c| !is_invisible(c)));
        if start > 0 && seen.len() > start {
            seen.insert(start, ' ');
        }
    }
    seen
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
            ("می\u{200C}خواهم", "می\u{200C}خواهم"),
            ("", ""),
        ] {
            assert_eq!(as_seen(text), seen, "{text:?}");
        }
    }

    #[test]
    fn lines_become_one() {
        assert_eq!(one_line("  a\n b\u{3000}c ", 99), "a b c");
        assert_eq!(one_line("ab cd ef", 3), "ab cd");
    }

    proptest! {
        #[test]
        fn what_is_as_seen_stays_so(text in "[ab\u{A0}\u{200B}\u{3000} ]{0,12}") {
            let seen = as_seen(&text);
            prop_assert_eq!(as_seen(&seen), seen);
        }
    }
}
