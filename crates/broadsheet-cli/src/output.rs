//! Writing a folder of output so that it is whole at every moment.
//!
//! Every file is written under a temporary name and renamed. Files with their content's hash in their name come
//! first, files that name others after them, so that an interrupted run leaves the previous output readable. What a
//! failed run has added is taken away again; what a successful run no longer needs is taken away at its end.

use crate::limits::HEAD_BYTES;
use crate::regular;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use tempfile::NamedTempFile;

/// Folders of a bundle; in them, and nowhere else, files with a hash in their name are ours.
const OWN_FOLDERS: [&str; 5] = ["rows", "ids", "facets", "bodies", "media"];
/// What temporary files start with.
const TEMPORARY: &str = ".broadsheet-";
/// The head of a bundle.
pub const HEAD: &str = "bundle.json";

/// Why output cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// Writing would mix with somebody's files.
    #[error(
        "{0} is not empty and holds no Broadsheet output; choose another folder, or say --force to write into it"
    )]
    NotOurs(String),
    /// The file system says no.
    #[error("cannot write {path}")]
    Io {
        /// The file or folder.
        path: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Something that is kept in a file while a run lasts cannot be written or read.
    #[error("cannot keep a temporary file")]
    Temporary(#[source] io::Error),
}

impl OutputError {
    fn io(path: &Path, source: io::Error) -> Self {
        Self::Io { path: path.display().to_string(), source }
    }
}

/// A folder being written.
#[derive(Debug)]
pub struct Output {
    folder: PathBuf,
    state: Mutex<State>,
    shared: bool,
    finished: bool,
}

#[derive(Debug, Default)]
struct State {
    /// Everything that belongs to the output, relative, with `/`.
    files: BTreeSet<String>,
    /// What was not there before, to be removed should the run fail.
    added: Vec<PathBuf>,
    folders_added: Vec<PathBuf>,
    changed: usize,
    bytes: u64,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// Files of the whole output.
    pub files: usize,
    /// Files that were new or changed.
    pub changed: usize,
    /// Bytes of the whole output.
    pub bytes: u64,
}

/// The name that a file with this content has: the first 16 hexadecimal digits of its SHA-256.
pub fn content_hash(bytes: &[u8]) -> String {
    let mut hash = ContentHash::default();
    hash.add(bytes);
    hash.finish()
}

/// [`content_hash`] of what is not in memory as a whole.
#[derive(Debug, Default)]
pub(crate) struct ContentHash(Sha256);

impl ContentHash {
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(crate) fn finish(self) -> String {
        hexadecimal(&self.0.finalize(), 8)
    }

    /// The hash of all that can be read from `reader`, and the number of bytes.
    pub(crate) fn of_reader(reader: &mut impl Read) -> io::Result<(String, u64)> {
        let mut hash = Self::default();
        let length = in_pieces(reader, |piece| {
            hash.add(piece);
            Ok(())
        })?;
        Ok((hash.finish(), length))
    }
}

/// The first `count` of `bytes` in hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8], count: usize) -> String {
    let digit = |nibble: u8| char::from(if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 });
    bytes.iter().take(count).flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Whether `folder` holds a sharded bundle.
pub fn is_bundle(folder: &Path) -> bool {
    let head = regular::read(&folder.join(HEAD), HEAD_BYTES).ok();
    let head: Option<serde_json::Value> = head.and_then(|head| serde_json::from_slice(&head).ok());
    head.is_some_and(|head| {
        head.get("format").is_some_and(|format| format == broadsheet_bundle::head::FORMAT)
    })
}

impl Output {
    /// Opens `folder` for writing, making it if it is not there. Unless `force` says so, refuses a folder that holds
    /// files and no earlier output.
    pub fn open(folder: &Path, force: bool) -> Result<Self, OutputError> {
        let output =
            Self { folder: folder.to_owned(), state: Mutex::default(), shared: false, finished: false };
        if fs::symlink_metadata(folder).is_ok() {
            let entries = fs::read_dir(folder).map_err(|error| OutputError::io(folder, error))?;
            let foreign = entries.filter_map(Result::ok).any(|entry| {
                let name = entry.file_name();
                let name = name.to_string_lossy();
                !OWN_FOLDERS.contains(&name.as_ref()) && !name.starts_with(TEMPORARY)
            });
            if foreign && !force && !is_bundle(folder) {
                return Err(OutputError::NotOurs(folder.display().to_string()));
            }
        }
        output.make_folder(folder)?;
        Ok(output)
    }

