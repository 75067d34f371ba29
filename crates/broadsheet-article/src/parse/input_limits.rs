//! Bounds the parser's work on adversarial HTML. Parsers take quadratic time over a tag with very
//! many attributes, or over very many open elements; one pass over the text keeps both from them,
//! and leaves every other document as it is.

use std::borrow::Cow;

use crate::limits::MAX_HTML_BYTES;
use crate::tree::Truncation;

/// Stands before every article when it is parsed, so that the parser is in no quirks mode and in
/// the body at once.
pub(super) const PROLOGUE: &str = "<!DOCTYPE html><body>";

/// Attributes that one tag may have.
const MAX_ATTRIBUTES: usize = 500;

/// Most recent open elements that an end tag is compared with: enough to pair what is well-formed.
const LOOK_BACK: usize = 16;

/// Returns the first [`MAX_HTML_BYTES`] of an article; adds a truncation if there were more.
pub(super) fn within_limit<'a>(html: &'a str, truncations: &mut Vec<Truncation>) -> &'a str {
    if html.len() <= MAX_HTML_BYTES {
        return html;
    }
    truncations.push(Truncation::Bytes);
    &html[..html.floor_char_boundary(MAX_HTML_BYTES)]
}

/// Returns the text without the surplus attributes of tags and, if `depth` is given, without the
/// tags of elements that are nested deeper; a line break keeps their texts apart. The frames of a
/// page that is a set of frames become `embed`s: within a body, parsers ignore them.
pub(super) fn limit_input(html: &str, depth: Option<usize>) -> Cow<'_, str> {
    let bytes = html.as_bytes();
    let mut out = String::new();
    let mut copied = 0;
    let mut open: Vec<&str> = Vec::new();
    let mut skipped: Vec<&str> = Vec::new();
    // Looked for only once there is a frame.
    let mut has_frames = None;
    let mut at = 0;
    while let Some(next) = html[at..].find('<') {
        let start = at + next;
        let rest = &html[start..];
        if rest.starts_with("<!--") {
            at = rest[2..].find("-->").map_or(html.len(), |end| start + 2 + end + 3);
            continue;
        }
        let name_start = start + 1 + usize::from(rest.starts_with("</"));
        if !bytes.get(name_start).is_some_and(u8::is_ascii_alphabetic) {
            at = start + 1;
            continue;
        }
        let tag = Tag::read(html, name_start);
        at = tag.end;
        if let Some(surplus) = tag.surplus {
            out.push_str(&html[copied..surplus]);
            copied = if bytes.get(tag.end - 1) == Some(&b'>') { tag.end - 1 } else { tag.end };
        }
        let name = tag.name;
        if cfg!(feature = "clean")
            && name.eq_ignore_ascii_case("frame")
            && !rest.starts_with("</")
            && *has_frames.get_or_insert_with(|| contains_ignoring_case(html, "<frameset"))
        {
            out.push_str(&html[copied..name_start]);
            out.push_str("embed");
            copied = name_start + name.len();
        }
        let Some(depth) = depth else { continue };
        let mut drop = false;
        if rest.starts_with("</") {
            if let Some(place) = find_last(&skipped, name) {
                skipped.truncate(place);
                drop = true;
            } else if let Some(place) = find_last(&open, name) {
                open.truncate(place);
            }
        } else if is_raw(name) {
            at = end_of_raw(html, at, name);
        } else if nests(name) {
            if open.len() < depth && skipped.is_empty() {
                open.push(name);
            } else {
                skipped.push(name);
                drop = true;
            }
        }
        if drop {
            if copied < start {
                out.push_str(&html[copied..start]);
            }
            if !is_phrasing(name) {
                out.push_str("<br>");
            }
            copied = tag.end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[copied..]);
    Cow::Owned(out)
}

fn contains_ignoring_case(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

/// A tag as the HTML standard's tokenizer delimits it.
struct Tag<'a> {
    name: &'a str,
    /// The index after its `>`, or the end of the text.
    end: usize,
    /// The start of the first attribute beyond the limit.
    surplus: Option<usize>,
}

