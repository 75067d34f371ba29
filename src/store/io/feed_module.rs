//! The feed module: a wasm file of its own with what only foreign bundles need; see
//! `crates/broadsheet-feed`.

use std::cell::RefCell;

use broadsheet_bundle::format::Item;
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::fetch::network_error;
use crate::store::error::LoadError;

#[wasm_bindgen]
extern "C" {
    /// The module's exports.
    type Module;

    #[wasm_bindgen(method, catch)]
    fn open(this: &Module, json: &str) -> Result<String, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn content(
        this: &Module,
        html: Option<&str>,
        markdown: Option<&str>,
        text: Option<&str>,
        title: Option<&str>,
        base: Option<&str>,
        clean: bool,
    ) -> Result<Content, JsValue>;

    type Content;

    #[wasm_bindgen(method, catch, getter)]
    fn html(this: &Content) -> Result<String, JsValue>;

    #[wasm_bindgen(method, catch, getter)]
    fn cuts(this: &Content) -> Result<Vec<String>, JsValue>;

    #[wasm_bindgen(method, catch, getter)]
    fn cleaned(this: &Content) -> Result<bool, JsValue>;
}

thread_local! {
    static LOADER: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Sets the function that imports the module. `loader` returns a promise of its exports, which is
/// rejected with `true` if a newer version has replaced the viewer. The page's script knows the
/// module's URL.
pub fn set_loader(loader: Function) {
    LOADER.set(Some(loader));
}

async fn module() -> Result<Module, LoadError> {
    // Cloned, since what is called may call back.
    let loader = LOADER.with_borrow(Clone::clone).ok_or(LoadError::CodeUnavailable)?;
    let promise = loader.call0(&JsValue::NULL).and_then(JsCast::dyn_into::<Promise>);
    let promise = promise.map_err(|_| LoadError::CodeUnavailable)?;
    JsFuture::from(promise).await.map(JsValue::unchecked_into).map_err(|reason| match network_error() {
        _ if reason == JsValue::TRUE => LoadError::Outdated,
        LoadError::Offline => LoadError::Offline,
        _ => LoadError::CodeUnavailable,
    })
}

/// Converts a JSON Feed to the JSON of a [`broadsheet_bundle::format::SingleFileBundle`]. Returns
/// the error `otherwise` if it is no feed.
pub(super) async fn open(feed: &str, otherwise: LoadError) -> Result<String, LoadError> {
    module().await?.open(feed).map_err(|_| otherwise)
}

/// The content of a post in the form that a packer would give it.
pub(super) struct CleanedContent {
    pub(super) html: String,
    /// As in [`broadsheet_bundle::format::ItemExtension::cut`].
    pub(super) cuts: Vec<String>,
    /// `true` if cleaning removed anything.
    pub(super) is_cleaned: bool,
}

/// Returns the content of a post that no packer has cleaned; uncleaned if `uncleaned`, or if the
/// post asks for that.
pub(super) async fn content(post: &Item, uncleaned: bool) -> Result<CleanedContent, LoadError> {
    let module = module().await?;
    let cleaned = || {
        let content = module.content(
            post.content_html.as_deref(),
            post.extension.content_markdown.as_deref(),
            post.content_text.as_deref(),
            post.title.as_deref(),
            post.extension.base.as_deref().or(post.address()),
            !uncleaned && post.extension.clean != Some(false),
        )?;
        Ok(CleanedContent { html: content.html()?, cuts: content.cuts()?, is_cleaned: content.cleaned()? })
    };
    cleaned().map_err(|_: JsValue| LoadError::CorruptBundle)
}
