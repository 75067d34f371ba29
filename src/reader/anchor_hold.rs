//! The hold at an anchor: keeps the open article scrolled to the heading that the page's URL names.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use broadsheet_article::tree::AnchorId;
use gloo_events::{EventListener, EventListenerOptions};
use js_sys::{JsString, decode_uri_component};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, ResizeObserver, window};
use yew::prelude::*;

use crate::browser::dom_ids::{HEADINGS, HELD, READER_ID};
use crate::normal::composed;

/// Scrolls to the heading that the fragment of the URL names, unless the history entry has a scroll
/// position, and keeps it there while what is above it changes its height, as images do that
/// arrive, until the user scrolls. Only if the page is the viewer's own, `standalone`: the URL of a
/// host page is about that.
#[hook]
pub(super) fn use_anchor_hold(standalone: bool) {
    use_effect_with(standalone, |&standalone| {
        let window = if standalone { window() } else { None };
        let listener = window.map(|window| {
            let held = RefCell::new(arrive());
            EventListener::new(&window, "popstate", move |_| {
                held.take();
                held.replace(arrive());
            })
        });
        move || drop(listener)
    });
}

/// Returns a hold at the heading that the fragment of the URL names.
fn arrive() -> Option<Hold> {
    let window = window()?;
    let document = window.document()?;
    let reader = document.get_element_by_id(READER_ID)?;
    let has_scroll_position = !window.history().ok()?.state().ok()?.is_null();
    let hash = window.location().hash().ok()?;
    let target = target(&document, hash.strip_prefix('#')?)?;
    if has_scroll_position { None } else { Some(Hold::new(reader, target)) }
}

/// Returns the element of the article with this name, percent-encoded or not; for one that no
/// element has, the heading whose name it would be, or whose text it is. In the page every name has
/// a prefix, which a URL may do without.
fn target(document: &Document, name: &str) -> Option<Element> {
    let decoded = decode_uri_component(name).ok().and_then(|name| name.as_string());
    // What cannot be decoded is taken as it is.
    let name = decoded.as_deref().unwrap_or(name);
    let find = |id: &str| {
        let found = document.get_element_by_id(id)?;
        let is_in_article = found.closest(".content").ok()?.is_some();
        if is_in_article { Some(found) } else { None }
    };
    let find_either = |name: &str| find(name).or_else(|| find(&[AnchorId::PREFIX, name].concat()));
    let composed = composed(name.to_owned());
    find_either(name)
        .or_else(|| find_either(&composed))
        .or_else(|| find_either(&hyphenated(&String::from(JsString::from(&*composed).to_lower_case()))))
        .or_else(|| heading(document, &composed))
}

/// Returns the heading of the article with this text, in normalization form C.
fn heading(document: &Document, text: &str) -> Option<Element> {
    let headings = document.query_selector_all(HEADINGS).ok()?;
    let mut headings = (0..headings.length()).filter_map(|at| headings.item(at)?.dyn_into::<Element>().ok());
    headings.find(|heading| {
        heading.text_content().is_some_and(|content| composed(content.trim().to_owned()) == text)
    })
}

/// Returns `text` with hyphens for its blanks, as names of headings have them.
fn hyphenated(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join("-")
}

/// Returns how far the article is scrolled, in its panel or with the page, in CSS pixels.
fn scrolled(reader: &Element) -> f64 {
    let page = window().and_then(|window| window.scroll_y().ok());
    f64::from(reader.scroll_top()) + page.unwrap_or_default()
}

/// Keeps the article scrolled to an element for as long as it lives, or until the user scrolls.
struct Hold {
    reader: Element,
    observer: Option<ResizeObserver>,
    /// Called by the observer.
    _resized: Closure<dyn Fn()>,
    _listener: Option<EventListener>,
}

impl Hold {
    fn new(reader: Element, target: Element) -> Self {
        // Fails only for names that are no names.
        let _ = reader.set_attribute(HELD, "");
        let above = |target: &Element| target.get_bounding_client_rect().top();
        let content = target.closest(".content").ok().flatten();
        // The scroll offset that was set last, and the distance from the top that it gave the
        // heading; `None` before the first one: a new article is scrolled to its top then.
        let last = Rc::new(Cell::new(None::<(f64, f64)>));
        let on_scroll = {
            let (reader, target, last) = (reader.clone(), target.clone(), Rc::clone(&last));
            move |_: &Event| {
                let (now, Some((before, rests_at))) = (scrolled(&reader), last.get()) else { return };
                // Browsers scroll as well, to keep what is in sight in its place.
                if (now - before).abs() < 1.0 {
                    return;
                }
                if (above(&target) - rests_at).abs() < 2.0 {
                    last.set(Some((now, rests_at)));
                } else {
                    let _ = reader.remove_attribute(HELD);
                }
            }
        };
        let listener = window().map(|window| {
            let options = EventListenerOptions::run_in_capture_phase();
            EventListener::new_with_options(&window, "scroll", options, on_scroll)
        });
        let held = reader.clone();
        let resized = Closure::<dyn Fn()>::new(move || {
            if held.has_attribute(HELD) {
                // What is in closed details has no position.
                if let Ok(Some(details)) = target.closest("details") {
                    let _ = details.set_attribute("open", "");
                }
                target.scroll_into_view();
                last.set(Some((scrolled(&held), above(&target))));
            }
        });
        // It reports the first size, too.
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
        if let (Some(observer), Some(content)) = (&observer, &content) {
            observer.observe(content);
        }
        Self { reader, observer, _resized: resized, _listener: listener }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let _ = self.reader.remove_attribute(HELD);
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
