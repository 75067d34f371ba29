//! Escaping for HTML: the one place that does it.

use crate::bytes::find_ascii;

/// `text` as the content of an element: `&`, `<` and `>` become references.
pub fn escape_text(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    push_escaped(&mut html, text, false);
    html
}

/// `text` as the value of an attribute in double quotes: `&`, `<`, `>` and `"` become references.
pub fn escape_attribute(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    push_escaped(&mut html, text, true);
    html
}

/// Appends the content of an element.
pub(super) fn push_text(html: &mut String, text: &str) {
    push_escaped(html, text, false);
}

/// Appends the value of an attribute, without the quotes around it.
pub(super) fn push_attribute_value(html: &mut String, text: &str) {
    push_escaped(html, text, true);
}

fn push_escaped(html: &mut String, text: &str, is_attribute: bool) {
    let mut rest = text;
    while let Some(index) = find_ascii(rest, *b"&<>\"") {
        let (plain, special) = rest.split_at(index);
        html.push_str(plain);
        html.push_str(match special.as_bytes()[0] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ if is_attribute => "&quot;",
            _ => "\"",
        });
        rest = &special[1..];
    }
    html.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_quotes_differ() {
        assert_eq!(escape_text("<a> & \"b\""), "&lt;a&gt; &amp; \"b\"");
        assert_eq!(escape_attribute("<a> & \"b\""), "&lt;a&gt; &amp; &quot;b&quot;");
    }
}
