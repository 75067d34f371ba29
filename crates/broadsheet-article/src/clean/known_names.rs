//! The names by which rules know boxes, all together: nearly every element has none of them.

use std::sync::LazyLock;

use super::rule::{names, parts_of};
use super::rules::RULES;
use crate::document::Element;

/// `false` if no rule names an element by its class or its id. Settles nearly every element before
/// the rules are asked one by one.
pub(super) fn may_be_named(element: &Element) -> bool {
    /// For every length of a name of a rule, the first letters of names of that length: one bit
    /// each.
    static KNOWN: LazyLock<[u32; LENGTHS]> = LazyLock::new(|| {
        let mut known = [0; LENGTHS];
        for name in RULES.iter().flat_map(|rule| rule.class_words.iter().chain(rule.class_parts)) {
            known[name.len().min(LENGTHS - 1)] |= first_letter(name);
        }
        known
    });
    let is_known = |name: &str| KNOWN[name.len().min(LENGTHS - 1)] & first_letter(name) != 0;
    names(element).any(|word| is_known(word) || parts_of(word).any(is_known))
}

/// Lengths of names that [`may_be_named`] tells apart.
const LENGTHS: usize = 32;

/// A bit for the first letter of a name, in any case.
fn first_letter(name: &str) -> u32 {
    1 << (name.bytes().next().unwrap_or_default() & 31)
}
