//! Markdown to HTML, as Jekyll's kramdown has it where that differs from `CommonMark` for scraped
//! posts: an HTML element that begins a line is HTML until it closes, however many empty or
//! indented lines it holds.
//!
//! The result is raw HTML and no safer than the Markdown was; it goes to one of the parsers.

mod abbreviations;
mod code;
mod containers;
mod destinations;
mod emphasis;
mod formulas;
mod kramdown;
mod raw_html;
mod render;
mod tables;
mod tags;

pub use code::CodeFinder;
pub use render::{Rendered, heading_id, render, to_html};
pub use tags::{HiddenTags, hidden_tags};
