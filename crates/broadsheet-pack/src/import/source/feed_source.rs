//! Feed files: each entry is a post.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::path::Path;

use broadsheet_bundle::format::{Item, markup};

use super::raw::{BodyFormat, PostSource, RawBody, RawPost};
use crate::diagnostics::{FileDiagnostics, counted, shorten};
use crate::import::discover::SourceFile;
use crate::import::encoding::{self, Decoded};
use crate::import::feed::entry::{self, Article};
use crate::import::feed::{self, Entry, Found, Standing, detect};
use crate::import::metadata::{PostMetadata, Status};

/// Kinds of what `WordPress` and Blogger export and show in no page of its own.
const PARTS: [&str; 17] = [
    "attachment",
    "comment",
    "custom_css",
    "customize_changeset",
    "nav_menu_item",
    "oembed_cache",
    "revision",
    "settings",
    "template",
    "user_request",
    "wp_block",
    "wp_font_face",
    "wp_font_family",
    "wp_global_styles",
    "wp_navigation",
    "wp_template",
    "wp_template_part",
];

/// Reads RSS, Atom and JSON Feed.
#[derive(Debug)]
pub(super) struct FeedSource;

impl PostSource for FeedSource {
    fn decode(&self, bytes: Vec<u8>, is_cut: bool) -> Decoded {
        encoding::decode_xml(&bytes, is_cut)
    }

    fn posts<'t>(
        &self,
        file: &SourceFile,
        text: &'t str,
        of_file: &mut FileDiagnostics,
        take: &mut dyn FnMut(RawPost<'t>),
    ) {
        let is_named = file.root.single;
        let Some(format) = detect::format_of_text(text) else {
            of_file.clear();
            if is_named {
                of_file.warning(0, "not a feed in RSS, Atom or JSON Feed", "left out");
            }
            return;
        };
        let feed = match feed::read(text, format) {
            Ok(feed) => feed,
            Err(error) => return of_file.warning(error.line, error.to_string(), "left out"),
        };
        // A bundle beside its posts must not become a part of the next one.
        if feed.is_bundle && !is_named {
            of_file.clear();
            return of_file.info(0, "the file is a Broadsheet bundle", "not taken as posts");
        }
        for Found { line, message, action } in feed.found {
            of_file.warning(line, message, action);
        }
        if let Some(next) = &feed.next {
            report_next(next, file, of_file);
        }
        if feed.entries.is_empty() {
            of_file.info(0, "the feed has no entries", "no posts");
        }
        report_parts(&feed.entries, of_file);
        let (stem, path) = (file.stem(), file.path());
        for entry in &feed.entries {
            let number = u32::try_from(entry.number).ok().and_then(NonZeroU32::new);
            let is_part = matches!(entry.standing, Standing::Part(_));
            if is_part || entry.is_blank() {
                if !is_part {
                    report_blank(entry, of_file);
                }
                take(not_a_post(number, &path));
                continue;
            }
            let mut diagnostics = FileDiagnostics::of_entry(path.to_string_lossy(), number);
            let metadata = entry::metadata(entry, &mut diagnostics);
            let (text, format) = match entry::article(entry) {
                Article::Html(html) => (html, BodyFormat::Html),
                Article::Markdown(markdown) => (markdown, BodyFormat::Markdown),
            };
            take(RawPost {
                entry: number,
                wanted_id: entry::wanted_id(entry, &stem),
                metadata,
                body: RawBody {
                    text: Cow::Owned(text),
                    format,
                    first_line: None,
                    pictures: Vec::new(),
                    base: entry.base.clone(),
                },
                diagnostics,
            });
        }
    }
}

/// Reports further entries of a feed that are on a page which does not lie beside it.
fn report_next(next: &str, file: &SourceFile, of_file: &mut FileDiagnostics) {
    let path = file.path();
    if detect::page_beside(&path, next).is_none_or(|page| !page.is_file()) {
        let name = markup::file_name(next);
        let action = if name.is_empty() {
            "not read".to_owned()
        } else {
            format!("not read; save it beside the feed as `{}`", shorten(name))
        };
        of_file.warning(0, format!("the feed goes on at `{}`", shorten(next)), action);
    }
}

/// An entry of which no post is made; it is counted.
fn not_a_post<'t>(entry: Option<NonZeroU32>, path: &Path) -> RawPost<'t> {
    RawPost {
        entry,
        wanted_id: String::new(),
        metadata: PostMetadata { item: Item::default(), status: Status::NotAPost, clean: true },
        body: RawBody {
            text: Cow::Borrowed(""),
            format: BodyFormat::Html,
            first_line: None,
            pictures: Vec::new(),
            base: None,
        },
        diagnostics: FileDiagnostics::of_entry(path.to_string_lossy(), entry),
    }
}

/// Reports what was exported with the posts and is none, by kind.
fn report_parts(entries: &[Entry], of_file: &mut FileDiagnostics) {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in entries {
        if let Standing::Part(kind) = &entry.standing {
            *kinds.entry(kind).or_default() += 1;
        }
        if entry.comments > 0 {
            *kinds.entry("comment").or_default() += entry.comments;
        }
    }
    for (kind, count) in kinds {
        let message = format!("{} of the kind `{}`", counted(count, "entry", "entries"), shorten(kind));
        // Kinds of other programs may well be articles.
        if PARTS.contains(&kind) {
            of_file.info(0, message, "left out: no posts");
        } else {
            of_file.warning(0, message, "left out: neither posts nor pages");
        }
    }
}

/// Reports an entry of which there is nothing to show.
fn report_blank(entry: &Entry, of_file: &mut FileDiagnostics) {
    let reason = entry.found.first().map_or("there is nothing in it", |found| &found.message);
    of_file.warning(entry.line, format!("entry {}: {reason}", entry.number), "left out");
}
