//! The rules of the house that a program can hold: no circles of modules, layers, sizes, comments,
//! imports.
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
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};
use std::io::Write as _;

use anyhow::{Context, Result, ensure};

use crate::process;
use crate::project::Project;
use crates::Package;
use layers::Layers;
use problem::{Kind, Problem};
use sizes::Exception;
use source::Source;

/// The tables that the repository is held to.
struct Rules<'a> {
    layers: &'a [Layers],
    dependencies: &'a [(&'a str, &'a [&'a str])],
    exceptions: &'a [Exception],
}

const RULES: Rules =
    Rules { layers: tables::LAYERS, dependencies: tables::DEPENDENCIES, exceptions: tables::EXCEPTIONS };

/// Lists the problems by kind.
pub(crate) fn tidy(project: &Project) -> Result<()> {
    let report = report(&problems(project)?);
    std::io::stdout().write_all(report.as_bytes()).context("writing the report")
}

/// Fails, naming them, if there are problems.
pub(crate) fn check(project: &Project) -> Result<()> {
    let problems = problems(project)?;
    let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
    ensure!(lines.is_empty(), "against the rules of the house:\n  {}", lines.join("\n  "));
    Ok(())
}

/// The number of problems of each kind, and the problems.
fn report(problems: &[Problem]) -> String {
    let of = |kind| problems.iter().filter(move |problem: &&Problem| problem.kind == kind);
    let mut lines: Vec<_> =
        Kind::ALL.into_iter().map(|kind| format!("{:>6} {}\n", of(kind).count(), kind.name())).collect();
    for kind in Kind::ALL {
        if of(kind).next().is_some() {
            lines.push(format!("\n── {}\n", kind.name()));
            lines.extend(of(kind).map(|problem| format!("{problem}\n")));
        }
    }
    lines.concat()
}

/// Returns all problems of the repository, by kind and file.
fn problems(project: &Project) -> Result<Vec<Problem>> {
    Ok(find(&crates::packages(project)?, &sources(project)?, &RULES))
}

/// Returns the problems of packages and files.
fn find(packages: &[Package], sources: &HashMap<String, Source>, rules: &Rules) -> Vec<Problem> {
    let mut problems = crates::check(packages, rules.dependencies);
    for package in packages {
        let modules = modules::Modules::read(&package.targets, sources);
        let edges = edges::edges(&modules, sources);
        problems.extend(circles::check(&edges));
        match rules.layers.iter().find(|layers| layers.package == package.name) {
            Some(layers) => problems.extend(layers.check(&modules.files(), &edges)),
            None => problems.push(layers::missing(&package.name, &package.manifest)),
        }
    }
    for source in sources.values() {
        problems.extend(sizes::check(source, rules.exceptions));
        problems.extend(comments::check(source));
        problems.extend(style::check(source));
    }
    problems.extend(style::check_folders(&sources.keys().map(String::as_str).collect::<BTreeSet<_>>()));
    problems.sort();
    problems
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
            let text = fs_err::read_to_string(&file)?;
            sources.insert(path.to_owned(), Source::parse(path, text)?);
        }
    }
    Ok(sources)
}
