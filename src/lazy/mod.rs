//! Code that is loaded when it is first needed.
//!
//! The release build (`cargo xtask dist`) splits the program at the functions that are marked here:
//! what only such a function can reach goes into a wasm file of its own, named after it, which
//! shares the memory of the rest. Every other build leaves the program in one piece, and nothing
//! has to be loaded. All other modules must reach that code through the values that are returned
//! here, and name none of its functions, or it would become part of the first visit.

pub mod facets;
pub mod reader;
mod use_module;

pub use use_module::{LazyModule, ModuleState, use_module};

#[cfg(broadsheet_code_split)]
impl From<wasm_split_helpers::SplitLoaderError> for crate::store::LoadError {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self::CodeUnavailable
    }
}
