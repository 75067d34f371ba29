//! Third-party notices: the licences of the crates that a build contains, which most of them ask to
//! be passed on.
//!
//! `cargo-about` does the same, but takes minutes to build; the metadata of Cargo and the licence
//! files in the packages are all that it takes.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process;
use crate::project::Project;
use crate::tools::WASM_TARGET;

/// The name of the file in a site, in the package of the element and in `dist`.
pub(crate) const FILE: &str = "third-party-notices.txt";

/// The beginnings of the names of files that hold a licence, in lower case.
const LICENCE_FILES: &[&str] = &["licen", "copying", "unlicense"];

/// The same of files with attribution notices, which have to be passed on whichever licence is
/// chosen.
const NOTICE_FILES: &[&str] = &["notice", "copyright"];

/// A licence that is chosen wherever it is offered, so that its text stands in the notices once.
const PREFERRED: &str = "Apache-2.0";

/// Licences from the repositories of crates whose packages leave them out.
const FROM_REPOSITORIES: &[(&[&str], &str)] = &[
    // https://github.com/tmke8/math-core/blob/main/LICENSE
    (&["math-core", "math-core-renderer-internal"], include_str!("licences/math-core.txt")),
    // https://github.com/dropbox/rust-alloc-no-stdlib/blob/master/LICENSE
    (&["alloc-stdlib"], include_str!("licences/alloc-stdlib.txt")),
];

/// A package of this workspace that is compiled into a program.
struct Root {
    package: &'static str,
    /// The target triple that it is compiled for, or `None` for the host's.
    target: Option<&'static str>,
}

/// The crates within the viewer and its feed module.
const VIEWER: &[Root] = &[
    Root { package: "broadsheet", target: Some(WASM_TARGET) },
    Root { package: "broadsheet-feed", target: Some(WASM_TARGET) },
];

/// The crates within the command, which has the viewer inside.
const COMMAND: Root = Root { package: "broadsheet-cli", target: None };

/// A crate that is compiled into one of the programs.
#[derive(Debug, PartialEq, Eq)]
struct Dependency {
    name: String,
    version: String,
    /// Its licence, an SPDX expression.
    licence: String,
    repository: String,
    /// The texts of the licence files in its package.
    licences: BTreeSet<String>,
    /// The texts of its notices.
    notices: BTreeSet<String>,
}

/// Returns the notices of a site: of all that is within the viewer. Fails when a crate has neither
/// [`PREFERRED`] nor a licence file of its own.
pub(crate) fn viewer_notices(project: &Project) -> Result<String> {
    document(project, "The viewer of Broadsheet", VIEWER)
}

/// Returns the notices of the command and the viewer inside it. Fails as [`viewer_notices`] does.
pub(crate) fn command_notices(project: &Project) -> Result<String> {
    let roots: Vec<_> = VIEWER.iter().chain([&COMMAND]).collect();
    document(project, "The command broadsheet, with its viewer,", roots)
}

fn document<'r>(project: &Project, what: &str, roots: impl IntoIterator<Item = &'r Root>) -> Result<String> {
    let mut dependencies = BTreeMap::new();
    for root in roots {
        let metadata = metadata(project, root.target)?;
        for package in linked_packages(&metadata, root.package)? {
            let dependency = Dependency::read(package)?;
            dependencies.insert((dependency.name.clone(), dependency.version.clone()), dependency);
        }
    }
    let preferred = project.root.join("LICENSE-APACHE");
    let preferred = fs_err::read_to_string(&preferred)?;
    let dependencies: Vec<_> = dependencies.into_values().collect();
    text(what, &dependencies, &preferred)
}

