//! Writing what there is to say about the posts, and a summary of the run: for people, or as JSON.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::num::NonZeroU32;

use broadsheet_article::native::{self, Removal, Unit};
use broadsheet_pack::diagnostics::{Cleaned, Diagnostic, Severity, counted, thousands, without_line_breaks};
use serde::Serialize;

use crate::limits::LINES;
use crate::terminal::escaped;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// The figures of a run.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub(crate) struct Summary {
    /// Title of the archive.
    pub title: String,
    /// Files read as posts.
    pub read: usize,
    /// Posts in the bundle.
    pub kept: usize,
    /// Posts left out, those that could not be read among them; a line on each says why.
    pub left_out: usize,
    /// Files with at least one problem.
    pub with_problems: usize,
    /// Problems in all.
    pub problems: usize,
    /// Notes in all.
    pub notes: usize,
    /// The amounts that the articles lost, by kind.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub lost: BTreeMap<String, usize>,
    /// Sentences on files that the site does not have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub omitted: Vec<String>,
    /// Files and folders that cannot be read.
    #[serde(skip_serializing_if = "is_zero")]
    pub unreadable: usize,
    /// Bytes of the files read.
    pub bytes_read: u64,
    /// Bytes of the whole output.
    pub bytes_written: u64,
    /// Files of the whole output.
    pub files: usize,
    /// Files of the output that were new or changed.
    pub files_changed: usize,
    /// Seconds it took.
    pub seconds: f64,
}

impl Summary {
    /// Sets the counts that `diagnostics` give.
    pub(crate) fn count(&mut self, diagnostics: &[Diagnostic]) {
        let of = |level| diagnostics.iter().filter(move |finding| finding.severity == level);
        let count = |level| of(level).map(|finding| finding.count).sum();
        let problems = || of(Severity::Warning);
        self.problems = count(Severity::Warning);
        self.notes = count(Severity::Info);
        self.unreadable = diagnostics.iter().filter(|finding| finding.unreadable).count();
        self.with_problems =
            problems().map(|finding| finding.file.as_str()).collect::<std::collections::BTreeSet<_>>().len();
    }
}

impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} ({}): {} kept, {} left out, {} with problems",
            counted(self.read, "post read", "posts read"),
            megabytes(self.bytes_read),
            thousands(self.kept),
            thousands(self.left_out),
            thousands(self.with_problems),
        )?;
        let lost = Unit::ALL.into_iter().filter_map(|unit| {
            let (one, many) = unit.words();
            Some(counted(*self.lost.get(unit.key())?, one, many))
        });
        let lost: Vec<_> = lost.collect();
        if !lost.is_empty() {
            write!(f, "; lost: {}", lost.join(", "))?;
        }
        if self.unreadable > 0 {
            write!(f, "; {} cannot be read", counted(self.unreadable, "file or folder", "files or folders"))?;
        }
        if self.files > 0 {
            write!(
                f,
                "; {} in {}, {} changed",
                megabytes(self.bytes_written),
                counted(self.files, "file", "files"),
                thousands(self.files_changed)
            )?;
        }
        write!(f, "; {:.2} s", self.seconds)
    }
}

#[expect(clippy::cast_precision_loss, reason = "two figures are shown")]
fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// The format of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum MessageFormat {
    /// For people: problems and the summary as lines of text.
    #[default]
    Human,
    /// For programs: one JSON object a line, on standard output.
    Json,
}

/// Writes `diagnostics` and `summary`: JSON to standard output; text to standard output for
/// `check`, whose product it is, and otherwise to standard error. Fails when the stream cannot be
/// written.
pub(crate) fn print(
    format: MessageFormat,
    to_stdout: bool,
    diagnostics: &[Diagnostic],
    summary: &Summary,
) -> io::Result<()> {
    match format {
        MessageFormat::Json => write_json(&mut io::stdout().lock(), diagnostics, summary),
        MessageFormat::Human if to_stdout => write_text(&mut io::stdout().lock(), diagnostics, summary),
        MessageFormat::Human => write_text(&mut io::stderr().lock(), diagnostics, summary),
    }
}

/// The boxes that a rule took out of all posts, counted.
#[derive(Debug, Default, Serialize)]
struct RuleTotal {
    rule: &'static str,
    reason: &'static str,
    boxes: usize,
    characters: usize,
    pictures: usize,
    posts: usize,
}

