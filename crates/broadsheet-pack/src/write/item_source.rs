//! The JSON of a post's item.

use crate::cache::StoredItem;

/// The item of a post.
pub(super) enum ItemSource {
    /// As JSON.
    New(Vec<u8>),
    /// As it is in the earlier output.
    Reused(StoredItem),
}

impl ItemSource {
    /// Bytes of JSON.
    pub(super) fn length(&self) -> usize {
        match self {
            Self::New(json) => json.len(),
            Self::Reused(stored) => stored.length as usize,
        }
    }
}
