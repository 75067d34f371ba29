//! Which part of the list is drawn and loaded, as the reader scrolls.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use broadsheet_bundle::filter::Filter;
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use web_sys::window;
use yew::prelude::*;

use crate::browser::host::HostContext;
use crate::browser::scroll::{self, SCROLL_END_MS, VisibleSpan, on_scroll};
use crate::list::layout::ListLayout;
use crate::list::window::ListWindow;

/// Rows drawn and loaded at first, before anybody has seen how much fits: no fewer than most screens show.
const FIRST_ROWS: u32 = 16;
/// Rows drawn of another list below those that fit.
const BELOW: u32 = 2;
/// How long another list is left at what is in sight of it, in milliseconds: whoever chooses again at once waits for no more.
const GROWING_PAUSE: u32 = 150;
/// Rows drawn at most on either side of those in sight, and half as many at least: a fling must not outrun them at once, and
/// there must not be more than 200.
const AROUND: f64 = 32.0;
/// Rows loaded on either side of those that are drawn.
const AHEAD: u32 = 64;
/// How long a reader who jumps about has to stay before more is loaded, in milliseconds: what is passed by is not.
const JUMP_PAUSE: u32 = 100;
/// How far scrolling is true to the pixel where the track is shorter than the list; beyond that it is a jump. In CSS
/// pixels.
const LOCAL: f64 = 32_000.0;

/// The part of the list that is drawn, and the places of the rows that are to be there.
#[derive(Debug, Clone, PartialEq)]
pub struct ListRange {
    /// What is drawn.
    pub window: ListWindow,
    /// What is loaded.
    pub loaded: Range<u32>,
}

/// What moves the part.
#[derive(Clone)]
pub struct ListScroller {
    window: UseStateHandle<ListWindow>,
    loaded: UseStateHandle<Range<u32>>,
    state: Rc<State>,
}

/// Why the list is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// It is another one: what is around what is in sight can wait.
    Arriving,
    /// Something moves: half of what is drawn on either side is enough.
    Moving,
    /// It has waited: all that is to be on either side.
    Resting,
}

#[derive(Debug, Default)]
struct State {
    /// What was drawn last: what a listener was given may be older.
    drawn: RefCell<Option<ListWindow>>,
    loaded: RefCell<Range<u32>>,
    /// Where the reader is on the track, where that and the list differ.
    seen: Cell<f64>,
    /// The list that was looked at last.
    layout: RefCell<Rc<ListLayout>>,
    /// How many rows fit, as far as that is known.
    fitting: Cell<Option<u32>>,
    /// Set while another list is left at what is in sight of it.
    growing: RefCell<Option<Timeout>>,
    /// Set while jumps are passed by; at its end the place that was reached is loaded.
    jumping: RefCell<Option<Timeout>>,
    /// The place of the row that is to have the focus, and whether it is to be brought into sight first.
    wanted: Cell<Option<(u32, bool)>>,
    settling: RefCell<Option<Timeout>>,
}

/// The part of the list that is drawn and loaded now. [`use_list_scroll`] moves it.
#[hook]
pub fn use_list_range() -> (ListRange, ListScroller) {
    let window = use_state_eq(|| ListWindow::first(FIRST_ROWS));
    let loaded = use_state_eq(|| 0..FIRST_ROWS);
    let state = use_memo((), |()| State::default());
    let part = ListRange { window: (*window).clone(), loaded: (*loaded).clone() };
    (part, ListScroller { window, loaded, state })
}

/// Moves the part of the list with what is in sight of it: while anything is scrolled or the window changes, and whenever
/// the list is another.
#[hook]
pub fn use_list_scroll(host: &HostContext, layout: &Rc<ListLayout>, columns: u8, list: &ListScroller) {
    let scroll = list.clone();
    use_effect_with((host.clone(), Rc::clone(layout), columns), move |(host, layout, _)| {
        scroll.look(host, layout, Look::Arriving);
        let look = {
            let (host, layout) = (host.clone(), Rc::clone(layout));
            move || scroll.look(&host, &layout, Look::Moving)
        };
        let resized = {
            let look = look.clone();
            window().map(|window| EventListener::new(&window, "resize", move |_| look()))
        };
        let scrolled = on_scroll(host, look);
        move || drop((resized, scrolled))
    });
    let (host, layout, scroll) = (host.clone(), Rc::clone(layout), list.clone());
    use_effect(move || scroll.focus_wanted(&host, &layout));
}

impl ListScroller {
    /// On the way from one list to another: draws no more than the top of that.
    pub fn leave(&self, from: &Filter, to: &Filter) {
        if from == to {
            return;
        }
        let drawn = ListWindow::first(self.state.fitting.get().unwrap_or(FIRST_ROWS) + BELOW);
        self.window.set(drawn.clone());
        self.state.drawn.replace(Some(drawn));
        self.state.loaded.take();
    }