    /// Opens `folder` to put files beside what it holds: nothing of an earlier run is ever removed.
    pub fn open_shared(folder: &Path) -> Result<Self, OutputError> {
        let output =
            Self { folder: folder.to_owned(), state: Mutex::default(), shared: true, finished: false };
        output.make_folder(folder)?;
        Ok(output)
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes JSON under the name of its content into one of a bundle's folders and returns that name, relative to the output.
    pub fn write_hashed(&self, folder: &str, bytes: &[u8]) -> Result<String, OutputError> {
        let name = format!("{folder}/{}.json", content_hash(bytes));
        self.write(&name, bytes)?;
        Ok(name)
    }

    /// Keeps a file of the earlier output, which has `length` bytes and is known to be as it has to be.
    pub fn keep(&self, name: &str, length: usize) {
        let mut state = self.state();
        if state.files.insert(name.to_owned()) {
            state.bytes += length as u64;
        }
    }

    /// Reads a file of the earlier output.
    pub fn read(&self, name: &str) -> Result<Vec<u8>, OutputError> {
        let path = self.folder.join(name);
        fs::read(&path).map_err(|error| OutputError::io(&path, error))
    }

    /// Writes a file, unless it is there with the same content.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
        self.write_file(name, bytes, false)
    }

    /// Writes a file that names others, and makes sure that it reaches the disk.
    pub fn write_durably(&self, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
        self.write_file(name, bytes, true)
    }

    /// Writes a copy of what can be read from `source`, whose hash `name` has in it, unless one is there. However large
    /// it is, little of it is in memory. Fails if `source` turns out to be another.
    pub fn copy(&self, name: &str, length: u64, source: &mut (impl Read + Seek)) -> Result<(), OutputError> {
        let path = self.folder.join(name);
        let failed = |error| OutputError::io(&path, error);
        if self.state().files.contains(name) {
            return Ok(()); // the same film lies there twice
        }
        self.make_folder(path.parent().unwrap_or(&self.folder))?;
        let is_there = fs::symlink_metadata(&path)
            .is_ok_and(|metadata| metadata.is_file() && metadata.len() == length)
            && File::open(&path).is_ok_and(|mut copy| is_same(&mut copy, source));
        if is_there {
            self.keep_copy(name, length);
            return Ok(());
        }
        source.rewind().map_err(failed)?;
        let existed = fs::symlink_metadata(&path).is_ok();
        let mut file = self.create(name)?;
        let mut hash = ContentHash::default();
        let mut written = Ok(());
        in_pieces(source, |piece| {
            hash.add(piece);
            written = file.append(piece);
            if written.is_ok() { Ok(()) } else { Err(io::ErrorKind::Other.into()) }
        })
        .or_else(|error| written.map(|()| 0).and(Err(failed(error))))?;
        if !name.contains(&hash.finish()) {
            return Err(failed(io::Error::other("the file beside the posts changes while it is copied")));
        }
        file.finish()?;
        if !existed {
            self.state().added.push(path);
        }
        Ok(())
    }

