//! Post directories: finding the pack of a post by its id without reading the list.

use serde::{Deserialize, Serialize};

use super::inbound_links::InboundLinksRef;
use super::refs::{DirectoryRef, PackRef};

/// The packs of a range of ids.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PostDirectory {
    /// The packs of several posts, in the order of their ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub packs: Vec<PackRef>,
    /// Posts that have a pack of their own, in the order of their ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub standalone: Vec<StandalonePost>,
    /// The files of inbound links, in the order of the ids of the posts that are linked to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inbound_links: Vec<InboundLinksRef>,
}

/// The location of a large post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandalonePost {
    /// The post's id.
    pub id: String,
    /// The pack's file.
    pub file: String,
}

/// The only directory that can have `id`; `None` if there is none.
pub fn directory_of<'a>(directories: &'a [DirectoryRef], id: &str) -> Option<&'a DirectoryRef> {
    let after = directories.partition_point(|directory| directory.from.as_str() <= id);
    directories.get(after.checked_sub(1)?)
}

impl PostDirectory {
    /// The file of the only pack that can have the post `id`; `None` if there is none.
    pub fn pack_of(&self, id: &str) -> Option<&str> {
        if let Ok(place) = self.standalone.binary_search_by(|standalone| standalone.id.as_str().cmp(id)) {
            return self.standalone.get(place).map(|standalone| standalone.file.as_str());
        }
        let after = self.packs.partition_point(|pack| pack.from.as_str() <= id);
        self.packs.get(after.checked_sub(1)?).map(|pack| pack.file.as_str())
    }

    /// The only file that can have the inbound links of the post `id`; `None` if there is none.
    pub fn inbound_links_of(&self, id: &str) -> Option<&str> {
        let after = self.inbound_links.partition_point(|inbound_links| inbound_links.from.as_str() <= id);
        self.inbound_links.get(after.checked_sub(1)?).map(|inbound_links| inbound_links.file.as_str())
    }
}

/// The shortest prefix of `next` that is greater than `last`, which must be smaller than `next`:
/// the lower bound of a pack.
pub fn shortest_separator(last: &str, next: &str) -> String {
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
        let standalone = StandalonePost { id: "mm".into(), file: "standalone.json".into() };
        let directory = PostDirectory {
            packs: vec![pack(""), pack("m")],
            standalone: vec![standalone],
            ..PostDirectory::default()
        };
        for (id, file) in [("a", ".json"), ("m", "m.json"), ("mm", "standalone.json"), ("mn", "m.json")] {
            assert_eq!(directory.pack_of(id), Some(file), "{id}");
        }
        assert_eq!(PostDirectory::default().pack_of("a"), None);
    }

    #[test]
    fn separators_are_short() {
        for (last, next, separator_of) in [
            ("2021-09-15-潮水", "2021-09-15-灯塔", "2021-09-15-灯"),
            ("a", "ab", "ab"),
            ("2021-09-30-x", "2021-10-01-x", "2021-1"),
            ("", "x", "x"),
        ] {
            assert_eq!(shortest_separator(last, next), separator_of);
        }
    }
}
