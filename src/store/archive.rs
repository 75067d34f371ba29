//! The state of an archive. Pure.

use std::collections::BTreeMap;
use std::rc::Rc;

use broadsheet_article::tree::Article;
use broadsheet_bundle::facet::{Facet, FacetName};
use broadsheet_bundle::filter::{Facets, Filter, RowSet, counts, matching};
use broadsheet_bundle::head::Head;
use broadsheet_bundle::index::{IdPage, page_of};
use broadsheet_bundle::pack;
use broadsheet_bundle::row::ROWS_PER_PAGE;
use broadsheet_bundle::whole::WHOLE;
use broadsheet_bundle::{Row, RowNumber};
use yew::Reducible;
use yew::html::ImplicitClone;

use super::error::LoadError;
use super::retry::{Failure, Stage};
use crate::chunks::DrawArticle;

/// Articles kept after they were read; going back and forth among a few is immediate, and memory stays bounded.
const KEPT_ARTICLES: usize = 24;
/// Packs kept, for the same reason.
const KEPT_PACKS: usize = 12;

/// Something that can be loaded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resource {
    /// The head, or the whole feed.
    Bundle,
    /// The head as it is on the server by now.
    Newer,
    /// A page of rows, by its number.
    RowPage(usize),
    /// A page of the id index, by its file.
    Ids(String),
    /// A facet.
    Facet(FacetName),
    /// A pack of posts, by its file.
    Pack(String),
    /// A post's article tree, by the post's id.
    Article(String),
    /// The same with nothing taken out.
    Everything(String),
}

/// What was loaded for a [`Resource`].
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "as in Resource")]
pub enum Data {
    /// The newest rows apart, to be shared with what draws them.
    /// And a digest of its bytes, if it is a file that can be compared with what is there later.
    Head {
        head: Rc<Head>,
        newest: Rc<Vec<Rc<Row>>>,
        digest: Option<u64>,
    },
    RowPage(Rc<Vec<Rc<Row>>>),
    Ids(Rc<IdPage>),
    Facet(Rc<Facet>),
    Pack(Rc<Vec<Rc<pack::Post>>>),
    /// The tree, what draws it, and whether [`Resource::Everything`] would be another one.
    Article(Rc<Article>, DrawArticle, bool),
    Everything(Rc<Article>),
}

/// How far a load is.
#[derive(Debug, Clone)]
enum Load {
    /// Under way.
    Loading,
    /// There.
    Ready(Data),
    /// Failed; see [`Failure`] for what becomes of it.
    Failed(Failure),
}

/// What a load brought: usually what was asked for; a feed brings everything.
pub type Brought = Vec<(Resource, Data)>;

/// What happened.
#[derive(Debug, Clone)]
pub enum Action {
    /// Loads began.
    Started(Vec<Resource>),
    /// A load ended.
    Ended(Resource, Result<Brought, LoadError>),
    /// A load takes long.
    Slow(Resource),
    /// What has failed so many times in a row is to be tried again.
    Again(Resource, u32),
    /// All that failed is to be tried again.
    Retry,
    /// It is time to see whether there is a newer version.
    Look,
}

/// The part of a view that decides what has to be loaded.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct View {
    /// Id of the open post.
    pub post: Option<String>,
    /// Whether it is shown with nothing taken out.
    pub everything: bool,
    /// What the list is narrowed to.
    pub filter: Filter,
    /// How many rows of the list are drawn.
    pub rows_shown: usize,
    /// Whether the facets are shown.
    pub facets_shown: bool,
}

/// What has been loaded of a bundle.
#[derive(Debug, Clone, Default)]
pub struct Archive {
    loads: BTreeMap<Resource, Load>,
    /// Whether it is to be seen whether there is a newer version.
    look: bool,
    /// Whether there is one, and the reader is to know.
    replaced: bool,
}

