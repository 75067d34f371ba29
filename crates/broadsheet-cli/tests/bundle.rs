//! Tests of what `pack` and `build` write, read back with the types of the format.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::rc::Rc;

use broadsheet_bundle::Row;
use broadsheet_bundle::facet::Facet;
use broadsheet_bundle::filter::FilterIndex;
use broadsheet_bundle::format::{
    FacetChunk, FacetChunkBuilder, Feed, Item, Manifest, PostDirectory, PostPack, RowPage, assemble,
    directory_of, facet_summaries,
};
use serde::de::DeserializeOwned;

use common::{Workspace, picture, post};

fn read<T: DeserializeOwned>(place: &Workspace, name: &str) -> T {
    serde_json::from_str(&place.read(name)).unwrap()
}

/// Reads a whole sharded bundle, checking on the way that its parts agree. The items are in the
/// order of the rows.
fn read_bundle(place: &Workspace, folder: &str) -> (Manifest, Vec<Row>, Vec<Item>) {
    let head: Manifest = read(place, &format!("{folder}/bundle.json"));
    let shard = |file: &str| {
        let bytes = place.read(&format!("{folder}/{file}"));
        let hash = broadsheet_pack::output::content_hash(bytes.as_bytes());
        assert!(file.contains(&hash), "{file} is not named by its content");
        bytes
    };
    let mut index = FilterIndex::new(&head).expect("the head is sound");
    let (mut rows, mut chunks) = (Vec::<Row>::new(), Vec::new());
    for (number, reference) in head.chunks.iter().enumerate() {
        let chunk: FacetChunk = serde_json::from_str(&shard(&reference.file)).unwrap();
        let mut expected = FacetChunkBuilder::default();
        for page in &chunk.pages {
            let read: RowPage = serde_json::from_str(&shard(&page.file)).unwrap();
            let of_page = read.into_rows().unwrap();
            assert_eq!(of_page.len(), page.rows as usize);
            for row in &of_page {
                expected.add(row);
            }
            expected.add_page(page.clone());
            rows.extend(of_page);
        }
        assert_eq!(chunk, expected.finish());
        let in_head = if number + 1 == head.chunks.len() { chunk.pages.as_slice() } else { &[] };
        assert_eq!(reference.pages, in_head);
        chunks.push(chunk.clone());
        index.add_chunk(number, Rc::new(chunk)).unwrap();
    }
    assert_eq!(rows.len(), head.posts as usize);
    assert!(rows.is_sorted_by(|one, two| one.sort_key() < two.sort_key()), "rows are in order, ids differ");
    let newest: Vec<_> = rows.iter().rev().take(head.newest.len()).cloned().collect();
    assert_eq!(head.newest, newest);
    assert_eq!(head.facets, facet_summaries(&chunks));

    let mut packs: HashMap<String, PostPack> = HashMap::new();
    let mut items: Vec<Item> = Vec::new();
    for row in &rows {
        let directory = directory_of(&head.directories, &row.id).unwrap();
        let directory: PostDirectory = serde_json::from_str(&shard(&directory.file)).unwrap();
        let file = directory.pack_of(&row.id).unwrap();
        let pack =
            packs.entry(file.to_owned()).or_insert_with(|| serde_json::from_str(&shard(file)).unwrap());
        assert!(pack.items.is_sorted_by(|one, two| one.id < two.id));
        let item = pack.items.iter().find(|item| item.id == row.id).unwrap();
        let of_item = Row::from_item(item);
        let language = of_item.language.clone().filter(|language| Some(language) != head.language.as_ref());
        assert_eq!(Row { language, ..of_item }, *row);
        items.push(item.clone());
    }
    assert_eq!(packs.len(), place.snapshot(&format!("{folder}/packs")).len(), "no pack is left over");
    assert_eq!(packs.values().map(|pack| pack.items.len()).sum::<usize>(), rows.len());
    (head, rows, items)
}

/// Posts whose ids are in another order than their dates.
fn many_posts(count: usize) -> Workspace {
    let place = Workspace::new();
    for number in 0..count {
        let day = 1 + number % 28;
        let body = "Words and words. ".repeat(number % 97);
        let text = post(
            &format!("Post {number}"),
            &format!("2021-01-{day:02}"),
            &format!("[ t{} ]", number % 7),
            &body,
        );
        place.write(&format!("posts/post-{}.md", (number * 7) % count), text.as_bytes());
    }
    place
}

