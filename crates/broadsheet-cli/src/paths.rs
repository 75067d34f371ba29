//! Checks of the paths of posts, output and cache against each other.

use std::path::{Path, PathBuf};

use broadsheet_pack::output;

use crate::args::CacheArgs;
use crate::outcome::UsageError;

/// Fails where posts, cache and the output `out` would lie in each other's way.
pub(crate) fn check_paths(posts: &[PathBuf], out: &Path, cache: &CacheArgs) -> Result<(), UsageError> {
    let out = absolute(out);
    if let Some(cache) = cache.cache.as_deref().map(absolute).filter(|cache| cache.starts_with(&out)) {
        return Err(UsageError::CacheInOutput(cache.display().to_string()));
    }
    if output::is_inside_output(&out) {
        return Err(UsageError::InsideOutput(out.display().to_string()));
    }
    for root in posts.iter().filter_map(|root| std::fs::canonicalize(root).ok()) {
        if root == out {
            return Err(UsageError::OutputIsInput(out.display().to_string()));
        }
        // A single file has its media beside it.
        let below = root.strip_prefix(&out).or_else(|_| root.strip_prefix(out.parent().unwrap_or(&out)));
        let first = below.ok().and_then(|below| below.iter().next()?.to_str());
        let is_file = out.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        let is_below = root.starts_with(&out) || is_file;
        if is_below && first.is_some_and(|first| output::BUNDLE_FOLDERS.contains(&first)) {
            return Err(UsageError::InputInOutput(root.display().to_string()));
        }
    }
    Ok(())
}

/// An absolute path without links, whether there is something yet or not.
fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let found = whole.ancestors().find_map(|start| Some((start, std::fs::canonicalize(start).ok()?)));
    let Some((start, found)) = found else { return whole };
    match whole.strip_prefix(start) {
        Ok(rest) if !rest.as_os_str().is_empty() => found.join(rest),
        _ => found,
    }
}

/// The folders to watch for changes to `posts`: a file's own folder, a folder itself.
pub(crate) fn watch_paths(posts: &[PathBuf]) -> Vec<PathBuf> {
    let folder = |path: &PathBuf| match path.parent() {
        Some(parent) if path.is_file() && parent.as_os_str().is_empty() => PathBuf::from("."),
        Some(parent) if path.is_file() => parent.to_owned(),
        _ => path.clone(),
    };
    posts.iter().map(folder).collect()
}
