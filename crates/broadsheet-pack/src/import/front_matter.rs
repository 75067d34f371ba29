//! The front matter of a post: where it is, and what it says.
//!
//! Between `---` it is YAML, between `+++` TOML, in braces or before `;;;` JSON: Jekyll, Hugo
//! (<https://gohugo.io/content-management/front-matter/>) and Hexo
//! (<https://hexo.io/docs/front-matter>) write it so. A rule at the start of an article is none.

use std::borrow::Cow;

use broadsheet_article::limits::leading_lines;

use super::yaml::{self, Document, Entry, YamlWarning};
use super::yaml_value::Yaml;
use super::{hashtags, json_document, key_names, recover, toml_document};
use crate::diagnostics::{FileDiagnostics, listed, shorten};
use crate::limits::FRONT_MATTER_BYTES;

/// A post's text, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitDocument<'a> {
    /// The front matter, if there is one.
    pub matter: Option<FrontMatter<'a>>,
    /// All else.
    pub body: &'a str,
    /// Line of the file on which the body starts, from 1.
    pub body_line: usize,
    /// Set where something looks like front matter and is none, or not quite.
    pub fence_problem: Option<FenceProblem>,
}

/// Front matter that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrontMatter<'a> {
    /// The text between the fences.
    pub text: &'a str,
    /// The place of the file at which it starts, in bytes.
    pub start: usize,
    /// Line of the file on which it starts, from 1.
    pub line: usize,
    /// Its format.
    pub format: FrontMatterFormat,
    /// `true` if blank lines stand before it.
    pub late: bool,
}

/// Format of front matter, by its fence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrontMatterFormat {
    /// `---`
    Yaml,
    /// `+++`
    Toml,
    /// `{` and `}`, or `;;;` without braces.
    Json,
}

impl FrontMatterFormat {
    fn name(self) -> &'static str {
        match self {
            Self::Yaml => "YAML",
            Self::Toml => "TOML",
            Self::Json => "JSON",
        }
    }

    /// The sign between a key and its value.
    fn separator(self) -> char {
        if self == Self::Toml { '=' } else { ':' }
    }
}

/// A fault of fences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FenceProblem {
    /// The closing fence is missing: the lines of keys count.
    Unterminated,
    /// The fence names another language (`---coffee`): there is no front matter.
    OtherLanguage,
}

/// Keys of front matter that show that it is some.
const KNOWN_KEYS: [&str; 24] = [
    "title",
    "date",
    "layout",
    "tags",
    "tag",
    "categories",
    "category",
    "author",
    "authors",
    "from",
    "published",
    "draft",
    "permalink",
    "description",
    "slug",
    "url",
    "lang",
    "language",
    "updated",
    "lastmod",
    "publishdate",
    "comments",
    "series",
    "clean",
];

fn is_known(key: &str) -> bool {
    KNOWN_KEYS.iter().any(|known| key.eq_ignore_ascii_case(known)) || key_names::english(key) == Some("title")
}

