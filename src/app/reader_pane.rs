//! The reader: the pane that shows the open article, with its heading and its neighbours.

use std::rc::Rc;

use broadsheet_article::tree::Truncation;
use broadsheet_bundle::date::is_day;
use broadsheet_bundle::facet::Facet;
use broadsheet_bundle::filter::{Filter, MatchMode};
use broadsheet_bundle::text::as_seen;
use broadsheet_bundle::{Row, RowNumber};
use yew::prelude::*;

use crate::browser::dom_ids::READER_ID;
use crate::components::changing;
use crate::components::date::time;
use crate::components::error_alert::{error_alert, error_page};
use crate::components::external_link::external_link;
use crate::components::route_link::RouteLink;
use crate::direction::Direction;
use crate::i18n::{Texts, fill};
use crate::intent::Intent;
use crate::lazy::LazyModule;
use crate::lazy::reader::ReaderModule;
use crate::reader::{ArticleContentProps, InboundLinkList};
use crate::route::Route;
use crate::settings::UiSettings;
use crate::store::{ArchiveHandle, Neighbours, PostState};

/// Id of the article's heading, which names the article.
const TITLE_ID: &str = "post-title";

/// The reader.
pub(super) struct ReaderPane<'a> {
    /// The archive.
    pub(super) archive: &'a ArchiveHandle,
    /// Id of the open post.
    pub(super) id: &'a str,
    /// The route.
    pub(super) route: &'a Route,
    /// The neighbours of the post in the list.
    pub(super) neighbours: Neighbours,
    /// `true` if there is no list beside or behind it.
    pub(super) alone: bool,
    /// The URL of the bundle's folder, ending in `/`.
    pub(super) base: &'a AttrValue,
    /// The settings of the user interface.
    pub(super) settings: &'a UiSettings,
    /// Receives user intents.
    pub(super) dispatch: &'a Callback<Intent>,
}

