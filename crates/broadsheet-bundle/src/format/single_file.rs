//! A single-file bundle in the shape of a sharded one.

use serde::{Deserialize, Serialize};

use super::facet_chunk::{FacetChunk, FacetChunkBuilder, facet_summaries};
use super::feed::Feed;
use super::inbound_links::InboundLinks;
use super::item::Item;
use super::limits::{MAX_ITEMS, MAX_MONTHS};
use super::manifest::{Manifest, MonthCounter};
use super::pack::PostPack;
use super::refs::{ChunkRef, DirectoryRef, PageRef};
use super::row::Row;
use super::row_page::RowPage;
use crate::date::PostDate;

/// The path of the only pack, and the start of the paths of all else, in a single-file bundle. No
/// file has it.
pub const SINGLE_FILE_PATH: &str = "";
/// Rows in a page.
const ROWS_PER_PAGE: usize = 512;

/// A manifest and everything that it refers to. The viewer's feed module passes it to the viewer,
/// as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SingleFileBundle {
    /// The manifest, without newest rows.
    pub manifest: Manifest,
    /// The only facet chunk.
    pub chunk: FacetChunk,
    /// The row pages, from row 0 on.
    pub row_pages: Vec<RowPage>,
    /// All posts.
    pub pack: PostPack,
    /// The inbound links of all posts.
    #[serde(default)]
    pub inbound_links: InboundLinks,
    /// The address of the page with older posts, as the feed has it.
    #[serde(default)]
    pub next_url: Option<String>,
}

impl SingleFileBundle {
    /// Brings a feed's posts within the [limits](super::limits), orders them and computes their
    /// rows, ids and facets. A post that is older than the newest [`MAX_MONTHS`] that have any
    /// becomes undated.
    pub fn from_feed(mut feed: Feed) -> Self {
        feed.items.truncate(MAX_ITEMS);
        feed.complete_items();
        feed.make_ids_unique();
        let mut posts: Vec<_> = feed.items.into_iter().filter_map(with_row).collect();
        let mut months: Vec<_> = posts.iter().filter_map(|(row, _)| row.date.clone()).collect();
        months.sort_by(|one, two| two.month().cmp(one.month()));
        months.dedup_by(|one, two| one.month() == two.month());
        if months.len() > MAX_MONTHS {
            let oldest = &months[MAX_MONTHS - 1];
            let too_old = |date: &mut PostDate| date.month() < oldest.month();
            for (row, post) in &mut posts {
                if row.date.take_if(too_old).is_some() {
                    post.date_published = None;
                }
            }
        }
        posts.sort_by(|(one, _), (two, _)| one.sort_key().cmp(&two.sort_key()));
        let (rows, items): (Vec<_>, Vec<_>) = posts.into_iter().unzip();

        let mut months = MonthCounter::default();
        let mut chunk = FacetChunkBuilder::default();
        let mut row_pages = Vec::new();
        for (number, rows) in rows.chunks(ROWS_PER_PAGE).enumerate() {
            let before = chunk.rows();
            for row in rows {
                months.add(row);
                chunk.add(row);
            }
            row_pages.push(RowPage::new(rows));
            chunk.add_page(PageRef {
                rows: chunk.rows() - before,
                file: format!("{SINGLE_FILE_PATH}{number}"),
            });
        }
        let chunk = chunk.finish();
        let chunks = vec![ChunkRef {
            rows: chunk.rows,
            file: SINGLE_FILE_PATH.to_owned(),
            pages: chunk.pages.clone(),
        }];
        let mut manifest = Manifest {
            title: feed.title,
            description: feed.description,
            language: feed.language,
            home_page_url: feed.home_page_url,
            media_hosts: feed.extension.media_hosts,
            directories: vec![DirectoryRef { from: String::new(), file: SINGLE_FILE_PATH.to_owned() }],
            ..Manifest::new(chunk.rows, months.finish(), chunks)
        };
        manifest.facets = facet_summaries(std::slice::from_ref(&chunk));
        let mut inbound_links = InboundLinks { posts: feed.extension.inbound_links };
        inbound_links.posts.sort_by(|one, two| one.id.cmp(&two.id));
        // Those of a feed that is not ours may be anything.
        if inbound_links.bound().is_err() {
            inbound_links = InboundLinks::default();
        }
        // What is beyond the limit is not read, wherever it stands.
        let next_url = feed.next_url.filter(|_: &String| items.len() < MAX_ITEMS);
        Self { manifest, chunk, row_pages, pack: PostPack { items }, inbound_links, next_url }
    }
}

/// A post within the limits, with its row. Ids are made unique before, so that it has a valid one.
fn with_row(mut post: Item) -> Option<(Row, Item)> {
    post.bound().ok()?;
    let mut row = Row::from_item(&post);
    row.bound().ok()?;
    Some((row, post))
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::filter::FilterIndex;
    use crate::format::MonthCount;

    #[test]
    fn posts_of_too_many_months_are_undated_from_the_oldest_on() {
        let item = |at: usize| Item {
            id: at.to_string(),
            date_published: Some(format!("{:04}-{:02}-01", 1 + at / 12, 1 + at % 12)),
            ..Item::default()
        };
        let items = (0..MAX_MONTHS + 2).map(item).collect();
        let manifest = SingleFileBundle::from_feed(Feed { items, ..Feed::default() }).manifest;
        assert_eq!(manifest.months.len(), MAX_MONTHS + 1);
        FilterIndex::new(&manifest).expect("it can be read again");
        assert_eq!(manifest.months.last(), Some(&MonthCount { month: None, posts: 2 }));
    }

    #[test]
    fn a_feed_looks_like_a_sharded_bundle() {
        let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "T",
            "_broadsheet": {"media_hosts": []}, "items": [
            {"id": "b", "title": "B", "date_published": "2020-02-01T00:00:00Z", "tags": ["x"]},
            {"id": "a", "title": "A", "date_published": "2021-02-01T00:00:00Z"},
            {"id": "c", "title": "C"}]}"#;
        let bundle = SingleFileBundle::from_feed(serde_json::from_str(feed).unwrap());
        let manifest = &bundle.manifest;
        let months: Vec<_> = manifest.months.iter().map(|month| month.month.as_deref()).collect();
        let rows = bundle.row_pages[0].clone().into_rows().unwrap();
        assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["c", "b", "a"]);
        assert_eq!(manifest.media_hosts, Some(Vec::new()));
        assert_eq!(months, [Some("2021-02"), Some("2020-02"), None]);
        assert_eq!((manifest.posts, manifest.facets.len(), manifest.facets[0].top[0].posts), (3, 1, 1));
        let mut index = FilterIndex::new(manifest).unwrap();
        assert_eq!(index.page_of(2).map(|page| page.rows), Some(0..3));
        index.add_chunk(0, Rc::new(bundle.chunk.clone())).unwrap();
        assert!(index.is_complete());
        assert_eq!(bundle.pack.items[2].id, "a");
        let json = serde_json::to_string(&bundle).unwrap();
        assert_eq!(serde_json::from_str::<SingleFileBundle>(&json).unwrap(), bundle);
    }
}
