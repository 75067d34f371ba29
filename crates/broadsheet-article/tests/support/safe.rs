//! The HTML that articles may become, checked with an independent parser. The fuzz targets use it
//! as well.

#![allow(dead_code, reason = "each user needs a part of it")]

use broadsheet_article::url::FILE_EXTENSIONS;
use broadsheet_article::{Article, Options, native, write_html};
use html5ever::tendril::TendrilSink as _;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// The elements that may come out.
const ELEMENTS: &str = "html head body p br hr h2 h3 h4 h5 h6 blockquote pre code ul ol li dl dt dd table caption \
                            thead tbody tr th td figure figcaption a img abbr bdi bdo b cite dfn del em ins i kbd mark q \
                            ruby rp rt samp small s strong sub sup u var span details summary audio video source";

/// The elements that may have a direction besides `bdi` and `bdo`.
const DIRECTED: &str = "p h2 h3 h4 h5 h6 blockquote pre ul ol li dl table td th figure details";

/// Parses HTML with another tree than ours and panics at whatever the design does not permit.
pub(crate) fn assert_safe(html: &str) {
    let document = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(html);
    let mut nodes = vec![document.document];
    while let Some(node) = nodes.pop() {
        assert_node(&node, html);
        nodes.extend(node.children.borrow().iter().cloned());
    }
}

fn assert_node(node: &Handle, html: &str) {
    let (name, attributes) = match &node.data {
        NodeData::Document | NodeData::Text { .. } => return,
        NodeData::Element { name, attrs, .. } => (name, attrs),
        other => panic!("{other:?} in {html}"),
    };
    let element = &*name.local;
    if &*name.ns == "http://www.w3.org/1998/Math/MathML" {
        assert_math(node, element, html);
        return;
    }
    assert_eq!(&*name.ns, "http://www.w3.org/1999/xhtml", "{html}");
    assert!(ELEMENTS.split_whitespace().any(|known| known == element), "<{element}> in {html}");
    for attribute in attributes.borrow().iter() {
        let (name, value) = (&*attribute.name.local, &*attribute.value);
        let permitted = match (element, name) {
            ("a", "href") => is_link(value) || is_file(value),
            // The name of a file that is saved: no folder, and no ending that runs.
            ("a", "download") => {
                !value.contains(['/', '\\'])
                    && !value.contains(char::is_control)
                    && FILE_EXTENSIONS
                        .iter()
                        .chain(&MEDIA_EXTENSIONS)
                        .any(|known| value.rsplit_once('.').is_some_and(|(_, extension)| extension == *known))
            }
            ("img", "class") => value == "emoji",
            ("a", "rel") => value == "noopener noreferrer nofollow",
            ("img" | "source", "src") | ("video", "poster") => is_media(value),
            ("img", "srcset") => value
                .split(", ")
                .all(|candidate| candidate.rsplit_once(' ').is_some_and(|(url, _)| is_media(url))),
            ("img", "alt" | "title") => true,
            ("img", "width" | "height") | ("td" | "th", "colspan" | "rowspan") => {
                value.parse::<u32>().is_ok()
            }
            ("ol", "start") | ("li", "value") => value.parse::<i32>().is_ok(),
            ("bdi" | "bdo", "dir") => matches!(value, "ltr" | "rtl"),
            (_, "dir") => {
                DIRECTED.split_whitespace().any(|known| known == element)
                    && matches!(value, "ltr" | "rtl" | "auto")
            }
            ("ol", "type") => matches!(value, "a" | "A" | "i" | "I"),
            ("td" | "th", "align") => matches!(value, "left" | "center" | "right"),
            ("img", "loading") => value == "lazy",
            ("img", "decoding") => value == "async",
            ("img", "referrerpolicy") => value == "no-referrer",
            ("audio" | "video", "controls") | ("figure", "data-film") | ("ol", "reversed") => {
                value.is_empty()
            }
            ("audio" | "video", "preload") => value == "none",
            ("code", "class") if value.contains(' ') => {
                matches!(value, "language-math math-inline" | "language-math math-display")
            }
            ("code", "class") => value.strip_prefix("language-").is_some_and(|name| {
                !name.is_empty()
                    && name
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "+-#.".contains(c))
            }),
            ("h2" | "h3" | "h4" | "h5" | "h6" | "li" | "span", "id") => value.starts_with("a-"),
            _ => false,
        };
        assert!(permitted, "<{element} {name}={value:?}> in {html}");
    }
}

