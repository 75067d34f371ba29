//! The names of the files.

/// The newest posts with their whole content, as JSON Feed.
pub const JSON_FEED: &str = "feed.json";
/// The same as Atom.
pub const ATOM_FEED: &str = "feed.xml";
/// The addresses of all posts, or of the files that have them.
pub const SITEMAP: &str = "sitemap.xml";
/// The file in which crawlers look for the sitemap.
pub const ROBOTS: &str = "robots.txt";
/// The description of how to search the archive.
pub const OPEN_SEARCH: &str = "opensearch.xml";
/// The manifest of the archive as a program of its own.
pub const WEB_MANIFEST: &str = "manifest.webmanifest";
/// The archive's icon of 192 pixels.
pub const SMALL_ICON: &str = "app-icon-192.png";
/// That of 512 pixels.
pub const ICON: &str = "app-icon-512.png";
/// The same up to its edges, for systems that cut icons into shapes of their own.
pub const MASKABLE_ICON: &str = "app-icon-maskable-512.png";
/// The icon of 16 and 32 pixels.
pub const FAVICON: &str = "favicon.ico";
