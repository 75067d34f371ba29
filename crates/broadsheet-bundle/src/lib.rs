//! The Broadsheet bundle: its format and its filter engine.
//!
//! A bundle is an archive of posts as JSON. It has two forms:
//!
//! - one file, a [JSON Feed 1.1](https://www.jsonfeed.org/version/1.1/) document
//!   ([`format::Feed`]);
//! - a folder, whose `bundle.json` is the small [`format::Manifest`] and whose other files, named
//!   by their content, are read when they are needed: [`format::RowPage`]s for the list,
//!   [`format::FacetChunk`]s to filter, [`format::PostDirectory`]s to find a post by its id,
//!   [`format::PostPack`]s to read.
//!
//! [`filter::FilterIndex`] is the filter engine, [`filter::Histogram`] shows its results over time,
//! [`filter::SearchPage`] is the search for words, [`filter::RowList`] the list of what they found.
//!
//! Everything here is pure: no file system, no network, no browser. The packer and the viewer share
//! it. `filter` imports `format`, both import the modules at the root, and never the other way
//! round.
//!
//! # Order
//!
//! Posts are numbered from the oldest, 0, to the newest; undated posts come before all dated ones;
//! posts of the same moment are ordered by id. That number is a post's *row number*; row pages and
//! facet chunks refer to posts by it.
//!
//! # Example
//!
//! ```
//! use broadsheet_bundle::format::{Feed, SingleFileBundle};
//!
//! let feed = r#"{ "version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [
//!     { "id": "old", "date_published": "2020-01-01" },
//!     { "id": "new", "date_published": "2021-01-01", "title": "New" }
//! ] }"#;
//! let bundle = SingleFileBundle::from_feed(Feed::read(feed)?);
//! assert_eq!(bundle.manifest.posts, 2);
//!
//! let rows = bundle.row_pages[0].clone().into_rows()?;
//! assert_eq!(rows[0].title, "old", "an untitled post has its id for a title");
//! assert_eq!(rows[1].title, "New");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod date;
pub mod facet;
pub mod filter;
pub mod format;
pub mod num;
pub mod text;
pub mod url;
pub mod written_date;

pub use date::PostDate;
pub use facet::Facet;
pub use format::{Row, RowNumber};

/// Runs the example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
