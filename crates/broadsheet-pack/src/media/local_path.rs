//! From the address of a media file to its path.

use std::borrow::Cow;
use std::fs;
use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;

/// The path that an address without scheme and host names, its percent signs decoded.
pub(super) fn relative_path(address: &str) -> Option<String> {
    let address = address.trim();
    let path = address.split(['?', '#']).next()?;
    let scheme = path.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    });
    if path.is_empty() || scheme || path.starts_with("//") || path.contains('\\') {
        return None;
    }
    decode_percent(path).filter(|path| !path.contains('\0'))
}

/// `text` with its percent-encoding undone; `None` if the result is not UTF-8.
pub fn decode_percent(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(Cow::into_owned)
}

/// The file at `path` below `start`, if it lies within `folder` once every link is followed.
pub(super) fn resolve_within(folder: &Path, start: &Path, path: &Path) -> Option<PathBuf> {
    if !path
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::ParentDir | Component::CurDir))
    {
        return None;
    }
    let file = fs::canonicalize(start.join(path)).ok()?;
    (file.starts_with(folder) && file.is_file()).then_some(file)
}
