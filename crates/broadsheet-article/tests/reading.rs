//! HTML to tree: repairs, images, links, limits.

#![cfg(all(not(target_arch = "wasm32"), feature = "native"))]

use broadsheet_article::tree::{Block, Inline, Size, Truncation};
use broadsheet_article::url::{BundledMedia, LinkUrl, MediaUrl};
use broadsheet_article::{Options, limits, native, write_html, write_text};

fn options() -> Options {
    Options { base: Some("https://base.test/dir/page".to_owned()), ..Options::default() }
}

/// The written HTML without the attributes that every link and every image has.
fn read(html: &str) -> String {
    write_html(&native::parse(html, &options()))
        .replace(" rel=\"noopener noreferrer nofollow\"", "")
        .replace(" loading=\"lazy\" decoding=\"async\" referrerpolicy=\"no-referrer\"", "")
}

fn assert_reads(cases: &[(&str, &str)]) {
    for (html, expected) in cases {
        assert_eq!(read(html), *expected, "{html}");
    }
}

#[test]
fn blocks() {
    assert_reads(&[
        ("a<p>b</p>c", "<p>a</p><p>b</p><p>c</p>"),
        ("<div><div>a<span>b</span></div>c</div>", "<p>ab</p><p>c</p>"),
        ("<p> </p><p>&nbsp;</p><div><br></div><p>a</p>", "<p>a</p>"),
        ("a<br><br>b<br>c<br><br><br>", "<p>a</p><p>b<br>c</p>"),
        ("a<br>\u{3000}\u{3000}b", "<p>a</p><p>b</p>"),
        ("<b>a<div>b</div>c</b>", "<p><b>a</b></p><p><b>b</b></p><p><b>c</b></p>"),
        (
            "<a href=//x.test/>a<p>b</a>",
            "<p><a href=\"https://x.test/\">a</a></p><p><a href=\"https://x.test/\">b</a></p>",
        ),
        ("<h1>a</h1><h6><div>b</div>c</h6>", "<h2>a</h2><h3>b<br>c</h3>"),
        ("<h2> </h2><h3><img src=/a.png></h3>", "<p><img src=\"https://base.test/a.png\" alt=\"\"></p>"),
        ("<h2>a<ul><li>b</ul>c</h2>", "<p>a</p><ul><li>b</li></ul><p>c</p>"),
        (
            "<ul>a<li>b<li><p>c<p>d<ul><li>e</ul></ul>",
            "<ul><li>a</li><li>b</li><li><p>c</p><p>d</p><ul><li>e</li></ul></li></ul>",
        ),
        (
            "<ul><li>a<ul><li>b</ul></ul><ul><ul><li>c</ul></ul>",
            "<ul><li>a<ul><li>b</li></ul></li></ul><ul><li><ul><li>c</li></ul></li></ul>",
        ),
        ("<li>a<li>b</li>c", "<ul><li>a</li><li>b</li></ul><p>c</p>"),
        ("<ol start=4><li>a</ol><ol start=x><li></ol>", "<ol start=\"4\"><li>a</li></ol>"),
        (
            "<ol reversed><li>a<li value=7>b<li value=6>c</ol><ol reversed start=1 type=x><li>a</ol>",
            "<ol start=\"3\" reversed><li>a</li><li value=\"7\">b</li><li>c</li></ol><ol start=\"1\" reversed><li>a</li></ol>",
        ),
        (
            "<ol type=A start=2><li value=2>a<li> <li>b<ol type=i><li>c</ol><li>d</ol><ul><li value=4>e</ul>",
            "<ol start=\"2\" type=\"A\"><li>a</li><li value=\"4\">b<ol type=\"i\"><li>c</li></ol></li><li>d</li></ol>\
             <ul><li>e</li></ul>",
        ),
        ("<dl>a<dt>b<dd>c<div><dt>d</div></dl>", "<dl><dd>a</dd><dt>b</dt><dd>c</dd><dt>d</dt></dl>"),
        ("<table><tr><td><p>a<p>b</table>", "<p>a</p><p>b</p>"),
        (
            "<table><tr><td>a<td colspan=2 align=right>b</table>",
            "<table><tbody><tr><td>a</td><td colspan=\"2\" align=\"right\">b</td></tr></tbody></table>",
        ),
        (
            "<table><caption>a<p>b</caption><thead><tr><th>c<tbody><tr><td>d</table>",
            "<table><caption>a<br>b</caption><thead><tr><th>c</th></tr></thead><tbody><tr><td>d</td></tr></tbody></table>",
        ),
        ("<table><tr><td></table>", ""),
        (
            "<table><caption>a</caption><caption> </caption><caption>b</caption><tr><td>c<td>d</table>",
            "<table><caption>a<br>b</caption><tbody><tr><td>c</td><td>d</td></tr></tbody></table>",
        ),
        (
            "<table><tr><td>a<hr><table><tr><td><hr>b</table><td>c</table>",
            "<table><tbody><tr><td>a<hr><p>b</p></td><td>c</td></tr></tbody></table>",
        ),
        (
            "<figure><div><img src=/a.png></div><figcaption><p>b</p><p>c</p></figcaption></figure>",
            "<figure><img src=\"https://base.test/a.png\" alt=\"\"><figcaption>b<br>c</figcaption></figure>",
        ),
        ("<figure><p>a</p><figcaption>b</figcaption></figure>", "<p>a</p><p>b</p>"),
        ("<details><summary>a</summary>b</details>", "<details><summary>a</summary><p>b</p></details>"),
        (
            "<blockquote>a<p>b</blockquote><blockquote> </blockquote>",
            "<blockquote><p>a</p><p>b</p></blockquote>",
        ),
        ("<pre>\n\n  a\n\n <b>b</b> \n</pre>", "<pre>  a\n\n <b>b</b></pre>"),
        (
            "<pre class='lang-Rust'><div>a</div><div>b</div></pre>",
            "<pre><code class=\"language-rust\">a\nb</code></pre>",
        ),
        ("<hr><hr>a", "<p>a</p>"),
        (
            "a<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
            "<p>a<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>",
        ),
        ("<form>a<input value=b><button>c</button><label>d</label></form>", "<p>abd</p>"),
        (
            "<svg><text>a</text></svg><math><mi>b</mi></math><script>c</script><style>d</style><x-y>e</x-y>",
            "<p>a <math><mi>b</mi></math>e</p>",
        ),
    ]);
}

