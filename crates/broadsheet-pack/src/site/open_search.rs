//! The description by which browsers offer to search the archive:
//! <https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md>.

use std::io;

use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::names::FAVICON;
use super::xml::{Xml, element, text};
use crate::archive_info::ArchiveInfo;
use crate::site_address::SiteAddress;

const NAMESPACE: &str = "http://a9.com/-/spec/opensearch/1.1/";
/// The most characters of a name, and of a description, by the specification.
const NAME_CHARACTERS: usize = 16;
const DESCRIPTION_CHARACTERS: usize = 1024;

/// The description of the archive at `address`.
pub(super) fn description(archive: &ArchiveInfo, address: &SiteAddress) -> io::Result<Vec<u8>> {
    let first = |text: &str, count| text.chars().take(count).collect::<String>();
    let mut xml = Xml::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    xml.write_event(Event::Text(BytesText::new("\n")))?;
    let mut start = BytesStart::new("OpenSearchDescription");
    start.push_attribute(("xmlns", NAMESPACE));
    xml.write_event(Event::Start(start))?;
    text(&mut xml, "ShortName", first(&archive.title, NAME_CHARACTERS).trim())?;
    let about = archive.description.as_ref().unwrap_or(&archive.title);
    text(&mut xml, "Description", first(about, DESCRIPTION_CHARACTERS).trim())?;
    text(&mut xml, "InputEncoding", "UTF-8")?;
    let mut image = BytesStart::new("Image");
    for attribute in [("width", "16"), ("height", "16"), ("type", "image/x-icon")] {
        image.push_attribute(attribute);
    }
    element(&mut xml, image, &address.file(FAVICON))?;
    let mut url = BytesStart::new("Url");
    url.push_attribute(("type", "text/html"));
    url.push_attribute(("template", &*address.search("{searchTerms}")));
    xml.write_event(Event::Empty(url))?;
    xml.write_event(Event::End(BytesEnd::new("OpenSearchDescription")))?;
    xml.write_event(Event::Text(BytesText::new("\n")))?;
    Ok(xml.into_inner())
}
