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
    count_shown_but(text, "↩")
}

/// [`char::is_alphanumeric`], faster for Chinese characters.
pub(super) fn is_letter_or_digit(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric()
}
