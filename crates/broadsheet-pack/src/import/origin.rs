//! The origin of a post.

use std::cmp::Ordering;
use std::num::NonZeroU32;

use super::discover::SourceFile;
use crate::diagnostics::FileDiagnostics;

/// The source file that a post comes from, and its number in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file.
    pub file: SourceFile,
    /// The number of the post in the file, from 1; `None` in formats with one post per file.
    pub entry: Option<NonZeroU32>,
}

impl Origin {
    /// The order of origins: that of their files and, within a file, of the posts. The file as a
    /// whole, which has no number, comes before its posts.
    pub fn order(&self, other: &Self) -> Ordering {
        self.file.order(&other.file).then(self.entry.cmp(&other.entry))
    }

    /// An empty collection of diagnostics of the post.
    pub fn diagnostics(&self) -> FileDiagnostics {
        FileDiagnostics::of_entry(self.file.path().to_string_lossy(), self.entry)
    }

    /// Returns the path of its file below the folder of posts, with its number, by which it differs
    /// from others that want the same id.
    pub(super) fn name(&self) -> String {
        let name = self.file.name();
        self.entry.map_or_else(|| name.to_string(), |entry| format!("{name}#{entry}"))
    }
}
