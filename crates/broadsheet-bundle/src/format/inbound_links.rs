//! Inbound links: which posts link to a post.
//!
//! They stand in files of their own and not in the posts, so that a link that is added to one post
//! does not change the pack of another.

use serde::{Deserialize, Serialize};

use super::error::FormatError;
use super::limits::{MAX_INBOUND_LINKS, MAX_LANGUAGE_BYTES, MAX_TITLE_CHARS};
use super::truncate::{check_id, drop_longer, truncate};

/// The inbound links of a range of posts: those that no post links to are not among them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct InboundLinks {
    /// The posts that others link to, in the order of their ids.
    pub posts: Vec<LinkedPost>,
}

/// A post that others link to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LinkedPost {
    /// Its id.
    pub id: String,
    /// The posts whose articles link to it, the newest first: at most 200 ([`MAX_INBOUND_LINKS`]).
    pub from: Vec<LinkingPost>,
    /// The number of further posts that link to it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub more: u32,
}

/// A post that links to another one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LinkingPost {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its language, if that is not the archive's, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// The location of a file of [`InboundLinks`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundLinksRef {
    /// Lower bound of its ids: no id in the file is smaller, and all ids in the files before it
    /// are. Absent for a directory's first file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// The file.
    pub file: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

impl InboundLinks {
    /// The inbound links of the post `id`; `None` if no post links to it.
    pub fn of(&self, id: &str) -> Option<&LinkedPost> {
        let place = self.posts.binary_search_by(|post| post.id.as_str().cmp(id)).ok()?;
        self.posts.get(place)
    }

    /// Brings it within the [limits](super::limits).
    ///
    /// # Errors
    ///
    /// If the id of a post is invalid.
    pub fn bound(&mut self) -> Result<(), FormatError> {
        for post in &mut self.posts {
            check_id(&post.id)?;
            post.from.truncate(MAX_INBOUND_LINKS);
            for from in &mut post.from {
                check_id(&from.id)?;
                truncate(&mut from.title, MAX_TITLE_CHARS);
                drop_longer(&mut from.language, MAX_LANGUAGE_BYTES);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inbound_links_are_found_by_id() {
        let json = r#"{"posts":[{"id":"a","from":[{"id":"x","title":"X"}]},{"id":"b","from":[],"more":2}]}"#;
        let mut inbound_links: InboundLinks = serde_json::from_str(json).unwrap();
        assert_eq!(inbound_links.of("b").map(|post| post.more), Some(2));
        assert_eq!(inbound_links.of("c"), None);
        assert_eq!(serde_json::to_string(&inbound_links).unwrap(), json);
        assert_eq!(inbound_links.bound(), Ok(()));
        inbound_links.posts[0].from[0].id.clear();
        assert!(inbound_links.bound().is_err());
    }
}
