//! Formulas that `MathJax` drew sign by sign, without anything for screen readers: classes such as
//! `mjx-c1D45A`, and `data-c="1D45A"` in drawings, say the signs.
//!
//! Source: the CHTML and SVG output of `MathJax` 3 and 4, <https://docs.mathjax.org>.

use crate::document::{Document, NodeId, NodeKind};
use crate::limits::MAX_MATH_ELEMENTS;
use crate::tex::tex_source;
use crate::vocabulary::{Attribute, Tag};

/// The TeX of the signs within an element, from the first to the last: fractions, roots and scripts
/// as such, nothing else of how they stand. `None` if no sign is known.
pub(super) fn tex_of_signs(document: &Document, id: NodeId) -> Option<String> {
    let mut tex = String::new();
    let mut is_known = false;
    // The nodes before which something closes; the innermost last.
    let mut open: Vec<(Option<NodeId>, &str)> = Vec::new();
    for (number, inner) in document.descendants(id).enumerate() {
        if number >= MAX_MATH_ELEMENTS {
            return None;
        }
        while let Some((_, closing)) = open.pop_if(|(end, _)| *end == Some(inner)) {
            tex.push_str(closing);
        }
        if let Some((opening, closing)) = marks(document, inner) {
            tex.push_str(opening);
            if !closing.is_empty() {
                open.push((document.next_after_subtree(inner, id), closing));
            }
        }
        if let Some(sign) = sign(document, inner) {
            is_known = true;
            push(&mut tex, sign);
        } else if let NodeKind::Text(text) = document.kind(inner) {
            // Below its class a sign may stand as itself.
            let is_again = document.parent(inner).is_some_and(|parent| sign(document, parent).is_some());
            if !is_again {
                text.chars().for_each(|c| push(&mut tex, c));
            }
        }
    }
    for (_, closing) in open.into_iter().rev() {
        tex.push_str(closing);
    }
    if is_known { tex_source(&tex) } else { None }
}

/// The TeX before and after what stands within an element.
fn marks(document: &Document, id: NodeId) -> Option<(&'static str, &'static str)> {
    if let Some(parent) = document.parent(id).and_then(|parent| document.foreign(parent)) {
        document.foreign(id)?;
        let index = document.children(document.parent(id)?).take(3).position(|child| child == id)?;
        return match (parent.get("data-mml-node")?, index) {
            ("mfrac", 0) => Some(("\\frac{", "}")),
            ("mfrac", 1) => Some(("{", "}")),
            ("msup", 1) | ("msubsup", 2) => Some(("^{", "}")),
            ("msub" | "msubsup", 1) => Some(("_{", "}")),
            _ => None,
        };
    }
    let element = document.element(id)?;
    match element.tag? {
        Tag::MjxFrac => Some(("\\frac", "")),
        Tag::MjxNum | Tag::MjxDen | Tag::MjxBox => Some(("{", "}")),
        Tag::MjxScript => {
            let is_lowered = element.get(Attribute::Style).is_some_and(|style| {
                style
                    .split_once("vertical-align:")
                    .is_some_and(|(_, value)| value.trim_start().starts_with('-'))
            });
            let is_stack = document.children(id).any(|child| document.tag(child) == Some(Tag::MjxSpacer));
            Some((if is_lowered && !is_stack { "_{" } else { "^{" }, "}"))
        }
        // Between what is raised and what is lowered.
        Tag::MjxSpacer => Some(("}_{", "")),
        _ => None,
    }
}

/// The sign that an element says it is.
fn sign(document: &Document, id: NodeId) -> Option<char> {
    let code = match document.kind(id) {
        NodeKind::Element(element) => element.classes().find_map(|class| {
            let code = class.strip_prefix("mjx-c")?;
            code.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F')).then_some(code)
        })?,
        NodeKind::Foreign(foreign) => foreign.get("data-c")?,
        _ => return None,
    };
    char::from_u32(u32::from_str_radix(code, 16).ok()?).filter(|c| !c.is_control())
}

/// Adds a sign to TeX.
pub(super) fn push(tex: &mut String, sign: char) {
    match sign {
        '\u{2061}'..='\u{2064}' => {}
        '\u{a0}' => tex.push(' '),
        '\u{2212}' => tex.push('-'),
        '\u{221a}' => tex.push_str("\\sqrt"),
        '{' | '}' | '%' | '#' | '&' | '$' | '_' => tex.extend(['\\', sign]),
        '\\' => tex.push_str("\\backslash "),
        sign => tex.push(plain(sign)),
    }
}

/// The plain letter or digit that one of the mathematical alphabets is (Unicode, U+1D400 to
/// U+1D7FF).
fn plain(sign: char) -> char {
    /// The letters of an alphabet of Greek, in order.
    const GREEK: &str = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ";
    let nth = |first: char, index: u32| char::from_u32(u32::from(first) + index).unwrap_or(sign);
    match u32::from(sign) {
        0x210e => 'h',
        code @ 0x1d400..=0x1d6a3 => match (code - 0x1d400) % 52 {
            index @ 0..=25 => nth('A', index),
            index => nth('a', index - 26),
        },
        0x1d6a4 => 'ı',
        0x1d6a5 => 'ȷ',
        code @ 0x1d6a8..=0x1d7c9 => {
            let index = (code - 0x1d6a8) % 58;
            GREEK.chars().nth(index as usize).unwrap_or(sign)
        }
        code @ 0x1d7ce..=0x1d7ff => nth('0', (code - 0x1d7ce) % 10),
        _ => sign,
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn letters_of_alphabets_are_plain() {
        for (sign, expected) in [
            ('𝑚', 'm'),
            ('𝐀', 'A'),
            ('𝔸', 'A'),
            ('𝛼', 'α'),
            ('𝝅', 'π'),
            ('𝜕', '∂'),
            ('𝟛', '3'),
            ('ℎ', 'h'),
            ('ℝ', 'ℝ'),
            ('=', '='),
        ] {
            assert_eq!(plain(sign), expected);
        }
    }
}