    /// Keeps a copy of the earlier output that has a hash in its name; `true` if there is one of so many bytes.
    pub fn keep_copy(&self, name: &str, length: u64) -> bool {
        let path = self.folder.join(name);
        let is_there =
            fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() == length);
        if is_there {
            self.keep(name, usize::try_from(length).unwrap_or(usize::MAX));
        }
        is_there
    }

    fn write_file(&self, name: &str, bytes: &[u8], durably: bool) -> Result<(), OutputError> {
        let path = self.folder.join(name);
        if !self.state().files.insert(name.to_owned()) && has_content(&path, bytes) {
            return Ok(()); // another post wrote the same picture
        }
        self.state().bytes += bytes.len() as u64;
        if has_content(&path, bytes) {
            return Ok(());
        }
        let folder = path.parent().unwrap_or(&self.folder);
        self.make_folder(folder)?;
        let existed = fs::symlink_metadata(&path).is_ok();
        let failed = |error| OutputError::io(&path, error);
        let mut file = temporary_file(folder).map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        if durably {
            file.as_file().sync_all().map_err(failed)?;
        }
        file.persist(&path).map_err(|error| failed(error.error))?;
        let mut state = self.state();
        state.changed += 1;
        if !existed {
            state.added.push(path);
        }
        Ok(())
    }

    /// A large file being written piece by piece; [`FileInProgress::finish`] puts it in its place.
    pub fn create(&self, name: &str) -> Result<FileInProgress<'_>, OutputError> {
        let file =
            temporary_file(&self.folder).map_err(|error| OutputError::io(&self.folder.join(name), error))?;
        Ok(FileInProgress {
            output: self,
            name: name.to_owned(),
            file: BufWriter::with_capacity(1 << 18, file),
            bytes: 0,
        })
    }

    fn make_folder(&self, folder: &Path) -> Result<(), OutputError> {
        if folder.is_dir() {
            return Ok(());
        }
        let missing: Vec<_> =
            folder.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.exists()).collect();
        fs::create_dir_all(folder).map_err(|error| OutputError::io(folder, error))?;
        self.state().folders_added.extend(missing.into_iter().rev().map(Path::to_owned));
        Ok(())
    }

    /// The run has succeeded: removes what earlier runs left in the folders of the bundle, and those of `others` (names
    /// relative to the folder) that are no longer part of the output.
    pub fn finish(mut self, others: &[String]) -> Result<Written, OutputError> {
        self.finished = true;
        let state = std::mem::take(&mut *self.state());
        let written = Written { files: state.files.len(), changed: state.changed, bytes: state.bytes };
        if self.shared {
            return Ok(written);
        }
        let mut old: Vec<String> = others.to_vec();
        for folder in OWN_FOLDERS {
            old.extend(
                names_in(&self.folder.join(folder)).into_iter().map(|name| format!("{folder}/{name}")),
            );
        }
        old.retain(|name| !state.files.contains(name) && (is_own(name) || others.contains(name)));
        old.extend(names_in(&self.folder).into_iter().filter(|name| name.starts_with(TEMPORARY)));
        for name in old {
            let path = self.folder.join(name);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(OutputError::io(&path, error));
                }
                _ => {}
            }
        }
        for folder in OWN_FOLDERS {
            // Fails where it is not empty, and then it is needed or holds somebody's files.
            let _ = fs::remove_dir(self.folder.join(folder));
        }
        Ok(written)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        // A thread that panicked while it held the lock left at worst a count too small.
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if self.finished {
            return;
        }
        let state = std::mem::take(&mut *self.state());
        // The error that led here is reported; what cannot be removed is removed by the next run that succeeds.
        for path in state.added {
            let _ = fs::remove_file(path);
        }
        for folder in state.folders_added.into_iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// A file that is being written.
#[derive(Debug)]
pub struct FileInProgress<'o> {
    output: &'o Output,
    name: String,
    file: BufWriter<NamedTempFile>,
    bytes: u64,
}

impl FileInProgress<'_> {
    /// Adds to the file.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        self.bytes += bytes.len() as u64;
        self.file
            .write_all(bytes)
            .map_err(|error| OutputError::io(&self.output.folder.join(&self.name), error))
    }

    /// Puts the file in its place, unless the same is there already.
    pub fn finish(self) -> Result<(), OutputError> {
        let path = self.output.folder.join(&self.name);
        let failed = |error| OutputError::io(&path, error);
        let file = self.file.into_inner().map_err(|error| failed(error.into_error()))?;
        let same = same_content(file.path(), &path);
        if !same {
            file.as_file().sync_all().map_err(failed)?;
            file.persist(&path).map_err(|error| failed(error.error))?;
        }
        let mut state = self.output.state();
        state.files.insert(self.name);
        state.bytes += self.bytes;
        state.changed += usize::from(!same);
        Ok(())
    }
}

/// A file that only a rename makes visible, with the permissions that a file made in the usual way has.
fn temporary_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    #[cfg(unix)]
    let permissions = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(permissions); // the umask is taken off by the system
    builder.tempfile_in(folder)
}

fn has_content(path: &Path, bytes: &[u8]) -> bool {
    fs::symlink_metadata(path)
        .is_ok_and(|metadata| metadata.is_file() && metadata.len() == bytes.len() as u64)
        && fs::read(path).is_ok_and(|content| content == bytes)
}

fn same_content(one: &Path, two: &Path) -> bool {
    let length = |path| fs::metadata(path).map(|metadata| metadata.len());
    if !matches!((length(one), length(two)), (Ok(one), Ok(two)) if one == two) {
        return false;
    }
    let (Ok(mut one), Ok(mut two)) = (File::open(one), File::open(two)) else { return false };
    is_same(&mut one, &mut two)
}

/// `true` if all that `one` still holds is what comes next in `two`.
fn is_same(one: &mut impl Read, two: &mut impl Read) -> bool {
    let (mut left, mut right) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        match one.read(&mut left) {
            Ok(0) => return true,
            Ok(count) => {
                let (Some(left), Some(right)) = (left.get(..count), right.get_mut(..count)) else {
                    return false;
                };
                if two.read_exact(right).is_err() || left != right {
                    return false;
                }
            }
            Err(_) => return false,
        }
    }
}

