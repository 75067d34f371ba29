//! The checks of scripts and styles: their format, their types, the rules for style sheets, and
//! tests in Node.

use anyhow::{Context, Result};

use crate::process;
use crate::project::Project;
use crate::styles;
use crate::texts;
use crate::tools;

/// The files that prettier formats.
const FORMATTED: &[&str] =
    &["static/*.{js,ts}", "static/css/*.css", "tests/e2e/**/*.{mjs,ts}", "xtask/js/*.mjs"];
/// The folders with a `tsconfig.json`.
const TYPED: &[&str] = &["static", "tests/e2e"];
/// The name of the variable that tells the test where the choice of a language is.
const LANGUAGE_MODULE: &str = "BROADSHEET_LANGUAGE_MODULE";

/// Runs all of them. Fails at the first that finds something.
pub(crate) fn check(project: &Project) -> Result<()> {
    tools::ensure_packages(project)?;
    let command = |program: &str| {
        let mut node = project.command("node");
        node.arg(project.root.join("tests/e2e/node_modules").join(program));
        node
    };
    let prettier = "prettier/bin/prettier.cjs";
    process::run(command(prettier).args(["--check", "--log-level=warn"]).args(FORMATTED))
        .with_context(|| format!("`node tests/e2e/node_modules/{prettier} --write FILE` mends it"))?;
    let config = project.root.join("tests/e2e/stylelint.config.mjs");
    process::run(command("stylelint/bin/stylelint.mjs").arg("--config").arg(config).arg("static/css/*.css"))?;
    for folder in TYPED {
        process::run(command("typescript/bin/tsc").args(["--project", folder]))?;
    }
    styles::check_classes(&project.root)?;

    let module = project.target.join("xtask/language.mjs");
    fs_err::create_dir_all(project.target.join("xtask"))?;
    fs_err::write(&module, texts::language_module(&project.root)?)?;
    let mut node = project.command("node");
    node.args(["--test", "--test-reporter=dot"]).arg(project.root.join("tests/e2e/language.test.mjs"));
    process::run(node.env(LANGUAGE_MODULE, module))
}
