//! Keyboard shortcuts.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{
    Element, EventTarget, HtmlElement, HtmlInputElement, InputEvent, InputEventInit, KeyboardEvent,
};
use yew::prelude::*;

use crate::browser::dom_ids::{
    FACETS, FOCUSED_ROW, ROW, ROW_LINKS, SCROLLERS, SEARCH, SEARCH_ID, SETTINGS, SPACE_TARGETS,
};
use crate::browser::host::HostContext;
use crate::browser::keys::is_taken;
use crate::browser::{dialog, scroll};

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortcut {
    /// `j`: the next article.
    Next,
    /// `k`: the one before.
    Previous,
    /// `PageDown` in the list: its next row.
    NextRow,
    /// `PageUp` in the list: the row before.
    PreviousRow,
    /// `Home` in the list: its first row.
    FirstRow,
    /// `End` in the list: its last row.
    LastRow,
    /// `Esc`, outside the search box: out of the article.
    Leave,
    /// `Esc` in the search box that holds words: take them away.
    ClearSearch,
}

/// Calls `dispatch` for shortcuts that concern the view; `/`, `?`, `o` and moving through the list are done here. Without `letters`
/// those of letters and signs are none.
#[hook]
pub fn use_shortcuts(host: &HostContext, letters: bool, dispatch: Callback<Shortcut>) {
    use_effect_with((host.clone(), letters, dispatch), |(host, letters, dispatch)| {
        let (host, letters, dispatch) = (host.clone(), *letters, dispatch.clone());
        let listener = host.key_target().map(|target| {
            let host = host.clone();
            EventListener::new_with_options(
                &target,
                "keydown",
                EventListenerOptions::enable_prevent_default(),
                move |event| {
                    if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                        key(&host, event, letters, &dispatch);
                        scroll_what_is_seen(&host, event);
                    }
                },
            )
        });
        let container = &host.container;
        let composed = EventListener::new(container, "compositionend", |event| say_again(event.target()));
        move || drop((listener, composed))
    });
}

/// Lets a field that an input method has written in say what it holds: Chromium and Safari tell nothing after the end of a
/// composition, and what they tell before belongs to it.
fn say_again(field: Option<EventTarget>) {
    let init = InputEventInit::new();
    init.set_bubbles(true);
    if let (Some(field), Ok(event)) = (field, InputEvent::new_with_event_init_dict("input", &init)) {
        // Fails only for an event that is on its way already.
        let _ = field.dispatch_event(&event);
    }
}

