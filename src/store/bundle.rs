//! Opening a bundle: a sharded one's head, or any JSON Feed made to look like one.

use broadsheet_bundle::facet::{Facet, FacetName};
use broadsheet_bundle::feed::{BodyPack, Feed, JSON_FEED};
use broadsheet_bundle::head::{FORMAT, FacetRef, Head, IdPageRef, VERSION, months};
use broadsheet_bundle::index::{IdEntry, IdPage};
use broadsheet_bundle::row::{ROWS_PER_PAGE, RowPage};
use broadsheet_bundle::{Row, RowNumber};
use serde::Deserialize;
use serde_json::Value;

use super::error::LoadError;

/// An opened bundle.
#[derive(Debug, Clone, PartialEq)]
pub enum Opened {
    /// The rest is in shards.
    Sharded(Head),
    /// Everything was in one document.
    Whole(Box<Whole>),
}

/// A JSON Feed in the shape of a sharded bundle whose shards are all there.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
    /// A head that names the parts below.
    pub head: Head,
    /// The row pages.
    pub row_pages: Vec<RowPage>,
    /// The only id page.
    pub ids: IdPage,
    /// The facets.
    pub facets: Vec<(FacetName, Facet)>,
    /// The only pack.
    pub pack: BodyPack,
}

/// The name of the only pack and the only id page of a [`Whole`] bundle; no file is called so.
pub const WHOLE: &str = "";

/// What tells the two forms of a bundle apart.
#[derive(Deserialize)]
struct Probe {
    #[serde(default)]
    format: Option<Value>,
    #[serde(default)]
    version: Option<Value>,
}

/// Reads `text`, whatever kind of bundle it is.
pub fn open(text: &str) -> Result<Opened, LoadError> {
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
        return Err(LoadError::Html);
    }
    let text = text.trim_start_matches('\u{feff}');
    let probe: Probe = serde_json::from_str(text).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => LoadError::NotABundle,
        _ => error.into(),
    })?;
    match (probe.format, probe.version) {
        (Some(Value::String(format)), Some(Value::Number(version))) if format == FORMAT => {
            let version =
                version.as_u64().and_then(|version| u32::try_from(version).ok()).unwrap_or(u32::MAX);
            if version > VERSION {
                Err(LoadError::Newer(version))
            } else {
                Ok(Opened::Sharded(serde_json::from_str(text)?))
            }
        }
        (_, Some(Value::String(version))) if version.starts_with(JSON_FEED) => {
            Ok(Opened::Whole(Box::new(whole(serde_json::from_str(text)?))))
        }
        _ => Err(LoadError::NotABundle),
    }
}

fn whole(mut feed: Feed) -> Whole {
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
    let row_pages = rows.chunks(ROWS_PER_PAGE).map(|rows| RowPage { rows: rows.to_vec() }).collect();
    Whole { head, row_pages, ids: IdPage { ids }, facets, pack: BodyPack { items } }
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
            assert_eq!(open(text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_feed_looks_like_a_bundle_whose_shards_are_there() {
        let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [
            {"id": "b", "title": "B", "date_published": "2020-02-01T00:00:00Z", "tags": ["x"]},
            {"id": "a", "title": "A", "date_published": "2021-02-01T00:00:00Z"},
            {"id": "c", "title": "C"}]}"#;
        let Ok(Opened::Whole(whole)) = open(feed) else { panic!("not read as a feed") };
        let order: Vec<_> = whole.row_pages[0].rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(order, ["c", "b", "a"]);
        assert_eq!(whole.head.posts, 3);
        assert_eq!(
            whole.head.months.iter().map(|month| month.month.as_deref()).collect::<Vec<_>>(),
            [Some("2021-02"), Some("2020-02"), None]
        );
        assert_eq!(whole.ids.find("b").map(|entry| entry.row), Some(1));
        assert_eq!(whole.head.facets.len(), 1);
    }
}