/// The list under a filter.
#[derive(Debug, Clone, PartialEq)]
pub enum Listing {
    /// Not known yet.
    Loading,
    /// Cannot be known.
    Failed(Failure),
    /// The rows, in the order of the list.
    Ready {
        /// Their numbers.
        rows: Rc<[RowNumber]>,
        /// Those that pass the part of the filter that no facet decides; what [`Archive::facet_counts`] needs.
        candidates: Rc<RowSet>,
    },
}

/// The open post.
#[derive(Debug, Clone)]
pub enum Post {
    /// On its way; the row is often there already.
    Loading(Option<Rc<Row>>),
    /// Cannot be shown.
    Failed(Failure),
    /// The archive has no such post.
    NotFound,
    /// There.
    Ready {
        /// What the list says of it.
        row: Rc<Row>,
        /// The whole post.
        post: Rc<pack::Post>,
        /// Its content, as cleaned unless everything was asked for and is there.
        article: Rc<Article>,
        /// What draws it.
        draw: DrawArticle,
        /// Whether anything was taken out of it.
        cleaned: bool,
    },
}

/// Where a post is.
enum Place {
    At(RowNumber, String),
    /// To be found in the page of the id index with this file.
    InIds(String),
    Nowhere,
}

impl Archive {
    fn data(&self, resource: &Resource) -> Option<&Data> {
        match self.loads.get(resource)? {
            Load::Ready(data) => Some(data),
            _ => None,
        }
    }

    /// Why something is not there, if its load failed.
    pub fn error(&self, resource: &Resource) -> Option<&Failure> {
        match self.loads.get(resource)? {
            Load::Failed(failure) => Some(failure),
            _ => None,
        }
    }

    /// Whether nobody has asked for it yet, or it is to be asked for again.
    fn is_open(&self, resource: &Resource) -> bool {
        match self.loads.get(resource) {
            None => true,
            // What is slow has to end first.
            Some(Load::Failed(failure)) => failure.stage == Stage::Due && failure.error != LoadError::Slow,
            Some(_) => false,
        }
    }

    /// Whether a newer version of the archive is to be offered. Failures that it explains say so themselves.
    pub fn is_replaced(&self) -> bool {
        self.replaced
    }

    /// The digest of the head's bytes, if it is a file of its own, which can be asked for again.
    fn digest(&self) -> Option<u64> {
        match self.data(&Resource::Bundle)? {
            Data::Head { digest, .. } => *digest,
            _ => None,
        }
    }

    /// The head, once it is there.
    pub fn head(&self) -> Option<&Rc<Head>> {
        match self.data(&Resource::Bundle)? {
            Data::Head { head, .. } => Some(head),
            _ => None,
        }
    }

    /// Number of posts; 0 while unknown.
    pub fn posts(&self) -> RowNumber {
        self.head().map_or(0, |head| head.posts)
    }

    fn row_page(&self, page: usize) -> Option<&[Rc<Row>]> {
        match self.data(&Resource::RowPage(page))? {
            Data::RowPage(rows) => Some(rows),
            _ => None,
        }
    }

    fn newest(&self) -> &[Rc<Row>] {
        match self.data(&Resource::Bundle) {
            Some(Data::Head { newest, .. }) => newest,
            _ => &[],
        }
    }

    /// A row, if it is loaded.
    pub fn row(&self, number: RowNumber) -> Option<&Rc<Row>> {
        let index = number as usize;
        self.row_page(index / ROWS_PER_PAGE).and_then(|rows| rows.get(index % ROWS_PER_PAGE)).or_else(|| {
            let from_newest = self.posts().checked_sub(1)?.checked_sub(number)?;
            self.newest().get(from_newest as usize)
        })
    }

    /// Why a row is not loaded, if its page failed.
    pub fn row_error(&self, number: RowNumber) -> Option<&Failure> {
        self.error(&page_of_row(number))
    }

    /// A facet, if it is loaded.
    pub fn facet(&self, name: FacetName) -> Option<&Rc<Facet>> {
        match self.data(&Resource::Facet(name))? {
            Data::Facet(facet) => Some(facet),
            _ => None,
        }
    }

