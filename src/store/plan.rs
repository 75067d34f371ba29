//! The plan: what has to be loaded next for what is shown. Pure.

use std::ops::Range;

use broadsheet_bundle::RowNumber;
use broadsheet_bundle::filter::{Filter, Sort};

use super::archive::Archive;
use super::listing::Listing;
use super::resource::Resource;

/// Row pages that a search requests at a time: enough to keep a line busy, few enough to leave it
/// to what is more urgent.
const MAX_SEARCH_REQUESTS: usize = 6;
/// Facet chunks and row pages requested at a time, so that what is more urgent need not wait for
/// hundreds of them. Browsers themselves send six requests at a time to a server of HTTP/1.1.
const MAX_BATCH_REQUESTS: usize = 8;

/// The part of what is shown that decides what has to be loaded.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DataNeeds {
    /// Id of the open post.
    pub post: Option<String>,
    /// `true` if its article is shown with nothing removed.
    pub uncleaned: bool,
    /// The filter of the list.
    pub filter: Filter,
    /// The list indices of the rows needed.
    pub rows: Range<u32>,
    /// The list index of one more row needed.
    pub pinned_row: Option<u32>,
    /// The detail in which facets are shown.
    pub facets: FacetDetail,
    /// `true` if the neighbours of the open post may be needed so soon that they are loaded with
    /// it.
    pub with_neighbours: bool,
    /// `true` if no list is shown.
    pub without_list: bool,
}

impl DataNeeds {
    /// Returns the list indices of all rows needed.
    fn list_indices(&self) -> impl Iterator<Item = u32> {
        self.rows.clone().chain(self.pinned_row)
    }
}

/// The detail in which facets are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FacetDetail {
    /// Not at all.
    #[default]
    None,
    /// The most frequent values, with their counts.
    Top,
    /// All values.
    All,
}

/// Returns the resources that `needs` calls for, with the `listing` under its filter, and that are
/// not requested yet; most urgent first.
pub fn resources_to_load(archive: &Archive, needs: &DataNeeds, listing: &Listing) -> Vec<Resource> {
    let mut plan = Plan::new(archive);
    let Some(manifest) = archive.manifest() else {
        plan.add(Resource::Bundle);
        return plan.urgent;
    };
    let open = needs.post.as_deref();
    plan.extend(open.and_then(|id| archive.next_resource_of_post(id, needs.uncleaned)));
    plan.extend(archive.index().required_chunks(&needs.filter).into_iter().map(Resource::FacetChunk));
    if let Listing::Ready { rows, .. } = listing {
        let neighbours = open.map(|id| archive.neighbours(id, rows)).unwrap_or_default();
        let shown = needs.list_indices().filter_map(|index| rows.select(index));
        let numbers = shown.chain(neighbours.previous).chain(neighbours.next);
        let missing = numbers.filter(|&number| archive.row(number).is_none());
        plan.extend(missing.filter_map(|number| archive.resource_of(number)));
    }
    if let Some(id) = open {
        let is_article_loaded = archive.loads.data(&Resource::Article(id.to_owned())).is_some();
        if needs.with_neighbours || !needs.without_list && is_article_loaded {
            plan.extend(archive.next_resource_to_locate(id));
        }
        if is_article_loaded {
            plan.extend(archive.resource_of_inbound_links(id));
        }
    }
    let do_facets_need_chunks = match needs.facets {
        FacetDetail::None => false,
        // The manifest has the counts of the archive as a whole.
        FacetDetail::Top => !needs.filter.is_empty(),
        FacetDetail::All => true,
    };
    if do_facets_need_chunks {
        plan.extend((0..manifest.chunks.len()).map(Resource::FacetChunk));
    }
    if needs.filter.is_search() {
        plan.extend(next_to_search(archive, needs.filter.sort));
    }
    if archive.wants_older && archive.feed_pages().is_some() {
        plan.add(Resource::OlderPosts);
    }
    if archive.update.is_check_due() && archive.digest().is_some() {
        plan.urgent.push(Resource::ManifestRevalidation);
    }
    plan.urgent
}

