//! Whatever goes in, what comes out holds only what the design permits, and reads the same again.

#![cfg(all(not(target_arch = "wasm32"), feature = "native", feature = "markdown"))]

#[path = "support/safe.rs"]
mod safe;
mod support;
#[path = "support/variants.rs"]
mod variants;

use broadsheet_article::{Options, markdown, native, write_html, write_text};
use html5ever::tendril::TendrilSink as _;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use proptest::prelude::*;

use safe::assert_good;
use support::{Post, files, shared};

fn options() -> Options {
    Options {
        title: Some("A title".to_owned()),
        base: Some("https://base.test/dir/page".to_owned()),
        clean: true,
    }
}

/// Of the variants; any other has to do as well.
const SEED: u64 = 20_260_301;

/// The elements that go with their content.
const GONE: &str = "script style template noscript object embed svg math button select textarea iframe title";

#[test]
fn hostile_payloads() {
    let Some(folder) = shared("xss") else { return };
    let options = options();
    let everything = Options { clean: false, ..options.clone() };
    let mut count = 0;
    for file in
        files(&folder).iter().filter(|file| file.extension().is_some_and(|extension| extension == "jsonl"))
    {
        for line in std::fs::read_to_string(file).unwrap().lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let payload = line["payload"].as_str().unwrap();
            for html in [payload.to_owned(), markdown::to_html(payload)] {
                assert_good(&html, &options);
                assert_good(&html, &everything);
            }
            count += 1;
        }
    }
    println!("{count} payloads");
}

#[test]
fn generated_variants() {
    let (cleaned, everything) = (options(), Options { clean: false, ..options() });
    for html in variants::variants(SEED, 10_000) {
        assert_good(&html, &cleaned);
        assert_good(&html, &everything);
        assert_good(&markdown::to_html(&html), &cleaned);
    }
}

#[test]
fn real_posts_read_the_same_again() {
    let Some(folder) = shared("corpus/posts") else { return };
    for path in files(&folder) {
        let post = Post::read(&path);
        let options = Options { title: Some(post.title), base: Some(post.from), clean: true };
        let article = assert_good(&markdown::to_html(&post.body), &options);
        assert!(article.truncations.is_empty(), "{}", post.name);
    }
}

/// Markup known to make `MathML` or SVG into HTML, or HTML into them, when it is parsed again.
#[test]
fn formulas_do_not_change_their_namespace() {
    let payloads = [
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<math><mtext><h1><a><h6></a></h6><mglyph><svg><mtext><style><a title=\"</style><img src onerror='alert(1)'>\"></style></h1>",
        "<math><annotation-xml encoding=\"text/html\"><style><img src=x onerror=alert(1)></style></annotation-xml></math>",
        "<math><annotation-xml encoding='application/xhtml+xml'><script>alert(1)</script></annotation-xml><mi>x</mi></math>",
        "<math><annotation encoding='application/x-tex'></annotation><img src=x onerror=alert(1)></math>",
        "<math><semantics><mi>x</mi><annotation encoding='application/x-tex'>&lt;/annotation&gt;&lt;img src=x onerror=alert(1)&gt;</annotation></semantics></math>",
        "<math><mi>&lt;img src=x onerror=alert(1)&gt;</mi></math>",
        "<math><mi //><mi xlink:href='javascript:alert(1)' href='javascript:alert(1)'>x</mi></math>",
        "<math href='javascript:alert(1)'><maction actiontype='statusline#http://x.test' xlink:href='javascript:alert(1)'>x</maction></math>",
        "<math><mstyle style='background:url(//x.test)' class='app' id=reader mathbackground='url(//x.test)'><mi>x</mi></mstyle></math>",
        "<math><mi>x</mi><mglyph src='https://x.test/a.png' alt='y'/><malignmark/></math>",
        "<math><mtext><!-- --><a href='javascript:alert(1)'>x</a></mtext></math>",
        "<math><mtext><math><mtext><math><mi>x</math>",
        "<svg></p><math><mi>x</mi></math><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<svg><foreignObject><math><mi><mglyph><style><img src onerror=alert(1)></style>",
        "<svg><text><![CDATA[<img src=x onerror=alert(1)>]]></text></svg>",
        "<math><mtext><![CDATA[</mtext></math><img src=x onerror=alert(1)>]]></mtext></math>",
        "<math alttext='\\</annotation><img src=x onerror=alert(1)>'></math>",
        "<code class='language-math math-inline'></code><img src=x onerror=alert(1)></code>",
        "<span data-tex='</code><img src=x onerror=alert(1)>'>x</span>",
        "<script type='math/tex'></math><img src=x onerror=alert(1)></script>",
        "<table><math><mtr><mtd><table><mtd>",
        "<select><math><mi>x</mi></math><option><svg><text>a",
        "<mi>x</mi><mtext><img src=x onerror=alert(1)></mtext><annotation>y</annotation>",
    ];
    for first in payloads {
        for second in payloads {
            let both = [first, second].concat();
            assert_good(&both, &options());
            assert_good(&both, &Options { clean: false, ..options() });
        }
        assert_good(&markdown::to_html(first), &options());
    }
}

