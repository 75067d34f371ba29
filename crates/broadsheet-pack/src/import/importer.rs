//! Importing: the posts of all files, from the files themselves or as the cache has them.

use std::io;
use std::num::NonZeroU32;

use broadsheet_bundle::format::Item;
use broadsheet_bundle::{PostDate, Row};
use rayon::prelude::*;

use super::discover::SourceFile;
use super::encoding::Decoded;
use super::id::{self, IdAllocator};
use super::metadata::Status;
use super::origin::Origin;
use super::posts::{ImportedPost, Posts, ReusableItem};
use super::source::{RawPost, read_text, source_of};
use crate::cache::{
    Cache, CacheWriter, CachedDiagnostic, CachedEntry, CachedPost, FileOutcome, RenderNotes, SkipReason,
    StoredItem,
};
use crate::diagnostics::{Diagnostic, FileDiagnostics, counted};
use crate::fault;
use crate::json::to_json;
use crate::language::TitleScript;
use crate::post_links::{LinkKey, names};
use crate::progress::Progress;
use crate::spill_file::{SpillFile, SpillRef};

/// Files whose metadata is in memory at once; enough to keep every core busy.
const BATCH: usize = 2048;

/// All posts of an archive.
#[derive(Debug, Default)]
pub struct Import {
    /// The posts.
    pub posts: Posts,
    /// The number of posts that were read, those left out among them.
    pub read: usize,
    /// Posts left out, and why.
    pub left_out: SkippedPosts,
    /// Bytes of the files.
    pub bytes: u64,
    /// The diagnostics of files and posts.
    pub diagnostics: Vec<Diagnostic>,
    /// The number of posts whose record in the cache cannot be true.
    pub doubted: usize,
    others: Vec<WithoutPost>,
}

/// A post that is left out, or a file as a whole, for the cache.
#[derive(Debug)]
struct WithoutPost {
    origin: Origin,
    outcome: FileOutcome,
    diagnostics: SpillRef,
}

/// The number of posts that are left out, by reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SkippedPosts {
    /// All.
    pub all: usize,
    /// The number of posts that cannot be read.
    pub unreadable: usize,
    /// Drafts.
    pub drafts: usize,
    /// The number of posts that say `published: false`.
    pub unpublished: usize,
    /// The number of posts that were for some readers alone.
    pub private: usize,
    /// The number of entries of feeds of which no post is made.
    pub not_posts: usize,
}

impl SkippedPosts {
    fn add(&mut self, reason: SkipReason) {
        self.all += 1;
        match reason {
            SkipReason::Unreadable => self.unreadable += 1,
            SkipReason::Draft => self.drafts += 1,
            SkipReason::Unpublished => self.unpublished += 1,
            SkipReason::Private => self.private += 1,
            SkipReason::NotAPost => self.not_posts += 1,
            SkipReason::Failed => {}
        }
    }
}

/// The result of importing a post, or a file as a whole.
struct Entry {
    number: Option<NonZeroU32>,
    outcome: EntryOutcome,
    diagnostics: Vec<CachedDiagnostic>,
}

enum EntryOutcome {
    Post(Box<NewPost>),
    Other(FileOutcome),
}

/// A post that is not yet part of the archive.
struct NewPost {
    wanted_id: String,
    /// Bytes of its source.
    size: u32,
    date: Option<Box<str>>,
    clean: bool,
    script: TitleScript,
    row: Vec<u8>,
    /// The names that it declares.
    declared: Vec<LinkKey>,
    previous: Option<PreviousItem>,
}

/// A post in the output of an earlier run: its id, its item and its notes.
struct PreviousItem {
    assigned_id: Option<String>,
    item: StoredItem,
    notes: Vec<u8>,
}

/// Reads the metadata of all posts in `files`, which are in the order of [`SourceFile::order`],
/// drafts only if `drafts` is `true`. Unchanged files of the `cache` are not read again.
pub fn import(files: Vec<SourceFile>, drafts: bool, cache: &Cache, progress: &dyn Progress) -> Import {
    import_into(SpillFile::default(), files, drafts, cache, progress)
}

