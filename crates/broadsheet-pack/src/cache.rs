//! What an earlier run learned of the posts, kept in the user's folder for caches so that the next one reads only what changed.
//!
//! Nothing here is trusted: a cache of another program, of other settings, or with a wrong checksum is not used; a post
//! counts as unchanged only while its file is the same by size, times and inode; what is remembered of it has to be what it
//! should be; and of the earlier output only packs are used whose bytes still have the hash in their name, and hold the posts
//! that they are said to hold. Without a cache the result is the same, it only takes longer.

use crate::diagnostics::{self, Diagnostic, FileDiagnostics, Severity};
use crate::hash::{Hasher, content_hash};
use crate::import::discover::{self, Root, SourceFile};
use crate::import::fingerprint::FileFingerprint;
use crate::language::{Guess, TitleScript};
use crate::media::Media;
use crate::options::ContentFormat;
use crate::regular;
use etcetera::BaseStrategy as _;
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::fs::{self, File, Metadata};
use std::io::{self, BufRead as _, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Take, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What is remembered of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Record {
    /// The folder that it was found in, where it is not that of the record before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    folder: Option<Folder>,
    /// Its path below that folder.
    file: PathBuf,
    fingerprint: FileFingerprint,
    outcome: Outcome,
    /// What import found in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    found: Vec<CachedDiagnostic>,
}

/// Where files were found: [`discover::Root`] as far as it matters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Folder {
    path: PathBuf,
    single: bool,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// A post. Two lines follow: its row, as JSON, and its [`Notes`] or nothing.
    Kept(CachedPost),
    /// A post that is left out.
    LeftOut(LeftOut),
    /// No post.
    NotAPost,
}

impl Outcome {
    /// `true` if it holds as long as the file does not change.
    pub fn is_lasting(&self) -> bool {
        !matches!(self, Self::LeftOut(LeftOut::Unreadable | LeftOut::Failed))
    }
}

/// Why a post is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LeftOut {
    /// It cannot be read.
    Unreadable,
    /// It is a draft.
    Draft,
    /// It says `published: false`.
    Unpublished,
    /// The program failed on it.
    Failed,
}

/// What is remembered of a post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CachedPost {
    /// Its id, where that is not the stem of its file.
    pub id: Option<String>,
    /// What its row is ordered by, before its id.
    pub date: Option<String>,
    /// Whether it is cleaned.
    pub clean: bool,
    /// What its title says of its language.
    pub script: TitleScript,
    /// Its item in the output.
    pub item: StoredItem,
}

/// Where an item is in the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredItem {
    /// Its pack: a place in a list of their names.
    pub pack: u32,
    /// Where it starts there.
    pub start: u32,
    /// Bytes.
    pub length: u32,
}

/// What packing a post has to say of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Notes {
    /// What was found in its article.
    pub found: Vec<CachedDiagnostic>,
    /// The language that its text shows, if its file says none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Guess>,
    /// Addresses that may mean files beside the post, and what became of the files that they led to.
    pub media: Vec<(String, Option<Media>)>,
}

impl Notes {
    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty() && self.language.is_none() && self.media.is_empty()
    }
}

/// A [`Diagnostic`] without its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CachedDiagnostic {
    problem: bool,
    line: Option<u32>,
    message: String,
    action: String,
    #[serde(default = "diagnostics::one", skip_serializing_if = "diagnostics::is_one")]
    count: usize,
    /// Never kept: what cannot be read is tried again.
    #[serde(skip)]
    unreadable: bool,
}

impl From<&Diagnostic> for CachedDiagnostic {
    fn from(finding: &Diagnostic) -> Self {
        Self {
            problem: finding.level == Severity::Warning,
            line: finding.line,
            message: finding.message.clone(),
            action: finding.action.clone(),
            count: finding.count,
            unreadable: finding.unreadable,
        }
    }
}

impl CachedDiagnostic {
    /// The finding, in `file`.
    pub fn of(&self, file: &Path) -> Diagnostic {
        Diagnostic {
            level: if self.problem { Severity::Warning } else { Severity::Info },
            file: file.to_string_lossy().into_owned(),
            line: self.line,
            message: self.message.clone(),
            action: self.action.clone(),
            count: self.count,
            unreadable: self.unreadable,
        }
    }
}

