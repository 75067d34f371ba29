//! The state of an archive. Pure.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use broadsheet_article::tree::Article;
use broadsheet_bundle::filter::{Filter, FilterIndex, RowList, SearchPage, Sort};
use broadsheet_bundle::format::{FacetChunk, Item, Manifest, PostDirectory, SINGLE_FILE_PATH, directory_of};
use broadsheet_bundle::{PostDate, Row, RowNumber};
use yew::Reducible;

use super::error::LoadError;
use super::listing::{Grounds, Listed, Listing, Texts};
use super::retry::{Failure, Stage};
use crate::chunks::{DrawArticle, DrawFacets};
use crate::list::layout::MonthRows;
use crate::normal::fold;
use crate::ptr_eq::PtrEq;

/// Articles kept after they were read; going back and forth among a few is immediate, and memory stays bounded.
const KEPT_ARTICLES: usize = 24;
/// Packs kept, for the same reason.
const KEPT_PACKS: usize = 12;
/// Row pages kept beside those that are drawn.
const KEPT_PAGES: usize = 16;
/// Row pages that a search loads at a time: enough to keep a line busy, few enough to leave it to what is more urgent.
const SEARCHED_AT_ONCE: usize = 6;
/// Chunks and row pages that are asked for at a time, so that what is more urgent need not wait for hundreds of them.
/// Browsers themselves ask a server of HTTP/1.1 for six files at a time.
const ASKED_AT_ONCE: usize = 8;

/// Something that can be loaded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resource {
    /// The head, or the whole feed.
    Bundle,
    /// The head as it is on the server by now.
    Newer,
    /// A chunk, by its number.
    Chunk(usize),
    /// A page of rows, by the number of its first row.
    RowPage(RowNumber),
    /// A directory of packs, by its file.
    Directory(String),
    /// A pack of posts, by its file.
    Pack(String),
    /// A post's article tree, by the post's id.
    Article(String),
    /// The same with nothing taken out.
    Everything(String),
    /// What draws the facets.
    Facets,
}

/// What was loaded for a [`Resource`].
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "as in Resource")]
pub enum Data {
    /// The newest rows apart, to be shared with what draws them.
    /// And a digest of its bytes, if it is a file that can be compared with what is there later.
    Head {
        head: Rc<Manifest>,
        newest: Rc<Vec<Rc<Row>>>,
        digest: Option<u64>,
    },
    Chunk(Rc<FacetChunk>),
    RowPage(Rc<Vec<Rc<Row>>>),
    Directory(Rc<PostDirectory>),
    Pack(Rc<Vec<Packed>>),
    /// The tree, what draws it, and whether [`Resource::Everything`] would be another one.
    Article(Rc<Article>, DrawArticle, bool),
    Everything(Rc<Article>),
    Facets(DrawFacets),
}

/// A post of a pack.
#[derive(Debug, Clone)]
pub struct Packed {
    /// What a list would say of it.
    pub row: Rc<Row>,
    /// The whole of it.
    pub post: Rc<Item>,
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
    /// Loads began, while the pages that begin with these rows are drawn.
    Started(Vec<Resource>, Vec<RowNumber>),
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
    /// The places of the rows of the list that are to be there.
    pub rows: Range<u32>,
    /// The place of one more row that is to be there.
    pub kept: Option<u32>,
    /// What of the facets is shown.
    pub facets: FacetsShown,
    /// `true` if the reader may soon want the posts before and after the open one, so soon that they cannot wait until that is
    /// there.
    pub neighbours: bool,
    /// `true` if no list is shown.
    pub alone: bool,
}

impl View {
    /// The places of all rows that are to be there.
    fn places(&self) -> impl Iterator<Item = u32> {
        self.rows.clone().chain(self.kept)
    }
}

/// What of the facets is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FacetsShown {
    /// Nothing.
    #[default]
    None,
    /// The most frequent values, with their counts.
    Top,
    /// All values.
    All,
}

/// What has been loaded of a bundle.
#[derive(Debug, Clone, Default)]
pub struct Archive {
    loads: BTreeMap<Resource, Load>,
    /// What the head and the chunks say.
    index: PtrEq<FilterIndex>,
    /// What can be searched of the row pages that were loaded. Pages come and go, this stays.
    texts: PtrEq<Texts>,
    /// Whether it is to be seen whether there is a newer version.
    look: bool,
    /// Whether there is one, and the reader is to know.
    replaced: bool,
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
        post: Rc<Item>,
        /// Its content, as cleaned unless everything was asked for and is there.
        article: Rc<Article>,
        /// What draws it.
        draw: DrawArticle,
        /// Whether anything was taken out of it.
        cleaned: bool,
    },
}