    /// Draws and loads what is in sight, and what is around it.
    fn look(&self, host: &HostContext, layout: &Rc<ListLayout>, look: Look) {
        let before = self.state.layout.replace(Rc::clone(layout));
        if before.heights() != layout.heights() {
            self.keep_place(host, &before, layout);
        }
        let Some(sight) = scroll::visible_list_span(host) else { return };
        let drawn = self.state.drawn.borrow().clone().unwrap_or_else(|| (*self.window).clone());
        let moved = sight.top - self.state.seen.replace(sight.top);
        let shift = if layout.is_shortened() && moved.abs() < LOCAL {
            drawn.shift
        } else {
            (sight.top - layout.from_track(sight.top)).round()
        };
        let (top, bottom) = (sight.top - shift, sight.bottom - shift);
        self.state.fitting.set(Some(layout.rows_in(bottom - top) + 1));
        let row = layout.heights().row;
        let around = (bottom - top).max(AROUND / 2.0 * row).min(AROUND * row);
        let margin = if look == Look::Resting { around } else { around / 2.0 };
        let needed = layout.rows_between(top, bottom, margin);
        let kept = drawn.rows_of(layout);
        let has = |rows: Range<u32>| kept.start <= rows.start && rows.end <= kept.end;
        let focused = scroll::focused_row(host);
        let forgotten = drawn.kept.is_some() && drawn.kept != focused;
        #[expect(clippy::float_cmp, reason = "it is the same number, or another")]
        let is_elsewhere = drawn.shift != shift;
        if look == Look::Arriving && !is_elsewhere && has(layout.rows_between(top, bottom, 0.0)) {
            let (scroll, host, layout) = (self.clone(), host.clone(), Rc::clone(layout));
            let grow = move || scroll.look(&host, &layout, Look::Resting);
            self.state.growing.replace(Some(Timeout::new(GROWING_PAUSE, grow)));
        } else if is_elsewhere || forgotten || !has(needed.clone()) || kept.len() > 2 * needed.len() {
            let rows = layout.rows_between(top, bottom, around);
            self.draw(ListWindow { rows, shift, kept: focused }, layout);
        }
        if layout.is_shortened() {
            let (scroll, host, layout) = (self.clone(), host.clone(), Rc::clone(layout));
            let settle = move || scroll.settle(&host, &layout);
            // Setting a new timer drops the old one, and with that cancels it.
            self.state.settling.replace(Some(Timeout::new(SCROLL_END_MS, settle)));
        }
    }

    /// Leaves the row in sight that was there when rows had another height.
    fn keep_place(&self, host: &HostContext, before: &ListLayout, layout: &ListLayout) {
        let seen = self.state.seen.get();
        if seen <= 0.0 || before.rows() != layout.rows() {
            return;
        }
        let y = layout.moved(before.from_track(seen), before);
        if let Some(VisibleSpan { top: now, .. }) = scroll::visible_list_span(host) {
            self.state.seen.set(f64::INFINITY);
            scroll::scroll_list_by(host, (layout.to_track(y) - now).round());
        }
    }

    fn draw(&self, drawn: ListWindow, layout: &ListLayout) {
        self.state.growing.take();
        let wanted = drawn.rows.start.saturating_sub(AHEAD)..(drawn.rows.end + AHEAD).min(layout.rows());
        self.window.set(drawn.clone());
        self.state.drawn.replace(Some(drawn));
        let before = self.state.loaded.replace(wanted.clone());
        let is_jump = !before.is_empty() && (wanted.start >= before.end || before.start >= wanted.end);
        let mut jumping = self.state.jumping.borrow_mut();
        if is_jump {
            let is_first = jumping.is_none();
            let (loaded, state) = (self.loaded.clone(), Rc::clone(&self.state));
            let arrive = move || {
                state.jumping.take();
                loaded.set(state.loaded.borrow().clone());
            };
            *jumping = Some(Timeout::new(JUMP_PAUSE, arrive));
            if !is_first {
                return;
            }
        } else {
            jumping.take();
        }
        self.loaded.set(wanted);
    }

    /// Brings the track to where it is in proportion again, without moving what is in sight.
    fn settle(&self, host: &HostContext, layout: &ListLayout) {
        let (Some(sight), Some(drawn)) = (scroll::visible_list_span(host), self.state.drawn.borrow().clone())
        else {
            return;
        };
        let on_track = layout.to_track(sight.top - drawn.shift);
        let by = (on_track - sight.top).round();
        if by != 0.0 {
            self.state.seen.set(sight.top + by);
            self.draw(ListWindow { shift: drawn.shift + by, ..drawn }, layout);
            let host = host.clone();
            // Once it is drawn.
            Timeout::new(0, move || scroll::scroll_list_by(&host, by)).forget();
        }
    }

    /// Gives the focus to the row at `place`, or to none, once it is there; brings it into sight first, if so said.
    pub fn want(&self, place: Option<u32>, into_sight: bool) {
        self.state.wanted.set(place.map(|place| (place, into_sight)));
    }

    /// Does what is wanted, as far as that can be done now.
    pub fn focus_wanted(&self, host: &HostContext, layout: &ListLayout) {
        let Some((place, into_sight)) = self.state.wanted.get() else { return };
        if into_sight && !scroll::is_row_in_sight(host, place) {
            self.state.wanted.set(Some((place, false)));
            self.jump(host, layout, place);
        }
        if scroll::focus_row(host, place) {
            self.state.wanted.take();
        }
    }

    /// Scrolls to the row at `place`, with some of those before it.
    pub fn show(&self, host: &HostContext, layout: &ListLayout, place: u32) {
        let fitting =
            scroll::visible_list_span(host).map_or(0, |sight| layout.rows_in(sight.bottom - sight.top));
        self.jump(host, layout, place.saturating_sub(fitting / 3));
    }

    /// Brings all of the row at `place` into sight.
    pub fn reveal(&self, host: &HostContext, layout: &ListLayout, place: u32) {
        if !scroll::reveal_row(host, place) {
            self.jump(host, layout, place);
        }
    }

    /// Scrolls to the row at `place`, under its month's name.
    pub fn jump(&self, host: &HostContext, layout: &ListLayout, place: u32) {
        let top = layout.to_track(layout.top(place) - layout.heights().month);
        if let Some(VisibleSpan { top: now, .. }) = scroll::visible_list_span(host) {
            // Whatever the way is, it is a jump.
            self.state.seen.set(f64::INFINITY);
            scroll::scroll_list_by(host, top - now);
        }
    }
}
