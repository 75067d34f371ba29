//! Feeds as posts, from the command line to the bundle.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use broadsheet_cli::args::{Cli, Command};
use broadsheet_cli::run::Run;
use broadsheet_pack::cache::{CacheFile, CacheOptions};
use broadsheet_pack::output::Output;
use clap::Parser as _;
use serde_json::Value;

use common::{Workspace, post};

const GARDEN: &[u8] = include_bytes!("../../broadsheet-pack/tests/feeds/garden.rss");
const HARBOUR: &[u8] = include_bytes!("../../broadsheet-pack/tests/feeds/harbour.atom");
const KITCHEN: &[u8] = include_bytes!("../../broadsheet-pack/tests/feeds/kitchen.json");

/// A folder of posts with a post, three feeds, and files that are no feeds.
fn archive() -> Workspace {
    let place = Workspace::new();
    place.write("posts/2020-01-01-a.md", post("A", "2020-01-01", "[ t ]", "One.").as_bytes());
    place.write("posts/garden.rss", GARDEN);
    place.write("posts/sub/harbour.atom", HARBOUR);
    place.write("posts/kitchen.json", KITCHEN);
    place.write("posts/sitemap.xml", b"<urlset><url><loc>https://e.example/</loc></url></urlset>");
    place.write("posts/package.json", b"{\"name\": \"jsonfeed\", \"version\": \"1.0.0\"}");
    place.write("posts/.hidden.json", KITCHEN);
    place
}

/// The items of a bundle of one file.
fn items(place: &Workspace, name: &str) -> Vec<Value> {
    let feed: Value = serde_json::from_str(&place.read(name)).unwrap();
    feed["items"].as_array().unwrap().clone()
}

/// The problems and notes that a run tells, in short.
fn told(text: &str) -> Vec<String> {
    let messages = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let messages = messages.filter(|message| message["type"] != "summary");
    messages
        .map(|message| {
            let at = |name: &str| message[name].as_u64().map_or("-".to_owned(), |number| number.to_string());
            let text = |name: &str| message[name].as_str().unwrap().to_owned();
            let (file, entry) = (text("file"), at("entry"));
            format!("{} {file}:{} #{entry} {}; {}", text("type"), at("line"), text("message"), text("action"))
        })
        .collect()
}

