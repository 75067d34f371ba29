//! An article's content: HTML or Markdown in, a closed [article tree](tree) out, and from that safe HTML and plain
//! text.
//!
//! Everything that Broadsheet shows of an article has passed through here. One set of rules decides what is kept,
//! under two parsers: html5ever natively (feature `native`), the browser's own in a page (feature `dom`). Both fill
//! the same flat store of nodes, on which the rules work.
//!
//! This crate does no I/O. Apart from the thin reader of the browser's document behind `dom` it knows no browser.

#[cfg(all(feature = "clean", any(feature = "native", all(feature = "dom", target_arch = "wasm32"))))]
mod clean;
#[cfg(all(feature = "dom", target_arch = "wasm32"))]
pub mod dom;
pub mod film;
#[cfg(any(feature = "native", all(feature = "dom", target_arch = "wasm32")))]
mod finish;
#[cfg(any(feature = "native", all(feature = "dom", target_arch = "wasm32")))]
mod flow;
mod html;
pub mod limits;
#[cfg(feature = "markdown")]
pub mod markdown;
#[cfg(any(feature = "native", all(feature = "dom", target_arch = "wasm32")))]
mod names;
#[cfg(feature = "native")]
pub mod native;
#[cfg(any(feature = "native", all(feature = "dom", target_arch = "wasm32")))]
mod picture;
#[cfg(any(feature = "native", all(feature = "dom", target_arch = "wasm32")))]
mod read;
#[cfg(any(feature = "native", all(feature = "dom", target_arch = "wasm32")))]
mod sorted;
#[cfg(any(feature = "native", all(feature = "dom", target_arch = "wasm32")))]
#[cfg_attr(
    not(feature = "clean"),
    allow(dead_code, reason = "some ways through a document are the rules' alone")
)]
mod source;
#[cfg(any(feature = "native", all(feature = "dom", target_arch = "wasm32")))]
mod tame;
mod text;
pub mod tree;
pub mod url;

pub use html::{write_blocks, write_html};
pub use text::text;
pub use tree::Article;

/// What a parser needs to know about an article besides its HTML.
#[derive(Debug, Clone)]
pub struct Options {
    /// The title that the page shows above the article; the article's own repetition of it goes.
    pub title: Option<String>,
    /// The absolute address that relative addresses are resolved against: the original's. Without one, a relative
    /// link loses its link and keeps its text, and a relative picture goes.
    pub base: Option<String>,
    /// Whether what does not belong to the article goes: navigation, advert slots, share buttons and the like. Safety
    /// does not depend on it.
    pub clean: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { title: None, base: None, clean: true }
    }
}

/// Stands before every article when it is parsed, so that the parser is in no quirks mode and in the body at once.
#[cfg(any(feature = "native", all(feature = "dom", target_arch = "wasm32")))]
const PROLOGUE: &str = "<!DOCTYPE html><body>";
