//! The built viewer over an archive, driven in Chromium.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::figures::Figures;
use crate::process;
use crate::project::Project;
use crate::tools::{self, Browser};

/// The profiles of the browser's speed, which the names of their figures begin with.
const PROFILES: &[&str] = &["plain", "slow"];

/// Measures the viewer over `site`. `ids` is a file with ids of posts as a list of JSON. With
/// `rows`, counts are compared with those of a naive program over these.
pub(crate) fn measure(project: &Project, site: &Path, ids: &Path, rows: Option<&Path>) -> Result<Figures> {
    tools::ensure_packages(project)?;
    let browser = Browser::ensure(project)?;
    let mut figures = Figures::default();
    for profile in PROFILES {
        let mut node = tools::node(project)?;
        node.arg(project.root.join("tests/e2e/bench.mjs")).arg("--site").arg(site);
        node.args(["--profile", profile, "--ids"]).arg(ids).env("CHROME", &browser.chromium);
        figures.extend(run(node, profile)?);
    }
    if let Some(rows) = rows {
        let mut node = tools::node(project)?;
        node.arg(project.root.join("tests/e2e/bench.mjs")).arg("--site").arg(site);
        node.args(["--profile", "plain", "--counts"]).arg(rows).env("CHROME", &browser.chromium);
        figures.extend(run(node, "plain")?);
    }
    Ok(figures)
}

fn run(mut node: std::process::Command, profile: &str) -> Result<Figures> {
    let printed = process::output_showing_errors(&mut node)?;
    let measured: Value = serde_json::from_str(&printed).context("reading what the browser run printed")?;
    let measured = measured.as_object().context("the browser run printed something else than an object")?;
    Figures::from_browser(&format!("{profile}."), measured)
}
