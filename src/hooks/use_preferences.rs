//! The reader's choices: from the browser's memory, or as the system has them.

use std::rc::Rc;

use web_sys::{Element, window};
use yew::prelude::*;

use crate::config::Config;
use crate::environment::Environment;
use crate::i18n::{Formats, Language};
use crate::intent::Intent;
use crate::interface::{Interface, Theme};
use crate::pictures::Pictures;
use crate::store::memory;

const THEME: &str = "theme";
const LANGUAGE: &str = "language";
const PICTURES: &str = "pictures";
const LETTERS: &str = "letters";
/// What is remembered of a choice that is on unless the reader says otherwise.
const OFF: &str = "off";

fn recall(environment: &Environment, name: &str) -> Option<String> {
    memory::recall(&format!("{name}{}", environment.memory.as_ref()?))
}

fn remember(environment: &Environment, name: &str, value: &str) {
    if let Some(whose) = &environment.memory {
        // What cannot be remembered counts until the page is left.
        let _ = memory::remember(&format!("{name}{whose}"), value);
    }
}

/// What a reader chooses.
#[derive(Clone, Copy, PartialEq)]
struct Choices {
    theme: Theme,
    language: Language,
    pictures: Pictures,
    letters: bool,
    /// As in [`Interface`].
    drawing: &'static str,
}

/// The choices, and what to call with an [`Intent`] that may change them. What the page gives counts until the reader
/// chooses, and again when it gives something else.
#[hook]
pub fn use_preferences(environment: &Environment, config: &Config) -> (Interface, Callback<Intent>) {
    let given =
        use_memo((environment.clone(), config.theme, config.language), |(environment, theme, language)| {
            let recall_theme = || Theme::from_name(&recall(environment, THEME)?);
            let recall_pictures = || Pictures::from_name(&recall(environment, PICTURES)?);
            let recall_language = || Language::from_tag(&recall(environment, LANGUAGE)?);
            let language = language.or_else(recall_language).unwrap_or_else(system_language);
            Choices {
                theme: theme.or_else(recall_theme).unwrap_or_default(),
                language,
                pictures: recall_pictures().unwrap_or_default(),
                letters: recall(environment, LETTERS).as_deref() != Some(OFF),
                drawing: if is_translated(environment) { language.tag() } else { "" },
            }
        });
    let chosen = use_state(|| (Rc::clone(&given), *given));
    let choices = if Rc::ptr_eq(&chosen.0, &given) { chosen.1 } else { *given };
    let Choices { theme, language, pictures, letters, drawing } = choices;
    use_effect_with((theme, language, environment.clone()), |(theme, language, environment)| {
        if let Some(root) = environment.styled() {
            // Setting an attribute fails only for names that are no names.
            let _ = root.set_attribute("data-theme", theme.as_str());
            let _ = root.set_attribute("lang", language.tag());
        }
    });
    let formats = use_memo(language, |language| formats(*language));
    let outline = config.outline(environment.standalone);
    let interface =
        Interface { language, formats: (*formats).clone(), theme, pictures, letters, outline, drawing };
    let environment = environment.clone();
    let change = Callback::from(move |intent| {
        let choices = match intent {
            Intent::SetTheme(theme) => {
                remember(&environment, THEME, theme.as_str());
                Choices { theme, ..choices }
            }
            Intent::SetLanguage(language) => {
                remember(&environment, LANGUAGE, language.tag());
                let drawing = if is_translated(&environment) { language.tag() } else { choices.drawing };
                Choices { language, drawing, ..choices }
            }
            Intent::SetPictures(pictures) => {
                remember(&environment, PICTURES, pictures.as_str());
                Choices { pictures, ..choices }
            }
            Intent::SetLetters(letters) => {
                remember(&environment, LETTERS, if letters { "" } else { OFF });
                Choices { letters, ..choices }
            }
            _ => return,
        };
        chosen.set((Rc::clone(&given), choices));
    });
    (interface, change)
}

/// `true` if the browser has translated what is drawn: it puts elements in the place of texts that the viewer never draws.
fn is_translated(environment: &Environment) -> bool {
    environment.find::<Element>("font").is_some()
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
