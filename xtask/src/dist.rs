//! The release build.

use std::path::Path;

use anyhow::{Context, Result};

use crate::code_split;
use crate::embed;
use crate::folders;
use crate::minify;
use crate::notices;
use crate::process;
use crate::project::Project;
use crate::tools::{self, WebTools};

/// Builds the viewer, the command with the viewer inside it, with that the site of `samples/`, and
/// the package of the element for other pages.
pub(crate) fn dist(project: &Project) -> Result<()> {
    tools::ensure_wasm_target(project)?;
    let tools = WebTools::ensure(project)?;
    let viewer = project.target.join("dist-viewer");
    let mut trunk = tools.trunk(project)?;
    trunk.envs(code_split::environment());
    process::run(trunk.args(["build", "--release", "--dist"]).arg(&viewer))?;
    code_split::split(project, &tools, &viewer)?;
    // Once more: the element's script has the hash of the program, which is another one now.
    embed::finish(project, &viewer)?;
    minify::minify(project, &viewer)?;
    fs_err::write(viewer.join(notices::FILE), &notices::viewer_notices(project)?)?;

    let mut cargo = project.cargo();
    cargo.args(["build", "--release", "--package", "broadsheet-cli"]);
    process::run(cargo.env("BROADSHEET_VIEWER_DIR", &viewer))?;

    let binary = project.dist_binary();
    let name = binary.file_name().context("the command has a file name")?;
    replace_file(&project.target.join("release").join(name), &binary)?;
    fs_err::write(binary.with_file_name(notices::FILE), &notices::command_notices(project)?)?;

    let site = project.dist_site();
    folders::remove(&site)?;
    process::run(project.command(&binary).args(["build", "samples", "--out"]).arg(&site))?;
    embed::package(project, &site)?;
    println!("  built dist/{}, dist/site and dist/embed", name.to_string_lossy());
    Ok(())
}

/// Copies beside the old file, then renames: the old one may be running.
fn replace_file(from: &Path, to: &Path) -> Result<()> {
    let folder = to.parent().context("a file lies in a folder")?;
    fs_err::create_dir_all(folder)?;
    let unfinished = to.with_extension("part");
    fs_err::copy(from, &unfinished)?;
    Ok(fs_err::rename(&unfinished, to)?)
}
