//! Reading a cache.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Take};
use std::ops::Range;
use std::path::Path;

use super::error::CacheError;
use super::form::{CachedRoot, FileRecord, Header, LAST_LINE, VERSION, all_settings};
use super::record::{CachedEntry, FileOutcome};
use crate::hash::Hasher;
use crate::import::discover::{self, SourceFile};
use crate::regular;

/// Bytes of a line that are read: the longest has the names of all packs.
const LINE: u64 = 64 * 1024 * 1024;

/// The cache that an earlier run left.
#[derive(Debug, Default)]
pub struct Cache {
    /// The archive's language.
    pub language: Option<String>,
    /// The addresses of its sites.
    pub sites: Vec<String>,
    /// The names of the packs that items are in.
    pub packs: Vec<String>,
    /// The file, and the range of the records in it.
    file: Option<(File, Range<u64>)>,
}

/// The records of a cache, read one by one.
#[derive(Debug)]
pub struct Records<'c> {
    lines: Option<Lines<'c>>,
    root: CachedRoot,
    /// The record that comes next.
    next: Option<FileRecord>,
}

/// Lines of a cache.
type Lines<'c> = BufReader<Take<&'c File>>;

impl Cache {
    /// Reads the start of the file `path`, if it was written with the same `settings` and is
    /// complete. That there is none is no error.
    pub(super) fn read(path: &Path, settings: &str) -> Result<Self, CacheError> {
        let (file, metadata) = match regular::open_itself(path) {
            Ok(opened) => opened,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(CacheError::Unreadable(error)),
        };
        let length = metadata.len();
        let end = length.saturating_sub(LAST_LINE);
        let mut start = lines(&file, 0..end).map_err(CacheError::Unreadable)?;
        let header = line(&mut start).ok_or(CacheError::Damaged)?;
        let start = header.len() as u64 + 1;
        let header: Header = serde_json::from_slice(&header).map_err(|_| CacheError::Damaged)?;
        if header.broadsheet_cache != VERSION || header.settings != all_settings(settings) {
            return Err(CacheError::OtherSettings);
        }
        // Nothing is used before all of it is known to be sound.
        if !is_sound(&file, end).map_err(CacheError::Unreadable)? {
            return Err(CacheError::Damaged);
        }
        let Header { language, sites, packs, .. } = header;
        Ok(Self { language, sites, packs, file: Some((file, start..end)) })
    }

    /// The records, from the first one on.
    pub fn records(&self) -> Records<'_> {
        let lines = self.file.as_ref().and_then(|(file, range)| lines(file, range.clone()).ok());
        let mut records = Records { lines, root: CachedRoot::default(), next: None };
        records.advance();
        records
    }
}

impl Records<'_> {
    /// Returns what is known of a file that has not changed since: all its posts, and what concerns
    /// the file as a whole. Files are asked for in the order of [`SourceFile::order`].
    pub fn find(&mut self, file: &SourceFile) -> Option<Vec<CachedEntry>> {
        loop {
            let record = self.next.as_ref()?;
            let order =
                discover::order((&record.file, &self.root.path), (&file.relative_path, &file.root.folder));
            if order.is_gt() {
                return None;
            }
            let is_same = order.is_eq()
                && record.file == *file.relative_path
                && self.root.single == file.root.single
                && record.fingerprint == file.fingerprint;
            let passed = self.next.take();
            self.advance();
            if is_same {
                return passed.map(|record| record.entries);
            }
        }
    }

    /// Reads the next record; what cannot be read ends them.
    fn advance(&mut self) {
        self.next = self.lines.as_mut().and_then(record);
        match &mut self.next {
            Some(next) => {
                if let Some(root) = next.root.take() {
                    self.root = root;
                }
            }
            None => self.lines = None,
        }
    }
}

/// Reads a record with the lines that follow it.
fn record(lines: &mut Lines<'_>) -> Option<FileRecord> {
    let mut record: FileRecord = serde_json::from_slice(&line(lines)?).ok()?;
    for entry in &mut record.entries {
        if matches!(entry.outcome, FileOutcome::Imported(_)) {
            (entry.row, entry.notes) = (line(lines)?, line(lines)?);
        }
    }
    Some(record)
}

/// The bytes of `file` within `range`.
fn lines(file: &File, range: Range<u64>) -> io::Result<Lines<'_>> {
    let mut start = file;
    start.seek(SeekFrom::Start(range.start))?;
    Ok(BufReader::with_capacity(1 << 16, file.take(range.end.saturating_sub(range.start))))
}

/// The next line, without its end.
fn line(lines: &mut Lines<'_>) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    lines.take(LINE).read_until(b'\n', &mut line).ok()?;
    (line.pop() == Some(b'\n')).then_some(line)
}

/// `true` if after `end` the file has the hash of what is before.
fn is_sound(file: &File, end: u64) -> io::Result<bool> {
    let mut hash = Hasher::default();
    let mut lines = lines(file, 0..end)?;
    loop {
        let bytes = lines.fill_buf()?;
        if bytes.is_empty() {
            break;
        }
        hash.add(bytes);
        let length = bytes.len();
        lines.consume(length);
    }
    let mut last = Vec::new();
    lines.into_inner().into_inner().take(LAST_LINE).read_to_end(&mut last)?;
    Ok(last == format!("{}\n", hash.finish().name()).as_bytes())
}
