//! A media file, as a post names it and as the bundle has it.

use broadsheet_article::tree::Size;
use broadsheet_article::url::{BundledFile, BundledMedia};
use serde::{Deserialize, Serialize};

use super::local_path::decode_percent;
use crate::diagnostics::Severity;
use crate::import::fingerprint::FileFingerprint;

/// The action for a file that does not get into the bundle.
pub(crate) const LEFT_OUT: &str = "left out";

/// The result of looking up an address in a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaLookup {
    /// A file beside the post.
    Bundled(Media),
    /// An address that may only mean a file beside the post, and there is none.
    Missing,
    /// Something else: an absolute address, a `data:` picture.
    NotLocal,
}

/// A media file beside a post, as it is in the bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// The bundle's file, relative to the bundle; `None` if it cannot be one.
    pub(super) name: Option<String>,
    /// Bytes of the bundle's file.
    pub(super) length: u64,
    /// Width and height of a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) size: Option<(u32, u32)>,
    /// The diagnostics of the file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<MediaDiagnostic>,
    /// The fingerprint of the file beside the post; `None` if its times cannot be relied on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) fingerprint: Option<FileFingerprint>,
}

/// Something worth knowing about a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaDiagnostic {
    /// Its severity.
    pub severity: Severity,
    /// The text after the name of the file.
    pub message: String,
    /// The action taken.
    pub action: String,
}

impl MediaDiagnostic {
    pub(super) fn warning(message: String, action: &str) -> Self {
        Self { severity: Severity::Warning, message, action: action.to_owned() }
    }
}

impl Media {
    /// The file of the bundle.
    pub fn file(&self) -> Option<BundledMedia> {
        let (hash, extension) = self.name.as_deref()?.strip_prefix("media/")?.split_once('.')?;
        let size = self.size.map(|(width, height)| Size { width, height });
        Some(BundledMedia::new(hash, extension)?.sized(size))
    }

    /// The file of the bundle as one that is handed out, under the name that `address` has for it.
    pub fn handed_out(&self, address: &str) -> Option<BundledFile> {
        let (hash, extension) = self.name.as_deref()?.strip_prefix("media/")?.split_once('.')?;
        let path = address.split(['?', '#']).next()?;
        let name = path.rsplit(['/', '\\']).next()?;
        let decoded = decode_percent(name);
        BundledFile::new(hash, extension, decoded.as_deref().unwrap_or(name))
    }

    /// A file that is left out.
    pub(super) fn unusable(message: String) -> Self {
        Self {
            name: None,
            length: 0,
            size: None,
            diagnostics: vec![MediaDiagnostic::warning(message, LEFT_OUT)],
            fingerprint: None,
        }
    }

    /// A file that is in the bundle.
    pub(super) fn usable(name: String, length: u64, size: Option<Size>) -> Self {
        let size = size.map(|Size { width, height }| (width, height));
        Self { name: Some(name), length, size, diagnostics: Vec::new(), fingerprint: None }
    }
}
