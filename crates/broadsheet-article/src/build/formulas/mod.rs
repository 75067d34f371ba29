//! Formulas and drawings in a document: each becomes one node, whatever the page made of it.
//!
//! Pages that had a script set their formulas hold each one several times: as `MathML` for screen
//! readers, as TeX, as boxes or a drawing for the eye. [`read_formulas`] runs before anything else
//! looks at a document, and leaves one [`Math`](crate::tree::Math) of each. Afterwards there are no
//! foreign elements any more.

#[cfg(feature = "clean")]
mod boxes;
#[cfg(feature = "clean")]
mod content;
#[cfg(feature = "clean")]
mod delimited;
mod elements;
mod mathml;
#[cfg(feature = "clean")]
mod pictures;
#[cfg(feature = "clean")]
mod scraped;
#[cfg(feature = "clean")]
mod signs;
#[cfg(feature = "clean")]
mod svg;

#[cfg(feature = "clean")]
pub(crate) use delimited::read_delimited;

use self::elements::plain_element;
use self::mathml::MathMl;
use crate::document::{Document, Element, NodeId, NodeKind};
use crate::ledger::{Account, Ending, Replacement};
use crate::tex::tex_source;
use crate::tree::Math;
use crate::vocabulary::{Attribute, Tag};

/// Replaces what stands for formulas by formulas, and drawings by their words; `account` gets the
/// records of both.
pub(crate) fn read_formulas(document: &mut Document, account: &mut Account) {
    let mut next = document.next_in_order(Document::ROOT, Document::ROOT);
    while let Some(id) = next {
        let is_done = match document.kind(id) {
            NodeKind::Foreign(foreign) if foreign.is_math => read_math(document, id, account),
            NodeKind::Foreign(_) => read_drawing(document, id, account),
            NodeKind::Element(element) => match math_code(document, id, element) {
                Some(math) => {
                    let math = NodeKind::Math(Box::new(math));
                    account.replace(document, id, math, Ending::EMPTY);
                    true
                }
                None => is_scraped(document, id, account),
            },
            _ => false,
        };
        next = if is_done {
            document.next_after_subtree(id, Document::ROOT)
        } else {
            document.next_in_order(id, Document::ROOT)
        };
    }
}

#[cfg(feature = "clean")]
fn is_scraped(document: &mut Document, id: NodeId, account: &mut Account) -> bool {
    scraped::read(document, id, account)
}

/// Reads nothing: packed articles have their formulas in one form.
#[cfg(not(feature = "clean"))]
fn is_scraped(_: &mut Document, _: NodeId, _: &mut Account) -> bool {
    false
}

#[cfg(feature = "clean")]
fn read_drawing(document: &mut Document, id: NodeId, account: &mut Account) -> bool {
    svg::read(document, id, account)
}

/// Drops a drawing: packed articles have none.
#[cfg(not(feature = "clean"))]
fn read_drawing(document: &mut Document, id: NodeId, _: &mut Account) -> bool {
    document.replace(id, NodeKind::Ignored);
    true
}

/// Reads an element of `MathML`: a formula, or one around the content of a page, which was meant
/// for something else and is dissolved. Returns `true` if its content is done.
fn read_math(document: &mut Document, id: NodeId, account: &mut Account) -> bool {
    let name = document.foreign(id).map_or("", |foreign| foreign.name.as_str());
    let (kind, is_done) = if name == "math" {
        match mathml::read(document, id) {
            MathMl::Formula(math) => (NodeKind::Math(Box::new(math)), true),
            MathMl::Empty => (NodeKind::Ignored, true),
            MathMl::Content => (plain_element(), false),
        }
    } else if name.starts_with("annotation") {
        (NodeKind::Ignored, true)
    } else {
        (plain_element(), false)
    };
    if is_done {
        account.replace(document, id, kind, Ending::EMPTY);
    } else {
        account.end_node(document, id, Ending::Replaced(Replacement::Content));
        *document.kind_mut(id) = kind;
    }
    is_done
}

/// The formula of which there is only the source, as [`write_html`](crate::write_html) writes it.
fn math_code(document: &Document, id: NodeId, element: &Element) -> Option<Math> {
    let class = element.get(Attribute::Class)?.strip_prefix("language-math math-")?;
    if element.tag != Some(Tag::Code) || !matches!(class, "inline" | "display") {
        return None;
    }
    let mut text = String::new();
    for inner in document.descendants(id) {
        if let NodeKind::Text(piece) = document.kind(inner) {
            text.push_str(piece);
        }
    }
    Some(Math { tex: Some(tex_source(&text)?), is_block: class == "display", elements: Vec::new() })
}
