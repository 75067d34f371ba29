//! The newest posts as Atom, [RFC 4287](https://www.rfc-editor.org/rfc/rfc4287).

use std::io;

use broadsheet_bundle::PostDate;
use broadsheet_bundle::facet::Facet;
use broadsheet_bundle::format::{Author, Item, Row};
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::names::{ATOM_FEED, ICON};
use super::newest::{Newest, for_feed};
use super::xml::{Xml, characters, element, text};
use crate::archive_info::ArchiveInfo;
use crate::output::{FileInProgress, Output, OutputError};
use crate::site_address::SiteAddress;

/// The date of what has none, since the format asks for one: before all others.
const UNDATED: &str = "1970-01-01T00:00:00Z";
const NAMESPACE: &str = "http://www.w3.org/2005/Atom";

/// Writes the feed.
pub(super) fn write(
    archive: &ArchiveInfo,
    address: &SiteAddress,
    newest: Newest<'_>,
    output: &Output,
) -> Result<(), OutputError> {
    let mut file = output.create(ATOM_FEED)?;
    let updated = newest.date()?;
    append(&mut file, |xml| head(xml, archive, address, updated.as_ref().map_or(UNDATED, PostDate::as_str)))?;
    for item in newest {
        let item = for_feed(item?, Some(address));
        append(&mut file, |xml| entry(xml, &item, address))?;
    }
    append(&mut file, |xml| xml.write_event(Event::End(BytesEnd::new("feed"))))?;
    file.append(b"\n")?;
    file.finish().map(drop)
}

fn append(
    file: &mut FileInProgress<'_>,
    write: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> Result<(), OutputError> {
    let mut xml = Xml::new(Vec::new());
    write(&mut xml).map_err(OutputError::Temporary)?;
    file.append(&xml.into_inner())
}

fn head(xml: &mut Xml, archive: &ArchiveInfo, address: &SiteAddress, updated: &str) -> io::Result<()> {
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let mut feed = BytesStart::new("feed");
    feed.push_attribute(("xmlns", NAMESPACE));
    if let Some(language) = &archive.language {
        feed.push_attribute(("xml:lang", &*characters(language)));
    }
    xml.write_event(Event::Text(BytesText::new("\n")))?;
    xml.write_event(Event::Start(feed))?;
    text(xml, "id", address.as_str())?;
    text(xml, "title", &archive.title)?;
    if let Some(description) = &archive.description {
        text(xml, "subtitle", description)?;
    }
    text(xml, "updated", updated)?;
    // Entries without an author have that of the feed, which they need.
    person(xml, &archive.title, None)?;
    text(xml, "icon", &address.file(ICON))?;
    text(xml, "generator", "Broadsheet")?;
    link(xml, "self", &address.file(ATOM_FEED), Some("application/atom+xml"))?;
    link(xml, "alternate", address.as_str(), Some("text/html"))
}

fn entry(xml: &mut Xml, item: &Item, address: &SiteAddress) -> io::Result<()> {
    xml.write_event(Event::Text(BytesText::new("\n")))?;
    let mut entry = BytesStart::new("entry");
    if let Some(language) = &item.language {
        entry.push_attribute(("xml:lang", &*characters(language)));
    }
    xml.write_event(Event::Start(entry))?;
    let date = item.date_published.as_deref().and_then(PostDate::parse);
    if let Some(identifier) = address.identifier(&item.id) {
        text(xml, "id", &identifier)?;
    }
    text(xml, "title", &Row::from_item(item).title)?;
    text(xml, "updated", date.as_ref().map_or(UNDATED, PostDate::as_str))?;
    if let Some(date) = &date {
        text(xml, "published", date.as_str())?;
    }
    for Author { name, url } in item.authors.iter().filter(|author| !author.name.is_empty()) {
        person(xml, name, url.as_deref())?;
    }
    if let Some(url) = &item.url {
        link(xml, "alternate", url, Some("text/html"))?;
    }
    // Where it comes from.
    if let Some(original) = &item.external_url {
        link(xml, "via", original, None)?;
    }
    let mut terms: Vec<&String> = item.tags.iter().collect();
    terms.extend(&item.extension.facets[Facet::Category]);
    for term in terms {
        let mut category = BytesStart::new("category");
        category.push_attribute(("term", &*characters(term)));
        xml.write_event(Event::Empty(category))?;
    }
    if let Some(summary) = &item.summary {
        text(xml, "summary", summary)?;
    }
    let (kind, content) = match (&item.content_html, &item.content_text) {
        (None, Some(text)) => ("text", text.as_str()),
        (html, _) => ("html", html.as_deref().unwrap_or_default()),
    };
    let mut start = BytesStart::new("content");
    start.push_attribute(("type", kind));
    element(xml, start, content)?;
    xml.write_event(Event::End(BytesEnd::new("entry")))
}

fn person(xml: &mut Xml, name: &str, uri: Option<&str>) -> io::Result<()> {
    xml.write_event(Event::Start(BytesStart::new("author")))?;
    text(xml, "name", name)?;
    if let Some(uri) = uri {
        text(xml, "uri", uri)?;
    }
    xml.write_event(Event::End(BytesEnd::new("author")))
}

fn link(xml: &mut Xml, relation: &str, address: &str, kind: Option<&str>) -> io::Result<()> {
    let mut link = BytesStart::new("link");
    link.push_attribute(("rel", relation));
    if let Some(kind) = kind {
        link.push_attribute(("type", kind));
    }
    link.push_attribute(("href", &*characters(address)));
    xml.write_event(Event::Empty(link))
}
