//! Tells the kinds of bundles apart by their first file. Pure.

use std::rc::Rc;

use broadsheet_bundle::filter::FilterIndex;
use broadsheet_bundle::format::{FORMAT, JSON_FEED, Manifest, VERSION};
use serde::Deserialize;

use super::json;
use crate::store::error::LoadError;
use crate::store::resource::{Data, shared};

/// A bundle, by its first file.
#[derive(Debug)]
pub(super) enum Bundle {
    /// The manifest of a sharded bundle.
    Sharded(Box<Manifest>),
    /// A JSON Feed, for the feed module to read; the error holds if that cannot either.
    Feed(LoadError),
}

/// The members that tell a manifest from other JSON.
#[derive(Deserialize)]
struct ManifestStart {
    format: String,
    version: u32,
}

/// The member that tells a JSON Feed from other JSON.
#[derive(Deserialize)]
struct FeedStart {
    version: String,
}

/// Decodes the first file of a bundle, whatever kind it is.
pub(super) fn open(text: &str) -> Result<Bundle, LoadError> {
    let start = json::decode::<ManifestStart>(text);
    if let Ok(start) = &start
        && start.format == FORMAT
    {
        if start.version > VERSION {
            return Err(LoadError::UnsupportedVersion(start.version));
        }
        let mut manifest: Manifest = json::decode(text)?;
        manifest.bound().map_err(|_| LoadError::NotABundle)?;
        // A manifest that promises more rows than there are must not make us allocate memory for
        // them.
        FilterIndex::new(&manifest).map_err(|_| LoadError::NotABundle)?;
        return Ok(Bundle::Sharded(Box::new(manifest)));
    }
    let error = match json::decode::<FeedStart>(text) {
        Ok(start) if start.version.starts_with(JSON_FEED) => return Ok(Bundle::Feed(LoadError::NotABundle)),
        Ok(_) => LoadError::NotABundle,
        // The version of a manifest is none of a feed, and yet a manifest that ends too early is
        // damaged.
        Err(LoadError::NotABundle) => start.err().unwrap_or(LoadError::NotABundle),
        Err(error) => error,
    };
    // The feed module is more lenient than this decoder. (Some programs write `/` as `\/`.)
    let may_be_feed = error != LoadError::HtmlInsteadOfJson && text.contains("jsonfeed.org");
    if may_be_feed { Ok(Bundle::Feed(error)) } else { Err(error) }
}

/// Returns a manifest as the archive keeps it. `digest` is that of its file.
pub(super) fn manifest_data(mut manifest: Manifest, digest: Option<u64>) -> Data {
    let newest = shared(std::mem::take(&mut manifest.newest));
    Data::Manifest { manifest: Rc::new(manifest), newest, digest }
}

#[cfg(test)]
mod tests {
    use broadsheet_bundle::format::limits::{MAX_CHUNKS, MAX_MONTHS, MAX_TITLE_CHARS};
    use broadsheet_bundle::format::{ChunkRef, MonthCount};

    use super::*;

    #[test]
    fn what_is_no_bundle_is_told_apart() {
        for (text, error) in [
            ("\u{feff} <!doctype html>", LoadError::HtmlInsteadOfJson),
            ("", LoadError::Malformed { line: 1, column: 0 }),
            ("{\"format\": \"broad", LoadError::Malformed { line: 1, column: 17 }),
            (
                "{\"format\": \"broadsheet\", \"version\": 1, \"po",
                LoadError::Malformed { line: 1, column: 42 },
            ),
            ("[]", LoadError::NotABundle),
            ("{}", LoadError::NotABundle),
            ("{\"version\": \"2.0\"}", LoadError::NotABundle),
            ("<p>https://jsonfeed.org/version/1", LoadError::HtmlInsteadOfJson),
            (
                "{\"format\": \"broadsheet\", \"version\": 99, \"future\": {}}",
                LoadError::UnsupportedVersion(99),
            ),
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
    fn a_manifest_has_its_limits() {
        let manifest = |months: usize, chunks: usize| {
            let mut manifest = Manifest::new(0, Vec::new(), Vec::new());
            manifest.title = "t".repeat(1_000_000);
            manifest.months = vec![MonthCount { month: None, posts: 0 }; months];
            manifest.chunks = vec![ChunkRef { rows: 0, file: "c".into(), pages: Vec::new() }; chunks];
            open(&serde_json::to_string(&manifest).unwrap())
        };
        let Ok(Bundle::Sharded(read)) = manifest(MAX_MONTHS, MAX_CHUNKS) else { panic!() };
        assert_eq!(read.title.chars().count(), MAX_TITLE_CHARS);
        assert_eq!(manifest(MAX_MONTHS + 2, 0).err(), Some(LoadError::NotABundle));
        assert_eq!(manifest(0, MAX_CHUNKS + 1).err(), Some(LoadError::NotABundle));
    }
}
