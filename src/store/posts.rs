//! Lookup in an [`Archive`]: posts by id, their neighbours, and their index in a list. Pure.

use std::ops::Range;
use std::rc::Rc;

use broadsheet_article::tree::Article;
use broadsheet_bundle::filter::{RowList, Sort};
use broadsheet_bundle::format::{Item, LinkedPost, PostDirectory, directory_of};
use broadsheet_bundle::{PostDate, Row, RowNumber};

use super::archive::Archive;
use super::error::LoadError;
use super::resource::{Data, PostWithRow, Resource};
use super::retry::Failure;
use crate::navigation::Direction;

/// The state of the open post.
#[derive(Debug, Clone)]
pub enum PostState {
    /// Not loaded yet; its row often is.
    Loading(Option<Rc<Row>>),
    /// Something that it needs failed to load.
    Failed(Failure),
    /// The archive has no such post.
    NotFound,
    /// Loaded.
    Ready {
        /// Its row in a list.
        row: Rc<Row>,
        /// The post itself.
        post: Rc<Item>,
        /// Its content: uncleaned if that was asked for and is loaded, else cleaned.
        article: Rc<Article>,
        /// `true` if cleaning removed anything.
        is_cleaned: bool,
    },
}

/// The neighbour of a post in a list, in one direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Adjacent {
    /// The post with this id.
    Post(String),
    /// Not known yet; a load that will tell is due or under way.
    Pending,
    /// There is none, or it is unknown.
    None,
}

/// The rows of both neighbours of a post in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Neighbours {
    /// The row before it, if there is one.
    pub previous: Option<RowNumber>,
    /// The row after it, if there is one.
    pub next: Option<RowNumber>,
}

/// The file that holds a post, as far as it is known.
enum PostLocation {
    /// In the pack with this path.
    InPack(String),
    /// To be looked up in the directory with this path, which is not loaded.
    InDirectory(String),
    /// There is no such post.
    Unknown,
}

/// The result of a search for a row's number.
#[derive(Debug, PartialEq, Eq)]
enum RowLookup {
    Found(RowNumber),
    /// This has to be loaded first.
    Needs(Resource),
    /// The archive has no such row.
    Unknown,
}

impl Archive {
    /// Returns the state of the post `id`, with nothing removed from its article if `uncleaned`.
    pub fn post(&self, id: &str, uncleaned: bool) -> PostState {
        if let Some(failure) = self.failure(&Resource::Bundle) {
            return PostState::Failed(failure.clone());
        }
        if self.manifest().is_none() {
            return PostState::Loading(None);
        }
        let pending = |resource: &Resource, row: Option<&Rc<Row>>| match self.failure(resource) {
            Some(failure) => PostState::Failed(failure.clone()),
            None => PostState::Loading(row.map(Rc::clone)),
        };
        let listed_row = || self.loaded_row(id).map(|(_, row)| row);
        let pack = match self.location(id) {
            PostLocation::InPack(pack) => pack,
            PostLocation::Unknown => return PostState::NotFound,
            PostLocation::InDirectory(directory) => {
                return pending(&Resource::Directory(directory), listed_row());
            }
        };
        let Some(PostWithRow { row, post }) = self.packed(&pack, id) else {
            let pack = Resource::Pack(pack);
            let is_loaded = self.loads.data(&pack).is_some();
            return if is_loaded { PostState::NotFound } else { pending(&pack, listed_row()) };
        };
        let article = Resource::Article(id.to_owned());
        let Some(Data::Article { tree, is_cleaned }) = self.loads.data(&article) else {
            return pending(&article, Some(row));
        };
        let mut article = tree;
        if uncleaned {
            let resource = Resource::UncleanedArticle(id.to_owned());
            if let Some(Data::UncleanedArticle(tree)) = self.loads.data(&resource) {
                article = tree;
            } else if let Some(failure) = self.failure(&resource) {
                return PostState::Failed(failure.clone());
            }
        }
        PostState::Ready {
            row: Rc::clone(row),
            post: Rc::clone(post),
            article: Rc::clone(article),
            is_cleaned: *is_cleaned,
        }
    }

