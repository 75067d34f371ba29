//! Pictures that are no file beside the post: within the page, behind a box, repeated.

use std::fs;

use crate::common::Workspace;
use crate::packed::{Packed, article};

/// A picture of one pixel.
const GIF: &[u8] = b"GIF89a\x07\0\x05\0\0\0\0\x01;";

/// The article of an HTML text, and what was told of it.
fn page(body: &str) -> (String, Vec<String>) {
    let post = format!("---\ntitle: T\n---\n{body}\n");
    let packed = Packed::of(&[("2020-01-01-a.html", &post)]);
    (packed.html("2020-01-01-a").to_owned(), packed.told)
}

/// The Base64 of a picture of 64 by 48 pixels whose file has some 9 KB.
fn large_picture() -> String {
    // The size in it is that of the head; what follows is never drawn.
    let head = "iVBORw0KGgoAAAANSUhEUgAAAEAAAAAwCAIAAAAuKetI";
    [head, &"AQID".repeat(3_000)].concat()
}

#[test]
fn pictures_within_the_page_become_files() {
    let data = large_picture();
    let (html, told) = page(&format!(
        "<p>one <img src=\"data:image/png;base64,{data}\" alt=shot data-src=https://gone.test/a.jpg></p>\
         <p>two <img src='data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%229%22 height=%228%22%3E%3Cpath d=%22M0 0h9%22/%3E%3C/svg%3E'></p>\
         <p>three <img src=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABgAAAAQCAIAAACDRijCAAAAGklEQVR42mMwijpBFcQwatCoQaMGjRpEGQIA16b+EKkDnKEAAAAASUVORK5CYII=\"></p>\
         <p>four <img src=\"data:image/svg+xml,%3Csvg%3E%3C/svg%3E\" data-src=https://x.test/b.jpg></p>\
         <p>five <img src=\"data:image/bmp;base64,Qk{data}\" alt=words></p>"
    ));
    for expected in [
        "<p>one <img src=\"media/",
        ".png\" alt=\"shot\" width=\"64\" height=\"48\"",
        "<p>two <img src=\"media/",
        ".svg\"",
        "<p>three <img src=\"data:image/png;base64,iVBOR",
        "<p>four <img src=\"https://x.test/b.jpg\"",
        "<p>five words",
    ] {
        assert!(html.contains(expected), "{expected}: {html} {told:?}");
    }
    assert!(
        told.iter().any(|told| told.contains("data:image/bmp") && told.contains("is no picture")),
        "{told:?}"
    );
    assert_eq!(told.len(), 1, "{told:?}");
}

#[test]
fn a_second_run_keeps_the_pictures_of_a_page() {
    let post = format!("---\ntitle: T\n---\n![a](data:image/png;base64,{})\n", large_picture());
    let place = Workspace::with_posts(&[("2020-01-01-a.md", &post)]);
    let pack = |content: &str| {
        place.succeed(&["pack", "posts", "--out", "bundle", "--title", "T", "--content", content]);
        fs::read_dir(place.path("bundle/media")).unwrap().count()
    };
    assert_eq!(["html", "html", "markdown", "markdown"].map(pack), [1; 4]);
    let packs = fs::read_dir(place.path("bundle/packs")).unwrap();
    let text: String = packs.map(|pack| fs::read_to_string(pack.unwrap().path()).unwrap()).collect();
    assert!(text.contains("![a](media/") && !text.contains("data:image"), "{text}");
}

#[test]
fn copies_of_pictures_with_other_words_or_links_stay() {
    let badge = "![b](https://x.test/b.png)";
    let two = article(&format!("[{badge}](https://one.test/) [{badge}](https://two.test/)"));
    assert_eq!(two.matches("<a href").count(), 2, "{two}");
    assert_eq!(two.matches("<img").count(), 2, "{two}");
    let star = "![s](https://x.test/s.png)";
    assert_eq!(article(&format!("{star}{star}{star}")).matches("<img").count(), 3);
    assert_eq!(article(&format!("rated {star}{star}")).matches("<img").count(), 2);
    let sizes = "![before](https://x.test/p.jpg?w=300)\n\n![after](https://x.test/p.jpg?w=900)";
    assert_eq!(article(sizes).matches("<img").count(), 2);
    let (html, _) = page(
        "<p>x</p><p><img src=https://x.test/p.jpg></p>\
         <p><a href=https://x.test/p><img src=https://x.test/p.jpg alt=words></a></p>",
    );
    assert_eq!(html.matches("<img").count(), 1, "{html}");
    assert!(html.contains("<a href=\"https://x.test/p\"") && html.contains("alt=\"words\""), "{html}");
}

