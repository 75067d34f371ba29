//! Links between posts.

use broadsheet_bundle::format::{Feed, LinkedPost};

use crate::common::Workspace;
use crate::packed::Packed;

const TO: &str = "---\ntitle: To\ndate: 2017-05-02\nfrom: https://news.example.org/2017/05/to.html\n---\n## 第二节\n\nB.\n";

/// The article of a post among others, one link a line.
fn lines(matter: &str, addresses: &[&str], others: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let body = addresses.iter().map(|address| ["- [x](", address, ")\n"].concat()).collect::<String>();
    let post = format!("---\ntitle: From\ndate: 2017-05-01\n{matter}---\nWords.\n\n{body}");
    let files = [&[("2017-05-01-from.md", post.as_str()), ("2017-05-02-to.md", TO)], others].concat();
    let packed = Packed::of(&files);
    let html = packed.html("2017-05-01-from");
    let lines = html.split("<li>").skip(1).map(|line| {
        let line = line.split("</li>").next().unwrap();
        line.strip_prefix("<a href=\"").map_or(line, |rest| rest.split('"').next().unwrap()).to_owned()
    });
    (lines.collect(), packed.told.clone())
}

#[test]
fn every_name_of_a_post_opens_it() {
    let name = ("more/2017-05-03-中文 名.md", "---\ntitle: N\ndate: 2017-05-03\n---\nN.\n");
    let own = (
        "own.html",
        "---\ntitle: Own\ndate: 2018-01-02\npermalink: /about/own.html\nslug: my-slug\nredirect_from: [/old/place/]\n---\n<p>Own.</p>",
    );
    let to = "?post=2017-05-02-to";
    let section = "?post=2017-05-02-to#a-%E7%AC%AC%E4%BA%8C%E8%8A%82";
    let chinese = "?post=2017-05-03-%E4%B8%AD%E6%96%87%20%E5%90%8D";
    for matter in ["", "from: https://news.example.org/2017/05/from.html\n"] {
        let cases = [
            ("2017-05-02-to.md", to),
            ("./2017-05-02-to", to),
            ("2017-05-02-to.html", to),
            ("2017-05-02-TO.md", to),
            ("./2017-05-02-to.md#第二节", section),
            ("2017-05-02-to.md#%E7%AC%AC%E4%BA%8C%E8%8A%82", section),
            ("<more/2017-05-03-中文 名.md>", chinese),
            ("more/2017-05-03-%E4%B8%AD%E6%96%87%20%E5%90%8D.md", chinese),
            ("2017-05-03-%E4%B8%AD%E6%96%87%20%E5%90%8D.markdown", chinese),
            ("/2017-05-02-to.md", to),
            ("/_posts/2017-05-02-to.md", to),
            ("../_posts/2017-05-02-to.md", to),
            ("x/../2017-05-02-to.md", to),
            ("/2017/05/02/to.html", to),
            ("/2017/05/02/to/", to),
            ("/life/a/2017/05/02/to.html#x", "?post=2017-05-02-to#a-x"),
            ("/2017/05/to/index.html", to),
            ("https://news.example.org/2017/05/to.html", to),
            ("http://www.news.example.org/2017/05/to.html?utm_source=x#第二节", section),
            ("//news.example.org/2017/05/to.html", to),
            ("/about/own.html", "?post=own"),
            ("/blog/about/own", "?post=own"),
            ("/old/place", "?post=own"),
            ("/2018/01/02/my-slug/", "?post=own"),
        ];
        let links: Vec<_> = cases.iter().map(|(link, _)| *link).collect();
        let (got, told) = lines(matter, &links, &[name, own]);
        let expected: Vec<_> = cases.iter().map(|(_, to)| (*to).to_owned()).collect();
        assert_eq!(got, expected);
        assert!(told.is_empty(), "{told:?}");
    }
}

#[test]
fn a_slug_is_enough_where_there_is_no_other_site() {
    for link in ["/posts/to/", "to.html", "/to", "/life/to.html"] {
        assert_eq!(lines("", &[link], &[]).0, ["?post=2017-05-02-to"], "{link}");
        let (got, _) = lines("from: https://other.example.org/a/b\n", &[link], &[]);
        assert!(got[0].starts_with("https://other.example.org/"), "{got:?}");
    }
    let twin = ("2018-01-01-to.md", "---\ntitle: T\ndate: 2018-01-01\n---\nT.\n");
    assert_eq!(lines("", &["/posts/to/", "/2018/01/to/"], &[twin]).0, ["x", "?post=2018-01-01-to"]);
}

