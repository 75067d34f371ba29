//! The values of the facets, and how many posts each would leave. Pure.

use std::cmp::Reverse;

use broadsheet_bundle::facet::{Facet, PerFacet};
use broadsheet_bundle::filter::{FacetValues, Filter, FilterIndex, Histogram, MatchMode, RowList, RowSet};
use broadsheet_bundle::format::Manifest;

/// The values of the facets, as far as they are known.
pub(super) struct FacetData {
    pub(super) values: PerFacet<FacetValues>,
    /// The number of values of each, also of those that are not known yet.
    pub(super) totals: PerFacet<usize>,
    /// `true` if all values are known, not only the most frequent ones.
    is_complete: bool,
}

impl FacetData {
    /// Returns the values that the facet chunks have, or else those that the manifest has.
    pub(super) fn new(manifest: &Manifest, index: &FilterIndex) -> Self {
        let is_complete = index.is_complete();
        let mut data = Self { values: PerFacet::default(), totals: PerFacet::default(), is_complete };
        for facet in Facet::ALL {
            let summary = manifest.facets.iter().find(|summary| summary.name == facet);
            (data.values[facet], data.totals[facet]) = match summary {
                Some(summary) if !is_complete => {
                    (FacetValues::top(summary.top.clone()), summary.values as usize)
                }
                _ => {
                    let values = index.values(facet);
                    let total = values.values.len();
                    (values, total)
                }
            };
        }
        data
    }
}

/// The numbers of posts that each choice would leave.
#[derive(Default)]
pub(super) struct FacetCounts {
    /// The counts of the values, in the order of [`FacetData::values`]; `None` while they are
    /// unknown.
    pub(super) counts: PerFacet<Option<Vec<u32>>>,
    /// The indices of the values, the greatest count first; empty while the counts are unknown.
    pub(super) order: PerFacet<Vec<usize>>,
    /// `None` while it is unknown.
    pub(super) histogram: Option<Histogram>,
    /// `true` if no post in the list has two values of the facet, as far as that matters.
    is_disjoint: PerFacet<bool>,
}

impl FacetCounts {
    /// Counts the posts in the list `rows` under `filter`, or in the lists that a further value
    /// would make, given the match `modes` that were chosen.
    pub(super) fn new(
        index: &FilterIndex,
        data: &FacetData,
        filter: &Filter,
        rows: &RowList,
        search_hits: &RowSet,
        modes: &PerFacet<Option<MatchMode>>,
    ) -> Self {
        let mut counts = Self::default();
        for (facet, values) in data.values.iter() {
            let may_be_disjoint = facet == Facet::Tag && modes[facet].is_none() && data.is_complete;
            counts.is_disjoint[facet] = may_be_disjoint && !index.has_multiple_values(rows.set(), facet);
            let of_values = if filter.is_empty() {
                values.values.iter().map(|value| value.posts).collect()
            } else if facet.is_indexed() && !data.is_complete {
                continue;
            } else if counts.match_mode(facet, modes[facet]) == MatchMode::Any
                && !filter.facets[facet].groups.is_empty()
            {
                index.counts(filter, search_hits, facet, values, MatchMode::Any)
            } else {
                index.counts_among(rows.set(), facet, values)
            };
            let mut order: Vec<usize> = (0..of_values.len()).collect();
            if facet.is_indexed() {
                order.sort_by_key(|&value| Reverse(of_values.get(value)));
            }
            (counts.counts[facet], counts.order[facet]) = (Some(of_values), order);
        }
        if data.is_complete || !filter.active_facets().any(Facet::is_indexed) {
            counts.histogram = Some(Histogram::new(index, filter, search_hits));
        }
        counts
    }

    /// `true` if the counts of all facets are known.
    pub(super) fn is_complete(&self) -> bool {
        self.counts.iter().all(|(_, counts)| counts.is_some())
    }

    /// Returns the match mode of one more value of a facet. Unless one was `chosen`, a post must
    /// have all of several tags, but any of them if no post has two of them: a second one would
    /// leave nothing.
    pub(super) fn match_mode(&self, facet: Facet, chosen: Option<MatchMode>) -> MatchMode {
        match chosen {
            Some(mode) if facet.is_indexed() => mode,
            None if facet == Facet::Tag && !self.is_disjoint[facet] => MatchMode::All,
            _ => MatchMode::Any,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_tags_are_all_required_unless_the_user_or_the_list_says_otherwise() {
        let counts = FacetCounts::default();
        let mut disjoint = FacetCounts::default();
        disjoint.is_disjoint[Facet::Tag] = true;
        for (counts, facet, chosen, mode) in [
            (&counts, Facet::Tag, None, MatchMode::All),
            (&disjoint, Facet::Tag, None, MatchMode::Any),
            (&disjoint, Facet::Tag, Some(MatchMode::All), MatchMode::All),
            (&counts, Facet::Tag, Some(MatchMode::Any), MatchMode::Any),
            (&counts, Facet::Author, None, MatchMode::Any),
            (&counts, Facet::Author, Some(MatchMode::All), MatchMode::All),
            (&counts, Facet::Year, Some(MatchMode::All), MatchMode::Any),
        ] {
            assert_eq!(counts.match_mode(facet, chosen), mode, "{facet:?} {chosen:?}");
        }
    }
}
