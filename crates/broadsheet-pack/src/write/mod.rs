//! From posts to a bundle.

mod bundle_writer;
mod content_chunking;
mod feed_writer;
mod pack_writer;
mod shards;

pub use bundle_writer::{BundleWriter, PackOutcome, PackedPosts};
