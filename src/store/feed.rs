//! The feed module: what only foreign bundles need, a wasm file of its own; see `crates/broadsheet-feed`.

use std::cell::RefCell;

use broadsheet_bundle::format::Item;
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::error::LoadError;
use super::fetch::no_answer;

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

/// Says how the module is imported: `loader` returns a promise of its exports, which fails with `true` where the viewer has
/// been replaced by a newer one. The page's script knows where the module is.
pub fn set_loader(loader: Function) {
    LOADER.set(Some(loader));
}

async fn module() -> Result<Module, LoadError> {
    // Cloned, since what is called may call back.
    let loader = LOADER.with_borrow(Clone::clone).ok_or(LoadError::Module)?;
    let promise = loader.call0(&JsValue::NULL).and_then(JsCast::dyn_into::<Promise>);
    let promise = promise.map_err(|_| LoadError::Module)?;
    JsFuture::from(promise).await.map(JsValue::unchecked_into).map_err(|reason| match no_answer() {
        _ if reason == JsValue::TRUE => LoadError::Replaced,
        LoadError::Offline => LoadError::Offline,
        _ => LoadError::Module,
    })
}

/// A JSON Feed as the JSON of a [`broadsheet_bundle::format::SingleFileBundle`], or `otherwise` where it is none.
pub(super) async fn open(feed: &str, otherwise: LoadError) -> Result<String, LoadError> {
    module().await?.open(feed).map_err(|_| otherwise)
}

/// The content of a post as a packer would have it.
pub(super) struct Made {
    pub(super) html: String,
    /// As in [`broadsheet_bundle::format::ItemExtension::cut`].
    pub(super) cuts: Vec<String>,
    /// Whether anything was taken out.
    pub(super) cleaned: bool,
}

/// The content of a post that no packer has cleaned, with nothing taken out if `everything` or if the post says so.
pub(super) async fn content(post: &Item, everything: bool) -> Result<Made, LoadError> {
    let module = module().await?;
    let made = || {
        let content = module.content(
            post.content_html.as_deref(),
            post.extension.content_markdown.as_deref(),
            post.content_text.as_deref(),
            post.title.as_deref(),
            post.address(),
            !everything && post.extension.clean != Some(false),
        )?;
        Ok(Made { html: content.html()?, cuts: content.cuts()?, cleaned: content.cleaned()? })
    };
    made().map_err(|_: JsValue| LoadError::Inconsistent)
}
