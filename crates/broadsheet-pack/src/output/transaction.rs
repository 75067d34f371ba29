//! From the earlier version of an output to a new one, so that whatever happens one of the two is
//! there.
//!
//! A run keeps everything in a folder of its own inside the output, [`Paths::run`]:
//!
//! | there | what it is |
//! |:------|:-----------|
//! | `new/NAME` | files of the new version, until they are put in their places |
//! | `old/NAME` | files of the earlier version that were replaced |
//! | `before` | the manifest of the earlier version: what may be replaced or removed |
//! | `after` | the hash of the new manifest |
//! | `force` | there if files of others may be replaced |
//! | `manifest` | the new manifest: all of the above is on the disk, and the change may begin |
//! | `rollback` | the same, when the change is to be undone |
//!
//! 1. *Preparing:* everything is written, synced, and then named by `manifest`. Until then nothing
//!    of the output has changed.
//! 2. *Adding:* files whose names are not referenced yet are put in their places, and synced.
//! 3. *Switching:* files that others know by name are replaced one by one, in an order in which
//!    each state is a working site: what pages load, the pages, the head, what names posts of it.
//! 4. *Committing:* the manifest takes its place. What the new version does not need is removed.
//!
//! A run that fails undoes 2 and 3. After one that was killed, the next run finishes what
//! `manifest` or `rollback` says, and removes the folder.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use broadsheet_bundle::format::hash::is_hash;

use super::disk::{Disk, is_file, is_folder};
use super::error::OutputError;
use super::manifest::{self, Record, Records};
use crate::hash::ContentHash;
use crate::references::{HEAD, LISTS};

/// The paths of the parts of an output.
#[derive(Debug)]
pub(super) struct Paths {
    /// The output.
    pub(super) folder: PathBuf,
    /// The folder of the run.
    pub(super) run: PathBuf,
    /// The path of the manifest; `None` for a single file among others.
    pub(super) manifest: Option<PathBuf>,
}

/// A change of an output.
#[derive(Debug)]
pub(super) struct Transaction<'a> {
    pub(super) disk: &'a Disk,
    pub(super) paths: &'a Paths,
    /// `true` if files that are not ours may be replaced where a file of ours belongs.
    pub(super) force: bool,
}

/// The order in which files are switched: those that name others come after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// The files that pages load.
    Part,
    /// The head of a bundle that had none: no page is shown without it.
    NewHead,
    /// Pages, and the script of other pages.
    Page,
    /// The head: a newer viewer reads the earlier bundle, an earlier viewer perhaps not the newer
    /// bundle.
    Head,
    /// Feeds and sitemaps: they name posts that the head leads to.
    List,
}

/// The endings of files that hold another one, compressed.
const CODINGS: [&str; 2] = [".br", ".gz"];

/// The name of a file that is perhaps compressed: that of what it holds.
fn uncompressed(name: &str) -> &str {
    CODINGS.into_iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name)
}

/// `true` if the file's name has a hash in it, so that it is requested only by references to it, or
/// in the place of such a file.
pub fn is_hashed(name: &str) -> bool {
    let name = uncompressed(name);
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    is_hash(stem.rsplit('-').next().unwrap_or(stem))
}

impl Paths {
    /// Returns the path of a file of the output.
    pub(super) fn place(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Returns the path of a file of the new version until it is switched.
    pub(super) fn staged(&self, name: &str) -> PathBuf {
        self.run.join("new").join(name)
    }

    fn old(&self, name: &str) -> PathBuf {
        self.run.join("old").join(name)
    }

    fn of_run(&self, name: &str) -> PathBuf {
        self.run.join(name)
    }

    /// Fails if the way to the file `name` leads through something that is not a folder: links are
    /// never followed.
    pub(super) fn check_way(&self, name: &str) -> Result<(), OutputError> {
        let mut path = self.folder.clone();
        let mut parts = name.split('/').peekable();
        while let Some(part) = parts.next() {
            if parts.peek().is_none() {
                break;
            }
            path.push(part);
            if fs::symlink_metadata(&path).is_ok_and(|metadata| !metadata.is_dir()) {
                return Err(OutputError::NoFolder(path.display().to_string()));
            }
        }
        Ok(())
    }
}

impl Transaction<'_> {
    /// Replaces the version `before` by the version `after`, whose files are written or as they
    /// have to be. Fails only if the earlier version is there again, or will be after the next run.
    pub(super) fn commit(&self, before: &Records, after: &Records) -> Result<(), OutputError> {
        for name in self.waiting(after) {
            self.may_place(&name, before, after)?;
        }
        let prepared = self.prepare(before, after);
        let applied = prepared.and_then(|()| self.apply(before, after));
        if let Err(error) = applied.and_then(|()| self.point_of_no_return()) {
            // What cannot be undone now is finished by the next run, in either direction.
            let _ = self.begin_rollback().and_then(|()| self.undo(before, after));
            return Err(error);
        }
        self.clean(before, after)?;
        self.remove_run()
    }