/// The elements of formulas.
const MATH: &str = "math semantics annotation merror mfrac mi mmultiscripts mn none mo mover mpadded mphantom \
                    mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover";

/// Judges an element of a formula: a closed set, no attribute that acts or leads anywhere, and
/// nothing but text in those that may hold HTML.
fn assert_math(node: &Handle, element: &str, html: &str) {
    assert!(MATH.split_whitespace().any(|known| known == element), "<{element}> in {html}");
    let NodeData::Element { attrs, .. } = &node.data else { return };
    for attribute in attrs.borrow().iter() {
        let (name, value) = (&*attribute.name.local, &*attribute.value);
        let is_length = || {
            let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
            number.parse::<f64>().is_ok_and(|number| (-99.0..1000.0).contains(&number))
        };
        let permitted = match name {
            "display" => element == "math" && value == "block",
            "encoding" => element == "annotation" && value == "application/x-tex",
            "accent" | "accentunder" | "displaystyle" | "largeop" | "movablelimits" | "stretchy"
            | "symmetric" => {
                matches!(value, "true" | "false")
            }
            "columnalign" => element == "mtd" && matches!(value, "left" | "right"),
            "form" => matches!(value, "prefix" | "infix" | "postfix"),
            "mathvariant" => value.chars().all(|c| c.is_ascii_lowercase() || c == '-'),
            "columnspan" | "rowspan" => value.parse::<u8>().is_ok_and(|count| count > 0),
            "scriptlevel" => value.parse::<i8>().is_ok(),
            "depth" | "height" | "linethickness" | "lspace" | "maxsize" | "minsize" | "rspace"
            | "voffset" | "width" => is_length(),
            _ => false,
        };
        assert!(permitted && attribute.name.ns.is_empty(), "<{element} {name}={value:?}> in {html}");
    }
    if matches!(element, "mi" | "mn" | "mo" | "ms" | "mtext" | "annotation") {
        for child in node.children.borrow().iter() {
            assert!(matches!(child.data, NodeData::Text { .. }), "{:?} in <{element}> in {html}", child.data);
        }
    }
}

/// Judged by characters, not by a URL parser: the written form must be beyond doubt.
pub(crate) fn is_link(value: &str) -> bool {
    let scheme = ["https://", "http://", "mailto:", "tel:", "#a-", "?post="]
        .iter()
        .any(|scheme| value.starts_with(scheme));
    scheme && !value.chars().any(|c| c.is_control() || c == ' ')
}

/// Extensions of pictures, sounds and films.
const MEDIA_EXTENSIONS: [&str; 12] =
    ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "mp3", "m4a", "ogg", "mp4", "webm"];

/// `true` for the address of a file of the bundle that no browser runs.
fn is_file(value: &str) -> bool {
    let parts = value.strip_prefix("media/").and_then(|name| name.split_once('.'));
    parts.is_some_and(|(hash, extension)| {
        hash.len() == 16
            && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
            && FILE_EXTENSIONS.iter().chain(&MEDIA_EXTENSIONS).any(|known| *known == extension)
    })
}

pub(crate) fn is_media(value: &str) -> bool {
    let scheme =
        ["https://", "media/", "data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,"]
            .iter()
            .chain(&["data:image/webp;base64,", "data:image/avif;base64,"])
            .any(|scheme| value.starts_with(scheme));
    scheme && !value.chars().any(|c| c.is_control() || c == ' ')
}

/// Reads HTML, checks what comes out, and that it reads the same again.
pub(crate) fn assert_good(html: &str, options: &Options) -> Article {
    let article = native::parse(html, options);
    let written = write_html(&article);
    assert_safe(&written);
    let again = native::parse(&written, options);
    assert_eq!(
        again.blocks,
        article.blocks,
        "\n source: {html}\nwritten: {written}\n  again: {}",
        write_html(&again)
    );
    article
}
