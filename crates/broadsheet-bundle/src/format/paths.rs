//! The paths of a bundle's files.

/// The file name of every manifest.
pub const MANIFEST_FILE: &str = "bundle.json";
/// The folder of the row pages.
pub const ROWS_FOLDER: &str = "rows";
/// The folder of the facet chunks.
pub const FACETS_FOLDER: &str = "facets";
/// The folder of the post directories.
pub const DIRECTORIES_FOLDER: &str = "directories";
/// The folder of the post packs.
pub const PACKS_FOLDER: &str = "packs";
/// The folder of the inbound links.
pub const INBOUND_LINKS_FOLDER: &str = "inbound";
/// The folder of the media.
pub const MEDIA_FOLDER: &str = "media";
/// The folders of the JSON files that a manifest leads to.
pub const JSON_FOLDERS: [&str; 5] =
    [ROWS_FOLDER, FACETS_FOLDER, DIRECTORIES_FOLDER, PACKS_FOLDER, INBOUND_LINKS_FOLDER];
/// All folders of a bundle.
pub const BUNDLE_FOLDERS: [&str; 6] =
    [ROWS_FOLDER, FACETS_FOLDER, DIRECTORIES_FOLDER, PACKS_FOLDER, INBOUND_LINKS_FOLDER, MEDIA_FOLDER];
