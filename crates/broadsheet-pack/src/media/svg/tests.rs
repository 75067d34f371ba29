//! Hostile pictures, judged by another parser: what it finds in what was written must be harmless.

use proptest::prelude::*;
use quick_xml::escape::escape;

use super::limits::MAX_PARTS;
use super::parts::{Refusal, SVG};
use super::rebuild::Rebuilt;
use super::*;

const OPEN: &str = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>";

fn picture(inside: &str) -> String {
    format!("{OPEN}{inside}</svg>")
}

/// The rebuilt text of an image, without its first element.
fn inside(content: &str) -> String {
    let rebuilt = rebuild(&picture(content)).unwrap();
    assert_harmless(&rebuilt.text);
    let start = "<svg xmlns=\"http://www.w3.org/2000/svg\"";
    let rest = rebuilt.text.strip_prefix(start).unwrap().trim_end();
    rest.strip_prefix('>').and_then(|rest| rest.strip_suffix("</svg>")).unwrap_or_default().to_owned()
}

/// Fails if anything in a picture could run, load or lead anywhere. It knows what is harmful, where
/// the program knows what is not, so that a gap in the one is not a gap in the other.
fn assert_harmless(text: &str) {
    let document = roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    for node in document.descendants() {
        assert!(!node.is_pi() && !node.is_comment(), "{text}");
        let is_sheet = node.is_text() && node.parent().is_some_and(|parent| parent.has_tag_name("style"));
        if is_sheet
            || node.is_text()
                && node.parent_element().is_some_and(|parent| parent.tag_name().name() == "style")
        {
            assert_harmless_style(node.text().unwrap_or_default(), text);
        }
        if !node.is_element() {
            continue;
        }
        assert_eq!(node.tag_name().namespace(), Some(SVG), "{text}");
        let name = node.tag_name().name().to_ascii_lowercase();
        for harmful in [
            "script",
            "foreignobject",
            "iframe",
            "object",
            "embed",
            "handler",
            "listener",
            "a",
            "feimage",
            "link",
            "audio",
            "video",
            "canvas",
            "html",
        ] {
            assert_ne!(name, harmful, "{text}");
        }
        for attribute in node.attributes() {
            let (name, value) = (attribute.name().to_ascii_lowercase(), attribute.value());
            assert!(!name.starts_with("on") && name != "base" && name != "src", "{name}: {text}");
            if name == "href" {
                let is_raster = ["png", "jpeg", "gif", "webp"]
                    .iter()
                    .any(|kind| value.starts_with(&format!("data:image/{kind};base64,")));
                assert!(value.starts_with('#') || is_raster, "{text}");
            } else if name == "attributename" {
                let target = value.to_ascii_lowercase();
                assert!(!target.contains("href") && !target.starts_with("on") && target != "style", "{text}");
            } else if !matches!(name.as_str(), "id" | "class" | "lang" | "label" | "d" | "points") {
                assert_harmless_style(value, text);
            }
        }
    }
    assert!(!text.contains("<!") && !text.contains("<?"), "{text}");
}

fn assert_harmless_style(style: &str, text: &str) {
    let style = style.to_ascii_lowercase();
    for (at, _) in style.match_indices("url") {
        let rest = style[at..].trim_start_matches("url").trim_start();
        assert!(!rest.starts_with('(') || rest.starts_with("(#"), "{text}");
    }
    if style.contains(['{', '(']) {
        for harmful in ["@", "\\", "expression", "image-set", "src(", "element(", "-moz-binding", "behavior"]
        {
            assert!(!style.contains(harmful), "{harmful}: {text}");
        }
    }
}

