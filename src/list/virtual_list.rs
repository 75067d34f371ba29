//! The state of the virtual list: which rows are drawn and loaded as the user scrolls, and which
//! row is to get the focus. A pure reducer: [`VirtualList::update`] takes what the browser reports
//! as an [`Event`] and answers with [`Effect`]s, which the hook `use_virtual_list` runs.

use std::ops::Range;
use std::rc::Rc;

use super::layout::{ListLayout, VisibleSpan};
use super::window::ListWindow;
use crate::navigation::Direction;

/// Rows drawn and loaded at first, before the viewport is measured: no fewer than most screens
/// show.
const INITIAL_ROWS: u32 = 16;
/// Rows of a new list that are drawn below those that fit.
const EXTRA_ROWS_BELOW: u32 = 2;
/// Rows drawn at most on either side of the visible ones, and half as many at least: a fling must
/// not outrun them at once, and there must not be more than 200.
const OVERSCAN_ROWS: f64 = 32.0;
/// Rows loaded on either side of those that are drawn.
const PREFETCH_ROWS: u32 = 64;
/// Distance up to which scrolling is exact where the track is shortened; beyond that it is a jump.
/// In CSS pixels.
const EXACT_SCROLL_PX: f64 = 32_000.0;

/// The rows that are drawn and those that are loaded.
#[derive(Debug, Clone, PartialEq)]
pub struct ListRange {
    /// The rows that are drawn.
    pub window: ListWindow,
    /// The rows that are to be loaded.
    pub loaded: Range<u32>,
}

/// The reason for measuring the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UpdateReason {
    /// The list is another one: what is around its visible rows can wait.
    NewList,
    /// Something moves: half of the overscan is enough.
    Scrolling,
    /// Nothing has moved for a while: all of the overscan.
    Idle,
}

/// Something that happened to the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event {
    /// Another list is going to be shown.
    Replaced,
    /// The visible span is measured; it is `None` while the list is hidden.
    Measured {
        /// The visible part of the track.
        span: Option<VisibleSpan>,
        /// Index of the row that has the focus.
        focused: Option<u32>,
        /// The reason for measuring it.
        reason: UpdateReason,
    },
    /// [`Timer::Jump`] has ended.
    JumpEnded,
    /// [`Timer::Realign`] has ended.
    RealignDue(Option<VisibleSpan>),
    /// The row at an index is to be scrolled to the top, below its month heading.
    ScrollTo(u32, Option<VisibleSpan>),
    /// The row at an index is to be shown, with some of those before it.
    Show(u32, Option<VisibleSpan>),
    /// The row at an index is to get the focus, or none is to.
    FocusRequested {
        /// The row.
        row: Option<u32>,
        /// `true` if it is scrolled to first, unless it is visible.
        reveal: bool,
    },
    /// The focus is to go to the next or the previous row.
    FocusMoved {
        /// Which of the two.
        direction: Direction,
        /// Index of the row that has the focus.
        focused: Option<u32>,
        /// `true` if that row is visible; else the move begins at `first_visible`.
        is_visible: bool,
        /// Index of the first row that is wholly visible.
        first_visible: Option<u32>,
        /// The visible part of the track.
        span: Option<VisibleSpan>,
    },
    /// The list is drawn: the requested row may be there now.
    Rendered {
        /// `true` if the requested row is visible.
        is_visible: bool,
        /// The visible part of the track.
        span: Option<VisibleSpan>,
    },
    /// The requested row has got the focus.
    RowFocused,
}

/// Something that the browser has to do. Effects are run in their order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Effect {
    /// Scroll the list by so many CSS pixels.
    ScrollBy(f64),
    /// The same after the new window is drawn.
    ScrollAfterRender(f64),
    /// Measure again: scrolling has changed the visible span.
    Measure(UpdateReason),
    /// Start a timer, or start it again.
    Start(Timer),
    /// Stop a timer, if it runs.
    Stop(Timer),
    /// Move the focus to the row at this index, if it is drawn; report [`Event::RowFocused`] then.
    Focus(u32, FocusMode),
}

