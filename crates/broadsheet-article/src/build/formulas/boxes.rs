//! Formulas as boxes for the eye alone, without `MathML` and source: those of `KaTeX` and of
//! `MathJax` 2, read from the first sign to the last.
//!
//! Sources: the classes of <https://github.com/KaTeX/KaTeX/blob/main/src/styles/katex.scss>, and
//! the `CommonHTML` and HTML-CSS output of `MathJax` 2, <https://docs.mathjax.org/en/v2.7-latest>.

use super::elements::has_class;
use super::signs::push;
use crate::document::{Document, Element, NodeId, NodeKind};
use crate::limits::{MAX_MATH_DEPTH, MAX_MATH_ELEMENTS};
use crate::tex::tex_source;
use crate::vocabulary::Attribute;

/// Classes of boxes that show no sign of the formula.
const BLANK: [&str; 10] = [
    "frac-line",
    "hide-tail",
    "mjx-line",
    "mjx-surd",
    "MJX_Assistive_MathML",
    "nulldelimiter",
    "pstrut",
    "root",
    "strut",
    "vlist-s",
];

/// Classes that say that boxes are of a formula.
const KNOWN: [&str; 9] = ["base", "mi", "mjx-math", "mjx-mrow", "mn", "mo", "mord", "mrow", "vlist"];

/// Classes of letters of another kind, and the command for it.
const LETTERS: [(&str, &str); 10] = [
    ("mathbb", "\\mathbb{"),
    ("mathbf", "\\mathbf{"),
    ("mathcal", "\\mathcal{"),
    ("mathfrak", "\\mathfrak{"),
    ("mathrm", "\\mathrm{"),
    ("mathscr", "\\mathscr{"),
    ("mathsf", "\\mathsf{"),
    ("mathtt", "\\mathtt{"),
    ("mjx-mtext", "\\text{"),
    ("text", "\\text{"),
];

/// The TeX of the boxes within an element. `None` if these are of no formula, or too many.
pub(super) fn tex_of_boxes(document: &Document, id: NodeId) -> Option<String> {
    let mut reader = Reader { document, tex: String::new(), count: 0, is_known: false };
    reader.inside(id, 0)?;
    if reader.is_known { tex_source(&reader.tex) } else { None }
}

struct Reader<'a> {
    document: &'a Document,
    tex: String,
    /// The number of nodes so far.
    count: usize,
    /// `true` once a class has said that this is a formula.
    is_known: bool,
}

impl<'a> Reader<'a> {
    fn inside(&mut self, id: NodeId, depth: u16) -> Option<()> {
        let document = self.document;
        document.children(id).try_for_each(|child| self.node(child, depth))
    }

    fn node(&mut self, id: NodeId, depth: u16) -> Option<()> {
        self.count += 1;
        if self.count > MAX_MATH_ELEMENTS || depth >= 4 * MAX_MATH_DEPTH {
            return None;
        }
        let document = self.document;
        match document.kind(id) {
            NodeKind::Text(text) => {
                let shown = text.chars().filter(|c| !matches!(c, '\u{200b}' | '\u{feff}' | '\n'));
                shown.for_each(|c| push(&mut self.tex, c));
                Some(())
            }
            NodeKind::Element(element) => self.element(id, element, depth + 1),
            _ => Some(()),
        }
    }

    fn element(&mut self, id: NodeId, element: &Element, depth: u16) -> Option<()> {
        let is = |class: &str| has_class(element, &[class]);
        if has_class(element, &BLANK) {
            return Some(());
        }
        self.is_known |= has_class(element, &KNOWN);
        if is("mtable") || is("mjx-mtable") {
            return self.table(id, depth);
        }
        if is("mfrac") {
            return self.fraction(id, depth);
        }
        if is("msupsub") || is("msubsup") {
            return self.scripts(id, depth);
        }
        if is("op-limits") || is("munderover") {
            return self.limits(id, depth);
        }
        if is("sqrt") {
            return self.root(id, depth);
        }
        if is("accent") {
            return self.accent(id, depth);
        }
        let word = || self.word(id);
        let around = if is("mjx-sup") || is("mjx-over") {
            ("^{", "}")
        } else if is("mjx-sub") || is("mjx-under") {
            ("_{", "}")
        } else if is("mjx-mfrac") {
            ("\\frac", "")
        } else if is("mjx-numerator") || is("mjx-denominator") {
            ("{", "}")
        } else if is("mjx-msqrt") || is("msqrt") {
            ("\\sqrt{", "}")
        } else if is("overline") || is("underline") {
            (if is("overline") { "\\overline{" } else { "\\underline{" }, "}")
        } else if let Some((_, opening)) = LETTERS.iter().find(|(class, _)| is(class)) {
            (*opening, "}")
        } else if (is("mop") || is("mjx-mi") || is("mi")) && word() {
            ("\\operatorname{", "}")
        } else {
            ("", "")
        };
        self.tex.push_str(around.0);
        self.inside(id, depth)?;
        self.tex.push_str(around.1);
        Some(())
    }

