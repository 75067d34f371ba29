//! Node and the npm packages of the end-to-end tests.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::notice::print_install_notice;
use super::version;
use crate::process;
use crate::project::Project;

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// The oldest Node that the tests are written for.
const OLDEST: u32 = 20;

/// A Node command; fails with one sentence when there is none, or it is too old.
pub(crate) fn node(project: &Project) -> Result<Command> {
    let advice = format!("install Node {OLDEST} or newer: the size report and the end-to-end tests need it");
    let said = process::output(project.command("node").arg("--version")).with_context(|| advice.clone())?;
    let found = version::in_text(&said).unwrap_or_default();
    ensure!(version::major(found).is_some_and(|major| major >= OLDEST), "Node {found} is too old: {advice}");
    Ok(project.command("node"))
}

/// Installs the packages of tests/e2e when its lock file is not the one they were installed from.
pub(crate) fn ensure_packages(project: &Project) -> Result<()> {
    node(project)?;
    let folder = project.root.join("tests/e2e");
    let lock = folder.join("package-lock.json");
    let lock = fs_err::read(&lock)?;
    let stamp = folder.join("node_modules/.installed-from");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    print_install_notice(
        "the npm packages of tests/e2e",
        "Playwright and axe-core test the viewer in a browser",
    );
    let mut command = project.command(NPM);
    command.current_dir(&folder).args(["ci", "--no-audit", "--no-fund"]);
    process::run(command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
    Ok(fs_err::write(&stamp, lock)?)
}

/// A `wasm-opt` command, from Binaryen's npm package: Debian's is too old for what this rustc
/// writes, and from source it takes long to build.
pub(crate) fn wasm_opt(project: &Project) -> Result<Command> {
    let binaryen =
        NpmTool { package: "binaryen", version: "132.0.0", why: "it makes the viewer's modules smaller" };
    let mut command = node(project)?;
    command.arg(binaryen.ensure(project)?.join("bin/wasm-opt"));
    Ok(command)
}

/// The folder of esbuild's npm package.
pub(crate) fn esbuild(project: &Project) -> Result<PathBuf> {
    NpmTool { package: "esbuild", version: "0.28.2", why: "it makes the viewer's scripts smaller" }
        .ensure(project)
}

/// A program from npm, kept outside the clone under its version.
struct NpmTool {
    package: &'static str,
    version: &'static str,
    why: &'static str,
}

impl NpmTool {
    /// Returns the folder of the package, which is installed if it is not there.
    fn ensure(&self, project: &Project) -> Result<PathBuf> {
        let Self { package, version, why } = self;
        let home = project.cache.join("tools").join(format!("{package}-{version}"));
        let folder = home.join("node_modules").join(package);
        if !folder.join("package.json").is_file() {
            print_install_notice(&format!("{package} {version} with npm"), why);
            // Into another folder first: an interrupted installation is never taken for a whole
            // one.
            let unfinished = home.with_extension("unfinished");
            let mut npm = project.command(NPM);
            npm.args(["install", "--no-audit", "--no-fund", "--no-save", "--prefix"]).arg(&unfinished);
            process::run(npm.arg(format!("{package}@{version}")))?;
            fs_err::rename(&unfinished, &home)?;
        }
        Ok(folder)
    }
}

/// A Playwright command (`playwright test` and so on), started in tests/e2e. Needs
/// [`ensure_packages`] before.
pub(crate) fn playwright(project: &Project) -> Command {
    let folder = project.root.join("tests/e2e");
    let mut command = project.command("node");
    command.arg(folder.join("node_modules/@playwright/test/cli.js")).current_dir(&folder);
    command
}
