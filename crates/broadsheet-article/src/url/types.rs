//! Addresses that have been checked: only the URL policy makes values of these types.

use super::host::host_of;
use crate::ids::AnchorId;
use crate::limits::MAX_POST_ID_BYTES;
#[cfg(has_parser)]
use crate::limits::MAX_SMALL_IMAGE_BYTES;
use crate::size::Size;

/// The target of a link that may be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkUrl {
    /// An absolute `http:`, `https:`, `mailto:` or `tel:` address.
    External(ExternalUrl),
    /// An anchor in the same article.
    Anchor(AnchorId),
    /// Another post of the archive.
    Post(PostUrl),
    /// A file of the bundle.
    File(BundledFile),
}

/// The address of an image, audio or video that may be loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaUrl {
    /// An absolute `https:` address.
    Remote(ExternalUrl),
    /// A media file of the bundle, relative to it: `media/0123456789abcdef.png`.
    Bundled(BundledMedia),
    /// A small raster image inside the article: a `data:` address of type png, jpeg, gif, webp or
    /// avif.
    Inline(InlineImage),
}

impl MediaUrl {
    /// The address as it is in an attribute; that of a bundled file is relative to the bundle.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Remote(url) => url.as_str(),
            Self::Bundled(media) => media.as_str(),
            Self::Inline(image) => image.as_str(),
        }
    }
}

/// An absolute address of a scheme that may be followed, in the normal form of the WHATWG URL
/// standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalUrl(pub(super) String);

impl ExternalUrl {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, in lower case and without a port; `None` for `mailto:` and `tel:`.
    pub fn host(&self) -> Option<&str> {
        host_of(&self.0)
    }
}

/// The address of a post of the archive: `?post=ID`, relative to the page that shows the archive,
/// with the fragment of an anchor in it if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostUrl {
    id: String,
    anchor: Option<AnchorId>,
}

impl PostUrl {
    /// The start of every such address.
    pub(super) const START: &str = "?post=";

    /// The address of the post `id`, at an anchor in it; `None` if `id` cannot be one.
    pub fn new(id: &str, anchor: Option<AnchorId>) -> Option<Self> {
        let fits = (1..=MAX_POST_ID_BYTES).contains(&id.len()) && !id.contains(char::is_control);
        fits.then(|| Self { id: id.to_owned(), anchor })
    }

    /// The id of the post.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The anchor within the post; one that the post does not have leads to its start.
    pub fn anchor(&self) -> Option<&AnchorId> {
        self.anchor.as_ref()
    }

    /// The address as it is in an attribute, in ASCII.
    pub fn to_address(&self) -> String {
        let mut address = Self::START.to_owned();
        push_escaped(&mut address, &self.id);
        if let Some(anchor) = &self.anchor {
            address.push('#');
            push_escaped(&mut address, anchor.as_str());
        }
        address
    }
}

/// Writes everything but RFC 3986's unreserved characters (section 2.3) percent-encoded.
fn push_escaped(address: &mut String, text: &str) {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            address.push(char::from(byte));
        } else {
            address.push('%');
            address.extend([byte >> 4, byte & 15].map(|digit| DIGITS[usize::from(digit)]));
        }
    }
}

/// A media file of the bundle, named by its content.
#[derive(Debug, Clone)]
pub struct BundledMedia {
    address: String,
    size: Option<Size>,
}

/// Files of one name are equal, whatever is known of their size.
impl PartialEq for BundledMedia {
    fn eq(&self, other: &Self) -> bool {
        self.address == other.address
    }
}

impl Eq for BundledMedia {}

impl BundledMedia {
    /// The file `media/HASH.EXTENSION`; `None` if `hash` is not 16 hexadecimal digits in lower
    /// case, or `extension` not one of an image, audio or video.
    pub fn new(hash: &str, extension: &str) -> Option<Self> {
        let hash_fits =
            hash.len() == 16 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let kind_fits = matches!(
            extension,
            "png"
                | "jpg"
                | "jpeg"
                | "gif"
                | "webp"
                | "avif"
                | "bmp"
                | "svg"
                | "mp3"
                | "m4a"
                | "ogg"
                | "flac"
                | "wav"
                | "mp4"
                | "webm"
        );
        (hash_fits && kind_fits)
            .then(|| Self { address: ["media/", hash, ".", extension].concat(), size: None })
    }

