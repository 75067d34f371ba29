//! Addresses of image proxies, unwrapped if the address itself contains that of the original.

use super::repair::{Apply, Repair, set_attribute};
use crate::document::{Document, NodeId};
use crate::percent::percent_decoded;
use crate::vocabulary::{Attribute, Tag};

/// Puts the original's address in the place of a proxy's.
pub(super) const IMAGE_PROXY: Repair = Repair {
    name: "image-proxy",
    reason: "a blog host's picture proxy may be gone when the picture's own address still works",
    apply: Apply::ToElement(unwrap_proxies),
    #[cfg(test)]
    cases: &[
        (
            "<a href='https://i0.wp.com/x.test/a.jpg?ssl=1'><img src='https://i2.wp.com/x.test/a.jpg?resize=300%2C200&ssl=1' \
             srcset='https://i2.wp.com/x.test/a.jpg?w=600 600w, https://i2.wp.com/x.test/a.jpg?w=300 300w' width=300 height=200></a>",
            "<p><a href=\"https://x.test/a.jpg\"><img src=\"https://x.test/a.jpg\" alt=\"\" width=\"300\" height=\"200\"></a></p>",
        ),
        (
            "<img src=data:, data-lazy-src=https://i0.wp.com/x.test/a.jpg?is-pending-load=1>",
            "<p><img src=\"https://x.test/a.jpg\" alt=\"\"></p>",
        ),
        (
            "<picture><source srcset='https://i0.wp.com/x.test/a.webp?w=9 9w'><img alt=b></picture>",
            "<p><img src=\"https://x.test/a.webp\" alt=\"b\"></p>",
        ),
    ],
};

/// Attributes with one address.
const ADDRESSES: [Attribute; 7] = [
    Attribute::Src,
    Attribute::DataSrc,
    Attribute::DataOriginal,
    Attribute::DataLazySrc,
    Attribute::DataCfsrc,
    Attribute::Href,
    Attribute::Poster,
];

/// Attributes with a list of candidates. Behind a proxy these are one image in sizes that only the
/// proxy makes.
const CANDIDATES: [Attribute; 3] = [Attribute::Srcset, Attribute::DataSrcset, Attribute::DataLazySrcset];

/// Replaces the proxied addresses of an image, or of a link to one, by the originals.
fn unwrap_proxies(document: &mut Document, id: NodeId) {
    let Some(element) = document.element(id) else { return };
    if !matches!(element.tag, Some(Tag::Img | Tag::AmpImg | Tag::Source | Tag::A | Tag::Video)) {
        return;
    }
    let originals: Vec<(Attribute, String)> =
        ADDRESSES.iter().filter_map(|&name| Some((name, original(element.get(name)?)?))).collect();
    let lists: Vec<(Attribute, String)> =
        CANDIDATES.iter().filter_map(|&name| Some((name, first_original(element.get(name)?)?))).collect();
    let has_address = originals.iter().any(|(name, _)| !matches!(name, Attribute::Href | Attribute::Poster));
    for (name, address) in originals {
        set_attribute(document, id, name, address);
    }
    for (name, address) in lists {
        // One size is no choice; it is kept if there is no other address.
        set_attribute(document, id, name, if has_address { String::new() } else { address });
    }
}

/// The original of the first proxied candidate of a list.
fn first_original(list: &str) -> Option<String> {
    list.split_ascii_whitespace().find_map(|word| original(word.trim_matches(',')))
}

/// The original's address in the address of a proxy; `None` for any other address.
fn original(address: &str) -> Option<String> {
    let address = address.trim();
    let rest = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"))
        .or_else(|| address.strip_prefix("//"))?;
    let (host, path) = rest.split_once('/')?;
    let path = path.split('#').next()?;
    match host {
        // WordPress: `i0.wp.com/HOST/PATH?resize=…&ssl=1`. Its parameters are the proxy's, and an
        // original with parameters of its own has them in `q`.
        "i0.wp.com" | "i1.wp.com" | "i2.wp.com" | "i3.wp.com" => {
            let (path, parameters) = path.split_once('?').unwrap_or((path, ""));
            let (inner, file) = path.split_once('/')?;
            if !is_host(inner) || file.is_empty() {
                return None;
            }
            let query = parameters.split('&').find_map(|parameter| parameter.strip_prefix("q="));
            let query = query.map(decoded).unwrap_or_default();
            let mark = if query.is_empty() { "" } else { "?" };
            Some(["https://", path, mark, &query].concat())
        }
        // `wsrv.nl/?url=ADDRESS&w=…`, and Google's proxy for gadgets:
        // `…/gadgets/proxy?url=ADDRESS&container=…`
        "images.weserv.nl"
        | "wsrv.nl"
        | "images-focus-opensocial.googleusercontent.com"
        | "images1-focus-opensocial.googleusercontent.com" => parameter(path, "url"),
        // DuckDuckGo: `external-content.duckduckgo.com/iu/?u=ADDRESS`
        "external-content.duckduckgo.com" | "proxy.duckduckgo.com" => parameter(path, "u"),
        _ => None,
    }
}

/// The address in a parameter, absolute.
fn parameter(path: &str, name: &str) -> Option<String> {
    let (_, parameters) = path.split_once('?')?;
    let value = parameters.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    let value = decoded(value);
    let bare = value
        .strip_prefix("ssl:")
        .or_else(|| value.strip_prefix("https://"))
        .or_else(|| value.strip_prefix("http://"))
        .unwrap_or(&value);
    let host = bare.split(['/', '?']).next()?;
    is_host(host).then(|| ["https://", bare].concat())
}

fn decoded(text: &str) -> String {
    percent_decoded(text).unwrap_or_else(|| text.to_owned())
}

/// `true` for the name of a host rather than of a folder.
fn is_host(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(rest, top)| {
        !rest.is_empty() && top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic())
    }) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::original;

    #[test]
    fn originals() {
        for (address, expected) in [
            ("https://i0.wp.com/blog.test/a/b.jpg", Some("https://blog.test/a/b.jpg")),
            ("http://i1.wp.com/blog.test/a.jpg?resize=640%2C480&ssl=1", Some("https://blog.test/a.jpg")),
            ("//i2.wp.com/blog.test/a.jpg?ssl=1#x", Some("https://blog.test/a.jpg")),
            (
                "https://i0.wp.com/blog.test/a.php?q=id%3D4%26s%3D1&ssl=1",
                Some("https://blog.test/a.php?id=4&s=1"),
            ),
            ("https://i0.wp.com/latex.php", None),
            ("https://i0.wp.com/folder/a.jpg", None),
            ("https://i9.wp.com/blog.test/a.jpg", None),
            ("https://i0.wp.com.x.test/blog.test/a.jpg", None),
            ("https://wsrv.nl/?url=blog.test/a.jpg&w=300", Some("https://blog.test/a.jpg")),
            ("https://images.weserv.nl/?w=3&url=ssl:blog.test%2Fa.jpg", Some("https://blog.test/a.jpg")),
            (
                "https://external-content.duckduckgo.com/iu/?u=http%3A%2F%2Fblog.test%2Fa.jpg&f=1",
                Some("https://blog.test/a.jpg"),
            ),
            ("https://wsrv.nl/?url=javascript:alert(1)", None),
            ("https://wsrv.nl/?w=3", None),
            ("https://blog.test/a.jpg", None),
            ("a.jpg", None),
        ] {
            assert_eq!(original(address).as_deref(), expected, "{address}");
        }
    }
}
