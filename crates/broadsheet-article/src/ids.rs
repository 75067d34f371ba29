//! Ids of elements within an article.

/// The target of a link within the article: the original `id` with [`AnchorId::PREFIX`] before it,
/// so that it cannot equal an id of the page itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AnchorId(String);

impl AnchorId {
    /// The prefix of every id of an article.
    pub const PREFIX: &str = "a-";

    /// The anchor for an original id; `None` for an empty id, one of more than 256 bytes, or one
    /// with white space. An id that has the prefix already keeps it, so that written HTML parses to
    /// the same tree.
    pub fn new(id: &str) -> Option<Self> {
        if id.is_empty() || id.len() > 256 || id.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return None;
        }
        Some(Self(if id.starts_with(Self::PREFIX) { id.to_owned() } else { format!("{}{id}", Self::PREFIX) }))
    }

    /// The id as it is in the page.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
