//! Plain text where a feed may have HTML.

/// Bytes of a line beyond which its end may be the end of the page that it was written for.
const WRAPPED_FROM: usize = 60;

/// `html` with its lines and paragraphs, if there is no tag in it: what has none was written as
/// plain text. Lines that only continue the one before, indented or with a small letter after a
/// long line, are joined to it.
pub(super) fn with_lines(html: String) -> String {
    if !html.contains('\n') || has_tag(&html) {
        return html;
    }
    let mut written = String::with_capacity(html.len() + html.len() / 8);
    let mut before: Option<&str> = None;
    for line in html.lines() {
        let text = line.trim();
        if text.is_empty() {
            before = None;
            continue;
        }
        let is_continued = |before: &str| {
            line.starts_with([' ', '\t'])
                || before.len() >= WRAPPED_FROM && text.starts_with(|c: char| c.is_ascii_lowercase())
        };
        written.push_str(match before {
            None if written.is_empty() => "<p>",
            None => "</p>\n<p>",
            Some(before) if is_continued(before) => " ",
            Some(_) => "<br>\n",
        });
        written.push_str(text);
        before = Some(text);
    }
    written + "</p>"
}

/// `true` if there is a tag in a text, or anything like one.
pub(super) fn has_tag(text: &str) -> bool {
    let begins = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
    text.contains('>') && text.split('<').skip(1).any(begins)
}

#[cfg(test)]
mod tests {
    use super::with_lines;

    #[test]
    fn lines_of_plain_text_stay() {
        let long = "A line of a text that was wrapped at some seventy characters by its";
        for (text, expected) in [
            ("一\n二 a < b\n\n\n三", "<p>一<br>\n二 a < b</p>\n<p>三</p>"),
            ("<p>一\n二</p>", "<p>一\n二</p>"),
            ("一", "一"),
            ("one\n    two\n    three", "<p>one two three</p>"),
            (&format!("{long}\nauthor.\nNext"), &format!("<p>{long} author.<br>\nNext</p>")),
        ] {
            assert_eq!(with_lines(text.to_owned()), expected, "{text}");
        }
    }
}
