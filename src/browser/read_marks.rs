//! The posts that the user has opened, as the browser's storage keeps them.

use std::rc::Rc;

use super::storage;

/// Maximum number of ids that are stored of a bundle: some 600 KB of the 5 MB that browsers let all
/// archives of a host share.
const MAX_IDS: usize = 10_000;
/// Length of the longest id that is stored, in bytes. A file's name has 255 at most, and a clash
/// adds nine.
const MAX_ID_BYTES: usize = 300;

/// The posts of a bundle that the user has opened, in any of the browser's tabs; the most recent
/// one is the last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadMarks(Rc<Vec<String>>);

impl ReadMarks {
    /// Returns the stored ones of the bundle at the address `bundle`.
    pub fn load(bundle: &str) -> Self {
        let text = storage::get(&storage_key(bundle)).unwrap_or_default();
        Self(Rc::new(text.lines().map(str::to_owned).collect()))
    }

    /// Returns these with the post `id` and with those that other tabs have stored meanwhile, and
    /// stores them.
    #[must_use]
    pub fn save(&self, bundle: &str, id: &str) -> Self {
        let all = Self::load(bundle).including(id);
        if storage::set(&storage_key(bundle), &all.0.join("\n")) { all } else { self.including(id) }
    }

    /// `true` if the post `id` was opened. Linear: a screenful of rows takes a millisecond at most.
    pub fn contains(&self, id: &str) -> bool {
        self.0.iter().any(|known| known == id)
    }

    /// Returns these with the post `id`, without the oldest ones if there are too many. An id that
    /// is too long or has several lines is left out.
    #[must_use]
    pub fn including(&self, id: &str) -> Self {
        if self.contains(id) || id.len() > MAX_ID_BYTES || id.contains('\n') {
            return self.clone();
        }
        let mut ids = self.0.to_vec();
        ids.drain(..(ids.len() + 1).saturating_sub(MAX_IDS));
        ids.push(id.to_owned());
        Self(Rc::new(ids))
    }
}

fn storage_key(bundle: &str) -> String {
    format!("read:{bundle}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_post_is_marked_once() {
        let posts = ReadMarks::default().including("b").including("a").including("b");
        assert!(posts.contains("a") && posts.contains("b") && !posts.contains("c"));
        assert_eq!(posts.0.join(" "), "b a");
    }

    #[test]
    fn what_is_stored_has_an_end() {
        let full = ReadMarks(Rc::new((0..MAX_IDS + 5).map(|id| id.to_string()).collect()));
        let posts = full.including("new");
        assert_eq!(posts.0.len(), MAX_IDS);
        assert_eq!((posts.0[0].as_str(), posts.0[MAX_IDS - 1].as_str()), ("6", "new"), "the oldest go first");
        for id in ["two\nlines", &"x".repeat(MAX_ID_BYTES + 1)] {
            assert_eq!(posts.including(id), posts, "{id:?}");
        }
    }
}
