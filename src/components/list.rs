//! The article list: a feed, newest first, under the months.

use std::collections::BTreeSet;
use std::rc::Rc;

use broadsheet_bundle::{PostDate, RowNumber};
use yew::prelude::*;

use super::list_row::ListRow;
use super::problem::Problem;
use super::use_interface;
use crate::intent::Intent;
use crate::route::Route;
use crate::store::{Listing, Shared};

/// Empty rows drawn where rows are on their way.
const PLACEHOLDERS: u32 = 12;

#[derive(Properties, PartialEq, Clone)]
#[allow(missing_docs, reason = "the comments say it")]
pub struct ListProps {
    pub archive: Shared,
    pub listing: Listing,
    pub route: Rc<Route>,
    /// How many rows are drawn.
    pub rows_shown: usize,
    /// Ids of the posts that were opened before.
    pub read: Rc<BTreeSet<String>>,
    pub on: Callback<Intent>,
}

/// The list.
#[component]
pub fn List(props: &ListProps) -> Html {
    let texts = use_interface().texts();
    match &props.listing {
        Listing::Failed(error) => {
            html! { <Problem title={texts.failed_list} error={error.clone()} on={&props.on} /> }
        }
        Listing::Loading => html! { <div class="feed" aria-busy="true">{ placeholders(PLACEHOLDERS) }</div> },
        Listing::Ready { rows, .. } if rows.is_empty() => {
            let empty = if props.archive.posts() == 0 { texts.empty_archive } else { texts.none_shown };
            html! { <p class="empty">{ empty }</p> }
        }
        Listing::Ready { rows, .. } => html! { <Feed rows={Rc::clone(rows)} list={props.clone()} /> },
    }
}

#[derive(Properties, PartialEq)]
struct FeedProps {
    rows: Rc<[RowNumber]>,
    list: ListProps,
}

#[component]
fn Feed(props: &FeedProps) -> Html {
    let interface = use_interface();
    let ListProps { archive, route, read, on, rows_shown, .. } = &props.list;
    let list = use_memo(route.without_post(), Route::clone);
    let language = archive.head().and_then(|head| head.language.clone()).map(AttrValue::from);
    let of = u32::try_from(props.rows.len()).unwrap_or(u32::MAX);
    let mut drawn: Vec<Html> = Vec::new();
    let mut month: Option<Option<&str>> = None;
    let mut end = None;
    for (&number, place) in props.rows.iter().zip(1..).take(*rows_shown) {
        let Some(row) = archive.row(number) else {
            end = Some(match archive.row_error(number) {
                Some(error) => {
                    html! { <Problem title={interface.texts().failed_list} error={error.clone()} {on} /> }
                }
                None => placeholders(PLACEHOLDERS.min(of - place + 1)),
            });
            break;
        };
        let row_month = row.date.as_ref().map(PostDate::month);
        if month != Some(row_month) {
            month = Some(row_month);
            let name = row_month
                .map_or_else(|| interface.texts().undated.to_owned(), |month| interface.formats.month(month));
            drawn.push(html! { <div class="month" key={format!("month {}", row_month.unwrap_or_default())}>{ name }</div> });
        }
        let (read, current) = (read.contains(&row.id), route.post.as_deref() == Some(row.id.as_str()));
        drawn.push(html! {
            <ListRow key={row.id.as_str()} {row} {place} {of} list={&list} {current} {read} language={language.clone()} {on} />
        });
    }
    html! {
        <>
            <div class="feed" role="feed" aria-label={interface.texts().articles} aria-busy={end.is_some().to_string()}>{ for drawn }</div>
            { for end }
        </>
    }
}

fn placeholders(count: u32) -> Html {
    let row = html! { <div class="row placeholder"><span class="line" /><span class="line short" /></div> };
    html! { <div class="placeholders" aria-hidden="true">{ for (0..count).map(|_| row.clone()) }</div> }
}