#[test]
fn the_parts_of_a_sharded_bundle_agree() {
    let place = many_posts(1200);
    place.succeed(&["pack", "posts", "--out", "out", "--title", "Many"]);
    let (head, rows, items) = read_bundle(&place, "out");
    assert_eq!((head.title.as_str(), head.language.as_deref()), ("Many", Some("en")));
    assert_eq!((rows.len(), items.len(), head.chunks.len(), head.directories.len()), (1200, 1200, 1, 1));
    assert!((2..=4).contains(&head.chunks[0].pages.len()));
    assert_eq!(head.facets.iter().map(|facet| facet.name).collect::<Vec<_>>(), [Facet::Tag]);
    let packs = place.snapshot("out/packs");
    assert!(packs.len() > 8);
    assert!(packs.values().all(|pack| (32 * 1024..256 * 1024).contains(&pack.len())));
}

#[test]
fn a_large_post_has_a_pack_of_its_own() {
    let place = many_posts(300);
    let before = place.snapshot("posts");
    place.succeed(&["pack", "posts", "--out", "before"]);
    let large = post("Large", "2021-01-03", "[ t0 ]", &"Words and words. ".repeat(9000));
    place.write("posts/post-1500.md", large.as_bytes());
    place.succeed(&["pack", "posts", "--out", "out"]);
    let (head, rows, _) = read_bundle(&place, "out");
    assert_eq!(rows.len(), before.len() + 1);
    let directory: PostDirectory = read(&place, &format!("out/{}", head.directories[0].file));
    assert_eq!(directory.standalone.iter().map(|post| post.id.as_str()).collect::<Vec<_>>(), ["post-1500"]);
    let (before, after) = (place.snapshot("before/packs"), place.snapshot("out/packs"));
    assert_eq!(after.len(), before.len() + 1);
    assert!(before.keys().all(|name| after.contains_key(name)), "its neighbours' packs are as they were");
}

