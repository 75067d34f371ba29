//! Text as `WordPress` keeps it: without paragraphs, which it makes of line ends when it shows a
//! post (<https://developer.wordpress.org/reference/functions/wpautop/>).

use std::borrow::Cow;

/// Elements beside whose tags a line end means nothing.
const BLOCKS: [&str; 52] = [
    "address",
    "article",
    "aside",
    "audio",
    "blockquote",
    "br",
    "canvas",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "noscript",
    "ol",
    "option",
    "p",
    "pre",
    "script",
    "section",
    "select",
    "source",
    "style",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "video",
];

/// Elements whose line ends are their own.
const VERBATIM: [&str; 5] = ["pre", "script", "style", "textarea", "svg"];

/// Returns `html` with a line break for each line end in running text, so that a blank line ends a
/// paragraph. What the block editor wrote has all its elements, and stays as it is.
pub(super) fn with_line_breaks(html: &str) -> String {
    if html.contains("<!-- wp:") {
        return html.to_owned();
    }
    let html: Cow<'_, str> =
        if html.contains('\r') { html.replace("\r\n", "\n").into() } else { html.into() };
    let mut broken = String::with_capacity(html.len() + html.len() / 16);
    let mut rest: &str = &html;
    let mut after_block = true;
    while !rest.is_empty() {
        let tag = rest.find('<').unwrap_or(rest.len());
        let (text, from_tag) = rest.split_at(tag);
        let end = tag_end(from_tag);
        let (tag, after) = from_tag.split_at(end);
        let name = name(tag);
        let is_block = name.is_some_and(|name| contains(&BLOCKS, name));
        add_text(&mut broken, text, after_block, is_block || tag.is_empty());
        let has_words = !text.trim().is_empty();
        // A comment is not seen.
        after_block = if name.is_some() { is_block } else { after_block && !has_words };
        broken.push_str(tag);
        rest = after;
        if let Some(name) = name.filter(|name| !tag.starts_with("</") && contains(&VERBATIM, name)) {
            let end = closing(rest, name);
            broken.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    broken
}

/// Adds text between two tags; line ends beside those of blocks stay as they are.
fn add_text(broken: &mut String, text: &str, after_block: bool, before_block: bool) {
    let start = if after_block { text.len() - text.trim_start().len() } else { 0 };
    let end = if before_block { text.trim_end().len().max(start) } else { text.len() };
    broken.push_str(&text[..start]);
    broken.push_str(&text[start..end].replace('\n', "<br>\n"));
    broken.push_str(&text[end..]);
}

/// The length of the tag or comment with which `text` begins, in bytes.
fn tag_end(text: &str) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |end| end + "-->".len());
    }
    if !text.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')) {
        return text.len().min(1);
    }
    let mut quote = None;
    for (place, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return place + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// The name of the element whose tag this is.
fn name(tag: &str) -> Option<&str> {
    let name = tag.strip_prefix('<')?.trim_start_matches('/');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    name.get(..end).filter(|name| !name.is_empty())
}

fn contains(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The place of the tag that closes an element, else the end of `text`.
fn closing(text: &str, name: &str) -> usize {
    let is_closing = |place: &usize| {
        let tag = text.get(place + 2..place + 2 + name.len());
        tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name))
    };
    text.match_indices("</").map(|(place, _)| place).find(is_closing).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_of_running_text_are_breaks() {
        for (html, broken) in [
            ("a\r\nb\n\nc", "a<br>\nb<br>\n<br>\nc"),
            ("a <b>b\nc</b>\nd", "a <b>b<br>\nc</b><br>\nd"),
            ("a\n\n<!--more-->\n\nb", "a<br>\n<br>\n<!--more--><br>\n<br>\nb"),
            ("<ul>\n<li>a\nb</li>\n</ul>\n\nc", "<ul>\n<li>a<br>\nb</li>\n</ul>\n\nc"),
            ("<a\nhref='>\n'>a</a>", "<a\nhref='>\n'>a</a>"),
            ("x < y\nz <", "x < y<br>\nz <"),
            ("<PRE>a\n\nb</PRE>\nc<br />\nd", "<PRE>a\n\nb</PRE>\nc<br />\nd"),
            ("<!-- wp:paragraph -->\n<p>a\nb</p>", "<!-- wp:paragraph -->\n<p>a\nb</p>"),
        ] {
            assert_eq!(with_line_breaks(html), broken, "{html}");
        }
    }
}
