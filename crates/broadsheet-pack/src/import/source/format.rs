//! The formats of source files.

use std::ffi::OsStr;
use std::path::Path;

/// The format of a source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceFormat {
    /// Markdown with front matter: one post.
    Markdown,
    /// HTML with front matter: one post.
    Html,
}

impl SourceFormat {
    /// All formats.
    pub const ALL: [Self; 2] = [Self::Markdown, Self::Html];

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
            Self::Markdown => &["md", "markdown"],
            Self::Html => &["html"],
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
            ("a.htm", None),
            ("md", None),
            (".md", None),
        ] {
            assert_eq!(SourceFormat::of_name(OsStr::new(name)), format, "{name}");
        }
    }
}