    /// `true` for an element with the name of a function: several letters, and nothing else.
    fn word(&self, id: NodeId) -> bool {
        let document = self.document;
        let mut letters = 0;
        document.descendants(id).take(8).all(|inner| match document.kind(inner) {
            NodeKind::Text(text) => {
                letters += text.len();
                text.bytes().all(|byte| byte.is_ascii_alphabetic())
            }
            NodeKind::Element(element) => !has_class(element, &["vlist", "vlist-t", "msupsub"]),
            _ => true,
        }) && letters > 1
    }

    /// The boxes that stand above each other within an element: those of `KaTeX` from the lowest to
    /// the highest, but the rows of a table; those of `MathJax` as it has them.
    fn rows(&self, id: NodeId) -> Vec<(NodeId, &'a Element)> {
        let document = self.document;
        let elements = |id: NodeId| {
            let document = self.document;
            document.children(id).filter_map(move |child| Some((child, document.element(child)?)))
        };
        let is_list =
            |id: &NodeId| document.element(*id).is_some_and(|element| has_class(element, &["vlist"]));
        let list = document.descendants(id).take(64).find(is_list);
        let mut holder = list.unwrap_or(id);
        if list.is_none() {
            for _ in 0..4 {
                let mut inner = elements(holder);
                match (inner.next(), inner.next()) {
                    (Some((only, _)), None) => holder = only,
                    _ => break,
                }
            }
        }
        let shows = |id: NodeId| {
            document.descendants(id).any(
                |inner| matches!(document.kind(inner), NodeKind::Text(text) if text.chars().any(|c| c > ' ' && c != '\u{200b}')),
            )
        };
        elements(holder).filter(|(row, _)| shows(*row)).take(MAX_MATH_ELEMENTS).collect()
    }

    fn group(&mut self, opening: &str, id: NodeId, depth: u16) -> Option<()> {
        self.tex.push_str(opening);
        self.node(id, depth)?;
        self.tex.push('}');
        Some(())
    }