#[test]
fn a_picture_in_a_sentence_is_no_button() {
    let (html, told) = page(
        "<p>shares <img class=share-pic src=https://x.test/1.jpg alt=one> as said</p>\
         <p><img class=related-img src=https://x.test/2.jpg alt=two></p>\
         <p><a href=https://x.test/3-full.jpg><img src=https://x.test/3.jpg width=1 height=1></a> end</p>\
         <p>counted <img src=https://x.test/4.gif width=1 height=1></p>",
    );
    for expected in
        ["src=\"https://x.test/1.jpg\"", "src=\"https://x.test/2.jpg\"", "src=\"https://x.test/3-full.jpg\""]
    {
        assert!(html.contains(expected), "{expected}: {html} {told:?}");
    }
    assert!(!html.contains("4.gif"), "{html}");
}

#[test]
fn addresses_of_a_preview_begin_at_the_root_of_the_posts() {
    let post = "---\ntitle: T\n---\n![a](http://localhost:4000/img/b.gif) ![b](http://127.0.0.1:1313/img/gone.gif) \
                [c](http://localhost:4000/2020/01/02/y.html) [d](http://localhost:8080/admin)\n";
    let place = Workspace::with_posts(&[
        ("sub/2020-01-01-a.md", post),
        ("2020-01-02-y.md", "---\ntitle: Y\n---\ny\n"),
    ]);
    fs::create_dir_all(place.path("posts/img")).unwrap();
    fs::write(place.path("posts/img/b.gif"), GIF).unwrap();
    let packed = Packed::folder(&place, &[]);
    let item = packed.items.iter().find(|item| item["title"] == "T").unwrap();
    let html = item["content_html"].as_str().unwrap();
    for expected in ["<img src=\"media/", "?post=2020-01-02-y\"", "<a href=\"http://localhost:8080/admin\""] {
        assert!(html.contains(expected), "{expected}: {html}");
    }
    assert!(!html.contains("https://127"), "{html}");
    let told = packed.told.join("\n");
    assert!(told.contains("there is no `/img/gone.gif` beside the post"), "{told}");
}

#[test]
fn titles_of_pictures_may_hold_quotes_and_stand_in_parentheses() {
    let post = "---\ntitle: T\n---\n![a](b.gif \"t \\\"q\\\" u\")\n\n![b](b.gif (v))\n";
    let place = Workspace::with_posts(&[("2020-01-01-a.md", post)]);
    fs::write(place.path("posts/b.gif"), GIF).unwrap();
    let packed = Packed::folder(&place, &[]);
    let html = packed.html("2020-01-01-a");
    assert_eq!(html.matches("src=\"media/").count(), 2, "{html}");
    assert!(html.contains("title=\"t &quot;q&quot; u\"") && html.contains("title=\"v\""), "{html}");
    assert_eq!(packed.told, Vec::<String>::new());
}

#[test]
fn pictures_that_styles_and_scripts_put_into_boxes_are_shown() {
    let (html, told) = page(
        "<p>a</p><div style=\"background: url('https://x.test/1.jpg') no-repeat\"></div>\
         <div class=lazy data-bg=https://x.test/2.jpg></div>\
         <picture><source srcset=https://x.test/3.avif type=image/avif></picture>\
         <div class=gallery data-images='[\"https://x.test/4.jpg\",\"https:\\/\\/x.test\\/5.jpg\"]'></div>\
         <ion-img src=https://x.test/6.jpg></ion-img><amp-anim src=https://x.test/7.gif></amp-anim>\
         <ul class=slides><li style='background-image:url(https://x.test/8.jpg)'></ul>\
         <section><svg viewBox='0 0 1080 500' style='background-image:url(&quot;https://x.test/9/640?wx_fmt=jpeg&quot;)'></svg></section>\
         <section style='background-image:url(https://x.test/10/640)'><p>words before it</p></section>\
         <own-image><p>words in it</p><img src=https://x.test/11.jpg></own-image>\
         <mpvideosnap data-nickname=maker data-desc=film></mpvideosnap>\
         <qqmusic music_name=song singer=voice></qqmusic>\
         <div class=rich_media_tool><a id=js_view_source href=https://source.test/1>read</a></div>",
    );
    for number in 1..=11 {
        let found = ["jpg\"", "avif\"", "gif\"", "640"].iter().any(|end| {
            html.contains(&format!("src=\"https://x.test/{number}.{end}"))
                || html.contains(&format!("src=\"https://x.test/{number}/{end}"))
        });
        assert!(found, "{number}: {html} {told:?}");
    }
    for words in ["words before it", "words in it", "maker：film", "song – voice", "https://source.test/1"]
    {
        assert!(html.contains(words), "{words}: {html}");
    }
    let (html, _) = page(
        "<p>a</p><div data-share-image=https://x.test/1.jpg></div><i style='background:url(https://x.test/2.png)'></i>\
         <span class=icon_smiley style='background:url(https://x.test/4.png)'></span><span style='width:16px;background:url(https://x.test/3.png)'></span>\
         <div style='background:linear-gradient(red, blue)'></div>",
    );
    assert!(!html.contains("<img"), "{html}");
}