#[test]
fn entries_become_posts() {
    let place = archive();
    place.succeed(&["pack", "posts", "--out", "all.json", "--title", "T", "--language", "en"]);
    let lines: Vec<_> = items(&place, "all.json")
        .iter()
        .map(|item| {
            let text = |name: &str| item[name].as_str().unwrap_or("-").to_owned();
            let parts =
                ["id", "title", "date_published", "language", "external_url", "summary", "content_html"];
            parts.map(text).join("\n  ")
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn problems_name_file_line_and_entry() {
    let place = archive();
    let ran = place.run(&["check", "posts", "--message-format", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    insta::assert_snapshot!(told(&ran.stdout).join("\n"));
    assert_eq!(place.run(&["check", "posts", "--strict"]).code, Some(1));
    let people = place.run(&["check", "posts"]).stdout;
    assert!(people.contains("posts/garden.rss:36: entry 3: `on a rainy Tuesday` is not a date"), "{people}");
}

#[test]
fn a_feed_is_named_alone_or_beside_others() {
    let place = archive();
    place.succeed(&["pack", "posts/garden.rss", "posts/sub/harbour.atom", "--out", "two.json"]);
    assert_eq!(items(&place, "two.json").len(), 8);
    // The folder has the feeds already.
    place.succeed(&["pack", "posts", "posts/garden.rss", "--out", "once.json"]);
    assert_eq!(items(&place, "once.json").len(), 13);
    for (name, words) in [
        ("posts/package.json", "not a feed in RSS, Atom or JSON Feed; left out"),
        ("posts/sitemap.xml", "not a feed in RSS, Atom or JSON Feed; left out"),
        ("letter.txt", "neither a Markdown or HTML file nor a feed; left out"),
    ] {
        place.write("letter.txt", b"dear");
        let ran = place.run(&["pack", name, "posts/garden.rss", "--out", "some.json"]);
        assert!(ran.code == Some(0) && ran.stderr.contains(words), "{}", ran.stderr);
        let ran = place.run(&["pack", name, "--out", "none.json"]);
        assert!(ran.code == Some(2) && !place.path("none.json").exists(), "{}", ran.stderr);
    }
    place.write("others/package.json", b"{}");
    let ran = place.run(&["check", "others"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("no posts in others: looked for *.md"), "{}", ran.stderr);
}

#[test]
fn a_bundle_beside_its_posts_is_not_one_of_them() {
    let place = archive();
    place.succeed(&["pack", "posts", "--out", "posts/all.json", "--title", "T", "--language", "en"]);
    let first = place.read("posts/all.json");
    let ran =
        place.succeed(&["pack", "posts", "--out", "posts/all.json", "--title", "T", "--language", "en"]);
    assert!(
        ran.stderr.contains("all.json: note: the file is a Broadsheet bundle; not taken as posts"),
        "{}",
        ran.stderr
    );
    assert_eq!(place.read("posts/all.json"), first);
    // Named itself, it is read again, and gives the same posts.
    place.succeed(&["pack", "posts/all.json", "--out", "again.json", "--title", "T", "--language", "en"]);
    let essence = |items: Vec<Value>| -> Vec<_> {
        let parts = ["id", "title", "date_published", "external_url", "content_html", "tags", "language"];
        items.iter().map(|item| parts.map(|part| item[part].clone())).collect()
    };
    assert_eq!(essence(items(&place, "again.json")), essence(items(&place, "posts/all.json")));
}

/// Packs into `out` with a cache, as if the posts had been there for a while. Returns the number of
/// posts that were not read.
fn pack(place: &Workspace) -> usize {
    let path = |name: &str| place.path(name).into_os_string();
    let words = ["broadsheet".into(), "pack".into(), path("posts"), "--out".into(), path("out")];
    let Command::Pack(args) = Cli::parse_from(words).command else { unreachable!("packs") };
    let output = Output::open(&args.out, false).unwrap();
    let folder = place.path(".cache/broadsheet");
    let mut cache = CacheFile::open(CacheOptions {
        output: &args.out,
        folder: Some(&folder),
        content: args.content.into(),
        drafts: args.posts.drafts,
    })
    .unwrap();
    cache.now += std::time::Duration::from_mins(1);
    let mut run = Run::start(&args.posts, Some(&output), Some(cache)).unwrap();
    let unread = run.import.posts.iter().filter(|post| post.reusable.is_some()).count();
    let archive = run.archive(&args.archive, &args.posts);
    run.write_bundle(output, &archive, args.content.into(), &args.posts).unwrap();
    unread
}

#[test]
fn an_unchanged_feed_is_not_read_again() {
    const POSTS: usize = 13;
    let place = archive();
    assert_eq!(pack(&place), 0);
    let whole = place.snapshot("out");
    assert_eq!(pack(&place), POSTS);
    assert_eq!(place.snapshot("out"), whole);
    let changed =
        String::from_utf8(GARDEN.to_vec()).unwrap().replace("Compost, turned twice", "Compost, turned");
    place.write("posts/garden.rss", changed.as_bytes());
    assert_eq!(pack(&place), POSTS - 4, "the entries of the other feeds");
    assert_ne!(place.snapshot("out"), whole);
    place.write("posts/garden.rss", GARDEN);
    pack(&place);
    assert_eq!(place.snapshot("out"), whole);
}

#[test]
fn media_beside_a_feed_are_copied_where_it_names_no_page() {
    let place = Workspace::new();
    let entry = "<item><title>A</title><description>&lt;img src='a.gif'&gt; &lt;img src='b.gif'&gt;</description></item>";
    place.write("posts/feed.xml", format!("<rss><channel>{entry}</channel></rss>").as_bytes());
    place.write("posts/a.gif", &common::picture("a"));
    let ran = place.succeed(&["pack", "posts", "--out", "bundle.json"]);
    let items = items(&place, "bundle.json");
    let html = items[0]["content_html"].as_str().unwrap();
    assert!(html.contains("src=\"media/") && !html.contains("b.gif"), "{html}");
    assert!(ran.stderr.contains("feed.xml: entry 1: there is no `b.gif` beside the post"), "{}", ran.stderr);
}

#[test]
fn encodings() {
    let place = Workspace::new();
    let text = "<?xml version='1.0' encoding='GBK'?><rss><channel><item><title>园子里的雨</title></item></channel></rss>";
    let (bytes, _, _) = encoding_rs::GBK.encode(text);
    place.write("posts/gbk.xml", &bytes);
    let ran = place.succeed(&["pack", "posts", "--out", "bundle.json"]);
    assert_eq!(items(&place, "bundle.json")[0]["title"], "园子里的雨");
    assert!(ran.stderr.contains("the text is in GBK; converted to UTF-8"), "{}", ran.stderr);
}
