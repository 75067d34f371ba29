//! The whole page: filters, list and reader. Draws what it is given, and says what the reader asks for.

use std::rc::Rc;

use broadsheet_bundle::filter::{Filter, Sort};
use broadsheet_bundle::head::Head;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::active_filters::active_filters;
use super::changing;
use super::facets::FacetsProps;
use super::header::header;
use super::list::List;
use super::problem::problem;
use super::reader::Reader;
use super::{share, use_interface};
use crate::chunks::DrawFacets;
use crate::config::Show;
use crate::i18n::{Texts, fill};
use crate::intent::Intent;
use crate::interface::Interface;
use crate::list_layout::{ListLayout, ListWindow};
use crate::route::Route;
use crate::same::Same;
use crate::store::{Listing, ReadMarks, Resource, Shared};

/// Id of the list's panel, which scrolls by itself in a wide window.
pub const LIST_ID: &str = "list";

#[derive(Properties, PartialEq)]
#[allow(missing_docs, reason = "the comments say it")]
pub struct PageProps {
    pub archive: Shared,
    pub route: Rc<Route>,
    /// The list under the route's filter.
    pub listing: Listing,
    /// Where its rows stand.
    pub layout: Rc<ListLayout>,
    /// Which of them are drawn.
    pub window: ListWindow,
    /// Whether the facets are shown where the window has no room for both.
    pub facets_open: bool,
    /// Whether there is room for the facets beside the list.
    pub roomy: bool,
    /// How much of the archive is drawn.
    pub show: Show,
    /// Ids of the posts that were opened before.
    pub read: ReadMarks,
    /// The bundle's address.
    pub bundle: AttrValue,
    /// The address of the folder of the viewer's page, ending in `/`.
    pub page: AttrValue,
    pub on: Callback<Intent>,
}

/// The page.
#[component]
pub fn Page(props: &PageProps) -> Html {
    let interface = &use_interface();
    let texts = interface.texts();
    let PageProps { archive, route, listing, on, show, .. } = props;
    let base = &folder(&props.bundle);
    let head = archive.head();
    let title = head.map_or_else(AttrValue::default, |head| AttrValue::from(head.title.clone()));
    let shared = share::Shared { page: &props.page, bundle: &props.bundle, title: &title, route };
    let whole = *show == Show::Archive;
    let main = if interface.outline.standalone { "main" } else { "div" };
    // One address for all rows: they are drawn again when it changes, not when an article opens.
    let list = use_memo(route.without_post(), Route::clone);
    let jumping = use_state_eq(|| false);
    let composition = &use_mut_ref(|| None);
    if let Some(failure) = archive.error(&Resource::Bundle) {
        return html! {
            <div class={classes!("app", "failed", whole.then_some("whole"))}>
                if whole {
                    { header(&AttrValue::Static("Broadsheet"), None, shared, composition, interface, on) }
                }
                <@{main} id={LIST_ID} class="failure" tabindex="-1">{ problem(texts.failed_archive, failure, texts, on) }</@>
            </div>
        };
    }
    let language = head.and_then(|head| head.language.clone()).map(AttrValue::from);
    let open = route.post.as_deref();
    let around = match listing {
        Listing::Ready { rows, .. } => archive.before_and_after(open, rows),
        _ => (None, None),
    };
    let reader = open.map(|id| {
        Reader { archive, id, route, around, alone: *show == Show::Article, base, interface, on }.draw()
    });
    let PageProps { layout, window, read, .. } = props;
    html! {
        <div key={interface.drawing} class={classes!("app", whole.then_some("whole"), if open.is_some() { "view-post" } else { "view-list" })}>
            if whole {
                { header(&title, language.clone(), shared, composition, interface, on) }
                { facets(props, &list, interface) }
            }
            if *show != Show::Article {
                <section class="list" id={LIST_ID} part="list" role={if open.is_none() && interface.outline.standalone { "main" } else { interface.outline.region() }}
                    aria-label={texts.articles} tabindex="-1">
                    { list_top(props, &jumping, interface) }
                    { List { archive, listing, list: &list, open, layout, window, read, interface, on }.draw() }
                </section>
            }
            { reader.unwrap_or_else(|| html! { <aside class="welcome" lang={language}>{ welcome(archive, interface) }</aside> }) }
            { for archive.is_replaced().then(|| newer(texts, on)) }
        </div>
    }
}

/// The folder of an address, ending in `/`.
fn folder(address: &str) -> AttrValue {
    address.rsplit_once('/').map_or_else(String::new, |(folder, _)| format!("{folder}/")).into()
}

fn facets(props: &PageProps, list: &Rc<Route>, interface: &Interface) -> Html {
    let texts = interface.texts();
    let PageProps { archive, on, .. } = props;
    let shown = props.roomy || props.facets_open;
    let failure = archive.facet_error();
    let failed = failure.is_some();
    let draw = |(draw, head): (DrawFacets, &Rc<Head>)| {
        let (head, index, route) = (Same::from(Rc::clone(head)), archive.index().clone(), Rc::clone(list));
        draw(FacetsProps {
            head,
            index,
            failed,
            route,
            listing: props.listing.clone(),
            shown,
            on: on.clone(),
        })
    };
    // Where the list cannot do without what failed, it says so.
    let said = matches!(props.listing, Listing::Failed(_));
    let failure = failure.filter(|_| shown && !said);
    html! {
        <section class={classes!("facets", shown.then_some("shown"))} id="facets" part="filters" role={interface.outline.region()}
            aria-label={texts.filters}>
            { for failure.map(|failure| problem(texts.failed_facet, failure, texts, on)) }
            { for archive.facets().zip(archive.head()).map(draw) }
        </section>
    }
}

