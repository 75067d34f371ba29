//! The state of an archive. Pure.

use std::collections::BTreeMap;
use std::rc::Rc;

use broadsheet_article::tree::Article;
use broadsheet_bundle::facet::{Facet, FacetName};
use broadsheet_bundle::feed::{BodyPack, Item};
use broadsheet_bundle::filter::{Facets, Filter, RowSet, counts, matching};
use broadsheet_bundle::head::Head;
use broadsheet_bundle::index::{IdPage, page_of};
use broadsheet_bundle::row::{ROWS_PER_PAGE, RowPage};
use broadsheet_bundle::{Row, RowNumber};
use yew::Reducible;
use yew::html::ImplicitClone;

use super::bundle::{Opened, WHOLE};
use super::error::LoadError;

/// Articles kept after they were read; going back and forth among a few is immediate, and memory stays bounded.
const KEPT_ARTICLES: usize = 24;
/// Packs kept, for the same reason.
const KEPT_PACKS: usize = 12;

/// Something that can be loaded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resource {
    /// The head, or the whole feed.
    Bundle,
    /// A page of rows, by its number.
    RowPage(usize),
    /// A page of the id index, by its file.
    Ids(String),
    /// A facet.
    Facet(FacetName),
    /// A pack of posts, by its file.
    Pack(String),
    /// The module that reads Markdown.
    Markdown,
    /// A post's article tree, by the post's id.
    Article(String),
}

/// How far the load of something is.
#[derive(Debug, Clone)]
pub enum Load<T> {
    /// Under way.
    Loading,
    /// There.
    Ready(Rc<T>),
    /// Failed; it is asked for again when the reader says so.
    Failed(LoadError),
}

impl<T> Load<T> {
    fn ready(&self) -> Option<&Rc<T>> {
        match self {
            Self::Ready(value) => Some(value),
            _ => None,
        }
    }
}

/// What was loaded.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "as in Resource")]
pub enum Data {
    Bundle(Opened),
    RowPage(RowPage),
    Ids(IdPage),
    Facet(Facet),
    Pack(BodyPack),
    Markdown,
    Article(Article),
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Action {
    /// Loads began.
    Started(Vec<Resource>),
    /// A load ended.
    Ended(Resource, Result<Data, LoadError>),
    /// Failed loads are to be tried again.
    Retry,
}

/// The part of a view that decides what has to be loaded.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct View {
    /// Id of the open post.
    pub post: Option<String>,
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
    head: Option<Load<Head>>,
    newest: Vec<Rc<Row>>,
    row_pages: BTreeMap<usize, Load<Vec<Rc<Row>>>>,
    ids: BTreeMap<String, Load<IdPage>>,
    facets: BTreeMap<FacetName, Load<Facet>>,
    packs: BTreeMap<String, Load<Vec<Rc<Item>>>>,
    markdown: Option<Load<()>>,
    articles: BTreeMap<String, Load<Article>>,
}