#[test]
fn a_post_becomes_an_item() {
    let place = Workspace::with_posts(&[
        (
            "2021-09-15-中韩外长.md",
            "---\nlayout: post\ntitle: \"中韩外长\"\ndate: 2021-09-15T06:44:59.771Z\nauthor: 早报\n\
             from: https://www.example.org/a/b\ntags: [ 早报 ]\ncategories: [ 早报, 亚洲 ]\n---\n<!--163-->\n\
             [中韩外长](https://www.example.org/a/b)\n------\n\n<div>\n<p>第一段。</p>\n\n    <p>第二段。</p></div>\n",
        ),
        ("undated.html", "<p onclick=x>One <script>alert(1)</script>two</p>"),
    ]);
    place.succeed(&["pack", "posts", "--out", "feed.json"]);
    let feed: Feed = read(&place, "feed.json");
    let (_, rows, items) = {
        place.succeed(&["pack", "posts", "--out", "out"]);
        read_bundle(&place, "out")
    };
    assert_eq!(feed.items.iter().rev().collect::<Vec<_>>(), items.iter().collect::<Vec<_>>(), "newest first");
    assert_eq!(rows[0].date, None, "an undated post comes before all others");
    let mut shown = String::new();
    for item in &items {
        writeln!(shown, "{}", serde_json::to_string_pretty(item).unwrap()).unwrap();
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn markdown_can_stay_markdown() {
    let body = "# A heading\n\n*Words* with <b onclick=x>HTML</b>.\n";
    let place = Workspace::with_posts(&[("a.md", &format!("---\ntitle: A\ndate: 2020-01-01\n---\n{body}"))]);
    place.succeed(&["pack", "posts", "--out", "feed.json", "--content", "markdown"]);
    let feed: Feed = read(&place, "feed.json");
    let item = &feed.items[0];
    assert!(
        item.content_html.is_none() && item.extension.content_markdown.is_some() && !item.extension.packed
    );
    assert_eq!(item.extension.content_markdown.as_deref(), Some(body));
}

#[test]
fn what_was_taken_out_is_kept_beside_it() {
    let body = "<p>One.</p><nav><a href='https://example.org/'>Home</a></nav>";
    let place = Workspace::with_posts(&[
        ("a.html", &post("A", "2020-01-01", "[]", body)),
        ("b.html", &post("B", "2020-01-02", "[]", "<p>One.</p>")),
        ("c.html", &format!("---\ntitle: C\ndate: 2020-01-03\nclean: false\n---\n{body}")),
        ("d.html", &post("D", "2020-01-04", "[]", &"<blockquote>x".repeat(300))),
    ]);
    place.succeed(&["pack", "posts", "--out", "out"]);
    let (_, _, items) = read_bundle(&place, "out");
    let home = "<p><a href=\"https://example.org/\" rel=\"noopener noreferrer nofollow\">Home</a></p>";
    let whole = format!("<p>One.</p>{home}");
    for (item, content, everything, clean) in [
        (&items[0], "<p>One.</p>", Some(whole.as_str()), None),
        (&items[1], "<p>One.</p>", None, None),
        (&items[2], whole.as_str(), None, Some(false)),
    ] {
        assert_eq!(item.content_html.as_deref(), Some(content));
        let pieces = &item.extension.everything;
        let joined = (!pieces.is_empty()).then(|| assemble(content, pieces, usize::MAX).unwrap());
        assert_eq!(joined.as_deref(), everything);
        assert_eq!(item.extension.clean, clean);
        assert!(item.extension.cut.is_empty());
    }
    assert_eq!(items[3].extension.cut, ["depth"]);

    place.succeed(&["pack", "posts", "--out", "feed.json", "--content", "markdown"]);
    let feed: Feed = read(&place, "feed.json");
    let unclean: Vec<_> = feed.items.iter().map(|item| item.extension.clean).collect();
    assert_eq!(unclean, [None, Some(false), None, None]);
}

#[test]
fn hosts_of_pictures_are_in_the_head() {
    let place = Workspace::with_posts(&[("a.html", &post("A", "2020-01-01", "[]", "<p>One.</p>"))]);
    for (arguments, hosts) in [
        (vec![], None),
        (vec!["--no-remote-images"], Some(vec![])),
        (
            vec!["--allow-images-from", "IMG.example.org", "*.cdn.example"],
            Some(vec!["*.cdn.example", "img.example.org"]),
        ),
    ] {
        let hosts: Option<Vec<String>> = hosts.map(|hosts| hosts.into_iter().map(str::to_owned).collect());
        place.succeed(&[&["pack", "posts", "--out", "out"][..], &arguments].concat());
        assert_eq!(read::<Manifest>(&place, "out/bundle.json").media_hosts, hosts);
        place.succeed(&[&["pack", "posts", "--out", "feed.json"][..], &arguments].concat());
        assert_eq!(read::<Feed>(&place, "feed.json").extension.media_hosts, hosts);
    }
}

#[test]
fn other_encodings_are_converted() {
    let place = Workspace::new();
    let simplified = post(
        "中韩外长在首尔举行会谈",
        "2021-09-15",
        "[ 早报 ]",
        "韩国和中国的外交部长今天在首尔举行了会谈。",
    );
    let traditional =
        post("透過早晨改變你的人生", "2021-09-16", "[ 生活 ]", "五個幫助我們起床的方法，這是第一個。");
    place.write("posts/a.md", &encoding_rs::GBK.encode(&simplified).0);
    place.write("posts/b.md", &encoding_rs::BIG5.encode(&traditional).0);
    let utf16: Vec<u8> = simplified.encode_utf16().flat_map(u16::to_le_bytes).collect();
    place.write("posts/c.md", &utf16);
    let ran = place.succeed(&["pack", "posts", "--out", "out", "--strict"]);
    for encoding in [
        "a.md: note: the text is in GBK",
        "b.md: note: the text is in Big5",
        "c.md: note: the text is in UTF-16LE",
    ] {
        assert!(ran.stderr.contains(encoding), "{}", ran.stderr);
    }
    let (_, rows, items) = read_bundle(&place, "out");
    assert_eq!(
        rows.iter().map(|row| row.title.as_str()).collect::<Vec<_>>(),
        ["中韩外长在首尔举行会谈", "中韩外长在首尔举行会谈", "透過早晨改變你的人生"]
    );
    assert!(items[2].content_html.as_deref().unwrap().contains("五個幫助我們起床的方法"));
}

#[test]
fn a_post_names_its_language_only_where_it_is_another() {
    let place = Workspace::with_posts(&[
        ("a.md", "---\ntitle: A\ndate: 2020-01-01\nlang: en\n---\nx"),
        ("b.md", "---\ntitle: B\ndate: 2020-01-02\nlang: zh_Hant\n---\nx"),
    ]);
    place.succeed(&["pack", "posts", "--out", "out", "--language", "en"]);
    let (_, rows, _) = read_bundle(&place, "out");
    assert_eq!(rows.iter().map(|row| row.language.as_deref()).collect::<Vec<_>>(), [None, Some("zh-Hant")]);
}

#[test]
fn a_clash_of_ids_is_settled_and_told() {
    let text = post("A", "2020-01-01", "", "x");
    let place = Workspace::with_posts(&[("a.md", &text), ("b/a.md", &text), ("b/a.html", &text)]);
    let ran = place.succeed(&["pack", "posts", "--out", "out"]);
    assert_eq!(
        ran.stderr.matches("the id `a` is taken by another post; named `a-").count(),
        2,
        "{}",
        ran.stderr
    );
    let (_, before, _) = read_bundle(&place, "out");
    place.write("posts/a0/a.md", text.as_bytes());
    place.succeed(&["pack", "posts", "--out", "out"]);
    let (_, after, _) = read_bundle(&place, "out");
    assert_eq!(after.len(), 4);
    assert!(before.iter().all(|row| after.iter().any(|other| other.id == row.id)), "earlier addresses stay");
}

#[test]
fn pictures_beside_posts_go_along() {
    let text = post(
        "A",
        "2020-01-01",
        "",
        "![one](img/one.png) ![two](/img/two.JPG) ![gone](gone.png) ![out](../secret.png)",
    );
    let from = "---\ntitle: B\ndate: 2020-01-02\nfrom: https://example.org/x/\n---\n![here](img/one.png) ![there](there.png)\n";
    let place = Workspace::with_posts(&[("a.md", &text), ("b.md", from)]);
    place.write("posts/img/one.png", &picture("one"));
    place.write("posts/img/two.JPG", &picture("two"));
    place.write("secret.png", &picture("secret"));
    // What the files are called does not matter.
    let media = ["media/71dd71eb5cc0f7a3.gif", "media/74af55c3b2d82569.gif"];
    for out in ["out/bundle.json", "alone/feed.json"] {
        let target = out.strip_suffix("/bundle.json").unwrap_or(out);
        let ran = place.succeed(&["pack", "posts", "--out", target]);
        assert!(
            ran.stderr.contains("a.md:6: there is no `gone.png` beside the post; left out"),
            "{}",
            ran.stderr
        );
        let outside = "a.md:6: `../secret.png` lies outside the folder of posts; left out";
        assert!(ran.stderr.contains(outside), "{}", ran.stderr);
        let original =
            "b.md:6: note: there is no `there.png` beside the post; the addresses of the original are used";
        assert!(ran.stderr.contains(original), "{}", ran.stderr);
        let folder = out.split('/').next().unwrap();
        let copied: Vec<_> = place
            .snapshot(folder)
            .into_keys()
            .filter(|name| name.starts_with("media/0") || name.len() > 6 && name.starts_with("media/"))
            .collect();
        assert_eq!(copied, media);
    }
    let feed: Feed = read(&place, "alone/feed.json");
    let html = |at: usize| feed.items[at].content_html.clone().unwrap();
    assert!(html(0).contains(media[0]) && html(0).contains("https://example.org/x/there.png"), "{}", html(0));
    assert!(html(1).contains(media[0]) && html(1).contains(media[1]), "{}", html(1));
    assert!(!html(1).contains("secret"));
}

#[test]
fn what_is_left_out_is_told() {
    let place = Workspace::with_posts(&[
        ("a.md", "---\ntitle: A\ndate: 2020-01-01\n---\nx"),
        ("b.md", "---\ntitle: B\ndate: 2020-01-01\npublished: false\n---\nx"),
        ("c.md", "---\ntitle: C\ndate: 2020-01-01\ndraft: true\n---\nx"),
        ("d.md", "---\ntitle: D\ndate: 2999-01-01\n---\nx"),
        ("_drafts/e.md", "---\ntitle: E\n---\nx"),
        ("README.md", "# About"),
    ]);
    let kept = |arguments: &[&str]| {
        let ran = place.succeed(arguments);
        let (_, rows, _) = read_bundle(&place, "out");
        (rows.into_iter().map(|row| row.title).collect::<String>(), ran.stderr)
    };
    let (titles, stderr) = kept(&["pack", "posts", "--out", "out", "--strict"]);
    assert_eq!(titles, "AD");
    for line in [
        "posts/b.md: note: `published: false`; left out",
        "posts/c.md: note: `draft: true`; left out",
        "posts/_drafts/e.md: note: a draft; left out",
        "posts/README.md: note: a README without front matter; not taken as a post",
        "5 posts read (0.0 MB): 2 kept, 3 left out, 0 with problems",
    ] {
        assert!(
            stderr.contains(&line.replace('/', std::path::MAIN_SEPARATOR_STR)) || stderr.contains(line),
            "{stderr}"
        );
    }
    let (titles, _) = kept(&["pack", "posts", "--out", "out", "--drafts"]);
    assert_eq!(titles, "EACD");
}

#[test]
fn a_site_is_viewer_and_bundle() {
    let place = Workspace::with_posts(&[("a.md", &post("一个标题", "2020-01-01", "", "x"))]);
    let page = "<!doctype html><html lang=\"en\"><head><title>Broadsheet</title></head></html>";
    place.write("viewer/index.html", page.as_bytes());
    place.write("viewer/broadsheet-viewer-0123456789abcdef.js", b"old");
    place.write("viewer/boot.js", b"boot");
    place.write("posts/_config.yml", "title: A & B".as_bytes());
    place.succeed(&["build", "posts", "--out", "site", "--viewer", "viewer"]);
    assert_eq!(
        place.read("site/index.html"),
        "<!doctype html><html lang=\"zh-Hans\"><head><link rel=\"icon\" href=\"favicon.ico\" sizes=\"32x32\">\
         <link rel=\"apple-touch-icon\" href=\"app-icon-maskable-512.png\">\
         <link rel=\"manifest\" href=\"manifest.webmanifest\">\
         <link rel=\"alternate\" href=\"feed.json\" type=\"application/feed+json\">\
         <title>A &amp; B</title></head></html>"
    );
    read_bundle(&place, "site");

    std::fs::remove_file(place.path("viewer/broadsheet-viewer-0123456789abcdef.js")).unwrap();
    place.write("viewer/broadsheet-viewer-fedcba9876543210.js", b"new");
    place.write("site/CNAME", b"example.org");
    place.succeed(&["build", "posts", "--out", "site", "--viewer", "viewer"]);
    let names: Vec<_> = place.snapshot("site").into_keys().filter(|name| !name.contains('/')).collect();
    assert_eq!(
        names,
        [
            ".broadsheet-manifest.json",
            ".nojekyll",
            "404.html",
            "CNAME",
            "_headers",
            "app-icon-192.png",
            "app-icon-512.png",
            "app-icon-maskable-512.png",
            "boot.js",
            "broadsheet-viewer-fedcba9876543210.js",
            "bundle.json",
            "favicon.ico",
            "feed.json",
            "index.html",
            "manifest.webmanifest",
            "robots.txt"
        ]
    );
}

#[test]
fn a_post_in_another_script_says_its_language() {
    let english = "The harbour was quiet, and nobody spoke of the ship that came with the tide. ".repeat(9);
    let chinese = "船在周三抵达港口，码头上没有人说话。".repeat(9);
    let traditional = "船在週三抵達港口，碼頭上沒有人說話。".repeat(9);
    let place = Workspace::with_posts(&[
        ("2020-01-01-a.md", &post("A", "2020-01-01", "[ t ]", &english)),
        ("2020-01-02-b.md", &post("B", "2020-01-02", "[ t ]\nlang: fr", &english)),
        ("2020-01-03-c.md", &post("C", "2020-01-03", "[ t ]", &chinese)),
        ("2020-01-04-d.md", &post("D", "2020-01-04", "[ t ]", &traditional)),
        ("2020-01-05-e.md", &post("E", "2020-01-05", "[ t ]\nlang: zh-Hans", &traditional)),
    ]);
    place.succeed(&["pack", "posts", "--out", "feed.json", "--language", "zh-Hans"]);
    let feed: Feed = serde_json::from_str(&place.read("feed.json")).unwrap();
    let languages: Vec<_> =
        feed.items.iter().map(|item| (item.id.as_str(), item.language.as_deref())).collect();
    assert_eq!(
        languages,
        [
            ("2020-01-05-e", None),
            ("2020-01-04-d", Some("zh-Hant")),
            ("2020-01-03-c", None),
            ("2020-01-02-b", Some("fr")),
            ("2020-01-01-a", Some("en"))
        ]
    );

    // The list says the same as the articles.
    place.succeed(&["pack", "posts", "--out", "out", "--language", "zh-Hans"]);
    let (head, rows, items) = read_bundle(&place, "out");
    let of_rows: Vec<_> = rows.iter().rev().map(|row| (row.id.as_str(), row.language.as_deref())).collect();
    assert_eq!(of_rows, languages);
    assert!(items.iter().zip(&rows).all(|(item, row)| item.language == row.language));
    assert_eq!(head.newest[1].language.as_deref(), Some("zh-Hant"));
}