/// How many posts are shown, how they are sorted, and what narrows the list.
fn list_top(props: &PageProps, jumping: &UseStateHandle<bool>, interface: &Interface) -> Html {
    let texts = interface.texts();
    let PageProps { archive, route, on, .. } = props;
    let total = archive.posts();
    let status = match &props.listing {
        Listing::Ready { rows, whole: true, .. } => {
            let number = |count: u32| interface.formats.number(count);
            let text = if route.filter.is_empty() { texts.shown_all } else { texts.shown };
            fill(text, &[("shown", &number(rows.len())), ("total", &number(total))])
        }
        Listing::Loading | Listing::Ready { .. } => texts.loading.to_owned(),
        Listing::Failed(_) => String::new(),
    };
    let (sort, label) = match route.filter.sort {
        Sort::New => (Sort::Old, texts.sort_new),
        Sort::Old => (Sort::New, texts.sort_old),
    };
    let resort = Filter { sort, ..route.filter.clone() };
    html! {
        <div class="list-top">
            <p role="status">{ changing(status) }</p>
            <button type="button" class="sort" onclick={on.reform(move |_: MouseEvent| Intent::Narrow { filter: resort.clone(), step: true })}>{ changing(label) }</button>
            if props.show == Show::Archive {
                { jump(&props.layout, jumping, interface, on) }
                <button type="button" class="toggle-facets" aria-expanded={props.facets_open.to_string()} aria-controls="facets"
                    onclick={on.reform(|_: MouseEvent| Intent::ToggleFacets)}>{ texts.filters }</button>
                { active_filters(route, interface, on) }
            }
        </div>
    }
}

/// Jumps to a month, by years. An archive has hundreds of months: they are there while the reader is at the choice, `jumping`,
/// which has the focus before any browser opens it.
fn jump(
    layout: &ListLayout,
    jumping: &UseStateHandle<bool>,
    interface: &Interface,
    on: &Callback<Intent>,
) -> Html {
    let texts = interface.texts();
    let on = on.clone();
    let onchange = move |event: Event| {
        if let Some(Ok(place)) = select_of(&event).map(|select| select.value().parse()) {
            on.emit(Intent::JumpTo(place));
        }
    };
    // It says what it does, not where the reader is: that is what the months in the list are for. While it is used, its arrow
    // keys go from month to month; the months leave it with the focus, and with them the one that was chosen.
    let reset = |event: PointerEvent| {
        if let Some(select) = select_of(&event) {
            select.set_selected_index(0);
        }
    };
    let (entered, left) = (jumping.clone(), jumping.clone());
    let mut years: Vec<(&str, Vec<Html>)> = Vec::new();
    for (place, month) in layout.months().filter(|_| **jumping) {
        let year = month.and_then(|month| month.get(..4)).unwrap_or(texts.undated);
        let name = month.map_or_else(|| texts.undated.to_owned(), |month| interface.formats.month(month));
        let option = html! { <option value={place.to_string()}>{ name }</option> };
        match years.last_mut() {
            Some((last, options)) if *last == year => options.push(option),
            _ => years.push((year, vec![option])),
        }
    }
    html! {
        <select class="jump" aria-label={texts.jump} {onchange} onpointerdown={reset} onfocus={move |_| entered.set(true)} onblur={move |_| left.set(false)}>
            <option key="" value="">{ texts.jump }</option>
            { for years.into_iter().map(|(year, options)| html! { <optgroup key={year} label={year.to_owned()}>{ for options }</optgroup> }) }
        </select>
    }
}

fn select_of(event: &Event) -> Option<HtmlSelectElement> {
    event.target()?.dyn_into().ok()
}

/// The offer of a newer version, small and over the page, which does not move for it.
fn newer(texts: &Texts, on: &Callback<Intent>) -> Html {
    html! {
        <p class="newer" aria-live="polite">
            { texts.replaced }
            <button type="button" onclick={on.reform(|_: MouseEvent| Intent::Reload)}>{ texts.reload }</button>
        </p>
    }
}

/// What stands in the reader's place while no article is open.
fn welcome(archive: &Shared, interface: &Interface) -> Html {
    let Some(head) = archive.head() else { return Html::default() };
    let months: Vec<_> = head.months.iter().filter_map(|month| month.month.as_deref()).collect();
    let span = match (months.last(), months.first()) {
        (Some(first), Some(last)) if first != last => {
            Some(format!("{} – {}", interface.formats.month(first), interface.formats.month(last)))
        }
        (Some(only), _) => Some(interface.formats.month(only)),
        _ => None,
    };
    html! {
        <>
            <p class="welcome-title">{ &head.title }</p>
            { for head.description.iter().map(|text| html! { <p>{ text }</p> }) }
            { for span.iter().map(|span| html! { <p class="details" lang={interface.language.tag()}>{ span }</p> }) }
            <p class="details" lang={interface.language.tag()}>{ interface.texts().welcome }</p>
        </>
    }
}