/// Returns Cargo's metadata of the workspace and its dependencies on a target.
fn metadata(project: &Project, target: Option<&str>) -> Result<Value> {
    let host;
    let target = if let Some(target) = target {
        target
    } else {
        let said = process::output(project.command("rustc").args(["--print", "host-tuple"]))?;
        host = said.trim().to_owned();
        &host
    };
    let mut cargo = project.cargo();
    cargo.args(["metadata", "--format-version", "1", "--locked", "--filter-platform", target]);
    serde_json::from_str(&process::output(&mut cargo)?).context("reading what Cargo says of the dependencies")
}

/// The packages from elsewhere that are linked into the package `root`: neither build scripts nor
/// tests nor procedural macros, which end when the compiler does.
fn linked_packages<'m>(metadata: &'m Value, root: &str) -> Result<Vec<&'m Value>> {
    let by_id = |list: &'m Value| -> HashMap<&'m str, &'m Value> {
        let items = list.as_array().into_iter().flatten();
        items.filter_map(|item| Some((item["id"].as_str()?, item))).collect()
    };
    let (packages, nodes) = (by_id(&metadata["packages"]), by_id(&metadata["resolve"]["nodes"]));
    let is_root = |package: &Value| package["name"] == root && package["source"].is_null();
    let start = packages.iter().find(|(_, package)| is_root(package)).map(|(id, _)| *id);
    let mut left = vec![start.with_context(|| format!("Cargo knows no package {root}"))?];
    let (mut seen, mut found) = (HashSet::new(), Vec::new());
    while let Some(id) = left.pop() {
        if !seen.insert(id) {
            continue;
        }
        let (Some(&package), Some(&node)) = (packages.get(id), nodes.get(id)) else { continue };
        if is_macro(package) {
            continue;
        }
        if !package["source"].is_null() {
            found.push(package);
        }
        let dependencies = node["deps"].as_array().into_iter().flatten();
        let normal = dependencies.filter(|dependency| {
            let mut kinds = dependency["dep_kinds"].as_array().into_iter().flatten();
            kinds.any(|kind| kind["kind"].is_null())
        });
        left.extend(normal.filter_map(|dependency| dependency["pkg"].as_str()));
    }
    Ok(found)
}

fn is_macro(package: &Value) -> bool {
    let targets = package["targets"].as_array().into_iter().flatten();
    let mut kinds = targets.filter_map(|target| target["kind"].as_array()).flatten();
    kinds.any(|kind| kind == "proc-macro")
}

impl Dependency {
    /// Reads the licence files beside the manifest of `package`, as Cargo describes it.
    fn read(package: &Value) -> Result<Self> {
        let member = |name: &str| package[name].as_str().unwrap_or_default().to_owned();
        let manifest = member("manifest_path");
        let folder = Path::new(&manifest).parent().context("a manifest lies in a folder")?;
        let (mut licences, mut notices) = (BTreeSet::new(), BTreeSet::new());
        let entries = fs_err::read_dir(folder)?;
        for entry in entries {
            let path = entry.with_context(|| format!("reading {}", folder.display()))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
            let starts_like = |beginnings: &[&str]| beginnings.iter().any(|start| name.starts_with(start));
            let texts = if starts_like(LICENCE_FILES) {
                &mut licences
            } else if starts_like(NOTICE_FILES) {
                &mut notices
            } else {
                continue;
            };
            // Some packages have a folder of that name, others a source file such as `license.rs`.
            if path.is_file() && path.extension().is_none_or(|ending| ending != "rs") {
                let text = fs_err::read(&path)?;
                texts.insert(String::from_utf8_lossy(&text).replace("\r\n", "\n").trim().to_owned());
            }
        }
        let name = member("name");
        let elsewhere = FROM_REPOSITORIES.iter().filter(|(crates, _)| crates.contains(&name.as_str()));
        licences.extend(elsewhere.map(|(_, licence)| licence.trim().to_owned()));
        Ok(Self {
            name,
            version: member("version"),
            licence: member("license"),
            repository: member("repository"),
            licences,
            notices,
        })
    }

