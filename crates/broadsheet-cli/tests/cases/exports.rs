//! Exports of programs for blogs, which have more in them than what was published.

use serde_json::json;

use crate::common::Workspace;
use crate::packed::Packed;

const SPACES: &str = r#"xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/""#;

/// An export of `WordPress` with these items: title, content, and all else.
fn wordpress(items: &[(&str, &str, &str)]) -> String {
    let items = items.iter().map(|(title, content, more)| {
        format!(
            "<item><title>{title}</title><guid isPermaLink=\"false\">{title}</guid>\
             <pubDate>Mon, 01 Jan 2018 08:00:00 +0000</pubDate>\
             <content:encoded><![CDATA[{content}]]></content:encoded>{more}</item>"
        )
    });
    let items: String = items.collect();
    format!(r#"<rss version="2.0" {SPACES}><channel><title>W</title>{items}</channel></rss>"#)
}

fn ids(packed: &Packed) -> Vec<&str> {
    let mut ids: Vec<_> = packed.items.iter().map(|item| item["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn what_was_not_published_is_not() {
    let post = |status: &str| format!("<wp:status>{status}</wp:status><wp:post_type>post</wp:post_type>");
    let hidden =
        ["draft", "pending", "auto-draft", "inherit", "trash", "future", "<![CDATA[draft]]>", "private"];
    let mut items = vec![
        ("open".to_owned(), post("publish")),
        ("locked".to_owned(), post("publish") + "<wp:post_password><![CDATA[1]]></wp:post_password>"),
        ("keyless".to_owned(), post("publish") + "<wp:post_password></wp:post_password>"),
    ];
    items.extend(hidden.iter().enumerate().map(|(place, status)| (format!("h{place}"), post(status))));
    let items: Vec<_> = items.iter().map(|(title, more)| (title.as_str(), "words", more.as_str())).collect();
    let place = Workspace::with_posts(&[("export.xml", &wordpress(&items))]);
    let packed = Packed::folder(&place, &[]);
    assert_eq!(ids(&packed), ["keyless", "open"]);
    assert_eq!((&packed.summary["read"], &packed.summary["left_out"]), (&json!(11), &json!(9)));
    let told = |words: &str| packed.told.iter().filter(|line| line.contains(words)).count();
    assert_eq!(told("not published where it was exported; left out"), 7, "{:?}", packed.told);
    assert_eq!(told("private, or protected by a password; left out"), 2, "{:?}", packed.told);
    let drafts = Packed::folder(&place, &["--drafts"]);
    assert_eq!(ids(&drafts), ["h0", "h1", "h2", "h3", "h4", "h5", "h6", "keyless", "open"]);
    // From the cache as from the file.
    let again = Packed::folder(&place, &[]);
    assert_eq!((ids(&again), &again.summary["left_out"]), (vec!["keyless", "open"], &json!(9)));
}

#[test]
fn drafts_of_atom_are_drafts() {
    let entry = |id: &str, more: &str| {
        format!(
            "<entry><id>{id}</id><title>{id}</title><updated>2020-01-01T00:00:00Z</updated><content>x</content>{more}</entry>"
        )
    };
    let entries = [
        entry("live", ""),
        entry("no", "<app:control><app:draft>no</app:draft></app:control>"),
        entry("yes", "<app:control><app:draft>yes</app:draft></app:control>"),
        entry("new", "<blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status>"),
        entry("later", "<blogger:type>POST</blogger:type><blogger:status>DRAFT</blogger:status>"),
        entry("said", "<blogger:type>COMMENT</blogger:type><blogger:status>LIVE</blogger:status>"),
    ];
    for space in ["http://purl.org/atom/app#", "http://www.w3.org/2007/app"] {
        let feed = format!(
            r#"<feed xmlns="http://www.w3.org/2005/Atom" xmlns:app="{space}" xmlns:blogger="http://schemas.google.com/blogger/2018"><title>B</title>{}</feed>"#,
            entries.concat()
        );
        let packed = Packed::of(&[("blog.xml", &feed)]);
        assert_eq!(ids(&packed), ["live", "new", "no"], "{space}");
        assert_eq!(packed.summary["left_out"], 3);
    }
}

#[test]
fn settings_and_comments_of_blogger_are_no_posts() {
    let kinds = ["settings", "template", "comment", "post", "page"].map(|kind| {
        format!(
            "<entry><id>{kind}</id><title>T</title><updated>2020-01-01T00:00:00Z</updated><content>words</content>\
             <category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#{kind}'/>\
             <category scheme='http://www.blogger.com/atom/ns#' term='旅行'/></entry>"
        )
    });
    let feed = format!("<feed xmlns='http://www.w3.org/2005/Atom'><title>B</title>{}</feed>", kinds.concat());
    let packed = Packed::of(&[("blog.xml", &feed)]);
    assert_eq!(ids(&packed), ["page", "post"]);
    assert_eq!(packed.item("post")["tags"], json!(["旅行"]));
    assert_eq!((&packed.summary["read"], &packed.summary["left_out"]), (&json!(5), &json!(3)));
    for kind in ["settings", "template", "comment"] {
        let line = format!("1 entry of the kind `{kind}`; left out: no posts");
        assert!(packed.told.iter().any(|told| told.contains(&line)), "{:?}", packed.told);
    }
}

#[test]
fn line_ends_of_wordpress_are_paragraphs_and_breaks() {
    let more = "<excerpt:encoded><![CDATA[手写摘要]]></excerpt:encoded><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>";
    let content = "首段文字。\n\n次段 <strong>粗</strong>。\n换行。\n\n<blockquote>引文</blockquote>\n\n<pre>a\n\n  b</pre>\n<ul>\n<li>甲</li>\n</ul>\n末段。";
    let written = "<!-- wp:paragraph -->\n<p>甲\n乙</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:paragraph -->\n<p>丙</p>\n<!-- /wp:paragraph -->";
    let feed = wordpress(&[("old", content, more), ("blocks", written, more)]);
    let packed = Packed::of(&[("export.xml", &feed)]);
    assert_eq!(
        packed.html("old"),
        "<p>首段文字。</p><p>次段 <strong>粗</strong>。<br>换行。</p><blockquote><p>引文</p></blockquote>\
         <pre>a\n\n  b</pre><ul><li>甲</li></ul><p>末段。</p>"
    );
    assert_eq!(packed.html("blocks"), "<p>甲乙</p><p>丙</p>");
    assert_eq!(packed.item("old")["summary"], "手写摘要");
}

#[test]
fn attachments_and_menus_are_no_posts() {
    let kind = |kind: &str| format!("<wp:status>publish</wp:status><wp:post_type>{kind}</wp:post_type>");
    let post = kind("post") + "<wp:comment><wp:comment_content>好</wp:comment_content></wp:comment>";
    let feed = wordpress(&[
        ("p", "words", &post),
        ("page", "words", &kind("page")),
        ("a.jpg", "", &kind("attachment")),
        ("b.jpg", "", &kind("attachment")),
        ("menu", "", &kind("nav_menu_item")),
        ("soup", "recipe", &kind("recipe")),
    ]);
    let packed = Packed::of(&[("export.xml", &feed)]);
    assert_eq!(ids(&packed), ["p", "page"]);
    assert_eq!((&packed.summary["read"], &packed.summary["left_out"]), (&json!(6), &json!(4)));
    for line in [
        "note posts/export.xml:0 2 entries of the kind `attachment`; left out: no posts",
        "note posts/export.xml:0 1 entry of the kind `nav_menu_item`; left out: no posts",
        "note posts/export.xml:0 1 entry of the kind `comment`; left out: no posts",
        "problem posts/export.xml:0 1 entry of the kind `recipe`; left out: neither posts nor pages",
    ] {
        assert!(packed.told.iter().any(|told| told == line), "{line} of {:?}", packed.told);
    }
}

#[test]
fn lists_in_the_place_of_texts_are_joined() {
    let feed = r#"{"version": "https://jsonfeed.org/version/1", "title": "J", "items": [
        {"id": "6", "content_html": ["<p>数组</p>", "<p>里的字</p>"], "title": ["题"], "date_published": "2018-01-01"},
        {"id": "7", "title": {"rendered": "七"}, "content_text": [["一", ""], "二"], "date_published": "2018-01-01"},
        {"id": "8", "title": true, "content_html": {"x": 1}}, 9, {}]}"#;
    let packed = Packed::of(&[("feed.json", feed)]);
    assert_eq!((&packed.item("6")["title"], packed.html("6")), (&json!("题"), "<p>数组</p><p>里的字</p>"));
    assert_eq!((&packed.item("7")["title"], packed.html("7")), (&json!("七"), "<p>一</p><p>二</p>"));
    let summary = &packed.summary;
    assert_eq!((&summary["read"], &summary["kept"], &summary["left_out"]), (&json!(5), &json!(2), &json!(3)));
}
