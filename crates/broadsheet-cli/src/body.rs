//! A post's content, from its file to what the bundle stores.

use crate::import::{self, Post, front_matter};
use crate::language;
use crate::media::{self, Found, MediaStore};
use crate::report::{FileReport, Finding};
use broadsheet_article::native::Removal;
use broadsheet_article::tree::{Block, Cut};
use broadsheet_article::url::LocalMedia;
use broadsheet_article::{Article, Options, markdown, native};
use broadsheet_bundle::feed::{Item, Piece};
use std::borrow::Cow;
use std::collections::HashMap;

/// Characters in a summary.
const SUMMARY: usize = 120;

/// How the bundle stores articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Content {
    /// HTML, cleaned, with absolute addresses: `content_html`.
    #[default]
    Html,
    /// Markdown as it stands in the file, for the viewer to clean: `_broadsheet.content_markdown`.
    Markdown,
}

/// A post with its content.
#[derive(Debug)]
pub struct Loaded {
    /// What goes into the bundle.
    pub item: Item,
    /// What was found in the body.
    pub findings: Vec<Finding>,
    /// Addresses that may mean files beside the post, and the files of the bundle that they led to.
    pub media: Vec<(String, Option<String>)>,
    /// What the cleaning rules took out of the article.
    pub removed: Vec<Removal>,
}

/// Reads a post's body again and completes its item. A post that does not say its language gets one where its script
/// shows that it is not the archive's.
pub fn load(post: &Post, content: Content, archive_language: Option<&str>, store: &MediaStore<'_>) -> Loaded {
    let file = &post.file;
    let path = file.path();
    let mut report = FileReport::new(path.to_string_lossy());
    let text = match import::read_text(&path) {
        Ok(decoded) => decoded.text,
        Err(error) => {
            report.problem(0, format!("cannot be read ({error})"), "kept without its article");
            String::new()
        }
    };
    // Import has reported what there is to say about the front matter. It does not keep it: read once more it takes a
    // moment, kept for every post it would take most of the memory.
    let mut silent = FileReport::new("");
    let parsed = front_matter::parse(&text, &mut silent);
    let (body, body_line) = (parsed.body, parsed.body_line);
    let particulars = import::post::particulars(parsed, &file.stem(), &mut silent);
    let mut item = Item { id: post.id().to_owned(), ..particulars.item };
    let html = if file.html { Cow::Borrowed(body) } else { Cow::Owned(markdown::to_html(body)) };
    let options = Options { title: item.title.clone(), base: item.external_url.clone(), clean: post.clean };
    let mut missing: Vec<String> = Vec::new();
    let mut found: Vec<(String, LocalMedia)> = Vec::new();
    let mut media: Vec<(String, Option<String>)> = Vec::new();
    let (article, cleaning, everything) =
        native::parse_both(&html, &options, &mut |address| match store.find(file, address) {
            Found::File(file) => {
                media.push((address.to_owned(), Some(file.as_str().to_owned())));
                found.push((address.to_owned(), file.clone()));
                Some(file)
            }
            Found::Missing => {
                media.push((address.to_owned(), None));
                // With an original, a relative address is the original's.
                if item.external_url.is_none() {
                    missing.push(address.to_owned());
                }
                None
            }
            Found::Elsewhere => None,
        });
    media.sort();
    media.dedup();
    missing.sort();
    missing.dedup();
    for address in missing {
        let (address, place) = place_of(&address, body);
        let line = place.map_or(0, |at| body_line + body.get(..at).unwrap_or_default().matches('\n').count());
        report.problem(line, format!("there is no `{address}` beside the post"), "left out");
    }
    for cut in &article.cuts {
        let (message, action) = match cut {
            Cut::Bytes => ("the article is too long", "its end is cut off"),
            Cut::Nodes => ("the article has too many parts", "its end is cut off"),
            Cut::Depth => ("the article is nested too deeply", "its text is kept, its structure is not"),
        };
        report.problem(0, message, action);
    }
    let plain = broadsheet_article::text(&article);
    item.summary = summary(&plain);
    if item.language.is_none() {
        let guessed = archive_language.and_then(|archive| language::of_text(&plain, archive));
        item.language = guessed.map(str::to_owned);
    }
    item.extension.clean = (!post.clean).then_some(false);
    match content {
        Content::Html => {
            let html = broadsheet_article::write_html(&article);
            item.extension.everything =
                everything.map(|everything| pieces(&article, &everything)).unwrap_or_default();
            item.extension.cut = article.cuts.iter().map(|cut| cut.as_str().to_owned()).collect();
            item.content_html = Some(html);
            item.extension.packed = true;
        }
        Content::Markdown => item.extension.content_markdown = Some(with_media(body, &found)),
    }
    Loaded { item, findings: report.findings, media, removed: cleaning.removed }
}

