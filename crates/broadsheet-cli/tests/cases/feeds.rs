//! Feeds of other programs, which keep to no form.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::common::Workspace;
use crate::packed::Packed;

/// A JSON Feed with these members and items.
fn feed(members: &str, items: &str) -> String {
    format!(r#"{{"version": "https://jsonfeed.org/version/1.1", "title": "F", {members} "items": {items}}}"#)
}

fn packed(members: &str, items: &str) -> Packed {
    Packed::of(&[("feed.json", &feed(members, items))])
}

fn problems(packed: &Packed) -> Vec<&str> {
    packed.told.iter().filter(|line| line.starts_with("problem")).map(String::as_str).collect()
}

fn authors(item: &Value) -> Vec<&str> {
    item["authors"].as_array().into_iter().flatten().map(|author| author["name"].as_str().unwrap()).collect()
}

#[test]
fn entries_without_a_title_are_named_by_what_they_show() {
    let packed = packed(
        "",
        r#"[{"id": "words", "content_html": "<p>下雨了。</p>", "date_published": "2020-01-01"},
            {"id": "alt", "content_html": "<p><img src='https://e.org/a.png' alt='一只 猫'></p>", "date_published": "2020-01-01"},
            {"id": "summary", "summary": "简介", "url": "https://e.org/", "date_published": "2020-01-01"},
            {"id": "file", "attachments": {"url": "https://e.org/%E6%AD%8C.mp3", "mime_type": "audio/mpeg", "title": "歌"}, "date_published": "2020-01-01"}]"#,
    );
    for (id, title) in [("words", "下雨了。"), ("alt", "一只 猫"), ("summary", "简介"), ("file", "歌")]
    {
        assert_eq!(packed.item(id)["title"], title, "{id}");
    }
    assert_eq!(problems(&packed).iter().filter(|line| line.contains("title")).count(), 0);
}

