//! Draws the article list: a feed of rows below month headings.

use std::rc::Rc;

use broadsheet_bundle::facet::Facet;
use broadsheet_bundle::filter::{Filter, RowList};
use broadsheet_bundle::format::FacetSummary;
use yew::prelude::*;

use super::layout::ListLayout;
use super::row::ListRow;
use super::window::ListWindow;
use crate::browser::read_marks::ReadMarks;
use crate::components::changing;
use crate::components::error_alert::error_alert;
use crate::i18n::fill;
use crate::intent::Intent;
use crate::route::Route;
use crate::settings::UiSettings;
use crate::store::{ArchiveHandle, Listing, NextPage, Resource};

/// Number of empty rows that are drawn while the list is loading.
const PLACEHOLDERS: u32 = 12;

/// The list, with what it is drawn from.
pub struct List<'a> {
    /// The archive as far as it is loaded.
    pub archive: &'a ArchiveHandle,
    /// The rows under the filter.
    pub listing: &'a Listing,
    /// The view of the list with no post open.
    pub list: &'a Rc<Route>,
    /// Id of the open post.
    pub open: Option<&'a str>,
    /// The layout of its rows.
    pub layout: &'a ListLayout,
    /// The rows that are drawn.
    pub window: &'a ListWindow,
    /// The posts that were opened before.
    pub read: &'a ReadMarks,
    /// The user interface settings.
    pub settings: &'a UiSettings,
    /// Receives the user's intents.
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
            Listing::Ready { rows, is_complete: true, .. } if rows.is_empty() => {
                html! { <>{ self.empty() }{ self.older() }</> }
            }
            Listing::Ready { rows, is_complete, .. } => {
                html! { <>{ self.feed(rows, *is_complete) }{ self.older() }</> }
            }
        }
    }

    /// Draws the way to older posts, if the feed goes on at another address.
    fn older(&self) -> Html {
        let (texts, dispatch) = (self.settings.texts(), self.dispatch);
        let Some(pages) = self.archive.feed_pages() else { return Html::default() };
        if let Some(failure) = self.archive.failure(&Resource::OlderPosts) {
            return error_alert(texts.failed_older, failure, texts, dispatch);
        }
        let is_loading = self.archive.is_loading_older();
        match &pages.next {
            NextPage::Elsewhere(host) => {
                html! { <p class="older">{ fill(texts.older_elsewhere, &[("host", host)]) }</p> }
            }
            NextPage::Here(_) => html! {
                <p class="older">
                    <button type="button" aria-disabled={is_loading.to_string()} onclick={dispatch.reform(|_: MouseEvent| Intent::LoadOlder)}>
                        { changing(if is_loading { texts.loading } else { texts.load_older }) }
                    </button>
                </p>
            },
        }
    }

    /// Draws the reason for an empty list, and a button that shows all posts.
    fn empty(&self) -> Html {
        let texts = self.settings.texts();
        let (total, filter) = (self.archive.posts(), &self.list.filter);
        if total == 0 {
            return html! { <p class="empty">{ texts.archive_empty }</p> };
        }
        let strays = self.archive.index().unknown_values(filter);
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

    /// Draws the rows of the window, and spacers for all others.
    fn feed(&self, rows: &RowList, is_complete: bool) -> Html {
        let Self { archive, layout, window, dispatch, .. } = *self;
        let texts = self.settings.texts();
        let language = archive.manifest().and_then(|manifest| manifest.language.clone()).map(AttrValue::from);
        let indexes = window.rows_of(layout);
        let mut drawn: Vec<Html> = Vec::new();
        let (mut is_busy, mut failure) = (!is_complete, None);
        let mut row = |index: u32| {
            let Some(number) = rows.select(index) else { return Html::default() };
            let Some(row) = archive.row(number) else {
                is_busy = true;
                failure = failure.or_else(|| archive.row_failure(number));
                return placeholder(index);
            };
            let (read, current) = (self.read.contains(&row.id), self.open == Some(row.id.as_str()));
            let (language, position, of) = (language.clone(), index + 1, rows.len());
            html! {
                <ListRow key={row.id.as_str()} {row} {position} {of} list={self.list} {current} {read} {language} {dispatch} />
            }
        };
        let row_height = layout.heights().row;
        let (start, end) = window.bounds(layout);
        let pinned = window.pinned_row(layout);
        let (mut above, mut below) = (start, layout.track() - end);
        if let Some((index, top)) = pinned
            && index < indexes.start
        {
            drawn.extend([spacer("above pinned", top), row(index)]);
            above -= top + row_height;
        }
        drawn.push(spacer("above", above));
        for index in indexes.clone() {
            let (month, is_first) = layout.month_of(index);
            // The heading of the first row's month is there wherever the month begins, so that it
            // can stick.
            if is_first || index == indexes.start {
                drawn.push(self.month(month));
            }
            drawn.push(row(index));
        }
        if let Some((index, top)) = pinned
            && index >= indexes.end
        {
            drawn.extend([spacer("below", top - end), row(index)]);
            below = layout.track() - top - row_height;
        }
        drawn.push(spacer("end", below));
        let class = if is_tagged(archive) { "feed" } else { "feed bare" };
        html! {
            <>
                <div {class} role="feed" aria-label={texts.articles} aria-busy={is_busy.to_string()}>
                    { for drawn }
                </div>
                if !is_complete {
                    { placeholders(PLACEHOLDERS) }
                }
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
pub fn is_tagged(archive: &ArchiveHandle) -> bool {
    let is_some = |facet: &FacetSummary| facet.name == Facet::Tag && facet.values > 0;
    archive.manifest().is_none_or(|manifest| manifest.facets.iter().any(is_some))
}

/// A spacer in the place of rows that are not drawn, `height` CSS pixels high, a whole number. An
/// SVG, since the content security policy forbids the `style` that other elements would need.
fn spacer(key: &'static str, height: f64) -> Html {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number, and not below 0"
    )]
    let height = (height.max(0.0) as u32).to_string();
    html! { <svg {key} class="room" {height} aria-hidden="true" /> }
}

fn placeholder(index: u32) -> Html {
    html! { <div key={index.to_string()} class="row placeholder" aria-hidden="true"><span class="line" /><span class="line short" /></div> }
}

fn placeholders(count: u32) -> Html {
    html! { <div class="placeholders" aria-hidden="true">{ for (0..count).map(placeholder) }</div> }
}
