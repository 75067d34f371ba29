//! Counting: on the document, and on the tree. Neither pass knows of the other.

use super::units::{Unit, Units};
use crate::blank::count_shown;
use crate::document::{Document, Element, Foreign, NodeId, NodeKind};
use crate::tree::{Block, Definition, Inline};
use crate::vocabulary::{Attribute, Tag};

/// The units of a node and of all below it.
pub(crate) fn of_subtree(document: &Document, top: NodeId) -> Units {
    let mut units = Units::default();
    each_within(document, top, &mut |_, unit, amount| units[unit] += amount);
    units
}

/// Calls `found` with the nodes of a subtree that are units, or hold characters.
pub(super) fn each_within(document: &Document, top: NodeId, found: &mut dyn FnMut(NodeId, Unit, usize)) {
    let around = std::iter::successors(document.parent(top), |&outer| document.parent(outer));
    let mut is_hidden = around.into_iter().any(|outer| hides_text(document, outer));
    // The node after the element whose text is hidden, if that is below `top`.
    let mut hidden_until = None;
    let mut next = Some(top);
    while let Some(id) = next {
        if hidden_until == Some(id) {
            (is_hidden, hidden_until) = (false, None);
        }
        if !is_hidden && hides_text(document, id) {
            (is_hidden, hidden_until) = (true, document.next_after_subtree(id, top));
        }
        if !is_hidden || !matches!(document.kind(id), NodeKind::Text(_)) {
            each_of(document, id, found);
        }
        next = document.next_in_order(id, top);
    }
}

/// Calls `found` with the units that a node is by itself. Of a text it takes for granted that it is
/// shown.
pub(super) fn each_of(document: &Document, id: NodeId, found: &mut dyn FnMut(NodeId, Unit, usize)) {
    match document.kind(id) {
        NodeKind::Text(text) => match visible(text) {
            0 => {}
            amount => found(id, Unit::Character, amount),
        },
        NodeKind::Element(element) => {
            if !document.is_settled(id)
                && let Some(unit) = unit_of(document, id, element)
            {
                found(id, unit, 1);
            }
        }
        NodeKind::Foreign(foreign) if foreign.is_math && foreign.name == "math" => {
            found(id, Unit::Formula, 1);
        }
        NodeKind::Foreign(foreign) if foreign.name == "svg" && !is_icon(foreign) => {
            found(id, Unit::Picture, 1);
        }
        NodeKind::Math(_) => found(id, Unit::Formula, 1),
        NodeKind::Foreign(_) | NodeKind::Ignored => {}
    }
}

/// `true` for a drawing that is no larger than an icon, or does not say how large it is.
fn is_icon(drawing: &Foreign) -> bool {
    /// Pixels of the largest icon.
    const ICON: f32 = 64.0;
    let size = |names: &[&str]| {
        let values = names.iter().filter_map(|name| drawing.get(name));
        let numbers = values.flat_map(|value| value.split([' ', ',']));
        numbers.filter_map(|number| number.trim_end_matches("px").parse().ok()).reduce(f32::max)
    };
    size(&["width", "height"]).or_else(|| size(&["viewBox"])).is_none_or(|size| size <= ICON)
}

/// The unit that an element of a name is, if the name alone says so, of those that repairs rename.
pub(super) fn unit_of_tag(tag: Option<Tag>) -> Option<Unit> {
    match tag? {
        Tag::Td | Tag::Th => Some(Unit::TableCell),
        Tag::Pre | Tag::Listing | Tag::Xmp | Tag::Plaintext => Some(Unit::CodeBlock),
        _ => None,
    }
}

/// The unit that an element is.
fn unit_of(document: &Document, id: NodeId, element: &Element) -> Option<Unit> {
    Some(match element.tag? {
        Tag::Img | Tag::AmpImg => Unit::Picture,
        Tag::A if element.get(Attribute::Href).is_some() => Unit::Link,
        tag if unit_of_tag(Some(tag)).is_some() => return unit_of_tag(Some(tag)),
        Tag::Iframe
        | Tag::Embed
        | Tag::Object
        | Tag::Applet
        | Tag::Video
        | Tag::Audio
        | Tag::AmpIframe
        | Tag::AmpVideoIframe
        | Tag::AmpVideo
        | Tag::AmpAudio
        | Tag::Bgsound => Unit::Embed,
        Tag::Figure if element.get(Attribute::DataFilm).is_some() => Unit::Embed,
        Tag::Select => Unit::FormValue,
        Tag::Textarea if document.children(id).next().is_some() => Unit::FormValue,
        // One with words shows these.
        Tag::Meter | Tag::Progress if has_value(element) && document.children(id).next().is_none() => {
            Unit::FormValue
        }
        Tag::Input if is_valued(element) => Unit::FormValue,
        _ => return None,
    })
}