#[test]
fn white_space() {
    assert_reads(&[
        (" a \n b <b> c </b> d", "<p>a b <b>c</b> d</p>"),
        ("a<b> </b>b<i></i>", "<p>a b</p>"),
        (
            "中\n文\n <a href=/x>\n 字\n</a>\n。latin\nletters 中 文",
            "<p>中文<a href=\"https://base.test/x\">字</a>。latin letters 中 文</p>",
        ),
        ("<p>\u{3000}\u{3000}a\u{a0}</p>", "<p>a</p>"),
        ("a&nbsp; b", "<p>a\u{a0} b</p>"),
        ("a &lt;b&gt; &amp;amp; \"c\"", "<p>a &lt;b&gt; &amp;amp; \"c\"</p>"),
    ]);
}

#[test]
fn line_ends_that_a_style_keeps_are_breaks() {
    assert_reads(&[
        ("<p style='white-space:pre-wrap'>甲\n  乙\n\n丙</p>a\nb", "<p>甲<br>乙</p><p>丙</p><p>a b</p>"),
        (
            "<div style='color:red; WHITE-SPACE : Pre-Line !important;'><b>a\nb</b>\nc</div>",
            "<p><b>a<br>b</b><br>c</p>",
        ),
        ("a<span style='white-space:break-spaces'>b\nc</span>\nd", "<p>ab<br>c d</p>"),
        (
            "<div style=white-space:pre>\n<ul>\n<li>a\nb</li>\n</ul>\n<h2>c\nd</h2>\n<p style=white-space:normal>e\nf</p>\n</div>",
            "<ul><li>a<br>b</li></ul><h2>c<br>d</h2><p>e f</p>",
        ),
        (
            "<table style=white-space:pre>\n<tr>\n<td>a\nb</td>\n<td>c</td>\n</tr>\n</table>",
            "<table><tbody><tr><td>a<br>b</td><td>c</td></tr></tbody></table>",
        ),
        ("<pre style='white-space:pre-wrap'>a\n\n  b</pre>", "<pre>a\n\n  b</pre>"),
        ("<p style='white-space:nowrap'>a\nb</p>", "<p>a b</p>"),
    ]);
}

