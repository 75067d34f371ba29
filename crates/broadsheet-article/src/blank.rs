//! Which characters show nothing.

/// `true` for characters that show nothing at the edge of a paragraph, though browsers reserve
/// space for them.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{ad}')
}

/// The number of characters of a text that show something.
#[cfg(feature = "native")]
pub(crate) fn count_shown(text: &str) -> usize {
    count(text, None)
}

/// [`count_shown`] without a character, which is one from U+0800 to U+FFFF.
#[cfg(feature = "clean")]
pub(crate) fn count_shown_but(text: &str, left_out: char) -> usize {
    count(text, Some(left_out))
}

/// The number of characters that are not blank and not left out.
#[cfg(feature = "clean")]
fn count(text: &str, left_out: Option<char>) -> usize {
    #[cfg(feature = "native")]
    if text.len() >= BLOCK / 2 {
        return count_by_blocks(text.as_bytes(), left_out);
    }
    text.chars().filter(|&c| !is_blank(c) && Some(c) != left_out).count()
}

/// Bytes of UTF-8 that are counted together.
#[cfg(feature = "native")]
const BLOCK: usize = 32;

/// [`count`] for all but the shortest texts: every text of an article is counted several times. All
/// tests are made for every byte of a block and the two behind it, without a way out in the middle,
/// which the compiler turns into a few instructions for the whole block.
#[cfg(feature = "native")]
#[expect(
    clippy::needless_bitwise_bool,
    reason = "a way out in the middle would keep the compiler from blocks"
)]
fn count_by_blocks(text: &[u8], left_out: Option<char>) -> usize {
    // No text has these bytes.
    let mut sign = [0xFF; 3];
    if let Some(left_out) = left_out {
        left_out.encode_utf8(&mut sign);
    }
    let in_block = |block: &[u8; BLOCK + 2]| {
        let mut shown = 0_u8;
        for place in 0..BLOCK {
            let three = [block[place], block[place + 1], block[place + 2]];
            let is_left_out = (three[0] == sign[0]) & (three[1] == sign[1]) & (three[2] == sign[2]);
            shown += u8::from(begins_shown(three) & !is_left_out);
        }
        usize::from(shown)
    };
    let blocks = (0..text.len()).step_by(BLOCK).map(|start| {
        let rest = &text[start..];
        rest.first_chunk().map_or_else(
            || {
                let mut last = [b' '; BLOCK + 2];
                last[..rest.len()].copy_from_slice(rest);
                in_block(&last)
            },
            in_block,
        )
    });
    blocks.sum()
}

/// `true` if the first of three bytes of UTF-8 begins a character that is not [blank](is_blank).
#[cfg(feature = "native")]
#[expect(
    clippy::needless_bitwise_bool,
    reason = "a way out in the middle would keep the compiler from blocks"
)]
fn begins_shown([first, second, third]: [u8; 3]) -> bool {
    let continues = first & 0xC0 == 0x80;
    let is_ascii_blank = (first == b' ') | (first.wrapping_sub(b'\t') < 5);
    let is_blank = ((first == 0xC2) & ((second == 0x85) | (second == 0xA0) | (second == 0xAD)))
        | ((first == 0xE1) & (second == 0x9A) & (third == 0x80))
        | ((first == 0xE2)
            & (second == 0x80)
            & ((third < 0x8C) | (third == 0xA8) | (third == 0xA9) | (third == 0xAF)))
        | ((first == 0xE2) & (second == 0x81) & ((third == 0x9F) | (third == 0xA0)))
        | ((first == 0xE3) & (second == 0x80) & (third == 0x80))
        | ((first == 0xEF) & (second == 0xBB) & (third == 0xBF));
    !(continues | is_ascii_blank | is_blank)
}

#[cfg(all(test, feature = "native"))]
mod tests {
    use super::{count_shown, count_shown_but, is_blank};

    #[test]
    fn counting_knows_every_blank() {
        for c in ('\0'..=char::MAX).filter(|c| *c < '\u{3100}' || *c > '\u{f000}' && *c < '\u{10100}') {
            for before in ["", "x下", &"é".repeat(31), &"x".repeat(61)] {
                let text = [before, &c.to_string(), "“下”，x", &"下".repeat(40)].concat();
                let expected = text.chars().filter(|c| !is_blank(*c)).count();
                assert_eq!(count_shown(&text), expected, "{c:?} after {before}");
                let left_out = usize::from(c == '↩');
                assert_eq!(count_shown_but(&text, '↩'), expected - left_out, "{c:?} after {before}");
            }
        }
    }
}
