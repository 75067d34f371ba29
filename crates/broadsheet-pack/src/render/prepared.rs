//! The text of a post as its generator, or the program for its notes, would have handed it on.

use std::borrow::Cow;

use super::post_links::PostLinks;
use super::{liquid, wiki};
use crate::diagnostics::{FileDiagnostics, counted, shorten};
use crate::import::ImportedPost;
use crate::import::source::{BodyFormat, RawBody};
use crate::media::MediaStore;

/// Fills in the template tags and short codes of a post and follows its wiki links; reports those
/// that are not known.
pub(super) fn prepare<'a>(
    post: &ImportedPost,
    body: &'a RawBody<'_>,
    links: &PostLinks<'_>,
    media: &MediaStore<'_>,
    diagnostics: &mut FileDiagnostics,
) -> Cow<'a, str> {
    let mut text = Cow::Borrowed(body.text.as_ref());
    // What a feed has went through a generator, but an export of `WordPress` has its short codes.
    let is_of_feed = post.origin.entry.is_some();
    if !is_of_feed {
        let resolved = liquid::resolve(&body.text, body.format);
        report(
            (resolved.unknown, resolved.first_unknown),
            ["template tag is not known", "template tags are not known"],
            body,
            diagnostics,
        );
        text = resolved.text;
    }
    let filled = liquid::resolve_short_codes(&text, body.format);
    report(
        (filled.unknown, filled.first_unknown.map(|(code, _)| located(code, body))),
        ["short code is not known", "short codes are not known"],
        body,
        diagnostics,
    );
    if let Cow::Owned(filled) = filled.text {
        text = Cow::Owned(filled);
    }
    if is_of_feed || body.format != BodyFormat::Markdown || !text.contains("[[") {
        return text;
    }
    let followed = wiki::resolve(&text, &|name| links.find_named(name), &|address| {
        media.is_file(&post.origin.file, address)
    });
    let first = followed.first_unknown.map(|(link, _)| located(link, body));
    report(
        (followed.unknown, first),
        ["wiki link leads to no post", "wiki links lead to no post"],
        body,
        diagnostics,
    );
    match followed.text {
        Cow::Borrowed(_) => text,
        Cow::Owned(text) => Cow::Owned(text),
    }
}

/// A piece of a text with the index at which the file has it, whatever the tags before it became.
fn located<'a>(piece: &'a str, body: &RawBody<'_>) -> (&'a str, usize) {
    (piece, body.text.find(piece).unwrap_or(0))
}

/// Reports what is not known of a kind, given its number, and the first with its index, in one note
/// for a post.
fn report(
    (count, first): (usize, Option<(&str, usize)>),
    [one, many]: [&str; 2],
    body: &RawBody<'_>,
    diagnostics: &mut FileDiagnostics,
) {
    let Some((first, index)) = first else { return };
    let line = body.text.get(..index).unwrap_or_default().matches('\n').count();
    let line = body.first_line.map_or(0, |first| first + line);
    let counted = counted(count, one, many);
    let is_first = if count > 1 { "the first is " } else { "" };
    let action = if count > 1 { "kept as they stand" } else { "kept as it stands" };
    diagnostics.info(line, format!("{counted}: {is_first}`{}`", shorten(first)), action);
}