#[test]
fn links_to_posts() {
    let read = |html: &str, base: Option<&str>| {
        let options = Options { base: base.map(str::to_owned), ..Options::default() };
        write_html(&native::parse(html, &options))
    };
    for (html, expected) in [
        (
            "<a href='?post=中 文+a#第一章'>a</a>",
            "<p><a href=\"?post=%E4%B8%AD%20%E6%96%87%20a#a-%E7%AC%AC%E4%B8%80%E7%AB%A0\">a</a></p>",
        ),
        ("<a href='?post=a&amp;tag=b'>a</a><a href=?tag=a>b</a><a href=?post=%00>c</a>", "<p>abc</p>"),
    ] {
        assert_eq!(read(html, None), expected);
        assert_eq!(read(expected, None), expected);
    }
    let original = read("<a href=?post=a>a</a>", Some("https://base.test/dir/page"));
    assert!(original.contains("href=\"https://base.test/dir/page?post=a\""), "{original}");
}

#[test]
fn links() {
    assert_reads(&[
        // Three spellings of one address.
        (
            "<a href=/cdn-cgi/l/email-protection#422302206c21>a</a> <a href=cdn-cgi/l/email-protection#422302206c21>b</a> \
             <a href='\\cdn-cgi\\l\\email-protection#422302206c21'>c</a>",
            "<p><a href=\"mailto:a@b.c\">a</a> <a href=\"mailto:a@b.c\">b</a> <a href=\"mailto:a@b.c\">c</a></p>",
        ),
        ("<a href=b?c#d>a</a>", "<p><a href=\"https://base.test/dir/b?c#d\">a</a></p>"),
        ("<a href=' HTTP://X.test '>a</a>", "<p><a href=\"http://x.test/\">a</a></p>"),
        (
            "<a href='java\nscript:a'>a</a><a href='&#1;vbscript:a'>b</a><a href=data:,c>c</a><a href=ftp://x.test>d</a>",
            "<p>abcd</p>",
        ),
        (
            "<a href=mailto:a@x.test>a</a> <a href=tel:1>b</a>",
            "<p><a href=\"mailto:a@x.test\">a</a> <a href=\"tel:1\">b</a></p>",
        ),
        ("<a href=#n>a</a><h2 id=n>b</h2>", "<p><a href=\"#a-n\">a</a></p><h2 id=\"a-n\">b</h2>"),
        (
            "<a href=https://base.test/dir/page#n>a</a><a name=n></a>b",
            "<p><a href=\"#a-n\">a</a><span id=\"a-n\"></span>b</p>",
        ),
        ("<a href=#gone>a</a><i id=unused>b</i>", "<p>a<i>b</i></p>"),
        (
            "<a href=https://base.test/dir/page#gone>a</a>",
            "<p><a href=\"https://base.test/dir/page#gone\">a</a></p>",
        ),
        (
            "<a href=#n>a</a><ol><li id=n>b</ol>",
            "<p><a href=\"#a-n\">a</a></p><ol><li id=\"a-n\">b</li></ol>",
        ),
        ("<a href=/cdn-cgi/l/email-protection#422302206c21>x</a>", "<p><a href=\"mailto:a@b.c\">x</a></p>"),
        (
            "<a href=https://base.test/cdn-cgi/l/email-protection#422302206c21>[email\u{a0}protected]</a>",
            "<p><a href=\"mailto:a@b.c\">a@b.c</a></p>",
        ),
        (
            "<a href=http://base.test/dir/page/#n>a</a><a name=n></a>b",
            "<p><a href=\"#a-n\">a</a><span id=\"a-n\"></span>b</p>",
        ),
        (
            "<a href=/cdn-cgi/l/email-protection class=__cf_email__ data-cfemail=422302206c21>[email]</a>",
            "<p>a@b.c</p>",
        ),
    ]);
    let article = native::parse("<a href=b>a</a><img src=c.png>", &Options::default());
    assert_eq!(write_html(&article), "<p>a</p>", "nothing to resolve against");
}

