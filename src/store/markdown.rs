//! The Markdown module: a wasm file of its own, since most bundles carry HTML and never need it.

use std::cell::RefCell;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::error::LoadError;

thread_local! {
    static LOADER: RefCell<Option<Function>> = const { RefCell::new(None) };
    static TO_HTML: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Says how the module is imported: `loader` returns a promise of its exports. The page's script knows where it is.
pub fn set_loader(loader: Function) {
    LOADER.set(Some(loader));
}

/// Loads the module, if it is not there yet.
pub(super) async fn load() -> Result<(), LoadError> {
    if TO_HTML.with_borrow(Option::is_some) {
        return Ok(());
    }
    let loader = LOADER.with_borrow(Clone::clone).ok_or(LoadError::Unreachable)?;
    let import = async || {
        let promise: Promise = loader.call0(&JsValue::NULL)?.dyn_into()?;
        let exports = JsFuture::from(promise).await?;
        Reflect::get(&exports, &"to_html".into())?.dyn_into::<Function>()
    };
    let to_html = import().await.map_err(|_| LoadError::Unreachable)?;
    TO_HTML.set(Some(to_html));
    Ok(())
}

/// Markdown with raw HTML as HTML. The module has to be loaded.
pub(super) fn to_html(source: &str) -> Result<String, LoadError> {
    TO_HTML
        .with_borrow(|to_html| to_html.as_ref()?.call1(&JsValue::NULL, &source.into()).ok()?.as_string())
        .ok_or(LoadError::Inconsistent)
}