/// What an earlier run learned.
///
/// The cache is lines of JSON: a header, a record for each file in the order of [`SourceFile::order`], and at the end the hash
/// of all that. So it need not be in memory.
#[derive(Debug, Default)]
pub struct Cache {
    /// The archive's language.
    pub language: Option<String>,
    /// The packs that items are in.
    pub packs: Vec<String>,
    /// The file, and the place of the records in it.
    file: Option<(File, Range<u64>)>,
}

/// The records of a cache, read one by one.
#[derive(Debug)]
pub struct Records<'c> {
    lines: Option<Lines<'c>>,
    folder: Folder,
    /// What comes next.
    next: Option<Entry>,
}

/// A record with the lines that follow it.
#[derive(Debug)]
struct Entry {
    record: Record,
    row: Vec<u8>,
    notes: Vec<u8>,
}

/// What is known of a file that has not changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// What became of it.
    pub outcome: Outcome,
    /// What import found in it.
    pub found: Vec<CachedDiagnostic>,
    /// Of a post, the JSON of its row.
    pub row: Vec<u8>,
    /// Of a post, the JSON of its [`Notes`], or nothing.
    pub notes: Vec<u8>,
}

impl Known {
    /// What is known of a file that gave no post.
    pub fn other(outcome: Outcome, found: Vec<CachedDiagnostic>) -> Self {
        Self { outcome, found, row: Vec::new(), notes: Vec::new() }
    }
}

/// The first line of the file.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Header {
    broadsheet_cache: u32,
    settings: String,
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    packs: Vec<String>,
}

/// What every cache begins with.
const HEADER: &[u8] = b"{\"broadsheet_cache\":";

/// Bytes of a line that are read: the longest has the names of all packs.
const LINE: u64 = 64 * 1024 * 1024;

/// Version of the cache's form.
const VERSION: u32 = 4;

/// Where a run finds its cache and leaves it for the next one.
#[derive(Debug)]
pub struct CacheFile {
    path: PathBuf,
    settings: String,
    /// When the run began.
    pub now: SystemTime,
}

impl CacheFile {
    /// The cache of the output `folder`, in `place` or else in the user's folder for caches: it names drafts, and what lies
    /// beside the output may be published. Nothing if there is no such place.
    pub fn new(folder: &Path, place: Option<&Path>, content: ContentFormat, drafts: bool) -> Option<Self> {
        let place = match place {
            Some(place) => place.to_owned(),
            None => etcetera::choose_base_strategy().ok()?.cache_dir().join("broadsheet"),
        };
        let folder = fs::canonicalize(folder).or_else(|_| std::path::absolute(folder)).ok()?;
        let key = content_hash(folder.as_os_str().as_encoded_bytes());
        Some(Self {
            path: place.join(format!("{key}.cache")),
            settings: format!("{content:?} {drafts}"),
            now: SystemTime::now(),
        })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What an earlier run left, and a note if it cannot be used.
    pub fn read(&self) -> (Cache, Option<Diagnostic>) {
        match Cache::read(&self.path, &self.settings) {
            Ok(cache) => (cache, None),
            Err(reason) => {
                let message = format!("the cache is not used: {reason}");
                (Cache::default(), Some(self.note(&message, "every post is read")))
            }
        }
    }

    /// Leaves a cache for the next run, of an archive in this language with these packs.
    pub fn write(&self, language: Option<&str>, packs: &[String]) -> io::Result<CacheWriter<'_>> {
        CacheWriter::new(self, language, packs)
    }

    /// Where it is while it is written: no other run writes the same output, so a file that is there was left by a killed one.
    fn unfinished(&self) -> PathBuf {
        self.path.with_extension("unfinished")
    }

    /// Something worth knowing about the cache.
    pub fn note(&self, message: &str, action: &str) -> Diagnostic {
        let mut diagnostics = FileDiagnostics::new(self.path.to_string_lossy());
        diagnostics.info(0, message, action);
        diagnostics.into_diagnostics().remove(0)
    }
}

