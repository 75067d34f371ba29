//! Which characters show nothing.

/// `true` for characters that show nothing at the edge of a paragraph, though browsers reserve
/// space for them.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{ad}')
}
