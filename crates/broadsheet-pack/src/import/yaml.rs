//! YAML as front matter uses it: scalars keep the text as it was written, entries know their line.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use broadsheet_article::is_wide;
use granit_parser::{Event, Parser, Placement, ScalarStyle, ScanError, Span};

use super::yaml_value::{Size, Yaml, is_null};

/// Nesting beyond this is refused; readers of the bundle have limits of their own.
pub(super) const MAX_DEPTH: usize = 48;
/// Nodes in one document, aliases counted as often as they are used.
const MAX_NODES: usize = 20_000;
/// Bytes of text that anchors and aliases may copy, for each byte of the document and besides: an
/// alias of a long text costs three bytes and copies all of it, so that 1 MB could stand for as
/// many gigabytes as the memory has.
const MAX_COPIED: (usize, usize) = (4, 16 * 1024);

/// One `key: value` of the top level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key, without white space or invisible characters around it.
    pub key: String,
    /// The value.
    pub value: Yaml,
    /// Line of the key in the YAML text, from 1.
    pub line: usize,
    /// The text behind the colon on that line; empty for further keys on the same line.
    pub written: String,
}

/// A warning about a document that could be read all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YamlWarning {
    /// A key of the top level stood there before.
    DuplicateKey,
    /// A plain value starts with `&` or `!`, which YAML takes as an anchor or a tag, and nothing
    /// refers to it.
    UnquotedIndicator,
    /// A plain value, or none, is followed by `#`, and so by a comment.
    TrailingComment,
}

/// A mapping that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// Its entries; of a repeated key the last.
    pub entries: Vec<Entry>,
    /// The warnings, with key and line.
    pub warnings: Vec<(YamlWarning, String, usize)>,
}

/// A reason for which a text is not a YAML mapping.
#[derive(Debug, thiserror::Error)]
pub enum YamlError {
    /// It is not YAML.
    #[error("{kind}")]
    Syntax {
        /// The parser's message.
        kind: String,
        /// The line, from 1.
        line: usize,
    },
    /// It is YAML, but no mapping.
    #[error("not a list of keys and values")]
    NotAMapping,
    /// It is too deep or, with its aliases, too large.
    #[error("nested too deeply or too large")]
    TooLarge,
}

impl YamlError {
    /// The line, from 1, where it is known.
    pub fn line(&self) -> usize {
        match self {
            Self::Syntax { line, .. } => *line,
            Self::NotAMapping | Self::TooLarge => 1,
        }
    }
}

impl From<ScanError> for YamlError {
    fn from(error: ScanError) -> Self {
        Self::Syntax { line: error.marker().line(), kind: error.kind().to_string() }
    }
}

/// Reads a mapping.
pub fn parse(text: &str) -> Result<Document, YamlError> {
    let mut reader = YamlReader {
        parser: Parser::new_from_str(text),
        text,
        lines: text.lines().collect(),
        anchors: HashMap::new(),
        used: HashSet::new(),
        nodes: MAX_NODES,
        copied: text.len().saturating_mul(MAX_COPIED.0).saturating_add(MAX_COPIED.1),
        comments: HashSet::new(),
    };
    reader.document()
}

struct YamlReader<'a> {
    parser: Parser<'a, granit_parser::StrInput<'a>>,
    text: &'a str,
    lines: Vec<&'a str>,
    anchors: HashMap<usize, Anchored>,
    /// Anchors that an alias referred to.
    used: HashSet<usize>,
    /// Nodes that may follow.
    nodes: usize,
    /// Bytes of text that may be copied.
    copied: usize,
    /// Lines that end in a comment.
    comments: HashSet<usize>,
}

/// A value that aliases may refer to.
struct Anchored {
    value: Yaml,
    depth: usize,
    size: Size,
}

/// The entries of a mapping, each key once.
#[derive(Default)]
struct Mapping {
    entries: Vec<(String, Yaml)>,
    places: HashMap<String, usize>,
}

