//! One facet: its values with their counts, to be required or excluded.

use std::cell::RefCell;
use std::rc::Rc;

use broadsheet_bundle::RowNumber;
use broadsheet_bundle::facet::{Facet, ValueCount};
use broadsheet_bundle::filter::{Filter, MatchMode, Selection};
use yew::prelude::*;

use crate::browser::keys::is_taken;
use crate::components::changing;
use crate::components::filter_chips::format_period;
use crate::components::search_box::{Composition, search_box};
use crate::i18n::{Texts, fill};
use crate::intent::Intent;
use crate::normal::fold;
use crate::route::Route;
use crate::settings::UiSettings;

/// Values drawn before the reader asks for all.
const FIRST_VALUES: usize = 10;
/// Of years, which the bars show as well.
const FIRST_YEARS: usize = 6;
/// Values drawn at most: who looks for one among more searches for it.
const MOST_VALUES: usize = 100;
/// Of those that are found: they are drawn anew with each letter that is typed.
const MOST_FOUND: usize = 40;
/// Values from which on they can be searched.
const MANY_VALUES: usize = 20;
/// Values up to which there is no choice of their order.
const HANDFUL: usize = 5;

/// How the reader looks at a facet.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Way {
    /// The match mode of the values for as long as none is chosen.
    pub(super) mode: Option<MatchMode>,
    /// Whether more values are shown than the first.
    pub(super) whole: bool,
    /// Whether they are sorted by name, not by count.
    pub(super) by_name: bool,
    /// What the values are searched for.
    pub(super) search: String,
}

/// What the reader did last.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Acted {
    name: Facet,
    value: String,
    /// Whether it was the button that excludes.
    bar: bool,
    /// Whether the counts that follow from it are still to come.
    pub(super) watched: bool,
}

/// What a facet is drawn from.
pub(super) struct Group<'a> {
    pub(super) name: Facet,
    pub(super) values: &'a [ValueCount],
    /// How many values there are in all.
    pub(super) total: usize,
    /// How many posts choosing each would show; nothing while that is not known.
    pub(super) counts: Option<&'a [RowNumber]>,
    /// Places of the values, in the order in which they are shown.
    pub(super) order: &'a [usize],
    /// The match mode of one more value.
    pub(super) mode: MatchMode,
    pub(super) way: &'a Way,
    pub(super) set_way: Callback<Way>,
    /// All months, newest first, and their counts.
    pub(super) months: (&'a [ValueCount], Option<&'a [RowNumber]>),
    /// Years that were opened (true) or closed.
    pub(super) opened: &'a UseStateHandle<Vec<(String, bool)>>,
    pub(super) acted: &'a Rc<RefCell<Option<Acted>>>,
    /// Of the box in which values are searched.
    pub(super) composition: &'a Composition,
    pub(super) route: &'a Rc<Route>,
    pub(super) settings: &'a UiSettings,
    pub(super) dispatch: &'a Callback<Intent>,
}

/// The name of a facet for readers.
fn title(texts: &Texts, name: Facet) -> &'static str {
    match name {
        Facet::Tag => texts.facet_tag,
        Facet::Author => texts.facet_author,
        Facet::Source => texts.facet_source,
        Facet::Category => texts.facet_category,
        Facet::Year | Facet::Month => texts.facet_year,
    }
}

