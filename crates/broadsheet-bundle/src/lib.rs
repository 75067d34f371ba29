//! The Broadsheet bundle: its format and its filter engine.
//!
//! A bundle is an archive of posts as JSON. It has two forms:
//!
//! - one file, a [JSON Feed 1.1](https://www.jsonfeed.org/version/1.1/) document ([`feed::Feed`]);
//! - a folder, whose `bundle.json` is the small [`head::Head`] and whose other files, named by their content, are read
//!   when they are needed: [`row::RowPage`]s for the list, [`chunk::Chunk`]s to filter, [`directory::Directory`]s to find a
//!   post by its id, [`feed::BodyPack`]s to read ([`pack`] is what the viewer reads of them).
//!
//! [`index::Index`] is the filter engine, [`histogram::Histogram`] shows it over time, [`text::RowTexts`] is the search for
//! words, [`rows::RowList`] the list of what they
//! found.
//!
//! Everything here is pure: no file system, no network, no browser. The packer and the viewer share it.
//!
//! # Order
//!
//! Posts are numbered from the oldest, 0, to the newest; undated posts come before all dated ones; posts of the same
//! moment are ordered by id. That number is a post's *row number*; row pages and chunks speak in it.

pub mod chunk;
pub mod date;
pub mod directory;
pub mod facet;
pub mod feed;
pub mod filter;
pub mod head;
pub mod histogram;
pub mod index;
mod lenient;
pub mod limits;
mod mend;
pub mod pack;
pub mod row;
pub mod rows;
pub mod text;
mod vlq;
pub mod whole;

pub use date::PostDate;
pub use row::{Row, RowNumber};