#[test]
fn pictures_of_front_matter_stand_at_the_head() {
    let place = Workspace::with_posts(&[
        ("2020-01-01-a.md", "---\ntitle: T\nimage: img/cover.gif\n---\n# T\n\nText.\n"),
        (
            "2020-01-02-b.md",
            "---\ntitle: T\ncover:\n  image: img/cover.gif\n  alt: 甲\n  caption: By <a href='https://x.test/'>乙</a>\n---\nText.\n",
        ),
        (
            "2020-01-03-c.md",
            "+++\ntitle = \"T\"\nimages = [\"img/cover.gif\", \"img/gone.gif\"]\n+++\nText.\n",
        ),
        ("2020-01-04-d.md", "---\ntitle: T\nbanner: /img/cover.gif\n---\nText. ![here](img/cover.gif)\n"),
        (
            "2020-01-05-e.md",
            "---\ntitle: T\nimage: https://x.test/p-1200x630.jpg?w=2\n---\nText.\n\n![here](https://x.test/p.jpg)\n",
        ),
        (
            "2020-01-06-f.html",
            "---\ntitle: T\nthumbnail: https://x.test/q.jpg\nclean: false\n---\n<p>Text.</p>\n",
        ),
        ("2020-01-07-g.md", "---\ntitle: T\nimage: true\nheader: Text\ncover: '#fff'\n---\nText.\n"),
        (
            "2020-01-08-h.md",
            "---\ntitle: T\nfrom: https://y.test/a/b.html\nimage: c.jpg\n---\nText.\n\n<img src='data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=='>\n",
        ),
    ]);
    fs::create_dir_all(place.path("posts/img")).unwrap();
    fs::write(place.path("posts/img/cover.gif"), GIF).unwrap();
    let packed = Packed::folder(&place, &[]);
    let copy = "<img src=\"media/";
    for (id, start, count) in [
        ("2020-01-01-a", "<p><img src=\"media/", 1),
        ("2020-01-02-b", "<figure><img src=\"media/", 1),
        ("2020-01-03-c", "<p><img src=\"media/", 1),
        ("2020-01-04-d", "<p>Text. <img src=\"media/", 1),
        ("2020-01-05-e", "<p>Text.</p>", 1),
        ("2020-01-06-f", "<p><img src=\"https://x.test/q.jpg\"", 1),
        ("2020-01-07-g", "<p>Text.</p>", 0),
        ("2020-01-08-h", "<p><img src=\"https://y.test/a/c.jpg\"", 1),
    ] {
        let html = packed.html(id);
        assert!(html.starts_with(start), "{id}: {html}");
        assert_eq!(html.matches("<img").count(), count, "{id}: {html}");
    }
    assert!(packed.html("2020-01-01-a").contains(copy) && !packed.html("2020-01-01-a").contains("<h2"));
    let html = packed.html("2020-01-02-b");
    assert!(
        html.contains("alt=\"甲\"") && html.contains("<figcaption>By <a href=\"https://x.test/\""),
        "{html}"
    );
    assert!(packed.items.iter().all(|item| item["summary"].as_str().unwrap().starts_with("Text.")));
    let told = packed.told.join("\n");
    assert!(told.contains("c.md:3 there is no `img/gone.gif` beside the post; left out"), "{told}");
    assert!(!told.contains("not read"), "{told}");
    let packed = Packed::folder(&place, &["--content", "markdown"]);
    let markdown = packed.item("2020-01-01-a")["_broadsheet"]["content_markdown"].as_str().unwrap();
    assert!(markdown.starts_with("<p><img src=\"media/"), "{markdown}");
    let markdown = packed.item("2020-01-04-d")["_broadsheet"]["content_markdown"].as_str().unwrap();
    assert!(markdown.starts_with("Text. ![here](media/"), "{markdown}");
}

#[test]
fn pictures_at_the_pages_of_repositories_have_their_own_address() {
    let body = "![a](https://github.com/me/blog/blob/master/assets/b.gif) [b](https://github.com/me/blog/blob/master/assets/b.gif)";
    let html = article(body);
    assert!(
        html.contains("<img src=\"https://raw.githubusercontent.com/me/blog/master/assets/b.gif\""),
        "{html}"
    );
    assert!(html.contains("<a href=\"https://github.com/me/blog/blob/master/assets/b.gif\""), "{html}");
}

#[test]
fn every_kind_that_browsers_show_is_shown() {
    let post =
        "---\ntitle: T\n---\n![a](a.bmp)\n\n<audio src='b.flac'></audio>\n\n<audio src='c.wav'></audio>\n";
    let place = Workspace::with_posts(&[("2020-01-01-a.md", post)]);
    for (name, bytes) in [
        ("a.bmp", &b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0\0\0\0\0"[..]),
        ("b.flac", b"fLaC\0\0\0\x22\0\0\0\0\0\0"),
        ("c.wav", b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0"),
    ] {
        fs::write(place.path(&format!("posts/{name}")), bytes).unwrap();
    }
    let packed = Packed::folder(&place, &[]);
    let html = packed.html("2020-01-01-a");
    for ending in [".bmp\"", ".flac\"", ".wav\""] {
        assert!(html.contains("src=\"media/") && html.contains(ending), "{ending}: {html} {:?}", packed.told);
    }
    assert_eq!(packed.told, Vec::<String>::new());
}
