//! The state of an archive: what is loaded of a bundle, and how [`Action`]s change it. Pure.
//!
//! The other modules of the pure half build on it: [`super::plan`] says what to load next,
//! [`super::posts`] finds posts and their neighbours.

use std::rc::Rc;

use broadsheet_bundle::filter::{Filter, FilterIndex, SearchPage};
use broadsheet_bundle::format::{Manifest, SINGLE_FILE_PATH};
use broadsheet_bundle::{Row, RowNumber};

use super::error::LoadError;
use super::evict::{evict_packs_and_articles, evict_row_pages};
use super::listing::{ComputedListing, Listing, ListingInputs, SearchTexts};
use super::loads::Loads;
use super::resource::{Data, FeedPages, LoadedResources, Resource};
use super::retry::Failure;
use super::update::Update;
use crate::normal::fold;
use crate::ptr_eq::PtrEq;

/// Something that happened to the loads of an archive.
#[derive(Debug, Clone)]
pub enum Action {
    /// Requests were sent.
    LoadStarted {
        /// For these resources.
        resources: Vec<Resource>,
        /// The first rows of the row pages that are visible, and must not be evicted.
        visible_pages: Vec<RowNumber>,
    },
    /// A request was answered, or given up.
    LoadFinished(Resource, Result<LoadedResources, LoadError>),
    /// A request takes long.
    LoadSlow(Resource),
    /// The delay is over that follows this number of failures in a row.
    RetryDue(Resource, u32),
    /// The user asks to try everything again that failed.
    Retry,
    /// The user asks for the next page of a feed.
    LoadOlder,
    /// It is time to look for a newer version of the archive.
    CheckForUpdate {
        /// `true` if something failed outside the archive that a newer version would explain.
        explains_outside: bool,
    },
}

/// The parts of a bundle that are loaded, and the states of those that are not.
#[derive(Debug, Clone, Default)]
pub struct Archive {
    pub(super) loads: Loads,
    /// The rows, as far as the manifest and the facet chunks describe them.
    index: PtrEq<FilterIndex>,
    /// The searchable text of the row pages. Pages are evicted, this stays.
    pub(super) texts: PtrEq<SearchTexts>,
    pub(super) update: Update,
    /// `true` if the user has asked for the next page of the feed and it is not loaded yet.
    pub(super) wants_older: bool,
}

/// A shared archive, for props and reducers.
pub type ArchiveHandle = PtrEq<Archive>;

impl Archive {
    /// Returns the failure of `resource`, if its load failed.
    pub fn failure(&self, resource: &Resource) -> Option<&Failure> {
        self.loads.failure(resource)
    }

    /// Returns how often in a row `resource` has failed to load since the user last asked for it.
    pub fn attempts(&self, resource: &Resource) -> u32 {
        self.loads.attempts(resource)
    }

    /// `true` if a newer version of the archive is to be offered.
    pub fn has_update(&self) -> bool {
        self.update.is_offered()
    }

    /// `true` if a newer version is known, whether it is offered or explains what failed.
    pub fn is_outdated(&self) -> bool {
        self.update.is_outdated()
    }

    /// Returns the digest of the manifest's file; `None` if it cannot be loaded again for
    /// comparison.
    pub(super) fn digest(&self) -> Option<u64> {
        match self.loads.data(&Resource::Bundle)? {
            Data::Manifest { digest, .. } => *digest,
            _ => None,
        }
    }

    /// Returns the manifest, once it is loaded.
    pub fn manifest(&self) -> Option<&Rc<Manifest>> {
        match self.loads.data(&Resource::Bundle)? {
            Data::Manifest { manifest, .. } => Some(manifest),
            _ => None,
        }
    }

    /// Returns the number of posts; 0 while unknown.
    pub fn posts(&self) -> RowNumber {
        self.manifest().map_or(0, |manifest| manifest.posts)
    }

    /// Returns the pages of the feed that are loaded, if there are more.
    pub fn feed_pages(&self) -> Option<&Rc<FeedPages>> {
        match self.loads.data(&Resource::FeedPages)? {
            Data::FeedPages(pages) => Some(pages),
            _ => None,
        }
    }

