//! The page, drawn without a browser.
#![cfg(not(target_arch = "wasm32"))]
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

use std::rc::Rc;

use broadsheet::app::page::{Page, PageProps};
use broadsheet::app::view_model::ViewModel;
use broadsheet::browser::read_marks::ReadMarks;
use broadsheet::config::Extent;
use broadsheet::i18n::{Formats, Language};
use broadsheet::lazy::facets::FacetsModule;
use broadsheet::lazy::{LazyModule, ModuleState};
use broadsheet::list::layout::{Heights, ListLayout};
use broadsheet::list::window::ListWindow;
use broadsheet::media_policy::RemoteMediaPolicy;
use broadsheet::route::{Route, RouteFormat};
use broadsheet::settings::{HeadingOutline, Theme, UiSettings};
use broadsheet::store::{Action, Archive, ArchiveHandle, Data, Listing, LoadError, PostWithRow, Resource};
use broadsheet_article::tree::Truncation;
use broadsheet_article::{Article, Options};
use broadsheet_bundle::facet::{Facet, ValueCount};
use broadsheet_bundle::format::{
    ChunkRef, DirectoryRef, FacetChunkBuilder, FacetSummary, InboundLinksRef, Item, Manifest, MonthCounter,
    PackRef, PageRef, PostDirectory,
};
use broadsheet_bundle::{PostDate, Row};
use yew::LocalServerRenderer;
use yew::prelude::*;

fn row(id: &str, title: &str, date: Option<&str>, tags: &[&str]) -> Row {
    let date = date.and_then(PostDate::parse);
    let mut row = Row { id: id.to_owned(), title: title.to_owned(), date, ..Row::default() };
    row.facets[Facet::Author] = vec!["李".to_owned()];
    row.facets[Facet::Source] = vec!["example.org".to_owned()];
    row.facets[Facet::Tag] = tags.iter().map(|&tag| tag.to_owned()).collect();
    row
}

/// Three posts, one of them undated, whose rows and tags are loaded.
fn loaded_resources() -> Vec<(Resource, Data)> {
    let rows = [
        row("c", "Undated <b>&amp; unbold</b>", None, &["tea"]),
        row("b", "旧闻", Some("2020-01-31T23:00:00+08:00"), &["tea", "rain"]),
        row("a", "新闻", Some("2021-02-01"), &["rain"]),
    ];
    let (mut months, mut chunk) = (MonthCounter::default(), FacetChunkBuilder::default());
    for row in &rows {
        months.add(row);
        chunk.add(row);
    }
    chunk.add_page(PageRef { rows: 3, file: "rows/0.json".to_owned() });
    let chunk = chunk.finish();
    let top = ["rain", "tea"].map(|value| ValueCount { value: value.to_owned(), posts: 2 }).to_vec();
    let chunks = vec![ChunkRef { rows: 3, file: "facets/0.json".to_owned(), pages: chunk.pages.clone() }];
    let manifest = Manifest {
        title: "The Archive".to_owned(),
        language: Some("zh-Hans".to_owned()),
        facets: vec![FacetSummary { name: Facet::Tag, values: 2, top }],
        directories: vec![DirectoryRef { from: String::new(), file: "directories/0.json".to_owned() }],
        ..Manifest::new(3, months.finish(), chunks)
    };
    let packs = vec![PackRef { from: String::new(), file: "packs/0.json".to_owned() }];
    let directory = PostDirectory { packs, ..PostDirectory::default() };
    vec![
        (
            Resource::Bundle,
            Data::Manifest { manifest: Rc::new(manifest), newest: Rc::default(), digest: Some(0) },
        ),
        (Resource::RowPage(0), Data::RowPage(Rc::new(rows.map(Rc::new).to_vec()))),
        (Resource::FacetChunk(0), Data::FacetChunk(Rc::new(chunk))),
        (Resource::Directory("directories/0.json".to_owned()), Data::Directory(Rc::new(directory))),
    ]
}

fn archive(result: Result<Vec<(Resource, Data)>, LoadError>) -> ArchiveHandle {
    let mut archive = Archive::default();
    archive.apply(Action::LoadFinished(Resource::Bundle, result));
    ArchiveHandle::new(archive)
}

#[derive(Properties, PartialEq)]
struct InProps {
    language: Language,
    page_props: PageProps,
}

