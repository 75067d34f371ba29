//! The formats of source files, and reading the posts in them.
//!
//! A file may hold one post or many. Import takes what posts say of themselves; rendering reads
//! them again for their articles, each by its [`Origin`](super::origin::Origin). A new format is a
//! variant of [`SourceFormat`] and a [`PostSource`].

mod feed_source;
mod format;
mod front_matter_source;
mod raw;
mod reader;

pub use format::SourceFormat;
pub use raw::{BodyFormat, PostSource, RawBody, RawPost};
pub use reader::{PostReader, read_text, source_of};
