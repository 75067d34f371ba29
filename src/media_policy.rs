//! The hosts from which media load without consent, by the archive's list and the user's choice.

use broadsheet_article::tree::Image;
use broadsheet_article::url::MediaUrl;

/// The user's choice for media of other hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RemoteMediaPolicy {
    /// The hosts that the archive names.
    #[default]
    ArchiveDefault,
    /// All hosts.
    Always,
    /// No host.
    Ask,
}

impl RemoteMediaPolicy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::ArchiveDefault, Self::Always, Self::Ask];

    /// Returns the name in storage.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ArchiveDefault => "archive",
            Self::Always => "always",
            Self::Ask => "ask",
        }
    }

    /// Returns the choice with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.as_str() == name)
    }

    /// Returns the hosts from which media load without consent, given those that the archive names;
    /// `None` allows any.
    pub fn allowed_hosts(self, archive: Option<&[String]>) -> Option<&[String]> {
        match self {
            Self::ArchiveDefault => archive,
            Self::Always => None,
            Self::Ask => Some(&[]),
        }
    }
}

/// `true` if `url` may load from `hosts` only. Files of the bundle always may.
pub fn allows(hosts: &[String], url: &MediaUrl) -> bool {
    let MediaUrl::Remote(url) = url else { return true };
    let Some(host) = url.host() else { return false };
    hosts.iter().any(|known| match known.strip_prefix('*') {
        // The dot stays: `*.example.org` is below `example.org`.
        Some(below) => host.len() > below.len() && below.starts_with('.') && host.ends_with(below),
        None => host == known,
    })
}

/// Returns an image with those of its sources that may load from `hosts` only; `None` if none may.
pub fn allowed_sources(image: &Image, hosts: &[String]) -> Option<Image> {
    let mut image = image.clone();
    image.candidates.retain(|candidate| allows(hosts, &candidate.url));
    if !allows(hosts, &image.source) {
        image.source = image.candidates.last()?.url.clone();
    }
    Some(image)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use broadsheet_article::tree::{Block, Inline};
    use broadsheet_article::{Options, native};

    use super::*;

    fn image(html: &str) -> Image {
        let article = native::parse(html, &Options::default());
        let [Block::Paragraph(content)] = article.blocks.as_slice() else { panic!("{article:?}") };
        let [Inline::Image(image)] = content.as_slice() else { panic!("{content:?}") };
        image.clone()
    }

    #[test]
    fn hosts_are_exact_or_below() {
        let allowed = |hosts: &[&str], url: &str| {
            let hosts: Vec<_> = hosts.iter().map(|&host| host.to_owned()).collect();
            allows(&hosts, &image(&format!("<img src='{url}'>")).source)
        };
        for (host, url, expected) in [
            ("img.example.org", "https://img.example.org/a.png", true),
            ("img.example.org", "https://IMG.example.org:8443/a.png", true),
            ("img.example.org", "https://a.img.example.org/a.png", false),
            ("img.example.org", "https://img.example.org.x.test/a.png", false),
            ("img.example.org", "https://img.example.org@x.test/a.png", false),
            ("*.example.org", "https://a.b.example.org/a.png", true),
            ("*.example.org", "https://example.org/a.png", false),
            ("*.example.org", "https://badexample.org/a.png", false),
            ("*", "https://example.org/a.png", false),
        ] {
            assert_eq!(allowed(&[host], url), expected, "{host} {url}");
        }
        assert!(allowed(&[], "media/0123456789abcdef.png"));
    }

    #[test]
    fn every_candidate_is_judged_alone() {
        let picture = image(
            "<img src='https://a.test/1.png' srcset='https://b.test/1.png 1x, https://a.test/2.png 2x'>",
        );
        let kept = |host: &str| {
            let image = allowed_sources(&picture, &[host.to_owned()])?;
            let candidates = image.candidates.iter().map(|candidate| candidate.url.as_str().to_owned());
            Some((image.source.as_str().to_owned(), candidates.collect::<Vec<_>>()))
        };
        let owned = |url: &str| url.to_owned();
        assert_eq!(
            kept("a.test"),
            Some((owned("https://a.test/1.png"), vec![owned("https://a.test/2.png")]))
        );
        assert_eq!(
            kept("b.test"),
            Some((owned("https://b.test/1.png"), vec![owned("https://b.test/1.png")]))
        );
        assert_eq!(kept("c.test"), None);
    }

    #[test]
    fn the_readers_word_counts_more_than_the_archives() {
        let archive = ["a.test".to_owned()];
        assert_eq!(RemoteMediaPolicy::ArchiveDefault.allowed_hosts(Some(&archive)), Some(&archive[..]));
        assert_eq!(RemoteMediaPolicy::ArchiveDefault.allowed_hosts(None), None);
        assert_eq!(RemoteMediaPolicy::Always.allowed_hosts(Some(&archive)), None);
        assert_eq!(RemoteMediaPolicy::Ask.allowed_hosts(Some(&archive)), Some(&[][..]));
        assert!(
            RemoteMediaPolicy::ALL
                .iter()
                .all(|choice| RemoteMediaPolicy::from_name(choice.as_str()) == Some(*choice))
        );
    }
}
