//! Which characters of an article count as visible.

use crate::blank::is_blank;

/// The link text that leads from a footnote back to the text.
pub(super) const BACKLINK_MARK: char = '↩';

/// `true` if a character counts as visible text of an article. A footnote's backlink does not:
/// cleaning adds it, and a cleaned article must not be longer for it.
pub(super) fn is_counted(c: char) -> bool {
    !is_blank(c) && c != BACKLINK_MARK
}
