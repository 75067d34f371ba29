//! The cache: what one run leaves for the next, kept in the user's folder for caches, so that the
//! next one reads only what changed.
//!
//! Nothing here is trusted: a cache of another program, of other settings, or with a wrong checksum
//! is not used; a file counts as unchanged only while its fingerprint is the same; what is
//! remembered of a post has to be what it should be; and of the earlier output only packs are used
//! whose bytes still have the hash in their name, and hold the posts that they are said to hold.
//! Without a cache the result is the same, it only takes longer.
//!
//! A cache is lines of JSON: a header, a record for each file in the order of
//! [`SourceFile::order`](crate::import::discover::SourceFile::order), and at the end the hash of
//! all that. So it need not be in memory.

mod error;
mod file;
mod form;
mod reader;
mod record;
mod writer;

pub use error::CacheError;
pub use file::{CacheFile, CacheOptions, remove_beside};
pub use reader::{Cache, Records};
pub use record::{
    CachedDiagnostic, CachedEntry, CachedPost, FileOutcome, LinkNotes, RenderNotes, SkipReason, StoredItem,
};
pub use writer::CacheWriter;
