//! The settings menu: colours, language, media and shortcuts.

use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::embed_snippets::EmbedSnippets;
use crate::i18n::Language;
use crate::intent::{Intent, Preference};
use crate::media_policy::RemoteMediaPolicy;
use crate::settings::{Theme, UiSettings};

/// Draws the button of the menu and the menu, in a page of the viewer's own with the embed
/// snippets.
pub fn settings_menu(settings: &UiSettings, snippets: EmbedSnippets, dispatch: &Callback<Intent>) -> Html {
    let (texts, letter_keys) = (settings.texts(), settings.letter_keys);
    let theme = |theme: Theme| {
        let label = match theme {
            Theme::System => texts.theme_system,
            Theme::Light => texts.theme_light,
            Theme::Sepia => texts.theme_sepia,
            Theme::Dark => texts.theme_dark,
        };
        let onchange = dispatch.reform(move |_: Event| Intent::Set(Preference::Theme(theme)));
        html! {
            <label><input type="radio" name="theme" value={theme.as_str()} checked={settings.theme == theme} {onchange} />{ label }</label>
        }
    };
    let pictures = |choice: RemoteMediaPolicy| {
        let label = match choice {
            RemoteMediaPolicy::ArchiveDefault => texts.media_policy_archive,
            RemoteMediaPolicy::Always => texts.media_policy_always,
            RemoteMediaPolicy::Ask => texts.media_policy_ask,
        };
        let onchange = dispatch.reform(move |_: Event| Intent::Set(Preference::RemoteMedia(choice)));
        html! {
            <label><input type="radio" name="pictures" checked={settings.remote_media == choice} {onchange} />{ label }</label>
        }
    };
    let set_language = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: Event| {
            let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
            if let Some(language) = select.and_then(|select| Language::from_tag(&select.value())) {
                dispatch.emit(Intent::Set(Preference::Language(language)));
            }
        })
    };
    let language = |language: Language| {
        html! {
            <option value={language.tag()} lang={language.tag()} selected={settings.language == language}>{ language.name() }</option>
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
                    <legend>{ texts.media_policy }</legend>
                    { for RemoteMediaPolicy::ALL.map(pictures) }
                </fieldset>
                <label class="language">
                    <span>{ texts.language }</span>
                    <select onchange={set_language}>{ for Language::ALL.map(language) }</select>
                </label>
                <fieldset>
                    <label><input type="checkbox" checked={settings.letter_keys} onchange={dispatch.reform(move |_: Event| Intent::Set(Preference::LetterKeys(!letter_keys)))} />{ texts.single_key_shortcuts }</label>
                </fieldset>
                if settings.outline.standalone {
                    { snippets.draw(texts) }
                }
            </div>
        </details>
    }
}
