//! Opening an output and closing it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use broadsheet_bundle::format::paths::BUNDLE_FOLDERS;

use super::disk::{Disk, is_folder};
use super::error::OutputError;
use super::layout::{LOCK, RUN, is_bundle, is_feed};
use super::lock::{Lock, LockError};
use super::manifest::{self, MANIFEST, RESERVED, Record, Records};
use super::takeover;
use super::transaction::{Paths, Transaction};
use super::used_files::{UsedFile, UsedFiles};
use crate::references::HEAD;

/// An output being written: a folder, or a file beside others.
#[derive(Debug)]
pub struct Output {
    pub(super) paths: Paths,
    /// The file, if the output is one.
    pub(super) file: Option<String>,
    pub(super) force: bool,
    pub(super) disk: Disk,
    /// The files that may be replaced or removed.
    pub(super) owned: Records,
    /// Folders that were made for the output, the outer ones first.
    folders_made: Vec<PathBuf>,
    used: Mutex<UsedFiles>,
    lock: Option<Lock>,
    /// `true` if there is nothing left to be undone.
    finished: bool,
}

/// The files and bytes of a finished output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OutputStats {
    /// Files of the whole output.
    pub files: usize,
    /// Files that were new or changed.
    pub changed: usize,
    /// Bytes of the whole output.
    pub bytes: u64,
}

impl Output {
    /// Opens `folder` for writing, making it if it is not there, and finishes what a killed run
    /// left there. Unless `force` says so, refuses a folder that holds files and no earlier output.
    /// Fails if another run is writing it.
    pub fn open(folder: &Path, force: bool) -> Result<Self, OutputError> {
        Self::open_on(Disk::default(), folder, force)
    }

    pub(super) fn open_on(disk: Disk, folder: &Path, force: bool) -> Result<Self, OutputError> {
        if fs::symlink_metadata(folder).is_ok() {
            let entries = fs::read_dir(folder).map_err(|error| OutputError::io(folder, error))?;
            let foreign = entries.filter_map(Result::ok).any(|entry| {
                let name = entry.file_name();
                let name = name.to_string_lossy();
                let is_empty_folder = || {
                    BUNDLE_FOLDERS.contains(&name.as_ref())
                        && is_folder(&entry.path())
                        && fs::read_dir(entry.path()).is_ok_and(|mut entries| entries.next().is_none())
                };
                !name.starts_with(RESERVED) && !is_empty_folder()
            });
            if foreign && !force && !takeover::is_output(folder) {
                return Err(OutputError::ForeignFolder(folder.display().to_string()));
            }
        }
        let paths =
            Paths { folder: folder.to_owned(), run: folder.join(RUN), manifest: Some(folder.join(MANIFEST)) };
        let mut output = Self::locked(disk, paths, LOCK, None, force)?;
        for name in BUNDLE_FOLDERS {
            output.paths.check_way(&format!("{name}/"))?;
        }
        let recorded = manifest::read(&folder.join(MANIFEST));
        // After a run of an earlier version, which knows nothing of manifests, there is more than
        // it says.
        let is_outdated = |records: &Records| {
            records.get(HEAD).is_some_and(|record| !record.is_of(&folder.join(HEAD))) && is_bundle(folder)
        };
        output.owned = match recorded {
            Some(records) if !is_outdated(&records) => records,
            recorded => {
                output.remove_old_temporary_files()?;
                let mut owned = recorded.unwrap_or_default();
                owned.extend(takeover::records(folder));
                owned
            }
        };
        Ok(output)
    }

    /// Opens the file `name` in `folder` for writing, with its media beside it: of what else is in
    /// the folder, nothing is ever touched. Unless `force` says so, refuses to replace a file that
    /// is no feed of ours. Fails if another run is writing it.
    pub fn open_file(folder: &Path, name: &str, force: bool) -> Result<Self, OutputError> {
        Self::open_file_on(Disk::default(), folder, name, force)
    }

    pub(super) fn open_file_on(
        disk: Disk,
        folder: &Path,
        name: &str,
        force: bool,
    ) -> Result<Self, OutputError> {
        let paths = Paths {
            folder: folder.to_owned(),
            run: folder.join(format!(".{name}.broadsheet-run")),
            manifest: None,
        };
        let lock = format!(".{name}.broadsheet-lock");
        let mut output = Self::locked(disk, paths, &lock, Some(name.to_owned()), force)?;
        output.paths.check_way("media/")?;
        output.remove_old_temporary_feeds()?;
        let path = folder.join(name);
        if fs::symlink_metadata(&path).is_ok() {
            if is_feed(&path) {
                output.owned.extend(Record::of_file(&path).map(|record| (name.to_owned(), record)));
            } else if !force {
                return Err(OutputError::ForeignFile(path.display().to_string()));
            }
        }
        Ok(output)
    }