#[test]
fn what_acts_is_dropped_and_told() {
    for (content, left, told) in [
        ("<script>alert(1)</script><rect/>", "<rect/>", "script"),
        ("<script href='//x/y.js'/>", "", "script"),
        ("<script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>", "", "script"),
        ("<h:script xmlns:h='http://www.w3.org/1999/xhtml'>alert(1)</h:script>", "", "script"),
        ("<g><script>alert(1)</script><g/></g>", "<g><g/></g>", "script"),
        (
            "<rect onclick='alert(1)' onload='x' ONFOCUS='y' width='1'/>",
            "<rect width=\"1\"/>",
            "ONFOCUS onclick onload",
        ),
        (
            "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml' onload='alert(1)'/></foreignObject>",
            "",
            "foreignObject",
        ),
        ("<a href='javascript:alert(1)'><text>x</text></a>", "<g><text>x</text></g>", "a"),
        ("<text>a<a xlink:href='javascript:alert(1)'>b</a></text>", "<text>a<tspan>b</tspan></text>", "a"),
        ("<use href='http://x/y.svg#z'/>", "<use/>", "href"),
        ("<use xlink:href='data:image/svg+xml,x#y'/>", "<use/>", "href"),
        ("<use href='javascript:alert(1)'/>", "<use/>", "href"),
        ("<use xlink:href='#a' id='b'/>", "<use href=\"#a\" id=\"b\"/>", ""),
        ("<image href='https://x/y.png'/>", "<image/>", "href"),
        ("<image href='data:image/svg+xml;base64,PHN2Zz4='/>", "<image/>", "href"),
        ("<image href='data:text/html;base64,PHN2Zz4='/>", "<image/>", "href"),
        (
            "<image href='data:image/png;base64,iVBO\n Rw0='/>",
            "<image href=\"data:image/png;base64,iVBORw0=\"/>",
            "",
        ),
        (
            "<image xlink:href=' DATA:IMAGE/PNG;BASE64,AAAA'/>",
            "<image href=\"data:image/png;base64,AAAA\"/>",
            "",
        ),
        ("<feImage href='http://x/y'/>", "", "feImage"),
        ("<filter><feImage href='#x'/></filter>", "<filter/>", "feImage"),
        ("<set attributeName='href' to='javascript:alert(1)'/>", "", "set"),
        ("<set attributeName='xlink:href' to='javascript:alert(1)'/>", "", "set"),
        ("<animate attributeName='onclick' values='alert(1)'/>", "", "animate"),
        ("<animate attributeName='style' to='fill:url(//x)'/>", "", "animate"),
        (
            "<animate attributeName='fill' values='red;url(//x/y);blue'/>",
            "<animate attributeName=\"fill\"/>",
            "values",
        ),
        (
            "<animate attributeName='x' from='1' to='2' dur='1s'/>",
            "<animate attributeName=\"x\" from=\"1\" to=\"2\" dur=\"1s\"/>",
            "",
        ),
        ("<rect fill='url(http://x/y#z)'/>", "<rect/>", "fill"),
        ("<rect fill='URL( \"#z\" )'/>", "<rect fill=\"url(#z)\"/>", ""),
        (
            "<rect style='fill:red;background:url(//x);filter:url(//x/y#z)'/>",
            "<rect style=\"fill:red\"/>",
            "background filter",
        ),
        ("<rect style='fill:u\\72l(//x)'/>", "<rect/>", "fill"),
        ("<rect style='-moz-binding:url(//x)'/>", "<rect/>", "-moz-binding"),
        ("<style>@import url(//x);.a{fill:red}</style>", "<style>.a{fill:red}</style>", "@import"),
        ("<style>@font-face{font-family:x;src:url(//x)}</style>", "<style/>", "@font-face"),
        ("<style><![CDATA[.a{fill:url(//x)}]]>.b{fill:red}</style>", "<style>.b{fill:red}</style>", "fill"),
        ("<style>.a{fill:red}&#60;/style>&#60;script></style>", "<style>.a{fill:red}</style>", "style"),
        ("<style>.a{fill:red}<x/></style>", "<style>.a{fill:red}</style>", "x"),
        (
            "<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>",
            "<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>",
            "",
        ),
        ("<title><b xmlns='http://www.w3.org/1999/xhtml'>x</b></title>", "<title/>", "b"),
        ("<iframe xmlns='http://www.w3.org/1999/xhtml' src='javascript:alert(1)'/>", "", "iframe"),
        ("<audio xmlns='http://www.w3.org/1999/xhtml' src='//x'/>", "", "audio"),
        (
            "<handler xmlns:ev='http://www.w3.org/2001/xml-events' ev:event='load'>alert(1)</handler>",
            "",
            "handler",
        ),
        ("<text>&#x3c;script&#x3e;</text>", "<text>&lt;script&gt;</text>", ""),
        ("<text><![CDATA[<script>]]></text>", "<text>&lt;script&gt;</text>", ""),
        ("<text>a&#1;b&#x200;</text>", "<text>ab\u{200}</text>", ""),
        ("<g id='a\"b' class='&lt;x'/>", "<g id=\"a&quot;b\" class=\"&lt;x\"/>", ""),
        ("<g xml:base='http://x/' xml:space='preserve'/>", "<g xml:space=\"preserve\"/>", ""),
        ("<g id='a' id='b' xlink:href='#x' href='#y'/>", "<g id=\"a\" href=\"#x\"/>", ""),
        // Notes of programs show nothing.
        (
            "<metadata><x/></metadata><!-- x --><?x y?><g data-x='1' xmlns:i='urn:i' i:label='x'><i:x/></g>",
            "<g/>",
            "",
        ),
    ] {
        let rebuilt = rebuild(&picture(content)).unwrap();
        assert_eq!(inside(content), left, "{content}");
        assert_eq!(rebuilt.dropped.join(" "), told, "{content}");
        assert_eq!(rebuild(&rebuilt.text).unwrap(), Rebuilt { dropped: Vec::new(), ..rebuilt }, "{content}");
    }
}

