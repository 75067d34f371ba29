//! The date histogram, which is a filter: a range of bars is chosen by dragging over them, or with
//! two sliders.

use std::rc::Rc;

use broadsheet_bundle::filter::{Bar, DateRange, Filter, Histogram};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use crate::components::filter_chips::format_period;
use crate::i18n::fill;
use crate::intent::Intent;
use crate::route::Route;
use crate::settings::UiSettings;

/// The height of the plot, in its own units, which are scaled to the space there is.
const PLOT_HEIGHT: u64 = 100;
/// The width of a bar with its gap, in the same units.
const BAR_WIDTH: usize = 10;

/// The range of bars of a drag, or of a slider that is moved. Both ends are included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DraggedRange {
    /// The bar at which the drag started.
    start: usize,
    /// The bar at which it is, which may be before that.
    current: usize,
}

/// The histogram of a list.
pub(super) struct DateHistogram<'a> {
    pub(super) histogram: &'a Histogram,
    /// The plot, for the position of the pointer in it.
    pub(super) plot: &'a NodeRef,
    pub(super) dragged: &'a UseStateHandle<Option<DraggedRange>>,
    pub(super) route: &'a Rc<Route>,
    pub(super) settings: &'a UiSettings,
    pub(super) dispatch: &'a Callback<Intent>,
}

/// Draws a placeholder of its size, while the histogram is not known.
pub(super) fn placeholder() -> Html {
    html! { <div class="facet dates" aria-hidden="true" /> }
}