/// Removes the cache that earlier versions of this program left beside the output `folder`, and what a killed one of them
/// left of it. A failure is none of the run's business.
pub fn remove_beside(folder: &Path) {
    let Some(name) = folder.file_name() else { return };
    let mut cache = OsString::from(".");
    cache.push(name);
    cache.push(".broadsheet-cache");
    let cache = folder.with_file_name(cache);
    if !is_cache(&cache) {
        return;
    }
    let _ = fs::remove_file(&cache);
    for entry in cache.parent().map(fs::read_dir).into_iter().flatten().flatten().filter_map(Result::ok) {
        if entry.file_name().as_encoded_bytes().starts_with(b".broadsheet-") && is_cache(&entry.path()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// `true` if a regular file begins as caches do.
fn is_cache(path: &Path) -> bool {
    let mut start = Vec::new();
    let begins = |(file, _): (File, Metadata)| file.take(HEADER.len() as u64).read_to_end(&mut start);
    regular::open_itself(path).and_then(begins).is_ok() && start == HEADER
}

/// What besides a post's file decides what becomes of it: this very program, and `settings`.
fn all_settings(settings: &str) -> String {
    let program =
        std::env::current_exe().and_then(fs::metadata).map(|metadata| FileFingerprint::new(&metadata));
    let program = program.unwrap_or_default();
    format!("{} {} {} {settings}", env!("CARGO_PKG_VERSION"), program.size, program.modified)
}

/// Lines of a cache.
type Lines<'c> = BufReader<Take<&'c File>>;

/// The bytes of `file` within `range`.
fn lines(file: &File, range: Range<u64>) -> io::Result<Lines<'_>> {
    let mut start = file;
    start.seek(SeekFrom::Start(range.start))?;
    Ok(BufReader::with_capacity(1 << 16, file.take(range.end.saturating_sub(range.start))))
}

/// Bytes of the last line: the hash, in hexadecimal, and the end of the line.
const LAST_LINE: u64 = 17;

impl Cache {
    /// Reads the start of the file `path`, if it was written with the same `settings` and is whole. `Err` says why it is not
    /// used; that there is none is no reason.
    fn read(path: &Path, settings: &str) -> Result<Self, &'static str> {
        let unreadable = |_| "it cannot be read";
        let (file, metadata) = match regular::open_itself(path) {
            Ok(opened) => opened,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(unreadable(error)),
        };
        let length = metadata.len();
        let end = length.saturating_sub(LAST_LINE);
        let header = line(&mut lines(&file, 0..end).map_err(unreadable)?).ok_or("it is damaged")?;
        let start = header.len() as u64 + 1;
        let header: Header = serde_json::from_slice(&header).map_err(|_| "it is damaged")?;
        if header.broadsheet_cache != VERSION || header.settings != all_settings(settings) {
            return Err("it was made by another version or with other settings");
        }
        // Nothing is used before all of it is known to be sound.
        if !is_sound(&file, end).map_err(unreadable)? {
            return Err("it is damaged");
        }
        let Header { language, packs, .. } = header;
        Ok(Self { language, packs, file: Some((file, start..end)) })
    }

    /// The records, from the first one on.
    pub fn records(&self) -> Records<'_> {
        let lines = self.file.as_ref().and_then(|(file, range)| lines(file, range.clone()).ok());
        let mut records = Records { lines, folder: Folder::default(), next: None };
        records.advance();
        records
    }
}

impl Records<'_> {
    /// What is known of a file that has not changed since. Files are asked for in the order of [`SourceFile::order`].
    pub fn find(&mut self, file: &SourceFile) -> Option<Known> {
        loop {
            let Entry { record, .. } = self.next.as_ref()?;
            let order =
                discover::order((&record.file, &self.folder.path), (&file.relative_path, &file.root.folder));
            if order.is_gt() {
                return None;
            }
            let is_same = order.is_eq()
                && record.file == *file.relative_path
                && self.folder.single == file.root.single
                && record.fingerprint == file.fingerprint;
            let passed = self.next.take();
            self.advance();
            if is_same {
                return passed.map(|Entry { record: Record { outcome, found, .. }, row, notes }| Known {
                    outcome,
                    found,
                    row,
                    notes,
                });
            }
        }
    }

    /// Reads the next record; what cannot be read ends them.
    fn advance(&mut self) {
        self.next = self.lines.as_mut().and_then(Entry::read);
        match &mut self.next {
            Some(next) => {
                if let Some(folder) = next.record.folder.take() {
                    self.folder = folder;
                }
            }
            None => self.lines = None,
        }
    }
}