fn key(host: &HostContext, event: &KeyboardEvent, letters: bool, dispatch: &Callback<Shortcut>) {
    if event.default_prevented() || event.meta_key() || event.alt_key() || is_taken(event) {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_in = |selector: &str| target.as_ref().is_some_and(|target| scroll::is_in(target, selector));
    if is_in("dialog") {
        return;
    }
    let key = name(event);
    let in_row = is_in(ROW) && !event.shift_key();
    let done = in_row && in_list(host, (&key, event.ctrl_key()), dispatch);
    // Nobody reads while a key is held.
    let held = event.repeat() && scroll::is_reading(host);
    let counts = !event.ctrl_key() && !held && (letters || key.len() > 1);
    if done || counts && anywhere(host, &key, target, dispatch) {
        event.prevent_default();
    }
}

/// What the key of an event is called. Letters are small, whether Caps Lock is on or not, unless Shift makes them large. Where
/// a keyboard is set to other letters than Latin ones, a key is what it is on one that is.
fn name(event: &KeyboardEvent) -> String {
    let (mut key, shift) = (event.key(), event.shift_key());
    if !key.is_ascii() {
        return match &*event.code() {
            "KeyJ" if !shift => "j".to_owned(),
            "KeyK" if !shift => "k".to_owned(),
            "KeyO" if !shift => "o".to_owned(),
            "Slash" => if shift { "?" } else { "/" }.to_owned(),
            _ => key,
        };
    }
    if key.len() == 1 {
        if shift {
            key.make_ascii_uppercase();
        } else {
            key.make_ascii_lowercase();
        }
    }
    key
}

/// Lets the keys that scroll do so with what the reader sees, where neither the page scrolls nor what has the focus: that goes
/// to the article beside the list, or to the list where none is open, and the browser, which does the rest, scrolls it.
fn scroll_what_is_seen(host: &HostContext, event: &KeyboardEvent) {
    let key = event.key();
    let scrolls = matches!(&*key, " " | "ArrowDown" | "ArrowUp" | "PageDown" | "PageUp" | "Home" | "End");
    if !scrolls || event.default_prevented() || event.alt_key() || host.columns() < 2 {
        return;
    }
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let facets = target.closest(FACETS).ok().flatten();
    let scrolls_itself = facets.is_some_and(|facets| scroll::scrolls(&facets));
    if !scrolls_itself && !scroll::is_in(&target, if key == " " { SPACE_TARGETS } else { SCROLLERS }) {
        scroll::focus_panel(host);
    }
}

/// The keys of a feed (<https://www.w3.org/WAI/ARIA/apg/patterns/feed/>), and the two that lead to its ends.
fn in_list(host: &HostContext, key: (&str, bool), dispatch: &Callback<Shortcut>) -> bool {
    match key {
        ("PageDown", false) => emit(dispatch, Shortcut::NextRow),
        ("PageUp", false) => emit(dispatch, Shortcut::PreviousRow),
        ("Home", false) => emit(dispatch, Shortcut::FirstRow),
        ("End", false) => emit(dispatch, Shortcut::LastRow),
        ("Home", true) => scroll::leave_feed(host, false),
        ("End", true) => scroll::leave_feed(host, true),
        _ => false,
    }
}

fn anywhere(host: &HostContext, key: &str, target: Option<Element>, dispatch: &Callback<Shortcut>) -> bool {
    match (key, target.filter(is_editable)) {
        ("Escape", Some(field)) if !scroll::is_in(&field, SETTINGS) => leave_field(&field, dispatch),
        ("Enter" | "ArrowDown", Some(field)) if field.id() == SEARCH_ID => leave_search(host, key, &field),
        ("Escape", _) => dialog::leave_settings(host) || emit(dispatch, Shortcut::Leave),
        ("j", None) => emit(dispatch, Shortcut::Next),
        ("k", None) => emit(dispatch, Shortcut::Previous),
        ("o", None) => open_focused(host),
        ("/", None) => focus_search(host),
        ("?", None) => {
            dialog::open_help(host);
            true
        }
        _ => false,
    }
}

fn emit(dispatch: &Callback<Shortcut>, shortcut: Shortcut) -> bool {
    dispatch.emit(shortcut);
    true
}

/// Whether letters typed into the element are text. Check boxes and radio buttons are inputs, too, but take none.
fn is_editable(element: &Element) -> bool {
    element
        .matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")
        .unwrap_or(false)
}

fn leave_field(field: &Element, dispatch: &Callback<Shortcut>) -> bool {
    let Some(field) = field.dyn_ref::<HtmlElement>() else { return false };
    let search = field.dyn_ref::<HtmlInputElement>().filter(|field| field.id() == SEARCH_ID);
    if search.is_some_and(|search| !search.value().is_empty()) {
        return emit(dispatch, Shortcut::ClearSearch);
    }
    field.blur().is_ok()
}

/// Out of the search box to the results: into the list, or where there is room for little else, away with the keyboard.
fn leave_search(host: &HostContext, key: &str, field: &Element) -> bool {
    if key == "ArrowDown" {
        move_in_list(host, true);
    } else if let Some(field) = field.dyn_ref::<HtmlElement>().filter(|_| host.columns() == 1) {
        // What has the focus can lose it.
        let _ = field.blur();
    }
    key == "ArrowDown"
}

fn focus_search(host: &HostContext) -> bool {
    let field: Option<HtmlElement> = host.find(SEARCH);
    field.is_some_and(|field| field.focus().is_ok())
}

/// Opens the row that has the focus.
fn open_focused(host: &HostContext) -> bool {
    match host.find::<HtmlElement>(&format!("{FOCUSED_ROW} {ROW_LINKS}")) {
        Some(link) => {
            link.click();
            true
        }
        None => false,
    }
}

/// Moves the focus to the next row of the list, or the one before; to the first one in sight where none that is in sight has it.
pub fn move_in_list(host: &HostContext, forward: bool) {
    let links = host.find_all(ROW_LINKS);
    let focused: Option<Element> = host.find(FOCUSED_ROW);
    let focused = focused.filter(|row| scroll::is_in_sight(host, row));
    let row_of = |element: &HtmlElement| element.closest(ROW).ok().flatten();
    let at = focused.and_then(|row| links.iter().position(|link| row_of(link).as_ref() == Some(&row)));
    let next = match at {
        Some(at) if forward => links.get(at + 1),
        Some(at) => at.checked_sub(1).and_then(|at| links.get(at)),
        None => {
            let top = scroll::visible_row_bounds(host).map_or(0.0, |(top, _)| top);
            links.iter().find(|link| link.get_bounding_client_rect().top() >= top)
        }
    };
    if let Some(link) = next {
        // A link in the page can always take the focus.
        let _ = link.focus();
    }
}