impl DateHistogram<'_> {
    /// Draws the plot, the sliders, and the same as text.
    pub(super) fn view(&self) -> Html {
        let texts = self.settings.texts();
        let bars = &self.histogram.bars;
        let chosen = match **self.dragged {
            Some(DraggedRange { start, current }) => Some(start.min(current)..start.max(current) + 1),
            None => self.histogram.chosen.clone(),
        };
        let (start, end) = chosen.as_ref().map_or((0, bars.len()), |chosen| (chosen.start, chosen.end));
        let label = |at: usize| {
            bars.get(at).map_or_else(String::new, |bar| format_period(self.settings, &bar.period))
        };
        let (first, last) = (label(start), label(end.saturating_sub(1)));
        let span = if first == last { first.clone() } else { format!("{first} – {last}") };
        let spoken: Vec<_> = bars.iter().map(|bar| self.aria_text(bar)).collect();
        let is_narrowed = self.route.filter.from.is_some() || self.route.filter.to.is_some();
        let clear = {
            let go = self.navigate();
            move || go(DateRange::default(), false)
        };
        let onkeydown = {
            let clear = clear.clone();
            move |event: KeyboardEvent| {
                if is_narrowed && event.key() == "Escape" {
                    event.prevent_default();
                    clear();
                }
            }
        };
        html! {
            <fieldset class="facet dates" {onkeydown}>
                <legend>{ texts.dates }</legend>
                if is_narrowed {
                    <span class="tools"><button type="button" onclick={move |_: MouseEvent| clear()}>{ texts.all_dates }</button></span>
                }
                { self.plot(start..end, &spoken) }
                <div class="sliders">
                    { self.slider(start, end, true, texts.first_day, first) }
                    { self.slider(start, end, false, texts.last_day, last) }
                </div>
                <p key={span.clone()} class="span" aria-hidden="true">{ span }</p>
                <ul class="visually-hidden" aria-label={texts.dates}>
                    { for spoken.iter().map(|spoken| html! { <li key={&**spoken}>{ spoken }</li> }) }
                </ul>
            </fieldset>
        }
    }

    fn aria_text(&self, bar: &Bar) -> AttrValue {
        let count = self.settings.formats.number(bar.posts);
        let values = [("value", &*format_period(self.settings, &bar.period)), ("count", &count)];
        fill(self.settings.texts().value_with_count, &values).into()
    }

    /// Draws the bars, those `within` the choice in another colour. Screen readers read them as a
    /// list instead.
    fn plot(&self, within: std::ops::Range<usize>, spoken: &[AttrValue]) -> Html {
        let bars = &self.histogram.bars;
        let most = bars.iter().map(|bar| u64::from(bar.posts)).max().unwrap_or_default().max(1);
        let bar = |(at, (bar, spoken)): (usize, (&Bar, &AttrValue))| {
            // A bar of few posts is visible as well.
            let height =
                (u64::from(bar.posts) * PLOT_HEIGHT).div_ceil(most).max(if bar.posts > 0 { 3 } else { 0 });
            let x = at * BAR_WIDTH;
            let class = if within.contains(&at) { "in" } else { "out" };
            html! {
                <g key={bar.period.as_str()}>
                    <title key={&**spoken}>{ spoken }</title>
                    <rect class="hit" x={x.to_string()} y="0" width={BAR_WIDTH.to_string()} height={PLOT_HEIGHT.to_string()} />
                    <rect {class} x={(x + 1).to_string()} y={(PLOT_HEIGHT - height).to_string()} width={(BAR_WIDTH - 2).to_string()} height={height.to_string()} />
                </g>
            }
        };
        let at = {
            let (plot, count) = (self.plot.clone(), bars.len());
            move |event: &PointerEvent| bar_at(&plot, event, count)
        };
        let onpointerdown = {
            let (plot, dragged, at) = (self.plot.clone(), self.dragged.clone(), at.clone());
            move |event: PointerEvent| {
                if event.button() != 0 || !event.is_primary() {
                    return;
                }
                if let Some(plot) = plot.cast::<Element>() {
                    // Fails for a pointer that is gone by now; then there will be no drag.
                    let _ = plot.set_pointer_capture(event.pointer_id());
                }
                dragged.set(at(&event).map(|at| DraggedRange { start: at, current: at }));
            }
        };
        let onpointermove = {
            let (dragged, at) = (self.dragged.clone(), at.clone());
            move |event: PointerEvent| {
                if let (Some(range), Some(current)) = (*dragged, at(&event)) {
                    dragged.set(Some(DraggedRange { current, ..range }));
                }
            }
        };
        let onpointerup = {
            let (dragged, go, histogram) = (self.dragged.clone(), self.navigate(), self.histogram.clone());
            move |event: PointerEvent| {
                if let (Some(DraggedRange { start, .. }), Some(at)) = (*dragged, at(&event)) {
                    let days = if start == at {
                        histogram.toggled(at)
                    } else {
                        histogram.range(start.min(at), start.max(at))
                    };
                    go(days, false);
                }
                dragged.set(None);
            }
        };
        let onpointercancel = {
            let dragged = self.dragged.clone();
            move |_: PointerEvent| dragged.set(None)
        };
        html! {
            <svg ref={self.plot.clone()} viewBox={format!("0 0 {} {PLOT_HEIGHT}", bars.len() * BAR_WIDTH)} preserveAspectRatio="none" aria-hidden="true"
                {onpointerdown} {onpointermove} {onpointerup} {onpointercancel}>
                { for bars.iter().zip(spoken).enumerate().map(bar) }
            </svg>
        }
    }

    /// Draws a slider for the start of the choice or for its end. Its values are the gaps between
    /// the bars, from 0 before the first one.
    fn slider(&self, start: usize, end: usize, is_start: bool, label: &'static str, text: String) -> Html {
        let count = self.histogram.bars.len();
        let moved = move |event: &Event| -> Option<DraggedRange> {
            let value = event.target()?.dyn_into::<HtmlInputElement>().ok()?.value().parse::<usize>().ok()?;
            let last = end.checked_sub(1)?;
            Some(if is_start {
                DraggedRange { start: value.min(last), current: last }
            } else {
                DraggedRange { start, current: value.checked_sub(1)?.max(start) }
            })
        };
        let oninput = {
            let dragged = self.dragged.clone();
            move |event: InputEvent| {
                if let Some(range) = moved(&event) {
                    dragged.set(Some(range));
                }
            }
        };
        let onchange = {
            let (dragged, go, histogram) = (self.dragged.clone(), self.navigate(), self.histogram.clone());
            move |event: Event| {
                if let Some(DraggedRange { start, current }) = moved(&event) {
                    // The first step is one that Back undoes; those that follow belong to it.
                    go(histogram.range(start, current), histogram.chosen.is_some());
                }
                dragged.set(None);
            }
        };
        // Both may be at the same value: the one that can move further is on top.
        let class = if is_start && start * 2 > count { Some("above") } else { None };
        let value = if is_start { start } else { end };
        html! {
            <input type="range" {class} min="0" max={count.to_string()} step="1" value={value.to_string()} aria-label={label} aria-valuetext={text}
                {oninput} {onchange} />
        }
    }

    /// Returns a function that asks for the list of other dates; instead of this one, if `replace`.
    fn navigate(&self) -> impl Fn(DateRange, bool) + Clone + 'static {
        let (dispatch, route) = (self.dispatch.clone(), Rc::clone(self.route));
        move |DateRange { from, to }: DateRange, replace: bool| {
            let filter = Filter { from, to, ..route.filter.clone() };
            if filter != route.filter {
                dispatch.emit(Intent::Narrow { filter, step: !replace });
            }
        }
    }
}

/// Returns the bar, out of `count`, that the pointer is over or next to.
fn bar_at(plot: &NodeRef, event: &PointerEvent, count: usize) -> Option<usize> {
    let bounds = plot.cast::<Element>()?.get_bounding_client_rect();
    let share = (f64::from(event.client_x()) - bounds.left()) / bounds.width();
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "bars are few"
    )]
    let at = (share * count as f64).max(0.0) as usize;
    Some(at.min(count.checked_sub(1)?))
}
