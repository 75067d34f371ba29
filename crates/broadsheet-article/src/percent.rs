//! Percent-decoding.

use percent_encoding::percent_decode_str;

/// `text` with its percent-encoding undone; `None` if there is none or the result is not UTF-8.
pub(crate) fn percent_decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return None;
    }
    percent_decode_str(text).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}
