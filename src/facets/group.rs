//! One facet: its values with their counts, to be required or excluded.

use std::cell::RefCell;
use std::rc::Rc;

use broadsheet_bundle::facet::{Facet, PerFacet, ValueCount};
use broadsheet_bundle::filter::{Filter, MatchMode, Selection};
use broadsheet_bundle::num::saturating_u32;
use yew::prelude::*;

use super::data::{FacetCounts, FacetData};
use super::ui_state::{FacetUiState, LastAction, YearState};
use crate::browser::keys::is_taken;
use crate::components::changing;
use crate::components::filter_chips::format_period;
use crate::components::search_box::{Composition, search_box};
use crate::i18n::fill;
use crate::intent::Intent;
use crate::normal::fold;
use crate::route::Route;
use crate::settings::UiSettings;

/// Values drawn before the user asks for more.
const COLLAPSED_VALUES: usize = 10;
/// The same of years, which the histogram shows as well.
const COLLAPSED_YEARS: usize = 6;
/// Values drawn at most: more than that are to be searched.
const MAX_VALUES: usize = 100;
/// Search results drawn at most: they are drawn again with each letter that is typed.
const MAX_SEARCH_RESULTS: usize = 40;
/// A facet with more values than this can be searched.
const MIN_VALUES_FOR_SEARCH: usize = 20;
/// A facet with more values than this can be sorted by name.
const MIN_VALUES_FOR_SORT: usize = 5;

/// The inputs that all groups share.
#[derive(Clone, Copy)]
pub(super) struct GroupContext<'a> {
    pub(super) data: &'a FacetData,
    pub(super) counts: &'a FacetCounts,
    /// The state of each group.
    pub(super) states: &'a UseStateHandle<PerFacet<FacetUiState>>,
    pub(super) years: &'a UseStateHandle<Vec<YearState>>,
    pub(super) last_action: &'a Rc<RefCell<Option<LastAction>>>,
    pub(super) route: &'a Rc<Route>,
    pub(super) settings: &'a UiSettings,
    /// Receives user intents.
    pub(super) dispatch: &'a Callback<Intent>,
}

/// A group of checkboxes for the values of a facet.
pub(super) struct FacetGroup<'a> {
    pub(super) facet: Facet,
    /// The match mode of one more value.
    pub(super) mode: MatchMode,
    /// The indices of the values by name, if they are shown so.
    pub(super) name_order: Option<&'a [usize]>,
    /// The composition in the search box.
    pub(super) composition: &'a Composition,
    pub(super) context: GroupContext<'a>,
}

/// The values that a group shows.
struct VisibleValues {
    /// Their indices, in the order in which they are shown.
    indices: Vec<usize>,
    /// The number of values that would be shown as well if there were room.
    more: usize,
}

