//! Both parsers, side by side in a browser: the same HTML must give the same tree.

#![cfg(all(target_arch = "wasm32", feature = "dom", feature = "native", feature = "markdown"))]
#![allow(clippy::unwrap_used, reason = "a test")]

#[path = "support/variants.rs"]
mod variants;

use broadsheet_article::{Options, dom, markdown, native, write_html};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

include!(concat!(env!("OUT_DIR"), "/shared.rs"));

/// HTML that parsers are known to disagree on, or that the rules treat in a special way.
const SNIPPETS: &[&str] = &[
    "",
    "text",
    "<p>a<p>b",
    "<b><!-- c -->a<!-- d -->b</b><code class='language-math math-inline'><!-- e -->f</code>",
    "<b>a<p>b</b>c",
    "<p style='white-space:pre-wrap'>a\n b<i style='white-space:normal'>c\nd</i>\n\ne</p>f\ng",
    "<b><i>a</b>b</i>",
    "<a href=//x.test/1>a<a href=//x.test/2>b</a>",
    "<a href='/1'>a<div>b<a href='/2'>c</a></div></a>",
    "<a href='?post=%E4%B8%AD+a#a-%E7%AB%A0'>a</a><a href='?post=a&amp;b=1'>b</a><a href=?post=>c</a><a href=?post=%ff>d</a>",
    "<table>a<tr><td>b</table>c",
    "<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td><td>c",
    "<p><table><tr><td>a<td>b</table>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>a",
    "<svg><foreignObject><p>in</p></foreignObject></svg><p>out",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1&gt;'>",
    "<math><annotation-xml encoding=text/html><p>a</p></annotation-xml></math>b",
    "<math><semantics><mrow><mi>x</mi><mo>=</mo><mn>1</mn></mrow><annotation encoding=application/x-tex>x=1<2</annotation></semantics></math>b",
    "<math display=block><mtable columnalign='left right'><mtr><mtd>a<mtd columnalign=center>b</mtr></mtable></math>",
    "<math><mi>x</mi><mtext>a <b>b</b></mtext></math><math><mtext><p>b</p></mtext></math>c",
    "<math><mfenced open='[' separators=';'><mi>a</mi><mi>b</mi></mfenced><menclose><mi>c</menclose><mo lspace=1e9em stretchy=false>d",
    "<math xlink:href=javascript:alert(1) href=javascript:alert(1)><maction><mi>a</mi><mi>b</mi></maction></math>",
    "<math alttext='x^2'><mspace/></math><math><mi> </mi></math><math></math>a",
    "<span class=katex-display><span class=katex><math><mi>v</mi></math><span>v</span></span></span>",
    "<span class=MathJax_Preview>a</span><span class=MathJax>b</span><script type='math/tex; mode=display'>c<d</script>",
    "<mjx-container display=true><svg><path/></svg><mjx-assistive-mml><math><mi>k</mi></math></mjx-assistive-mml></mjx-container>",
    "<img class=latex alt='a_1' src=https://x.test/a.png><img src='https://www.zhihu.com/equation?tex=a%3Cb'>",
    "<code class='language-math math-inline'>a<b</code><pre><code class=language-math>a\nb</code></pre>",
    "\\(a^2\\) <b>\\[ \\alpha<br>b \\]</b> $$x$$ <code>\\(x\\)</code>",
    "<svg><title>a</title></svg><svg><text>b<tspan>c</tspan></text><text>d</text></svg><svg aria-hidden=true><title>e</title></svg>",
    "<noscript><p title='</noscript><img src=https://x.test/1.png>'>a</noscript>b",
    "<img data-src=https://x.test/a.jpg src=data:image/gif;base64,R0lGODlhAQABAAAAACw=><noscript><img src=https://x.test/a.jpg width=4 height=5></noscript>",
    "<template><p>a</p></template>b",
    "<template><p>A sentence of a template, here.</p><tr><td>c</template>b<svg><template><p>d</p></template></svg>",
    "<x-h><template shadowrootmode=open><p>a<slot>b</slot><slot name=s></slot></template>c<b slot=s>d</b></x-h>e",
    "<svg width=300><image xlink:href=https://x.test/a.png /></svg><svg><g><image href=/b.png /></g><text>c</text></svg>",
    "<sup data-text=note data-url=https://x.test/>1</sup><i class='emoji emoji1f600'></i><card name=image value='data:{\"src\":\"https://x.test/a.png\"}'>",
    "<math><apply><plus/><ci>a</ci><cn>1</cn></apply></math><span class=katex><span class=mord>x</span><span class=msupsub><span class=vlist>2</span></span></span>",
    "<title>a</title>b<style>c</style><script>d</script>",
    "<textarea>a</textarea><select><option>b</select><button>c</button><input value=d>e",
    "<xmp><b>a</b></xmp><listing>\nb</listing>",
    "<plaintext>a</plaintext><b>b",
    "<!DOCTYPE html><html><head><title>a</title></head><body class=x><p>b</body></html>c",
    "<frameset><frame src=a></frameset>b",
    "<body onload=a><p>b<body><p>c",
    "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
    "<ul>a<li>b<ul><li>c</ul><div><li>d</div></ul><li>e",
    "<dl><div><dt>a<dd>b</div><p>c</dl>",
    "<ol reversed type=A><li>a<li value=7>b<li> <li>c</ol><ol start=x style='list-style:lower-roman'><li value=-2>d</ol>",
    "10<span style='vertical-align:SUPER'>5</span><b style='font-weight:normal'>a<span style='font:italic 700 1em x'>b</span></b><p style='text-decoration:line-through'>c",
    "<abbr title='a &quot;b&quot; <c>'>d</abbr><abbr title='a &quot;b&quot; <c>'>d</abbr><span data-tooltip=中>字</span><a href=# title=e>f</a>",
    "<div dir=rtl>\u{5d0}<p dir=ltr>b<ul dir=auto><li>\u{5d0}</ul><table dir=LTR><tr dir=rtl><td>c<td dir=ltr>d</table></div><bdo dir=rtl>e<bdi>f<span dir=ltr>g",
    "<html dir=rtl><body dir=ltr>\u{5d0}<x-y dir=rtl>a<p>b</p></x-y>",
    "<h1><h2>a</h1>b</h2>",
    "<pre>\n\na\n <b>\nb</b></pre>",
    "<pre><code class='language-C++'>a&lt;b</code></pre>",
    "<details><p>a<summary>b</summary></details>",
    "<figure><a href=https://x.test/><div><img src=http://x.test/a.png></div></a><figcaption><p>a<p>b</figcaption></figure>",
    "<picture><source srcset='https://x.test/a.webp 1x, https://x.test/b.webp 2x'><img></picture>",
    "<img src=https://x.test/a.png srcset='https://x.test/a.png 100w, javascript:alert(1) 200w, https://x.test/b,c.png 300w,,data:image/svg+xml,x 1x'>",
    "<img srcset='//x.test/a.png, //x.test/b.png 1.50x' width=10px height=' 20 '>",
    "<img src='data:image/png;base64,iVBORw0KGgo='>",
    "<video poster=https://x.test/p.png><source src=https://x.test/a.mp4>fallback</video><audio src=https://x.test/a.mp3></audio>",
    "<iframe src=https://www.youtube-nocookie.com/embed/abc_DEF-123?rel=0></iframe><figure data-film><a href=https://vimeo.com/1/a>b <i>c</i></a></figure><iframe data-lazy-src=//player.vimeo.com/video/12#t=9></iframe><iframe src=javascript:alert(1)></iframe><iframe srcdoc='<p>a'></iframe>",
    "<a href='java\nscript:alert(1)'>a</a><a href=' &#1;javascript:alert(1)'>b</a><a href='JaVaScRiPt&colon;alert(1)'>c</a>",
    "<a href='https://user:pw@EXAMPLE.test:443/ä b?ö=\"<>`{}|^#ü\"<>`'>a</a>",
    "<a href='https://例え.テスト/パス'>a</a><a href='http://0x7f.1/'>b</a><a href='https://[::1]:8080/'>c</a>",
    "<a href='\\\\x.test\\a\\..\\b'>a</a><a href='https:x.test'>b</a><a href='http:///x.test'>c</a><a href='https://x.test/%zz%41'>d</a>",
    "<a href='mailto:a@b.test?subject=c d'>a</a><a href=tel:+1-2>b</a><a href=ftp://x.test/>c</a><a href=data:text/html,x>d</a>",
    "<a href='?a=1&b=2'>a</a><a href='..'>b</a><a href='#n'>c</a><p id=n>n",
    "<a href='#%E4%B8%AD'>a</a><p id=中>b</p><a href='#gone'>c</a><a href='https://base.test/dir/page#n'>d</a><i id=n>e</i>",
    "a<br>\u{3000}\u{3000}b<br><br>c<br/>d&nbsp;<br>",
    "中\n文 <b>\n字\n</b>\n和 latin\ntext",
    "&#0;&#13;&#x80;&notit;&amp;lt;&nbsp;&NotEqualTilde;",
    "a\u{0}b\u{c}c\rd\r\ne",
    "<p\u{0}>a</p\u{0}><DIV>b</DIV><x-y>c</x-y><İ>d",
    "<a href='/cdn-cgi/l/email-protection#422302206c21'>x</a><span data-cfemail=422302206c21>[email]</span>",
    "<div hidden>a</div><div style='Display : none !important'>b</div><div class='sr-only'>c</div>d",
    "<b><b><b><b><p>a</b></b></b></b>b",
    "<font><p><font><p><b><i><u><s>a</font></p>b</font>c",
    "<form><table><form><tr><td><form>a",
    "<option><optgroup>a</option>b<keygen>c<image src=https://x.test/i.png>",
    "<center><nobr>a<nobr>b</center>",
    "<p>a</br>b</p>c</p>d",
    "<![CDATA[a]]><?php a ?>b<!-- c --!>d<!-->e",
    "<td>a<tr>b<tbody>c<caption>d",
    "<table><caption>a<p>b</caption><colgroup><col><thead><tr><th align=RIGHT colspan=2000 rowspan=0>c<tfoot><tr><td style='text-align:center'>d</table>",
    "<table><tr><td>a<script>x</script><input type=hidden><b>b<select><tr><td>c",
    "<select><table><tr><td>a</select>b",
    "<a id=x name=y href=#y>a</a><a name=y>b</a><a href=#x>c</a>",
    "<search>a</search><dialog>b</dialog><menu><li>c</menu><marquee>d</marquee><blink>e",
];

