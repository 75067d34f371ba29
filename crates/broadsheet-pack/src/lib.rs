//! Folders of posts in, bundles out.
//!
//! ```text
//! discover -> import (front matter, ids, order) -> body (clean) -> pack (shards or one feed) -> output (atomic)
//! ```
//!
//! Import reads what a post says of itself; packing reads the articles, batch by batch, in the order of the rows. The
//! result depends on the posts alone: not on the number of threads, the order of reading, absolute paths or the time.
//!
//! The crate knows nothing of arguments, terminals or servers: what it has to say it returns as findings.

pub mod archive;
pub mod body;
pub mod cache;
mod fault;
mod hash;
pub mod import;
mod json;
pub mod language;
pub mod limits;
pub mod media;
pub mod output;
pub mod pack;
pub mod progress;
pub mod references;
pub mod regular;
pub mod report;
mod seen;
pub mod spill;
