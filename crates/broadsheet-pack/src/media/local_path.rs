//! From the address of a file beside a post to the paths that it may mean.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// An address that may mean a file beside a post.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LocalAddress {
    /// `true` if it begins at the root of the site.
    pub(super) is_rooted: bool,
    /// The paths that it may mean, with `/`, the likeliest first: without its query and its percent
    /// signs decoded, as it is written, with its query.
    pub(super) paths: Vec<String>,
}

/// Returns the local address that `address` is; `None` if it has a scheme or a host, or is of no
/// file.
pub(super) fn local_address(address: &str) -> Option<LocalAddress> {
    let address = address.trim().replace('\\', "/");
    let path = address.split(['?', '#']).next()?;
    let scheme = path.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    });
    if path.is_empty() || scheme || path.starts_with("//") {
        return None;
    }
    let decoded = decode_percent(path).map(|path| path.replace('\\', "/"));
    let mut paths: Vec<String> = Vec::new();
    for path in [decoded.as_deref(), Some(path), Some(address.as_str())].into_iter().flatten() {
        let path = path.trim_start_matches('/');
        if !path.is_empty() && !path.contains('\0') && !paths.iter().any(|known| known == path) {
            paths.push(path.to_owned());
        }
    }
    (!paths.is_empty()).then(|| LocalAddress { is_rooted: path.starts_with('/'), paths })
}

/// `text` with its percent-encoding undone; `None` if the result is not UTF-8.
pub fn decode_percent(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(Cow::into_owned)
}