    /// What `view` needs, with the list under its filter, and nobody has asked for yet; most urgent first.
    pub fn wanted(&self, view: &View, listing: &Listing) -> Vec<Resource> {
        let Some(head) = self.head() else {
            return [Resource::Bundle].into_iter().filter(|bundle| self.is_open(bundle)).collect();
        };
        let mut wanted = Vec::new();
        let open = view.post.as_deref();
        wanted.extend(open.and_then(|id| self.wanted_for_post(id, view.everything)));
        let mut numbers: Vec<RowNumber> = open.and_then(|id| self.number(id)).into_iter().collect();
        wanted.extend(view.filter.needed_facets().map(Resource::Facet));
        if view.filter.needs_rows() {
            wanted.extend((0..head.row_pages.len()).map(Resource::RowPage));
        }
        if let Listing::Ready { rows, .. } = listing {
            let drawn = rows.iter().take(view.rows_shown).copied();
            let (before, after) = self.before_and_after(open, rows);
            numbers.extend(drawn.chain(before).chain(after));
        }
        wanted.extend(numbers.into_iter().filter(|&number| self.row(number).is_none()).map(page_of_row));
        if view.facets_shown {
            wanted.extend(head.facets.iter().map(|facet| Resource::Facet(facet.name)));
        }
        wanted.extend((self.look && self.digest().is_some()).then_some(Resource::Newer));
        let mut urgent: Vec<Resource> = Vec::new();
        for resource in wanted {
            let exists = match &resource {
                Resource::RowPage(page) => *page < head.row_pages.len(),
                Resource::Facet(name) => head.facets.iter().any(|facet| facet.name == *name),
                _ => true,
            };
            if exists && self.is_open(&resource) && !urgent.contains(&resource) {
                urgent.push(resource);
            }
        }
        urgent
    }

    fn wanted_for_post(&self, id: &str, everything: bool) -> Option<Resource> {
        match self.place(id) {
            Place::InIds(file) => Some(Resource::Ids(file)),
            Place::Nowhere => None,
            Place::At(_, pack) => {
                if self.packed(&pack, id).is_none() {
                    return Some(Resource::Pack(pack));
                }
                let article = Resource::Article(id.to_owned());
                Some(match self.data(&article) {
                    Some(Data::Article(_, _, true)) if everything => Resource::Everything(id.to_owned()),
                    _ => article,
                })
            }
        }
    }

    /// The list under `filter`.
    pub fn listing(&self, filter: &Filter) -> Listing {
        let Some(head) = self.head() else { return Listing::Loading };
        let facets: Vec<_> = filter.needed_facets().map(Resource::Facet).collect();
        let pages = if filter.needs_rows() { head.row_pages.len() } else { 0 };
        for needed in facets.iter().cloned().chain((0..pages).map(Resource::RowPage)) {
            match (self.loads.get(&needed), &needed) {
                (Some(Load::Ready(_)), _) => {}
                (Some(Load::Failed(failure)), _) => return Listing::Failed(failure.clone()),
                // The archive has no such facet, so no post has the value.
                (None, Resource::Facet(name)) if head.facets.iter().all(|facet| facet.name != *name) => {}
                _ => return Listing::Loading,
            }
        }
        let candidates = if filter.needs_rows() {
            let test = filter.row_test();
            let mut candidates = RowSet::none(head.posts);
            for (number, _) in self.paged_rows().filter(|(_, row)| test(row)) {
                candidates.insert(number);
            }
            candidates
        } else {
            RowSet::all(head.posts)
        };
        let rows = matching(filter, &self.facets(), &candidates).sorted(filter.sort);
        Listing::Ready { rows: rows.into(), candidates: Rc::new(candidates) }
    }

    fn facets(&self) -> Facets {
        let mut facets = Facets::default();
        for name in FacetName::ALL {
            facets[name] = self.facet(name).cloned();
        }
        facets
    }

    /// For each value of the facet `name`, how many posts choosing it would show; see [`counts`].
    pub fn facet_counts(
        &self,
        filter: &Filter,
        candidates: &RowSet,
        name: FacetName,
        widen: bool,
    ) -> Vec<u32> {
        counts(filter, &self.facets(), candidates, name, widen)
    }