fn options() -> Options {
    Options {
        title: Some("A title".to_owned()),
        base: Some("https://base.test/dir/page".to_owned()),
        ..Options::default()
    }
}

/// The two trees as HTML, if they differ.
fn difference(html: &str, options: &Options) -> Option<String> {
    let native = native::parse(html, options);
    let dom = dom::parse(html, options).unwrap();
    if native == dom {
        return None;
    }
    let (native_html, dom_html) = (write_html(&native), write_html(&dom));
    let same = native_html.bytes().zip(dom_html.bytes()).take_while(|(a, b)| a == b).count();
    let around = |html: &str| {
        let start = html.floor_char_boundary(same.saturating_sub(80));
        html[start..].chars().take(240).collect::<String>()
    };
    Some(format!(
        "native: {:?}\nbrowser: {:?}\nsource: {:?}\ncuts: {:?} {:?}",
        around(&native_html),
        around(&dom_html),
        html.chars().take(300).collect::<String>(),
        native.truncations,
        dom.truncations,
    ))
}

fn assert_same<'a>(all: impl Iterator<Item = (String, &'a Options)>) -> usize {
    let mut count = 0;
    let mut differing = 0;
    for (html, options) in all {
        count += 1;
        if let Some(difference) = difference(&html, options) {
            differing += 1;
            if differing <= 12 {
                console_log!("{difference}\n");
            }
        }
    }
    assert_eq!(differing, 0, "of {count}");
    count
}

