//! The files beside the viewer that are for hosts and other programs, and the links to them in the
//! viewer's page.

use std::fmt::Write as _;

use broadsheet_article::escape_attribute;
use broadsheet_pack::output::{Output, OutputError, is_hashed};
use broadsheet_pack::site::{
    self, ATOM_FEED, FAVICON, ICON, JSON_FEED, MASKABLE_ICON, OPEN_SEARCH, ROBOTS, SITEMAP, SMALL_ICON,
    SiteWriter, WEB_MANIFEST,
};

use super::not_found;
use crate::headers;
use crate::viewer::ViewerFile;

/// Tells GitHub Pages that the site is finished and needs no Jekyll.
const NO_JEKYLL: &str = ".nojekyll";

/// The icons, drawn after `static/icon.svg`.
const ICONS: [(&str, &[u8]); 4] = [
    (FAVICON, include_bytes!("../../../../static/favicon.ico")),
    (SMALL_ICON, include_bytes!("../../../../static/app-icon-192.png")),
    (ICON, include_bytes!("../../../../static/app-icon-512.png")),
    (MASKABLE_ICON, include_bytes!("../../../../static/app-icon-maskable-512.png")),
];

/// The files that a site might have and does not, or not from this run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct OmittedFiles {
    /// The ones that need the address of the site.
    pub(crate) without_address: Vec<&'static str>,
    /// The ones in whose place is a file that no run has written, which stays.
    pub(crate) foreign: Vec<&'static str>,
}

impl OmittedFiles {
    /// A sentence for each reason.
    pub(crate) fn in_words(&self) -> Vec<String> {
        let reasons = [
            (&self.without_address, "not written without --base-url"),
            (&self.foreign, "left as found: this program has not written what is there"),
        ];
        let named = reasons.into_iter().filter(|(files, _)| !files.is_empty());
        named.map(|(files, reason)| format!("{}: {reason}", files.join(", "))).collect()
    }
}

/// `true` for a file that a run has written into the folder of a site, and that is none of a
/// viewer: it says something of that site.
pub(super) fn is_of_site(file: &ViewerFile) -> bool {
    match file.name.as_str() {
        JSON_FEED | ATOM_FEED | SITEMAP | OPEN_SEARCH | WEB_MANIFEST => true,
        ROBOTS => site::is_robots(&file.bytes),
        not_found::FILE => not_found::is_ours(&file.bytes),
        name => name.starts_with("sitemap-") && is_hashed(name),
    }
}

/// The `page` without the links that an earlier run has put there.
pub(super) fn without_links(page: &str) -> String {
    let files = [FAVICON, MASKABLE_ICON, WEB_MANIFEST, JSON_FEED, ATOM_FEED, OPEN_SEARCH];
    let names = files.map(|file| format!("href=\"{file}\""));
    let mut without = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, link)) = rest.find("<link rel=\"").and_then(|at| rest.split_at_checked(at)) {
        let (tag, after) = link.split_at(link.find('>').map_or(link.len(), |end| end + 1));
        without.push_str(before);
        if !names.iter().any(|name| tag.contains(name)) {
            without.push_str(tag);
        }
        rest = after;
    }
    without.push_str(rest);
    without
}

/// The links of the viewer's page to files for other programs.
pub(super) fn links(site: &SiteWriter<'_>) -> String {
    let mut links = String::new();
    let mut link = |relation: &str, file: &str, more: &str| {
        // Writing into a String cannot fail.
        let _ = write!(links, "<link rel=\"{relation}\" href=\"{file}\"{more}>");
    };
    link("icon", FAVICON, " sizes=\"32x32\"");
    link("apple-touch-icon", MASKABLE_ICON, "");
    link("manifest", WEB_MANIFEST, "");
    link("alternate", JSON_FEED, " type=\"application/feed+json\"");
    if site.address.is_some() {
        link("alternate", ATOM_FEED, " type=\"application/atom+xml\"");
        let title = escape_attribute(&site.archive.title);
        let search = format!(" type=\"application/opensearchdescription+xml\" title=\"{title}\"");
        link("search", OPEN_SEARCH, &search);
    }
    links
}

/// Writes the files, but for those that the `viewer` has itself.
pub(super) fn write(
    output: &Output,
    viewer: &[&ViewerFile],
    site: &SiteWriter<'_>,
) -> Result<OmittedFiles, OutputError> {
    let mut omitted = OmittedFiles::default();
    let mut is_wanted = |name: &'static str| {
        if viewer.iter().any(|file| file.name == name) {
            return false;
        }
        // What was put there by hand stays.
        let is_foreign = output.has_foreign(name);
        if is_foreign {
            omitted.foreign.push(name);
        }
        !is_foreign
    };
    if is_wanted(JSON_FEED) {
        site.write_json_feed(output)?;
    }
    if let Some(address) = site.address {
        if is_wanted(ATOM_FEED) {
            site.write_atom_feed(output, address)?;
        }
        if is_wanted(SITEMAP) {
            site.write_sitemap(output, address)?;
        }
        if is_wanted(OPEN_SEARCH) {
            output.write(OPEN_SEARCH, &site.open_search(address)?)?;
        }
    }
    let not_found = not_found::page(site.archive, site.address);
    let pages = viewer.iter().filter(|file| headers::is_page(&file.name));
    let mut pages: Vec<_> =
        pages.map(|file| (file.name.as_str(), String::from_utf8_lossy(&file.bytes))).collect();
    pages.push((not_found::FILE, not_found.as_str().into()));
    let hashed = viewer.iter().map(|file| file.name.as_str()).filter(|name| !name.contains('/'));
    let rules = headers::file(pages.iter().map(|(name, html)| (*name, html.as_ref())), hashed);
    let files = [
        (ROBOTS, site.robots().into_bytes()),
        (WEB_MANIFEST, site.web_manifest()),
        (not_found::FILE, not_found.clone().into_bytes()),
        (headers::FILE, rules.into_bytes()),
        (NO_JEKYLL, Vec::new()),
    ];
    for (name, bytes) in &files {
        if is_wanted(name) {
            output.write(name, bytes)?;
        }
    }
    for (name, bytes) in ICONS {
        if is_wanted(name) {
            output.write(name, bytes)?;
        }
    }
    if site.address.is_none() {
        omitted.without_address = vec![ATOM_FEED, SITEMAP, OPEN_SEARCH];
    }
    Ok(omitted)
}
