//! The text of a post as its generator, or the program for its notes, would have handed it on.

use std::borrow::Cow;

use super::post_links::PostLinks;
use super::{liquid, wiki};
use crate::diagnostics::{FileDiagnostics, counted, shorten};
use crate::import::ImportedPost;
use crate::import::source::{BodyFormat, RawBody};
use crate::media::MediaStore;

/// Fills in the template tags of a post and follows its wiki links; reports those that are not
/// known.
pub(super) fn prepare<'a>(
    post: &ImportedPost,
    body: &'a RawBody<'_>,
    links: &PostLinks<'_>,
    media: &MediaStore<'_>,
    diagnostics: &mut FileDiagnostics,
) -> Cow<'a, str> {
    let resolved = liquid::resolve(&body.text, body.format);
    report(
        (resolved.unknown, resolved.first_unknown),
        ["template tag is not known", "template tags are not known"],
        body,
        diagnostics,
    );
    if body.format != BodyFormat::Markdown || !resolved.text.contains("[[") {
        return resolved.text;
    }
    let followed = wiki::resolve(&resolved.text, &|name| links.find_named(name), &|address| {
        media.is_file(&post.origin.file, address)
    });
    // Its place in the file, whatever the tags before it became.
    let first = followed.first_unknown.map(|(link, _)| (link, body.text.find(link).unwrap_or(0)));
    report(
        (followed.unknown, first),
        ["wiki link leads to no post", "wiki links lead to no post"],
        body,
        diagnostics,
    );
    match followed.text {
        Cow::Borrowed(_) => resolved.text,
        Cow::Owned(text) => Cow::Owned(text),
    }
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
