//! A post's content, from its file to what the bundle stores.

use crate::diagnostics::{Diagnostic, FileDiagnostics};
use crate::fault;
use crate::import::metadata::shorten;
use crate::import::{self, Post, front_matter};
use crate::language::{self, Guess};
use crate::limits::LOCAL_REFERENCES;
use crate::media::{self, Media, MediaDiagnostic, MediaLookup, MediaStore};
use crate::options::ContentFormat;
use aho_corasick::AhoCorasick;
use broadsheet_article::limits::{MAX_MARKDOWN_BYTES, leading_lines};
use broadsheet_article::native::Removal;
use broadsheet_article::tree::{Block, Truncation};
use broadsheet_article::url::BundledMedia;
use broadsheet_article::{Article, Options, markdown, native};
use broadsheet_bundle::format::{HtmlPiece, Item};
use std::borrow::Cow;
use std::collections::HashMap;

/// Characters in a summary.
const SUMMARY: usize = 120;

/// A post with its content.
#[derive(Debug)]
pub struct RenderedPost {
    /// What goes into the bundle.
    pub item: Item,
    /// What was found in the body.
    pub diagnostics: Vec<Diagnostic>,
    /// The language that its text shows, if that is neither the archive's nor said in the file.
    pub language: Option<Guess>,
    /// Addresses that may mean files beside the post, and what became of the files that they led to.
    pub media: Vec<(String, Option<Media>)>,
    /// What the cleaning rules took out of the article.
    pub removed: Vec<Removal>,
}

/// Reads a post's body again and completes its item. A post that does not say its language gets one where its script
/// shows that it is not the archive's.
///
/// A fault of the program costs the article, not the run.
pub fn render_post(
    post: &Post,
    content: ContentFormat,
    archive_language: Option<&str>,
    store: &MediaStore<'_>,
) -> RenderedPost {
    unless_it_fails(post, || render_article(post, content, archive_language, store))
}

/// What `load` returns or, where it panics, the post without its article.
fn unless_it_fails(post: &Post, load: impl FnOnce() -> RenderedPost) -> RenderedPost {
    fault::caught(load).unwrap_or_else(|fault| {
        let mut diagnostics = FileDiagnostics::new(post.file.path().to_string_lossy());
        let message = format!("the program failed on its article ({fault})");
        diagnostics.warning(0, message, "kept without it; please report this");
        let item = fault::caught(|| particulars_of(post)).unwrap_or_default();
        RenderedPost {
            item: Item { id: post.id().to_owned(), content_html: Some(String::new()), ..item },
            diagnostics: diagnostics.into_diagnostics(),
            language: None,
            media: Vec::new(),
            removed: Vec::new(),
        }
    })
}

/// What a post says of itself.
fn particulars_of(post: &Post) -> Item {
    let text = import::read_text(&post.file).map(|decoded| decoded.text).unwrap_or_default();
    let mut silent = FileDiagnostics::new("");
    let parsed = front_matter::parse(&text, &mut silent);
    import::metadata::read_metadata(parsed, &post.file.stem(), &mut silent).item
}

