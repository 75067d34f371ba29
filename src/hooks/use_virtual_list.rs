//! The virtual list: reports scrolling, resizing and keys to its reducer, and runs the effects.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use web_sys::window;
use yew::prelude::*;

use crate::browser::host::HostContext;
use crate::browser::scroll::{self, SCROLL_END_MS, on_scroll};
use crate::list::layout::ListLayout;
use crate::list::virtual_list::{Effect, Event, FocusMode, ListRange, Timer, UpdateReason, VirtualList};
use crate::navigation::Direction;

/// Time for which a new list is left at its visible rows, in milliseconds: a user who chooses again
/// at once waits for no more.
const GROW_DELAY_MS: u32 = 150;
/// Time for which a user who jumps about has to stay before rows are loaded, in milliseconds: what
/// is jumped over is not loaded.
const JUMP_DELAY_MS: u32 = 100;

/// The state of the virtual list from one rendering to the next.
#[derive(Clone)]
pub struct VirtualListHandle(Rc<Shared>);

struct Shared {
    list: RefCell<VirtualList>,
    /// The timers that run: [`Timer::Grow`], [`Timer::Jump`] and [`Timer::Realign`].
    timers: RefCell<[Option<Timeout>; 3]>,
    rerender: UseForceUpdateHandle,
}

/// Scrolls the list and moves the focus in it.
#[derive(Clone)]
pub struct ListScroller {
    host: HostContext,
    layout: Rc<ListLayout>,
    handle: VirtualListHandle,
}

/// Returns the state of the virtual list. [`use_list_updates`] changes it.
#[hook]
pub fn use_virtual_list() -> VirtualListHandle {
    let rerender = use_force_update();
    let new = move |(): &()| Shared { list: RefCell::default(), timers: RefCell::default(), rerender };
    VirtualListHandle(use_memo((), new))
}

impl VirtualListHandle {
    /// Returns the rows that are drawn and loaded.
    pub fn range(&self) -> ListRange {
        self.0.list.borrow().range().clone()
    }

    /// Returns the scroller of the list with this layout, which depends on what is loaded.
    pub fn scroller(self, host: &HostContext, layout: &Rc<ListLayout>) -> ListScroller {
        ListScroller { host: host.clone(), layout: Rc::clone(layout), handle: self }
    }
}

/// Updates the drawn rows when anything is scrolled, when the window or the number of columns
/// changes, and when the list is another; and gives the focus to the row that was requested, once
/// it is drawn. Hooks that scroll or request a row are called before, since effects run in the
/// order of their hooks.
#[hook]
pub fn use_list_updates(list: &ListScroller, columns: u8) {
    let updated = list.clone();
    let dependencies = (list.host.clone(), Rc::clone(&list.layout), columns);
    use_effect_with(dependencies, move |(host, ..)| {
        updated.measure(UpdateReason::NewList);
        let measure = move || updated.measure(UpdateReason::Scrolling);
        let resized = {
            let measure = measure.clone();
            window().map(|window| EventListener::new(&window, "resize", move |_| measure()))
        };
        let scrolled = on_scroll(host, measure);
        move || drop((resized, scrolled))
    });
    let list = list.clone();
    use_effect(move || list.focus_requested_row());
}

impl ListScroller {
    /// Prepares for another list: draws no more than the top of that.
    pub fn reset_for_new_list(&self) {
        self.send(Event::Replaced);
    }

    /// Gives the focus to the row at `row`, or to none, once it is drawn; scrolls to it first if
    /// `reveal` says so.
    pub fn request_row_focus(&self, row: Option<u32>, reveal: bool) {
        self.send(Event::FocusRequested { row, reveal });
    }

    /// Scrolls to the row at `row` and gives it the focus.
    pub fn go_to_row(&self, row: u32) {
        self.request_row_focus(Some(row), true);
        self.focus_requested_row();
    }

