//! The files that other pages load: the element's script and the page for frames, finished after
//! Trunk has built the viewer, and the package for bundlers.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha384};

use crate::folders;
use crate::instances;
use crate::notices;
use crate::project::Project;
use crate::site_check;
use crate::texts;

/// The element's script.
const SCRIPT: &str = "embed.js";
/// Scripts whose comments are for those who read their sources.
const SCRIPTS: &[&str] = &[SCRIPT, "boot.js", "embed-more.js", "embed-frame.js", "frame.js"];
/// Scripts of the site's own pages.
const PAGE_SCRIPTS: &[&str] = &["boot.js", "frame.js"];
/// The script of the module for foreign feeds.
const FEED_SCRIPT: &str = "broadsheet-feed.js";
/// The page for frames.
const FRAME_PAGE: &str = "embed.html";
/// The part of the head that only the page for frames has.
const FRAME_HEAD: &str = "<meta content=yes name=broadsheet:frame><script defer src=frame.js></script>";
/// The names that the script of the element has for the viewer's files.
const MODULE: &str = "broadsheet-viewer.js";
const WASM: &str = "broadsheet-viewer_bg.wasm";
const STYLES: &str = "style.css";
/// The line of the element's script that gets the viewer's hash.
const NO_INTEGRITY: &str = "const WASM_INTEGRITY = \"\";";

/// Puts into `built`, a folder that Trunk has filled, what other pages load and the scripts of
/// `static/`, with the names of the viewer's files and its hash, and the page for frames; and lets
/// a page have several instances of the programs.
pub(crate) fn finish(project: &Project, built: &Path) -> Result<()> {
    let index = fs_err::read_to_string(built.join("index.html"))?;
    let names = Names::find(&index)?;
    for module in [&names.module, FEED_SCRIPT] {
        let (module, text) = (built.join(module), fs_err::read_to_string(built.join(module))?);
        // What is yet to be split imports its chunks and comes here again; the feed module's script
        // comes twice.
        if !text.starts_with("import ") && !instances::has_instances(&text) {
            let context = || format!("reading {}", module.display());
            fs_err::write(&module, &instances::with_instances(&text).with_context(context)?)?;
        }
    }
    let texts = texts::read(&project.root)?;
    for script in SCRIPTS {
        let mut text = texts::script(&project.root, &texts, script)?;
        if *script == SCRIPT {
            let wasm = built.join(&names.wasm);
            let wasm = fs_err::read(&wasm)?;
            text = names.insert_into(&text, &integrity(&wasm))?;
        }
        fs_err::write(built.join(script), text)?;
    }
    let (before, after) = index.split_once("</title>").context("the page has no title")?;
    fs_err::write(built.join(FRAME_PAGE), [before, "</title>", FRAME_HEAD, after].concat())?;
    Ok(())
}

/// Makes the package of what a site needs for the element: `dist/embed`.
pub(crate) fn package(project: &Project, site: &Path) -> Result<()> {
    let package = project.root.join("dist/embed");
    folders::remove(&package)?;
    fs_err::create_dir_all(&package)?;
    let mut built = Vec::new();
    for entry in fs_err::read_dir(site)? {
        built.push(entry?.path());
    }
    // Whatever the site has as programs and styles, but for those of its own pages, and the notices
    // of their parts.
    built.retain(|path| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        let is_page_script = PAGE_SCRIPTS.iter().any(|name| path.ends_with(name));
        (matches!(ending, Some("js" | "wasm" | "css")) && !is_page_script) || path.ends_with(notices::FILE)
    });
    let sources = ["static/embed.d.ts", "static/npm/custom-elements.json", "static/npm/README.md"];
    let licences = ["LICENSE-MIT", "LICENSE-APACHE"];
    let sources = sources.into_iter().chain(licences).map(|name| project.root.join(name));
    for file in built.into_iter().chain(sources) {
        let to = package.join(file.file_name().context("a file has a name")?);
        fs_err::copy(&file, &to)?;
    }
    let manifest = fs_err::read_to_string(project.root.join("static/npm/package.json"))?;
    let version = concat!("\"version\": \"", env!("CARGO_PKG_VERSION"), "\"");
    let manifest = replace_once(&manifest, "\"version\": \"0.0.0\"", version)?;
    fs_err::write(package.join("package.json"), manifest)?;
    Ok(())
}

/// The viewer's files as a build has named them.
#[derive(Debug, PartialEq)]
struct Names {
    module: String,
    wasm: String,
    styles: String,
}

impl Names {
    /// As the page `index` names them.
    fn find(index: &str) -> Result<Self> {
        let names = site_check::names_in_html(index);
        let name = |start: &str, end: &str| {
            let mut names = names.iter().map(|name| name.trim_start_matches("./"));
            names
                .find(|name| name.starts_with(start) && name.ends_with(end))
                .map(str::to_owned)
                .with_context(|| format!("the page names no file {start}…{end}"))
        };
        Ok(Self {
            module: name("broadsheet-viewer", ".js")?,
            wasm: name("broadsheet-viewer", ".wasm")?,
            styles: name("style", ".css")?,
        })
    }

    fn insert_into(&self, script: &str, integrity: &str) -> Result<String> {
        let mut text =
            replace_once(script, NO_INTEGRITY, &format!("const WASM_INTEGRITY = \"{integrity}\";"))?;
        for (from, to) in [(MODULE, &self.module), (WASM, &self.wasm), (STYLES, &self.styles)] {
            let from = format!("\"./{from}\"");
            ensure!(text.contains(&from), "{SCRIPT} does not name {from}");
            text = text.replace(&from, &format!("\"./{to}\""));
        }
        Ok(text)
    }
}

/// The hash of a file as browsers check it.
fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(bytes)))
}

fn replace_once(text: &str, from: &str, to: &str) -> Result<String> {
    ensure!(text.matches(from).count() == 1, "`{from}` should be there once");
    Ok(text.replacen(from, to, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_names_what_the_build_has_made() {
        let index = "<script src=./boot.js defer data-module=./broadsheet-viewer-1f.js \
            data-wasm=./broadsheet-viewer-1f_bg.wasm></script><link href=./style-2e.css rel=stylesheet>";
        let names = Names::find(index).expect("they are there");
        assert_eq!(names.styles, "style-2e.css");
        let source = include_str!("../../static/embed.js");
        let script = names.insert_into(source, "sha384-x").expect("the source names them");
        for name in [
            "\"./broadsheet-viewer-1f.js\"",
            "\"./broadsheet-viewer-1f_bg.wasm\"",
            "\"./style-2e.css\"",
            "\"sha384-x\"",
        ] {
            assert!(script.contains(name), "{name}");
        }
        assert!(names.insert_into("", "").is_err());
    }

    #[test]
    fn a_hash_as_browsers_write_it() {
        let empty = "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb";
        assert_eq!(integrity(b""), empty);
    }
}
