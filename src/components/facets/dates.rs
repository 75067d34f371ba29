//! The date histogram, which is a filter: a range of bars is chosen by dragging over them, or with two sliders.

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

/// The height of the plot and the width of a bar with its gap, in the plot's own units, which are stretched to the room.
const HEIGHT: u64 = 100;
const STEP: usize = 10;

/// The first and the last bar that a drag or a slider is at.
pub(super) type Dragged = Option<(usize, usize)>;

/// What the histogram is drawn from.
pub(super) struct Dates<'a> {
    pub(super) histogram: &'a Histogram,
    /// The plot, to know where in it a pointer is.
    pub(super) plot: &'a NodeRef,
    pub(super) dragged: &'a UseStateHandle<Dragged>,
    pub(super) route: &'a Rc<Route>,
    pub(super) settings: &'a UiSettings,
    pub(super) dispatch: &'a Callback<Intent>,
}

/// The room that it takes, while what it shows is not known.
pub(super) fn room() -> Html {
    html! { <div class="facet dates" aria-hidden="true" /> }
}

impl Dates<'_> {
    pub(super) fn draw(&self) -> Html {
        let texts = self.settings.texts();
        let bars = &self.histogram.bars;
        let chosen = match **self.dragged {
            Some((one, other)) => Some(one.min(other)..one.max(other) + 1),
            None => self.histogram.chosen.clone(),
        };
        let (start, end) = chosen.as_ref().map_or((0, bars.len()), |chosen| (chosen.start, chosen.end));
        let label = |at: usize| {
            bars.get(at).map_or_else(String::new, |bar| format_period(self.settings, &bar.period))
        };
        let (first, last) = (label(start), label(end.saturating_sub(1)));
        let span = if first == last { first.clone() } else { format!("{first} – {last}") };
        let spoken: Vec<_> = bars.iter().map(|bar| self.spoken(bar)).collect();
        let is_narrowed = self.route.filter.from.is_some() || self.route.filter.to.is_some();
        let clear = {
            let go = self.go();
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

    fn spoken(&self, bar: &Bar) -> AttrValue {
        let count = self.settings.formats.number(bar.posts);
        let values = [("value", &*format_period(self.settings, &bar.period)), ("count", &count)];
        fill(self.settings.texts().value_with_count, &values).into()
    }

    /// The bars, those `within` the choice in another colour. What they say is in a list, too, so they are drawn for eyes alone.
    fn plot(&self, within: std::ops::Range<usize>, spoken: &[AttrValue]) -> Html {
        let bars = &self.histogram.bars;
        let most = bars.iter().map(|bar| u64::from(bar.posts)).max().unwrap_or_default().max(1);
        let bar = |(at, (bar, spoken)): (usize, (&Bar, &AttrValue))| {
            // What is there at all is to be seen.
            let height =
                (u64::from(bar.posts) * HEIGHT).div_ceil(most).max(if bar.posts > 0 { 3 } else { 0 });
            let x = at * STEP;
            let class = if within.contains(&at) { "in" } else { "out" };
            html! {
                <g key={bar.period.as_str()}>
                    <title key={&**spoken}>{ spoken }</title>
                    <rect class="hit" x={x.to_string()} y="0" width={STEP.to_string()} height={HEIGHT.to_string()} />
                    <rect {class} x={(x + 1).to_string()} y={(HEIGHT - height).to_string()} width={(STEP - 2).to_string()} height={height.to_string()} />
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
                dragged.set(at(&event).map(|at| (at, at)));
            }
        };
        let onpointermove = {
            let (dragged, at) = (self.dragged.clone(), at.clone());
            move |event: PointerEvent| {
                if let (Some((start, _)), Some(at)) = (*dragged, at(&event)) {
                    dragged.set(Some((start, at)));
                }
            }
        };
        let onpointerup = {
            let (dragged, go, histogram) = (self.dragged.clone(), self.go(), self.histogram.clone());
            move |event: PointerEvent| {
                if let (Some((start, _)), Some(at)) = (*dragged, at(&event)) {
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
            <svg ref={self.plot.clone()} viewBox={format!("0 0 {} {HEIGHT}", bars.len() * STEP)} preserveAspectRatio="none" aria-hidden="true"
                {onpointerdown} {onpointermove} {onpointerup} {onpointercancel}>
                { for bars.iter().zip(spoken).enumerate().map(bar) }
            </svg>
        }
    }

    /// A slider for the beginning of the choice or for its end: places between the bars, from 0 before the first.
    fn slider(&self, start: usize, end: usize, is_start: bool, label: &'static str, text: String) -> Html {
        let count = self.histogram.bars.len();
        let moved = move |event: &Event| -> Dragged {
            let place = event.target()?.dyn_into::<HtmlInputElement>().ok()?.value().parse::<usize>().ok()?;
            let last = end.checked_sub(1)?;
            Some(if is_start { (place.min(last), last) } else { (start, place.checked_sub(1)?.max(start)) })
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
            let (dragged, go, histogram) = (self.dragged.clone(), self.go(), self.histogram.clone());
            move |event: Event| {
                if let Some((first, last)) = moved(&event) {
                    // The first step is one that Back undoes; those that follow belong to it.
                    go(histogram.range(first, last), histogram.chosen.is_some());
                }
                dragged.set(None);
            }
        };
        // The one that has more room to its own side is below the other.
        let class = (is_start && start * 2 > count).then_some("above");
        let value = if is_start { start } else { end };
        html! {
            <input type="range" {class} min="0" max={count.to_string()} step="1" value={value.to_string()} aria-label={label} aria-valuetext={text}
                {oninput} {onchange} />
        }
    }

    /// Asks for the list of other days; in the place of this one, if so said.
    fn go(&self) -> impl Fn(DateRange, bool) + Clone + 'static {
        let (dispatch, route) = (self.dispatch.clone(), Rc::clone(self.route));
        move |DateRange { from, to }: DateRange, replace: bool| {
            let filter = Filter { from, to, ..route.filter.clone() };
            if filter != route.filter {
                dispatch.emit(Intent::Narrow { filter, step: !replace });
            }
        }
    }
}

/// The bar out of `count` that the pointer is over, or next to.
fn bar_at(plot: &NodeRef, event: &PointerEvent, count: usize) -> Option<usize> {
    let room = plot.cast::<Element>()?.get_bounding_client_rect();
    let share = (f64::from(event.client_x()) - room.left()) / room.width();
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "bars are few"
    )]
    let at = (share * count as f64).max(0.0) as usize;
    Some(at.min(count.checked_sub(1)?))
}
