//! The page layout: header, filters, list and reader. Emits user actions as [`Intent`]s.

use std::rc::Rc;

use broadsheet_bundle::filter::{Filter, Sort};
use broadsheet_bundle::format::Manifest;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::reader_pane::ReaderPane;
use super::view_model::ViewModel;
use crate::browser::dom_ids::{FACETS_ID, LIST_ID};
use crate::browser::read_marks::ReadMarks;
use crate::components::changing;
use crate::components::embed_snippets::EmbedSnippets;
use crate::components::error_alert::error_alert;
use crate::components::filter_chips::filter_chips;
use crate::components::header::header;
use crate::config::Extent;
use crate::facets::FacetsProps;
use crate::i18n::{Texts, fill};
use crate::intent::Intent;
use crate::lazy::facets::FacetsModule;
use crate::list::layout::ListLayout;
use crate::list::view::List;
use crate::ptr_eq::PtrEq;
use crate::route::Route;
use crate::settings::{UiSettings, use_settings};
use crate::store::{ArchiveHandle, Listing, Neighbours, Resource};

#[derive(Clone, Properties, PartialEq)]
#[allow(missing_docs, reason = "the comments say it")]
pub struct PageProps {
    pub view: Rc<ViewModel>,
    /// `true` if the facets are shown where they have no column of their own.
    pub facets_open: bool,
    /// `true` if the facets have a column of their own.
    pub has_facet_column: bool,
    /// The posts that were opened before.
    pub read: ReadMarks,
    /// The bundle's address.
    pub bundle: AttrValue,
    /// The address of the folder of the viewer's page, ending in `/`.
    pub page: AttrValue,
    pub dispatch: Callback<Intent>,
}

/// The page.
#[component]
pub fn Page(props: &PageProps) -> Html {
    let settings = &use_settings();
    let texts = settings.texts();
    let PageProps { view, read, dispatch, .. } = props;
    let ViewModel { archive, route, listing, layout, window, extent, .. } = &**view;
    let base = &folder(&props.bundle);
    let manifest = archive.manifest();
    let title = manifest.map_or_else(AttrValue::default, |manifest| AttrValue::from(manifest.title.clone()));
    let snippets = EmbedSnippets { page: &props.page, bundle: &props.bundle, title: &title, route };
    let whole = *extent == Extent::Archive;
    let main = if settings.outline.standalone { "main" } else { "div" };
    // One address for all rows: they are drawn again when it changes, not when an article opens.
    let list = use_memo(route.without_post(), Route::clone);
    let jumping = use_state_eq(|| false);
    let composition = &use_mut_ref(|| None);
    if let Some(failure) = archive.failure(&Resource::Bundle) {
        return html! {
            <div class={classes!("app", "failed", whole.then_some("whole"))}>
                if whole {
                    { header(&AttrValue::Static("Broadsheet"), None, snippets, composition, settings, dispatch) }
                }
                <@{main} id={LIST_ID} class="failure" tabindex="-1">{ error_alert(texts.failed_archive, failure, texts, dispatch) }</@>
            </div>
        };
    }
    let language = manifest.and_then(|manifest| manifest.language.clone()).map(AttrValue::from);
    let open = route.post.as_deref();
    let neighbours = match (listing, open) {
        (Listing::Ready { rows, .. }, Some(open)) => archive.neighbours(open, rows),
        _ => Neighbours::default(),
    };
    let reader = open.map(|id| {
        ReaderPane {
            archive,
            id,
            route,
            neighbours,
            alone: *extent == Extent::Article,
            base,
            settings,
            dispatch,
        }
        .view()
    });
    html! {
        <div key={settings.redraw_key} class={classes!("app", whole.then_some("whole"), if open.is_some() { "view-post" } else { "view-list" })}>
            if whole {
                { header(&title, language.clone(), snippets, composition, settings, dispatch) }
                { facets(props, &list, settings) }
            }
            if *extent != Extent::Article {
                <section class="list" id={LIST_ID} part="list" role={if open.is_none() && settings.outline.standalone { "main" } else { settings.outline.region() }}
                    aria-label={texts.articles} tabindex="-1">
                    { list_top(props, &jumping, settings) }
                    { List { archive, listing, list: &list, open, layout, window, read, settings, dispatch }.draw() }
                </section>
            }
            { reader.unwrap_or_else(|| html! { <aside class="welcome" lang={language}>{ empty_reader(archive, settings) }</aside> }) }
            { for archive.has_update().then(|| update_notice(texts, dispatch)) }
        </div>
    }
}

/// Returns the folder of an address, ending in `/`.
fn folder(address: &str) -> AttrValue {
    address.rsplit_once('/').map_or_else(String::new, |(folder, _)| format!("{folder}/")).into()
}

fn facets(props: &PageProps, list: &Rc<Route>, settings: &UiSettings) -> Html {
    let texts = settings.texts();
    let PageProps { view, dispatch, .. } = props;
    let ViewModel { archive, facets_module, .. } = &**view;
    let shown = props.has_facet_column || props.facets_open;
    let failure = facets_module.failure().or_else(|| archive.facet_failure());
    let failure = if archive.manifest().is_some() { failure } else { None };
    let failed = failure.is_some();
    let draw = |(module, manifest): (&FacetsModule, &Rc<Manifest>)| {
        let (manifest, index, route) =
            (PtrEq::from(Rc::clone(manifest)), archive.index().clone(), Rc::clone(list));
        (module.view_facets)(FacetsProps {
            manifest,
            index,
            failed,
            route,
            listing: view.listing.clone(),
            shown,
            dispatch: dispatch.clone(),
        })
    };
    // A list that cannot do without what failed says so itself.
    let said = matches!(view.listing, Listing::Failed(_));
    let failure = if shown && !said { failure } else { None };
    html! {
        <section class={classes!("facets", shown.then_some("shown"))} id={FACETS_ID} part="filters" role={settings.outline.region()}
            aria-label={texts.filters}>
            { for failure.map(|failure| error_alert(texts.failed_facets, failure, texts, dispatch)) }
            { for facets_module.module().zip(archive.manifest()).map(draw) }
        </section>
    }
}

