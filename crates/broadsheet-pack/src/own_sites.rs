//! The sites on which an archive is or was published: what is there may lie in its folder.

use url::Url;

/// Hosts at which site generators show a site before it is published.
const PREVIEW_HOSTS: [&str; 4] = ["localhost", "127.0.0.1", "0.0.0.0", "[::1]"];

/// Hosts that have the files of a site and no pages of it.
const FILE_HOSTS: [&str; 3] = ["github.com", "raw.githubusercontent.com", "cdn.jsdelivr.net"];

/// The sites of an archive, and the previews that site generators show of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnSites(Vec<OwnSite>);

/// A site, or the part of one below a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
struct OwnSite {
    /// The host in lower case, without `www.`.
    host: String,
    /// The path of the folder, with a slash before each name: `/blog`, or nothing.
    folder: String,
}

impl OwnSites {
    /// The sites at these addresses; what is no address of the web is none.
    pub fn new<'a>(addresses: impl IntoIterator<Item = &'a str>) -> Self {
        let mut sites: Vec<OwnSite> = Vec::new();
        for url in addresses.into_iter().filter_map(|address| Url::parse(address.trim()).ok()) {
            let Some(host) = url.host_str() else { continue };
            if !matches!(url.scheme(), "http" | "https") {
                continue;
            }
            let folder = url.path().trim_end_matches('/').to_owned();
            let site = OwnSite { host: without_www(host).to_owned(), folder };
            if !sites.contains(&site) {
                sites.push(site);
            }
        }
        // A preview is of any of them: the one with the longest folder counts first.
        sites.sort_by_key(|site| std::cmp::Reverse(site.folder.len()));
        Self(sites)
    }

    /// `true` for the host of one of them or of a preview, where pages may be.
    pub fn has_host(&self, host: &str) -> bool {
        let host = without_www(host);
        let is = |site: &OwnSite| site.host == host && !FILE_HOSTS.contains(&host);
        is_preview(host) || self.0.iter().any(is)
    }

    /// Returns the path, from the root of the archive's site, at an absolute address on one of the
    /// sites, with a slash at its start and its query; `None` for any other address.
    pub fn path(&self, address: &str) -> Option<String> {
        let address = address.trim();
        let host = host_as_written(address)?;
        // Nearly every address is elsewhere, and costs no more than this.
        let is = |own: &str| without_www(host).eq_ignore_ascii_case(own);
        if !PREVIEW_HOSTS.iter().any(|own| is(own)) && !self.0.iter().any(|site| is(&site.host)) {
            return None;
        }
        let with_scheme =
            if address.starts_with("//") { ["https:", address].concat() } else { address.to_owned() };
        let url = Url::parse(&with_scheme).ok()?;
        let host = without_www(url.host_str()?);
        let path = match url.query() {
            Some(query) => [url.path(), "?", query].concat(),
            None => url.path().to_owned(),
        };
        let mut folders = self.0.iter().filter(|site| site.host == host || is_preview(host));
        match folders.find_map(|site| below(&path, &site.folder)) {
            Some(below) => Some(below.to_owned()),
            None if is_preview(host) => Some(path),
            None => None,
        }
    }

    /// Returns what a path from the root of a site is below the folder of the archive's site there;
    /// `None` if it is not below one.
    pub fn below_folder<'p>(&self, path: &'p str) -> Option<&'p str> {
        self.0.iter().filter(|site| !site.folder.is_empty()).find_map(|site| below(path, &site.folder))
    }
}

/// `true` for an address with a scheme and a host, or with a host alone.
pub(crate) fn is_absolute(address: &str) -> bool {
    host_as_written(address.trim()).is_some()
}

/// Returns the addresses at which hosts of repositories have the files of one, `OWNER/NAME`: its
/// pages, the files themselves, and a network that hands them out. A star is any name, here that of
/// a branch.
pub(crate) fn addresses_of_repository(repository: &str) -> Vec<String> {
    ["github.com/*/blob/*", "github.com/*/raw/*", "raw.githubusercontent.com/*/*", "cdn.jsdelivr.net/gh/*"]
        .map(|form| ["https://", &form.replacen('*', repository, 1)].concat())
        .to_vec()
}

