//! Addresses that have been checked: values of these types are made by the URL policy alone.

use super::host::host_of;
use crate::ids::AnchorId;
use crate::size::Size;

/// Where a link may lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkUrl {
    /// An absolute `http:`, `https:`, `mailto:` or `tel:` address.
    External(ExternalUrl),
    /// A place in the same article.
    Anchor(AnchorId),
}

/// Where a picture, sound or film may come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaUrl {
    /// An absolute `https:` address.
    Remote(ExternalUrl),
    /// A file of the bundle itself, relative to it: `media/0123456789abcdef.png`.
    Bundled(BundledMedia),
    /// A small raster picture inside the article: a `data:` address of type png, jpeg, gif, webp or avif.
    Inline(InlineImage),
}

impl MediaUrl {
    /// The address as it stands in an attribute; a local one is relative to the bundle.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Remote(url) => url.as_str(),
            Self::Bundled(media) => media.as_str(),
            Self::Inline(image) => image.as_str(),
        }
    }
}

/// An absolute address of a scheme that may be followed, in the normal form of the WHATWG URL standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalUrl(pub(super) String);

impl ExternalUrl {
    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, in lower case and without a port; nothing for `mailto:` and `tel:`.
    pub fn host(&self) -> Option<&str> {
        host_of(&self.0)
    }
}

/// A file that lies in the bundle beside the articles, named by its content.
#[derive(Debug, Clone)]
pub struct BundledMedia {
    address: String,
    size: Option<Size>,
}

/// Two files of one name are one.
impl PartialEq for BundledMedia {
    fn eq(&self, other: &Self) -> bool {
        self.address == other.address
    }
}

impl Eq for BundledMedia {}

impl BundledMedia {
    /// The file `media/HASH.EXTENSION`, `hash` being 16 lower-case hexadecimal digits and `extension` one of a picture,
    /// sound or film; nothing for any other.
    pub fn new(hash: &str, extension: &str) -> Option<Self> {
        let hash_fits =
            hash.len() == 16 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let kind_fits = matches!(
            extension,
            "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "svg" | "mp3" | "m4a" | "ogg" | "mp4" | "webm"
        );
        (hash_fits && kind_fits)
            .then(|| Self { address: ["media/", hash, ".", extension].concat(), size: None })
    }

    /// The same file, known to be a picture of this size.
    #[must_use]
    pub fn sized(self, size: Option<Size>) -> Self {
        Self { size, ..self }
    }

    /// The size of the picture, for whoever has its file.
    pub fn size(&self) -> Option<Size> {
        self.size
    }

    /// The address relative to the bundle.
    pub fn as_str(&self) -> &str {
        &self.address
    }
}

/// A small raster picture as a `data:` address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlineImage(pub(super) String);

impl InlineImage {
    /// The whole `data:` address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
