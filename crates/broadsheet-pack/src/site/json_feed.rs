//! The newest posts as JSON Feed 1.1, <https://www.jsonfeed.org/version/1.1/>.

use broadsheet_bundle::format::JSON_FEED_1_1;
use serde::Serialize;

use super::names::{FAVICON, ICON, JSON_FEED};
use super::newest::{Newest, for_feed};
use crate::archive_info::ArchiveInfo;
use crate::json::to_json;
use crate::output::{Output, OutputError};
use crate::site_address::SiteAddress;

/// The feed without its items.
#[derive(Serialize)]
struct Head<'a> {
    version: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    home_page_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feed_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    favicon: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
}

/// Writes the feed, an item a line.
pub(super) fn write(
    archive: &ArchiveInfo,
    address: Option<&SiteAddress>,
    newest: Newest<'_>,
    output: &Output,
) -> Result<(), OutputError> {
    let file_address = |name: &str| address.map(|address| address.file(name));
    let head = Head {
        version: JSON_FEED_1_1,
        title: &archive.title,
        home_page_url: address.map(SiteAddress::as_str).or(archive.home_page_url.as_deref()),
        feed_url: file_address(JSON_FEED),
        description: archive.description.as_deref(),
        icon: file_address(ICON),
        favicon: file_address(FAVICON),
        language: archive.language.as_deref(),
    };
    let head = to_json(&head);
    let mut file = output.create(JSON_FEED)?;
    file.append(head.strip_suffix(b"}").unwrap_or(&head))?;
    file.append(b",\"items\":[")?;
    let mut separator: &[u8] = b"\n";
    for item in newest {
        file.append(separator)?;
        file.append(&to_json(&for_feed(item?, address)))?;
        separator = b",\n";
    }
    file.append(b"\n]}\n")?;
    file.finish().map(drop)
}