impl Mapping {
    /// Adds an entry, in the place of an earlier one with this key.
    fn set(&mut self, key: String, value: Yaml) {
        match self.places.get(&key).and_then(|&place| self.entries.get_mut(place)) {
            Some(entry) => entry.1 = value,
            None => self.add(key, value),
        }
    }

    /// Adds an entry whose key is not there yet.
    fn set_if_new(&mut self, key: String, value: Yaml) {
        if !self.places.contains_key(&key) {
            self.add(key, value);
        }
    }

    fn add(&mut self, key: String, value: Yaml) {
        self.places.insert(key.clone(), self.entries.len());
        self.entries.push((key, value));
    }
}

/// A node, and what its reader has to know of it.
struct Node {
    value: Yaml,
    depth: usize,
    anchor: usize,
    tagged: bool,
    line: usize,
}

impl<'a> YamlReader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span), YamlError> {
        loop {
            let Some(next) = self.parser.next_event() else { return Ok((Event::StreamEnd, Span::default())) };
            let (event, span) = next?;
            match event {
                Event::Comment(_, Placement::Right) => {
                    self.comments.insert(span.start.line());
                }
                Event::Comment(..) => {}
                event => return Ok((event, span)),
            }
        }
    }

    fn document(&mut self) -> Result<Document, YamlError> {
        let event = loop {
            match self.next()? {
                (Event::StreamStart | Event::DocumentStart(..), _) => {}
                (event, _) => break event,
            }
        };
        match event {
            Event::MappingStart(..) => {}
            Event::StreamEnd | Event::DocumentEnd => return Ok(Document::default()),
            Event::Scalar(text, ScalarStyle::Plain, ..) if text.is_empty() => return Ok(Document::default()),
            _ => return Err(YamlError::NotAMapping),
        }
        let mut document = Document::default();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut marked = Vec::new();
        let mut merged = Vec::new();
        let mut last_line = 0;
        while let Some(key) = self.node(1)? {
            let Some(value) = self.node(1)? else { break };
            let name =
                key.value.to_text().trim_matches(|c: char| c.is_whitespace() || is_invisible(c)).to_owned();
            if name == "<<" && matches!(value.value, Yaml::Map(_) | Yaml::List(_)) {
                merged.push((value.value, key.line));
                continue;
            }
            // Of a line with many keys, each would take a copy.
            let written = if key.line == last_line { String::new() } else { self.written(key.line) };
            last_line = key.line;
            let place = *places.entry(name.clone()).or_insert(document.entries.len());
            let repeated = place < document.entries.len();
            if repeated {
                document.warnings.push((YamlWarning::DuplicateKey, name.clone(), key.line));
            }
            if matches!(value.value, Yaml::Plain(_))
                && (value.anchor > 0 || value.tagged)
                && value.line == key.line
                && !written.is_empty()
            {
                marked.push((place, key.line, value.anchor));
            }
            let is_plain = matches!(value.value, Yaml::Plain(_)) && value.line == key.line;
            if is_plain || value.value == Yaml::Null {
                document.warnings.push((YamlWarning::TrailingComment, name.clone(), key.line));
            }
            let entry = Entry { key: name, value: value.value, line: key.line, written };
            match document.entries.get_mut(place) {
                Some(before) => *before = entry,
                None => document.entries.push(entry),
            }
        }
        // Whatever follows has to be YAML as well.
        while !matches!(self.next()?.0, Event::StreamEnd) {}
        document.warnings.retain(|(warning, _, line)| {
            *warning != YamlWarning::TrailingComment || self.comments.contains(line)
        });
        for (place, line, anchor) in marked {
            if !self.used.contains(&anchor)
                && let Some(entry) = document.entries.get_mut(place).filter(|entry| entry.line == line)
            {
                entry.value = Yaml::Text(entry.written.clone());
                document.warnings.push((YamlWarning::UnquotedIndicator, entry.key.clone(), line));
            }
        }
        for (value, line) in merged {
            for (key, value) in merge_sources(value) {
                if !places.contains_key(&key) {
                    places.insert(key.clone(), document.entries.len());
                    document.entries.push(Entry { key, value, line, written: String::new() });
                }
            }
        }
        Ok(document)
    }

    /// Returns the text behind `key:` on a line.
    fn written(&self, line: usize) -> String {
        let line = line.checked_sub(1).and_then(|line| self.lines.get(line)).copied().unwrap_or_default();
        line.split_once(':').map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    }

    /// Takes a copy of a value of this size off what may be copied.
    fn copies(&mut self, size: Size) -> Result<(), YamlError> {
        self.copied = self.copied.checked_sub(size.bytes).ok_or(YamlError::TooLarge)?;
        Ok(())
    }

    fn counts(&mut self, nodes: usize) -> Result<(), YamlError> {
        self.nodes = self.nodes.checked_sub(nodes).ok_or(YamlError::TooLarge)?;
        Ok(())
    }

    /// The next node; nothing at the end of a collection.
    fn node(&mut self, depth: usize) -> Result<Option<Node>, YamlError> {
        self.counts(1)?;
        if depth > MAX_DEPTH {
            return Err(YamlError::TooLarge);
        }
        let (event, span) = self.next()?;
        let line = span.start.line();
        let mut below = 0;
        let (value, anchor, tagged) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let tagged = tag.is_some_and(|tag| !tag.is_yaml_core_schema());
                let text = match (style, span.slice(self.text)) {
                    (ScalarStyle::Literal, _) | (_, None) => text,
                    (_, Some(source)) => unfolded(text, source),
                };
                let value = match style {
                    ScalarStyle::Plain if is_null(&text) => Yaml::Null,
                    ScalarStyle::Plain => Yaml::Plain(text.into_owned()),
                    _ => Yaml::Text(text.into_owned()),
                };
                (value, anchor, tagged)
            }
            Event::Alias(anchor) => {
                // Counted before it is copied.
                let size = self.anchors.get(&anchor).ok_or(YamlError::TooLarge)?.size;
                self.counts(size.nodes)?;
                self.copies(size)?;
                self.used.insert(anchor);
                let Anchored { value, depth, .. } = self.anchors.get(&anchor).ok_or(YamlError::TooLarge)?;
                below = *depth;
                (value.clone(), 0, false)
            }
            Event::SequenceStart(_, anchor, _) => {
                let mut items = Vec::new();
                while let Some(node) = self.node(depth + 1)? {
                    below = below.max(node.depth);
                    items.push(node.value);
                }
                (Yaml::List(items), anchor, false)
            }
            Event::MappingStart(_, anchor, _) => {
                let mut mapping = Mapping::default();
                let mut merged = Vec::new();
                while let Some(key) = self.node(depth + 1)? {
                    let Some(node) = self.node(depth + 1)? else { break };
                    below = below.max(node.depth);
                    let key = key.value.to_text();
                    if key == "<<" && matches!(node.value, Yaml::Map(_) | Yaml::List(_)) {
                        merged.extend(merge_sources(node.value));
                        continue;
                    }
                    mapping.set(key, node.value);
                }
                for (key, value) in merged {
                    mapping.set_if_new(key, value);
                }
                (Yaml::Map(mapping.entries), anchor, false)
            }
            _ => return Ok(None),
        };
        let node = Node { value, depth: below + 1, anchor, tagged, line };
        if depth + node.depth > MAX_DEPTH {
            return Err(YamlError::TooLarge);
        }
        if anchor > 0 {
            let size = node.value.size();
            self.copies(size)?;
            self.anchors.insert(anchor, Anchored { value: node.value.clone(), depth: node.depth, size });
        }
        Ok(Some(node))
    }
}

