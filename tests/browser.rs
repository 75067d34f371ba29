//! Tests of what only a browser can show: the DOM that content becomes, `Intl`, the history,
//! storage, and a bundle that is missing.
#![cfg(target_arch = "wasm32")]
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

use std::rc::Rc;

use broadsheet::app::{App, AppProps};
use broadsheet::browser::history;
use broadsheet::browser::host::HostContext;
use broadsheet::browser::read_marks::ReadMarks;
use broadsheet::config::Config;
use broadsheet::direction::Direction;
use broadsheet::i18n::{Formats, Language};
use broadsheet::navigation::ScrollPositions;
use broadsheet::reader::{ArticleContent, ArticleContentProps};
use broadsheet::route::Route;
use broadsheet_article::{Options, dom};
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement, window};

wasm_bindgen_test_configure!(run_in_browser);

/// An element of the page for a component.
fn place() -> Element {
    let document = window().unwrap().document().unwrap();
    let element = document.create_element("div").unwrap();
    document.body().unwrap().append_child(&element).unwrap();
    element
}

/// Waits until `found` finds something: the browser is requested again after each of its tasks.
async fn until<T>(found: impl Fn() -> Option<T>) -> T {
    for _ in 0..2_000 {
        if let Some(found) = found() {
            return found;
        }
        gloo_timers::future::TimeoutFuture::new(5).await;
    }
    panic!("did not happen");
}

#[wasm_bindgen_test]
async fn hostile_content_becomes_harmless_elements() {
    let html = "<p onclick='window.hurt=1'>text<script>window.hurt=1</script><img src=x onerror='window.hurt=1'>\
        <a href='java&#10;script:window.hurt=1'>a</a><a href='https://example.org/'>b</a></p><svg onload='window.hurt=1'/>";
    let article = Rc::new(dom::parse(html, &Options::default()).unwrap());
    let root = place();
    yew::Renderer::<ArticleContent>::with_root_and_props(
        root.clone(),
        ArticleContentProps {
            direction: Direction::LeftToRight,
            home: Route::default(),
            article,
            base: "https://a.example/".into(),
            hosts: None,
            dispatch: yew::Callback::noop(),
        },
    )
    .render();
    let paragraph = until(|| root.query_selector("p").unwrap()).await;
    assert_eq!(paragraph.text_content().unwrap(), "textab");
    assert!(!paragraph.has_attribute("onclick"));
    assert_eq!(root.query_selector_all("script, svg, img, [onerror]").unwrap().length(), 0);
    let links = root.query_selector_all("a").unwrap();
    assert_eq!(links.length(), 1);
    let link: Element = links.item(0).unwrap().dyn_into().unwrap();
    assert_eq!(link.get_attribute("rel").unwrap(), "noopener noreferrer nofollow");
    assert!(Reflect::get(&window().unwrap(), &"hurt".into()).unwrap().is_undefined());
}

#[wasm_bindgen_test]
async fn a_missing_bundle_is_reported_and_asked_for_again() {
    let config = Config::read(|name| (name == "bundle").then(|| "no-such-bundle.json".to_owned()));
    let root = place();
    yew::Renderer::<App>::with_root_and_props(
        root.clone(),
        AppProps { host: HostContext::page(root.clone()), config, requested: None, suspended: false },
    )
    .render();
    let alert = until(|| root.query_selector("[role=alert]").unwrap()).await;
    let retry: HtmlElement = alert.query_selector("button").unwrap().unwrap().dyn_into().unwrap();
    retry.click();
    until(|| (requests("no-such-bundle.json") >= 2).then_some(())).await;
    until(|| root.query_selector("[role=alert]").unwrap()).await;
}

/// Returns the number of the page's requests for a file of this name.
fn requests(name: &str) -> usize {
    let call = |object: &JsValue, method: &str, argument: &str| {
        let method: Function = Reflect::get(object, &method.into()).unwrap().dyn_into().unwrap();
        method.call1(object, &argument.into()).unwrap()
    };
    let performance = Reflect::get(&window().unwrap(), &"performance".into()).unwrap();
    let entries = Array::from(&call(&performance, "getEntriesByType", "resource"));
    let is_named =
        |entry: &JsValue| Reflect::get(entry, &"name".into()).unwrap().as_string().unwrap().ends_with(name);
    entries.iter().filter(is_named).count()
}

#[wasm_bindgen_test]
fn dates_and_numbers_are_written_as_readers_expect() {
    let written = |tag| {
        let formats = Formats::intl(tag);
        [formats.day("2021-09-05"), formats.month("2021-09"), formats.number(1_234_567)]
    };
    assert_eq!(written("en"), ["September 5, 2021", "September 2021", "1,234,567"]);
    assert_eq!(written("zh-Hans"), ["2021年9月5日", "2021年9月", "1,234,567"]);
    assert_eq!(written("zh-Hant"), ["2021年9月5日", "2021年9月", "1,234,567"]);
}

#[wasm_bindgen_test]
fn counts_take_the_plural_form_of_their_language() {
    let text = &Language::En.texts().post_count;
    let forms = |tag| [0, 1, 2, 1_001].map(|count| Formats::intl(tag).plural(text, count));
    assert_eq!(forms("en"), ["{total} posts", "{total} post", "{total} posts", "{total} posts"]);
    // French counts nothing as one.
    assert_eq!(forms("fr"), ["{total} post", "{total} post", "{total} posts", "{total} posts"]);
}

#[wasm_bindgen_test]
fn the_history_keeps_views_and_places() {
    let page = HostContext::page(place());
    let before = history::route(&page);
    let view = Route::parse("?tag=甲,乙&tag=-丙&q=x y&post=1", &page.format);
    history::push(&page, &view, None);
    assert_eq!(history::route(&page), view);
    assert_eq!(history::saved_scroll(&page), None);
    let was = ScrollPositions { list: 120, reader: 7 };
    history::save_scroll(&page, was);
    assert_eq!(history::saved_scroll(&page), Some(was));
    assert_eq!(history::route(&page), view);
    history::replace(&page, &before);
}

#[wasm_bindgen_test]
fn the_browser_remembers_what_was_read() {
    for id in ["2021-09-15-标题", "2021-09-16-b"] {
        // As a tab that has opened nothing yet.
        let marks = ReadMarks::default().save("https://a.example/bundle.json", id);
        assert_eq!(ReadMarks::load("https://a.example/bundle.json"), marks);
        assert!(ReadMarks::load("https://a.example/bundle.json").contains("2021-09-15-标题"));
    }
    assert_eq!(ReadMarks::load("https://b.example/bundle.json"), ReadMarks::default());
}
