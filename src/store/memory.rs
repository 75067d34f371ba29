//! What the browser remembers for the reader: choices and what was read. Where storage is full or forbidden, nothing is
//! remembered, and nothing else changes.

use std::rc::Rc;

use web_sys::Storage;

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn key(name: &str) -> String {
    format!("broadsheet:{name}")
}

/// What was remembered under `name`.
pub fn recall(name: &str) -> Option<String> {
    storage()?.get_item(&key(name)).ok()?
}

/// Remembers `value` under `name`; false where that is not possible.
pub fn remember(name: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(&key(name), value).is_ok())
}

/// Ids that are remembered of a bundle: some 600 KB of the 5 MB that browsers let all archives of a host share.
const MOST_IDS: usize = 10_000;
/// Bytes of the longest id that is remembered. A file's name has 255 at most, and a clash adds nine.
const LONGEST_ID: usize = 300;

/// The posts of a bundle that the reader has opened, in any of the browser's tabs: the one that was opened last is the last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadMarks(Rc<Vec<String>>);

impl ReadMarks {
    /// Returns those of the bundle at the address `bundle`, as far as the browser remembers.
    pub fn recall(bundle: &str) -> Self {
        let text = recall(&read_name(bundle)).unwrap_or_default();
        Self(Rc::new(text.lines().map(str::to_owned).collect()))
    }

    /// Returns these with the post `id`, and with what other tabs have remembered meanwhile; that is remembered from now on.
    #[must_use]
    pub fn remember(&self, bundle: &str, id: &str) -> Self {
        let all = Self::recall(bundle).with(id);
        if remember(&read_name(bundle), &all.0.join("\n")) { all } else { self.with(id) }
    }

    /// `true` if the post `id` was opened. Looks at all of them: a screenful of rows takes a millisecond at most.
    pub fn contains(&self, id: &str) -> bool {
        self.0.iter().any(|known| known == id)
    }

    /// Returns these with the post `id`, without the first ones where there are too many. An id that is too long or has
    /// several lines is left out.
    #[must_use]
    pub fn with(&self, id: &str) -> Self {
        if self.contains(id) || id.len() > LONGEST_ID || id.contains('\n') {
            return self.clone();
        }
        let mut ids = self.0.to_vec();
        ids.drain(..(ids.len() + 1).saturating_sub(MOST_IDS));
        ids.push(id.to_owned());
        Self(Rc::new(ids))
    }
}

fn read_name(bundle: &str) -> String {
    format!("read:{bundle}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_post_is_marked_once() {
        let marks = ReadMarks::default().with("b").with("a").with("b");
        assert!(marks.contains("a") && marks.contains("b") && !marks.contains("c"));
        assert_eq!(marks.0.join(" "), "b a");
    }

    #[test]
    fn what_is_remembered_has_an_end() {
        let full = ReadMarks(Rc::new((0..MOST_IDS + 5).map(|id| id.to_string()).collect()));
        let marks = full.with("new");
        assert_eq!(marks.0.len(), MOST_IDS);
        assert_eq!(
            (marks.0[0].as_str(), marks.0[MOST_IDS - 1].as_str()),
            ("6", "new"),
            "the oldest go first"
        );
        for id in ["two\nlines", &"x".repeat(LONGEST_ID + 1)] {
            assert_eq!(marks.with(id), marks, "{id:?}");
        }
    }
}
