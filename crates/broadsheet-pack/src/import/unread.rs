//! Files below the folders of posts that are not read: how many, by their endings.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;

use crate::diagnostics::{counted, listed, thousands};
use crate::regular;

/// Bytes at the start of a file that are looked at for front matter.
const HEAD_BYTES: u64 = 4096;

/// Endings of text that begins with front matter, or a line like its fence, and is no post: what
/// Jekyll makes pages' styles and scripts of, settings, and copies that editors leave.
const NO_POSTS: [&str; 19] = [
    "bak", "coffee", "css", "csv", "diff", "js", "json", "less", "orig", "patch", "sass", "scss", "svg",
    "swp", "toml", "ts", "xml", "yaml", "yml",
];

/// Endings of pictures, sounds and films.
const MEDIA: [&str; 22] = [
    "avif", "bmp", "flac", "gif", "heic", "ico", "jpe", "jpeg", "jpg", "m4a", "m4v", "mov", "mp3", "mp4",
    "oga", "ogg", "png", "svg", "tif", "wav", "webm", "webp",
];

/// The number of files that are not read, by ending in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnreadFiles(BTreeMap<String, usize>);

impl UnreadFiles {
    /// Counts a file.
    pub(super) fn add(&mut self, name: &OsStr) {
        *self.0.entry(ending(name)).or_default() += 1;
    }

    /// Takes files out again that posts show, given by their names.
    pub fn shown<'n>(&mut self, names: impl Iterator<Item = &'n OsStr>) {
        for name in names {
            if let Some(count) = self.0.get_mut(&ending(name)) {
                *count = count.saturating_sub(1);
            }
        }
        self.0.retain(|_, count| *count > 0);
    }

    /// The files in words: `3 files not read: 2 .png (media), 1 .txt`. `None` if there are none.
    pub fn in_words(&self) -> Option<String> {
        let all = self.0.values().sum();
        if all == 0 {
            return None;
        }
        let part = |(ending, count): (&String, &usize)| {
            let count = thousands(*count);
            match ending.as_str() {
                "" => format!("{count} without ending"),
                media if MEDIA.contains(&media) => format!("{count} .{media} (media)"),
                other => format!("{count} .{other}"),
            }
        };
        let mut parts: Vec<_> = self.0.iter().filter(|(ending, _)| !ending.is_empty()).map(part).collect();
        parts.extend(self.0.get_key_value("").map(part));
        let count = parts.len();
        let files = counted(all, "file not read", "files not read");
        Some(format!("{files}: {}", listed(parts.into_iter(), count)))
    }
}

fn ending(name: &OsStr) -> String {
    Path::new(name)
        .extension()
        .map(|ending| ending.to_string_lossy().to_ascii_lowercase())
        .unwrap_or_default()
}

/// `true` if a file is text with front matter, by the ending that its name has and by how it
/// begins.
pub(super) fn looks_like_a_post(name: &OsStr, path: &Path) -> bool {
    let ending = ending(name);
    if NO_POSTS.contains(&ending.as_str()) || ending.ends_with('~') || MEDIA.contains(&ending.as_str()) {
        return false;
    }
    let head =
        regular::open(path).and_then(|(file, metadata)| regular::read_start(file, &metadata, HEAD_BYTES));
    let Ok((head, _)) = head else { return false };
    let text = String::from_utf8_lossy(&head);
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim_end);
    let Some(fence @ ("---" | "+++")) = lines.next() else { return false };
    let mut settings = 0;
    for line in lines {
        if line == fence {
            return settings > 0;
        }
        settings += usize::from(line.contains([':', '=']));
    }
    false
}
