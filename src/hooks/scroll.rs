//! Scrolling: list and article are panels that scroll by themselves where they stand side by side; where they take turns,
//! the page does, or in somebody else's page the viewer as a whole.

use web_sys::{Element, HtmlElement, Node, window};

use crate::environment::Environment;

/// Selects the list's panel.
const LIST: &str = "#list";
/// Selects the rows together.
const FEED: &str = ".feed";
/// Selects a month's name above the rows.
const MONTH: &str = ".feed .month";
/// Selects the article's panel.
const READER: &str = "#reader";
/// Selects the links of the list's rows.
pub const ROW_LINKS: &str = ".row-title a";
/// Selects the row that has the focus.
pub const FOCUSED_ROW: &str = ".row:focus-within";

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

/// Scrolls the article. Where the viewer is as high as its content, somebody else's page scrolls: that is moved only for a
/// reader for whom an article would begin out of sight.
pub fn scroll_reader(environment: &Environment, top: i32) -> bool {
    let container = &environment.container;
    let starts_above = || container.get_bounding_client_rect().top() < 0.0;
    if top == 0 && !environment.standalone && environment.has_focus() && starts_above() {
        container.scroll_into_view();
    }
    scroll(environment, READER, top)
}

fn scroll(environment: &Environment, selector: &str, top: i32) -> bool {
    let Some(scroller) = scroller(environment, selector) else { return false };
    scroller.set_scroll_top(top);
    (scroller.scroll_top() - top).abs() <= 1
}

/// The part of the list that can be seen, from its top, in CSS pixels. It may reach beyond the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sight {
    /// Its upper end.
    pub top: f64,
    /// Its lower end.
    pub bottom: f64,
}

/// What can be seen of the list; nothing where it is hidden or not drawn.
pub fn list_sight(environment: &Environment) -> Option<Sight> {
    let feed = environment.find::<Element>(FEED)?;
    let rect = feed.get_bounding_client_rect();
    if rect.width() <= 0.0 {
        return None;
    }
    let (top, bottom) = list_clip(environment)?;
    Some(Sight { top: top - rect.top(), bottom: bottom.max(top) - rect.top() })
}

/// Between which heights of the browser's window the list can be seen, in CSS pixels.
fn list_clip(environment: &Environment) -> Option<(f64, f64)> {
    let (mut top, mut bottom) = (0.0, window()?.inner_height().ok()?.as_f64()?);
    let panel = if environment.columns() > 1 { environment.find(LIST) } else { None };
    for outer in [Some(environment.container.clone()), panel].into_iter().flatten() {
        let outer = outer.get_bounding_client_rect();
        (top, bottom) = (outer.top().max(top), outer.bottom().min(bottom));
    }
    Some((top, bottom))
}

/// Scrolls the list by so many CSS pixels.
pub fn scroll_list_by(environment: &Environment, by: f64) {
    if let Some(scroller) = scroller(environment, LIST) {
        scroller.scroll_by_with_x_and_y(0.0, by);
    }
}

/// `true` if an article is open.
pub fn is_reading(environment: &Environment) -> bool {
    environment.find::<Element>(READER).is_some()
}

/// Moves the focus into the article, or the list where none is open, without scrolling.
pub fn focus_panel(environment: &Environment) {
    focus(environment.find(READER).or_else(|| environment.find(LIST)), false);
}

/// `true` if there is more of an element than is seen.
pub fn scrolls(element: &Element) -> bool {
    element.scroll_height() > element.client_height()
}

/// Moves the focus to what is read: the open article, or else the list.
pub fn skip(environment: &Environment) {
    focus(environment.find(READER).or_else(|| environment.find(LIST)), true);
}

/// Moves the focus to the row at `place`, unless something outside the list has it. In somebody else's page, whose scrolling is
/// not noted, the browser brings the row into sight. False if the row is not there.
pub fn focus_row(environment: &Environment, place: u32) -> bool {
    let Some(link) = environment.find(&format!("{} {ROW_LINKS}", row_at(place))) else { return false };
    let elsewhere = environment.find::<Element>(":focus").is_some_and(|focused| !is_in(&focused, LIST));
    focus(Some(link).filter(|_| !elsewhere), !environment.standalone);
    true
}

/// Scrolls the list as little as it takes to see all of the row at `place`. False if the row is not there.
pub fn reveal_row(environment: &Environment, place: u32) -> bool {
    let (row, clip) = (environment.find::<Element>(&row_at(place)), rows_clip(environment));
    let (Some(row), Some((top, bottom))) = (row, clip) else { return false };
    let rect = row.get_bounding_client_rect();
    // Whole pixels, since a browser may scroll by no others, and none too few.
    let by = (rect.top() - top).floor().min((rect.bottom() - bottom).ceil().max(0.0));
    scroll_list_by(environment, by);
    true
}

/// Whether anything can be seen of the row at `place`.
pub fn is_row_in_sight(environment: &Environment, place: u32) -> bool {
    environment.find(&row_at(place)).is_some_and(|row| is_in_sight(environment, &row))
}

/// Whether anything can be seen of a row.
pub fn is_in_sight(environment: &Environment, row: &Element) -> bool {
    let rect = row.get_bounding_client_rect();
    rows_clip(environment).is_some_and(|(top, bottom)| rect.bottom() > top && rect.top() < bottom)
}

/// Between which heights of the browser's window rows can be seen, in CSS pixels: a month's name is above them.
pub fn rows_clip(environment: &Environment) -> Option<(f64, f64)> {
    let (top, bottom) = list_clip(environment)?;
    let month = environment.find::<Element>(MONTH)?.get_bounding_client_rect();
    Some((top + month.height(), bottom))
}

fn row_at(place: u32) -> String {
    format!(".row[aria-posinset=\"{}\"]", place + 1)
}

/// The place of the row that has the focus.
pub fn focused_row(environment: &Environment) -> Option<u32> {
    let place: u32 =
        environment.find::<Element>(FOCUSED_ROW)?.get_attribute("aria-posinset")?.parse().ok()?;
    place.checked_sub(1)
}

/// Whether the element is inside one that `selector` selects.
pub fn is_in(element: &Element, selector: &str) -> bool {
    element.closest(selector).is_ok_and(|found| found.is_some())
}

/// Moves the focus out of the list: to what follows the rows, or to what is nearest before them. False if there is nothing.
pub fn leave_feed(environment: &Environment, forward: bool) -> bool {
    let Some(feed) = environment.find::<Element>(FEED) else { return false };
    let wanted = if forward { Node::DOCUMENT_POSITION_FOLLOWING } else { Node::DOCUMENT_POSITION_PRECEDING };
    let mut outside = environment.find_all("a, button, input, select, summary, #reader");
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
