//! Destinations of images and links with blanks in them.
//!
//! `CommonMark` ends a destination at a blank and takes `![a](b c.png)` for text; kramdown does
//! not, and screenshots have blanks in their names. [`mark`] puts signs in the place of these
//! blanks, and the renderer puts the blanks back, also where they turn out to be code.

/// Punctuation of Sutton's sign writing, which hardly any text has.
const MARKERS: [char; 3] = ['\u{1DA88}', '\u{1DA89}', '\u{1DA8A}'];

/// Bytes of a destination that is looked at.
const MAX_DESTINATION: usize = 400;

/// Blanks of a line behind which a title is looked for.
const MAX_BLANKS: usize = 32;

/// Puts signs in the place of blanks in destinations; `None` if there are none. The text itself
/// does not have the sign that is returned. Takes linear time.
pub(super) fn mark(text: &str) -> Option<(String, char)> {
    let mut written = String::new();
    let mut copied = 0;
    let mut marker = None;
    // One sign is found far faster than two.
    for (at, _) in text.match_indices(']') {
        let start = at + 2;
        if start < copied || text.as_bytes().get(at + 1) != Some(&b'(') {
            continue;
        }
        let Some(length) = destination(&text[start..]) else { continue };
        let destination = &text[start..start + length];
        let is_image = || {
            let bytes = &text.as_bytes()[..at];
            let near = &bytes[at.saturating_sub(MAX_DESTINATION)..];
            let open = near.iter().rposition(|&byte| byte == b'[');
            open.is_some_and(|open| bytes[..at - near.len() + open].ends_with(b"!"))
        };
        if !destination.contains(' ') || !(names_file(destination) || is_image()) {
            continue;
        }
        if marker.is_none() {
            marker = MARKERS.into_iter().find(|&marker| !text.contains(marker));
        }
        let sign = marker?;
        written.push_str(&text[copied..start]);
        written.extend(destination.chars().map(|c| if c == ' ' { sign } else { c }));
        copied = start + length;
    }
    written.push_str(&text[copied..]);
    marker.map(|marker| (written, marker))
}

/// Returns the length of the destination at the start of `rest`, without a title behind it; `None`
/// if it is empty, in angle brackets or not closed on its line.
fn destination(rest: &str) -> Option<usize> {
    let line = rest.split('\n').next().unwrap_or_default();
    let line = &line[..line.floor_char_boundary(MAX_DESTINATION)];
    if let Some(length) = before_title(line) {
        return Some(length);
    }
    let mut depth = 0;
    let mut end = None;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => {
                end = Some(at);
                break;
            }
            b')' => depth -= 1,
            _ => {}
        }
    }
    let inside = line[..end?].trim_end();
    (!inside.is_empty() && !inside.starts_with([' ', '<'])).then_some(inside.len())
}

/// Returns the length of the destination before the first title on a line: a text in quotes or
/// parentheses, in which backslashes make others of them stand for themselves, and behind which the
/// parenthesis closes.
fn before_title(line: &str) -> Option<usize> {
    if line.starts_with([' ', '<']) {
        return None;
    }
    line.match_indices(' ').take(MAX_BLANKS).find_map(|(at, _)| {
        let before = line[..at].trim_end();
        let title = &line[at + 1..];
        let close = match title.bytes().next()? {
            quote @ (b'"' | b'\'') => quote,
            // What is called like a copy of a file is a name: `b c (1)`.
            b'(' if !before.contains(' ') || names_file(before) => b')',
            _ => return None,
        };
        let mut is_escaped = false;
        let end = 1 + title.bytes().skip(1).position(|byte| {
            let closes = byte == close && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            closes
        })?;
        let is_last = title[end + 1..].trim_start().starts_with(')');
        (is_last && !before.is_empty() && !before.contains(')')).then_some(before.len())
    })
}

/// `true` if a destination ends with the extension of a file.
fn names_file(destination: &str) -> bool {
    let path = destination.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && (1..=5).contains(&extension.len())
            && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use crate::markdown::to_html;

    #[test]
    fn blanks_in_destinations() {
        let image = |address: &str| format!("<p><img src=\"{address}\" alt=\"a\" /></p>\n");
        for (text, expected) in [
            ("![a](b c.png)", image("b%20c.png")),
            ("![a](图 片/b c (1).png)", image("%E5%9B%BE%20%E7%89%87/b%20c%20(1).png")),
            ("![a](b c)", image("b%20c")),
            ("![a](b.png)", image("b.png")),
            (
                "![a](b c.png \"d e\")",
                "<p><img src=\"b%20c.png\" alt=\"a\" title=\"d e\" /></p>\n".to_owned(),
            ),
            ("[a](b c.pdf#d)", "<p><a href=\"b%20c.pdf#d\">a</a></p>\n".to_owned()),
            (
                "![a](b.png \"c \\\"d\\\" e\")",
                "<p><img src=\"b.png\" alt=\"a\" title=\"c &quot;d&quot; e\" /></p>\n".to_owned(),
            ),
            ("![a](b.png (c d))", "<p><img src=\"b.png\" alt=\"a\" title=\"c d\" /></p>\n".to_owned()),
            (
                "![a](b.png \"c :) d\")",
                "<p><img src=\"b.png\" alt=\"a\" title=\"c :) d\" /></p>\n".to_owned(),
            ),
            (
                "![a](b c.png 'd \\' e')",
                "<p><img src=\"b%20c.png\" alt=\"a\" title=\"d &#39; e\" /></p>\n".to_owned(),
            ),
            ("[a](b \"c\")", "<p><a href=\"b\" title=\"c\">a</a></p>\n".to_owned()),
            ("[a](as said before)", "<p>[a](as said before)</p>\n".to_owned()),
            ("`![a](b c.png)`", "<p><code>![a](b c.png)</code></p>\n".to_owned()),
            ("    ![a](b c.png)", "<pre><code>![a](b c.png)</code></pre>\n".to_owned()),
        ] {
            assert_eq!(to_html(text), expected, "{text}");
        }
    }
}
