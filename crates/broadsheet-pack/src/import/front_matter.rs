//! The front matter of a post: where it is, and what it says.

use broadsheet_article::limits::leading_lines;

use super::recover;
use super::yaml::{self, Document, Entry, YamlWarning};
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
    /// Set where something looks like front matter and is none.
    pub fence_problem: Option<FenceProblem>,
}

/// Front matter that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrontMatter<'a> {
    /// The text between the fences.
    pub text: &'a str,
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
}

/// A fault of fences: a file has no front matter although it starts as if it had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FenceProblem {
    /// The closing fence is missing.
    Unterminated,
    /// The fence names another language (`---json`).
    OtherLanguage,
}

/// Takes `text` apart at its fences. Line ends have to be `\n`.
pub fn split(text: &str) -> SplitDocument<'_> {
    let without = |fence_problem| SplitDocument { matter: None, body: text, body_line: 1, fence_problem };
    let mut lines = Lines { text, at: 0, number: 0 };
    let opening = loop {
        match lines.next() {
            Some(line) if line.trim().is_empty() => {}
            Some(line) => break line,
            None => return without(None),
        }
    };
    let format = match opening.trim_end() {
        "---" => FrontMatterFormat::Yaml,
        "+++" => FrontMatterFormat::Toml,
        other => {
            let word = other.strip_prefix("---").map(str::trim_start).unwrap_or_default();
            let named =
                word.starts_with(|c: char| c.is_ascii_alphabetic()) && !word.contains(char::is_whitespace);
            return without(named.then_some(FenceProblem::OtherLanguage));
        }
    };
    let (start, line, late) = (lines.at, lines.number + 1, lines.number > 1);
    loop {
        let end = lines.at;
        let Some(closing) = lines.next() else { return without(Some(FenceProblem::Unterminated)) };
        let closes = match format {
            FrontMatterFormat::Yaml => matches!(closing.trim_end(), "---" | "..."),
            FrontMatterFormat::Toml => closing.trim_end() == "+++",
        };
        if closes {
            return SplitDocument {
                matter: Some(FrontMatter {
                    text: text.get(start..end).unwrap_or_default(),
                    line,
                    format,
                    late,
                }),
                body: text.get(lines.at..).unwrap_or_default(),
                body_line: lines.number + 1,
                fence_problem: None,
            };
        }
    }
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

/// Takes a post apart and reads its front matter; what had to be repaired goes to `report`.
pub fn parse<'a>(text: &'a str, diagnostics: &mut FileDiagnostics) -> ParsedDocument<'a> {
    let split = split(text);
    let whole = ParsedDocument { entries: Vec::new(), has_front_matter: false, body: text, body_line: 1 };
    match split.fence_problem {
        Some(FenceProblem::Unterminated) => {
            diagnostics.warning(
                1,
                "the front matter has no closing fence",
                "the whole file is taken as the article",
            );
        }
        Some(FenceProblem::OtherLanguage) => {
            diagnostics.warning(
                1,
                "front matter in this language is not supported",
                "the whole file is taken as the article",
            );
        }
        None => {}
    }
    let Some(matter) = split.matter else { return whole };
    let Some(document) = read(&matter, diagnostics) else { return whole };
    if matter.late {
        diagnostics.warning(
            matter.line - 1,
            "the front matter does not start on the first line",
            "read all the same",
        );
    }
    let offset = matter.line - 1;
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
            YamlWarning::TrailingComment => {}
        }
    }
    let mut entries = document.entries;
    for entry in &mut entries {
        entry.line += offset;
    }
    ParsedDocument { entries, has_front_matter: true, body: split.body, body_line: split.body_line }
}