    /// Returns the next resource that the post `id` needs; `None` if there is no such post.
    pub(super) fn next_resource_of_post(&self, id: &str, uncleaned: bool) -> Option<Resource> {
        match self.location(id) {
            PostLocation::InDirectory(directory) => Some(Resource::Directory(directory)),
            PostLocation::Unknown => None,
            PostLocation::InPack(pack) => {
                if self.packed(&pack, id).is_none() {
                    return Some(Resource::Pack(pack));
                }
                let article = Resource::Article(id.to_owned());
                Some(match self.loads.data(&article) {
                    Some(Data::Article { is_cleaned: true, .. }) if uncleaned => {
                        Resource::UncleanedArticle(id.to_owned())
                    }
                    _ => article,
                })
            }
        }
    }

    /// Returns the resource that has the inbound links of the post `id`, if any file can have them.
    pub(super) fn resource_of_inbound_links(&self, id: &str) -> Option<Resource> {
        let file = self.directory(id)?.1?.inbound_links_of(id)?;
        Some(Resource::InboundLinks(file.to_owned()))
    }

    /// Returns the inbound links of the post `id`, if there are any and they are loaded.
    pub fn inbound_links(&self, id: &str) -> Option<&LinkedPost> {
        match self.loads.data(&self.resource_of_inbound_links(id)?)? {
            Data::InboundLinks(inbound_links) => inbound_links.of(id),
            _ => None,
        }
    }

    /// Returns the reason for which the inbound links of the post `id` are missing, if they are not
    /// merely slow.
    pub fn inbound_links_failure(&self, id: &str) -> Option<&Failure> {
        let failure = self.failure(&self.resource_of_inbound_links(id)?)?;
        if failure.error == LoadError::Slow { None } else { Some(failure) }
    }

    fn location(&self, id: &str) -> PostLocation {
        match self.directory(id) {
            Some((_, Some(directory))) => directory
                .pack_of(id)
                .map_or(PostLocation::Unknown, |pack| PostLocation::InPack(pack.to_owned())),
            Some((file, None)) => PostLocation::InDirectory(file.to_owned()),
            None => PostLocation::Unknown,
        }
    }

    /// Returns the file of the directory that can have the post `id`, and the directory if it is
    /// loaded.
    fn directory(&self, id: &str) -> Option<(&str, Option<&PostDirectory>)> {
        let file = &directory_of(&self.manifest()?.directories, id)?.file;
        let directory = match self.loads.data(&Resource::Directory(file.clone())) {
            Some(Data::Directory(directory)) => Some(&**directory),
            _ => None,
        };
        Some((file, directory))
    }

    fn packed(&self, pack: &str, id: &str) -> Option<&PostWithRow> {
        match self.loads.data(&Resource::Pack(pack.to_owned()))? {
            Data::Pack(posts) => posts.iter().find(|packed| packed.post.id == id),
            _ => None,
        }
    }

    /// Returns the post `id`, if its pack is loaded.
    pub fn loaded_post(&self, id: &str) -> Option<&PostWithRow> {
        match self.location(id) {
            PostLocation::InPack(pack) => self.packed(&pack, id),
            _ => None,
        }
    }

    /// Returns the row of the post `id` with its number, if it is loaded. O(n) in the loaded rows.
    fn loaded_row(&self, id: &str) -> Option<(RowNumber, &Rc<Row>)> {
        self.loaded_rows().find(|(_, row)| row.id == id)
    }

    /// Returns the title of a post, as far as it is known.
    pub fn title(&self, id: &str) -> Option<String> {
        let packed = self.loaded_post(id).map(|packed| &packed.row);
        let row = packed.or_else(|| self.loaded_row(id).map(|(_, row)| row))?;
        Some(row.title.clone())
    }

    /// `true` if the rows at the indices `range` of the list `rows` are loaded.
    pub fn are_rows_loaded(&self, rows: &RowList, mut range: Range<u32>) -> bool {
        range.all(|index| rows.select(index).is_none_or(|number| self.row(number).is_some()))
    }

    /// Returns the months of the list `rows`, in its order, with their numbers of rows there. The
    /// month of undated posts is `None`.
    pub fn months_of(&self, rows: &RowList) -> Vec<(Option<&str>, RowNumber)> {
        let months = self.index().months();
        let months = months.map(|(month, range)| (month, rows.rank(range.end) - rows.rank(range.start)));
        let mut months: Vec<_> = months.collect();
        if rows.sort() == Sort::New {
            months.reverse();
        }
        months
    }