/// The same; what is too much for memory goes into `texts`.
pub fn import_into(
    texts: SpillFile,
    files: Vec<SourceFile>,
    drafts: bool,
    cache: &Cache,
    progress: &dyn Progress,
) -> Import {
    let posts = Posts::new(files.len(), texts, cache.packs.clone());
    let mut import = Import { posts, ..Import::default() };
    let mut ids = IdAllocator::default();
    let mut records = cache.records();
    let mut files = files.into_iter();
    loop {
        let batch: Vec<_> = files.by_ref().take(BATCH).map(|file| (records.find(&file), file)).collect();
        if batch.is_empty() {
            break;
        }
        let read = |(known, file): (Option<Vec<CachedEntry>>, SourceFile)| {
            let posts_known = known.as_ref().map_or(0, |known| count_posts(known));
            let (entries, doubted) = match known.and_then(|known| from_cache(known, &file)) {
                Some(entries) => (entries, 0),
                None => (read_file(&file, drafts), posts_known),
            };
            progress.advance(file.size());
            (file, entries, doubted)
        };
        let batch: Vec<_> = batch.into_par_iter().map(read).collect();
        for (file, entries, doubted) in batch {
            import.doubted += doubted;
            import.add(&file, entries, &mut ids);
        }
    }
    import.posts.sort();
    import
}

fn count_posts(entries: &[CachedEntry]) -> usize {
    entries.iter().filter(|entry| matches!(entry.outcome, FileOutcome::Imported(_))).count()
}

impl Import {
    /// Adds what a file gave.
    fn add(&mut self, file: &SourceFile, entries: Vec<Entry>, ids: &mut IdAllocator) {
        let read = entries
            .iter()
            .filter(|entry| !matches!(entry.outcome, EntryOutcome::Other(FileOutcome::NotAPost)))
            .count();
        self.read += read;
        if read > 0 {
            self.bytes += file.size();
        }
        for Entry { number, outcome, diagnostics } in entries {
            let origin = Origin { file: file.clone(), entry: number };
            let spilled = if diagnostics.is_empty() {
                SpillRef::default()
            } else {
                self.diagnostics.extend(diagnostics.iter().map(|diagnostic| diagnostic.of(&origin)));
                self.posts.texts.add(&to_json(&diagnostics))
            };
            match outcome {
                EntryOutcome::Other(outcome) => {
                    if let FileOutcome::Skipped(reason) = outcome {
                        self.left_out.add(reason);
                    }
                    self.others.push(WithoutPost { origin, outcome, diagnostics: spilled });
                }
                EntryOutcome::Post(post) => self.add_post(origin, *post, spilled, ids),
            }
        }
    }

    fn add_post(&mut self, origin: Origin, post: NewPost, diagnostics: SpillRef, ids: &mut IdAllocator) {
        let NewPost { wanted_id, size, date, clean, script, row, declared, previous } = post;
        let id = self.allocate_id(&origin, &wanted_id, ids);
        let assigned_id = (origin.file.stem_bytes() != id.as_bytes()).then(|| id.into_boxed_str());
        // What an earlier run made of a post with another id has that in it.
        let previous = previous.filter(|previous| previous.assigned_id.as_deref() == assigned_id.as_deref());
        let texts = &self.posts.texts;
        let row = texts.add(&row);
        let reusable =
            previous.map(|PreviousItem { item, notes, .. }| ReusableItem { item, notes: texts.add(&notes) });
        let wanted_id = origin.entry.map(|_| wanted_id.into_boxed_str());
        let names = if declared.is_empty() { SpillRef::default() } else { texts.add(&to_json(&declared)) };
        let post = ImportedPost {
            origin,
            assigned_id,
            wanted_id,
            size,
            date,
            clean,
            script,
            row,
            diagnostics,
            declared: names,
            reusable,
        };
        self.posts.add(post, declared);
    }

