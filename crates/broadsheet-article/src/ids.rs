//! Ids of elements within an article.

/// The target of a link within the article: the source's `id` with [`AnchorId::PREFIX`] before it, so that it cannot
/// meet an id of the page's own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AnchorId(String);

impl AnchorId {
    /// Stands before every id of an article.
    pub const PREFIX: &str = "a-";

    /// The anchor for the id `id` of the source; nothing for an empty id or one with white space.
    /// An id that has the prefix already keeps it, so that cleaned HTML reads the same again.
    pub fn new(id: &str) -> Option<Self> {
        if id.is_empty() || id.len() > 256 || id.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return None;
        }
        Some(Self(if id.starts_with(Self::PREFIX) { id.to_owned() } else { format!("{}{id}", Self::PREFIX) }))
    }

    /// The id as it stands in the page.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