fn render_article(
    post: &Post,
    content: ContentFormat,
    archive_language: Option<&str>,
    store: &MediaStore<'_>,
) -> RenderedPost {
    let file = &post.file;
    let mut diagnostics = FileDiagnostics::new(file.path().to_string_lossy());
    let text = match import::read_text(file) {
        Ok(decoded) => decoded.text,
        Err(error) => {
            diagnostics.unreadable(&error, "kept without its article");
            String::new()
        }
    };
    // Import has reported what there is to say about the front matter. It does not keep it: read once more it takes a
    // moment, kept for every post it would take most of the memory.
    let mut silent = FileDiagnostics::new("");
    let parsed = front_matter::parse(&text, &mut silent);
    let (body, body_line) = (parsed.body, parsed.body_line);
    let metadata = import::metadata::read_metadata(parsed, &file.stem(), &mut silent);
    let mut item = Item { id: post.id().to_owned(), ..metadata.item };
    let (html, is_cut) = if file.html {
        (Cow::Borrowed(body), false)
    } else {
        let rendered = markdown::render(body);
        (Cow::Owned(rendered.html), rendered.is_truncated)
    };
    let options = Options { title: item.title.clone(), base: item.external_url.clone(), clean: post.clean };
    let mut references = References::default();
    let (mut article, cleaning, everything) =
        native::parse_cleaned_and_full(&html, &options, &mut |address| {
            references.find(address, || store.find(file, address))
        });
    if is_cut && !article.truncations.contains(&Truncation::Bytes) {
        article.truncations.push(Truncation::Bytes);
    }
    if references.passed_over > 0 {
        let message = format!("more than {LOCAL_REFERENCES} addresses of files beside the post");
        diagnostics.warning(0, message, "the others are left out");
    }
    let written_in_body = |diagnostics: &FileDiagnostics, address: &str| {
        // Diagnostic its line takes as long as the article is, so only what is listed is looked for.
        let (address, line) =
            if diagnostics.has_room() { written(address, body) } else { (address.into(), 0) };
        (shorten(&address), if line > 0 { line + body_line - 1 } else { 0 })
    };
    // With an original, a relative address is the original's.
    if item.external_url.is_none() {
        for address in references.missing() {
            let (address, line) = written_in_body(&diagnostics, address);
            diagnostics.warning(line, format!("there is no `{address}` beside the post"), "left out");
        }
    }
    for (address, told) in references.told() {
        let (address, line) = written_in_body(&diagnostics, address);
        let message = format!("`{address}` {}", told.message);
        if told.is_problem {
            diagnostics.warning(line, message, told.action.as_str());
        } else {
            diagnostics.info(line, message, told.action.as_str());
        }
    }
    for cut in &article.truncations {
        let (message, action) = match cut {
            Truncation::Bytes => ("the article is too long", "its end is cut off"),
            Truncation::Nodes => ("the article has too many parts", "its end is cut off"),
            Truncation::Depth => {
                ("the article is nested too deeply", "its text is kept, its structure is not")
            }
        };
        diagnostics.warning(0, message, action);
    }
    let plain = broadsheet_article::write_text(&article);
    item.summary = summary(&plain);
    let mut language = None;
    if item.language.is_none() {
        language = archive_language.and_then(|archive| language::of_text(&plain, archive));
        item.language = language.map(|guess| guess.tag().to_owned());
    }
    item.extension.clean = (!post.clean).then_some(false);
    match content {
        ContentFormat::Html => {
            let html = broadsheet_article::write_html(&article);
            item.extension.everything =
                everything.map(|everything| pieces(&article, &everything)).unwrap_or_default();
            item.extension.cut = article.truncations.iter().map(|cut| cut.as_str().to_owned()).collect();
            item.content_html = Some(html);
            item.extension.packed = true;
        }
        ContentFormat::Markdown => {
            let files = references.files();
            let files: Vec<_> = files.iter().map(|(address, media)| (*address, media)).collect();
            item.extension.content_markdown =
                Some(with_media(leading_lines(body, MAX_MARKDOWN_BYTES), &files));
        }
    }
    RenderedPost {
        item,
        diagnostics: diagnostics.into_diagnostics(),
        language,
        media: references.into_media(),
        removed: cleaning.removed,
    }
}

/// The addresses in an article that may mean files beside it, each looked for once.
#[derive(Default)]
struct References {
    /// By address, the file of the bundle, nothing for a missing one, or that it means something else.
    known: HashMap<String, MediaLookup>,
    /// The addresses as they were met.
    order: Vec<String>,
    /// How often one was met after [`LOCAL_REFERENCES`] others.
    passed_over: usize,
}

