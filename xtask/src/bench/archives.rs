//! Synthetic archives on disk, made once.

use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use broadsheet_benches::{Recipe, SyntheticArchive, VERSION};
use serde_json::json;

use crate::folders;
use crate::project::Project;

/// The folder of an archive's posts. It is made unless it is there, whole, and from the same
/// generator and recipe.
pub(crate) fn ensure(project: &Project, recipe: Recipe) -> Result<PathBuf> {
    let folder = project.target.join("bench/archives").join(name(recipe));
    if completion_marker(&folder).is_file() {
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
fn completion_marker(folder: &Path) -> PathBuf {
    folder.with_extension("whole")
}

fn make(recipe: Recipe, folder: &Path) -> Result<()> {
    folders::remove(folder)?;
    SyntheticArchive::new(recipe)
        .write_to(folder)
        .with_context(|| format!("writing {}", folder.display()))?;
    let marker = completion_marker(folder);
    Ok(fs_err::write(&marker, "")?)
}

/// Writes what is known of every post of the recipe, one JSON object a line, for a program that
/// shares no code with the importer or the packer. Returns the file.
pub(crate) fn write_rows(recipe: Recipe, file: &Path) -> Result<PathBuf> {
    let mut lines = BufWriter::new(fs_err::File::create(file)?);
    for post in SyntheticArchive::new(recipe) {
        let row = json!({
            "day": post.day,
            "title": post.title,
            "tag": post.tags,
            "author": post.author.iter().collect::<Vec<_>>(),
            "source": post.from.iter().filter_map(|from| from.split('/').nth(2)).collect::<Vec<_>>(),
            "category": [post.category],
        });
        writeln!(lines, "{row}")?;
    }
    lines.flush()?;
    Ok(file.to_owned())
}

/// The ids of all posts in a folder, by the names of the files, sorted: by day where names begin
/// with one.
pub(crate) fn ids(folder: &Path) -> Result<Vec<String>> {
    let mut files = folders::files(folder)?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    let stem = |path: &PathBuf| Some(path.file_stem()?.to_string_lossy().into_owned());
    let mut ids: Vec<_> = files.iter().filter_map(stem).collect();
    ids.sort();
    Ok(ids)
}

/// Writes some of `ids`, from all parts of the list, as a list of JSON. Returns the file.
pub(crate) fn write_sample(ids: &[String], file: &Path) -> Result<PathBuf> {
    const SAMPLE_SIZE: usize = 60;
    let sample: Vec<_> = ids.iter().step_by(ids.len().div_ceil(SAMPLE_SIZE).max(1)).collect();
    fs_err::write(file, json!(sample).to_string())?;
    Ok(file.to_owned())
}
