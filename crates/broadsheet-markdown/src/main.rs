//! Markdown for the viewer: a wasm module of its own, loaded only for bundles that carry Markdown.

use wasm_bindgen::prelude::wasm_bindgen;

fn main() {}

/// Markdown with raw HTML as HTML, which is as hostile as its source: the viewer makes an article tree of it.
#[wasm_bindgen]
pub fn to_html(markdown: &str) -> String {
    broadsheet_article::markdown::to_html(markdown)
}
