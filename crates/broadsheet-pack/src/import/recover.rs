//! Reading front matter that is not valid YAML: line by line, so that one broken line costs only
//! itself.

use std::collections::HashMap;

use super::yaml::{self, Entry};
use super::yaml_value::{self, Yaml};

/// The entries that could be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recovered {
    /// The entries; of a repeated key the last.
    pub entries: Vec<Entry>,
    /// Lines that could not be read, from 1.
    pub unread: Vec<usize>,
}

/// Reads lines of `key: value` (with another `separator`, `key = value`), with lists and text
/// indented below a key.
pub fn read(text: &str, separator: char) -> Recovered {
    let mut recovered = Recovered::default();
    let mut places = HashMap::new();
    let mut open: Option<Open> = None;
    for (line, number) in text.lines().zip(1..) {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let closes = matches!(line.trim_end(), "]" | "]," | "}" | "},") && open.is_some();
        if closes || line.starts_with([' ', '\t']) || line.starts_with("- ") || line == "-" {
            match &mut open {
                Some(open) => open.below.push(line.trim()),
                None => recovered.unread.push(number),
            }
            continue;
        }
        if let Some(open) = open.take() {
            open.close(&mut recovered.entries, &mut places);
        }
        match key_and_value(line, separator) {
            Some((key, value)) => open = Some(Open { key, value, line: number, below: Vec::new() }),
            None => recovered.unread.push(number),
        }
    }
    if let Some(open) = open {
        open.close(&mut recovered.entries, &mut places);
    }
    recovered
}

/// An entry whose following lines are still being looked at.
struct Open<'a> {
    key: &'a str,
    value: &'a str,
    line: usize,
    below: Vec<&'a str>,
}

impl<'a> Open<'a> {
    /// Adds the entry to `entries`, in the place of an earlier one with its key; `places` says
    /// where each key is.
    fn close(self, entries: &mut Vec<Entry>, places: &mut HashMap<&'a str, usize>) {
        let items: Vec<_> = self.below.iter().filter_map(|line| line.strip_prefix('-')).collect();
        let value = if self.below.is_empty() {
            scalar_or_list(self.value)
        } else if self.value.is_empty() && items.len() == self.below.len() {
            Yaml::List(items.into_iter().map(|item| scalar_or_list(item.trim())).collect())
        } else if matches!(self.value, "" | "|" | ">" | "|-" | ">-" | "|+" | ">+") {
            // Whatever takes a text on one line joins lines as an article does.
            Yaml::Text(self.below.join("\n"))
        } else {
            scalar_or_list(&self.below.iter().fold(self.value.to_owned(), |text, line| {
                let blank = if yaml::is_joined(&text, line) { "" } else { " " };
                text + blank + line
            }))
        };
        let entry =
            Entry { key: self.key.to_owned(), value, line: self.line, written: self.value.to_owned() };
        let place = *places.entry(self.key).or_insert(entries.len());
        match entries.get_mut(place) {
            Some(before) => *before = entry,
            None => entries.push(entry),
        }
    }
}

/// The key and the value of a line, if it has them.
pub(super) fn key_and_value(line: &str, separator: char) -> Option<(&str, &str)> {
    let is_separator = |c: char| c == separator || (separator == ':' && c == '：');
    let (key, value) = line.split_once(is_separator)?;
    // Input methods write a full-width colon; behind other than Latin letters it is one of a text.
    let sign = line.get(key.len()..)?.chars().next()?;
    if sign == '：' && !key.trim().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return None;
    }
    let key = key.trim().trim_matches(['"', '\'', '\u{200B}', '\u{FEFF}']);
    let word = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    // `key:value` is no mapping in YAML but meant as one, unlike `https://…`.
    let separated = separator != ':' || value.is_empty() || value.starts_with([' ', '\t']);
    (word && (separated || !value.starts_with("//"))).then(|| (key, value.trim()))
}

/// A value that is valid YAML on its own as that, any other as the text that was probably meant.
fn scalar_or_list(text: &str) -> Yaml {
    if let Ok(document) = yaml::parse(&format!("v: {text}"))
        && document.warnings.iter().all(|(warning, ..)| *warning == yaml::YamlWarning::UnquotedIndicator)
        && let Some(entry) = document.entries.into_iter().next()
        && !matches!(entry.value, Yaml::Map(_))
    {
        return entry.value;
    }
    if let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return Yaml::List(inner.split(',').map(|item| item_of_list(item.trim())).collect());
    }
    Yaml::Text(unquote(text).to_owned())
}

