//! The browser's `localStorage`. Where it is full or forbidden, nothing is stored, and nothing else
//! changes.

use web_sys::Storage;

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn key(name: &str) -> String {
    format!("broadsheet:{name}")
}

/// Returns the value that is stored under `name`.
pub fn get(name: &str) -> Option<String> {
    storage()?.get_item(&key(name)).ok()?
}

/// Stores `value` under `name`; returns `false` if that is not possible.
pub fn set(name: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(&key(name), value).is_ok())
}
