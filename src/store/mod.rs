//! The archive: what has been loaded of a bundle, and what has to be loaded next.
//!
//! Data flows one way: what is shown ([`DataNeeds`]) decides what to load ([`resources_to_load`]),
//! the I/O edge ([`io`]) loads it, and the results come back as [`Action`]s, which make a new
//! [`Archive`].
//!
//! All modules but `io` are pure: they know neither the browser nor Yew. None of them knows
//! components, the layout of lists, or how code is loaded.

mod archive;
mod error;
mod evict;
pub mod io;
mod listing;
mod loads;
mod plan;
mod posts;
mod resource;
mod retry;
mod sorted_map;
#[cfg(test)]
mod test_archive;
mod update;

pub use archive::{Action, Archive, ArchiveHandle};
pub use error::LoadError;
pub use listing::{ComputedListing, Listing, ListingInputs};
pub use loads::Load;
pub use plan::{DataNeeds, FacetDetail, resources_to_load, visible_pages};
pub use posts::{Adjacent, Neighbours, PostState};
pub use resource::{Data, FeedPages, LoadedResources, NextPage, PostWithRow, Resource};
pub use retry::{Failure, RetryState};
