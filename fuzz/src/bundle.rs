//! The JSON of bundles, from anyone: heads, chunks, pages of rows, directories, packs, and any
//! feed.

use std::fmt::Debug;
use std::rc::Rc;

use broadsheet_bundle::facet::Facet;
use broadsheet_bundle::filter::{
    Filter, FilterIndex, MatchMode, RowList, RowSet, SearchPage, SearchTerms, Sort,
};
use broadsheet_bundle::format::limits::MAX_INBOUND_LINKS;
use broadsheet_bundle::format::{
    ChunkRef, FacetChunk, Feed, InboundLinks, Manifest, PostDirectory, PostPack, RowPage, SingleFileBundle,
    directory_of,
};
use broadsheet_bundle::text::fold;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Most rows for which room is made here.
const MOST_ROWS: u32 = 100_000;

/// Any text, read as each of the files that it could be.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Some(head) = same_again::<Manifest>(&text) {
        for id in ["", "a", "\u{10ffff}"] {
            assert!(directory_of(&head.directories, id).is_none_or(|found| head.directories.contains(found)));
        }
        if let Ok(index) = FilterIndex::new(&head)
            && index.total() <= MOST_ROWS
        {
            hostile_index(&index, "a");
        }
    }
    if let Some(page) = same_again::<RowPage>(&text)
        && let Ok(rows) = page.into_rows()
    {
        let count = rows.len();
        let found = SearchPage::new(&rows, fold).matching(&SearchTerms::new("a"));
        assert!(found.iter().all(|&row| (row as usize) < count));
    }
    if let Some(directory) = same_again::<PostDirectory>(&text) {
        for id in ["", "a", "\u{10ffff}"] {
            directory.pack_of(id);
            directory.inbound_links_of(id);
        }
    }
    if let Some(mut links) = same_again::<InboundLinks>(&text) {
        links.of("a");
        if links.bound().is_ok() {
            assert!(links.posts.iter().all(|post| post.from.len() <= MAX_INBOUND_LINKS));
        }
    }
    if let Some(chunk) = same_again::<FacetChunk>(&text) {
        hostile_chunk(chunk);
    }
    if let Some(pack) = same_again::<PostPack>(&text) {
        pack.items.iter().for_each(|post| {
            post.packed_html();
            post.address();
        });
    }
    same_again::<SingleFileBundle>(&text);
    same_again::<Feed>(&text);
    if let Ok(feed) = Feed::read(&text) {
        any_feed(feed);
    }
}

/// Returns the value of `text`, if it can be read; panics unless it reads the same after writing.
fn same_again<T: Serialize + DeserializeOwned + PartialEq + Debug>(text: &str) -> Option<T> {
    let value: T = serde_json::from_str(text).ok()?;
    let written = serde_json::to_string(&value).expect("what was read can be written");
    let again: T = serde_json::from_str(&written).expect("what was written can be read");
    // A feed's `author` is read as one of `authors` and never written.
    if !written.contains("\"items\"") {
        assert_eq!(again, value, "{written}");
    }
    let once_more = serde_json::to_string(&again).expect("and written again");
    assert_eq!(once_more, written);
    Some(value)
}

/// A chunk as the only one of an archive that has as many rows as it says.
fn hostile_chunk(chunk: FacetChunk) {
    if chunk.rows > MOST_ROWS {
        return;
    }
    let value = Facet::INDEXED.iter().find_map(|&name| chunk.columns[name].values.first().cloned());
    let chunks = vec![ChunkRef { rows: chunk.rows, file: "c".to_owned(), pages: Vec::new() }];
    let head = Manifest::new(chunk.rows, Vec::new(), chunks);
    if let Ok(mut index) = FilterIndex::new(&head) {
        // A chunk that does not fit changes nothing.
        let _ = index.add_chunk(0, Rc::new(chunk));
        hostile_index(&index, &value.unwrap_or_default());
    }
}

/// Whatever an index was told, it names no rows that the archive does not have.
fn hostile_index(index: &FilterIndex, value: &str) {
    let total = index.total();
    let all = RowSet::all(total);
    for name in Facet::ALL {
        let values = index.values(name);
        for exclude in [false, true] {
            let mut filter = Filter::default();
            if exclude {
                filter.facets[name].exclude(value);
            } else {
                filter.facets[name].require(value, MatchMode::All);
            }
            let found = index.matching(&filter, &all);
            assert!(found.len() <= total);
            let list = RowList::new(found, Sort::New);
            assert!((0..list.len()).all(|place| list.select(place).is_some_and(|row| row < total)));
            for mode in [MatchMode::All, MatchMode::Any] {
                let counts = index.counts(&filter, &all, name, &values, mode);
                assert!(counts.iter().all(|&count| count <= total));
            }
        }
    }
}

/// A feed becomes a bundle whose parts agree.
fn any_feed(feed: Feed) {
    let posts = feed.items.len();
    let whole = SingleFileBundle::from_feed(feed);
    let pages =
        whole.row_pages.iter().cloned().map(|page| page.into_rows().expect("a page of ours is sound"));
    let rows: Vec<_> = pages.flatten().collect();
    assert_eq!((rows.len(), whole.pack.items.len(), whole.manifest.posts as usize), (posts, posts, posts));
    assert!(rows.windows(2).all(|pair| pair[0].sort_key() <= pair[1].sort_key()), "rows are out of order");
    for (row, post) in rows.iter().zip(&whole.pack.items) {
        assert_eq!(row.id, post.id);
        assert!(!row.id.is_empty() && !row.title.is_empty(), "{row:?}");
    }
    let mut index = FilterIndex::new(&whole.manifest).expect("a head of ours is sound");
    index.add_chunk(0, Rc::new(whole.chunk.clone())).expect("a chunk of ours fits");
    assert!(index.is_complete());
    let all = RowSet::all(index.total());
    for name in Facet::INDEXED {
        let values = index.values(name);
        let counted = index.counts(&Filter::default(), &all, name, &values, MatchMode::All);
        assert!(values.values.iter().map(|value| value.posts).eq(counted), "{name:?}");
    }
    same_again::<SingleFileBundle>(&serde_json::to_string(&whole).expect("a bundle is JSON"));
}
