//! Whole pages, as scrapers leave them, and what is left of them: snapshots, reviewed by eye.

#![cfg(all(not(target_arch = "wasm32"), feature = "native", feature = "markdown"))]

use broadsheet_article::{Options, markdown, native, write_html, write_text};

/// The article of a page, and what the rules removed.
fn read(body: &str) -> String {
    let options = Options {
        title: Some("The harbour opens again - The Daily Gull".to_owned()),
        base: Some("https://gull.test/2024/harbour".to_owned()),
        clean: true,
    };
    let (article, report) = native::parse_with(&markdown::to_html(body), &options, &mut |_| None);
    let html = write_html(&article).replace("><", ">\n<");
    let removed: Vec<String> =
        report.removed.iter().map(|removal| format!("{}: {}", removal.rule, removal.summary)).collect();
    format!("{html}\n\n== text ==\n{}\n\n== removed ==\n{}", write_text(&article), removed.join("\n"))
}

/// A `WordPress` page: header, lazy images, share buttons, tags.
const BLOG: &str = r##"
<article class="post-7 category-social tag-ads" id="post-7">
 <header class="entry-header"><h1 class="entry-title">The harbour opens again</h1></header>
 <div class="entry-meta"><span class="byline"><a href="/author/tern">Tern</a></span> <time>1 May 2024</time></div>
 <div class="entry-content">

    <p>After nine years of dredging, the harbour took in its first ship on Wednesday. It was a small one, and it was
    late, but nobody on the quay seemed to mind either.</p>

  <p><img class="lazy" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
     data-lazy-src="https://i0.gull.test/quay.jpg?resize=640&amp;is-pending-load=1" alt="The quay">
     <noscript><img src="https://i0.gull.test/quay.jpg?resize=640" width="640" height="360" alt="The quay"></noscript></p>
  <div class="code-block"><div class="ads_x7">Advertisement</div></div>
  <p>“We were told it would never pay,” said the pilot. “It still may not.”<br><br>She has steered in these waters
  <a href="#note-1">since 1998</a>.</p>
  <ol><li id="note-1">According to the <a href="../register?id=4">pilots' register</a>.</li></ol>
  <div class="sharedaddy"><h3>Share</h3><ul><li><a href="https://twitter.com/share?u=x">Tweet</a></li></ul></div>
  <div id="jp-relatedposts"><h3>Related</h3></div>
 </div>
 <footer class="entry-footer">Tagged <a href="/tag/harbour">harbour</a></footer>
</article>
"##;

/// Markdown with the title as a link above, raw HTML below.
const FEED: &str = "\
<!--1714550400000-->
[The harbour opens again](https://gull.test/2024/harbour)
------

<div>
港口在九年疏浚之后重新开放。<br>　　第一艘船在周三
抵达。<script>track()</script><section id=imu><div id=\"dfp-ad-1\"> </div></section>
<figure><div><img src=//gull.test/a.jpg></div><figcaption><p>码头</p></figcaption></figure>
<iframe src=\"https://www.youtube.com/embed/gull-2024-0\"></iframe>

    <table><tr><th>Year<th>Ships<tr><td>2023<td align=right>0</table>
<a href=\"javascript:buy()\">Buy</a> or <a href=\"mailto:desk@gull.test\">write</a>
<a href=\"https://subscribe.gull.test/promotions/may\"><img data-src=/paywall.png></a>
</div>

## What comes *next*

More ships[^1], says `harbour --plan`.

[^1]: Four of them.
";

#[test]
fn blog() {
    insta::assert_snapshot!(read(BLOG));
}

#[test]
fn feed() {
    insta::assert_snapshot!(read(FEED));
}