/// Text that some parser shows, counted without white space.
fn visible(text: &str) -> Vec<char> {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{ad}'))
        .collect()
}

/// The text of every element that is kept, in order, by another parser than ours.
fn plain_text(html: &str) -> String {
    fn collect(node: &Handle, text: &mut String) {
        match &node.data {
            NodeData::Text { contents } => text.push_str(&contents.borrow()),
            NodeData::Element { name, attrs, .. } => {
                // An address, protected from robots; the reader gets the address.
                if attrs.borrow().iter().any(|attribute| &*attribute.name.local == "data-cfemail") {
                    return;
                }
                if GONE.split(' ').any(|gone| gone == &*name.local) {
                    return;
                }
            }
            _ => {}
        }
        node.children.borrow().iter().for_each(|child| collect(child, text));
    }
    let mut text = String::new();
    let options = html5ever::ParseOpts {
        tree_builder: html5ever::tree_builder::TreeBuilderOpts {
            scripting_enabled: false,
            ..Default::default()
        },
        ..Default::default()
    };
    collect(
        &html5ever::parse_document(RcDom::default(), options)
            .one(["<!DOCTYPE html><body>", html].concat())
            .document,
        &mut text,
    );
    text
}

#[test]
fn no_text_is_lost_but_what_a_rule_takes() {
    let Some(folder) = shared("corpus/posts") else { return };
    let (mut all, mut lost) = (0, 0);
    for path in files(&folder) {
        let post = Post::read(&path);
        let html = markdown::to_html(&post.body);
        let options = Options { title: Some(post.title), base: Some(post.from), clean: false };
        let plain = visible(&plain_text(&html));
        let everything = visible(&write_text(&native::parse(&html, &options)));
        // Captions move behind their image, so what counts is how often each character is there.
        let missing = missing(&plain, &everything);
        assert!(
            missing * 1000 <= plain.len(),
            "{missing} of {} characters: {}\n{}",
            plain.len(),
            post.name,
            write_text(&native::parse(&html, &options))
        );
        all += plain.len();
        lost += missing;

        let (article, report) = native::parse_with(&html, &Options { clean: true, ..options }, &mut |_| None);
        let taken: usize = report.removed.iter().map(|removal| removal.characters).sum();
        let kept = visible(&write_text(&article));
        assert!(
            kept.len() + taken + missing + 20 >= plain.len(),
            "{} + {taken} of {}: {}",
            kept.len(),
            plain.len(),
            post.name
        );
    }
    println!("{lost} of {all} characters missing without any rule");
}

/// The number of characters of `all` that are not in `kept`.
fn missing(all: &[char], kept: &[char]) -> usize {
    let (mut all, mut kept) = (all.to_vec(), kept.to_vec());
    all.sort_unstable();
    kept.sort_unstable();
    let mut rest = kept.into_iter().peekable();
    all.into_iter()
        .filter(|c| {
            while rest.next_if(|other| other < c).is_some() {}
            rest.next_if_eq(c).is_none()
        })
        .count()
}

#[test]
fn the_seed_reads_as_its_editor_meant_it() {
    let Some(folder) = shared("seed") else { return };
    for path in files(&folder) {
        let post = Post::read(&path);
        let options = Options { title: Some(post.title.clone()), base: Some(post.from), clean: true };
        let article = native::parse(&markdown::to_html(&post.body), &options);
        let html = write_html(&article);
        assert_eq!(html.matches("<p>").count(), 9, "{html}");
        assert_eq!(html.matches('<').count(), 18, "nothing but paragraphs: {html}");
        assert!(!html.contains(&post.title), "{html}");
    }
}