    /// The same file, known to be an image of this size.
    #[must_use]
    pub fn sized(self, size: Option<Size>) -> Self {
        Self { size, ..self }
    }

    /// The size of the image, if it is known.
    pub fn size(&self) -> Option<Size> {
        self.size
    }

    /// The address relative to the bundle.
    pub fn as_str(&self) -> &str {
        &self.address
    }
}

/// A file of the bundle that is handed out and not shown, with the name that it had beside its
/// post.
///
/// It is of a kind that no browser runs: what a link leads to is opened by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundledFile {
    address: String,
    name: String,
}

impl BundledFile {
    /// The file `media/HASH.EXTENSION`, once called `name`; `None` if `hash` is not 16 hexadecimal
    /// digits in lower case, or `extension` not one of [`FILE_EXTENSIONS`] nor of a media file.
    pub fn new(hash: &str, extension: &str, name: &str) -> Option<Self> {
        let is_file = FILE_EXTENSIONS.contains(&extension);
        // The hash is judged there.
        let media = BundledMedia::new(hash, if is_file { "png" } else { extension })?;
        let address =
            if is_file { ["media/", hash, ".", extension].concat() } else { media.as_str().to_owned() };
        let name = file_name(name, hash, extension);
        Some(Self { address, name })
    }

    /// The file at `media/HASH.EXTENSION`, once called `name`.
    #[cfg(has_parser)]
    pub(crate) fn at(address: &str, name: &str) -> Option<Self> {
        let (hash, extension) = address.strip_prefix("media/")?.split_once('.')?;
        Self::new(hash, extension, name)
    }

    /// The same file under another name, unless that is empty.
    #[cfg(has_parser)]
    pub(crate) fn named(self, name: &str) -> Self {
        if name.trim().is_empty() {
            return self;
        }
        Self::at(&self.address, name).unwrap_or(self)
    }

    /// The address relative to the bundle.
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// The name under which it is saved.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Extensions of files that a bundle hands out besides media files: documents, tables, plain text,
/// archives, and pictures and sounds that not every browser shows. A browser saves them or shows
/// them by a viewer of its own, apart from the page.
pub const FILE_EXTENSIONS: [&str; 32] = [
    "7z", "bmp", "bz2", "csv", "djvu", "doc", "docx", "epub", "flac", "gz", "heic", "mid", "mobi", "odp",
    "ods", "odt", "opus", "pdf", "ppt", "pptx", "rar", "rtf", "tar", "tif", "tsv", "txt", "wav", "xls",
    "xlsx", "xz", "zip", "zst",
];

/// Extensions of plain text that no system runs, which a saved file keeps: notes, tables of
/// references, notebooks, subtitles, calendars.
const TEXTS: [&str; 14] = [
    "ass", "bib", "geojson", "ics", "ipynb", "json", "lrc", "md", "srt", "tex", "toml", "vtt", "yaml", "yml",
];

/// The name of a file that is saved: one line, no folders, none of the characters that turn the
/// direction of text, and with the extension of what it is.
fn file_name(name: &str, hash: &str, extension: &str) -> String {
    /// Characters of the name before its extension.
    const LONGEST: usize = 80;
    let is_kept = |c: char| {
        !c.is_control()
            && !matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let is_edge = |c: char| c.is_whitespace() || c == '.';
    let (stem, own) = match name.rsplit_once('.') {
        Some((stem, own))
            if own.eq_ignore_ascii_case(extension)
                || (extension == "txt" && TEXTS.iter().any(|text| own.eq_ignore_ascii_case(text))) =>
        {
            (stem, own)
        }
        _ => (name, extension),
    };
    let stem: String = stem.trim_matches(is_edge).chars().filter(|&c| is_kept(c)).take(LONGEST).collect();
    let stem = stem.trim_matches(is_edge);
    [if stem.is_empty() { hash } else { stem }, ".", own].concat()
}

/// A small raster image as a `data:` address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlineImage(pub(super) String);

impl InlineImage {
    /// `true` for an image of a few bytes: an icon, a placeholder, or a blurred preview, most of
    /// which have about a thousand.
    #[cfg(has_parser)]
    pub(crate) fn is_small(&self) -> bool {
        self.0.len() <= MAX_SMALL_IMAGE_BYTES
    }

    /// The `data:` address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
