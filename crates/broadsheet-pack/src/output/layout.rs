//! The names in a folder of output, and telling output from other folders.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use broadsheet_bundle::format::paths::BUNDLE_FOLDERS;

use super::disk::is_file;
use super::manifest::MANIFEST;
use crate::limits::HEAD_BYTES;
use crate::references::HEAD;
use crate::regular;

/// The folder of a run in a folder of output, and its lock.
pub(super) const RUN: &str = ".broadsheet-run";
pub(super) const LOCK: &str = ".broadsheet-lock";
/// The bytes that a feed of this program begins with.
pub(super) const FEED_START: &[u8] = b"{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":";

/// `true` if `folder` holds a sharded bundle.
pub fn is_bundle(folder: &Path) -> bool {
    let head = regular::read(&folder.join(HEAD), HEAD_BYTES).ok();
    let head: Option<serde_json::Value> = head.and_then(|head| serde_json::from_slice(&head).ok());
    head.is_some_and(|head| {
        head.get("format").is_some_and(|format| format == broadsheet_bundle::format::FORMAT)
    })
}

/// `true` if `path` lies in a folder of an output, where only what belongs to that may be.
pub fn is_inside_output(path: &Path) -> bool {
    let is_own = |folder: &Path| {
        let name = folder.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| BUNDLE_FOLDERS.contains(&name))
            && folder.parent().is_some_and(|output| is_file(&output.join(MANIFEST)) || is_bundle(output))
    };
    path.ancestors().any(is_own)
}

/// `true` if a file is a feed as the packer writes them.
pub(super) fn is_feed(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = |file: File| file.take(FEED_START.len() as u64).read_to_end(&mut start);
    is_file(path) && File::open(path).and_then(read).is_ok() && start == FEED_START
}
