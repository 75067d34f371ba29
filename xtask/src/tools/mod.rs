//! The tools that the commands need beyond Rust itself: found, or installed with a word on what and
//! why.

mod browser;
mod cargo_tool;
mod node;
mod notice;
mod rust;
mod search;
mod version;

pub(crate) use browser::{Browser, Firefox, WebKit};
pub(crate) use cargo_tool::{OWN_BUILD, WebTools, cargo_deny, cargo_fuzz, wasm_split};
pub(crate) use node::{ensure_packages, esbuild, node, playwright, wasm_opt};
pub(crate) use rust::{WASM_TARGET, ensure_component, ensure_wasm_target};