impl FacetGroup<'_> {
    /// Draws the group, if the facet has values.
    pub(super) fn view(&self) -> Html {
        let total = self.context.data.totals[self.facet];
        let (facet, state) = (self.facet, self.state());
        if self.values().is_empty() {
            return Html::default();
        }
        let texts = self.context.settings.texts();
        let title = texts.facet_title(facet.title_key());
        let has_choice = facet.is_indexed() && total > 1;
        let formats = &self.context.settings.formats;
        let number = |count: usize| formats.number(saturating_u32(count));
        let more_values = |count: usize| formats.plural(&texts.more_values, saturating_u32(count));
        let VisibleValues { indices, more } = self.visible_values();
        let is_search = !state.search.is_empty();
        html! {
            <fieldset class="facet" name={facet.name()}>
                <legend>{ title }</legend>
                if has_choice {
                    <span class="tools">
                        <span class="mode" role="group" aria-label={texts.match_mode}>{ self.mode(MatchMode::Any, texts.match_any) }{ self.mode(MatchMode::All, texts.match_all) }</span>
                        if total > MIN_VALUES_FOR_SORT {
                            <button type="button" class="order" aria-pressed={state.by_name.to_string()}
                                onclick={self.toggle(|state| &mut state.by_name)}>{ texts.sort_by_name }</button>
                        }
                    </span>
                }
                if has_choice && total > MIN_VALUES_FOR_SEARCH {
                    { self.search(&fill(texts.search_values, &[("facet", title)])) }
                }
                <ul>{ for indices.iter().map(|&index| self.value(facet, index)) }</ul>
                if is_search && indices.is_empty() {
                    <p class="left" role="status">{ texts.no_values }</p>
                }
                if more > 0 && (is_search || state.expanded) {
                    <p class="left">{ changing(fill(more_values(more), &[("count", &number(more))])) }</p>
                }
                if !is_search && total > self.collapsed_values() {
                    <button type="button" class="more" aria-expanded={state.expanded.to_string()} onclick={self.toggle(|state| &mut state.expanded)}>
                        { changing(match (state.expanded, total > MAX_VALUES) {
                            (true, _) => texts.show_fewer_values.to_owned(),
                            (false, false) => fill(texts.show_all_values, &[("count", &number(total))]),
                            (false, true) => fill(texts.show_top_values, &[("shown", &number(MAX_VALUES)), ("count", &number(total))]),
                        }) }
                    </button>
                }
            </fieldset>
        }
    }

    fn state(&self) -> &FacetUiState {
        &self.context.states[self.facet]
    }

    fn values(&self) -> &[ValueCount] {
        &self.context.data.values[self.facet].values
    }

    /// Returns the values to show, of those that match the search: the first ones, and those that
    /// are chosen or were used last.
    fn visible_values(&self) -> VisibleValues {
        let (facet, state, values) = (self.facet, self.state(), self.values());
        let selection = &self.context.route.filter.facets[facet];
        let words = fold(state.search.trim());
        let max = match (words.is_empty(), state.expanded) {
            (false, _) => MAX_SEARCH_RESULTS,
            (true, true) => MAX_VALUES,
            (true, false) => self.collapsed_values(),
        };
        let last_action = self.context.last_action.borrow();
        let stays = |value: &str| {
            let is_last =
                last_action.as_ref().is_some_and(|action| action.facet == facet && action.value == value);
            is_last || selection.requires(value) || selection.excludes(value)
        };
        // All at once, since each call of the browser takes its time.
        let folded = if words.is_empty() {
            String::new()
        } else {
            fold(&values.iter().map(|value| value.value.replace('\n', " ")).collect::<Vec<_>>().join("\n"))
        };
        let folded: Vec<_> = folded.split('\n').collect();
        let by_count = &self.context.counts.order[facet];
        let unsorted: Vec<usize>;
        let order = match self.name_order {
            Some(order) => order,
            None if by_count.len() == values.len() => by_count,
            None => {
                unsorted = (0..values.len()).collect();
                &unsorted
            }
        };
        let (mut visible, mut matches) = (VisibleValues { indices: Vec::new(), more: 0 }, 0);
        for &index in order {
            let Some(value) = values.get(index) else { continue };
            if !words.is_empty() && !folded.get(index).is_some_and(|value| value.contains(&words)) {
                continue;
            }
            matches += 1;
            if matches <= max || stays(&value.value) {
                visible.indices.push(index);
            } else {
                visible.more += 1;
            }
        }
        visible
    }

    /// Returns the number of values drawn before the user asks for more.
    fn collapsed_values(&self) -> usize {
        if self.facet == Facet::Year { COLLAPSED_YEARS } else { COLLAPSED_VALUES }
    }

    /// Returns a callback that changes the state of the group.
    fn set_state(&self) -> Callback<FacetUiState> {
        let (facet, states) = (self.facet, self.context.states.clone());
        let dispatch = self.context.dispatch.clone();
        Callback::from(move |state: FacetUiState| {
            // What is beyond the first values is known only once they all are.
            if state.expanded || state.by_name || !state.search.is_empty() {
                dispatch.emit(Intent::ExpandFacets);
            }
            let mut next = (*states).clone();
            next[facet] = state;
            states.set(next);
        })
    }

    /// Returns a callback that negates a `flag` of the group's state.
    fn toggle(&self, flag: fn(&mut FacetUiState) -> &mut bool) -> Callback<MouseEvent> {
        let (state, set) = (self.state().clone(), self.set_state());
        Callback::from(move |_: MouseEvent| {
            let mut state = state.clone();
            let flag = flag(&mut state);
            *flag = !*flag;
            set.emit(state);
        })
    }

    fn mode(&self, mode: MatchMode, label: &'static str) -> Html {
        let (facet, state, set) = (self.facet, self.state().clone(), self.set_state());
        let (dispatch, route) = (self.context.dispatch.clone(), Rc::clone(self.context.route));
        let onclick = move |_: MouseEvent| {
            set.emit(FacetUiState { mode: Some(mode), ..state.clone() });
            edit(&dispatch, &route, facet, |selection| selection.set_match_mode(mode));
        };
        html! { <button type="button" aria-pressed={(self.mode == mode).to_string()} {onclick}>{ label }</button> }
    }

    fn search(&self, label: &str) -> Html {
        let (state, set) = (self.state(), self.set_state());
        let search = {
            let state = state.clone();
            Callback::from(move |search: String| set.emit(FacetUiState { search, ..state.clone() }))
        };
        let is_search = !state.search.is_empty();
        let onkeydown = {
            let search = search.clone();
            Callback::from(move |event: KeyboardEvent| {
                if is_search && event.key() == "Escape" && !is_taken(&event) {
                    event.prevent_default();
                    search.emit(String::new());
                }
            })
        };
        search_box(None, &state.search, label.to_owned().into(), self.composition, &search, Some(onkeydown))
    }

    /// Draws the value number `index` of a facet: of this one, or a month of this year.
    fn value(&self, facet: Facet, index: usize) -> Html {
        let GroupContext { data, counts, route, settings, last_action, .. } = self.context;
        let Some(value) = data.values[facet].values.get(index) else { return Html::default() };
        let value = &value.value;
        let texts = settings.texts();
        let selection = &route.filter.facets[facet];
        let (required, excluded) = (selection.requires(value), selection.excludes(value));
        let count = counts.counts[facet].as_ref().and_then(|counts| counts.get(index).copied());
        let label = if facet == Facet::Month { format_period(settings, value) } else { value.clone() };
        let number = count.map_or_else(String::new, |count| settings.formats.number(count));
        let aria_label = match count {
            Some(_) => fill(texts.value_with_count, &[("value", &label), ("count", &number)]),
            None => label.clone(),
        };
        let exclude_label = fill(texts.exclude_value, &[("value", &label)]);
        let class = match count {
            _ if excluded => Some("excluded"),
            Some(0) if !required => Some("nothing"),
            _ => None,
        };
        // Marks the control that was used last, see `use_kept_focus`.
        let kept = |is_exclude: bool| {
            let last_action = last_action.borrow();
            let action = last_action.as_ref()?;
            let is_last = action.facet == facet && action.value == *value && action.is_exclude == is_exclude;
            if is_last { Some("") } else { None }
        };
        let check = self.change(facet, value, false, if required { remove } else { Selection::require });
        let exclude_or_not = self.change(facet, value, true, if excluded { remove } else { exclude });
        html! {
            <li key={value.as_str()} {class}>
                if facet == Facet::Year {
                    { self.opener(value) }
                }
                <label>
                    <input type="checkbox" checked={required} aria-label={aria_label} data-kept={kept(false)} onchange={move |_| check()} />
                    <span class="value" title={label.clone()} dir="auto">{ label }</span>
                    <span key={number.clone()} class="count">{ number }</span>
                </label>
                <button type="button" class="not" aria-pressed={excluded.to_string()} title={exclude_label.clone()} aria-label={exclude_label}
                    data-kept={kept(true)} onclick={move |_| exclude_or_not()}>{ "\u{2212}" }</button>
                if facet == Facet::Year && self.is_open(value) {
                    { self.months(value) }
                }
            </li>
        }
    }

    /// Returns a function that changes the selection of a facet by `apply` when a control of a
    /// value is used.
    fn change(
        &self,
        facet: Facet,
        value: &str,
        is_exclude: bool,
        apply: fn(&mut Selection, &str, MatchMode),
    ) -> impl Fn() + 'static {
        let (dispatch, route) = (self.context.dispatch.clone(), Rc::clone(self.context.route));
        let last_action = Rc::clone(self.context.last_action);
        let (value, mode) = (value.to_owned(), self.mode);
        move || {
            let action = LastAction { facet, value: value.clone(), is_exclude, awaiting_counts: true };
            last_action.replace(Some(action));
            edit(&dispatch, &route, facet, |selection| apply(selection, &value, mode));
        }
    }

    /// `true` if the months of `year` are shown: if the user has opened them, or else if one of
    /// them is chosen, or no year but this.
    fn is_open(&self, year: &str) -> bool {
        if let Some(state) = self.context.years.iter().find(|state| state.year == year) {
            return state.is_open;
        }
        let filter = &self.context.route.filter;
        let (months, years) = (&filter.facets[Facet::Month], &filter.facets[Facet::Year]);
        let is_month_chosen =
            months.groups.iter().flatten().chain(&months.excluded).any(|month| month.starts_with(year));
        let is_only_year = self.values().len() == 1;
        is_month_chosen || is_only_year || (years.requires(year) && years.groups.concat().len() == 1)
    }

    fn opener(&self, year: &str) -> Html {
        let (years, is_open, year) = (self.context.years.clone(), self.is_open(year), year.to_owned());
        let label = fill(self.context.settings.texts().months_of, &[("year", &year)]);
        let onclick = move |_: MouseEvent| {
            let mut next = (*years).clone();
            next.retain(|state| state.year != year);
            next.push(YearState { year: year.clone(), is_open: !is_open });
            years.set(next);
        };
        html! { <button type="button" class="opener" aria-expanded={is_open.to_string()} aria-label={label} {onclick} /> }
    }

    fn months(&self, year: &str) -> Html {
        let months = self.context.data.values[Facet::Month].values.iter().enumerate();
        let months = months.filter(|(_, month)| month.value.starts_with(year));
        html! {
            <div role="group" class="months" aria-label={fill(self.context.settings.texts().months_of, &[("year", year)])}>
                <ul>{ for months.map(|(index, _)| self.value(Facet::Month, index)) }</ul>
            </div>
        }
    }
}

fn remove(selection: &mut Selection, value: &str, _: MatchMode) {
    selection.remove(value);
}

fn exclude(selection: &mut Selection, value: &str, _: MatchMode) {
    selection.exclude(value);
}

/// Asks for the list after `change` to the selection of a facet.
fn edit(dispatch: &Callback<Intent>, route: &Route, facet: Facet, change: impl FnOnce(&mut Selection)) {
    let mut filter: Filter = route.filter.clone();
    change(&mut filter.facets[facet]);
    if filter != route.filter {
        dispatch.emit(Intent::Narrow { filter, step: true });
    }
}