/// Takes `text` apart at its fences. Line ends have to be `\n`.
pub fn split(text: &str) -> SplitDocument<'_> {
    let without = |fence_problem| SplitDocument { matter: None, body: text, body_line: 1, fence_problem };
    let mut lines = Lines { text, at: 0, number: 0 };
    let (opening, at) = loop {
        let at = lines.at;
        match lines.next() {
            Some(line) if line.trim().is_empty() => {}
            Some(line) => break (line, at),
            None => return without(None),
        }
    };
    let late = lines.number > 1;
    let found = |start, end, format, line, late| FrontMatter {
        text: text.get(start..end).unwrap_or_default(),
        start,
        line,
        format,
        late,
    };
    let language = opening.strip_prefix("---").map(str::trim);
    let (format, closing) = match (opening.trim_end(), language) {
        ("---", _) | (_, Some("yaml" | "yml")) => (FrontMatterFormat::Yaml, "---"),
        ("+++", _) => (FrontMatterFormat::Toml, "+++"),
        (";;;", _) => (FrontMatterFormat::Json, ";;;"),
        (_, Some("toml")) => (FrontMatterFormat::Toml, "---"),
        (_, Some("json")) => (FrontMatterFormat::Json, "---"),
        (_, Some(word)) if is_word(word) => return without(Some(FenceProblem::OtherLanguage)),
        _ => {
            // Front matter without an opening fence ends at `end`, its closing one at `next`.
            let Some(Unopened { end, next, format }) = unopened(text, at) else { return without(None) };
            return SplitDocument {
                matter: Some(found(at, end, format, lines.number, late)),
                body: text.get(next..).unwrap_or_default(),
                body_line: line_behind(text, next),
                fence_problem: None,
            };
        }
    };
    let (start, line) = (lines.at, lines.number + 1);
    loop {
        let end = lines.at;
        let Some(fence) = lines.next().map(str::trim_end) else { break };
        if fence == closing || (format == FrontMatterFormat::Yaml && fence == "...") {
            return SplitDocument {
                matter: Some(found(start, end, format, line, late)),
                body: text.get(lines.at..).unwrap_or_default(),
                body_line: lines.number + 1,
                fence_problem: None,
            };
        }
    }
    let rest = text.get(start..).unwrap_or_default();
    let Some(length) = leading_entries(rest, format.separator()) else { return without(None) };
    SplitDocument {
        matter: Some(found(start, start + length, format, line, late)),
        body: rest.get(length..).unwrap_or_default(),
        body_line: line_behind(text, start + length),
        fence_problem: Some(FenceProblem::Unterminated),
    }
}

/// The line of `text` at a place, from 1.
fn line_at(text: &str, place: usize) -> usize {
    text.get(..place).unwrap_or_default().matches('\n').count() + 1
}

/// The line on which what follows a place starts, from 1: behind the end of the last line, the
/// next one.
fn line_behind(text: &str, place: usize) -> usize {
    let is_open = !text.get(..place).unwrap_or_default().ends_with('\n');
    line_at(text, place) + usize::from(is_open)
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && !text.contains(char::is_whitespace)
}

/// Bytes of the lines of keys, with what belongs to them, that `text` begins with; `None` if none
/// of the keys is known.
fn leading_entries(text: &str, separator: char) -> Option<usize> {
    let mut lines = Lines { text, at: 0, number: 0 };
    let (mut end, mut known, mut open) = (0, false, false);
    while let Some(line) = lines.next() {
        let belongs = open && (line.starts_with([' ', '\t', '-', ']', '}']) && !line.trim().is_empty());
        if let Some((key, _)) = recover::key_and_value(line, separator) {
            open = true;
            known |= is_known(key);
        } else if !(belongs || line.starts_with('#') || separator == '=' && line.starts_with('[')) {
            break;
        }
        end = lines.at;
    }
    known.then_some(end)
}

/// Front matter that begins without a fence.
struct Unopened {
    /// The place of its end.
    end: usize,
    /// The place at which the body starts.
    next: usize,
    format: FrontMatterFormat,
}

