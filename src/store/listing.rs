//! The list under a filter. Pure.

use std::collections::BTreeMap;
use std::rc::Rc;

use broadsheet_bundle::RowNumber;
use broadsheet_bundle::filter::{Filter, FilterIndex, RowList, RowSet, SearchPage, SearchTerms};

use super::archive::Resource;
use super::retry::Failure;
use crate::normal::fold;
use crate::ptr_eq::PtrEq;

/// What can be searched of row pages, by their first rows.
pub(super) type Texts = BTreeMap<RowNumber, Rc<SearchPage>>;

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
        rows: Rc<RowList>,
        /// Those in which the words of the filter were found; all of them where it has none.
        found: Rc<RowSet>,
        /// Whether that is all; a search adds to the list as it goes through the pages.
        whole: bool,
    },
}

/// What a list follows from. While that is the same, so is the list: of what else is loaded it knows nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Grounds {
    index: PtrEq<FilterIndex>,
    /// None where nothing is searched for.
    texts: Option<PtrEq<Texts>>,
    filter: Filter,
}

/// A list as far as its grounds go.
#[derive(Debug)]
pub struct Listed {
    /// The rows; nothing while not even some of them can be known.
    pub rows: Option<Rc<RowList>>,
    /// Those in which the words of the filter were found; all of them where it has none.
    pub found: Rc<RowSet>,
    /// What has to be loaded before the list is whole.
    pub missing: Vec<Resource>,
}

impl Grounds {
    /// What the list under `filter` follows from.
    pub fn new(index: &PtrEq<FilterIndex>, texts: &PtrEq<Texts>, filter: &Filter) -> Self {
        let texts = filter.is_search().then(|| texts.clone());
        Self { index: index.clone(), texts, filter: filter.clone() }
    }

    /// The list that follows.
    pub fn listed(&self) -> Listed {
        let Self { index, texts, filter } = self;
        let mut missing: Vec<_> = index.required_chunks(filter).into_iter().map(Resource::Chunk).collect();
        let waits = !missing.is_empty();
        let mut found = RowSet::all(index.total());
        if let Some(texts) = texts {
            let words = SearchTerms::new(&fold(&filter.query));
            missing.extend(index.chunks_without_pages().map(Resource::Chunk));
            found = RowSet::none(index.total());
            for page in index.pages() {
                match texts.get(&page.rows.start) {
                    Some(texts) => {
                        for row in texts.matching(&words).iter() {
                            found.insert(page.rows.start + row);
                        }
                    }
                    None => missing.push(Resource::RowPage(page.rows.start)),
                }
            }
        }
        let rows = (!waits).then(|| Rc::new(RowList::new(index.matching(filter, &found), filter.sort)));
        Listed { rows, found: Rc::new(found), missing }
    }
}
