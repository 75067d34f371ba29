//! Scrolling: in a wide window list and article are panels that scroll by themselves, in a narrow one the page does.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, window};

use crate::components::page::LIST_ID;

/// When list and article stand side by side. The style sheet has the same figure.
pub const WIDE: &str = "(min-width: 56rem)";
/// When the facets stand beside them, too. The style sheet has the same figure.
pub const ROOMY: &str = "(min-width: 84rem)";
/// How near to the end of the list, in CSS pixels, more rows are drawn: at least a screen ahead.
const AHEAD: i32 = 1_600;

/// Id of the article's panel.
const READER_ID: &str = "reader";

fn element(id: &str) -> Option<Element> {
    window()?.document()?.get_element_by_id(id)
}

/// Whether list and article stand side by side.
pub fn is_wide() -> bool {
    window().and_then(|window| window.match_media(WIDE).ok().flatten()).is_some_and(|query| query.matches())
}

/// What scrolls the panel `id`.
fn scroller(id: &str) -> Option<Element> {
    if is_wide() { element(id) } else { window()?.document()?.scrolling_element() }
}

/// How far the list is scrolled, in CSS pixels.
pub fn list_top() -> i32 {
    scroller(LIST_ID).map_or(0, |list| list.scroll_top())
}

/// How far the article is scrolled, in CSS pixels.
pub fn reader_top() -> i32 {
    scroller(READER_ID).map_or(0, |reader| reader.scroll_top())
}

/// Scrolls the list. True if it could: the rows may not be there yet.
pub fn scroll_list(top: i32) -> bool {
    scroll(LIST_ID, top)
}

/// Scrolls the article.
pub fn scroll_reader(top: i32) -> bool {
    scroll(READER_ID, top)
}

fn scroll(id: &str, top: i32) -> bool {
    let Some(scroller) = scroller(id) else { return false };
    scroller.set_scroll_top(top);
    (scroller.scroll_top() - top).abs() <= 1
}

/// Whether the end of the list is near. A hidden list has no end in sight.
pub fn near_end() -> bool {
    let visible = element(LIST_ID).is_some_and(|list| list.client_height() > 0);
    visible
        && scroller(LIST_ID)
            .is_some_and(|list| list.scroll_height() - list.scroll_top() - list.client_height() < AHEAD)
}

/// Moves the focus into the article, without scrolling.
pub fn focus_reader() {
    focus(element(READER_ID));
}

/// Moves the focus to the row whose link has the address `href`, without scrolling.
pub fn focus_link(href: &str) {
    let links = window().and_then(|window| window.document()?.query_selector_all(".row h2 a").ok());
    let same = |link: &Element| link.get_attribute("href").as_deref() == Some(href);
    focus(
        links.and_then(|links| {
            (0..links.length()).filter_map(|at| links.item(at)?.dyn_into().ok()).find(same)
        }),
    );
}

fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        // An element that cannot take the focus leaves it where it is.
        let _ = element.focus_with_options(&options);
    }
}
