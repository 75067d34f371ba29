//! Telling which texts were met before, without keeping them.

use std::collections::HashSet;

use sha2::{Digest as _, Sha256};

/// A set that only says whether something is new to it. It keeps 128 bits of the SHA-256 of each
/// member, whatever its length; that two differ and are taken for the same is not to be expected,
/// even of names that were chosen with that in mind.
#[derive(Debug, Default)]
pub(crate) struct DigestSet(HashSet<u128>);

impl DigestSet {
    /// Adds `bytes`; `false` if they were there.
    pub(crate) fn insert(&mut self, bytes: &[u8]) -> bool {
        self.0.insert(digest(bytes))
    }

    /// `true` if `bytes` were added.
    pub(crate) fn contains(&self, bytes: &[u8]) -> bool {
        self.0.contains(&digest(bytes))
    }
}

fn digest(bytes: &[u8]) -> u128 {
    Sha256::digest(bytes).iter().take(16).fold(0, |hash, &byte| hash << 8 | u128::from(byte))
}
