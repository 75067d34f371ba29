//! Finding a post by its id without reading the list.

use serde::{Deserialize, Serialize};

use crate::head::IdPageRef;
use crate::row::RowNumber;

/// Ids in one [`IdPage`].
pub const IDS_PER_PAGE: usize = 1024;

/// One shard of the id index: entries in the order of their ids, compared as UTF-8 bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct IdPage {
    /// The entries.
    pub ids: Vec<IdEntry>,
}

/// Where a post is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdEntry {
    /// The post's id.
    pub id: String,
    /// Its number.
    pub row: RowNumber,
    /// File of the pack that holds it.
    pub pack: String,
}

/// The page that holds `id` if any does.
pub fn page_of<'a>(pages: &'a [IdPageRef], id: &str) -> Option<&'a IdPageRef> {
    let after = pages.partition_point(|page| page.first.as_str() <= id);
    pages.get(after.checked_sub(1)?)
}

impl IdPage {
    /// The entry of `id`.
    pub fn find(&self, id: &str) -> Option<&IdEntry> {
        let place = self.ids.binary_search_by(|entry| entry.id.as_str().cmp(id)).ok()?;
        self.ids.get(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_the_last_that_starts_at_or_before_the_id() {
        let page = |first: &str| IdPageRef { first: first.into(), file: format!("{first}.json") };
        let pages = [page("b"), page("m"), page("甲")];
        for (id, file) in [
            ("a", None),
            ("b", Some("b.json")),
            ("lz", Some("b.json")),
            ("m", Some("m.json")),
            ("龙", Some("甲.json")),
        ] {
            assert_eq!(page_of(&pages, id).map(|page| page.file.as_str()), file, "{id}");
        }
        assert_eq!(page_of(&[], "a"), None);
    }
}