    /// The post `id`, with nothing taken out if `everything`.
    pub fn post(&self, id: &str, everything: bool) -> Post {
        if let Some(error) = self.error(&Resource::Bundle) {
            return Post::Failed(error.clone());
        }
        if self.head().is_none() {
            return Post::Loading(None);
        }
        let loading = |resource: &Resource, row| match self.error(resource) {
            Some(error) => Post::Failed(error.clone()),
            None => Post::Loading(row),
        };
        let (number, pack) = match self.place(id) {
            Place::At(number, pack) => (number, pack),
            Place::Nowhere => return Post::NotFound,
            Place::InIds(file) => return loading(&Resource::Ids(file), None),
        };
        let Some(row) = self.row(number) else { return loading(&page_of_row(number), None) };
        if row.id != id {
            return Post::Failed(Failure::new(LoadError::Inconsistent, 1));
        }
        let row = Rc::clone(row);
        let Some(post) = self.packed(&pack, id) else {
            let pack = Resource::Pack(pack);
            let whole = self.data(&pack).is_some();
            return if whole {
                Post::Failed(Failure::new(LoadError::Inconsistent, 1))
            } else {
                loading(&pack, Some(row))
            };
        };
        let article = Resource::Article(id.to_owned());
        let Some(Data::Article(tree, draw, cleaned)) = self.data(&article) else {
            return loading(&article, Some(row));
        };
        let whole = Resource::Everything(id.to_owned());
        let tree = match self.data(&whole).filter(|_| everything) {
            Some(Data::Everything(whole)) => whole,
            _ => match self.error(&whole).filter(|_| everything) {
                Some(error) => return Post::Failed(error.clone()),
                None => tree,
            },
        };
        Post::Ready { row, post: Rc::clone(post), article: Rc::clone(tree), draw: *draw, cleaned: *cleaned }
    }

    /// A post whose pack is loaded.
    fn packed(&self, pack: &str, id: &str) -> Option<&Rc<pack::Post>> {
        match self.data(&Resource::Pack(pack.to_owned()))? {
            Data::Pack(posts) => posts.iter().find(|post| post.id == id),
            _ => None,
        }
    }

    /// A post that is loaded, wherever it is.
    pub fn loaded_post(&self, id: &str) -> Option<&Rc<pack::Post>> {
        match self.place(id) {
            Place::At(_, pack) => self.packed(&pack, id),
            _ => None,
        }
    }

    /// The title of a post, as far as it is known.
    pub fn title(&self, id: &str) -> Option<String> {
        self.loaded_rows().find(|(_, row)| row.id == id).map(|(_, row)| row.title.clone())
    }

    /// Whether the first `most` of the rows `rows` are loaded.
    pub fn rows_loaded(&self, rows: &[RowNumber], most: usize) -> bool {
        rows.iter().take(most).all(|&number| self.row(number).is_some())
    }

    fn place(&self, id: &str) -> Place {
        if let Some((number, row)) = self.loaded_rows().find(|(_, row)| row.id == id) {
            return Place::At(number, row.pack.clone());
        }
        let Some(page) = self.head().and_then(|head| page_of(&head.id_pages, id)) else {
            return Place::Nowhere;
        };
        match self.data(&Resource::Ids(page.file.clone())) {
            Some(Data::Ids(ids)) => {
                let entry = ids.find(id).filter(|entry| entry.row < self.posts());
                entry.map_or(Place::Nowhere, |entry| Place::At(entry.row, entry.pack.clone()))
            }
            _ => Place::InIds(page.file.clone()),
        }
    }

    /// The number of a post, as far as it is known.
    fn number(&self, id: &str) -> Option<RowNumber> {
        match self.place(id) {
            Place::At(number, _) => Some(number),
            _ => None,
        }
    }

