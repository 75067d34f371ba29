//! Tests of the files of a site that are for hosts and other programs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::BTreeMap;
use std::io::Read as _;

use broadsheet_bundle::format::{Feed, Item};
use serde_json::Value;

use common::{Workspace, picture, post};

const BASE: &str = "https://example.org/sub/";
const ATOM: &str = "http://www.w3.org/2005/Atom";
const PAGE: &str =
    "<!doctype html><html lang=\"en\"><head><title>Broadsheet</title></head><body></body></html>";

/// Sixty posts, of which the newest has what is hard to carry over.
fn archive() -> Workspace {
    let place = Workspace::new();
    place.write("viewer/index.html", PAGE.as_bytes());
    place.write("viewer/style-0123456789abcdef.css", "p { color: red }\n".repeat(90).as_bytes());
    for number in 0..60 {
        let day = 1 + number % 28;
        let text = post(
            &format!("Post {number}"),
            &format!("2020-{:02}-{day:02}", 1 + number / 28),
            &format!("[ t{} ]", number % 7),
            &format!("Words of post {number}. {}", "And more of them. ".repeat(40)),
        );
        place.write(&format!("posts/post-{number}.md"), text.as_bytes());
    }
    place.write("posts/x.gif", &picture("x"));
    let newest = "---\ntitle: \"甲 & <b> \\\"c\\\" ]]>\"\ndate: 2021-09-15T06:44:59+08:00\nauthor: 早报\n\
                  from: https://news.example/a?b=1&c=2\ntags: [ 早报 ]\ncategories: [ 亚洲 ]\nlang: zh-Hans\n---\n\
                  See [an older one](post-3.md), ![x](x.gif) & `<tag>` ]]> [b](/b).\n";
    place.write("posts/2021-09-15-甲 乙&.md", newest.as_bytes());
    place
}

fn build(place: &Workspace, more: &[&str]) -> String {
    let arguments = ["build", "posts", "--out", "site", "--viewer", "viewer", "--title", "Tides & more"];
    place.succeed(&[&arguments[..], more].concat()).stderr
}

/// Builds, and returns how many files were new or changed.
fn changed(place: &Workspace, more: &[&str]) -> u64 {
    let arguments = [
        "build",
        "posts",
        "--out",
        "site",
        "--viewer",
        "viewer",
        "--title",
        "Tides & more",
        "--message-format",
    ];
    let ran = place.succeed(&[&arguments[..], &["json"], more].concat());
    let summary: Value = serde_json::from_str(ran.stdout.lines().last().unwrap()).unwrap();
    summary["files_changed"].as_u64().unwrap()
}

fn json(place: &Workspace, name: &str) -> Value {
    serde_json::from_str(&place.read(name)).unwrap()
}

/// `true` if `text` is an address of the web.
fn is_absolute(text: &Value) -> bool {
    text.as_str().is_some_and(|text| text.starts_with("https://"))
}

/// The rules of <https://www.jsonfeed.org/version/1.1/> for what is there.
fn check_json_feed(feed: &Value) {
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert!(feed["title"].is_string());
    for key in ["home_page_url", "feed_url", "icon", "favicon"] {
        assert!(feed.get(key).is_none_or(is_absolute), "{key}");
    }
    let mut ids = std::collections::HashSet::new();
    for item in feed["items"].as_array().unwrap() {
        assert!(ids.insert(item["id"].as_str().unwrap()), "ids are unique");
        assert!(item["content_html"].is_string() || item["content_text"].is_string());
        for key in ["url", "external_url"] {
            assert!(item.get(key).is_none_or(is_absolute), "{key}: {item}");
        }
        let date = item.get("date_published").map(|date| date.as_str().unwrap());
        assert!(date.is_none_or(|date| broadsheet_bundle::PostDate::parse(date).is_some()));
        for author in item.get("authors").and_then(Value::as_array).into_iter().flatten() {
            assert!(author["name"].is_string() || author["url"].is_string());
        }
    }
}

