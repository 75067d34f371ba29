//! From posts to a bundle.

mod bundle_writer;
mod content_chunking;
mod feed_writer;
mod inbound_links;
mod item_source;
mod pack_form;
mod pack_writer;
mod previous_packs;
mod shards;
mod staged_bundle;

pub use bundle_writer::{BundleWriter, CheckedPosts};
pub use staged_bundle::{PackedPosts, StagedBundle};
