//! Opening a bundle.

use std::rc::Rc;

use broadsheet_bundle::RowNumber;
use broadsheet_bundle::feed::JSON_FEED;
use broadsheet_bundle::head::{FORMAT, Head, VERSION};
use broadsheet_bundle::row::ROWS_PER_PAGE;
use broadsheet_bundle::whole::{WHOLE, Whole};
use serde::Deserialize;

use super::archive::{Brought, Data, Resource, shared};
use super::error::LoadError;
use super::json;

/// What a text is.
#[derive(Debug)]
pub(super) enum Bundle {
    /// The head of a sharded bundle.
    Sharded(Head),
    /// A JSON Feed, for the feed module to read.
    Feed,
}

/// What tells a head from other JSON.
#[derive(Deserialize)]
struct HeadStart {
    format: String,
    version: u32,
}

/// What tells a JSON Feed from other JSON.
#[derive(Deserialize)]
struct FeedStart {
    version: String,
}

/// Reads `text`, whatever kind of bundle it is.
pub(super) fn open(text: &str) -> Result<Bundle, LoadError> {
    match json::read::<HeadStart>(text) {
        Ok(start) if start.format == FORMAT => {
            if start.version > VERSION {
                return Err(LoadError::Newer(start.version));
            }
            let mut head: Head = json::read(text)?;
            // A head that promises more rows than its pages can hold must not make us reserve room for them.
            let room = head.row_pages.len().saturating_mul(ROWS_PER_PAGE);
            head.posts = head.posts.min(RowNumber::try_from(room).unwrap_or(RowNumber::MAX));
            Ok(Bundle::Sharded(head))
        }
        Ok(_) | Err(LoadError::NotABundle) => match json::read::<FeedStart>(text)? {
            start if start.version.starts_with(JSON_FEED) => Ok(Bundle::Feed),
            _ => Err(LoadError::NotABundle),
        },
        Err(error) => Err(error),
    }
}

/// A head as the archive keeps it; `digest` is that of its bytes.
pub(super) fn head_data(mut head: Head, digest: Option<u64>) -> Data {
    let newest = shared(std::mem::take(&mut head.newest));
    Data::Head { head: Rc::new(head), newest, digest }
}

/// All that a [`Whole`], as JSON, brings.
pub(super) fn whole(json: &str) -> Result<Brought, LoadError> {
    let Whole { head, row_pages, ids, facets, pack } = json::read(json)?;
    let names: Vec<_> = head.facets.iter().map(|facet| facet.name).collect();
    let mut brought = vec![
        (Resource::Bundle, head_data(head, None)),
        (Resource::Ids(WHOLE.to_owned()), Data::Ids(Rc::new(ids))),
        (Resource::Pack(WHOLE.to_owned()), Data::Pack(shared(pack.items))),
    ];
    for (name, facet) in names.into_iter().zip(facets) {
        brought.push((Resource::Facet(name), Data::Facet(Rc::new(facet))));
    }
    for (page, rows) in row_pages.into_iter().enumerate() {
        brought.push((Resource::RowPage(page), Data::RowPage(shared(rows.rows))));
    }
    Ok(brought)
}

#[cfg(test)]
mod tests {
    use super::*;
    use broadsheet_bundle::facet::FacetName;

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
    fn a_feed_brings_everything() {
        let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [
            {"id": "a", "title": "A", "tags": ["x"]}, {"id": "b", "title": "B"}]}"#;
        assert!(matches!(open(feed), Ok(Bundle::Feed)));
        let json = serde_json::to_string(&Whole::from_feed(serde_json::from_str(feed).unwrap())).unwrap();
        let brought: Vec<_> = whole(&json).unwrap().into_iter().map(|(resource, _)| resource).collect();
        assert_eq!(
            brought,
            [
                Resource::Bundle,
                Resource::Ids(WHOLE.to_owned()),
                Resource::Pack(WHOLE.to_owned()),
                Resource::Facet(FacetName::Tag),
                Resource::RowPage(0),
            ]
        );
    }
}
