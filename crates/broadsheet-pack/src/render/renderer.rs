//! Rendering posts.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::io;

use broadsheet_article::limits::{MAX_MARKDOWN_BYTES, leading_lines};
use broadsheet_article::markdown::HiddenTags;
use broadsheet_article::native::{CleaningReport, Ledger, Removal};
use broadsheet_article::tree::Truncation;
use broadsheet_article::url::PostLookup;
use broadsheet_article::{Article, Options, begin_with_film, markdown, native};
use broadsheet_bundle::format::{Author, Item, ItemExtension};
use broadsheet_bundle::{Facet, Row};

use super::formulas::set_formulas;
use super::lead_pictures::LeadPictures;
use super::losses::{lost_amounts, report_hidden, report_losses};
use super::pieces::pieces;
use super::post_links::{FoundLinks, LinkedArchive, PostLinks};
use super::prepared::prepare;
use super::references::{Place, References, locate_reference, with_addresses};
use super::summary::summary;
use crate::cache::LinkNotes;
use crate::diagnostics::{Diagnostic, FileDiagnostics, Severity, shorten};
use crate::fault;
use crate::import::source::{BodyFormat, PostReader, RawBody, RawPost};
use crate::import::{ImportedPost, Posts};
use crate::language::{self, Guess};
use crate::limits::LOCAL_REFERENCES;
use crate::media::{LEFT_OUT, Media, MediaStore};
use crate::options::ContentFormat;
use crate::own_sites::{OwnSites, is_absolute};
use crate::post_links::forms;

/// A post with its content.
#[derive(Debug)]
pub struct RenderedPost {
    /// The item, complete.
    pub item: Item,
    /// The diagnostics of the article.
    pub diagnostics: Vec<Diagnostic>,
    /// The language that its text shows, if that is neither the archive's nor said in the file.
    pub language: Option<Guess>,
    /// Addresses that may mean files beside the post, and what became of the files that they led
    /// to.
    pub media: Vec<(String, Option<Media>)>,
    /// The links of the article, as far as they may lead to posts.
    pub links: LinkNotes,
    /// The boxes that cleaning rules took out of the article.
    pub removed: Vec<Removal>,
    /// The account of all that its source held.
    pub ledger: Ledger,
    /// The amounts that are lost, by the key of each [`Unit`](broadsheet_article::native::Unit).
    pub lost: BTreeMap<String, usize>,
}

/// Renders posts, on many threads.
#[derive(Debug)]
pub struct Renderer<'a> {
    posts: &'a Posts,
    reader: PostReader<'a>,
    media: &'a MediaStore<'a>,
    content: ContentFormat,
    archive_language: Option<&'a str>,
    /// The sites on which the archive is or was published.
    sites: OwnSites,
}

/// An article that is read and cleaned.
struct CleanedArticle {
    article: Article,
    cleaning: CleaningReport,
    /// The article with nothing taken out, if anything was.
    uncleaned: Option<Article>,
    references: References,
    /// The files that links lead to.
    files: References,
    links: FoundLinks,
    /// The tags of its source that are not shown.
    hidden: HiddenTags,
    /// The pictures that its front matter names.
    pictures: LeadPictures,
}

impl CleanedArticle {
    /// The article with the film of its original at the head, if the original is a film's page.
    fn with_lead(mut self, item: &Item) -> Self {
        if let Some(page) = &item.external_url {
            for article in std::iter::once(&mut self.article).chain(&mut self.uncleaned) {
                begin_with_film(article, page, item.title.as_deref());
            }
        }
        self
    }
}

impl<'a> Renderer<'a> {
    /// A renderer of `posts` in an archive of this language, which stores articles in the format
    /// `content`.
    pub fn new(
        posts: &'a Posts,
        media: &'a MediaStore<'a>,
        content: ContentFormat,
        archive_language: Option<&'a str>,
    ) -> Self {
        let reader = PostReader::new(&posts.texts);
        Self { posts, reader, media, content, archive_language, sites: OwnSites::default() }
    }

