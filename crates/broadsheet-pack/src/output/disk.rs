//! Every change that a run makes to its output, step by step: the one place where the tests let a
//! step fail.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
#[cfg(test)]
use std::path::PathBuf;
#[cfg(test)]
use std::sync::Arc;

#[cfg(test)]
use super::faults::{Faults, Verdict};

/// The file system, as far as output changes it.
#[derive(Debug, Clone, Default)]
pub(super) struct Disk {
    #[cfg(test)]
    faults: Option<Arc<Faults>>,
}

/// A kind of step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    CreateFolder,
    CreateFile,
    Write,
    Sync,
    Rename,
    Link,
    RemoveFile,
    RemoveFolder,
}

impl Disk {
    #[cfg(test)]
    pub(super) fn with_faults(faults: &Arc<Faults>) -> Self {
        Self { faults: Some(Arc::clone(faults)) }
    }

    #[cfg(test)]
    fn step(&self, step: Step) -> io::Result<()> {
        match self.faults.as_ref().map_or(Verdict::Go, |faults| faults.step(step)) {
            Verdict::Go => Ok(()),
            Verdict::Fail => Err(io::ErrorKind::StorageFull.into()),
            Verdict::Torn => Err(io::ErrorKind::WriteZero.into()),
        }
    }

    #[cfg(not(test))]
    #[allow(clippy::unused_self, clippy::unnecessary_wraps, reason = "steps fail in tests")]
    fn step(&self, _: Step) -> io::Result<()> {
        Ok(())
    }

    /// Makes a folder, whose parent is there; that it is there already is no error.
    pub(super) fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.step(Step::CreateFolder)?;
        match fs::create_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && is_folder(path) => Ok(()),
            made => made,
        }
    }

    /// Makes a file that was not there.
    pub(super) fn create(&self, path: &Path) -> io::Result<DiskFile> {
        self.step(Step::CreateFile)?;
        let file = OpenOptions::new().write(true).create_new(true).open(path)?;
        #[cfg(test)]
        self.note(|faults| faults.written(path));
        Ok(DiskFile {
            file,
            disk: self.clone(),
            #[cfg(test)]
            path: path.to_owned(),
        })
    }

    /// Gives a file another name, in the place of whatever file had it.
    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(Step::Rename)?;
        fs::rename(from, to)?;
        #[cfg(test)]
        self.note(|faults| faults.renamed(from, to));
        Ok(())
    }

    /// Gives a file a second name, which none had; a copy where the file system has no links.
    pub(super) fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(Step::Link)?;
        match fs::hard_link(from, to) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(error),
            Err(_) => {
                let mut copy = self.create(to)?;
                io::copy(&mut File::open(from)?, &mut copy)?;
                copy.sync()
            }
        }
    }

    /// Removes a file; that it is not there is no error.
    pub(super) fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step(Step::RemoveFile)?;
        match fs::remove_file(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        }
    }

    /// Removes a folder, which has to be empty.
    pub(super) fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step(Step::RemoveFolder)?;
        fs::remove_dir(path)
    }

    /// Removes a folder with all that it holds; links in it are removed, not followed.
    pub(super) fn remove_tree(&self, path: &Path) -> io::Result<()> {
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        for entry in entries {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                self.remove_tree(&entry.path())?;
            } else {
                self.remove_file(&entry.path())?;
            }
        }
        self.remove_folder(path)
    }

    /// Sees to it that the names in a folder outlast a power failure.
    pub(super) fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.step(Step::Sync)?;
        #[cfg(test)]
        if self.faults.is_some() {
            return Ok(());
        }
        #[cfg(unix)]
        File::open(path)?.sync_all()?;
        #[cfg(not(unix))]
        let _ = path; // no such thing there
        Ok(())
    }

    /// Sees to it that all files below a folder outlast a power failure.
    pub(super) fn sync_tree(&self, path: &Path) -> io::Result<()> {
        self.step(Step::Sync)?;
        #[cfg(test)]
        if let Some(faults) = &self.faults {
            faults.all_synced();
            return Ok(());
        }
        sync_tree(path)
    }

    #[cfg(test)]
    fn note(&self, note: impl FnOnce(&Faults)) {
        if let Some(faults) = &self.faults {
            note(faults);
        }
    }
}

/// The whole file system at once: thousands of files one by one take many times as long.
#[cfg(target_os = "linux")]
fn sync_tree(path: &Path) -> io::Result<()> {
    rustix::fs::syncfs(File::open(path)?).map_err(io::Error::from)
}

#[cfg(not(target_os = "linux"))]
fn sync_tree(path: &Path) -> io::Result<()> {
    use rayon::prelude::*;
    let entries = fs::read_dir(path)?.collect::<io::Result<Vec<_>>>()?;
    entries.into_par_iter().try_for_each(|entry| {
        if entry.file_type()?.is_dir() {
            sync_tree(&entry.path())
        } else {
            OpenOptions::new().write(true).open(entry.path())?.sync_all()
        }
    })?;
    #[cfg(unix)]
    File::open(path)?.sync_all()?;
    Ok(())
}

/// `true` for a folder itself, not for a link to one.
pub(super) fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

/// `true` for a regular file, not for a link to one.
pub(super) fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file())
}

/// A file being written.
#[derive(Debug)]
pub(super) struct DiskFile {
    file: File,
    disk: Disk,
    #[cfg(test)]
    path: PathBuf,
}

impl DiskFile {
    /// Sees to it that what was written outlasts a power failure.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.disk.step(Step::Sync)?;
        #[cfg(test)]
        if let Some(faults) = &self.disk.faults {
            faults.synced(&self.path);
            return Ok(());
        }
        self.file.sync_all()
    }
}

impl Write for DiskFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let step = self.disk.step(Step::Write);
        #[cfg(test)]
        if step.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::WriteZero) {
            self.file.write_all(bytes.get(..bytes.len() / 2).unwrap_or_default())?;
        }
        step?;
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