    /// Finishes what an earlier run left, if it did. Afterwards the output is whole.
    pub(super) fn recover(&self) -> Result<(), OutputError> {
        if !is_folder(&self.paths.run) {
            return match fs::symlink_metadata(&self.paths.run) {
                Ok(_) => Err(OutputError::NoFolder(self.paths.run.display().to_string())),
                Err(_) => Ok(()),
            };
        }
        let before = manifest::read(&self.paths.of_run("before"));
        if let (Some(before), Some(after)) = (&before, manifest::read(&self.paths.of_run("rollback"))) {
            return self.undo(before, &after);
        }
        if let (Some(before), Some(after)) = (&before, manifest::read(&self.paths.of_run("manifest"))) {
            let is_there =
                |name: &String| is_file(&self.paths.staged(name)) || is_file(&self.paths.place(name));
            if !after.keys().all(is_there) {
                // It was changed by another program.
                return self.begin_rollback().and_then(|()| self.undo(before, &after));
            }
            let force = self.force || is_file(&self.paths.of_run("force"));
            let change = Self { force, ..*self };
            change.apply(before, &after)?;
            change.point_of_no_return()?;
            change.clean(before, &after)?;
        } else if let (Some(before), Some(after)) = (&before, self.committed()) {
            self.clean(before, &after)?;
        }
        self.remove_run()
    }

    /// The manifest of the output, if it is the one that the earlier run put there.
    fn committed(&self) -> Option<Records> {
        let expected = fs::read_to_string(self.paths.of_run("after")).ok()?;
        let path = self.paths.manifest.as_ref()?;
        let (hash, _) = ContentHash::of_reader(&mut fs::File::open(path).ok()?).ok()?;
        (hash.to_string() == expected).then(|| manifest::read(path)).flatten()
    }

    fn prepare(&self, before: &Records, after: &Records) -> Result<(), OutputError> {
        let run = &self.paths.run;
        let hash = self.write_manifest("part", after)?;
        self.write_manifest("before", before)?;
        let path = self.paths.of_run("after");
        let failed = |error| OutputError::io(&path, error);
        self.disk.create(&path).and_then(|mut file| write!(file, "{hash}")).map_err(failed)?;
        if self.force {
            self.disk.create(&self.paths.of_run("force")).map_err(failed)?;
        }
        self.disk.sync_tree(run).map_err(failed)?;
        self.rename(&self.paths.of_run("part"), &self.paths.of_run("manifest"))?;
        self.sync_folder(run)
    }

    fn write_manifest(&self, name: &str, records: &Records) -> Result<ContentHash, OutputError> {
        let path = self.paths.of_run(name);
        let failed = |error| OutputError::io(&path, error);
        let file = self.disk.create(&path).map_err(failed)?;
        let mut file = BufWriter::with_capacity(1 << 18, file);
        manifest::write(records, &mut file).and_then(|()| file.flush()).map_err(failed)?;
        let written = fs::File::open(&path).and_then(|mut file| ContentHash::of_reader(&mut file));
        written.map(|(hash, _)| hash).map_err(failed)
    }

    /// Files of the new version that are not in their places yet.
    fn waiting(&self, after: &Records) -> Vec<String> {
        after.keys().filter(|name| is_file(&self.paths.staged(name))).cloned().collect()
    }

    /// Fails if what is in the place of a file is foreign.
    fn may_place(&self, name: &str, before: &Records, after: &Records) -> Result<(), OutputError> {
        self.paths.check_way(name)?;
        let path = self.paths.place(name);
        let Ok(metadata) = fs::symlink_metadata(&path) else { return Ok(()) };
        if metadata.is_dir() {
            return Err(OutputError::NoFile(path.display().to_string()));
        }
        let is_ours = |record: &Record| record.is_of(&path);
        let is_damaged_shard =
            |record: &Record| metadata.is_file() && is_hashed(name) && name.contains(&record.hash.name());
        let allowed = self.force
            || after.get(name).is_some_and(is_ours)
            || before
                .get(name)
                .is_some_and(|record| is_ours(record) || is_damaged_shard(record) || is_damaged(name, &path));
        if allowed { Ok(()) } else { Err(OutputError::ForeignFile(path.display().to_string())) }
    }

