//! The address of a published site, and those of its posts and files: the one place where the
//! address of a post is made absolute.

use std::borrow::Cow;

use broadsheet_article::url::PostUrl;
use url::Url;

/// The start of every address that the packer writes of a file of the archive.
const MEDIA: &str = "media/";
/// The start of every address that it writes of a post.
const POST: &str = "?post=";
/// The attributes of packed HTML that have addresses.
const ADDRESSES: [&str; 3] = ["href", "src", "poster"];
/// The attribute of packed HTML that has a list of them.
const CANDIDATES: &str = "srcset";

/// The absolute address of a site's folder, with a slash at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteAddress(String);

impl SiteAddress {
    /// The address that a user or a file of settings gives; `None` if it is none of http or https,
    /// or has a name and a password in it, which feeds would publish.
    pub fn parse(text: &str) -> Option<Self> {
        let mut url = Url::parse(text.trim()).ok()?;
        let is_web = matches!(url.scheme(), "http" | "https") && url.host_str().is_some();
        if !is_web || !url.username().is_empty() || url.password().is_some() {
            return None;
        }
        url.set_query(None);
        url.set_fragment(None);
        let mut text = String::from(url);
        if !text.ends_with('/') {
            text.push('/');
        }
        Some(Self(text))
    }

    /// The address of the archive itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path of the archive, with a slash at both ends.
    pub fn path(&self) -> &str {
        let host = self.0.find("://").map_or(0, |at| at + "://".len());
        let path = self.0.get(host..).and_then(|rest| rest.find('/'));
        path.and_then(|at| self.0.get(host + at..)).unwrap_or("/")
    }

    /// The address of a file of the site.
    pub fn file(&self, name: &str) -> String {
        [&self.0, name].concat()
    }

    /// The address of the post `id`; `None` if that cannot be the id of one.
    pub fn post(&self, id: &str) -> Option<String> {
        PostUrl::new(id, None).map(|post| self.resolve(&post.to_address()))
    }

    /// The identifier of the post `id` for programs that know posts again. It is an address that
    /// leads to the post however [`Self::post`] writes addresses.
    pub fn identifier(&self, id: &str) -> Option<String> {
        PostUrl::new(id, None).map(|post| self.file(&post.to_address()))
    }

    /// The address of the list of posts that have these words, which are escaped already.
    pub fn search(&self, words: &str) -> String {
        [&self.0, "?q=", words].concat()
    }

    /// The absolute form of an address that is relative to the archive's page: that of a post, or
    /// of a file of the bundle.
    fn resolve(&self, relative: &str) -> String {
        self.file(relative)
    }

    /// Packed HTML with absolute addresses. Those of anchors within the article stay.
    pub(crate) fn absolute_html<'h>(&self, html: &'h str) -> Cow<'h, str> {
        let is_own = |address: &str| address.starts_with(POST) || address.starts_with(MEDIA);
        let mut absolute = String::new();
        let mut copied = 0;
        // The writer escapes angle brackets and quotation marks wherever they are not its own.
        for (start, _) in html.match_indices('<') {
            let tag = html.get(start..).unwrap_or_default();
            let tag = tag.split_once('>').map_or(tag, |(tag, _)| tag);
            let mut at = start;
            let mut parts = tag.split('"');
            while let (Some(before), Some(value)) = (parts.next(), parts.next()) {
                let value_at = at + before.len() + 1;
                at = value_at + value.len() + 1;
                let name = before.trim_start().trim_end_matches('=');
                let name = name.rsplit(' ').next().unwrap_or(name);
                let list = || {
                    let candidates = value.split(", ");
                    let resolved = candidates.map(|candidate| {
                        if is_own(candidate) {
                            self.resolve(candidate).into()
                        } else {
                            Cow::Borrowed(candidate)
                        }
                    });
                    resolved.collect::<Vec<_>>().join(", ")
                };
                let new = if ADDRESSES.contains(&name) && is_own(value) {
                    self.resolve(value)
                } else if name == CANDIDATES {
                    list()
                } else {
                    continue;
                };
                absolute.push_str(html.get(copied..value_at).unwrap_or_default());
                absolute.push_str(&new);
                copied = value_at + value.len();
            }
        }
        if copied == 0 {
            return html.into();
        }
        absolute.push_str(html.get(copied..).unwrap_or_default());
        absolute.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> SiteAddress {
        SiteAddress::parse("https://example.org/archive").unwrap()
    }

    #[test]
    fn addresses_of_sites() {
        for (text, address) in [
            ("https://example.org", Some("https://example.org/")),
            (" HTTPS://Example.org/a/b ", Some("https://example.org/a/b/")),
            ("http://localhost:8080/a/?q=x#y", Some("http://localhost:8080/a/")),
            ("https://例子.测试/档案", Some("https://xn--fsqu00a.xn--0zwm56d/%E6%A1%A3%E6%A1%88/")),
            ("https://user:secret@example.org/", None),
            ("//example.org/", None),
            ("/archive", None),
            ("ftp://example.org/", None),
            ("javascript:alert(1)", None),
            ("", None),
        ] {
            assert_eq!(SiteAddress::parse(text).as_ref().map(SiteAddress::as_str), address, "{text}");
        }
        assert_eq!(site().path(), "/archive/");
        assert_eq!(SiteAddress::parse("https://example.org").unwrap().path(), "/");
    }

    #[test]
    fn addresses_of_posts() {
        let post = |id| site().post(id);
        assert_eq!(
            post("2021-甲 & b").unwrap(),
            "https://example.org/archive/?post=2021-%E7%94%B2%20%26%20b"
        );
        assert_eq!(site().identifier("a"), post("a"));
        assert_eq!(post(""), None);
    }

    #[test]
    fn addresses_in_packed_html() {
        for (html, absolute) in [
            ("<p>no addresses &lt;a href=\"media/x\"&gt; media/x ?post=x</p>", None),
            ("<a href=\"https://b.example/?post=x\" rel=\"nofollow\">media/</a> <a href=\"#fn\">1</a>", None),
            ("<p title=\"media/x\" alt=\"?post=x\">", None),
            (
                "甲<a href=\"?post=a#b\">x</a><img src=\"media/0.png\" srcset=\"media/0.png 2x, \
                 https://b.example/x,y 3x, media/1.png 4x\" alt=\"media/\">",
                Some(
                    "甲<a href=\"https://example.org/archive/?post=a#b\">x</a><img \
                     src=\"https://example.org/archive/media/0.png\" \
                     srcset=\"https://example.org/archive/media/0.png 2x, https://b.example/x,y 3x, \
                     https://example.org/archive/media/1.png 4x\" alt=\"media/\">",
                ),
            ),
            (
                "<video controls preload=\"none\" poster=\"media/0.png\"><source src=\"media/1.mp4\"></video>",
                Some(
                    "<video controls preload=\"none\" poster=\"https://example.org/archive/media/0.png\"><source \
                     src=\"https://example.org/archive/media/1.mp4\"></video>",
                ),
            ),
        ] {
            assert_eq!(site().absolute_html(html), absolute.unwrap_or(html));
        }
    }
}
