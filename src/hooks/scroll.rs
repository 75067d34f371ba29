//! Scrolling: list and article are panels that scroll by themselves where they stand side by side; where they take turns,
//! the page does, or in somebody else's page the viewer as a whole.

use web_sys::{Element, HtmlElement, window};

use crate::environment::Environment;

/// How near to the end of the list, in CSS pixels, more rows are drawn: at least a screen ahead.
const AHEAD: f64 = 1_600.0;

/// Selects the list's panel.
const LIST: &str = "#list";
/// Selects the article's panel.
const READER: &str = "#reader";
/// Selects the links of the list's rows.
pub const ROW_LINKS: &str = ".row-title a";

/// What scrolls the panel that `selector` selects.
fn scroller(environment: &Environment, selector: &str) -> Option<Element> {
    if environment.columns() > 1 {
        environment.find(selector)
    } else if environment.standalone {
        window()?.document()?.scrolling_element()
    } else {
        environment.find(".app")
    }
}

fn top(environment: &Environment, selector: &str) -> i32 {
    scroller(environment, selector).map_or(0, |scroller| scroller.scroll_top())
}

/// How far the list is scrolled, in CSS pixels.
pub fn list_top(environment: &Environment) -> i32 {
    top(environment, LIST)
}

/// How far the article is scrolled, in CSS pixels.
pub fn reader_top(environment: &Environment) -> i32 {
    top(environment, READER)
}

/// Scrolls the list. True if it could: the rows may not be there yet.
pub fn scroll_list(environment: &Environment, top: i32) -> bool {
    scroll(environment, LIST, top)
}

/// Scrolls the article.
pub fn scroll_reader(environment: &Environment, top: i32) -> bool {
    scroll(environment, READER, top)
}

fn scroll(environment: &Environment, selector: &str, top: i32) -> bool {
    let Some(scroller) = scroller(environment, selector) else { return false };
    scroller.set_scroll_top(top);
    (scroller.scroll_top() - top).abs() <= 1
}

/// Whether the end of the list is near. A hidden list has no end in sight.
pub fn near_end(environment: &Environment) -> bool {
    let Some(list) = environment.find::<Element>(LIST).filter(|list| list.client_height() > 0) else {
        return false;
    };
    let window_bottom = window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or_default();
    let viewer_bottom = environment.container.get_bounding_client_rect().bottom();
    let below = list.get_bounding_client_rect().bottom() - window_bottom.min(viewer_bottom);
    let within = list.scroll_height() - list.scroll_top() - list.client_height();
    below.max(0.0) + f64::from(within) < AHEAD
}

/// Moves the focus into the article, without scrolling.
pub fn focus_reader(environment: &Environment) {
    focus(environment.find(READER));
}

/// Moves the focus to the row whose link has the address `href`, without scrolling.
pub fn focus_link(environment: &Environment, href: &str) {
    let same = |link: &HtmlElement| link.get_attribute("href").as_deref() == Some(href);
    focus(environment.find_all(ROW_LINKS).into_iter().find(same));
}

fn focus(element: Option<HtmlElement>) {
    if let Some(element) = element {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        // An element that cannot take the focus leaves it where it is.
        let _ = element.focus_with_options(&options);
    }
}
