//! Writing output so that it is whole at every moment, and takes away nothing that is not ours.
//!
//! A run locks the output ([`lock`]), finishes what a killed one has left, and writes all that is new into a folder of its
//! own. At its end that takes the place of the earlier version ([`transaction`]). What was written is recorded ([`manifest`]):
//! nothing else is ever replaced or removed. Of output without such a record, [`takeover`] finds out what is ours.

mod disk;
#[cfg(test)]
mod faults;
mod lock;
mod manifest;
mod takeover;
mod transaction;

pub use crate::hash::content_hash;
pub use crate::references::HEAD;
pub use manifest::{MANIFEST, RESERVED};

use crate::hash::{ContentHash, Hasher, in_pieces};
use crate::limits::HEAD_BYTES;
use crate::regular;
pub use broadsheet_bundle::format::paths::BUNDLE_FOLDERS;
use disk::{Disk, DiskFile, is_file, is_folder};
use lock::{Lock, LockError};
use manifest::{Record, Records};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use transaction::{Paths, Transaction};

/// What a run keeps for itself in a folder of output, and its lock.
const RUN: &str = ".broadsheet-run";
const LOCK: &str = ".broadsheet-lock";
/// How a feed of ours begins.
const FEED_START: &[u8] = b"{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":";

/// Why output cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// Writing would mix with somebody's files.
    #[error(
        "{0} is not empty and holds no Broadsheet output; choose another folder, or say --force to write into it"
    )]
    ForeignFolder(String),
    /// A file of somebody's is where a file of ours belongs.
    #[error(
        "{0} is in the way: this program has not written it, or it was changed since; move it away, or say --force to \
         replace it"
    )]
    ForeignFile(String),
    /// A folder is where a file of ours belongs.
    #[error("{0} is a folder, and a file of this output belongs there; move it away")]
    NoFile(String),
    /// Something that is not a folder, such as a link, is where a folder of ours belongs.
    #[error("{0} is a link or a file, not a folder of this output; move it away")]
    NoFolder(String),
    /// Another run is writing the same output.
    #[error("{path} is being written by another run{holder}; wait for it to end, or choose another output")]
    Locked {
        /// The output.
        path: String,
        /// Which run, in parentheses, if that is known.
        holder: String,
    },
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

/// An output being written: a folder, or a file beside others.
#[derive(Debug)]
pub struct Output {
    paths: Paths,
    /// The file, if the output is one.
    file: Option<String>,
    force: bool,
    disk: Disk,
    /// What may be replaced or removed.
    owned: Records,
    /// Folders that were made for the output, the outer ones first.
    folders_made: Vec<PathBuf>,
    state: Mutex<State>,
    lock: Option<Lock>,
    /// `true` if there is nothing left to be undone.
    finished: bool,
}

#[derive(Debug, Default)]
struct State {
    /// Everything that belongs to the output, relative, with `/`.
    files: BTreeMap<String, Entry>,
    /// Names of files that are being copied, or were.
    reserved: BTreeSet<String>,
    bytes: u64,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    record: Record,
    /// `true` if it is new or changed.
    changed: bool,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OutputStats {
    /// Files of the whole output.
    pub files: usize,
    /// Files that were new or changed.
    pub changed: usize,
    /// Bytes of the whole output.
    pub bytes: u64,
}

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

impl Output {
    /// Opens `folder` for writing, making it if it is not there, and finishes what a killed run left there. Unless `force`
    /// says so, refuses a folder that holds files and no earlier output. Fails if another run is writing it.
    pub fn open(folder: &Path, force: bool) -> Result<Self, OutputError> {
        Self::open_on(Disk::default(), folder, force)
    }