/// `everything` as pieces of `article`, both as HTML; none where the two are the same. Most blocks are in both, so this is
/// far shorter than the whole.
fn pieces(article: &Article, everything: &Article) -> Vec<Piece> {
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
    let mut pieces: Vec<Piece> = Vec::new();
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
                    Some((_, from, to)) if from == to => (*from, *to) = (start, end),
                    Some((_, _, to)) if *to == start => *to = end,
                    _ => pieces.push((String::new(), start, end)),
                }
            }
            (_, Some((taken, from, to))) if from == to => taken.push_str(&html),
            _ => pieces.push((html, 0, 0)),
        }
    }
    if matches!(pieces.as_slice(), [(taken, 0, end)] if taken.is_empty() && *end == total) {
        pieces.clear();
    }
    pieces
}

/// An address as the author wrote it, and where: Markdown's renderer puts percent signs into it.
fn place_of(address: &str, body: &str) -> (String, Option<usize>) {
    let decoded = media::decode_percent(address).unwrap_or_else(|| address.to_owned());
    match body.find(&decoded) {
        Some(at) => (decoded, Some(at)),
        None => (address.to_owned(), body.find(address)),
    }
}

/// Markdown whose pictures have the addresses that they have in the bundle.
fn with_media(body: &str, found: &[(String, LocalMedia)]) -> String {
    let mut body = body.to_owned();
    for (address, media) in found {
        let (written, _) = place_of(address, &body);
        let starts =
            |before: &str| before.is_empty() || before.ends_with(['(', '<', '"', '\'', '=', ' ', '\n']);
        let ends = |after: &str| after.is_empty() || after.starts_with([')', '>', '"', '\'', ' ', '\n']);
        let mut from = 0;
        while let Some(at) = body.get(from..).and_then(|rest| rest.find(&written)).map(|at| from + at) {
            let end = at + written.len();
            if starts(body.get(..at).unwrap_or_default()) && ends(body.get(end..).unwrap_or_default()) {
                body.replace_range(at..end, media.as_str());
                from = at + media.as_str().len();
            } else {
                from = end;
            }
        }
    }
    body
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

    #[test]
    fn pictures_in_markdown() {
        let media = LocalMedia::new("0123456789abcdef", "png").unwrap();
        for (body, address, expected) in [
            ("![a](a.png) a.png/x ba.png", "a.png", "![a](media/0123456789abcdef.png) a.png/x ba.png"),
            ("<img src=\"图 1.png\">", "%E5%9B%BE%201.png", "<img src=\"media/0123456789abcdef.png\">"),
            ("[r]: a.png\n![r]", "a.png", "[r]: media/0123456789abcdef.png\n![r]"),
        ] {
            assert_eq!(with_media(body, &[(address.into(), media.clone())]), expected);
        }
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
                let joined = broadsheet_bundle::feed::join(&html, &pieces).unwrap();
                assert_eq!(joined, broadsheet_article::write_html(&everything));
            }
        }
    }

    #[test]
    fn summaries() {
        let of = |html: &str| summary(&broadsheet_article::text(&native::parse(html, &Options::default())));
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