/// The front matter that starts at `start` without a fence: an object of JSON, as Hugo has it, or
/// lines of keys with a fence behind them, as Hexo had it in its scaffolds.
fn unopened(text: &str, start: usize) -> Option<Unopened> {
    /// Lines that are looked at for a fence.
    const MOST_LINES: usize = 200;
    let rest = text.get(start..)?;
    if rest.starts_with('{') {
        let end = start + json_document::object_end(rest).or_else(|| broken_object_end(rest))?;
        let matter = text.get(start..end)?;
        let document = json_document::parse(matter).ok().or_else(|| json_document::parse_mended(matter))?;
        let after = text.get(end..)?;
        let line_end = after.find('\n').map_or(after.len(), |at| at + 1);
        let is_alone = after.get(..line_end)?.trim().is_empty();
        let is_matter = is_alone && document.entries.iter().any(|entry| is_known(&entry.key));
        return is_matter.then_some(Unopened { end, next: end + line_end, format: FrontMatterFormat::Json });
    }
    let mut lines = Lines { text: rest, at: 0, number: 0 };
    let mut known = 0;
    while lines.number < MOST_LINES {
        let end = lines.at;
        let line = lines.next()?;
        let fence = line.trim_end();
        let format = match fence {
            ";;;" => Some(FrontMatterFormat::Json),
            _ if fence.len() >= 3 && fence.bytes().all(|byte| byte == b'-') => Some(FrontMatterFormat::Yaml),
            _ => None,
        };
        if let Some(format) = format {
            let unopened = Unopened { end: start + end, next: start + lines.at, format };
            // A title alone may be a heading with its underline.
            return (known > 1).then_some(unopened);
        }
        match recover::key_and_value(line, ':') {
            Some((key, _)) => known += usize::from(is_known(key)),
            None if known > 0 && line.starts_with([' ', '\t', '-', ']']) && !fence.is_empty() => {}
            None => return None,
        }
    }
    None
}

/// The end of an object that is broken: its last brace stands alone, or ends the only line.
fn broken_object_end(text: &str) -> Option<usize> {
    let first = text.lines().next()?.trim_end();
    if first.ends_with('}') {
        return Some(first.len());
    }
    text.find("\n}").map(|at| at + 2)
}

/// Lines with the place at which the next one starts.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    number: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let end = rest.find('\n').unwrap_or(rest.len());
        self.at += (end + 1).min(rest.len());
        self.number += 1;
        rest.get(..end)
    }
}

/// A post's text with its front matter understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedDocument<'a> {
    /// The front matter's entries with lines of the file; empty without front matter.
    pub entries: Vec<Entry>,
    /// `true` if there is front matter.
    pub has_front_matter: bool,
    /// All else.
    pub body: &'a str,
    /// Line of the file on which the body starts, from 1.
    pub body_line: usize,
}

/// Takes a post apart and reads its front matter; what had to be repaired goes to `diagnostics`.
pub fn parse<'a>(text: &'a str, diagnostics: &mut FileDiagnostics) -> ParsedDocument<'a> {
    let split = split(text);
    let whole = ParsedDocument { entries: Vec::new(), has_front_matter: false, body: text, body_line: 1 };
    if split.fence_problem == Some(FenceProblem::OtherLanguage) {
        diagnostics.warning(
            1,
            "front matter in this language is not supported",
            "the whole file is taken as the article",
        );
    }
    let Some(matter) = split.matter else { return whole };
    let Some((document, length)) = read(&matter, diagnostics) else { return whole };
    if split.fence_problem == Some(FenceProblem::Unterminated) {
        let action = format!("read up to line {}", split.body_line - 1);
        diagnostics.warning(1, "the front matter has no closing fence", action);
    }
    if matter.late {
        diagnostics.warning(
            matter.line - 1,
            "the front matter does not start on the first line",
            "read all the same",
        );
    }
    let offset = matter.line - 1;
    report_warnings(&document, offset, diagnostics);
    let Document { mut entries, warnings } = document;
    hashtags::take(&mut entries, &warnings);
    for entry in &mut entries {
        entry.line += offset;
    }
    key_names::translate(&mut entries);
    raise(&mut entries);
    let (body, body_line) = if length < matter.text.len() {
        let end = matter.start + length;
        (text.get(end..).unwrap_or_default(), line_at(text, end))
    } else {
        (split.body, split.body_line)
    };
    ParsedDocument { entries, has_front_matter: true, body, body_line }
}

