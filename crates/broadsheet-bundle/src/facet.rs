//! Facets: properties by which posts can be filtered.

use serde::{Deserialize, Serialize};

/// Values in [`FacetSummary::top`](crate::format::FacetSummary::top): as many as a collapsed facet
/// shows.
pub const TOP_VALUES: usize = 10;

/// A property by which posts can be filtered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Facet {
    /// A tag.
    Tag,
    /// The name of an author.
    Author,
    /// The host of the original.
    Source,
    /// A category.
    Category,
    /// The year of its date, `2021`.
    #[serde(skip)]
    Year,
    /// The month of its date, `2021-09`.
    #[serde(skip)]
    Month,
}

impl Facet {
    /// All facets, in the order of the variants.
    pub const ALL: [Self; 6] =
        [Self::Tag, Self::Author, Self::Source, Self::Category, Self::Year, Self::Month];

    /// The facets whose values a bundle has, in its order. Years and months follow from the order of
    /// the rows.
    pub const INDEXED: [Self; 4] = [Self::Tag, Self::Author, Self::Source, Self::Category];

    /// `true` if a bundle has its values.
    pub fn is_indexed(self) -> bool {
        !matches!(self, Self::Year | Self::Month)
    }

    /// The name in the bundle and in URLs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Author => "author",
            Self::Source => "source",
            Self::Category => "category",
            Self::Year => "year",
            Self::Month => "month",
        }
    }

    /// The value that all posts of `month`, such as `2021-09`, have: the month or its year.
    pub fn value_of_month(self, month: &str) -> &str {
        if self == Self::Year { month.get(..4).unwrap_or(month) } else { month }
    }
}

/// A value of type `T` for each facet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PerFacet<T>([T; Facet::ALL.len()]);

impl<T> PerFacet<T> {
    /// The facets with their values, in the order of [`Facet::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (Facet, &T)> {
        Facet::ALL.into_iter().zip(&self.0)
    }
}

impl<T> std::ops::Index<Facet> for PerFacet<T> {
    type Output = T;

    fn index(&self, facet: Facet) -> &T {
        &self.0[facet as usize]
    }
}

impl<T> std::ops::IndexMut<Facet> for PerFacet<T> {
    fn index_mut(&mut self, facet: Facet) -> &mut T {
        &mut self.0[facet as usize]
    }
}

/// A value of a facet and the number of posts that have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ValueCount {
    /// A tag, an author's name, a host, a category.
    pub value: String,
    /// Number of posts.
    pub posts: u32,
}

/// Puts the most frequent values first, equally frequent ones in the order of their UTF-8 bytes.
pub fn sort_by_frequency(values: &mut [ValueCount]) {
    values.sort_unstable_by(|one, two| two.posts.cmp(&one.posts).then_with(|| one.value.cmp(&two.value)));
}
