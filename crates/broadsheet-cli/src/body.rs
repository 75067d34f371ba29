//! A post's content, from its file to what the bundle stores.

use crate::import::{self, Post, front_matter};
use crate::language;
use crate::media::{self, Found, MediaStore};
use crate::report::{FileReport, Finding};
use broadsheet_article::native::Removal;
use broadsheet_article::tree::Cut;
use broadsheet_article::url::LocalMedia;
use broadsheet_article::{Options, markdown, native};
use broadsheet_bundle::feed::Item;
use std::borrow::Cow;

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
    /// What the cleaning rules took out of the article.
    pub removed: Vec<Removal>,
}

/// Reads a post's body again and completes its item. A post that does not say its language gets one where its script
/// shows that it is not the archive's.
pub fn load(post: &Post, content: Content, archive_language: Option<&str>, store: &MediaStore<'_>) -> Loaded {
    let file = &post.file;
    let mut report = FileReport::new(file.path.to_string_lossy());
    let mut item = post.item.clone();
    let text = match import::read_text(&file.path) {
        Ok(decoded) => decoded.text,
        Err(error) => {
            report.problem(0, format!("cannot be read ({error})"), "kept without its article");
            String::new()
        }
    };
    // Import has reported what there is to say about the front matter.
    let parsed = front_matter::parse(&text, &mut FileReport::new(""));
    let html =
        if file.html { Cow::Borrowed(parsed.body) } else { Cow::Owned(markdown::to_html(parsed.body)) };
    let options = Options { title: item.title.clone(), base: item.external_url.clone(), clean: post.clean };
    let mut missing: Vec<String> = Vec::new();
    let mut found: Vec<(String, LocalMedia)> = Vec::new();
    let (article, cleaning, everything) =
        native::parse_both(&html, &options, &mut |address| match store.find(file, address) {
            Found::File(media) => {
                found.push((address.to_owned(), media.clone()));
                Some(media)
            }
            // With an original, a relative address is the original's.
            Found::Missing if item.external_url.is_none() => {
                missing.push(address.to_owned());
                None
            }
            Found::Missing | Found::Elsewhere => None,
        });
    missing.sort();
    missing.dedup();
    for address in missing {
        let (address, place) = place_of(&address, parsed.body);
        let line = place.map_or(0, |at| {
            parsed.body_line + parsed.body.get(..at).unwrap_or_default().matches('\n').count()
        });
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
            let everything = everything.map(|everything| broadsheet_article::write_html(&everything));
            item.extension.everything_html = everything.filter(|everything| *everything != html);
            item.extension.cut = article.cuts.iter().map(|cut| cut.as_str().to_owned()).collect();
            item.content_html = Some(html);
            item.extension.packed = true;
        }
        Content::Markdown => item.extension.content_markdown = Some(with_media(parsed.body, &found)),
    }
    Loaded { item, findings: report.findings, removed: cleaning.removed }
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
