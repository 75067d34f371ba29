//! Ids of posts, from the names of their files.

use broadsheet_bundle::format::hash::to_hex;
use broadsheet_bundle::text::as_seen;
use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;

use crate::digest_set::DigestSet;

/// Returns the id that a file with this stem asks for: the stem in normalisation form C and as it
/// looks, so that archives copied from a Mac keep their addresses and addresses can be typed,
/// without control characters and path separators. Empty for a stem that has nothing else. The
/// viewer does the same to an id that it does not find.
pub fn from_stem(stem: &str) -> String {
    let keep = |c: &char| !c.is_control() && !matches!(c, '/' | '\\');
    as_seen(&stem.chars().filter(keep).collect::<String>()).nfc().collect()
}

/// Gives out ids, each once.
#[derive(Debug, Default)]
pub struct IdAllocator(DigestSet);

impl IdAllocator {
    /// `wanted` if it is still free; otherwise, with a suffix that depends on `name` alone, the
    /// post's path below its folder, so that posts added elsewhere do not move it.
    pub fn allocate(&mut self, wanted: &str, name: &str) -> String {
        let mut id = wanted.to_owned();
        let mut round: u32 = 0;
        while id.is_empty() || !self.0.insert(id.as_bytes()) {
            let suffix = if round == 0 { suffix(name) } else { suffix(&format!("{name}\n{round}")) };
            id = if wanted.is_empty() { suffix } else { format!("{wanted}-{suffix}") };
            round += 1;
        }
        id
    }
}

/// Returns a short suffix that depends on `text` alone: eight hexadecimal digits of its SHA-256.
pub(super) fn suffix(text: &str) -> String {
    to_hex(&Sha256::digest(text), 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems() {
        for (stem, id) in [
            ("2021-09-15-标题", "2021-09-15-标题"),
            ("cafe\u{301}", "café"),
            ("a\\b/c\nd", "abcd"),
            (" a b ", "a b"),
            ("a\u{200A}b\u{A0}\u{3000}c\u{200B}", "a b c"),
            ("..", ".."),
            ("e\u{200B}\u{301}\u{202E}", "é"),
            ("\u{7}", ""),
            (" \u{200B} ", ""),
        ] {
            assert_eq!(from_stem(stem), id);
        }
    }

    #[test]
    fn a_clash_gets_a_suffix_of_its_own_path() {
        let mut ids = IdAllocator::default();
        assert_eq!(ids.allocate("a", "a.md"), "a");
        let second = ids.allocate("a", "sub/a.md");
        assert!(second.starts_with("a-") && second.len() == 10);
        let third = ids.allocate("a", "sub/a.md");
        assert_ne!(third, second);
        let mut others = IdAllocator::default();
        others.allocate("a", "another/a.md");
        others.allocate("a", "another/b/a.md");
        assert_eq!(others.allocate("a", "sub/a.md"), second);
        assert_eq!(ids.allocate("", "x.md").len(), 8);
    }
}