impl References {
    /// The file of the bundle that `address` leads to; `look` looks for it.
    fn find(&mut self, address: &str, look: impl FnOnce() -> MediaLookup) -> Option<BundledMedia> {
        let found = match self.known.get(address) {
            Some(found) => found,
            None if self.order.len() >= LOCAL_REFERENCES => {
                self.passed_over += 1;
                return None;
            }
            None => {
                self.order.push(address.to_owned());
                self.known.entry(address.to_owned()).or_insert_with(look)
            }
        };
        match found {
            MediaLookup::Bundled(media) => media.file(),
            MediaLookup::Missing | MediaLookup::NotLocal => None,
        }
    }

    /// What there is to say of the files.
    fn told(&self) -> impl Iterator<Item = (&str, &MediaDiagnostic)> {
        let told = |address: &String| match self.known.get_key_value(address) {
            Some((address, MediaLookup::Bundled(media))) => {
                Some(media.told.iter().map(|told| (address.as_str(), told)))
            }
            _ => None,
        };
        self.order.iter().filter_map(told).flatten()
    }

    fn missing(&self) -> impl Iterator<Item = &str> {
        let is_missing = |address: &&String| self.known.get(*address) == Some(&MediaLookup::Missing);
        self.order.iter().filter(is_missing).map(String::as_str)
    }

    fn files(&self) -> Vec<(&str, BundledMedia)> {
        let file = |address: &String| match self.known.get_key_value(address)? {
            (address, MediaLookup::Bundled(media)) => Some((address.as_str(), media.file()?)),
            _ => None,
        };
        self.order.iter().filter_map(file).collect()
    }

    /// All addresses that lead to a file or to none, in the order of the alphabet.
    fn into_media(self) -> Vec<(String, Option<Media>)> {
        let media = |(address, found)| match found {
            MediaLookup::Bundled(media) => Some((address, Some(media))),
            MediaLookup::Missing => Some((address, None)),
            MediaLookup::NotLocal => None,
        };
        let mut all: Vec<_> = self.known.into_iter().filter_map(media).collect();
        all.sort_by(|(one, _), (two, _)| one.cmp(two));
        all
    }
}

/// `everything` as pieces of `article`, both as HTML; none where the two are the same. Most blocks are in both, so this is
/// far shorter than the whole.
fn pieces(article: &Article, everything: &Article) -> Vec<HtmlPiece> {
    /// Bytes of a block that is looked for further on: a shorter one, such as a rule, is too easily mistaken for another.
    const DISTINCT: usize = 40;
    let written = |block: &Block| broadsheet_article::write_blocks(std::slice::from_ref(block));
    let mut places: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
    let mut total = 0;
    for (place, block) in article.blocks.iter().enumerate() {
        let html = written(block);
        let start = total;
        total += html.len();
        places.entry(html).or_default().push((place, start));
    }
    let mut pieces: Vec<HtmlPiece> = Vec::new();
    let mut next = 0;
    for block in &everything.blocks {
        let html = written(block);
        let kept = places.get(&html).and_then(|all| all.get(all.partition_point(|(place, _)| *place < next)));
        match (kept, pieces.last_mut()) {
            (Some(&(place, start)), last) if place == next || html.len() >= DISTINCT => {
                next = place + 1;
                let end = start + html.len();
                match last {
                    // Nothing is kept yet of the piece.
                    Some(piece) if piece.start == piece.end => (piece.start, piece.end) = (start, end),
                    Some(piece) if piece.end == start => piece.end = end,
                    _ => pieces.push(HtmlPiece { removed: String::new(), start, end }),
                }
            }
            (_, Some(piece)) if piece.start == piece.end => piece.removed.push_str(&html),
            _ => pieces.push(HtmlPiece { removed: html, start: 0, end: 0 }),
        }
    }
    if pieces == [HtmlPiece { removed: String::new(), start: 0, end: total }] {
        pieces.clear();
    }
    pieces
}