#[test]
fn one_object_stands_for_a_list_of_one() {
    let packed = packed(
        r#""authors": {"name": "报社"},"#,
        r##"{"id": "a", "title": "A", "authors": "甲", "tags": "#城市，河流; 夜行", "date_published": 1577934245,
            "content_html": "<p>x</p>", "attachments": {"url": "https://e.org/a.pdf"}}"##,
    );
    let item = packed.item("a");
    assert_eq!((authors(item), &item["tags"]), (vec!["甲"], &json!(["城市", "河流", "夜行"])));
    assert_eq!(item["date_published"], "2020-01-02T03:04:05Z");
    assert!(packed.html("a").contains(r#"href="https://e.org/a.pdf""#), "{}", packed.html("a"));
    assert_eq!(problems(&packed), [""; 0]);
}

#[test]
fn dates_have_any_usual_form() {
    let dates = [
        (r#""Thu, 02 Jan 2020 03:04:05 BST""#, "2020-01-02T03:04:05+01:00"),
        (r#""2020-01-02 03:04:05""#, "2020-01-02T03:04:05Z"),
        ("1577934245", "2020-01-02T03:04:05Z"),
        ("1577934245000", "2020-01-02T03:04:05Z"),
        (r#""1577934245""#, "2020-01-02T03:04:05Z"),
        (r#""2020/1/2""#, "2020-01-02T00:00:00Z"),
        (r#""2020年1月2日""#, "2020-01-02T00:00:00Z"),
        (r#""2020年1月2日 星期四 下午3:04""#, "2020-01-02T15:04:00Z"),
    ];
    let mut items = String::new();
    for (number, (written, _)) in dates.iter().enumerate() {
        let comma = if number > 0 { "," } else { "" };
        write!(
            items,
            r#"{comma}{{"id": "n{number}", "title": "T", "content_text": "x", "date_published": {written}}}"#
        )
        .unwrap();
    }
    let packed = packed("", &format!("[{items}]"));
    for (number, (written, date)) in dates.iter().enumerate() {
        assert_eq!(packed.item(&format!("n{number}"))["date_published"], *date, "{written}");
    }
    assert_eq!(problems(&packed), [""; 0]);
}

#[test]
fn addresses_are_relative_to_the_entry_and_that_to_the_page() {
    let content = r#""content_html": "<p><img src='/img/root.png' alt='root'> <img src='near.png' alt='near'> <img src='//cdn.example.org/s.png' alt='scheme'> <a href='../about'>about</a></p>""#;
    let items = format!(
        r#"[{{"id": "1", "title": "T", {content}}}, {{"id": "2", "title": "T", "url": "/blog/2018/two.html", {content}}},
            {{"id": "3", "title": "T", "url": "", {content}}}, {{"id": "4", "title": "T", "external_url": "//else.example.net/y/4", {content}}}]"#
    );
    let packed = packed(r#""home_page_url": "https://home.example.org/blog/","#, &items);
    for (id, root, near, about) in [
        (
            "1",
            "https://home.example.org/img/root.png",
            "https://home.example.org/blog/near.png",
            "https://home.example.org/about",
        ),
        (
            "2",
            "https://home.example.org/img/root.png",
            "https://home.example.org/blog/2018/near.png",
            "https://home.example.org/blog/about",
        ),
        (
            "3",
            "https://home.example.org/img/root.png",
            "https://home.example.org/blog/near.png",
            "https://home.example.org/about",
        ),
        (
            "4",
            "https://else.example.net/img/root.png",
            "https://else.example.net/y/near.png",
            "https://else.example.net/about",
        ),
    ] {
        let html = packed.html(id);
        for address in [root, near, about, "https://cdn.example.org/s.png"] {
            assert!(html.contains(&format!("\"{address}\"")), "{id}: {address} is not in {html}");
        }
    }
}

#[test]
fn addresses_that_lack_a_scheme_alone_need_no_page() {
    let packed = Packed::of(&[
        ("2020-01-01-a.md", "---\ntitle: T\n---\n![a](//cdn.example.org/a.png) [b](//example.org/other)\n"),
        (
            "f.xml",
            "<rss version=\"2.0\"><channel><title>F</title><item><guid isPermaLink=\"false\">b</guid><title>B</title>\
             <link>//example.org/b</link><description>x</description></item></channel></rss>",
        ),
    ]);
    let html = packed.html("2020-01-01-a");
    assert!(
        html.contains("\"https://cdn.example.org/a.png\"") && html.contains("\"https://example.org/other\""),
        "{html}"
    );
    assert_eq!(packed.item("b")["external_url"], "https://example.org/b");
}

#[test]
fn files_and_pictures_of_entries_are_kept() {
    let packed = packed(
        "",
        r#"[{"id": "a", "title": "A", "content_html": "<p>x <img src='https://e.org/w/in.png'></p>",
             "image": "https://e.org/in.png", "banner_image": "https://e.org/banner.png",
             "attachments": [{"url": "https://e.org/a.mp3", "mime_type": "audio/mpeg"},
                             {"url": "https://e.org/b.mp4", "mime_type": "application/octet-stream"},
                             {"url": "https://e.org/c.epub", "mime_type": "application/epub+zip", "title": "C"}]}]"#,
    );
    let html = packed.html("a");
    for kept in [
        "https://e.org/w/in.png",
        "https://e.org/banner.png",
        "https://e.org/a.mp3",
        "https://e.org/b.mp4",
        ">C</a>",
    ] {
        assert!(html.contains(kept), "{kept} is not in {html}");
    }
    assert!(!html.contains("https://e.org/in.png"), "a picture twice: {html}");
}

#[test]
fn further_pages_are_read_where_they_lie_beside_the_feed() {
    let page = |next: &str, id: &str| {
        let next = if next.is_empty() { String::new() } else { format!(r#""next_url": "{next}","#) };
        feed(
            &next,
            &format!(
                r#"[{{"id": "{id}", "title": "T", "content_text": "x", "date_published": "2020-01-01"}}]"#
            ),
        )
    };
    let one = page("https://e.org/feeds/two.json?x=1", "1");
    let (two, three) = (page("../three%20.json", "2"), page("one.json", "3"));
    let place = Workspace::with_posts(&[("one.json", &one), ("two.json", &two), ("three .json", &three)]);
    let packed = Packed::of_folder(&place.path("posts/one.json"));
    let mut ids: Vec<_> = packed.items.iter().map(|item| item["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["1", "2", "3"]);
    assert_eq!(problems(&packed), [""; 0]);

    let packed = Packed::of(&[("one.json", &one)]);
    assert_eq!(problems(&packed).len(), 1, "{:?}", packed.told);
    assert!(
        packed.told[0].contains("the feed goes on at `https://e.org/feeds/two.json?x=1`"),
        "{:?}",
        packed.told
    );
}

#[test]
fn feeds_are_read_by_any_of_their_endings_and_addresses_with_blanks_are_kept() {
    let rdf = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
        <channel rdf:about="https://x.test/"><title>F</title><link>https://x.test/</link></channel>
        <item rdf:about="https://x.test/a b.html"><title>A</title><link>https://x.test/a b.html</link>
        <description>Text.</description></item></rdf:RDF>"#;
    let packed = Packed::of(&[("index.rdf", rdf)]);
    assert_eq!((packed.items.len(), &packed.items[0]["title"]), (1, &"A".into()));
    assert_eq!(packed.items[0]["external_url"], "https://x.test/a%20b.html");
    assert!(!packed.told.iter().any(|line| line.contains("not a web address")), "{:?}", packed.told);
}

/// The items of an RSS feed with these items, which have the ids 1, 2 and so on.
fn rss(items: &[&str]) -> Packed {
    let mut written = String::new();
    for (number, item) in items.iter().enumerate() {
        write!(
            written,
            "<item><guid isPermaLink=\"false\">{}</guid><title>T</title><pubDate>Thu, 02 Jan 2020 03:04:05 GMT</pubDate>{item}</item>",
            number + 1
        )
        .unwrap();
    }
    Packed::of(&[(
        "f.xml",
        &format!(
            "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
             xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\">\
             <channel><title>F</title>{written}</channel></rss>"
        ),
    )])
}

#[test]
fn texts_beside_the_article_are_kept_once() {
    let packed = rss(&[
        "<enclosure url=\"https://e.org/12.mp3\" type=\"audio/mpeg\"/><itunes:summary>播客说明只在这里</itunes:summary>",
        "<description></description><itunes:subtitle>副题只在这里</itunes:subtitle>",
        "<description>三文</description><media:content url=\"https://e.org/3.jpg\" medium=\"image\">\
         <media:description>图三说明</media:description><media:credit>摄影乙</media:credit></media:content>",
        "<description>三文，很长的一段</description><itunes:summary>三文，很长的…</itunes:summary><itunes:subtitle>另一句</itunes:subtitle>",
        "<media:content url=\"https://e.org/4.jpg\" medium=\"image\"><media:description>四</media:description></media:content>\
         <media:content url=\"https://e.org/5.jpg\" medium=\"image\"><media:description>五</media:description></media:content>",
    ]);
    let image = |number| format!("<img src=\"https://e.org/{number}.jpg\" alt=\"\"");
    for (id, kept) in [
        ("1", vec!["播客说明只在这里", "https://e.org/12.mp3"]),
        ("2", vec!["<p>副题只在这里</p>"]),
        ("3", vec!["<p>三文</p><figure>", &image(3), "图三说明", "摄影乙"]),
        ("4", vec!["<p>三文，很长的一段</p><p>另一句</p>"]),
        ("5", vec![&image(4), "四", &image(5), "五"]),
    ] {
        let html = packed.html(id);
        let mut rest = html;
        for part in kept {
            let found = rest.find(part).unwrap_or_else(|| panic!("{part} is not in {html}, or not in order"));
            rest = &rest[found + part.len()..];
        }
    }
    assert!(!packed.html("4").contains('…'), "{}", packed.html("4"));
}

#[test]
fn plain_text_keeps_its_lines() {
    let packed = rss(&["<description>第一段第一行\n第一段第二行 a &lt; b\n\n第二段</description>"]);
    assert_eq!(packed.html("1"), "<p>第一段第一行<br>第一段第二行 a &lt; b</p><p>第二段</p>");
}

#[test]
fn all_authors_and_tags_are_kept() {
    let packed = rss(&[
        "<author>a@b.c (某人)</author><dc:creator>作者甲</dc:creator><dc:creator>作者乙</dc:creator><category>乙,丙</category>\
         <description>x</description>",
        "<author>a@b.c</author><dc:creator>作者甲</dc:creator><itunes:author>台</itunes:author><description>x</description>\
         <category nicename=\"a\">甲, 乙</category>",
    ]);
    assert_eq!(authors(packed.item("1")), ["某人", "作者甲", "作者乙"]);
    assert_eq!(packed.item("1")["tags"], json!(["乙", "丙"]));
    assert_eq!(authors(packed.item("2")), ["作者甲"]);
}
