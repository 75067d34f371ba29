//! Folders of posts in, bundles out.
//!
//! ```text
//! discover -> import (front matter, ids, order) -> render (clean) -> write (shards or one feed) -> output (atomic)
//! ```
//!
//! Import reads what a post says of itself; packing reads the articles, batch by batch, in the order of the rows. The
//! result depends on the posts alone: not on the number of threads, the order of reading, absolute paths or the time.
//!
//! The crate knows nothing of arguments, terminals or servers: what it has to say it returns as diagnostics.

pub mod archive_info;
pub mod cache;
pub mod diagnostics;
mod digest_set;
mod fault;
mod hash;
pub mod import;
mod json;
pub mod language;
pub mod limits;
pub mod media;
pub mod options;
pub mod output;
pub mod progress;
pub mod references;
pub mod regular;
pub mod render;
pub mod spill_file;
pub mod write;