/// Returns a scalar without the blanks that YAML has made of line feeds where the text on both
/// sides is in a script without spaces between words, as in articles. `source` is the scalar as it
/// was written, without the indicator of a block.
fn unfolded<'t>(text: Cow<'t, str>, source: &str) -> Cow<'t, str> {
    let source = source.trim_end();
    if !source.contains('\n') || !text.contains(is_wide) {
        return text;
    }
    let lines = source.lines().zip(0_usize..);
    let lines: Vec<usize> =
        lines.flat_map(|(line, number)| line.split_whitespace().map(move |_| number)).collect();
    if text.split_whitespace().count() != lines.len() {
        // An escape has made words of one, or one of several.
        return text;
    }
    let mut unfolded = String::with_capacity(text.len());
    let mut rest: &str = &text;
    let mut before = None;
    for (word, line) in text.split_whitespace().zip(lines) {
        let gap = rest.find(word).unwrap_or_default();
        let folded = gap == 1
            && before.is_some_and(|before| before != line)
            && rest.starts_with(' ')
            && is_joined(&unfolded, word);
        unfolded.push_str(rest.get(usize::from(folded)..gap + word.len()).unwrap_or_default());
        rest = rest.get(gap + word.len()..).unwrap_or_default();
        before = Some(line);
    }
    unfolded.push_str(rest);
    Cow::Owned(unfolded)
}