    /// The same renderer, of an archive that is or was published on these sites.
    #[must_use]
    pub fn with_sites(self, sites: OwnSites) -> Self {
        Self { sites, ..self }
    }

    /// Reads a post again and completes its item. A post that does not say its language gets one
    /// where its script shows that it is not the archive's.
    ///
    /// A fault of the program costs the article, not the run.
    pub fn render(&self, post: &ImportedPost) -> RenderedPost {
        self.unless_it_fails(post, || {
            self.reader.with_post(&post.origin, |raw, error| self.render_raw(post, raw, error.as_ref()))
        })
    }

    /// Returns what `render` returns or, if it panics, the post without its article.
    fn unless_it_fails(&self, post: &ImportedPost, render: impl FnOnce() -> RenderedPost) -> RenderedPost {
        fault::caught(render).unwrap_or_else(|fault| {
            let mut diagnostics = post.origin.diagnostics();
            let message = format!("the program failed on its article ({fault})");
            diagnostics.warning(0, message, "kept without it; please report this");
            let item = || self.reader.with_post(&post.origin, |raw, _| raw.metadata.item);
            let item = fault::caught(item).unwrap_or_default();
            RenderedPost {
                item: Item { id: post.id().to_owned(), content_html: Some(String::new()), ..item },
                diagnostics: diagnostics.into_diagnostics(),
                language: None,
                media: Vec::new(),
                links: LinkNotes::default(),
                removed: Vec::new(),
                ledger: Ledger::default(),
                lost: BTreeMap::new(),
            }
        })
    }

    fn render_raw(&self, post: &ImportedPost, raw: RawPost<'_>, error: Option<&io::Error>) -> RenderedPost {
        let RawPost { metadata, mut body, .. } = raw;
        let mut diagnostics = post.origin.diagnostics();
        let written = body.clone();
        let mut item = metadata.item;
        if let Some(error) = error {
            diagnostics.unreadable(error, "kept without its article");
            // The name of a file says something of its only post, and nothing of one among many.
            if post.origin.entry.is_some() {
                item = self.posts.row(post).map(item_of_row).unwrap_or_default();
            }
        }
        post.id().clone_into(&mut item.id);
        // With an original, a relative address is the original's.
        let base = body.base.clone().or_else(|| item.external_url.clone());
        let is_of_feed = body.base.is_some() || post.origin.entry.is_some();
        let fallback = Fallback::of(base.as_deref(), is_of_feed);
        let options = Options { title: item.title.clone(), base, clean: post.clean };
        let archive = LinkedArchive { posts: self.posts, sites: &self.sites };
        let links = PostLinks::new(archive, post, options.base.as_deref());
        body.text = prepare(post, &written, &links, self.media, &mut diagnostics);
        let CleanedArticle {
            mut article,
            cleaning,
            mut uncleaned,
            references,
            files,
            mut links,
            hidden,
            pictures,
        } = self.clean(post, &body, &options, links).with_lead(&item);
        report_references(&references, &written, fallback, &mut diagnostics);
        report_files(&files, &written, fallback, &mut diagnostics);
        links.unknown.retain(|address| !files.is_found(address));
        self.report_links_of(post, &mut links, &written, fallback, &mut diagnostics);
        let CleaningReport { removed, ledger } = cleaning;
        let told = told([&references, &files], &links, fallback);
        report_losses(&ledger, &written, &told, &mut diagnostics);
        report_hidden(&hidden, &written, &mut diagnostics);
        report_truncations(&article, &mut diagnostics);

        let plain = broadsheet_article::write_text(&article);
        // A feed has summaries of its own.
        item.summary = item.summary.or_else(|| summary(&plain));
        let mut language = None;
        if item.language.is_none() {
            language = self.archive_language.and_then(|archive| {
                let title = item.title.as_deref().unwrap_or_default();
                language::of_post(title, &plain, archive)
            });
            item.language = language.map(|guess| guess.tag().to_owned());
        }
        item.extension.clean = (!post.clean).then_some(false);
        let head = pictures.put_before(&mut article, &mut uncleaned);
        // An article in HTML that was taken from a feed is no part of a file as it stands.
        let is_markdown = post.origin.entry.is_none() || body.format == BodyFormat::Markdown;
        match self.content {
            ContentFormat::Markdown if is_markdown => {
                let markdown = markdown_of(&[&head, &*body.text].concat(), [&references, &files], &links);
                item.extension.content_markdown = Some(markdown);
            }
            ContentFormat::Html | ContentFormat::Markdown => {
                item.content_html = Some(broadsheet_article::write_html(&article));
                item.extension.everything =
                    uncleaned.map(|uncleaned| pieces(&article, &uncleaned)).unwrap_or_default();
                item.extension.cut = article.truncations.iter().map(|cut| cut.as_str().to_owned()).collect();
                item.extension.packed = true;
            }
        }
        RenderedPost {
            item,
            diagnostics: diagnostics.into_diagnostics(),
            language,
            media: references.into_media(),
            links: LinkNotes { files: files.into_media(), ..links.notes },
            removed,
            lost: lost_amounts(&ledger),
            ledger,
        }
    }

