//! Parts of the Rust toolchain.

use std::path::Path;

use anyhow::{Context, Result};

use super::notice::print_install_notice;
use crate::process;
use crate::project::Project;

/// The target that the viewer is compiled for.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Installs the standard library for wasm32 unless it is there, whoever installed it.
pub(crate) fn ensure_wasm_target(project: &Project) -> Result<()> {
    let library = process::output(project.command("rustc").args([
        "--print",
        "target-libdir",
        "--target",
        WASM_TARGET,
    ]))?;
    if Path::new(library.trim()).is_dir() {
        return Ok(());
    }
    print_install_notice(&format!("Rust's {WASM_TARGET} target"), "the viewer is compiled for it");
    process::run(project.command("rustup").args(["target", "add", WASM_TARGET]))
        .with_context(|| format!("install the {WASM_TARGET} target of this Rust by hand"))
}

/// Installs a component such as `clippy` unless its Cargo command works already.
pub(crate) fn ensure_component(project: &Project, command: &str, component: &str) -> Result<()> {
    if process::output(project.cargo().args([command, "--version"])).is_ok() {
        return Ok(());
    }
    print_install_notice(&format!("Rust's {component}"), "`cargo xtask check` runs it");
    process::run(project.command("rustup").args(["component", "add", component]))
        .with_context(|| format!("install {component} of this Rust by hand"))
}