/// What is after a post in a list, or before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Beside {
    /// The post with this id.
    Article(String),
    /// One that is not known yet; what says which is being loaded.
    Coming,
    /// None, or nobody can say which.
    Nothing,
}

/// Where a post is.
enum Place {
    /// In the pack with this file.
    In(String),
    /// To be found in the directory with this file.
    Listed(String),
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
    pub fn head(&self) -> Option<&Rc<Manifest>> {
        match self.data(&Resource::Bundle)? {
            Data::Head { head, .. } => Some(head),
            _ => None,
        }
    }

    /// Number of posts; 0 while unknown.
    pub fn posts(&self) -> RowNumber {
        self.head().map_or(0, |head| head.posts)
    }

    fn newest(&self) -> &[Rc<Row>] {
        match self.data(&Resource::Bundle) {
            Some(Data::Head { newest, .. }) => newest,
            _ => &[],
        }
    }

    /// A row, if it is loaded.
    pub fn row(&self, number: RowNumber) -> Option<&Rc<Row>> {
        let paged = self.index.page_of(number).and_then(|page| {
            match self.data(&Resource::RowPage(page.rows.start))? {
                Data::RowPage(rows) => rows.get((number - page.rows.start) as usize),
                _ => None,
            }
        });
        paged.or_else(|| {
            let from_newest = self.posts().checked_sub(1)?.checked_sub(number)?;
            self.newest().get(from_newest as usize)
        })
    }

    /// What has to be loaded for a row.
    fn resource_of(&self, number: RowNumber) -> Option<Resource> {
        match self.index.page_of(number) {
            Some(page) => Some(Resource::RowPage(page.rows.start)),
            None => self.index.chunk_of(number).map(Resource::Chunk),
        }
    }

    /// Why a row is not loaded, if its page failed.
    pub fn row_error(&self, number: RowNumber) -> Option<&Failure> {
        self.error(&self.resource_of(number)?)
    }

    /// The file to load for `resource`; nothing for what is no shard, or not in the bundle.
    pub fn file_of(&self, resource: &Resource) -> Option<String> {
        match resource {
            Resource::Bundle
            | Resource::Newer
            | Resource::Article(_)
            | Resource::Everything(_)
            | Resource::Facets => None,
            Resource::Chunk(number) => {
                self.head().and_then(|head| head.chunks.get(*number)).map(|chunk| chunk.file.clone())
            }
            Resource::RowPage(first) => self.index.page_of(*first).map(|page| page.file.to_owned()),
            Resource::Directory(file) | Resource::Pack(file) => Some(file.clone()),
        }
    }

    /// What the head and the chunks that are loaded say.
    pub fn index(&self) -> &PtrEq<FilterIndex> {
        &self.index
    }

    /// What draws the facets, once it is there.
    pub fn facets(&self) -> Option<DrawFacets> {
        match self.data(&Resource::Facets)? {
            Data::Facets(draw) => Some(*draw),
            _ => None,
        }
    }

    /// Why the facets or some of their values are not there, if a load failed.
    pub fn facet_error(&self) -> Option<&Failure> {
        let chunks = 0..self.head()?.chunks.len();
        self.error(&Resource::Facets)
            .or_else(|| chunks.into_iter().find_map(|chunk| self.error(&Resource::Chunk(chunk))))
    }

