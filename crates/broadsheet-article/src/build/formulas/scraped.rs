//! Formulas as the scripts of pages set them: `KaTeX`, `MathJax` 2 to 4, Wikipedia, Zhihu.

use super::boxes::tex_of_boxes;
use super::elements::has_class;
use super::mathml::{self, MathMl};
use super::pictures::picture_tex;
use super::signs::tex_of_signs;
use crate::document::{Document, Element, Foreign, NodeId, NodeKind};
use crate::ledger::{Account, Ending, Loss, Replacement};
use crate::limits::MAX_MATH_ELEMENTS;
use crate::tex::{looks_like_tex, tex_source};
use crate::tree::Math;
use crate::vocabulary::{Attribute, Tag};

/// Classes of what `MathJax` puts beside its script.
const MATHJAX: [&str; 2] = ["MathJax*", "mjx-chtml"];

/// Attributes that hold the source of a formula.
const SOURCES: [Attribute; 3] = [Attribute::DataTex, Attribute::DataLatex, Attribute::DataFormula];

/// Replaces an element by the formula that it stands for. Returns `true` if its content is done.
pub(super) fn read(document: &mut Document, id: NodeId, account: &mut Account) -> bool {
    let Some(element) = document.element(id) else { return false };
    let kind = match element.tag {
        Some(Tag::Script) => script(document, id, element),
        Some(Tag::Img) => picture_tex(element).map(|tex| {
            // Those of blogs and encyclopedias that stand alone say so.
            let is_block =
                has_class(element, &["mwe-math-fallback-image-display", "ql-img-displayed-equation"]);
            NodeKind::Math(Box::new(Math { tex: Some(tex), is_block, elements: Vec::new() }))
        }),
        Some(Tag::MjxContainer) => rendered(document, id, element),
        Some(Tag::Code | Tag::Pre) => None,
        _ if element.get(Attribute::Class).is_some()
            || SOURCES.iter().any(|&name| element.get(name).is_some()) =>
        {
            by_class(document, id, element)
        }
        _ => None,
    };
    let Some(kind) = kind else {
        // What was drawn, and says nowhere of what.
        let is_hole = element.tag == Some(Tag::MjxContainer)
            && document.first_child(id).is_some()
            && text(document, id).trim().is_empty();
        if is_hole {
            let hole = Foreign { is_math: true, name: "math".to_owned(), attributes: Vec::new() };
            account.end_subtree(document, id, Ending::Replaced(Replacement::Twin));
            document.replace(id, NodeKind::Foreign(hole));
            account.add_subtree(document, id, Replacement::Twin);
            account.replace(document, id, NodeKind::Ignored, Ending::Lost(Loss::Drawing));
        }
        return is_hole;
    };
    account.replace(document, id, kind, Ending::Replaced(Replacement::Twin));
    true
}

fn formula(tex: String, is_block: bool) -> NodeKind {
    NodeKind::Math(Box::new(Math { tex: Some(tex), is_block, elements: Vec::new() }))
}

fn by_class(document: &Document, id: NodeId, element: &Element) -> Option<NodeKind> {
    let is_known = has_class(
        element,
        &["MathJax*", "mjx-chtml", "katex", "mwe-math-element", "math*", "latex-rendered"],
    );
    let has_source = SOURCES.iter().any(|&name| element.get(name).is_some());
    // A name alone never takes the article: boxes of other things are called so, too.
    if !(is_known || has_source) || !is_one_formula(document, id) {
        return None;
    }
    if has_class(element, &MATHJAX) {
        return mathjax(document, id, element);
    }
    if has_class(element, &["katex"]) {
        return katex(document, id);
    }
    if has_class(element, &["mwe-math-element"]) {
        return math_within(document, id, false);
    }
    // Whose text is the source, or who have it in an attribute.
    let is_named = matches!(element.tag, Some(Tag::Span))
        || has_class(element, &["math*", "tex*", "latex*", "formula*", "equation*", "ztext-math"])
        || (has_source && text(document, id).trim().is_empty());
    if is_named
        && let Some(tex) = SOURCES.iter().find_map(|&name| element.get(name)).and_then(tex_source)
        && !matches!(tex.as_str(), "true" | "false" | "1" | "0")
    {
        // Zhihu's sign of a formula on a line of its own.
        if let Some(tex) = tex.strip_suffix("\\\\") {
            return Some(formula(tex_source(tex)?, true));
        }
        let is_box = matches!(element.tag, Some(Tag::Div | Tag::Figure | Tag::P | Tag::Section));
        return Some(formula(tex, is_box || has_class(element, &["math-display", "display"])));
    }
    if has_class(element, &["latex-rendered"]) {
        let tex = expression(element.get(Attribute::DataAttrs)?)?;
        return Some(formula(tex, true));
    }
    if has_class(element, &["math-inline", "math-display"]) {
        let tex = tex_source(&only_text(document, id)?)?;
        return Some(formula(tex, has_class(element, &["math-display"])));
    }
    None
}

