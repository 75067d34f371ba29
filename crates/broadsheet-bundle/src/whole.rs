//! A bundle of one file in the shape of a sharded one.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::chunk::{Chunk, ChunkBuilder};
use crate::date::PostDate;
use crate::feed::Feed;
use crate::head::{ChunkRef, DirectoryRef, Head, Months, PageRef, summaries};
use crate::index::Index;
use crate::limits::{MOST_ITEMS, MOST_MONTHS};
use crate::pack::{Pack, Post};
use crate::row::{Row, RowPage};

/// The name of the only pack, and the start of the names of all else, in a bundle of one file; no file is called so.
pub const WHOLE: &str = "";
/// Rows in a page.
const ROWS_PER_PAGE: usize = 512;

/// A head and all that it names. The viewer's feed module hands it to the viewer, as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Whole {
    /// The head, without newest rows.
    pub head: Head,
    /// The only chunk.
    pub chunk: Chunk,
    /// The row pages, from row 0 on.
    pub row_pages: Vec<RowPage>,
    /// All posts.
    pub pack: Pack,
}

impl Whole {
    /// Brings a feed's posts within the [limits](crate::limits), orders them and finds their rows, ids and facets. A post
    /// that is older than the newest [`MOST_MONTHS`] that have any becomes undated.
    pub fn from_feed(mut feed: Feed) -> Self {
        feed.items.truncate(MOST_ITEMS);
        feed.make_ids_unique();
        let mut posts: Vec<_> = feed.items.into_iter().filter_map(|item| with_row(item.into())).collect();
        let mut months: Vec<_> = posts.iter().filter_map(|(row, _)| row.date.clone()).collect();
        months.sort_by(|one, two| two.month().cmp(one.month()));
        months.dedup_by(|one, two| one.month() == two.month());
        if let Some(oldest) = months.get(MOST_MONTHS - 1).filter(|_| months.len() > MOST_MONTHS) {
            let too_old = |date: &mut PostDate| date.month() < oldest.month();
            for (row, post) in &mut posts {
                if row.date.take_if(too_old).is_some() {
                    post.date_published = None;
                }
            }
        }
        posts.sort_by(|(one, _), (two, _)| one.sort_key().cmp(&two.sort_key()));
        let (rows, items): (Vec<_>, Vec<_>) = posts.into_iter().unzip();

        let mut months = Months::default();
        let mut chunk = ChunkBuilder::default();
        let mut row_pages = Vec::new();
        for (number, rows) in rows.chunks(ROWS_PER_PAGE).enumerate() {
            let before = chunk.rows();
            for row in rows {
                months.add(row);
                chunk.add(row);
            }
            row_pages.push(RowPage::new(rows));
            chunk.add_page(PageRef { rows: chunk.rows() - before, file: format!("{WHOLE}{number}") });
        }
        let chunk = chunk.finish();
        let chunks = vec![ChunkRef { rows: chunk.rows, file: WHOLE.to_owned(), pages: chunk.pages.clone() }];
        let mut head = Head {
            title: feed.title,
            description: feed.description,
            language: feed.language,
            home_page_url: feed.home_page_url,
            media_hosts: feed.extension.media_hosts,
            directories: vec![DirectoryRef { from: String::new(), file: WHOLE.to_owned() }],
            ..Head::new(chunk.rows, months.finish(), chunks)
        };
        if let Some(mut index) = Index::new(&head) {
            index.read(0, Rc::new(chunk.clone()));
            head.facets = summaries(&index);
        }
        Self { head, chunk, row_pages, pack: Pack { items } }
    }
}

/// A post within the limits, with its row. Ids are made before, so that it has one.
fn with_row(mut post: Post) -> Option<(Row, Post)> {
    post.bound().ok()?;
    let mut row = Row::from_post(&post);
    row.bound().ok()?;
    Some((row, post))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::Item;
    use crate::head::MonthCount;

    #[test]
    fn posts_of_too_many_months_are_undated_from_the_oldest_on() {
        let item = |at: usize| Item {
            id: at.to_string(),
            date_published: Some(format!("{:04}-{:02}-01", 1 + at / 12, 1 + at % 12)),
            ..Item::default()
        };
        let items = (0..MOST_MONTHS + 2).map(item).collect();
        let head = Whole::from_feed(Feed { items, ..Feed::default() }).head;
        assert_eq!(head.months.len(), MOST_MONTHS + 1);
        assert!(Index::new(&head).is_some(), "it can be read again");
        assert_eq!(head.months.last(), Some(&MonthCount { month: None, posts: 2 }));
    }

    #[test]
    fn a_feed_looks_like_a_sharded_bundle() {
        let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "T",
            "_broadsheet": {"media_hosts": []}, "items": [
            {"id": "b", "title": "B", "date_published": "2020-02-01T00:00:00Z", "tags": ["x"]},
            {"id": "a", "title": "A", "date_published": "2021-02-01T00:00:00Z"},
            {"id": "c", "title": "C"}]}"#;
        let whole = Whole::from_feed(serde_json::from_str(feed).unwrap());
        let head = &whole.head;
        let months: Vec<_> = head.months.iter().map(|month| month.month.as_deref()).collect();
        let rows = whole.row_pages[0].clone().into_rows().unwrap();
        assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["c", "b", "a"]);
        assert_eq!(head.media_hosts, Some(Vec::new()));
        assert_eq!(months, [Some("2021-02"), Some("2020-02"), None]);
        assert_eq!((head.posts, head.facets.len(), head.facets[0].top[0].posts), (3, 1, 1));
        let mut index = Index::new(head).unwrap();
        assert_eq!(index.page_of(2).map(|page| page.rows), Some(0..3));
        assert!(index.read(0, Rc::new(whole.chunk.clone())) && index.is_whole());
        assert_eq!(whole.pack.items[2].id, "a");
        let json = serde_json::to_string(&whole).unwrap();
        assert_eq!(serde_json::from_str::<Whole>(&json).unwrap(), whole);
    }
}
