//! Pictures of the built site.

use std::path::Path;

use anyhow::{Context, Result};

use crate::process;
use crate::project::Project;
use crate::tools::{self, Browser};

/// Takes the README's picture, or with `all` every view in every width, theme and language into
/// that folder.
pub(crate) fn screenshot(project: &Project, all: Option<&Path>) -> Result<()> {
    project.ensure_dist()?;
    tools::ensure_packages(project)?;
    let browser = Browser::ensure(project)?;
    let mut node = tools::node(project)?;
    node.arg(project.root.join("tests/e2e/screenshot.mjs")).arg("--site").arg(project.dist_site());
    match all {
        None => node.arg("--out").arg(project.root.join("docs/screenshot.png")),
        Some(folder) => {
            let folder =
                std::path::absolute(folder).with_context(|| format!("finding {}", folder.display()))?;
            node.arg("--all").arg(folder)
        }
    };
    process::run(node.env("CHROME", browser.chromium))
}