    /// Reports the links that lead to nothing.
    fn report_links_of(
        &self,
        post: &ImportedPost,
        links: &mut FoundLinks,
        body: &RawBody<'_>,
        fallback: Fallback,
        diagnostics: &mut FileDiagnostics,
    ) {
        if fallback == Fallback::None {
            let is_file = |address: &String| self.media.is_file(&post.origin.file, address);
            let (files, dead): (Vec<_>, Vec<_>) =
                std::mem::take(&mut links.unknown).into_iter().partition(is_file);
            links.notes.dead.clone_from(&dead);
            // A file that is no post of the archive, as a draft is none, is not linked to either.
            links.unknown = dead.into_iter().chain(files.into_iter().filter(|file| is_page(file))).collect();
        }
        report_links(links, body, fallback != Fallback::None, diagnostics);
    }

    /// Reads and cleans the article of a post, and looks for the media files that it names.
    fn clean(
        &self,
        post: &ImportedPost,
        body: &RawBody<'_>,
        options: &Options,
        links: PostLinks<'_>,
    ) -> CleanedArticle {
        let (html, is_cut, hidden) = match body.format {
            BodyFormat::Html => (Cow::Borrowed(body.text.as_ref()), false, markdown::hidden_tags(&body.text)),
            BodyFormat::Markdown => {
                let rendered = markdown::render(&body.text);
                (Cow::Owned(rendered.html), rendered.is_truncated, rendered.hidden)
            }
        };
        let mut references = References::default();
        let is_based = options.base.is_some();
        let files = RefCell::new(References::default());
        let mut find_media = |address: &str| {
            let look = || self.media.find(&post.origin.file, address);
            if self.media.may_have(address) { references.find(address, look) } else { None }
        };
        let (mut article, cleaning, mut uncleaned) =
            native::parse_cleaned_and_full(&html, options, &mut find_media, &|address, pass| match links
                .find(address, pass)
            {
                PostLookup::NotAPost if self.media.may_have(address) && may_be_file(address, is_based) => {
                    let look = || self.media.find_linked(&post.origin.file, address, None);
                    let found = files.borrow_mut().find_linked(address, look);
                    found.map_or(PostLookup::NotAPost, PostLookup::File)
                }
                found => found,
            });
        let pictures = LeadPictures::read(&body.pictures, options, &mut find_media);
        set_formulas([&mut article].into_iter().chain(&mut uncleaned));
        if is_cut && !article.truncations.contains(&Truncation::Bytes) {
            article.truncations.push(Truncation::Bytes);
        }
        CleanedArticle {
            article,
            cleaning,
            uncleaned,
            references,
            files: files.into_inner(),
            links: links.finish(),
            hidden,
            pictures,
        }
    }
}

