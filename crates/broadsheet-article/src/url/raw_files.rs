//! Addresses of files on hosts of repositories, which show a page around each.

/// Returns the address of the file itself where `address` is that of its page: a picture there is
/// no picture. `None` for any other address.
pub(super) fn raw_file(address: &str) -> Option<String> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let (host, path) = rest.split_once('/')?;
    let path = path.split(['?', '#']).next()?;
    let (owner, path) = path.split_once('/')?;
    let (repository, path) = path.split_once('/')?;
    let file =
        path.strip_prefix("-/").unwrap_or(path).strip_prefix("blob/").filter(|file| file.contains('/'))?;
    let parts = match host {
        "github.com" | "www.github.com" => ["raw.githubusercontent.com", owner, repository, file],
        "gitlab.com" => [host, owner, repository, &["-/raw/", file].concat()],
        "gitee.com" | "codeberg.org" => [host, owner, repository, &["raw/", file].concat()],
        _ => return None,
    };
    Some(["https://", &parts.join("/")].concat())
}

#[cfg(test)]
mod tests {
    use super::raw_file;

    #[test]
    fn files_have_addresses_of_their_own() {
        for (address, raw) in [
            (
                "https://github.com/me/blog/blob/master/a/b.png",
                Some("https://raw.githubusercontent.com/me/blog/master/a/b.png"),
            ),
            (
                "http://github.com/me/blog/blob/main/b.png?raw=true#x",
                Some("https://raw.githubusercontent.com/me/blog/main/b.png"),
            ),
            (
                "https://gitlab.com/me/blog/-/blob/main/b.png",
                Some("https://gitlab.com/me/blog/-/raw/main/b.png"),
            ),
            (
                "https://gitee.com/me/blog/blob/master/b.png",
                Some("https://gitee.com/me/blog/raw/master/b.png"),
            ),
            ("https://github.com/me/blog/raw/master/b.png", None),
            ("https://github.com/me/blog/blob/master", None),
            ("https://x.test/me/blog/blob/master/b.png", None),
            ("b/blob/c/d.png", None),
        ] {
            assert_eq!(raw_file(address).as_deref(), raw, "{address}");
        }
    }
}
