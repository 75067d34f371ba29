//! Properties of cleaning that hold for every article.

#![cfg(all(not(target_arch = "wasm32"), feature = "native", feature = "markdown"))]

mod support;

use std::collections::HashMap;

use broadsheet_article::native::Removal;
use broadsheet_article::{Article, Options, markdown, native, write_html, write_text};
use proptest::prelude::*;

use support::{Post, files, shared};

fn options() -> Options {
    Options {
        title: Some("A title - Site".to_owned()),
        base: Some("https://base.test/page".to_owned()),
        clean: true,
    }
}

fn clean(html: &str, options: &Options) -> (Article, Vec<Removal>) {
    let (article, report) = native::parse_with(html, options, &mut |_| None);
    (article, report.removed)
}

fn counts(article: &Article) -> HashMap<char, usize> {
    let mut counts = HashMap::new();
    // What a player is called where only a link can stand; where a player can, it goes with the
    // player.
    let text = write_text(article).replace("youtube.com/watch?v=a_B-1234567", "");
    // Cleaning adds the sign of the way back from a footnote.
    for c in text.chars().filter(|c| !c.is_whitespace() && *c != '↩') {
        *counts.entry(c).or_default() += 1;
    }
    counts
}

/// Cleans HTML and asserts that cleaning the result changes nothing, and that no character went but
/// in a box that a rule named.
fn assert_cleans(html: &str, options: &Options) {
    let (article, removed) = clean(html, options);
    let written = write_html(&article);
    let (again, removed_again) = clean(&written, options);
    assert_eq!(write_html(&again), written, "{html}: {removed_again:?}");
    let everything = counts(&native::parse(html, &Options { clean: false, ..options.clone() }));
    let kept = counts(&article);
    let lost: usize = everything
        .iter()
        .map(|(c, count)| count.saturating_sub(kept.get(c).copied().unwrap_or_default()))
        .sum();
    let taken: usize = removed.iter().map(|removal| removal.characters).sum();
    assert!(lost <= taken, "{lost} characters went, rules took {taken}: {html}: {removed:?}");
    for (c, count) in kept {
        assert!(everything.get(&c).is_some_and(|before| *before >= count), "{c:?} was added: {html}");
    }
}

/// Content of elements.
const TEXTS: &[&str] = &[
    "The harbour was quiet, and nobody on the quay spoke of what had been said the night before. ",
    "船在周三抵达港口，码头上没有人说话，大家都在等候消息。",
    "Advertisement",
    "Share this:",
    "Tags: ",
    "上一篇：",
    "Related",
    "A title",
    "We use cookies ",
    "发表评论",
    "1",
    "分享到微信",
    "阅读原文 ",
    "By A. B. ",
    "[1]",
    "\n",
    "<br><br>",
    "<a href=https://x.test/1>a link</a>",
    "<a href=https://x.test/2>Already a subscriber?</a>",
    "<a href=#n1>[1]</a>",
    "<sup><a href=#n2>2</a></sup>",
    "<img src=https://i0.wp.com/x.test/a.png?w=1>",
    "<img src=https://x.test/b.png width=1>",
    "<button>Go</button>",
    "<hr>",
    " ",
    "Related",
    "<a href=#>Back to top</a>",
    "<img src=https://x.test/c.png>",
    "<a href=https://x.test/1><img src=https://x.test/c.png></a>",
    "<img src=https://x.test/paywall.png>",
    "<img src=https://x.test/1.gif data-src=https://pixel.wp.com/g.gif>",
    "<a href=https://subscribe.x.test/><img src=https://x.test/d.png></a>",
    "<iframe src=https://www.youtube.com/embed/a_B-1234567></iframe>",
    "<input>",
];

/// Beginnings of elements.
const OPENINGS: &[&str] = &[
    "<p>",
    "<div>",
    "<div class=share>",
    "<div class=wp-caption>",
    "<p class=wp-caption-text>",
    "<div class=related>",
    "<article>",
    "<aside>",
    "<main>",
    "<ul>",
    "<li>",
    "<li id=n1>",
    "<ol>",
    "<p id=n2>",
    "<h1>",
    "<h2>",
    "<h4>",
    "<h6>",
    "<pre class='brush: php'>",
    "<span class=line>",
    "<table><tr><td>",
    "<td>",
    "<blockquote>",
    "<figure>",
    "<figcaption>",
    "<section hidden>",
    "<div class=paywall>",
    "<td class=code>",
    "<td class=gutter>",
    "<div class=line>",
    "<td class=blob-code>",
    "<div class=CodeMirror-code>",
    "<pre>",
    "<code class=hljs>",
    "<span class=lang>rust",
    "<div class='cookie entry-meta'>",
    "<p class=ads>",
    "<aside class=sidebar>",
    "<div style='visibility:hidden'>",
    "<b>",
    "<div class=comments>",
    "<nav>",
    "<form>",
    "<h3 id=n1>",
    "<details><summary>",
    "<dl><dt>",
    "<dd>",
    "<caption>",
    "<tr>",
    "<th>",
    "<figure data-film>",
];

