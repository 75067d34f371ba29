//! Values of front matter: those of YAML, which JSON and TOML share.

use serde_json::{Map, Value};

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Yaml {
    /// Nothing, `~` or `null`.
    Null,
    /// Text that stood in quotes or in a block: nothing but text.
    Text(String),
    /// Text without quotes, which may mean a number or a truth value.
    Plain(String),
    /// A list.
    List(Vec<Yaml>),
    /// A mapping, in the order in which it was written.
    Map(Vec<(String, Yaml)>),
}

/// The size of a value.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Size {
    pub(super) nodes: usize,
    /// Bytes of its texts.
    pub(super) bytes: usize,
}

/// `true` if plain text means no value.
pub(super) fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

impl Yaml {
    /// A scalar's text as it was written; other values as JSON, nothing as nothing.
    pub fn to_text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Text(text) | Self::Plain(text) => text.clone(),
            Self::List(_) | Self::Map(_) => self.to_json().to_string(),
        }
    }

    /// The scalar's text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Plain(text) => Some(text),
            _ => None,
        }
    }

    /// The value in JSON. `true`, `false` and numbers that JSON has become that; all else without
    /// quotes is text.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Text(text) => Value::String(text.clone()),
            Self::Plain(text) => plain_to_json(text),
            Self::List(items) => items.iter().map(Self::to_json).collect(),
            Self::Map(entries) => Value::Object(
                entries.iter().map(|(key, value)| (key.clone(), value.to_json())).collect::<Map<_, _>>(),
            ),
        }
    }

    /// Adds the scalars in it to `words`, keys among them; `true` if there was a mapping. A mapping
    /// with a name, as some programs write for each tag, is that name.
    pub fn words<'y>(&'y self, words: &mut Vec<&'y str>) -> bool {
        /// Keys under which programs have the name of a thing.
        const NAMES: [&str; 4] = ["name", "title", "label", "value"];
        match self {
            Self::Null => false,
            Self::Text(text) | Self::Plain(text) => {
                words.push(text);
                false
            }
            Self::List(items) => items.iter().fold(false, |found, item| item.words(words) | found),
            Self::Map(entries) => {
                let find = |name: &&str| entries.iter().find(|(key, _)| key == name);
                match NAMES.iter().find_map(find) {
                    Some((_, name)) => _ = name.words(words),
                    None => {
                        for (key, value) in entries {
                            words.push(key);
                            value.words(words);
                        }
                    }
                }
                true
            }
        }
    }

    /// `true` if it is one of YAML's words for no.
    pub fn is_false(&self) -> bool {
        self.as_text()
            .is_some_and(|text| ["false", "no", "off", "n"].iter().any(|no| text.eq_ignore_ascii_case(no)))
    }

    /// `true` if it is one of YAML's words for yes.
    pub fn is_true(&self) -> bool {
        self.as_text()
            .is_some_and(|text| ["true", "yes", "on", "y"].iter().any(|yes| text.eq_ignore_ascii_case(yes)))
    }

    pub(super) fn size(&self) -> Size {
        let mut size = Size { nodes: 1, bytes: 0 };
        let mut add = |nodes, bytes| {
            size.nodes += nodes;
            size.bytes += bytes;
        };
        match self {
            Self::Null => {}
            Self::Text(text) | Self::Plain(text) => add(0, text.len()),
            Self::List(items) => items.iter().map(Self::size).for_each(|size| add(size.nodes, size.bytes)),
            Self::Map(entries) => {
                for (key, value) in entries {
                    let value = value.size();
                    add(1 + value.nodes, key.len() + value.bytes);
                }
            }
        }
        size
    }
}

fn plain_to_json(text: &str) -> Value {
    match text {
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    // Only what JSON writes back in the same way is a number: `007`, `1_000`, `1.10` and `.nan`
    // stay text.
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Number(number)) if number.to_string() == text => Value::Number(number),
        _ => Value::String(text.to_owned()),
    }
}