#[test]
fn files_of_the_bundle_are_handed_out() {
    let file =
        |name: &str| format!("<p><a href=\"media/0123456789abcdef.pdf\" download=\"{name}\">a</a></p>");
    let html = |name: &str| format!("<a href=media/0123456789abcdef.pdf download='{name}'>a</a>");
    for (name, expected) in [
        ("年表.pdf", "年表.pdf"),
        ("", "0123456789abcdef.pdf"),
        ("../../etc/a.exe", "etca.exe.pdf"),
        ("a\u{202e}fdp.exe", "afdp.exe.pdf"),
        (" .pdf", "0123456789abcdef.pdf"),
    ] {
        let written = read(&html(name));
        assert_eq!(written, file(expected), "{name}");
        assert_eq!(read(&written), written, "{name}");
    }
    // What is not of the bundle, or may run.
    for address in
        ["media/0123456789abcdef.html", "media/x.pdf", "/media/0123456789abcdef.js", "media/../a.pdf"]
    {
        let read = read(&format!("<a href={address} download>a</a>"));
        assert!(read.starts_with("<p><a href=\"https://base.test/"), "{address}: {read}");
    }
    // Only who packs knows the files; an article cannot name them itself.
    let (article, _) = native::parse_with(&html("a.pdf"), &Options::default(), &mut |_| None);
    assert_eq!(write_html(&article), "<p>a</p>");
}

#[test]
fn addresses_of_pictures() {
    let shown = |address: &str| format!("<p><img src=\"{address}\" alt=\"\"></p>");
    let (large, thumb) = ("https://x.test/a-large.jpg", "https://x.test/a-thumb-60x40.jpg");
    let cases: &[(&str, &str)] = &[
        // Attributes that no list has.
        ("<img src=/t.gif data-my-lazy-src=https://x.test/a-large.jpg>", large),
        ("<img src='' _src=https://x.test/a-large.jpg>", large),
        ("<img ess-data=https://x.test/a-large.jpg>", large),
        ("<img src=https://x.test/grey-box.png data-url=https://x.test/a-large.jpg>", large),
        ("<img class=lazy data-new-srcset='https://x.test/a-large.jpg 2x'>", large),
        // What is right already stays.
        ("<img src=https://x.test/a-large.jpg data-src=https://x.test/a-thumb-60x40.jpg>", large),
        ("<img src=https://x.test/a-large.jpg data-thumb=https://x.test/b.jpg>", large),
        ("<img src=https://x.test/a-large.jpg data-share-url='https://x.test/b.jpg'>", large),
        ("<img src=https://x.test/a-large.jpg data-page-src='https://x.test/page'>", large),
        ("<img src=https://x.test/a-large.jpg data-lazy=true data-original=1>", large),
        // A small copy rather than none, and a full one rather than that.
        ("<img data-thumb=https://x.test/a-thumb-60x40.jpg>", thumb),
        ("<img src=https://x.test/a-thumb-60x40.jpg data-full=https://x.test/a-large.jpg>", large),
        // Any GIF may be a placeholder, but not if there is nothing else.
        ("<img src=/wait.gif data-x=https://x.test/a-large.jpg>", large),
        ("<img src=https://x.test/wait.gif>", "https://x.test/wait.gif"),
        ("<img src=/t.gif><noscript><img src=https://x.test/a-large.jpg></noscript>", large),
        ("<img src=/wait.gif srcset='https://x.test/a-large.jpg'>", large),
        // Without an address of its own, what it is linked to, and boxes that a script was to fill.
        ("<figure data-src=https://x.test/a-large.jpg></figure>", large),
        (
            "<div class=photo style='height:9px;background-image:url(\"https://x.test/a-large.jpg\")'></div>",
            large,
        ),
    ];
    for (html, address) in cases {
        assert_eq!(read(html).replace("figure>", "p>"), shown(address), "{html}");
    }
    assert_reads(&[
        (
            "<a href=https://x.test/a.jpg><img data-b=c></a>",
            "<p><a href=\"https://x.test/a.jpg\"><img src=\"https://x.test/a.jpg\" alt=\"\"></a></p>",
        ),
        // Behind a box by its style alone.
        (
            "<div class=hero style='background-image:url(/a.jpg)'></div><div class=photo>b</div>",
            "<p><img src=\"https://base.test/a.jpg\" alt=\"\"></p><p>b</p>",
        ),
        ("<div class=hero style='background-image:url(/blank.gif)'></div><p>b</p>", "<p>b</p>"),
    ]);
}