    /// An output that no other run writes, in which nothing is left undone, with a folder for the
    /// run.
    fn locked(
        disk: Disk,
        paths: Paths,
        lock: &str,
        file: Option<String>,
        force: bool,
    ) -> Result<Self, OutputError> {
        let folder = paths.folder.clone();
        let mut output = Self {
            paths,
            file,
            force,
            disk,
            owned: Records::new(),
            folders_made: Vec::new(),
            used: Mutex::default(),
            lock: None,
            finished: false,
        };
        let (disk, made) = (&output.disk, &mut output.folders_made);
        let taken = Lock::take(&folder.join(lock), disk, || make_folders(disk, &folder, made));
        output.lock = Some(taken.map_err(|error| match error {
            LockError::Io(error) => OutputError::io(&folder, error),
            LockError::Taken(holder) => OutputError::Locked {
                path: folder.join(output.file.as_deref().unwrap_or_default()).display().to_string(),
                holder: if holder.is_empty() { holder } else { format!(" ({holder})") },
            },
        })?);
        output.transaction().recover()?;
        let run = &output.paths.run;
        for part in [run.clone(), run.join("new"), run.join("old")] {
            output.disk.create_folder(&part).map_err(|error| OutputError::io(&part, error))?;
        }
        Ok(output)
    }

    fn remove_old_temporary_files(&self) -> Result<(), OutputError> {
        for folder in [""].into_iter().chain(BUNDLE_FOLDERS) {
            let folder = self.paths.place(folder);
            for name in takeover::old_temporary_files(&folder) {
                let path = folder.join(name);
                self.disk.remove_file(&path).map_err(|error| OutputError::io(&path, error))?;
            }
        }
        Ok(())
    }

    /// Removes feeds that earlier versions of this program were killed while writing.
    fn remove_old_temporary_feeds(&self) -> Result<(), OutputError> {
        for name in takeover::old_temporary_files(self.folder()) {
            let path = self.paths.place(&name);
            if is_feed(&path) {
                self.disk.remove_file(&path).map_err(|error| OutputError::io(&path, error))?;
            }
        }
        Ok(())
    }

    pub(super) fn transaction(&self) -> Transaction<'_> {
        Transaction { disk: &self.disk, paths: &self.paths, force: self.force }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.paths.folder
    }

    /// The folder, if the output is nothing but that.
    pub fn own_folder(&self) -> Option<&Path> {
        self.file.is_none().then_some(self.folder())
    }

    /// `true` if there is a file of this name that no run has written.
    pub fn has_foreign(&self, name: &str) -> bool {
        !self.owns(name) && fs::symlink_metadata(self.paths.place(name)).is_ok()
    }

    /// `true` if an earlier run has written this file.
    pub fn owns(&self, name: &str) -> bool {
        self.owned.contains_key(name)
    }

    /// The run has succeeded: what was written takes the place of what an earlier run has left, and
    /// of that goes what is no longer part of the output.
    pub fn finish(mut self) -> Result<OutputStats, OutputError> {
        let used = std::mem::take(&mut *self.used());
        let changed = used.files.values().filter(|entry| entry.changed).count();
        let written = OutputStats { files: used.files.len(), changed, bytes: used.bytes };
        // What was there without our having written it stays foreign.
        let is_ours = |(name, entry): &(String, UsedFile)| entry.changed || self.owned.contains_key(name);
        let after: Records =
            used.files.into_iter().filter(is_ours).map(|(name, entry)| (name, entry.record)).collect();
        let is_recorded = || {
            let recorded = self.paths.manifest.as_ref().and_then(|path| manifest::read(path));
            self.file.is_some() || recorded.is_some_and(|recorded| recorded == after)
        };
        if changed > 0 || !is_recorded() {
            self.transaction().commit(&self.owned, &after)?;
        } else {
            self.transaction().remove_run()?;
        }
        self.finished = true;
        Ok(written)
    }

    pub(super) fn used(&self) -> MutexGuard<'_, UsedFiles> {
        // A thread that panicked while it held the lock left at worst a count too small.
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        let is_ours = self.lock.is_some();
        // The error that led here is reported; what cannot be removed now, the next run removes.
        if is_ours && !self.finished {
            let _ = self.transaction().abandon();
        }
        self.lock = None;
        if !self.finished {
            for folder in self.folders_made.iter().rev() {
                let _ = self.disk.remove_folder(folder);
            }
        }
    }
}

/// Makes `folder` and those around it, and adds to `made` which were not there.
fn make_folders(disk: &Disk, folder: &Path, made: &mut Vec<PathBuf>) -> io::Result<()> {
    let missing: Vec<_> =
        folder.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.exists()).collect();
    for folder in missing.into_iter().rev() {
        disk.create_folder(folder)?;
        if !made.iter().any(|made| made == folder) {
            made.push(folder.to_owned());
        }
    }
    Ok(())
}
