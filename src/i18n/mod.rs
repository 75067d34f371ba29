//! The interface's languages: texts, and dates and numbers in the reader's manner.

pub mod collate;
mod en;
mod format;
mod zh_hans;
mod zh_hant;

use crate::store::LoadError;

pub use format::Formats;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English
    #[default]
    En,
    /// 简体中文
    ZhHans,
    /// 繁體中文
    ZhHant,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::En, Self::ZhHans, Self::ZhHant];

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhHans => "zh-Hans",
            Self::ZhHant => "zh-Hant",
        }
    }

    /// The language's own name.
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::ZhHans => "简体中文",
            Self::ZhHant => "繁體中文",
        }
    }

    /// The language for a BCP 47 tag of a reader's, if there is one: Chinese of Taiwan, Hong Kong and Macao is traditional.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        let mut parts = tag.split(['-', '_']);
        match parts.next()? {
            "en" => Some(Self::En),
            "zh" | "yue" => {
                Some(match parts.find(|part| matches!(*part, "hans" | "hant" | "tw" | "hk" | "mo")) {
                    None | Some("hans") => Self::ZhHans,
                    Some(_) => Self::ZhHant,
                })
            }
            _ => None,
        }
    }

    /// The first of the reader's languages that there is.
    pub fn choose<'a>(mut tags: impl Iterator<Item = &'a str>) -> Self {
        tags.find_map(Self::from_tag).unwrap_or_default()
    }

    /// Its texts.
    pub fn texts(self) -> &'static Texts {
        match self {
            Self::En => &en::TEXTS,
            Self::ZhHans => &zh_hans::TEXTS,
            Self::ZhHant => &zh_hant::TEXTS,
        }
    }
}

/// Every text of the interface, in one language. `{…}` stands for what [`fill`] puts there.
#[allow(missing_docs, reason = "the names say where a text stands, en.rs what it says")]
#[derive(Debug, PartialEq, Eq)]
pub struct Texts {
    pub skip_to_list: &'static str,
    pub skip_to_post: &'static str,
    pub articles: &'static str,
    pub search: &'static str,
    pub filters: &'static str,
    pub facet_tag: &'static str,
    pub facet_author: &'static str,
    pub facet_source: &'static str,
    pub facet_category: &'static str,
    pub facet_year: &'static str,
    pub months_of: &'static str,
    pub dates: &'static str,
    pub all_dates: &'static str,
    pub first_day: &'static str,
    pub last_day: &'static str,
    pub by_name: &'static str,
    pub search_values: &'static str,
    pub more_values: &'static str,
    pub no_value: &'static str,
    pub any: &'static str,
    pub all: &'static str,
    pub matching: &'static str,
    pub exclude: &'static str,
    pub excluded: &'static str,
    pub remove: &'static str,
    pub clear_all: &'static str,
    pub most_choices: &'static str,
    pub show_all: &'static str,
    pub show_some: &'static str,
    pub show_fewer: &'static str,
    pub facet_count: &'static str,
    pub shown: &'static str,
    pub shown_all: &'static str,
    pub none_shown: &'static str,
    pub none_have: &'static str,
    pub show_all_posts: &'static str,
    pub empty_archive: &'static str,
    pub sort_new: &'static str,
    pub sort_old: &'static str,
    /// Label of the choice of a month to scroll to.
    pub jump: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    /// Said of a row whose post the reader has opened.
    pub read: &'static str,
    pub undated: &'static str,
    pub loading: &'static str,
    pub back: &'static str,
    pub previous: &'static str,
    pub next: &'static str,
    pub original: &'static str,
    pub not_found: &'static str,
    pub search_for: &'static str,
    pub empty_article: &'static str,
    pub cut: &'static str,
    pub picture_missing: &'static str,
    pub simplified: &'static str,
    pub table_too_large: &'static str,
    pub show_everything: &'static str,
    pub show_cleaned: &'static str,
    pub load_player: &'static str,
    pub pictures_held: &'static str,
    pub load_pictures: &'static str,
    pub always_load_pictures: &'static str,
    pub not_loaded: &'static str,
    pub pictures: &'static str,
    pub pictures_as_archive: &'static str,
    pub pictures_always: &'static str,
    pub pictures_ask: &'static str,
    pub new_tab: &'static str,
    /// Begins with what its button shows, as those who say it see it.
    pub settings: &'static str,
    pub theme: &'static str,
    pub theme_system: &'static str,
    pub theme_light: &'static str,
    pub theme_sepia: &'static str,
    pub theme_dark: &'static str,
    pub language: &'static str,
    pub embed: &'static str,
    pub embed_element: &'static str,
    pub embed_frame: &'static str,
    pub help: &'static str,
    pub close: &'static str,
    pub key_next: &'static str,
    pub key_previous: &'static str,
    pub key_open: &'static str,
    pub key_rows: &'static str,
    pub key_ends: &'static str,
    pub key_out: &'static str,
    pub key_back: &'static str,
    pub key_help: &'static str,
    pub letter_keys: &'static str,
    pub key_letters: &'static str,
    pub welcome: &'static str,
    pub retry: &'static str,
    pub failed_archive: &'static str,
    pub failed_list: &'static str,
    pub failed_article: &'static str,
    pub failed_facet: &'static str,
    pub offline: &'static str,
    pub unreachable: &'static str,
    pub slow: &'static str,
    pub timeout: &'static str,
    pub status: &'static str,
    pub html: &'static str,
    pub malformed: &'static str,
    pub not_a_bundle: &'static str,
    pub newer: &'static str,
    pub inconsistent: &'static str,
    pub module: &'static str,
    pub replaced: &'static str,
    pub again: &'static str,
    pub reload: &'static str,
}