    /// The posts before and after the open one in the list `rows`; none where the list does not hold it.
    pub fn before_and_after(
        &self,
        open: Option<&str>,
        rows: &[RowNumber],
    ) -> (Option<RowNumber>, Option<RowNumber>) {
        let number = open.and_then(|id| self.number(id));
        let Some(at) = number.and_then(|number| rows.iter().position(|&row| row == number)) else {
            return (None, None);
        };
        (at.checked_sub(1).and_then(|at| rows.get(at)).copied(), rows.get(at + 1).copied())
    }

    /// The rows that are loaded, with their numbers.
    fn loaded_rows(&self) -> impl Iterator<Item = (RowNumber, &Row)> {
        let newest = self.newest().iter().zip(1..);
        let newest =
            newest.filter_map(|(row, from_newest)| Some((self.posts().checked_sub(from_newest)?, &**row)));
        newest.chain(self.paged_rows())
    }

    /// The rows of the pages that are loaded, with their numbers.
    fn paged_rows(&self) -> impl Iterator<Item = (RowNumber, &Row)> {
        let pages = self.loads.range(Resource::RowPage(0)..=Resource::RowPage(usize::MAX));
        let rows = pages.flat_map(|(resource, load)| match (resource, load) {
            (Resource::RowPage(page), Load::Ready(Data::RowPage(rows))) => {
                rows.iter().zip(page * ROWS_PER_PAGE..)
            }
            _ => [].iter().zip(0..),
        });
        rows.map(|(row, number)| (RowNumber::try_from(number).unwrap_or(RowNumber::MAX), &**row))
    }

    fn started(&mut self, resource: Resource) {
        match self.loads.get_mut(&resource) {
            // What failed is said until it is there.
            Some(Load::Failed(failure)) => failure.stage = Stage::Asked,
            _ => {
                self.loads.insert(resource, Load::Loading);
            }
        }
    }

    fn ended(&mut self, resource: Resource, result: Result<Brought, LoadError>) {
        if resource == Resource::Newer {
            return self.looked(result);
        }
        match result {
            Err(error) => {
                self.look |= error.may_be_replaced();
                let mut failure = Failure::new(error, self.tries(&resource) + 1);
                if self.error(&resource).is_some_and(|before| before.stage == Stage::Due) {
                    // It was slow, and the reader has asked for it again.
                    failure.stage = Stage::Due;
                }
                self.loads.insert(resource, Load::Failed(failure));
            }
            Ok(brought) => {
                self.make_room();
                self.loads.extend(brought.into_iter().map(|(resource, data)| (resource, Load::Ready(data))));
            }
        }
    }

    /// How often in a row a load has failed since the reader last asked for it.
    pub fn tries(&self, resource: &Resource) -> u32 {
        self.error(resource).map_or(0, |failure| failure.tries)
    }

    /// Where the head is another one by now, that explains what failed; else it is an offer. No answer is no news.
    fn looked(&mut self, result: Result<Brought, LoadError>) {
        self.look = false;
        self.loads.remove(&Resource::Newer);
        let theirs = result.ok().and_then(|brought| match brought.first()? {
            (_, Data::Head { digest, .. }) => *digest,
            _ => None,
        });
        if theirs.is_none() || theirs == self.digest() {
            return;
        }
        let mut explains = false;
        for failure in self.failures().filter(|failure| failure.error.may_be_replaced()) {
            failure.error = LoadError::Replaced;
            explains = true;
        }
        self.replaced = !explains;
    }

    fn failures(&mut self) -> impl Iterator<Item = &mut Failure> {
        self.loads.values_mut().filter_map(|load| match load {
            Load::Failed(failure) => Some(failure),
            _ => None,
        })
    }

    fn slow(&mut self, resource: Resource) {
        let tries = self.tries(&resource);
        let failure = Failure { error: LoadError::Slow, tries, stage: Stage::Asked };
        self.loads.insert(resource, Load::Failed(failure));
    }

    fn again(&mut self, resource: &Resource, tries: u32) {
        if let Some(Load::Failed(failure)) = self.loads.get_mut(resource)
            && failure.stage == Stage::Waiting
            && failure.tries == tries
        {
            failure.stage = Stage::Due;
        }
    }

