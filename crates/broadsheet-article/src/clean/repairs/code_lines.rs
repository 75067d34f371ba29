//! The lines of code: line feeds between them, and blanks that are blanks.

use super::repair::{Apply, Repair, set_tag};
use crate::blank::is_blank;
use crate::document::{Document, Element, NodeId, NodeKind};
use crate::vocabulary::{Attribute, Tag};

/// Puts line feeds between lines of code.
pub(super) const CODE_LINES: Repair = Repair {
    name: "code-lines",
    reason: "lines of code that only a style sheet kept apart would run together",
    apply: Apply::ToElement(part_lines),
    #[cfg(test)]
    cases: &[
        (
            "<pre><span class=line>a</span><span class=line>  b</span><code class=line>c</code></pre>",
            "<pre>a\n  b\nc</pre>",
        ),
        (
            "<pre><span class=line>a\n</span><span class=line>b</span>\n<span class=line>c</span></pre>",
            "<pre>a\nb\nc</pre>",
        ),
        (
            "<pre><span class=line>a</span><br><span class=line></span><br><span class=line>b</span></pre>",
            "<pre>a\n\nb</pre>",
        ),
        (
            "<pre><code>a</code><code>  b</code><code><br></code><code>c</code></pre>",
            "<pre>a\n  b\n\nc</pre>",
        ),
        ("<pre><ol><li>a</li><li></li><li><div>  b</div></li></ol></pre>", "<pre>a\n\n  b</pre>"),
        ("<pre><span id=a>a</span><span id=b>&nbsp; b</span></pre>", "<pre>a\n  b</pre>"),
        ("<pre><div>a<div>b</div></div><div>c</div></pre>", "<pre>a\nb\nc</pre>"),
    ],
};

/// Classes of elements that are one line of code each.
const LINES: [&str; 14] = [
    "CodeMirror-line",
    "cm-line",
    "code-block-extension-codeLine",
    "code-line",
    "codeline",
    "crayon-line",
    "ec-line",
    "hljs-ln-line",
    "line",
    "ltx_listingline",
    "react-code-line-contents",
    "token-line",
    "view-line",
    "code__line",
];

/// `true` for an element that is named as a line of code.
pub(super) fn is_named_line(element: &Element) -> bool {
    element.classes().any(|class| LINES.contains(&class))
}

/// Puts line feeds between the lines of code, and makes blanks of what only looks like them.
fn part_lines(document: &mut Document, id: NodeId) {
    if !matches!(document.tag(id), Some(Tag::Pre | Tag::Listing | Tag::Plaintext | Tag::Xmp)) {
        return;
    }
    plain_blanks(document, id);
    let lines = lines(document, id);
    if lines.len() < 2 {
        return;
    }
    if !has_text_beside(document, id, &lines) {
        // Blocks would end their lines a second time, and an empty block has no line at all.
        let inner: Vec<NodeId> = document.descendants(id).collect();
        for inner in inner {
            if document.tag(inner).is_some_and(is_block) {
                set_tag(document, inner, Tag::Span);
            }
        }
    }
    for &line in &lines {
        clear_placeholder(document, line);
    }
    for pair in lines.windows(2) {
        let [line, next] = *pair else { continue };
        if !is_parted(document, line, next) {
            let feed = document.add(NodeKind::Text("\n".to_owned()));
            document.insert_before(next, feed);
        }
    }
}

/// Empties a line that has one blank alone, which only gives it a height.
fn clear_placeholder(document: &mut Document, line: NodeId) {
    let texts: Vec<NodeId> = document
        .descendants(line)
        .filter(|&id| matches!(document.kind(id), NodeKind::Text(_)))
        .take(2)
        .collect();
    if let [only] = *texts.as_slice()
        && let NodeKind::Text(text) = document.kind_mut(only)
        && text == " "
    {
        text.clear();
    }
}

/// The elements within a `pre` that are one line each.
fn lines(document: &Document, pre: NodeId) -> Vec<NodeId> {
    let mut named = Vec::new();
    let mut next = document.next_in_order(pre, pre);
    while let Some(id) = next {
        if document.element(id).is_some_and(is_named_line) {
            named.push(id);
            next = document.next_after_subtree(id, pre);
        } else {
            next = document.next_in_order(id, pre);
        }
    }
    if named.is_empty() { children_as_lines(document, pre).unwrap_or_default() } else { named }
}

