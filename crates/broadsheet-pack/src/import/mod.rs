//! From files to posts: what a post says of itself, read from its front matter and its file name.
//!
//! Import keeps no article: a post's body is read again when it is packed, so that memory does not grow with the
//! length of the articles.

pub mod date;
pub mod discover;
pub mod encoding;
pub mod feed;
pub mod fingerprint;
pub mod front_matter;
pub mod id;
pub mod metadata;
mod posts;
pub mod recover;
pub mod yaml;

use crate::cache::{
    Cache, CacheWriter, CachedDiagnostic, CachedPost, Known, LeftOut, Notes, Outcome, StoredItem,
};
use crate::diagnostics::{Diagnostic, FileDiagnostics, counted};
use crate::fault;
use crate::json::to_json;
use crate::language::TitleScript;
use crate::limits::POST_BYTES;
use crate::progress::Progress;
use crate::spill_file::{SpillFile, SpillRef};
use broadsheet_bundle::format::Item;
use broadsheet_bundle::{PostDate, Row};
use discover::SourceFile;
use encoding::Decoded;
use metadata::Status;
pub use posts::{Post, Posts, ReusableItem};
use rayon::prelude::*;
use std::io;

/// Files whose front matter is in memory at once; enough to keep every core busy.
const BATCH: usize = 2048;

/// A file that gave no post, for the cache.
#[derive(Debug)]
struct Other {
    file: SourceFile,
    outcome: Outcome,
    found: SpillRef,
}

/// All posts of an archive.
#[derive(Debug, Default)]
pub struct Import {
    /// The posts.
    pub posts: Posts,
    /// Files that were read as posts.
    pub read: usize,
    /// Posts left out, and why.
    pub left_out: SkippedPosts,
    /// Bytes of the files.
    pub bytes: u64,
    /// What was found in them.
    pub diagnostics: Vec<Diagnostic>,
    /// Posts of which the cache says what cannot be.
    pub doubted: usize,
    others: Vec<Other>,
}

/// Posts that are left out, by reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SkippedPosts {
    /// All.
    pub all: usize,
    /// Those that cannot be read.
    pub unreadable: usize,
    /// Drafts.
    pub drafts: usize,
    /// Those that say `published: false`.
    pub unpublished: usize,
}

impl SkippedPosts {
    fn add(&mut self, reason: LeftOut) {
        self.all += 1;
        match reason {
            LeftOut::Unreadable => self.unreadable += 1,
            LeftOut::Draft => self.drafts += 1,
            LeftOut::Unpublished => self.unpublished += 1,
            LeftOut::Failed => {}
        }
    }
}

/// What became of a file, with the JSON of what is kept of it.
enum Imported {
    Kept(Box<Kept>),
    Other(Outcome),
}

/// What a post's front matter says.
struct Kept {
    id: String,
    date: Option<Box<str>>,
    clean: bool,
    script: TitleScript,
    row: Vec<u8>,
    earlier: Option<Earlier>,
}

/// What an earlier run made of a post: the id that it had, its item and its notes.
struct Earlier {
    assigned_id: Option<String>,
    item: StoredItem,
    notes: Vec<u8>,
}

/// Reads the metadata of all `files`, which are in the order of [`SourceFile::order`], drafts only if `drafts` says so.
/// What `cache` knows of unchanged files is not read again.
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
    let mut ids = id::IdAllocator::default();
    let mut records = cache.records();
    let mut files = files.into_iter();
    loop {
        let batch: Vec<_> = files.by_ref().take(BATCH).map(|file| (records.find(&file), file)).collect();
        if batch.is_empty() {
            break;
        }
        let read = |(known, file): (Option<Known>, SourceFile)| {
            let was_known = known.is_some();
            let known = known.and_then(|known| earlier(known, &file));
            let doubted = was_known && known.is_none();
            let imported = known.unwrap_or_else(|| fresh(&file, drafts));
            progress.advance(file.size());
            (file, imported, doubted)
        };
        let batch: Vec<_> = batch.into_par_iter().map(read).collect();
        for (file, (imported, found), doubted) in batch {
            import.doubted += usize::from(doubted);
            import.add(file, imported, &found, &mut ids);
        }
    }
    import.posts.sort();
    import
}

