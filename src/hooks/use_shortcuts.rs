//! Keyboard shortcuts.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use crate::browser::dom_ids::{
    FACETS, FOCUSED_ROW, ROW, ROW_LINKS, SCROLLERS, SEARCH, SEARCH_ID, SETTINGS, SPACE_TARGETS,
};
use crate::browser::host::HostContext;
use crate::browser::keys::{is_editable, is_taken, key_name, repeat_input};
use crate::browser::{dialog, scroll};
use crate::navigation::Direction;

/// Something that a key asks for and whose meaning depends on the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortcut {
    /// `j` and `k`: to the next or previous article, or row where none is open.
    Step(Direction),
    /// `PageDown` and `PageUp` in the list, and `ArrowDown` in the search box: to the next or
    /// previous row.
    StepRow(Direction),
    /// `Home` in the list: to its first row.
    FirstRow,
    /// `End` in the list: to its last row.
    LastRow,
    /// `Esc`, outside the search box: out of the article.
    Leave,
    /// `Esc` in a search box that holds words: take them away.
    ClearSearch,
}

/// Calls `dispatch` for shortcuts whose meaning depends on the view; `/`, `?` and `o` are done
/// here. Without `letter_keys`, letters and signs are no shortcuts.
#[hook]
pub fn use_shortcuts(host: &HostContext, letter_keys: bool, dispatch: Callback<Shortcut>) {
    use_effect_with((host.clone(), letter_keys, dispatch), |(host, letter_keys, dispatch)| {
        let (host, letter_keys, dispatch) = (host.clone(), *letter_keys, dispatch.clone());
        let listener = host.key_target().map(|target| {
            let host = host.clone();
            EventListener::new_with_options(
                &target,
                "keydown",
                EventListenerOptions::enable_prevent_default(),
                move |event| {
                    if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                        key(&host, event, letter_keys, &dispatch);
                        scroll_what_is_seen(&host, event);
                    }
                },
            )
        });
        let container = &host.container;
        let composed = EventListener::new(container, "compositionend", |event| repeat_input(event.target()));
        move || drop((listener, composed))
    });
}

fn key(host: &HostContext, event: &KeyboardEvent, letter_keys: bool, dispatch: &Callback<Shortcut>) {
    if event.default_prevented() || event.meta_key() || event.alt_key() || is_taken(event) {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_in = |selector: &str| target.as_ref().is_some_and(|target| scroll::is_in(target, selector));
    if is_in("dialog") {
        return;
    }
    let key = key_name(event);
    let in_row = is_in(ROW) && !event.shift_key();
    let done = in_row && in_list(host, (&key, event.ctrl_key()), dispatch);
    // A user who holds a key is not reading.
    let held = event.repeat() && scroll::is_article_open(host);
    let counts = !event.ctrl_key() && !held && (letter_keys || key.len() > 1);
    if done || counts && anywhere(host, &key, target, dispatch) {
        event.prevent_default();
    }
}

/// Lets the keys that scroll do so with what the reader sees, where neither the page scrolls nor
/// what has the focus: that goes to the article beside the list, or to the list where none is open,
/// and the browser, which does the rest, scrolls it.
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
        scroll::focus_content(host);
    }
}

/// The keys of a feed (<https://www.w3.org/WAI/ARIA/apg/patterns/feed/>), and the two that lead to
/// its ends.
fn in_list(host: &HostContext, key: (&str, bool), dispatch: &Callback<Shortcut>) -> bool {
    match key {
        ("PageDown", false) => emit(dispatch, Shortcut::StepRow(Direction::Next)),
        ("PageUp", false) => emit(dispatch, Shortcut::StepRow(Direction::Previous)),
        ("Home", false) => emit(dispatch, Shortcut::FirstRow),
        ("End", false) => emit(dispatch, Shortcut::LastRow),
        ("Home", true) => scroll::leave_feed(host, Direction::Previous),
        ("End", true) => scroll::leave_feed(host, Direction::Next),
        _ => false,
    }
}

fn anywhere(host: &HostContext, key: &str, target: Option<Element>, dispatch: &Callback<Shortcut>) -> bool {
    match (key, target.filter(is_editable)) {
        ("Escape", Some(field)) if !scroll::is_in(&field, SETTINGS) => leave_field(&field, dispatch),
        ("Enter" | "ArrowDown", Some(field)) if field.id() == SEARCH_ID => {
            leave_search(host, key, &field, dispatch)
        }
        ("Escape", _) => dialog::leave_settings(host) || emit(dispatch, Shortcut::Leave),
        ("j", None) => emit(dispatch, Shortcut::Step(Direction::Next)),
        ("k", None) => emit(dispatch, Shortcut::Step(Direction::Previous)),
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

fn leave_field(field: &Element, dispatch: &Callback<Shortcut>) -> bool {
    let Some(field) = field.dyn_ref::<HtmlElement>() else { return false };
    let search = field.dyn_ref::<HtmlInputElement>().filter(|field| field.id() == SEARCH_ID);
    if search.is_some_and(|search| !search.value().is_empty()) {
        return emit(dispatch, Shortcut::ClearSearch);
    }
    field.blur().is_ok()
}

/// Moves the focus out of the search box to the results: into the list, or in one column, where
/// little else fits, away with the keyboard of the screen.
fn leave_search(host: &HostContext, key: &str, field: &Element, dispatch: &Callback<Shortcut>) -> bool {
    if key == "ArrowDown" {
        return emit(dispatch, Shortcut::StepRow(Direction::Next));
    }
    if host.columns() == 1
        && let Some(field) = field.dyn_ref::<HtmlElement>()
    {
        // What has the focus can lose it.
        let _ = field.blur();
    }
    false
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