#[test]
fn links_as_other_programs_write_them() {
    // Hugo's folder for one post, Zola's paths, and the address of the archive's own site.
    let bundle = ("notes/2019-03-04-bundle/index.md", "---\ntitle: B\ndate: 2019-03-04\n---\nB.\n");
    let site = ("_config.yml", "url: https://www.me.example.org\nbaseurl: /blog\n");
    let to = "?post=2017-05-02-to";
    let cases = [
        ("notes/2019-03-04-bundle/", "?post=index"),
        ("/notes/2019-03-04-bundle/index.md#x", "?post=index#a-x"),
        ("/2019/03/04/bundle/", "?post=index"),
        ("@/2017-05-02-to.md", to),
        ("..\\2017-05-02-to.md", to),
        ("https://me.example.org/blog/2017/05/02/to.html", to),
        ("https://me.example.org/blog/posts/to/", to),
        ("?post=2017-05-02-to", to),
        ("https://other.example.org/2017/05/02/to.html", "https://other.example.org/2017/05/02/to.html"),
    ];
    let addresses: Vec<_> = cases.iter().map(|(link, _)| *link).collect();
    let expected: Vec<_> = cases.iter().map(|(_, to)| (*to).to_owned()).collect();
    assert_eq!(lines("", &addresses, &[bundle, site]).0, expected);
}

#[test]
fn a_relative_link_to_nothing_is_told_with_its_line() {
    let (got, told) =
        lines("", &["2017-05-09-nobody.md", "gone/图.html", "#top", "mailto:a@example.org"], &[]);
    assert_eq!(got, ["x", "x", "x", "mailto:a@example.org"]);
    let of = "problem posts/2017-05-01-from.md";
    assert_eq!(
        told,
        [
            format!(
                "{of}:7 `2017-05-09-nobody.md` leads to nothing in the archive; the words are kept without the link"
            ),
            format!(
                "{of}:8 `gone/图.html` leads to nothing in the archive; the words are kept without the link"
            ),
        ]
    );
    let draft = ("2017-05-09-nobody.md", "---\ntitle: D\ndraft: true\n---\nD.\n");
    let (got, told) = lines("", &["2017-05-09-nobody.md"], &[draft]);
    assert_eq!(got, ["x"]);
    assert!(told.iter().any(|told| told.contains(":7 `2017-05-09-nobody.md` leads to nothing")), "{told:?}");
    // An original may have any page; only what can hardly be one is told.
    let (got, told) = lines("from: https://news.example.org/a\n", &["2017-05-09-nobody.md", "b.html"], &[]);
    assert_eq!(got, ["https://news.example.org/2017-05-09-nobody.md", "https://news.example.org/b.html"]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with("note posts/2017-05-01-from.md:8 `2017-05-09-nobody.md` leads to no post"),
        "{told:?}"
    );
}

#[test]
fn a_feed_has_the_posts_that_link_to_each() {
    let post = |date: &str, body: &str| format!("---\ntitle: P{date}\ndate: {date}\n---\n{body}\n");
    let (a, b) = (post("2020-01-01", "[x](c.md)"), post("2020-01-02", "[x](c.md#y) [y](a.md) [z](b.md)"));
    let c = post("2020-01-03", "Words.");
    let place = Workspace::with_posts(&[("a.md", &a), ("b.md", &b), ("c.md", &c)]);
    for content in ["html", "markdown"] {
        place.succeed(&["pack", "posts", "--out", "out.json", "--content", content]);
        let feed: Feed = serde_json::from_str(&place.read("out.json")).unwrap();
        let linked = |post: &LinkedPost| {
            (
                post.id.clone(),
                post.from.iter().map(|from| [from.id.as_str(), &from.title].join(" ")).collect(),
            )
        };
        let linked: Vec<(String, Vec<String>)> = feed.extension.inbound_links.iter().map(linked).collect();
        let of =
            |id: &str, from: &[&str]| (id.to_owned(), from.iter().map(|from| (*from).to_owned()).collect());
        assert_eq!(linked, [of("a", &["b P2020-01-02"]), of("c", &["b P2020-01-02", "a P2020-01-01"])]);
        let item = feed.items.iter().find(|item| item.id == "b").unwrap();
        let written = item.content_html.as_ref().or(item.extension.content_markdown.as_ref()).unwrap();
        assert!(written.contains("?post=c#a-y") && written.contains("?post=a"), "{written}");
    }
}