    /// `true` while the next page of the feed is being loaded.
    pub fn is_loading_older(&self) -> bool {
        self.wants_older && self.failure(&Resource::OlderPosts).is_none()
    }

    fn newest(&self) -> &[Rc<Row>] {
        match self.loads.data(&Resource::Bundle) {
            Some(Data::Manifest { newest, .. }) => newest,
            _ => &[],
        }
    }

    /// Returns a row, if it is loaded.
    pub fn row(&self, number: RowNumber) -> Option<&Rc<Row>> {
        let in_page = self.index.page_of(number).and_then(|page| {
            match self.loads.data(&Resource::RowPage(page.rows.start))? {
                Data::RowPage(rows) => rows.get((number - page.rows.start) as usize),
                _ => None,
            }
        });
        in_page.or_else(|| {
            let from_newest = self.posts().checked_sub(1)?.checked_sub(number)?;
            self.newest().get(from_newest as usize)
        })
    }

    /// Returns the rows that are loaded, with their numbers.
    pub(super) fn loaded_rows(&self) -> impl Iterator<Item = (RowNumber, &Rc<Row>)> {
        let newest = self.newest().iter().zip(1..);
        let newest =
            newest.filter_map(|(row, from_newest)| Some((self.posts().checked_sub(from_newest)?, row)));
        let pages = self.loads.ready_between(&Resource::RowPage(0), &Resource::RowPage(RowNumber::MAX));
        newest.chain(pages.flat_map(|(resource, data)| match (resource, data) {
            (Resource::RowPage(first), Data::RowPage(rows)) => (*first..).zip(rows.iter()),
            _ => (0..).zip([].iter()),
        }))
    }

    /// Returns the resource that has to be loaded for a row, or to know where that is.
    pub(super) fn resource_of(&self, number: RowNumber) -> Option<Resource> {
        match self.index.page_of(number) {
            Some(page) => Some(Resource::RowPage(page.rows.start)),
            None => self.index.chunk_of(number).map(Resource::FacetChunk),
        }
    }

    /// Returns the failure of the load that a row needs.
    pub fn row_failure(&self, number: RowNumber) -> Option<&Failure> {
        self.failure(&self.resource_of(number)?)
    }

    /// Returns the path of the file of `resource`; `None` if it has none of its own, or is unknown.
    pub fn path_of(&self, resource: &Resource) -> Option<String> {
        match resource {
            Resource::Bundle
            | Resource::ManifestRevalidation
            | Resource::Article(_)
            | Resource::UncleanedArticle(_)
            | Resource::FeedPages
            | Resource::OlderPosts => None,
            Resource::FacetChunk(number) => Some(self.manifest()?.chunks.get(*number)?.file.clone()),
            Resource::RowPage(first) => self.index.page_of(*first).map(|page| page.file.to_owned()),
            Resource::Directory(file) | Resource::Pack(file) | Resource::InboundLinks(file) => {
                Some(file.clone())
            }
        }
    }

    /// Returns the index of what the manifest and the loaded facet chunks say.
    pub fn index(&self) -> &PtrEq<FilterIndex> {
        &self.index
    }

    /// Returns the first failure of a facet chunk.
    pub fn facet_failure(&self) -> Option<&Failure> {
        (0..self.manifest()?.chunks.len()).find_map(|chunk| self.failure(&Resource::FacetChunk(chunk)))
    }

    /// Returns the inputs of the listing under `filter`.
    pub fn listing_inputs(&self, filter: &Filter) -> ListingInputs {
        ListingInputs::new(&self.index, &self.texts, filter)
    }

    /// Returns the listing that was computed from the archive's inputs, given what has failed.
    pub fn listing(&self, computed: &ComputedListing) -> Listing {
        if self.manifest().is_none() {
            return Listing::Loading;
        }
        let failure = computed.missing_resources.iter().find_map(|resource| self.failure(resource));
        match (failure, &computed.rows) {
            (Some(failure), _) => Listing::Failed(failure.clone()),
            (None, None) => Listing::Loading,
            (None, Some(rows)) => Listing::Ready {
                rows: Rc::clone(rows),
                search_hits: Rc::clone(&computed.search_hits),
                is_complete: computed.missing_resources.is_empty(),
            },
        }
    }

