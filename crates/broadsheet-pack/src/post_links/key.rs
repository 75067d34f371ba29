//! Keys of names.

use broadsheet_bundle::format::hash::to_hex;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// Hexadecimal digits of the start of a key, by which a name that no post has is remembered: one
/// name in 2^40 / (names of the archive) is taken for one that was added.
pub const KEY_PREFIX_DIGITS: usize = 10;

/// A name of a post: 128 bits of the SHA-256 of its kind and its normal form. That two names have
/// the same key is not to be expected, even of names that were chosen with that in mind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkKey([u8; 16]);

/// The kinds of names. Names of two kinds are never the same.
#[derive(Debug, Clone, Copy)]
pub(super) enum NameKind {
    /// An absolute address.
    Address,
    /// A path on the site that the posts were made for.
    Path,
    /// The path of a file below a folder of posts, both given.
    File,
    /// The name of a file without its ending, or an id.
    Stem,
    /// A day and a slug.
    Day,
    /// A slug.
    Slug,
}

impl LinkKey {
    /// The key of a name with these parts.
    pub(super) fn new(kind: NameKind, parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new_with_prefix([kind as u8]);
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        let mut key = [0; 16];
        for (to, from) in key.iter_mut().zip(hash.finalize()) {
            *to = from;
        }
        Self(key)
    }

    /// Its first [`KEY_PREFIX_DIGITS`] digits.
    pub fn prefix(self) -> String {
        to_hex(&self.0, KEY_PREFIX_DIGITS / 2)
    }

    /// The first key that begins with these digits; `None` if they are none.
    pub(super) fn from_digits(digits: &str) -> Option<Self> {
        let mut key = [0; 16];
        if digits.len() > 32 || !digits.len().is_multiple_of(2) || !digits.is_ascii() {
            return None;
        }
        for (to, from) in key.iter_mut().zip((0..digits.len()).step_by(2)) {
            *to = u8::from_str_radix(digits.get(from..from + 2)?, 16).ok()?;
        }
        Some(Self(key))
    }

    /// `true` if it begins with these digits.
    pub(super) fn starts_with(self, digits: &str) -> bool {
        to_hex(&self.0, digits.len() / 2) == digits
    }
}

impl Serialize for LinkKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&to_hex(&self.0, 16))
    }
}

impl<'de> Deserialize<'de> for LinkKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = String::deserialize(deserializer)?;
        let key = if digits.len() == 32 { Self::from_digits(&digits) } else { None };
        key.ok_or_else(|| serde::de::Error::custom("not a key of 32 hexadecimal digits"))
    }
}
