//! The policy: which addresses an article may hold.

use std::cell::Cell;

use super::types::{BundledMedia, ExternalUrl, InlineImage, MediaUrl};
use crate::limits::{MAX_ADDRESS_BYTES, MAX_INLINE_IMAGE_BYTES, MAX_URL_BYTES};

/// Resolves addresses according to the WHATWG URL standard. Each parser brings its own: a crate
/// natively, the browser's `URL` in a page, where the crate would be most of the download.
pub(crate) trait UrlResolver {
    /// The absolute address in normal form; `None` if it is invalid, or relative without a base.
    fn resolve(&self, address: &str) -> Option<String>;
    /// The base in normal form.
    fn base(&self) -> Option<&str>;
}

/// Finds the file of the bundle for the address of a file beside the article.
pub(crate) type FindBundled<'a> = dyn FnMut(&str) -> Option<BundledMedia> + 'a;

/// Decides which addresses an article may hold.
pub(crate) struct UrlPolicy<'a> {
    resolver: &'a dyn UrlResolver,
    local: Option<&'a mut FindBundled<'a>>,
    /// Bytes left for resolved addresses; `None` once they were exceeded.
    left: Cell<Option<usize>>,
}

/// The target of a link.
pub(crate) enum UrlTarget {
    /// Another page.
    External(ExternalUrl),
    /// A fragment of this article, which may not exist; with the address to use then.
    Fragment(String, Option<ExternalUrl>),
}

impl<'a> UrlPolicy<'a> {
    pub(crate) fn new(resolver: &'a dyn UrlResolver, local: Option<&'a mut FindBundled<'a>>) -> Self {
        Self { resolver, local, left: Cell::new(Some(MAX_ADDRESS_BYTES)) }
    }

    /// Starts an article: its addresses may have [`MAX_ADDRESS_BYTES`] in all.
    pub(crate) fn start_article(&mut self) {
        self.left.set(Some(MAX_ADDRESS_BYTES));
    }

    /// `true` if the article's addresses exceeded the limit, so that the last ones are missing.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.left.get().is_none()
    }

    /// Resolves an address within the limit.
    fn resolve(&self, address: &str) -> Option<String> {
        let left = self.left.get()?;
        let url = self.resolver.resolve(address)?;
        self.left.set(left.checked_sub(url.len()));
        self.left.get().map(|_| url)
    }

    /// The target of a link; `None` if it may not be followed.
    pub(crate) fn link(&self, address: &str) -> Option<UrlTarget> {
        let address = stripped(address)?;
        if let Some(fragment) = address.strip_prefix('#') {
            return Some(UrlTarget::Fragment(fragment.to_owned(), None));
        }
        let url = self.resolve(&address)?;
        match scheme(&url) {
            "http" | "https" | "mailto" | "tel" if url.len() <= MAX_URL_BYTES => {}
            _ => return None,
        }
        if let (Some((page, fragment)), Some(base)) = (url.split_once('#'), self.resolver.base())
            && is_same_page(page, base.split('#').next().unwrap_or_default())
            && !fragment.is_empty()
        {
            return Some(UrlTarget::Fragment(fragment.to_owned(), Some(ExternalUrl(url))));
        }
        Some(UrlTarget::External(ExternalUrl(url)))
    }

    /// The address of an image, audio or video; `None` if it may not be loaded.
    pub(crate) fn media(&mut self, address: &str) -> Option<MediaUrl> {
        let address = stripped(address)?;
        match scheme(&address) {
            "" if !address.starts_with("//") => {
                // Only a caller with the files beside an article knows those of the bundle; an
                // article cannot name them itself.
                let media = match &mut self.local {
                    Some(find) => find(&address),
                    None => bundled_media(&address),
                };
                if let Some(media) = media {
                    return Some(MediaUrl::Bundled(media));
                }
            }
            scheme if scheme.eq_ignore_ascii_case("data") => {
                return inline_image(&address.replace(' ', "")).map(MediaUrl::Inline);
            }
            _ => {}
        }
        let url = self.resolve(&address)?;
        let url = match scheme(&url) {
            "https" => url,
            // Resolved again, since the port may now be the default of the scheme.
            "http" => self.resolver.resolve(&["https", &url[4..]].concat())?,
            _ => return None,
        };
        (url.len() <= MAX_URL_BYTES).then_some(MediaUrl::Remote(ExternalUrl(url)))
    }
}

/// `true` if two addresses are of one page: http or https, with or without a slash at the end.
fn is_same_page(one: &str, other: &str) -> bool {
    fn bare(address: &str) -> &str {
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        rest.strip_suffix('/').unwrap_or(rest)
    }
    bare(one) == bare(other)
}

/// An address without what browsers ignore: control characters and spaces around it, tabs and line
/// breaks anywhere. `None` if nothing is left, or too much.
fn stripped(address: &str) -> Option<String> {
    let address = address.trim_matches(|c: char| c <= ' ');
    if address.is_empty() || address.len() > MAX_INLINE_IMAGE_BYTES + MAX_URL_BYTES {
        return None;
    }
    let mut kept = String::with_capacity(address.len());
    kept.extend(address.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')));
    Some(kept)
}

/// The scheme of a stripped address as written; empty for a relative one.
fn scheme(address: &str) -> &str {
    let Some((scheme, _)) = address.split_once(':') else { return "" };
    let mut bytes = scheme.bytes();
    let valid = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    if valid { scheme } else { "" }
}

/// Parses the address of a file of the bundle, `media/HASH.EXTENSION`.
fn bundled_media(address: &str) -> Option<BundledMedia> {
    let (hash, extension) = address.strip_prefix("media/")?.split_once('.')?;
    BundledMedia::new(hash, extension)
}

/// Parses `data:image/TYPE;base64,…`; `compact` has no white space.
fn inline_image(compact: &str) -> Option<InlineImage> {
    let (head, data) = compact.split_once(',')?;
    let head = head.to_ascii_lowercase();
    let mut parts = head.strip_prefix("data:")?.split(';');
    let kind = match parts.next()? {
        "image/png" => "png",
        "image/jpeg" | "image/jpg" => "jpeg",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "image/avif" => "avif",
        _ => return None,
    };
    let encoded = parts.next_back() == Some("base64")
        && !data.is_empty()
        && data.len() <= MAX_INLINE_IMAGE_BYTES
        && data.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='));
    encoded.then(|| InlineImage(["data:image/", kind, ";base64,", data].concat()))
}
