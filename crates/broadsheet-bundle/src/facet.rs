//! Facets: properties by which posts can be filtered.

use serde::{Deserialize, Serialize};

use crate::row::{Row, RowNumber};

/// Values in [`crate::head::FacetSummary::top`]: as many as the viewer shows before it is asked for all.
pub const TOP_VALUES: usize = 10;

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

/// A value of a facet, and how many posts have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ValueCount {
    /// A tag, an author's name, a host, a category.
    pub value: String,
    /// How many.
    pub posts: RowNumber,
}

/// Puts the most frequent values first, equally frequent ones in the order of their UTF-8 bytes.
pub fn sort_by_frequency(values: &mut [ValueCount]) {
    values.sort_unstable_by(|one, two| two.posts.cmp(&one.posts).then_with(|| one.value.cmp(&two.value)));
}
