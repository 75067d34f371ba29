//! The reader view: one article.

use std::rc::Rc;

use broadsheet_bundle::facet::FacetName;
use broadsheet_bundle::filter::{Filter, Selection};
use broadsheet_bundle::{Row, RowNumber};
use yew::prelude::*;

use super::content::Content;
use super::list_row::time;
use super::picture::outside_link;
use super::problem::Problem;
use super::route_link::RouteLink;
use super::use_interface;
use crate::intent::Intent;
use crate::route::Route;
use crate::store::{Post, Shared};

/// Id of the article's heading, which takes the focus when an article opens.
pub const TITLE_ID: &str = "post-title";

#[derive(Properties, PartialEq)]
#[allow(missing_docs, reason = "the comments say it")]
pub struct ReaderProps {
    pub archive: Shared,
    /// Id of the open post.
    pub id: AttrValue,
    pub route: Rc<Route>,
    /// The posts before and after this one in the list.
    pub around: (Option<RowNumber>, Option<RowNumber>),
    /// The address of the bundle's folder, ending in `/`.
    pub base: AttrValue,
    pub on: Callback<Intent>,
}

/// The open post.
#[component]
pub fn Reader(props: &ReaderProps) -> Html {
    let texts = use_interface().texts();
    let ReaderProps { archive, route, on, .. } = props;
    let archive_language = archive.head().and_then(|head| head.language.clone());
    let language = |row: &Row| row.language.clone().or_else(|| archive_language.clone());
    let body = match archive.post(&props.id) {
        Post::NotFound => html! {
            <div class="problem" role="alert"><p class="problem-title">{ texts.not_found }</p><p>{ &props.id }</p></div>
        },
        Post::Failed(error) => html! { <Problem title={texts.failed_article} {error} {on} /> },
        Post::Loading(None) => html! { <p class="loading">{ texts.loading }</p> },
        Post::Loading(Some(row)) => html! {
            <article class="post" aria-busy="true" lang={language(&row)}>
                <Heading row={row} original={None::<AttrValue>} {route} {on} />
                <p class="loading">{ texts.loading }</p>
            </article>
        },
        Post::Ready { row, item, article, .. } => {
            let original = item.external_url.clone().or_else(|| item.url.clone()).filter(|url| is_web(url));
            html! {
                <>
                    <article class="post" aria-labelledby={TITLE_ID} lang={language(&row)}>
                        <Heading {row} original={original.map(AttrValue::from)} {route} {on} />
                        if !article.cuts.is_empty() {
                            <p class="notice">{ texts.cut }</p>
                        }
                        if article.is_empty() {
                            <p class="empty">{ texts.empty_article }</p>
                        } else {
                            <div class="content"><Content {article} base={props.base.clone()} /></div>
                        }
                    </article>
                    { around(props, texts.previous, texts.next) }
                </>
            }
        }
    };
    let back = on.reform(|event: MouseEvent| {
        event.prevent_default();
        Intent::CloseReader
    });
    html! {
        <main class="reader" id="reader" tabindex="-1">
            <a class="back" href={route.without_post().to_query()} onclick={back}>{ texts.back }</a>
            { body }
        </main>
    }
}

/// Whether an address may be linked as the original: a feed could say anything there.
fn is_web(url: &str) -> bool {
    ["https://", "http://"]
        .iter()
        .any(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

#[derive(Properties, PartialEq)]
struct HeadingProps {
    row: Rc<Row>,
    original: Option<AttrValue>,
    route: Rc<Route>,
    on: Callback<Intent>,
}

/// Title, date, authors, source and tags, the latter leading to lists of the like.
#[component]
fn Heading(props: &HeadingProps) -> Html {
    let interface = use_interface();
    let texts = interface.texts();
    let row = &props.row;
    let like = |facet: FacetName, value: &String, rel: Option<&'static str>| {
        let selection = Selection { groups: vec![vec![value.clone()]], not: Vec::new() };
        let filter = Filter {
            facets: [(facet, selection)].into(),
            sort: props.route.filter.sort,
            ..Filter::default()
        };
        let to = props.route.without_post().with_filter(filter);
        html! { <RouteLink {to} on={&props.on} rel={rel.map(AttrValue::from)}>{ value }</RouteLink> }
    };
    html! {
        <header class="post-head">
            <h1 id={TITLE_ID} tabindex="-1">{ &row.title }</h1>
            <p class="details">
                { for row.date.iter().map(|date| time(date, &interface.formats.day(date.day()))) }
                { for row.authors.iter().map(|author| like(FacetName::Author, author, Some("author"))) }
                { for row.source.iter().map(|source| like(FacetName::Source, source, None)) }
                { for props.original.iter().map(|url| {
                    let name = html! { <>{ texts.original }<span class="visually-hidden">{ format!(" ({})", texts.new_tab) }</span></> };
                    outside_link(url.to_string(), name)
                }) }
            </p>
            if !row.tags.is_empty() {
                <p class="tags">{ for row.tags.iter().map(|tag| like(FacetName::Tag, tag, Some("tag"))) }</p>
            }
        </header>
    }
}

/// Links to the posts before and after this one in the list.
fn around(props: &ReaderProps, previous: &str, next: &str) -> Html {
    let link = |number: Option<RowNumber>, class: &'static str, rel: &'static str, label: &str| {
        let row = props.archive.row(number?)?;
        Some(html! {
            <RouteLink to={props.route.with_post(&row.id)} on={&props.on} {class} {rel}>
                <span class="direction">{ label }</span>
                <span class="title">{ &row.title }</span>
            </RouteLink>
        })
    };
    let (before, after) = props.around;
    html! {
        <nav class="around" aria-label={format!("{previous} / {next}")}>
            { for link(before, "previous", "prev", previous) }
            { for link(after, "next", "next", next) }
        </nav>
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_web_addresses_are_originals() {
        for (url, web) in [
            ("https://example.org/", true),
            ("HTTP://example.org/", true),
            ("javascript:alert(1)//https://", false),
            ("https:example", false),
            ("", false),
        ] {
            assert_eq!(super::is_web(url), web, "{url}");
        }
    }
}
