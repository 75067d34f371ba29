//! The form of a cache file: what its reader and its writer have in common.

use std::env;
use std::fs;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::record::CachedEntry;
use crate::import::fingerprint::FileFingerprint;

/// The bytes that every cache begins with.
pub(super) const START: &[u8] = b"{\"broadsheet_cache\":";

/// The version of the form.
pub(super) const VERSION: u32 = 8;

/// Bytes of the last line: the hash, in hexadecimal, and the end of the line.
pub(super) const LAST_LINE: u64 = 17;

/// The first line of a cache.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    pub(super) broadsheet_cache: u32,
    pub(super) settings: String,
    #[serde(default)]
    pub(super) language: Option<String>,
    #[serde(default)]
    pub(super) sites: Vec<String>,
    #[serde(default)]
    pub(super) packs: Vec<String>,
}

/// The record of a file. Two lines follow for each of its posts: the post's row, as JSON, and its
/// notes or nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct FileRecord {
    /// The folder that it was found in, where that is not the one of the record before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) root: Option<CachedRoot>,
    /// Its path below that folder.
    pub(super) file: PathBuf,
    pub(super) fingerprint: FileFingerprint,
    pub(super) entries: Vec<CachedEntry>,
}

/// The folder that files were found in: a [`Root`](crate::import::discover::Root) as far as it
/// matters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct CachedRoot {
    pub(super) path: PathBuf,
    pub(super) single: bool,
}

/// Returns what besides a source file decides its outcome: this very program, and `settings`.
pub(super) fn all_settings(settings: &str) -> String {
    let program = env::current_exe().and_then(fs::metadata).map(|metadata| FileFingerprint::new(&metadata));
    let program = program.unwrap_or_default();
    format!("{} {} {} {settings}", env!("CARGO_PKG_VERSION"), program.size, program.modified)
}
