//! Writing the files of an output.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, Write as _};

use super::compare::{has_content, is_same, same_content};
use super::disk::{DiskFile, is_file};
use super::error::OutputError;
use super::folder::Output;
use super::manifest::Record;
use crate::hash::{ContentHash, Hasher, in_pieces};

impl Output {
    /// Writes JSON under the name of its content into one of a bundle's folders and returns that
    /// name, relative to the output.
    pub fn write_hashed(&self, folder: &str, bytes: &[u8]) -> Result<String, OutputError> {
        let record = Record::of(bytes);
        let name = format!("{folder}/{}.json", record.hash.name());
        self.write_recorded(&name, bytes, record)?;
        Ok(name)
    }

    /// Keeps a file of the earlier output, which has `size` bytes and this hash and is known to be
    /// as it has to be.
    pub fn mark_used(&self, name: &str, size: u64, hash: ContentHash) {
        self.used().add(name, Record { size, hash }, false);
    }

    /// Reads a file of the earlier output.
    pub fn read(&self, name: &str) -> Result<Vec<u8>, OutputError> {
        let path = self.paths.place(name);
        fs::read(&path).map_err(|error| OutputError::io(&path, error))
    }

    /// Reads a file of the new version.
    pub fn read_new(&self, name: &str) -> Result<Vec<u8>, OutputError> {
        let staged = self.paths.staged(name);
        let path = if is_file(&staged) { staged } else { self.paths.place(name) };
        fs::read(&path).map_err(|error| OutputError::io(&path, error))
    }

    /// The names of all files that the new version has so far, in order, with their bytes.
    pub fn new_files(&self) -> Vec<(String, u64)> {
        self.used().files.iter().map(|(name, file)| (name.clone(), file.record.size)).collect()
    }

    /// Keeps a file `name` of the earlier output that was made of the file `source` alone; `true`
    /// if both are as they were.
    pub fn mark_derived_used(&self, name: &str, source: &str) -> bool {
        let Some(&record) = self.owned.get(name) else { return false };
        let source_record = self.used().files.get(source).map(|file| file.record);
        source_record.is_some()
            && self.owned.get(source).copied() == source_record
            && record.is_of(&self.paths.place(name))
            && self.used().add(name, record, false)
    }

    /// Writes a file, unless it is there with the same content.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
        self.write_recorded(name, bytes, Record::of(bytes))
    }

    fn write_recorded(&self, name: &str, bytes: &[u8], record: Record) -> Result<(), OutputError> {
        let place = self.paths.place(name);
        self.paths.check_way(name)?;
        let changed = !has_content(&place, bytes);
        if !self.used().add(name, record, changed) || !changed {
            return Ok(()); // another post has the same picture
        }
        let mut file = self.create_new(name)?;
        file.write_all(bytes).map_err(|error| OutputError::io(&place, error))
    }

    /// Writes a copy of what can be read from `source`, whose hash `name` has in it, unless one is
    /// there. However large it is, little of it is in memory. Fails if `source` turns out to be
    /// another.
    pub fn copy(&self, name: &str, length: u64, source: &mut (impl Read + Seek)) -> Result<(), OutputError> {
        let place = self.paths.place(name);
        let failed = |error| OutputError::io(&place, error);
        self.paths.check_way(name)?;
        if !self.used().reserve(name) {
            return Ok(()); // the same film lies there twice
        }
        let is_there = fs::symlink_metadata(&place)
            .is_ok_and(|metadata| metadata.is_file() && metadata.len() == length)
            && File::open(&place).is_ok_and(|mut copy| is_same(&mut copy, source));
        source.rewind().map_err(failed)?;
        if is_there {
            let (hash, size) = ContentHash::of_reader(source).map_err(failed)?;
            self.used().add(name, Record { size, hash }, false);
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

    /// Keeps a copy of the earlier output, or one of this run; `true` if there is one of so many
    /// bytes.
    pub fn mark_copy_used(&self, name: &str, length: u64) -> bool {
        let mut used = self.used();
        if let Some(entry) = used.files.get(name) {
            return entry.record.size == length;
        }
        let is_there = |record: &&Record| {
            record.size == length
                && fs::symlink_metadata(self.paths.place(name))
                    .is_ok_and(|metadata| metadata.is_file() && metadata.len() == length)
        };
        let record = self.owned.get(name).filter(is_there);
        record.is_some_and(|record| used.add(name, *record, false))
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
        output.used().add(&name, Record { size: bytes, hash }, changed);
        Ok(hash)
    }
}
