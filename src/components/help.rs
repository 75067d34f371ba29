//! The keyboard shortcuts, in a dialog.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::browser::dom_ids::HELP_ID;
use crate::i18n::Texts;
use crate::intent::Intent;

/// A button that opens the dialog, and the dialog.
pub fn draw(texts: &Texts, dispatch: &Callback<Intent>) -> Html {
    let keys: [(&[&str], &str); 9] = [
        (&["j"], texts.key_next),
        (&["k"], texts.key_previous),
        (&["o", "Enter"], texts.key_open),
        (&["PgDn", "PgUp"], texts.key_rows),
        (&["Home", "End"], texts.key_ends),
        (&["Ctrl+Home", "Ctrl+End"], texts.key_out),
        (&["/"], texts.search),
        (&["Esc"], texts.key_back),
        (&["?"], texts.key_help),
    ];
    let row = |(names, does): (&[&str], &str)| {
        html! { <div><dt>{ for names.iter().map(|name| html! { <kbd>{ *name }</kbd> }) }</dt><dd>{ does }</dd></div> }
    };
    // What covers the page belongs to the dialog, and what is in it has elements of its own.
    let close_outside = |event: MouseEvent| {
        if let Some(dialog) = event.target_dyn_into::<HtmlDialogElement>() {
            dialog.close();
        }
    };
    html! {
        <>
            <button type="button" class="help" aria-label={["? ", texts.help].concat()} title={texts.help} onclick={dispatch.reform(|_| Intent::OpenHelp)}>{ "?" }</button>
            <dialog id={HELP_ID} aria-labelledby="help-title" onclick={close_outside}>
                <div>
                    <h2 id="help-title" class="help-title">{ texts.help }</h2>
                    <dl>{ for keys.map(row) }</dl>
                    <p>{ texts.key_letters }</p>
                    <form method="dialog"><button>{ texts.close }</button></form>
                </div>
            </dialog>
        </>
    }
}