/// The timers of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timer {
    /// Runs while a new list is left at its visible rows; then the list is measured as
    /// [`UpdateReason::Idle`].
    Grow,
    /// Runs while rows are jumped over; then the rows that were reached are loaded.
    Jump,
    /// Runs while a shortened track is scrolled; then it is realigned.
    Realign,
}

/// The way a row gets the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FocusMode {
    /// After a navigation: the focus leaves nothing outside the list, and the scroll position
    /// stays.
    Restored,
    /// By a key: wherever the focus is, and the row is scrolled into view.
    Moved,
    /// By a key that was pressed before the row was drawn: the focus may have left the list
    /// meanwhile.
    MovedLater,
}

/// A row that is to get the focus as soon as it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct PendingFocus {
    row: u32,
    /// `true` if it is still to be scrolled to, unless it is visible.
    reveal: bool,
    mode: FocusMode,
    /// The row that had the focus when it was requested by a key.
    from: Option<u32>,
}

/// The state of the virtual list.
#[derive(Debug, Clone, PartialEq)]
pub struct VirtualList {
    range: ListRange,
    /// The rows to load once no more rows are jumped over.
    target: Range<u32>,
    /// The layout when it was measured last.
    layout: Rc<ListLayout>,
    /// Top of the visible span when it was measured last; infinite if the next move is a jump.
    last_top: f64,
    /// Number of rows that fit in the viewport, if it was measured.
    rows_per_viewport: Option<u32>,
    /// `true` while [`Timer::Jump`] runs.
    is_jumping: bool,
    pending_focus: Option<PendingFocus>,
}

impl Default for VirtualList {
    fn default() -> Self {
        Self {
            range: ListRange { window: ListWindow::first(INITIAL_ROWS), loaded: 0..INITIAL_ROWS },
            target: 0..0,
            layout: Rc::default(),
            last_top: 0.0,
            rows_per_viewport: None,
            is_jumping: false,
            pending_focus: None,
        }
    }
}

impl VirtualList {
    /// Returns the rows that are drawn and loaded.
    pub fn range(&self) -> &ListRange {
        &self.range
    }

    /// Returns the index of the row that is to get the focus.
    pub fn requested_row(&self) -> Option<u32> {
        self.pending_focus.map(|focus| focus.row)
    }

    /// Takes in what happened to the list that has the `layout`.
    pub fn update(&mut self, layout: &Rc<ListLayout>, event: Event) -> Vec<Effect> {
        match event {
            Event::Replaced => self.replaced(),
            Event::Measured { span, focused, reason } => self.measured(layout, span, focused, reason),
            Event::JumpEnded => {
                self.is_jumping = false;
                self.range.loaded = self.target.clone();
                Vec::new()
            }
            Event::RealignDue(span) => self.realign(layout, span),
            Event::ScrollTo(row, span) => self.scroll_to(layout, row, span),
            Event::Show(row, span) => {
                let fitting = span.map_or(0, |span| layout.rows_in(span.bottom - span.top));
                self.scroll_to(layout, row.saturating_sub(fitting / 3), span)
            }
            Event::FocusRequested { row, reveal } => {
                let pending = |row| PendingFocus { row, reveal, mode: FocusMode::Restored, from: None };
                self.pending_focus = row.map(pending);
                Vec::new()
            }
            Event::FocusMoved { direction, focused, is_visible, first_visible, span } => {
                let current = match self.pending_focus {
                    // Keys come faster than rows are drawn, and each goes on from the one before.
                    Some(pending) if pending.mode == FocusMode::MovedLater && pending.from == focused => {
                        Some(pending.row)
                    }
                    _ if is_visible => focused,
                    _ => None,
                };
                let next = match (current, direction) {
                    (Some(row), Direction::Next) => row.checked_add(1),
                    (Some(row), Direction::Previous) => row.checked_sub(1),
                    (None, _) => first_visible,
                };
                match next {
                    Some(row) if row < layout.rows() => self.move_focus(layout, row, focused, span),
                    _ => Vec::new(),
                }
            }
            Event::Rendered { is_visible, span } => self.focus_requested(layout, is_visible, span),
            Event::RowFocused => {
                self.pending_focus = None;
                Vec::new()
            }
        }
    }