    /// What is there stays, and so does what is being asked for already, unless that is slow.
    fn retry(&mut self) {
        for failure in self.failures() {
            if failure.stage != Stage::Asked || failure.error == LoadError::Slow {
                (failure.tries, failure.stage) = (0, Stage::Due);
            }
        }
    }

    /// Drops all packs, or all articles, once there are many. Crude, but what is read next is loaded in a moment.
    fn make_room(&mut self) {
        let loaded = |resource: &Resource, load: &Load| matches!(load, Load::Ready(_)) && !is_whole(resource);
        let is_pack = |resource: &Resource| matches!(resource, Resource::Pack(_));
        let is_article =
            |resource: &Resource| matches!(resource, Resource::Article(_) | Resource::Everything(_));
        let count = |kind: &dyn Fn(&Resource) -> bool| {
            self.loads.iter().filter(|(resource, load)| kind(resource) && loaded(resource, load)).count()
        };
        let (many_packs, many_articles) =
            (count(&is_pack) >= KEPT_PACKS, count(&is_article) >= KEPT_ARTICLES);
        if many_packs || many_articles {
            self.loads.retain(|resource, load| {
                let drop = (many_packs && is_pack(resource)) || (many_articles && is_article(resource));
                !(drop && loaded(resource, load))
            });
        }
    }
}

/// Whether it came with a bundle of one file, and cannot be fetched again by itself.
fn is_whole(resource: &Resource) -> bool {
    matches!(resource, Resource::Pack(file) | Resource::Ids(file) if file == WHOLE)
}

/// Values that what draws them can share.
pub(super) fn shared<T>(values: Vec<T>) -> Rc<Vec<Rc<T>>> {
    Rc::new(values.into_iter().map(Rc::new).collect())
}

fn page_of_row(number: RowNumber) -> Resource {
    Resource::RowPage(number as usize / ROWS_PER_PAGE)
}

/// An archive that props and reducers can hold: two are equal when they are the same one.
#[derive(Debug, Clone, Default)]
pub struct Shared(pub Rc<Archive>);

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl ImplicitClone for Shared {}

impl std::ops::Deref for Shared {
    type Target = Archive;

    fn deref(&self) -> &Archive {
        &self.0
    }
}

