//! Addresses: the types that an article can hold, the policy that makes them, and lists of known
//! hosts.
//!
//! Imports `ids`, `percent`, `size` and [`limits`](crate::limits), nothing else
//! of this crate.

mod host;
#[cfg(has_parser)]
mod known_hosts;
#[cfg(has_parser)]
mod policy;
#[cfg(has_parser)]
mod raw_files;
mod types;

#[cfg(has_parser)]
pub(crate) use host::host_and_path;
#[cfg(all(has_parser, feature = "clean"))]
pub(crate) use host::is_host_or_under;
#[cfg(has_parser)]
pub(crate) use known_hosts::is_tracker;
#[cfg(has_parser)]
pub use policy::PostLookup;
#[cfg(has_parser)]
pub(crate) use policy::{UrlPolicy, UrlResolver, UrlTarget};
pub use types::{
    BundledFile, BundledMedia, ExternalUrl, FILE_EXTENSIONS, InlineImage, LinkUrl, MediaUrl, PostUrl,
};
