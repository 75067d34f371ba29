//! Applying the [limits](super::limits).

use super::error::FormatError;
use super::limits::{MAX_ID_BYTES, MAX_VALUE_CHARS, MAX_VALUES_PER_POST};

/// Truncates `text` to at most `max_chars` characters, of which the last then is `…`.
pub(crate) fn truncate(text: &mut String, max_chars: usize) {
    if text.len() <= max_chars {
        return; // for most texts nothing has to be counted
    }
    let mut ends = text.char_indices().skip(max_chars.saturating_sub(1)).map(|(at, _)| at);
    if let (Some(end), Some(_)) = (ends.next(), ends.next()) {
        text.truncate(end);
        text.push('…');
        text.shrink_to_fit();
    }
}

/// Truncates the values that a post has of one facet to [`MAX_VALUES_PER_POST`] of
/// [`MAX_VALUE_CHARS`].
pub(crate) fn truncate_list(values: &mut Vec<String>) {
    values.truncate(MAX_VALUES_PER_POST);
    truncate_values(values);
}

/// Truncates each of some values of facets to [`MAX_VALUE_CHARS`].
pub fn truncate_values<'a>(values: impl IntoIterator<Item = &'a mut String>) {
    for value in values {
        truncate(value, MAX_VALUE_CHARS);
    }
}

/// Drops a text of more than `max_bytes` that means nothing when it is truncated.
pub(crate) fn drop_longer(text: &mut Option<String>, max_bytes: usize) {
    text.take_if(|text| text.len() > max_bytes);
}

/// Refuses an id that is empty or longer than [`MAX_ID_BYTES`].
pub(crate) fn check_id(id: &str) -> Result<(), FormatError> {
    let bytes = id.len();
    if (1..=MAX_ID_BYTES).contains(&bytes) { Ok(()) } else { Err(FormatError::InvalidId { bytes }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_truncated_between_characters() {
        for (text, most, short) in [
            ("", 0, ""),
            ("甲乙丙", 3, "甲乙丙"),
            ("甲乙丙丁", 3, "甲乙…"),
            ("abcd", 3, "ab…"),
            ("abc", 3, "abc"),
        ] {
            let mut text_left = text.to_owned();
            truncate(&mut text_left, most);
            assert_eq!(text_left, short);
            truncate(&mut text_left, most);
            assert_eq!(text_left, short, "truncated once");
        }
    }
}
