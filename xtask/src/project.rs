//! The folders that the commands work with.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// The folders that the commands work with, all absolute.
pub(crate) struct Project {
    /// The repository.
    pub(crate) root: PathBuf,
    /// Cargo's target folder.
    pub(crate) target: PathBuf,
    /// Built tools, shared by every clone.
    pub(crate) cache: PathBuf,
    /// Test data that is not part of the repository, if this machine has it.
    pub(crate) shared: Option<PathBuf>,
}

impl Project {
    /// Finds the folders. Fails when the program does not run under Cargo or no folder can be the
    /// cache.
    pub(crate) fn locate() -> Result<Self> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR").context("start this with `cargo xtask`")?;
        let root = Path::new(&manifest).parent().context("xtask/ has no parent folder")?.to_owned();
        Ok(Self {
            target: target_folder()?,
            cache: cache_folder(&|name| std::env::var_os(name).map(PathBuf::from))?,
            shared: shared_folder(&root),
            root,
        })
    }

    /// A command that starts in the repository.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// The Cargo that started this program.
    pub(crate) fn cargo(&self) -> Command {
        self.command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    /// The release build of the `broadsheet` command, with the viewer inside.
    pub(crate) fn dist_binary(&self) -> PathBuf {
        self.root.join("dist").join(format!("broadsheet{}", std::env::consts::EXE_SUFFIX))
    }

    /// The site that `dist` builds from `samples/`.
    pub(crate) fn dist_site(&self) -> PathBuf {
        self.root.join("dist/site")
    }

    /// Fails, saying what to run, unless `cargo xtask dist` has run.
    pub(crate) fn ensure_dist(&self) -> Result<()> {
        ensure!(
            self.dist_binary().is_file() && self.dist_site().join("index.html").is_file(),
            "there is no release build in dist/ yet: run `cargo xtask dist` first"
        );
        Ok(())
    }
}

/// This program is TARGET/PROFILE/xtask, wherever Cargo's settings have put TARGET.
fn target_folder() -> Result<PathBuf> {
    let program = std::env::current_exe().context("finding this program's own path")?;
    let target = program.ancestors().nth(2).context("this program is not in a target folder")?;
    Ok(target.to_owned())
}

fn cache_folder(variable: &dyn Fn(&str) -> Option<PathBuf>) -> Result<PathBuf> {
    // An empty or relative folder in XDG_CACHE_HOME counts as unset, as its specification has it.
    let set = |name| variable(name).filter(|path| path.is_absolute());
    set("BROADSHEET_CACHE")
        .or_else(|| set("XDG_CACHE_HOME").map(|path| path.join("broadsheet")))
        .or_else(|| set("HOME").or_else(|| set("USERPROFILE")).map(|path| path.join(".cache/broadsheet")))
        .context("no place for built tools: set BROADSHEET_CACHE to a folder (an absolute path)")
}

fn shared_folder(root: &Path) -> Option<PathBuf> {
    std::env::var_os("BROADSHEET_SHARED")
        .map(PathBuf::from)
        .or_else(|| root.parent().map(|parent| parent.join("shared")))
        .filter(|folder| folder.is_dir())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(set: &[(&str, &str)]) -> Option<PathBuf> {
        cache_folder(&|name| set.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into())).ok()
    }

    #[test]
    #[cfg(unix)]
    fn the_cache_is_the_first_of_three_places() {
        let home = ("HOME", "/home/x");
        assert_eq!(cache(&[home]), Some("/home/x/.cache/broadsheet".into()));
        assert_eq!(cache(&[home, ("XDG_CACHE_HOME", "/c")]), Some("/c/broadsheet".into()));
        assert_eq!(cache(&[home, ("XDG_CACHE_HOME", "relative")]), Some("/home/x/.cache/broadsheet".into()));
        assert_eq!(
            cache(&[home, ("XDG_CACHE_HOME", "/c"), ("BROADSHEET_CACHE", "/own")]),
            Some("/own".into())
        );
        assert_eq!(cache(&[]), None);
    }
}