/// The text of an article in Markdown, with the addresses of the bundle in the place of those of
/// `media` and linked files, and of posts.
fn markdown_of(text: &str, [media, files]: [&References; 2], links: &FoundLinks) -> String {
    let (media, files) = (media.files(), files.linked());
    let media = media.iter().map(|(address, media)| (*address, media.as_str(), Place::Media));
    let posts = links.posts.iter().map(|(from, to)| (from.as_str(), to.as_str(), Place::Link));
    let files = files.iter().map(|(from, to)| (*from, to.as_str(), Place::Link));
    let replaced: Vec<_> = media.chain(posts).chain(files).collect();
    with_addresses(leading_lines(text, MAX_MARKDOWN_BYTES), &replaced)
}

/// Returns the metadata that the row of a post has.
fn item_of_row(mut row: Row) -> Item {
    let author = |name| Author { name, url: None };
    let [tags, authors, _] =
        [Facet::Tag, Facet::Author, Facet::Source].map(|facet| std::mem::take(&mut row.facets[facet]));
    Item {
        title: Some(row.title),
        date_published: row.date.map(|date| date.as_str().to_owned()),
        authors: authors.into_iter().map(author).collect(),
        tags,
        language: row.language,
        // The facets that JSON Feed has no member for are left.
        extension: ItemExtension { facets: row.facets, ..ItemExtension::default() },
        ..Item::default()
    }
}

/// The meaning of an address that may mean a file beside the post when there is none.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fallback {
    /// It means nothing.
    None,
    /// It is the original's.
    Original,
    /// It was never to mean a file.
    Expected,
}

impl Fallback {
    fn of(base: Option<&str>, is_of_feed: bool) -> Self {
        match base {
            None => Self::None,
            // What an entry of a feed names lies beside the feed's address.
            Some(_) if is_of_feed => Self::Expected,
            Some(_) => Self::Original,
        }
    }
}

/// Reports what became of the addresses that may mean files beside the post.
fn report_references(
    references: &References,
    body: &RawBody<'_>,
    fallback: Fallback,
    diagnostics: &mut FileDiagnostics,
) {
    if references.passed_over > 0 {
        let message = format!("more than {LOCAL_REFERENCES} addresses of files beside the post");
        diagnostics.warning(0, message, "the others are left out");
    }
    if fallback == Fallback::None {
        for address in references.missing() {
            let (address, line) = as_written(body, diagnostics, address);
            diagnostics.warning(line, format!("there is no `{address}` beside the post"), "left out");
        }
    } else if fallback == Fallback::Original
        && let Some(first) = references.missing().find(|address| !address.starts_with('/'))
    {
        // Most of these were never files here, so they are told together.
        let others = references.missing().filter(|address| !address.starts_with('/')).count() - 1;
        let (first, line) = as_written(body, diagnostics, first);
        let message = match others {
            0 => format!("there is no `{first}` beside the post"),
            others => format!("there is no `{first}` beside the post, nor {others} more"),
        };
        diagnostics.info(line, message, "the addresses of the original are used");
    }
    report_files(references, body, fallback, diagnostics);
}

/// Reports what became of the files that addresses lead to.
fn report_files(
    references: &References,
    body: &RawBody<'_>,
    fallback: Fallback,
    diagnostics: &mut FileDiagnostics,
) {
    for (address, of_media) in references.diagnostics() {
        let (address, line) = as_written(body, diagnostics, address);
        let message = format!("`{address}` {}", of_media.message);
        let action = match of_media.action.as_str() {
            LEFT_OUT if is_absolute(&address) => "the address stays as it is",
            LEFT_OUT if fallback != Fallback::None => "the address of the original is used",
            action => action,
        };
        match of_media.severity {
            Severity::Warning => diagnostics.warning(line, message, action),
            Severity::Info => diagnostics.info(line, message, action),
        }
    }
}

