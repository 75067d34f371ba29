//! What cleaning does to any article at all.

#![cfg(all(not(target_arch = "wasm32"), feature = "native", feature = "markdown"))]

mod support;

use std::collections::HashMap;

use broadsheet_article::native::Removal;
use broadsheet_article::{Article, Options, markdown, native, text, write_html};
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
    // Cleaning adds the sign of the way back from a footnote.
    for c in text(article).chars().filter(|c| !c.is_whitespace() && *c != '↩') {
        *counts.entry(c).or_default() += 1;
    }
    counts
}

/// Cleans HTML and asserts that cleaning the result changes nothing, and that no character went but in a box that a rule
/// named.
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

/// Elements and texts that the rules know, and some that they do not.
fn piece() -> impl Strategy<Value = String> {
    let text = prop::sample::select(vec![
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
    ]);
    let open = prop::sample::select(vec![
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
        "<b>",
    ]);
    let close = prop::sample::select(vec![
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
    ]);
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
