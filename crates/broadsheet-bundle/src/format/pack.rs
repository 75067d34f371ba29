//! Packs: files of several posts, or of a large one.

use serde::{Deserialize, Serialize};

use super::error::FormatError;
use super::item::Item;

/// A pack of posts, in the order of their ids.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PostPack {
    /// The posts.
    pub items: Vec<Item>,
}

impl PostPack {
    /// Brings the posts within the [limits](super::limits).
    ///
    /// # Errors
    ///
    /// If the id of a post is invalid.
    pub fn bound(&mut self) -> Result<(), FormatError> {
        self.items.iter_mut().try_for_each(Item::bound)
    }
}
