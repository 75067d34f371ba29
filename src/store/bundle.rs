//! Opening a bundle: what its first file is. Pure.

use std::rc::Rc;

use broadsheet_bundle::feed::JSON_FEED;
use broadsheet_bundle::head::{FORMAT, Head, VERSION};
use broadsheet_bundle::index::Index;
use serde::Deserialize;

use super::archive::{Data, shared};
use super::error::LoadError;
use super::json;

/// What a text is.
#[derive(Debug)]
pub(super) enum Bundle {
    /// The head of a sharded bundle.
    Sharded(Box<Head>),
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
            let head: Head = json::read(text)?;
            // A head that promises more rows than there are must not make us reserve room for them.
            Index::new(&head).ok_or(LoadError::NotABundle)?;
            Ok(Bundle::Sharded(Box::new(head)))
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
}
