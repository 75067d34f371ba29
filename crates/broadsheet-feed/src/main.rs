//! The part of the viewer that only feeds of other programs need: lenient parsing of JSON Feeds,
//! cleaning of their articles, Markdown. A wasm module of its own, since most bundles come from the
//! packer and never need it.

mod content;

use broadsheet_article::Options;
use broadsheet_bundle::format::{Feed, Item, JSON_FEED, SingleFileBundle};
use js_sys::JsString;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {
    // The viewer has a policy of the usual name.
    #[cfg(target_arch = "wasm32")]
    broadsheet_article::dom::name_policy("broadsheet-feed");
}

/// Gives this instance the Trusted Types policy that earlier ones have used.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn set_policy(policy: wasm_bindgen::JsValue) {
    broadsheet_article::dom::set_policy(policy);
}

/// Any JSON Feed, or pages of one as in [`Feed::read_pages`], as the JSON of a
/// [`SingleFileBundle`]. Fails where it is none.
#[wasm_bindgen]
pub fn open(json: &str) -> Result<String, JsError> {
    let mut feed = Feed::read_pages(json)?;
    if !feed.version.starts_with(JSON_FEED) {
        return Err(JsError::new("it is of another version"));
    }
    for item in &mut feed.items {
        name(item);
        compose(item);
    }
    Ok(serde_json::to_string(&SingleFileBundle::from_feed(feed))?)
}

/// Gives a post that has neither a title nor a text that the list could show a title from its
/// content.
fn name(item: &mut Item) {
    let is_blank = |text: &Option<String>| text.as_ref().is_none_or(|text| text.trim().is_empty());
    if [&item.title, &item.summary, &item.content_text].into_iter().all(is_blank) {
        item.title = item.content_html.as_deref().and_then(content::title);
    }
}

/// Brings the searched texts of a post into the form that the packer gives them.
fn compose(item: &mut Item) {
    item.normalize_names(
        |text| {
            if text.is_ascii() { text } else { JsString::from(text).normalize("NFC").into() }
        },
    );
}

/// The content of a post, of which the first of `html`, `markdown` and `text` counts, cleaned if
/// `clean`: its repetition of `title` goes then, too. Relative addresses are resolved against
/// `base`. Fails where the page's policy forbids the parser.
#[wasm_bindgen]
pub fn content(
    html: Option<String>,
    markdown: Option<String>,
    text: Option<String>,
    title: Option<String>,
    base: Option<String>,
    clean: bool,
) -> Result<Content, JsError> {
    let has_post_links = html.is_none() && markdown.is_some();
    let (html, cut) = content::html(html, markdown, text);
    Ok(Content(content::read(&html, cut, has_post_links, &Options { title, base, clean })?))
}

/// A parsed article.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Content(content::Content);

#[wasm_bindgen]
impl Content {
    /// The HTML, as the packer writes it. The viewer trusts it no more than any other.
    #[wasm_bindgen(getter)]
    pub fn html(&self) -> String {
        self.0.html.clone()
    }

    /// The limits that it exceeded, by the names that they have in a bundle.
    #[wasm_bindgen(getter)]
    pub fn cuts(&self) -> Vec<String> {
        self.0.cuts.iter().map(|&name| name.to_owned()).collect()
    }

    /// `true` if cleaning removed anything.
    #[wasm_bindgen(getter)]
    pub fn cleaned(&self) -> bool {
        self.0.cleaned
    }
}