    fn open_on(disk: Disk, folder: &Path, force: bool) -> Result<Self, OutputError> {
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
        // After a run of an earlier version, which knows nothing of manifests, there is more than it says.
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

    /// Opens the file `name` in `folder` for writing, with its media beside it: of what else is in the folder, nothing is
    /// ever touched. Unless `force` says so, refuses to replace a file that is no feed of ours. Fails if another run is
    /// writing it.
    pub fn open_file(folder: &Path, name: &str, force: bool) -> Result<Self, OutputError> {
        Self::open_file_on(Disk::default(), folder, name, force)
    }

    fn open_file_on(disk: Disk, folder: &Path, name: &str, force: bool) -> Result<Self, OutputError> {
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

    /// An output that no other run writes, in which nothing is left undone, with a folder for the run.
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
            state: Mutex::default(),
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

    fn transaction(&self) -> Transaction<'_> {
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

    /// Writes JSON under the name of its content into one of a bundle's folders and returns that name, relative to the output.
    pub fn write_hashed(&self, folder: &str, bytes: &[u8]) -> Result<String, OutputError> {
        let record = Record::of(bytes);
        let name = format!("{folder}/{}.json", record.hash.name());
        self.write_recorded(&name, bytes, record)?;
        Ok(name)
    }

    /// Keeps a file of the earlier output, which has `size` bytes and this hash and is known to be as it has to be.
    pub fn mark_used(&self, name: &str, size: u64, hash: ContentHash) {
        self.state().add(name, Record { size, hash }, false);
    }

    /// Reads a file of the earlier output.
    pub fn read(&self, name: &str) -> Result<Vec<u8>, OutputError> {
        let path = self.paths.place(name);
        fs::read(&path).map_err(|error| OutputError::io(&path, error))
    }

    /// Writes a file, unless it is there with the same content.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
        self.write_recorded(name, bytes, Record::of(bytes))
    }

    fn write_recorded(&self, name: &str, bytes: &[u8], record: Record) -> Result<(), OutputError> {
        let place = self.paths.place(name);
        self.paths.check_way(name)?;
        let changed = !has_content(&place, bytes);
        if !self.state().add(name, record, changed) || !changed {
            return Ok(()); // another post has the same picture
        }
        let mut file = self.create_new(name)?;
        file.write_all(bytes).map_err(|error| OutputError::io(&place, error))
    }

    /// Writes a copy of what can be read from `source`, whose hash `name` has in it, unless one is there. However large
    /// it is, little of it is in memory. Fails if `source` turns out to be another.
    pub fn copy(&self, name: &str, length: u64, source: &mut (impl Read + Seek)) -> Result<(), OutputError> {
        let place = self.paths.place(name);
        let failed = |error| OutputError::io(&place, error);
        self.paths.check_way(name)?;
        if !self.state().reserve(name) {
            return Ok(()); // the same film lies there twice
        }
        let is_there = fs::symlink_metadata(&place)
            .is_ok_and(|metadata| metadata.is_file() && metadata.len() == length)
            && File::open(&place).is_ok_and(|mut copy| is_same(&mut copy, source));
        source.rewind().map_err(failed)?;
        if is_there {
            let (hash, size) = ContentHash::of_reader(source).map_err(failed)?;
            self.state().add(name, Record { size, hash }, false);
            return Ok(());
        }
        let mut file = self.create(name)?;
        let mut written = Ok(());
        let copied = in_pieces(source, |piece| {
            written = file.append(piece);
            if written.is_ok() { Ok(()) } else { Err(io::ErrorKind::Other.into()) }
        });
        written?;
        copied.map_err(failed)?;
        let hash = file.finish()?;
        if !name.contains(&hash.name()) {
            return Err(failed(io::Error::other("the file beside the posts changes while it is copied")));
        }
        Ok(())
    }

    /// Keeps a copy of the earlier output, or one of this run; `true` if there is one of so many bytes.
    pub fn mark_copy_used(&self, name: &str, length: u64) -> bool {
        let mut state = self.state();
        if let Some(entry) = state.files.get(name) {
            return entry.record.size == length;
        }
        let is_there = |record: &&Record| {
            record.size == length
                && fs::symlink_metadata(self.paths.place(name))
                    .is_ok_and(|metadata| metadata.is_file() && metadata.len() == length)
        };
        let record = self.owned.get(name).filter(is_there);
        record.is_some_and(|record| state.add(name, *record, false))
    }

    fn create_new(&self, name: &str) -> Result<DiskFile, OutputError> {
        self.transaction().make_parents(&self.paths.run, &format!("new/{name}"))?;
        let created = self.disk.create(&self.paths.staged(name));
        created.map_err(|error| OutputError::io(&self.paths.place(name), error))
    }

    /// A large file being written piece by piece; [`FileInProgress::finish`] adds it to the output.
    pub fn create(&self, name: &str) -> Result<FileInProgress<'_>, OutputError> {
        self.paths.check_way(name)?;
        Ok(FileInProgress {
            output: self,
            name: name.to_owned(),
            file: BufWriter::with_capacity(1 << 18, self.create_new(name)?),
            hash: Hasher::default(),
            bytes: 0,
        })
    }

