//! `MathML` to formulas.

use crate::document::{Document, Foreign, NodeId, NodeKind};
use crate::limits::{MAX_MATH_DEPTH, MAX_MATH_ELEMENTS};
use crate::tex::{looks_like_tex, tex_source};
use crate::tree::{Math, MathAttribute, MathContent, MathElement, MathTag};
use crate::vocabulary::Tag;

/// A `math` element, read.
pub(super) enum MathMl {
    /// A formula.
    Formula(Math),
    /// Nothing that shows.
    Empty,
    /// Content of a page that got into `math`, or a formula beyond the limits that has no source.
    Content,
}

/// Reads a `math` element.
pub(super) fn read(document: &Document, id: NodeId) -> MathMl {
    if !is_formula(document, id) {
        return MathMl::Content;
    }
    let Some(math) = document.foreign(id) else { return MathMl::Content };
    let mut reader = Reader { document, count: 0, is_too_large: false, tex: None };
    let mut elements = reader.elements(id, 0);
    let Reader { is_too_large, tex, .. } = reader;
    let tex = tex
        .or_else(|| math.get("data-latex").and_then(tex_source))
        .or_else(|| math.get("alttext").and_then(tex_source).filter(|text| looks_like_tex(text)));
    // Signs in a row, of what says how they belong together, would say something else.
    #[cfg(feature = "clean")]
    let tex = match super::content::source(document, id) {
        Some(source) => {
            elements.clear();
            tex.or(Some(source))
        }
        None => tex,
    };
    let is_blank = !elements.iter().any(has_signs);
    if is_too_large || is_blank {
        elements = Vec::new();
        if tex.is_none() {
            return if is_too_large { MathMl::Content } else { MathMl::Empty };
        }
    }
    while let [MathElement { tag: MathTag::Row, attributes, content: MathContent::Elements(inner) }] =
        elements.as_mut_slice()
        && attributes.is_empty()
    {
        elements = std::mem::take(inner);
    }
    let is_block = math
        .get("display")
        .or_else(|| math.get("mode"))
        .is_some_and(|value| value == "block" || value == "display");
    MathMl::Formula(Math { tex, is_block, elements })
}

/// `true` if an element holds nothing but what formulas do. Stops at the first that it does not, so
/// that formulas within formulas take linear time.
fn is_formula(document: &Document, id: NodeId) -> bool {
    let mut next = document.next_in_order(id, id);
    while let Some(inner) = next {
        next = document.next_in_order(inner, id);
        match document.kind(inner) {
            NodeKind::Foreign(foreign) if foreign.name == "annotation-xml" => {
                next = document.next_after_subtree(inner, id);
            }
            NodeKind::Foreign(foreign) if !foreign.is_math || foreign.name == "math" => return false,
            NodeKind::Element(element) => match element.tag {
                Some(
                    Tag::B
                    | Tag::Br
                    | Tag::Code
                    | Tag::Em
                    | Tag::I
                    | Tag::S
                    | Tag::Small
                    | Tag::Span
                    | Tag::Strong
                    | Tag::Sub
                    | Tag::Sup
                    | Tag::U
                    | Tag::Var
                    | Tag::Wbr,
                ) => {}
                _ => return false,
            },
            _ => {}
        }
    }
    true
}

/// `true` if any sign of an element shows.
fn has_signs(element: &MathElement) -> bool {
    match &element.content {
        MathContent::Text(text) => text.chars().any(|c| !c.is_whitespace()),
        MathContent::Elements(inner) => inner.iter().any(has_signs),
    }
}

struct Reader<'a> {
    document: &'a Document,
    /// The number of elements so far.
    count: usize,
    is_too_large: bool,
    /// The source, from the first annotation that has it.
    tex: Option<String>,
}

