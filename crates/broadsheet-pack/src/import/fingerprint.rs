//! The fingerprint of a file.

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// The age from which on the times of a file show whether it changes: some file systems count in
/// steps of two seconds.
const MIN_FILE_AGE: Duration = Duration::from_secs(2);

/// The size, times and number of a file, by which a change is noticed without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FileFingerprint {
    /// Bytes.
    pub size: u64,
    /// Nanoseconds since 1970 at which its content last changed, as its owner may set it.
    pub(crate) modified: u64,
    /// The same of its content or metadata, as the system sets it; 0 where there is no such time.
    changed: u64,
    /// Its number in the file system; 0 where there is none.
    inode: u64,
}

impl FileFingerprint {
    /// The fingerprint of a file.
    pub fn new(metadata: &Metadata) -> Self {
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified = modified.map_or(0, |time| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
        let (changed, inode) = of_system(metadata);
        Self { size: metadata.len(), modified, changed, inode }
    }

    /// `true` if both are of the same file, as far as the system numbers files.
    pub(crate) fn is_same_file(&self, other: &Self) -> bool {
        self.inode == other.inode
    }

    /// `true` if the file was left alone for a while before `now`; otherwise a later change may not
    /// show in its times.
    pub(crate) fn is_reliable(&self, now: SystemTime) -> bool {
        let last = UNIX_EPOCH + Duration::from_nanos(self.modified.max(self.changed));
        now.duration_since(last).is_ok_and(|age| age >= MIN_FILE_AGE)
    }
}

#[cfg(unix)]
fn of_system(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    let nanoseconds = metadata.ctime().saturating_mul(1_000_000_000).saturating_add(metadata.ctime_nsec());
    (u64::try_from(nanoseconds).unwrap_or(0), metadata.ino())
}

#[cfg(not(unix))]
fn of_system(_: &Metadata) -> (u64, u64) {
    (0, 0)
}