    /// Returns the number of the post `id`, as far as it is known.
    fn row_number(&self, id: &str) -> Option<RowNumber> {
        // Every drawing asks for it while a post is open, so the loaded rows are only searched for
        // posts that are not loaded themselves.
        if let Some(packed) = self.loaded_post(id)
            && let RowLookup::Found(number) = self.look_up(&packed.row)
        {
            return Some(number);
        }
        self.loaded_row(id).map(|(number, _)| number)
    }

    /// Returns what has to be loaded next to know the number of the post `id`; `None` if it is
    /// known, or the post itself is not loaded.
    pub(super) fn next_resource_to_locate(&self, id: &str) -> Option<Resource> {
        let packed = self.loaded_post(id)?;
        if self.row_number(id).is_some() {
            return None;
        }
        match self.look_up(&packed.row) {
            RowLookup::Needs(resource) => Some(resource),
            RowLookup::Found(_) | RowLookup::Unknown => None,
        }
    }

    /// Looks for `row` among the rows of its month, by binary search.
    fn look_up(&self, row: &Row) -> RowLookup {
        let month = row.date.as_ref().map(PostDate::month);
        let mut months = self.index().months();
        let Some((_, mut rows)) = months.find(|(other, _)| *other == month) else {
            return RowLookup::Unknown;
        };
        while rows.start < rows.end {
            let middle = rows.start.midpoint(rows.end);
            let Some(other) = self.row(middle) else {
                return self.resource_of(middle).map_or(RowLookup::Unknown, RowLookup::Needs);
            };
            match other.sort_key().cmp(&row.sort_key()) {
                std::cmp::Ordering::Equal => return RowLookup::Found(middle),
                std::cmp::Ordering::Less => rows.start = middle + 1,
                std::cmp::Ordering::Greater => rows.end = middle,
            }
        }
        RowLookup::Unknown
    }

    /// Returns the index of the post `id` in the list `rows`; `None` if it is not there, or not
    /// known yet.
    pub fn list_index_of(&self, id: &str, rows: &RowList) -> Option<u32> {
        rows.position(self.row_number(id)?)
    }

    /// Returns the neighbours of the post `open` in the list `rows`, or those between which it
    /// would stand there. None while its number is not known.
    pub fn neighbours(&self, open: &str, rows: &RowList) -> Neighbours {
        self.row_number(open).map_or_else(Neighbours::default, |number| neighbour_rows(number, rows))
    }

    /// Returns the neighbour of the post `open` in the list `rows`.
    pub fn adjacent_post(&self, open: &str, rows: &RowList, direction: Direction) -> Adjacent {
        let missing = if let Some(number) = self.row_number(open) {
            let neighbours = neighbour_rows(number, rows);
            let adjacent = match direction {
                Direction::Next => neighbours.next,
                Direction::Previous => neighbours.previous,
            };
            let Some(number) = adjacent else { return Adjacent::None };
            if let Some(row) = self.row(number) {
                return Adjacent::Post(row.id.clone());
            }
            self.resource_of(number)
        } else {
            self.next_resource_to_locate(open)
        };
        match missing {
            Some(missing) if self.failure(&missing).is_none() => Adjacent::Pending,
            _ => Adjacent::None,
        }
    }
}

/// Returns the neighbours of the row `number` in the list `rows`, or those between which it would
/// stand there.
fn neighbour_rows(number: RowNumber, rows: &RowList) -> Neighbours {
    let ahead = rows.insertion_position(number);
    let after = ahead + RowNumber::from(rows.position(number).is_some());
    Neighbours {
        previous: ahead.checked_sub(1).and_then(|index| rows.select(index)),
        next: rows.select(after),
    }
}

#[cfg(test)]
mod tests {
    use broadsheet_bundle::filter::{Filter, RowSet};

    use super::*;
    use crate::store::test_archive::{after, after_all, failed, finished, four_posts, listing, row};
    use crate::store::{ArchiveHandle, Listing};

    #[test]
    fn a_post_that_was_opened_by_its_url_is_found_among_the_rows_of_its_month() {
        let archive = four_posts();
        let [old_page, new_page] = archive.pages;
        let half = after([archive.manifest.clone(), new_page.clone()]);
        assert_eq!(half.look_up(&row("d", "2020-02-03")), RowLookup::Found(3));
        assert_eq!(half.look_up(&row("b", "2020-02-01")), RowLookup::Needs(Resource::RowPage(0)));
        let complete = after([archive.manifest, old_page, new_page]);
        assert_eq!(complete.look_up(&row("b", "2020-02-01")), RowLookup::Found(1));
        assert_eq!(complete.look_up(&row("x", "2019-01-01")), RowLookup::Unknown);
        assert_eq!(complete.look_up(&row("x", "2020-01-01")), RowLookup::Unknown);
    }

