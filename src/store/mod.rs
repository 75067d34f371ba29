//! What has been loaded of a bundle, and what a view needs next.
//!
//! Data flows one way: the view's needs ([`Archive::wanted`], pure) go to the edge ([`load`]), whose answers come back as
//! [`Action`]s, of which a new [`Archive`] is made.

mod archive;
mod bundle;
mod error;
pub mod feed;
mod fetch;
mod json;
mod listing;
pub mod load;
pub mod read;
pub mod retry;
mod shard;

pub use archive::{
    Action, Archive, Beside, Brought, Data, FacetsShown, Packed, Post, Resource, Shared, View,
};
pub use error::LoadError;
pub use listing::{Grounds, Listed, Listing};
pub use retry::Failure;