/// Returns the first rows of the row pages that `needs` shows.
pub fn visible_pages(archive: &Archive, needs: &DataNeeds, listing: &Listing) -> Vec<RowNumber> {
    let Listing::Ready { rows, .. } = listing else { return Vec::new() };
    let rows = needs.list_indices().filter_map(|index| rows.select(index));
    let mut pages: Vec<_> =
        rows.filter_map(|row| archive.index().page_of(row)).map(|page| page.rows.start).collect();
    pages.dedup();
    pages
}

/// The resources to load, in the order in which they were added.
struct Plan<'a> {
    archive: &'a Archive,
    /// The number of batched resources that may still be requested.
    batch_capacity: usize,
    urgent: Vec<Resource>,
}

impl<'a> Plan<'a> {
    fn new(archive: &'a Archive) -> Self {
        let in_flight = archive.loads.count_in_flight(is_batched);
        let batch_capacity = MAX_BATCH_REQUESTS.saturating_sub(in_flight);
        Self { archive, batch_capacity, urgent: Vec::new() }
    }

    /// Adds those of `resources` that are not requested yet, as far as there is capacity.
    fn extend(&mut self, resources: impl IntoIterator<Item = Resource>) {
        resources.into_iter().for_each(|resource| self.add(resource));
    }

    fn add(&mut self, resource: Resource) {
        let is_batched = is_batched(&resource);
        // The others are few, whatever is shown.
        if !(is_batched && self.batch_capacity == 0)
            && self.archive.loads.should_load(&resource)
            && !self.urgent.contains(&resource)
        {
            self.batch_capacity -= usize::from(is_batched);
            self.urgent.push(resource);
        }
    }
}

/// `true` for the kinds of resources of which hundreds can be needed at once.
fn is_batched(resource: &Resource) -> bool {
    matches!(resource, Resource::FacetChunk(_) | Resource::RowPage(_))
}