    /// Changes the archive by what happened.
    pub fn apply(&mut self, action: Action) {
        match action {
            Action::LoadStarted { resources, visible_pages } => {
                self.on_started(resources, &visible_pages);
            }
            Action::LoadFinished(Resource::ManifestRevalidation, result) => self.on_update_checked(result),
            Action::LoadFinished(Resource::OlderPosts, Ok(loaded)) => {
                self.forget_rows();
                self.ingest_all(loaded);
            }
            Action::LoadFinished(_, Ok(loaded)) => self.ingest_all(loaded),
            Action::LoadFinished(resource, Err(error)) => self.on_failed(resource, error),
            // The user does not wait for it.
            Action::LoadSlow(Resource::ManifestRevalidation) => {}
            Action::LoadSlow(resource) => self.loads.on_slow(resource),
            Action::RetryDue(resource, attempts) => self.loads.on_retry_due(&resource, attempts),
            Action::Retry => self.loads.on_retry(),
            Action::LoadOlder => self.wants_older = true,
            Action::CheckForUpdate { explains_outside } => self.update.request(explains_outside),
        }
    }

    /// Forgets the rows, whose numbers older posts have changed, and what belongs to them.
    fn forget_rows(&mut self) {
        self.wants_older = false;
        self.texts = PtrEq::default();
        self.loads.forget(&Resource::OlderPosts);
        self.loads.drop_ready(&|resource| {
            matches!(resource, Resource::RowPage(_) | Resource::FacetChunk(_) | Resource::FeedPages)
        });
    }

    fn on_started(&mut self, resources: Vec<Resource>, visible_pages: &[RowNumber]) {
        let is_single_file = self
            .manifest()
            .is_some_and(|manifest| manifest.chunks.iter().any(|chunk| chunk.file == SINGLE_FILE_PATH));
        evict_row_pages(&mut self.loads, visible_pages, is_single_file);
        for resource in resources {
            if resource == Resource::ManifestRevalidation {
                self.update.on_started();
            } else {
                self.loads.on_started(resource);
            }
        }
    }

    fn on_failed(&mut self, resource: Resource, error: LoadError) {
        if error.may_be_outdated() {
            self.update.request(false);
        }
        self.loads.on_failed(resource, error);
    }

    fn ingest_all(&mut self, loaded: LoadedResources) {
        evict_packs_and_articles(&mut self.loads);
        for (resource, data) in loaded {
            if self.ingest(&resource, &data) {
                self.loads.on_loaded(resource, data);
            } else {
                self.loads.on_refused(resource);
            }
        }
    }

    /// Adds what is loaded to the index and the search texts. Returns `false` if it contradicts the
    /// manifest.
    fn ingest(&mut self, resource: &Resource, data: &Data) -> bool {
        match (resource, data) {
            (_, Data::Manifest { manifest, newest, .. }) => {
                let index = if newest.len() <= manifest.posts as usize {
                    FilterIndex::new(manifest).ok()
                } else {
                    None
                };
                let is_sound = index.is_some();
                self.index = PtrEq::new(index.unwrap_or_default());
                is_sound
            }
            (Resource::FacetChunk(number), Data::FacetChunk(chunk)) => {
                self.index.make_mut().add_chunk(*number, Rc::clone(chunk)).is_ok()
            }
            (Resource::RowPage(first), Data::RowPage(rows)) => {
                if !self.texts.contains_key(first) {
                    let texts = SearchPage::new(rows.iter().map(|row| &**row), fold);
                    self.texts.make_mut().get_or_insert(*first, Rc::new(texts));
                }
                self.index.page_of(*first).is_some_and(|page| page.rows.len() == rows.len())
            }
            _ => true,
        }
    }