    /// The run has succeeded: what was written takes the place of what an earlier run has left, and of that goes what is no
    /// longer part of the output.
    pub fn finish(mut self) -> Result<OutputStats, OutputError> {
        let state = std::mem::take(&mut *self.state());
        let changed = state.files.values().filter(|entry| entry.changed).count();
        let written = OutputStats { files: state.files.len(), changed, bytes: state.bytes };
        // What was there without our having written it stays nobody's.
        let is_ours = |(name, entry): &(String, Entry)| entry.changed || self.owned.contains_key(name);
        let after: Records =
            state.files.into_iter().filter(is_ours).map(|(name, entry)| (name, entry.record)).collect();
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

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        // A thread that panicked while it held the lock left at worst a count too small.
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl State {
    /// `true` if nobody else has begun to copy this file, or has written it.
    fn reserve(&mut self, name: &str) -> bool {
        !self.files.contains_key(name) && self.reserved.insert(name.to_owned())
    }

    /// Adds a file, unless it is there already.
    fn add(&mut self, name: &str, record: Record, changed: bool) -> bool {
        if self.files.contains_key(name) {
            return false;
        }
        self.files.insert(name.to_owned(), Entry { record, changed });
        self.bytes += record.size;
        true
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

/// A file that is being written.
#[derive(Debug)]
pub struct FileInProgress<'o> {
    output: &'o Output,
    name: String,
    file: BufWriter<DiskFile>,
    hash: Hasher,
    bytes: u64,
}

impl FileInProgress<'_> {
    /// Adds to the file.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        self.bytes += bytes.len() as u64;
        self.hash.add(bytes);
        self.file
            .write_all(bytes)
            .map_err(|error| OutputError::io(&self.output.paths.place(&self.name), error))
    }

    /// Adds the file to the output, and returns its hash.
    pub fn finish(self) -> Result<ContentHash, OutputError> {
        let Self { output, name, file, hash, bytes } = self;
        let (place, new) = (output.paths.place(&name), output.paths.staged(&name));
        let failed = |error| OutputError::io(&place, error);
        file.into_inner().map_err(|error| failed(error.into_error()))?;
        let changed = !same_content(&new, &place);
        if !changed {
            output.disk.remove_file(&new).map_err(failed)?;
        }
        let hash = hash.finish();
        output.state().add(&name, Record { size: bytes, hash }, changed);
        Ok(hash)
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

/// `true` if a file is a feed as the packer writes them.
fn is_feed(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = |file: File| file.take(FEED_START.len() as u64).read_to_end(&mut start);
    is_file(path) && File::open(path).and_then(read).is_ok() && start == FEED_START
}

fn has_content(path: &Path, bytes: &[u8]) -> bool {
    fs::symlink_metadata(path)
        .is_ok_and(|metadata| metadata.is_file() && metadata.len() == bytes.len() as u64)
        && fs::read(path).is_ok_and(|content| content == bytes)
}

fn same_content(one: &Path, two: &Path) -> bool {
    let length = |path| fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file).map(|file| file.len());
    if !matches!((length(one), length(two)), (Some(one), Some(two)) if one == two) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(folder: &Path) -> Vec<String> {
        let names = |folder: &Path| {
            let entries = fs::read_dir(folder).into_iter().flatten();
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect::<Vec<_>>()
        };
        let mut all = names(folder);
        for own in BUNDLE_FOLDERS {
            all.extend(names(&folder.join(own)).into_iter().map(|name| format!("{own}/{name}")));
        }
        all.sort();
        all
    }

    const SOME_HEAD: &[u8] = br#"{"format":"broadsheet"}"#;

    #[test]
    fn what_is_no_longer_needed_goes_and_what_is_not_ours_stays() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("out");
        let first = Output::open(&folder, false).unwrap();
        let old = first.write_hashed("packs", b"old").unwrap();
        let changed = first.write_hashed("directories", b"changed since").unwrap();
        let kept = first.write_hashed("facets", b"kept").unwrap();
        first.write("asset-0123456789abcdef.js", b"ours").unwrap();
        first.write(HEAD, SOME_HEAD).unwrap();
        assert_eq!(first.finish().unwrap(), OutputStats { files: 5, changed: 5, bytes: 47 });
        fs::write(folder.join(&changed), "mine now").unwrap();
        let foreign =
            ["packs/0123456789abcdef.json", "media/0123456789abcdef.png", "app-0123456789abcdef.js"];
        fs::create_dir(folder.join("media")).unwrap();
        for name in foreign {
            fs::write(folder.join(name), "mine").unwrap();
        }
        let before = fs::metadata(folder.join(&kept)).unwrap().modified().unwrap();

        let second = Output::open(&folder, false).unwrap();
        assert_eq!(second.write_hashed("facets", b"kept").unwrap(), kept);
        second.write(HEAD, SOME_HEAD).unwrap();
        let written = second.finish().unwrap();
        assert_eq!((written.files, written.changed), (2, 0));
        assert!(!folder.join(old).exists());
        let mut expected =
            vec![MANIFEST, "packs", "bundle.json", "facets", &kept, "directories", &changed, "media"];
        expected.extend(foreign);
        expected.sort_unstable();
        assert_eq!(listing(&folder), expected);
        assert_eq!(fs::metadata(folder.join(&kept)).unwrap().modified().unwrap(), before);
    }

    #[test]
    fn a_file_of_somebody_is_in_the_way_unless_forced() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("out");
        let run = |force: bool, files: &[(&str, &str)]| {
            let output = Output::open(&folder, force)?;
            for (name, text) in files {
                output.write(name, text.as_bytes())?;
            }
            output.write(HEAD, SOME_HEAD)?;
            output.finish()
        };
        run(false, &[("index.html", "one")]).unwrap();
        fs::write(folder.join("robots.txt"), "theirs").unwrap();
        fs::write(folder.join("index.html"), "changed by hand").unwrap();
        let before = listing(&folder);
        for files in [&[("robots.txt", "ours")][..], &[("index.html", "two"), ("b.js", "b")]] {
            assert!(matches!(run(false, files), Err(OutputError::ForeignFile(_))), "{files:?}");
            assert_eq!(listing(&folder), before);
        }
        run(true, &[("index.html", "two")]).unwrap();
        assert_eq!(fs::read_to_string(folder.join("index.html")).unwrap(), "two");
        assert_eq!(fs::read_to_string(folder.join("robots.txt")).unwrap(), "theirs", "nothing asked for it");
        run(false, &[("index.html", "three")]).unwrap();
        for damage in ["", "thr\0\0"] {
            fs::write(folder.join("index.html"), damage).unwrap();
            run(false, &[("index.html", "four")]).unwrap();
        }
        fs::write(folder.join(HEAD), "{\"format\"").unwrap();
        run(false, &[("index.html", "four")]).unwrap();
        assert_eq!(fs::read(folder.join(HEAD)).unwrap(), SOME_HEAD);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        use std::os::unix::fs::symlink;
        let place = tempfile::tempdir().unwrap();
        let (folder, victim) = (place.path().join("out"), place.path().join("victim"));
        fs::create_dir(&victim).unwrap();
        let name = Output::open(&folder, false).map(|output| {
            let name = output.write_hashed("packs", b"old").unwrap();
            output.write("page.html", b"page").unwrap();
            output.write(HEAD, SOME_HEAD).unwrap();
            output.finish().unwrap();
            name
        });
        let name = name.unwrap();
        let file = name.strip_prefix("packs/").unwrap();
        fs::rename(folder.join(&name), victim.join(file)).unwrap();
        fs::remove_dir(folder.join("packs")).unwrap();
        symlink("../victim", folder.join("packs")).unwrap();
        for force in [false, true] {
            assert!(matches!(Output::open(&folder, force), Err(OutputError::NoFolder(_))));
        }
        assert!(victim.join(file).exists());
        fs::remove_file(folder.join("packs")).unwrap();
        // A link in the place of a file: refused, or itself replaced.
        fs::write(victim.join("page"), "page").unwrap();
        fs::remove_file(folder.join("page.html")).unwrap();
        symlink("../victim/page", folder.join("page.html")).unwrap();
        let run = |force| {
            let output = Output::open(&folder, force).unwrap();
            output.write("page.html", b"page").unwrap();
            output.write(HEAD, SOME_HEAD).unwrap();
            output.finish()
        };
        assert!(matches!(run(false), Err(OutputError::ForeignFile(_))));
        run(true).unwrap();
        assert!(is_file(&folder.join("page.html")) && victim.join("page").exists());
    }

