//! The newest posts with their articles, as the packs of the new version have them.

use broadsheet_bundle::PostDate;
use broadsheet_bundle::facet::Facet;
use broadsheet_bundle::format::{Item, ItemExtension};

use crate::import::Posts;
use crate::output::{Output, OutputError};
use crate::site_address::SiteAddress;
use crate::write::PackedPosts;

/// Posts of a feed.
const POSTS: usize = 50;

/// The newest posts, of which one is in memory at a time.
pub(super) struct Newest<'a> {
    output: &'a Output,
    posts: &'a Posts,
    packed: &'a PackedPosts,
    /// Posts that are older than all that were taken.
    left: usize,
}

impl<'a> Newest<'a> {
    pub(super) fn new(output: &'a Output, posts: &'a Posts, packed: &'a PackedPosts) -> Self {
        Self { output, posts, packed, left: posts.len() }
    }

    /// The date of the newest post that has one.
    pub(super) fn date(&self) -> Result<Option<PostDate>, OutputError> {
        for number in (0..self.posts.len()).rev().take(POSTS) {
            let row = self.posts.row(self.posts.of_row(number)).map_err(OutputError::Temporary)?;
            if row.date.is_some() {
                return Ok(row.date);
            }
        }
        Ok(None)
    }
}

impl Iterator for Newest<'_> {
    type Item = Result<Item, OutputError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.left > self.posts.len().saturating_sub(POSTS) {
            self.left -= 1;
            let place = self.posts.row_order.get(self.left).copied()?;
            // An item beyond 4 GB of its pack is not known.
            if let Some(item) = self.packed.item(self.output, place).transpose() {
                return Some(item);
            }
        }
        None
    }
}

/// The item of a post as feeds have it: with absolute addresses, and without what only the viewer
/// reads.
pub(super) fn for_feed(item: Item, address: Option<&SiteAddress>) -> Item {
    let mut extension = ItemExtension::default();
    extension.facets[Facet::Category].clone_from(&item.extension.facets[Facet::Category]);
    let mut item = Item { extension, ..item };
    if let Some(address) = address {
        if item.external_url.is_none() {
            item.external_url = item.url.take();
        }
        item.url = address.post(&item.id);
        item.content_html = item.content_html.map(|html| address.absolute_html(&html).into_owned());
    }
    // Every item of a JSON Feed has content.
    if item.content_html.is_none() && item.content_text.is_none() {
        item.content_html = Some(String::new());
    }
    item
}