impl Import {
    fn add(
        &mut self,
        file: SourceFile,
        imported: Imported,
        found: &[CachedDiagnostic],
        ids: &mut id::IdAllocator,
    ) {
        let found = if found.is_empty() {
            SpillRef::default()
        } else {
            let path = file.path();
            self.diagnostics.extend(found.iter().map(|remark| remark.of(&path)));
            self.posts.texts.add(&to_json(&found))
        };
        if !matches!(imported, Imported::Other(Outcome::NotAPost)) {
            self.read += 1;
            self.bytes += file.size();
        }
        match imported {
            Imported::Other(outcome) => {
                if let Outcome::LeftOut(reason) = outcome {
                    self.left_out.add(reason);
                }
                self.others.push(Other { file, outcome, found });
            }
            Imported::Kept(kept) => {
                let Kept { id: wanted, date, clean, script, row, earlier } = *kept;
                let id = self.name_post(&file, &wanted, ids);
                let assigned_id = (file.stem_bytes() != id.as_bytes()).then(|| id.into_boxed_str());
                // What an earlier run made of a post with another id has that in it.
                let earlier =
                    earlier.filter(|earlier| earlier.assigned_id.as_deref() == assigned_id.as_deref());
                let texts = &self.posts.texts;
                let row = texts.add(&row);
                let earlier = earlier
                    .map(|Earlier { item, notes, .. }| ReusableItem { item, notes: texts.add(&notes) });
                self.posts.add(Post { file, assigned_id, date, clean, script, row, found, earlier });
            }
        }
    }

    fn name_post(&mut self, file: &SourceFile, wanted: &str, ids: &mut id::IdAllocator) -> String {
        let id = ids.allocate(wanted, &file.name());
        if id != wanted {
            let mut diagnostics = FileDiagnostics::new(file.path().to_string_lossy());
            diagnostics.warning(
                0,
                format!("the id `{wanted}` is taken by another post"),
                format!("named `{id}`"),
            );
            self.diagnostics.extend(diagnostics.into_diagnostics());
        }
        id
    }

    /// Leaves in `cache` what was learned of all files. `packed` says of each post, by its place, where its item is and where
    /// its notes are; of which it says nothing, the next run reads again.
    pub fn remember(
        &self,
        cache: &mut CacheWriter<'_>,
        packed: impl Fn(usize) -> Option<(StoredItem, SpillRef)>,
    ) -> io::Result<()> {
        let texts = &self.posts.texts;
        let found = |text: SpillRef| if text.is_empty() { Ok(Vec::new()) } else { texts.read_json(text) };
        let mut others = self.others.iter().peekable();
        for (place, post) in self.posts.iter().enumerate() {
            while let Some(Other { file, outcome, found: text }) =
                others.next_if(|other| other.file.order(&post.file).is_lt())
            {
                if outcome.is_lasting() {
                    cache.add(file, Known::other(outcome.clone(), found(*text)?))?;
                }
            }
            let Some((item, notes)) = packed(place) else { continue };
            let kept = CachedPost {
                id: post.assigned_id.as_deref().map(str::to_owned),
                date: post.date.as_deref().map(str::to_owned),
                clean: post.clean,
                script: post.script,
                item,
            };
            let (row, notes) = (texts.read(post.row)?, texts.read(notes)?);
            let known = Known { outcome: Outcome::Kept(kept), found: found(post.found)?, row, notes };
            cache.add(&post.file, known)?;
        }
        for Other { file, outcome, found: text } in others.filter(|other| other.outcome.is_lasting()) {
            cache.add(file, Known::other(outcome.clone(), found(*text)?))?;
        }
        Ok(())
    }
}

/// What an earlier run made of a file; nothing if no run can have made that.
fn earlier(known: Known, file: &SourceFile) -> Option<(Imported, Vec<CachedDiagnostic>)> {
    let Known { outcome, found, row, notes } = known;
    let imported = match outcome {
        Outcome::Kept(ref post) if !is_sound(post, &row, &notes) => return None,
        Outcome::Kept(CachedPost { id, date, clean, script, item }) => Imported::Kept(Box::new(Kept {
            id: id::from_stem(&file.stem()),
            date: date.map(String::into_boxed_str),
            clean,
            script,
            row,
            earlier: Some(Earlier { assigned_id: id, item, notes }),
        })),
        outcome => Imported::Other(outcome),
    };
    Some((imported, found))
}