#[test]
fn smileys_are_known_by_whichever_address_is_chosen() {
    for attribute in ["src", "data-src", "srcset", "data-srcset", "data-original", "data-lazy-src"] {
        let html = format!("<p>a <img {attribute}='https://x.test/smilies/a.gif'> b</p>");
        let written = write_html(&native::parse(&html, &options()));
        assert!(written.contains("class=\"emoji\""), "{html}: {written}");
        assert_eq!(write_html(&native::parse(&written, &options())), written);
    }
}

#[test]
fn pictures_that_cannot_be_shown_leave_their_words() {
    assert_reads(&[
        ("<p>a<img alt='a cup'>b</p>", "<p>a a cup b</p>"),
        ("<p><img src=javascript:a alt='a cup'></p>", "<p>a cup</p>"),
        ("<p><img src=data:image/svg+xml,x alt='a cup'></p>", "<p>a cup</p>"),
        ("<figure><img alt='a cup'><figcaption>a cup</figcaption></figure>", "<p>a cup</p>"),
        ("<a href=/b><img alt='a cup'></a>", "<p><a href=\"https://base.test/b\">a cup</a></p>"),
        // What says nothing, and what belongs to another picture.
        ("<img alt=Loading...><img alt=图片><img src=https://pixel.wp.com/g.gif alt=b>", ""),
        (
            "<div><img src=data:, alt='a cup'></div><div><img src=/a.png alt='a cup'></div>",
            "<p><img src=\"https://base.test/a.png\" alt=\"a cup\"></p>",
        ),
    ]);
}

#[test]
fn emoji_stay_in_their_sentence() {
    assert_reads(&[
        ("<p>a<img src=/emoji/1f642.png alt=🙂 class=wp-smiley width=72 height=72>b</p>", "<p>a🙂b</p>"),
        ("<p>a <img class=emoji alt='❤️' src=/2764.svg> b</p>", "<p>a ❤️ b</p>"),
        ("<p>a<img alt=[微笑] src=/a.png style='width:1em; height:1em'>b</p>", "<p>a[微笑]b</p>"),
        (
            "<p>a<img data-w=20 data-width=20 data-src=/blank.gif alt=[玫瑰] style='width:20px'>b</p>",
            "<p>a[玫瑰]b</p>",
        ),
        (
            "<p>a<img src=/smiley/smile.gif smilieid=1 alt=''>b</p>",
            "<p>a<img src=\"https://base.test/smiley/smile.gif\" alt=\"\" class=\"emoji\">b</p>",
        ),
        (
            "<p>a<img src=/e.png class=emoji alt=smile width=20>b</p>",
            "<p>a<img src=\"https://base.test/e.png\" alt=\"smile\" class=\"emoji\">b</p>",
        ),
        // A picture, whatever describes it.
        ("<p><img src=/a.jpg alt=🌸></p>", "<p><img src=\"https://base.test/a.jpg\" alt=\"🌸\"></p>"),
        (
            "<p><img src=/a.jpg class=emoji-chart alt=b width=640></p>",
            "<p><img src=\"https://base.test/a.jpg\" alt=\"b\" width=\"640\"></p>",
        ),
    ]);
}

