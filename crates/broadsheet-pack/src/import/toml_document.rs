//! TOML as front matter uses it, in the values that YAML has: scalars keep the text as it was
//! written, entries know their line.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::yaml::{Document, Entry, MAX_DEPTH};
use super::yaml_value::Yaml;

/// A reason for which a text is not TOML.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct TomlError {
    /// The parser's message.
    message: String,
    /// The line, from 1.
    pub line: usize,
}

/// Reads a table.
pub fn parse(text: &str) -> Result<Document, TomlError> {
    let mut starts = vec![0];
    starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
    let line_of = |at: usize| starts.partition_point(|&start| start <= at);
    let failed = |error: toml::de::Error| TomlError {
        line: error.span().map_or(1, |span| line_of(span.start)),
        message: error.message().lines().next().unwrap_or_default().to_owned(),
    };
    let table = DeTable::parse(text).map_err(failed)?;
    let mut entries = Vec::new();
    for (key, value) in table.get_ref() {
        let too_deep = || TomlError { message: "nested too deeply".to_owned(), line: 1 };
        let start = key.span().start;
        let value = yaml(value, text, 1).ok_or_else(too_deep)?;
        // No line has two keys of the top level.
        let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let written = line.split_once('=').map(|(_, value)| value.trim().to_owned()).unwrap_or_default();
        entries.push((start, Entry { key: key.get_ref().to_string(), value, line: line_of(start), written }));
    }
    // The parser has them in the order of the alphabet.
    entries.sort_by_key(|(start, _)| *start);
    Ok(Document { entries: entries.into_iter().map(|(_, entry)| entry).collect(), warnings: Vec::new() })
}

/// Returns a value; `None` if it is nested too deeply.
fn yaml(value: &Spanned<DeValue<'_>>, text: &str, depth: usize) -> Option<Yaml> {
    if depth > MAX_DEPTH {
        return None;
    }
    let written = |span: Range<usize>| text.get(span).unwrap_or_default().to_owned();
    Some(match value.get_ref() {
        DeValue::String(text) => Yaml::Text(text.to_string()),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            Yaml::Plain(written(value.span()))
        }
        DeValue::Array(items) => {
            Yaml::List(items.iter().map(|item| yaml(item, text, depth + 1)).collect::<Option<_>>()?)
        }
        DeValue::Table(table) => {
            let mut entries: Vec<_> = table.iter().collect();
            entries.sort_by_key(|(key, _)| key.span().start);
            let entries = entries.into_iter();
            let entries =
                entries.map(|(key, value)| Some((key.get_ref().to_string(), yaml(value, text, depth + 1)?)));
            Yaml::Map(entries.collect::<Option<_>>()?)
        }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        match parse(text) {
            Ok(document) => document.entries.iter().fold(String::new(), |text, entry| {
                text + &format!("{}:{}={:?}\n", entry.line, entry.key, entry.value)
            }),
            Err(error) => format!("{}: {error}\n", error.line),
        }
    }

    #[test]
    fn scalars_keep_their_text_and_entries_their_line() {
        insta::assert_snapshot!(shown(
            "title = \"甲\\u00e9\"\nversion = 1.10\n\ndate = 2021-09-15T06:44:59+08:00\nday = 2021-09-15 # a day\ndraft = true\nn = 0x1F\nbig = 1_000\ntags = [\n  \"a\",\n  'b',\n]\nraw = \'\'\'\n x\ny\'\'\'\na.b = 1\n[author]\nname = \"乙\"\nage = 7\n[[links]]\nx = 1\n"
        ), @r#"
        1:title=Text("甲é")
        2:version=Plain("1.10")
        4:date=Plain("2021-09-15T06:44:59+08:00")
        5:day=Plain("2021-09-15")
        6:draft=Plain("true")
        7:n=Plain("0x1F")
        8:big=Plain("1_000")
        9:tags=List([Text("a"), Text("b")])
        13:raw=Text(" x\ny")
        16:a=Map([("b", Plain("1"))])
        17:author=Map([("name", Text("乙")), ("age", Plain("7"))])
        20:links=List([Map([("x", Plain("1"))])])
        "#);
    }

    #[test]
    fn faults_have_their_line() {
        for (text, line) in [("a = 1\nb = x: y\n", 2), ("a = 1\n\na = 2", 3), ("title = \"x", 1)] {
            assert_eq!(parse(text).unwrap_err().line, line, "{text}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        for depth in [60, 5_000, 100_000] {
            assert!(parse(&format!("a = {}{}", "[".repeat(depth), "]".repeat(depth))).is_err());
            assert!(parse(&format!("{}a = 1", "a.".repeat(depth))).is_err());
            assert!(parse(&format!("[{}a]\nb = 1", "a.".repeat(depth))).is_err());
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,60}|([a-c]+ ?= ?|[\\[\\]{}\"\',#.=-]|\n|[0-9:TZ-]|x){0,60}") {
            let _ = parse(&text);
        }
    }
}
