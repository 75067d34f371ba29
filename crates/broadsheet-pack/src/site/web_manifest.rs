//! The manifest with which the archive can be put among a device's programs:
//! <https://www.w3.org/TR/appmanifest/>.

use serde::Serialize;

use super::names::{ICON, MASKABLE_ICON, SMALL_ICON};
use crate::archive_info::ArchiveInfo;
use crate::json::to_json;

/// The colours of the icon.
const THEME: &str = "#7a2e22";
const BACKGROUND: &str = "#fdf8ee";

/// Its members; addresses are relative to the manifest's own.
#[derive(Serialize)]
struct WebManifest<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'a str>,
    dir: &'a str,
    start_url: &'a str,
    scope: &'a str,
    /// With a way back, which links between posts need.
    display: &'a str,
    theme_color: &'a str,
    background_color: &'a str,
    icons: [Icon<'a>; 3],
}

#[derive(Serialize)]
struct Icon<'a> {
    src: &'a str,
    sizes: &'a str,
    r#type: &'a str,
    purpose: &'a str,
}

/// The manifest of an archive.
pub(super) fn manifest(archive: &ArchiveInfo) -> Vec<u8> {
    let icon = |src, sizes, purpose| Icon { src, sizes, r#type: "image/png", purpose };
    let mut json = to_json(&WebManifest {
        name: &archive.title,
        description: archive.description.as_deref(),
        lang: archive.language.as_deref(),
        dir: "auto",
        start_url: "./",
        scope: "./",
        display: "minimal-ui",
        theme_color: THEME,
        background_color: BACKGROUND,
        icons: [
            icon(SMALL_ICON, "192x192", "any"),
            icon(ICON, "512x512", "any"),
            icon(MASKABLE_ICON, "512x512", "maskable"),
        ],
    });
    json.push(b'\n');
    json
}
