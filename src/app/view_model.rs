//! The archive as the current view shows it: what hooks, commands and host events of one rendering
//! share.

use std::rc::Rc;

use broadsheet_bundle::text::as_seen;

use crate::config::Extent;
use crate::lazy::ModuleState;
use crate::lazy::facets::FacetsModule;
use crate::list::layout::ListLayout;
use crate::list::window::ListWindow;
use crate::navigation::Direction;
use crate::normal::composed;
use crate::route::Route;
use crate::store::{Adjacent, ArchiveHandle, Listing, PostState};

/// The archive as the current view shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct ViewModel {
    /// The archive, as far as it is loaded.
    pub archive: ArchiveHandle,
    /// The code that draws the facets.
    pub facets_module: ModuleState<FacetsModule>,
    /// The list under the route's filter.
    pub listing: Listing,
    /// The layout of the list.
    pub layout: Rc<ListLayout>,
    /// The rows of the list that are drawn.
    pub window: ListWindow,
    /// The rendered route.
    pub route: Rc<Route>,
    /// The part of the viewer that is shown.
    pub extent: Extent,
}

impl ViewModel {
    /// Returns the neighbour of the post `open` in the list.
    pub(super) fn adjacent(&self, open: &str, direction: Direction) -> Adjacent {
        match &self.listing {
            Listing::Ready { rows, .. } => self.archive.adjacent_post(open, rows, direction),
            _ => Adjacent::None,
        }
    }

    /// Returns the index of the post `id` in the list; `None` if it is unknown, or beyond the
    /// limit.
    pub(super) fn index_of(&self, id: &str) -> Option<u32> {
        match &self.listing {
            Listing::Ready { rows, .. } => {
                self.archive.list_index_of(id, rows).filter(|index| *index < self.layout.rows())
            }
            _ => None,
        }
    }

    /// `true` if everything that is to be drawn is loaded.
    pub(super) fn is_complete(&self) -> bool {
        let has_list = match &self.listing {
            Listing::Ready { rows, .. } => {
                self.archive.are_rows_loaded(rows, self.window.rows_of(&self.layout))
            }
            _ => false,
        };
        let has_post = match self.post() {
            Some(post) => !matches!(post, PostState::Loading(_)),
            None => self.extent != Extent::Article || self.layout.rows() == 0,
        };
        has_list && has_post
    }

    /// Returns the state of the open post.
    pub(super) fn post(&self) -> Option<PostState> {
        Some(self.archive.post(self.route.post.as_deref()?, self.route.uncleaned))
    }

    /// Returns the archive's title, or nothing until it is known.
    pub(super) fn archive_title(&self) -> String {
        self.archive.manifest().map_or_else(String::new, |manifest| manifest.title.clone())
    }

    /// Returns the title of the open post, as far as it is known.
    pub(super) fn post_title(&self) -> Option<String> {
        self.archive.title(self.route.post.as_deref()?)
    }

    /// Returns the view that the route means, if it is another one.
    pub(super) fn meant_route(&self) -> Option<Route> {
        self.newest_post().map(|newest| self.route.with_post(&newest)).or_else(|| self.corrected_route())
    }

    /// Returns the id of the newest post, if one article alone is to be shown and none is chosen.
    fn newest_post(&self) -> Option<String> {
        match &self.listing {
            Listing::Ready { rows, .. } if self.extent == Extent::Article && self.route.post.is_none() => {
                Some(self.archive.row(rows.select(0)?)?.id.clone())
            }
            _ => None,
        }
    }

    /// Returns the route with the id and the filter that were meant: an id may have been typed, or
    /// passed on, with other blanks or in another normalization form; and beside a post, values
    /// that no post has are the parameters of whoever has passed the link on
    /// (`source=wechat_session`).
    fn corrected_route(&self) -> Option<Route> {
        let id = self.route.post.as_deref()?;
        let is_missing = matches!(self.post(), Some(PostState::NotFound));
        let meant_id = if is_missing { composed(as_seen(id)) } else { id.to_owned() };
        let strays = self.archive.index().unknown_values(&self.route.filter);
        if meant_id == id && strays.is_empty() {
            return None;
        }
        let mut meant = Route { post: Some(meant_id), ..(*self.route).clone() };
        for (name, value) in strays {
            meant.filter.facets[name].remove(value);
        }
        Some(meant)
    }
}
