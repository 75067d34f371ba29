//! The JSON of bundles, from anyone: heads, chunks, pages of rows, directories, packs, and any feed.

use std::fmt::Debug;
use std::rc::Rc;

use broadsheet_bundle::chunk::Chunk;
use broadsheet_bundle::directory::{Directory, directory_of};
use broadsheet_bundle::facet::FacetName;
use broadsheet_bundle::feed::{BodyPack, Feed};
use broadsheet_bundle::filter::{Filter, Sort};
use broadsheet_bundle::head::{ChunkRef, Head};
use broadsheet_bundle::index::Index;
use broadsheet_bundle::pack::Pack;
use broadsheet_bundle::row::RowPage;
use broadsheet_bundle::rows::{RowList, RowSet};
use broadsheet_bundle::text::{RowTexts, Words, fold};
use broadsheet_bundle::whole::Whole;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Most rows for which room is made here.
const MOST_ROWS: u32 = 100_000;

/// Any text, read as each of the files that it could be.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Some(head) = same_again::<Head>(&text) {
        for id in ["", "a", "\u{10ffff}"] {
            assert!(directory_of(&head.directories, id).is_none_or(|found| head.directories.contains(found)));
        }
        if let Some(index) = Index::new(&head).filter(|index| index.total() <= MOST_ROWS) {
            hostile_index(&index, "a");
        }
    }
    if let Some(page) = same_again::<RowPage>(&text)
        && let Ok(rows) = page.into_rows()
    {
        let count = rows.len();
        let found = RowTexts::new(&rows, fold).matching(&Words::new("a"));
        assert!(found.iter().all(|&row| (row as usize) < count));
    }
    if let Some(directory) = same_again::<Directory>(&text) {
        for id in ["", "a", "\u{10ffff}"] {
            directory.pack_of(id);
        }
    }
    if let Some(chunk) = same_again::<Chunk>(&text) {
        hostile_chunk(chunk);
    }
    same_again::<BodyPack>(&text);
    if let Some(pack) = same_again::<Pack>(&text) {
        pack.items.iter().for_each(|post| {
            post.packed_html();
            post.address();
        });
    }
    same_again::<Whole>(&text);
    same_again::<Feed>(&text);
    if let Ok(feed) = Feed::read(&text) {
        any_feed(feed);
    }
}

/// What `text` says, if it can be read; what is written of that reads the same again.
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
fn hostile_chunk(chunk: Chunk) {
    if chunk.rows > MOST_ROWS {
        return;
    }
    let value = FacetName::STORED.iter().find_map(|&name| chunk.columns[name].values.first().cloned());
    let chunks = vec![ChunkRef { rows: chunk.rows, file: "c".to_owned(), pages: Vec::new() }];
    let head = Head::new(chunk.rows, Vec::new(), chunks);
    if let Some(mut index) = Index::new(&head) {
        index.read(0, Rc::new(chunk));
        hostile_index(&index, &value.unwrap_or_default());
    }
}

/// Whatever an index was told, it names no rows that the archive does not have.
fn hostile_index(index: &Index, value: &str) {
    let total = index.total();
    let all = RowSet::all(total);
    for name in FacetName::ALL {
        let values = index.values(name);
        for exclude in [false, true] {
            let mut filter = Filter::default();
            if exclude {
                filter.facets[name].exclude(value);
            } else {
                filter.facets[name].require(value, false);
            }
            let found = index.matching(&filter, &all);
            assert!(found.len() <= total);
            let list = RowList::new(found, Sort::New);
            assert!((0..list.len()).all(|place| list.get(place).is_some_and(|row| row < total)));
            for widen in [false, true] {
                let counts = index.counts(&filter, &all, name, &values, widen);
                assert!(counts.iter().all(|&count| count <= total));
            }
        }
    }
}

/// A feed becomes a bundle whose parts agree.
fn any_feed(feed: Feed) {
    let posts = feed.items.len();
    let whole = Whole::from_feed(feed);
    let pages =
        whole.row_pages.iter().cloned().map(|page| page.into_rows().expect("a page of ours is sound"));
    let rows: Vec<_> = pages.flatten().collect();
    assert_eq!((rows.len(), whole.pack.items.len(), whole.head.posts as usize), (posts, posts, posts));
    assert!(rows.windows(2).all(|pair| pair[0].sort_key() <= pair[1].sort_key()), "rows are out of order");
    for (row, post) in rows.iter().zip(&whole.pack.items) {
        assert_eq!(row.id, post.id);
        assert!(!row.id.is_empty() && !row.title.is_empty(), "{row:?}");
    }
    let mut index = Index::new(&whole.head).expect("a head of ours is sound");
    assert!(index.read(0, Rc::new(whole.chunk.clone())) && index.is_whole());
    let all = RowSet::all(index.total());
    for name in FacetName::STORED {
        let values = index.values(name);
        let counted = index.counts(&Filter::default(), &all, name, &values, false);
        assert!(values.values.iter().map(|value| value.posts).eq(counted), "{name:?}");
    }
    same_again::<Whole>(&serde_json::to_string(&whole).expect("a bundle is JSON"));
}