#[test]
fn the_json_feed_has_the_newest_posts_with_absolute_addresses() {
    let place = archive();
    build(&place, &["--base-url", "https://example.org/sub"]);
    let feed = json(&place, "site/feed.json");
    check_json_feed(&feed);
    assert_eq!(feed["home_page_url"], BASE);
    assert_eq!(feed["feed_url"], "https://example.org/sub/feed.json");
    let read = Feed::read(&place.read("site/feed.json")).unwrap();
    assert_eq!((read.title.as_str(), read.items.len()), ("Tides & more", 50));
    let Item { id, url, external_url, title, content_html, tags, language, .. } = &read.items[0];
    assert_eq!(id, "2021-09-15-甲 乙&");
    assert_eq!(url.as_deref(), Some("https://example.org/sub/?post=2021-09-15-%E7%94%B2%20%E4%B9%99%26"));
    assert_eq!(external_url.as_deref(), Some("https://news.example/a?b=1&c=2"));
    assert_eq!(title.as_deref(), Some("甲 & <b> \"c\" ]]>"));
    assert_eq!((tags.as_slice(), language.as_deref()), (&["早报".to_owned()][..], Some("zh-Hans")));
    let html = content_html.as_deref().unwrap();
    for address in [
        "href=\"https://example.org/sub/?post=post-3\"",
        "src=\"https://example.org/sub/media/",
        "href=\"https://news.example/b\"",
    ] {
        assert!(html.contains(address), "{address}: {html}");
    }
    assert_eq!(read.items[1].id, "post-59");
    assert!(!place.read("site/feed.json").contains("\"packed\""), "nothing for the viewer alone");
}

#[test]
fn the_atom_feed_says_the_same() {
    let place = archive();
    build(&place, &["--base-url", BASE]);
    let text = place.read("site/feed.xml");
    let document = roxmltree::Document::parse(&text).unwrap();
    let feed = document.root_element();
    assert!(feed.has_tag_name((ATOM, "feed")));
    let child = |node: roxmltree::Node<'_, '_>, name: &str| {
        node.children()
            .find(|child| child.has_tag_name((ATOM, name)))
            .and_then(|child| child.text().map(str::to_owned))
    };
    // What RFC 4287 asks of a feed and of each entry.
    assert_eq!(child(feed, "id").as_deref(), Some(BASE));
    assert_eq!(child(feed, "updated").as_deref(), Some("2021-09-15T06:44:59+08:00"));
    let entries: Vec<_> = feed.children().filter(|child| child.has_tag_name((ATOM, "entry"))).collect();
    assert_eq!(entries.len(), 50);
    let ids: std::collections::HashSet<_> =
        entries.iter().map(|entry| child(*entry, "id").unwrap()).collect();
    assert_eq!(ids.len(), 50);
    for entry in &entries {
        assert!(child(*entry, "title").is_some() && child(*entry, "updated").is_some());
    }
    // Read again as any feed is, it gives the same articles.
    place.succeed(&["pack", "site/feed.xml", "--out", "again.json"]);
    let by_title = |name: &str| {
        let feed = Feed::read(&place.read(name)).unwrap();
        let items = feed.items.into_iter();
        items.map(|item| (item.title.clone().unwrap(), item)).collect::<BTreeMap<_, _>>()
    };
    let (json, atom) = (by_title("site/feed.json"), by_title("again.json"));
    assert_eq!(json.keys().collect::<Vec<_>>(), atom.keys().collect::<Vec<_>>());
    for (title, item) in &json {
        let again = &atom[title];
        assert_eq!(item.date_published, again.date_published, "{title}");
        assert_eq!(
            item.author_names(),
            again.author_names().into_iter().filter(|name| name != "Tides & more").collect::<Vec<_>>()
        );
        let plain = |item: &Item| {
            item.content_html.clone().unwrap().replace(" rel=\"noopener noreferrer nofollow\"", "")
        };
        assert_eq!(plain(item), plain(again), "{title}");
    }
}

#[test]
fn the_sitemap_and_the_search_lead_to_the_site() {
    let place = archive();
    build(&place, &["--base-url", BASE]);
    let text = place.read("site/sitemap.xml");
    let document = roxmltree::Document::parse(&text).unwrap();
    let addresses: Vec<_> = document
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.sitemaps.org/schemas/sitemap/0.9", "loc")))
        .map(|node| node.text().unwrap())
        .collect();
    assert_eq!(addresses.len(), 62);
    assert_eq!(addresses[0], BASE);
    assert!(addresses.contains(&"https://example.org/sub/?post=2021-09-15-%E7%94%B2%20%E4%B9%99%26"));
    assert_eq!(
        place.read("site/robots.txt"),
        "User-agent: *\nDisallow:\n\nSitemap: https://example.org/sub/sitemap.xml\n"
    );
    let text = place.read("site/opensearch.xml");
    let document = roxmltree::Document::parse(&text).unwrap();
    let of = |name: &str| document.descendants().find(|node| node.tag_name().name() == name).unwrap();
    assert_eq!(of("ShortName").text(), Some("Tides & more"));
    assert_eq!(of("Url").attribute("template"), Some("https://example.org/sub/?q={searchTerms}"));
    let page = place.read("site/index.html");
    for link in [
        "<link rel=\"alternate\" href=\"feed.json\" type=\"application/feed+json\">",
        "<link rel=\"alternate\" href=\"feed.xml\" type=\"application/atom+xml\">",
        "<link rel=\"search\" href=\"opensearch.xml\" type=\"application/opensearchdescription+xml\" title=\"Tides &amp; more\">",
        "<link rel=\"manifest\" href=\"manifest.webmanifest\">",
    ] {
        assert!(page.contains(link), "{link}");
    }
}