/// `true` if row and notes are what a run would have written, and fit the post.
fn is_sound(post: &CachedPost, row: &[u8], notes: &[u8]) -> bool {
    let is_row = serde_json::from_slice(row).is_ok_and(|read: Row| {
        read.id.is_empty()
            && to_json(&read) == row
            && read.date.as_ref().map(PostDate::sort_key) == post.date.as_deref()
            && TitleScript::of(&read.title) == post.script
    });
    is_row && (notes.is_empty() || serde_json::from_slice::<Notes>(notes).is_ok())
}

fn fresh(file: &SourceFile, drafts: bool) -> (Imported, Vec<CachedDiagnostic>) {
    told(|diagnostics| read_post(file, drafts, diagnostics))
}

/// What `read` made of a post, and what it told. A fault of the program costs this post alone.
fn told(read: impl FnOnce(&mut FileDiagnostics) -> Imported) -> (Imported, Vec<CachedDiagnostic>) {
    let mut diagnostics = FileDiagnostics::new("");
    let imported = fault::caught(|| read(&mut diagnostics)).unwrap_or_else(|fault| {
        diagnostics.warning(0, format!("the program failed on it ({fault})"), "left out; please report this");
        Imported::Other(Outcome::LeftOut(LeftOut::Failed))
    });
    (imported, diagnostics.into_diagnostics().iter().map(CachedDiagnostic::from).collect())
}

fn read_post(file: &SourceFile, drafts: bool, diagnostics: &mut FileDiagnostics) -> Imported {
    let decoded = match read_text(file) {
        Ok(decoded) => decoded,
        Err(error) => {
            diagnostics.unreadable(&error, "left out");
            return Imported::Other(Outcome::LeftOut(LeftOut::Unreadable));
        }
    };
    if decoded.is_cut {
        diagnostics.warning(
            0,
            format!("a file of {} MB", file.size() / 1_000_000),
            format!("only its first {} MB are read", POST_BYTES / 1_000_000),
        );
    }
    let parsed = front_matter::parse(&decoded.text, diagnostics);
    if file.readme && !parsed.has_front_matter {
        diagnostics.clear();
        diagnostics.info(0, "a README without front matter", "not taken as a post");
        return Imported::Other(Outcome::NotAPost);
    }
    report_decoding(&decoded, diagnostics);
    if parsed.body.trim().is_empty() {
        diagnostics.warning(0, "the article is empty", "kept");
    }
    let metadata = metadata::read_metadata(parsed, &file.stem(), diagnostics);
    let left_out = match metadata.status {
        Status::Unpublished => Some(("`published: false`", LeftOut::Unpublished)),
        Status::Draft if !drafts => Some(("`draft: true`", LeftOut::Draft)),
        _ if file.draft && !drafts => Some(("a draft", LeftOut::Draft)),
        _ => None,
    };
    if let Some((words, reason)) = left_out {
        diagnostics.clear();
        diagnostics.info(0, words, "left out");
        return Imported::Other(Outcome::LeftOut(reason));
    }
    let mut row = Row::from_item(&Item { id: id::from_stem(&file.stem()), ..metadata.item });
    let id = std::mem::take(&mut row.id);
    Imported::Kept(Box::new(Kept {
        id,
        date: row.date.as_ref().map(|date| date.sort_key().into()),
        clean: metadata.clean,
        script: TitleScript::of(&row.title),
        row: to_json(&row),
        earlier: None,
    }))
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
        diagnostics.warning(
            0,
            counted(decoded.controls, "control character", "control characters"),
            "taken out",
        );
    }
}

/// Reads and decodes a post's file, as far as it is read.
pub fn read_text(file: &SourceFile) -> io::Result<Decoded> {
    let (bytes, is_cut) = file.read()?;
    Ok(if is_cut { encoding::decode_start(bytes) } else { encoding::decode(bytes) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_costs_its_post() {
        let (imported, told) = told(|diagnostics| {
            diagnostics.info(0, "before", "kept");
            panic!("at 7")
        });
        assert!(matches!(imported, Imported::Other(Outcome::LeftOut(LeftOut::Failed))));
        let told: Vec<_> =
            told.iter().map(|remark| remark.of(std::path::Path::new("a.md")).to_string()).collect();
        assert_eq!(
            told,
            [
                "a.md: note: before; kept",
                "a.md: the program failed on it (at 7); left out; please report this"
            ]
        );
    }
}
