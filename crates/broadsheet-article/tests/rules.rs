//! Each cleaning rule: what it takes, and what looks alike and stays.

#![cfg(all(not(target_arch = "wasm32"), feature = "native"))]

use broadsheet_article::{Options, native, write_html};

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
        ],
        &[
            "<div hidden=until-found>x</div>",
            "<p style='display:inline'>x</p>",
            "<div style='display:none'><img src=https://x.test/late.png></div>",
            "<p class='hidden-gem'>x</p>",
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
        ],
        &[
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
        ],
        &[
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
        ],
        &[
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
        ],
        &["<nav><a href='#one'>Contents</a></nav><h2 id=one>x</h2>", "<div class='navigationist'>x</div>"],
    ),
    (
        "comments",
        &[
            "<div id=comments><h2>Comments</h2><p>x</p></div>",
            "<ol class='commentlist'><li>x</li></ol>",
            "<h2 class='title comment-form'>x</h2>",
        ],
        &[
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
        ],
        &["<div class='entry'>x</div>", "<div class='metadata-standards'>x</div>"],
    ),
    ("cookies", &["<div id='cookie-notice'>We use cookies</div>"], &["<div class='cookiecutter'>x</div>"]),
    (
        "heading-mark",
        &[
            "<a class='headerlink' href='https://x.test/#a'>¶</a>",
            "<span class='mw-editsection'>[edit]</span>",
        ],
        &["<p class='header-anchored'>x</p>"],
    ),
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
            assert_eq!(article, everything, "{rule}: {html}");
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
