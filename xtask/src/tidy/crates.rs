//! The packages of the repository, as Cargo describes them, and which may use which.

use anyhow::{Context, Result};
use serde_json::Value;

use super::modules::Target;
use super::problem::{Kind, Problem};
use crate::process;
use crate::project::Project;

/// A package of the repository.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    /// Its manifest, from the repository's root.
    pub(crate) manifest: String,
    /// The library and the programs.
    pub(crate) targets: Vec<Target>,
    /// The packages of the repository that it uses, in tests as well.
    pub(crate) dependencies: Vec<String>,
}

/// Returns the packages of the workspace and of the fuzz targets.
pub(crate) fn packages(project: &Project) -> Result<Vec<Package>> {
    let mut packages = Vec::new();
    for manifest in ["Cargo.toml", "fuzz/Cargo.toml"] {
        let mut cargo = project.cargo();
        cargo.args(["metadata", "--no-deps", "--format-version=1", "--offline", "--manifest-path", manifest]);
        let said: Value =
            serde_json::from_str(&process::output(&mut cargo)?).context("reading what Cargo says")?;
        let root = project.root.to_string_lossy().replace('\\', "/") + "/";
        packages.extend(list(&said["packages"]).map(|package| self::package(package, &root)));
    }
    Ok(packages)
}

fn package(package: &Value, root: &str) -> Package {
    let text = |value: &Value| value.as_str().unwrap_or_default().replace('\\', "/");
    let within = |value: &Value| text(value).trim_start_matches(root).to_owned();
    let mut targets = Vec::new();
    for target in list(&package["targets"]) {
        let is = |kind: &str| list(&target["kind"]).any(|found| found == kind);
        if is("lib") {
            let library = Some(text(&target["name"]).replace('-', "_"));
            targets.push(Target { library, root: within(&target["src_path"]), name: "lib".to_owned() });
        } else if is("bin") {
            targets.push(Target {
                library: None,
                root: within(&target["src_path"]),
                name: "main".to_owned(),
            });
        }
    }
    let own = list(&package["dependencies"]).filter(|dependency| !dependency["path"].is_null());
    Package {
        name: text(&package["name"]),
        manifest: within(&package["manifest_path"]),
        targets,
        dependencies: own.map(|dependency| text(&dependency["name"])).collect(),
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Returns a problem for each dependency that `allowed` does not have.
pub(crate) fn check(packages: &[Package], allowed: &[(&str, &[&str])]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for Package { name, manifest, dependencies, .. } in packages {
        let mut add = |message| {
            problems.push(Problem { kind: Kind::Dependency, file: manifest.clone(), line: 1, message });
        };
        let Some((_, may)) = allowed.iter().find(|(package, _)| package == name) else {
            add(format!("the crate {name} is not in the table of dependencies in xtask/src/tidy/tables.rs"));
            continue;
        };
        for used in dependencies {
            // In tests a crate may use itself, with other features.
            if used == name || may.contains(&used.as_str()) {
                continue;
            }
            add(format!(
                "{name} uses {used}, which it may not: move what both need into a crate that both may use, \
                 or say so in xtask/src/tidy/tables.rs"
            ));
        }
    }
    problems
}
