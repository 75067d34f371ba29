//! The bundle as one file.

use broadsheet_bundle::format::{Feed, FeedExtension, JSON_FEED_1_1, LinkedPost};

use crate::archive_info::ArchiveInfo;
use crate::json::to_json;
use crate::output::{FileInProgress, Output, OutputError};

/// Writes a JSON Feed, an item a line.
pub(super) struct FeedWriter<'o> {
    file: FileInProgress<'o>,
    empty: bool,
    /// Comes after the items, since its inbound links are known last.
    extension: FeedExtension,
}

impl<'o> FeedWriter<'o> {
    pub(super) fn new(output: &'o Output, name: &str, archive: &ArchiveInfo) -> Result<Self, OutputError> {
        let feed = Feed {
            version: JSON_FEED_1_1.to_owned(),
            title: archive.title.clone(),
            home_page_url: archive.home_page_url.clone(),
            description: archive.description.clone(),
            language: archive.language.clone(),
            ..Feed::default()
        };
        let extension =
            FeedExtension { media_hosts: archive.media_hosts.clone(), ..FeedExtension::default() };
        let json = to_json(&feed);
        let mut file = output.create(name)?;
        // The items are the last field: what is before their closing bracket is the start of every
        // feed.
        file.append(json.strip_suffix(b"]}").unwrap_or(&json))?;
        Ok(Self { file, empty: true, extension })
    }

    pub(super) fn add(&mut self, item: &[u8]) -> Result<(), OutputError> {
        self.file.append(if self.empty { b"\n" } else { b",\n" })?;
        self.file.append(item)?;
        self.empty = false;
        Ok(())
    }

    /// Sets the posts that others link to.
    pub(super) fn set_inbound_links(&mut self, inbound_links: Vec<LinkedPost>) {
        self.extension.inbound_links = inbound_links;
    }

    pub(super) fn finish(mut self) -> Result<(), OutputError> {
        self.file.append(b"\n]")?;
        if !self.extension.is_empty() {
            self.file.append(b",\"_broadsheet\":")?;
            self.file.append(&to_json(&self.extension))?;
        }
        self.file.append(b"}\n")?;
        self.file.finish().map(drop)
    }
}
