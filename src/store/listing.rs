//! The list under a filter. Pure.

use std::rc::Rc;

use broadsheet_bundle::RowNumber;
use broadsheet_bundle::filter::{Filter, FilterIndex, RowList, RowSet, SearchPage, SearchTerms};

use super::resource::Resource;
use super::retry::Failure;
use super::sorted_map::SortedMap;
use crate::normal::fold;
use crate::ptr_eq::PtrEq;

/// The searchable text of the row pages that were loaded, by their first rows.
pub(super) type SearchTexts = SortedMap<RowNumber, Rc<SearchPage>>;

/// The list under a filter.
#[derive(Debug, Clone, PartialEq)]
pub enum Listing {
    /// Not known yet.
    Loading,
    /// Unknown, because something that it needs failed to load.
    Failed(Failure),
    /// The rows, in the order of the list.
    Ready {
        /// Their numbers.
        rows: Rc<RowList>,
        /// The rows that match the words of the filter; all rows if it has none.
        search_hits: Rc<RowSet>,
        /// `true` if no row is missing: a search adds to the list as it goes through the pages.
        is_complete: bool,
    },
}

/// The inputs of a listing; used as memoization key. It knows nothing of what else is loaded.
#[derive(Debug, Clone, PartialEq)]
pub struct ListingInputs {
    index: PtrEq<FilterIndex>,
    /// `None` if the filter has no words.
    texts: Option<PtrEq<SearchTexts>>,
    filter: Filter,
}

/// A listing computed from its inputs, whatever has failed to load.
#[derive(Debug)]
pub struct ComputedListing {
    /// The rows; `None` as long as none of them can be known.
    pub rows: Option<Rc<RowList>>,
    /// As in [`Listing::Ready`].
    pub search_hits: Rc<RowSet>,
    /// The resources without which the list is incomplete.
    pub missing_resources: Vec<Resource>,
}

impl ListingInputs {
    /// Returns the inputs of the listing under `filter`.
    pub(super) fn new(index: &PtrEq<FilterIndex>, texts: &PtrEq<SearchTexts>, filter: &Filter) -> Self {
        let texts = if filter.is_search() { Some(texts.clone()) } else { None };
        Self { index: index.clone(), texts, filter: filter.clone() }
    }

    /// Computes the listing.
    pub fn compute(&self) -> ComputedListing {
        let Self { index, texts, filter } = self;
        let mut missing: Vec<_> =
            index.required_chunks(filter).into_iter().map(Resource::FacetChunk).collect();
        let is_unknown = !missing.is_empty();
        let mut search_hits = RowSet::all(index.total());
        if let Some(texts) = texts {
            let words = SearchTerms::new(&fold(&filter.query));
            missing.extend(index.chunks_without_pages().map(Resource::FacetChunk));
            search_hits = RowSet::none(index.total());
            for page in index.pages() {
                match texts.get(&page.rows.start) {
                    Some(texts) => {
                        for row in texts.matching(&words).iter() {
                            search_hits.insert(page.rows.start + row);
                        }
                    }
                    None => missing.push(Resource::RowPage(page.rows.start)),
                }
            }
        }
        let rows = if is_unknown {
            None
        } else {
            Some(Rc::new(RowList::new(index.matching(filter, &search_hits), filter.sort)))
        };
        ComputedListing { rows, search_hits: Rc::new(search_hits), missing_resources: missing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Action;
    use crate::store::resource::Data;
    use crate::store::test_archive::{after, after_all, finished, four_posts};

    #[test]
    fn the_inputs_change_only_with_what_the_list_follows_from() {
        let four = four_posts();
        let before = after([four.manifest.clone()]);
        let directory = Resource::Directory("d.json".to_owned());
        let asked = Action::LoadStarted { resources: vec![directory.clone()], visible_pages: Vec::new() };
        let check = Action::CheckForUpdate { explains_outside: false };
        let read = after_all(&before, [asked, finished(directory, Data::Directory(Rc::default())), check]);
        let scrolled = after_all(&before, four.pages.clone());
        let again = after_all(&scrolled, four.pages);
        let (all, search) = (Filter::default(), Filter { query: "title".to_owned(), ..Filter::default() });
        for filter in [&all, &search] {
            assert!(read.listing_inputs(filter) == before.listing_inputs(filter));
        }
        assert!(scrolled.listing_inputs(&all) == before.listing_inputs(&all));
        assert!(scrolled.listing_inputs(&search) != before.listing_inputs(&search));
        assert!(
            again.listing_inputs(&search) == scrolled.listing_inputs(&search),
            "a page that was evicted and loaded again"
        );
        assert!(
            after([four.manifest]).listing_inputs(&all) != before.listing_inputs(&all),
            "of another archive"
        );
    }
}