    /// Puts the files of the new version in their places.
    fn apply(&self, before: &Records, after: &Records) -> Result<(), OutputError> {
        let waiting = self.waiting(after);
        let is_there = |name: &str| fs::symlink_metadata(self.paths.place(name)).is_ok();
        let (added, mut switched): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|name| is_hashed(name) && !is_there(name));
        let mut folders = BTreeSet::from([self.paths.folder.clone()]);
        for name in &added {
            self.may_place(name, before, after)?;
            folders.insert(self.make_parents(&self.paths.folder, name)?);
            self.rename(&self.paths.staged(name), &self.paths.place(name))?;
        }
        for name in &switched {
            folders.insert(self.make_parents(&self.paths.folder, name)?);
        }
        for folder in &folders {
            self.sync_folder(folder)?;
        }
        switched.sort_by_cached_key(|name| (turn(name, is_there(name)), name.clone()));
        for name in &switched {
            self.may_place(name, before, after)?;
            self.put_aside(name)?;
            self.rename(&self.paths.staged(name), &self.paths.place(name))?;
        }
        for folder in &folders {
            self.sync_folder(folder)?;
        }
        Ok(())
    }

    /// Keeps the file that is about to be replaced, unless that is done already.
    fn put_aside(&self, name: &str) -> Result<(), OutputError> {
        let (place, old) = (self.paths.place(name), self.paths.old(name));
        if fs::symlink_metadata(&place).is_err() || fs::symlink_metadata(&old).is_ok() {
            return Ok(());
        }
        self.make_parents(&self.paths.run, &format!("old/{name}"))?;
        self.disk.link(&place, &old).map_err(|error| OutputError::io(&place, error))
    }

    /// From here on, the new version is the output.
    fn point_of_no_return(&self) -> Result<(), OutputError> {
        let prepared = self.paths.of_run("manifest");
        match &self.paths.manifest {
            Some(place) => {
                self.rename(&prepared, place)?;
                // It is the new version even if that cannot be made sure of: nothing is undone any
                // more.
                let _ = self.disk.sync_folder(&self.paths.folder);
                Ok(())
            }
            None => self.disk.remove_file(&prepared).map_err(|error| OutputError::io(&prepared, error)),
        }
    }

    fn begin_rollback(&self) -> Result<(), OutputError> {
        self.rename(&self.paths.of_run("manifest"), &self.paths.of_run("rollback"))
    }

    /// Puts the earlier version back, from whatever point on.
    fn undo(&self, before: &Records, after: &Records) -> Result<(), OutputError> {
        let mut folders = BTreeSet::new();
        // The head first: it names what goes after it.
        for (name, record) in after.iter().rev() {
            let (place, old) = (self.paths.place(name), self.paths.old(name));
            if fs::symlink_metadata(&old).is_ok() {
                self.rename(&old, &place)?;
            } else if before.get(name) != Some(record)
                && !is_file(&self.paths.staged(name))
                && record.is_of(&place)
            {
                self.disk.remove_file(&place).map_err(|error| OutputError::io(&place, error))?;
                folders.extend(parents(name));
            }
        }
        self.remove_folders(folders);
        self.sync_folder(&self.paths.folder)?;
        let mark = self.paths.of_run("rollback");
        self.disk.remove_file(&mark).map_err(|error| OutputError::io(&mark, error))?;
        self.remove_run()
    }

    /// Removes what the new version does not need, if it is still as it was written.
    fn clean(&self, before: &Records, after: &Records) -> Result<(), OutputError> {
        let mut folders = BTreeSet::new();
        for (name, record) in before.iter().filter(|(name, _)| !after.contains_key(*name)) {
            let path = self.paths.place(name);
            if self.paths.check_way(name).is_ok() && record.is_of(&path) {
                self.disk.remove_file(&path).map_err(|error| OutputError::io(&path, error))?;
                folders.extend(parents(name));
            }
        }
        self.remove_folders(folders);
        Ok(())
    }

    /// Removes those of the folders that are empty; the others are needed, or hold somebody's
    /// files.
    fn remove_folders(&self, folders: BTreeSet<String>) {
        for folder in folders.into_iter().rev() {
            let path = self.paths.place(&folder);
            if is_folder(&path) {
                let _ = self.disk.remove_folder(&path);
            }
        }
    }

    /// Removes what a run that failed keeps for itself, unless the next one has to finish
    /// something.
    pub(super) fn abandon(&self) -> Result<(), OutputError> {
        let is_there = |name| is_file(&self.paths.of_run(name));
        if is_there("manifest") || is_there("rollback") || self.committed().is_some() {
            return Ok(());
        }
        self.remove_run()
    }

    /// Removes what a run keeps for itself; first what would have the next run go on.
    pub(super) fn remove_run(&self) -> Result<(), OutputError> {
        let run = &self.paths.run;
        let mark = self.paths.of_run("manifest");
        if is_file(&mark) {
            self.disk.remove_file(&mark).map_err(|error| OutputError::io(&mark, error))?;
        }
        self.disk.remove_tree(run).map_err(|error| OutputError::io(run, error))
    }

    /// Makes the folders below `start` that a file of this name lies in, and returns the last one.
    pub(super) fn make_parents(&self, start: &Path, name: &str) -> Result<PathBuf, OutputError> {
        let mut path = start.to_owned();
        let Some((folders, _)) = name.rsplit_once('/') else { return Ok(path) };
        for folder in folders.split('/') {
            path.push(folder);
            if !is_folder(&path) {
                self.disk.create_folder(&path).map_err(|error| OutputError::io(&path, error))?;
            }
        }
        Ok(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<(), OutputError> {
        self.disk.rename(from, to).map_err(|error| OutputError::io(to, error))
    }

    fn sync_folder(&self, folder: &Path) -> Result<(), OutputError> {
        self.disk.sync_folder(folder).map_err(|error| OutputError::io(folder, error))
    }
}

fn turn(name: &str, is_there: bool) -> Turn {
    let name = uncompressed(name);
    let extension = name.rsplit('.').next().unwrap_or_default();
    match name {
        HEAD if is_there => Turn::Head,
        HEAD => Turn::NewHead,
        "embed.js" => Turn::Page,
        _ if LISTS.contains(&name) => Turn::List,
        _ if extension == "html" => Turn::Page,
        _ => Turn::Part,
    }
}

/// The folders that a file lies in, the outer ones first.
fn parents(name: &str) -> impl Iterator<Item = String> {
    name.match_indices('/').filter_map(|(end, _)| name.get(..end)).map(str::to_owned)
}

/// `true` if a file of ours was left half-written by a power failure: empty, ending in NULs, or, if
/// it is the head, no JSON.
fn is_damaged(name: &str, path: &Path) -> bool {
    if !is_file(path) {
        return false;
    }
    let damaged = |bytes: io::Result<Vec<u8>>| {
        bytes.is_ok_and(|bytes| {
            bytes.last().is_none_or(|&last| last == 0)
                || (name == HEAD && serde_json::from_slice::<serde::de::IgnoredAny>(&bytes).is_err())
        })
    };
    damaged(fs::read(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_hashes() {
        for (name, hashed) in [
            ("packs/0123456789abcdef.json", true),
            ("media/0123456789abcdef.png", true),
            ("broadsheet-viewer-0123456789abcdef.js", true),
            ("broadsheet-viewer-0123456789abcdef_bg.wasm", true),
            ("sitemap-0123456789abcdef.xml", true),
            ("packs/0123456789abcdef.json.br", true),
            ("broadsheet-viewer-0123456789abcdef_bg.wasm.gz", true),
            ("index.html.br", false),
            ("boot.js", false),
            ("broadsheet-feed_bg.wasm", false),
            ("a-0123456789abcdef.b.js", false),
            ("bundle.json", false),
            ("0123456789abcdef/index.html", false),
        ] {
            assert_eq!(is_hashed(name), hashed, "{name}");
        }
    }

    #[test]
    fn what_names_others_comes_after_them() {
        let order = |there: bool| {
            let mut names = [
                "feed.json",
                "bundle.json.br",
                "bundle.json",
                "index.html",
                "boot.js",
                "embed.js",
                "_headers",
            ];
            names.sort_by_key(|name| turn(name, there));
            names
        };
        assert_eq!(
            order(true),
            ["boot.js", "_headers", "index.html", "embed.js", "bundle.json.br", "bundle.json", "feed.json"]
        );
        assert_eq!(
            order(false),
            ["boot.js", "_headers", "bundle.json.br", "bundle.json", "index.html", "embed.js", "feed.json"]
        );
    }
}