    #[test]
    fn a_failed_run_leaves_no_trace() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("deep/out");
        let output = Output::open(&folder, false).unwrap();
        output.write_hashed("packs", b"new").unwrap();
        output.create("x.json").unwrap().append(b"[").unwrap();
        assert!(matches!(Output::open(&folder, true), Err(OutputError::Locked { .. })));
        drop(output);
        assert!(!place.path().join("deep").exists());
    }

    #[test]
    fn somebody_elses_folder_is_refused() {
        let place = tempfile::tempdir().unwrap();
        assert!(Output::open(place.path(), false).is_ok());
        fs::create_dir(place.path().join("media")).unwrap();
        assert!(Output::open(place.path(), false).is_ok(), "what an interrupted run left is ours");
        fs::write(place.path().join("media/0123456789abcdef.jpg"), "photo").unwrap();
        assert!(matches!(Output::open(place.path(), false), Err(OutputError::ForeignFolder(_))));
        assert!(Output::open(place.path(), true).is_ok());
        let file = place.path().join("media/0123456789abcdef.jpg");
        assert!(matches!(Output::open(&file, false), Err(OutputError::Io { .. })));
    }

    #[test]
    fn a_half_written_output_of_an_earlier_version_is_ours() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("out");
        fs::create_dir_all(folder.join("packs")).unwrap();
        let shard = format!("packs/{}.json", content_hash(b"{}"));
        for (name, text) in [
            (&*shard, "{}"),
            ("packs/0123456789abcdef.json", "{}"),
            ("packs/.broadsheet-aB3xYz", "half"),
            ("boot.js", "boot"),
        ] {
            fs::write(folder.join(name), text).unwrap();
        }
        let output = Output::open(&folder, false).unwrap();
        output.write(HEAD, SOME_HEAD).unwrap();
        output.finish().unwrap();
        assert_eq!(
            listing(&folder),
            [MANIFEST, "boot.js", "bundle.json", "packs", "packs/0123456789abcdef.json"]
        );
    }

    #[test]
    fn a_file_written_in_pieces() {
        let place = tempfile::tempdir().unwrap();
        let start = String::from_utf8(FEED_START.to_vec()).unwrap();
        for (content, changed) in [("one", 1), ("one", 0), ("two", 1), ("two2", 1)] {
            let output = Output::open_file(place.path(), "a.json", false).unwrap();
            let mut file = output.create("a.json").unwrap();
            file.append(start.as_bytes()).unwrap();
            file.append(content.as_bytes()).unwrap();
            file.finish().unwrap();
            assert_eq!(output.finish().unwrap().changed, changed, "{content}");
            assert_eq!(fs::read_to_string(place.path().join("a.json")).unwrap(), format!("{start}{content}"));
            assert_eq!(listing(place.path()), ["a.json"]);
        }
        fs::write(place.path().join(".broadsheet-aB3xYz"), format!("{start}half")).unwrap();
        fs::write(place.path().join(".broadsheet-longer1"), format!("{start}theirs")).unwrap();
        fs::write(place.path().join(".broadsheet-aB3xY2"), "theirs").unwrap();
        drop(Output::open_file(place.path(), "a.json", false).unwrap());
        assert_eq!(listing(place.path()), [".broadsheet-aB3xY2", ".broadsheet-longer1", "a.json"]);
        fs::write(place.path().join("a.json"), "{}").unwrap();
        let open = |force| Output::open_file(place.path(), "a.json", force);
        assert!(matches!(open(false), Err(OutputError::ForeignFile(_))));
        assert!(open(true).is_ok());
    }
}
