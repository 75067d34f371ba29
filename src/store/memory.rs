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

/// Remembers `value` under `name`.
pub fn remember(name: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&key(name), value);
    }
}

/// The posts of a bundle that the reader has opened.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadMarks(Rc<Vec<String>>);

impl ReadMarks {
    /// Those of the bundle at the address `bundle`, as far as the browser remembers.
    pub fn recall(bundle: &str) -> Self {
        Self::from_text(&recall(&read_name(bundle)).unwrap_or_default())
    }

    /// Remembers them.
    pub fn remember(&self, bundle: &str) {
        remember(&read_name(bundle), &self.0.join("\n"));
    }

    /// Whether the post `id` was opened.
    pub fn contains(&self, id: &str) -> bool {
        self.find(id).is_ok()
    }

    /// With the post `id` as well; nothing if it is among them.
    pub fn with(&self, id: &str) -> Option<Self> {
        let place = self.find(id).err()?;
        let mut ids = self.0.to_vec();
        ids.insert(place, id.to_owned());
        Some(Self(Rc::new(ids)))
    }

    fn from_text(text: &str) -> Self {
        text.lines().fold(Self::default(), |marks, id| marks.with(id).unwrap_or(marks))
    }

    fn find(&self, id: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|known| known.as_str().cmp(id))
    }
}

fn read_name(bundle: &str) -> String {
    format!("read:{bundle}")
}

#[cfg(test)]
mod tests {
    use super::ReadMarks;

    #[test]
    fn each_post_is_marked_once() {
        let marks = ReadMarks::from_text("b\na\nb");
        assert!(marks.contains("a") && marks.contains("b") && !marks.contains("c"));
        assert_eq!(marks.with("b"), None);
        assert_eq!(marks.with("c"), Some(ReadMarks::from_text("a\nb\nc")));
    }
}
