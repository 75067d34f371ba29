//! The policy: which addresses an article may hold.

use std::cell::Cell;

use super::raw_files::raw_file;
use super::types::{BundledFile, BundledMedia, ExternalUrl, InlineImage, MediaUrl, PostUrl};
use crate::bytes::find_ascii;
use crate::ids::AnchorId;
use crate::limits::{MAX_ADDRESS_BYTES, MAX_HTML_BYTES, MAX_INLINE_IMAGE_BYTES, MAX_URL_BYTES};
use crate::percent::percent_decoded;

/// Resolves addresses according to the WHATWG URL standard. Each parser brings its own: a crate
/// natively, the browser's `URL` in a page, where the crate would be most of the download.
pub(crate) trait UrlResolver {
    /// The absolute address in normal form; `None` if it is invalid, or relative without a base.
    fn resolve(&self, address: &str) -> Option<String>;
    /// The base in normal form.
    fn base(&self) -> Option<&str>;
}

/// Finds the file of the bundle for an address of the web, for that of a file beside the article,
/// or for a `data:` picture.
pub(crate) type FindBundled<'a> = dyn FnMut(&str) -> Option<BundledMedia> + 'a;

/// The post that an address leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PostLookup {
    /// A post of the archive.
    Post(PostUrl),
    /// This fragment of the article itself.
    Fragment(String),
    /// A file of the bundle.
    File(BundledFile),
    /// No post.
    NotAPost,
}

/// Finds the post of the archive for the address of a link as it stands in the article.
pub(crate) type FindPost<'a> = dyn Fn(&str) -> PostLookup + 'a;

/// The addresses by which an article can name posts of the archive.
enum PostLinks<'a> {
    /// None.
    None,
    /// `?post=ID` alone, as the packer writes it.
    Packed,
    /// All that this finds.
    #[cfg_attr(not(feature = "native"), allow(dead_code, reason = "only the packer has posts"))]
    Find(&'a FindPost<'a>),
}

/// Decides which addresses an article may hold.
pub(crate) struct UrlPolicy<'a> {
    resolver: &'a dyn UrlResolver,
    local: Option<&'a mut FindBundled<'a>>,
    posts: PostLinks<'a>,
    /// Bytes left for resolved addresses; `None` once they were exceeded.
    left: Cell<Option<usize>>,
}

/// The target of a link.
pub(crate) enum UrlTarget {
    /// Another page.
    External(ExternalUrl),
    /// A fragment of this article, which may not exist; with the address to use then.
    Fragment(String, Option<ExternalUrl>),
    /// Another post of the archive.
    Post(PostUrl),
    /// A file of the bundle.
    File(BundledFile),
}

impl<'a> UrlPolicy<'a> {
    pub(crate) fn new(resolver: &'a dyn UrlResolver, local: Option<&'a mut FindBundled<'a>>) -> Self {
        let is_packed = local.is_none() && resolver.base().is_none();
        let posts = if is_packed { PostLinks::Packed } else { PostLinks::None };
        Self { resolver, local, posts, left: Cell::new(Some(MAX_ADDRESS_BYTES)) }
    }

    /// The same policy, which asks `find` for the post of every address of a link.
    #[cfg(feature = "native")]
    pub(crate) fn with_posts(self, find: &'a FindPost<'a>) -> Self {
        Self { posts: PostLinks::Find(find), ..self }
    }

    /// The same policy, for an article in which `?post=ID` is a post if `has_post_links`.
    #[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "Markdown is read in browsers"))]
    pub(crate) fn with_post_links(self, has_post_links: bool) -> Self {
        if has_post_links { Self { posts: PostLinks::Packed, ..self } } else { self }
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
        let url = self.resolver.resolve(address).or_else(|| {
            // The scheme is all that such an address lacks.
            let is_whole = address.starts_with("//") && self.resolver.base().is_none();
            if is_whole { self.resolver.resolve(&["https:", address].concat()) } else { None }
        })?;
        self.left.set(left.checked_sub(url.len()));
        self.left.get().map(|_| url)
    }

    /// The target of a link; `None` if it may not be followed.
    pub(crate) fn link(&self, address: &str) -> Option<UrlTarget> {
        let address = stripped(address)?;
        if let Some(fragment) = address.strip_prefix('#') {
            return Some(UrlTarget::Fragment(fragment.to_owned(), None));
        }
        match self.post(&address) {
            PostLookup::Post(post) => {
                let length = post.to_address().len();
                return self.within_limit(length, UrlTarget::Post(post));
            }
            PostLookup::Fragment(fragment) => return Some(UrlTarget::Fragment(fragment, None)),
            PostLookup::File(file) => return self.file_within_limit(file),
            PostLookup::NotAPost => {}
        }
        // As with media: only what is packed can name files of the bundle itself.
        if self.local.is_none()
            && let Some(file) = BundledFile::at(&address, "")
        {
            return self.file_within_limit(file);
        }
        self.outside(&address)
    }