/// The children of the innermost element that holds all the code, if each of them is a block, a
/// `code`, or a `span` with an id, and holds one block at most.
fn children_as_lines(document: &Document, pre: NodeId) -> Option<Vec<NodeId>> {
    let mut holder = pre;
    let children = loop {
        let mut children = Vec::new();
        for child in document.children(holder) {
            match document.kind(child) {
                NodeKind::Text(text) if text.chars().all(is_blank) => {}
                NodeKind::Text(_) => return None,
                _ => children.push(child),
            }
        }
        match *children.as_slice() {
            [] => return None,
            [only] => holder = only,
            _ => break children,
        }
    };
    let is_line = |id: NodeId| {
        document.element(id).is_some_and(|element| match element.tag {
            Some(Tag::Code) => true,
            Some(Tag::Span) => element.get(Attribute::Id).is_some(),
            Some(tag) => is_block(tag) && blocks_within(document, id) <= 1,
            None => false,
        })
    };
    children.iter().all(|&child| is_line(child)).then_some(children)
}

/// The number of blocks within a node, up to 2, of which one lies in the other.
fn blocks_within(document: &Document, id: NodeId) -> usize {
    let mut within = id;
    let mut count = 0;
    for inner in document.descendants(id).filter(|&inner| document.tag(inner).is_some_and(is_block)) {
        if document.parent(inner) != Some(within) {
            count += 1;
        }
        let alone = document.children(within).all(|child| {
            child == inner
                || matches!(document.kind(child), NodeKind::Text(text) if text.chars().all(is_blank))
        });
        count += usize::from(!alone);
        within = inner;
        if count > 1 {
            break;
        }
    }
    if count > 0 { 2 } else { usize::from(within != id) }
}

/// `true` if there is text in a `pre` outside its lines.
fn has_text_beside(document: &Document, pre: NodeId, lines: &[NodeId]) -> bool {
    let mut lines = lines.iter().peekable();
    let mut next = document.next_in_order(pre, pre);
    while let Some(id) = next {
        if lines.next_if_eq(&&id).is_some() {
            next = document.next_after_subtree(id, pre);
            continue;
        }
        if matches!(document.kind(id), NodeKind::Text(text) if !text.chars().all(is_blank)) {
            return true;
        }
        next = document.next_in_order(id, pre);
    }
    false
}

/// `true` for elements that stand on lines of their own.
pub(super) fn is_block(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Div
            | Tag::Dd
            | Tag::Dl
            | Tag::Dt
            | Tag::Li
            | Tag::Ol
            | Tag::P
            | Tag::Pre
            | Tag::Section
            | Tag::Table
            | Tag::Tbody
            | Tag::Td
            | Tag::Th
            | Tag::Thead
            | Tag::Tr
            | Tag::Ul
    )
}

/// `true` if a new line begins between the end of the text before `next` and `next`, which follows
/// `line`.
fn is_parted(document: &Document, line: NodeId, next: NodeId) -> bool {
    let mut at = document.next_in_order(line, Document::ROOT);
    // An empty line has nothing to part but itself.
    let mut parted = false;
    while let Some(id) = at.filter(|&id| id != next) {
        match document.kind(id) {
            NodeKind::Text(text) if text.ends_with(['\n', '\r']) => parted = true,
            NodeKind::Text(text) if !text.is_empty() => parted = text.trim_matches(' ').ends_with('\n'),
            NodeKind::Element(element)
                if element.tag == Some(Tag::Br) || element.tag.is_some_and(is_block) =>
            {
                parted = true;
            }
            _ => {}
        }
        at = document.next_in_order(id, Document::ROOT);
    }
    parted
}

/// Makes blanks of those that a browser must not break, and takes out those without a width, which
/// editors put into empty lines.
fn plain_blanks(document: &mut Document, pre: NodeId) {
    let inner: Vec<NodeId> = document.descendants(pre).collect();
    for id in inner {
        if let NodeKind::Text(text) = document.kind_mut(id) {
            if text.contains('\u{a0}') {
                *text = text.replace('\u{a0}', " ");
            }
            if text.chars().all(|c| matches!(c, '\u{200b}' | '\u{feff}')) {
                text.clear();
            }
        }
    }
}

/// `true` for a box whose style keeps lines and blanks, and that is named as code or is in one that
/// is.
pub(super) fn is_box_of_code(document: &Document, id: NodeId, element: &Element) -> bool {
    let outer = document.parent(id).and_then(|outer| document.element(outer));
    keeps_lines(element)
        && [Some(element), outer]
            .into_iter()
            .flatten()
            .any(|element| element.classes().any(|class| class.split(['-', '_']).any(|part| part == "code")))
}

/// `true` if an element's own style keeps its line feeds and blanks.
pub(super) fn keeps_lines(element: &Element) -> bool {
    element.get(Attribute::Style).unwrap_or_default().split(';').any(|part| {
        part.split_once(':').is_some_and(|(property, value)| {
            let value = value.trim();
            property.trim().eq_ignore_ascii_case("white-space")
                && ["pre", "break-spaces"].iter().any(|kept| value.starts_with(kept))
        })
    })
}
