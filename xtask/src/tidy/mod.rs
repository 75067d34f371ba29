//! The rules of the house that a program can hold: no circles of modules, layers, sizes, comments, imports.
//!
//! The checks read the sources with `syn`; what they hold the repository to is in [`tables`].

mod circles;
mod comments;
mod crates;
mod edges;
mod layers;
mod modules;
mod problem;
mod sizes;
mod source;
mod style;
mod tables;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anyhow::{Context, Result};

use crate::process;
use crate::project::Project;
use problem::{Kind, Problem};
use source::Source;

/// Prints the number of problems of every kind, and each of them.
pub(crate) fn report(project: &Project) -> Result<()> {
    let problems = problems(project)?;
    let count = |kind| problems.iter().filter(|problem| problem.kind == kind).count();
    for kind in Kind::ALL {
        println!("{:>6} {}", count(kind), kind.name());
    }
    for kind in Kind::ALL {
        if count(kind) == 0 {
            continue;
        }
        println!("\n── {}", kind.name());
        let mut by_file: BTreeMap<&str, Vec<&Problem>> = BTreeMap::new();
        for problem in problems.iter().filter(|problem| problem.kind == kind) {
            by_file.entry(&problem.file).or_default().push(problem);
        }
        for Problem { file, line, message, .. } in by_file.into_values().flatten() {
            println!("{file}:{line}: {message}");
        }
    }
    Ok(())
}

/// Returns all problems of the repository, by kind and file.
fn problems(project: &Project) -> Result<Vec<Problem>> {
    let sources = sources(project)?;
    let packages = crates::packages(project)?;
    let mut problems = crates::check(&packages, tables::DEPENDENCIES);
    for package in &packages {
        let modules = modules::Modules::read(&package.targets, &sources);
        let edges = edges::edges(&modules, &sources);
        problems.extend(circles::check(&edges));
        if let Some(layers) = tables::LAYERS.iter().find(|layers| layers.package == package.name) {
            problems.extend(layers.check(&modules.files(), &edges));
        }
    }
    for source in sources.values() {
        problems.extend(sizes::check(source, tables::EXCEPTIONS));
        problems.extend(comments::check(source));
        problems.extend(style::check(source));
    }
    problems.extend(style::check_folders(&sources.keys().map(String::as_str).collect::<BTreeSet<_>>()));
    problems.sort();
    Ok(problems)
}

/// The Rust files that Git knows or would add, by path.
fn sources(project: &Project) -> Result<HashMap<String, Source>> {
    let mut git = project.command("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "*.rs"]);
    let listed = process::output(&mut git)?;
    let mut sources = HashMap::new();
    for path in listed.split('\0').filter(|path| !path.is_empty()) {
        let file = project.root.join(path);
        // Listed but deleted, and the deletion not committed yet.
        if file.is_file() {
            let text = std::fs::read_to_string(&file).with_context(|| format!("reading {path}"))?;
            sources.insert(path.to_owned(), Source::parse(path, text)?);
        }
    }
    Ok(sources)
}
