//! Each cleaning rule: what it takes, and what looks alike and stays.

#![cfg(all(not(target_arch = "wasm32"), feature = "native"))]

use broadsheet_article::{Options, native, text, write_html};

/// Stands before and after, so that what is looked at is a small part of the article.
const ARTICLE: &str = "<p>A paragraph of the article, long enough that boxes around it are small beside it. It goes on \
                       for a while, as paragraphs of articles do, and then it comes to an end, as they do, too.</p>";

/// For every rule: HTML that it takes whole, and HTML that it must leave.
const CASES: &[(&str, &[&str], &[&str])] = &[
    (
        "hidden",
        &[
            "<div hidden>x</div>",
            "<p style='color:red;DISPLAY : none'>x</p>",
            "<span style='visibility:hidden'>x</span>",
            "<h2 class='element-invisible'>file.png</h2>",
            "<span class='sr-only'>x</span>",
            "<div class='d-none'>x</div>",
        ],
        &[
            "<div hidden=until-found>x</div>",
            "<p style='display:inline'>x</p>",
            "<div style='display:none'><img src=https://x.test/late.png></div>",
            "<p class='hidden-gem'>x</p>",
        ],
    ),
    (
        "tracker",
        &[
            "<img src=https://x.test/count.gif width=1 height=1>",
            "<img src=/0.gif height=0>",
            "<p><img src='//pixel.wp.com/g.gif?v=noscript'></p>",
            "<img data-src=https://www.google-analytics.com/collect>",
        ],
        &[
            "<img src=https://x.test/tall.png width=1 height=300>",
            "<img src=https://x.test/pixel.wp.com/g.gif>",
        ],
    ),
    (
        "advert",
        &[
            "<div id='dfp-ad-imu1'>x</div>",
            "<section id=imu><div id=innity-in-post>x</div></section>",
            "<div class='widget ads_KbHEVhh8Rw'>x</div>",
            "<ins class='adsbygoogle'>x</ins>",
            "<div class='Advertisement'>x</div>",
            "<iframe src='https://ads.doubleclick.net/x'></iframe>",
            "<iframe src='//www.facebook.com/plugins/like.php?x'></iframe>",
            "<p>- Advertisement -</p>",
            "<div><span>請繼續往下閱讀...</span></div>",
        ],
        &[
            "<p>This advertisement</p>",
            "<p>Of <b>advertisement</b></p>",
            "<div class='header shadow download'>x</div>",
            "<div class='loading badge radio'>x</div>",
            "<p id='ad12'>x</p>",
            "<h2 id='ad-hoc'>x</h2>",
            "<div class='tag-ads category-ad'>x</div>",
            "<iframe src='https://doubleclick.net.x.test/'></iframe>",
        ],
    ),
    (
        "paywall",
        &[
            "<a href='https://subscribe.x.test/promotions/a'><img src=https://x.test/b.png></a>",
            "<img src='https://x.test/paywall_desktop_2.png'>",
            "<div class='paywall-banner'>Subscribe to read on</div>",
            "<div class='newsletter-signup'>x</div>",
            "<div><h3>Sign up for our newsletter</h3><form><input><button>Go</button></form></div>",
            "<p><a href=https://x.test/in>Already a subscriber? Sign in</a></p>",
            "<div>立即订阅 <a href=https://x.test/>查看全部方案和价格</a></div>",
            "<p>登录后继续阅读</p>",
        ],
        &[
            "<p>Sign up for our newsletter, they said, and nobody did.</p>",
            "<p>立即订阅的人不多，见<a href=https://x.test/>表</a>。</p>",
            "<p>Subscribe</p>",
            "<p><a href='https://subscribe.x.test/'>a link in the text</a></p>",
            "<img src='https://x.test/wall.png'>",
        ],
    ),
    (
        "share",
        &[
            "<div class='sharedaddy sd-sharing-enabled'><h3>Share</h3></div>",
            "<ul class='social-links'><li>x</li></ul>",
            "<div class='addthis_toolbox'>x</div>",
            "<a href='https://twitter.com/share?url=x'><img src=https://x.test/bird.png></a>",
            "<h3>Share this:</h3>",
            "<p>分享到：</p>",
        ],
        &[
            "<p>Share this with care</p>",
            "<p>分享</p>",
            "<h2 id='share-prices'>x</h2>",
            "<div class='tag-social-movement'>x</div>",
            "<div class='shareholder'>x</div>",
        ],
    ),
    (
        "navigation",
        &[
            "<nav><a href=https://x.test/1>x</a></nav>",
            "<div role=navigation>x</div>",
            "<div class='post-navigation'><a href=https://x.test/1>Older</a></div>",
            "<ol class='breadcrumbs'><li>x</li></ol>",
            "<p>Back to top ↑</p>",
            "<div>上一篇：<a href=https://x.test/1>另一篇文章的标题</a></div>",
        ],
        &[
            "<p>上一篇说到哪里了？</p>",
            "<nav><a href='#one'>Contents</a></nav><h2 id=one>x</h2>",
            "<div class='navigationist'>x</div>",
        ],
    ),
    (
        "comments",
        &[
            "<div id=comments><h2>Comments</h2><p>x</p></div>",
            "<ol class='commentlist'><li>x</li></ol>",
            "<h2 class='title comment-form'>x</h2>",
            "<h3>Leave a Reply</h3>",
            "<p>Your email address will not be published. Required fields are marked *</p>",
            "<div>发表评论</div>",
        ],
        &[
            "<p>She had to leave a reply unsent</p>",
            "<div id=comments><div class='comment comment-by-node-author'>x</div></div>",
            "<div class='commentary'>x</div>",
        ],
    ),
    (
        "related",
        &[
            "<div id='jp-relatedposts' class='jp-relatedposts'><h3>Related</h3></div>",
            "<div class='recommended'><a href=https://x.test/1>another article of the same site, and its long title</a></div>",
            "<div><h3>Related:</h3></div> <section><a href=https://x.test/1>one more article</a>, 1 May</section><ul><li><a href=https://x.test/2>two</a></ul>",
        ],
        &[
            "<h2 id='related-work'>x</h2>",
            "<div class='relatedness'>x</div>",
            "<h3>Related</h3><p>text without a link</p>",
        ],
    ),
    (
        "byline",
        &[
            "<div class='entry-meta'>By x, on <time>Monday</time></div>",
            "<span class='byline'>x</span>",
            "<footer class='entry-footer'>Tagged: x</footer>",
            "<p>Tags: <a href=https://x.test/t/1>harbour</a>, <a href=https://x.test/t/2>ships</a></p>",
        ],
        &[
            "<p>标签是<a href=https://x.test/>他们</a>贴的，不是我们。</p>",
            "<div class='entry'>x</div>",
            "<div class='metadata-standards'>x</div>",
        ],
    ),
    (
        "cookies",
        &[
            "<div id='cookie-notice'>We use cookies</div>",
            "<div>We use cookies to make this better. <button>Accept</button></div>",
            "<section><p>本网站使用 Cookie。</p><form><input type=submit></form></section>",
        ],
        &["<div class='cookiecutter'>x</div>", "<p>We use cookies</p>"],
    ),
    (
        "line-number",
        &["<pre class='lineno'>1\n2\n3</pre>", "<div class='gutter'><span>1</span><br><span>2</span></div>"],
        &["<div class='gutter'>12 rats</div>"],
    ),
    (
        "heading-mark",
        &[
            "<a class='headerlink' href='https://x.test/#a'>¶</a>",
            "<span class='mw-editsection'>[edit]</span>",
        ],
        &["<p class='header-anchored'>x</p>"],
    ),
    // What it takes stands beside an `article`, so it has a test of its own.
    ("page", &[], &[]),
    (
        "title",
        &["<h1>The Title!</h1>", "<p><a href=https://x.test/1>the title</a></p>", "The Title - A Site"],
        &["<p>The titles</p>"],
    ),
    (
        "copy",
        &[],
        &[
            "<img src=https://x.test/a.png><img src=https://x.test/b.png>",
            "<img src=https://x.test/i?1><img src=https://x.test/i?2>",
        ],
    ),
];

