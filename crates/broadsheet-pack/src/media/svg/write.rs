//! Writing an SVG image.

use quick_xml::escape::{escape, partial_escape};

use super::parts::{Part, SVG};

/// The text of an image of these parts.
pub(super) fn written(parts: &[Part]) -> String {
    let mut text = String::new();
    let mut open = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        match part {
            Part::Start(element) => {
                text.extend(["<", element.name]);
                if place == 0 {
                    text.extend([" xmlns=\"", SVG, "\""]);
                }
                for (name, value) in &element.attributes {
                    text.extend([" ", name, "=\"", &escape(value), "\""]);
                }
                text.push('>');
                open.push(element.name);
            }
            Part::Text(content) => text.push_str(&partial_escape(content)),
            Part::End => {
                if let Some(name) = open.pop() {
                    if text.ends_with('>') && matches!(parts.get(place.wrapping_sub(1)), Some(Part::Start(_)))
                    {
                        text.pop();
                        text.push_str("/>");
                    } else {
                        text.extend(["</", name, ">"]);
                    }
                }
            }
        }
    }
    text.push('\n');
    text
}
