//! Blocks of code of which an editor made one for every line.

use super::code_lines::is_block;
use super::repair::{Apply, Repair, set_tag};
use crate::blank::is_blank;
use crate::document::{Document, Element, NodeId, NodeKind};
use crate::vocabulary::Tag;

/// Joins blocks of code that are one line each.
pub(super) const CODE_JOINED: Repair = Repair {
    name: "code-joined",
    reason: "an editor made a block of every line of code",
    apply: Apply::BeforeRules(join_blocks),
    #[cfg(test)]
    cases: &[
        (
            "<pre class=graf--pre>a</pre><pre class=graf--pre>b</pre><p>c</p><pre class=graf--pre>d</pre>",
            "<pre>a\nb</pre><p>c</p><pre>d</pre>",
        ),
        ("<pre>a {</pre> <pre>  b</pre><pre>}</pre>", "<pre>a {\n  b\n}</pre>"),
        ("<pre>a</pre><pre>b</pre>", "<pre>a</pre><pre>b</pre>"),
    ],
};

/// Joins the blocks of code that follow a block, if each is one line of the same code: an editor
/// made a block of every line, which says so, or of which some are indented.
fn join_blocks(document: &mut Document, first: NodeId) {
    let is_named = |document: &Document, id| {
        document
            .element(id)
            .is_some_and(|element: &Element| element.classes().any(|class| class == "graf--pre"))
    };
    let Some(parent) = document.parent(first) else { return };
    if document.tag(first) != Some(Tag::Pre) {
        return;
    }
    // Only the first of them looks ahead, so that each is looked at once.
    let before = std::iter::successors(document.previous(first), |&id| document.previous(id))
        .find(|&id| !matches!(document.kind(id), NodeKind::Text(text) if text.chars().all(is_blank)));
    let follows = before.is_some_and(|id| document.tag(id) == Some(Tag::Pre) && is_one_line(document, id));
    if document.tag(parent) == Some(Tag::Pre) || follows || !is_one_line(document, first) {
        return;
    }
    let mut blocks = Vec::new();
    let mut next = document.next_sibling(first);
    while let Some(id) = next {
        next = document.next_sibling(id);
        match document.kind(id) {
            NodeKind::Text(text) if text.chars().all(is_blank) => {}
            NodeKind::Element(element) if element.tag == Some(Tag::Pre) && is_one_line(document, id) => {
                blocks.push(id);
            }
            _ => break,
        }
    }
    let named = is_named(document, first) && blocks.iter().all(|&id| is_named(document, id));
    let indented = blocks.len() > 1 && blocks.iter().any(|&id| is_indented(document, id));
    if blocks.is_empty() || !(named || indented) {
        return;
    }
    for id in blocks {
        document.detach(id);
        let feed = document.add(NodeKind::Text("\n".to_owned()));
        document.append(first, feed);
        set_tag(document, id, Tag::Span);
        document.append(first, id);
        // The break of an empty line: the line feeds around it are enough.
        let breaks: Vec<NodeId> =
            document.descendants(id).filter(|&inner| document.tag(inner) == Some(Tag::Br)).collect();
        for id in breaks {
            document.detach(id);
        }
    }
}

/// `true` if a block of code has one line, or none but a break.
fn is_one_line(document: &Document, id: NodeId) -> bool {
    let mut breaks = 0;
    let mut has_text = false;
    for inner in document.descendants(id) {
        match document.kind(inner) {
            NodeKind::Text(text) if text.trim_end().contains('\n') => return false,
            NodeKind::Text(text) => has_text |= !text.chars().all(is_blank),
            NodeKind::Element(element) if element.tag == Some(Tag::Br) => breaks += 1,
            NodeKind::Element(element) if element.tag.is_some_and(is_block) => return false,
            _ => {}
        }
    }
    breaks == 0 || (breaks == 1 && !has_text)
}

/// `true` if a block of code begins with a blank.
fn is_indented(document: &Document, id: NodeId) -> bool {
    document
        .descendants(id)
        .find_map(|inner| match document.kind(inner) {
            NodeKind::Text(text) => text.chars().next(),
            _ => None,
        })
        .is_some_and(is_blank)
}