#[test]
fn pictures() {
    const PIXEL: &str = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
    let lazy = format!("<img src='{PIXEL}' data-src=/a.jpg alt=' b\n c ' title=d width=10px height=20>");
    let noscript = format!("<img src='{PIXEL}'> <noscript><img src=/a.jpg width=4 height=5></noscript>");
    assert_reads(&[
        (
            &lazy,
            "<p><img src=\"https://base.test/a.jpg\" alt=\"b c\" title=\"d\" width=\"10\" height=\"20\"></p>",
        ),
        (&noscript, "<p><img src=\"https://base.test/a.jpg\" alt=\"\" width=\"4\" height=\"5\"></p>"),
        (
            "<img data-src=/a-300x200.jpg?x alt=b><noscript><img src=/a.jpg?y></noscript>",
            "<p><img src=\"https://base.test/a.jpg?y\" alt=\"b\"></p>",
        ),
        (
            "<noscript>The quay<img src=/a.jpg></noscript>",
            "<p>The quay<img src=\"https://base.test/a.jpg\" alt=\"\"></p>",
        ),
        ("<img src=http://x.test/a.png>", "<p><img src=\"https://x.test/a.png\" alt=\"\"></p>"),
        (
            "<img src=/loading.gif data-original=//x.test/a.png>",
            "<p><img src=\"https://x.test/a.png\" alt=\"\"></p>",
        ),
        (
            "<img src=/a.png width=1 height=1><img src=/b.png width=0><img src=https://pixel.wp.com/g.gif><img src=javascript:a><img>",
            "",
        ),
        (
            "<img src=/a.png style='x' data-width=640 data-height=480>",
            "<p><img src=\"https://base.test/a.png\" alt=\"\" width=\"640\" height=\"480\"></p>",
        ),
        (
            "<img src=/a.png width=64 data-width=640 data-height=480>",
            "<p><img src=\"https://base.test/a.png\" alt=\"\" width=\"64\"></p>",
        ),
        (
            "<amp-img src=/a.png width=4 height=3><noscript><img src=/b.png></noscript></amp-img>",
            "<p><img src=\"https://base.test/a.png\" alt=\"\" width=\"4\" height=\"3\"></p>",
        ),
        ("<img src=/static/none.gif file=/a.png>", "<p><img src=\"https://base.test/a.png\" alt=\"\"></p>"),
        (
            "<img src=//x.test/blank.gif data-actualsrc=/a.png>",
            "<p><img src=\"https://base.test/a.png\" alt=\"\"></p>",
        ),
        ("<img src=data:image/svg+xml;base64,AAAA><img src=data:text/html,a>", ""),
        (
            "<img src=/a.png srcset='/b.png 2x, javascript:a 3x, /a.png'>",
            "<p><img src=\"https://base.test/a.png\" srcset=\"https://base.test/b.png 2x, https://base.test/a.png 1x\" alt=\"\"></p>",
        ),
        (
            "<picture><source srcset='/a.webp 640w, /b.webp 1280w'><img></picture>",
            "<p><img src=\"https://base.test/b.webp\" srcset=\"https://base.test/a.webp 640w, https://base.test/b.webp 1280w\" alt=\"\"></p>",
        ),
        (
            "<video poster=/p.png><source src=/a.mp4>b</video>",
            "<video controls preload=\"none\" poster=\"https://base.test/p.png\"><source src=\"https://base.test/a.mp4\"></video>",
        ),
        (
            "<iframe data-src=//www.youtube-nocookie.com/embed/a_B-1234567?c src=about:blank>none</iframe>",
            "<figure data-film><a href=\"https://www.youtube.com/watch?v=a_B-1234567\">youtube.com/watch?v=a_B-1234567</a></figure>",
        ),
        (
            "<p>a<iframe title='The  rain' src='http://player.vimeo.com/video/1234?h=ab&t=1m'></iframe>b",
            "<p>a</p><figure data-film><a href=\"https://vimeo.com/1234/ab#t=60s\">The rain</a></figure><p>b</p>",
        ),
        (
            "<table><caption>a<iframe src=//youtube.com/embed/a_B-1234567></iframe></caption><tr><td>b<td>c</table>",
            "<table><caption>a<br><a href=\"https://www.youtube.com/watch?v=a_B-1234567\">youtube.com/watch?v=a_B-1234567</a></caption><tbody><tr><td>b</td><td>c</td></tr></tbody></table>",
        ),
        (
            "<figure data-film><a href=https://www.youtube.com/watch?v=a_B-1234567>a</a> b</figure>",
            "<p><a href=\"https://www.youtube.com/watch?v=a_B-1234567\">a</a> b</p>",
        ),
        (
            "<iframe src=//www.youtube.com/embed/a_B-1></iframe>",
            "<p><a href=\"https://www.youtube.com/embed/a_B-1\">youtube.com/embed/a_B-1</a></p>",
        ),
        (
            "<figure data-film><a href=https://x.test/watch?v=a_B-1234567>a</a></figure>",
            "<p><a href=\"https://x.test/watch?v=a_B-1234567\">a</a></p>",
        ),
        (
            "<iframe title='A  map' src=https://x.test/map></iframe><iframe src=about:blank></iframe>",
            "<p><a href=\"https://x.test/map\">A map</a></p>",
        ),
    ]);
}

