//! Keyboard shortcuts.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{
    Element, EventTarget, HtmlElement, HtmlInputElement, InputEvent, InputEventInit, KeyboardEvent,
};
use yew::prelude::*;

use super::scroll::{self, FOCUSED_ROW, ROW_LINKS};
use crate::components::header::SEARCH_ID;
use crate::components::search_box::is_taken;
use crate::components::{help, settings};
use crate::environment::Environment;

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

/// Selects what scrolls by itself, or has a use of its own for keys that scroll.
const SCROLLERS: &str = "#list, #reader, .sheet, dialog, input:not([type=checkbox]), textarea, select";
/// The same for Space, which presses more.
const PRESSED: &str = "#list, #reader, .sheet, dialog, input, textarea, select, button, summary";

/// Calls `on` for shortcuts that concern the view; `/`, `?`, `o` and moving through the list are done here. Without `letters`
/// those of letters and signs are none.
#[hook]
pub fn use_shortcuts(environment: &Environment, letters: bool, on: Callback<Shortcut>) {
    use_effect_with((environment.clone(), letters, on), |(environment, letters, on)| {
        let (environment, letters, on) = (environment.clone(), *letters, on.clone());
        let listener = environment.keyboard().map(|target| {
            let environment = environment.clone();
            EventListener::new_with_options(
                &target,
                "keydown",
                EventListenerOptions::enable_prevent_default(),
                move |event| {
                    if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                        key(&environment, event, letters, &on);
                        scroll_what_is_seen(&environment, event);
                    }
                },
            )
        });
        let container = &environment.container;
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

fn key(environment: &Environment, event: &KeyboardEvent, letters: bool, on: &Callback<Shortcut>) {
    if event.default_prevented() || event.meta_key() || event.alt_key() || is_taken(event) {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_in = |selector: &str| target.as_ref().is_some_and(|target| scroll::is_in(target, selector));
    if is_in("dialog") {
        return;
    }
    let key = name(event);
    let in_row = is_in(".row") && !event.shift_key();
    let done = in_row && in_list(environment, (&key, event.ctrl_key()), on);
    // Nobody reads while a key is held.
    let held = event.repeat() && scroll::is_reading(environment);
    let counts = !event.ctrl_key() && !held && (letters || key.len() > 1);
    if done || counts && anywhere(environment, &key, target, on) {
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
fn scroll_what_is_seen(environment: &Environment, event: &KeyboardEvent) {
    let key = event.key();
    let scrolls = matches!(&*key, " " | "ArrowDown" | "ArrowUp" | "PageDown" | "PageUp" | "Home" | "End");
    if !scrolls || event.default_prevented() || event.alt_key() || environment.columns() < 2 {
        return;
    }
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let facets = target.closest(".facets").ok().flatten();
    let scrolls_itself = facets.is_some_and(|facets| scroll::scrolls(&facets));
    if !scrolls_itself && !scroll::is_in(&target, if key == " " { PRESSED } else { SCROLLERS }) {
        scroll::focus_panel(environment);
    }
}

/// The keys of a feed (<https://www.w3.org/WAI/ARIA/apg/patterns/feed/>), and the two that lead to its ends.
fn in_list(environment: &Environment, key: (&str, bool), on: &Callback<Shortcut>) -> bool {
    match key {
        ("PageDown", false) => emit(on, Shortcut::NextRow),
        ("PageUp", false) => emit(on, Shortcut::PreviousRow),
        ("Home", false) => emit(on, Shortcut::FirstRow),
        ("End", false) => emit(on, Shortcut::LastRow),
        ("Home", true) => scroll::leave_feed(environment, false),
        ("End", true) => scroll::leave_feed(environment, true),
        _ => false,
    }
}

fn anywhere(environment: &Environment, key: &str, target: Option<Element>, on: &Callback<Shortcut>) -> bool {
    match (key, target.filter(is_editable)) {
        ("Escape", Some(field)) if !scroll::is_in(&field, ".settings") => leave_field(&field, on),
        ("Enter" | "ArrowDown", Some(field)) if field.id() == SEARCH_ID => {
            leave_search(environment, key, &field)
        }
        ("Escape", _) => settings::close(environment, true) || emit(on, Shortcut::Leave),
        ("j", None) => emit(on, Shortcut::Next),
        ("k", None) => emit(on, Shortcut::Previous),
        ("o", None) => open_focused(environment),
        ("/", None) => focus_search(environment),
        ("?", None) => {
            help::open(environment);
            true
        }
        _ => false,
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

/// Out of the search box to the results: into the list, or where there is room for little else, away with the keyboard.
fn leave_search(environment: &Environment, key: &str, field: &Element) -> bool {
    if key == "ArrowDown" {
        move_in_list(environment, true);
    } else if let Some(field) = field.dyn_ref::<HtmlElement>().filter(|_| environment.columns() == 1) {
        // What has the focus can lose it.
        let _ = field.blur();
    }
    key == "ArrowDown"
}

fn focus_search(environment: &Environment) -> bool {
    let field: Option<HtmlElement> = environment.find(&format!("#{SEARCH_ID}"));
    field.is_some_and(|field| field.focus().is_ok())
}

/// Opens the row that has the focus.
fn open_focused(environment: &Environment) -> bool {
    match environment.find::<HtmlElement>(&format!("{FOCUSED_ROW} {ROW_LINKS}")) {
        Some(link) => {
            link.click();
            true
        }
        None => false,
    }
}

/// Moves the focus to the next row of the list, or the one before; to the first one in sight where none that is in sight has it.
pub fn move_in_list(environment: &Environment, forward: bool) {
    let links = environment.find_all(ROW_LINKS);
    let focused: Option<Element> = environment.find(FOCUSED_ROW);
    let focused = focused.filter(|row| scroll::is_in_sight(environment, row));
    let row_of = |element: &HtmlElement| element.closest(".row").ok().flatten();
    let at = focused.and_then(|row| links.iter().position(|link| row_of(link).as_ref() == Some(&row)));
    let next = match at {
        Some(at) if forward => links.get(at + 1),
        Some(at) => at.checked_sub(1).and_then(|at| links.get(at)),
        None => {
            let top = scroll::rows_clip(environment).map_or(0.0, |(top, _)| top);
            links.iter().find(|link| link.get_bounding_client_rect().top() >= top)
        }
    };
    if let Some(link) = next {
        // A link in the page can always take the focus.
        let _ = link.focus();
    }
}