    fn allocate_id(&mut self, origin: &Origin, wanted: &str, ids: &mut IdAllocator) -> String {
        let id = ids.allocate(wanted, &origin.name());
        if id != wanted {
            let mut diagnostics = origin.diagnostics();
            let message = match wanted {
                "" => "the name of the file has nothing that makes an id".to_owned(),
                _ => format!("the id `{wanted}` is taken by another post"),
            };
            diagnostics.warning(0, message, format!("named `{id}`"));
            self.diagnostics.extend(diagnostics.into_diagnostics());
        }
        id
    }

    /// Leaves in `cache` what was learned of all files. `packed` says of each post, by its index,
    /// where its item is and where its notes are; a file with a post of which it says nothing is
    /// read again by the next run.
    pub fn update_cache(
        &self,
        cache: &mut CacheWriter<'_>,
        packed: impl Fn(usize) -> Option<(StoredItem, SpillRef)>,
    ) -> io::Result<()> {
        let mut open: Option<OpenFile<'_>> = None;
        let mut others = self.others.iter().peekable();
        for (index, post) in self.posts.iter().enumerate() {
            while let Some(other) = others.next_if(|other| other.origin.order(&post.origin).is_lt()) {
                let entry = self.cached_other(other)?;
                OpenFile::add(&mut open, &other.origin, entry, cache)?;
            }
            let entry = match packed(index) {
                Some((item, notes)) => Some(self.cached_post(post, item, notes)?),
                None => None,
            };
            OpenFile::add(&mut open, &post.origin, entry, cache)?;
        }
        for other in others {
            let entry = self.cached_other(other)?;
            OpenFile::add(&mut open, &other.origin, entry, cache)?;
        }
        open.map_or(Ok(()), |last| last.close(cache))
    }

    fn cached_other(&self, other: &WithoutPost) -> io::Result<Option<CachedEntry>> {
        let WithoutPost { origin, outcome, diagnostics } = other;
        if !outcome.is_lasting() {
            return Ok(None);
        }
        let diagnostics = self.cached_diagnostics(*diagnostics)?;
        Ok(Some(CachedEntry::without_post(origin.entry, outcome.clone(), diagnostics)))
    }

    fn cached_post(&self, post: &ImportedPost, item: StoredItem, notes: SpillRef) -> io::Result<CachedEntry> {
        let texts = &self.posts.texts;
        let cached = CachedPost {
            id: post.assigned_id.as_deref().map(str::to_owned),
            of_many: post.wanted_id.as_deref().map(|wanted_id| (wanted_id.to_owned(), post.size)),
            date: post.date.as_deref().map(str::to_owned),
            clean: post.clean,
            script: post.script,
            names: if post.declared.is_empty() { Vec::new() } else { texts.read_json(post.declared)? },
            item,
        };
        Ok(CachedEntry {
            number: post.origin.entry,
            outcome: FileOutcome::Imported(cached),
            diagnostics: self.cached_diagnostics(post.diagnostics)?,
            row: texts.read(post.row)?,
            notes: texts.read(notes)?,
        })
    }

    fn cached_diagnostics(&self, spilled: SpillRef) -> io::Result<Vec<CachedDiagnostic>> {
        if spilled.is_empty() { Ok(Vec::new()) } else { self.posts.texts.read_json(spilled) }
    }
}

/// A file whose entries are being collected for the cache.
struct OpenFile<'i> {
    file: &'i SourceFile,
    /// `None` once there is an entry that cannot be kept: then nothing of the file is.
    entries: Option<Vec<CachedEntry>>,
}

impl<'i> OpenFile<'i> {
    /// Adds an entry to the `open` file, or closes that and opens the next one.
    fn add(
        open: &mut Option<Self>,
        origin: &'i Origin,
        entry: Option<CachedEntry>,
        cache: &mut CacheWriter<'_>,
    ) -> io::Result<()> {
        let same = open.take_if(|open| open.file.order(&origin.file).is_eq());
        if let Some(previous) = open.take() {
            previous.close(cache)?;
        }
        let mut file = same.unwrap_or_else(|| Self { file: &origin.file, entries: Some(Vec::new()) });
        match (&mut file.entries, entry) {
            (Some(entries), Some(entry)) => entries.push(entry),
            _ => file.entries = None,
        }
        *open = Some(file);
        Ok(())
    }