#[test]
fn the_manifest_names_icons_that_are_there() {
    let place = archive();
    build(&place, &[]);
    let manifest = json(&place, "site/manifest.webmanifest");
    assert_eq!((&manifest["name"], &manifest["start_url"]), (&"Tides & more".into(), &"./".into()));
    for icon in manifest["icons"].as_array().unwrap() {
        let bytes = std::fs::read(place.path("site").join(icon["src"].as_str().unwrap())).unwrap();
        let side = u32::from_be_bytes(bytes[16..20].try_into().unwrap());
        assert_eq!(icon["sizes"], format!("{side}x{side}"));
        assert!(bytes.starts_with(b"\x89PNG") && bytes[20..24] == bytes[16..20]);
    }
    assert!(std::fs::read(place.path("site/favicon.ico")).unwrap().starts_with(&[0, 0, 1, 0]));
}

#[test]
fn without_an_address_the_site_does_without_what_needs_one_and_says_so() {
    let place = archive();
    let line = "feed.xml, sitemap.xml, opensearch.xml: not written without --base-url\n";
    assert!(build(&place, &[]).contains(line));
    let files = place.snapshot("site");
    assert!(["feed.xml", "sitemap.xml", "opensearch.xml"].iter().all(|name| !files.contains_key(*name)));
    let feed = json(&place, "site/feed.json");
    check_json_feed(&feed);
    assert!(feed.get("feed_url").is_none());
    assert!(feed["items"][0]["content_html"].as_str().unwrap().contains("src=\"media/"));
    assert_eq!(place.read("site/robots.txt"), "User-agent: *\nDisallow:\n");
    let page = place.read("site/index.html");
    assert!(!page.contains("feed.xml") && !page.contains("opensearch") && page.contains("feed.json"));
    // The settings of a Jekyll site have it as well.
    place.write("posts/_config.yml", b"url: https://example.org\nbaseurl: /sub\n");
    assert!(!build(&place, &[]).contains("--base-url"));
    assert_eq!(json(&place, "site/feed.json")["feed_url"], "https://example.org/sub/feed.json");
    assert_eq!(json(&place, "site/feed.json")["home_page_url"], BASE);
    for (value, code) in [("example.org", Some(2)), ("https://u:p@example.org", Some(2)), (BASE, Some(0))] {
        let ran = place.run(&["build", "posts", "--out", "other", "--viewer", "viewer", "--base-url", value]);
        assert_eq!(ran.code, code, "{value}: {}", ran.stderr);
    }
}

#[test]
fn what_was_put_there_by_hand_stays() {
    let place = archive();
    place.write("site/robots.txt", b"User-agent: *\nDisallow: /private\n");
    place.write("viewer/404.html", b"<title>of the viewer</title>");
    let told = build(&place, &["--force"]);
    assert!(
        told.contains("robots.txt: left as found: this program has not written what is there\n"),
        "{told}"
    );
    assert!(place.read("site/robots.txt").contains("/private"));
    assert_eq!(place.read("site/404.html"), "<title>of the viewer</title>");
    std::fs::remove_file(place.path("site/robots.txt")).unwrap();
    build(&place, &[]);
    assert_eq!(place.read("site/robots.txt"), "User-agent: *\nDisallow:\n");
}

#[test]
fn a_site_can_be_the_viewer_of_another() {
    let place = archive();
    build(&place, &["--base-url", BASE, "--precompress"]);
    let other = ["build", "other", "--out", "second", "--viewer", "site", "--title", "Other"];
    place.write("other/a.md", post("Only one", "2020-01-01", "[ t ]", "Words.").as_bytes());
    place.succeed(&other);
    let files = place.snapshot("second");
    for name in ["feed.xml", "sitemap.xml", "opensearch.xml", "index.html.br"] {
        assert!(!files.contains_key(name), "{name}");
    }
    assert_eq!(json(&place, "second/feed.json")["items"].as_array().unwrap().len(), 1);
    assert!(place.read("second/404.html").contains(">Other</a>"));
    assert_eq!(place.read("second/robots.txt"), "User-agent: *\nDisallow:\n");
    let page = place.read("second/index.html");
    assert_eq!(page.matches("rel=\"manifest\"").count(), 1);
    assert!(!page.contains("feed.xml") && !page.contains("opensearch.xml"), "{page}");
}

