//! Parts of the viewer that are loaded when they are first needed.
//!
//! The release build (`cargo xtask dist`) cuts the program at the functions that are marked here: what only such a function
//! can reach goes into a wasm file of its own, a chunk, which shares the memory of the rest. Every other build leaves the
//! program whole, and then nothing has to be loaded. The main part must name what is in a chunk nowhere but here; it
//! calls it through the pointers that the chunk's function returns.

use broadsheet_article::tree::Article;
use yew::prelude::*;

use crate::components::content::{self, ContentProps};
use crate::store::LoadError;
use crate::store::load;

/// Everything that only an open article needs.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// Makes a tree of an article's packed HTML.
    pub parse: fn(&str) -> Result<Article, LoadError>,
    /// Draws one.
    pub draw: DrawArticle,
}

/// Draws the article of the post with this id.
pub type DrawArticle = fn(&str, ContentProps) -> Html;

/// Loads [`Reading`], unless that was done before.
#[cfg_attr(not(broadsheet_chunks), allow(clippy::unused_async, reason = "with chunks it waits"))]
pub async fn reading() -> Result<Reading, LoadError> {
    #[cfg(broadsheet_chunks)]
    return reading_chunk().await;
    #[cfg(not(broadsheet_chunks))]
    return reading_chunk();
}

#[cfg_attr(broadsheet_chunks, allow(unsafe_code, reason = "the cut is a foreign function to the compiler"))]
#[cfg_attr(broadsheet_chunks, wasm_split_helpers::wasm_split(reading, fallible))]
#[cfg_attr(
    not(broadsheet_chunks),
    allow(clippy::unnecessary_wraps, reason = "nothing can fail without chunks")
)]
fn reading_chunk() -> Result<Reading, LoadError> {
    Ok(Reading { parse: load::parse, draw: content::draw })
}

#[cfg(broadsheet_chunks)]
impl From<wasm_split_helpers::SplitLoaderError> for LoadError {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self::Module
    }
}
