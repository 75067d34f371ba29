//! Test data that is no part of the repository, and an independent look at HTML.

#![allow(clippy::unwrap_used, reason = "a part of tests")]

use std::path::{Path, PathBuf};

/// The folder of shared test data; says so where it is missing.
pub(crate) fn shared(part: &str) -> Option<PathBuf> {
    let root = std::env::var_os("BROADSHEET_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let path = root.join(part);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: there is no {}", path.display());
    None
}

/// The files of a folder, in order.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// A post of a Jekyll folder.
pub(crate) struct Post {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) from: String,
    pub(crate) body: String,
}

impl Post {
    pub(crate) fn read(path: &Path) -> Self {
        let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
        let (front, body) = text.strip_prefix("---\n").unwrap().split_once("\n---\n").unwrap();
        let field = |name: &str| {
            let line = front.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
            line.trim().trim_matches('"').to_owned()
        };
        Self {
            name: path.file_name().unwrap().to_string_lossy().into_owned(),
            title: field("title:"),
            from: field("from:"),
            body: body.to_owned(),
        }
    }
}
