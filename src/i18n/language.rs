//! The choice of a language for a reader.
//!
//! `static/language.js` chooses in the same way where the program has not started yet;
//! `tests/language-tags.json` has the cases that both are tested with.

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

impl Language {
    /// Returns the language that a BCP 47 tag of a reader leads to, if there is one. The first
    /// subtag that makes a range with the tag's primary language decides, and without any the
    /// primary language alone: `zh-Hans-HK` is simplified Chinese.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        let mut subtags = tag.split(['-', '_']);
        let primary = subtags.next()?;
        // The empty subtag is that of a range without any.
        let mut subtags = subtags.chain([""]);
        subtags.find_map(|subtag| {
            let range = RANGES.iter().find(|range| range.0 == primary && range.1 == subtag);
            range.map(|range| range.2)
        })
    }

    /// Returns the first of the reader's languages that the interface has, or English.
    pub fn choose<'a>(mut tags: impl Iterator<Item = &'a str>) -> Self {
        tags.find_map(Self::from_tag).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_get_the_first_of_their_languages_that_there_is() {
        let cases: Vec<(Vec<String>, String)> =
            serde_json::from_str(include_str!("../../tests/language-tags.json")).expect("pairs");
        for (tags, language) in cases {
            assert_eq!(Language::choose(tags.iter().map(String::as_str)).tag(), language, "{tags:?}");
        }
    }

    #[test]
    fn every_language_is_its_own_tag_s() {
        for language in Language::ALL {
            assert_eq!(Language::from_tag(language.tag()), Some(language));
        }
    }
}