/// Draws the number of posts, their order, the month menu and the chips of the filter.
fn list_top(props: &PageProps, jumping: &UseStateHandle<bool>, settings: &UiSettings) -> Html {
    let texts = settings.texts();
    let PageProps { view, dispatch, .. } = props;
    let ViewModel { archive, route, .. } = &**view;
    let total = archive.posts();
    let status = match &view.listing {
        Listing::Ready { rows, is_complete: true, .. } => {
            let number = |count: u32| settings.formats.number(count);
            let text = if route.filter.is_empty() { &texts.post_count } else { &texts.result_count };
            fill(
                settings.formats.plural(text, total),
                &[("shown", &number(rows.len())), ("total", &number(total))],
            )
        }
        Listing::Loading | Listing::Ready { .. } => texts.loading.to_owned(),
        Listing::Failed(_) => String::new(),
    };
    let (sort, label) = match route.filter.sort {
        Sort::New => (Sort::Old, texts.newest_first),
        Sort::Old => (Sort::New, texts.oldest_first),
    };
    let resort = Filter { sort, ..route.filter.clone() };
    html! {
        <div class="list-top">
            <p role="status">{ changing(status) }</p>
            <button type="button" class="sort" onclick={dispatch.reform(move |_: MouseEvent| Intent::Narrow { filter: resort.clone(), step: true })}>{ changing(label) }</button>
            if view.extent == Extent::Archive {
                { jump(&view.layout, jumping, settings, dispatch) }
                <button type="button" class="toggle-facets" aria-expanded={props.facets_open.to_string()} aria-controls={FACETS_ID}
                    onclick={dispatch.reform(|_: MouseEvent| Intent::ToggleFacets)}>{ texts.filters }</button>
                { filter_chips(route, settings, dispatch) }
            }
        </div>
    }
}

/// Draws the menu that jumps to a month, by years. An archive has hundreds of months: they are
/// drawn while the menu has the focus, `jumping`, which it gets before any browser opens it.
fn jump(
    layout: &ListLayout,
    jumping: &UseStateHandle<bool>,
    settings: &UiSettings,
    dispatch: &Callback<Intent>,
) -> Html {
    let texts = settings.texts();
    let dispatch = dispatch.clone();
    let onchange = move |event: Event| {
        if let Some(Ok(place)) = select_of(&event).map(|select| select.value().parse()) {
            dispatch.emit(Intent::JumpToRow(place));
        }
    };
    // Its text says what it does, not where the user is: month headings say that. While it is used,
    // its arrow keys go from month to month; with the focus it loses the months, and the one that
    // was chosen.
    let reset = |event: PointerEvent| {
        if let Some(select) = select_of(&event) {
            select.set_selected_index(0);
        }
    };
    let (entered, left) = (jumping.clone(), jumping.clone());
    let mut years: Vec<(&str, Vec<Html>)> = Vec::new();
    let months = if **jumping { Some(layout.months()) } else { None };
    for (index, month) in months.into_iter().flatten() {
        let year = month.and_then(|month| month.get(..4)).unwrap_or(texts.undated);
        let name = month.map_or_else(|| texts.undated.to_owned(), |month| settings.formats.month(month));
        let option = html! { <option value={index.to_string()}>{ name }</option> };
        match years.last_mut() {
            Some((last, options)) if *last == year => options.push(option),
            _ => years.push((year, vec![option])),
        }
    }
    html! {
        <select class="jump" aria-label={texts.jump_to_month} {onchange} onpointerdown={reset} onfocus={move |_| entered.set(true)} onblur={move |_| left.set(false)}>
            <option key="" value="">{ texts.jump_to_month }</option>
            { for years.into_iter().map(|(year, options)| html! { <optgroup key={year} label={year.to_owned()}>{ for options }</optgroup> }) }
        </select>
    }
}

fn select_of(event: &Event) -> Option<HtmlSelectElement> {
    event.target()?.dyn_into().ok()
}

/// Draws the offer of a newer version, small and over the page, which does not move for it.
fn update_notice(texts: &Texts, dispatch: &Callback<Intent>) -> Html {
    html! {
        <p class="newer" aria-live="polite">
            { texts.update_available }
            <button type="button" onclick={dispatch.reform(|_: MouseEvent| Intent::Reload)}>{ texts.reload }</button>
        </p>
    }
}

/// Draws the archive's description in the place of the reader while no article is open.
fn empty_reader(archive: &ArchiveHandle, settings: &UiSettings) -> Html {
    let Some(manifest) = archive.manifest() else { return Html::default() };
    let months: Vec<_> = manifest.months.iter().filter_map(|month| month.month.as_deref()).collect();
    let span = match (months.last(), months.first()) {
        (Some(first), Some(last)) if first != last => {
            Some(format!("{} – {}", settings.formats.month(first), settings.formats.month(last)))
        }
        (Some(only), _) => Some(settings.formats.month(only)),
        _ => None,
    };
    html! {
        <>
            <p class="welcome-title">{ &manifest.title }</p>
            { for manifest.description.iter().map(|text| html! { <p>{ text }</p> }) }
            { for span.iter().map(|span| html! { <p class="details" lang={settings.language.tag()}>{ span }</p> }) }
            <p class="details" lang={settings.language.tag()}>{ settings.texts().choose_article }</p>
        </>
    }
}
