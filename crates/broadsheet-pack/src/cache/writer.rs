//! Writing a cache.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use super::file::CacheFile;
use super::form::{CachedRoot, FileRecord, Header, VERSION, all_settings};
use super::record::{CachedEntry, FileOutcome};
use crate::hash::Hasher;
use crate::import::discover::{Root, SourceFile};

/// Writes a cache, record by record; [`CacheWriter::finish`] replaces the earlier one.
#[derive(Debug)]
pub struct CacheWriter<'c> {
    to: &'c CacheFile,
    file: BufWriter<File>,
    hash: Hasher,
    root: CachedRoot,
}

impl<'c> CacheWriter<'c> {
    /// Begins a cache for the next run, of an archive in this language with these sites and
    /// packs.
    pub fn create(
        to: &'c CacheFile,
        language: Option<&str>,
        sites: &[String],
        packs: &[String],
    ) -> io::Result<Self> {
        let file = BufWriter::with_capacity(1 << 16, create_private(&to.unfinished())?);
        let mut writer = Self { to, file, hash: Hasher::default(), root: CachedRoot::default() };
        writer.line(&serde_json::to_vec(&Header {
            broadsheet_cache: VERSION,
            settings: all_settings(&to.settings),
            language: language.map(str::to_owned),
            sites: sites.to_vec(),
            packs: packs.to_vec(),
        })?)?;
        Ok(writer)
    }

    /// Adds a file with all its entries, if its fingerprint will show whether it changes. Files are
    /// given in the order of [`SourceFile::order`].
    pub fn add(&mut self, file: &SourceFile, mut entries: Vec<CachedEntry>) -> io::Result<()> {
        let Root { folder, single, .. } = &*file.root;
        // JSON has no other paths.
        let is_text = file.relative_path.to_str().is_some() && folder.to_str().is_some();
        if !file.fingerprint.is_reliable(self.to.now) || !is_text {
            return Ok(());
        }
        let is_same = self.root.path == *folder && self.root.single == *single;
        if !is_same {
            self.root = CachedRoot { path: folder.clone(), single: *single };
        }
        let posts: Vec<_> = entries
            .iter_mut()
            .filter(|entry| matches!(entry.outcome, FileOutcome::Imported(_)))
            .map(|entry| (std::mem::take(&mut entry.row), std::mem::take(&mut entry.notes)))
            .collect();
        let record = FileRecord {
            root: (!is_same).then(|| self.root.clone()),
            file: file.relative_path.to_path_buf(),
            fingerprint: file.fingerprint,
            entries,
        };
        self.line(&serde_json::to_vec(&record)?)?;
        for (row, notes) in posts {
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
        fs::rename(to.unfinished(), to.path())
    }
}

/// Creates a file that only its owner can read, in the place of whatever file is there; its folder,
/// too, if need be.
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
