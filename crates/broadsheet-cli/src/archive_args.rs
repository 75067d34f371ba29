//! The options that describe the archive, which `build`, `pack` and `serve` have in common.

use broadsheet_pack::archive_info::ArchiveOptions;
use broadsheet_pack::import::metadata::{is_web_address, language_tag};
use clap::Args;

/// The archive, as the command line describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct ArchiveArgs {
    /// Title of the archive [default: `title` of a _config.yml beside the posts, or the folder's
    /// name]
    #[arg(long)]
    pub title: Option<String>,
    /// A sentence on the archive [default: `description` of _config.yml]
    #[arg(long, value_name = "TEXT")]
    pub description: Option<String>,
    /// Main language, a BCP 47 tag such as zh-Hans [default: `lang` of _config.yml, or what the
    /// titles look like]
    #[arg(long, value_name = "TAG", value_parser = parse_language)]
    pub language: Option<String>,
    /// The archive's home page [default: `url` of _config.yml]
    #[arg(long, value_name = "URL", value_parser = parse_home_page)]
    pub home_page: Option<String>,
    /// Let the viewer load images, audio and video from these hosts alone unless its user asks:
    /// `img.example.org`, or `*.example.org` for those below it
    #[arg(long, value_name = "HOST", num_args = 1.., value_delimiter = ',', value_parser = parse_host)]
    pub allow_images_from: Vec<String>,
    /// Let the viewer load nothing from other hosts unless its user asks
    #[arg(long, conflicts_with = "allow_images_from")]
    pub no_remote_images: bool,
    /// Tell only pages of these origins how high a frame with the archive in it is, which says how
    /// much a search finds: `https://example.org`, or `*.example.org` for the hosts below it. For
    /// archives that not everybody may read
    #[arg(long, value_name = "ORIGIN", num_args = 1.., value_delimiter = ',', value_parser = parse_parent)]
    pub frame_parents: Vec<String>,
}

impl ArchiveArgs {
    /// The options of the archive.
    pub fn options(&self) -> ArchiveOptions {
        ArchiveOptions {
            title: self.title.clone(),
            description: self.description.clone(),
            language: self.language.clone(),
            home_page: self.home_page.clone(),
            media_hosts: self.media_hosts(),
            frame_parents: self.frame_parents.clone(),
        }
    }

    /// The hosts that were allowed, each once; `None` without the option.
    fn media_hosts(&self) -> Option<Vec<String>> {
        let mut hosts = self.allow_images_from.clone();
        hosts.sort();
        hosts.dedup();
        (self.no_remote_images || !hosts.is_empty()).then_some(hosts)
    }
}

fn parse_language(text: &str) -> Result<String, String> {
    language_tag(text).ok_or_else(|| "not a language tag".to_owned())
}

fn parse_home_page(text: &str) -> Result<String, String> {
    let url = text.trim();
    if url.is_empty() || is_web_address(url) {
        Ok(url.to_owned())
    } else {
        Err("not a web address such as https://example.org/".to_owned())
    }
}

fn parse_host(text: &str) -> Result<String, String> {
    let host = text.to_ascii_lowercase();
    // A name without a dot is more likely a folder that stands behind the option.
    if is_host(&host) && (host.contains('.') || host == "localhost") {
        Ok(host)
    } else {
        Err("not a host such as img.example.org or *.example.org; letters beyond ASCII are written as xn--…"
            .to_owned())
    }
}

/// `true` for a host in lower case, or `*.` and one.
fn is_host(text: &str) -> bool {
    text.strip_prefix("*.").unwrap_or(text).split('.').all(|label| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    })
}

/// An origin as a content security policy names it: a host, with a scheme and a port or without.
fn parse_parent(text: &str) -> Result<String, String> {
    let parent = text.trim_end_matches('/').to_ascii_lowercase();
    let rest = parent.strip_prefix("https://").or_else(|| parent.strip_prefix("http://"));
    let named = rest.unwrap_or(&parent);
    let (host, port) = named.split_once(':').map_or((named, None), |(host, port)| (host, Some(port)));
    let fits = is_host(host) && port.is_none_or(|port| port.parse::<u16>().is_ok());
    // As above: what has neither scheme nor port nor dot.
    if fits && (rest.is_some() || port.is_some() || host.contains('.') || host == "localhost") {
        Ok(parent)
    } else {
        Err("not an origin such as https://example.org or *.example.org; letters beyond ASCII are written as xn--…"
            .to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn home_pages() {
        for (text, fits) in [
            ("https://example.org/a", true),
            (" HTTP://example.org ", true),
            ("javascript:alert(1)", false),
            ("data:text/html,x", false),
            ("//example.org", false),
            ("https://example.org/a b", false),
            ("example.org", false),
            ("", true), // as if it were not given
        ] {
            assert_eq!(parse_home_page(text).is_ok(), fits, "{text}");
        }
    }

    #[test]
    fn parents_of_frames() {
        for (text, parent) in [
            ("https://Example.org", Some("https://example.org")),
            ("https://example.org/", Some("https://example.org")),
            ("http://127.0.0.1:8080", Some("http://127.0.0.1:8080")),
            ("http://intranet", Some("http://intranet")),
            ("intranet:8080", Some("intranet:8080")),
            ("*.example.org", Some("*.example.org")),
            ("https://*.example.org", Some("https://*.example.org")),
            ("example.org", Some("example.org")),
            ("localhost", Some("localhost")),
            ("posts", None),
            ("https://example.org/archive", None),
            ("https://example.org; script-src *", None),
            ("example.org:port", None),
            ("ftp://example.org", None),
            ("'self'", None),
            ("*", None),
            ("", None),
        ] {
            assert_eq!(parse_parent(text).ok().as_deref(), parent, "{text}");
        }
    }

    #[test]
    fn hosts() {
        for (text, host) in [
            ("IMG.example.org", Some("img.example.org")),
            ("*.example.org", Some("*.example.org")),
            ("localhost", Some("localhost")),
            ("https://example.org", None),
            ("example.org:80", None),
            ("*", None),
            ("a.*.org", None),
            ("a..b", None),
            ("posts", None),
            ("例え.テスト", None),
            ("", None),
        ] {
            assert_eq!(parse_host(text).ok().as_deref(), host, "{text}");
        }
        let asked = |hosts: &[&str], none| {
            let allow_images_from = hosts.iter().map(|&host| host.to_owned()).collect();
            ArchiveArgs { allow_images_from, no_remote_images: none, ..ArchiveArgs::default() }.media_hosts()
        };
        assert_eq!(asked(&[], false), None);
        assert_eq!(asked(&[], true), Some(Vec::new()));
        assert_eq!(
            asked(&["b.org", "a.org", "b.org"], false),
            Some(vec!["a.org".to_owned(), "b.org".to_owned()])
        );
    }
}
