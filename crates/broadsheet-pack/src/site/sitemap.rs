//! The addresses of all posts, for search engines: <https://www.sitemaps.org/protocol.html>.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::names::SITEMAP;
use crate::import::Posts;
use crate::output::{Output, OutputError, content_hash};
use crate::site_address::SiteAddress;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The most that a sitemap may have, by the protocol.
#[derive(Debug, Clone, Copy)]
struct Limits {
    addresses: usize,
    /// Before compression.
    bytes: usize,
}

const LIMITS: Limits = Limits { addresses: 50_000, bytes: 50 * 1024 * 1024 };

/// Writes the sitemap: one file, or an index of as many as it takes, whose names have hashes.
pub(super) fn write(address: &SiteAddress, posts: &Posts, output: &Output) -> Result<(), OutputError> {
    // From the oldest, so that a newer post leaves all but the last sitemap as it was.
    let posts = (0..posts.len()).filter_map(|number| address.post(posts.of_row(number).id()));
    let addresses = std::iter::once(address.as_str().to_owned()).chain(posts);
    let mut written = Vec::new();
    let mut waiting: Option<Vec<u8>> = None;
    sitemaps(addresses, LIMITS, |sitemap| {
        // The only one has the name that all know.
        if let Some(earlier) = waiting.replace(sitemap) {
            written.push(write_part(output, &earlier)?);
        }
        Ok(())
    })?;
    let Some(last) = waiting else { return Ok(()) };
    if written.is_empty() {
        return output.write(SITEMAP, &last);
    }
    written.push(write_part(output, &last)?);
    let mut index = Document::new("sitemapindex", "sitemap").map_err(OutputError::Temporary)?;
    for name in written {
        index.add(&address.file(&name)).map_err(OutputError::Temporary)?;
    }
    output.write(SITEMAP, &index.finish().map_err(OutputError::Temporary)?)
}

fn write_part(output: &Output, sitemap: &[u8]) -> Result<String, OutputError> {
    let name = format!("sitemap-{}.xml", content_hash(sitemap));
    output.write(&name, sitemap)?;
    Ok(name)
}

/// Hands the sitemaps of these addresses on, in their order.
fn sitemaps(
    addresses: impl Iterator<Item = String>,
    limits: Limits,
    mut hand_on: impl FnMut(Vec<u8>) -> Result<(), OutputError>,
) -> Result<(), OutputError> {
    let new = || Document::new("urlset", "url").map_err(OutputError::Temporary);
    let mut open = new()?;
    for address in addresses {
        if open.count == limits.addresses || open.length_with(&address) > limits.bytes {
            let full = std::mem::replace(&mut open, new()?);
            hand_on(full.finish().map_err(OutputError::Temporary)?)?;
        }
        open.add(&address).map_err(OutputError::Temporary)?;
    }
    hand_on(open.finish().map_err(OutputError::Temporary)?)
}

/// A list of addresses.
struct Document {
    xml: Writer<Vec<u8>>,
    root: &'static str,
    /// The element of an address.
    entry: &'static str,
    count: usize,
}

impl Document {
    fn new(root: &'static str, entry: &'static str) -> io::Result<Self> {
        let mut xml = Writer::new(Vec::new());
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        xml.write_event(Event::Text(BytesText::new("\n")))?;
        let mut start = BytesStart::new(root);
        start.push_attribute(("xmlns", NAMESPACE));
        xml.write_event(Event::Start(start))?;
        Ok(Self { xml, root, entry, count: 0 })
    }

    fn add(&mut self, address: &str) -> io::Result<()> {
        self.count += 1;
        let xml = &mut self.xml;
        xml.write_event(Event::Text(BytesText::new("\n")))?;
        for name in [self.entry, "loc"] {
            xml.write_event(Event::Start(BytesStart::new(name)))?;
        }
        xml.write_event(Event::Text(BytesText::new(address)))?;
        for name in ["loc", self.entry] {
            xml.write_event(Event::End(BytesEnd::new(name)))?;
        }
        Ok(())
    }

    /// Bytes that the finished document will at most have with another address.
    fn length_with(&self, address: &str) -> usize {
        const TAGS: usize = 128;
        // An ampersand becomes five characters.
        self.xml.get_ref().len() + TAGS + address.len() + 4 * address.matches('&').count()
    }

    fn finish(mut self) -> io::Result<Vec<u8>> {
        self.xml.write_event(Event::Text(BytesText::new("\n")))?;
        self.xml.write_event(Event::End(BytesEnd::new(self.root)))?;
        self.xml.write_event(Event::Text(BytesText::new("\n")))?;
        Ok(self.xml.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sitemap_is_never_over_its_limits() {
        let addresses: Vec<String> =
            (0..100).map(|number| format!("https://example.org/?a&post={}", "x".repeat(number))).collect();
        for (limits, count) in [
            (Limits { addresses: 100, bytes: usize::MAX }, 1),
            (Limits { addresses: 99, bytes: usize::MAX }, 2),
            (Limits { addresses: 7, bytes: usize::MAX }, 15),
            (Limits { addresses: 100, bytes: 4096 }, 3),
        ] {
            let mut found = Vec::new();
            let mut sitemaps_found = 0;
            sitemaps(addresses.iter().cloned(), limits, |sitemap| {
                assert!(sitemap.len() <= limits.bytes);
                let text = String::from_utf8(sitemap).unwrap();
                let document = roxmltree::Document::parse(&text).unwrap();
                assert_eq!(document.root_element().tag_name().namespace(), Some(NAMESPACE));
                let entries: Vec<_> =
                    document.root_element().children().filter(roxmltree::Node::is_element).collect();
                assert!(entries.len() <= limits.addresses);
                found.extend(entries.iter().map(|entry| {
                    let address = entry.first_element_child().and_then(|loc| loc.text());
                    address.unwrap_or_default().to_owned()
                }));
                sitemaps_found += 1;
                Ok(())
            })
            .unwrap();
            assert_eq!(found, addresses);
            assert_eq!(sitemaps_found, count, "{limits:?}");
        }
    }
}