/// Writes to standard output what cleaning took out of each post, and for each rule how much in
/// all. Fails when that cannot be written.
pub(crate) fn print_cleaning(format: MessageFormat, cleaned: &[Cleaned]) -> io::Result<()> {
    let to = &mut io::stdout().lock();
    match format {
        MessageFormat::Human => write_cleaning_text(to, cleaned),
        MessageFormat::Json => write_cleaning_json(to, cleaned),
    }
}

/// The boxes that were taken out of a post, but for those that held nothing.
fn seen(post: &Cleaned) -> impl Iterator<Item = &Removal> {
    post.removed.iter().filter(|removal| !removal.units.is_empty())
}

/// The totals of all rules, in their own order, those that took nothing included.
fn totals(cleaned: &[Cleaned]) -> Vec<RuleTotal> {
    let mut totals: Vec<RuleTotal> =
        native::rules().map(|(rule, reason)| RuleTotal { rule, reason, ..RuleTotal::default() }).collect();
    for total in &mut totals {
        for post in cleaned {
            let mut here = seen(post).filter(|removal| removal.rule == total.rule).peekable();
            total.posts += usize::from(here.peek().is_some());
            for removal in here {
                total.boxes += 1;
                total.characters += removal.characters;
                total.pictures += removal.images;
            }
        }
    }
    totals
}

fn write_cleaning_text(to: &mut dyn Write, cleaned: &[Cleaned]) -> io::Result<()> {
    let mut to = io::BufWriter::new(to);
    for post in cleaned {
        let origin = match post.entry {
            Some(entry) => format!("{}: entry {entry}", post.file),
            None => post.file.clone(),
        };
        for Removal { rule, summary, characters, .. } in seen(post) {
            let amount = counted(*characters, "character", "characters");
            let line = format!("{origin}: {rule}: {amount}: {}", without_line_breaks(summary));
            writeln!(to, "{}", escaped(&line))?;
        }
    }
    let totals = totals(cleaned);
    let width = totals.iter().map(|total| total.rule.len()).max().unwrap_or_default();
    for RuleTotal { rule, boxes, characters, pictures, posts, .. } in totals {
        writeln!(
            to,
            "{rule:width$}  {} with {} and {} in {}",
            counted(boxes, "box", "boxes"),
            counted(characters, "character", "characters"),
            counted(pictures, "picture", "pictures"),
            counted(posts, "post", "posts"),
        )?;
    }
    to.flush()
}

fn write_cleaning_json(to: &mut dyn Write, cleaned: &[Cleaned]) -> io::Result<()> {
    #[derive(Serialize)]
    #[serde(tag = "type", rename_all = "lowercase")]
    enum Line<'a> {
        Cleaning {
            file: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            entry: Option<NonZeroU32>,
            rule: &'a str,
            characters: usize,
            pictures: usize,
            text: &'a str,
        },
        Rule(RuleTotal),
    }
    let mut to = io::BufWriter::new(to);
    let boxes = cleaned.iter().flat_map(|post| {
        seen(post).map(|&Removal { rule, ref summary, characters, images: pictures, .. }| Line::Cleaning {
            file: &post.file,
            entry: post.entry,
            rule,
            characters,
            pictures,
            text: summary,
        })
    });
    for line in boxes.chain(totals(cleaned).into_iter().map(Line::Rule)) {
        serde_json::to_writer(&mut to, &line)?;
        writeln!(to)?;
    }
    to.flush()
}

fn write_text(to: &mut dyn Write, diagnostics: &[Diagnostic], summary: &Summary) -> io::Result<()> {
    let mut to = io::BufWriter::new(to);
    for finding in diagnostics.iter().take(LINES) {
        writeln!(to, "{}", escaped(&finding.to_string()))?;
    }
    if let Some(more) = diagnostics.get(LINES..).filter(|more| !more.is_empty()) {
        let more = counted(more.len(), "more line", "more lines");
        writeln!(to, "{more} not shown; --message-format json has them all")?;
    }
    for sentence in &summary.omitted {
        writeln!(to, "{}", escaped(sentence))?;
    }
    writeln!(to, "{summary}")?;
    to.flush()
}

