//! Scrolling and focus in list and article. Where the two stand side by side, they are panes that
//! scroll by themselves; where they take turns, the page scrolls, or in a host page the viewer.

use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use web_sys::{Element, HtmlElement, Node, window};

use super::dom_ids::{APP, FEED, FOCUSABLE, FOCUSED_ROW, LIST, MONTH, READER, ROW, ROW_LINKS, ROW_POSITION};
use super::host::HostContext;
use crate::list::layout::VisibleSpan;
use crate::navigation::{Direction, ScrollPositions};

/// Time without a scroll event after which scrolling counts as ended, in milliseconds.
pub const SCROLL_END_MS: u32 = 150;

/// Returns the element that scrolls the pane that `selector` selects.
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

/// Returns the current scroll offsets of the list and the article.
pub fn positions(host: &HostContext) -> ScrollPositions {
    ScrollPositions { list: list_top(host), reader: reader_top(host) }
}

/// Calls `act` whenever anything is scrolled that concerns the viewer, until the listeners are
/// dropped.
pub fn on_scroll(host: &HostContext, act: impl Fn() + 'static) -> Vec<EventListener> {
    let act = Rc::new(act);
    let listen = |target| {
        let (options, act) = (EventListenerOptions::run_in_capture_phase(), Rc::clone(&act));
        EventListener::new_with_options(&target, "scroll", options, move |_| act())
    };
    host.scroll_targets().into_iter().map(listen).collect()
}

/// Returns the scroll offset of the list, in CSS pixels.
pub fn list_top(host: &HostContext) -> i32 {
    top(host, LIST)
}

/// Returns the scroll offset of the article, in CSS pixels.
pub fn reader_top(host: &HostContext) -> i32 {
    top(host, READER)
}

/// Scrolls the list to `top`. Returns `false` if it is not that high yet: rows may be missing.
pub fn scroll_list(host: &HostContext, top: i32) -> bool {
    scroll(host, LIST, top)
}

/// Scrolls the article to `top`. Returns `false` if it is not that high yet. Where the viewer is as
/// high as its content, the host page scrolls: that is moved only for a user for whom the article
/// would begin out of view.
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

/// A span of heights in the browser's window, in CSS pixels.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    top: f64,
    bottom: f64,
}

/// Returns the visible part of the list; `None` if it is hidden or not drawn.
pub fn visible_list_span(host: &HostContext) -> Option<VisibleSpan> {
    let feed = host.find::<Element>(FEED)?;
    let rect = feed.get_bounding_client_rect();
    if rect.width() <= 0.0 {
        return None;
    }
    let Bounds { top, bottom } = visible_list_bounds(host)?;
    Some(VisibleSpan { top: top - rect.top(), bottom: bottom.max(top) - rect.top() })
}

/// Returns the bounds within which the list is visible.
fn visible_list_bounds(host: &HostContext) -> Option<Bounds> {
    let mut bounds = Bounds { top: 0.0, bottom: window()?.inner_height().ok()?.as_f64()? };
    let pane = if host.columns() > 1 { host.find(LIST) } else { None };
    for outer in [Some(host.container.clone()), pane].into_iter().flatten() {
        let outer = outer.get_bounding_client_rect();
        bounds = Bounds { top: outer.top().max(bounds.top), bottom: outer.bottom().min(bounds.bottom) };
    }
    Some(bounds)
}

/// Returns the bounds within which rows are visible: below the heading of a month.
fn visible_row_bounds(host: &HostContext) -> Option<Bounds> {
    let Bounds { top, bottom } = visible_list_bounds(host)?;
    let month = host.find::<Element>(MONTH)?.get_bounding_client_rect();
    Some(Bounds { top: top + month.height(), bottom })
}

/// Scrolls the list by so many CSS pixels.
pub fn scroll_list_by(host: &HostContext, by: f64) {
    if let Some(scroller) = scroller(host, LIST) {
        scroller.scroll_by_with_x_and_y(0.0, by);
    }
}

/// `true` if an article is open.
pub fn is_article_open(host: &HostContext) -> bool {
    host.find::<Element>(READER).is_some()
}

/// `true` if an element has more content than it shows.
pub fn scrolls(element: &Element) -> bool {
    element.scroll_height() > element.client_height()
}

/// Moves the focus into the open article, or into the list if none is open, without scrolling.
pub fn focus_content(host: &HostContext) {
    focus(content_pane(host), Scrolling::Prevented);
}

/// The same, with the pane scrolled into view.
pub fn skip_to_content(host: &HostContext) {
    focus(content_pane(host), Scrolling::ByBrowser);
}

