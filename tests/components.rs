//! The page, drawn without a browser.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

use std::rc::Rc;

use broadsheet::components::content;
use broadsheet::components::page::{Page, PageProps};
use broadsheet::config::Show;
use broadsheet::i18n::{Formats, Language};
use broadsheet::interface::{Interface, Outline, Theme};
use broadsheet::route::{Links, Route};
use broadsheet::store::{Action, Data, LoadError, ReadMarks, Resource, Shared};
use broadsheet_article::Options;
use broadsheet_bundle::facet::{Facet, FacetName};
use broadsheet_bundle::head::{FORMAT, FacetRef, Head, VERSION, months};
use broadsheet_bundle::{PostDate, Row};
use yew::prelude::*;
use yew::{LocalServerRenderer, Reducible};

fn row(id: &str, title: &str, date: Option<&str>, tags: &[&str]) -> Row {
    Row {
        id: id.to_owned(),
        title: title.to_owned(),
        date: date.and_then(PostDate::parse),
        authors: vec!["李".to_owned()],
        source: Some("example.org".to_owned()),
        tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
        categories: Vec::new(),
        language: None,
        pack: "bodies/0.json".to_owned(),
    }
}

/// Three posts, one of them undated, whose rows and tags are loaded.
fn brought() -> Vec<(Resource, Data)> {
    let rows = [
        row("c", "Undated <b>&amp; unbold</b>", None, &["tea"]),
        row("b", "旧闻", Some("2020-01-31T23:00:00+08:00"), &["tea", "rain"]),
        row("a", "新闻", Some("2021-02-01"), &["rain"]),
    ];
    let tags = Facet::from_rows(FacetName::Tag, rows.iter());
    let head = Head {
        format: FORMAT.to_owned(),
        version: VERSION,
        title: "The Archive".to_owned(),
        description: None,
        language: Some("zh-Hans".to_owned()),
        home_page_url: None,
        media_hosts: None,
        posts: 3,
        months: months(rows.iter().rev()),
        newest: Vec::new(),
        row_pages: vec!["rows/0.json".to_owned()],
        id_pages: Vec::new(),
        facets: vec![FacetRef { name: FacetName::Tag, values: 2, file: "facets/0.json".to_owned() }],
    };
    vec![
        (Resource::Bundle, Data::Head { head: Rc::new(head), newest: Rc::default() }),
        (Resource::RowPage(0), Data::RowPage(Rc::new(rows.map(Rc::new).to_vec()))),
        (Resource::Facet(FacetName::Tag), Data::Facet(Rc::new(tags))),
    ]
}

fn archive(result: Result<Vec<(Resource, Data)>, LoadError>) -> Shared {
    (*Rc::new(Shared::default()).reduce(Action::Ended(Resource::Bundle, result))).clone()
}

#[derive(Properties, PartialEq)]
struct InProps {
    language: Language,
    page_props: PageProps,
}

/// The page in a language.
#[component]
fn In(props: &InProps) -> Html {
    let outline = Outline { standalone: true, highest: 1, named: true };
    let interface =
        Interface { language: props.language, formats: Formats::plain(), theme: Theme::System, outline };
    let PageProps { archive, route, listing, rows_shown, facets_open, roomy, show, read, bundle, page, on } =
        &props.page_props;
    html! {
        <ContextProvider<Interface> context={interface}>
            <Page {archive} {route} listing={listing.clone()} rows_shown={*rows_shown} facets_open={*facets_open}
                roomy={*roomy} show={*show} read={read.clone()} {bundle} {page} {on} />
        </ContextProvider<Interface>>
    }
}

async fn draw_in(language: Language, query: &str, archive: Shared) -> String {
    let route = Rc::new(Route::parse(query, &Links::default()));
    let listing = archive.listing(&route.filter);
    let page_props = PageProps {
        archive,
        route,
        listing,
        rows_shown: 48,
        facets_open: false,
        roomy: true,
        show: Show::Archive,
        read: ReadMarks::default(),
        bundle: "https://archive.example/sub/bundle.json".into(),
        page: "https://archive.example/sub/".into(),
        on: Callback::noop(),
    };
    LocalServerRenderer::<In>::with_props(InProps { language, page_props }).hydratable(false).render().await
}

async fn draw(query: &str, archive: Shared) -> String {
    draw_in(Language::En, query, archive).await
}

