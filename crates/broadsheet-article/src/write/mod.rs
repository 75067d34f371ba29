//! The tree as HTML and as plain text.
//!
//! Imports the tree and its addresses, nothing else of this crate.

mod escape;
mod html;
mod text;

pub use escape::{escape_attribute, escape_text};
pub use html::{write_blocks, write_html};
pub use text::{write_block_text, write_text};