#[test]
fn what_is_no_picture_is_refused() {
    let nested = |count: usize| picture(&("<g>".repeat(count) + &"</g>".repeat(count)));
    let uses = |levels: usize| {
        let level = |level: usize| {
            format!("<g id='l{}'>{}</g>", level + 1, format!("<use href='#l{level}'/>").repeat(10))
        };
        picture(&("<g id='l0'><rect/></g>".to_owned() + &(0..levels).map(level).collect::<String>()))
    };
    let patterns = |levels: usize| {
        let level = |level: usize| {
            let rects = "<rect/>".repeat(10);
            format!("<pattern id='l{}'><g fill='url(#l{level})'>{rects}</g></pattern>", level + 1)
        };
        picture(
            &("<pattern id='l0'><rect/></pattern>".to_owned() + &(0..levels).map(level).collect::<String>()),
        )
    };
    let sheet = picture(
        "<style>.a{mask:url(#b)}.b{mask:url(#a)}</style><mask id='a' class='a'><g/></mask><mask id='b' class='b'><g/></mask>",
    );
    let corners = "1,1 ".repeat(100_000);
    let markers = format!(
        "<marker id='m'>{}</marker><polyline marker-mid='url(#m)' points='{corners}'/>",
        "<rect/>".repeat(100)
    );
    let attributes: Vec<_> = (0..300).map(|number| format!(" a{number}=''")).collect();
    let attributes = attributes.concat();
    for (text, refusal) in [
        (String::new(), Refusal::NotSvg),
        ("x".into(), Refusal::NotSvg),
        ("<svg/>".into(), Refusal::NotSvg),
        ("<svg xmlns='http://www.w3.org/1999/xhtml'/>".into(), Refusal::NotSvg),
        (
            "<html xmlns='http://www.w3.org/1999/xhtml'><svg xmlns='http://www.w3.org/2000/svg'/></html>"
                .into(),
            Refusal::NotSvg,
        ),
        ("<!DOCTYPE html><html><script>alert(1)</script></html>".into(), Refusal::NotSvg),
        ("<SVG xmlns='http://www.w3.org/2000/svg'/>".into(), Refusal::NotSvg),
        ("<x:script xmlns:x='http://www.w3.org/2000/svg'/>".into(), Refusal::NotSvg),
        (OPEN.into(), Refusal::Malformed),
        (picture("<g>"), Refusal::Malformed),
        (picture("&x;"), Refusal::Malformed),
        (picture("<g a='&x;'/>"), Refusal::Malformed),
        (picture("<x:g/>").replace("<x:g", "<g x:y=''"), Refusal::Malformed),
        (picture("") + &picture(""), Refusal::Malformed),
        (picture("") + "<script>", Refusal::Malformed),
        (picture("") + "x", Refusal::Malformed),
        (format!("<!DOCTYPE svg [<!ENTITY x '<script/>'>]>{}", picture("&x;")), Refusal::Declares),
        (
            format!("<!DOCTYPE svg SYSTEM 'x' [<!ATTLIST svg onload CDATA 'alert(1)'>]>{}", picture("")),
            Refusal::Declares,
        ),
        (nested(200), Refusal::TooDeep),
        (picture(&"<g/>".repeat(MAX_PARTS)), Refusal::TooManyParts),
        (picture(&format!("<g{attributes}/>")), Refusal::TooManyAttributes),
        (uses(9), Refusal::Repeats),
        (patterns(9), Refusal::Repeats),
        (picture("<g id='a'><use href='#a'/></g>"), Refusal::Repeats),
        (picture("<g id='a' mask='url(#b)'/><mask id='b'><use href='#a'/></mask>"), Refusal::Repeats),
        (sheet, Refusal::Repeats),
        (
            picture(&format!(
                "<style>{}{{{}}}</style>",
                ".a,".repeat(500) + ".a",
                "mask:url(#a);".repeat(500)
            )),
            Refusal::Repeats,
        ),
        (picture(&markers), Refusal::Repeats),
    ] {
        assert_eq!(rebuild(&text).unwrap_err(), refusal, "{}", text.chars().take(200).collect::<String>());
    }
    for text in [
        uses(3),
        patterns(3),
        nested(90),
        format!(
            "\u{feff}<?xml version='1.0'?>\n<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://x/svg11.dtd'>\n<!-- x -->{}\n",
            picture("")
        ),
        "<s:svg xmlns:s='http://www.w3.org/2000/svg'><s:g/></s:svg>".into(),
        picture("<use href='#none'/><g fill='url(#none)'/>"),
    ] {
        assert_harmless(&rebuild(&text).unwrap().text);
    }
}

