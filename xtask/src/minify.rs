//! Makes the scripts of a release smaller, with esbuild. Builds for development keep them as they
//! are, so that they need no Node and can be read in a browser.

use std::ffi::OsString;
use std::path::Path;

use anyhow::Result;

use crate::folders;
use crate::process;
use crate::project::Project;
use crate::tools;

/// The script that starts the viewer: it also runs in browsers that are too old for the viewer, to
/// say so.
const STARTER: &str = "boot.js";

/// The syntax that the starter may use.
const STARTER_TARGET: &str = "es2018";

/// The oldest browsers that the viewer runs in, as README.md names them.
const TARGET: &str = "chrome96+edge96+firefox101+safari15.4";

/// Makes every script in `folder` smaller. Fails if one of them is no script.
pub(crate) fn minify(project: &Project, folder: &Path) -> Result<()> {
    let esbuild = tools::esbuild(project)?;
    let mut node = tools::node(project)?;
    node.arg(project.root.join("xtask/js/minify.mjs")).arg(esbuild);
    for name in folders::names(folder)?.iter().filter(|name| name.strip_suffix(".js").is_some()) {
        node.arg(argument(folder, name));
    }
    process::run(&mut node)
}

/// Returns the argument of `minify.mjs` for one script.
fn argument(folder: &Path, name: &str) -> OsString {
    let target = if name == STARTER { STARTER_TARGET } else { TARGET };
    let mut argument = OsString::from(format!("{target}="));
    argument.push(folder.join(name));
    argument
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_starter_keeps_to_older_syntax_than_the_rest() {
        let source = include_str!("../../static/boot.js");
        assert!(source.contains("Its syntax is of 2018"), "or another target is right");
        assert_eq!(argument(Path::new("d"), "boot.js"), "es2018=d/boot.js");
        assert_eq!(argument(Path::new("d"), "a.js"), "chrome96+edge96+firefox101+safari15.4=d/a.js");
    }
}