    /// What `view` needs, with the list under its filter, and nobody has asked for yet; most urgent first.
    pub fn wanted(&self, view: &View, listing: &Listing) -> Vec<Resource> {
        let facets = (view.facets != FacetsShown::None).then_some(Resource::Facets);
        let Some(head) = self.head() else {
            let both = [Resource::Bundle].into_iter().chain(facets);
            return both.filter(|resource| self.is_open(resource)).collect();
        };
        let open = view.post.as_deref();
        let mut wanted: Vec<Resource> = Vec::new();
        wanted.extend(open.and_then(|id| self.wanted_for_post(id, view.everything)));
        wanted.extend(self.index.required_chunks(&view.filter).into_iter().map(Resource::Chunk));
        if let Listing::Ready { rows, .. } = listing {
            let drawn = view.places().filter_map(|place| rows.select(place));
            let (before, after) = self.before_and_after(open, rows);
            let missing = drawn.chain(before).chain(after).filter(|&number| self.row(number).is_none());
            wanted.extend(missing.filter_map(|number| self.resource_of(number)));
        }
        let is_drawn = |id: &str| !view.alone && self.data(&Resource::Article(id.to_owned())).is_some();
        let near = open.filter(|id| view.neighbours || is_drawn(id));
        wanted.extend(near.and_then(|id| self.missing_for_number(id)));
        wanted.extend(facets);
        let facets_need_chunks = match view.facets {
            FacetsShown::None => false,
            // The head counts the whole archive.
            FacetsShown::Top => !view.filter.is_empty(),
            FacetsShown::All => true,
        };
        if facets_need_chunks {
            wanted.extend((0..head.chunks.len()).map(Resource::Chunk));
        }
        if view.filter.is_search() {
            wanted.extend(self.wanted_for_search(view.filter.sort));
        }
        wanted.extend((self.look && self.digest().is_some()).then_some(Resource::Newer));
        let mut room = ASKED_AT_ONCE.saturating_sub(self.under_way());
        let mut urgent: Vec<Resource> = Vec::new();
        for resource in wanted {
            let queues = is_queued(&resource);
            // What is urgent is few, whatever is wanted.
            if !(queues && room == 0) && self.is_open(&resource) && !urgent.contains(&resource) {
                room -= usize::from(queues);
                urgent.push(resource);
            }
        }
        urgent
    }

    /// How many chunks and row pages are being asked for. What is slow does not count: it must not keep everything else waiting.
    fn under_way(&self) -> usize {
        let is_asked = |load: &Load| match load {
            Load::Loading => true,
            Load::Failed(failure) => {
                failure.stage == Stage::HostNavigation && failure.error != LoadError::Slow
            }
            Load::Ready(_) => false,
        };
        self.loads.iter().filter(|(resource, load)| is_queued(resource) && is_asked(load)).count()
    }

    /// The first rows of the pages that `view` draws.
    pub fn drawn(&self, view: &View, listing: &Listing) -> Vec<RowNumber> {
        let Listing::Ready { rows, .. } = listing else { return Vec::new() };
        let rows = view.places().filter_map(|place| rows.select(place));
        let mut pages: Vec<_> =
            rows.filter_map(|row| self.index.page_of(row)).map(|page| page.rows.start).collect();
        pages.dedup();
        pages
    }

    /// The next pages to search, in the order of the list, or the chunks that say where they are.
    fn wanted_for_search(&self, sort: Sort) -> Vec<Resource> {
        let mut pages: Vec<Resource> = Vec::new();
        pages.extend(self.index.chunks_without_pages().map(Resource::Chunk));
        let unsearched = self.index.pages().map(|page| page.rows.start);
        pages.extend(unsearched.filter(|first| !self.texts.contains_key(first)).map(Resource::RowPage));
        if sort == Sort::New {
            pages.reverse();
        }
        let under_way =
            pages.iter().filter(|page| matches!(self.loads.get(page), Some(Load::Loading))).count();
        pages.retain(|page| self.is_open(page));
        pages.truncate(SEARCHED_AT_ONCE.saturating_sub(under_way));
        pages
    }

