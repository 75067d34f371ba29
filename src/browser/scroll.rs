//! Scrolling: list and article are panels that scroll by themselves where they stand side by side; where they take turns,
//! the page does, or in somebody else's page the viewer as a whole.

use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use web_sys::{Element, HtmlElement, Node, window};

use super::dom_ids::{APP, FEED, FOCUSABLE, FOCUSED_ROW, LIST, MONTH, READER, ROW, ROW_LINKS, ROW_POSITION};
use super::host::HostContext;
use crate::navigation::ScrollPositions;

/// How long nothing moves before scrolling counts as ended, in milliseconds.
pub const SCROLL_END_MS: u32 = 150;

/// What scrolls the panel that `selector` selects.
fn scroller(host: &HostContext, selector: &str) -> Option<Element> {
    if host.columns() > 1 {
        host.find(selector)
    } else if host.standalone {
        window()?.document()?.scrolling_element()
    } else {
        host.find(APP)
    }
}

fn top(host: &HostContext, selector: &str) -> i32 {
    scroller(host, selector).map_or(0, |scroller| scroller.scroll_top())
}

/// The current scroll offsets of the list and the article.
pub fn positions(host: &HostContext) -> ScrollPositions {
    ScrollPositions { list: list_top(host), reader: reader_top(host) }
}

/// Calls `act` whenever anything is scrolled that concerns the viewer, until the listeners are dropped.
pub fn on_scroll(host: &HostContext, act: impl Fn() + 'static) -> Vec<EventListener> {
    let act = Rc::new(act);
    let listen = |target| {
        let (options, act) = (EventListenerOptions::run_in_capture_phase(), Rc::clone(&act));
        EventListener::new_with_options(&target, "scroll", options, move |_| act())
    };
    host.scroll_targets().into_iter().map(listen).collect()
}

/// How far the list is scrolled, in CSS pixels.
pub fn list_top(host: &HostContext) -> i32 {
    top(host, LIST)
}

/// How far the article is scrolled, in CSS pixels.
pub fn reader_top(host: &HostContext) -> i32 {
    top(host, READER)
}

/// Scrolls the list. True if it could: the rows may not be there yet.
pub fn scroll_list(host: &HostContext, top: i32) -> bool {
    scroll(host, LIST, top)
}

/// Scrolls the article. Where the viewer is as high as its content, somebody else's page scrolls: that is moved only for a
/// reader for whom an article would begin out of sight.
pub fn scroll_reader(host: &HostContext, top: i32) -> bool {
    let container = &host.container;
    let starts_above = || container.get_bounding_client_rect().top() < 0.0;
    if top == 0 && !host.standalone && host.has_focus() && starts_above() {
        container.scroll_into_view();
    }
    scroll(host, READER, top)
}

fn scroll(host: &HostContext, selector: &str, top: i32) -> bool {
    let Some(scroller) = scroller(host, selector) else { return false };
    scroller.set_scroll_top(top);
    (scroller.scroll_top() - top).abs() <= 1
}

/// The part of the list that can be seen, from its top, in CSS pixels. It may reach beyond the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VisibleSpan {
    /// Its upper end.
    pub top: f64,
    /// Its lower end.
    pub bottom: f64,
}

/// What can be seen of the list; nothing where it is hidden or not drawn.
pub fn visible_list_span(host: &HostContext) -> Option<VisibleSpan> {
    let feed = host.find::<Element>(FEED)?;
    let rect = feed.get_bounding_client_rect();
    if rect.width() <= 0.0 {
        return None;
    }
    let (top, bottom) = visible_list_bounds(host)?;
    Some(VisibleSpan { top: top - rect.top(), bottom: bottom.max(top) - rect.top() })
}

/// Between which heights of the browser's window the list can be seen, in CSS pixels.
fn visible_list_bounds(host: &HostContext) -> Option<(f64, f64)> {
    let (mut top, mut bottom) = (0.0, window()?.inner_height().ok()?.as_f64()?);
    let panel = if host.columns() > 1 { host.find(LIST) } else { None };
    for outer in [Some(host.container.clone()), panel].into_iter().flatten() {
        let outer = outer.get_bounding_client_rect();
        (top, bottom) = (outer.top().max(top), outer.bottom().min(bottom));
    }
    Some((top, bottom))
}

