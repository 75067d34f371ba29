//! The ledger: every unit of a source has an end.

#![cfg(all(not(target_arch = "wasm32"), feature = "native", feature = "markdown"))]

mod support;

use broadsheet_article::native::{self, CleaningReport, Ledger, Loss, Outcome, Replacement, Unit, Units};
use broadsheet_article::{Options, markdown};
use proptest::prelude::*;

use support::{Post, files, shared};

fn report(html: &str, clean: bool) -> CleaningReport {
    let options = Options {
        title: Some("A title - Site".to_owned()),
        base: Some("https://base.test/page".to_owned()),
        clean,
    };
    native::parse_with(html, &options, &mut |_| None).1
}

/// Asserts that nothing is unexplained: neither lost without a record, nor there from nowhere.
fn assert_explained(html: &str) -> Ledger {
    let [cleaned, whole] = [true, false].map(|clean| {
        let ledger = report(html, clean).ledger;
        assert!(ledger.unexplained().is_empty() && ledger.surplus.is_empty(), "{}: {ledger:?}", html.len());
        ledger
    });
    assert_eq!(cleaned.source, whole.source, "{html}");
    let taken = |ledger: &Ledger| {
        ledger.outcomes.iter().any(|(outcome, _)| matches!(outcome, Outcome::Taken(name) if native::rules().any(|(rule, _)| rule == *name)))
    };
    assert!(!taken(&whole), "{html}");
    cleaned
}

fn amount(ledger: &Ledger, outcome: Outcome, unit: Unit) -> usize {
    ledger.outcomes.iter().find(|(known, _)| *known == outcome).map_or(0, |(_, units)| units[unit])
}

