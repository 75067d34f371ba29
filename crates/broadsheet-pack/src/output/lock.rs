//! Keeping a second run out of an output.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::disk::{Disk, is_file};

/// The number of further tries to take a lock whose file another run has just removed.
const ATTEMPTS: usize = 100;

/// A lock on an output, held by the operating system until this is dropped or the process ends,
/// however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    file: File,
    disk: Disk,
}

/// A reason for which an output cannot be locked.
#[derive(Debug)]
pub(super) enum LockError {
    /// Another run has it: what it says of itself.
    Taken(String),
    /// The lock's file cannot be opened.
    Io(io::Error),
}

impl Lock {
    /// Takes the lock `path`, a file that is there only while a run lasts, or after one that was
    /// killed. `make_folder` makes its folder.
    pub(super) fn take(
        path: &Path,
        disk: &Disk,
        mut make_folder: impl FnMut() -> io::Result<()>,
    ) -> Result<Self, LockError> {
        for _ in 0..ATTEMPTS {
            make_folder().map_err(LockError::Io)?;
            if fs::symlink_metadata(path).is_ok() && !is_file(path) {
                let error = io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file");
                return Err(LockError::Io(error));
            }
            let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
            let mut file = match opened {
                // The run that held it has just removed the folder that it had made.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                opened => opened.map_err(LockError::Io)?,
            };
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let mut holder = String::new();
                    let _ = file.take(200).read_to_string(&mut holder); // it only makes the message clearer
                    return Err(LockError::Taken(holder.trim().to_owned()));
                }
                // Some network file systems have no locks, and everything else all the same.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => return Err(LockError::Io(error)),
            }
            if is_at(&file, path) {
                let _ = file.set_len(0);
                let _ = write!(file, "process {}", std::process::id()); // as above
                return Ok(Self { path: path.to_owned(), file, disk: disk.clone() });
            }
        }
        Err(LockError::Taken(String::new()))
    }
}

/// `true` if `file` is still what `path` names: the run that held the lock removes its file before
/// it lets go.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity = |metadata: &fs::Metadata| (metadata.dev(), metadata.ino());
    matches!((file.metadata(), fs::symlink_metadata(path)), (Ok(file), Ok(named)) if identity(&file) == identity(&named))
}

/// There an open file cannot be replaced.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A file that stays does no harm: the next run locks it.
        let _ = self.disk.remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_and_no_file_is_left() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("lock");
        fs::write(&path, "process 1, which was killed").unwrap();
        let take = || Lock::take(&path, &Disk::default(), || Ok(()));
        let lock = take().unwrap();
        let expected = format!("process {}", std::process::id());
        assert!(matches!(take(), Err(LockError::Taken(holder)) if holder == expected));
        drop(lock);
        assert!(!path.exists());
        drop(take().unwrap());
        fs::create_dir(&path).unwrap();
        assert!(matches!(take(), Err(LockError::Io(_))));
    }

    #[test]
    fn never_two_of_many() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("lock");
        let inside = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let mut taken = 0;
                    while taken < 100 {
                        let Ok(lock) = Lock::take(&path, &Disk::default(), || Ok(())) else {
                            std::thread::yield_now();
                            continue;
                        };
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                        assert_eq!(inside.fetch_sub(1, Ordering::SeqCst), 1);
                        drop(lock);
                        taken += 1;
                    }
                });
            }
        });
    }
}
