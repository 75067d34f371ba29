//! Opening a bundle: what its first file is. Pure.

use std::rc::Rc;

use broadsheet_bundle::filter::FilterIndex;
use broadsheet_bundle::format::{FORMAT, JSON_FEED, Manifest, VERSION};
use serde::Deserialize;

use super::archive::{Data, shared};
use super::error::LoadError;
use super::json;

/// What a text is.
#[derive(Debug)]
pub(super) enum Bundle {
    /// The head of a sharded bundle.
    Sharded(Box<Manifest>),
    /// A JSON Feed, for the feed module to read, and what is wrong with it if that cannot.
    Feed(LoadError),
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
    let start = json::read::<HeadStart>(text);
    if let Ok(start) = &start
        && start.format == FORMAT
    {
        if start.version > VERSION {
            return Err(LoadError::Newer(start.version));
        }
        let mut head: Manifest = json::read(text)?;
        head.bound().map_err(|_| LoadError::NotABundle)?;
        // A head that promises more rows than there are must not make us reserve room for them.
        FilterIndex::new(&head).map_err(|_| LoadError::NotABundle)?;
        return Ok(Bundle::Sharded(Box::new(head)));
    }
    let error = match json::read::<FeedStart>(text) {
        Ok(start) if start.version.starts_with(JSON_FEED) => return Ok(Bundle::Feed(LoadError::NotABundle)),
        Ok(_) => LoadError::NotABundle,
        // The version of a head is none of a feed, and yet a head that ends too early is damaged.
        Err(LoadError::NotABundle) => start.err().unwrap_or(LoadError::NotABundle),
        Err(error) => error,
    };
    // The feed module forgives more than this reader does. (Some programs write `/` as `\/`.)
    let may_be_feed = error != LoadError::Html && text.contains("jsonfeed.org");
    if may_be_feed { Ok(Bundle::Feed(error)) } else { Err(error) }
}

/// A head as the archive keeps it; `digest` is that of its bytes.
pub(super) fn head_data(mut head: Manifest, digest: Option<u64>) -> Data {
    let newest = shared(std::mem::take(&mut head.newest));
    Data::Head { head: Rc::new(head), newest, digest }
}

#[cfg(test)]
mod tests {
    use broadsheet_bundle::format::limits::{MAX_CHUNKS, MAX_MONTHS, MAX_TITLE_CHARS};
    use broadsheet_bundle::format::{ChunkRef, MonthCount};

    use super::*;

    #[test]
    fn what_is_no_bundle_is_told_apart() {
        for (text, error) in [
            ("\u{feff} <!doctype html>", LoadError::Html),
            ("", LoadError::Malformed { line: 1, column: 0 }),
            ("{\"format\": \"broad", LoadError::Malformed { line: 1, column: 17 }),
            (
                "{\"format\": \"broadsheet\", \"version\": 1, \"po",
                LoadError::Malformed { line: 1, column: 42 },
            ),
            ("[]", LoadError::NotABundle),
            ("{}", LoadError::NotABundle),
            ("{\"version\": \"2.0\"}", LoadError::NotABundle),
            ("<p>https://jsonfeed.org/version/1", LoadError::Html),
            ("{\"format\": \"broadsheet\", \"version\": 99, \"future\": {}}", LoadError::Newer(99)),
        ] {
            assert_eq!(open(text).err(), Some(error), "{text}");
        }
    }

    #[test]
    fn a_feed_with_faults_is_left_to_the_feed_module() {
        for (text, error) in [
            (
                r#"{"version": "https://jsonfeed.org/version/1", "title": "\ud800", "x": 1e309}"#,
                LoadError::NotABundle,
            ),
            (r#"{"version": "https:\/\/jsonfeed.org\/version\/1", "version": ""}"#, LoadError::NotABundle),
            (
                r#"{"version": "https://jsonfeed.org/version/1",}"#,
                LoadError::Malformed { line: 1, column: 46 },
            ),
        ] {
            let Ok(Bundle::Feed(otherwise)) = open(text) else { panic!("{text}") };
            assert_eq!(otherwise, error, "{text}");
        }
    }

    #[test]
    fn a_head_has_its_limits() {
        let head = |months: usize, chunks: usize| {
            let mut head = Manifest::new(0, Vec::new(), Vec::new());
            head.title = "t".repeat(1_000_000);
            head.months = vec![MonthCount { month: None, posts: 0 }; months];
            head.chunks = vec![ChunkRef { rows: 0, file: "c".into(), pages: Vec::new() }; chunks];
            open(&serde_json::to_string(&head).unwrap())
        };
        let Ok(Bundle::Sharded(read)) = head(MAX_MONTHS, MAX_CHUNKS) else { panic!() };
        assert_eq!(read.title.chars().count(), MAX_TITLE_CHARS);
        assert_eq!(head(MAX_MONTHS + 2, 0).err(), Some(LoadError::NotABundle));
        assert_eq!(head(0, MAX_CHUNKS + 1).err(), Some(LoadError::NotABundle));
    }
}
