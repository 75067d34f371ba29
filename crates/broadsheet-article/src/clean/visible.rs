//! Which characters of an article count as visible.

use crate::blank::{count_shown_but, is_blank};

/// The link text that leads from a footnote back to the text.
pub(super) const BACKLINK_MARK: char = '↩';

/// `true` if a character counts as visible text of an article. A footnote's backlink does not:
/// cleaning adds it, and a cleaned article must not be longer for it.
pub(super) fn is_counted(c: char) -> bool {
    !is_blank(c) && c != BACKLINK_MARK
}

/// The number of characters of a text that count as visible.
pub(super) fn counted(text: &str) -> usize {
    count_shown_but(text, BACKLINK_MARK)
}

/// [`char::is_alphanumeric`], faster for Chinese characters and the marks between them.
pub(super) fn is_letter_or_digit(c: char) -> bool {
    match c {
        '\u{4e00}'..='\u{9fff}' => true,
        '\u{2010}'..='\u{2027}'
        | '\u{3001}'..='\u{3003}'
        | '\u{3008}'..='\u{3020}'
        | '\u{ff01}'..='\u{ff0f}' => false,
        c => c.is_alphanumeric(),
    }
}

#[cfg(all(test, feature = "native"))]
mod tests {
    use super::is_letter_or_digit;

    #[test]
    fn letters_and_digits_are_those_of_unicode() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_letter_or_digit(c), c.is_alphanumeric(), "{c:?}");
        }
    }
}
