//! An article's content: HTML or Markdown in, a closed [article tree](tree) out, and from that safe
//! HTML and plain text.
//!
//! Everything that Broadsheet shows of an article has passed through here. One set of rules decides
//! what is kept, under two parsers: html5ever natively (feature `native`), the browser's own in a
//! page (feature `dom`). Both fill the same flat store of nodes, on which the rules work.
//!
//! This crate does no I/O. Apart from the thin reader of the browser's document behind `dom` it
//! knows no browser.
//!
//! Layers, each of which imports only those above it: limits, ids, sizes, sorting and the
//! vocabulary of HTML; `url`; [`tree`]; `write` and `document`; `ledger`; `build` and
//! `replacements`; `clean`; `parse`. `markdown` imports only [`limits`].
#![cfg_attr(
    all(feature = "native", feature = "markdown"),
    doc = "",
    doc = include_str!("../README.md")
)]

#[cfg(has_parser)]
mod blank;
#[cfg(has_parser)]
mod build;
mod bytes;
#[cfg(all(has_parser, feature = "clean"))]
mod clean;
#[cfg(has_parser)]
#[cfg_attr(
    not(feature = "clean"),
    allow(dead_code, reason = "some ways through a document are for the cleaning rules only")
)]
mod document;
mod ids;
#[cfg(has_parser)]
mod image_names;
mod ledger;
pub mod letters;
pub mod limits;
#[cfg(feature = "markdown")]
pub mod markdown;
mod options;
#[cfg(has_parser)]
mod parse;
#[cfg(has_parser)]
mod percent;
#[cfg(all(has_parser, feature = "clean"))]
mod replacements;
mod size;
#[cfg(has_parser)]
mod small_sort;
#[cfg(any(has_parser, feature = "markdown"))]
mod tex;
pub mod tree;
pub mod url;
#[cfg(has_parser)]
mod vocabulary;
mod write;

pub use options::Options;
#[cfg(all(feature = "dom", target_arch = "wasm32"))]
pub use parse::dom;
#[cfg(feature = "native")]
pub use parse::native;
#[cfg(all(has_parser, feature = "clean"))]
pub use replacements::begin_with_film;
pub use tree::Article;
pub use write::{escape_attribute, escape_text, write_block_text, write_blocks, write_html, write_text};

/// `true` for characters of scripts without spaces between words; a line feed between two of them
/// is no space.
#[cfg(feature = "native")]
pub fn is_wide(c: char) -> bool {
    build::is_wide(c)
}