/// The list under a filter.
#[derive(Debug, Clone, PartialEq)]
pub enum Listing {
    /// Not known yet.
    Loading,
    /// Cannot be known.
    Failed(LoadError),
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
    Failed(LoadError),
    /// The archive has no such post.
    NotFound,
    /// There.
    Ready {
        /// Its number.
        number: RowNumber,
        /// What the list says of it.
        row: Rc<Row>,
        /// The whole post.
        item: Rc<Item>,
        /// Its content.
        article: Rc<Article>,
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
    /// The head, once it is there.
    pub fn head(&self) -> Option<&Rc<Head>> {
        self.head.as_ref()?.ready()
    }

    /// Why there is no head.
    pub fn head_error(&self) -> Option<&LoadError> {
        match &self.head {
            Some(Load::Failed(error)) => Some(error),
            _ => None,
        }
    }

    /// Number of posts; 0 while unknown.
    pub fn posts(&self) -> RowNumber {
        self.head().map_or(0, |head| head.posts)
    }

    /// A row, if it is loaded.
    pub fn row(&self, number: RowNumber) -> Option<&Rc<Row>> {
        let index = number as usize;
        let page = self.row_pages.get(&(index / ROWS_PER_PAGE)).and_then(Load::ready);
        page.and_then(|page| page.get(index % ROWS_PER_PAGE)).or_else(|| {
            let head = self.head()?;
            let from_newest = head.posts.checked_sub(1)?.checked_sub(number)?;
            self.newest.get(from_newest as usize)
        })
    }

    /// Why a row is not loaded, if its page failed.
    pub fn row_error(&self, number: RowNumber) -> Option<&LoadError> {
        match self.row_pages.get(&(number as usize / ROWS_PER_PAGE)) {
            Some(Load::Failed(error)) => Some(error),
            _ => None,
        }
    }

    /// A facet, if it is loaded.
    pub fn facet(&self, name: FacetName) -> Option<&Rc<Facet>> {
        self.facets.get(&name)?.ready()
    }

    /// Why a facet is not loaded.
    pub fn facet_error(&self, name: FacetName) -> Option<&LoadError> {
        match self.facets.get(&name) {
            Some(Load::Failed(error)) => Some(error),
            _ => None,
        }
    }

    /// What `view` needs, with the list under its filter, and nobody has asked for yet; most urgent first.
    pub fn wanted(&self, view: &View, listing: &Listing) -> Vec<Resource> {
        let Some(head) = self.head() else {
            return if self.head.is_none() { vec![Resource::Bundle] } else { Vec::new() };
        };
        let mut wanted = Vec::new();
        if let Some(id) = &view.post {
            self.want_post(id, &mut wanted);
        }
        wanted.extend(view.filter.needed_facets().map(Resource::Facet));
        if view.filter.needs_rows() {
            wanted.extend((0..head.row_pages.len()).map(Resource::RowPage));
        }
        if let Listing::Ready { rows, .. } = listing {
            let drawn = rows.iter().take(view.rows_shown).copied();
            let (before, after) = self.before_and_after(view.post.as_deref(), rows);
            for number in drawn.chain(before).chain(after) {
                if self.row(number).is_none() {
                    wanted.push(Resource::RowPage(number as usize / ROWS_PER_PAGE));
                }
            }
        }
        if view.facets_shown {
            wanted.extend(head.facets.iter().map(|facet| Resource::Facet(facet.name)));
        }
        let mut urgent: Vec<Resource> = Vec::new();
        for resource in wanted {
            if !self.asked_for(&resource) && !urgent.contains(&resource) {
                urgent.push(resource);
            }
        }
        urgent
    }

    fn want_post(&self, id: &str, wanted: &mut Vec<Resource>) {
        match self.place(id) {
            Place::InIds(file) => wanted.push(Resource::Ids(file)),
            Place::Nowhere => {}
            Place::At(_, pack) => match self.item(&pack, id) {
                None => wanted.push(Resource::Pack(pack)),
                Some(item)
                    if item.needs_markdown() && self.markdown.as_ref().and_then(Load::ready).is_none() =>
                {
                    wanted.push(Resource::Markdown);
                }
                Some(_) => wanted.push(Resource::Article(id.to_owned())),
            },
        }
    }

    fn asked_for(&self, resource: &Resource) -> bool {
        match resource {
            Resource::Bundle => self.head.is_some(),
            Resource::RowPage(page) => {
                self.row_pages.contains_key(page)
                    || self.head().is_none_or(|head| *page >= head.row_pages.len())
            }
            Resource::Ids(file) => self.ids.contains_key(file),
            Resource::Facet(name) => {
                self.facets.contains_key(name)
                    || self.head().is_none_or(|head| head.facets.iter().all(|facet| facet.name != *name))
            }
            Resource::Pack(file) => self.packs.contains_key(file),
            Resource::Markdown => self.markdown.is_some(),
            Resource::Article(id) => self.articles.contains_key(id),
        }
    }

    /// The list under `filter`.
    pub fn listing(&self, filter: &Filter) -> Listing {
        let Some(head) = self.head() else { return Listing::Loading };
        for name in filter.needed_facets() {
            match self.facets.get(&name) {
                Some(Load::Failed(error)) => return Listing::Failed(error.clone()),
                Some(Load::Ready(_)) => {}
                _ if head.facets.iter().any(|facet| facet.name == name) => return Listing::Loading,
                _ => {} // the archive has no such facet, so nothing has the value
            }
        }
        let candidates = match self.candidates(filter, head) {
            Ok(Some(candidates)) => candidates,
            Ok(None) => return Listing::Loading,
            Err(error) => return Listing::Failed(error),
        };
        let rows = matching(filter, &self.ready_facets(), &candidates).sorted(filter.sort);
        Listing::Ready { rows: rows.into(), candidates: Rc::new(candidates) }
    }

    /// The rows that pass the part of the filter that looks at them; nothing while not all rows are loaded.
    fn candidates(&self, filter: &Filter, head: &Head) -> Result<Option<RowSet>, LoadError> {
        if !filter.needs_rows() {
            return Ok(Some(RowSet::all(head.posts)));
        }
        let mut candidates = RowSet::none(head.posts);
        let test = filter.row_test();
        for page in 0..head.row_pages.len() {
            match self.row_pages.get(&page) {
                Some(Load::Ready(rows)) => {
                    for (row, number) in rows.iter().zip(page * ROWS_PER_PAGE..) {
                        if test(row) {
                            candidates.insert(RowNumber::try_from(number).unwrap_or(RowNumber::MAX));
                        }
                    }
                }
                Some(Load::Failed(error)) => return Err(error.clone()),
                _ => return Ok(None),
            }
        }
        Ok(Some(candidates))
    }

    fn ready_facets(&self) -> Facets {
        self.facets.iter().filter_map(|(&name, facet)| Some((name, Rc::clone(facet.ready()?)))).collect()
    }

    /// For each value of the facet `name`, how many posts choosing it would show; see [`counts`].
    pub fn facet_counts(
        &self,
        filter: &Filter,
        candidates: &RowSet,
        name: FacetName,
        widen: bool,
    ) -> Vec<u32> {
        counts(filter, &self.ready_facets(), candidates, name, widen)
    }

    /// The post `id`.
    pub fn post(&self, id: &str) -> Post {
        if let Some(error) = self.head_error() {
            return Post::Failed(error.clone());
        }
        if self.head().is_none() {
            return Post::Loading(None);
        }
        let (number, pack) = match self.place(id) {
            Place::At(number, pack) => (number, pack),
            Place::Nowhere => return Post::NotFound,
            Place::InIds(file) => return unless_failed(self.ids.get(&file), None),
        };
        let row = self.row(number).filter(|row| row.id == id).cloned();
        let Some(item) = self.item(&pack, id) else {
            return match self.packs.get(&pack) {
                Some(Load::Ready(_)) => Post::Failed(LoadError::Inconsistent),
                load => unless_failed(load, row),
            };
        };
        let row = row.unwrap_or_else(|| Rc::new(Row::from_item(item)));
        match (self.articles.get(id), &self.markdown) {
            (Some(Load::Ready(article)), _) => {
                Post::Ready { number, row, item: Rc::clone(item), article: Rc::clone(article) }
            }
            (Some(Load::Failed(error)), _) | (None, Some(Load::Failed(error))) => Post::Failed(error.clone()),
            _ => Post::Loading(Some(row)),
        }
    }

    fn item(&self, pack: &str, id: &str) -> Option<&Rc<Item>> {
        self.packs.get(pack)?.ready()?.iter().find(|item| item.id == id)
    }

    /// A post that is loaded, wherever it is.
    pub fn loaded_item(&self, id: &str) -> Option<&Rc<Item>> {
        match self.place(id) {
            Place::At(_, pack) => self.item(&pack, id),
            _ => None,
        }
    }

    /// The title of a post, as far as it is known.
    pub fn title(&self, id: &str) -> Option<String> {
        let row = self.loaded_rows().find(|(_, row)| row.id == id).map(|(_, row)| row.title.clone());
        row.or_else(|| self.loaded_item(id).map(|item| Row::from_item(item).title))
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
        match self.ids.get(&page.file).and_then(Load::ready) {
            None => Place::InIds(page.file.clone()),
            Some(ids) => {
                ids.find(id).map_or(Place::Nowhere, |entry| Place::At(entry.row, entry.pack.clone()))
            }
        }
    }

    /// The posts before and after the open one in the list `rows`; none where the list does not hold it.
    pub fn before_and_after(
        &self,
        open: Option<&str>,
        rows: &[RowNumber],
    ) -> (Option<RowNumber>, Option<RowNumber>) {
        let number = open.and_then(|id| match self.place(id) {
            Place::At(number, _) => Some(number),
            _ => None,
        });
        let Some(at) = number.and_then(|number| rows.iter().position(|&row| row == number)) else {
            return (None, None);
        };
        (at.checked_sub(1).and_then(|at| rows.get(at)).copied(), rows.get(at + 1).copied())
    }

    /// The rows that are loaded, with their numbers.
    fn loaded_rows(&self) -> impl Iterator<Item = (RowNumber, &Row)> {
        let newest = self
            .newest
            .iter()
            .zip(1..)
            .filter_map(|(row, from_newest)| Some((self.posts().checked_sub(from_newest)?, &**row)));
        let pages = self.row_pages.iter().filter_map(|(page, rows)| Some((page, rows.ready()?)));
        let paged = pages.flat_map(|(page, rows)| rows.iter().zip(page * ROWS_PER_PAGE..));
        newest
            .chain(paged.map(|(row, number)| (RowNumber::try_from(number).unwrap_or(RowNumber::MAX), &**row)))
    }

    fn add_rows(&mut self, page: usize, rows: Vec<Row>) {
        self.row_pages.insert(page, Load::Ready(Rc::new(rows.into_iter().map(Rc::new).collect())));
    }

    fn add_pack(&mut self, file: String, items: Vec<Item>) {
        make_room(&mut self.packs, KEPT_PACKS);
        self.packs.insert(file, Load::Ready(Rc::new(items.into_iter().map(Rc::new).collect())));
    }

    fn opened(&mut self, opened: Opened) {
        let mut head = match opened {
            Opened::Sharded(head) => head,
            Opened::Whole(whole) => {
                for (page, rows) in whole.row_pages.into_iter().enumerate() {
                    self.add_rows(page, rows.rows);
                }
                self.ids.insert(WHOLE.to_owned(), Load::Ready(Rc::new(whole.ids)));
                self.facets = whole
                    .facets
                    .into_iter()
                    .map(|(name, facet)| (name, Load::Ready(Rc::new(facet))))
                    .collect();
                self.add_pack(WHOLE.to_owned(), whole.pack.items);
                whole.head
            }
        };
        // A head that promises more rows than its pages can hold must not make us reserve room for them.
        let room =
            RowNumber::try_from(head.row_pages.len().saturating_mul(ROWS_PER_PAGE)).unwrap_or(RowNumber::MAX);
        head.posts = head.posts.min(room);
        self.newest = std::mem::take(&mut head.newest).into_iter().map(Rc::new).collect();
        self.head = Some(Load::Ready(Rc::new(head)));
    }

    fn ended(&mut self, resource: Resource, result: Result<Data, LoadError>) {
        let data = match result {
            Ok(data) => data,
            Err(error) => return self.set(resource, &Load::Failed(error)),
        };
        match (resource, data) {
            (Resource::Bundle, Data::Bundle(opened)) => self.opened(opened),
            (Resource::RowPage(page), Data::RowPage(rows)) => self.add_rows(page, rows.rows),
            (Resource::Ids(file), Data::Ids(ids)) => {
                self.ids.insert(file, Load::Ready(Rc::new(ids)));
            }
            (Resource::Facet(name), Data::Facet(facet)) => {
                self.facets.insert(name, Load::Ready(Rc::new(facet)));
            }
            (Resource::Pack(file), Data::Pack(pack)) => self.add_pack(file, pack.items),
            (Resource::Markdown, Data::Markdown) => self.markdown = Some(Load::Ready(Rc::new(()))),
            (Resource::Article(id), Data::Article(article)) => {
                make_room(&mut self.articles, KEPT_ARTICLES);
                self.articles.insert(id, Load::Ready(Rc::new(article)));
            }
            (resource, _) => self.set(resource, &Load::Failed(LoadError::Inconsistent)),
        }
    }

    /// Notes that `resource` is under way or has failed.
    fn set(&mut self, resource: Resource, load: &Load<std::convert::Infallible>) {
        match resource {
            Resource::Bundle => self.head = Some(without_data(load)),
            Resource::RowPage(page) => drop(self.row_pages.insert(page, without_data(load))),
            Resource::Ids(file) => drop(self.ids.insert(file, without_data(load))),
            Resource::Facet(name) => drop(self.facets.insert(name, without_data(load))),
            Resource::Pack(file) => drop(self.packs.insert(file, without_data(load))),
            Resource::Markdown => self.markdown = Some(without_data(load)),
            Resource::Article(id) => drop(self.articles.insert(id, without_data(load))),
        }
    }

    /// Forgets what failed, so that it is wanted again. What is there stays.
    fn retry(&mut self) {
        fn forget<K: Ord, T>(loads: &mut BTreeMap<K, Load<T>>) {
            loads.retain(|_, load| !matches!(load, Load::Failed(_)));
        }
        self.head.take_if(|load| matches!(load, Load::Failed(_)));
        self.markdown.take_if(|load| matches!(load, Load::Failed(_)));
        forget(&mut self.row_pages);
        forget(&mut self.ids);
        forget(&mut self.facets);
        forget(&mut self.packs);
        forget(&mut self.articles);
    }
}

fn unless_failed<T>(load: Option<&Load<T>>, row: Option<Rc<Row>>) -> Post {
    match load {
        Some(Load::Failed(error)) => Post::Failed(error.clone()),
        _ => Post::Loading(row),
    }
}

fn without_data<T>(load: &Load<std::convert::Infallible>) -> Load<T> {
    match load {
        Load::Failed(error) => Load::Failed(error.clone()),
        _ => Load::Loading,
    }
}

/// Drops everything that is loaded once there are `most` of it. Crude, but what is read next is loaded in a moment.
fn make_room<T>(loads: &mut BTreeMap<String, Load<T>>, most: usize) {
    if loads.len() >= most {
        loads.retain(|file, load| file == WHOLE || matches!(load, Load::Loading));
    }
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
                resources.into_iter().for_each(|resource| next.set(resource, &Load::Loading));
            }
            Action::Ended(resource, result) => next.ended(resource, result),
            Action::Retry => next.retry(),
        }
        Rc::new(Self(Rc::new(next)))
    }
}
