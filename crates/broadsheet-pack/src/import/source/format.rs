//! The formats of source files.

use std::ffi::OsStr;
use std::path::Path;

use crate::import::feed::detect;
use crate::limits::{FEED_BYTES, POST_BYTES};

/// The format of a source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceFormat {
    /// Markdown with front matter: one post.
    Markdown,
    /// HTML with front matter: one post.
    Html,
    /// A feed in RSS, Atom or JSON Feed: a post for each entry.
    Feed,
}

impl SourceFormat {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Markdown, Self::Html, Self::Feed];

    /// The format of a file of this name, `None` if it cannot be a post.
    pub fn of_name(name: &OsStr) -> Option<Self> {
        let extension = Path::new(name).extension()?;
        let has =
            |format: &Self| format.extensions().iter().any(|known| extension.eq_ignore_ascii_case(known));
        Self::ALL.into_iter().find(has)
    }

    /// The endings of the names of such files, in lower case and without a dot.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            // Those that Jekyll reads: the default of its `markdown_ext`,
            // https://jekyllrb.com/docs/configuration/options/
            Self::Markdown => &["md", "markdown", "mkdown", "mkdn", "mkd"],
            Self::Html => &["html", "htm"],
            Self::Feed => &["xml", "rss", "atom", "rdf", "json"],
        }
    }

    /// `true` if files with such names are often something else, of which nothing is to be said.
    pub fn is_ambiguous(self) -> bool {
        matches!(self, Self::Feed)
    }

    /// `true` if a file that begins with these bytes can be of this format.
    pub fn recognizes(self, head: &[u8]) -> bool {
        match self {
            Self::Markdown | Self::Html => true,
            Self::Feed => detect::format(head).is_some(),
        }
    }

    /// The number of bytes that are read of such a file.
    pub fn max_bytes(self) -> u64 {
        match self {
            Self::Markdown | Self::Html => POST_BYTES,
            Self::Feed => FEED_BYTES,
        }
    }

    /// The endings of the names of all files that may be posts, in words: `*.md, *.html and *.xml`.
    pub fn names() -> String {
        let all: Vec<_> = Self::ALL.iter().flat_map(|format| format.extensions()).collect();
        let words: Vec<_> = all.iter().map(|extension| format!("*.{extension}")).collect();
        match words.split_last() {
            Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
            _ => words.concat(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_known_by_its_extension() {
        for (name, format) in [
            ("a.md", Some(SourceFormat::Markdown)),
            ("a.b.MARKDOWN", Some(SourceFormat::Markdown)),
            ("a.Html", Some(SourceFormat::Html)),
            ("a.mkdown", Some(SourceFormat::Markdown)),
            ("a.Mkdn", Some(SourceFormat::Markdown)),
            ("a.mkd", Some(SourceFormat::Markdown)),
            ("a.HTM", Some(SourceFormat::Html)),
            ("a.md.bak", None),
            ("a.md~", None),
            ("md", None),
            (".md", None),
            ("feed.XML", Some(SourceFormat::Feed)),
            ("index.rdf", Some(SourceFormat::Feed)),
            ("a.json", Some(SourceFormat::Feed)),
        ] {
            assert_eq!(SourceFormat::of_name(OsStr::new(name)), format, "{name}");
        }
        assert_eq!(
            SourceFormat::names(),
            "*.md, *.markdown, *.mkdown, *.mkdn, *.mkd, *.html, *.htm, *.xml, *.rss, *.atom, *.rdf and *.json"
        );
    }
}