/// Reads everything in pieces of 64 KB; the number of bytes.
fn in_pieces(reader: &mut impl Read, mut take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<u64> {
    let mut buffer = vec![0; 1 << 16];
    let mut length = 0;
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok(length),
            Ok(count) => {
                take(buffer.get(..count).unwrap_or_default())?;
                length += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
}

/// Whether a file in one of a bundle's folders has a name that only we give: `bodies/0123456789abcdef.json`.
fn is_own(name: &str) -> bool {
    let Some((folder, file)) = name.split_once('/') else { return false };
    if file.starts_with(TEMPORARY) {
        return true;
    }
    let Some((hash, extension)) = file.rsplit_once('.') else { return false };
    hash.len() == 16
        && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        && (extension == "json") == (folder != "media")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(folder: &Path) -> Vec<String> {
        let mut names = names_in(folder);
        for own in OWN_FOLDERS {
            names.extend(names_in(&folder.join(own)).into_iter().map(|name| format!("{own}/{name}")));
        }
        names.sort();
        names
    }

    #[test]
    fn what_is_no_longer_needed_goes_and_what_is_not_ours_stays() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("out");
        let first = Output::open(&folder, false).unwrap();
        let old = first.write_hashed("bodies", b"old").unwrap();
        let kept = first.write_hashed("facets", b"kept").unwrap();
        first.write_durably(HEAD, br#"{"format":"broadsheet"}"#).unwrap();
        assert_eq!(first.finish(&[]).unwrap(), Written { files: 3, changed: 3, bytes: 30 });
        fs::write(folder.join("bodies/notes.txt"), "mine").unwrap();
        fs::write(folder.join("asset-1.js"), "old").unwrap();
        let before = fs::metadata(folder.join(&kept)).unwrap().modified().unwrap();

        let second = Output::open(&folder, false).unwrap();
        assert_eq!(second.write_hashed("facets", b"kept").unwrap(), kept);
        second.write_durably(HEAD, br#"{"format":"broadsheet"}"#).unwrap();
        let written = second.finish(&["asset-1.js".into()]).unwrap();
        assert_eq!((written.files, written.changed), (2, 0));
        assert!(!folder.join(old).exists());
        assert_eq!(listing(&folder), ["bodies", "bodies/notes.txt", "bundle.json", "facets", &kept]);
        assert_eq!(fs::metadata(folder.join(&kept)).unwrap().modified().unwrap(), before);
    }

    #[test]
    fn a_failed_run_leaves_no_trace() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("deep/out");
        let output = Output::open(&folder, false).unwrap();
        output.write_hashed("bodies", b"new").unwrap();
        output.create("x.json").unwrap().append(b"[").unwrap();
        drop(output);
        assert!(!place.path().join("deep").exists());
    }

    #[test]
    fn somebody_elses_folder_is_refused() {
        let place = tempfile::tempdir().unwrap();
        assert!(Output::open(place.path(), false).is_ok());
        fs::create_dir(place.path().join("bodies")).unwrap();
        assert!(Output::open(place.path(), false).is_ok(), "what an interrupted run left is ours");
        fs::write(place.path().join("letter.txt"), "dear").unwrap();
        assert!(matches!(Output::open(place.path(), false), Err(OutputError::NotOurs(_))));
        assert!(Output::open(place.path(), true).is_ok());
        assert!(matches!(Output::open(&place.path().join("letter.txt"), false), Err(OutputError::Io { .. })));
    }

    #[test]
    fn a_file_written_in_pieces() {
        let place = tempfile::tempdir().unwrap();
        for (content, changed) in [("one", 1), ("one", 0), ("two", 1), ("two2", 1)] {
            let output = Output::open_shared(place.path()).unwrap();
            let mut file = output.create("a.json").unwrap();
            file.append(content.as_bytes()).unwrap();
            file.finish().unwrap();
            assert_eq!(fs::read_to_string(place.path().join("a.json")).unwrap(), content);
            assert_eq!(output.finish(&[]).unwrap().changed, changed, "{content}");
        }
    }

    #[test]
    fn own_names() {
        for (name, own) in [
            ("bodies/0123456789abcdef.json", true),
            ("facets/0123456789abcdef.json", true),
            ("media/0123456789abcdef.png", true),
            ("bodies/0123456789abcdef.png", false),
            ("media/0123456789abcdef.json", false),
            ("bodies/0123456789abcde.json", false),
            ("bodies/0123456789abcdeF.json", false),
            ("rows/.broadsheet-x", true),
            ("rows/x.json", false),
        ] {
            assert_eq!(is_own(name), own, "{name}");
        }
        assert_eq!(content_hash(b""), "e3b0c44298fc1c14");
    }
}