    /// On the way to another list: draws no more than the top of that.
    fn replaced(&mut self) -> Vec<Effect> {
        self.range.window =
            ListWindow::first(self.rows_per_viewport.unwrap_or(INITIAL_ROWS) + EXTRA_ROWS_BELOW);
        self.target = 0..0;
        self.is_jumping = false;
        vec![Effect::Stop(Timer::Jump)]
    }

    /// Draws and loads the visible rows and those around them.
    fn measured(
        &mut self,
        layout: &Rc<ListLayout>,
        span: Option<VisibleSpan>,
        focused: Option<u32>,
        reason: UpdateReason,
    ) -> Vec<Effect> {
        let before = std::mem::replace(&mut self.layout, Rc::clone(layout));
        let Some(span) = span else { return Vec::new() };
        if before.heights() != layout.heights()
            && let Some(by) = self.keep_position(&before, layout, span)
        {
            return vec![Effect::ScrollBy(by), Effect::Measure(reason)];
        }
        let window = &self.range.window;
        let moved = span.top - std::mem::replace(&mut self.last_top, span.top);
        let offset = if layout.is_shortened() && moved.abs() < EXACT_SCROLL_PX {
            window.offset
        } else {
            (span.top - layout.from_track(span.top)).round()
        };
        let (top, bottom) = (span.top - offset, span.bottom - offset);
        self.rows_per_viewport = Some(layout.rows_in(bottom - top) + 1);
        let row = layout.heights().row;
        let overscan = (bottom - top).max(OVERSCAN_ROWS / 2.0 * row).min(OVERSCAN_ROWS * row);
        let margin = if reason == UpdateReason::Idle { overscan } else { overscan / 2.0 };
        let needed = layout.rows_between(top, bottom, margin);
        let drawn = window.rows_of(layout);
        let has = |rows: &Range<u32>| drawn.start <= rows.start && rows.end <= drawn.end;
        let is_unpinned = window.pinned.is_some() && window.pinned != focused;
        #[expect(clippy::float_cmp, reason = "it is the same number, or another")]
        let is_elsewhere = window.offset != offset;
        let is_new = reason == UpdateReason::NewList;
        let mut effects = if is_new && !is_elsewhere && has(&layout.rows_between(top, bottom, 0.0)) {
            vec![Effect::Start(Timer::Grow)]
        } else if is_elsewhere || is_unpinned || !has(&needed) || drawn.len() > 2 * needed.len() {
            let rows = layout.rows_between(top, bottom, overscan);
            self.draw(layout, ListWindow { rows, offset, pinned: focused })
        } else {
            Vec::new()
        };
        if layout.is_shortened() {
            effects.push(Effect::Start(Timer::Realign));
        }
        effects
    }

    /// Returns by how much to scroll so that the same row is visible as before, when rows had
    /// another height.
    fn keep_position(&mut self, before: &ListLayout, layout: &ListLayout, span: VisibleSpan) -> Option<f64> {
        if self.last_top <= 0.0 || before.rows() != layout.rows() {
            return None;
        }
        let y = layout.moved(before.from_track(self.last_top), before);
        self.last_top = f64::INFINITY;
        Some((layout.to_track(y) - span.top).round())
    }

    fn draw(&mut self, layout: &ListLayout, window: ListWindow) -> Vec<Effect> {
        let start = window.rows.start.saturating_sub(PREFETCH_ROWS);
        let target = start..(window.rows.end + PREFETCH_ROWS).min(layout.rows());
        self.range.window = window;
        let before = std::mem::replace(&mut self.target, target.clone());
        let is_jump = !before.is_empty() && (target.start >= before.end || before.start >= target.end);
        let mut effects = vec![Effect::Stop(Timer::Grow)];
        if is_jump {
            effects.push(Effect::Start(Timer::Jump));
        } else {
            effects.push(Effect::Stop(Timer::Jump));
        }
        // The first jump is loaded at once; those that follow it wait.
        if !(is_jump && self.is_jumping) {
            self.range.loaded = target;
        }
        self.is_jumping = is_jump;
        effects
    }

