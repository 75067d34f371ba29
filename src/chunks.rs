//! Parts of the viewer that are loaded when they are first needed.
//!
//! The release build (`cargo xtask dist`) cuts the program at the functions that are marked here: what only such a function
//! can reach goes into a wasm file of its own, a chunk, which shares the memory of the rest. Every other build leaves the
//! program whole, and then nothing has to be loaded. The main part must name what is in a chunk nowhere but here; it
//! calls it through the pointers that the chunk's function returns.

use std::rc::Rc;

use broadsheet_bundle::format::Item;
use yew::prelude::*;

use crate::components::content::{self, ContentProps};
use crate::components::facets::{self, FacetsProps};
use crate::store::read::{self, ReadArticle};
use crate::store::{Brought, Data, LoadError, Resource};

/// Everything that only what lies behind the head needs: a list that is scrolled, a filter, an article.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// Makes data of a shard's text.
    pub shard: fn(&Resource, &str) -> Result<Data, LoadError>,
    /// Makes data of a whole bundle's text, which the feed module wrote.
    pub whole: fn(&str) -> Result<Brought, LoadError>,
    /// Makes a tree of a post's content, with nothing taken out if so asked.
    pub article: fn(Rc<Item>, bool) -> ReadArticle,
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
    Ok(Reading { shard: read::shard, whole: read::whole, article: read::article, draw: content::draw })
}

/// Draws the facets.
pub type DrawFacets = fn(FacetsProps) -> Html;

/// Loads what draws the facets, unless that was done before.
#[cfg_attr(not(broadsheet_chunks), allow(clippy::unused_async, reason = "with chunks it waits"))]
pub async fn facets() -> Result<DrawFacets, LoadError> {
    #[cfg(broadsheet_chunks)]
    return facets_chunk().await;
    #[cfg(not(broadsheet_chunks))]
    return facets_chunk();
}

#[cfg_attr(broadsheet_chunks, allow(unsafe_code, reason = "the cut is a foreign function to the compiler"))]
#[cfg_attr(broadsheet_chunks, wasm_split_helpers::wasm_split(facets, fallible))]
#[cfg_attr(
    not(broadsheet_chunks),
    allow(clippy::unnecessary_wraps, reason = "nothing can fail without chunks")
)]
fn facets_chunk() -> Result<DrawFacets, LoadError> {
    Ok(facets::draw)
}

#[cfg(broadsheet_chunks)]
impl From<wasm_split_helpers::SplitLoaderError> for LoadError {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self::Module
    }
}
