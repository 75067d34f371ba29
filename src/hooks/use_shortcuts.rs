//! Keyboard shortcuts.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent, window};
use yew::prelude::*;

use crate::components::header::SEARCH_ID;
use crate::components::help;

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortcut {
    /// `j`: the next article.
    Next,
    /// `k`: the one before.
    Previous,
    /// `Esc`, outside the search box: out of the article.
    Leave,
    /// `Esc` in the search box that holds words: take them away.
    ClearSearch,
}

/// Calls `on` for shortcuts that concern the view; `/`, `?`, `o` and moving through the list are done here.
#[hook]
pub fn use_shortcuts(on: Callback<Shortcut>) {
    use_effect_with(on, |on| {
        let on = on.clone();
        let listener = window().map(|window| {
            EventListener::new_with_options(
                &window,
                "keydown",
                EventListenerOptions::enable_prevent_default(),
                move |event| {
                    if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                        key(event, &on);
                    }
                },
            )
        });
        move || drop(listener)
    });
}

fn key(event: &KeyboardEvent, on: &Callback<Shortcut>) {
    if event.default_prevented()
        || event.ctrl_key()
        || event.meta_key()
        || event.alt_key()
        || event.is_composing()
    {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if target.as_ref().is_some_and(|target| target.closest("dialog").ok().flatten().is_some()) {
        return;
    }
    let done = match (event.key().as_str(), target.filter(is_editable)) {
        ("Escape", Some(field)) => leave_field(&field, on),
        ("Escape", None) => !close_settings() && emit(on, Shortcut::Leave),
        ("j", None) => emit(on, Shortcut::Next),
        ("k", None) => emit(on, Shortcut::Previous),
        ("o", None) => open_focused(),
        ("/", None) => focus_search(),
        ("?", None) => {
            help::open();
            true
        }
        _ => false,
    };
    if done {
        event.prevent_default();
    }
}

fn emit(on: &Callback<Shortcut>, shortcut: Shortcut) -> bool {
    on.emit(shortcut);
    true
}

/// Whether letters typed into the element are text. Check boxes and radio buttons are inputs, too, but take none.
fn is_editable(element: &Element) -> bool {
    element
        .matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")
        .unwrap_or(false)
}

fn leave_field(field: &Element, on: &Callback<Shortcut>) -> bool {
    let Some(field) = field.dyn_ref::<HtmlElement>() else { return false };
    let search = field.dyn_ref::<HtmlInputElement>().filter(|field| field.id() == SEARCH_ID);
    if search.is_some_and(|search| !search.value().is_empty()) {
        return emit(on, Shortcut::ClearSearch);
    }
    field.blur().is_ok()
}

fn select(selector: &str) -> Option<HtmlElement> {
    window()?.document()?.query_selector(selector).ok()??.dyn_into().ok()
}

fn focus_search() -> bool {
    select(&format!("#{SEARCH_ID}")).is_some_and(|field| field.focus().is_ok())
}

fn close_settings() -> bool {
    select("details.settings[open]").is_some_and(|settings| settings.remove_attribute("open").is_ok())
}

/// Opens the row that has the focus.
fn open_focused() -> bool {
    match select(".row:focus-within h2 a") {
        Some(link) => {
            link.click();
            true
        }
        None => false,
    }
}

/// Moves the focus to the next row of the list, or the one before; to the first one in sight where none has it.
pub fn move_in_list(forward: bool) {
    let rows = || -> Option<Vec<HtmlElement>> {
        let links = window()?.document()?.query_selector_all(".row h2 a").ok()?;
        Some((0..links.length()).filter_map(|at| links.item(at)?.dyn_into().ok()).collect())
    };
    let links = rows().unwrap_or_default();
    let focused = window().and_then(|window| window.document()?.active_element());
    let row_of = |element: &Element| element.closest(".row").ok().flatten();
    let focused_row = focused.as_ref().and_then(row_of);
    let at = focused_row.and_then(|row| links.iter().position(|link| row_of(link).as_ref() == Some(&row)));
    let next = match at {
        Some(at) if forward => links.get(at + 1),
        Some(at) => at.checked_sub(1).and_then(|at| links.get(at)),
        None => links.iter().find(|link| link.get_bounding_client_rect().top() >= 0.0),
    };
    if let Some(link) = next {
        // A link in the page can always take the focus.
        let _ = link.focus();
    }
}