#[test]
fn the_headers_say_types_and_what_never_changes() {
    let place = archive();
    build(&place, &["--base-url", BASE]);
    let rules = place.read("site/_headers");
    for rule in [
        "/feed.json\n  content-type: application/feed+json\n",
        "/feed.xml\n  content-type: application/atom+xml; charset=utf-8\n",
        "/manifest.webmanifest\n  content-type: application/manifest+json\n",
        "/packs/*\n  cache-control: public, max-age=31536000, immutable\n",
        "/style-0123456789abcdef.css\n  cache-control: public, max-age=31536000, immutable\n",
        "/404\n  content-security-policy: default-src 'none'; script-src 'sha256-",
    ] {
        assert!(rules.contains(rule), "{rule}{rules}");
    }
    assert_eq!(place.read("site/.nojekyll"), "");
}

fn decompressed(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    if name.strip_suffix(".br").is_some() {
        brotli::Decompressor::new(bytes, 4096).read_to_end(&mut content).unwrap();
    } else {
        flate2::read::GzDecoder::new(bytes).read_to_end(&mut content).unwrap();
    }
    content
}

#[test]
fn compressed_files_are_smaller_the_same_and_follow_every_change() {
    let place = archive();
    let check = || {
        let files = place.snapshot("site");
        let mut count = 0;
        for (name, bytes) in &files {
            if let Some(plain) = name.strip_suffix(".br").or_else(|| name.strip_suffix(".gz")) {
                let content = &files[plain];
                assert!(bytes.len() < content.len(), "{name}");
                assert!(decompressed(name, bytes) == *content, "{name} is not that of {plain}");
                count += 1;
            }
        }
        (files, count)
    };
    let options = ["--base-url", BASE, "--precompress"];
    build(&place, &options);
    let (first, count) = check();
    for name in
        ["index.html.br", "bundle.json.gz", "feed.xml.br", "style-0123456789abcdef.css.br", "404.html.gz"]
    {
        assert!(first.contains_key(name), "{name}");
    }
    assert!(!first.keys().any(|name| name.contains(".gif.") || name.contains(".png.")));
    assert!(count > 16, "{count}");
    assert_eq!(changed(&place, &options), 0, "nothing is written anew");

    place.write("posts/post-3.md", post("Post 3", "2020-01-04", "[ t3 ]", "Other words.").as_bytes());
    let written = changed(&place, &options);
    let (second, _) = check();
    let differ = second.iter().filter(|(name, bytes)| first.get(*name) != Some(bytes));
    let names: Vec<_> =
        differ.map(|(name, _)| name).filter(|name| !name.starts_with(".broadsheet")).collect();
    assert_eq!(written, names.len() as u64, "{names:?}");
    // From nothing, and without what an earlier run has left, the same.
    let fresh = ["build", "posts", "--out", "fresh", "--viewer", "viewer", "--title", "Tides & more"];
    place.succeed(&[&fresh[..], &options, &["--no-cache"]].concat());
    assert!(place.snapshot("fresh") == second);

    build(&place, &options[..2]);
    let (third, count) = check();
    assert_eq!(count, 0, "without the option they are gone: {:?}", third.keys());
}

#[test]
fn the_same_posts_give_the_same_site() {
    let place = archive();
    build(&place, &["--base-url", BASE]);
    let first = place.snapshot("site");
    assert_eq!(changed(&place, &["--base-url", BASE]), 0);
    std::fs::remove_dir_all(place.path("site")).unwrap();
    build(&place, &["--base-url", BASE, "--no-cache"]);
    assert!(place.snapshot("site") == first);
    // A post that is not among the newest changes no feed.
    let feeds = || ["site/feed.json", "site/feed.xml", "site/sitemap.xml"].map(|name| place.read(name));
    let before = feeds();
    place.write("posts/post-0.md", post("Post 0", "2020-01-01", "[ t0 ]", "Other words.").as_bytes());
    build(&place, &["--base-url", BASE]);
    assert_eq!(feeds(), before);
    // One that goes is gone from all.
    std::fs::remove_file(place.path("posts/post-59.md")).unwrap();
    build(&place, &["--base-url", BASE]);
    assert!(feeds().iter().all(|text| !text.contains("post-59")));
}