fn has_value(element: &Element) -> bool {
    element.get(Attribute::Value).is_some_and(|value| !value.trim().is_empty())
}

/// `true` for a box to check, and for a field that is filled in.
fn is_valued(element: &Element) -> bool {
    let kind = element.get(Attribute::Type).unwrap_or_default().trim();
    let is_any_of = |kinds: &[&str]| kinds.iter().any(|known| known.eq_ignore_ascii_case(kind));
    is_any_of(&["checkbox", "radio"])
        || (has_value(element) && !is_any_of(&["hidden", "submit", "reset", "button", "image"]))
}

/// `true` for elements whose content no page shows as text.
fn hides_text(document: &Document, id: NodeId) -> bool {
    match document.kind(id) {
        NodeKind::Element(element) => element.tag.is_some_and(is_textless),
        NodeKind::Foreign(foreign) if foreign.is_math => foreign.name.starts_with("annotation"),
        NodeKind::Foreign(foreign) => {
            matches!(foreign.name.as_str(), "title" | "desc" | "metadata" | "style" | "script")
        }
        NodeKind::Text(_) | NodeKind::Math(_) | NodeKind::Ignored => false,
    }
}

fn is_textless(tag: Tag) -> bool {
    tag.is_never_shown() || matches!(tag, Tag::Datalist | Tag::Option | Tag::Textarea)
}

/// The units of a text.
pub(super) fn of_text(text: &str) -> Units {
    Units::of(Unit::Character, visible(text))
}

/// The number of characters that show something.
pub(super) fn visible(text: &str) -> usize {
    count_shown(text)
}

/// The units of blocks of the tree.
pub(crate) fn of_blocks(blocks: &[Block]) -> Units {
    let mut units = Units::default();
    add_blocks(blocks, &mut units);
    units
}

/// The units of running text of the tree.
pub(crate) fn of_inlines(content: &[Inline]) -> Units {
    let mut units = Units::default();
    add_inlines(content, &mut units);
    units
}

fn add_blocks(blocks: &[Block], units: &mut Units) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => add_inlines(content, units),
            Block::Preformatted { content, .. } => {
                units[Unit::CodeBlock] += 1;
                add_inlines(content, units);
            }
            Block::Quote(content) | Block::Directed { content, .. } => add_blocks(content, units),
            Block::List(list) => {
                for item in &list.items {
                    add_blocks(&item.content, units);
                }
            }
            Block::Definitions(parts) => {
                for part in parts {
                    match part {
                        Definition::Term(content) => add_inlines(content, units),
                        Definition::Details(content) => add_blocks(content, units),
                    }
                }
            }
            Block::Table(table) => {
                add_inlines(&table.caption, units);
                for cell in table.head.iter().chain(&table.body).flatten() {
                    units[Unit::TableCell] += 1;
                    add_blocks(&cell.content, units);
                }
            }
            Block::Figure { content, caption: line } | Block::Details { content, summary: line } => {
                add_blocks(content, units);
                add_inlines(line, units);
            }
            Block::Media(_) | Block::EmbeddedVideo(_) => units[Unit::Embed] += 1,
            Block::Rule => {}
        }
    }
}

fn add_inlines(content: &[Inline], units: &mut Units) {
    for inline in content {
        match inline {
            Inline::Text(text) => units[Unit::Character] += visible(text),
            Inline::Styled { content, .. } => add_inlines(content, units),
            Inline::Link { content, .. } => {
                units[Unit::Link] += 1;
                add_inlines(content, units);
            }
            Inline::Image(_) => units[Unit::Picture] += 1,
            Inline::Math(_) => units[Unit::Formula] += 1,
            Inline::Break | Inline::Anchor(_) => {}
        }
    }
}