/// Returns the next row pages to search, in the order of the list, or the facet chunks that name
/// them.
fn next_to_search(archive: &Archive, sort: Sort) -> Vec<Resource> {
    let index = archive.index();
    let mut pages: Vec<Resource> = index.chunks_without_pages().map(Resource::FacetChunk).collect();
    let unsearched =
        index.pages().map(|page| page.rows.start).filter(|first| !archive.texts.contains_key(first));
    pages.extend(unsearched.map(Resource::RowPage));
    if sort == Sort::New {
        pages.reverse();
    }
    let in_flight = pages.iter().filter(|page| archive.loads.is_loading(page)).count();
    pages.retain(|page| archive.loads.should_load(page));
    pages.truncate(MAX_SEARCH_REQUESTS.saturating_sub(in_flight));
    pages
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use broadsheet_bundle::facet::Facet;
    use broadsheet_bundle::filter::MatchMode;
    use broadsheet_bundle::format::limits::MAX_CHUNKS;

    use super::*;
    use crate::store::error::LoadError;
    use crate::store::resource::Data;
    use crate::store::test_archive::{after, after_all, failed, finished, four_posts, listing, manifest_of};
    use crate::store::{Action, ArchiveHandle};

    fn started(resources: &[Resource]) -> Action {
        Action::LoadStarted { resources: resources.to_vec(), visible_pages: Vec::new() }
    }

    fn plan(archive: &ArchiveHandle, needs: &DataNeeds) -> Vec<Resource> {
        resources_to_load(archive, needs, &listing(archive, &needs.filter))
    }

    #[test]
    fn the_bundle_comes_first_and_is_requested_once() {
        let needs = DataNeeds { facets: FacetDetail::All, ..DataNeeds::default() };
        assert_eq!(plan(&after([]), &needs), [Resource::Bundle]);
        assert_eq!(plan(&after([started(&[Resource::Bundle])]), &needs), []);
    }

    #[test]
    fn a_search_goes_through_the_pages_and_shows_what_it_has_found() {
        let archive = four_posts();
        let filter = Filter { query: "title".to_owned(), ..Filter::default() };
        let needs = DataNeeds { filter: filter.clone(), rows: 0..48, ..DataNeeds::default() };
        let state = |archive: &ArchiveHandle| {
            let listing = listing(archive, &filter);
            let Listing::Ready { rows, is_complete, .. } = &listing else { panic!("{listing:?}") };
            let resources = resources_to_load(archive, &needs, &listing);
            (rows.iter().collect::<Vec<_>>(), *is_complete, resources)
        };
        let (old, new) = (Resource::RowPage(0), Resource::RowPage(2));
        let [old_page, new_page] = archive.pages;
        let manifest = archive.manifest;
        assert_eq!(state(&after([manifest.clone()])), (vec![], false, vec![new, old.clone()]));
        assert_eq!(state(&after([manifest.clone(), new_page.clone()])), (vec![3, 2], false, vec![old]));
        assert_eq!(state(&after([manifest, old_page, new_page])), (vec![3, 2, 1, 0], true, vec![]));
    }

    #[test]
    fn chunks_are_requested_a_few_at_a_time() {
        let count = MAX_CHUNKS;
        let chunks: Vec<_> =
            (0..count).map(|at| serde_json::json!({ "rows": 1, "file": format!("{at}.json") })).collect();
        let manifest = serde_json::json!({ "format": "broadsheet", "version": 1, "title": "", "posts": count,
            "months": [{ "month": "2020-02", "posts": count }], "newest": [], "facets": [],
            "chunks": chunks, "directories": [] });
        let manifest = Rc::new(serde_json::from_value(manifest).unwrap());
        let manifest = Data::Manifest { manifest, newest: Rc::default(), digest: None };
        let mut filter = Filter::default();
        filter.facets[Facet::Tag].require("x", MatchMode::All);
        let needs = DataNeeds {
            filter,
            post: Some("p".to_owned()),
            facets: FacetDetail::All,
            ..DataNeeds::default()
        };
        let archive = after([finished(Resource::Bundle, manifest)]);
        let first: Vec<_> = (0..MAX_BATCH_REQUESTS).map(Resource::FacetChunk).collect();
        let next = Resource::FacetChunk(MAX_BATCH_REQUESTS);
        assert_eq!(plan(&archive, &needs), first);
        let asked = after_all(&archive, [started(&first)]);
        assert_eq!(plan(&asked, &needs), []);
        let slow = after_all(&asked, [Action::LoadSlow(Resource::FacetChunk(3))]);
        assert_eq!(
            plan(&slow, &needs),
            std::slice::from_ref(&next),
            "what is slow keeps nothing else waiting"
        );
        let failed = after_all(&asked, [failed(Resource::FacetChunk(0), LoadError::HashMismatch)]);
        let after_failure = plan(&failed, &needs);
        assert!(after_failure.contains(&next) && !after_failure.contains(&Resource::FacetChunk(0)));
    }

    #[test]
    fn what_is_gone_is_reason_to_look_for_a_newer_manifest_once() {
        let gone = failed(Resource::RowPage(0), LoadError::HashMismatch);
        let archive = after([finished(Resource::Bundle, manifest_of(1)), gone]);
        let needs = DataNeeds::default();
        let plan = |archive| resources_to_load(archive, &needs, &Listing::Loading);
        assert_eq!(plan(&archive), [Resource::ManifestRevalidation]);
        let asked = after_all(&archive, [started(&[Resource::ManifestRevalidation])]);
        assert_eq!(plan(&asked), []);
        let unanswered = failed(Resource::ManifestRevalidation, LoadError::Offline);
        assert_eq!(plan(&after_all(&asked, [unanswered])), []);
    }
}
