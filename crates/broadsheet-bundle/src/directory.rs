//! Finding a post by its id without reading the list.

use serde::{Deserialize, Serialize};

use crate::head::DirectoryRef;

/// One shard of the way from an id to its post: the body packs of a range of ids.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Directory {
    /// The packs of many posts, in the order of their ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub packs: Vec<PackRef>,
    /// Posts that have a pack of their own, in the order of their ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub single: Vec<SingleRef>,
}

/// Where a pack of many posts is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackRef {
    /// No id in the pack is smaller, and none in those before it is as great; absent for a directory's first pack.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// The pack's file.
    pub file: String,
}

/// Where a large post is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SingleRef {
    /// The post's id.
    pub id: String,
    /// The file of its pack.
    pub file: String,
}

/// The directory that leads to `id` if any does.
pub fn directory_of<'a>(directories: &'a [DirectoryRef], id: &str) -> Option<&'a DirectoryRef> {
    let after = directories.partition_point(|directory| directory.from.as_str() <= id);
    directories.get(after.checked_sub(1)?)
}

impl Directory {
    /// The file of the pack that holds the post `id` if any does.
    pub fn pack_of(&self, id: &str) -> Option<&str> {
        if let Ok(place) = self.single.binary_search_by(|single| single.id.as_str().cmp(id)) {
            return self.single.get(place).map(|single| single.file.as_str());
        }
        let after = self.packs.partition_point(|pack| pack.from.as_str() <= id);
        self.packs.get(after.checked_sub(1)?).map(|pack| pack.file.as_str())
    }
}

/// The shortest beginning of `next` that is greater than `last`, which is smaller than `next`: it tells two neighbouring
/// packs apart.
pub fn separator(last: &str, next: &str) -> String {
    let ends = next.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.filter_map(|end| next.get(..end)).find(|start| *start > last).unwrap_or(next).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_from_an_id_to_its_pack() {
        let directory = |from: &str| DirectoryRef { from: from.into(), file: format!("{from}.json") };
        let directories = [directory(""), directory("m"), directory("甲")];
        for (id, file) in [("a", ".json"), ("lz", ".json"), ("m", "m.json"), ("龙", "甲.json")] {
            assert_eq!(directory_of(&directories, id).map(|found| found.file.as_str()), Some(file), "{id}");
        }
        assert_eq!(directory_of(&[], "a"), None);

        let pack = |from: &str| PackRef { from: from.into(), file: format!("{from}.json") };
        let single = SingleRef { id: "mm".into(), file: "single.json".into() };
        let directory = Directory { packs: vec![pack(""), pack("m")], single: vec![single] };
        for (id, file) in [("a", ".json"), ("m", "m.json"), ("mm", "single.json"), ("mn", "m.json")] {
            assert_eq!(directory.pack_of(id), Some(file), "{id}");
        }
        assert_eq!(Directory::default().pack_of("a"), None);
    }

    #[test]
    fn separators_are_short() {
        for (last, next, separator_of) in [
            ("2021-09-15-潮水", "2021-09-15-灯塔", "2021-09-15-灯"),
            ("a", "ab", "ab"),
            ("2021-09-30-x", "2021-10-01-x", "2021-1"),
            ("", "x", "x"),
        ] {
            assert_eq!(separator(last, next), separator_of);
        }
    }
}