#[wasm_bindgen_test]
fn snippets() {
    let cleaned = options();
    let everything = Options { clean: false, base: None, ..options() };
    assert_same(
        SNIPPETS.iter().flat_map(|html| [((*html).to_owned(), &cleaned), ((*html).to_owned(), &everything)]),
    );
}

#[wasm_bindgen_test]
fn payloads() {
    if PAYLOADS.is_empty() {
        console_log!("skipped: no payloads were found when this was built");
        return;
    }
    let options = options();
    let count = assert_same(PAYLOADS.iter().flat_map(|file| file.lines()).map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        (line["payload"].as_str().unwrap().to_owned(), &options)
    }));
    console_log!("{count} payloads");
}

/// Differences of the parsers themselves: html5ever 0.40 loses a NUL that follows `<` where the
/// standard has a replacement character, knows nothing yet of the rules for `select` that the
/// standard got in 2025, ends elements around a formula or a drawing by HTML in its annotation,
/// text or title, and drops a NUL in CDATA. Chromium leaves a link open that has `is` where the
/// next one begins.
fn is_read_otherwise(html: &str) -> bool {
    let html = html.to_ascii_lowercase();
    ["<\0", "<select", "<annotation-xml", "<mtext", "<svg><title"].iter().any(|piece| html.contains(piece))
        || (html.contains("<![cdata[") && html.contains('\0'))
        || (html.contains("is=") && html.matches("<a").count() > 1)
}

