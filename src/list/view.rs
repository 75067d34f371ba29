//! The article list: a feed, newest first, under the months.

use std::rc::Rc;

use broadsheet_bundle::facet::FacetName;
use broadsheet_bundle::filter::Filter;
use broadsheet_bundle::head::FacetSummary;
use broadsheet_bundle::rows::RowList;
use yew::prelude::*;

use super::layout::{Heights, ListLayout};
use super::row::ListRow;
use super::window::ListWindow;
use crate::browser::read_posts::ReadPosts;
use crate::components::changing;
use crate::components::error_alert::error_alert;
use crate::i18n::fill;
use crate::intent::Intent;
use crate::route::Route;
use crate::settings::UiSettings;
use crate::store::{Listing, Shared};

/// Empty rows drawn where rows are on their way.
const PLACEHOLDERS: u32 = 12;

/// What the list is drawn from.
pub struct List<'a> {
    /// What is loaded.
    pub archive: &'a Shared,
    /// The rows under the filter.
    pub listing: &'a Listing,
    /// The view of the list with no post open.
    pub list: &'a Rc<Route>,
    /// Id of the open post.
    pub open: Option<&'a str>,
    /// Where its rows stand.
    pub layout: &'a ListLayout,
    /// Which of them are drawn.
    pub window: &'a ListWindow,
    /// Ids of the posts that were opened before.
    pub read: &'a ReadPosts,
    /// How the interface speaks.
    pub settings: &'a UiSettings,
    /// Told what the reader asks for.
    pub dispatch: &'a Callback<Intent>,
}

impl List<'_> {
    /// Draws the list.
    pub fn draw(&self) -> Html {
        let texts = self.settings.texts();
        match self.listing {
            Listing::Failed(failure) => error_alert(texts.failed_list, failure, texts, self.dispatch),
            Listing::Loading => {
                html! { <div class="feed" aria-busy="true">{ placeholders(PLACEHOLDERS) }</div> }
            }
            Listing::Ready { rows, whole: true, .. } if rows.is_empty() => self.empty(),
            Listing::Ready { rows, whole, .. } => self.feed(rows, *whole),
        }
    }

    /// Says why there is nothing, and offers all there is.
    fn empty(&self) -> Html {
        let texts = self.settings.texts();
        let (total, filter) = (self.archive.posts(), &self.list.filter);
        if total == 0 {
            return html! { <p class="empty">{ texts.archive_empty }</p> };
        }
        let strays = self.archive.index().strays(filter);
        let said = match strays.as_slice() {
            [] => texts.no_results.to_owned(),
            [(_, value), ..] => fill(texts.no_post_has_value, &[("value", value)]),
        };
        let all = Filter { sort: filter.sort, ..Filter::default() };
        let step = move |_: MouseEvent| Intent::Narrow { filter: all.clone(), step: true };
        let formats = &self.settings.formats;
        let label = fill(formats.plural(&texts.show_all_posts, total), &[("count", &formats.number(total))]);
        html! {
            <div class="empty">
                <p>{ changing(said) }</p>
                <button type="button" onclick={self.dispatch.reform(step)}>{ label }</button>
            </div>
        }
    }

    /// The rows of the window, and above and below them the room of all others.
    fn feed(&self, rows: &RowList, whole: bool) -> Html {
        let Self { archive, layout, window, dispatch, .. } = *self;
        let texts = self.settings.texts();
        let language = archive.head().and_then(|head| head.language.clone()).map(AttrValue::from);
        let places = window.rows_of(layout);
        let mut drawn: Vec<Html> = Vec::new();
        let (mut busy, mut failure) = (!whole, None);
        let mut row = |place: u32| {
            let Some(number) = rows.get(place) else { return Html::default() };
            let Some(row) = archive.row(number) else {
                busy = true;
                failure = failure.or_else(|| archive.row_error(number));
                return placeholder(place);
            };
            let (read, current) = (self.read.contains(&row.id), self.open == Some(row.id.as_str()));
            let (language, place, of) = (language.clone(), place + 1, rows.len());
            html! {
                <ListRow key={row.id.as_str()} {row} {place} {of} list={self.list} {current} {read} {language} {dispatch} />
            }
        };
        let Heights { row: high, .. } = layout.heights();
        let (start, end) = window.bounds(layout);
        let kept = window.kept_of(layout);
        let (mut above, mut below) = (start, layout.track() - end);
        if let Some((place, top)) = kept.filter(|(place, _)| *place < places.start) {
            drawn.extend([room("above kept", top), row(place)]);
            above -= top + high;
        }
        drawn.push(room("above", above));
        for place in places.clone() {
            let (month, is_first) = layout.month_of(place);
            // The name of the first row's month is there wherever the month begins, so that it can stick.
            if is_first || place == places.start {
                drawn.push(self.month(month));
            }
            drawn.push(row(place));
        }
        if let Some((place, top)) = kept.filter(|(place, _)| *place >= places.end) {
            drawn.extend([room("below", top - end), row(place)]);
            below = layout.track() - top - high;
        }
        drawn.push(room("end", below));
        let class = if is_tagged(archive) { "feed" } else { "feed bare" };
        html! {
            <>
                <div {class} role="feed" aria-label={texts.articles} aria-busy={busy.to_string()}>
                    { for drawn }
                </div>
                { for (!whole).then(|| placeholders(PLACEHOLDERS)) }
                { for failure.map(|failure| error_alert(texts.failed_list, failure, texts, dispatch)) }
            </>
        }
    }

    fn month(&self, month: Option<&str>) -> Html {
        let undated = || self.settings.texts().undated.to_owned();
        let name = month.map_or_else(undated, |month| self.settings.formats.month(month));
        html! { <div class="month" key={format!("month {}", month.unwrap_or_default())}>{ name }</div> }
    }
}

/// Returns `true` if posts have tags, as far as that is known.
pub fn is_tagged(archive: &Shared) -> bool {
    let is_some = |facet: &FacetSummary| facet.name == FacetName::Tag && facet.values > 0;
    archive.head().is_none_or(|head| head.facets.iter().any(is_some))
}

/// The room of rows that are not drawn, so many CSS pixels high, which is a whole number. A drawing without anything in it,
/// since the page's policy forbids the `style` that other elements would need.
fn room(key: &'static str, height: f64) -> Html {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number, and not below 0"
    )]
    let height = (height.max(0.0) as u32).to_string();
    html! { <svg {key} class="room" {height} aria-hidden="true" /> }
}

fn placeholder(place: u32) -> Html {
    html! { <div key={place.to_string()} class="row placeholder" aria-hidden="true"><span class="line" /><span class="line short" /></div> }
}

fn placeholders(count: u32) -> Html {
    html! { <div class="placeholders" aria-hidden="true">{ for (0..count).map(placeholder) }</div> }
}
