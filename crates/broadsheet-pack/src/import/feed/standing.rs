//! The standing of an entry where it was exported: `WordPress` and Blogger export all that they
//! have, drafts, private posts and what is no post among them.

use super::element::{Element, Space};
use super::model::Standing;

/// The scheme of the categories by which Google says what an entry is.
const KINDS: &str = "http://schemas.google.com/g/2005#kind";

/// The words of an entry on its standing, as far as they are read.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// `true` if `WordPress` exported it.
    pub(super) is_of_wordpress: bool,
    /// The number of readers' comments in it.
    pub(super) comments: usize,
    status: String,
    kind: String,
    is_draft: bool,
    has_password: bool,
}

impl Said {
    /// Takes an element of an exporting program.
    pub(super) fn add(&mut self, element: &Element) {
        self.is_of_wordpress |= element.space == Space::WordPress;
        match (element.space, element.local.as_str()) {
            (Space::WordPress | Space::Blogger, "status") => self.status = lower(element),
            (Space::WordPress, "post_type") | (Space::Blogger, "type") => self.kind = lower(element),
            (Space::WordPress, "post_password") => self.has_password = !element.text().is_empty(),
            (Space::WordPress, "comment") => self.comments += 1,
            (Space::Publishing, "control") => element.elements().for_each(|inner| self.add(inner)),
            (Space::Publishing, "draft") => self.is_draft = lower(element) != "no",
            (Space::Blogger, "trashed") => self.is_draft |= !matches!(lower(element).as_str(), "" | "false"),
            _ => {}
        }
    }

    /// Takes a category that says what the entry is; `false` for any other.
    pub(super) fn kind_by_category(&mut self, element: &Element) -> bool {
        if element.get("scheme") != Some(KINDS) {
            return false;
        }
        let term = element.get("term").unwrap_or_default();
        self.kind = term.rsplit_once('#').map_or(term, |(_, kind)| kind).to_ascii_lowercase();
        true
    }

    pub(super) fn standing(self) -> Standing {
        if !matches!(self.kind.as_str(), "" | "post" | "page") {
            Standing::Part(self.kind)
        } else if self.has_password || self.status == "private" {
            Standing::Private
        } else if self.is_draft || !matches!(self.status.as_str(), "" | "publish" | "live") {
            Standing::Draft
        } else {
            Standing::Published
        }
    }
}

fn lower(element: &Element) -> String {
    element.text().to_ascii_lowercase()
}