    /// Moves the focus to the next or the previous row; to the first visible one if none that is
    /// visible has it.
    pub fn move_focus(&self, direction: Direction) {
        let focused = scroll::focused_row(&self.host);
        let is_visible = focused.is_some_and(|row| scroll::is_row_visible(&self.host, row));
        let first_visible = scroll::first_visible_row(&self.host);
        let span = scroll::visible_list_span(&self.host);
        self.send(Event::FocusMoved { direction, focused, is_visible, first_visible, span });
    }

    /// Scrolls to the row at `row`, with some of those before it.
    pub fn show(&self, row: u32) {
        self.send(Event::Show(row, scroll::visible_list_span(&self.host)));
    }

    /// Scrolls as little as it takes to make all of the row at `row` visible.
    pub fn reveal(&self, row: u32) {
        if !scroll::reveal_row(&self.host, row) {
            self.scroll_to(row);
        }
    }

    /// Scrolls to the row at `row`, below its month heading.
    pub fn scroll_to(&self, row: u32) {
        self.send(Event::ScrollTo(row, scroll::visible_list_span(&self.host)));
    }

    fn focus_requested_row(&self) {
        let requested = self.handle.0.list.borrow().requested_row();
        if let Some(row) = requested {
            let is_visible = scroll::is_row_visible(&self.host, row);
            self.send(Event::Rendered { is_visible, span: scroll::visible_list_span(&self.host) });
        }
    }

    fn measure(&self, reason: UpdateReason) {
        let span = scroll::visible_list_span(&self.host);
        self.send(Event::Measured { span, focused: scroll::focused_row(&self.host), reason });
    }

    fn send(&self, event: Event) {
        let Shared { list, rerender, .. } = &*self.handle.0;
        let before = self.handle.range();
        let effects = list.borrow_mut().update(&self.layout, event);
        if self.handle.range() != before {
            rerender.force_update();
        }
        for effect in effects {
            self.run(effect);
        }
    }

    fn run(&self, effect: Effect) {
        let host = &self.host;
        match effect {
            Effect::ScrollBy(by) => scroll::scroll_list_by(host, by),
            Effect::ScrollAfterRender(by) => {
                let host = host.clone();
                Timeout::new(0, move || scroll::scroll_list_by(&host, by)).forget();
            }
            Effect::Measure(reason) => self.measure(reason),
            Effect::Start(timer) => {
                let list = self.clone();
                let delay = match timer {
                    Timer::Grow => GROW_DELAY_MS,
                    Timer::Jump => JUMP_DELAY_MS,
                    Timer::Realign => SCROLL_END_MS,
                };
                let timeout = Timeout::new(delay, move || list.on_timer(timer));
                // Dropping the timer that was there cancels it.
                self.set_timer(timer, Some(timeout));
            }
            Effect::Stop(timer) => self.set_timer(timer, None),
            Effect::Focus(row, mode) => {
                let has_focus = match mode {
                    // The scroll position of the host page is not saved: there, the browser
                    // scrolls.
                    FocusMode::Restored => scroll::restore_row_focus(host, row, !host.standalone),
                    FocusMode::Moved => scroll::focus_row(host, row),
                    FocusMode::MovedLater => scroll::restore_row_focus(host, row, true),
                };
                if has_focus {
                    self.send(Event::RowFocused);
                }
            }
        }
    }

    fn on_timer(&self, timer: Timer) {
        match timer {
            Timer::Grow => self.measure(UpdateReason::Idle),
            Timer::Jump => self.send(Event::JumpEnded),
            Timer::Realign => self.send(Event::RealignDue(scroll::visible_list_span(&self.host))),
        }
    }

    fn set_timer(&self, timer: Timer, timeout: Option<Timeout>) {
        let slot = match timer {
            Timer::Grow => 0,
            Timer::Jump => 1,
            Timer::Realign => 2,
        };
        self.handle.0.timers.borrow_mut()[slot] = timeout;
    }
}
