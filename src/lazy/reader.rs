//! The reader module: all that only an article, a scrolled list or a filter needs beyond the
//! manifest.

#[cfg(broadsheet_code_split)]
use std::cell::Cell;

use yew::Html;

use super::use_module::LazyModule;
use crate::reader::{ArticleContentProps, InboundLinkList, view_article, view_inbound_links};
use crate::store::LoadError;
use crate::store::io::decode::{DECODER, Decoder};

/// The code of the reader module.
#[derive(Debug, Clone, Copy)]
pub struct ReaderModule {
    /// Decodes the files of a bundle.
    pub decoder: Decoder,
    /// Draws the content of the post with this id.
    pub view_article: fn(&str, ArticleContentProps) -> Html,
    /// Draws the list of what links to a post.
    pub view_inbound_links: fn(&InboundLinkList<'_>) -> Html,
}

#[cfg(broadsheet_code_split)]
thread_local! {
    static LOADED: Cell<Option<ReaderModule>> = const { Cell::new(None) };
}

#[cfg(broadsheet_code_split)]
impl LazyModule for ReaderModule {
    fn loaded() -> Option<Self> {
        LOADED.get()
    }

    async fn load() -> Result<Self, LoadError> {
        let module = reader_code().await?;
        LOADED.set(Some(module));
        Ok(module)
    }
}

#[cfg(not(broadsheet_code_split))]
impl LazyModule for ReaderModule {
    fn loaded() -> Option<Self> {
        reader_code().ok()
    }

    async fn load() -> Result<Self, LoadError> {
        reader_code()
    }
}

#[cfg_attr(broadsheet_code_split, allow(unsafe_code, reason = "split code is foreign to the compiler"))]
#[cfg_attr(broadsheet_code_split, wasm_split_helpers::wasm_split(reader, fallible))]
#[cfg_attr(
    not(broadsheet_code_split),
    allow(clippy::unnecessary_wraps, reason = "loading can fail if split")
)]
fn reader_code() -> Result<ReaderModule, LoadError> {
    Ok(ReaderModule { decoder: DECODER, view_article, view_inbound_links })
}
