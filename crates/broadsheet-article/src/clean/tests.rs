//! Tests of every rule, step and repair with its own cases, and of how they work together.

use super::repairs::REPAIRS;
use super::rules::RULES;
use super::steps::TREE_STEPS;
use crate::parse::native;
use crate::{Options, write_html, write_text};

/// Text beside every case, so that the case is a small part of the article.
const ARTICLE: &str = "<p>A paragraph of the article, long enough that boxes around it are small beside it. It goes on \
                       for a while, as paragraphs of articles do, and then it comes to an end, as they do, too.</p>";

/// A rule's name, HTML that it removes whole, and HTML that it must leave.
type Case = (&'static str, &'static [&'static str], &'static [&'static str]);

fn cases() -> impl Iterator<Item = Case> {
    let boxes = RULES.iter().map(|rule| (rule.name, rule.removes, rule.keeps));
    boxes.chain(TREE_STEPS.iter().filter_map(|step| Some((step.label?.0, step.removes, step.keeps))))
}

fn options() -> Options {
    Options { title: Some("The title".to_owned()), base: Some("https://base.test/".to_owned()), clean: true }
}

#[test]
fn rules_take_what_they_name() {
    let bare = write_html(&native::parse(ARTICLE, &options()));
    for (rule, removes, _) in cases() {
        for html in removes {
            let (article, report) = native::parse_with(&[html, ARTICLE].concat(), &options(), &mut |_| None);
            assert_eq!(write_html(&article), bare, "{rule}: {html}");
            assert!(report.removed.iter().any(|removal| removal.rule == rule), "{rule}: {html}: {report:?}");
        }
    }
}

#[test]
fn pictures_stand_once() {
    let picture = |query: &str| format!("<img src=https://x.test/a.png{query} alt=b>");
    let once = write_html(&native::parse(&[ARTICLE, &picture("")].concat(), &options()));
    for html in [
        format!("{} <br>{}", picture(""), picture("?small")),
        format!("<p>{}</p><div>{}</div>", picture(""), picture("")),
        format!("{}<noscript>{}</noscript>", picture("").replace("src", "data-src"), picture("")),
    ] {
        assert_eq!(write_html(&native::parse(&[ARTICLE, &html].concat(), &options())), once, "{html}");
    }
    let figure = format!("<figure>{}<figcaption>c</figcaption></figure>", picture(""));
    let captioned = native::parse(&[ARTICLE, &figure].concat(), &options());
    assert_eq!(
        native::parse(&[ARTICLE, &picture(""), &figure, &picture("")].concat(), &options()),
        captioned
    );
}

#[test]
fn rules_leave_what_looks_alike() {
    for (rule, _, keeps) in cases() {
        for html in keeps {
            let html = [html, ARTICLE].concat();
            let (article, report) = native::parse_with(&html, &options(), &mut |_| None);
            assert_eq!(report.removed, [], "{rule}: {html}");
            let everything = native::parse(&html, &Options { clean: false, ..options() });
            let pictures = |article| write_html(article).matches("<img").count();
            assert_eq!(write_text(&article), write_text(&everything), "{rule}: {html}");
            assert_eq!(pictures(&article), pictures(&everything), "{rule}: {html}");
        }
    }
}

#[test]
fn nothing_goes_that_is_not_cleaned() {
    for html in cases().flat_map(|(_, removes, _)| removes) {
        let options = Options { clean: false, ..options() };
        let (_, report) = native::parse_with(&[html, ARTICLE].concat(), &options, &mut |_| None);
        assert_eq!(report.removed, []);
    }
}

#[test]
fn no_rule_takes_the_article() {
    // Every element has the class names of many rules.
    let names = "ads share related byline comments paywall navigation cookie-notice entry-meta sr-only";
    let html = format!("<div class='{names}'>{}</div>", ARTICLE.repeat(20));
    let article = native::parse(&html, &options());
    assert_eq!(article.blocks.len(), 20);
}

#[test]
fn every_rule_has_a_case_and_a_reason() {
    for (name, removes, keeps) in cases() {
        // The surroundings of an `article` have a test of their own.
        assert!(!name.is_empty() && (name == "page" || removes.len() + keeps.len() > 0), "{name}");
    }
    assert_eq!(cases().count(), native::rules().count());
    assert!(native::rules().all(|(_, reason)| !reason.is_empty()));
}

#[test]
fn around_the_element_of_the_article() {
    let article = format!("<article><h2>a</h2>{}</article>", ARTICLE.repeat(4));
    let bare = write_html(&native::parse(&article, &options()));
    let links =
        "<a href=https://x.test/1>one more thing to read</a> <a href=https://x.test/2>and another one</a>";
    for leftover in [
        format!("<div>{links}</div>"),
        format!("<ul><li>{links}</li></ul>"),
        "<aside>the weather in short</aside>".to_owned(),
        "<footer>printed on grey paper</footer>".to_owned(),
    ] {
        let html = format!("<div>{leftover}<div>{article}</div></div>");
        let (article, report) = native::parse_with(&html, &options(), &mut |_| None);
        assert_eq!(write_html(&article), bare, "{html}");
        assert!(report.removed.iter().all(|removal| removal.rule == "page"), "{report:?}");
    }
    for (own, html) in [
        ("<p>the lead stands above</p>", format!("<p>the lead stands above</p>{article}")),
        ("<div><h1>c</h1></div>", format!("<div><h1>c <a href=https://x.test/>d</a></h1></div>{article}")),
        (
            "another article",
            format!("<article>{0}</article><article>{0}{links}</article>", ARTICLE.repeat(4)),
        ),
        ("a short one", format!("<article>b</article><div>{links}</div>")),
    ] {
        let (_, report) = native::parse_with(&html, &options(), &mut |_| None);
        assert_eq!(report.removed, [], "{own}");
    }
}

/// A page with navigation and foot, of which no element is named as the article's.
fn page(article: &str, beside: &str) -> String {
    format!(
        "<div id=header><ul><li><a href=/>Home</a><li><a href=/news>The news of the week</a></ul></div>\
         <div id=middle><div><div class=text>{article}</div>{beside}</div></div>"
    )
}

/// The article of a page with a box beside its text, the box beside it in two ways.
fn beside(text: &str, html: &str) -> [String; 2] {
    let text = text.repeat(4);
    let outside = format!("{}<div>{html}</div>", page(&text, ""));
    [page(&text, html), outside].map(|page| {
        let (article, report) = native::parse_with(&page, &options(), &mut |_| None);
        let known = |rule| ["page", "navigation", "related", "share", "control", "byline"].contains(&rule);
        assert!(report.removed.iter().all(|removal| known(removal.rule)), "{page}: {report:?}");
        write_html(&article)
    })
}

/// An article in Chinese.
const CHINESE: &str = "<p>河边的钟表铺只有一张桌子宽，钟却有四十多只，走得各不相同，铺主说，准的那一只他从来不卖。我每天放学都从门口走过，\
    听它们一齐敲响，又一只一只地停下来，直到整条街都安静了，才想起该回家吃饭。后来铺子拆了，那些钟不知道去了哪里。</p>";

#[test]
fn what_leads_or_asks_elsewhere_beside_the_text_goes() {
    let links =
        "<li><a href=/1>One more thing to read</a><li><a href=/2>And another</a><li><a href=/3>再读一篇</a>";
    let teaser = "<div><h3><a href=/1>The mill on the river</a></h3><p>It stood there for years. Then it burnt.</p></div>";
    let preview = "<li><a href=/1><img src=/1.png></a> <a href=/1>河上的磨坊</a> <p>昨天，它烧了。没有人看见。</p></li>";
    for text in [ARTICLE, CHINESE] {
        for html in [
            format!("<ul>{links}</ul>"),
            format!("<div><h4>更多文章</h4><ul>{links}</ul></div>"),
            format!("<div>{}</div>", teaser.repeat(3)),
            format!("<section><h4>热门</h4><ul>{}</ul></section>", preview.repeat(4)),
            "<div><p>Never miss a word. Leave us your address.</p><form><input type=email><button>Go</button></form></div>".to_owned(),
            "<div class=adblock-note><p>We live on what we show you.</p><button>Close</button></div>".to_owned(),
            "<div><span>评论 12</span> <button>登录</button></div>".to_owned(),
            "<footer><a href=/terms>Terms</a>. © 2020 The Gull. Nothing may be copied.</footer>".to_owned(),
        ] {
            let bare = write_html(&native::parse(&text.repeat(4), &options()));
            for html in beside(text, &html) {
                assert_eq!(html, bare);
            }
        }
    }
}

#[test]
fn farther_from_the_text_more_goes() {
    for html in [
        "<div><iframe src=https://x.test/talk></iframe></div>",
        "<div>By <a href=/talk>A. B. Jones</a></div>",
        "<div id=foot><ul><li>All may be copied under <a href=/talk>these terms</a>; see our privacy policy.</ul></div>",
        "<div><p>Do you like what we do? Join <a href=/talk>the members</a>.</p><button>Later</button></div>",
    ] {
        let [beside, outside] = beside(ARTICLE, html);
        assert!(beside.contains("/talk") && !outside.contains("/talk"), "{beside} {outside}");
    }
}

#[test]
fn what_belongs_to_an_article_stays_beside_its_text() {
    for (html, own) in [
        (
            "<div><p>Nobody knew what came next. <a href=/1>The letter</a> says little.</p></div>",
            "Nobody knew",
        ),
        ("<div><p>第二天雨停了。<a href=/1>河水</a>退了三尺。</p></div>", "雨停了"),
        (
            "<ul><li><a href=https://a.test/1>The first register of ships</a><li><a href=https://b.test/1>Letters of a pilot</a><li><a href=https://c.test/1>A map</a></ul>",
            "Letters of a pilot",
        ),
        ("<section><h3>注释</h3><ol><li>据家谱，见<a href=/1>卷三</a>。</ol></section>", "据家谱"),
        ("<div><figure><img src=/a.png><figcaption>The quay</figcaption></figure></div>", "/a.png"),
        ("<div><img src=/a.png alt=quay></div>", "/a.png"),
        ("<div><a href=/a.png><img src=/a-small.png></a> <a href=/a.png>a.png</a></div>", "a.png"),
        ("<table><tr><td>1920<td>41<tr><td>1921<td>43</table>", "1921"),
        ("<p>1921</p>", "1921"),
        (
            "<div><iframe src=https://www.youtube.com/embed/abcdefghijk></iframe><p>Watch</p></div>",
            "data-film",
        ),
        ("<div><audio src=https://x.test/a.mp3></audio><b>Listen</b><button>Play</button></div>", "a.mp3"),
        ("<h2><a href=/1>What came of it</a></h2>", "What came of it"),
        ("<pre>let a = 1;</pre>", "let a"),
        ("<aside class=sidebar><p>旁注：米行在河的对岸。</p></aside>", "米行"),
        ("<footer class=footer-notes><p>注一：那一年的米价。</p></footer>", "米价"),
        ("<div><p>He asked: what is a <b>modal</b> verb? Nobody knew.</p></div>", "modal"),
        ("<dl><dt>Quay</dt><dd>where ships lie</dd></dl>", "where ships lie"),
    ] {
        for text in [ARTICLE, CHINESE] {
            for written in beside(text, html) {
                assert!(written.contains(own), "{html}: {written}");
            }
        }
    }
    // The name of an author beside the text; the same box beside an article that is no page.
    let name = "<div><a href=/people/1>A. B. Jones</a></div>";
    assert!(beside(ARTICLE, name)[0].contains("Jones"));
    let links =
        "<ul><li><a href=/1>One more thing</a><li><a href=/2>And another</a><li><a href=/3>A third</a></ul>";
    let alone = format!("<div><div class=text>{}</div>{links}</div>", ARTICLE.repeat(4));
    assert!(write_html(&native::parse(&alone, &options())).contains("A third"));
}

#[test]
fn a_text_in_several_boxes_is_whole() {
    let part = |name: &str| {
        format!(
            "<div class=part><p>{name}</p>{}<ul><li><a href=/{name}>See {name}</a></ul></div>",
            ARTICLE.repeat(3)
        )
    };
    let parts: String = ["one", "two", "three", "four"].map(part).concat();
    let written = write_html(&native::parse(&page(&parts, ""), &options()));
    for name in ["one", "two", "three", "four"] {
        assert!(written.contains(&format!("See {name}")), "{name}: {written}");
    }
}

#[test]
fn lines_are_known_whatever_they_are_made_of() {
    let bare = write_html(&native::parse(ARTICLE, &options()));
    for html in ["Advertisement<br><br>", "<h1>Leave a reply</h1>", "<ul><li>Share this:<li>Back to top</ul>"]
    {
        assert_eq!(write_html(&native::parse(&[html, ARTICLE].concat(), &options())), bare, "{html}");
    }
    for html in [
        "<table><tr><th>Tags<td>Advertisement</table>",
        "<blockquote>Advertisement</blockquote>",
        "<p>Advertisement<br>on the wall</p>",
    ] {
        let (_, report) = native::parse_with(&[html, ARTICLE].concat(), &options(), &mut |_| None);
        assert_eq!(report.removed, [], "{html}");
    }
}

#[test]
fn of_a_picture_and_its_preview_the_picture_stays() {
    let blurred = format!("data:image/jpeg;base64,{}", "A".repeat(900));
    for (preview, picture) in [
        (blurred.as_str(), "https://x.test/a.jpg"),
        ("https://x.test/freeze/max/60/1*abc.jpeg", "https://x.test/max/1600/1*abc.jpeg"),
        ("https://x.test/a-60x40.jpg", "https://x.test/a-1200x800.jpg"),
        ("https://x.test/w_40/a.jpg", "https://x.test/w_1200/a.jpg"),
    ] {
        for (first, second) in [(preview, picture), (picture, preview)] {
            for html in [
                format!("<div><img src='{first}'> <img src='{second}'></div>"),
                format!("<div><img src='{first}'></div><div><img src='{second}'></div>"),
            ] {
                let html = [&html, ARTICLE].concat();
                let written = write_html(&native::parse(&html, &options()));
                assert_eq!(written.matches("<img").count(), 1, "{html}: {written}");
                assert!(written.contains(picture), "{html}: {written}");
            }
        }
    }
}

#[test]
fn words_that_help_with_a_picture_go_with_it() {
    let bare = write_html(&native::parse(&["<p><img src=/a.png></p>", ARTICLE].concat(), &options()));
    for html in [
        "<p><img src=/a.png><span>Loading...</span></p>",
        "<p><img src=/a.png><br><em>点击查看大图</em></p>",
        "<div><p><img src=/a.png></p><p>(Click to enlarge)</p></div>",
    ] {
        assert_eq!(write_html(&native::parse(&[html, ARTICLE].concat(), &options())), bare, "{html}");
    }
}

#[test]
fn repairs_put_back_what_they_name() {
    let read = |html: &str| {
        write_html(&native::parse(html, &options()))
            .replace(" rel=\"noopener noreferrer nofollow\"", "")
            .replace(" loading=\"lazy\" decoding=\"async\" referrerpolicy=\"no-referrer\"", "")
    };
    for repair in REPAIRS {
        let name = repair.name;
        for (html, expected) in repair.cases {
            assert_eq!(read(html), *expected, "{name}: {html}");
            assert_eq!(read(&read(html)), *expected, "{name}, twice: {html}");
        }
    }
}

#[test]
fn every_repair_has_a_case_and_a_reason() {
    for repair in REPAIRS {
        assert!(!repair.cases.is_empty() && !repair.reason.is_empty(), "{}", repair.name);
    }
}