#[test]
fn a_small_picture_in_the_article_stays() {
    let data = format!("data:image/PNG;base64,{}", "A".repeat(400));
    let article = native::parse(&format!("<img src='{data}'>"), &options());
    let [Block::Paragraph(content)] = article.blocks.as_slice() else { panic!("{article:?}") };
    let [Inline::Image(image)] = content.as_slice() else { panic!("{content:?}") };
    assert!(
        matches!(&image.source, MediaUrl::Inline(inline) if inline.as_str().starts_with("data:image/png;base64,AAA"))
    );
    let large =
        format!("<img src='data:image/png;base64,{}'>", "A".repeat(limits::MAX_INLINE_IMAGE_BYTES + 1));
    assert!(native::parse(&large, &options()).is_empty());
}

#[test]
fn files_beside_the_article_have_their_size() {
    let found = |address: &str| {
        let size = match address {
            "a.png" => Size { width: 600, height: 401 },
            "b.png" => Size { width: 1200, height: 802 },
            "tall.png" => Size { width: 2, height: 60_000 },
            _ => return None,
        };
        BundledMedia::new("0123456789abcdef", "png").map(|file| file.sized(Some(size)))
    };
    for (image, width, height) in [
        ("<img src=a.png>", Some(600), Some(401)),
        ("<img src=a.png width=300>", Some(300), Some(201)),
        ("<img src=a.png height=802>", Some(1200), Some(802)),
        ("<img src=a.png width=10 height=10>", Some(10), Some(10)),
        ("<img src=a.png data-width=10 data-height=20>", Some(10), Some(20)),
        ("<img src=a.png srcset='a.png 600w, b.png 1200w'>", Some(1200), Some(802)),
        ("<img src=a.png srcset='a.png, b.png 2x'>", Some(600), Some(401)),
        ("<img src=tall.png>", Some(2), Some(60_000)),
        ("<img src=tall.png width=60000>", Some(60_000), None),
        ("<img src=https://x.test/a.png>", None, None),
    ] {
        let (article, _) = native::parse_with(image, &Options::default(), &mut |address| found(address));
        let [Block::Paragraph(content)] = article.blocks.as_slice() else { panic!("{image}") };
        let [Inline::Image(read)] = content.as_slice() else { panic!("{image}") };
        assert_eq!((read.width, read.height), (width, height), "{image}");
        assert_eq!(native::parse(&write_html(&article), &Options::default()), article, "{image}");
    }
}

