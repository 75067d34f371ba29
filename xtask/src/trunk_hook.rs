//! The hook that Trunk calls after a build.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::embed;
use crate::folders;
use crate::process;
use crate::project::Project;
use crate::tools;

/// Finishes the folder that Trunk is about to publish: what other pages load, and `samples/`, so
/// that `trunk serve` alone has an archive to show. The commands of this program that start Trunk
/// pack for themselves.
pub(crate) fn after_trunk(project: &Project) -> Result<()> {
    let staging = std::env::var_os("TRUNK_STAGING_DIR").context("only Trunk calls this, as a hook")?;
    embed::finish(project, &PathBuf::from(&staging))?;
    if std::env::var_os(tools::OWN_BUILD).is_some() {
        return Ok(());
    }
    // Not packed right into Trunk's folder: what else lies there is no business of the packer's.
    let bundle = project.target.join("xtask/samples");
    let mut cargo = project.cargo();
    cargo.args(["run", "--quiet", "--package", "broadsheet-cli", "--", "pack", "samples", "--out"]);
    process::run(cargo.arg(&bundle))?;
    copy_folder(&bundle, &PathBuf::from(staging))
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for source in folders::files(from)? {
        let target = to.join(source.strip_prefix(from).context("a file lies below its folder")?);
        fs_err::create_dir_all(target.parent().context("a file lies in a folder")?)?;
        fs_err::copy(source, target)?;
    }
    Ok(())
}
