//! The user's preferences: from the browser's storage, or as the system has them.

use std::rc::Rc;

use web_sys::{Element, window};
use yew::prelude::*;

use crate::browser::host::HostContext;
use crate::browser::storage;
use crate::config::Config;
use crate::i18n::{Formats, Language};
use crate::intent::Preference;
use crate::media_policy::RemoteMediaPolicy;
use crate::settings::{Theme, UiSettings};

const THEME: &str = "theme";
const LANGUAGE: &str = "language";
const REMOTE_MEDIA: &str = "pictures";
const LETTER_KEYS: &str = "letter_keys";
/// The stored value of a setting that is on by default and that the user has switched off.
const OFF: &str = "off";

fn stored(host: &HostContext, name: &str) -> Option<String> {
    storage::get(&format!("{name}{}", host.storage_scope.as_ref()?))
}

fn store(host: &HostContext, name: &str, value: &str) {
    if let Some(whose) = &host.storage_scope {
        // What cannot be stored counts until the page is left.
        let _ = storage::set(&format!("{name}{whose}"), value);
    }
}

/// The settings that a user can choose.
#[derive(Clone, Copy, PartialEq)]
struct Choices {
    theme: Theme,
    language: Language,
    remote_media: RemoteMediaPolicy,
    letter_keys: bool,
    /// As in [`UiSettings`].
    redraw_key: &'static str,
}

/// Returns the settings, and a callback that changes one of them. The page's options count until
/// the user chooses, and again when the page gives others.
#[hook]
pub fn use_preferences(host: &HostContext, config: &Config) -> (UiSettings, Callback<Preference>) {
    let given = use_memo((host.clone(), config.theme, config.language), |(host, theme, language)| {
        let stored_theme = || Theme::from_name(&stored(host, THEME)?);
        let stored_remote_media = || RemoteMediaPolicy::from_name(&stored(host, REMOTE_MEDIA)?);
        let stored_language = || Language::from_tag(&stored(host, LANGUAGE)?);
        let language = language.or_else(stored_language).unwrap_or_else(system_language);
        Choices {
            theme: theme.or_else(stored_theme).unwrap_or_default(),
            language,
            remote_media: stored_remote_media().unwrap_or_default(),
            letter_keys: stored(host, LETTER_KEYS).as_deref() != Some(OFF),
            redraw_key: if is_translated(host) { language.tag() } else { "" },
        }
    });
    let chosen = use_state(|| (Rc::clone(&given), *given));
    let choices = if Rc::ptr_eq(&chosen.0, &given) { chosen.1 } else { *given };
    let Choices { theme, language, remote_media, letter_keys, redraw_key } = choices;
    use_effect_with((theme, language, host.clone()), |(theme, language, host)| {
        if let Some(root) = host.theme_root() {
            // Setting an attribute fails only for invalid names.
            let _ = root.set_attribute("data-theme", theme.as_str());
            let _ = root.set_attribute("lang", language.tag());
        }
    });
    let formats = use_memo(language, |language| formats(*language));
    let outline = config.outline(host.standalone);
    let settings = UiSettings {
        language,
        formats: (*formats).clone(),
        theme,
        remote_media,
        letter_keys,
        outline,
        redraw_key,
    };
    let host = host.clone();
    let change = Callback::from(move |preference| {
        let choices = match preference {
            Preference::Theme(theme) => {
                store(&host, THEME, theme.as_str());
                Choices { theme, ..choices }
            }
            Preference::Language(language) => {
                store(&host, LANGUAGE, language.tag());
                let redraw_key = if is_translated(&host) { language.tag() } else { choices.redraw_key };
                Choices { language, redraw_key, ..choices }
            }
            Preference::RemoteMedia(remote_media) => {
                store(&host, REMOTE_MEDIA, remote_media.as_str());
                Choices { remote_media, ..choices }
            }
            Preference::LetterKeys(letter_keys) => {
                store(&host, LETTER_KEYS, if letter_keys { "" } else { OFF });
                Choices { letter_keys, ..choices }
            }
        };
        chosen.set((Rc::clone(&given), choices));
    });
    (settings, change)
}

/// `true` if the browser has translated the page: it replaces texts by elements that the viewer
/// never draws.
fn is_translated(host: &HostContext) -> bool {
    host.find::<Element>("font").is_some()
}

fn system_language() -> Language {
    let tags: Vec<String> = window()
        .map(|window| window.navigator().languages().iter().filter_map(|tag| tag.as_string()).collect())
        .unwrap_or_default();
    Language::choose(tags.iter().map(String::as_str))
}

#[cfg(target_arch = "wasm32")]
fn formats(language: Language) -> Formats {
    Formats::intl(language.tag())
}

#[cfg(not(target_arch = "wasm32"))]
fn formats(_language: Language) -> Formats {
    Formats::plain()
}