/// The page in a language.
#[component]
fn In(props: &InProps) -> Html {
    let outline = HeadingOutline { standalone: true, top_level: 1, has_site_heading: true };
    let settings = UiSettings {
        language: props.language,
        formats: Formats::plain(),
        theme: Theme::System,
        remote_media: RemoteMediaPolicy::ArchiveDefault,
        letter_keys: true,
        outline,
        redraw_key: "",
    };
    html! {
        <ContextProvider<UiSettings> context={settings}>
            <Page ..props.page_props.clone() />
        </ContextProvider<UiSettings>>
    }
}

async fn draw_in(language: Language, query: &str, archive: ArchiveHandle) -> String {
    let route = Rc::new(Route::parse(query, &RouteFormat::default()));
    let listing = archive.listing(&archive.listing_inputs(&route.filter).compute());
    let layout = Rc::new(match &listing {
        Listing::Ready { rows, .. } => ListLayout::new(archive.months_of(rows), None, Heights::default()),
        _ => ListLayout::default(),
    });
    let view = ViewModel {
        archive,
        facets_module: FacetsModule::loaded().map_or(ModuleState::Pending, ModuleState::Ready),
        listing,
        layout,
        window: ListWindow::first(48),
        route,
        extent: Extent::Archive,
    };
    let page_props = PageProps {
        view: Rc::new(view),
        facets_open: false,
        has_facet_column: true,
        read: ReadMarks::default(),
        bundle: "https://archive.example/sub/bundle.json".into(),
        page: "https://archive.example/sub/".into(),
        dispatch: Callback::noop(),
    };
    LocalServerRenderer::<In>::with_props(InProps { language, page_props }).hydratable(false).render().await
}

async fn draw(query: &str, archive: ArchiveHandle) -> String {
    draw_in(Language::En, query, archive).await
}

/// With the post `a` loaded, its content being `html`.
fn with_post(html: &str, original: &str) -> ArchiveHandle {
    with_post_of(html, original, None, None, Vec::new())
}

/// The same in a language of its own, in an archive that names hosts of media, with what was cut
/// off.
fn with_post_of(
    html: &str,
    original: &str,
    language: Option<&str>,
    media_hosts: Option<Vec<String>>,
    cuts: Vec<Truncation>,
) -> ArchiveHandle {
    let item = serde_json::json!({ "id": "a", "title": "新闻", "external_url": original,
        "date_published": "2021-02-01", "language": language });
    let post: Item = serde_json::from_value(item).unwrap();
    let packed = PostWithRow { row: Rc::new(Row::from_item(&post)), post: Rc::new(post) };
    let article =
        Article { truncations: cuts, ..broadsheet_article::native::parse(html, &Options::default()) };
    let whole = broadsheet_article::native::parse(html, &Options { clean: false, ..Options::default() });
    let cleaned = whole.blocks != article.blocks;
    let mut all = loaded_resources();
    if let Some((_, Data::Manifest { manifest, .. })) = all.first_mut() {
        Rc::make_mut(manifest).media_hosts = media_hosts;
    }
    all.push((Resource::UncleanedArticle("a".to_owned()), Data::UncleanedArticle(Rc::new(whole))));
    all.push((Resource::Pack("packs/0.json".to_owned()), Data::Pack(Rc::new(vec![packed]))));
    all.push((
        Resource::Article("a".to_owned()),
        Data::Article { tree: Rc::new(article), is_cleaned: cleaned },
    ));
    archive(Ok(all))
}

/// Returns the offset of each of `parts` in `text`, which has to hold all of them.
fn places(text: &str, parts: &[&str]) -> Vec<usize> {
    parts.iter().map(|part| text.find(part).unwrap_or_else(|| panic!("no {part} in {text}"))).collect()
}

