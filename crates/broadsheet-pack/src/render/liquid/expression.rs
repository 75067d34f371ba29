//! The expressions between `{{` and `}}`: texts and the site's address, with filters.

/// Values of the site that an archive has no need of: its addresses begin at the folder of posts.
const EMPTY_VALUES: [&str; 7] = [
    "site.baseurl",
    "site.base_url",
    "site.url",
    "site.root",
    "site.github.url",
    "site.production_url",
    "page.root",
];

/// The value of an expression; `None` if it is not known.
pub(super) fn value(expression: &str) -> Option<String> {
    let (first, mut filters) = operand(expression.trim())?;
    let mut value = first;
    loop {
        filters = filters.trim_start();
        if filters.is_empty() {
            return Some(value);
        }
        let filter = filters.strip_prefix('|')?.trim_start();
        let end = filter.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(filter.len());
        let (name, rest) = filter.split_at(end);
        filters = rest.trim_start();
        let mut argument = None;
        if let Some(after) = filters.strip_prefix(':') {
            let (text, rest) = operand(after.trim_start())?;
            argument = Some(text);
            filters = rest;
        }
        match (name, argument) {
            ("relative_url" | "absolute_url", None) => {
                if !value.starts_with('/') && !value.contains("://") {
                    value.insert(0, '/');
                }
            }
            ("prepend", Some(text)) => value.insert_str(0, &text),
            ("append", Some(text)) => value.push_str(&text),
            ("strip", None) => value = String::from(value.trim()),
            ("escape" | "xml_escape" | "uri_escape" | "escape_once", None) => {}
            _ => return None,
        }
    }
}

/// `true` if a text between braces looks like an expression of a template.
pub(super) fn is_expression(text: &str) -> bool {
    let text = text.trim();
    let name = text.split('|').next().unwrap_or_default().trim();
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "_.-[]\"'".contains(c))
        && (name.contains('.') || text.contains('|') || name == "content")
        || name.starts_with(['"', '\''])
}

/// A text with the values of the expressions in it; `None` if one is not known.
pub(super) fn with_values(text: &str) -> Option<String> {
    let mut written = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("{{") {
        let end = start + rest[start..].find("}}")?;
        written.push_str(&rest[..start]);
        written.push_str(&value(&rest[start + 2..end])?);
        rest = &rest[end + 2..];
    }
    written.push_str(rest);
    Some(written)
}

/// The text or the known value that an expression begins with, and the rest.
fn operand(text: &str) -> Option<(String, &str)> {
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let end = text[1..].find(quote)? + 1;
        return Some((text[1..end].to_owned(), &text[end + 1..]));
    }
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && !"_.".contains(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    EMPTY_VALUES.contains(&name).then(|| (String::new(), rest))
}

#[cfg(test)]
mod tests {
    use super::{is_expression, value, with_values};

    #[test]
    fn values() {
        for (expression, expected) in [
            ("site.baseurl", Some("")),
            (" \"/a b.png\" | relative_url ", Some("/a b.png")),
            ("'a.png' | absolute_url", Some("/a.png")),
            ("\"/a\" | prepend: site.baseurl | prepend: site.url", Some("/a")),
            ("\"/a\"|prepend:site.baseurl", Some("/a")),
            ("site.url | append: \"/a\"", Some("/a")),
            ("\"{{\"", Some("{{")),
            ("page.title", None),
            ("site.time | date: '%Y'", None),
            ("\"a\" | upcase", None),
            ("\"a", None),
            ("不是变量", None),
        ] {
            assert_eq!(value(expression).as_deref(), expected, "{expression}");
        }
        assert_eq!(with_values("{{ site.url }}/a{{site.baseurl}}").as_deref(), Some("/a"));
        assert_eq!(with_values("{{ page.x }}/a"), None);
    }

    #[test]
    fn expressions() {
        for text in ["page.title", " site.time | date: \"%Y\" ", "content", "\"a\" | upcase", "a | b"] {
            assert!(is_expression(text), "{text}");
        }
        for text in ["不是变量", "1,2},{3,4", "", "a b", "x"] {
            assert!(!is_expression(text), "{text}");
        }
    }
}
