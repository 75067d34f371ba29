//! The I/O edge of the store: fetches files, checks and decodes them, in the browser.
//!
//! It knows the resources and errors of the store, and nothing of the archive's state. Decoding is
//! part of the lazily loaded reader module; see [`decode`].

pub mod attempt;
pub mod decode;
pub mod feed_module;
mod fetch;
mod integrity;
mod json;
pub mod load;
mod open;
