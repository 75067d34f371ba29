//! What an earlier run learned of the posts, kept beside the output so that the next one reads only what changed.
//!
//! Nothing here is trusted: a cache of another program, of other settings, or with a wrong checksum is not used; a post
//! counts as unchanged only while its file is the same by size, times and inode; and of the earlier output only packs are
//! used whose bytes still have the hash in their name. Without a cache the result is the same, it only takes longer.

use crate::body::Content;
use crate::import::discover::SourceFile;
use crate::output::content_hash;
use crate::report::{FileReport, Finding, Level};
use broadsheet_bundle::Row;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How old a file has to be before its times say whether it changes: some file systems count in steps of two seconds.
const SETTLED: Duration = Duration::from_secs(2);

/// What tells one state of a file from another without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stamp {
    /// Bytes.
    size: u64,
    /// Nanoseconds since 1970 at which its content last changed, as its owner may set it.
    modified: u64,
    /// The same of its content or particulars, as the system sets it; 0 where there is no such time.
    changed: u64,
    /// Its number in the file system; 0 where there is none.
    inode: u64,
}

impl Stamp {
    /// The stamp of a file.
    pub fn new(metadata: &Metadata) -> Self {
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified = modified.map_or(0, |time| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
        let (changed, inode) = of_system(metadata);
        Self { size: metadata.len(), modified, changed, inode }
    }

    /// Whether the file was left alone for a while before `now`; otherwise a later change may not show in its times.
    fn is_settled(&self, now: SystemTime) -> bool {
        let last = UNIX_EPOCH + Duration::from_nanos(self.modified.max(self.changed));
        now.duration_since(last).is_ok_and(|age| age >= SETTLED)
    }
}

#[cfg(unix)]
fn of_system(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    let nanoseconds = metadata.ctime().saturating_mul(1_000_000_000).saturating_add(metadata.ctime_nsec());
    (u64::try_from(nanoseconds).unwrap_or(0), metadata.ino())
}

#[cfg(not(unix))]
fn of_system(_: &Metadata) -> (u64, u64) {
    (0, 0)
}

/// What is remembered of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    stamp: Stamp,
    /// What became of it.
    pub outcome: Outcome,
    /// What import found in it.
    pub found: Vec<Remark>,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// A post.
    Kept(Box<KeptPost>),
    /// A post that is left out.
    LeftOut,
    /// No post.
    NotAPost,
}

/// What is remembered of a post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptPost {
    /// Its row.
    pub row: Row,
    /// Whether it is cleaned.
    pub clean: bool,
    /// Its item in the output.
    pub item: StoredItem,
    /// What packing found in it.
    pub found: Vec<Remark>,
    /// Addresses that may mean files beside the post, and the files of the bundle that they led to.
    pub media: Vec<(String, Option<String>)>,
}

/// Where an item is in the output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredItem {
    /// The file of its pack.
    pub pack: String,
    /// Where it starts there.
    pub start: usize,
    /// Bytes.
    pub length: usize,
}

/// A [`Finding`] without its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    problem: bool,
    line: Option<u32>,
    message: String,
    action: String,
}

impl From<&Finding> for Remark {
    fn from(finding: &Finding) -> Self {
        Self {
            problem: finding.level == Level::Problem,
            line: finding.line,
            message: finding.message.clone(),
            action: finding.action.clone(),
        }
    }
}

impl Remark {
    /// The finding, in `file`.
    pub fn of(&self, file: &Path) -> Finding {
        Finding {
            level: if self.problem { Level::Problem } else { Level::Note },
            file: file.to_string_lossy().into_owned(),
            line: self.line,
            message: self.message.clone(),
            action: self.action.clone(),
        }
    }
}

/// What an earlier run learned.
#[derive(Debug, Default)]
pub struct Cache {
    /// The archive's language.
    pub language: Option<String>,
    records: HashMap<PathBuf, Record>,
}

/// The first line of the file.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Header {
    broadsheet_cache: u32,
    settings: String,
    language: Option<String>,
    checksum: String,
}

/// Version of the cache's form.
const VERSION: u32 = 1;