    /// The post that an address leads to.
    fn post(&self, address: &str) -> PostLookup {
        match self.posts {
            PostLinks::None => PostLookup::NotAPost,
            PostLinks::Packed => packed_post(address).map_or(PostLookup::NotAPost, PostLookup::Post),
            PostLinks::Find(find) => find(address),
        }
    }

    /// A target of the archive, whose address is written as often as there are links to it.
    fn within_limit(&self, length: usize, target: UrlTarget) -> Option<UrlTarget> {
        let left = self.left.get()?;
        self.left.set(left.checked_sub(length));
        self.left.get().map(|_| target)
    }

    fn file_within_limit(&self, file: BundledFile) -> Option<UrlTarget> {
        self.within_limit(file.as_str().len() + file.name().len(), UrlTarget::File(file))
    }

    /// The target of a link, frame or page that is no post of the archive.
    pub(crate) fn link_outside(&self, address: &str) -> Option<UrlTarget> {
        self.outside(&stripped(address)?)
    }

    /// The target of a stripped address that leads to no post.
    fn outside(&self, address: &str) -> Option<UrlTarget> {
        let url = self.resolve(address)?;
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
        let mut address =
            if self.local.is_some() { stripped_to(address, MAX_HTML_BYTES)? } else { stripped(address)? };
        if let Some(find) = &mut self.local
            && (address.starts_with("//") || matches!(scheme(&address), "http" | "https"))
        {
            // Only whoever has the files knows which sites are theirs.
            if let Some(media) = find(&address) {
                return Some(MediaUrl::Bundled(media));
            }
            if let Some(path) = preview_path(&address) {
                address = path.to_owned();
            }
        }
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
                let inline = inline_image(&address.replace(' ', ""));
                // What shows little stays in the article, where it is known for what it is.
                let is_small = inline.as_ref().is_some_and(InlineImage::is_small);
                if !is_small
                    && let Some(find) = self.local.as_mut()
                    && let Some(media) = find(&address)
                {
                    return Some(MediaUrl::Bundled(media));
                }
                return inline.map(MediaUrl::Inline);
            }
            _ => {}
        }
        let url = self.resolve(&address)?;
        let url = raw_file(&url).unwrap_or(url);
        let url = match scheme(&url) {
            "https" => url,
            // Resolved again, since the port may now be the default of the scheme.
            "http" => self.resolver.resolve(&["https", &url[4..]].concat())?,
            _ => return None,
        };
        (url.len() <= MAX_URL_BYTES).then_some(MediaUrl::Remote(ExternalUrl(url)))
    }
}

/// Parses the address of a post as the packer writes it.
fn packed_post(address: &str) -> Option<PostUrl> {
    let rest = address.strip_prefix(PostUrl::START)?;
    let (id, fragment) = rest.split_once('#').map_or((rest, None), |(id, fragment)| (id, Some(fragment)));
    if id.contains('&') {
        return None;
    }
    let id = id.replace('+', " ");
    let decoded = |text: &str| percent_decoded(text).unwrap_or_else(|| text.to_owned());
    PostUrl::new(&decoded(&id), fragment.and_then(|fragment| AnchorId::new(&decoded(fragment))))
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
    stripped_to(address, MAX_INLINE_IMAGE_BYTES + MAX_URL_BYTES)
}

/// The path at an address of a site generator's preview, which no reader can reach: it begins at
/// the root of the site.
fn preview_path(address: &str) -> Option<&str> {
    const HOSTS: [&str; 4] = ["localhost", "127.0.0.1", "0.0.0.0", "[::1]"];
    let rest = address.strip_prefix("http://").or_else(|| address.strip_prefix("https://"))?;
    let path = &rest[rest.find('/')?..];
    let authority = &rest[..rest.len() - path.len()];
    let port = HOSTS.iter().find_map(|host| authority.strip_prefix(host))?;
    let is_port = port.is_empty()
        || port.strip_prefix(':').is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()));
    (is_port && !path.starts_with("//")).then_some(path)
}

/// A stripped address; `None` if nothing is left, or it has more than `most` bytes.
fn stripped_to(address: &str, most: usize) -> Option<String> {
    let address = address.trim_matches(|c: char| c <= ' ');
    if address.is_empty() || address.len() > most {
        return None;
    }
    if find_ascii(address, *b"\t\n\r").is_none() {
        return Some(address.to_owned());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_posts_are_read_as_they_are_written() {
        for (id, anchor) in [("2017-05-02-to", None), ("中文 名+&#?/%41", Some("第二节")), ("a", Some("x y"))]
        {
            let post = PostUrl::new(id, anchor.and_then(AnchorId::new)).unwrap();
            let address = post.to_address();
            assert!(address.is_ascii());
            assert_eq!(packed_post(&address), Some(post), "{address}");
        }
        assert_eq!(packed_post("?post=a+b").map(|post| post.id().to_owned()).as_deref(), Some("a b"));
        for address in ["?post=", "?post=a&tag=b", "?post=%00", "?q=a", "x?post=a", "?post=#a"] {
            assert_eq!(packed_post(address), None, "{address}");
        }
    }
}