/// Every kind of element that the tree builder knows, in places where it may stand and where not.
#[expect(clippy::too_many_lines, reason = "a table")]
fn piece() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "The harbour was quiet. ",
        "码头上没有人说话。",
        "\u{200b}",
        " ",
        "\n",
        "<br>",
        "<hr>",
        "Advertisement",
        "A title",
        "Related",
        "[1]",
        "<img src=/a.png>",
        "<img src=/a.png width=1>",
        "<img>",
        "<img alt='a dog'>",
        "<img class=emoji alt='🐶' src=/dog.png>",
        "<a href=https://x.test/large.jpg><img data-x=y alt=z></a>",
        "<img src=data:image/gif;base64,R0lGODlhAQABA data-src=/a.png>",
        "<noscript><img src=/a.png>Turn scripts on</noscript>",
        "<noscript><p>x<img src=/b.png><amp-img src=/b.png><a href=/1>y</a></noscript>",
        "<amp-img src=/c.png></amp-img>",
        "<a href=#>top</a>",
        "<a href=#n1>[1]</a>",
        "<sup><a href=#n1>1</a></sup>",
        "<a href=javascript:go()>go</a>",
        "<a href=ftp://x.test/>f</a>",
        "<a href=https://x.test/></a>",
        "<a href=https://x.test/><img></a>",
        "<a class=__cf_email__ data-cfemail=543931143931 href=/cdn-cgi/l/email-protection>[email protected]</a>",
        "<a href=/cdn-cgi/l/email-protection#543931143931>[email protected]</a>",
        "<span data-cfemail=543931143931>[email protected]</span>",
        "<iframe src=https://www.youtube.com/embed/a_B-1234567></iframe>",
        "<iframe src=https://x.test/frame title='A map'>no frames</iframe>",
        "<iframe></iframe>",
        "<video src=/a.mp4>no video</video>",
        "<video>no <a href=/v>video</a></video>",
        "<audio><source src=/a.mp3></audio>",
        "<object data=/a.swf><embed src=/a.swf>no Flash</object>",
        "<embed src=/a.swf>",
        "<canvas>a chart</canvas>",
        "<button>Go</button>",
        "<input type=checkbox>",
        "<input>",
        "<select><option>one<option>two</select>",
        "<textarea>a text</textarea>",
        "<progress>70 %</progress>",
        "<output>7</output>",
        "<label><input type=radio checked>yes</label>",
        "<li><input type=checkbox>done",
        "<form><input value=me><input type=submit value=Send></form>",
        "<input value=Ann>",
        "<progress value=3 max=4></progress>",
        "<object data=/a.pdf></object>",
        "<object data=/a.pdf>The <a href=/a.pdf>file</a></object>",
        "<object><param name=movie value=https://www.youtube.com/v/a_B-1234567></object>",
        "<iframe srcdoc='<p>inner <a href=/1>x</a> <input type=checkbox> y'></iframe>",
        "<noframes><p>raw <b>x</b></noframes>",
        "<div data-src=https://www.youtube.com/embed/a_B-1234567><img src=/still.png><a href=/1>play</a>words</div>",
        "<div class=twitter-x data-tweet-id=1>a tweet</div>",
        "<script src=https://gist.github.com/a/1.js></script>",
        "<amp-iframe src=https://x.test/f><amp-img placeholder src=/p.png></amp-img>wait</amp-iframe>",
        "<amp-video src=/a.mp4>none</amp-video>",
        "<video src=blob:x poster=/p.png>Your browser does not support video.</video>",
        "<area href=https://x.test/ alt=part>",
        "<div style='background-image:url(/bg.png)' data-src=/bg.png></div>",
        "<button>Can I send it back?</button>",
        "<math><mi>x</mi></math>",
        "<math></math>",
        "<math><semantics><mi>x</mi><annotation encoding='application/x-tex'>x</annotation></semantics></math>",
        "<span class=katex><span class=katex-mathml><math><mi>y</mi></math></span><span class=katex-html>y</span></span>",
        "<span class=katex><span class=katex-html><span class=mord>x</span><span class=msupsub><span class=vlist>2</span></span></span></span>",
        "<math><apply><plus/><ci>a</ci><cn>1</cn></apply></math>",
        "<math><semantics><annotation-xml encoding=MathML-Content><ci>a</ci></annotation-xml></semantics></math>",
        "<span data-formula=x^2><svg width=300><path/></svg></span>",
        "<mjx-container><svg width=300><path/></svg></mjx-container>",
        "<span class=mjx-chtml><span class=mjx-math>x<span class=mjx-sup>2</span></span></span>",
        "<script type=math/tex>a^2</script>",
        "<span class=MathJax_Preview>a</span><script type='math/tex; mode=display'>a^2</script>",
        "<img class=latex alt='x^2' src=/x.png>",
        "a \\(x^2\\) b $$y$$ c",
        "<pre class=language-math>x^2</pre>",
        "<code class='language-math math-inline'>x^2</code>",
        "<svg width=300 height=200><title>A map</title></svg>",
        "<svg width=300><g><path/></g><foreignObject><p>in it</p></foreignObject></svg>",
        "<svg width=300 aria-hidden=true><path/></svg>",
        "<svg viewBox='0 0 300 200'><text>a</text><desc>b</desc></svg>",
        "<svg><title>icon</title></svg>",
        "<script>var x</script>",
        "<style>p{}</style>",
        "<template>t</template>",
        "<template><p>Words of a template, a sentence.</p><img src=/t.png></template>",
        "<x-card><template shadowrootmode=open><slot name=a><a href=/1>none</a></slot><slot></slot></template><b slot=a>y</b>z</x-card>",
        "<template shadowrootmode=open><p>shade</p><slot>fallback<img src=/f.png></slot></template>",
        "<sup data-text='A note.' data-url=https://x.test/n>[1]</sup>",
        "<sup data-text='Another note.'><a href=#n1>2</a></sup>",
        "<sup data-text='A third.'></sup>",
        "<span class='emoji emoji1f600'></span>",
        "<script type=text/plain>lines of\ntext</script>",
        "<mp-miniprogram data-miniprogram-title=card data-miniprogram-imageurl=https://x.test/0></mp-miniprogram>",
        "<section class=js_blockquote_wrap data-url=https://x.test/q data-author-name=who>words</section>",
        "<oembed url=https://x.test/v></oembed>",
        "<iframe src='data:text/html,%3Cp%3Ein <a href=/1>it'></iframe>",
        "<form><p>of <input value=42> all</p></form>",
        "<div class=tweet data-attrs='{\"url\":\"https://x.test/1\",\"full_text\":\"a tweet\"}'></div>",
        "<div class=image-gallery data-attrs='{\"src\":\"https://x.test/1.jpg\"}'></div>",
        "<card name=math value='data:%7B%22code%22:%22x^2%22}'></card>",
        "<textarea>[{\"img\":\"https://x.test/1.jpg\",\"note\":\"n\"}]</textarea>",
        "<a href=/1 style='background-image:url(/bg.jpg)'><div></div></a>",
        "<svg width=300><image href=/s.png /></svg>",
        "<svg><g><image xlink:href=/s.png /></g><text>t</text></svg>",
        "<span class=allstar40></span>",
        "<!-- c -->",
        "<figure data-film><a href='https://www.youtube.com/watch?v=a_B-1234567'>Film</a></figure>",
        "<figure data-film><a href=/x>Film</a></figure>",
        "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
        "<unknown-element>u</unknown-element>",
        "<ol><li id=n1>a note</ol>",
        "<abbr title='World Health Organization'>WHO</abbr>",
        "<table><tr><td title='a whole name'>a<td data-tooltip='x'><span title='a whole name'>b</span></table>",
        "<p dir=rtl>a</p><p dir=ltr>\u{5d0}b</p><p dir=auto>\u{5d0}</p>",
        "<bdo dir=rtl>a</bdo><span dir=rtl>b<bdi dir=ltr>c<i dir=auto>d</i></bdi></span><bdi dir=auto>e</bdi>",
        "<ul dir=rtl><li dir=ltr>a<li>b<p dir=auto>\u{5d0}</ul><table dir=ltr><tr dir=rtl><td>a<td dir=ltr>b</table>",
        "<ol reversed type=a><li><li value=4>a<li>b</ol>",
        "10<span style='vertical-align:super;font-weight:700'>5</span><b style='font-weight:normal'>c</b>",
        "<b>a<span style='font-weight:400;text-decoration:line-through'>b</span></b>",
    ]);
    let tag = prop::sample::select(vec![
        "p",
        "div",
        "section",
        "a href=/1",
        "a href=/2",
        "a id=n1",
        "a href=#n1",
        "b",
        "code",
        "i",
        "span",
        "h2",
        "h3",
        "blockquote",
        "blockquote dir=rtl",
        "div dir=ltr",
        "div dir=auto",
        "span dir=rtl",
        "li dir=rtl",
        "pre",
        "xmp",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "caption",
        "thead",
        "tr",
        "td",
        "th",
        "figure",
        "figcaption",
        "details",
        "summary",
        "noscript",
        "button",
        "video",
        "audio",
        "object",
        "canvas",
        "form",
        "aside class=share",
        "div class=related",
        "div hidden",
        "select",
        "label",
        "svg",
        "math",
        "foreignObject",
        "center",
        "div class=wp-caption",
        "p class=wp-caption-text",
        "article",
        "template",
        "template shadowrootmode=open",
        "slot",
        "fieldset",
        "tbody",
        "col",
        "sup",
        "span class=line",
    ]);
    let open = tag.clone().prop_map(|tag| format!("<{tag}>"));
    let close = tag.prop_map(|tag| format!("</{}>", tag.split(' ').next().unwrap_or_default()));
    prop_oneof![5 => leaf.prop_map(str::to_owned), 5 => open, 3 => close]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_without_an_entry(pieces in prop::collection::vec(piece(), 0..40)) {
        assert_explained(&pieces.concat());
    }

    #[test]
    fn nor_in_what_is_nested_deeply(
        pieces in prop::collection::vec(piece(), 0..30),
        depth in prop::sample::select(vec![0_usize, 3, 17, 24, 190, 260]),
        opened in prop::sample::select(vec!["<div>", "<blockquote>", "<table><tr><td>", "<ul><li>", "<pre>", "<b><div>"]),
    ) {
        assert_explained(&[opened.repeat(depth), pieces.concat()].concat());
    }
}

