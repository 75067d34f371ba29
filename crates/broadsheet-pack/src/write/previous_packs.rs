//! The packs of the earlier output, as far as they can be used again.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::pack_form;
use crate::cache::StoredItem;
use crate::hash::ContentHash;
use crate::import::{Posts, ReusableItem};
use crate::output::Output;

/// The packs of the earlier output.
pub(super) struct PreviousPacks<'a> {
    names: &'a [String],
    /// Bytes and hashes of those that are as they were written.
    found: Vec<Option<(usize, ContentHash)>>,
    /// Posts in packs that do not hold what they should.
    pub(super) doubted: usize,
}

/// A pack of the earlier output that is as it was written.
#[derive(Clone, Copy)]
pub(super) struct PreviousPack<'a> {
    pub(super) name: &'a str,
    /// Bytes.
    pub(super) length: usize,
    pub(super) hash: ContentHash,
}

impl<'a> PreviousPacks<'a> {
    /// The packs of the earlier run that are in the `output`, and hold the posts that they should.
    pub(super) fn new(posts: &'a Posts, output: &Output) -> Self {
        let names = &posts.previous_packs;
        let mut items = vec![Vec::new(); names.len()];
        for post in posts.iter() {
            if let Some(ReusableItem { item, .. }) = post.reusable
                && let Some(items) = items.get_mut(item.pack as usize)
            {
                items.push((item, post.id()));
            }
        }
        let doubted = AtomicUsize::new(0);
        let find = |(pack, mut items): (&String, Vec<(StoredItem, &str)>)| {
            let bytes = output.owns(pack).then(|| output.read(pack).ok()).flatten()?;
            let hash = ContentHash::of(&bytes);
            if pack_form::file_name(&hash) != *pack {
                return None;
            }
            items.sort_unstable_by_key(|(item, _)| item.start);
            if !pack_form::holds(&bytes, &items) {
                doubted.fetch_add(items.len(), Ordering::Relaxed);
                return None;
            }
            Some((bytes.len(), hash))
        };
        let found = names.par_iter().zip(items).map(find).collect();
        Self { names, found, doubted: doubted.into_inner() }
    }

    /// None of them.
    pub(super) fn none() -> Self {
        Self { names: &[], found: Vec::new(), doubted: 0 }
    }

    /// A pack, if it is as it was written.
    pub(super) fn pack(&self, place: u32) -> Option<PreviousPack<'a>> {
        let (length, hash) = self.found.get(place as usize).copied().flatten()?;
        Some(PreviousPack { name: self.names.get(place as usize)?, length, hash })
    }
}
