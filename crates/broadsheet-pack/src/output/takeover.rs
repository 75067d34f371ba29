//! The files that belong to an output without a manifest: one of an earlier version of this
//! program, or one whose manifest was lost.
//!
//! Names alone prove nothing. What proves something is the head, the viewer's page, and shards that
//! have the hash of their content for a name; and what those refer to belongs to them.

use std::fs;
use std::path::Path;

use broadsheet_bundle::format::hash::is_hash;
use broadsheet_bundle::format::paths::JSON_FOLDERS;

use super::disk::{is_file, is_folder};
use super::layout::{RUN, is_bundle};
use super::manifest::{MANIFEST, RESERVED, Record, Records};
use super::transaction::is_hashed;
use crate::hash::content_hash;
use crate::references::{self, Fault, Found, HEAD};

/// Files of earlier viewers that have no hash in their names.
const VIEWER_FILES: [&str; 9] = [
    HEAD,
    "index.html",
    "boot.js",
    "broadsheet-feed.js",
    "broadsheet-feed_bg.wasm",
    "embed.js",
    "embed.html",
    "embed-frame.js",
    "frame.js",
];
/// Shards that are looked at to tell whether a folder is ours.
const SAMPLE: usize = 8;

/// `true` if `folder` holds an output of ours, whole or not.
pub(super) fn is_output(folder: &Path) -> bool {
    is_file(&folder.join(MANIFEST))
        || is_folder(&folder.join(RUN))
        || is_bundle(folder)
        || references::is_page(&folder.join("index.html"))
        || JSON_FOLDERS.iter().any(|name| {
            let folder = folder.join(name);
            named_like_shards(&folder).take(SAMPLE).any(|name| is_shard(&folder, &name))
        })
}

/// Returns the output's own files in `folder`, as they are now.
pub(super) fn records(folder: &Path) -> Records {
    let mut starts: Vec<String> = references::starts(folder);
    if !is_bundle(folder) {
        // An interrupted run has left no head, or a power failure a damaged one: then the shards
        // speak for themselves.
        for name in JSON_FOLDERS {
            let folder = folder.join(name);
            let shards = named_like_shards(&folder).filter(|file| is_shard(&folder, file));
            starts.extend(shards.map(|file| format!("{name}/{file}")));
        }
        if !starts.is_empty() && is_file(&folder.join(HEAD)) {
            starts.push(HEAD.to_owned());
        }
    }
    // The user may have added scripts and links of their own to the page.
    let is_ours = |name: &str| is_hashed(name) || VIEWER_FILES.contains(&name);
    let walk = references::walk(folder, starts, is_ours);
    let reached = walk.reached.into_iter();
    // Any article may name any picture.
    let is_ours = |name: &str| !(name.starts_with("media/") && walk.faults.contains(&Fault::damaged(name)));
    let reached = reached.filter(|(name, _)| is_ours(name));
    reached.map(|(name, Found { size, hash })| (name, Record { size, hash })).collect()
}

/// Names of the files in `folder` that look like shards.
fn named_like_shards(folder: &Path) -> impl Iterator<Item = String> {
    let entries = is_folder(folder).then(|| fs::read_dir(folder).ok()).flatten();
    let names = entries.into_iter().flatten().filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    names.filter(|name| name.strip_suffix(".json").is_some_and(is_hash))
}

/// `true` if a file has the hash of its content for a name.
fn is_shard(folder: &Path, name: &str) -> bool {
    let path = folder.join(name);
    is_file(&path)
        && fs::read(&path).is_ok_and(|bytes| name.strip_suffix(".json") == Some(&*content_hash(&bytes)))
}

/// Temporary files of the program's earlier versions in `folder`, which were killed: `.broadsheet-`
/// and six letters or digits.
pub(super) fn old_temporary_files(folder: &Path) -> Vec<String> {
    let entries = is_folder(folder).then(|| fs::read_dir(folder).ok()).flatten().into_iter().flatten();
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let is_temporary = |name: &String| {
        let random = name.strip_prefix(RESERVED);
        random.is_some_and(|random| {
            random.len() == 6 && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
        }) && is_file(&folder.join(name))
    };
    names.filter(is_temporary).collect()
}
