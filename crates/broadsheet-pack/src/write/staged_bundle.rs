//! A bundle whose last step is not done.

use std::collections::BTreeMap;
use std::ffi::OsString;

use broadsheet_bundle::format::Item;

use super::feed_writer::FeedWriter;
use crate::cache::StoredItem;
use crate::diagnostics::Diagnostic;
use crate::output::{HEAD, Output, OutputError};
use crate::spill_file::SpillRef;

/// A bundle that is written, all but the part that makes it one. Whoever has looked at the
/// diagnostics commits it, or drops it and with it the output.
#[must_use = "without `commit`, the bundle is not complete"]
pub struct StagedBundle<'o> {
    /// The diagnostics of the articles.
    pub diagnostics: Vec<Diagnostic>,
    /// The amounts that all articles lost, by the key of each
    /// [`Unit`](broadsheet_article::native::Unit).
    pub lost: BTreeMap<String, usize>,
    /// The names of the files beside posts that they show.
    pub shown: Vec<OsString>,
    /// The places of the articles in the packs.
    pub packed: PackedPosts,
    pub(super) last_step: LastStep<'o>,
}

/// The parts of a sharded bundle that the next run can use.
#[derive(Debug, Default)]
pub struct PackedPosts {
    /// Names of the packs.
    pub packs: Vec<String>,
    /// The item and the [`RenderNotes`](crate::cache::RenderNotes) of each post, by its index in
    /// [`Posts`](crate::import::Posts).
    pub posts: Vec<(Option<StoredItem>, SpillRef)>,
    /// The number of posts whose record in the cache cannot be true.
    pub doubted: usize,
}

impl PackedPosts {
    /// Reads the item of the post at `place`, an index in [`Posts`](crate::import::Posts); `None`
    /// if it lies too far in its pack to be known.
    pub(crate) fn item(&self, output: &Output, place: u32) -> Result<Option<Item>, OutputError> {
        let Some((Some(item), _)) = self.posts.get(place as usize) else { return Ok(None) };
        let Some(name) = self.packs.get(item.pack as usize) else { return Ok(None) };
        let pack = output.read_new(name)?;
        let start = item.start as usize;
        let json = pack.get(start..start + item.length as usize).unwrap_or_default();
        serde_json::from_slice(json).map(Some).map_err(|error| OutputError::Temporary(error.into()))
    }
}

/// The step that makes a bundle complete.
pub(super) enum LastStep<'o> {
    /// Writing this manifest.
    Manifest(&'o Output, Vec<u8>),
    /// Writing the end of a feed.
    Feed(Box<FeedWriter<'o>>),
}

impl StagedBundle<'_> {
    /// Completes the bundle, and returns what was found in the articles and what the next run can
    /// use. The output has to be finished after it.
    pub fn commit(self) -> Result<(Vec<Diagnostic>, PackedPosts), OutputError> {
        match self.last_step {
            LastStep::Manifest(output, manifest) => output.write(HEAD, &manifest)?,
            LastStep::Feed(feed) => feed.finish()?,
        }
        Ok((self.diagnostics, self.packed))
    }
}
