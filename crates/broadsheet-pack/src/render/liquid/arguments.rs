//! The arguments of a tag: words, quoted texts, and those with a name.

use super::expression;

/// The arguments of a tag.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Arguments {
    /// The values without a name, in their order.
    pub(super) unnamed: Vec<String>,
    /// Names, in lower case, with values.
    pub(super) named: Vec<(String, String)>,
}

impl Arguments {
    /// Reads arguments. Those that stand for something that only the generator knows are left out.
    pub(super) fn read(text: &str) -> Self {
        let mut arguments = Self::default();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let name_length = rest.bytes().take_while(|&byte| is_name(byte)).count();
            let after_name = rest[name_length..].trim_start();
            let name = match after_name.strip_prefix(['=', ':']) {
                Some(after) if name_length > 0 && !after.starts_with("//") => {
                    let name = rest[..name_length].to_ascii_lowercase();
                    rest = after.trim_start();
                    Some(name)
                }
                _ => None,
            };
            let (value, after) = value(rest);
            rest = after.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            if let Some(value) = value {
                match name {
                    Some(name) => arguments.named.push((name, value)),
                    None => arguments.unnamed.push(value),
                }
            }
        }
        arguments
    }

    /// The value of the first of these names that has one that is not empty.
    pub(super) fn named(&self, names: &[&str]) -> Option<&str> {
        let value = |name: &&str| self.named.iter().find(|(known, value)| known == name && !value.is_empty());
        names.iter().find_map(value).map(|(_, value)| value.as_str())
    }

    /// The first argument without a name.
    pub(super) fn first(&self) -> Option<&str> {
        self.unnamed.first().map(String::as_str)
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// The value that a text begins with, and the rest. A value is `None` if it is not known.
fn value(text: &str) -> (Option<String>, &str) {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
    if let Some(quote) = quote {
        let mut value = String::new();
        let mut characters = text[1..].char_indices();
        while let Some((at, c)) = characters.next() {
            match c {
                '\\' if quote != '`' && text[1 + at + 1..].starts_with([quote, '\\']) => {
                    value.extend(characters.next().map(|(_, c)| c));
                }
                c if c == quote => return (expression::with_values(&value), &text[1 + at + 1..]),
                c => value.push(c),
            }
        }
    }
    let end = text.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(text.len());
    let (word, rest) = text.split_at(end.max(text.chars().next().map_or(0, char::len_utf8)));
    let is_variable = ["page.", "site.", "include.", "post.", "layout.", "."].iter();
    let is_variable = is_variable.clone().any(|start| word.starts_with(start)) && !word.starts_with("./");
    let is_variable = is_variable && !word.starts_with("..");
    (if is_variable { expression::value(word) } else { expression::with_values(word) }, rest)
}

#[cfg(test)]
mod tests {
    use super::Arguments;

    #[test]
    fn arguments() {
        let read = Arguments::read(
            r#"a.png src="/b c.png" alt='d "e"' title="f \"g\"" id=h, url = "{{ site.url }}/i" x=page.y https://j.k/?l=m 640"#,
        );
        assert_eq!(read.unnamed, ["a.png", "https://j.k/?l=m", "640"]);
        let named = |name| read.named(&[name]);
        assert_eq!(named("src"), Some("/b c.png"));
        assert_eq!(named("alt"), Some("d \"e\""));
        assert_eq!(named("title"), Some("f \"g\""));
        assert_eq!(named("id"), Some("h"));
        assert_eq!(named("url"), Some("/i"));
        assert_eq!(named("x"), None);
        assert_eq!(Arguments::read("\"open").unnamed, ["\"open"]);
    }
}