/// `true` if a line feed between the two is no space.
pub(super) fn is_joined(before: &str, next: &str) -> bool {
    before.chars().next_back().is_some_and(is_wide) && next.chars().next().is_some_and(is_wide)
}

/// Returns the entries that `<<` brings in: those of a mapping, or of several, the first of which
/// counts.
fn merge_sources(value: Yaml) -> Vec<(String, Yaml)> {
    match value {
        Yaml::Map(entries) => entries,
        Yaml::List(maps) => maps.into_iter().flat_map(merge_sources).collect(),
        _ => Vec::new(),
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn json(text: &str) -> Value {
        let entries = parse(text).unwrap().entries;
        Value::Object(entries.into_iter().map(|entry| (entry.key, entry.value.to_json())).collect())
    }

    #[test]
    fn values() {
        for (yaml, expected) in [
            ("title: yes", r#"{"title": "yes"}"#),
            (
                "a: 1.10\nb: 007\nc: 12\nd: 1.5\ne: -3\nf: 1_000",
                r#"{"a":"1.10","b":"007","c":12,"d":1.5,"e":-3,"f":"1_000"}"#,
            ),
            ("a: .nan\nb: .inf\nc: -.INF\nd: 1e999", r#"{"a":".nan","b":".inf","c":"-.INF","d":"1e999"}"#),
            ("a: true\nb: 'true'\nc: ~\nd:", r#"{"a":true,"b":"true","c":null,"d":null}"#),
            ("tags: [a, '', b, ~]", r#"{"tags":["a","","b",null]}"#),
            ("a: |\n  x\n  y\nb: {c: [1, {d: e}]}", r#"{"a":"x\ny\n","b":{"c":[1,{"d":"e"}]}}"#),
            ("base: &b {a: 1, t: 2}\n<<: *b\nt: x", r#"{"base":{"a":1,"t":2},"a":1,"t":"x"}"#),
            ("m: {<<: {a: 1, b: 2}, a: 3}", r#"{"m":{"a":3,"b":2}}"#),
            ("\u{200B}title: x", r#"{"title":"x"}"#),
            ("", "{}"),
            ("# nothing", "{}"),
            ("a: >\n  折行的\n  标题\n", r#"{"a":"折行的标题\n"}"#),
            (
                "a: >- # x\n  折行 的\n  标题，\n  two\n  words\n\n  新段\nb: 1",
                r#"{"a":"折行 的标题， two words\n新段","b":1}"#,
            ),
            ("a: 折行的\n  标题\nb: '折行的\n  标题'", r#"{"a":"折行的标题","b":"折行的标题"}"#),
            ("a: [\"折行的\n  标题\", 甲\n  乙]", r#"{"a":["折行的标题","甲乙"]}"#),
            ("a: \"折行的\\x20甲\n  标题\"", r#"{"a":"折行的 甲 标题"}"#),
            ("a: |-\n  折行的\n  标题", r#"{"a":"折行的\n标题"}"#),
        ] {
            assert_eq!(json(yaml), serde_json::from_str::<Value>(expected).unwrap(), "{yaml}");
        }
    }

    #[test]
    fn warnings() {
        for (yaml, value, warning) in [
            ("a: 1\na: 2", "2", Some((YamlWarning::DuplicateKey, 2))),
            ("a: &amp; x", "&amp; x", Some((YamlWarning::UnquotedIndicator, 1))),
            ("a: !important news", "!important news", Some((YamlWarning::UnquotedIndicator, 1))),
            ("a: &x y\nb: *x", "y", None),
            ("a: C# news #1", "C# news", Some((YamlWarning::TrailingComment, 1))),
            ("a: #one, #two", "", Some((YamlWarning::TrailingComment, 1))),
            ("a:\nb: 1 # one", "", Some((YamlWarning::TrailingComment, 2))),
            ("a: !!str 1", "1", None),
        ] {
            let document = parse(yaml).unwrap();
            assert_eq!(document.entries[0].value.to_text(), value, "{yaml}");
            let found = document.warnings.first().map(|(warning, _, line)| (*warning, *line));
            assert_eq!(found, warning, "{yaml}");
        }
    }

    #[test]
    fn what_is_refused() {
        let bomb = (1..40).fold("a0: &a0 [x, x]\n".to_owned(), |text, n| {
            format!("{text}a{n}: &a{n} [*a{m}, *a{m}]\n", m = n - 1)
        });
        for yaml in [
            "title: a: b",
            "title: \"x",
            "title: @x",
            "tags:\n\t- a",
            "tags: [a, , b]",
            "a: *nope",
            "- a\n- b",
            "text alone",
            bomb.as_str(),
            &format!("x: {}", "[".repeat(5000)),
            &format!("x: {}{}", "[".repeat(100), "]".repeat(100)),
            &("- ".repeat(3000) + "x"),
            "a: \"\\uD800\"",
        ] {
            assert!(parse(yaml).is_err(), "{yaml:.60}");
        }
    }

    #[test]
    fn what_aliases_copy_is_bounded() {
        let text = "x".repeat(100_000);
        let aliases = |form: &str, count| vec![form; count].join(", ");
        for yaml in [
            format!("t: &t \"{text}\"\nl: [{}]", aliases("*t", 50)),
            format!("t: &t \"{text}\"\nl: {{{}}}", aliases("*t : 1", 50)),
            format!("t: &t [\"{text}\"]\nl: [{}]", aliases("{? *t : *t}", 25)),
            format!("t: &t {{? \"{text}\" : 1}}\nl: {{{}}}", aliases("<<: *t", 50)),
        ] {
            assert!(matches!(parse(&yaml), Err(YamlError::TooLarge)), "{yaml:.60}");
        }
        // Aliases as people write them are far from it.
        let tags = aliases("\"a longer tag\"", 20);
        let yaml = format!(
            "tags: &t [{tags}]\n{}",
            (0..30).fold(String::new(), |all, n| format!("{all}k{n}: *t\n"))
        );
        assert_eq!(parse(&yaml).unwrap().entries.len(), 31);
    }

    #[test]
    fn a_line_with_many_keys_is_copied_once() {
        let keys = (0..5_000).map(|n| format!("k{n}: &a{n} v")).collect::<Vec<_>>().join(", ");
        let document = parse(&format!("{{{keys}}}")).unwrap();
        let written: usize = document.entries.iter().map(|entry| entry.written.len()).sum();
        assert_eq!(document.entries.len(), 5_000);
        assert!(written <= keys.len(), "{written}");
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,80}|([a-c]: ?|[\\[\\]{}&*!|>'\"%@,#-]|\n| |x){0,60}") {
            if let Ok(document) = parse(&text) {
                for entry in document.entries {
                    serde_json::to_string(&entry.value.to_json()).unwrap();
                }
            }
        }
    }
}
