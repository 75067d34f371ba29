//! JSON as front matter uses it, in the values that YAML has: scalars keep the text as it was
//! written, entries know their line.

use std::collections::HashMap;
use std::fmt;

use broadsheet_bundle::format::mend;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::yaml::{Document, Entry, MAX_DEPTH, YamlWarning};
use super::yaml_value::Yaml;

/// A reason for which a text is not an object of JSON.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct JsonError {
    /// The parser's message.
    message: String,
    /// The line, from 1.
    pub line: usize,
}

/// Returns the end of the object that `text` begins with; `None` if it is none, or is broken.
pub fn object_end(text: &str) -> Option<usize> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    values.next()?.ok()?;
    Some(values.byte_offset())
}

/// Reads an object.
pub fn parse(text: &str) -> Result<Document, JsonError> {
    let failed = |error: serde_json::Error| JsonError { line: error.line(), message: error.to_string() };
    let Members(members) = serde_json::from_str(text).map_err(failed)?;
    let too_deep = || JsonError { message: "nested too deeply".to_owned(), line: 1 };
    let mut document = Document::default();
    let mut places: HashMap<String, usize> = HashMap::new();
    let (mut line, mut counted) = (1, 0);
    for (key, raw) in members {
        let value = value(raw, 1).ok_or_else(too_deep)?;
        // Both are parts of one text.
        let start = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        line += text.get(counted..start).unwrap_or_default().matches('\n').count();
        counted = start;
        let written = raw.get().lines().next().unwrap_or_default().to_owned();
        let entry = Entry { key: key.trim().to_owned(), value, line, written };
        let place = *places.entry(entry.key.clone()).or_insert(document.entries.len());
        match document.entries.get_mut(place) {
            Some(known) => {
                document.warnings.push((YamlWarning::DuplicateKey, entry.key.clone(), line));
                *known = entry;
            }
            None => document.entries.push(entry),
        }
    }
    Ok(document)
}

/// Reads an object that is broken, as well as it can be mended. Entries whose line is not found
/// have the first.
pub fn parse_mended(text: &str) -> Option<Document> {
    let mut document = parse(&mend(text)).ok()?;
    let mut lines: HashMap<&str, usize> = HashMap::new();
    for (line, number) in text.lines().zip(1..) {
        let line = line.trim_start_matches(['{', ' ', '\t', '"', '\'']);
        let key = line.split(['"', '\'', ':']).next().unwrap_or_default();
        lines.entry(key.trim_end()).or_insert(number);
    }
    for entry in &mut document.entries {
        entry.line = lines.get(entry.key.as_str()).copied().unwrap_or(1);
    }
    Some(document)
}

/// Returns a value; `None` if it is nested too deeply.
fn value(raw: &RawValue, depth: usize) -> Option<Yaml> {
    if depth > MAX_DEPTH {
        return None;
    }
    let text = raw.get();
    Some(match text.as_bytes().first() {
        Some(b'"') => Yaml::Text(serde_json::from_str(text).ok()?),
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
            Yaml::List(items.into_iter().map(|item| value(item, depth + 1)).collect::<Option<_>>()?)
        }
        Some(b'{') => {
            let Members(members) = serde_json::from_str(text).ok()?;
            let members = members.into_iter().map(|(key, raw)| Some((key, value(raw, depth + 1)?)));
            Yaml::Map(members.collect::<Option<_>>()?)
        }
        Some(b'n') => Yaml::Null,
        _ => Yaml::Plain(text.to_owned()),
    })
}

/// The members of an object in their order, values as they were written.
struct Members<'t>(Vec<(String, &'t RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = from.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        from.deserialize_map(Collect)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(document: &Document) -> String {
        document.entries.iter().fold(String::new(), |text, entry| {
            text + &format!("{}:{}={:?}\n", entry.line, entry.key, entry.value)
        })
    }

    #[test]
    fn scalars_keep_their_text_and_entries_their_line() {
        let document = parse(
            "{\n \"title\": \"甲\\ud83d\\ude00\\/\",\n\n \"version\": 1.10, \"draft\": true,\n \"tags\": [\n 7, [\"a\"], null],\n \"m\": {\"k\": 1e3}\n}",
        );
        insta::assert_snapshot!(shown(&document.unwrap()), @r#"
        2:title=Text("甲😀/")
        4:version=Plain("1.10")
        4:draft=Plain("true")
        5:tags=List([Plain("7"), List([Text("a")]), Null])
        7:m=Map([("k", Plain("1e3"))])
        "#);
        let document = parse("{\"a\": 1, \"a\": 2}").unwrap();
        assert_eq!((shown(&document).as_str(), document.warnings.len()), ("1:a=Plain(\"2\")\n", 1));
    }

    #[test]
    fn broken_objects_are_mended() {
        let text = "{\n  title: 'x',\n  \"tags\": [\"a\", \"b\",],\n}";
        assert_eq!(parse(text).unwrap_err().line, 2);
        let document = parse_mended("{\n  title: \"x\",\n  \"tags\": [\"a\", \"b\",],\n}").unwrap();
        assert_eq!(shown(&document), "2:title=Text(\"x\")\n3:tags=List([Text(\"a\"), Text(\"b\")])\n");
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth| format!("{{\"a\": {}{}}}", "[".repeat(depth), "]".repeat(depth));
        assert!(parse(&nested(40)).is_ok());
        for depth in [60, 5_000] {
            assert!(parse(&nested(depth)).is_err());
        }
    }
}
