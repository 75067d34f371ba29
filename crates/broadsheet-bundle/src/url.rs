//! URLs.

/// The host of an absolute `http` or `https` URL, its ASCII letters in lower case, without user and
/// port; `None` if there is none.
pub fn host_of(url: &str) -> Option<String> {
    let (scheme, rest) = url.trim().split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let plausible = !host.is_empty() && !host.contains(char::is_whitespace);
    plausible.then(|| host.to_ascii_lowercase())
}

/// The absolute address that `address` means where `base` is the absolute URL of the page; `None`
/// for an address of another scheme than `http` and `https`. Parts such as `..` stay: parsers of
/// addresses resolve them.
pub fn join(base: Option<&str>, address: &str) -> Option<String> {
    let address = address.trim();
    if host_of(address).is_some() {
        return Some(address.to_owned());
    }
    let before_path = address.split(['/', '?', '#']).next().unwrap_or_default();
    if address.is_empty() || before_path.contains(':') {
        return None;
    }
    let base = base.map(str::trim).filter(|base| host_of(base).is_some());
    let scheme = base.and_then(|base| base.split_once("://")).map_or("https", |(scheme, _)| scheme);
    if address.starts_with("//") {
        let absolute = [scheme, ":", address].concat();
        return host_of(&absolute).is_some().then_some(absolute);
    }
    let base = base?;
    let authority = scheme.len() + 3;
    let path = base.get(authority..)?.find(['/', '?', '#']).map_or(base.len(), |at| authority + at);
    let end_of = |signs: &[char]| {
        base.get(path..).and_then(|rest| rest.find(signs)).map_or(base.len(), |at| path + at)
    };
    let kept = match address.as_bytes().first()? {
        b'/' => path,
        b'#' => end_of(&['#']),
        b'?' => end_of(&['?', '#']),
        _ => {
            let end = end_of(&['?', '#']);
            match base.get(path..end)?.rfind('/') {
                Some(slash) => path + slash + 1,
                None => return Some([base.get(..path)?, "/", address].concat()),
            }
        }
    };
    Some([base.get(..kept)?, address].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_joined() {
        for (base, address, expected) in [
            (Some("https://e.org/a/b?c#d"), "x", Some("https://e.org/a/x")),
            (Some("https://e.org/a/b?c#d"), "/x", Some("https://e.org/x")),
            (Some("https://e.org/a/b?c/d"), "?x", Some("https://e.org/a/b?x")),
            (Some("https://e.org/a/b?c#d"), "#x", Some("https://e.org/a/b?c#x")),
            (Some("https://e.org?q"), "x/y", Some("https://e.org/x/y")),
            (Some("http://e.org/"), "//f.org/x", Some("http://f.org/x")),
            (None, "//f.org/x", Some("https://f.org/x")),
            (None, "https://f.org", Some("https://f.org")),
            (None, "x", None),
            (Some("/a/"), "x", None),
            (Some("https://e.org/"), "javascript:x", None),
            (Some("https://e.org/"), "", None),
            (Some("https://e.org/七/"), "八 九", Some("https://e.org/七/八 九")),
        ] {
            assert_eq!(join(base, address).as_deref(), expected, "{base:?} {address}");
        }
    }

    #[test]
    fn hosts() {
        for (url, expected) in [
            ("https://www.zaobao.com/realtime/x", Some("www.zaobao.com")),
            ("HTTP://user:pw@Example.ORG:8080?x", Some("example.org")),
            ("https://example.org", Some("example.org")),
            ("ftp://example.org/", None),
            ("example.org/x", None),
            ("https:///x", None),
            ("", None),
        ] {
            assert_eq!(host_of(url).as_deref(), expected, "{url}");
        }
    }
}