fn report_warnings(document: &Document, offset: usize, diagnostics: &mut FileDiagnostics) {
    for (warning, key, line) in &document.warnings {
        let (line, key) = (line + offset, shorten(key));
        match warning {
            YamlWarning::DuplicateKey => {
                diagnostics.warning(line, format!("`{key}` is there twice"), "the last one counts");
            }
            YamlWarning::UnquotedIndicator => diagnostics.warning(
                line,
                format!("the value of `{key}` starts with a sign that means something else in YAML"),
                "taken as text",
            ),
            YamlWarning::TrailingComment if key == "title" => {
                diagnostics.info(line, "in YAML, what follows ` #` is a comment", "the title ends before it");
            }
            YamlWarning::TrailingComment => {
                if document.entries.iter().any(|entry| entry.key == key && hashtags::of(entry).is_some()) {
                    diagnostics.info(line, "in YAML, what follows ` #` is a comment", "taken as hashtags");
                }
            }
        }
    }
}

/// Raises names that stand in the tables of other programs to where they are looked for:
/// `[taxonomies]` and `[extra]` of Zola, `[params]` of Hugo.
fn raise(entries: &mut Vec<Entry>) {
    const NAMES: [&str; 6] = ["tags", "tag", "categories", "category", "authors", "author"];
    let mut raised = Vec::new();
    let mut known: Vec<_> =
        NAMES.iter().filter(|name| entries.iter().any(|entry| entry.key == **name)).collect();
    for entry in
        entries.iter_mut().filter(|entry| matches!(entry.key.as_str(), "taxonomies" | "extra" | "params"))
    {
        let Yaml::Map(inner) = &mut entry.value else { continue };
        for name in &NAMES {
            let Some(place) = inner.iter().position(|(key, _)| key == name) else { continue };
            if known.contains(&name) {
                continue;
            }
            known.push(name);
            let (key, value) = inner.remove(place);
            raised.push(Entry { key, value, line: entry.line, written: String::new() });
        }
    }
    entries.retain(|entry| !matches!(&entry.value, Yaml::Map(inner) if inner.is_empty()));
    entries.extend(raised);
}

/// Reads front matter in its format. Fails with a message and a line, from 1.
fn read_as(format: FrontMatterFormat, text: &str) -> Result<Document, (String, usize)> {
    match format {
        FrontMatterFormat::Yaml => yaml::parse(text).map_err(|error| (error.to_string(), error.line())),
        FrontMatterFormat::Toml => {
            toml_document::parse(text).map_err(|error| (error.to_string(), error.line))
        }
        FrontMatterFormat::Json => {
            json_document::parse(&braced(text)).map_err(|error| (error.to_string(), error.line))
        }
    }
}

/// JSON with braces around it, which Hexo leaves out.
fn braced(text: &str) -> Cow<'_, str> {
    if text.trim_start().starts_with('{') { Cow::Borrowed(text) } else { ["{", text, "}"].concat().into() }
}