fn content_pane(host: &HostContext) -> Option<HtmlElement> {
    host.find(READER).or_else(|| host.find(LIST))
}

/// Moves the focus to the row at `index`, which the browser scrolls into view. Returns `false` if
/// the row is not drawn.
pub fn focus_row(host: &HostContext, index: u32) -> bool {
    let link = row_link(host, index);
    let is_drawn = link.is_some();
    focus(link, Scrolling::ByBrowser);
    is_drawn
}

/// Moves the focus to the row at `index`, unless something outside the list has it; the browser
/// scrolls the row into view only if `scrolls` says so. Returns `false` if the row is not drawn.
pub fn restore_row_focus(host: &HostContext, index: u32, scrolls: bool) -> bool {
    let Some(link) = row_link(host, index) else { return false };
    let is_elsewhere = host.find::<Element>(":focus").is_some_and(|focused| !is_in(&focused, LIST));
    if !is_elsewhere {
        focus(Some(link), if scrolls { Scrolling::ByBrowser } else { Scrolling::Prevented });
    }
    true
}

/// Scrolls the list as little as it takes to make all of the row at `index` visible. Returns
/// `false` if the row is not drawn.
pub fn reveal_row(host: &HostContext, index: u32) -> bool {
    let (row, bounds) = (host.find::<Element>(&row_at(index)), visible_row_bounds(host));
    let (Some(row), Some(Bounds { top, bottom })) = (row, bounds) else { return false };
    let rect = row.get_bounding_client_rect();
    // Whole pixels, since a browser may scroll by no others, and none too few.
    let by = (rect.top() - top).floor().min((rect.bottom() - bottom).ceil().max(0.0));
    scroll_list_by(host, by);
    true
}

/// `true` if any part of the row at `index` is visible.
pub fn is_row_visible(host: &HostContext, index: u32) -> bool {
    let Some(row) = host.find::<Element>(&row_at(index)) else { return false };
    let rect = row.get_bounding_client_rect();
    visible_row_bounds(host).is_some_and(|bounds| rect.bottom() > bounds.top && rect.top() < bounds.bottom)
}

/// Returns the index of the first row whose title is below the top of the visible ones.
pub fn first_visible_row(host: &HostContext) -> Option<u32> {
    let top = visible_row_bounds(host).map_or(0.0, |bounds| bounds.top);
    let links = host.find_all(ROW_LINKS);
    let first = links.iter().find(|link| link.get_bounding_client_rect().top() >= top)?;
    index_of(&first.closest(ROW).ok()??)
}

/// Returns the index of the row that has the focus.
pub fn focused_row(host: &HostContext) -> Option<u32> {
    index_of(&host.find::<Element>(FOCUSED_ROW)?)
}

fn index_of(row: &Element) -> Option<u32> {
    row.get_attribute(ROW_POSITION)?.parse::<u32>().ok()?.checked_sub(1)
}

fn row_at(index: u32) -> String {
    format!("{ROW}[{ROW_POSITION}=\"{}\"]", index + 1)
}

fn row_link(host: &HostContext, index: u32) -> Option<HtmlElement> {
    host.find(&[&row_at(index), " ", ROW_LINKS].concat())
}

/// `true` if the element is inside one that `selector` selects.
pub fn is_in(element: &Element, selector: &str) -> bool {
    element.closest(selector).is_ok_and(|found| found.is_some())
}

/// Moves the focus out of the list: to what follows the rows, or to what is nearest before them.
/// Returns `false` if there is nothing.
pub fn leave_feed(host: &HostContext, direction: Direction) -> bool {
    let Some(feed) = host.find::<Element>(FEED) else { return false };
    let mut outside = host.find_all(FOCUSABLE);
    let wanted = match direction {
        Direction::Next => Node::DOCUMENT_POSITION_FOLLOWING,
        Direction::Previous => {
            outside.reverse();
            Node::DOCUMENT_POSITION_PRECEDING
        }
    };
    let outside = outside.into_iter().filter(|element| feed.compare_document_position(element) == wanted);
    // What is not shown does not take the focus.
    outside.into_iter().any(|element| element.focus().is_ok() && element.matches(":focus").unwrap_or(false))
}

/// The scrolling that comes with the focus.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scrolling {
    ByBrowser,
    Prevented,
}

fn focus(element: Option<HtmlElement>, scrolling: Scrolling) {
    if let Some(element) = element {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(scrolling == Scrolling::Prevented);
        // An element that cannot take the focus leaves it where it is.
        let _ = element.focus_with_options(&options);
    }
}
