//! Addresses on the archive's own site: what is there lies in the folder.

use crate::common::{Workspace, picture};
use crate::packed::Packed;

/// An archive with these settings and one post with this body, beside a post `y`, a picture and a
/// document.
fn archive(settings: &str, body: &str) -> Workspace {
    let post = format!("---\ntitle: T\n---\n{body}\n");
    let place = Workspace::with_posts(&[
        ("_config.yml", settings),
        ("_posts/2020-01-01-x.md", &post),
        ("_posts/2020-01-02-y.md", "---\ntitle: Y\n---\ny\n"),
    ]);
    place.write("posts/assets/b.gif", &picture("b"));
    place.write("posts/assets/时间 表.pdf", b"%PDF-1.7\n");
    place
}

fn html(place: &Workspace) -> String {
    Packed::folder(place, &[]).html("2020-01-01-x").to_owned()
}

#[test]
fn pictures_and_files_of_the_own_site_are_taken_from_the_folder() {
    for (settings, site) in [
        ("url: https://me.example.org\n", "https://me.example.org"),
        ("url: https://me.example.org/\n", "http://www.me.example.org:80"),
        ("url: me.example.org\n", "//me.example.org"),
        ("url: https://me.example.io\nbaseurl: /blog\n", "https://me.example.io/blog"),
        ("url: https://me.example.io\nbaseurl: blog/\n", "/blog"),
        ("url: http://me.example.io/blog/\nroot: /blog/\n", "https://me.example.io/blog"),
        ("title: T\n", "http://localhost:4000"),
        ("repository: me/blog\n", "https://raw.githubusercontent.com/me/blog/master"),
        ("repository: me/blog\n", "https://cdn.jsdelivr.net/gh/me/blog@main"),
        ("url: https://me.example.io\nbaseurl: /blog\n", "http://127.0.0.1:4000/blog"),
    ] {
        let body = format!(
            "![a]({site}/assets/b.gif)\n\n[b]({site}/assets/%E6%97%B6%E9%97%B4%20%E8%A1%A8.pdf)\n\n\
             [c]({site}/2020/01/02/y.html)\n\n<video src='{site}/assets/B.gif?x=1' controls></video>\n"
        );
        let html = html(&archive(settings, &body));
        assert_eq!(html.matches("src=\"media/").count(), 2, "{settings} {site}: {html}");
        assert!(html.contains("download=\"时间 表.pdf\""), "{settings} {site}: {html}");
        assert_eq!(
            html.contains("?post=2020-01-02-y"),
            !settings.starts_with("repository"),
            "{site}: {html}"
        );
    }
}

#[test]
fn what_the_own_site_alone_has_stays_there() {
    let body = "![a](https://me.example.org/gone.gif)\n\n[b](https://me.example.org/gone.pdf)\n\n\
                ![c](https://other.test/assets/b.gif)\n\n![d](https://me.example.org.test/assets/b.gif)\n";
    let place = archive("url: https://me.example.org\n", body);
    let packed = Packed::folder(&place, &[]);
    let html = packed.html("2020-01-01-x");
    for kept in [
        "https://me.example.org/gone.gif",
        "https://me.example.org/gone.pdf",
        "https://other.test/assets/b.gif",
        "https://me.example.org.test/assets/b.gif",
    ] {
        assert!(html.contains(kept), "{kept}: {html}");
    }
    assert!(!packed.told.iter().any(|line| line.contains("gone")), "{:?}", packed.told);
}

#[test]
fn a_site_that_is_named_or_left_counts_in_the_next_run() {
    let body = "![a](https://me.example.org/assets/b.gif) ![b](https://me.example.org/assets/c.gif)";
    let place = archive("title: T\n", body);
    let pack = |arguments: &[&str]| {
        place.succeed(&[&["pack", "posts", "--out", "bundle"], arguments].concat());
        let all = place.snapshot("bundle/packs").into_values().collect::<Vec<_>>().concat();
        String::from_utf8(all).unwrap().matches("src=\\\"media/").count()
    };
    assert_eq!(pack(&[]), 0);
    place.write("posts/_config.yml", b"url: https://me.example.org\n");
    assert_eq!(pack(&[]), 1);
    place.write("posts/assets/c.gif", &picture("c"));
    assert_eq!(pack(&[]), 2);
    assert_eq!(pack(&["--home-page", "https://new.example.org"]), 2);
    place.write("posts/_config.yml", b"title: T\n");
    assert_eq!(pack(&[]), 0);
}
