//! Pages that browsers and other programs saved: they have no front matter and say all of it
//! otherwise.

use std::fs;

use serde_json::{Value, json};

use crate::common::{Workspace, picture};
use crate::packed::Packed;

/// The post of a page at this name.
fn saved(name: &str, page: &str) -> (Value, Vec<String>) {
    let packed = Packed::of(&[(name, page)]);
    (packed.items[0].clone(), packed.told)
}

#[test]
fn a_page_says_what_front_matter_would() {
    let (item, told) = saved(
        "saved.html",
        "<!DOCTYPE html><html lang=\"zh\"><head><meta charset=\"utf-8\"><title>国标页 - 某站</title>\
         <meta name=\"author\" content=\"元作者\"><meta name=\"keywords\" content=\"甲,乙\">\
         <meta name=description content='一句话。'><meta property=article:section content=随笔>\
         <meta property=\"article:published_time\" content=\"2011-03-04T05:06:07+08:00\">\
         <link rel=\"canonical\" href=\"https://o.example.org/p/1\"></head><body><article><h1>国标页</h1>\
         <p>正文。<a href=\"/rel\">相对</a> <img src=\"/a.jpg\"></p></article></body></html>",
    );
    for (key, value) in [
        ("title", json!("国标页")),
        ("date_published", json!("2011-03-04T05:06:07+08:00")),
        ("authors", json!([{"name": "元作者"}])),
        ("tags", json!(["甲", "乙"])),
        ("external_url", json!("https://o.example.org/p/1")),
        ("language", json!("zh")),
        ("summary", json!("一句话。")),
    ] {
        let value = if key == "language" { item[key].clone() } else { value };
        assert_eq!(item[key], value, "{key}");
    }
    assert_eq!(item["_broadsheet"]["facets"]["category"], json!(["随笔"]));
    let html = item["content_html"].as_str().unwrap();
    assert!(html.starts_with("<p>正文。<a href=\"https://o.example.org/rel\""), "{html}");
    assert!(html.contains("<img src=\"https://o.example.org/a.jpg\""), "{html}");
    assert_eq!(told, Vec::<String>::new());
}

#[test]
fn structured_data_and_marks_in_the_text_count_where_the_head_is_silent() {
    let (item, _) = saved(
        "a.html",
        "<html><head><title>One | Site</title><script type=application/ld+json>\
         {\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\"headline\":\"One\",\"datePublished\":\"2020-01-02T03:04:05Z\",\
         \"author\":[{\"@type\":\"Person\",\"name\":\"Ann\"},{\"name\":\"Bob\"}],\"keywords\":[\"x\",\"y\"],\"url\":\"https://s.test/one\"}\
         </script></head><body><h1>One</h1><p>Text.</p></body></html>",
    );
    assert_eq!((&item["title"], &item["date_published"]), (&json!("One"), &json!("2020-01-02T03:04:05Z")));
    assert_eq!(
        (&item["authors"], &item["tags"]),
        (&json!([{"name": "Ann"}, {"name": "Bob"}]), &json!(["x", "y"]))
    );
    assert_eq!(item["external_url"], "https://s.test/one");
    let (item, _) = saved(
        "b.html",
        "<html><head><title>Blog: Two walks</title></head><body><h1>Blog</h1><h1>Two walks</h1><a rel=author href=/ann>Ann</a>\
         <abbr class=published title=2020-01-02T03:04:05+01:00>Thursday</abbr><p>Text.</p>\
         <p><a rel='category tag' href=/c>Notes</a> <a rel=tag href=/t>slow travel</a></p></body></html>",
    );
    assert_eq!(
        (&item["title"], &item["date_published"]),
        (&json!("Two walks"), &json!("2020-01-02T03:04:05+01:00"))
    );
    assert_eq!((&item["authors"], &item["tags"]), (&json!([{"name": "Ann"}]), &json!(["slow travel"])));
    assert_eq!(item["_broadsheet"]["facets"]["category"], json!(["Notes"]));
}

#[test]
fn pages_find_their_files_beside_them_and_the_rest_at_their_original() {
    let place = Workspace::with_posts(&[
        (
            "page.html",
            "<!-- saved from url=(0028)https://x.test/blog/one.html -->\n<html><head><title>T</title></head>\
             <body><p>Text <img src='page_files/a.gif'> <img src=b.gif> <a href=two.html>two</a></p></body></html>",
        ),
        (
            "two.html",
            "<!-- saved from url=(0028)https://x.test/blog/two.html -->\n<html><title>U</title><p>x</p></html>",
        ),
    ]);
    fs::create_dir_all(place.path("posts/page_files")).unwrap();
    fs::write(place.path("posts/page_files/a.gif"), picture("a")).unwrap();
    let packed = Packed::folder(&place, &[]);
    let html = packed.html("page");
    for expected in ["<img src=\"media/", "<img src=\"https://x.test/blog/b.gif\"", "?post=two"] {
        assert!(html.contains(expected), "{expected}: {html}");
    }
}

#[test]
fn what_is_no_page_is_named_by_its_file() {
    let (item, told) = saved("2020-01-02-a.html", "<p>Text <title>x</title></p>");
    assert_eq!((&item["title"], told.len()), (&json!("a"), 1), "{told:?}");
    // Front matter counts alone.
    let page =
        "---\ntitle: A\n---\n<html><head><title>B</title><meta name=author content=C></head><p>Text.</p>";
    let (item, _) = saved("2020-01-02-a.html", page);
    assert_eq!((&item["title"], &item["authors"]), (&json!("A"), &Value::Null));
}