    /// `true` if the licence may be [`PREFERRED`] alone.
    fn offers_preferred(&self) -> bool {
        let choices = self.licence.split(" OR ").flat_map(|choice| choice.split('/'));
        !self.licence.contains(" AND ") && choices.map(str::trim).any(|choice| choice == PREFERRED)
    }
}

/// The document: the crates under the preferred licence with its text, the others with the texts of
/// their own, and the notices of all.
fn text(what: &str, dependencies: &[Dependency], preferred: &str) -> Result<String> {
    let mut sections: BTreeMap<&str, Vec<&Dependency>> = BTreeMap::new();
    for dependency in dependencies {
        let chosen = dependency.offers_preferred();
        if !chosen && dependency.licences.is_empty() {
            let Dependency { name, version, licence, .. } = dependency;
            bail!("{name} {version} ({licence}) has no licence file: its notice has to be written by hand");
        }
        let licences: Vec<_> =
            if chosen { vec![preferred] } else { dependency.licences.iter().map(String::as_str).collect() };
        for passed_on in licences.into_iter().chain(dependency.notices.iter().map(String::as_str)) {
            sections.entry(passed_on).or_default().push(dependency);
        }
    }
    let mut text = format!(
        "{what} contains the Rust standard library ({PREFERRED}, chosen from MIT OR {PREFERRED}) and the crates below,\n\
         each with its version, its licence and the address of its source.\n"
    );
    for (passed_on, dependencies) in sections {
        let _ = writeln!(text, "\n{}\n", "=".repeat(80)); // writing into a String cannot fail
        for Dependency { name, version, licence, repository, .. } in dependencies {
            let _ = writeln!(text, "{name} {version} ({licence}) {repository}");
        }
        let _ = writeln!(text, "\n{}", passed_on.trim());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dependency(name: &str, licence: &str, licences: &[&str]) -> Dependency {
        Dependency {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            licence: licence.to_owned(),
            repository: format!("https://example.org/{name}"),
            licences: licences.iter().map(|&text| text.to_owned()).collect(),
            notices: BTreeSet::new(),
        }
    }

    #[test]
    fn the_preferred_licence_is_chosen_where_it_is_offered_alone() {
        for (licence, expected) in [
            ("MIT OR Apache-2.0", true),
            ("Apache-2.0/MIT", true),
            ("Apache-2.0", true),
            ("Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT", true),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", false),
            ("MIT", false),
            ("Unlicense OR MIT", false),
        ] {
            assert_eq!(dependency("a", licence, &[]).offers_preferred(), expected, "{licence}");
        }
    }

    #[test]
    fn every_crate_is_named_with_a_text_and_equal_texts_stand_once() {
        let permission = "Permission is hereby granted, copyright of one";
        let dependencies = [
            dependency("dual", "MIT OR Apache-2.0", &[permission]),
            dependency("one", "MIT", &[permission]),
            dependency("two", "MIT", &[permission]),
        ];
        let notices = text("It", &dependencies, "the preferred text").expect("all have a text");
        for name in ["dual 1.0.0", "one 1.0.0", "two 1.0.0", "the preferred text"] {
            assert_eq!(notices.matches(name).count(), 1, "{name} in {notices}");
        }
        assert_eq!(notices.matches(permission).count(), 1, "{notices}");
    }

    #[test]
    fn a_notice_beside_the_preferred_licence_is_passed_on() {
        let notice = "This product includes a part by others.";
        let mut with_notice = dependency("a", "Apache-2.0", &["a copy of the licence"]);
        with_notice.notices.insert(notice.to_owned());
        let notices = text("It", &[with_notice], "preferred").expect("there is a text");
        assert!(notices.contains(notice) && !notices.contains("a copy of the licence"), "{notices}");
    }

    #[test]
    fn a_crate_without_any_text_is_an_error() {
        let error = text("It", &[dependency("bare", "MIT", &[])], "").expect_err("nothing to pass on");
        assert!(error.to_string().starts_with("bare 1.0.0 (MIT) has no licence file"), "{error}");
    }
}
