//! The files that belong to an output that is being written.

use std::collections::{BTreeMap, BTreeSet};

use super::manifest::Record;

/// The files of an output, as far as a run has come.
#[derive(Debug, Default)]
pub(super) struct UsedFiles {
    /// Everything that belongs to the output, relative, with `/`.
    pub(super) files: BTreeMap<String, UsedFile>,
    /// Names of files that are being copied, or were.
    reserved: BTreeSet<String>,
    pub(super) bytes: u64,
}

/// A file of an output.
#[derive(Debug, Clone, Copy)]
pub(super) struct UsedFile {
    pub(super) record: Record,
    /// `true` if it is new or changed.
    pub(super) changed: bool,
}

impl UsedFiles {
    /// `true` if no other thread has begun to copy this file, or has written it.
    pub(super) fn reserve(&mut self, name: &str) -> bool {
        !self.files.contains_key(name) && self.reserved.insert(name.to_owned())
    }

    /// Adds a file, unless it is there already.
    pub(super) fn add(&mut self, name: &str, record: Record, changed: bool) -> bool {
        if self.files.contains_key(name) {
            return false;
        }
        self.files.insert(name.to_owned(), UsedFile { record, changed });
        self.bytes += record.size;
        true
    }
}