/// Where a run finds its cache and leaves it for the next one.
#[derive(Debug)]
pub struct CacheFile {
    path: PathBuf,
    settings: String,
    /// When the run began.
    pub now: SystemTime,
}

impl CacheFile {
    /// The cache of the output `folder`: beside it, so that it is not published. Nothing if it is to be `off`, or there is no
    /// such place.
    pub fn beside(folder: &Path, off: bool, content: Content, drafts: bool) -> Option<Self> {
        let mut name = OsString::from(".");
        name.push(folder.file_name().filter(|_| !off)?);
        name.push(".broadsheet-cache");
        Some(Self {
            path: folder.with_file_name(name),
            settings: format!("{content:?} {drafts}"),
            now: SystemTime::now(),
        })
    }

    /// What an earlier run left, and a note if it cannot be used.
    pub fn read(&self) -> (Cache, Option<Finding>) {
        match Cache::read(&self.path, &self.settings) {
            Ok(cache) => (cache, None),
            Err(reason) => {
                let message = format!("the cache is not used: {reason}");
                (Cache::default(), Some(self.note(&message, "every post is read")))
            }
        }
    }

    /// Leaves `cache` for the next run.
    pub fn write(&self, cache: &Cache) -> io::Result<()> {
        cache.write(&self.path, &self.settings)
    }

    /// Something worth knowing about the cache.
    pub fn note(&self, message: &str, action: &str) -> Finding {
        let mut report = FileReport::new(self.path.to_string_lossy());
        report.note(0, message, action);
        report.findings.remove(0)
    }
}

/// What besides a post's file decides what becomes of it: this very program, and `settings`.
fn all_settings(settings: &str) -> String {
    let program = std::env::current_exe().and_then(fs::metadata).map(|metadata| Stamp::new(&metadata));
    let program = program.unwrap_or_default();
    format!("{} {} {} {settings}", env!("CARGO_PKG_VERSION"), program.size, program.modified)
}

impl Cache {
    /// A cache that knows nothing yet, of an archive in this language.
    pub fn new(language: Option<String>) -> Self {
        Self { language, records: HashMap::new() }
    }

    /// Reads the file `path`, if it was written with the same `settings`. `Err` says why it is not used; that there is
    /// none is no reason.
    fn read(path: &Path, settings: &str) -> Result<Self, &'static str> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(_) => return Err("it cannot be read"),
        };
        let end = bytes.iter().position(|&byte| byte == b'\n').ok_or("it is damaged")?;
        let (header, records) = bytes.split_at(end + 1);
        let header: Header = serde_json::from_slice(header).map_err(|_| "it is damaged")?;
        if header.broadsheet_cache != VERSION || header.settings != all_settings(settings) {
            return Err("it was made by another version or with other settings");
        }
        if header.checksum != content_hash(records) {
            return Err("it is damaged");
        }
        let records = serde_json::from_slice(records).map_err(|_| "it is damaged")?;
        Ok(Self { language: header.language, records })
    }

    /// What is known of a file that has not changed since.
    pub fn find(&self, file: &SourceFile) -> Option<&Record> {
        self.records.get(&file.path).filter(|record| record.stamp == file.stamp)
    }

    /// Remembers what became of a file, by a run that began at `now`, if its times will show whether it changes.
    pub fn remember(&mut self, now: SystemTime, file: &SourceFile, outcome: Outcome, found: Vec<Remark>) {
        if file.stamp.is_settled(now) {
            self.records.insert(file.path.clone(), Record { stamp: file.stamp, outcome, found });
        }
    }

    fn write(&self, path: &Path, settings: &str) -> io::Result<()> {
        let records = serde_json::to_vec(&self.records)?;
        let header = Header {
            broadsheet_cache: VERSION,
            settings: all_settings(settings),
            language: self.language.clone(),
            checksum: content_hash(&records),
        };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new().prefix(".broadsheet-").tempfile_in(folder)?;
        serde_json::to_writer(&mut file, &header)?;
        file.write_all(b"\n")?;
        file.write_all(&records)?;
        file.persist(path)?;
        Ok(())
    }
}