impl Entry {
    fn read(lines: &mut Lines<'_>) -> Option<Self> {
        let record: Record = serde_json::from_slice(&line(lines)?).ok()?;
        let (row, notes) = match record.outcome {
            Outcome::Kept(_) => (line(lines)?, line(lines)?),
            Outcome::LeftOut(_) | Outcome::NotAPost => Default::default(),
        };
        Some(Self { record, row, notes })
    }
}

/// The next line, without its end.
fn line(lines: &mut Lines<'_>) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    lines.take(LINE).read_until(b'\n', &mut line).ok()?;
    (line.pop() == Some(b'\n')).then_some(line)
}

/// Whether after `end` the file has the hash of what is before.
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

/// Writes a cache, record by record; [`CacheWriter::finish`] puts it in its place.
#[derive(Debug)]
pub struct CacheWriter<'c> {
    to: &'c CacheFile,
    file: BufWriter<File>,
    hash: Hasher,
    folder: Folder,
}

impl<'c> CacheWriter<'c> {
    fn new(to: &'c CacheFile, language: Option<&str>, packs: &[String]) -> io::Result<Self> {
        let file = BufWriter::with_capacity(1 << 16, create_private(&to.unfinished())?);
        let mut writer = Self { to, file, hash: Hasher::default(), folder: Folder::default() };
        writer.line(&serde_json::to_vec(&Header {
            broadsheet_cache: VERSION,
            settings: all_settings(&to.settings),
            language: language.map(str::to_owned),
            packs: packs.to_vec(),
        })?)?;
        Ok(writer)
    }

    /// Remembers what became of a file, if its times will show whether it changes. Files are given in the order of
    /// [`SourceFile::order`].
    pub fn add(&mut self, file: &SourceFile, known: Known) -> io::Result<()> {
        let Root { folder, single, .. } = &*file.root;
        // JSON has no other paths.
        let is_text = file.relative_path.to_str().is_some() && folder.to_str().is_some();
        if !file.fingerprint.is_reliable(self.to.now) || !is_text {
            return Ok(());
        }
        let Known { outcome, found, row, notes } = known;
        let is_kept = matches!(outcome, Outcome::Kept(_));
        let is_same = self.folder.path == *folder && self.folder.single == *single;
        if !is_same {
            self.folder = Folder { path: folder.clone(), single: *single };
        }
        let folder = (!is_same).then(|| self.folder.clone());
        let record = Record {
            folder,
            file: file.relative_path.to_path_buf(),
            fingerprint: file.fingerprint,
            outcome,
            found,
        };
        self.line(&serde_json::to_vec(&record)?)?;
        if is_kept {
            self.line(&row)?;
            self.line(&notes)?;
        }
        Ok(())
    }

    fn line(&mut self, line: &[u8]) -> io::Result<()> {
        for bytes in [line, b"\n"] {
            self.hash.add(bytes);
            self.file.write_all(bytes)?;
        }
        Ok(())
    }

    /// Replaces the earlier cache.
    pub fn finish(self) -> io::Result<()> {
        let Self { to, mut file, hash, .. } = self;
        writeln!(file, "{}", hash.finish().name())?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?;
        fs::rename(to.unfinished(), &to.path)
    }
}

/// Makes a file that nobody but its owner can read, in the place of whatever file is there; its folder, too, if need be.
fn create_private(path: &Path) -> io::Result<File> {
    let mut folder = fs::DirBuilder::new();
    folder.recursive(true);
    let mut file = fs::OpenOptions::new();
    file.write(true).create_new(true);
    #[cfg(unix)]
    {
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
    }
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        folder.create(parent)?;
    }
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => file.open(path),
    }
}
