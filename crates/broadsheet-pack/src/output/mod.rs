//! Writing output so that it is whole at every moment, and takes away nothing that is not ours.
//!
//! A run locks the output ([`lock`]), finishes what a killed one has left, and writes all that is
//! new into a folder of its own. At its end that takes the place of the earlier version
//! ([`transaction`]). What was written is recorded ([`manifest`]): nothing else is ever replaced or
//! removed. Of output without such a record, [`takeover`] finds out what is ours.

mod compare;
mod disk;
mod error;
#[cfg(test)]
mod faults;
mod folder;
mod layout;
mod lock;
mod manifest;
mod takeover;
#[cfg(test)]
mod tests;
mod transaction;
mod used_files;
mod writing;

pub use broadsheet_bundle::format::paths::BUNDLE_FOLDERS;
pub use error::OutputError;
pub use folder::{Output, OutputStats};
pub use layout::{is_bundle, is_inside_output};
pub use manifest::{MANIFEST, RESERVED};
pub use transaction::is_hashed;
pub use writing::FileInProgress;

pub use crate::hash::content_hash;
pub use crate::references::HEAD;