/// With the post `a` loaded, its content being `html`.
fn with_post(html: &str, original: &str) -> Shared {
    let item =
        serde_json::from_value(serde_json::json!({ "id": "a", "title": "新闻", "external_url": original }));
    let article = broadsheet_article::native::parse(html, &Options::default());
    let mut all = brought();
    all.push((Resource::Pack("bodies/0.json".to_owned()), Data::Pack(Rc::new(vec![Rc::new(item.unwrap())]))));
    all.push((Resource::Article("a".to_owned()), Data::Article(Rc::new(article), content::draw)));
    archive(Ok(all))
}

/// Where each of `parts` begins in `text`, which has to hold all of them.
fn places(text: &str, parts: &[&str]) -> Vec<usize> {
    parts.iter().map(|part| text.find(part).unwrap_or_else(|| panic!("no {part} in {text}"))).collect()
}

#[tokio::test]
async fn the_list_is_a_feed_by_month_with_the_undated_last() {
    let html = draw("", archive(Ok(brought()))).await;
    let order = places(
        &html,
        &["2021-02<", "新闻", "2020-01<", "旧闻", "Undated<", "Undated &lt;b&gt;&amp;amp; unbold"],
    );
    assert!(order.is_sorted(), "{order:?}");
    places(
        &html,
        &[
            "role=\"feed\"",
            "aria-posinset=\"3\" aria-setsize=\"3\"",
            "3 posts",
            "href=\"?post=a\"",
            "lang=\"zh-Hans\"",
        ],
    );
    assert_eq!(html.matches("<h1").count(), 1);
}

#[tokio::test]
async fn a_filter_narrows_the_list_and_the_counts() {
    let html = draw("?tag=tea&tag=-rain", archive(Ok(brought()))).await;
    places(
        &html,
        &[
            "1 of 3 posts",
            "aria-setsize=\"1\"",
            "aria-label=\"tea (1)\"",
            "aria-label=\"rain (0)\"",
            "Remove filter: not rain",
        ],
    );
    assert!(!html.contains("旧闻"));
}

#[tokio::test]
async fn the_reader_has_one_heading_and_links_out_safely() {
    let body = "<p>正文<a href='https://example.net/x'>there</a><script>alert(1)</script></p><h1>Part</h1>";
    let html = draw("?post=a", with_post(body, "https://example.org/1")).await;
    assert_eq!(html.matches("<h1").count(), 1);
    places(
        &html,
        &[
            "<main id=\"reader\"",
            "<h2>Part</h2>",
            "href=\"https://example.org/1\" target=\"_blank\" rel=\"noopener noreferrer nofollow\"",
            "href=\"https://example.net/x\" target=\"_blank\" rel=\"noopener noreferrer nofollow\"",
            "rel=\"next\"",
            "旧闻",
        ],
    );
    assert!(!html.contains("alert(1)"));
}

#[tokio::test]
async fn a_hostile_original_is_not_linked() {
    let html = draw("?post=a", with_post("<p>x</p>", "javascript:alert(1)")).await;
    assert!(!html.contains("javascript:"), "{html}");
}

#[tokio::test]
async fn files_of_the_bundle_lie_beside_it() {
    let html =
        draw("?post=a", with_post("<img src='media/0123456789abcdef.png' alt='x'>", "https://example.org/"))
            .await;
    places(
        &html,
        &[
            "src=\"https://archive.example/sub/media/0123456789abcdef.png\"",
            "referrerpolicy=\"no-referrer\"",
            "loading=\"lazy\"",
        ],
    );
}

#[tokio::test]
async fn a_failure_says_what_happened_in_the_readers_language() {
    for (language, message, retry) in [
        (Language::En, "The server answered with error 404.", "Retry"),
        (Language::ZhHans, "服务器返回错误 404。", "重试"),
        (Language::ZhHant, "伺服器傳回錯誤 404。", "重試"),
    ] {
        let html = draw_in(language, "", archive(Err(LoadError::Status(404)))).await;
        places(&html, &["role=\"alert\"", message, &format!("<button type=\"button\">{retry}</button>")]);
    }
}

#[tokio::test]
async fn a_post_that_is_not_there_is_said_to_be_missing() {
    let html = draw("?post=nowhere", archive(Ok(brought()))).await;
    places(&html, &["role=\"alert\"", "This archive has no such post.", "nowhere"]);
}

#[tokio::test]
async fn nothing_is_loaded_yet() {
    let html = draw("?post=a", Shared::default()).await;
    places(&html, &["Loading…", "aria-busy=\"true\""]);
}
