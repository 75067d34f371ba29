//! The facets module: what draws the filters.

#[cfg(broadsheet_code_split)]
use std::cell::Cell;

use yew::Html;

use super::use_module::LazyModule;
use crate::facets::{FacetsProps, view_facets};
use crate::store::LoadError;

/// The code of the facets module.
#[derive(Debug, Clone, Copy)]
pub struct FacetsModule {
    /// Draws the facets.
    pub view_facets: fn(FacetsProps) -> Html,
}

#[cfg(broadsheet_code_split)]
thread_local! {
    static LOADED: Cell<Option<FacetsModule>> = const { Cell::new(None) };
}

#[cfg(broadsheet_code_split)]
impl LazyModule for FacetsModule {
    fn loaded() -> Option<Self> {
        LOADED.get()
    }

    async fn load() -> Result<Self, LoadError> {
        let module = facets_code().await?;
        LOADED.set(Some(module));
        Ok(module)
    }
}

#[cfg(not(broadsheet_code_split))]
impl LazyModule for FacetsModule {
    fn loaded() -> Option<Self> {
        facets_code().ok()
    }

    async fn load() -> Result<Self, LoadError> {
        facets_code()
    }
}

#[cfg_attr(broadsheet_code_split, allow(unsafe_code, reason = "split code is foreign to the compiler"))]
#[cfg_attr(broadsheet_code_split, wasm_split_helpers::wasm_split(facets, fallible))]
#[cfg_attr(
    not(broadsheet_code_split),
    allow(clippy::unnecessary_wraps, reason = "loading can fail if split")
)]
fn facets_code() -> Result<FacetsModule, LoadError> {
    Ok(FacetsModule { view_facets })
}
