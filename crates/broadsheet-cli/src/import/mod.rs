//! From files to posts: what a post says of itself, read from its front matter and its file name.
//!
//! Import keeps no article: a post's body is read again when it is packed, so that memory does not grow with the
//! length of the articles.

pub mod date;
pub mod discover;
pub mod encoding;
pub mod front_matter;
pub mod id;
pub mod post;
pub mod recover;
pub mod yaml;

use crate::cache::{self, Cache, Remark, StoredItem};
use crate::progress::Progress;
use crate::report::{FileReport, Finding, counted};
use broadsheet_bundle::Row;
use broadsheet_bundle::feed::Item;
use discover::SourceFile;
use encoding::Decoded;
use post::Status;
use rayon::prelude::*;
use std::fs;
use std::io;
use std::path::Path;

/// Files larger than this are reported: no article is, and reading them takes memory.
const LARGE_FILE: u64 = 16 * 1024 * 1024;

/// A post without its content.
#[derive(Debug, Clone)]
pub struct Post {
    /// Its file.
    pub file: SourceFile,
    /// Its row.
    pub row: Row,
    /// Whether its article is to be cleaned.
    pub clean: bool,
    /// What import found in it.
    pub found: Vec<Remark>,
    /// What an earlier run made of it, if it has not changed since.
    pub earlier: Option<EarlierPost>,
}

/// What an earlier run made of a post.
#[derive(Debug, Clone)]
pub struct EarlierPost {
    /// Its item in the output.
    pub item: StoredItem,
    /// What was found in its article.
    pub found: Vec<Remark>,
    /// Addresses that may mean files beside the post, and what they led to.
    pub media: Vec<(String, Option<String>)>,
}

/// All posts of an archive.
#[derive(Debug, Default)]
pub struct Import {
    /// The posts in the order of their row numbers.
    pub posts: Vec<Post>,
    /// Files that were read as posts.
    pub read: usize,
    /// Posts left out.
    pub left_out: usize,
    /// Bytes of the files.
    pub bytes: u64,
    /// What was found in them.
    pub findings: Vec<Finding>,
    /// Files that gave no post, for the cache.
    pub others: Vec<(SourceFile, cache::Outcome, Vec<Remark>)>,
}

/// What became of a file.
enum Outcome {
    Kept(Box<Kept>),
    LeftOut,
    NotAPost,
}

/// What a post's front matter says.
struct Kept {
    row: Row,
    clean: bool,
    earlier: Option<EarlierPost>,
}

/// Reads the particulars of all `files`, which are ordered by name, drafts only if `drafts` says so. What `cache` knows of
/// unchanged files is not read again.
pub fn import(files: Vec<SourceFile>, drafts: bool, cache: &Cache, progress: &Progress) -> Import {
    let outcomes: Vec<(SourceFile, Outcome, Vec<Remark>)> = files
        .into_par_iter()
        .map(|file| {
            let (outcome, found) = if let Some(record) = cache.find(&file) {
                (earlier(record), record.found.clone())
            } else {
                let mut report = FileReport::new("");
                let outcome = read_post(&file, drafts, &mut report);
                (outcome, report.findings.iter().map(Remark::from).collect())
            };
            progress.advance(file.size);
            (file, outcome, found)
        })
        .collect();
    let mut import = Import::default();
    let mut ids = id::Ids::default();
    for (file, outcome, found) in outcomes {
        import.findings.extend(found.iter().map(|remark| remark.of(&file.path)));
        import.read += 1;
        import.bytes += file.size;
        match outcome {
            Outcome::NotAPost => {
                import.read -= 1;
                import.bytes -= file.size;
                import.others.push((file, cache::Outcome::NotAPost, found));
            }
            Outcome::LeftOut => {
                import.left_out += 1;
                import.others.push((file, cache::Outcome::LeftOut, found));
            }
            Outcome::Kept(kept) => {
                let Kept { row, clean, earlier } = *kept;
                let mut post = Post { file, row, clean, found, earlier };
                name_post(&mut post, &mut ids, &mut import.findings);
                import.posts.push(post);
            }
        }
    }
    import.posts.sort_by(|one, two| one.row.sort_key().cmp(&two.row.sort_key()));
    import
}

fn name_post(post: &mut Post, ids: &mut id::Ids, findings: &mut Vec<Finding>) {
    let wanted = id::from_stem(&post.file.stem());
    let id = ids.take(&wanted, &post.file.name);
    if id != wanted {
        let mut report = FileReport::new(post.file.path.to_string_lossy());
        report.problem(0, format!("the id `{wanted}` is taken by another post"), format!("named `{id}`"));
        findings.extend(report.findings);
    }
    if post.row.id != id {
        // What an earlier run made of it has another id in it.
        post.earlier = None;
        post.row.id = id;
    }
}

/// What an earlier run made of a file.
fn earlier(record: &cache::Record) -> Outcome {
    match &record.outcome {
        cache::Outcome::Kept(post) => {
            let earlier =
                EarlierPost { item: post.item.clone(), found: post.found.clone(), media: post.media.clone() };
            Outcome::Kept(Box::new(Kept { row: post.row.clone(), clean: post.clean, earlier: Some(earlier) }))
        }
        cache::Outcome::LeftOut => Outcome::LeftOut,
        cache::Outcome::NotAPost => Outcome::NotAPost,
    }
}

fn read_post(file: &SourceFile, drafts: bool, report: &mut FileReport) -> Outcome {
    if file.size > LARGE_FILE {
        report.problem(0, format!("a file of {} MB", file.size / 1_000_000), "read all the same");
    }
    let decoded = match read_text(&file.path) {
        Ok(decoded) => decoded,
        Err(error) => {
            report.problem(0, format!("cannot be read ({error})"), "left out");
            return Outcome::LeftOut;
        }
    };
    let parsed = front_matter::parse(&decoded.text, report);
    if file.readme && !parsed.has_matter {
        report.findings.clear();
        report.note(0, "a README without front matter", "not taken as a post");
        return Outcome::NotAPost;
    }
    report_decoding(&decoded, report);
    if parsed.body.trim().is_empty() {
        report.problem(0, "the article is empty", "kept");
    }
    let particulars = post::particulars(parsed, &file.stem(), report);
    let left_out = match particulars.status {
        Status::Unpublished => Some("`published: false`"),
        Status::Draft if !drafts => Some("`draft: true`"),
        _ if file.draft && !drafts => Some("a draft"),
        _ => None,
    };
    if let Some(reason) = left_out {
        report.findings.clear();
        report.note(0, reason, "left out");
        return Outcome::LeftOut;
    }
    let item = Item { id: id::from_stem(&file.stem()), ..particulars.item };
    Outcome::Kept(Box::new(Kept { row: Row::from_item(&item), clean: particulars.clean, earlier: None }))
}

fn report_decoding(decoded: &Decoded, report: &mut FileReport) {
    if let Some(encoding) = decoded.encoding {
        report.note(0, format!("the text is in {encoding}"), "converted to UTF-8");
    }
    if decoded.replaced > 0 {
        let message = counted(decoded.replaced, "byte sequence is", "byte sequences are") + " no character";
        report.problem(0, message, "replaced by U+FFFD");
    }
    if decoded.controls > 0 {
        report.problem(0, counted(decoded.controls, "control character", "control characters"), "taken out");
    }
}

/// Reads and decodes a file.
pub fn read_text(path: &Path) -> io::Result<Decoded> {
    Ok(encoding::decode(fs::read(path)?))
}

impl SourceFile {
    /// The file name without its extension.
    pub fn stem(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }
}
