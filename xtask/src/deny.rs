//! Checks of what the project depends on: known vulnerabilities, licences, crates in several
//! versions, and where crates come from. `deny.toml` has the rules and the exceptions, each with
//! its reason.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;
use crate::project::Project;
use crate::tools;

/// A workspace, and which lints of `cargo deny` on unused exceptions hold there: `deny.toml` serves
/// both workspaces.
const WORKSPACES: &[(&str, &[&str])] = &[
    ("Cargo.toml", &["--deny", "unmatched-skip", "--allow", "license-exception-not-encountered"]),
    ("fuzz/Cargo.toml", &["--allow", "unmatched-skip", "--allow", "license-not-encountered"]),
];

/// Checks both workspaces. Advisories are left out, with a sentence, where their database can
/// neither be fetched nor was ever fetched before.
pub(crate) fn check(project: &Project) -> Result<()> {
    let deny = tools::cargo_deny(project)?;
    let mut checks = vec!["bans", "licenses", "sources"];
    let fetched = process::output(cargo_deny(project, &deny, "Cargo.toml").args(["fetch", "db"])).is_ok();
    // An attempt that failed may leave a folder without a clone in it.
    let is_clone = |entry: std::fs::DirEntry| entry.path().join(".git/HEAD").is_file();
    let known = std::fs::read_dir(database(project))
        .is_ok_and(|entries| entries.filter_map(Result::ok).any(is_clone));
    match (fetched, known) {
        (true, _) => checks.push("advisories"),
        (false, true) => {
            println!(
                "  the database of advisories cannot be fetched here: the one that was fetched last is used"
            );
            checks.push("advisories");
        }
        (false, false) => println!("  advisories skipped: their database cannot be fetched here"),
    }
    for (manifest, lints) in WORKSPACES {
        let mut command = cargo_deny(project, &deny, manifest);
        process::run(command.args(["--offline", "check"]).args(*lints).args(&checks))
            .context("mend it, or name the exception in deny.toml with the reason why it does no harm")?;
    }
    Ok(())
}

fn cargo_deny(project: &Project, program: &Path, manifest: &str) -> Command {
    let mut command = project.command(program);
    command.arg("--workspace").arg("--manifest-path").arg(project.root.join(manifest));
    command.arg("--config").arg(project.root.join("deny.toml"));
    command.args(["--locked", "--log-level", "error"]).env(DATABASE, database(project));
    command
}

/// The variable by which `deny.toml` names the folder of the database.
const DATABASE: &str = "BROADSHEET_ADVISORIES";

fn database(project: &Project) -> PathBuf {
    project.cache.join("advisories")
}
