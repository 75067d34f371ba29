//! The form of a pack, as bytes.

use broadsheet_bundle::format::paths::PACKS_FOLDER;
use serde::de::IgnoredAny;

use crate::cache::StoredItem;
use crate::hash::ContentHash;
use crate::json::to_json;

/// The bytes that a pack begins and ends with.
pub(super) const START: &[u8] = b"{\"items\":[";
pub(super) const END: &[u8] = b"]}";

/// The name of a pack with this content.
pub(super) fn file_name(hash: &ContentHash) -> String {
    format!("{PACKS_FOLDER}/{}.json", hash.name())
}

/// `true` if these are items of the `pack`, in their order, each with its id.
pub(super) fn holds(pack: &[u8], items: &[(StoredItem, &str)]) -> bool {
    let mut end = START.len() - 1;
    let mut is_whole = true;
    let mut found = Vec::with_capacity(items.len());
    for (item, id) in items {
        let start = item.start as usize;
        if start <= end {
            return false;
        }
        let Some(json) = pack.get(start..start + item.length as usize) else { return false };
        let after_id = json.strip_prefix(b"{\"id\":").and_then(|rest| rest.strip_prefix(&*to_json(id)));
        if !after_id.is_some_and(|rest| matches!(rest, [b',' | b'}', ..])) {
            return false;
        }
        is_whole &= start == end + 1;
        end = start + json.len();
        found.push(json);
    }
    // The pack as a whole is as it was written; parts of it may be cut anywhere.
    let is_whole = is_whole && pack.len() == end + END.len();
    is_whole || found.iter().all(|json| serde_json::from_slice::<IgnoredAny>(json).is_ok())
}
