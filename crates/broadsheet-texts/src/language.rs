//! One language's file, read.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Fault};

/// The plural categories of `Intl.PluralRules`.
const CATEGORIES: &[&str] = &["zero", "one", "two", "few", "many", "other"];
/// The category that every text with plural forms has, and every number without a form of its own
/// takes.
const OTHER: &str = "other";

/// A text by its name, sorted.
pub(crate) type Texts = BTreeMap<String, Text>;

/// A language of the interface.
#[derive(Debug)]
pub(crate) struct Language {
    /// BCP 47 tag: the file's name.
    pub(crate) tag: String,
    /// The language's own name.
    pub(crate) name: String,
    /// The ranges of readers' tags that lead here, in lower case: `zh`, or `zh-tw` with one subtag.
    pub(crate) ranges: Vec<String>,
    /// Texts of the program.
    pub(crate) viewer: Texts,
    /// Texts of scripts and the style sheet, shown while there is no program.
    pub(crate) page: Texts,
}

/// One text.
#[derive(Debug, PartialEq)]
pub(crate) enum Text {
    /// The same for every number.
    Plain(String),
    /// A form for each plural category: that of [`OTHER`], and the rest by their categories.
    Plural { other: String, forms: BTreeMap<String, String> },
}

impl Text {
    /// Returns the text, or its form for most numbers.
    pub(crate) fn main(&self) -> &str {
        let (Self::Plain(text) | Self::Plural { other: text, .. }) = self;
        text
    }
}

impl Language {
    /// Reads a file. Adds what is wrong with single members to `faults`, and leaves those members
    /// out.
    pub(crate) fn parse(tag: &str, source: &str, faults: &mut Vec<Fault>) -> Result<Self, Error> {
        let mut file: toml::Table =
            source.parse().map_err(|source| Error::Toml { language: tag.to_owned(), source })?;
        let mut parser = Parser { tag, faults };
        let language = Self {
            tag: tag.to_owned(),
            name: parser.string("name", file.remove("name")),
            ranges: parser.strings("ranges", file.remove("ranges")),
            viewer: parser.section("viewer", file.remove("viewer")),
            page: parser.section("page", file.remove("page")),
        };
        for key in file.keys() {
            parser.fault(key, "left out: a file has `name`, `ranges`, [viewer] and [page]");
        }
        Ok(language)
    }
}

/// The names between braces in a text.
pub(crate) fn placeholders(text: &str) -> BTreeSet<&str> {
    let parts = text.split('{').skip(1).filter_map(|part| part.split_once('}'));
    parts.map(|(name, _)| name).collect()
}

struct Parser<'a> {
    tag: &'a str,
    faults: &'a mut Vec<Fault>,
}

impl Parser<'_> {
    fn fault(&mut self, key: &str, expected: &'static str) {
        self.faults.push(Fault::Kind { language: self.tag.to_owned(), key: key.to_owned(), expected });
    }

    fn string(&mut self, key: &str, value: Option<toml::Value>) -> String {
        if let Some(toml::Value::String(text)) = value {
            return text;
        }
        self.fault(key, "a string");
        String::new()
    }

    fn strings(&mut self, key: &str, value: Option<toml::Value>) -> Vec<String> {
        let Some(toml::Value::Array(values)) = value else {
            self.fault(key, "a list of strings");
            return Vec::new();
        };
        values.into_iter().map(|value| self.string(key, Some(value))).collect()
    }

    fn section(&mut self, name: &str, value: Option<toml::Value>) -> Texts {
        let Some(toml::Value::Table(table)) = value else {
            self.fault(name, "a section");
            return Texts::new();
        };
        let mut texts = Texts::new();
        for (key, value) in table {
            if !is_name(&key) {
                self.fault(&key, "named in lower case, with digits and underscores");
            } else if let Some(text) = self.text(&key, value) {
                texts.insert(key, text);
            }
        }
        texts
    }

    fn text(&mut self, key: &str, value: toml::Value) -> Option<Text> {
        let table = match value {
            toml::Value::String(text) => return Some(Text::Plain(text)),
            toml::Value::Table(table) => table,
            _ => {
                self.fault(key, "a string, or a table of plural forms");
                return None;
            }
        };
        let mut forms = BTreeMap::new();
        for (category, form) in table {
            if !CATEGORIES.contains(&category.as_str()) {
                self.fault(key, "a table with none but the categories zero, one, two, few, many and other");
                return None;
            }
            forms.insert(category, self.string(key, Some(form)));
        }
        let Some(other) = forms.remove(OTHER) else {
            self.fault(key, "a table with the category other");
            return None;
        };
        Some(Text::Plural { other, forms })
    }
}

/// `true` if `key` can be a field in Rust and a member in a script.
fn is_name(key: &str) -> bool {
    key.starts_with(|char: char| char.is_ascii_lowercase())
        && key.chars().all(|char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '_')
}
