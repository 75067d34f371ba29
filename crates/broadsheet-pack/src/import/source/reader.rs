//! From a source file to its raw posts, for the first time or again.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use broadsheet_bundle::format::Item;
use serde::{Deserialize, Serialize};

use super::feed_source::FeedSource;
use super::format::SourceFormat;
use super::front_matter_source::FrontMatterSource;
use super::raw::{BodyFormat, PostSource, RawBody, RawPost};
use crate::diagnostics::FileDiagnostics;
use crate::import::discover::SourceFile;
use crate::import::encoding::Decoded;
use crate::import::metadata::{PostMetadata, Status};
use crate::import::origin::Origin;
use crate::json::to_json;
use crate::spill_file::{SpillFile, SpillRef};

/// The reader of a format.
pub fn source_of(format: SourceFormat) -> &'static dyn PostSource {
    match format {
        SourceFormat::Markdown => &FrontMatterSource { format: BodyFormat::Markdown },
        SourceFormat::Html => &FrontMatterSource { format: BodyFormat::Html },
        SourceFormat::Feed => &FeedSource,
    }
}

/// Reads and decodes a file, as far as it is read.
pub fn read_text(file: &SourceFile) -> io::Result<Decoded> {
    let (bytes, is_cut) = file.read()?;
    Ok(source_of(file.format).decode(bytes, is_cut))
}

/// Reads posts again, when they are rendered.
///
/// A file with one post is read each time. A file with many is read once: its posts, which are
/// rendered in the order of their ids, wait in the spill file.
#[derive(Debug)]
pub struct PostReader<'s> {
    spill: &'s SpillFile,
    collections: Mutex<HashMap<PathBuf, Arc<OnceLock<Collection>>>>,
}

/// The posts of a file in the spill file, or why they cannot be read.
type Collection = Result<HashMap<NonZeroU32, SpillRef>, String>;

/// An entry of a file with many, in the spill file.
#[derive(Serialize, Deserialize)]
struct SpilledPost<'t> {
    item: Item,
    clean: bool,
    body: RawBody<'t>,
}

impl<'s> PostReader<'s> {
    /// A reader that keeps what it needs again in `spill`.
    pub fn new(spill: &'s SpillFile) -> Self {
        Self { spill, collections: Mutex::default() }
    }

    /// Reads the post of an origin and returns what `use_post` makes of it. A post that cannot be
    /// read has no article, and no metadata but what the name of a file says; the error goes along.
    pub fn with_post<T>(
        &self,
        origin: &Origin,
        use_post: impl FnOnce(RawPost<'_>, Option<io::Error>) -> T,
    ) -> T {
        let Some(number) = origin.entry else { return with_only_post(&origin.file, use_post) };
        let (post, error) = match self.entry(&origin.file, number) {
            Ok(post) => (post, None),
            Err(error) => {
                let body = RawBody {
                    text: Cow::Borrowed(""),
                    format: BodyFormat::Html,
                    first_line: None,
                    pictures: Vec::new(),
                    base: None,
                };
                (SpilledPost { item: Item::default(), clean: true, body }, Some(error))
            }
        };
        let SpilledPost { item, clean, body } = post;
        let raw = RawPost {
            entry: Some(number),
            wanted_id: String::new(),
            metadata: PostMetadata { item, status: Status::Published, clean },
            body,
            diagnostics: origin.diagnostics(),
        };
        use_post(raw, error)
    }

    fn entry(&self, file: &SourceFile, number: NonZeroU32) -> io::Result<SpilledPost<'static>> {
        let collection = {
            // What a panicking thread left is a map with an entry less.
            let mut all = self.collections.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(file.path()).or_default())
        };
        let entries = collection.get_or_init(|| self.spill_entries(file).map_err(|error| error.to_string()));
        let entries = entries.as_ref().map_err(|error| io::Error::other(error.clone()))?;
        let changed = || io::Error::other("the file was changed meanwhile");
        self.spill.read_json(*entries.get(&number).ok_or_else(changed)?)
    }

    /// Puts all posts of a file into the spill file.
    fn spill_entries(&self, file: &SourceFile) -> io::Result<HashMap<NonZeroU32, SpillRef>> {
        let text = read_text(file)?.text;
        let mut entries = HashMap::new();
        source_of(file.format).posts(file, &text, &mut FileDiagnostics::new(""), &mut |raw| {
            let RawPost { entry, metadata: PostMetadata { item, clean, .. }, body, .. } = raw;
            if let Some(number) = entry {
                entries.insert(number, self.spill.add(&to_json(&SpilledPost { item, clean, body })));
            }
        });
        Ok(entries)
    }
}

/// Reads a file with one post and returns what `use_post` makes of it.
fn with_only_post<T>(file: &SourceFile, use_post: impl FnOnce(RawPost<'_>, Option<io::Error>) -> T) -> T {
    let (text, error) = match read_text(file) {
        Ok(decoded) => (decoded.text, None),
        Err(error) => (String::new(), Some(error)),
    };
    // A README is one only as long as it has front matter: one that has lost it meanwhile is a post
    // all the same.
    let mut file = file.clone();
    file.readme = false;
    let mut only = None;
    source_of(file.format).posts(&file, &text, &mut FileDiagnostics::new(""), &mut |raw| only = Some(raw));
    let only = only.unwrap_or_else(|| RawPost {
        entry: None,
        wanted_id: String::new(),
        metadata: PostMetadata { item: Item::default(), status: Status::Published, clean: true },
        body: RawBody {
            text: Cow::Borrowed(&text),
            format: BodyFormat::Html,
            first_line: Some(1),
            pictures: Vec::new(),
            base: None,
        },
        diagnostics: FileDiagnostics::new(""),
    });
    use_post(only, error)
}
