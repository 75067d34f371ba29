//! Options of a run.

/// The format in which a bundle stores articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ContentFormat {
    /// HTML, cleaned, with absolute addresses: `content_html`.
    #[default]
    Html,
    /// Markdown as it stands in the file, for the viewer to clean: `_broadsheet.content_markdown`.
    Markdown,
}