/// The entries of front matter, and the bytes of its text that they stand in; the rest belongs to
/// the article. `None` if it turns out to be text between two rules.
fn read(matter: &FrontMatter<'_>, diagnostics: &mut FileDiagnostics) -> Option<(Document, usize)> {
    let text = leading_lines(matter.text, FRONT_MATTER_BYTES);
    if text.len() < matter.text.len() {
        let message = format!("front matter of {} KB", matter.text.len() / 1000);
        let action = format!("only its first {} KB are read", FRONT_MATTER_BYTES / 1000);
        diagnostics.warning(matter.line, message, action);
    }
    let FrontMatter { format, text: whole, .. } = *matter;
    let (message, line) = match read_as(format, text) {
        Ok(document) if format == FrontMatterFormat::Yaml && is_prose(&document, text) => return None,
        Ok(document) => return Some((document, whole.len())),
        Err(fault) => fault,
    };
    let message = format!("the front matter is not valid {} ({message})", format.name());
    let line = line + matter.line - 1;
    if format == FrontMatterFormat::Json
        && let Some(document) = json_document::parse_mended(&braced(text))
        && !document.entries.is_empty()
    {
        diagnostics.warning(line, message, format!("mended, which gave {}", keys(&document.entries)));
        return Some((document, whole.len()));
    }
    let separator = format.separator();
    let recovered = recover::read(text, separator);
    let is_known = recovered.entries.iter().any(|entry| is_known(&entry.key));
    let has_more_unread = recovered.entries.len() < recovered.unread.len();
    if is_known
        && let Some(length) = leading_entries(text, separator)
        && let Some((start, rest)) = text.split_at_checked(length)
        && (has_more_unread || is_article(rest, separator))
    {
        let entries = recover::read(start, separator).entries;
        let document = read_as(format, start).unwrap_or(Document { entries, warnings: Vec::new() });
        let last = line_at(start, length) + matter.line - 2;
        let found = keys(&document.entries);
        let action =
            format!("read up to line {last}, which gave {found}; what follows is taken as the article");
        diagnostics.warning(line, message, action);
        return Some((document, length));
    }
    if recovered.entries.is_empty() || has_more_unread {
        if is_known || format != FrontMatterFormat::Yaml {
            diagnostics.warning(line, message, "the whole file is taken as the article");
        }
        return None;
    }
    let mut action = format!("read line by line, which gave {}", keys(&recovered.entries));
    if !recovered.unread.is_empty() {
        let lines = recovered.unread.iter().map(|line| (line + matter.line - 1).to_string());
        action.push_str("; not understood: line ");
        action.push_str(&listed(lines, recovered.unread.len()));
    }
    diagnostics.warning(line, message, action);
    Some((Document { entries: recovered.entries, warnings: Vec::new() }, whole.len()))
}

/// The keys of entries in words.
fn keys(entries: &[Entry]) -> String {
    listed(entries.iter().map(|entry| format!("`{}`", shorten(&entry.key))), entries.len())
}

/// `true` if what looks like YAML is more likely a text with colons between two rules: it has no
/// key that is known, and begins with a blank line or has keys of no Latin letters alone.
fn is_prose(document: &Document, text: &str) -> bool {
    let entries = &document.entries;
    let is_latin = |entry: &Entry| entry.key.starts_with(|c: char| c.is_ascii());
    let begins_blank = text.lines().next().is_some_and(|line| line.trim().is_empty());
    !entries.is_empty()
        && !entries.iter().any(|entry| is_known(&entry.key))
        && !key_names::are_keys(entries.iter())
        && (begins_blank || !entries.iter().any(is_latin))
}