/// `true` if an element holds no more than the forms of one formula.
fn is_one_formula(document: &Document, id: NodeId) -> bool {
    let mut formulas = 0;
    let mut count = 0;
    document.descendants(id).all(|inner| {
        count += 1;
        let foreign = document.foreign(inner);
        formulas += usize::from(foreign.is_some_and(|foreign| foreign.is_math && foreign.name == "math"));
        let is_content = matches!(
            document.tag(inner),
            Some(
                Tag::P
                    | Tag::H1
                    | Tag::H2
                    | Tag::H3
                    | Tag::H4
                    | Tag::H5
                    | Tag::H6
                    | Tag::Ul
                    | Tag::Ol
                    | Tag::Dl
                    | Tag::Pre
                    | Tag::Blockquote
                    | Tag::Figure
                    | Tag::Article
                    | Tag::Section
                    | Tag::Main
                    | Tag::Video
                    | Tag::Audio
                    | Tag::Iframe
            )
        );
        count <= MAX_MATH_ELEMENTS && formulas <= 1 && !is_content
    })
}

/// The source in the JSON that Substack keeps of a formula.
fn expression(json: &str) -> Option<String> {
    let (_, rest) = json.split_once("\"persistentExpression\":\"")?;
    let mut tex = String::new();
    let mut characters = rest.chars();
    loop {
        match characters.next()? {
            '"' => return tex_source(&tex),
            '\\' => match characters.next()? {
                'n' | 't' => tex.push(' '),
                c => tex.push(c),
            },
            c => tex.push(c),
        }
    }
}

/// The text of an element that holds nothing else.
fn only_text(document: &Document, id: NodeId) -> Option<String> {
    let mut text = String::new();
    for inner in document.children(id) {
        let NodeKind::Text(piece) = document.kind(inner) else { return None };
        text.push_str(piece);
    }
    Some(text)
}

/// The text within an element.
fn text(document: &Document, id: NodeId) -> String {
    let mut text = String::new();
    for inner in document.descendants(id).take(MAX_MATH_ELEMENTS) {
        if let NodeKind::Text(piece) = document.kind(inner) {
            text.push_str(piece);
        }
    }
    text
}

/// The source in a script, which stands for the formula where no script runs.
fn script(document: &Document, id: NodeId, element: &Element) -> Option<NodeKind> {
    let kind = element.get(Attribute::Type)?.trim();
    let source = text(document, id);
    if kind == "math/asciimath" || kind == "math/mml" {
        // What was set of it stands before it.
        let mut before = std::iter::successors(document.previous(id), |&before| document.previous(before));
        let set = before
            .find(|&before| !matches!(document.kind(before), NodeKind::Text(text) if text.trim().is_empty()));
        if set.is_some_and(|set| matches!(document.kind(set), NodeKind::Math(_))) {
            return Some(NodeKind::Ignored);
        }
        return Some(NodeKind::Text(if kind == "math/mml" { markup_source(&source)? } else { source }));
    }
    let parameters = kind.strip_prefix("math/tex")?;
    let tex = tex_source(&source)?;
    Some(formula(tex, parameters.contains("mode=display")))
}

/// The formula in the `MathML` within an element.
fn math_within(document: &Document, id: NodeId, is_block: bool) -> Option<NodeKind> {
    let math = document.descendants(id).take(MAX_MATH_ELEMENTS).find(|&inner| {
        document.foreign(inner).is_some_and(|foreign| foreign.is_math && foreign.name == "math")
    })?;
    match mathml::read(document, math) {
        MathMl::Formula(mut math) => {
            math.is_block |= is_block;
            Some(NodeKind::Math(Box::new(math)))
        }
        MathMl::Empty | MathMl::Content => None,
    }
}

