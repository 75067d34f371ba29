//! Settings of a parser run.

/// The settings of a parser, for one article.
#[derive(Debug, Clone)]
pub struct Options {
    /// The title that the page shows above the article; cleaning removes its repetition in the
    /// body.
    pub title: Option<String>,
    /// The original's absolute address, against which relative addresses are resolved. Without one,
    /// a relative link becomes its text, and a relative image is left out.
    pub base: Option<String>,
    /// `true` if cleaning removes what does not belong to the article: navigation,
    /// advertisements, share buttons. Safety does not depend on it. Without the feature `clean` it
    /// has no effect.
    pub clean: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { title: None, base: None, clean: true }
    }
}
