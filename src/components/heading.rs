//! The place in the open article that the address of the viewer's own page names.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use broadsheet_article::tree::AnchorId;
use gloo_events::{EventListener, EventListenerOptions};
use js_sys::decode_uri_component;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, ResizeObserver, window};
use yew::prelude::*;

use crate::browser::dom_ids::{HELD, READER_ID};

/// Brings the reader to the heading that the address names, if they come to it and nothing is known of where they were, and
/// keeps them there while what is above it changes its height, as pictures do that arrive, until they scroll. In somebody
/// else's page, which is not `standalone`, the address is about that.
#[hook]
pub fn use_heading(standalone: bool) {
    use_effect_with(standalone, |&standalone| {
        let listener = window().filter(|_| standalone).map(|window| {
            let held = RefCell::new(arrive());
            EventListener::new(&window, "popstate", move |_| {
                held.take();
                held.replace(arrive());
            })
        });
        move || drop(listener)
    });
}

fn arrive() -> Option<Hold> {
    let window = window()?;
    let document = window.document()?;
    let reader = document.get_element_by_id(READER_ID)?;
    let is_noted = !window.history().ok()?.state().ok()?.is_null();
    let hash = window.location().hash().ok()?;
    let target = hash.strip_prefix('#').and_then(|name| target(&document, name));
    target.filter(|_| !is_noted).map(|target| Hold::new(reader, target))
}

/// The place in the article of this name, percent-encoded or not. In the page every name has a prefix, which an address may
/// do without.
fn target(document: &Document, name: &str) -> Option<Element> {
    let decoded = decode_uri_component(name).ok().and_then(|name| name.as_string());
    // What cannot be decoded stands for itself.
    let name = decoded.as_deref().unwrap_or(name);
    let find = |id: &str| {
        let found = document.get_element_by_id(id)?;
        found.closest(".content").ok()?.map(|_| found)
    };
    find(name).or_else(|| find(&[AnchorId::PREFIX, name].concat()))
}

/// How far the article is scrolled, in its panel or with the page.
fn scrolled(reader: &Element) -> f64 {
    let page = window().and_then(|window| window.scroll_y().ok());
    f64::from(reader.scroll_top()) + page.unwrap_or_default()
}

/// Keeps the reader at a heading.
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
        // How far the article was scrolled last, and where that has brought the heading.
        let place = Rc::new(Cell::new((scrolled(&reader), above(&target))));
        let by_reader = {
            let (reader, target, place) = (reader.clone(), target.clone(), Rc::clone(&place));
            move |_: &Event| {
                let (now, (before, rests_at)) = (scrolled(&reader), place.get());
                // Browsers scroll as well, to keep what is in sight where it is.
                if (now - before).abs() < 1.0 {
                    return;
                }
                if (above(&target) - rests_at).abs() < 2.0 {
                    place.set((now, rests_at));
                } else {
                    let _ = reader.remove_attribute(HELD);
                }
            }
        };
        let listener = window().map(|window| {
            let options = EventListenerOptions::run_in_capture_phase();
            EventListener::new_with_options(&window, "scroll", options, by_reader)
        });
        let held = reader.clone();
        let resized = Closure::<dyn Fn()>::new(move || {
            if held.has_attribute(HELD) {
                // What is folded has no place.
                if let Ok(Some(folded)) = target.closest("details") {
                    let _ = folded.set_attribute("open", "");
                }
                target.scroll_into_view();
                place.set((scrolled(&held), above(&target)));
            }
        });
        // It tells the first size, too.
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