    fn close(self, cache: &mut CacheWriter<'_>) -> io::Result<()> {
        self.entries.map_or(Ok(()), |entries| cache.add(self.file, entries))
    }
}

/// Returns the entries of a file from the cache; `None` if no run can have left them.
fn from_cache(known: Vec<CachedEntry>, file: &SourceFile) -> Option<Vec<Entry>> {
    known.into_iter().map(|entry| entry_from_cache(entry, file)).collect()
}

fn entry_from_cache(entry: CachedEntry, file: &SourceFile) -> Option<Entry> {
    let CachedEntry { number, outcome, diagnostics, row, notes } = entry;
    let outcome = match outcome {
        FileOutcome::Imported(ref post) if !is_sound(post, number, &row, &notes) => return None,
        FileOutcome::Imported(CachedPost { id, of_many, date, clean, script, names, item }) => {
            let (wanted_id, size) =
                of_many.unwrap_or_else(|| (id::from_stem(&file.stem()), saturated(file.size())));
            EntryOutcome::Post(Box::new(NewPost {
                wanted_id,
                size,
                date: date.map(String::into_boxed_str),
                clean,
                script,
                row,
                declared: names,
                previous: Some(PreviousItem { assigned_id: id, item, notes }),
            }))
        }
        outcome => EntryOutcome::Other(outcome),
    };
    Some(Entry { number, outcome, diagnostics })
}

/// `true` if row and notes are what a run would have written, and fit the post.
fn is_sound(post: &CachedPost, number: Option<NonZeroU32>, row: &[u8], notes: &[u8]) -> bool {
    let is_row = serde_json::from_slice(row).is_ok_and(|read: Row| {
        read.id.is_empty()
            && to_json(&read) == row
            && read.date.as_ref().map(PostDate::sort_key) == post.date.as_deref()
            && TitleScript::of(&read.title) == post.script
    });
    is_row
        && post.of_many.is_some() == number.is_some()
        && (notes.is_empty() || serde_json::from_slice::<RenderNotes>(notes).is_ok())
}

/// Reads the posts of a file. A fault of the program costs this file alone.
fn read_file(file: &SourceFile, drafts: bool) -> Vec<Entry> {
    caught(|of_file, entries| read_entries(file, drafts, of_file, entries))
}

/// Returns the entries that `read` adds, and one of the file as a whole if there is something to
/// say of it.
fn caught(read: impl FnOnce(&mut FileDiagnostics, &mut Vec<Entry>) -> FileOutcome) -> Vec<Entry> {
    let mut of_file = FileDiagnostics::new("");
    let mut entries = Vec::new();
    let outcome = fault::caught(|| read(&mut of_file, &mut entries)).unwrap_or_else(|fault| {
        of_file.warning(0, format!("the program failed on it ({fault})"), "left out; please report this");
        FileOutcome::Skipped(SkipReason::Failed)
    });
    let diagnostics = cached(of_file);
    // A file that has posts is not remembered as a whole, unless there is something to say of it.
    let is_told = !diagnostics.is_empty() || entries.is_empty();
    if is_told || !matches!(outcome, FileOutcome::NotAPost) {
        entries.insert(0, Entry { number: None, outcome: EntryOutcome::Other(outcome), diagnostics });
    }
    entries
}

fn cached(diagnostics: FileDiagnostics) -> Vec<CachedDiagnostic> {
    diagnostics.into_diagnostics().iter().map(CachedDiagnostic::from).collect()
}

/// Adds the posts of a file to `entries`, and returns what the file is apart from them.
fn read_entries(
    file: &SourceFile,
    drafts: bool,
    of_file: &mut FileDiagnostics,
    entries: &mut Vec<Entry>,
) -> FileOutcome {
    let decoded = match read_text(file) {
        Ok(decoded) => decoded,
        Err(error) => {
            of_file.unreadable(&error, "left out");
            return FileOutcome::Skipped(SkipReason::Unreadable);
        }
    };
    if decoded.is_cut {
        let message = format!("a file of {} MB", file.size() / 1_000_000);
        let most = file.format.max_bytes() / 1_000_000;
        of_file.warning(0, message, format!("only its first {most} MB are read"));
    }
    report_decoding(&decoded, of_file);
    source_of(file.format)
        .posts(file, &decoded.text, of_file, &mut |raw| entries.push(import_post(raw, file, drafts)));
    FileOutcome::NotAPost
}