/// Attributes of them, each after a blank.
const ATTRIBUTES: &[&str] = &[
    " href=https://x.test/a",
    " href='#n'",
    " href='#gone'",
    " href=media/0123456789abcdef.pdf",
    " href=media/0123456789abcdef.html",
    " download='../a.exe'",
    " class=emoji",
    " smilieid=1",
    " alt=🙂",
    " alt='a cup'",
    " data-my-src=//x.test/a.jpg",
    " data-thumb='javascript:alert(1)//a.jpg'",
    " data-new-srcset='/a.jpg 2x, javascript:a 3x'",
    " class=photo style='background-image:url(//x.test/a.jpg)'",
    " href=javascript:alert(1)",
    " href=\"java\tscript:alert(1)\"",
    " href=/rel",
    " href='https://base.test/dir/page#n'",
    " id=n",
    " id='a-n'",
    " name=n",
    " src=https://x.test/a.png",
    " src=http://x.test/b.png",
    " src=/c.png",
    " src=media/0123456789abcdef.png",
    " src=data:image/svg+xml,x",
    " srcset='https://x.test/a.png 1x, /b.png 2x'",
    " data-src=https://x.test/d.png",
    " width=1",
    " width=40 height=30",
    " alt=' a  b\n'",
    " title='\u{a0}t'",
    " class=ad",
    " class='share comments'",
    " class=language-rust",
    " hidden",
    " style='display:none'",
    " style=text-align:center",
    " align=right",
    " colspan=3 rowspan=0",
    " start=-4",
    " value=3",
    " reversed",
    " type=i",
    " dir=rtl",
    " dir=LTR",
    " dir=auto",
    " dir='rtl \"onclick=x'",
    " title='a \"word\" <b>'",
    " data-tooltip='<i>b</i>'",
    " style='vertical-align:sub;text-decoration:line-through underline'",
    " style='font-weight:700;font-style:italic;direction:rtl'",
    " style='font-weight:normal;font-style:normal'",
    " class=superscript",
    " onclick=alert(1)",
    " data-cfemail=422302206c21",
    " display=block",
    " display=true",
    " encoding=application/x-tex",
    " encoding=text/html",
    " alttext='x^2'",
    " data-tex='a<b'",
    " data-latex='{\\displaystyle x}'",
    " data-mathml='<math><mi>x</mi></math>'",
    " class=katex",
    " class=katex-display",
    " class='language-math math-inline'",
    " class='MathJax_Preview'",
    " class=MathJax",
    " class=mwe-math-element",
    " class='math-display latex'",
    " type='math/tex; mode=display'",
    " columnalign='left right'",
    " mathvariant=bold stretchy=false",
    " lspace=-9em width=.5em height=1e9px",
    " href=javascript:alert(1)",
    " xlink:href=javascript:alert(1)",
    " actiontype=statusline#http://x.test",
];

/// Characters between them.
const TEXTS: &[&str] = &[
    " ",
    "\n",
    "a",
    "b c",
    "中文",
    "\u{5d0}",
    "12",
    "\u{3000}",
    "\u{a0}",
    "\u{200b}",
    "&amp;",
    "&lt;b&gt;",
    "&#0;",
    "&#13;",
    "\"",
    "'",
    "<",
    ">",
    "<!--",
    "Related",
    "<p>Related</p><a href=https://x.test/1>c</a>",
    "-->",
    "</",
    "A title",
    "]]>",
    "&nbsp;",
    "\u{0}",
    "\r",
    "\\(x^2\\)",
    "\\(",
    "\\)",
    "$$a$$",
    "$$",
    "\\[ \\alpha",
    "\\]",
    "\\begin{align}",
    "\\end{align}",
    "{\\displaystyle a}",
    "$x$",
    "\u{2062}",
];

/// Pieces that make strings look like HTML.
fn piece() -> impl Strategy<Value = String> {
    let elements = prop::sample::select(
        "a abbr article aside audio b bdi bdo blockquote body br button caption center code col dd del details dfn div dl dt em \
         embed figcaption figure font form frameset h1 h2 h3 h6 head header hr html i iframe img input ins kbd li link \
         main mark math menu meta mi nav nobr noscript object ol option p picture plaintext pre q rp rt ruby s script \
         section select small source span strong style sub summary sup svg table tbody td template textarea tfoot th \
         thead title tr u ul var video wbr x-y xmp \
         math mi mn mo mtext ms mrow mfrac msup msubsup mtable mtr mtd mspace semantics annotation annotation-xml mglyph \
         malignmark maction mfenced menclose mstyle none mprescripts mmultiscripts mjx-container \
         text tspan desc foreignObject g"
            .split_whitespace()
            .collect::<Vec<_>>(),
    );
    let attribute = prop::sample::select(ATTRIBUTES);
    let text = prop::sample::select(TEXTS);
    prop_oneof![
        5 => (elements.clone(), prop::collection::vec(attribute, 0..3))
            .prop_map(|(name, attributes)| format!("<{name}{}>", attributes.concat())),
        3 => elements.prop_map(|name| format!("</{name}>")),
        6 => text.prop_map(str::to_owned),
    ]
}

/// The number of inputs of each property; `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(2000)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_is_safe_and_reads_the_same_again(pieces in prop::collection::vec(piece(), 0..40), clean: bool) {
        assert_good(&pieces.concat(), &Options { clean, ..options() });
    }

    #[test]
    fn any_markdown_is_safe(text in "([a-z<>\\[\\]()*_`~#|: \n{}!^$-]|\\\\\\\\\\(|\\\\\\\\\\)|\\$\\$|\\$x\\$|<div>|</div>|\n\n|<p>|    |<img src=|https://x.test/){0,60}") {
        assert_good(&markdown::to_html(&text), &options());
    }

    #[test]
    fn any_characters_are_safe(text: String) {
        assert_good(&text, &options());
    }
}
