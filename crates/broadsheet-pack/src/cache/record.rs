//! The records of source files and their posts.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use crate::diagnostics::{self, Diagnostic, Severity};
use crate::import::origin::Origin;
use crate::language::{Guess, TitleScript};
use crate::media::Media;
use crate::post_links::LinkKey;

/// The record of a post, or of a file as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CachedEntry {
    /// The number of the post in its file; `None` for the only post of a file, and for a file as a
    /// whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<NonZeroU32>,
    /// The result of importing it.
    pub outcome: FileOutcome,
    /// The diagnostics of its import.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<CachedDiagnostic>,
    /// The JSON of the row of an imported post.
    #[serde(skip)]
    pub row: Vec<u8>,
    /// The JSON of the [`RenderNotes`] of an imported post; empty if there are none.
    #[serde(skip)]
    pub notes: Vec<u8>,
}

impl CachedEntry {
    /// The record of what gave no post.
    pub fn without_post(
        number: Option<NonZeroU32>,
        outcome: FileOutcome,
        diagnostics: Vec<CachedDiagnostic>,
    ) -> Self {
        Self { number, outcome, diagnostics, row: Vec::new(), notes: Vec::new() }
    }
}

/// The result of importing a post, or a file without one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum FileOutcome {
    /// A post of the archive.
    Imported(CachedPost),
    /// A post that is left out.
    Skipped(SkipReason),
    /// No post.
    NotAPost,
}

impl FileOutcome {
    /// `true` if it holds as long as the file does not change.
    pub fn is_lasting(&self) -> bool {
        !matches!(self, Self::Skipped(SkipReason::Unreadable | SkipReason::Failed))
    }
}

/// The reason for leaving out a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SkipReason {
    /// It cannot be read.
    Unreadable,
    /// It is a draft.
    Draft,
    /// It says `published: false`.
    Unpublished,
    /// It was for some readers alone.
    Private,
    /// It is an entry of a feed of which no post is made.
    NotAPost,
    /// The program failed on it.
    Failed,
}

/// The record of an imported post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CachedPost {
    /// Its id, where that is not the stem of its file.
    pub id: Option<String>,
    /// The id that it wants, and its bytes, where its file may hold many posts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_many: Option<(String, u32)>,
    /// The sort key of its row, before its id.
    pub date: Option<String>,
    /// `true` if its article is cleaned.
    pub clean: bool,
    /// The language that its title shows.
    pub script: TitleScript,
    /// The keys of the names that it declares.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<LinkKey>,
    /// Its item in the output.
    pub item: StoredItem,
}

/// The place of an item in the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredItem {
    /// The index of its pack in a list of their names.
    pub pack: u32,
    /// Its start there, in bytes.
    pub start: u32,
    /// Its length in bytes.
    pub length: u32,
}

/// The findings of rendering a post.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RenderNotes {
    /// The diagnostics of its article.
    pub diagnostics: Vec<CachedDiagnostic>,
    /// The language that its text shows, if its file says none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Guess>,
    /// Addresses that may mean files beside the post, and what became of the files that they led
    /// to.
    pub media: Vec<(String, Option<Media>)>,
    /// The links in its article, as far as they may lead to posts.
    #[serde(default, skip_serializing_if = "LinkNotes::is_empty")]
    pub links: LinkNotes,
    /// The amounts that its article lost, by the key of each
    /// [`Unit`](broadsheet_article::native::Unit).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lost: BTreeMap<String, usize>,
}

/// The links of an article, as they were looked up.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LinkNotes {
    /// The ids of the posts that it leads to, each once, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<String>,
    /// Names that posts have, with a hash of what those posts are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<(LinkKey, String)>,
    /// The starts of the keys of names that no post has, each of
    /// [`KEY_PREFIX_DIGITS`](crate::post_links::KEY_PREFIX_DIGITS).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub missed: String,
    /// Relative addresses that lead to nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dead: Vec<String>,
    /// Addresses that may mean files, and what became of the files that they led to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<(String, Option<Media>)>,
}

impl LinkNotes {
    /// `true` if there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl RenderNotes {
    /// `true` if there are none.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
            && self.language.is_none()
            && self.media.is_empty()
            && self.links.is_empty()
            && self.lost.is_empty()
    }
}

/// A [`Diagnostic`] without its origin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CachedDiagnostic {
    severity: Severity,
    line: Option<u32>,
    message: String,
    action: String,
    #[serde(default = "diagnostics::one", skip_serializing_if = "diagnostics::is_one")]
    count: usize,
    /// Never kept: what cannot be read is tried again.
    #[serde(skip)]
    unreadable: bool,
}

impl From<&Diagnostic> for CachedDiagnostic {
    fn from(diagnostic: &Diagnostic) -> Self {
        Self {
            severity: diagnostic.severity,
            line: diagnostic.line,
            message: diagnostic.message.clone(),
            action: diagnostic.action.clone(),
            count: diagnostic.count,
            unreadable: diagnostic.unreadable,
        }
    }
}

impl CachedDiagnostic {
    /// The diagnostic of a post, or of a file as a whole.
    pub fn of(&self, origin: &Origin) -> Diagnostic {
        Diagnostic {
            severity: self.severity,
            file: origin.file.path().to_string_lossy().into_owned(),
            line: self.line,
            entry: origin.entry,
            message: self.message.clone(),
            action: self.action.clone(),
            count: self.count,
            unreadable: self.unreadable,
        }
    }
}
