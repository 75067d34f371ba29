//! Diagnostics: problems of source files and posts, and notes on them.

use std::io;
use std::num::NonZeroU32;

use broadsheet_article::native::{Ledger, Removal};
use serde::{Deserialize, Serialize};

use crate::limits::{LISTED, REMARKS};
use crate::regular;

/// The severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// Something in a post is wrong; `--strict` makes it fail the run.
    #[serde(rename = "problem")]
    Warning,
    /// Worth knowing, and as it should be: a draft left out, say.
    #[serde(rename = "note")]
    Info,
}

/// One thing that was found in the posts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Its severity.
    #[serde(rename = "type")]
    pub severity: Severity,
    /// The file, as the user would name it.
    pub file: String,
    /// Line in that file, from 1; absent where it concerns the file as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Number of the post in that file, from 1; absent where it concerns the file as a whole, or
    /// its only post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<NonZeroU32>,
    /// The message.
    pub message: String,
    /// The action taken.
    pub action: String,
    /// The number of diagnostics that this one stands for, where a file has more than are listed.
    #[serde(skip_serializing_if = "is_one")]
    pub count: usize,
    /// `true` if a file or folder could not be read, so that posts may be missing.
    #[serde(skip_serializing_if = "is_false")]
    pub unreadable: bool,
}

/// The default of [`Diagnostic::count`].
pub(crate) fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
pub(crate) fn is_one(count: &usize) -> bool {
    *count == 1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_false(value: &bool) -> bool {
    !value
}

impl std::fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(entry) = self.entry {
            write!(f, ": entry {entry}")?;
        }
        let level = match self.severity {
            Severity::Warning => "",
            Severity::Info => "note: ",
        };
        write!(f, ": {level}{}; {}", self.message, self.action)
    }
}

/// Collects the diagnostics of one file; beyond [`REMARKS`] they are only counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDiagnostics {
    file: String,
    entry: Option<NonZeroU32>,
    diagnostics: Vec<Diagnostic>,
    /// Problems and notes that are not listed.
    more: [usize; 2],
}

impl FileDiagnostics {
    /// An empty collection of diagnostics of `file`.
    pub fn new(file: impl Into<String>) -> Self {
        Self::of_entry(file, None)
    }

    /// An empty collection of diagnostics of a post in a file with many.
    pub fn of_entry(file: impl Into<String>, entry: Option<NonZeroU32>) -> Self {
        Self { file: file.into(), entry, diagnostics: Vec::new(), more: [0; 2] }
    }

    /// Takes out what was collected.
    #[must_use]
    pub fn take(&mut self) -> Self {
        let empty = Self::of_entry(self.file.clone(), self.entry);
        std::mem::replace(self, empty)
    }

    /// The files and diagnostics of a search.
    pub fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        let more = std::mem::take(&mut self.more);
        for (level, count) in [Severity::Warning, Severity::Info].into_iter().zip(more) {
            if count > 0 {
                let message = match level {
                    Severity::Warning => counted(count, "more problem", "more problems"),
                    Severity::Info => counted(count, "more note", "more notes"),
                };
                self.diagnostics
                    .push(Diagnostic { count, ..self.finding(level, 0, &message, "not listed".into()) });
            }
        }
        self.diagnostics
    }

    /// Forgets what was found.
    pub fn clear(&mut self) {
        self.diagnostics.clear();
        self.more = [0; 2];
    }

    /// `true` if the next finding will be listed, not only counted.
    pub fn has_room(&self) -> bool {
        self.diagnostics.len() < REMARKS
    }

    /// Adds that the file, or something in it, cannot be read.
    pub fn unreadable(&mut self, error: &io::Error, action: impl Into<String>) {
        let message = format!("cannot be read ({error})");
        let finding = self.finding(Severity::Warning, 0, &message, action.into());
        self.diagnostics.push(Diagnostic { unreadable: !regular::is_nothing(error), ..finding });
    }

    /// Adds a problem. `line` 0 means the file as a whole.
    pub fn warning(&mut self, line: usize, message: impl Into<String>, action: impl Into<String>) {
        self.add(Severity::Warning, line, &message.into(), action.into());
    }

    /// Adds a note. `line` 0 means the file as a whole.
    pub fn info(&mut self, line: usize, message: impl Into<String>, action: impl Into<String>) {
        self.add(Severity::Info, line, &message.into(), action.into());
    }

    fn add(&mut self, level: Severity, line: usize, message: &str, action: String) {
        if self.has_room() {
            self.diagnostics.push(self.finding(level, line, message, action));
        } else {
            self.more[usize::from(level == Severity::Info)] += 1;
        }
    }

    fn finding(&self, level: Severity, line: usize, message: &str, action: String) -> Diagnostic {
        let line = u32::try_from(line).ok().filter(|&line| line > 0);
        Diagnostic {
            severity: level,
            file: self.file.clone(),
            line,
            entry: self.entry,
            message: without_line_breaks(message),
            action,
            count: 1,
            unreadable: false,
        }
    }
}

/// Returns `text` with blanks for line breaks and other control characters: quoted input may have
/// them, and they would break a line of the report.
pub fn without_line_breaks(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The first [`LISTED`] of `count` items in words, and how many more there are.
pub fn listed(items: impl Iterator<Item = String>, count: usize) -> String {
    let text = items.take(LISTED).collect::<Vec<_>>().join(", ");
    if count > LISTED { text + " and " + &thousands(count - LISTED) + " more" } else { text }
}

/// `1 post`, `1,000 posts`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(count), if count == 1 { one } else { many })
}

/// `1,000`.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The account of one post: the boxes that cleaning took out of it, and what became of all else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned {
    /// The file, as the user would name it.
    pub file: String,
    /// Number of the post in that file, where it may hold many.
    pub entry: Option<NonZeroU32>,
    /// The boxes, in the order of the rules' work.
    pub removed: Vec<Removal>,
    /// The ledger, without the places of what is lost.
    pub ledger: Ledger,
}

/// The start of a text that a message quotes.
pub(crate) fn shorten(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floods_are_counted() {
        let mut diagnostics = FileDiagnostics::new("a.md");
        for number in 0..REMARKS + 5 {
            diagnostics.warning(number, "wrong", "kept");
            diagnostics.info(number, "odd", "kept");
        }
        let diagnostics = diagnostics.into_diagnostics();
        assert_eq!(diagnostics.len(), REMARKS + 2);
        let last: Vec<_> = diagnostics.iter().skip(REMARKS).map(ToString::to_string).collect();
        assert_eq!(
            last,
            [
                format!("a.md: {} more problems; not listed", REMARKS / 2 + 5),
                format!("a.md: note: {} more notes; not listed", REMARKS / 2 + 5)
            ]
        );
    }
}
