//! The options that the page gives the viewer: loose text in, one strict [`Config`] out. The only
//! place for defaults.

use broadsheet_bundle::format::MANIFEST_FILE;

use crate::i18n::Language;
use crate::settings::{HeadingOutline, Theme};

/// The default address of the bundle, relative to the page.
const DEFAULT_BUNDLE: &str = MANIFEST_FILE;

/// Default level of the highest heading in a host page, whose title has the first.
const EMBEDDED_HEADING: u8 = 2;

/// The viewer's options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Address of the page's own bundle, relative to the page or absolute.
    pub bundle: String,
    /// Addresses that a `bundle` parameter in the page's address may choose instead.
    pub bundle_parameter: BundleParameter,
    /// The part of the archive that is shown.
    pub extent: Extent,
    /// The most rows of the list that are shown; `None` for all.
    pub limit: Option<u32>,
    /// The colours, until the user chooses others.
    pub theme: Option<Theme>,
    /// The language of the user interface, until the user chooses another one.
    pub language: Option<Language>,
    /// Level of the highest heading, 1 to 6; `None` for the default.
    pub heading_level: Option<u8>,
    /// The prefix of our parameters in the address of a host page; `None` if its address may not be
    /// used.
    pub url_prefix: Option<String>,
    /// `true` if settings and read marks are stored.
    pub persist: bool,
}

/// The part of an archive that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// All of it: header, filters, list and article.
    #[default]
    Archive,
    /// The list, and an article in its place when one is opened.
    List,
    /// One article alone: the one that is asked for, or the first of the list.
    Article,
}

/// The bundles that an address may choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BundleParameter {
    /// None but the page's own.
    None,
    /// All of the page's origin.
    #[default]
    SameOrigin,
    /// All that the page's content security policy lets through.
    Any,
}

impl Config {
    /// Reads the options. `get` returns the text that the page gives for a name, if it gives one.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name| get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let number = |name| text(name).and_then(|text| text.parse::<u16>().ok()).filter(|number| *number > 0);
        Self {
            bundle: text("bundle").unwrap_or_else(|| DEFAULT_BUNDLE.to_owned()),
            bundle_parameter: match text("bundle-parameter").as_deref() {
                Some("none") => BundleParameter::None,
                Some("any") => BundleParameter::Any,
                _ => BundleParameter::default(),
            },
            extent: match text("view").as_deref() {
                Some("list") => Extent::List,
                Some("article") => Extent::Article,
                _ => Extent::default(),
            },
            limit: number("limit").map(u32::from),
            theme: text("theme").and_then(|name| Theme::from_name(&name)),
            language: text("lang").and_then(|tag| Language::from_tag(&tag)),
            heading_level: number("heading-level").map(|level| u8::try_from(level).unwrap_or(6).min(6)),
            url_prefix: text("deep-link"),
            persist: text("storage").as_deref() != Some("off"),
        }
    }

    /// Returns the outline of headings, in a page of the viewer's own or in a host page.
    pub fn outline(&self, standalone: bool) -> HeadingOutline {
        let usual = if standalone { 1 } else { EMBEDDED_HEADING };
        let has_site_heading = standalone || self.extent == Extent::Archive;
        HeadingOutline { standalone, top_level: self.heading_level.unwrap_or(usual), has_site_heading }
    }

    /// Returns the maximum number of rows in the list.
    pub fn row_limit(&self) -> Option<u32> {
        if self.extent == Extent::Article { Some(1) } else { self.limit }
    }

    /// Returns the address of the bundle to open, given the one in the page's address. `origin`
    /// resolves an address to its origin.
    pub fn bundle_for<'a>(
        &'a self,
        asked: Option<&'a str>,
        origin: impl Fn(&str) -> Option<String>,
    ) -> &'a str {
        let allowed = |url: &str| match self.bundle_parameter {
            BundleParameter::None => false,
            BundleParameter::SameOrigin => {
                origin(url).is_some_and(|theirs| origin("").is_some_and(|ours| theirs == ours))
            }
            BundleParameter::Any => true,
        };
        asked.filter(|url| allowed(url)).unwrap_or(&self.bundle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(parameter: &'static str) -> Config {
        Config::read(move |name| (name == "bundle-parameter").then(|| parameter.to_owned()))
    }

    #[test]
    fn defaults() {
        let config = Config::read(|_| Some("  ".to_owned()));
        assert_eq!(
            config,
            Config {
                bundle: "bundle.json".into(),
                bundle_parameter: BundleParameter::SameOrigin,
                extent: Extent::Archive,
                limit: None,
                theme: None,
                language: None,
                heading_level: None,
                url_prefix: None,
                persist: true,
            }
        );
        assert_eq!((config.outline(true).top_level, config.outline(false).top_level), (1, 2));
    }

    #[test]
    fn what_makes_no_sense_is_as_if_it_were_not_there() {
        let all = |value: &'static str| Config::read(move |_| Some(value.to_owned()));
        let plain = Config { bundle: "x".into(), url_prefix: Some("x".into()), ..all("") };
        assert_eq!(all("x"), plain);
        assert_eq!((all("0").limit, all("0").heading_level), (None, None));
        assert_eq!((all("9").limit, all("9").heading_level), (Some(9), Some(6)));
        assert_eq!((all("list").extent, all("article").extent), (Extent::List, Extent::Article));
        assert_eq!(all("sepia").theme, Some(Theme::Sepia));
        assert_eq!(all("zh-TW").language, Some(Language::ZhHant));
        assert!(!all("off").persist);
    }

    #[test]
    fn an_address_chooses_only_what_the_page_allows() {
        let origin = |url: &str| Some(if url.contains("//") { url.to_owned() } else { "here".to_owned() });
        for (parameter, asked, opened) in [
            ("same-origin", "other.json", "other.json"),
            ("same-origin", "https://elsewhere.example", "bundle.json"),
            ("any", "https://elsewhere.example", "https://elsewhere.example"),
            ("none", "other.json", "bundle.json"),
            ("nonsense", "https://elsewhere.example", "bundle.json"),
        ] {
            assert_eq!(config(parameter).bundle_for(Some(asked), origin), opened, "{parameter} {asked}");
        }
        assert_eq!(config("any").bundle_for(None, origin), "bundle.json");
    }
}
