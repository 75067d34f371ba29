//! Opening a bundle: a sharded one's head, or any JSON Feed made to look like one.

use std::rc::Rc;

use broadsheet_bundle::facet::{Facet, FacetName};
use broadsheet_bundle::feed::{Feed, JSON_FEED};
use broadsheet_bundle::head::{FORMAT, FacetRef, Head, IdPageRef, VERSION, months};
use broadsheet_bundle::index::{IdEntry, IdPage};
use broadsheet_bundle::row::ROWS_PER_PAGE;
use broadsheet_bundle::{Row, RowNumber};
use serde_json::Value;

use super::archive::{Brought, Data, Resource};
use super::error::LoadError;
use super::json;

/// The name of the only pack and the only id page of a bundle of one file; no file is called so.
pub const WHOLE: &str = "";

/// Reads `text`, whatever kind of bundle it is. A sharded one brings its head; a feed brings everything, in the shape of
/// a sharded bundle whose shards are all there.
pub fn open(text: &str) -> Result<Brought, LoadError> {
    let value = json::value(text)?;
    match (value.get("format"), value.get("version")) {
        (Some(Value::String(format)), Some(Value::Number(version))) if format == FORMAT => {
            let version =
                version.as_u64().and_then(|version| u32::try_from(version).ok()).unwrap_or(u32::MAX);
            if version > VERSION {
                return Err(LoadError::Newer(version));
            }
            let mut head: Head = json::from_value(value)?;
            // A head that promises more rows than its pages can hold must not make us reserve room for them.
            let room = head.row_pages.len().saturating_mul(ROWS_PER_PAGE);
            head.posts = head.posts.min(RowNumber::try_from(room).unwrap_or(RowNumber::MAX));
            Ok(vec![(Resource::Bundle, head_data(head))])
        }
        (_, Some(Value::String(version))) if version.starts_with(JSON_FEED) => {
            Ok(whole(json::from_value(value)?))
        }
        _ => Err(LoadError::NotABundle),
    }
}

fn head_data(mut head: Head) -> Data {
    let newest = std::mem::take(&mut head.newest).into_iter().map(Rc::new).collect();
    Data::Head { head: Rc::new(head), newest: Rc::new(newest) }
}

fn whole(mut feed: Feed) -> Brought {
    feed.make_ids_unique();
    let mut posts: Vec<(Row, _)> = feed
        .items
        .into_iter()
        .map(|item| (Row { pack: WHOLE.to_owned(), ..Row::from_item(&item) }, item))
        .collect();
    posts.sort_by(|(one, _), (two, _)| one.sort_key().cmp(&two.sort_key()));
    let (rows, items): (Vec<_>, Vec<_>) = posts.into_iter().unzip();

    let mut ids: Vec<_> = rows
        .iter()
        .zip(0..)
        .map(|(row, number)| IdEntry { id: row.id.clone(), row: number, pack: WHOLE.to_owned() })
        .collect();
    ids.sort_by(|one, two| one.id.cmp(&two.id));
    let facets: Vec<_> = FacetName::ALL
        .into_iter()
        .map(|name| (name, Facet::from_rows(name, rows.iter())))
        .filter(|(_, facet)| !facet.values.is_empty())
        .collect();
    let head = Head {
        format: FORMAT.to_owned(),
        version: VERSION,
        title: feed.title,
        description: feed.description,
        language: feed.language,
        home_page_url: feed.home_page_url,
        posts: RowNumber::try_from(rows.len()).unwrap_or(RowNumber::MAX),
        months: months(rows.iter().rev()),
        newest: Vec::new(),
        row_pages: rows.chunks(ROWS_PER_PAGE).map(|_| WHOLE.to_owned()).collect(),
        id_pages: ids
            .first()
            .map(|entry| IdPageRef { first: entry.id.clone(), file: WHOLE.to_owned() })
            .into_iter()
            .collect(),
        facets: facets
            .iter()
            .map(|(name, facet)| FacetRef {
                name: *name,
                values: u32::try_from(facet.values.len()).unwrap_or(u32::MAX),
                file: WHOLE.to_owned(),
            })
            .collect(),
    };
    let mut brought = vec![
        (Resource::Bundle, head_data(head)),
        (Resource::Ids(WHOLE.to_owned()), Data::Ids(Rc::new(IdPage { ids }))),
        (Resource::Pack(WHOLE.to_owned()), Data::Pack(Rc::new(items.into_iter().map(Rc::new).collect()))),
    ];
    brought
        .extend(facets.into_iter().map(|(name, facet)| (Resource::Facet(name), Data::Facet(Rc::new(facet)))));
    let pages = rows
        .chunks(ROWS_PER_PAGE)
        .map(|rows| Data::RowPage(Rc::new(rows.iter().cloned().map(Rc::new).collect())));
    brought.extend(pages.enumerate().map(|(page, rows)| (Resource::RowPage(page), rows)));
    brought
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_bundle_is_told_apart() {
        for (text, error) in [
            ("\u{feff} <!doctype html>", LoadError::Html),
            ("", LoadError::Malformed { line: 1, column: 0 }),
            ("{\"format\": \"broad", LoadError::Malformed { line: 1, column: 17 }),
            ("[]", LoadError::NotABundle),
            ("{}", LoadError::NotABundle),
            ("{\"version\": \"2.0\"}", LoadError::NotABundle),
            ("{\"format\": \"broadsheet\", \"version\": 99, \"future\": {}}", LoadError::Newer(99)),
        ] {
            assert_eq!(open(text).err(), Some(error), "{text}");
        }
    }

    #[test]
    fn a_feed_looks_like_a_bundle_whose_shards_are_there() {
        let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [
            {"id": "b", "title": "B", "date_published": "2020-02-01T00:00:00Z", "tags": ["x"]},
            {"id": "a", "title": "A", "date_published": "2021-02-01T00:00:00Z"},
            {"id": "c", "title": "C"}]}"#;
        let brought = open(feed).unwrap();
        let find =
            |wanted: Resource| brought.iter().find(|(resource, _)| *resource == wanted).map(|(_, data)| data);
        let Some(Data::Head { head, .. }) = find(Resource::Bundle) else { panic!("no head") };
        let Some(Data::RowPage(rows)) = find(Resource::RowPage(0)) else { panic!("no rows") };
        let Some(Data::Ids(ids)) = find(Resource::Ids(WHOLE.to_owned())) else { panic!("no ids") };
        let months: Vec<_> = head.months.iter().map(|month| month.month.as_deref()).collect();
        assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["c", "b", "a"]);
        assert_eq!(months, [Some("2021-02"), Some("2020-02"), None]);
        assert_eq!((head.posts, head.facets.len()), (3, 1));
        assert_eq!(ids.find("b").map(|entry| entry.row), Some(1));
    }
}
