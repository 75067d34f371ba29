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

#[cfg(test)]
mod tests {
    use super::*;

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