impl<'a> Tag<'a> {
    fn read(html: &'a str, name_start: usize) -> Self {
        let bytes = html.as_bytes();
        let is_space = |byte: u8| byte.is_ascii_whitespace() || byte == b'/';
        let name_end = find(bytes, name_start, |byte| is_space(byte) || byte == b'>');
        let mut tag = Tag { name: &html[name_start..name_end], end: bytes.len(), surplus: None };
        let mut attributes = 0;
        let mut at = name_end;
        loop {
            at = find(bytes, at, |byte| !is_space(byte));
            match bytes.get(at) {
                None => return tag,
                Some(b'>') => {
                    tag.end = at + 1;
                    return tag;
                }
                Some(_) => {}
            }
            attributes += 1;
            if attributes == MAX_ATTRIBUTES + 1 {
                tag.surplus = Some(at);
            }
            // A name may begin with `=`.
            at = find(bytes, at + 1, |byte| is_space(byte) || matches!(byte, b'>' | b'='));
            let value = find(bytes, at, |byte| !byte.is_ascii_whitespace());
            if bytes.get(value) != Some(&b'=') {
                continue;
            }
            at = find(bytes, value + 1, |byte| !byte.is_ascii_whitespace());
            at = match bytes.get(at) {
                Some(&quote @ (b'"' | b'\'')) => {
                    (find(bytes, at + 1, |byte| byte == quote) + 1).min(bytes.len())
                }
                Some(b'>') => at,
                _ => find(bytes, at, |byte| byte.is_ascii_whitespace() || byte == b'>'),
            };
        }
    }
}

/// The first index from `at` on for which `test` holds, or the length.
fn find(bytes: &[u8], at: usize, test: impl Fn(u8) -> bool) -> usize {
    bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(|&byte| test(byte)))
        .map_or(bytes.len(), |found| at + found)
}

fn find_last(names: &[&str], name: &str) -> Option<usize> {
    let recent = names.len().saturating_sub(LOOK_BACK);
    names[recent..].iter().rposition(|known| known.eq_ignore_ascii_case(name)).map(|place| recent + place)
}

/// `true` for elements whose content is text, whatever it looks like.
fn is_raw(name: &str) -> bool {
    ["iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"]
        .iter()
        .any(|raw| raw.eq_ignore_ascii_case(name))
}

fn end_of_raw(html: &str, mut at: usize, name: &str) -> usize {
    while let Some(next) = html[at..].find("</") {
        at += next;
        if html.get(at + 2..at + 2 + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name)) {
            return at;
        }
        at += 2;
    }
    html.len()
}

/// `true` for elements that stay open until their end tag: not the void ones, and not those that
/// the next of their kind closes.
fn nests(name: &str) -> bool {
    const OTHERS: [&str; 35] = [
        "area",
        "base",
        "body",
        "br",
        "caption",
        "col",
        "colgroup",
        "dd",
        "dt",
        "embed",
        "head",
        "hr",
        "html",
        "img",
        "input",
        "li",
        "link",
        "meta",
        "optgroup",
        "option",
        "p",
        "param",
        "plaintext",
        "rp",
        "rt",
        "source",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "track",
        "wbr",
        "keygen",
    ];
    !OTHERS.iter().any(|other| other.eq_ignore_ascii_case(name))
}

/// `true` for elements within a line, which do not separate text.
pub(super) fn is_phrasing(name: &str) -> bool {
    const PHRASING: [&str; 22] = [
        "a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "nobr", "s",
        "small", "span", "strike", "strong", "sub", "sup", "u",
    ];
    PHRASING.iter().any(|known| known.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_html_is_left_alone() {
        for html in [
            "",
            "<",
            "</",
            "a<b",
            "<p a='>' b=\">\" c=d>e</p><!-- <b -->f<br/>",
            "<a =b=c>",
            "<a b= >c",
            "<a b='",
        ] {
            assert!(matches!(limit_input(html, Some(9)), Cow::Borrowed(same) if same == html), "{html}");
        }
        let list = "<li>a<p>b".repeat(100);
        assert_eq!(limit_input(&list, Some(9)), list);
    }

    #[test]
    fn frames_of_a_set_become_visible() {
        let html = "<FRAMESET cols=1><frame src=a><noframes>b</noframes></FRAMESET>";
        assert_eq!(limit_input(html, None), html.replace("frame src", "embed src"));
        assert_eq!(limit_input("<frame src=a>", None), "<frame src=a>");
    }

    #[test]
    fn surplus_attributes_go() {
        let many = |count: usize| format!("<a{}>b</a>", " c='d>'".repeat(count));
        assert_eq!(limit_input(&many(MAX_ATTRIBUTES), None), many(MAX_ATTRIBUTES));
        let cut = limit_input(&many(MAX_ATTRIBUTES + 70), None).into_owned();
        assert_eq!(cut.replace(" >", ">"), many(MAX_ATTRIBUTES));
    }

    #[test]
    fn deep_elements_go() {
        assert_eq!(
            limit_input("<div><i><b>a<div>b</div>c</b>d</i></div>e<b>f", Some(2)),
            "<div><i>a<br>b<br>cd</i></div>e<b>f"
        );
        let script = "<i><b><script><div></script>";
        assert_eq!(limit_input(script, Some(2)), script);
    }
}