fn options() -> Options {
    Options { title: Some("The title".to_owned()), base: Some("https://base.test/".to_owned()), clean: true }
}

#[test]
fn rules_take_what_they_name() {
    let bare = write_html(&native::parse(ARTICLE, &options()));
    for (rule, taken, _) in CASES {
        for html in *taken {
            let (article, report) = native::parse_with(&[html, ARTICLE].concat(), &options(), &mut |_| None);
            assert_eq!(write_html(&article), bare, "{rule}: {html}");
            assert!(report.removed.iter().any(|removal| removal.rule == *rule), "{rule}: {html}: {report:?}");
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
    for (rule, _, kept) in CASES {
        for html in *kept {
            let html = [html, ARTICLE].concat();
            let (article, report) = native::parse_with(&html, &options(), &mut |_| None);
            assert_eq!(report.removed, [], "{rule}: {html}");
            let everything = native::parse(&html, &Options { clean: false, ..options() });
            let pictures = |article| write_html(article).matches("<img").count();
            assert_eq!(text(&article), text(&everything), "{rule}: {html}");
            assert_eq!(pictures(&article), pictures(&everything), "{rule}: {html}");
        }
    }
}

#[test]
fn nothing_goes_that_is_not_cleaned() {
    for html in CASES.iter().flat_map(|(_, taken, _)| *taken) {
        let options = Options { clean: false, ..options() };
        let (_, report) = native::parse_with(&[html, ARTICLE].concat(), &options, &mut |_| None);
        assert_eq!(report.removed, []);
    }
}

#[test]
fn no_rule_takes_the_article() {
    // The words are on everything.
    let names = "ads share related byline comments paywall navigation cookie-notice entry-meta sr-only";
    let html = format!("<div class='{names}'>{}</div>", ARTICLE.repeat(20));
    let article = native::parse(&html, &options());
    assert_eq!(article.blocks.len(), 20);
}

#[test]
fn every_rule_has_a_case_and_a_reason() {
    let rules: Vec<(&str, &str)> = native::rules().collect();
    let cases: Vec<&str> = CASES.iter().map(|(rule, ..)| *rule).collect();
    assert_eq!(rules.iter().map(|(name, _)| *name).collect::<Vec<_>>(), cases);
    assert!(rules.iter().all(|(_, reason)| !reason.is_empty()));
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

/// For every repair: HTML, and what it reads like, without the attributes that all pictures have.
const REPAIRS: &[(&str, &[(&str, &str)])] = &[
    (
        "image-proxy",
        &[
            (
                "<a href='https://i0.wp.com/x.test/a.jpg?ssl=1'><img src='https://i2.wp.com/x.test/a.jpg?resize=300%2C200&ssl=1' \
                 srcset='https://i2.wp.com/x.test/a.jpg?w=600 600w, https://i2.wp.com/x.test/a.jpg?w=300 300w' width=300 height=200></a>",
                "<p><a href=\"https://x.test/a.jpg\"><img src=\"https://x.test/a.jpg\" alt=\"\" width=\"300\" height=\"200\"></a></p>",
            ),
            (
                "<img src=data:, data-lazy-src=https://i0.wp.com/x.test/a.jpg?is-pending-load=1>",
                "<p><img src=\"https://x.test/a.jpg\" alt=\"\"></p>",
            ),
            (
                "<picture><source srcset='https://i0.wp.com/x.test/a.webp?w=9 9w'><img alt=b></picture>",
                "<p><img src=\"https://x.test/a.webp\" alt=\"b\"></p>",
            ),
        ],
    ),
    (
        "caption",
        &[
            (
                "<div class='wp-caption alignnone'><a href=https://x.test/><img src=/a.png></a><p class=wp-caption-text>b <i>c</i></p></div>",
                "<figure><a href=\"https://x.test/\"><img src=\"https://base.test/a.png\" alt=\"\"></a><figcaption>b <i>c</i></figcaption></figure>",
            ),
            ("<div class=wp-caption>a<p class=wp-caption-text>b</p></div>", "<p>a</p><p>b</p>"),
        ],
    ),
    (
        "code-language",
        &[
            (
                "<div class='highlight highlight-source-rust'><pre>a</pre></div>",
                "<pre><code class=\"language-rust\">a</code></pre>",
            ),
            (
                "<pre class='brush: php; toolbar: false'>a</pre>",
                "<pre><code class=\"language-php\">a</code></pre>",
            ),
            (
                "<pre><code class='hljs python'>a</code></pre>",
                "<pre><code class=\"language-python\">a</code></pre>",
            ),
            ("<pre data-lang=C++>a</pre>", "<pre><code class=\"language-c++\">a</code></pre>"),
            (
                "<div class='language-sh highlighter-rouge'><div class=highlight><pre class=highlight><code>a</code></pre></div></div>",
                "<pre><code class=\"language-sh\">a</code></pre>",
            ),
            (
                "<figure class='highlight js'><table><tr><td class=gutter><pre>1</pre></td><td class=code><pre>keep_the_gate(open).for_ships()</pre></td></tr></table></figure>",
                "<figure><pre><code class=\"language-js\">keep_the_gate(open).for_ships()</code></pre></figure>",
            ),
            ("<pre class='language-none'>a</pre>", "<pre>a</pre>"),
            (
                "<div lang=en class='lang-en'><p>a</p><pre>b</pre></div>",
                "<p>a</p><pre><code class=\"language-en\">b</code></pre>",
            ),
        ],
    ),
    (
        "code-lines",
        &[
            (
                "<pre><span class=line>a</span><span class=line>  b</span><code class=line>c</code></pre>",
                "<pre>a\n  b\nc</pre>",
            ),
            (
                "<pre><span class=line>a\n</span><span class=line>b</span>\n<span class=line>c</span></pre>",
                "<pre>a\nb\nc</pre>",
            ),
            (
                "<pre><span class=line>a</span><br><span class=line></span><br><span class=line>b</span></pre>",
                "<pre>a\n\nb</pre>",
            ),
        ],
    ),
    (
        "heading-order",
        &[
            (
                "<h2>a</h2><h4>b</h4><h6>c</h6><h4>d</h4><h3>e</h3><h1>f</h1>",
                "<h2>a</h2><h3>b</h3><h4>c</h4><h3>d</h3><h3>e</h3><h2>f</h2>",
            ),
            ("<h4>a</h4><h5>b</h5><h3>c</h3>", "<h2>a</h2><h3>b</h3><h2>c</h2>"),
        ],
    ),
    (
        "footnote",
        &[
            (
                "a<sup><a href=#n1>1</a></sup><sup><a href=#n1>1</a></sup><ol><li id=n1>b</ol>",
                "<p>a<span id=\"a-ref-n1\"></span><sup><a href=\"#a-n1\">1</a></sup><sup><a href=\"#a-n1\">1</a></sup></p>\
                 <ol><li id=\"a-n1\">b <a href=\"#a-ref-n1\">↩</a></li></ol>",
            ),
            (
                "a<a href=#n1>[1]</a><p><a name=n1></a>b",
                "<p>a<span id=\"a-ref-n1\"></span><a href=\"#a-n1\">[1]</a></p>\
                 <p><span id=\"a-n1\"></span>b <a href=\"#a-ref-n1\">↩</a></p>",
            ),
            (
                "a<a href=#_ftn1 name=_ftnref1>[1]</a><p><a href=#_ftnref1 name=_ftn1>[1]</a> b",
                "<p>a<span id=\"a-_ftnref1\"></span><a href=\"#a-_ftn1\">[1]</a></p>\
                 <p><span id=\"a-_ftn1\"></span><a href=\"#a-_ftnref1\">[1]</a> b</p>",
            ),
            (
                "<a href=#n1>see below</a><p id=n1>b",
                "<p><a href=\"#a-n1\">see below</a></p><p><span id=\"a-n1\"></span>b</p>",
            ),
        ],
    ),
];

#[test]
fn repairs_put_back_what_they_name() {
    let read = |html: &str| {
        write_html(&native::parse(html, &options()))
            .replace(" rel=\"noopener noreferrer nofollow\"", "")
            .replace(" loading=\"lazy\" decoding=\"async\" referrerpolicy=\"no-referrer\"", "")
    };
    for (repair, cases) in REPAIRS {
        for (html, expected) in *cases {
            assert_eq!(read(html), *expected, "{repair}: {html}");
            assert_eq!(read(&read(html)), *expected, "{repair}, twice: {html}");
        }
    }
}

#[test]
fn every_repair_has_a_case_and_a_reason() {
    let repairs: Vec<(&str, &str)> = native::repairs().collect();
    let cases: Vec<&str> = REPAIRS.iter().map(|(repair, ..)| *repair).collect();
    assert_eq!(repairs.iter().map(|(name, _)| *name).collect::<Vec<_>>(), cases);
    assert!(repairs.iter().all(|(_, reason)| !reason.is_empty()));
}
