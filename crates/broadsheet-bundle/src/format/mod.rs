//! The bundle format: the files of a bundle as types.
//!
//! The viewer reads only what is exact ([`Manifest`], [`RowPage`], [`FacetChunk`],
//! [`PostDirectory`], [`PostPack`], [`InboundLinks`], [`SingleFileBundle`]). Feeds of third
//! parties, which need leniency, are read by [`Feed`].

mod column;
mod directory;
mod error;
mod facet_chunk;
mod feed;
pub mod hash;
mod inbound_links;
mod item;
mod lenient;
pub mod limits;
mod manifest;
pub mod markup;
mod mend;
mod pack;
pub mod paths;
mod refs;
mod row;
mod row_page;
mod single_file;
mod truncate;
mod vlq;

pub use column::{Column, EncodedColumn};
pub use directory::{PostDirectory, StandalonePost, directory_of, shortest_separator};
pub use error::FormatError;
pub use facet_chunk::{FacetChunk, FacetChunkBuilder, facet_summaries, merged_values};
pub use feed::{Feed, FeedExtension, JSON_FEED, JSON_FEED_1_1, PAGE_MARK};
pub use inbound_links::{InboundLinks, InboundLinksRef, LinkedPost, LinkingPost};
pub use item::{Author, HtmlPiece, Item, ItemExtension, assemble};
pub use manifest::{FORMAT, FacetSummary, Manifest, MonthCount, MonthCounter, NEWEST_ROWS, VERSION};
pub use mend::mend;
pub use pack::PostPack;
pub use paths::MANIFEST_FILE;
pub use refs::{ChunkRef, DirectoryRef, PackRef, PageRef};
pub use row::{Row, RowNumber};
pub use row_page::RowPage;
pub use single_file::{SINGLE_FILE_PATH, SingleFileBundle};
pub use truncate::truncate_values;
