//! The reader's choices: from the browser's memory, or as the system has them.

use web_sys::window;
use yew::prelude::*;

use crate::environment::Environment;
use crate::i18n::{Formats, Language};
use crate::intent::Intent;
use crate::interface::{Interface, Theme};
use crate::store::memory;

const THEME: &str = "theme";
const LANGUAGE: &str = "language";

fn recall(environment: &Environment, name: &str) -> Option<String> {
    memory::recall(&format!("{name}{}", environment.memory.as_ref()?))
}

fn remember(environment: &Environment, name: &str, value: &str) {
    if let Some(whose) = &environment.memory {
        memory::remember(&format!("{name}{whose}"), value);
    }
}

/// The choices, and what to call with an [`Intent`] that may change them.
#[hook]
pub fn use_preferences(environment: &Environment) -> (Interface, Callback<Intent>) {
    let theme = use_state_eq(|| {
        recall(environment, THEME).and_then(|name| Theme::from_name(&name)).unwrap_or_default()
    });
    let language = use_state_eq(|| {
        recall(environment, LANGUAGE).and_then(|tag| Language::from_tag(&tag)).unwrap_or_else(system_language)
    });
    use_effect_with((*theme, *language, environment.clone()), |(theme, language, environment)| {
        if let Some(root) = environment.styled() {
            // Setting an attribute fails only for names that are no names.
            let _ = root.set_attribute("data-theme", theme.as_str());
            let _ = root.set_attribute("lang", language.tag());
        }
    });
    let formats = use_memo(*language, |language| formats(*language));
    let change = {
        let (theme, language, environment) = (theme.setter(), language.setter(), environment.clone());
        Callback::from(move |intent| match intent {
            Intent::SetTheme(chosen) => {
                remember(&environment, THEME, chosen.as_str());
                theme.set(chosen);
            }
            Intent::SetLanguage(chosen) => {
                remember(&environment, LANGUAGE, chosen.tag());
                language.set(chosen);
            }
            _ => {}
        })
    };
    (Interface { language: *language, formats: (*formats).clone(), theme: *theme }, change)
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