#[test]
fn an_article_cannot_name_a_file_of_the_bundle_itself() {
    let html = "<img src=media/0123456789abcdef.svg>";
    assert!(!native::parse(html, &Options::default()).is_empty());
    assert!(native::parse_with(html, &Options::default(), &mut |_| None).0.is_empty());
}

#[test]
fn files_beside_the_article() {
    let mut asked = Vec::new();
    let (article, _) = native::parse_with(
        "<img src=../a.png><img src=/b.png><img src=//x.test/c.png><img src=d.png>",
        &Options::default(),
        &mut |address| {
            asked.push(address.to_owned());
            match address {
                "../a.png" => BundledMedia::new("0123456789abcdef", "png"),
                "/b.png" => BundledMedia::new("fedcba9876543210", "webp"),
                _ => None,
            }
        },
    );
    assert_eq!(asked, ["../a.png", "/b.png", "//x.test/c.png", "d.png"]);
    let html = write_html(&article);
    assert!(
        html.contains("src=\"media/0123456789abcdef.png\"")
            && html.contains("src=\"media/fedcba9876543210.webp\"")
    );
    assert_eq!(html.matches("<img").count(), 3, "an address with a host needs no base: {html}");
    assert_eq!(native::parse(&html, &Options::default()), article);
    for (hash, extension) in [
        ("0123456789ABCDEF", "png"),
        ("0123456789abcde", "png"),
        ("0123456789abcdef", "html"),
        ("../3456789abcdef", "png"),
    ] {
        assert_eq!(BundledMedia::new(hash, extension), None);
    }
}

#[test]
fn hosts() {
    for (url, host) in [
        ("https://u:p@X.test:8080/a@b:1", Some("x.test")),
        ("https://[::1]:80/", Some("[::1]")),
        ("mailto:a@b.c", None),
    ] {
        let article = native::parse(&format!("<a href='{url}'>a</a>"), &options());
        let [Block::Paragraph(content)] = article.blocks.as_slice() else { panic!("{article:?}") };
        let [Inline::Link { href: LinkUrl::External(link), .. }] = content.as_slice() else {
            panic!("{content:?}")
        };
        assert_eq!(link.host(), host);
    }
}

#[test]
fn limits_are_said() {
    let deep = native::parse(&format!("{}a{}b", "<div>".repeat(50_000), "</div>".repeat(50_000)), &options());
    assert_eq!(
        (write_text(&deep).as_str(), deep.truncations.as_slice()),
        ("a\n\nb", &[Truncation::Depth][..])
    );
    let quotes = native::parse(&format!("{}a", "<blockquote>".repeat(60)), &options());
    assert_eq!(
        (write_text(&quotes).as_str(), quotes.truncations.as_slice()),
        ("a", &[Truncation::Depth][..])
    );
    let many = native::parse(&"<p>a".repeat(limits::MAX_NODES), &options());
    assert_eq!(many.truncations, [Truncation::Nodes]);
    let long = native::parse(&"中".repeat(limits::MAX_HTML_BYTES / 3 + 10), &options());
    assert_eq!(long.truncations, [Truncation::Bytes]);
    let base = format!("https://base.test/{}/", "b".repeat(limits::MAX_URL_BYTES - 100));
    let options = Options { base: Some(base), ..options() };
    for piece in ["<a href=c>d</a> ", "<img src=c srcset='e 2x'>d ", "<audio src=c></audio>d "] {
        let links = native::parse(&piece.repeat(3_000), &options);
        assert_eq!(links.truncations, [Truncation::Bytes], "{piece}");
        assert!(write_html(&links).len() < 2 * limits::MAX_HTML_BYTES, "{piece}");
        assert_eq!(write_text(&links).matches('d').count(), 3_000, "{piece}");
    }
}

#[test]
fn plain_text() {
    let html = "<h1>a</h1><p>b<br>c <img src=/d.png alt=e></p><ul><li>f<li>g</ul><hr><pre>h\n i</pre>";
    assert_eq!(write_text(&native::parse(html, &options())), "a\n\nb\nc \n\nf\n\ng\n\nh\n i");
}
