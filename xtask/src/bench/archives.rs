//! Synthetic archives on disk, made once.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use broadsheet_benches::{Archive, Recipe, VERSION};

use crate::project::Project;

/// The folder of an archive's posts. It is made unless it is there, whole, and from the same generator and recipe.
pub(crate) fn ensure(project: &Project, recipe: Recipe) -> Result<PathBuf> {
    let folder = project.target.join("bench/archives").join(name(recipe));
    if seal(&folder).is_file() {
        return Ok(folder);
    }
    eprintln!("  making {} posts in {}", recipe.posts, folder.display());
    make(recipe, &folder)?;
    Ok(folder)
}

/// Every parameter is in the name, so that archives of other recipes stay beside this one.
fn name(recipe: Recipe) -> String {
    let Recipe { seed, posts, body_bytes } = recipe;
    format!("posts-{posts}-bytes-{body_bytes}-seed-{seed}-version-{VERSION}")
}

/// A file that says that the archive beside it is whole.
fn seal(folder: &Path) -> PathBuf {
    folder.with_extension("whole")
}

fn make(recipe: Recipe, folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
    let config = folder.join("_config.yml");
    fs::write(&config, "title: 合成文库\nlang: zh-Hans\n")
        .with_context(|| format!("writing {}", config.display()))?;
    let mut month = PathBuf::new();
    for post in Archive::new(recipe) {
        let path = folder.join(post.path());
        if let Some(parent) = path.parent().filter(|parent| *parent != month) {
            fs::create_dir_all(parent).with_context(|| format!("creating {}", parent.display()))?;
            parent.clone_into(&mut month);
        }
        fs::write(&path, post.source()).with_context(|| format!("writing {}", path.display()))?;
    }
    let seal = seal(folder);
    fs::write(&seal, "").with_context(|| format!("writing {}", seal.display()))
}