/// An address as the author wrote it, since Markdown's renderer puts percent signs into it, and its line in `body`, from 1; 0
/// where it is not found.
fn written(address: &str, body: &str) -> (String, usize) {
    let decoded = media::decode_percent(address).unwrap_or_else(|| address.to_owned());
    let line = |at: usize| 1 + body.get(..at).unwrap_or_default().matches('\n').count();
    match body.find(&decoded) {
        Some(at) => (decoded, line(at)),
        None => (address.to_owned(), body.find(address).map_or(0, line)),
    }
}

/// Markdown whose pictures have the addresses that they have in the bundle. Goes through the text once, whatever the number of
/// pictures.
fn with_media(body: &str, found: &[(&str, &BundledMedia)]) -> String {
    let mut written: HashMap<String, &BundledMedia> = HashMap::new();
    for &(address, media) in found {
        written.entry(address.to_owned()).or_insert(media);
        if let Some(decoded) = media::decode_percent(address) {
            written.entry(decoded).or_insert(media);
        }
    }
    let (addresses, files): (Vec<_>, Vec<_>) = written.into_iter().unzip();
    // Fails for more patterns than memory holds.
    let Ok(finder) = AhoCorasick::new(&addresses) else { return body.to_owned() };
    let starts = |before: &str| before.is_empty() || before.ends_with(['(', '<', '"', '\'', '=', ' ', '\n']);
    let ends = |after: &str| after.is_empty() || after.starts_with([')', '>', '"', '\'', ' ', '\n']);
    let mut places: Vec<_> = finder
        .find_overlapping_iter(body)
        .filter(|found| starts(&body[..found.start()]) && ends(&body[found.end()..]))
        .collect();
    // The first one counts, and of those that start there the longest.
    places.sort_by_key(|found| (found.start(), std::cmp::Reverse(found.end())));
    let mut replaced = String::with_capacity(body.len());
    let mut done = 0;
    for place in places {
        if place.start() >= done {
            replaced.push_str(&body[done..place.start()]);
            replaced.push_str(files[place.pattern().as_usize()].as_str());
            done = place.end();
        }
    }
    replaced.push_str(&body[done..]);
    replaced
}