impl ReaderPane<'_> {
    /// Draws the open post.
    pub(super) fn view(&self) -> Html {
        let texts = self.settings.texts();
        let Self { archive, route, settings, dispatch, .. } = *self;
        let heading = settings.outline.heading(1);
        let language = |row: &Row| self.language(row);
        let direction = |row: &Row| Direction::of_language(&self.language(row).unwrap_or_default());
        let body = match archive.post(self.id, route.uncleaned) {
            PostState::NotFound => html! {
                <div class="problem" role="alert">
                    <@{heading} class="problem-title">{ texts.article_not_found }</@>
                    <p>{ self.id }</p>
                    { for self.search() }
                </div>
            },
            PostState::Failed(failure) => error_page(texts.failed_article, &failure, settings, dispatch),
            PostState::Loading(None) => html! { <p class="loading">{ texts.loading }</p> },
            PostState::Loading(Some(row)) => html! {
                <article class="post" part="article" aria-busy="true" lang={language(&row)} dir={direction(&row).as_str()}>
                    { self.heading(&row, None, false) }
                    <p class="loading">{ texts.loading }</p>
                </article>
            },
            PostState::Ready { row, post, article, is_cleaned } => {
                let archive_hosts = archive.manifest().and_then(|manifest| manifest.media_hosts.as_deref());
                let hosts = self.settings.remote_media.allowed_hosts(archive_hosts).map(<[String]>::to_vec);
                let original = post.address().filter(|url| is_web(url));
                let direction = direction(&row);
                let module = ReaderModule::loaded();
                let home = route.home();
                let inbound_links = module.zip(archive.inbound_links(self.id)).map(|(module, post)| {
                    let language = archive.manifest().and_then(|manifest| manifest.language.as_deref());
                    let list = InboundLinkList { post, home: &home, language, settings, dispatch };
                    (module.view_inbound_links)(&list)
                });
                let props = ArticleContentProps {
                    article: Rc::clone(&article),
                    base: self.base.clone(),
                    direction,
                    home,
                    hosts,
                    dispatch: dispatch.clone(),
                };
                // It has decoded the article, so it is there.
                let content = module.map(|module| (module.view_article)(self.id, props));
                html! {
                    <>
                        <article class="post" part="article" aria-labelledby={TITLE_ID} lang={language(&row)} dir={direction.as_str()}>
                            { self.heading(&row, original, is_cleaned) }
                            { for truncation_notice(&article.truncations, texts).map(|text| html! { <p class="notice">{ text }</p> }) }
                            if article.is_empty() {
                                <p class="empty">{ texts.article_empty }</p>
                            } else {
                                <div class="content">{ for content }</div>
                            }
                            { for inbound_links }
                        </article>
                        { for archive.inbound_links_failure(self.id).map(|failure| error_alert(texts.failed_linked_from, failure, texts, dispatch)) }
                        if !self.alone {
                            { self.prev_next_nav(texts.previous_post, texts.next_post) }
                        }
                    </>
                }
            }
        };
        let main = if self.settings.outline.standalone { "main" } else { "div" };
        let back = dispatch.reform(|event: MouseEvent| {
            event.prevent_default();
            Intent::CloseReader
        });
        html! {
            <@{main} class="reader" id={READER_ID} part="reader" tabindex="-1">
                if !self.alone {
                    <a class="back" href={route.without_post().to_query()} onclick={back}>{ texts.back_to_list }</a>
                }
                { body }
            </@>
        }
    }

    /// Draws title, date, authors, source and tags; authors, source and tags are links to lists.
    fn heading(&self, row: &Row, original: Option<&str>, cleaned: bool) -> Html {
        let Self { settings, dispatch, .. } = *self;
        let texts = settings.texts();
        let like = |facet: Facet, value: &String, rel: &'static str| {
            let mut filter = Filter { sort: self.route.filter.sort, ..Filter::default() };
            filter.facets[facet].require(value, MatchMode::All);
            let to = self.route.without_post().with_filter(filter);
            RouteLink::new(to, dispatch).kind("", rel).draw(html! { <bdi>{ value }</bdi> })
        };
        html! {
            <header class="post-head">
                <@{settings.outline.heading(1)} id={TITLE_ID} class="post-title" part="article-title" tabindex="-1" dir="auto">{ &row.title }</@>
                <p class="details">
                    { for row.date.iter().map(|date| time(date, &settings.formats.day(date.day()))) }
                    { for row.facets[Facet::Author].iter().map(|author| like(Facet::Author, author, "author")) }
                    { for row.facets[Facet::Source].iter().map(|source| like(Facet::Source, source, "")) }
                    { for original.iter().map(|url| {
                        let name = html! { <>{ texts.original }<span class="visually-hidden">{ format!(" ({})", texts.opens_new_tab) }</span></> };
                        external_link(url.to_string(), name)
                    }) }
                    if cleaned {
                        { self.cleaning_toggle() }
                    }
                </p>
                if !row.facets[Facet::Tag].is_empty() {
                    <p class="tags">{ for row.facets[Facet::Tag].iter().map(|tag| like(Facet::Tag, tag, "tag")) }</p>
                }
            </header>
        }
    }

    /// Draws a link to the results of a search for the words of the id: the post may have another
    /// id by now.
    fn search(&self) -> Option<Html> {
        let words = self
            .id
            .split_at_checked(10)
            .filter(|(start, _)| is_day(start))
            .map_or(self.id, |(_, words)| words);
        let query = as_seen(&words.replace('-', " "));
        let label = fill(self.settings.texts().search_for, &[("words", &query)]);
        let to = self.route.without_post().with_filter(Filter { query, ..Filter::default() });
        (!to.filter.is_empty()).then(|| RouteLink::new(to, self.dispatch).draw(html! { { label } }))
    }

    /// Draws a link to the uncleaned article, or back to the cleaned one.
    fn cleaning_toggle(&self) -> Html {
        let texts = self.settings.texts();
        let name = if self.route.uncleaned { texts.show_cleaned } else { texts.show_uncleaned };
        RouteLink::new(self.route.with_uncleaned(!self.route.uncleaned), self.dispatch).draw(changing(name))
    }

    /// Returns the language of a post, as far as it is known.
    fn language(&self, row: &Row) -> Option<String> {
        let of_archive = || self.archive.manifest().and_then(|manifest| manifest.language.clone());
        row.language.clone().or_else(of_archive)
    }

    /// Draws the links to the neighbours in the list.
    fn prev_next_nav(&self, previous: &str, next: &str) -> Html {
        let link = |number: Option<RowNumber>, class: &'static str, rel: &'static str, label: &str| {
            let row = self.archive.row(number?)?;
            let inside = html! {
                <>
                    <span class="direction">{ label }</span>
                    <span class="title" lang={self.language(row)}><bdi>{ &row.title }</bdi></span>
                </>
            };
            Some(RouteLink::new(self.route.with_post(&row.id), self.dispatch).kind(class, rel).draw(inside))
        };
        let Neighbours { previous: before, next: after } = self.neighbours;
        // A landmark only in the viewer's own page: in a host page there may be several viewers.
        let (element, role) =
            if self.settings.outline.standalone { ("nav", None) } else { ("div", Some("group")) };
        html! {
            <@{element} class="around" {role} aria-label={format!("{previous} / {next}")}>
                { for link(before, "previous", "prev", previous) }
                { for link(after, "next", "next", next) }
            </@>
        }
    }
}

/// Returns the notice for an article that exceeds limits.
fn truncation_notice(truncations: &[Truncation], texts: &Texts) -> Option<&'static str> {
    let worst = truncations.iter().min()?;
    Some(if *worst == Truncation::Depth { texts.article_simplified } else { texts.article_truncated })
}

/// `true` if a URL may be linked as the original: a feed could have anything there.
fn is_web(url: &str) -> bool {
    ["https://", "http://"]
        .iter()
        .any(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
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
