//! The JSON of bundles, from anyone: heads, pages of rows and of ids, facets, packs, and any feed.

use std::fmt::Debug;
use std::rc::Rc;

use broadsheet_bundle::facet::{Facet, FacetName};
use broadsheet_bundle::feed::{BodyPack, Feed};
use broadsheet_bundle::filter::{Facets, Filter, RowSet, Sort, counts, matching};
use broadsheet_bundle::head::Head;
use broadsheet_bundle::index::{IdPage, page_of};
use broadsheet_bundle::pack::Pack;
use broadsheet_bundle::row::RowPage;
use broadsheet_bundle::whole::Whole;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Any text, read as each of the files that it could be.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Some(head) = same_again::<Head>(&text) {
        for id in ["", "a", "\u{10ffff}"] {
            assert!(page_of(&head.id_pages, id).is_none_or(|page| head.id_pages.contains(page)));
        }
    }
    if let Some(page) = same_again::<RowPage>(&text) {
        let filter = Filter { query: "a".to_owned(), ..Filter::default() };
        let test = filter.row_test();
        page.rows.iter().for_each(|row| {
            test(row);
        });
    }
    if let Some(page) = same_again::<IdPage>(&text) {
        assert!(page.find("a").is_none_or(|entry| entry.id == "a"));
    }
    if let Some(facet) = same_again::<Facet>(&text) {
        hostile_facet(facet);
    }
    same_again::<BodyPack>(&text);
    if let Some(pack) = same_again::<Pack>(&text) {
        pack.items.iter().for_each(|post| {
            post.packed_html();
            post.address();
        });
    }
    same_again::<Whole>(&text);
    if let Some(feed) = same_again::<Feed>(&text) {
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

/// Posting lists that name rows which the archive does not have cost nothing and count nothing.
fn hostile_facet(facet: Facet) {
    const TOTAL: u32 = 100;
    let value = facet.values.first().map(|value| value.value.clone()).unwrap_or_default();
    let mut facets = Facets::default();
    facets[FacetName::Tag] = Some(Rc::new(facet));
    let mut filter = Filter::default();
    for exclude in [false, true] {
        if exclude {
            filter.facets[FacetName::Tag].exclude(&value);
        } else {
            filter.facets[FacetName::Tag].require(&value, false);
        }
        let all = RowSet::all(TOTAL);
        let found = matching(&filter, &facets, &all);
        assert!(found.len() <= TOTAL);
        assert!(found.sorted(Sort::New).into_iter().all(|row| row < TOTAL));
        for widen in [false, true] {
            counts(&filter, &facets, &all, FacetName::Tag, widen);
        }
    }
}

/// A feed becomes a bundle whose parts agree.
fn any_feed(feed: Feed) {
    let posts = feed.items.len();
    let whole = Whole::from_feed(feed);
    let rows: Vec<_> = whole.row_pages.iter().flat_map(|page| &page.rows).collect();
    assert_eq!((rows.len(), whole.pack.items.len(), whole.ids.ids.len()), (posts, posts, posts));
    assert!(rows.windows(2).all(|pair| pair[0].sort_key() <= pair[1].sort_key()), "rows are out of order");
    for ((row, post), number) in rows.iter().zip(&whole.pack.items).zip(0..) {
        assert_eq!(row.id, post.id);
        assert!(!row.id.is_empty() && !row.title.is_empty(), "{row:?}");
        assert_eq!(whole.ids.find(&row.id).map(|entry| entry.row), Some(number), "{}", row.id);
    }
    for facet in &whole.facets {
        for value in &facet.values {
            let listed: Vec<_> = value.rows.iter().collect();
            assert!(listed.windows(2).all(|pair| pair[0] < pair[1]), "{listed:?}");
            assert!(listed.last().is_none_or(|&last| (last as usize) < posts));
        }
    }
    same_again::<Whole>(&serde_json::to_string(&whole).expect("a bundle is JSON"));
}