/// The start of the article's text, on one line.
fn summary(text: &str) -> Option<String> {
    let mut summary = String::new();
    let mut left = SUMMARY;
    for word in text.split_whitespace() {
        if !summary.is_empty() {
            summary.push(' ');
            left = left.saturating_sub(1);
        }
        for c in word.chars() {
            if left == 0 {
                summary.truncate(summary.trim_end().len());
                summary.push('…');
                return Some(summary);
            }
            summary.push(c);
            left -= 1;
        }
    }
    (!summary.is_empty()).then_some(summary)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Cache;
    use crate::progress::Silent;

    #[test]
    fn pictures_in_markdown() {
        let media = BundledMedia::new("0123456789abcdef", "png").unwrap();
        for (body, address, expected) in [
            ("![a](a.png) a.png/x ba.png", "a.png", "![a](media/0123456789abcdef.png) a.png/x ba.png"),
            ("<img src=\"图 1.png\">", "%E5%9B%BE%201.png", "<img src=\"media/0123456789abcdef.png\">"),
            ("[r]: a.png\n![r]", "a.png", "[r]: media/0123456789abcdef.png\n![r]"),
        ] {
            assert_eq!(with_media(body, &[(address, &media)]), expected);
        }
    }

    #[test]
    fn many_pictures_in_markdown() {
        let media = |number: u32| BundledMedia::new(&format!("{number:016x}"), "png").unwrap();
        let files: Vec<_> = (0..2_000).map(|number| (format!("{number}.png"), media(number))).collect();
        let found: Vec<_> = files.iter().map(|(address, media)| (address.as_str(), media)).collect();
        // Each of them, longer ones that end like shorter ones, and one of them very often.
        let body = |name: &dyn Fn(u32) -> String| {
            (0..2_000)
                .chain([7; 2_000])
                .map(|number| ["![](", &name(number), ")\n"].concat())
                .collect::<String>()
        };
        let written = body(&|number| format!("{number}.png"));
        assert_eq!(with_media(&written, &found), body(&|number| media(number).as_str().to_owned()));
        let (short, long) = (media(1), media(2));
        let found = [("a.png", &short), ("b a.png", &long)];
        assert_eq!(
            with_media("<img src=\"b a.png\"> ![](a.png)", &found),
            format!("<img src=\"{}\"> ![]({})", long.as_str(), short.as_str())
        );
    }

    #[test]
    fn references_are_looked_for_once_each_and_not_without_end() {
        let mut references = References::default();
        let mut looks = 0;
        for number in (0..LOCAL_REFERENCES + 5).chain(0..LOCAL_REFERENCES) {
            references.find(&number.to_string(), || {
                looks += 1;
                MediaLookup::Missing
            });
        }
        assert_eq!(
            (looks, references.missing().count(), references.passed_over),
            (LOCAL_REFERENCES, LOCAL_REFERENCES, 5)
        );
        assert_eq!(references.missing().nth(2), Some("2"));
    }

    #[test]
    fn a_fault_costs_the_article_alone() {
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join("a.md"), "---\ntitle: T\n---\nB").unwrap();
        let roots = [place.path().to_owned()];
        let found = import::discover::discover(&roots, None, import::discover::LinkPolicy::Inside).unwrap();
        let found = import::import(found.files, false, &Cache::default(), &Silent);
        let loaded = unless_it_fails(found.posts.at(0), || panic!("at 7"));
        assert_eq!((loaded.item.id.as_str(), loaded.item.title.as_deref()), ("a", Some("T")));
        assert_eq!(loaded.diagnostics.len(), 1);
        assert!(loaded.diagnostics[0].message.contains("the program failed on its article (at 7)"));
    }

    #[test]
    fn everything_is_made_of_pieces() {
        let read = |html: &str| native::parse(html, &Options { clean: false, ..Options::default() });
        let long = |name: &str| format!("<p>{name}{}</p>", name.repeat(50));
        let [a, b, c] = ["a", "b", "c"].map(long);
        for (content, everything, count) in [
            (format!("{a}<hr>{b}"), format!("{a}<hr>{b}"), 0),
            (format!("{a}<hr>{b}"), format!("<p>x</p><p>y</p>{a}<hr>{b}"), 1),
            (format!("{a}<hr>{b}"), format!("<hr>{a}<p>x</p><hr>{b}<p>y</p>"), 3),
            (format!("{a}{b}{c}"), format!("{a}<p>changed</p>{c}"), 2),
            (format!("{a}{b}"), format!("{b}{a}"), 2),
            (a.clone(), String::new(), 0),
            (String::new(), a.clone(), 1),
        ] {
            let (content, everything) = (read(&content), read(&everything));
            let pieces = pieces(&content, &everything);
            assert_eq!(pieces.len(), count, "{pieces:?}");
            if count > 0 {
                let html = broadsheet_article::write_html(&content);
                let joined = broadsheet_bundle::format::assemble(&html, &pieces, usize::MAX).unwrap();
                assert_eq!(joined, broadsheet_article::write_html(&everything));
            }
        }
    }

    #[test]
    fn summaries() {
        let of =
            |html: &str| summary(&broadsheet_article::write_text(&native::parse(html, &Options::default())));
        assert_eq!(of(""), None);
        assert_eq!(of("<p>One\n two</p><p>three</p>").as_deref(), Some("One two three"));
        let exactly = "字".repeat(SUMMARY);
        assert_eq!(of(&exactly).as_deref(), Some(exactly.as_str()));
        assert_eq!(of(&format!("{exactly}字")), Some(format!("{exactly}…")));
        assert_eq!(
            of(&format!("{} 字", "字".repeat(SUMMARY - 1))),
            Some(format!("{}…", "字".repeat(SUMMARY - 1)))
        );
    }
}