/// The entries of front matter; `None` if it turns out to be text between two rules.
fn read(matter: &FrontMatter<'_>, diagnostics: &mut FileDiagnostics) -> Option<Document> {
    let text = leading_lines(matter.text, FRONT_MATTER_BYTES);
    if text.len() < matter.text.len() {
        let message = format!("front matter of {} KB", matter.text.len() / 1000);
        let action = format!("only its first {} KB are read", FRONT_MATTER_BYTES / 1000);
        diagnostics.warning(matter.line, message, action);
    }
    let (message, line, separator) = match matter.format {
        FrontMatterFormat::Yaml => match yaml::parse(text) {
            Ok(document) => return Some(document),
            Err(error) => {
                (format!("the front matter is not valid YAML ({error})"), error.line() + matter.line - 1, ':')
            }
        },
        FrontMatterFormat::Toml => ("the front matter is TOML".to_owned(), matter.line - 1, '='),
    };
    let recovered = recover::read(text, separator);
    if recovered.entries.is_empty() || recovered.entries.len() < recovered.unread.len() {
        diagnostics.warning(line, message, "the whole file is taken as the article");
        return None;
    }
    let keys = recovered.entries.iter().map(|entry| format!("`{}`", shorten(&entry.key)));
    let mut action = format!("read line by line, which gave {}", listed(keys, recovered.entries.len()));
    if !recovered.unread.is_empty() {
        let lines = recovered.unread.iter().map(|line| (line + matter.line - 1).to_string());
        action.push_str("; not understood: line ");
        action.push_str(&listed(lines, recovered.unread.len()));
    }
    diagnostics.warning(line, message, action);
    Some(Document { entries: recovered.entries, warnings: Vec::new() })
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
            ("----\na: 1\n----\nB", None, "----\na: 1\n----\nB", 1),
            ("---\na: 1\n\nB", None, "---\na: 1\n\nB", 1),
            ("B", None, "B", 1),
            ("", None, "", 1),
        ] {
            let split = split(text);
            assert_eq!(split.matter.map(|matter| matter.text), matter, "{text:?}");
            assert_eq!((split.body, split.body_line), (body, line), "{text:?}");
        }
        assert_eq!(split("---\na: 1\n").fence_problem, Some(FenceProblem::Unterminated));
        assert_eq!(split("---json\n{}\n---\n").fence_problem, Some(FenceProblem::OtherLanguage));
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
                "+++\ntitle = \"x\"\ntags = [\"a\", \"b\"]\n+++\nB",
            ]
            .map(told)
            .join("\n\n"),
            @"
        title=快讯: 某地 12:30 | date=2020-01-01
        a.md:2: the front matter is not valid YAML (mapping values are not allowed in this context); read line by line, which gave `title`, `date`
        [B]

        title=b | x=&amp; y
        a.md:3: `title` is there twice; the last one counts
        a.md:4: the value of `x` starts with a sign that means something else in YAML; taken as text
        [B]


        a.md:2: the front matter is not valid YAML (not a list of keys and values); the whole file is taken as the article
        [---⏎⏎A text between rules.⏎Another line.⏎⏎---⏎B]


        a.md:1: the front matter has no closing fence; the whole file is taken as the article
        [---⏎title: x⏎B]

        title=C# news
        a.md:2: the front matter does not start on the first line; read all the same
        a.md:3: note: in YAML, what follows ` #` is a comment; the title ends before it
        [B]

        title=x | tags=[\"a\",\"b\"]
        a.md:1: the front matter is TOML; read line by line, which gave `title`, `tags`
        [B]
        "
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
        fn nothing_of_the_text_is_lost(text in "(---|\\+\\+\\+|\n|\n---\n|[a-c]: |\"|[a-c ])*") {
            let split = split(&text);
            prop_assert!(text.ends_with(split.body));
            prop_assert_eq!(text.len() - split.body.len() > 0, split.matter.is_some());
            let lines_before = text.get(..text.len() - split.body.len()).unwrap().matches('\n').count();
            prop_assert!(split.body.is_empty() || split.body_line == lines_before + 1);
            parse(&text, &mut FileDiagnostics::new("a.md"));
        }
    }
}