/// `path` without the folder that it begins with, in which a star is any name, and `@` with a
/// version may stand behind the last one.
fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    let mut rest = path;
    for name in folder.split('/').skip(1) {
        let inner = rest.strip_prefix('/')?;
        let end = inner.find('/').unwrap_or(inner.len());
        let (found, after) = inner.split_at(end);
        if name != "*" && found.split('@').next() != Some(name) {
            return None;
        }
        rest = after;
    }
    if rest.starts_with('/') { Some(rest) } else { None }
}

/// The host of an address of the web, without its port.
fn host_as_written(address: &str) -> Option<&str> {
    let starts = ["https://", "http://", "//"];
    let rest = starts.iter().find_map(|start| {
        let (scheme, rest) = address.split_at_checked(start.len())?;
        if scheme.eq_ignore_ascii_case(start) { Some(rest) } else { None }
    })?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let bracket = authority.find(']').map_or(0, |end| end + 1);
    let end = authority.get(bracket..)?.find(':').map_or(authority.len(), |colon| bracket + colon);
    authority.get(..end).filter(|host| !host.is_empty())
}

fn without_www(host: &str) -> &str {
    match host.split_at_checked(4) {
        Some((start, rest)) if start.eq_ignore_ascii_case("www.") => rest,
        _ => host,
    }
}

fn is_preview(host: &str) -> bool {
    PREVIEW_HOSTS.contains(&host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_on_own_sites_are_paths() {
        let sites = OwnSites::new([
            "https://me.example.org",
            "http://me.example.io/blog/",
            "mailto:a@example.org",
            "",
        ]);
        for (address, path) in [
            ("https://me.example.org/a/b.png", Some("/a/b.png")),
            ("http://www.ME.example.org:80/a%20b.png?x=1#y", Some("/a%20b.png?x=1")),
            ("//me.example.org/a.png", Some("/a.png")),
            ("https://me.example.io/blog/a.png", Some("/a.png")),
            ("https://me.example.io/blogs/a.png", None),
            ("https://me.example.io/a.png", None),
            ("http://localhost:4000/blog/a.png", Some("/a.png")),
            ("http://127.0.0.1:1313/a.png", Some("/a.png")),
            ("http://[::1]:4000/a.png", Some("/a.png")),
            ("https://other.test/me.example.org/a.png", None),
            ("https://me.example.org.test/a.png", None),
            ("https://me.example.org@other.test/a.png", None),
            ("a.png", None),
            ("/blog/a.png", None),
            ("mailto:me@me.example.org", None),
        ] {
            assert_eq!(sites.path(address).as_deref(), path, "{address}");
        }
        assert!(sites.has_host("www.me.example.org") && sites.has_host("localhost"));
        assert!(!sites.has_host("other.test") && !OwnSites::default().has_host("me.example.org"));
        let addresses = addresses_of_repository("me/blog");
        let repository = OwnSites::new(addresses.iter().map(String::as_str));
        for (address, path) in [
            ("https://github.com/me/blog/blob/master/a/b.png?raw=true", Some("/a/b.png?raw=true")),
            ("https://github.com/me/blog/raw/main/b.png", Some("/b.png")),
            ("https://raw.githubusercontent.com/me/blog/main/b.png", Some("/b.png")),
            ("https://cdn.jsdelivr.net/gh/me/blog@1.0/b.png", Some("/b.png")),
            ("https://cdn.jsdelivr.net/gh/me/blog/b.png", Some("/b.png")),
            ("https://github.com/me/other/blob/master/b.png", None),
            ("https://github.com/me/blog", None),
        ] {
            assert_eq!(repository.path(address).as_deref(), path, "{address}");
        }
        assert_eq!(sites.below_folder("/blog/a.png"), Some("/a.png"));
        assert_eq!(sites.below_folder("/a.png"), None);
        assert!(
            is_absolute("//x.test/a")
                && is_absolute("HTTP://x.test")
                && !is_absolute("a//b")
                && !is_absolute("data:,")
        );
    }
}