#[test]
fn sizes() {
    for (attributes, size) in [
        ("width='20' height='30px'", Some((20, 30))),
        ("width='1in' height='2.54cm'", Some((96, 96))),
        ("viewBox='0 0 40 50'", Some((40, 50))),
        ("viewBox='0,0,40,50' width='20'", Some((20, 25))),
        ("viewBox='0 0 40 50' width='100%' height='100%'", Some((40, 50))),
        ("width='100%' height='20'", None),
        ("viewBox='0 0 1 1'", None),
        ("width='1e9' height='1e9'", None),
        ("width='NaN' height='inf'", None),
        ("width='-5' height='5'", None),
        ("", None),
    ] {
        let rebuilt = rebuild(&format!("<svg xmlns='http://www.w3.org/2000/svg' {attributes}/>")).unwrap();
        assert_eq!(rebuilt.size.map(|size| (size.width, size.height)), size, "{attributes}");
    }
}

#[test]
fn payloads_of_others_become_harmless() {
    let Some(folder) = shared() else {
        eprintln!("skipped: no folder of attack strings");
        return;
    };
    let mut tried = 0;
    for entry in std::fs::read_dir(folder).unwrap().filter_map(Result::ok) {
        let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
        for line in text.lines() {
            for document in [
                line.to_owned(),
                picture(line),
                format!("{OPEN}<title>{line}</title></svg>"),
                format!("{OPEN}<style>{line}</style></svg>"),
                format!("{OPEN}<g style=\"{}\"/></svg>", escape(line)),
            ] {
                if let Ok(rebuilt) = rebuild(&document) {
                    tried += 1;
                    assert_harmless(&rebuilt.text);
                }
            }
        }
    }
    assert!(tried > 100, "{tried}");
}

