//! The reader's choices: colours and language.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlSelectElement};
use yew::prelude::*;

use super::share::Shared;
use crate::environment::Environment;
use crate::i18n::Language;
use crate::intent::Intent;
use crate::interface::{Interface, Theme};
use crate::pictures::Pictures;

/// A button that opens the choices below it, and in a page of the viewer's own what others can copy.
pub fn settings(interface: &Interface, shared: Shared, on: &Callback<Intent>) -> Html {
    let (texts, letters) = (interface.texts(), interface.letters);
    let theme = |theme: Theme| {
        let label = match theme {
            Theme::System => texts.theme_system,
            Theme::Light => texts.theme_light,
            Theme::Sepia => texts.theme_sepia,
            Theme::Dark => texts.theme_dark,
        };
        let onchange = on.reform(move |_: Event| Intent::SetTheme(theme));
        html! {
            <label><input type="radio" name="theme" value={theme.as_str()} checked={interface.theme == theme} {onchange} />{ label }</label>
        }
    };
    let pictures = |choice: Pictures| {
        let label = match choice {
            Pictures::AsArchive => texts.pictures_as_archive,
            Pictures::Always => texts.pictures_always,
            Pictures::Ask => texts.pictures_ask,
        };
        let onchange = on.reform(move |_: Event| Intent::SetPictures(choice));
        html! {
            <label><input type="radio" name="pictures" checked={interface.pictures == choice} {onchange} />{ label }</label>
        }
    };
    let set_language = {
        let on = on.clone();
        Callback::from(move |event: Event| {
            let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
            if let Some(language) = select.and_then(|select| Language::from_tag(&select.value())) {
                on.emit(Intent::SetLanguage(language));
            }
        })
    };
    let language = |language: Language| {
        html! {
            <option value={language.tag()} lang={language.tag()} selected={interface.language == language}>{ language.name() }</option>
        }
    };
    html! {
        <details class="settings">
            <summary aria-label={texts.settings} title={texts.settings}>{ "Aa" }</summary>
            <div class="sheet">
                <fieldset>
                    <legend>{ texts.theme }</legend>
                    { for Theme::ALL.map(theme) }
                </fieldset>
                <fieldset>
                    <legend>{ texts.pictures }</legend>
                    { for Pictures::ALL.map(pictures) }
                </fieldset>
                <label class="language">
                    <span>{ texts.language }</span>
                    <select onchange={set_language}>{ for Language::ALL.map(language) }</select>
                </label>
                <fieldset>
                    <label><input type="checkbox" checked={interface.letters} onchange={on.reform(move |_: Event| Intent::SetLetters(!letters))} />{ texts.letter_keys }</label>
                </fieldset>
                if interface.outline.standalone {
                    { shared.draw(texts) }
                }
            </div>
        </details>
    }
}

/// Finds the choices, if they are open.
pub fn find(environment: &Environment) -> Option<Element> {
    environment.find("details.settings[open]")
}

/// Closes the choices; with `focus` their button has it then. False if they are not open.
pub fn close(environment: &Environment, focus: bool) -> bool {
    let Some(open) = find(environment) else { return false };
    if focus && let Some(button) = environment.find::<HtmlElement>("details.settings > summary") {
        // A button in the page can always take the focus.
        let _ = button.focus();
    }
    open.remove_attribute("open").is_ok()
}
