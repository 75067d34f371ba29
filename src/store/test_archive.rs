//! Archives for the tests of the store.

use std::rc::Rc;

use broadsheet_bundle::filter::Filter;
use broadsheet_bundle::{Row, RowNumber};

use super::archive::{Action, ArchiveHandle};
use super::error::LoadError;
use super::listing::Listing;
use super::resource::{Data, Resource, shared};

/// Returns a new archive after `actions`.
pub(super) fn after(actions: impl IntoIterator<Item = Action>) -> ArchiveHandle {
    after_all(&ArchiveHandle::default(), actions)
}

/// Returns `start` after `actions`.
pub(super) fn after_all(start: &ArchiveHandle, actions: impl IntoIterator<Item = Action>) -> ArchiveHandle {
    let mut archive = (**start).clone();
    actions.into_iter().for_each(|action| archive.apply(action));
    ArchiveHandle::new(archive)
}

/// Returns the list under `filter`.
pub(super) fn listing(archive: &ArchiveHandle, filter: &Filter) -> Listing {
    archive.listing(&archive.listing_inputs(filter).compute())
}

/// `resource` was loaded.
pub(super) fn finished(resource: Resource, data: Data) -> Action {
    Action::LoadFinished(resource.clone(), Ok(vec![(resource, data)]))
}

/// `resource` could not be loaded.
pub(super) fn failed(resource: Resource, error: LoadError) -> Action {
    Action::LoadFinished(resource, Err(error))
}

/// Returns the manifest of an archive without posts.
pub(super) fn manifest_of(digest: u64) -> Data {
    let manifest = serde_json::json!({ "format": "broadsheet", "version": 1, "title": "", "posts": 0, "months": [],
        "newest": [], "facets": [], "chunks": [], "directories": [] });
    let manifest = Rc::new(serde_json::from_value(manifest).unwrap());
    Data::Manifest { manifest, newest: Rc::default(), digest: Some(digest) }
}

/// Returns the row of a post.
pub(super) fn row(id: &str, date: &str) -> Row {
    let title = format!("Title {id}");
    let post = serde_json::json!({ "id": id, "title": title, "date_published": date });
    Row::from_item(&serde_json::from_value(post).unwrap())
}

/// The loads of an archive.
pub(super) struct FourPosts {
    pub(super) manifest: Action,
    /// The pages of rows 0 and 1, and of rows 2 and 3.
    pub(super) pages: [Action; 2],
}

/// Returns the loads of an archive of four posts, `a` to `d`, in two pages of rows.
pub(super) fn four_posts() -> FourPosts {
    let pages = serde_json::json!([{ "rows": 2, "file": "a.json" }, { "rows": 2, "file": "b.json" }]);
    let manifest = serde_json::json!({ "format": "broadsheet", "version": 1, "title": "", "posts": 4,
        "months": [{ "month": "2020-02", "posts": 3 }, { "month": "2020-01", "posts": 1 }],
        "newest": [], "facets": [], "chunks": [{ "rows": 4, "file": "c.json", "pages": pages }],
        "directories": [{ "file": "d.json" }] });
    let manifest = Rc::new(serde_json::from_value(manifest).unwrap());
    let page = |first: RowNumber, rows: [Row; 2]| {
        finished(Resource::RowPage(first), Data::RowPage(shared(rows.to_vec())))
    };
    FourPosts {
        manifest: finished(
            Resource::Bundle,
            Data::Manifest { manifest, newest: Rc::default(), digest: None },
        ),
        pages: [
            page(0, [row("a", "2020-01-01"), row("b", "2020-02-01")]),
            page(2, [row("c", "2020-02-02"), row("d", "2020-02-03")]),
        ],
    }
}
