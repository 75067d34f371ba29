//! The index of all names.

use rayon::prelude::*;

use super::key::LinkKey;

/// Leads from names to the places of posts. A name takes 20 bytes.
#[derive(Debug, Default)]
pub struct PostIndex(Vec<(LinkKey, u32)>);

impl PostIndex {
    /// Adds names of the post at `place`.
    pub fn add(&mut self, place: u32, names: impl IntoIterator<Item = LinkKey>) {
        self.0.extend(names.into_iter().map(|name| (name, place)));
    }

    /// Makes the index ready for use, once all names are there.
    pub fn finish(&mut self) {
        self.0.par_sort_unstable();
        self.0.dedup();
        self.0.shrink_to_fit();
    }

    /// The places of the posts that have this name, in their order.
    pub fn places(&self, name: LinkKey) -> impl Iterator<Item = u32> {
        let start = self.0.partition_point(|(known, _)| *known < name);
        let from = self.0.get(start..).unwrap_or_default();
        from.iter().take_while(move |(known, _)| *known == name).map(|&(_, place)| place)
    }

    /// `true` if the key of a name begins with these hexadecimal digits.
    pub fn has_prefix(&self, digits: &str) -> bool {
        let Some(least) = LinkKey::from_digits(digits) else { return true };
        let start = self.0.partition_point(|(known, _)| *known < least);
        self.0.get(start).is_some_and(|(known, _)| known.starts_with(digits))
    }
}

#[cfg(test)]
mod tests {
    use super::super::key::NameKind;
    use super::*;

    #[test]
    fn names_lead_to_places() {
        let key = |name: &str| LinkKey::new(NameKind::Slug, &[name.as_bytes()]);
        let mut index = PostIndex::default();
        for place in 0..1_000 {
            index.add(place, [key(&place.to_string()), key("all"), key("all")]);
        }
        index.finish();
        assert_eq!(index.places(key("7")).collect::<Vec<_>>(), [7]);
        assert_eq!(index.places(key("all")).count(), 1_000);
        assert_eq!(index.places(key("none")).count(), 0);
        assert!(index.has_prefix(&key("7").prefix()) && !index.has_prefix(&key("none").prefix()));
        let text = serde_json::to_string(&key("7")).unwrap();
        assert_eq!(serde_json::from_str::<LinkKey>(&text).unwrap(), key("7"));
        assert!(serde_json::from_str::<LinkKey>("\"12\"").is_err());
    }
}
