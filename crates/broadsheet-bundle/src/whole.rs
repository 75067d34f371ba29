//! A bundle of one file in the shape of a sharded one.

use serde::{Deserialize, Serialize};

use crate::facet::{Facet, FacetName};
use crate::feed::Feed;
use crate::head::{FORMAT, FacetRef, Head, IdPageRef, VERSION, months};
use crate::index::{IdEntry, IdPage};
use crate::pack::Pack;
use crate::row::{ROWS_PER_PAGE, Row, RowNumber, RowPage};

/// The name of the only pack and the only id page of a bundle of one file; no file is called so.
pub const WHOLE: &str = "";

/// A head and all that it names. The viewer's feed module hands it to the viewer, as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Whole {
    /// The head, without newest rows.
    pub head: Head,
    /// The row pages, from row 0 on.
    pub row_pages: Vec<RowPage>,
    /// The id page.
    pub ids: IdPage,
    /// The facets, in the order of the head.
    pub facets: Vec<Facet>,
    /// All posts.
    pub pack: Pack,
}

impl Whole {
    /// Orders a feed's posts and finds their rows, ids and facets.
    pub fn from_feed(mut feed: Feed) -> Self {
        feed.make_ids_unique();
        let mut posts: Vec<_> = feed.items.into_iter().map(|item| (Row::from_item(&item), item)).collect();
        posts.sort_by(|(one, _), (two, _)| one.sort_key().cmp(&two.sort_key()));
        let (rows, items): (Vec<_>, Vec<_>) = posts.into_iter().map(|(row, item)| (row, item.into())).unzip();

        let mut ids: Vec<_> = rows
            .iter()
            .zip(0..)
            .map(|(row, number)| IdEntry { id: row.id.clone(), row: number, pack: WHOLE.to_owned() })
            .collect();
        ids.sort_by(|one, two| one.id.cmp(&two.id));
        let first = ids.first().map(|entry| entry.id.clone());
        let (facet_refs, facets) = FacetName::ALL
            .into_iter()
            .map(|name| (name, Facet::from_rows(name, rows.iter())))
            .filter(|(_, facet)| !facet.values.is_empty())
            .map(|(name, facet)| {
                let values = u32::try_from(facet.values.len()).unwrap_or(u32::MAX);
                (FacetRef { name, values, file: WHOLE.to_owned() }, facet)
            })
            .unzip();
        let row_pages: Vec<_> =
            rows.chunks(ROWS_PER_PAGE).map(|rows| RowPage { rows: rows.to_vec() }).collect();
        let head = Head {
            format: FORMAT.to_owned(),
            version: VERSION,
            title: feed.title,
            description: feed.description,
            language: feed.language,
            home_page_url: feed.home_page_url,
            media_hosts: feed.extension.media_hosts,
            posts: RowNumber::try_from(rows.len()).unwrap_or(RowNumber::MAX),
            months: months(rows.iter().rev()),
            newest: Vec::new(),
            row_pages: vec![WHOLE.to_owned(); row_pages.len()],
            id_pages: first.map(|first| IdPageRef { first, file: WHOLE.to_owned() }).into_iter().collect(),
            facets: facet_refs,
        };
        Self { head, row_pages, ids: IdPage { ids }, facets, pack: Pack { items } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let rows: Vec<_> = whole.row_pages[0].rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(rows, ["c", "b", "a"]);
        assert_eq!(head.media_hosts, Some(Vec::new()));
        assert_eq!(months, [Some("2021-02"), Some("2020-02"), None]);
        assert_eq!((head.posts, head.row_pages.len(), head.facets.len(), whole.facets.len()), (3, 1, 1, 1));
        assert_eq!(whole.ids.find("b").map(|entry| entry.row), Some(1));
        assert_eq!(whole.pack.items[2].id, "a");
        let json = serde_json::to_string(&whole).unwrap();
        assert_eq!(serde_json::from_str::<Whole>(&json).unwrap(), whole);
    }
}
