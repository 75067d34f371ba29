//! Facets: properties by which posts can be filtered.

use serde::{Deserialize, Serialize};

use crate::date::PostDate;
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
    /// The year of its date, `2021`.
    #[serde(skip)]
    Year,
    /// The month of its date, `2021-09`.
    #[serde(skip)]
    Month,
}

impl FacetName {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 6] =
        [Self::Tag, Self::Author, Self::Source, Self::Category, Self::Year, Self::Month];

    /// Those whose values a bundle has, in its order. Years and months follow from the order of the rows.
    pub const STORED: [Self; 4] = [Self::Tag, Self::Author, Self::Source, Self::Category];

    /// Whether a bundle has its values.
    pub fn is_stored(self) -> bool {
        !matches!(self, Self::Year | Self::Month)
    }

    /// The name in the bundle and in addresses.
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

    /// The values that `row` has.
    pub fn values(self, row: &Row) -> impl Iterator<Item = &str> {
        let month = row.date.as_ref().map(PostDate::month);
        let (stored, of_date): (&[String], _) = match self {
            Self::Tag => (&row.tags, None),
            Self::Author => (&row.authors, None),
            Self::Source => (row.source.as_slice(), None),
            Self::Category => (&row.categories, None),
            Self::Year | Self::Month => (&[], month.map(|month| self.of_month(month))),
        };
        stored.iter().map(String::as_str).chain(of_date)
    }

    /// The value that all posts of `month`, `2021-09`, have: it or its year.
    pub fn of_month(self, month: &str) -> &str {
        if self == Self::Year { month.get(..4).unwrap_or(month) } else { month }
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
