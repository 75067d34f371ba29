//! HTML to article, with one of two parsers: `native` for programs, `dom` for pages.
//!
//! Each fills a document within the limits of `input_limits`, and hands it to cleaning and tree
//! building.

#[cfg(all(feature = "dom", target_arch = "wasm32"))]
pub mod dom;
mod input_limits;
#[cfg(feature = "native")]
pub mod native;
#[cfg(feature = "native")]
mod page;
#[cfg(feature = "native")]
mod sink;
