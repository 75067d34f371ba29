//! The content of posts of other programs' feeds.

use broadsheet_article::limits::MAX_HTML_BYTES;
use broadsheet_article::tree::Truncation;
use broadsheet_article::{Article, Options, markdown, write_html, write_text};
use broadsheet_bundle::format::markup::{first_alternative, paragraphs};
use broadsheet_bundle::text::as_seen;

/// An article as the packer would store it.
#[derive(Debug)]
pub(crate) struct Content {
    pub(crate) html: String,
    /// The limits that it exceeded.
    pub(crate) cuts: Vec<&'static str>,
    /// `true` if cleaning removed anything.
    pub(crate) cleaned: bool,
}

/// The HTML of a post: of the first of `html`, `markdown` and `text` that exists. Text beyond the
/// parser's limit is left out before it is converted, and reported as [`Truncation::Bytes`].
pub(crate) fn html(
    html: Option<String>,
    markdown: Option<String>,
    text: Option<String>,
) -> (String, Option<Truncation>) {
    let mut cut = None;
    let mut within = |mut text: String| {
        if text.len() > MAX_HTML_BYTES {
            cut = Some(Truncation::Bytes);
            text.truncate(text.floor_char_boundary(MAX_HTML_BYTES));
        }
        text
    };
    let html = html
        .map(&mut within)
        .or_else(|| markdown.map(&mut within).map(|source| markdown::to_html(&source)))
        .or_else(|| text.map(&mut within).map(|text| paragraphs(&text)))
        .unwrap_or_default();
    (html, cut)
}

/// The article in `html`, as the packer would store it, cleaned or not. In an article that
/// `has_post_links`, `?post=ID` is a post of the archive. Fails if the page's policy forbids the
/// parser.
pub(crate) fn read(
    html: &str,
    cut: Option<Truncation>,
    has_post_links: bool,
    options: &Options,
) -> Result<Content, ParseError> {
    let parse = |options: &Options| parse(html, options, has_post_links);
    let mut article = parse(options)?;
    article.truncations.extend(cut);
    let written = write_html(&article);
    let cleaned =
        options.clean && write_html(&parse(&Options { clean: false, ..options.clone() })?) != written;
    let cuts = article.truncations.iter().map(|cut| cut.as_str()).collect();
    Ok(Content { html: written, cuts, cleaned })
}

/// A title for a post that has none, from its content: its first words, or those of its first
/// picture. `None` if there is nothing of the kind.
pub(crate) fn title(html: &str) -> Option<String> {
    /// Bytes of the content that are looked at.
    const START: usize = 4096;
    /// Characters of a title of the first words.
    const MOST_CHARACTERS: usize = 60;
    let start = &html[..html.floor_char_boundary(START)];
    let article = parse(start, &Options { clean: false, ..Options::default() }, false).ok()?;
    let words = as_seen(&write_text(&article));
    let words = if words.is_empty() { as_seen(&first_alternative(start)?) } else { words };
    let end = words.char_indices().nth(MOST_CHARACTERS).map(|(end, _)| end);
    let title = end.map_or_else(|| words.clone(), |end| [&words[..end], "…"].concat());
    (!title.is_empty()).then_some(title)
}

#[cfg(target_arch = "wasm32")]
type ParseError = broadsheet_article::dom::DomError;

#[cfg(target_arch = "wasm32")]
fn parse(html: &str, options: &Options, has_post_links: bool) -> Result<Article, ParseError> {
    let mut article = broadsheet_article::dom::parse_with(html, options, has_post_links)?;
    if let Some(page) = &options.base {
        broadsheet_article::begin_with_film(&mut article, page, options.title.as_deref());
    }
    Ok(article)
}

/// The error of [`parse`] outside a browser, where there is no parser.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug, thiserror::Error)]
#[error("no browser")]
pub(crate) struct ParseError;

#[cfg(not(target_arch = "wasm32"))]
fn parse(_html: &str, _options: &Options, _has_post_links: bool) -> Result<Article, ParseError> {
    Err(ParseError)
}

#[cfg(test)]
mod tests {
    use super::{MAX_HTML_BYTES, Truncation, html};

    #[test]
    fn the_richest_form_counts() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(html(some("<i>x</i>"), some("*y*"), some("z")).0, "<i>x</i>");
        assert_eq!(html(None, some("*y*"), some("z")).0.trim(), "<p><em>y</em></p>");
        assert_eq!(html(None, None, None), (String::new(), None));
    }

    #[test]
    fn what_is_too_long_is_cut_before_it_is_read() {
        let long = || Some("甲".repeat(MAX_HTML_BYTES / 3 + 1));
        for (html, cut) in [html(long(), None, None), html(None, long(), None), html(None, None, long())] {
            assert!(html.len() <= MAX_HTML_BYTES + 9, "{}", html.len());
            assert_eq!(cut, Some(Truncation::Bytes));
        }
    }
}
