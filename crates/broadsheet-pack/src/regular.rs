//! Opening and reading files that anybody may have put there: regular ones alone, and no more of
//! them than a limit.
//!
//! A named pipe would make the run wait for ever, a device has no end. So a file is looked at
//! before it is opened, opened without waiting, and looked at again through its handle, since it
//! may have been replaced between.

use std::fs::{self, File, FileType, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::path::Path;

/// A reason not to read something that can be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is no regular file.
    #[error("it is {0}, not a regular file")]
    NotRegular(&'static str),
    /// It is a symbolic link that is not followed.
    #[error("it is a symbolic link that leads out of the folder; --follow-links reads it")]
    LeavesFolder,
    /// It has more bytes than are read of its kind.
    #[error("it has more than {0} bytes, the most that is read of such a file")]
    TooLarge(u64),
}

impl Refusal {
    /// The refusal that `error` stands for, if it is one.
    pub fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }
}

/// `true` if `error` says that nothing is there to be read, or nothing that is read: a link that
/// leads nowhere, a file that was deleted meanwhile, a named pipe. Any other file has a content,
/// which is missing when it cannot be read.
pub fn is_nothing(error: &io::Error) -> bool {
    #[cfg(unix)]
    let is_loop = error.raw_os_error() == Some(libc::ELOOP);
    #[cfg(not(unix))]
    let is_loop = false;
    error.kind() == io::ErrorKind::NotFound || is_loop || Refusal::of(error).is_some()
}

impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> Self {
        let kind = match refusal {
            Refusal::NotRegular(_) | Refusal::LeavesFolder => io::ErrorKind::InvalidInput,
            Refusal::TooLarge(_) => io::ErrorKind::FileTooLarge,
        };
        Self::new(kind, refusal)
    }
}

/// The name of a kind of file that is not read; `None` for a regular one.
pub fn other_kind(kind: FileType) -> Option<&'static str> {
    if kind.is_file() {
        return None;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if kind.is_fifo() {
            return Some("a named pipe");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
        if kind.is_block_device() || kind.is_char_device() {
            return Some("a device");
        }
    }
    Some(if kind.is_dir() {
        "a folder"
    } else if kind.is_symlink() {
        "a symbolic link"
    } else {
        "a special file"
    })
}

/// Opens a regular file for reading, following symbolic links. Fails with a [`Refusal`] for
/// anything else.
pub fn open(path: &Path) -> io::Result<(File, Metadata)> {
    checked(&fs::metadata(path)?)?;
    opened(path, 0)
}

/// [`open`] that refuses a symbolic link at the end of `path`.
pub fn open_itself(path: &Path) -> io::Result<(File, Metadata)> {
    checked(&fs::symlink_metadata(path)?)?;
    #[cfg(unix)]
    let flags = libc::O_NOFOLLOW;
    #[cfg(not(unix))]
    let flags = 0;
    opened(path, flags)
}

#[cfg_attr(not(unix), allow(unused_variables, reason = "there are no such flags"))]
fn opened(path: &Path, flags: i32) -> io::Result<(File, Metadata)> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    // Neither waits for the other end of a pipe nor takes a terminal over; of a regular file it
    // changes nothing.
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK | libc::O_NOCTTY | flags);
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    checked(&metadata)?;
    Ok((file, metadata))
}

fn checked(metadata: &Metadata) -> Result<(), Refusal> {
    match other_kind(metadata.file_type()) {
        Some(kind) => Err(Refusal::NotRegular(kind)),
        None => Ok(()),
    }
}

/// Reads a regular file of at most `limit` bytes, following symbolic links. Fails with a
/// [`Refusal`] for a larger one and for anything else.
pub fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let (file, metadata) = open(path)?;
    match read_start(file, &metadata, limit)? {
        (bytes, false) => Ok(bytes),
        (_, true) => Err(Refusal::TooLarge(limit).into()),
    }
}

/// Reads the first `limit` bytes of an open file; `true` if there are more.
pub fn read_start(file: File, metadata: &Metadata, limit: u64) -> io::Result<(Vec<u8>, bool)> {
    let expected = metadata.len().min(limit).saturating_add(1);
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or_default());
    // The length that was told may be wrong: the file may grow meanwhile, and some file systems say
    // 0.
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let is_longer = bytes.len() > limit;
    bytes.truncate(limit);
    Ok((bytes, is_longer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_read_than_the_limit() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("a");
        fs::write(&path, "12345").unwrap();
        assert_eq!(read(&path, 5).unwrap(), b"12345");
        assert_eq!(Refusal::of(&read(&path, 4).unwrap_err()), Some(&Refusal::TooLarge(4)));
        let (file, metadata) = open(&path).unwrap();
        assert_eq!(read_start(file, &metadata, 4).unwrap(), (b"1234".to_vec(), true));
        assert_eq!(Refusal::of(&read(place.path(), 9).unwrap_err()), Some(&Refusal::NotRegular("a folder")));
        assert_eq!(read(&place.path().join("none"), 9).unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_but_regular_files_is_opened() {
        use std::os::unix::fs::symlink;
        let place = tempfile::tempdir().unwrap();
        let path = |name: &str| place.path().join(name);
        let _socket = std::os::unix::net::UnixListener::bind(path("socket")).unwrap();
        let made = std::process::Command::new("mkfifo").arg(path("pipe")).status().unwrap();
        assert!(made.success());
        symlink("/dev/zero", path("zero")).unwrap();
        for (name, kind) in [("socket", "a socket"), ("pipe", "a named pipe"), ("zero", "a device")] {
            let error = read(&path(name), 100).unwrap_err();
            assert_eq!(Refusal::of(&error), Some(&Refusal::NotRegular(kind)), "{name}");
        }
        // What became a pipe after it was looked at is found out through its handle.
        assert!(Refusal::of(&opened(&path("pipe"), 0).unwrap_err()).is_some());

        fs::write(path("file"), "x").unwrap();
        symlink("file", path("link")).unwrap();
        assert!(open(&path("link")).is_ok() && open_itself(&path("file")).is_ok());
        assert!(open_itself(&path("link")).is_err() && opened(&path("link"), libc::O_NOFOLLOW).is_err());
    }
}