impl Reader<'_> {
    /// The elements that a node holds.
    fn elements(&mut self, id: NodeId, depth: u16) -> Vec<MathElement> {
        let document = self.document;
        let mut elements = Vec::new();
        for child in document.children(id) {
            match document.kind(child) {
                NodeKind::Foreign(foreign) => self.element(child, foreign, depth, &mut elements),
                NodeKind::Text(_) | NodeKind::Element(_) => {
                    let text = self.text(child);
                    if !text.is_empty() {
                        elements.push(token(MathTag::Text, text));
                    }
                }
                _ => {}
            }
            if self.is_too_large {
                break;
            }
        }
        elements
    }

    fn element(&mut self, id: NodeId, foreign: &Foreign, depth: u16, elements: &mut Vec<MathElement>) {
        self.count += 1;
        if depth >= MAX_MATH_DEPTH || self.count > MAX_MATH_ELEMENTS {
            self.is_too_large = true;
            return;
        }
        if let Some(tag) = MathTag::known(&foreign.name) {
            let content = if tag.is_token() {
                MathContent::Text(self.text(id))
            } else {
                let mut inner = self.elements(id, depth + 1);
                if tag == MathTag::Table {
                    align_columns(&mut inner, foreign.get("columnalign").unwrap_or_default());
                }
                MathContent::Elements(inner)
            };
            elements.push(MathElement { tag, attributes: attributes(tag, foreign), content });
            return;
        }
        match foreign.name.as_str() {
            // One of several forms of the same.
            "semantics" | "maction" => {
                let mut forms = self.elements(id, depth);
                forms.truncate(1);
                elements.append(&mut forms);
            }
            "annotation" => {
                let encoding = foreign.get("encoding").unwrap_or_default();
                if self.tex.is_none()
                    && ["application/x-tex", "latex", "tex"]
                        .iter()
                        .any(|tex| tex.eq_ignore_ascii_case(encoding))
                {
                    self.tex = tex_source(&self.raw_text(id));
                }
            }
            "annotation-xml" | "mglyph" | "malignmark" | "maligngroup" => {}
            "mfenced" => {
                let inner = self.elements(id, depth + 1);
                elements.push(fenced(foreign, inner));
            }
            // One that browsers do not know; they show its content.
            _ => {
                let mut inner = self.elements(id, depth + 1);
                if inner.len() == 1 {
                    elements.append(&mut inner);
                } else {
                    elements.push(row(inner));
                }
            }
        }
    }

    /// The characters of an element, with collapsed space and without what shows nothing.
    fn text(&self, id: NodeId) -> String {
        let mut text = String::new();
        for c in self.raw_text(id).chars() {
            match c {
                ' ' | '\t' | '\n' | '\r' | '\u{c}' if text.is_empty() || text.ends_with(' ') => {}
                '\t' | '\n' | '\r' | '\u{c}' => text.push(' '),
                '\u{200b}' | '\u{feff}' => {}
                c if c.is_control() => {}
                c => text.push(c),
            }
        }
        text.truncate(text.trim_end_matches(' ').len());
        text
    }

    fn raw_text(&self, id: NodeId) -> String {
        let document = self.document;
        if let NodeKind::Text(text) = document.kind(id) {
            return text.clone();
        }
        let mut text = String::new();
        let mut next = document.next_in_order(id, id);
        while let Some(inner) = next {
            next = document.next_in_order(inner, id);
            match document.kind(inner) {
                NodeKind::Text(piece) => text.push_str(piece),
                NodeKind::Foreign(_) => next = document.next_after_subtree(inner, id),
                _ if document.tag(inner) == Some(Tag::Br) => text.push(' '),
                _ => {}
            }
        }
        text
    }
}

/// The attributes of an element that a formula may have.
fn attributes(tag: MathTag, foreign: &Foreign) -> Vec<(MathAttribute, String)> {
    let mut attributes = Vec::new();
    for (name, value) in &foreign.attributes {
        if let Some(attribute) = MathAttribute::known(name)
            && attribute != MathAttribute::ColumnAlign
            && attribute.permits(value)
        {
            attributes.push((attribute, value.clone()));
        }
    }
    if tag == MathTag::Cell {
        let style = foreign.get("style").unwrap_or_default();
        let styled = style.split(';').find_map(|part| part.trim().strip_prefix("text-align:"));
        let align = foreign.get("columnalign").or(styled).unwrap_or_default();
        attributes.extend(column_align(align));
    }
    attributes
}

fn column_align(align: &str) -> Option<(MathAttribute, String)> {
    let align = match align.trim() {
        "left" | "start" => "left",
        "right" | "end" => "right",
        _ => return None,
    };
    Some((MathAttribute::ColumnAlign, align.to_owned()))
}

/// Gives the cells of a table the alignment of their columns, of which the last holds for those
/// that follow.
fn align_columns(rows: &mut [MathElement], columns: &str) {
    let columns: Vec<&str> = columns.split_ascii_whitespace().collect();
    for row in rows {
        let MathContent::Elements(cells) = &mut row.content else { continue };
        for (number, cell) in cells.iter_mut().enumerate() {
            let is_aligned = cell.attributes.iter().any(|(name, _)| *name == MathAttribute::ColumnAlign);
            if let Some(align) = columns.get(number).or(columns.last())
                && cell.tag == MathTag::Cell
                && !is_aligned
            {
                cell.attributes.extend(column_align(align));
            }
        }
    }
}

fn token(tag: MathTag, text: String) -> MathElement {
    MathElement { tag, attributes: Vec::new(), content: MathContent::Text(text) }
}

fn row(inner: Vec<MathElement>) -> MathElement {
    MathElement { tag: MathTag::Row, attributes: Vec::new(), content: MathContent::Elements(inner) }
}

/// `mfenced`, which browsers do not know any more, with its fences as operators.
fn fenced(foreign: &Foreign, inner: Vec<MathElement>) -> MathElement {
    let sign = |name: &str, usual: &str| {
        let sign: String =
            foreign.get(name).unwrap_or(usual).chars().filter(|c| !c.is_control()).take(4).collect();
        token(MathTag::Operator, sign.trim().to_owned())
    };
    let mut content = vec![sign("open", "(")];
    for (number, element) in inner.into_iter().enumerate() {
        if number > 0 {
            let separators = foreign.get("separators").unwrap_or(",");
            if let Some(separator) = separators.chars().find(|c| !c.is_whitespace() && !c.is_control()) {
                content.push(token(MathTag::Operator, separator.to_string()));
            }
        }
        content.push(element);
    }
    content.push(sign("close", ")"));
    row(content)
}