/// `true` if the rest of what stands between fences is an article with a rule in it, since the
/// closing fence was forgotten: it begins with a blank line and has no key that is known.
fn is_article(rest: &str, separator: char) -> bool {
    let mut lines = rest.lines();
    lines.next().is_some_and(|line| line.trim().is_empty())
        && !rest.trim().is_empty()
        && !lines.any(|line| recover::key_and_value(line, separator).is_some_and(|(key, _)| is_known(key)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn fences() {
        for (text, matter, body, line) in [
            ("---\na: 1\n---\nB", Some("a: 1\n"), "B", 4),
            ("--- \na: 1\n---  \n\nB", Some("a: 1\n"), "\nB", 4),
            ("---\na: 1\n...\nB", Some("a: 1\n"), "B", 4),
            ("---\n---\n", Some(""), "", 3),
            ("---\n---", Some(""), "", 3),
            ("\n\n---\na: 1\n---\nB", Some("a: 1\n"), "B", 6),
            ("---\na: x --- y\nd: \"---\"\n---\nB\n---\nC", Some("a: x --- y\nd: \"---\"\n"), "B\n---\nC", 5),
            ("+++\na = 1\n+++\nB", Some("a = 1\n"), "B", 4),
            ("---toml\na = 1\n---\nB", Some("a = 1\n"), "B", 4),
            (";;;\n\"a\": 1\n;;;\nB", Some("\"a\": 1\n"), "B", 4),
            ("{\n\"title\": 1}\nB", Some("{\n\"title\": 1}"), "B", 3),
            ("{\"title\": 1,}\nB", Some("{\"title\": 1,}"), "B", 2),
            ("{\n\"title\": \"x\",\n}\n\nB", Some("{\n\"title\": \"x\",\n}"), "\nB", 4),
            ("{\"title\": 1}, B", None, "{\"title\": 1}, B", 1),
            ("{\"a\": 1}\nB", None, "{\"a\": 1}\nB", 1),
            ("{% raw %}\nB", None, "{% raw %}\nB", 1),
            (
                "title: x\ndate: 2020-01-01\ntags:\n- a\n----\nB",
                Some("title: x\ndate: 2020-01-01\ntags:\n- a\n"),
                "B",
                6,
            ),
            ("\"title\": \"x\",\n\"tags\": []\n;;;\nB", Some("\"title\": \"x\",\n\"tags\": []\n"), "B", 4),
            ("title: x\n---\nB", None, "title: x\n---\nB", 1),
            ("title: x\ndate: y\n\n---\nB", None, "title: x\ndate: y\n\n---\nB", 1),
            ("---\ntitle: 1\ntags:\n- a\n\nB: c\n", Some("title: 1\ntags:\n- a\n"), "\nB: c\n", 5),
            ("---\ntitle: 1\nB", Some("title: 1\n"), "B", 3),
            ("+++\ntitle = 1\nB", Some("title = 1\n"), "B", 3),
            ("----\na: 1\n----\nB", None, "----\na: 1\n----\nB", 1),
            ("---\na: 1\n\nB", None, "---\na: 1\n\nB", 1),
            ("B", None, "B", 1),
            ("", None, "", 1),
        ] {
            let split = split(text);
            assert_eq!(split.matter.map(|matter| matter.text), matter, "{text:?}");
            assert_eq!((split.body, split.body_line), (body, line), "{text:?}");
        }
        assert_eq!(split("---\ntitle: 1\n").fence_problem, Some(FenceProblem::Unterminated));
        assert_eq!(split("---\na: 1\n").fence_problem, None);
        assert_eq!(split("---coffee\na: 1\n---\n").fence_problem, Some(FenceProblem::OtherLanguage));
        assert_eq!(split("--- a list of words ---\n").fence_problem, None);
    }

    #[test]
    fn repairs_are_reported() {
        let told = |text: &str| {
            let mut diagnostics = FileDiagnostics::new("a.md");
            let parsed = parse(text, &mut diagnostics);
            let entries: Vec<_> = parsed
                .entries
                .iter()
                .map(|entry| format!("{}={}", entry.key, entry.value.to_text()))
                .collect();
            let diagnostics: Vec<_> =
                diagnostics.into_diagnostics().iter().map(ToString::to_string).collect();
            format!(
                "{}\n{}\n[{}]",
                entries.join(" | "),
                diagnostics.join("\n"),
                parsed.body.replace('\n', "⏎")
            )
        };
        insta::assert_snapshot!(
            [
                "---\ntitle: 快讯: 某地 12:30\ndate: 2020-01-01\n---\nB",
                "---\ntitle: a\ntitle: b\nx: &amp; y\n---\nB",
                "---\n\nA text between rules.\nAnother line.\n\n---\nB",
                "---\ntitle: x\nB",
                "\n---\ntitle: C# news #1\n---\nB",
                "+++\ntitle = \"x\"\ntags = [\"a\", \"b\"]\n[taxonomies]\ncategories = ['c']\n+++\nB",
                "+++\ntitle = x: y\ntags = [\n  \"a\",\n]\n+++\nB",
                "{\n  \"title\": \"x\",\n  \"n\": 1.10\n}\nB",
                "{\n  \"title\": \"x\",\n  \"tags\": [\"a\",],\n}\nB",
                "\"title\": \"x\",\n\"date\": \"2013/7/13\"\n;;;\nB",
                "---\n\n甲说: 你好\n---\nB",
                "---\n甲: 你好\n乙: 再见\n---\nB",
                "---\ntitle: x\ntags: [a]\n\n第一段。\n\n---\n\n第二段。",
                "---\ntitle: x\n甲\n乙\n丙\n---\nB",
            ]
            .map(told)
            .join("\n\n"),
            @r#"
        title=快讯: 某地 12:30 | date=2020-01-01
        a.md:2: the front matter is not valid YAML (mapping values are not allowed in this context); read line by line, which gave `title`, `date`
        [B]

        title=b | x=&amp; y
        a.md:3: `title` is there twice; the last one counts
        a.md:4: the value of `x` starts with a sign that means something else in YAML; taken as text
        [B]



        [---⏎⏎A text between rules.⏎Another line.⏎⏎---⏎B]

        title=x
        a.md:1: the front matter has no closing fence; read up to line 2
        [B]

        title=C# news
        a.md:2: the front matter does not start on the first line; read all the same
        a.md:3: note: in YAML, what follows ` #` is a comment; the title ends before it
        [B]

        title=x | tags=["a","b"] | categories=["c"]

        [B]

        title=x: y | tags=["a"]
        a.md:2: the front matter is not valid TOML (string values must be quoted, expected literal string); read line by line, which gave `title`, `tags`
        [B]

        title=x | n=1.10

        [B]

        title=x | tags=["a"]
        a.md:3: the front matter is not valid JSON (expected value at line 3 column 16); mended, which gave `title`, `tags`
        [B]

        title=x | date=2013/7/13

        [B]



        [---⏎⏎甲说: 你好⏎---⏎B]



        [---⏎甲: 你好⏎乙: 再见⏎---⏎B]

        title=x | tags=["a"]
        a.md:5: the front matter is not valid YAML (simple key expected ':'); read up to line 3, which gave `title`, `tags`; what follows is taken as the article
        [⏎第一段。⏎⏎---⏎⏎第二段。]

        title=x
        a.md:3: the front matter is not valid YAML (simple key expected ':'); read up to line 2, which gave `title`; what follows is taken as the article
        [甲⏎乙⏎丙⏎---⏎B]
        "#
        );
    }

    #[test]
    fn long_front_matter_is_read_from_its_start() {
        let told = |matter: &str| {
            let text = format!("---\ntitle: t\n{matter}\n---\nB");
            let mut diagnostics = FileDiagnostics::new("a.md");
            let parsed = parse(&text, &mut diagnostics);
            assert_eq!((parsed.entries[0].value.to_text().as_str(), parsed.body), ("t", "B"));
            let told = diagnostics.into_diagnostics().iter().map(ToString::to_string).collect::<Vec<_>>();
            (parsed.entries.len(), told)
        };
        // Broken in its first line, and with more keys than anybody wants to read.
        let keys = (0..5_000).fold("x: a: b\n".to_owned(), |text, n| text + &format!("k{n}: v\n"));
        let (count, lines) = told(&keys);
        assert_eq!(count, 5_002);
        assert!(lines[0].len() < 500 && lines[0].ends_with("`k17` and 4,982 more"), "{lines:?}");
        let (count, lines) =
            told(&format!("{keys}{}y: z", "# A comment that fills the rest of it.\n".repeat(30_000)));
        assert_eq!((count, lines.len()), (5_002, 2));
        assert!(lines[0].ends_with("KB; only its first 1048 KB are read"), "{lines:?}");
        told(&format!("long: {}", "字".repeat(FRONT_MATTER_BYTES)));
    }

    proptest! {
        #[test]
        fn nothing_of_the_text_is_lost(text in "(---|;;;|\\{|\\}|title: |\\+\\+\\+|\n|\n---\n|[a-c]: |\"|[a-c ])*") {
            let split = split(&text);
            prop_assert!(text.ends_with(split.body));
            prop_assert_eq!(text.len() - split.body.len() > 0, split.matter.is_some());
            let lines_before = text.get(..text.len() - split.body.len()).unwrap().matches('\n').count();
            prop_assert!(split.body.is_empty() || split.body_line == lines_before + 1);
            parse(&text, &mut FileDiagnostics::new("a.md"));
        }
    }
}
