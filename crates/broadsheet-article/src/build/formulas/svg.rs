//! Drawings: their words stay, as text.

use super::elements::plain_element;
use crate::document::{Document, Element, Foreign, NodeId, NodeKind};
use crate::image_names::background;
use crate::ledger::{Account, Ending, Loss, Replacement};
use crate::vocabulary::{Attribute, Tag};

/// Reads an element of SVG. A drawing is not kept; the words in it are, and the HTML. Returns
/// `true` if its content is done.
pub(super) fn read(document: &mut Document, id: NodeId, account: &mut Account) -> bool {
    let Some(foreign) = document.foreign(id) else { return false };
    let is_nested =
        document.parent(id).is_some_and(|parent| document.tag(parent).is_none() && parent != Document::ROOT);
    match foreign.name.as_str() {
        "svg" => {
            let image = foreign.get("style").and_then(background).map(image);
            let has_words = has_words(document, id);
            match image {
                Some(image) if !has_words => {
                    account.replace(document, id, image, Ending::Replaced(Replacement::Background));
                    account.add_subtree(document, id, Replacement::Background);
                    return true;
                }
                Some(image) => {
                    let image = document.add(image);
                    document.insert_before(id, image);
                    account.add_subtree(document, image, Replacement::Background);
                }
                None => {}
            }
            let Some(foreign) = document.foreign(id) else { return false };
            if !is_nested && !has_words {
                // An icon, which its title names.
                let title =
                    if foreign.get("aria-hidden") == Some("true") { None } else { title(document, id) };
                let kind =
                    title.map_or(NodeKind::Ignored, |title| NodeKind::Text([" ", &title, " "].concat()));
                account.replace(document, id, kind, Ending::Lost(Loss::Drawing));
                return true;
            }
        }
        "image" => {
            if let Some(address) = picture(foreign).map(str::to_owned) {
                account.replace(document, id, image(&address), Ending::Replaced(Replacement::Background));
                account.add_subtree(document, id, Replacement::Background);
                return true;
            }
            account.replace(document, id, NodeKind::Ignored, Ending::Lost(Loss::Drawing));
            return true;
        }
        "text" => {
            // Drawings have their words apart by their places alone.
            let space = document.add(NodeKind::Text(" ".to_owned()));
            document.insert_before(id, space);
            let end = document.add(NodeKind::Text(" ".to_owned()));
            document.append(id, end);
        }
        "a" | "g" | "switch" | "symbol" | "textPath" | "tspan" | "defs" | "marker" | "foreignObject" => {}
        _ => {
            account.replace(document, id, NodeKind::Ignored, Ending::Lost(Loss::Drawing));
            return true;
        }
    }
    account.end_node(document, id, Ending::Replaced(Replacement::Words));
    *document.kind_mut(id) = plain_element();
    false
}

/// An `img` with this address.
fn image(address: &str) -> NodeKind {
    let attributes = vec![(Attribute::Src, address.to_owned())];
    NodeKind::Element(Element { tag: Some(Tag::Img), attributes })
}

/// The address of a picture in a drawing.
fn picture(foreign: &Foreign) -> Option<&str> {
    let address = foreign.get("href").or_else(|| foreign.get("xlink:href"))?.trim();
    (!address.is_empty() && !address.starts_with('#')).then_some(address)
}

/// `true` if a drawing has words, HTML or pictures of its own.
fn has_words(document: &Document, id: NodeId) -> bool {
    document.descendants(id).any(|inner| match document.kind(inner) {
        NodeKind::Foreign(foreign) => {
            !foreign.is_math
                && (matches!(foreign.name.as_str(), "text" | "foreignObject")
                    || (foreign.name == "image" && picture(foreign).is_some()))
        }
        _ => false,
    })
}

fn title(document: &Document, id: NodeId) -> Option<String> {
    let words = |name: &str| {
        let child = document
            .children(id)
            .find(|&child| document.foreign(child).is_some_and(|foreign| foreign.name == name))?;
        let mut text = String::new();
        for inner in document.descendants(child) {
            if let NodeKind::Text(piece) = document.kind(inner) {
                text.push_str(piece);
            }
        }
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    // Drawing programs write the names of layers there.
    let is_layer = words("desc").is_some_and(|words| words.starts_with("Created with"));
    if is_layer { None } else { words("title") }
}