impl Reducible for Shared {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (**self).clone();
        match action {
            Action::Started(resources) => {
                for resource in resources {
                    next.started(resource);
                }
            }
            Action::Ended(resource, result) => next.ended(resource, result),
            Action::Slow(resource) => next.slow(resource),
            Action::Again(resource, tries) => next.again(&resource, tries),
            Action::Retry => next.retry(),
            Action::Look => next.look = true,
        }
        Rc::new(Self(Rc::new(next)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(actions: impl IntoIterator<Item = Action>) -> Shared {
        let start = Rc::new(Shared::default());
        (*actions.into_iter().fold(start, Reducible::reduce)).clone()
    }

    fn wants_the_head(archive: &Shared) -> bool {
        let view = View::default();
        archive.wanted(&view, &archive.listing(&view.filter)) == [Resource::Bundle]
    }

    fn started() -> Action {
        Action::Started(vec![Resource::Bundle])
    }

    fn failed(error: LoadError) -> Action {
        Action::Ended(Resource::Bundle, Err(error))
    }

    #[test]
    fn what_failed_waits_until_it_is_due() {
        let failed = || [started(), failed(LoadError::Unreachable)];
        assert!(wants_the_head(&after([])));
        assert!(!wants_the_head(&after([started()])));
        assert!(!wants_the_head(&after(failed())));
        let again = |tries| after(failed().into_iter().chain([Action::Again(Resource::Bundle, tries)]));
        assert!(wants_the_head(&again(1)));
        assert!(!wants_the_head(&again(2)), "of another failure");
        assert!(wants_the_head(&after(failed().into_iter().chain([Action::Retry]))));
    }

    #[test]
    fn an_error_is_said_until_what_failed_is_there() {
        let again = [started(), failed(LoadError::Unreachable), Action::Retry, started()];
        let archive = after(again.clone());
        let failure = archive.error(&Resource::Bundle).unwrap();
        assert!(failure.is_being_tried() && failure.error == LoadError::Unreachable);
        assert!(!wants_the_head(&archive));
        let impatient = after(again.into_iter().chain([Action::Retry]));
        assert!(!wants_the_head(&impatient), "it is being asked for already");
    }

    #[test]
    fn tries_are_counted_until_the_reader_asks() {
        let twice = [
            started(),
            failed(LoadError::Timeout),
            Action::Again(Resource::Bundle, 1),
            started(),
            failed(LoadError::Timeout),
        ];
        assert_eq!(after(twice.clone()).tries(&Resource::Bundle), 2);
        assert_eq!(after(twice.into_iter().chain([Action::Retry])).tries(&Resource::Bundle), 0);
    }

    #[test]
    fn what_is_slow_is_asked_for_again_only_when_the_reader_says_so_and_it_has_ended() {
        let slow = [started(), Action::Slow(Resource::Bundle), Action::Retry, failed(LoadError::Timeout)];
        let archive = after(slow[..2].to_vec());
        assert_eq!(archive.error(&Resource::Bundle).unwrap().error, LoadError::Slow);
        assert!(!wants_the_head(&archive));
        assert!(!wants_the_head(&after(slow[..3].to_vec())));
        assert!(wants_the_head(&after(slow)));
    }

    fn head(digest: u64) -> Data {
        let head = serde_json::json!({ "format": "broadsheet", "version": 1, "title": "", "posts": 0, "months": [],
            "newest": [], "row_pages": [], "id_pages": [], "facets": [] });
        let head = Rc::new(serde_json::from_value(head).unwrap());
        Data::Head { head, newest: Rc::default(), digest: Some(digest) }
    }

    #[test]
    fn a_newer_head_explains_what_is_gone_and_is_an_offer_otherwise() {
        let open = Action::Ended(Resource::Bundle, Ok(vec![(Resource::Bundle, head(1))]));
        let gone = |error| Action::Ended(Resource::RowPage(0), Err(error));
        let missing = || gone(LoadError::Status { status: 404, retry_after: None });
        let seen = |digest| {
            [Action::Look, Action::Ended(Resource::Newer, Ok(vec![(Resource::Newer, head(digest))]))]
        };
        let after = |actions: Vec<Action>, digest| after(actions.into_iter().chain(seen(digest)));
        assert!(!after(vec![open.clone()], 1).is_replaced());
        assert!(after(vec![open.clone()], 2).is_replaced());
        assert!(after(vec![open.clone(), gone(LoadError::Offline)], 2).is_replaced());
        let explained = after(vec![open, missing()], 2);
        assert_eq!(explained.error(&Resource::RowPage(0)).unwrap().error, LoadError::Replaced);
        assert!(!explained.is_replaced());
    }

    #[test]
    fn what_is_gone_is_reason_to_look_for_a_newer_head_once() {
        let missing = Action::Ended(Resource::RowPage(0), Err(LoadError::Damaged));
        let archive =
            after([Action::Ended(Resource::Bundle, Ok(vec![(Resource::Bundle, head(1))])), missing]);
        let wanted = |archive: &Shared| archive.wanted(&View::default(), &Listing::Loading);
        assert_eq!(wanted(&archive), [Resource::Newer]);
        let next = |archive: Shared, action| (*Rc::new(archive).reduce(action)).clone();
        let asked = next(archive, Action::Started(vec![Resource::Newer]));
        assert_eq!(wanted(&asked), []);
        assert_eq!(wanted(&next(asked, Action::Ended(Resource::Newer, Err(LoadError::Offline)))), []);
    }

    #[test]
    fn what_is_there_is_never_asked_for_again() {
        let ids = Resource::Ids("ids/0.json".to_owned());
        let brought = vec![(ids.clone(), Data::Ids(Rc::new(IdPage { ids: Vec::new() })))];
        let archive = after([Action::Ended(ids.clone(), Ok(brought)), Action::Retry]);
        assert!(archive.data(&ids).is_some());
    }
}