impl Texts {
    /// What happened, in a sentence or two.
    pub fn error(&self, error: &LoadError) -> String {
        match error {
            LoadError::Offline => self.offline.to_owned(),
            LoadError::Unreachable => self.unreachable.to_owned(),
            LoadError::Slow => self.slow.to_owned(),
            LoadError::Timeout => self.timeout.to_owned(),
            LoadError::Status { status, .. } => fill(self.status, &[("status", &status.to_string())]),
            LoadError::Html => self.html.to_owned(),
            LoadError::Damaged | LoadError::Malformed { .. } => self.malformed.to_owned(),
            LoadError::NotABundle => self.not_a_bundle.to_owned(),
            LoadError::Newer(version) => fill(self.newer, &[("version", &version.to_string())]),
            LoadError::Inconsistent => self.inconsistent.to_owned(),
            LoadError::Module => self.module.to_owned(),
            LoadError::Replaced => self.replaced.to_owned(),
        }
    }
}

/// `text` with each `{name}` replaced.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            break;
        };
        filled.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_readers() {
        for (tags, language) in [
            (vec!["fr", "zh-CN"], Language::ZhHans),
            (vec!["zh-TW"], Language::ZhHant),
            (vec!["zh-Hans-HK"], Language::ZhHans),
            (vec!["zh_Hant_SG"], Language::ZhHant),
            (vec!["yue-HK"], Language::ZhHant),
            (vec!["en-GB", "zh"], Language::En),
            (vec!["de"], Language::En),
        ] {
            assert_eq!(Language::choose(tags.iter().copied()), language, "{tags:?}");
        }
    }

    #[test]
    fn values_are_not_filled_again() {
        assert_eq!(fill("{a} of {b}{", &[("a", "{b}"), ("b", "2")]), "{b} of 2{");
    }

    #[test]
    fn the_same_places_are_filled_in_every_language() {
        let places = |language: Language| {
            let texts = format!("{:?}", language.texts());
            let mut places: Vec<Vec<String>> = Vec::new();
            for text in texts.split("\", ") {
                let mut names: Vec<_> = text
                    .split('{')
                    .skip(1)
                    .filter_map(|part| part.split_once('}'))
                    .map(|(name, _)| name.to_owned())
                    .collect();
                names.sort();
                places.push(names);
            }
            places
        };
        for language in Language::ALL {
            assert_eq!(places(language), places(Language::En), "{}", language.tag());
        }
    }
}