fn write_json(to: &mut dyn Write, diagnostics: &[Diagnostic], summary: &Summary) -> io::Result<()> {
    #[derive(Serialize)]
    struct Tagged<'a> {
        r#type: &'static str,
        #[serde(flatten)]
        summary: &'a Summary,
    }
    let mut to = io::BufWriter::new(to);
    for finding in diagnostics {
        serde_json::to_writer(&mut to, finding)?;
        writeln!(to)?;
    }
    serde_json::to_writer(&mut to, &Tagged { r#type: "summary", summary })?;
    writeln!(to)?;
    to.flush()
}

#[cfg(test)]
mod tests {
    use broadsheet_pack::diagnostics::FileDiagnostics;
    use broadsheet_pack::limits::REMARKS;

    use super::*;

    fn report() -> (Vec<Diagnostic>, Summary) {
        let mut report = FileDiagnostics::new("posts/a.md");
        report.warning(3, "no such\nday", "left undated");
        report.info(0, "a draft", "left out");
        let mut summary = Summary {
            title: "T".into(),
            read: 1234,
            kept: 1233,
            left_out: 1,
            bytes_read: 2_500_000,
            seconds: 0.256,
            ..Summary::default()
        };
        let diagnostics = report.into_diagnostics();
        summary.count(&diagnostics);
        (diagnostics, summary)
    }

    #[test]
    fn floods_are_counted() {
        let mut report = FileDiagnostics::new("a.md");
        for number in 0..REMARKS + 5 {
            report.warning(number, "wrong", "kept");
            report.info(number, "odd", "kept");
        }
        let diagnostics = report.into_diagnostics();
        let mut summary = Summary::default();
        summary.count(&diagnostics);
        assert_eq!((summary.problems, summary.notes, summary.with_problems), (REMARKS + 5, REMARKS + 5, 1));

        let diagnostics = diagnostics.iter().cycle().take(LINES + 7).cloned().collect::<Vec<_>>();
        let mut text = Vec::new();
        write_text(&mut text, &diagnostics, &summary).unwrap();
        let text = String::from_utf8(text).unwrap();
        assert_eq!(text.lines().count(), LINES + 2);
        assert!(text.contains("\n7 more lines not shown; --message-format json has them all\n"));
        let mut json = Vec::new();
        write_json(&mut json, &diagnostics, &summary).unwrap();
        assert_eq!(String::from_utf8(json).unwrap().lines().count(), LINES + 8);
    }

    #[test]
    fn no_name_reaches_the_terminal_raw() {
        let mut report = FileDiagnostics::new("p/\u{1b}]0;pwned\u{7}a.md\n::error::forged.md");
        report.info(0, "odd", "kept \u{1b}[2J");
        let mut text = Vec::new();
        write_text(&mut text, &report.into_diagnostics(), &Summary::default()).unwrap();
        let text = String::from_utf8(text).unwrap();
        assert_eq!(text.lines().count(), 2);
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
        let cleaned = Cleaned {
            file: "\u{1b}[1m\n::x".into(),
            entry: None,
            removed: vec![Removal {
                rule: "share",
                summary: "\u{202E}x".into(),
                characters: 1,
                images: 0,
                units: native::Units::of(Unit::Character, 1),
            }],
            ledger: native::Ledger::default(),
        };
        let mut text = Vec::new();
        write_cleaning_text(&mut text, &[cleaned]).unwrap();
        let text = String::from_utf8(text).unwrap();
        assert!(text.starts_with("\\u{1b}[1m\\u{a}::x: share: 1 character: \\u{202e}x\n"), "{text:?}");
    }

    #[test]
    fn for_people() {
        let (diagnostics, summary) = report();
        let mut text = Vec::new();
        write_text(&mut text, &diagnostics, &summary).unwrap();
        insta::assert_snapshot!(String::from_utf8(text).unwrap(), @"
        posts/a.md:3: no such day; left undated
        posts/a.md: note: a draft; left out
        1,234 posts read (2.5 MB): 1,233 kept, 1 left out, 1 with problems; 0.26 s
        ");
    }

    #[test]
    fn for_programs() {
        let (diagnostics, summary) = report();
        let mut text = Vec::new();
        write_json(&mut text, &diagnostics, &summary).unwrap();
        insta::assert_snapshot!(String::from_utf8(text).unwrap(), @r#"
        {"type":"problem","file":"posts/a.md","line":3,"message":"no such day","action":"left undated"}
        {"type":"note","file":"posts/a.md","message":"a draft","action":"left out"}
        {"type":"summary","title":"T","read":1234,"kept":1233,"left_out":1,"with_problems":1,"problems":1,"notes":1,"bytes_read":2500000,"bytes_written":0,"files":0,"files_changed":0,"seconds":0.256}
        "#);
    }
}