#[test]
fn each_unit_has_its_end() {
    use Outcome::{Added, Lost, Replaced, Taken};
    for (html, outcome, unit, expected) in [
        ("<p>a b</p><img>", Lost(Loss::NoAddress), Unit::Picture, 1),
        ("<p>a</p><img src=ftp://x.test/a.png>", Lost(Loss::RefusedAddress), Unit::Picture, 1),
        ("<p>a</p><img src=/a.png width=1 height=1>", Taken("tracker"), Unit::Picture, 1),
        (
            "<p>a</p><img data-x=/a.png><noscript><img src=/a.png></noscript>",
            Replaced(Replacement::Twin),
            Unit::Picture,
            1,
        ),
        ("<p>a <a href=#>top</a>", Replaced(Replacement::Words), Unit::Link, 1),
        ("<p>a <a href=magnet:?x>b</a>", Lost(Loss::RefusedAddress), Unit::Link, 1),
        ("<p>a <a href=/1></a>", Taken("empty"), Unit::Link, 1),
        ("<p>a <a href=/1><img></a>", Lost(Loss::Hollow), Unit::Link, 1),
        ("<a href=/1><div>a</div><div>b</div></a>", Added(Replacement::Pieces), Unit::Link, 1),
        ("<iframe src=https://x.test/ title='A map'></iframe>", Replaced(Replacement::Link), Unit::Embed, 1),
        ("<iframe src=https://x.test/ title='A map'></iframe>", Added(Replacement::Link), Unit::Character, 4),
        ("<iframe src=https://x.test/></iframe><p>a", Replaced(Replacement::Link), Unit::Embed, 1),
        ("<iframe></iframe>", Lost(Loss::NoAddress), Unit::Embed, 1),
        ("<embed>", Lost(Loss::Plugin), Unit::Embed, 1),
        ("<p>The harbour was quiet.</p><button>Go on</button>", Taken("control"), Unit::Character, 4),
        ("<p>a <input type=checkbox>", Replaced(Replacement::Markup), Unit::FormValue, 1),
        ("<p>a <input type=checkbox>", Added(Replacement::Markup), Unit::Character, 1),
        ("<p>a <object></object>", Lost(Loss::NoAddress), Unit::Embed, 1),
        ("<object data=/a.pdf></object>", Replaced(Replacement::Link), Unit::Embed, 1),
        ("<table><tr><td>a</table>", Replaced(Replacement::Content), Unit::TableCell, 1),
        ("<p>a <math><mi>x</mi></math>", Replaced(Replacement::Formula), Unit::Character, 1),
        ("<p>a \\(x\\)", Added(Replacement::Formula), Unit::Formula, 1),
        ("<p>a <svg width=300><text>b</text></svg>", Replaced(Replacement::Words), Unit::Picture, 1),
        ("<p>a <svg width=300><path /></svg>", Lost(Loss::Drawing), Unit::Picture, 1),
        ("<p>a <svg width=20><path /></svg>", Lost(Loss::Drawing), Unit::Picture, 0),
        ("<p>The harbour was quiet.<div class=share><a href=/1>b</a></div>", Taken("share"), Unit::Link, 1),
        ("<h1>A title</h1><p>a", Taken("title"), Unit::Character, 6),
        ("a<sup><a href=#n>1</a></sup><ol><li id=n>b</ol>", Added(Replacement::Backlink), Unit::Link, 1),
    ] {
        let ledger = assert_explained(html);
        assert_eq!(amount(&ledger, outcome, unit), expected, "{html}: {ledger:?}");
    }
}

#[test]
fn places_of_what_is_lost() {
    let ledger = assert_explained("<p>a\n<p>b\n<img src='ftp://x.test/a.png'>");
    let places: Vec<_> = ledger
        .places
        .iter()
        .map(|place| (place.unit, place.amount, place.line, place.clue.as_str()))
        .collect();
    assert_eq!(places, [(Unit::Picture, 1, 3, "ftp://x.test/a.png")]);
}

#[test]
fn real_posts_are_explained() {
    let Some(folder) = shared("corpus/posts") else { return };
    for path in files(&folder).iter().step_by(5) {
        let post = Post::read(path);
        let options = Options { title: Some(post.title), base: Some(post.from), clean: true };
        let html = markdown::to_html(&post.body);
        let ledger = native::parse_with(&html, &options, &mut |_| None).1.ledger;
        assert!(ledger.unexplained().is_empty() && ledger.surplus.is_empty(), "{}: {ledger:?}", post.name);
        assert_ne!(ledger.source, Units::default(), "{}", post.name);
    }
}
