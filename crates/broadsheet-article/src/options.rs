//! Settings of a parser run.

/// What a parser needs to know about an article besides its HTML.
#[derive(Debug, Clone)]
pub struct Options {
    /// The title that the page shows above the article; the article's own repetition of it goes.
    pub title: Option<String>,
    /// The absolute address that relative addresses are resolved against: the original's. Without one, a relative
    /// link loses its link and keeps its text, and a relative picture goes.
    pub base: Option<String>,
    /// Whether what does not belong to the article goes: navigation, advert slots, share buttons and the like. Safety
    /// does not depend on it.
    pub clean: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { title: None, base: None, clean: true }
    }
}
