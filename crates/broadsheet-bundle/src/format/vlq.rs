//! Long lists of small numbers as text: base64 VLQ, the variable-length quantities of source maps,
//! without a sign.
//!
//! A number is written in digits of 5 bits, the lowest first; a sixth bit says that another digit
//! follows. Each digit is one character, so that a compressor sees the same number as the same text
//! wherever it stands: the values of 100,000 posts take 593 KB after Brotli in this form, 656 KB as
//! bytes in base64, 702 KB as JSON numbers, and 961 KB as compressed bitmaps
//! (`benches/RESULTS.md`).

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Appends `number` to `text`.
pub(crate) fn push(text: &mut String, mut number: u32) {
    loop {
        let more = number > 31;
        let digit = (number & 31) | if more { 32 } else { 0 };
        text.push(char::from(DIGITS[digit as usize]));
        if !more {
            return;
        }
        number >>= 5;
    }
}

/// All numbers of `text`; `None` if it has another character, ends within a number, or a number has
/// more than 32 bits.
pub(crate) fn read(text: &str) -> Option<Vec<u32>> {
    let mut numbers = Vec::with_capacity(text.len());
    let (mut number, mut shift) = (0u32, 0);
    for byte in text.bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        let part = u32::from(digit & 31);
        let placed = part.checked_shl(shift)?;
        if placed >> shift != part {
            return None;
        }
        number |= placed;
        if digit & 32 == 0 {
            numbers.push(number);
            (number, shift) = (0, 0);
        } else {
            shift += 5;
        }
    }
    (shift == 0).then_some(numbers)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn digits() {
        let mut text = String::new();
        for number in [0, 31, 32, 1024, u32::MAX] {
            push(&mut text, number);
        }
        assert_eq!(text, "AfgBggB______D");
        assert_eq!(read(&text), Some(vec![0, 31, 32, 1024, u32::MAX]));
        for broken in ["g", "+", "______E", "_______A", "甲"] {
            assert_eq!(read(broken), None, "{broken}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(numbers in prop::collection::vec(any::<u32>(), 0..40)) {
            let mut text = String::new();
            for &number in &numbers {
                push(&mut text, number);
            }
            prop_assert_eq!(read(&text), Some(numbers));
        }

        #[test]
        fn any_text_can_be_read(text in "[A-Za-z0-9_-]{0,40}|\\PC{0,10}") {
            let _ = read(&text);
        }
    }
}