#[tokio::test]
async fn the_list_is_a_feed_by_month_with_the_undated_last() {
    let html = draw("", archive(Ok(loaded_resources()))).await;
    let order = places(
        &html,
        &[
            "2021-02</div",
            "新闻",
            "2020-01</div",
            "旧闻",
            "Undated</div",
            "Undated &lt;b&gt;&amp;amp; unbold",
        ],
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
    let html = draw("?tag=tea&tag=-rain", archive(Ok(loaded_resources()))).await;
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
async fn years_months_and_their_posts() {
    let html = draw("?year=2020&tag=tea", archive(Ok(loaded_resources()))).await;
    places(
        &html,
        &[
            "1 of 3 posts",
            "Remove filter: 2020",
            // The bars do not follow the choice of a year, apart from showing its months.
            "<li>2020-01 (1)</li><li>2020-02 (0)</li>",
            "aria-label=\"Beginning\" aria-valuetext=\"2020-01\"",
            "aria-label=\"2021 (0)\"",
            "aria-label=\"2020 (1)\"",
            "role=\"group\" aria-label=\"Months of 2020\"",
            "aria-label=\"2020-01 (1)\"",
        ],
    );
    assert!(!html.contains("Months of 2021\"><li"));
    let undated = draw("?year=-2020,2021", archive(Ok(loaded_resources()))).await;
    places(&undated, &["1 of 3 posts", "Undated &lt;b&gt;", "Remove filter: not 2021"]);
}

#[tokio::test]
async fn dates_are_chips() {
    let html = draw("?from=2020-01&to=2021-02-01", archive(Ok(loaded_resources()))).await;
    places(
        &html,
        &["2 of 3 posts", "Remove filter: From 2020-01", "Remove filter: To 2021-02-01", "Clear all"],
    );
    places(
        &draw("?from=2020&to=2020", archive(Ok(loaded_resources()))).await,
        &["1 of 3 posts", "Remove filter: 2020"],
    );
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
async fn a_link_to_a_post_leads_to_it_in_this_viewer() {
    let body = "<p><a href='?post=%E6%97%A7+b#a-%E7%AC%AC'>there</a> <a href='?post=a&x=1'>no</a></p>";
    let html = draw("?tag=rain&post=a", with_post(body, "https://example.org/1")).await;
    places(&html, &["<p><a href=\"?post=%E6%97%A7+b#a-第\"", ">there</a> no</p>"]);
}

#[tokio::test]
async fn what_links_to_a_post_is_listed_below_it() {
    let file = "inbound/0.json".to_owned();
    let linked = serde_json::json!({ "posts": [{ "id": "a", "more": 3,
        "from": [{ "id": "b", "title": "旧<b>" }, { "id": "x y", "title": "X", "language": "en" }] }] });
    let links = InboundLinksRef { from: String::new(), file: file.clone() };
    let packs = vec![PackRef { from: String::new(), file: "packs/0.json".to_owned() }];
    let directory = PostDirectory { packs, inbound_links: vec![links], ..PostDirectory::default() };
    let mut archive = (*with_post("<p>正文</p>", "https://example.org/1")).clone();
    archive.apply(Action::LoadFinished(
        Resource::Bundle,
        Ok(vec![
            (Resource::Directory("directories/0.json".to_owned()), Data::Directory(Rc::new(directory))),
            (
                Resource::InboundLinks(file),
                Data::InboundLinks(Rc::new(serde_json::from_value(linked).unwrap())),
            ),
        ]),
    ));
    let html = draw("?post=a", ArchiveHandle::new(archive)).await;
    places(
        &html,
        &[
            "正文",
            ">Linked from</h2>",
            "href=\"?post=b\"",
            "lang=\"zh-Hans\"",
            "旧&lt;b&gt;</a>",
            "href=\"?post=x+y\"",
            "lang=\"en\"",
            "3 more posts",
        ],
    );
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
        let html =
            draw_in(language, "", archive(Err(LoadError::Status { status: 404, retry_after: None }))).await;
        places(
            &html,
            &["role=\"alert\"", message, &format!("<button type=\"button\"><span>{retry}</span></button>")],
        );
    }
}

#[tokio::test]
async fn a_post_that_is_not_there_is_said_to_be_missing() {
    let html = draw("?post=nowhere", with_post("<p>x</p>", "https://example.org/")).await;
    places(&html, &["role=\"alert\"", "This archive has no such post.", "nowhere"]);
}

#[tokio::test]
async fn articles_have_the_direction_of_their_language_and_letters() {
    let mixed =
        "<p>وصلت السفينة.</p><p>The ship has come.</p><ul><li>iPhone هو هاتف جديد</li></ul><p>2024</p>";
    // Without a language of its own it has the archive's, Chinese.
    let page = draw("?post=a", with_post(mixed, "")).await;
    for expected in [
        "<p dir=\"rtl\">وصلت السفينة.</p><p>The ship has come.</p>",
        "<ul dir=\"rtl\"><li>iPhone هو هاتف جديد</li></ul><p>2024</p>",
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
    let start_tag = |page: &str, name: &str| {
        let tag = page.split('<').find(|tag| tag.starts_with(name) && tag.contains("post"));
        tag.unwrap_or_else(|| panic!("no {name} in {page}")).to_owned()
    };
    assert!(start_tag(&page, "article ").contains(r#"dir="ltr""#), "{page}");
    assert!(start_tag(&page, "h1 ").contains(r#"dir="auto""#), "{page}");
    let page = draw("?post=a", with_post("<p>船来了。</p>", "")).await;
    assert!(page.contains("<p>船来了。</p>"), "{page}");

    let page = draw("?post=a", with_post_of(mixed, "", Some("ar"), None, Vec::new())).await;
    let article = start_tag(&page, "article ");
    assert!(article.contains(r#"dir="rtl""#) && article.contains(r#"lang="ar""#), "{article}");
    let expected =
        "<p>وصلت السفينة.</p><p dir=\"ltr\">The ship has come.</p><ul><li>iPhone هو هاتف جديد</li></ul>";
    assert!(page.contains(expected), "{expected}: {page}");
}

#[tokio::test]
async fn what_an_article_says_of_directions_and_numbers_holds() {
    let said = "<p dir=\"rtl\">iPhone</p><blockquote dir=\"rtl\"><p>The ship</p></blockquote><p><bdo dir=\"rtl\">x</bdo></p>\
                <ol start=\"3\" reversed type=\"A\"><li value=\"9\">b</li></ol>";
    let page = draw("?post=a", with_post(&[said, "<p>السفينة</p>"].concat(), "")).await;
    for expected in [
        "<p dir=\"rtl\">iPhone</p>",
        "<blockquote dir=\"rtl\"><p>The ship</p></blockquote>",
        "<bdo dir=\"rtl\">x</bdo>",
        "<ol start=\"3\" type=\"A\" reversed=\"reversed\"><li value=\"9\">b</li></ol>",
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
}

#[tokio::test]
async fn nothing_is_loaded_yet() {
    let html = draw("?post=a", ArchiveHandle::default()).await;
    places(&html, &["Loading…", "aria-busy=\"true\""]);
}

#[tokio::test]
async fn the_original_is_a_click_away() {
    let post = || {
        with_post(
            "<p>正文：这一天没有船出港。</p><nav><a href='https://example.org/'>Home</a></nav>",
            "https://example.org/1",
        )
    };
    let cleaned = draw("?post=a&tag=rain", post()).await;
    places(
        &cleaned,
        &["href=\"?tag=rain&amp;post=a&amp;view=everything\"", ">Show everything</span></a>", "正文"],
    );
    assert!(!cleaned.contains(">Home</a>"));
    let everything = draw("?post=a&tag=rain&view=everything", post()).await;
    places(&everything, &["href=\"?tag=rain&amp;post=a\"", ">Show as cleaned</span></a>", ">Home</a>"]);
    // The next post is shown as cleaned again.
    places(&everything, &["href=\"?tag=rain&amp;post=b\""]);
    let same = draw("?post=a&view=everything", with_post("<p>正文</p>", "https://example.org/1")).await;
    assert!(!same.contains("Show "), "{same}");
}

#[tokio::test]
async fn a_film_is_a_box_and_a_link() {
    let html = "<iframe src='https://www.youtube.com/embed/a_B-1234567' title='Rain'></iframe>";
    let html = draw("?post=a", with_post(html, "https://example.org/1")).await;
    places(
        &html,
        &[
            "<button type=\"button\"><span",
            "<strong>Rain</strong>",
            "Load the player from YouTube",
            "href=\"https://www.youtube.com/watch?v=a_B-1234567\" target=\"_blank\" rel=\"noopener noreferrer nofollow\"",
        ],
    );
    assert!(!html.contains("<iframe"), "{html}");
}

#[tokio::test]
async fn formulas_are_mathml_or_their_source() {
    let html = "<p>a <math><msup><mi>x</mi><mn>2</mn></msup></math> b</p><p><math display=block><semantics><mi>y</mi>\
        <annotation encoding=application/x-tex>y</annotation></semantics></math></p>\
        <p><code class='language-math math-inline'>\\ce{H2O}</code></p>";
    let drawn = draw("?post=a", with_post(html, "https://example.org/1")).await;
    places(
        &drawn,
        &[
            "<p>a <math><msup><mi>x</mi><mn>2</mn></msup></math> b</p>",
            "class=\"formula\"",
            "<mi>y</mi></math></span>",
            "<code class=\"tex\">\\ce{H2O}</code>",
        ],
    );
    // So many that they would take seconds.
    let many = ["<p><math><mrow>", &"<mi>z</mi>".repeat(3_000), "</mrow></math></p>"].concat().repeat(16);
    let drawn = draw("?post=a", with_post(&many, "https://example.org/1")).await;
    assert_eq!((drawn.matches("<math>").count(), drawn.matches("class=\"tex\"").count()), (13, 3));
}

#[tokio::test]
async fn pictures_of_other_hosts_wait() {
    let html = "<p>正文</p><p><img src='https://a.test/1.png' srcset='https://a.test/1.png 1x, https://b.test/2.png 2x' \
        alt='A boat' width=640 height=400><a href='https://x.test/'><img src='https://b.test/3.png'></a></p>\
        <video poster='https://a.test/p.png' src='https://b.test/f.mp4'></video><audio src='https://a.test/s.mp3'></audio>";
    let hosts = |hosts: &[&str]| Some(hosts.iter().map(|&host| host.to_owned()).collect());
    let drawn = |media_hosts| {
        draw("?post=a", with_post_of(html, "https://example.org/1", None, media_hosts, Vec::new()))
    };

    let none = drawn(hosts(&[])).await;
    places(
        &none,
        &[
            "Load pictures",
            "Always load pictures",
            "<canvas width=\"640\" height=\"400\"",
            "href=\"https://a.test/1.png\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">Not loaded: A boat</a>",
            "href=\"https://b.test/f.mp4\"",
        ],
    );
    let content = none.split_once("<div class=\"content\">").unwrap().1;
    for name in ["<img", "src=", "srcset=", "poster=", "<video", "<audio"] {
        assert!(!content.contains(name), "{name} in {content}");
    }

    let some = drawn(hosts(&["a.test"])).await;
    places(
        &some,
        &["src=\"https://a.test/1.png\" srcset=\"https://a.test/1.png 1x\"", "<audio", "Load pictures"],
    );
    assert!(!some.contains("src=\"https://b.test") && !some.contains("<video"), "{some}");

    for all in [drawn(None).await, drawn(hosts(&["a.test", "b.test"])).await] {
        assert!(!all.contains("Load pictures") && !all.contains("Not loaded"), "{all}");
    }
}

#[tokio::test]
async fn what_was_cut_is_said_in_the_readers_language() {
    for (cuts, language, notice) in [
        (vec![Truncation::Depth, Truncation::Bytes], Language::En, "its end is missing."),
        (vec![Truncation::Nodes], Language::ZhHans, "末尾缺失。"),
        (vec![Truncation::Depth], Language::ZhHant, "結構有所簡化。"),
    ] {
        let post = with_post_of("<p>正文</p>", "https://example.org/1", None, None, cuts);
        places(&draw_in(language, "?post=a", post).await, &[notice, "正文"]);
    }
}

#[tokio::test]
async fn what_browsers_lay_out_slowly_is_drawn_otherwise_and_said() {
    let many = |html: &str, count: usize| html.repeat(count);
    let draw = async |html: String| {
        draw("?post=a", with_post_of(&html, "https://example.org/1", None, None, Vec::new())).await
    };
    let table =
        draw(format!("<table><tr>{}</tr><tr><td>last</td></tr></table>", many("<td>x</td>", 2_000))).await;
    places(&table, &["too large to be shown as one", "<p>x</p>", "<p>last</p>"]);
    let ruby = draw(format!("<p>{}</p>", many("<ruby>漢<rt>kan</rt></ruby>", 10_001))).await;
    places(&ruby, &["<ruby>漢<rt>kan</rt></ruby>", "漢(kan)</p>"]);
    let quotes = draw(format!("<p>{}</p>", many("<q>a</q>", 101))).await;
    places(&quotes, &["<q>a</q>", "\u{200b}“a”"]);
    let players = draw(many("<audio src=\"https://a.test/1.mp3\"></audio>", 501)).await;
    places(&players, &["<audio", "Not loaded"]);
    let word = draw(format!("<p>{}</p>", many("x", 2_000))).await;
    places(&word, &["<span class=\"unbroken\">xxx"]);
    let both = draw(format!("<p>{}</p>", many("<b>שלום</b> abc ", 2_000))).await;
    places(&both, &["<b>שלום</b>", "<span class=\"broken\"><span>", "<b>שלום</b>"]);
    let marks = draw(format!("<p>a{}</p>", many("\u{301}", 40))).await;
    places(&marks, &["\u{301}\u{200b}\u{25cc}\u{301}"]);
    let code = draw(format!("<pre>{}</pre>", many("x\n", 25_000))).await;
    assert_eq!(code.matches("<code class=\"lines\">").count(), 5);
}
