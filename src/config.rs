//! What the page that holds the viewer decides. Loose text in, one strict [`Config`] out; the only place for defaults.

/// Where the bundle is when nobody says otherwise, relative to the page.
const DEFAULT_BUNDLE: &str = "bundle.json";

/// The viewer's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Address of the page's own bundle, relative to the page or absolute.
    pub bundle: String,
    /// Whether a `bundle` parameter in the page's address may choose another one.
    pub bundle_parameter: BundleParameter,
}

/// Which bundles an address may choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BundleParameter {
    /// None but the page's own.
    None,
    /// Those of the page's origin.
    #[default]
    SameOrigin,
    /// All that the page's content security policy lets through.
    Any,
}

impl Config {
    /// Reads the settings. `get` answers for a name with the text that the page gives, if it gives one.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name| get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        Self {
            bundle: text("bundle").unwrap_or_else(|| DEFAULT_BUNDLE.to_owned()),
            bundle_parameter: match text("bundle-parameter").as_deref() {
                Some("none") => BundleParameter::None,
                Some("any") => BundleParameter::Any,
                _ => BundleParameter::default(),
            },
        }
    }

    /// The address of the bundle to open, given the one that the page's address asks for. `origin` resolves an address
    /// to its origin.
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
            Config { bundle: "bundle.json".into(), bundle_parameter: BundleParameter::SameOrigin }
        );
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
