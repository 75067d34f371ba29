//! Which characters show nothing.

/// `true` for characters that show nothing at the edge of a paragraph, though browsers reserve
/// space for them.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{ad}')
}

/// The number of characters of a text that show something.
#[cfg(feature = "native")]
pub(crate) fn count_shown(text: &str) -> usize {
    count(text, |_| false)
}

/// [`count_shown`] without a character, which is one from U+2000 to U+2FFF.
#[cfg(feature = "clean")]
pub(crate) fn count_shown_but(text: &str, left_out: &str) -> usize {
    count(text, |rest| rest.starts_with(left_out.as_bytes()))
}

/// The number of characters that are not blank and not left out.
#[cfg(all(feature = "clean", not(feature = "native")))]
fn count(text: &str, is_left_out: impl Fn(&[u8]) -> bool) -> usize {
    let is_shown = |&(at, c): &(usize, char)| !is_blank(c) && !is_left_out(&text.as_bytes()[at..]);
    text.char_indices().filter(is_shown).count()
}

/// The number of characters that are not blank and not left out. Every text of an article is
/// counted several times, so this goes by blocks of bytes, and looks at characters only in a block
/// that may have a blank of several bytes.
#[cfg(feature = "native")]
#[expect(
    clippy::needless_bitwise_bool,
    reason = "all tests of a block are made, without a way out in the middle"
)]
fn count(text: &str, is_left_out: impl Fn(&[u8]) -> bool) -> usize {
    const BLOCK: usize = 64;
    let is_skipped = |rest: &[u8]| begins_blank(rest) || is_left_out(rest);
    let bytes = text.as_bytes();
    let begins = |byte: u8| (byte & 0xC0 != 0x80) & (byte != b' ') & (byte.wrapping_sub(9) >= 5);
    let mut shown = 0;
    let mut at = 0;
    // The two bytes after a block are looked at as well.
    while let Some(&block) = bytes.get(at..).and_then(|rest| rest.first_chunk::<{ BLOCK + 2 }>()) {
        let (mut count, mut is_special) = (0_u8, false);
        for place in 0..BLOCK {
            let [first, second, third] = [block[place], block[place + 1], block[place + 2]];
            count += u8::from(begins(first));
            is_special |= (first == 0xC2)
                | (first == 0xE1)
                | (first == 0xE2)
                | ((first == 0xE3) & (second == 0x80) & (third == 0x80))
                | ((first == 0xEF) & (second == 0xBB));
        }
        shown += usize::from(count);
        if is_special {
            shown -= (0..BLOCK).filter(|&place| is_skipped(&block[place..place + 3])).count();
        }
        at += BLOCK;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    let count = rest.iter().filter(|&&byte| begins(byte)).count();
    shown + count - (0..rest.len()).filter(|&place| is_skipped(&rest[place..])).count()
}

/// `true` if bytes begin with a blank beyond ASCII.
#[cfg(feature = "native")]
fn begins_blank(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xC2, 0x85 | 0xA0 | 0xAD, ..]
            | [0xE1, 0x9A, 0x80, ..]
            | [0xE2, 0x80, 0x80..=0x8B | 0xA8 | 0xA9 | 0xAF, ..]
            | [0xE2, 0x81, 0x9F | 0xA0, ..]
            | [0xE3, 0x80, 0x80, ..]
            | [0xEF, 0xBB, 0xBF, ..]
    )
}

#[cfg(all(test, feature = "native"))]
mod tests {
    use super::{count_shown, is_blank};

    #[test]
    fn counting_knows_every_blank() {
        for c in ('\0'..=char::MAX).filter(|c| *c < '\u{3100}' || *c > '\u{f000}' && *c < '\u{10100}') {
            for before in ["", "x下", &"é".repeat(31), &"x".repeat(61)] {
                let text = [before, &c.to_string(), "“下”，x", &"下".repeat(40)].concat();
                let expected = text.chars().filter(|c| !is_blank(*c)).count();
                assert_eq!(count_shown(&text), expected, "{c:?} after {before}");
            }
        }
    }
}