fn item_of_list(text: &str) -> Yaml {
    if yaml_value::is_null(text) { Yaml::Null } else { Yaml::Plain(unquote(text).to_owned()) }
}

/// Takes the quotes off that stand around the text; of a single one that was never closed, that
/// one.
fn unquote(text: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some(rest) = text.strip_prefix(quote) {
            return match rest.strip_suffix(quote) {
                Some(inner) => inner,
                None if !rest.contains(quote) => rest,
                None => text,
            };
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn broken_lines_cost_only_themselves() {
        for (line, expected) in [
            ("k: 快讯: 某地 12:30", "\"快讯: 某地 12:30\""),
            ("k:快讯", "\"快讯\""),
            ("k：快讯：某地", "\"快讯：某地\""),
            ("k： [a, b]", "[\"a\",\"b\"]"),
            ("k: \"未闭合", "\"未闭合\""),
            ("k: \"他说\"你好\"再见\"", "\"他说\\\"你好\\\"再见\""),
            ("k: \"甲\" 和乙", "\"\\\"甲\\\" 和乙\""),
            ("k: 'it's'", "\"it's\""),
            ("k: @user says", "\"@user says\""),
            ("k: %50 off", "\"%50 off\""),
            ("k: {{ page.title }}", "\"{{ page.title }}\""),
            ("k: *nope", "\"*nope\""),
            ("k: \"\\uD800\"", "\"\\\\uD800\""),
            ("k: [快讯] 某地", "\"[快讯] 某地\""),
            ("k: [a, \"b\", @c]", "[\"a\",\"b\",\"@c\"]"),
            ("k: [a, b]", "[\"a\",\"b\"]"),
            ("k: [a, , b, ~]", "[\"a\",null,\"b\",null]"),
            ("k:\n\t- a\n\t- b: c", "[\"a\",\"b: c\"]"),
            ("k:\n- a\n- \"b\"", "[\"a\",\"b\"]"),
            ("k: |\n  one\n  two", "\"one\\ntwo\""),
            ("k: one\n  two: three", "\"one two: three\""),
            ("k: 折行: 的\n  标题", "\"折行: 的标题\""),
            ("k: 12", "12"),
            ("k: C# news #1", "\"C# news #1\""),
            ("k: [\n  a,\n  \"b\",\n]", "[\"a\",\"b\"]"),
            ("k:", "null"),
        ] {
            let recovered = read(&format!("a: 1\n{line}\nz: 2"), ':');
            let keys: Vec<_> = recovered.entries.iter().map(|entry| entry.key.as_str()).collect();
            assert_eq!(keys, ["a", "k", "z"], "{line}");
            assert_eq!(recovered.entries[1].value.to_json().to_string(), expected, "{line}");
            assert_eq!(recovered.entries[1].line, 2, "{line}");
        }
    }

    #[test]
    fn lines_that_say_nothing_are_named() {
        let recovered =
            read("  loose\na: 1\nhttps://example.org\n# comment\nno key here\na: 2\n正文：有冒号", ':');
        assert_eq!(recovered.unread, [1, 3, 5, 7]);
        assert_eq!(recovered.entries.len(), 1);
        assert_eq!(recovered.entries[0].value.to_text(), "2");
    }

    proptest! {
        #[test]
        fn a_broken_title_never_costs_the_others(title in "[^\n\r\\p{Cc}]{0,30}") {
            let text = format!("title: {title}\nauthor: 甲\ndate: 2021-09-15\ntags: [ a, b ]\n");
            let recovered = read(&text, ':');
            let find = |key: &str| recovered.entries.iter().find(|entry| entry.key == key).map(|entry| entry.value.clone());
            prop_assert_eq!(find("author"), Some(Yaml::Plain("甲".into())));
            prop_assert_eq!(find("date"), Some(Yaml::Plain("2021-09-15".into())));
            prop_assert!(matches!(find("tags"), Some(Yaml::List(items)) if items.len() == 2));
            prop_assert!(find("title").is_some());
        }
    }
}