    fn on_update_checked(&mut self, result: Result<LoadedResources, LoadError>) {
        let theirs = result.ok().and_then(|loaded| match loaded.first()? {
            (_, Data::Manifest { digest, .. }) => *digest,
            _ => None,
        });
        let is_newer = theirs.is_some() && theirs != self.digest();
        let loads = &mut self.loads;
        self.update.on_finished(is_newer, || loads.explain_by_update());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::plan::{DataNeeds, resources_to_load};
    use crate::store::resource::NextPage;
    use crate::store::test_archive::{FourPosts, after, after_all, finished, four_posts, manifest_of, row};

    #[test]
    fn a_newer_manifest_explains_what_is_gone_and_is_an_offer_otherwise() {
        let open = finished(Resource::Bundle, manifest_of(1));
        let gone = |error| Action::LoadFinished(Resource::RowPage(0), Err(error));
        let missing = || gone(LoadError::Status { status: 404, retry_after: None });
        let seen = |digest| {
            let check = Action::CheckForUpdate { explains_outside: false };
            [check, finished(Resource::ManifestRevalidation, manifest_of(digest))]
        };
        let after = |actions: Vec<Action>, digest| after(actions.into_iter().chain(seen(digest)));
        assert!(!after(vec![open.clone()], 1).has_update());
        let offered = after(vec![open.clone()], 2);
        assert!(offered.has_update());
        let gone_later = after_all(&offered, [missing()].into_iter().chain(seen(2)));
        assert!(gone_later.has_update(), "what is on the screen stays there");
        assert!(after(vec![open.clone(), gone(LoadError::Offline)], 2).has_update());
        let explained = after(vec![open, missing()], 2);
        assert_eq!(explained.failure(&Resource::RowPage(0)).unwrap().error, LoadError::Outdated);
        assert!(explained.is_outdated() && !explained.has_update());
    }

    #[test]
    fn older_posts_take_the_place_of_what_is_loaded() {
        let FourPosts { manifest, pages } = four_posts();
        let next = NextPage::Here("https://a.test/2.json".to_owned());
        let pages_of_feed = Rc::new(FeedPages { text: String::new(), urls: Vec::new(), next });
        let goes_on = finished(Resource::FeedPages, Data::FeedPages(pages_of_feed));
        let first = after([finished(Resource::Bundle, manifest_of(1)), goes_on]);
        let (needs, plan) = (DataNeeds::default(), Vec::new());
        assert_eq!(resources_to_load(&first, &needs, &Listing::Loading), plan, "only when asked for");
        let asked = after_all(&first, [Action::LoadOlder]);
        assert!(asked.is_loading_older());
        assert_eq!(resources_to_load(&asked, &needs, &Listing::Loading), [Resource::OlderPosts]);
        let error = LoadError::Status { status: 500, retry_after: None };
        let failed = after_all(&asked, [Action::LoadFinished(Resource::OlderPosts, Err(error))]);
        assert!(!failed.is_loading_older() && failed.failure(&Resource::OlderPosts).is_some());
        assert_eq!(failed.posts(), 0);

        let loaded = std::iter::once(manifest).chain(pages).flat_map(|action| match action {
            Action::LoadFinished(_, Ok(loaded)) => loaded,
            _ => Vec::new(),
        });
        let all = after_all(&failed, [Action::LoadFinished(Resource::OlderPosts, Ok(loaded.collect()))]);
        assert_eq!((all.posts(), all.row(3).map(|row| row.id.as_str())), (4, Some("d")));
        assert!(all.feed_pages().is_none() && all.failure(&Resource::OlderPosts).is_none());
        assert!(!resources_to_load(&all, &needs, &Listing::Loading).contains(&Resource::OlderPosts));
    }

    #[test]
    fn a_page_of_another_length_than_was_promised_is_refused() {
        let resource = Resource::RowPage(0);
        let short = Data::RowPage(Rc::new(vec![Rc::new(row("a", "2020-01-01"))]));
        let archive = after([four_posts().manifest, finished(resource.clone(), short)]);
        assert_eq!(archive.failure(&resource).unwrap().error, LoadError::CorruptBundle);
    }
}