    #[test]
    fn inbound_links_are_those_of_the_file_that_the_directory_names() {
        let archive = four_posts();
        let directory =
            serde_json::json!({ "inbound_links": [{ "file": "x.json" }, { "from": "c", "file": "y.json" }] });
        let directory = Data::Directory(Rc::new(serde_json::from_value(directory).unwrap()));
        let inbound_links =
            serde_json::json!({ "posts": [{ "id": "d", "from": [{ "id": "a", "title": "Title a" }] }] });
        let inbound_links = Data::InboundLinks(Rc::new(serde_json::from_value(inbound_links).unwrap()));
        let start = after([archive.manifest]);
        assert_eq!(start.resource_of_inbound_links("d"), None);
        let found = after_all(&start, [finished(Resource::Directory("d.json".to_owned()), directory)]);
        let resource = Resource::InboundLinks("y.json".to_owned());
        assert_eq!(found.resource_of_inbound_links("d"), Some(resource.clone()));
        assert_eq!(found.resource_of_inbound_links("a"), Some(Resource::InboundLinks("x.json".to_owned())));
        for (error, is_told) in [(LoadError::CorruptBundle, true), (LoadError::Slow, false)] {
            let lost = after_all(&found, [failed(resource.clone(), error)]);
            assert_eq!((lost.inbound_links_failure("d").is_some(), lost.inbound_links("d")), (is_told, None));
            assert_eq!(lost.inbound_links_failure("a"), None);
        }
        let loaded = after_all(&found, [finished(resource, inbound_links)]);
        assert_eq!(loaded.inbound_links_failure("d"), None);
        assert_eq!(loaded.inbound_links("d").map(|post| post.from.len()), Some(1));
        assert_eq!((loaded.inbound_links("c"), loaded.inbound_links("a")), (None, None));
    }

    #[test]
    fn a_neighbour_is_known_or_pending_or_there_is_none() {
        use Direction::{Next, Previous};

        let archive = four_posts();
        let [old_page, new_page] = archive.pages;
        let half = after([archive.manifest, new_page]);
        let Listing::Ready { rows, .. } = listing(&half, &Filter::default()) else { panic!() };
        let adjacent =
            |archive: &ArchiveHandle, open, direction| archive.adjacent_post(open, &rows, direction);
        assert_eq!(adjacent(&half, "d", Next), Adjacent::Post("c".to_owned()));
        assert_eq!(adjacent(&half, "d", Previous), Adjacent::None);
        assert_eq!(adjacent(&half, "c", Next), Adjacent::Pending);
        assert_eq!(adjacent(&half, "x", Next), Adjacent::None);
        let gone = failed(Resource::RowPage(0), LoadError::Offline);
        assert_eq!(adjacent(&after_all(&half, [gone]), "c", Next), Adjacent::None);
        let complete = after_all(&half, [old_page]);
        assert_eq!(adjacent(&complete, "c", Next), Adjacent::Post("b".to_owned()));
        assert_eq!(adjacent(&complete, "a", Next), Adjacent::None);
    }

    #[test]
    fn the_neighbours_of_a_post_that_the_list_lacks_are_those_that_it_would_stand_between() {
        let mut set = RowSet::none(6);
        set.insert(1);
        set.insert(4);
        let neighbours = |previous, next| Neighbours { previous, next };
        for (sort, order) in [(Sort::New, [Some(4), Some(1)]), (Sort::Old, [Some(1), Some(4)])] {
            let rows = RowList::new(set.clone(), sort);
            let [first, last] = order;
            let ends = if sort == Sort::New { [5, 0] } else { [0, 5] };
            assert_eq!(neighbour_rows(ends[0], &rows), neighbours(None, first));
            assert_eq!(neighbour_rows(2, &rows), neighbours(first, last));
            assert_eq!(neighbour_rows(ends[1], &rows), neighbours(last, None));
            let of_4 = if sort == Sort::New { neighbours(None, Some(1)) } else { neighbours(Some(1), None) };
            assert_eq!(neighbour_rows(4, &rows), of_4);
        }
        let empty = RowList::new(RowSet::none(6), Sort::New);
        assert_eq!(neighbour_rows(2, &empty), Neighbours::default());
    }
}
