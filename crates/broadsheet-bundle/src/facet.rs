//! Facets: for every value of a property, the posts that have it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

use crate::row::{Row, RowNumber};

/// A property by which posts can be filtered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum FacetName {
    /// What a post is about.
    Tag,
    /// Who wrote it.
    Author,
    /// Host of the original.
    Source,
    /// Where its archive filed it.
    Category,
}

impl FacetName {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Tag, Self::Author, Self::Source, Self::Category];

    /// The name in the bundle and in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Author => "author",
            Self::Source => "source",
            Self::Category => "category",
        }
    }

    /// The values that `row` has.
    pub fn values(self, row: &Row) -> &[String] {
        match self {
            Self::Tag => &row.tags,
            Self::Author => &row.authors,
            Self::Source => row.source.as_slice(),
            Self::Category => &row.categories,
        }
    }
}

/// Something for each facet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PerFacet<T>([T; FacetName::ALL.len()]);

impl<T> PerFacet<T> {
    /// All of them, in the order of [`FacetName::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (FacetName, &T)> {
        FacetName::ALL.into_iter().zip(&self.0)
    }
}

impl<T> std::ops::Index<FacetName> for PerFacet<T> {
    type Output = T;

    fn index(&self, name: FacetName) -> &T {
        &self.0[name as usize]
    }
}

impl<T> std::ops::IndexMut<FacetName> for PerFacet<T> {
    fn index_mut(&mut self, name: FacetName) -> &mut T {
        &mut self.0[name as usize]
    }
}

/// One shard: a facet's values, the most frequent first, equally frequent ones in the order of their UTF-8 bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facet {
    /// The values.
    pub values: Vec<FacetValue>,
}

/// A value and the posts that have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetValue {
    /// The value.
    pub value: String,
    /// Numbers of the posts that have it.
    pub rows: Postings,
}

/// A posting list: row numbers in ascending order. In JSON, the first number and then the gaps, which compress well.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Postings(Vec<RowNumber>);

impl Postings {
    /// The numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = RowNumber> {
        self.0.iter().copied()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Postings {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut last = 0;
        to.collect_seq(self.0.iter().map(|&row| {
            let gap = row - last;
            last = row;
            gap
        }))
    }
}

impl<'de> Deserialize<'de> for Postings {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut rows = Vec::<RowNumber>::deserialize(from)?;
        let mut last: RowNumber = 0;
        for row in &mut rows {
            last = last.checked_add(*row).ok_or_else(|| serde::de::Error::custom("row number too large"))?;
            *row = last;
        }
        Ok(Self(rows))
    }
}

impl Facet {
    /// The facet `name` of `rows`, which are given in the order of their numbers.
    pub fn from_rows<'a>(name: FacetName, rows: impl Iterator<Item = &'a Row>) -> Self {
        let mut postings: BTreeMap<&str, Vec<RowNumber>> = BTreeMap::new();
        for (row, number) in rows.zip(0..) {
            for value in name.values(row) {
                let rows = postings.entry(value).or_default();
                if rows.last() != Some(&number) {
                    rows.push(number);
                }
            }
        }
        let mut values: Vec<_> = postings
            .into_iter()
            .map(|(value, rows)| FacetValue { value: value.to_owned(), rows: Postings(rows) })
            .collect();
        values.sort_by_key(|value| std::cmp::Reverse(value.rows.len())); // stable: ties stay in byte order
        Self { values }
    }

    /// The posts that have `value`.
    pub fn rows(&self, value: &str) -> Option<&Postings> {
        self.values.iter().find(|entry| entry.value == value).map(|entry| &entry.rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::Item;

    #[test]
    fn values_by_frequency_and_rows_as_gaps() {
        let row = |tags: &[&str]| {
            Row::from_item(&Item {
                tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
                ..Item::default()
            })
        };
        let rows = [row(&["b", "b"]), row(&["a"]), row(&["c", "a"]), row(&[]), row(&["c"]), row(&["c"])];
        let facet = Facet::from_rows(FacetName::Tag, rows.iter());
        let json = serde_json::to_string(&facet).unwrap();
        assert_eq!(
            json,
            r#"{"values":[{"value":"c","rows":[2,2,1]},{"value":"a","rows":[1,1]},{"value":"b","rows":[0]}]}"#
        );
        assert_eq!(serde_json::from_str::<Facet>(&json).unwrap(), facet);
        assert!(serde_json::from_str::<Postings>("[4000000000, 4000000000]").is_err());
    }
}
