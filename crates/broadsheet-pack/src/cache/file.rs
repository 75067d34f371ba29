//! The file of a cache.

use std::ffi::OsString;
use std::fs::{self, File, Metadata};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use etcetera::BaseStrategy as _;

use super::form::START;
use super::reader::Cache;
use crate::diagnostics::{Diagnostic, FileDiagnostics};
use crate::hash::content_hash;
use crate::options::ContentFormat;
use crate::regular;

/// The file in which a run finds its cache and leaves one for the next run.
#[derive(Debug)]
pub struct CacheFile {
    path: PathBuf,
    pub(super) settings: String,
    /// The time at which the run began.
    pub now: SystemTime,
}

/// The options that decide which cache a run uses.
#[derive(Debug, Clone, Copy)]
pub struct CacheOptions<'o> {
    /// The folder of the output.
    pub output: &'o Path,
    /// The folder of caches; `None` for the user's: a cache names drafts, and what lies beside the
    /// output may be published.
    pub folder: Option<&'o Path>,
    /// The format in which articles are stored.
    pub content: ContentFormat,
    /// `true` if drafts are included.
    pub drafts: bool,
}

impl CacheFile {
    /// The cache for these options. `None` if there is no folder for it.
    pub fn open(options: CacheOptions<'_>) -> Option<Self> {
        let CacheOptions { output, folder, content, drafts } = options;
        let folder = match folder {
            Some(folder) => folder.to_owned(),
            None => etcetera::choose_base_strategy().ok()?.cache_dir().join("broadsheet"),
        };
        let output = fs::canonicalize(output).or_else(|_| std::path::absolute(output)).ok()?;
        let key = content_hash(output.as_os_str().as_encoded_bytes());
        Some(Self {
            path: folder.join(format!("{key}.cache")),
            settings: format!("{content:?} {drafts}"),
            now: SystemTime::now(),
        })
    }

    /// The path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads what an earlier run left; a diagnostic says why that is not used.
    pub fn read(&self) -> (Cache, Option<Diagnostic>) {
        match Cache::read(&self.path, &self.settings) {
            Ok(cache) => (cache, None),
            Err(error) => {
                let message = format!("the cache is not used: {error}");
                (Cache::default(), Some(self.info(&message, "every post is read")))
            }
        }
    }

    /// The path of the file while it is written: no other run writes the same output, so a file
    /// that is there was left by a killed one.
    pub(super) fn unfinished(&self) -> PathBuf {
        self.path.with_extension("unfinished")
    }

    /// A diagnostic of the cache.
    pub fn info(&self, message: &str, action: &str) -> Diagnostic {
        let mut diagnostics = FileDiagnostics::new(self.path.to_string_lossy());
        diagnostics.info(0, message, action);
        diagnostics.into_diagnostics().remove(0)
    }
}

/// Removes the cache that earlier versions of this program left beside the output `folder`, and
/// what a killed one of them left of it. Failures are ignored: the run does not depend on it.
pub fn remove_beside(folder: &Path) {
    let Some(name) = folder.file_name() else { return };
    let mut cache = OsString::from(".");
    cache.push(name);
    cache.push(".broadsheet-cache");
    let cache = folder.with_file_name(cache);
    if !is_cache(&cache) {
        return;
    }
    let _ = fs::remove_file(&cache);
    for entry in cache.parent().map(fs::read_dir).into_iter().flatten().flatten().filter_map(Result::ok) {
        if entry.file_name().as_encoded_bytes().starts_with(b".broadsheet-") && is_cache(&entry.path()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// `true` if a regular file begins as caches do.
fn is_cache(path: &Path) -> bool {
    let mut start = Vec::new();
    let begins = |(file, _): (File, Metadata)| file.take(START.len() as u64).read_to_end(&mut start);
    regular::open_itself(path).and_then(begins).is_ok() && start == START
}