/// Ends of elements.
const CLOSINGS: &[&str] = &[
    "</p>",
    "</div>",
    "</article>",
    "</aside>",
    "</main>",
    "</ul>",
    "</ol>",
    "</li>",
    "</h2>",
    "</h4>",
    "</pre>",
    "</span>",
    "</table>",
    "</blockquote>",
    "</figure>",
    "</section>",
    "</b>",
    "</a>",
    "</summary>",
    "</form>",
    "</figcaption>",
];

/// Elements and texts that the rules know, and some that they do not.
fn piece() -> impl Strategy<Value = String> {
    let text = prop::sample::select(TEXTS);
    let open = prop::sample::select(OPENINGS);
    let close = prop::sample::select(CLOSINGS);
    prop_oneof![6 => text, 4 => open, 4 => close].prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_is_cleaned_once_and_loses_nothing_besides(pieces in prop::collection::vec(piece(), 0..40)) {
        assert_cleans(&pieces.concat(), &options());
    }
}

#[test]
fn what_was_once_cleaned_twice() {
    let long = "The harbour was quiet, and nobody on the quay spoke of what had been said the night before. ";
    for html in [
        // Rules meet where the table around them is undone.
        "<table><tr><td><td><hr><table><tr><td><hr></ul>Tags: ",
        "<blockquote><hr><table><tr><td><hr>",
        // The way back that is added is no text of the article: of that, a rule may take a share.
        "<sup><a href=#n2>2</a></sup><p><figure><sup><a href=#n2>2</a></sup><p id=n2>[1]1</figure>Share this:",
        // Nor is it a link to another article.
        &[long, "<a href=#n1>[1]</a><hr>Related<li id=n1><hr>"].concat(),
        // It stands behind a space, and that before anchors.
        &["<a href=#n1>[1]</a><sup><a href=#n2>2</a></sup><p id=n2>", long, "<li id=n1>"].concat(),
        // What is left of an item is known when the rest is gone.
        &[long, "<ul>Advertisement<h1>Tags: </h2><a href=https://x.test/1>a link</a>"].concat(),
        // The title, when what stood before it is gone.
        &["<p>Related<p>", &format!("<a href=/1>{long}</a>").repeat(3), "<p>A title<p>", &long.repeat(9)]
            .concat(),
        // A figure in a figure, when the copy beside it is gone.
        "<figure><p><img src=/a.png><figure><img src=/a.png><figcaption>b</figcaption></figure></figure>",
        // An image is alone in its paragraph, and a copy, when the anchor that nothing leads to is
        // gone.
        &["<p><img src=/a.png><p id=n2><img src=/a.png><p>", long, "<br><br><a href=#n2>Back to top</a>"]
            .concat(),
        // The words for a video stand in no article.
        "<iframe src=https://www.youtube.com/embed/a_B-1234567></iframe>Advertisement",
        // A caption takes the place of one that is gone.
        "<table><caption><section hidden>a</section></caption><caption>b</caption><tr><td>c<td>d",
    ] {
        assert_cleans(html, &options());
    }
}

#[test]
fn samples_are_cleaned_once_and_lose_nothing_besides() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let mut count = 0;
    for path in
        files(&folder).iter().filter(|path| path.extension().is_some_and(|extension| extension == "md"))
    {
        let text = std::fs::read_to_string(path).unwrap();
        let body = text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"))
            .map_or(text.as_str(), |(_, body)| body);
        assert_cleans(&markdown::to_html(body), &options());
        count += 1;
    }
    assert!(count > 5, "{count} samples");
}

#[test]
fn real_posts_are_cleaned_once() {
    let Some(folder) = shared("corpus/posts") else { return };
    for path in files(&folder).iter().step_by(10) {
        let post = Post::read(path);
        let options = Options { title: Some(post.title), base: Some(post.from), clean: true };
        let written = write_html(&clean(&markdown::to_html(&post.body), &options).0);
        assert_eq!(write_html(&clean(&written, &options).0), written, "{}", post.name);
    }
}