fn katex(document: &Document, id: NodeId) -> Option<NodeKind> {
    let parent = document.parent(id).and_then(|parent| document.element(parent));
    let is_block = parent.is_some_and(|parent| has_class(parent, &["katex-display", "katex--display"]));
    if let Some(kind) = math_within(document, id, is_block) {
        return Some(kind);
    }
    // Where a sanitiser took the elements away: signs one a line, then the source.
    let part = |name: &str| {
        document
            .children(id)
            .find(|&child| document.element(child).is_some_and(|element| has_class(element, &[name])))
    };
    let drawn = part("katex-html");
    if let (Some(mathml), Some(_)) = (part("katex-mathml"), drawn) {
        let text = text(document, mathml);
        let (before, tex) = text.trim().rsplit_once('\n').unwrap_or(("", text.trim()));
        if !before.is_empty() || (tex.contains(['^', '_', '\\']) && looks_like_tex(tex)) {
            return tex_source(tex).map(|tex| formula(tex, is_block));
        }
    }
    tex_of_boxes(document, drawn.unwrap_or(id)).map(|tex| formula(tex, is_block))
}

/// An element of `MathJax` 2, which has the source in the script that follows.
fn mathjax(document: &Document, id: NodeId, element: &Element) -> Option<NodeKind> {
    let mut followed = false;
    for next in siblings_after(document, id).take(6) {
        match document.kind(next) {
            NodeKind::Text(text) if text.trim().is_empty() => {}
            NodeKind::Ignored => {}
            NodeKind::Element(element) if element.tag == Some(Tag::Script) => {
                if element.get(Attribute::Type).is_some_and(|kind| kind.trim().starts_with("math/tex")) {
                    return Some(NodeKind::Ignored);
                }
                break;
            }
            NodeKind::Element(element)
                if has_class(element, &MATHJAX) || element.tag == Some(Tag::MjxContainer) =>
            {
                followed = true;
            }
            _ => break,
        }
    }
    if has_class(element, &["MathJax_Preview"]) {
        return followed.then_some(NodeKind::Ignored);
    }
    rendered(document, id, element)
}

fn siblings_after(document: &Document, id: NodeId) -> impl Iterator<Item = NodeId> {
    std::iter::successors(document.next_sibling(id), |&next| document.next_sibling(next))
}

/// A formula as `MathJax` drew it: by what it has for screen readers.
fn rendered(document: &Document, id: NodeId, element: &Element) -> Option<NodeKind> {
    let is_block = element.get(Attribute::Display) == Some("true")
        || has_class(element, &["MathJax_Display", "MathJax_SVG_Display", "MathJax_CHTML_Display"]);
    let within = || std::iter::once(id).chain(document.descendants(id).take(MAX_MATH_ELEMENTS));
    let value = |name: Attribute| {
        within().filter_map(|inner| document.element(inner)).find_map(|element| element.get(name))
    };
    let latex = value(Attribute::DataLatex).and_then(tex_source);
    if let Some(kind) = math_within(document, id, is_block) {
        return Some(match kind {
            NodeKind::Math(mut math) => {
                math.tex = math.tex.or(latex);
                NodeKind::Math(math)
            }
            kind => kind,
        });
    }
    if let Some(tex) = latex {
        return Some(formula(tex, is_block));
    }
    if let Some(markup) = value(Attribute::DataMathml) {
        return markup_source(markup).map(|tex| formula(tex, is_block));
    }
    if element.tag != Some(Tag::MjxContainer) {
        // Some pages have the source there, others what is to be spoken.
        let label = value(Attribute::AriaLabel).filter(|label| looks_like_tex(label)).and_then(tex_source);
        if let Some(tex) = label.or_else(|| tex_of_boxes(document, id)) {
            return Some(formula(tex, is_block));
        }
    } else if let Some(tex) = tex_of_signs(document, id) {
        return Some(formula(tex, is_block));
    }
    // Some signs are letters, others are drawn.
    if text(document, id).trim().is_empty() {
        let drawing =
            || within().filter_map(|inner| document.foreign(inner)).find_map(|svg| svg.get("aria-label"));
        let label = value(Attribute::AriaLabel).or_else(drawing).filter(|label| !label.trim().is_empty());
        return label.map(|label| NodeKind::Text(label.to_owned()));
    }
    None
}

/// The source in the text of `MathML` in an attribute, or its signs in a row.
fn markup_source(markup: &str) -> Option<String> {
    let (markup, annotation) = markup.split_once("<annotation").unwrap_or((markup, ""));
    let source = annotation.split_once('>').map(|(_, rest)| rest.split('<').next().unwrap_or_default());
    let mut signs = String::new();
    for piece in markup.split('<') {
        signs.push_str(
            piece.split_once('>').map_or(if signs.is_empty() { piece } else { "" }, |(_, text)| text.trim()),
        );
    }
    let text = source.unwrap_or(&signs).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    tex_source(&text)
}
