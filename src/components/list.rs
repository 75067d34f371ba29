//! The article list: a feed, newest first, under the months.

use std::rc::Rc;

use broadsheet_bundle::PostDate;
use broadsheet_bundle::rows::RowList;
use yew::prelude::*;

use super::list_row::ListRow;
use super::problem::problem;
use crate::intent::Intent;
use crate::interface::Interface;
use crate::route::Route;
use crate::store::{Listing, ReadMarks, Shared};

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
    /// How many rows are drawn.
    pub rows_shown: usize,
    /// Ids of the posts that were opened before.
    pub read: &'a ReadMarks,
    /// How the interface speaks.
    pub interface: &'a Interface,
    /// Told what the reader asks for.
    pub on: &'a Callback<Intent>,
}

impl List<'_> {
    /// Draws the list.
    pub fn draw(&self) -> Html {
        let texts = self.interface.texts();
        match self.listing {
            Listing::Failed(failure) => problem(texts.failed_list, failure, texts, self.on),
            Listing::Loading => {
                html! { <div class="feed" aria-busy="true">{ placeholders(PLACEHOLDERS) }</div> }
            }
            Listing::Ready { rows, whole: true, .. } if rows.is_empty() => {
                let empty = if self.archive.posts() == 0 { texts.empty_archive } else { texts.none_shown };
                html! { <p class="empty">{ empty }</p> }
            }
            Listing::Ready { rows, whole, .. } => self.feed(rows, *whole),
        }
    }

    fn feed(&self, rows: &RowList, whole: bool) -> Html {
        let Self { archive, on, .. } = *self;
        let texts = self.interface.texts();
        let language = archive.head().and_then(|head| head.language.clone()).map(AttrValue::from);
        let of = rows.len();
        let mut drawn: Vec<Html> = Vec::new();
        let mut month: Option<Option<&str>> = None;
        let mut end = (!whole && self.rows_shown >= of as usize).then(|| placeholders(PLACEHOLDERS));
        for (number, place) in rows.iter().zip(1..).take(self.rows_shown) {
            let Some(row) = archive.row(number) else {
                end = Some(match archive.row_error(number) {
                    Some(failure) => problem(texts.failed_list, failure, texts, on),
                    None => placeholders(PLACEHOLDERS.min(of - place + 1)),
                });
                break;
            };
            let row_month = row.date.as_ref().map(PostDate::month);
            if month != Some(row_month) {
                month = Some(row_month);
                drawn.push(self.month(row_month));
            }
            let (read, current) = (self.read.contains(&row.id), self.open == Some(row.id.as_str()));
            let language = language.clone();
            drawn.push(html! {
                <ListRow key={row.id.as_str()} {row} {place} {of} list={self.list} {current} {read} {language} {on} />
            });
        }
        html! {
            <>
                <div class="feed" role="feed" aria-label={texts.articles} aria-busy={end.is_some().to_string()}>{ for drawn }</div>
                { for end }
            </>
        }
    }

    fn month(&self, month: Option<&str>) -> Html {
        let undated = || self.interface.texts().undated.to_owned();
        let name = month.map_or_else(undated, |month| self.interface.formats.month(month));
        html! { <div class="month" key={format!("month {}", month.unwrap_or_default())}>{ name }</div> }
    }
}

fn placeholders(count: u32) -> Html {
    let row = html! { <div class="row placeholder"><span class="line" /><span class="line short" /></div> };
    html! { <div class="placeholders" aria-hidden="true">{ for (0..count).map(|_| row.clone()) }</div> }
}
