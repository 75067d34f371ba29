//! The dialog with the keyboard shortcuts.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::browser::dom_ids::HELP_ID;
use crate::i18n::Texts;
use crate::intent::Intent;

/// Draws the button that opens the dialog, and the dialog.
pub fn draw(texts: &Texts, dispatch: &Callback<Intent>) -> Html {
    let keys: [(&[&str], &str); 9] = [
        (&["j"], texts.shortcut_next),
        (&["k"], texts.shortcut_previous),
        (&["o", "Enter"], texts.shortcut_open),
        (&["PgDn", "PgUp"], texts.shortcut_rows),
        (&["Home", "End"], texts.shortcut_ends),
        (&["Ctrl+Home", "Ctrl+End"], texts.shortcut_leave_list),
        (&["/"], texts.search),
        (&["Esc"], texts.shortcut_back),
        (&["?"], texts.shortcut_help),
    ];
    let row = |(names, does): (&[&str], &str)| {
        html! { <div><dt>{ for names.iter().map(|name| html! { <kbd>{ *name }</kbd> }) }</dt><dd>{ does }</dd></div> }
    };
    // The backdrop belongs to the dialog, and its content has elements of its own.
    let close_outside = |event: MouseEvent| {
        if let Some(dialog) = event.target_dyn_into::<HtmlDialogElement>() {
            dialog.close();
        }
    };
    html! {
        <>
            <button type="button" class="help" aria-label={["? ", texts.shortcuts].concat()} title={texts.shortcuts} onclick={dispatch.reform(|_| Intent::OpenHelp)}>{ "?" }</button>
            <dialog id={HELP_ID} aria-labelledby="help-title" onclick={close_outside}>
                <div>
                    <h2 id="help-title" class="help-title">{ texts.shortcuts }</h2>
                    <dl>{ for keys.map(row) }</dl>
                    <p>{ texts.single_keys_note }</p>
                    <form method="dialog"><button>{ texts.close }</button></form>
                </div>
            </dialog>
        </>
    }
}