impl Group<'_> {
    /// Draws the group of checkboxes.
    pub(super) fn draw(&self) -> Html {
        let (texts, name, way) = (self.settings.texts(), self.name, self.way);
        let title = title(texts, name);
        let several = name.is_indexed() && self.total > 1;
        let formats = &self.settings.formats;
        let number = |count: usize| formats.number(u32::try_from(count).unwrap_or(u32::MAX));
        let more_values =
            |count: usize| formats.plural(&texts.more_values, u32::try_from(count).unwrap_or(u32::MAX));
        let (drawn, left) = self.chosen_to_draw();
        let searched = !way.search.is_empty();
        html! {
            <fieldset class="facet" name={name.as_str()}>
                <legend>{ title }</legend>
                if several {
                    <span class="tools">
                        <span class="mode" role="group" aria-label={texts.match_mode}>{ self.mode(MatchMode::Any, texts.match_any) }{ self.mode(MatchMode::All, texts.match_all) }</span>
                        if self.total > HANDFUL {
                            <button type="button" class="order" aria-pressed={way.by_name.to_string()}
                                onclick={self.look(|way, _| way.by_name = !way.by_name)}>{ texts.sort_by_name }</button>
                        }
                    </span>
                }
                if several && self.total > MANY_VALUES {
                    { self.search(&fill(texts.search_values, &[("facet", title)])) }
                }
                <ul>{ for drawn.iter().map(|&place| self.value(name, self.values, self.counts, place)) }</ul>
                if searched && drawn.is_empty() {
                    <p class="left" role="status">{ texts.no_values }</p>
                }
                if left > 0 && (searched || way.whole) {
                    <p class="left">{ changing(fill(more_values(left), &[("count", &number(left))])) }</p>
                }
                if !searched && self.total > self.first() {
                    <button type="button" class="more" aria-expanded={way.whole.to_string()} onclick={self.look(|way, _| way.whole = !way.whole)}>
                        { changing(match (way.whole, self.total > MOST_VALUES) {
                            (true, _) => texts.show_fewer_values.to_owned(),
                            (false, false) => fill(texts.show_all_values, &[("count", &number(self.total))]),
                            (false, true) => fill(texts.show_top_values, &[("shown", &number(MOST_VALUES)), ("count", &number(self.total))]),
                        }) }
                    </button>
                }
            </fieldset>
        }
    }

    /// The places of the values that are drawn, and how many more there would be.
    fn chosen_to_draw(&self) -> (Vec<usize>, usize) {
        let selection = &self.route.filter.facets[self.name];
        let sought = fold(self.way.search.trim());
        let most = match (sought.is_empty(), self.way.whole) {
            (false, _) => MOST_FOUND,
            (true, true) => MOST_VALUES,
            (true, false) => self.first(),
        };
        let acted = self.acted.borrow();
        let stays = |value: &str| {
            let used = acted.as_ref().is_some_and(|acted| acted.name == self.name && acted.value == value);
            used || selection.requires(value) || selection.excludes(value)
        };
        // All at once, since the browser does it.
        let values =
            self.values.iter().map(|value| value.value.replace('\n', " ")).filter(|_| !sought.is_empty());
        let folded = fold(&values.collect::<Vec<_>>().join("\n"));
        let folded: Vec<_> = folded.split('\n').collect();
        let (mut drawn, mut met, mut left) = (Vec::new(), 0, 0);
        for &place in self.order {
            let Some(value) = self.values.get(place).map(|value| value.value.as_str()) else { continue };
            if !sought.is_empty() && !folded.get(place).is_some_and(|value| value.contains(&sought)) {
                continue;
            }
            met += 1;
            if met <= most || stays(value) {
                drawn.push(place);
            } else {
                left += 1;
            }
        }
        (drawn, left)
    }

    /// How many values are drawn before the reader asks for more.
    fn first(&self) -> usize {
        if self.name == Facet::Year { FIRST_YEARS } else { FIRST_VALUES }
    }

    /// Changes how the facet is looked at.
    fn look(&self, change: fn(&mut Way, String)) -> Callback<MouseEvent> {
        let (way, set) = (self.way.clone(), self.set_way.clone());
        Callback::from(move |_: MouseEvent| {
            let mut way = way.clone();
            change(&mut way, String::new());
            set.emit(way);
        })
    }

    fn mode(&self, mode: MatchMode, label: &'static str) -> Html {
        let (way, set, dispatch, route, name) =
            (self.way.clone(), self.set_way.clone(), self.dispatch.clone(), Rc::clone(self.route), self.name);
        let onclick = move |_: MouseEvent| {
            set.emit(Way { mode: Some(mode), ..way.clone() });
            edit(&dispatch, &route, name, |selection| selection.set_match_mode(mode));
        };
        html! { <button type="button" aria-pressed={(self.mode == mode).to_string()} {onclick}>{ label }</button> }
    }

    fn search(&self, label: &str) -> Html {
        let (way, set) = (self.way.clone(), self.set_way.clone());
        let seek = {
            let way = way.clone();
            Callback::from(move |search: String| set.emit(Way { search, ..way.clone() }))
        };
        let filled = !way.search.is_empty();
        let onkeydown = {
            let seek = seek.clone();
            Callback::from(move |event: KeyboardEvent| {
                if filled && event.key() == "Escape" && !is_taken(&event) {
                    event.prevent_default();
                    seek.emit(String::new());
                }
            })
        };
        search_box(None, &way.search, label.to_owned().into(), self.composition, &seek, Some(onkeydown))
    }

    /// The value at `place` of `values`, which are those of the facet `name`.
    fn value(&self, name: Facet, values: &[ValueCount], counts: Option<&[RowNumber]>, place: usize) -> Html {
        let Some(value) = values.get(place).map(|value| &value.value) else { return Html::default() };
        let texts = self.settings.texts();
        let selection = &self.route.filter.facets[name];
        let (required, excluded) = (selection.requires(value), selection.excludes(value));
        let count = counts.and_then(|counts| counts.get(place).copied());
        let label = if name == Facet::Month { format_period(self.settings, value) } else { value.clone() };
        let number = count.map_or_else(String::new, |count| self.settings.formats.number(count));
        let spoken = match count {
            Some(_) => fill(texts.value_with_count, &[("value", &label), ("count", &number)]),
            None => label.clone(),
        };
        let exclude = fill(texts.exclude_value, &[("value", &label)]);
        let nothing_left = count == Some(0) && !required && !excluded;
        let class = classes!(excluded.then_some("excluded"), nothing_left.then_some("nothing"));
        let kept = |bar: bool| {
            let acted = self.acted.borrow();
            let it = acted
                .as_ref()
                .filter(|acted| acted.name == name && acted.value == *value && acted.bar == bar);
            it.map(|_| "")
        };
        let check = self.change(name, value, false, if required { remove } else { Selection::require });
        let bar = self.change(name, value, true, if excluded { remove } else { exclude_value });
        html! {
            <li key={value.as_str()} {class}>
                if name == Facet::Year {
                    { self.opener(value) }
                }
                <label>
                    <input type="checkbox" checked={required} aria-label={spoken} data-kept={kept(false)} onchange={move |_| check()} />
                    <span class="value" title={label.clone()}>{ label }</span>
                    <span key={number.clone()} class="count">{ number }</span>
                </label>
                <button type="button" class="not" aria-pressed={excluded.to_string()} title={exclude.clone()} aria-label={exclude}
                    data-kept={kept(true)} onclick={move |_| bar()}>{ "\u{2212}" }</button>
                if name == Facet::Year && self.is_open(value) {
                    { self.months(value) }
                }
            </li>
        }
    }

    /// What `apply` makes of the choices when the reader uses a value.
    fn change(
        &self,
        name: Facet,
        value: &str,
        bar: bool,
        apply: fn(&mut Selection, &str, MatchMode),
    ) -> impl Fn() + 'static {
        let (dispatch, route, acted) = (self.dispatch.clone(), Rc::clone(self.route), Rc::clone(self.acted));
        let (value, mode) = (value.to_owned(), self.mode);
        move || {
            acted.replace(Some(Acted { name, value: value.clone(), bar, watched: true }));
            edit(&dispatch, &route, name, |selection| apply(selection, &value, mode));
        }
    }

    /// Whether the months of `year` are shown: as the reader says, or else if one of them is chosen, or the year alone is.
    fn is_open(&self, year: &str) -> bool {
        let said = self.opened.iter().find(|(other, _)| other == year).map(|(_, open)| *open);
        said.unwrap_or_else(|| {
            let filter = &self.route.filter;
            let months = &filter.facets[Facet::Month];
            let chosen =
                months.groups.iter().flatten().chain(&months.excluded).any(|month| month.starts_with(year));
            let years = &filter.facets[Facet::Year];
            chosen || self.values.len() == 1 || (years.requires(year) && years.groups.concat().len() == 1)
        })
    }

    fn opener(&self, year: &str) -> Html {
        let (opened, open, year) = (self.opened.clone(), self.is_open(year), year.to_owned());
        let label = fill(self.settings.texts().months_of, &[("year", &year)]);
        let onclick = move |_: MouseEvent| {
            let mut next = (*opened).clone();
            next.retain(|(other, _)| *other != year);
            next.push((year.clone(), !open));
            opened.set(next);
        };
        html! { <button type="button" class="opener" aria-expanded={open.to_string()} aria-label={label} {onclick} /> }
    }

    fn months(&self, year: &str) -> Html {
        let (months, counts) = self.months;
        let places = months
            .iter()
            .enumerate()
            .filter(|(_, month)| month.value.starts_with(year))
            .map(|(place, _)| place);
        html! {
            <div role="group" class="months" aria-label={fill(self.settings.texts().months_of, &[("year", year)])}>
                <ul>{ for places.map(|place| self.value(Facet::Month, months, counts, place)) }</ul>
            </div>
        }
    }
}

fn remove(selection: &mut Selection, value: &str, _: MatchMode) {
    selection.remove(value);
}

fn exclude_value(selection: &mut Selection, value: &str, _: MatchMode) {
    selection.exclude(value);
}

/// Asks for the list in which `change` was made to the choices of the facet `name`.
fn edit(dispatch: &Callback<Intent>, route: &Route, name: Facet, change: impl FnOnce(&mut Selection)) {
    let mut filter: Filter = route.filter.clone();
    change(&mut filter.facets[name]);
    if filter != route.filter {
        dispatch.emit(Intent::Narrow { filter, step: true });
    }
}