    fn wanted_for_post(&self, id: &str, everything: bool) -> Option<Resource> {
        match self.place(id) {
            Place::Listed(directory) => Some(Resource::Directory(directory)),
            Place::Nowhere => None,
            Place::In(pack) => {
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

    /// What the list under `filter` follows from.
    pub fn grounds(&self, filter: &Filter) -> Grounds {
        Grounds::new(&self.index, &self.texts, filter)
    }

    /// The list that `listed` has, as far as it is known.
    pub fn listing(&self, listed: &Listed) -> Listing {
        if self.head().is_none() {
            return Listing::Loading;
        }
        match (listed.missing.iter().find_map(|resource| self.error(resource)), &listed.rows) {
            (Some(failure), _) => Listing::Failed(failure.clone()),
            (None, None) => Listing::Loading,
            (None, Some(rows)) => Listing::Ready {
                rows: Rc::clone(rows),
                found: Rc::clone(&listed.found),
                whole: listed.missing.is_empty(),
            },
        }
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
        let in_list = || self.loaded_rows().find(|(_, row)| row.id == id).map(|(_, row)| Rc::clone(row));
        let pack = match self.place(id) {
            Place::In(pack) => pack,
            Place::Nowhere => return Post::NotFound,
            Place::Listed(directory) => return loading(&Resource::Directory(directory), in_list()),
        };
        let Some(Packed { row, post }) = self.packed(&pack, id) else {
            let pack = Resource::Pack(pack);
            return if self.data(&pack).is_some() { Post::NotFound } else { loading(&pack, in_list()) };
        };
        let article = Resource::Article(id.to_owned());
        let Some(Data::Article(tree, draw, cleaned)) = self.data(&article) else {
            return loading(&article, Some(Rc::clone(row)));
        };
        let whole = Resource::Everything(id.to_owned());
        let tree = match self.data(&whole).filter(|_| everything) {
            Some(Data::Everything(whole)) => whole,
            _ => match self.error(&whole).filter(|_| everything) {
                Some(error) => return Post::Failed(error.clone()),
                None => tree,
            },
        };
        Post::Ready {
            row: Rc::clone(row),
            post: Rc::clone(post),
            article: Rc::clone(tree),
            draw: *draw,
            cleaned: *cleaned,
        }
    }

    /// A post whose pack is loaded.
    fn packed(&self, pack: &str, id: &str) -> Option<&Packed> {
        match self.data(&Resource::Pack(pack.to_owned()))? {
            Data::Pack(posts) => posts.iter().find(|packed| packed.post.id == id),
            _ => None,
        }
    }

    /// A post that is loaded, wherever it is.
    pub fn loaded_post(&self, id: &str) -> Option<&Packed> {
        match self.place(id) {
            Place::In(pack) => self.packed(&pack, id),
            _ => None,
        }
    }

    /// The title of a post, as far as it is known.
    pub fn title(&self, id: &str) -> Option<String> {
        let in_list = || self.loaded_rows().find(|(_, row)| row.id == id).map(|(_, row)| row);
        self.loaded_post(id).map(|packed| &packed.row).or_else(in_list).map(|row| row.title.clone())
    }

    /// Whether the rows at `places` of the list `rows` are loaded.
    pub fn rows_loaded(&self, rows: &RowList, mut places: Range<u32>) -> bool {
        places.all(|place| rows.select(place).is_none_or(|number| self.row(number).is_some()))
    }

    /// The months of the list `rows`, in its order.
    pub fn months_of(&self, rows: &RowList) -> Vec<MonthRows> {
        let mut months: Vec<_> = self
            .index
            .months()
            .map(|(month, range)| MonthRows {
                month: month.map(str::to_owned),
                rows: rows.rank(range.end) - rows.rank(range.start),
            })
            .collect();
        if rows.sort() == Sort::New {
            months.reverse();
        }
        months
    }

    fn place(&self, id: &str) -> Place {
        let Some(directory) = self.head().and_then(|head| directory_of(&head.directories, id)) else {
            return Place::Nowhere;
        };
        match self.data(&Resource::Directory(directory.file.clone())) {
            Some(Data::Directory(directory)) => {
                directory.pack_of(id).map_or(Place::Nowhere, |pack| Place::In(pack.to_owned()))
            }
            _ => Place::Listed(directory.file.clone()),
        }
    }

    /// The number of a post, as far as it is known.
    fn number(&self, id: &str) -> Option<RowNumber> {
        // Asked at every drawing while a post is open: looking through all rows is for posts that are not loaded yet.
        let in_list = || self.loaded_rows().find(|(_, row)| row.id == id).map(|(number, _)| number);
        self.loaded_post(id).and_then(|packed| self.find(&packed.row).ok()).or_else(in_list)
    }

    /// What has to be loaded next before the number of the post `id` is known; nothing as long as the post is not loaded.
    fn missing_for_number(&self, id: &str) -> Option<Resource> {
        let packed = self.loaded_post(id).filter(|_| self.number(id).is_none())?;
        self.find(&packed.row).err().flatten()
    }

    /// Finds the number of `row` among the rows of its month, or what has to be loaded to go on looking.
    fn find(&self, row: &Row) -> Result<RowNumber, Option<Resource>> {
        let month = row.date.as_ref().map(PostDate::month);
        let mut months = self.index.months();
        let Some((_, mut rows)) = months.find(|(other, _)| *other == month) else { return Err(None) };
        while rows.start < rows.end {
            let middle = rows.start.midpoint(rows.end);
            let Some(other) = self.row(middle) else { return Err(self.resource_of(middle)) };
            match other.sort_key().cmp(&row.sort_key()) {
                std::cmp::Ordering::Equal => return Ok(middle),
                std::cmp::Ordering::Less => rows.start = middle + 1,
                std::cmp::Ordering::Greater => rows.end = middle,
            }
        }
        Err(None)
    }

    /// The place of the post `id` among `rows`, if both are known.
    pub fn place_of(&self, id: &str, rows: &RowList) -> Option<u32> {
        rows.position(self.number(id)?)
    }

    /// The posts before and after the open one in the list `rows`, or those between which it would stand there; none while
    /// its number is not known.
    pub fn before_and_after(
        &self,
        open: Option<&str>,
        rows: &RowList,
    ) -> (Option<RowNumber>, Option<RowNumber>) {
        open.and_then(|id| self.number(id)).map_or((None, None), |number| around(number, rows))
    }

    /// What is after the post `open` in the list `rows`, if `forward`, or else before it.
    pub fn beside(&self, open: &str, rows: &RowList, forward: bool) -> Beside {
        let missing = if let Some(number) = self.number(open) {
            let (before, after) = around(number, rows);
            let Some(number) = (if forward { after } else { before }) else { return Beside::Nothing };
            if let Some(row) = self.row(number) {
                return Beside::Article(row.id.clone());
            }
            self.resource_of(number)
        } else {
            self.missing_for_number(open)
        };
        match missing {
            Some(missing) if self.error(&missing).is_none() => Beside::Coming,
            _ => Beside::Nothing,
        }
    }

    /// The rows that are loaded, with their numbers.
    fn loaded_rows(&self) -> impl Iterator<Item = (RowNumber, &Rc<Row>)> {
        let newest = self.newest().iter().zip(1..);
        let newest =
            newest.filter_map(|(row, from_newest)| Some((self.posts().checked_sub(from_newest)?, row)));
        let pages = self.loads.range(Resource::RowPage(0)..=Resource::RowPage(RowNumber::MAX));
        newest.chain(pages.flat_map(|(resource, load)| match (resource, load) {
            (Resource::RowPage(first), Load::Ready(Data::RowPage(rows))) => (*first..).zip(rows.iter()),
            _ => (0..).zip([].iter()),
        }))
    }

    fn started(&mut self, resource: Resource) {
        match self.loads.get_mut(&resource) {
            // What failed is said until it is there.
            Some(Load::Failed(failure)) => failure.stage = Stage::HostNavigation,
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
                for (resource, data) in brought {
                    let load = if self.take_in(&resource, &data) {
                        Load::Ready(data)
                    } else {
                        Load::Failed(Failure::new(LoadError::Inconsistent, 1))
                    };
                    self.loads.insert(resource, load);
                }
            }
        }
    }

    /// Learns what is new; false where it is not what was promised.
    fn take_in(&mut self, resource: &Resource, data: &Data) -> bool {
        match (resource, data) {
            (_, Data::Head { head, newest, .. }) => {
                let index = FilterIndex::new(head).ok().filter(|_| newest.len() <= head.posts as usize);
                let sound = index.is_some();
                self.index = PtrEq::new(index.unwrap_or_default());
                sound
            }
            (Resource::Chunk(number), Data::Chunk(chunk)) => {
                self.index.make_mut().add_chunk(*number, Rc::clone(chunk)).is_ok()
            }
            (Resource::RowPage(first), Data::RowPage(rows)) => {
                if !self.texts.contains_key(first) {
                    let texts = SearchPage::new(rows.iter().map(|row| &**row), fold);
                    self.texts.make_mut().insert(*first, Rc::new(texts));
                }
                self.index.page_of(*first).is_some_and(|page| page.rows.len() == rows.len())
            }
            _ => true,
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
        // Once there, it stays: it must not vanish from under a hand that moves towards it.
        self.replaced |= !explains;
    }

    fn failures(&mut self) -> impl Iterator<Item = &mut Failure> {
        self.loads.values_mut().filter_map(|load| match load {
            Load::Failed(failure) => Some(failure),
            _ => None,
        })
    }

    fn slow(&mut self, resource: Resource) {
        let tries = self.tries(&resource);
        let failure = Failure { error: LoadError::Slow, tries, stage: Stage::HostNavigation };
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
            if failure.stage != Stage::HostNavigation || failure.error == LoadError::Slow {
                (failure.tries, failure.stage) = (0, Stage::Due);
            }
        }
    }

    /// Drops row pages that are not drawn, once there are many.
    fn drop_pages(&mut self, drawn: &[RowNumber]) {
        let of_feed =
            self.head().is_some_and(|head| head.chunks.iter().any(|chunk| chunk.file == SINGLE_FILE_PATH));
        let idle = |resource: &Resource, load: &Load| match resource {
            Resource::RowPage(first) => !of_feed && matches!(load, Load::Ready(_)) && !drawn.contains(first),
            _ => false,
        };
        if self.loads.iter().filter(|(resource, load)| idle(resource, load)).count() > KEPT_PAGES {
            self.loads.retain(|resource, load| !idle(resource, load));
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

/// The rows before and after the row `number` in the list `rows`, or between which it would stand there.
fn around(number: RowNumber, rows: &RowList) -> (Option<RowNumber>, Option<RowNumber>) {
    let ahead = rows.insertion_position(number);
    let after = ahead + RowNumber::from(rows.position(number).is_some());
    (ahead.checked_sub(1).and_then(|at| rows.select(at)), rows.select(after))
}

/// `true` if a view can want hundreds of them at once.
fn is_queued(resource: &Resource) -> bool {
    matches!(resource, Resource::Chunk(_) | Resource::RowPage(_))
}

/// Whether it came with a bundle of one file, and cannot be fetched again by itself.
fn is_whole(resource: &Resource) -> bool {
    matches!(resource, Resource::Pack(file) if file == SINGLE_FILE_PATH)
}

/// Values that what draws them can share.
pub(super) fn shared<T>(values: Vec<T>) -> Rc<Vec<Rc<T>>> {
    Rc::new(values.into_iter().map(Rc::new).collect())
}

/// An archive that props and reducers can hold.
pub type Shared = PtrEq<Archive>;

impl Reducible for Shared {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (**self).clone();
        match action {
            Action::Started(resources, drawn) => {
                next.drop_pages(&drawn);
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
        Rc::new(Self::new(next))
    }
}

#[cfg(test)]
mod tests {
    use broadsheet_bundle::facet::Facet;
    use broadsheet_bundle::format::limits::MAX_CHUNKS;

    use super::*;
    use broadsheet_bundle::filter::{MatchMode, RowSet};

    fn after(actions: impl IntoIterator<Item = Action>) -> Shared {
        after_all(&Shared::default(), actions)
    }

    fn after_all(start: &Shared, actions: impl IntoIterator<Item = Action>) -> Shared {
        (*actions.into_iter().fold(Rc::new(start.clone()), Reducible::reduce)).clone()
    }

    fn listing(archive: &Shared, filter: &Filter) -> Listing {
        archive.listing(&archive.grounds(filter).listed())
    }

    fn wants_the_head(archive: &Shared) -> bool {
        let view = View::default();
        archive.wanted(&view, &listing(archive, &view.filter)) == [Resource::Bundle]
    }

    fn started() -> Action {
        Action::Started(vec![Resource::Bundle], Vec::new())
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
            "newest": [], "facets": [], "chunks": [], "directories": [] });
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
        let offered = after(vec![open.clone()], 2);
        assert!(offered.is_replaced());
        let gone_later = after_all(&offered, [missing()].into_iter().chain(seen(2)));
        assert!(gone_later.is_replaced(), "what is on the screen stays there");
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
        let asked = after_all(&archive, [Action::Started(vec![Resource::Newer], Vec::new())]);
        assert_eq!(wanted(&asked), []);
        let unanswered = Action::Ended(Resource::Newer, Err(LoadError::Offline));
        assert_eq!(wanted(&after_all(&asked, [unanswered])), []);
    }

    fn row(id: &str, date: &str) -> Row {
        let post = serde_json::json!({ "id": id, "title": format!("Title {id}"), "date_published": date });
        Row::from_item(&serde_json::from_value(post).unwrap())
    }

    /// The head of an archive of four posts in two pages of rows, and the pages.
    fn four() -> (Action, Vec<Action>) {
        let head = serde_json::json!({ "format": "broadsheet", "version": 1, "title": "", "posts": 4,
            "months": [{ "month": "2020-02", "posts": 3 }, { "month": "2020-01", "posts": 1 }], "newest": [], "facets": [],
            "chunks": [{ "rows": 4, "file": "c.json", "pages": [{ "rows": 2, "file": "a.json" }, { "rows": 2, "file": "b.json" }] }],
            "directories": [{ "file": "d.json" }] });
        let head = Rc::new(serde_json::from_value(head).unwrap());
        let data = Data::Head { head, newest: Rc::default(), digest: None };
        let ended = |resource: Resource, data| Action::Ended(resource.clone(), Ok(vec![(resource, data)]));
        let page = |first: RowNumber, rows: [Row; 2]| {
            ended(Resource::RowPage(first), Data::RowPage(shared(rows.to_vec())))
        };
        let old = page(0, [row("a", "2020-01-01"), row("b", "2020-02-01")]);
        let new = page(2, [row("c", "2020-02-02"), row("d", "2020-02-03")]);
        (ended(Resource::Bundle, data), vec![old, new])
    }

    #[test]
    fn a_search_goes_through_the_pages_and_shows_what_it_has_found() {
        let (head, pages) = four();
        let filter = Filter { query: "title".to_owned(), ..Filter::default() };
        let view = View { filter: filter.clone(), rows: 0..48, ..View::default() };
        let state = |archive: &Shared| {
            let listing = listing(archive, &filter);
            let Listing::Ready { rows, whole, .. } = &listing else { panic!("{listing:?}") };
            (rows.iter().collect::<Vec<_>>(), *whole, archive.wanted(&view, &listing))
        };
        let (old, new) = (Resource::RowPage(0), Resource::RowPage(2));
        assert_eq!(state(&after([head.clone()])), (vec![], false, vec![new, old.clone()]));
        assert_eq!(state(&after([head.clone(), pages[1].clone()])), (vec![3, 2], false, vec![old]));
        assert_eq!(state(&after([head].into_iter().chain(pages))), (vec![3, 2, 1, 0], true, vec![]));
    }

    #[test]
    fn chunks_are_asked_for_a_few_at_a_time() {
        let count = MAX_CHUNKS;
        let chunks: Vec<_> =
            (0..count).map(|at| serde_json::json!({ "rows": 1, "file": format!("{at}.json") })).collect();
        let head = serde_json::json!({ "format": "broadsheet", "version": 1, "title": "", "posts": count,
            "months": [{ "month": "2020-02", "posts": count }], "newest": [], "facets": [], "chunks": chunks, "directories": [] });
        let head = Rc::new(serde_json::from_value(head).unwrap());
        let data = Data::Head { head, newest: Rc::default(), digest: None };
        let mut filter = Filter::default();
        filter.facets[Facet::Tag].require("x", MatchMode::All);
        let view = View {
            filter: filter.clone(),
            post: Some("p".to_owned()),
            facets: FacetsShown::All,
            ..View::default()
        };
        let wanted = |archive: &Shared| archive.wanted(&view, &listing(archive, &filter));
        let archive = after([Action::Ended(Resource::Bundle, Ok(vec![(Resource::Bundle, data)]))]);
        let chunks = |range: Range<usize>| range.map(Resource::Chunk);
        let mut first: Vec<_> = chunks(0..ASKED_AT_ONCE).collect();
        first.push(Resource::Facets);
        assert_eq!(wanted(&archive), first);
        let asked = after_all(&archive, [Action::Started(first, Vec::new())]);
        assert_eq!(wanted(&asked), []);
        let slow = after_all(&asked, [Action::Slow(Resource::Chunk(3))]);
        assert_eq!(
            wanted(&slow),
            [Resource::Chunk(ASKED_AT_ONCE)],
            "what is slow keeps nothing else waiting"
        );
        let failed = after_all(&asked, [Action::Ended(Resource::Chunk(0), Err(LoadError::Damaged))]);
        let next: Vec<_> = wanted(&failed);
        assert!(next.contains(&Resource::Chunk(ASKED_AT_ONCE)) && !next.contains(&Resource::Chunk(0)));
    }

    #[test]
    fn a_list_is_made_anew_only_for_what_it_follows_from() {
        let (head, pages) = four();
        let before = after([head.clone()]);
        let directory = Resource::Directory("d.json".to_owned());
        let brought = vec![(directory.clone(), Data::Directory(Rc::default()))];
        let asked = Action::Started(vec![directory.clone()], Vec::new());
        let read = after_all(&before, [asked, Action::Ended(directory, Ok(brought)), Action::Look]);
        let scrolled = after_all(&before, pages.clone());
        let again = after_all(&scrolled, pages);
        let (all, search) = (Filter::default(), Filter { query: "title".to_owned(), ..Filter::default() });
        for filter in [&all, &search] {
            assert!(read.grounds(filter) == before.grounds(filter));
        }
        assert!(scrolled.grounds(&all) == before.grounds(&all));
        assert!(scrolled.grounds(&search) != before.grounds(&search));
        assert!(again.grounds(&search) == scrolled.grounds(&search), "a page that was dropped and came back");
        assert!(after([head]).grounds(&all) != before.grounds(&all), "of another archive");
    }

    #[test]
    fn a_post_that_was_opened_by_its_address_finds_its_place_among_the_rows_of_its_month() {
        let (head, pages) = four();
        let archive = after([head.clone(), pages[1].clone()]);
        assert_eq!(archive.find(&row("d", "2020-02-03")), Ok(3));
        assert_eq!(archive.find(&row("b", "2020-02-01")), Err(Some(Resource::RowPage(0))));
        let archive = after([head].into_iter().chain(pages));
        assert_eq!(archive.find(&row("b", "2020-02-01")), Ok(1));
        assert_eq!(archive.find(&row("x", "2019-01-01")), Err(None));
        assert_eq!(archive.find(&row("x", "2020-01-01")), Err(None));
    }

    #[test]
    fn what_is_beside_a_post_is_known_or_coming_or_there_is_nothing() {
        let (head, pages) = four();
        let rows = |archive: &Shared| match listing(archive, &Filter::default()) {
            Listing::Ready { rows, .. } => rows,
            other => panic!("{other:?}"),
        };
        let archive = after([head, pages[1].clone()]);
        let rows = rows(&archive);
        let beside = |archive: &Shared, open, forward| archive.beside(open, &rows, forward);
        assert_eq!(beside(&archive, "d", true), Beside::Article("c".to_owned()));
        assert_eq!(beside(&archive, "d", false), Beside::Nothing);
        assert_eq!(beside(&archive, "c", true), Beside::Coming);
        assert_eq!(beside(&archive, "x", true), Beside::Nothing);
        let gone = Action::Ended(Resource::RowPage(0), Err(LoadError::Offline));
        assert_eq!(beside(&after_all(&archive, [gone]), "c", true), Beside::Nothing);
        let whole = after_all(&archive, [pages[0].clone()]);
        assert_eq!(beside(&whole, "c", true), Beside::Article("b".to_owned()));
        assert_eq!(beside(&whole, "a", true), Beside::Nothing);
    }

    #[test]
    fn what_is_beside_a_post_that_the_list_does_not_hold_is_what_it_would_stand_between() {
        let mut set = RowSet::none(6);
        set.insert(1);
        set.insert(4);
        for (sort, order) in [(Sort::New, [Some(4), Some(1)]), (Sort::Old, [Some(1), Some(4)])] {
            let rows = RowList::new(set.clone(), sort);
            let [first, last] = order;
            let ends = if sort == Sort::New { [5, 0] } else { [0, 5] };
            assert_eq!(around(ends[0], &rows), (None, first));
            assert_eq!(around(2, &rows), (first, last));
            assert_eq!(around(ends[1], &rows), (last, None));
            assert_eq!(around(4, &rows), if sort == Sort::New { (None, Some(1)) } else { (Some(1), None) });
        }
        assert_eq!(around(2, &RowList::new(RowSet::none(6), Sort::New)), (None, None));
    }

    #[test]
    fn a_page_of_another_length_than_was_promised_is_refused() {
        let (head, _) = four();
        let resource = Resource::RowPage(0);
        let short = vec![(resource.clone(), Data::RowPage(shared(vec![row("a", "2020-01-01")])))];
        let archive = after([head, Action::Ended(resource.clone(), Ok(short))]);
        assert_eq!(archive.error(&resource).unwrap().error, LoadError::Inconsistent);
    }

    #[test]
    fn what_is_there_is_never_asked_for_again() {
        let directory = Resource::Directory("ids/0.json".to_owned());
        let brought = vec![(directory.clone(), Data::Directory(Rc::default()))];
        let archive = after([Action::Ended(directory.clone(), Ok(brought)), Action::Retry]);
        assert!(archive.data(&directory).is_some());
    }
}
