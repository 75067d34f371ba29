//! The normal forms of addresses, paths and slugs, in which those that mean the same are the same.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization as _;
use url::Url;

use crate::import::source::SourceFormat;

/// Endings that pages have in addresses.
const PAGE_ENDINGS: &[&str] = &["html", "htm", "xhtml", "shtml", "php", "asp", "aspx", "jsp"];

/// Markdown's endings, those that are not read as well.
const MARKDOWN_ENDINGS: &[&str] = &["md", "markdown", "mkd", "mkdn", "mkdown", "mdown"];

/// Parameters that say from where a reader came, whatever the site.
const TRACKING: &[&str] = &[
    "fbclid",
    "gclid",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "spm",
    "scm",
    "ref_src",
    "ref_url",
    "nsukey",
    "weibo_id",
    "isappinstalled",
    "share_token",
    "share_source",
    "_ga",
    "_gl",
    "wt_mc",
    "cmpid",
];

/// Returns an absolute address without what makes no difference between pages: scheme, `www.`, the
/// slash at its end, the name of an index, fragment, and parameters that say where a reader came
/// from. `None` for what is no page of the web.
pub fn page_address(url: &Url) -> Option<String> {
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let host = host(url)?;
    let mut address = host.to_owned();
    if let Some(port) = url.port().filter(|port| !matches!(port, 80 | 443)) {
        address.extend([":", &port.to_string()]);
    }
    let path = decoded(url.path());
    let path = without_index(&path);
    address.push_str(path.trim_end_matches('/'));
    let is_wanted = |parameter: &&str| {
        let name = parameter.split('=').next().unwrap_or_default();
        if host == "mp.weixin.qq.com" {
            return matches!(name, "__biz" | "mid" | "idx" | "sn" | "appmsgid" | "itemidx");
        }
        let is_share = matches!(*parameter, "from=timeline" | "from=singlemessage" | "from=groupmessage");
        !(parameter.is_empty() || is_share || name.starts_with("utm_") || TRACKING.contains(&name))
    };
    let parameters = url.query().unwrap_or_default().split('&').filter(is_wanted);
    for (number, parameter) in parameters.enumerate() {
        address.push(if number == 0 { '?' } else { '&' });
        address.push_str(parameter);
    }
    Some(address)
}

/// The host of an address, without `www.`.
pub fn host(url: &Url) -> Option<&str> {
    url.host_str().map(|host| host.strip_prefix("www.").unwrap_or(host))
}

/// Returns `text` with its percent-encoding undone, in normalisation form C.
pub fn decoded(text: &str) -> String {
    let decoded = percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text));
    if decoded.is_ascii() { decoded.into_owned() } else { decoded.nfc().collect() }
}

/// The names in a path, without `.`, with `..` undone as far as there is something to undo, and
/// without Jekyll's folders of posts, which are in no address.
pub fn parts(path: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." | "_posts" | "_drafts" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts
}

/// `path` without `index.html` and the like at its end.
fn without_index(path: &str) -> &str {
    let (before, last) = path.rsplit_once('/').unwrap_or(("", path));
    let is_index = last
        .rsplit_once('.')
        .is_some_and(|(name, ending)| matches!(name, "index" | "default") && PAGE_ENDINGS.contains(&ending));
    if is_index { before } else { path }
}

/// Returns a path on a site: its names, without the ending of a page.
pub fn site_path(path: &str) -> Vec<String> {
    let mut parts: Vec<String> = parts(without_index(path)).into_iter().map(str::to_owned).collect();
    if let Some(last) = parts.last_mut() {
        *last = without_page_ending(last).to_owned();
    }
    parts
}

/// The name of a page without its ending.
fn without_page_ending(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && is_one_of(ending, PAGE_ENDINGS) => stem,
        _ => without_ending(name).0,
    }
}

/// The name of a post's file without its ending, and `true` if that is Markdown's.
pub fn without_ending(name: &str) -> (&str, bool) {
    let Some((stem, ending)) = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) else {
        return (name, false);
    };
    if is_one_of(ending, MARKDOWN_ENDINGS) || is_one_of(ending, SourceFormat::Markdown.extensions()) {
        (stem, true)
    } else if is_one_of(ending, PAGE_ENDINGS) {
        (stem, false)
    } else {
        (name, false)
    }
}

fn is_one_of(ending: &str, endings: &[&str]) -> bool {
    endings.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// Returns a name as names of files are compared: in normalisation form C and in lower case.
pub fn folded(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    name.nfc().flat_map(char::to_lowercase).collect()
}

/// Returns a slug as Jekyll and Hugo write it: letters and digits of any script in lower case, all
/// else one hyphen.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.nfc() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_page_are_the_same() {
        let page = |address: &str| page_address(&Url::parse(address).unwrap());
        for group in [
            &[
                "https://news.example.org/2017/05/to.html",
                "http://news.example.org/2017/05/to.html",
                "https://www.news.example.org:443/2017/05/to.html#x",
                "https://news.example.org/2017/05/to.html?utm_source=a&fbclid=b&from=timeline",
                "https://news.example.org/2017/05/to.html?",
            ][..],
            &[
                "https://example.org/%E5%9B%BE/",
                "https://EXAMPLE.org/图",
                "https://example.org/图/index.html",
            ],
            &["https://example.org", "http://example.org/", "http://www.example.org/index.php"],
            &["https://example.org/?id=1&from=2", "http://example.org?id=1&from=2&utm_medium=x"],
            &["https://example.org/caf%C3%A9", "https://example.org/cafe%CC%81"],
            &[
                "https://mp.weixin.qq.com/s?__biz=a&mid=1&idx=1&sn=b&chksm=c&scene=27#rd",
                "http://mp.weixin.qq.com/s?__biz=a&mid=1&idx=1&sn=b",
            ],
        ] {
            assert!(group.iter().all(|address| page(address) == page(group[0])), "{group:?}");
        }
        assert_ne!(page("https://example.org/?id=1"), page("https://example.org/?id=2"));
        assert_ne!(page("https://example.org/a"), page("https://example.org/A"));
        assert_ne!(page("https://example.org:8080/a"), page("https://example.org/a"));
        assert_eq!(page("mailto:a@example.org"), None);
    }

    #[test]
    fn names_of_files() {
        for (path, expected) in [
            ("_posts/2017-05-02-to.md", &["2017-05-02-to.md"][..]),
            ("a/./../b\\c//", &["b", "c"]),
            ("../../x", &["x"]),
        ] {
            assert_eq!(parts(path), expected);
        }
        for (name, expected) in [
            ("a.md", ("a", true)),
            ("a.MARKDOWN", ("a", true)),
            ("a.html", ("a", false)),
            ("v1.2", ("v1.2", false)),
            (".md", (".md", false)),
            ("a.pdf", ("a.pdf", false)),
        ] {
            assert_eq!(without_ending(name), expected);
        }
        assert_eq!(site_path("/2017/05/02/to/index.html"), ["2017", "05", "02", "to"]);
        assert_eq!(site_path("/2017/05/02/to.html"), ["2017", "05", "02", "to"]);
        assert_eq!(
            (slug("Hello, World!"), slug("中文_标题 二")),
            ("hello-world".into(), "中文-标题-二".into())
        );
    }
}
