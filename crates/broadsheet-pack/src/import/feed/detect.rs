//! Telling feeds from other XML and JSON files, by their first bytes.

use std::path::{Path, PathBuf};

use broadsheet_bundle::format::markup;
use percent_encoding::percent_decode_str;
use serde::Deserialize;

use crate::import::encoding;

/// Bytes that are looked at: a first element with all its namespaces has some 2 KB, comments before
/// it seldom more.
pub const HEAD_BYTES: usize = 64 * 1024;

/// The notation of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RSS or Atom.
    Xml,
    /// JSON Feed.
    Json,
}

/// The part of the `version` of a JSON Feed in which no program escapes anything.
const JSON_FEED: &str = "jsonfeed.org";

/// Namespaces of RSS 1.0 and 0.9, one of which has to stand in the first element of such a feed.
const RDF_SPACES: [&str; 2] = ["http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/"];

/// Namespaces of Atom 1.0 and 0.3.
pub(super) const ATOM_SPACES: [&str; 2] = ["http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"];

/// The format of a feed that starts with these bytes; `None` for anything else.
pub fn format(head: &[u8]) -> Option<Format> {
    format_of_text(&encoding::decode_xml(head, true).text)
}

/// The format of a feed that starts with this text.
pub fn format_of_text(text: &str) -> Option<Format> {
    let text = text.trim_start();
    if text.starts_with('{') {
        let end = text.floor_char_boundary(HEAD_BYTES);
        let text = text.get(..end).unwrap_or_default();
        return text.split("\"version\"").skip(1).any(is_json_feed_version).then_some(Format::Json);
    }
    is_xml_feed(first_element(text)?).then_some(Format::Xml)
}

/// `true` if `text` begins with a colon and the version of a JSON Feed.
fn is_json_feed_version(text: &str) -> bool {
    let value = text.trim_start().strip_prefix(':').unwrap_or_default().trim_start();
    let value = value.strip_prefix('"').unwrap_or_default();
    value.starts_with("http") && value.split('"').next().is_some_and(|value| value.contains(JSON_FEED))
}

/// The file that a page of the feed at `path` would be in, if it lies beside that: of an address,
/// its last part counts.
pub fn page_beside(path: &Path, address: &str) -> Option<PathBuf> {
    let name = percent_decode_str(markup::file_name(address)).decode_utf8().ok()?;
    let is_name = !name.is_empty() && !name.contains(['/', '\\', '\0']) && !matches!(&*name, "." | "..");
    is_name.then(|| path.with_file_name(&*name))
}

/// The address of the next page of a feed, as it stands in its text.
pub fn next_page(text: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Page {
        next_url: Option<String>,
    }
    if text.trim_start().starts_with('{') {
        return serde_json::from_str::<Page>(text).ok()?.next_url;
    }
    // Feeds say it before their entries, if programs write them.
    let head = text.get(..text.floor_char_boundary(HEAD_BYTES)).unwrap_or_default();
    head.split('<')
        .filter(|tag| tag.split([' ', '\n', '\t']).next().is_some_and(|name| name.ends_with("link")))
        .find_map(|tag| {
            let value = |name: &str| {
                let rest = tag.split(name).nth(1)?;
                let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
                rest.get(1..)?.split(quote).next()
            };
            let is_next = matches!(value("rel=")?, "next" | "prev-archive");
            is_next.then(|| value("href=").map(|address| address.replace("&amp;", "&"))).flatten()
        })
}

/// The first tag of an XML document, without its brackets.
fn first_element(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let after = if rest.starts_with("<?") {
            rest.split_once("?>")?.1
        } else if rest.starts_with("<!--") {
            rest.split_once("-->")?.1
        } else if rest.starts_with("<!") {
            let end = rest.find(['>', '['])?;
            // The declarations of a DOCTYPE end with `]>`.
            if rest[end..].starts_with('[') { rest.split_once("]>")?.1 } else { &rest[end + 1..] }
        } else {
            return Some(rest.strip_prefix('<')?.split_once('>')?.0);
        };
        rest = after;
    }
}

fn is_xml_feed(tag: &str) -> bool {
    let name = tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
    let has = |spaces: &[&str]| spaces.iter().any(|space| tag.contains(space));
    match name.rsplit(':').next() {
        Some("rss") => true,
        Some("RDF") => has(&RDF_SPACES),
        Some("feed") => has(&ATOM_SPACES) || !tag.contains("xmlns"),
        Some("entry") => has(&ATOM_SPACES),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_and_others() {
        let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\">";
        for (head, format) in [
            ("<rss version=\"2.0\">", Some(Format::Xml)),
            ("<rss/>", Some(Format::Xml)),
            (
                "\u{feff}<?xml version='1.0'?>\n<!-- a > b --><!DOCTYPE rss [<!ENTITY x \"y\">]>\n<rss version=\"0.91\"",
                None,
            ),
            (
                "\u{feff}<?xml version='1.0'?>\n<!-- a > b --><!DOCTYPE rss [<!ENTITY x \"y\">]>\n<rss a=\"b\">",
                Some(Format::Xml),
            ),
            ("<!DOCTYPE rss PUBLIC \"x\" \"y\"><rss>", Some(Format::Xml)),
            (atom, Some(Format::Xml)),
            ("<a:feed xmlns:a='http://purl.org/atom/ns#'>", Some(Format::Xml)),
            ("<feed>", Some(Format::Xml)),
            ("<feed xmlns=\"https://example.org/products\">", None),
            ("<rdf:RDF xmlns:rdf=\"r\" xmlns=\"http://purl.org/rss/1.0/\">", Some(Format::Xml)),
            ("<rdf:RDF xmlns:rdf=\"r\">", None),
            ("<entry xmlns=\"http://www.w3.org/2005/Atom\">", Some(Format::Xml)),
            ("<entry>", None),
            ("<opml version=\"2.0\">", None),
            ("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">", None),
            ("---\nlayout: null\n---\n<rss version=\"2.0\">", None),
            ("<!-- never ends", None),
            (" {\"version\": \"https://jsonfeed.org/version/1.1\",", Some(Format::Json)),
            ("{\"version\": \"https:\\/\\/jsonfeed.org\\/version\\/1\",", Some(Format::Json)),
            ("{\"name\": \"x\", \"version\": \"1.0.0\"}", None),
            ("{\"version\": 1, \"titles\": [\"About jsonfeed.org\"]}", None),
            ("[]", None),
            ("", None),
        ] {
            assert_eq!(super::format(head.as_bytes()), format, "{head}");
        }
        let utf16: Vec<u8> = "\u{feff}<rss>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(super::format(&utf16), Some(Format::Xml));
    }
}
