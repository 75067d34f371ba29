//! What the browser remembers for the reader: choices and what was read. Where storage is full or forbidden, nothing is
//! remembered, and nothing else changes.

use std::collections::BTreeSet;

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

/// The posts of the bundle at `bundle` that were opened.
pub fn recall_read(bundle: &str) -> BTreeSet<String> {
    recall(&read_name(bundle)).map(|ids| ids.lines().map(str::to_owned).collect()).unwrap_or_default()
}

/// Remembers which posts of the bundle at `bundle` were opened.
pub fn remember_read(bundle: &str, ids: &BTreeSet<String>) {
    let ids: Vec<_> = ids.iter().map(String::as_str).collect();
    remember(&read_name(bundle), &ids.join("\n"));
}

fn read_name(bundle: &str) -> String {
    format!("read:{bundle}")
}