fn import_post(raw: RawPost<'_>, file: &SourceFile, drafts: bool) -> Entry {
    let RawPost { entry, wanted_id, metadata, body, mut diagnostics } = raw;
    if body.text.trim().is_empty() {
        diagnostics.warning(0, "the article is empty", "kept");
    }
    let skipped = match metadata.status {
        Status::Unpublished => Some(("`published: false`", SkipReason::Unpublished)),
        Status::Private => Some(("private, or protected by a password", SkipReason::Private)),
        // Told with the others of its file.
        Status::NotAPost => Some(("", SkipReason::NotAPost)),
        Status::ExportedDraft if !drafts => Some(("not published where it was exported", SkipReason::Draft)),
        Status::Draft if !drafts => Some(("`draft: true`", SkipReason::Draft)),
        _ if file.draft && !drafts => Some(("a draft", SkipReason::Draft)),
        _ => None,
    };
    if let Some((words, reason)) = skipped {
        diagnostics.clear();
        if !words.is_empty() {
            diagnostics.info(0, words, "left out");
        }
        let outcome = EntryOutcome::Other(FileOutcome::Skipped(reason));
        return Entry { number: entry, outcome, diagnostics: cached(diagnostics) };
    }
    let size = if entry.is_none() { file.size() } else { body.text.len() as u64 };
    let declared = names::declared(&metadata.item, &file.stem());
    let row = Row { id: String::new(), ..Row::from_item(&Item { id: wanted_id.clone(), ..metadata.item }) };
    let post = NewPost {
        wanted_id,
        size: saturated(size),
        date: row.date.as_ref().map(|date| date.sort_key().into()),
        clean: metadata.clean,
        script: TitleScript::of(&row.title),
        row: to_json(&row),
        declared,
        previous: None,
    };
    Entry { number: entry, outcome: EntryOutcome::Post(Box::new(post)), diagnostics: cached(diagnostics) }
}

fn saturated(bytes: u64) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

fn report_decoding(decoded: &Decoded, diagnostics: &mut FileDiagnostics) {
    if let Some(encoding) = decoded.encoding {
        diagnostics.info(0, format!("the text is in {encoding}"), "converted to UTF-8");
    }
    if decoded.replaced > 0 {
        let message = counted(decoded.replaced, "byte sequence is", "byte sequences are") + " no character";
        diagnostics.warning(0, message, "replaced by U+FFFD");
    }
    if decoded.controls > 0 {
        let message = counted(decoded.controls, "control character", "control characters");
        diagnostics.warning(0, message, "taken out");
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::import::discover::{LinkPolicy, Root};
    use crate::import::fingerprint::FileFingerprint;
    use crate::import::source::SourceFormat;

    #[test]
    fn a_fault_costs_its_file() {
        let entries = caught(|of_file, _| {
            of_file.info(0, "before", "kept");
            panic!("at 7")
        });
        let [entry] = entries.as_slice() else { panic!("{}", entries.len()) };
        let failed = FileOutcome::Skipped(SkipReason::Failed);
        assert!(matches!(&entry.outcome, EntryOutcome::Other(outcome) if *outcome == failed));
        let root = Root {
            path: "p".into(),
            folder: "/p".into(),
            single: false,
            linked: Vec::new(),
            links: LinkPolicy::Inside,
        };
        let fingerprint = FileFingerprint::default();
        let file = SourceFile::new(Arc::new(root), Path::new("a.md"), SourceFormat::Markdown, fingerprint);
        let origin = Origin { file, entry: None };
        let told: Vec<_> =
            entry.diagnostics.iter().map(|diagnostic| diagnostic.of(&origin).to_string()).collect();
        assert_eq!(
            told,
            [
                "p/a.md: note: before; kept",
                "p/a.md: the program failed on it (at 7); left out; please report this"
            ]
        );
    }
}
