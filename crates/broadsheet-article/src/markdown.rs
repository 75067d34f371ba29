//! Markdown to HTML.

use pulldown_cmark::{Options, Parser, html};

/// The HTML of a Markdown text.
pub fn to_html(markdown: &str) -> String {
    let mut out = String::new();
    html::push_html(&mut out, Parser::new_ext(markdown, Options::empty()));
    out
}