/// Scrolls the list by so many CSS pixels.
pub fn scroll_list_by(host: &HostContext, by: f64) {
    if let Some(scroller) = scroller(host, LIST) {
        scroller.scroll_by_with_x_and_y(0.0, by);
    }
}

/// `true` if an article is open.
pub fn is_reading(host: &HostContext) -> bool {
    host.find::<Element>(READER).is_some()
}

/// Moves the focus into the article, or the list where none is open, without scrolling.
pub fn focus_panel(host: &HostContext) {
    focus(host.find(READER).or_else(|| host.find(LIST)), false);
}

/// `true` if there is more of an element than is seen.
pub fn scrolls(element: &Element) -> bool {
    element.scroll_height() > element.client_height()
}

/// Moves the focus to what is read: the open article, or else the list.
pub fn skip(host: &HostContext) {
    focus(host.find(READER).or_else(|| host.find(LIST)), true);
}

/// Moves the focus to the row at `place`, unless something outside the list has it. In somebody else's page, whose scrolling is
/// not noted, the browser brings the row into sight. False if the row is not there.
pub fn focus_row(host: &HostContext, place: u32) -> bool {
    let Some(link) = host.find(&format!("{} {ROW_LINKS}", row_at(place))) else { return false };
    let elsewhere = host.find::<Element>(":focus").is_some_and(|focused| !is_in(&focused, LIST));
    focus(Some(link).filter(|_| !elsewhere), !host.standalone);
    true
}

/// Scrolls the list as little as it takes to see all of the row at `place`. False if the row is not there.
pub fn reveal_row(host: &HostContext, place: u32) -> bool {
    let (row, clip) = (host.find::<Element>(&row_at(place)), visible_row_bounds(host));
    let (Some(row), Some((top, bottom))) = (row, clip) else { return false };
    let rect = row.get_bounding_client_rect();
    // Whole pixels, since a browser may scroll by no others, and none too few.
    let by = (rect.top() - top).floor().min((rect.bottom() - bottom).ceil().max(0.0));
    scroll_list_by(host, by);
    true
}

/// Whether anything can be seen of the row at `place`.
pub fn is_row_in_sight(host: &HostContext, place: u32) -> bool {
    host.find(&row_at(place)).is_some_and(|row| is_in_sight(host, &row))
}

/// Whether anything can be seen of a row.
pub fn is_in_sight(host: &HostContext, row: &Element) -> bool {
    let rect = row.get_bounding_client_rect();
    visible_row_bounds(host).is_some_and(|(top, bottom)| rect.bottom() > top && rect.top() < bottom)
}

/// Between which heights of the browser's window rows can be seen, in CSS pixels: a month's name is above them.
pub fn visible_row_bounds(host: &HostContext) -> Option<(f64, f64)> {
    let (top, bottom) = visible_list_bounds(host)?;
    let month = host.find::<Element>(MONTH)?.get_bounding_client_rect();
    Some((top + month.height(), bottom))
}

fn row_at(place: u32) -> String {
    format!("{ROW}[{ROW_POSITION}=\"{}\"]", place + 1)
}

/// The place of the row that has the focus.
pub fn focused_row(host: &HostContext) -> Option<u32> {
    let place: u32 = host.find::<Element>(FOCUSED_ROW)?.get_attribute(ROW_POSITION)?.parse().ok()?;
    place.checked_sub(1)
}

/// Whether the element is inside one that `selector` selects.
pub fn is_in(element: &Element, selector: &str) -> bool {
    element.closest(selector).is_ok_and(|found| found.is_some())
}

/// Moves the focus out of the list: to what follows the rows, or to what is nearest before them. False if there is nothing.
pub fn leave_feed(host: &HostContext, forward: bool) -> bool {
    let Some(feed) = host.find::<Element>(FEED) else { return false };
    let wanted = if forward { Node::DOCUMENT_POSITION_FOLLOWING } else { Node::DOCUMENT_POSITION_PRECEDING };
    let mut outside = host.find_all(FOCUSABLE);
    if !forward {
        outside.reverse();
    }
    let outside = outside.into_iter().filter(|element| feed.compare_document_position(element) == wanted);
    // What is not shown does not take the focus.
    outside.into_iter().any(|element| element.focus().is_ok() && element.matches(":focus").unwrap_or(false))
}

fn focus(element: Option<HtmlElement>, into_sight: bool) {
    if let Some(element) = element {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(!into_sight);
        // An element that cannot take the focus leaves it where it is.
        let _ = element.focus_with_options(&options);
    }
}
