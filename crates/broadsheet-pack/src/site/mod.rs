//! The files of a site that are for other programs: its feeds and its sitemap, and what search
//! engines and browsers ask for.
//!
//! They are written once a bundle is staged, since they have articles of its packs. Most of them
//! name the [`SiteAddress`] at which the site is published.

mod atom;
mod json_feed;
mod names;
mod newest;
mod open_search;
mod sitemap;
mod web_manifest;
mod xml;

use crate::archive_info::ArchiveInfo;
use crate::import::Posts;
use crate::output::{Output, OutputError};
use crate::site_address::SiteAddress;
use crate::write::PackedPosts;
pub use names::{
    ATOM_FEED, FAVICON, ICON, JSON_FEED, MASKABLE_ICON, OPEN_SEARCH, ROBOTS, SITEMAP, SMALL_ICON,
    WEB_MANIFEST,
};
use newest::Newest;

const ALL_ALLOWED: &str = "User-agent: *\nDisallow:\n";
const SITEMAP_RULE: &str = "\nSitemap: ";

/// `true` for rules as [`SiteWriter::robots`] makes them.
pub fn is_robots(rules: &[u8]) -> bool {
    let rest = rules.strip_prefix(ALL_ALLOWED.as_bytes());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(SITEMAP_RULE.as_bytes()))
}

/// The site, as far as its files for other programs need it.
#[derive(Debug, Clone, Copy)]
pub struct SiteWriter<'a> {
    /// The archive.
    pub archive: &'a ArchiveInfo,
    /// The address at which it is published, if that is known.
    pub address: Option<&'a SiteAddress>,
    /// Its posts.
    pub posts: &'a Posts,
    /// The places of their items in the packs.
    pub packed: &'a PackedPosts,
}

impl SiteWriter<'_> {
    /// Writes the JSON Feed. Without an address, the addresses of files of the archive stay
    /// relative in it.
    pub fn write_json_feed(&self, output: &Output) -> Result<(), OutputError> {
        json_feed::write(self.archive, self.address, self.newest(output), output)
    }

    /// Writes the Atom feed of the site at `address`.
    pub fn write_atom_feed(&self, output: &Output, address: &SiteAddress) -> Result<(), OutputError> {
        atom::write(self.archive, address, self.newest(output), output)
    }

    /// Writes the sitemap of the site at `address`.
    pub fn write_sitemap(&self, output: &Output, address: &SiteAddress) -> Result<(), OutputError> {
        sitemap::write(address, self.posts, output)
    }

    /// The description of how to search the site at `address`.
    pub fn open_search(&self, address: &SiteAddress) -> Result<Vec<u8>, OutputError> {
        open_search::description(self.archive, address).map_err(OutputError::Temporary)
    }

    /// The manifest of the archive as a program of its own.
    pub fn web_manifest(&self) -> Vec<u8> {
        web_manifest::manifest(self.archive)
    }

    /// The rules for crawlers: all may be read, and the sitemap is there.
    pub fn robots(&self) -> String {
        let sitemap = self.address.map(|address| [SITEMAP_RULE, &address.file(SITEMAP), "\n"].concat());
        [ALL_ALLOWED, &sitemap.unwrap_or_default()].concat()
    }

    fn newest<'n>(&'n self, output: &'n Output) -> Newest<'n> {
        Newest::new(output, self.posts, self.packed)
    }
}