    fn fraction(&mut self, id: NodeId, depth: u16) -> Option<()> {
        let document = self.document;
        let has = |class: &'static str| {
            document
                .descendants(id)
                .take(MAX_MATH_ELEMENTS)
                .any(|inner| document.element(inner).is_some_and(|element| has_class(element, &[class])))
        };
        let is_list = has("vlist");
        let rows = self.rows(id);
        let (above, below) = match *rows.as_slice() {
            [(low, _), (high, _)] if is_list => (high, low),
            [(high, _), (low, _), ..] => (high, low),
            _ => return self.inside(id, depth),
        };
        // Without a line it is one of two numbers above each other, in parentheses of its own.
        let is_stack = is_list && !has("frac-line");
        self.group(if is_stack { "\\begin{matrix}{" } else { "\\frac{" }, above, depth)?;
        self.group(if is_stack { "\\\\{" } else { "{" }, below, depth)?;
        if is_stack {
            self.tex.push_str("\\end{matrix}");
        }
        Some(())
    }

    /// Signs that are raised and lowered beside the one before, or, with `MathJax`, the first.
    fn scripts(&mut self, id: NodeId, depth: u16) -> Option<()> {
        let document = self.document;
        let is_list = document
            .descendants(id)
            .take(8)
            .any(|inner| document.element(inner).is_some_and(|element| has_class(element, &["vlist"])));
        let is_low = document
            .descendants(id)
            .take(2)
            .any(|inner| document.element(inner).is_some_and(|element| has_class(element, &["vlist-t2"])));
        let mut rows = self.rows(id);
        let mut middle = None;
        if !is_list && !rows.is_empty() {
            let (base, element) = rows.remove(0);
            middle = length(element, "top");
            self.node(base, depth)?;
        }
        let count = rows.len();
        for (index, (row, element)) in rows.into_iter().enumerate() {
            let strut = || {
                let strut = document.children(row).next().and_then(|strut| document.element(strut))?;
                length(strut, "height").map(|height| -height)
            };
            let place = length(element, "top").zip(if is_list { strut() } else { middle });
            let is_raised = match place {
                Some((top, middle)) => top < middle,
                None if count > 1 => (index > 0) == is_list,
                None => !is_list || !is_low,
            };
            self.group(if is_raised { "^{" } else { "_{" }, row, depth)?;
        }
        Some(())
    }

    /// A sign with what stands below and above it.
    fn limits(&mut self, id: NodeId, depth: u16) -> Option<()> {
        let document = self.document;
        let rows = self.rows(id);
        let is_sign = |(row, _): &(NodeId, &Element)| {
            document.descendants(*row).take(8).any(|inner| {
                document.element(inner).is_some_and(|element| has_class(element, &["op-symbol", "mop"]))
            })
        };
        let Some(sign) =
            rows.iter().position(is_sign).or_else(|| rows.len().checked_sub(1).map(|last| last.min(1)))
        else {
            return Some(());
        };
        self.node(rows[sign].0, depth)?;
        for (index, (row, _)) in rows.iter().enumerate() {
            match index.cmp(&sign) {
                std::cmp::Ordering::Less => self.group("_{", *row, depth)?,
                std::cmp::Ordering::Equal => {}
                std::cmp::Ordering::Greater => self.group("^{", *row, depth)?,
            }
        }
        Some(())
    }

    fn root(&mut self, id: NodeId, depth: u16) -> Option<()> {
        let document = self.document;
        self.tex.push_str("\\sqrt");
        for child in document.children(id) {
            if document.element(child).is_some_and(|element| has_class(element, &["root"])) {
                self.tex.push('[');
                self.inside(child, depth)?;
                self.tex.push(']');
            }
        }
        self.tex.push('{');
        self.inside(id, depth)?;
        self.tex.push('}');
        Some(())
    }

    fn accent(&mut self, id: NodeId, depth: u16) -> Option<()> {
        let rows = self.rows(id);
        let [(base, _), (mark, _), ..] = *rows.as_slice() else { return self.inside(id, depth) };
        let document = self.document;
        let mark = document.descendants(mark).find_map(|inner| match document.kind(inner) {
            NodeKind::Text(text) => text.chars().find(|c| *c > ' ' && *c != '\u{200b}'),
            _ => None,
        });
        let command = match mark {
            Some('^' | '\u{2c6}') => "\\hat{",
            Some('\u{2c9}' | '\u{af}') => "\\bar{",
            Some('~' | '\u{2dc}') => "\\tilde{",
            Some('\u{2d9}') => "\\dot{",
            Some('\u{a8}') => "\\ddot{",
            Some('\u{20d7}') => "\\vec{",
            _ => "{",
        };
        self.group(command, base, depth)
    }

    /// A table, of which `KaTeX` has the columns, and `MathJax` the rows.
    fn table(&mut self, id: NodeId, depth: u16) -> Option<()> {
        let document = self.document;
        let named = |top: NodeId, classes: &'static [&'static str]| -> Vec<NodeId> {
            let is =
                |inner: &NodeId| document.element(*inner).is_some_and(|element| has_class(element, classes));
            document.descendants(top).take(MAX_MATH_ELEMENTS).filter(is).collect()
        };
        let rows: Vec<Vec<NodeId>> = if named(id, &["mjx-mtr"]).is_empty() {
            let is_column = |child: &NodeId| {
                document.element(*child).is_some_and(|element| has_class(element, &["col-align-*"]))
            };
            let columns: Vec<NodeId> = document.children(id).filter(is_column).collect();
            let columns: Vec<Vec<(NodeId, &Element)>> =
                columns.into_iter().map(|column| self.rows(column)).collect();
            let height = columns.iter().map(Vec::len).max().unwrap_or_default();
            let cell = |row: usize| columns.iter().filter_map(|column| Some(column.get(row)?.0)).collect();
            (0..height).map(cell).collect()
        } else {
            named(id, &["mjx-mtr"]).into_iter().map(|row| named(row, &["mjx-mtd"])).collect()
        };
        self.tex.push_str("\\begin{matrix}");
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                self.tex.push_str("\\\\");
            }
            for (index, cell) in row.iter().enumerate() {
                if index > 0 {
                    self.tex.push('&');
                }
                self.node(*cell, depth)?;
            }
        }
        self.tex.push_str("\\end{matrix}");
        Some(())
    }
}

/// A length of an element's style, in thousandths of an em.
fn length(element: &Element, name: &str) -> Option<i32> {
    let style = element.get(Attribute::Style)?;
    let mut parts = style.split(';').filter_map(|part| part.split_once(':'));
    let (_, value) = parts.find(|(known, _)| known.trim() == name)?;
    let value = value.trim().strip_suffix("em")?;
    let (value, sign) = value.strip_prefix('-').map_or((value, 1), |value| (value, -1));
    let (whole, part) = value.split_once('.').unwrap_or((value, ""));
    let mut thousandths = if whole.is_empty() { 0 } else { whole.parse::<i32>().ok()?.checked_mul(1000)? };
    for (digit, weight) in part.bytes().zip([100, 10, 1]) {
        thousandths += i32::from(digit.checked_sub(b'0').filter(|digit| *digit < 10)?) * weight;
    }
    Some(sign * thousandths)
}