/// The attack strings beside the repository, where there are any.
fn shared() -> Option<std::path::PathBuf> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let shared = std::env::var_os("BROADSHEET_SHARED")
        .map_or_else(|| root.join("../shared"), std::path::PathBuf::from);
    Some(shared.join("xss")).filter(|folder| folder.is_dir())
}

/// Markup made of what is harmful, what is harmless and what is neither.
fn markup() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "g",
        "rect",
        "use",
        "image",
        "script",
        "style",
        "foreignObject",
        "a",
        "text",
        "tspan",
        "title",
        "set",
        "animate",
        "path",
        "mask",
        "pattern",
        "x:script",
        "h:script",
        "linearGradient",
        "svg",
        "metadata",
        "svg:script",
        "feImage",
        "switch",
    ]);
    let attribute = prop::sample::select(vec![
        "href",
        "xlink:href",
        "onload",
        "style",
        "fill",
        "id",
        "class",
        "attributeName",
        "to",
        "values",
        "mask",
        "xml:base",
        "xmlns",
        "xmlns:x",
        "d",
        "type",
        "filter",
        "x:href",
        "x:onload",
        "begin",
    ]);
    let value = prop::sample::select(vec![
        "#a",
        "#b",
        "javascript:alert(1)",
        "url(#a)",
        "url(//x)",
        "u\\72l(//x)",
        "fill:red",
        "fill:url(#b);stroke:red",
        "a",
        "href",
        "b",
        "data:image/png;base64,AAAA",
        "data:image/svg+xml;base64,AAAA",
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xhtml",
        "&quot;&gt;&lt;script&gt;",
        "&#10;#a",
        "'';!--",
        "red;url(//x)",
        "@import '//x'",
    ]);
    let text = prop::sample::select(vec![
        "x",
        "&lt;script&gt;",
        "<![CDATA[</style><script>]]>",
        "<!-- --><?x y?>",
        ".a{fill:url(#a)}",
        "@import '//x';",
        ".a{mask:url(//x)}",
        "&amp;lt;",
        "]]&gt;",
        "\u{fffe}",
        "*{fill:red}",
        "/*",
        "*/",
        "{",
        "}",
    ]);
    let leaf = text.prop_map(str::to_owned);
    leaf.prop_recursive(6, 60, 5, move |inner| {
        let attributes = prop::collection::vec((attribute.clone(), value.clone()), 0..4);
        (name.clone(), attributes, prop::collection::vec(inner, 0..5)).prop_map(
            |(name, attributes, inside)| {
                let attributes: Vec<_> =
                    attributes.iter().map(|(name, value)| format!(" {name}=\"{value}\"")).collect();
                let attributes = attributes.concat();
                format!("<{name}{attributes}>{}</{name}>", inside.concat())
            },
        )
    })
}

proptest! {
    #[test]
    fn anything_becomes_harmless_and_is_done_after_once(content in prop::collection::vec(markup(), 0..6)) {
        let names = "xmlns:svg='http://www.w3.org/2000/svg' xmlns:h='http://www.w3.org/1999/xhtml' xmlns:x='urn:x'";
        let text = picture(&content.concat()).replacen("<svg ", &format!("<svg {names} "), 1);
        if let Ok(rebuilt) = rebuild(&text) {
            assert_harmless(&rebuilt.text);
            let again = rebuild(&rebuilt.text).unwrap();
            prop_assert_eq!(&again.text, &rebuilt.text);
            prop_assert!(again.dropped.is_empty(), "{:?}: {}", again.dropped, rebuilt.text);
        }
    }

    #[test]
    fn any_text_is_read(text in "(<|>|/|!|\\?|\\[|\\]|&|;|=|'|\"|svg|g|x| |-|\\PC){0,60}") {
        for text in [&text, &picture(&text), &format!("{OPEN}<style>{text}</style></svg>"), &format!("{OPEN}<g style='{}'/></svg>", escape(&*text))] {
            if let Ok(rebuilt) = rebuild(text) {
                assert_harmless(&rebuilt.text);
                prop_assert_eq!(&rebuild(&rebuilt.text).unwrap().text, &rebuilt.text);
            }
        }
    }
}
