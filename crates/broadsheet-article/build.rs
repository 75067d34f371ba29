//! Sets `cfg(has_parser)` if there is a parser for HTML: html5ever, or the browser's in a page.
//!
//! Embeds hostile payloads and real posts into the in-browser test, which cannot read files. They
//! are no part of the repository: where they are missing, the lists are empty and the test says so.

use std::env;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo::rerun-if-env-changed=BROADSHEET_SHARED");
    println!("cargo::rerun-if-changed=build.rs");
    let has = |feature: &str| env::var_os(feature).is_some();
    let in_browser = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    let (native, dom) = (has("CARGO_FEATURE_NATIVE"), has("CARGO_FEATURE_DOM") && in_browser);
    println!("cargo::rustc-check-cfg=cfg(has_parser)");
    if native || dom {
        println!("cargo::rustc-cfg=has_parser");
    }
    // Only the differential test has both parsers.
    if !native || !dom {
        return;
    }
    let shared = env::var_os("BROADSHEET_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let payloads = files(&shared.join("xss"), "jsonl");
    let posts: Vec<PathBuf> = files(&shared.join("corpus/posts"), "md").into_iter().step_by(20).collect();
    let mut code = String::new();
    for (name, paths) in [("PAYLOADS", payloads), ("POSTS", posts)] {
        let _ = writeln!(code, "const {name}: &[&str] = &[");
        for path in paths {
            let _ = writeln!(code, "    include_str!({:?}),", path.display().to_string());
        }
        code.push_str("];\n");
    }
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    if let Err(error) = std::fs::write(out.join("shared.rs"), code) {
        println!("cargo::error=the list of test data was not written: {error}");
    }
}

/// The files of a folder with an extension, in order; none where there is no such folder.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|present| present == extension));
    paths.sort();
    paths
}