    /// Brings the track to where it is in proportion again, without moving what is visible.
    fn realign(&mut self, layout: &ListLayout, span: Option<VisibleSpan>) -> Vec<Effect> {
        let Some(span) = span else { return Vec::new() };
        let window = self.range.window.clone();
        let by = (layout.to_track(span.top - window.offset) - span.top).round();
        if by == 0.0 {
            return Vec::new();
        }
        self.last_top = span.top + by;
        let mut effects = self.draw(layout, ListWindow { offset: window.offset + by, ..window });
        effects.push(Effect::ScrollAfterRender(by));
        effects
    }

    fn scroll_to(&mut self, layout: &ListLayout, row: u32, span: Option<VisibleSpan>) -> Vec<Effect> {
        let Some(span) = span else { return Vec::new() };
        let top = layout.to_track(layout.top(row) - layout.heights().month);
        // However far it is, it is a jump.
        self.last_top = f64::INFINITY;
        vec![Effect::ScrollBy(top - span.top)]
    }

    /// Moves the focus to `row`, at once if it is drawn; else as soon as it is.
    fn move_focus(
        &mut self,
        layout: &ListLayout,
        row: u32,
        from: Option<u32>,
        span: Option<VisibleSpan>,
    ) -> Vec<Effect> {
        let mode = FocusMode::MovedLater;
        self.pending_focus = Some(PendingFocus { row, reveal: false, mode, from });
        let mut effects = Vec::new();
        if let Some(span) = span
            && !self.range.window.rows_of(layout).contains(&row)
        {
            // So far that it is visible, and no further: rows are drawn when they are scrolled to.
            let top = layout.top(row) + self.range.window.offset;
            let above = (top - layout.heights().month - span.top).min(0.0);
            let below = (top + layout.heights().row - span.bottom).max(0.0);
            effects.push(Effect::ScrollBy(above + below));
        }
        effects.push(Effect::Focus(row, FocusMode::Moved));
        effects
    }