#[wasm_bindgen_test]
fn generated_variants() {
    let (cleaned, everything) = (options(), Options { clean: false, ..options() });
    let variants = |seed| variants::variants(seed, 8_000).filter(|html| !is_read_otherwise(html));
    let cleaned = variants(7).map(|html| (html, &cleaned));
    let count = assert_same(cleaned.chain(variants(8).map(|html| (html, &everything))));
    assert!(count > 11_000, "{count}");
}

#[wasm_bindgen_test]
fn posts() {
    if POSTS.is_empty() {
        console_log!("skipped: no posts were found when this was built");
        return;
    }
    let options = options();
    let count = assert_same(POSTS.iter().map(|post| (markdown::to_html(post), &options)));
    console_log!("{count} posts");
}

#[wasm_bindgen_test]
fn deep_nesting() {
    let options = options();
    let deep = |piece: &str, close: &str| {
        format!("<p>before</p>{}inner{}<p>after", piece.repeat(50_000), close.repeat(50_000))
    };
    for (open, close) in [
        ("<div>", "</div>"),
        ("<b>", "</b>"),
        ("<blockquote>x", ""),
        ("<ul><li>", "</li></ul>"),
        ("<table><tr><td>", ""),
    ] {
        let html = deep(open, close);
        let (native, dom) = (native::parse(&html, &options), dom::parse(&html, &options).unwrap());
        // Whatever is left of the structure, the text is all there.
        for article in [&native, &dom] {
            let text = broadsheet_article::write_text(article);
            assert!(
                text.starts_with("before") && text.contains("inner") && text.ends_with("after"),
                "{open}"
            );
        }
    }
}

/// Two snippets, one after the other: what the first leaves open meets the second.
#[wasm_bindgen_test]
fn pairs_of_snippets() {
    let options = options();
    // html5ever lets a paragraph in a formula's HTML annotation end the paragraph around the
    // formula; browsers don't. What differs is then no formula, but text that no page has.
    let followers = SNIPPETS.iter().filter(|second| !second.contains("annotation-xml"));
    let pairs = followers.flat_map(|second| SNIPPETS.iter().map(move |first| [*first, *second].concat()));
    // In Chromium, HTML in a formula's text may be followed by a frameset, in html5ever not.
    let pairs = pairs.filter(|html| !(html.contains("<mtext><table>") && html.contains("<frameset>")));
    let count = assert_same(pairs.map(|html| (html, &options)));
    console_log!("{count} pairs");
}

/// In a page that requires Trusted Types. The requirement can't be taken back, so tests that run
/// later meet it, too.
#[wasm_bindgen_test]
fn trusted_types() {
    let window: web_sys::Window = js_sys::global().unchecked_into();
    let document = window.document().unwrap();
    let meta = document.create_element("meta").unwrap();
    meta.set_attribute("http-equiv", "Content-Security-Policy").unwrap();
    meta.set_attribute("content", "require-trusted-types-for 'script'; trusted-types broadsheet-inert")
        .unwrap();
    document.head().unwrap().append_child(&meta).unwrap();

    let parser = web_sys::DomParser::new().unwrap();
    #[expect(clippy::disallowed_methods, reason = "shows that the page refuses a plain string")]
    let refused = parser.parse_from_string("<p>a", web_sys::SupportedType::TextHtml);
    assert!(refused.is_err(), "this browser does not enforce Trusted Types");
    let article = dom::parse("<p>a", &options()).unwrap();
    assert_eq!(write_html(&article), "<p>a</p>");
}