/// An address as its author wrote it, and its line in the file, or 0.
fn as_written(body: &RawBody<'_>, diagnostics: &FileDiagnostics, address: &str) -> (String, usize) {
    // Finding its line takes as long as the article is, so only what is listed is looked for.
    if let Some(picture) = body.pictures.iter().find(|picture| picture.address == address) {
        return (shorten(address), picture.line);
    }
    let (address, mut line) =
        if diagnostics.has_room() { locate_reference(address, &body.text) } else { (address.into(), 0) };
    // A template tag has no more than the name.
    if line == 0
        && diagnostics.has_room()
        && let Some(path) = address.strip_prefix('/')
    {
        let name = path.strip_prefix("_posts/").map_or(path, |name| name.trim_end_matches(".md"));
        line = locate_reference(name, &body.text).1;
    }
    let line = match body.first_line {
        Some(first) if line > 0 => line + first - 1,
        _ => 0,
    };
    (shorten(&address), line)
}

/// `true` if the address of a link may mean a file beside the post that is no page. Where relative
/// addresses are the original's, a file has an extension.
fn may_be_file(address: &str, is_based: bool) -> bool {
    const PAGES: [&str; 9] = ["asp", "aspx", "cgi", "cfm", "do", "jsp", "php", "shtml", "xhtml"];
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    if name.is_empty() || is_page(address) {
        return false;
    }
    match name.rsplit_once('.') {
        Some((_, extension)) => !PAGES.iter().any(|page| page.eq_ignore_ascii_case(extension)),
        None => !is_based && !is_absolute(address),
    }
}

/// `true` if an address has the ending of a post's file.
fn is_page(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    forms::without_ending(name).0 != name
}

/// Reports relative links that lead to nothing, and those that seem to mean a post and lead to the
/// original's site. `is_based` says that relative addresses have a base.
fn report_links(links: &FoundLinks, body: &RawBody<'_>, is_based: bool, diagnostics: &mut FileDiagnostics) {
    if links.passed_over > 0 {
        let message = format!("more than {LOCAL_REFERENCES} addresses of links");
        diagnostics.warning(0, message, "the others are taken to lead to no post");
    }
    for address in &links.unknown {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        if !is_based {
            let (address, line) = as_written(body, diagnostics, address);
            let message = format!("`{address}` leads to nothing in the archive");
            diagnostics.warning(line, message, "the words are kept without the link");
        } else if forms::without_ending(path).1 {
            let (address, line) = as_written(body, diagnostics, address);
            let message = format!("`{address}` leads to no post of the archive");
            diagnostics.info(line, message, "taken as a page of the original's site");
        }
    }
}

/// Returns the relative addresses of which it was reported that they lead nowhere.
fn told<'r>(references: [&'r References; 2], links: &'r FoundLinks, fallback: Fallback) -> HashSet<&'r str> {
    let of_files = references.into_iter().flat_map(References::diagnostics).map(|(address, _)| address);
    if fallback != Fallback::None {
        return of_files.collect();
    }
    let missing = references[0].missing().chain(links.unknown.iter().map(String::as_str));
    of_files.chain(missing).collect()
}

fn report_truncations(article: &Article, diagnostics: &mut FileDiagnostics) {
    for truncation in &article.truncations {
        let (message, action) = match truncation {
            Truncation::Bytes => ("the article is too long", "its end is cut off"),
            Truncation::Nodes => ("the article has too many parts", "its end is cut off"),
            Truncation::Depth => {
                ("the article is nested too deeply", "its text is kept, its structure is not")
            }
        };
        diagnostics.warning(0, message, action);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Cache;
    use crate::import::discover::{LinkPolicy, discover};
    use crate::import::import;
    use crate::progress::Silent;

    #[test]
    fn a_fault_costs_the_article_alone() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.md"), "---\ntitle: T\n---\nB").unwrap();
        let roots = [folder.path().to_owned()];
        let found = discover(&roots, None, LinkPolicy::Inside).unwrap();
        let posts = import(found.files, false, &Cache::default(), &Silent).posts;
        let media = MediaStore::new(None);
        let renderer = Renderer::new(&posts, &media, ContentFormat::Html, None);
        let post = renderer.unless_it_fails(posts.at(0), || panic!("at 7"));
        assert_eq!((post.item.id.as_str(), post.item.title.as_deref()), ("a", Some("T")));
        assert_eq!(post.diagnostics.len(), 1);
        assert!(post.diagnostics[0].message.contains("the program failed on its article (at 7)"));
    }
}