    /// Moves the focus to the row that was requested, scrolling to it first if so requested.
    fn focus_requested(
        &mut self,
        layout: &ListLayout,
        is_visible: bool,
        span: Option<VisibleSpan>,
    ) -> Vec<Effect> {
        let Some(pending) = &mut self.pending_focus else { return Vec::new() };
        let PendingFocus { row, mode, .. } = *pending;
        let reveal = std::mem::take(&mut pending.reveal) && !is_visible;
        let mut effects = if reveal { self.scroll_to(layout, row, span) } else { Vec::new() };
        effects.push(Effect::Focus(row, mode));
        effects
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::layout::{Heights, MonthRows};

    const ROW: f64 = 100.0;
    const MONTH: f64 = 40.0;

    fn layout_of(rows: u32, row: f64) -> Rc<ListLayout> {
        let month = MonthRows { month: Some("2021-03".to_owned()), rows };
        Rc::new(ListLayout::new([month], None, Heights { row, month: MONTH }))
    }

    /// A viewport of ten rows, `rows` below the start of the list.
    fn span(rows: f64) -> VisibleSpan {
        VisibleSpan { top: rows * ROW, bottom: (rows + 10.0) * ROW }
    }

    fn measured(rows: f64, reason: UpdateReason) -> Event {
        Event::Measured { span: Some(span(rows)), focused: None, reason }
    }

    fn moved(direction: Direction, focused: Option<u32>, is_visible: bool) -> Event {
        let span = Some(span(0.0));
        Event::FocusMoved { direction, focused, is_visible, first_visible: Some(0), span }
    }

    fn after(layout: &Rc<ListLayout>, events: impl IntoIterator<Item = Event>) -> VirtualList {
        let mut list = VirtualList::default();
        for event in events {
            list.update(layout, event);
        }
        list
    }

    #[test]
    fn a_new_list_grows_when_the_user_stays() {
        let layout = layout_of(1_000, ROW);
        let mut list = VirtualList::default();
        let effects = list.update(&layout, measured(0.0, UpdateReason::NewList));
        assert_eq!(effects, [Effect::Start(Timer::Grow)]);
        assert_eq!(list.range().window.rows, 0..INITIAL_ROWS);
        let effects = list.update(&layout, measured(0.0, UpdateReason::Idle));
        assert_eq!(effects, [Effect::Stop(Timer::Grow), Effect::Stop(Timer::Jump)]);
        assert_eq!((list.range().window.rows.clone(), list.range().loaded.clone()), (0..26, 0..90));
        list.update(&layout, Event::Replaced);
        assert_eq!(list.range().window.rows, 0..11 + EXTRA_ROWS_BELOW);
    }

    #[test]
    fn rows_are_drawn_before_they_are_reached() {
        let layout = layout_of(1_000, ROW);
        let mut list = after(&layout, [measured(0.0, UpdateReason::Idle)]);
        for tenth in 0..9_900 {
            let top = f64::from(tenth) / 10.0;
            list.update(&layout, measured(top, UpdateReason::Scrolling));
            let ListRange { window, loaded } = list.range();
            let visible = layout.rows_between(top * ROW, (top + 10.0) * ROW, 0.0);
            assert!(window.rows.start <= visible.start && visible.end <= window.rows.end, "{top} {window:?}");
            assert!(loaded.start <= window.rows.start && window.rows.end <= loaded.end, "{top} {loaded:?}");
            assert!(window.rows.len() <= 200);
        }
    }

    #[test]
    fn a_hidden_list_stays_as_it_is() {
        let layout = layout_of(1_000, ROW);
        let hidden = Event::Measured { span: None, focused: None, reason: UpdateReason::Scrolling };
        for event in [hidden, Event::RealignDue(None), Event::ScrollTo(5, None), Event::Show(5, None)] {
            let mut list = after(&layout, [measured(30.0, UpdateReason::Idle)]);
            let before = list.clone();
            assert_eq!(list.update(&layout, event), []);
            assert_eq!(list, before);
        }
    }

    #[test]
    fn what_is_jumped_over_is_not_loaded() {
        let layout = layout_of(1_000_000, 10.0);
        let jump = |rows: f64| measured(rows, UpdateReason::Scrolling);
        let mut list = after(&layout, [jump(0.0)]);
        let starts = |effects: &[Effect]| effects.contains(&Effect::Start(Timer::Jump));
        assert!(starts(&list.update(&layout, jump(5_000.0))), "the first jump is loaded at once");
        let first = list.range().loaded.clone();
        assert!(first.contains(&50_000));
        assert!(starts(&list.update(&layout, jump(9_000.0))));
        assert!(starts(&list.update(&layout, jump(2_000.0))));
        assert_eq!(list.range().loaded, first, "those that follow wait");
        assert!(list.range().window.rows.contains(&20_000), "but are drawn");
        assert_eq!(list.update(&layout, Event::JumpEnded), []);
        assert!(list.range().loaded.contains(&20_000));
        // Another list meanwhile: nothing of the old one is waited for.
        list.update(&layout, jump(9_000.0));
        assert_eq!(list.update(&layout, Event::Replaced), [Effect::Stop(Timer::Jump)]);
        assert!(!starts(&list.update(&layout, jump(0.0))));
    }

    #[test]
    fn the_same_row_stays_in_view_when_heights_change() {
        let (low, high) = (layout_of(1_000, ROW), layout_of(1_000, 2.0 * ROW));
        let mut list = after(&low, [measured(50.4, UpdateReason::Idle)]);
        let event = measured(50.4, UpdateReason::NewList);
        let effects = list.update(&high, event);
        assert_eq!(effects, [Effect::ScrollBy(5_000.0), Effect::Measure(UpdateReason::NewList)]);
        assert_eq!(list.update(&high, event).len(), 2, "it is drawn as after a jump");
        // At the top it stays there.
        let mut list = after(&low, [measured(0.0, UpdateReason::Idle)]);
        let effects = list.update(&high, measured(0.0, UpdateReason::NewList));
        assert_eq!(effects, [Effect::Start(Timer::Grow)]);
    }

    #[test]
    fn a_shortened_track_is_exact_nearby_and_realigned_when_idle() {
        let layout = layout_of(1_000_000, ROW);
        let middle = 55_000.0;
        let mut list = after(&layout, [measured(middle, UpdateReason::Scrolling)]);
        let offset = list.range().window.offset;
        assert!(offset < -40_000_000.0, "{offset}");
        let effects = list.update(&layout, measured(middle + 100.0, UpdateReason::Scrolling));
        assert!(effects.contains(&Effect::Start(Timer::Realign)));
        assert_eq!(list.range().window.offset.to_bits(), offset.to_bits(), "scrolled by a hundred rows");
        let rows = list.range().window.rows.clone();
        let effects = list.update(&layout, Event::RealignDue(Some(span(middle + 100.0))));
        let Some(Effect::ScrollAfterRender(by)) = effects.last() else { panic!("{effects:?}") };
        assert_eq!((list.range().window.offset - offset).to_bits(), by.to_bits(), "rows move with the track");
        assert_eq!(list.range().window.rows, rows);
        let realigned = span(middle + 100.0 + by / ROW);
        assert_eq!(list.update(&layout, Event::RealignDue(Some(realigned))), []);
    }

    #[test]
    fn a_row_is_scrolled_to_below_its_month() {
        let layout = layout_of(1_000, ROW);
        let mut list = VirtualList::default();
        for (event, by) in [
            (Event::ScrollTo(20, Some(span(0.0))), 2_000.0),
            (Event::ScrollTo(0, Some(span(5.0))), -500.0),
            (Event::Show(20, Some(span(0.0))), 1_700.0),
            (Event::Show(1, Some(span(0.0))), 0.0),
        ] {
            assert_eq!(list.update(&layout, event), [Effect::ScrollBy(by)], "{event:?}");
        }
    }

    #[test]
    fn a_requested_row_gets_the_focus_once_it_is_drawn() {
        let layout = layout_of(1_000, ROW);
        let rendered = Event::Rendered { is_visible: false, span: Some(span(0.0)) };
        let focus = Effect::Focus(999, FocusMode::Restored);
        let mut list = after(&layout, [Event::FocusRequested { row: Some(999), reveal: true }]);
        let effects = list.update(&layout, rendered);
        assert_eq!(effects, [Effect::ScrollBy(99_900.0), focus]);
        assert_eq!(list.update(&layout, rendered), [focus], "scrolled to once");
        list.update(&layout, Event::RowFocused);
        assert_eq!(list.update(&layout, rendered), []);
        list.update(&layout, Event::FocusRequested { row: Some(5), reveal: false });
        list.update(&layout, Event::FocusRequested { row: None, reveal: false });
        assert_eq!(list.update(&layout, rendered), []);
    }

    #[test]
    fn the_focus_moves_from_row_to_row() {
        use Direction::{Next, Previous};
        let layout = layout_of(1_000, ROW);
        for (direction, focused, is_visible, moves_to) in [
            (Next, Some(3), true, Some(4)),
            (Previous, Some(3), true, Some(2)),
            (Next, None, false, Some(0)),
            (Previous, Some(500), false, Some(0)),
            (Previous, Some(0), true, None),
            (Next, Some(999), true, None),
        ] {
            let mut list = after(&layout, [measured(0.0, UpdateReason::Idle)]);
            let effects = list.update(&layout, moved(direction, focused, is_visible));
            let expected: Vec<_> =
                moves_to.map(|row| Effect::Focus(row, FocusMode::Moved)).into_iter().collect();
            assert_eq!(effects, expected, "{direction:?} {focused:?}");
        }
    }

    #[test]
    fn a_held_key_moves_on_through_rows_that_are_not_drawn_yet() {
        let layout = layout_of(1_000, ROW);
        let mut list = after(&layout, [measured(0.0, UpdateReason::Idle)]);
        assert_eq!(list.range().window.rows, 0..26);
        for row in 26..40 {
            let effects = list.update(&layout, moved(Direction::Next, Some(25), row == 26));
            let by = MONTH + f64::from(row + 1) * ROW - 10.0 * ROW;
            assert_eq!(effects, [Effect::ScrollBy(by), Effect::Focus(row, FocusMode::Moved)]);
            assert_eq!(list.requested_row(), Some(row));
        }
        list.update(&layout, measured(30.0, UpdateReason::Scrolling));
        let effects = list.update(&layout, Event::Rendered { is_visible: true, span: Some(span(30.0)) });
        assert_eq!(effects, [Effect::Focus(39, FocusMode::MovedLater)]);
        // A user who has moved the focus meanwhile goes on from there.
        let effects = list.update(&layout, moved(Direction::Previous, Some(7), true));
        assert_eq!(effects.last(), Some(&Effect::Focus(6, FocusMode::Moved)));
    }
}
