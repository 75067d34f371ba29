//! The size of an SVG image.

use broadsheet_article::tree::Size;

use super::parts::Element;
use crate::media::kind::rounded;

/// The size that the first element says: its width and height, else those of its `viewBox`.
pub(super) fn size(root: &Element) -> Option<Size> {
    let said = |name| root.get(name).and_then(pixels);
    let view: Vec<f64> = root
        .get("viewBox")
        .into_iter()
        .flat_map(|view| view.split(|c: char| c.is_ascii_whitespace() || c == ','))
        .filter(|number| !number.is_empty())
        .filter_map(|number| number.parse().ok())
        .collect();
    let view = match view.as_slice() {
        [_, _, width, height] if *width > 0.0 && *height > 0.0 => Some((*width, *height)),
        _ => None,
    };
    let (width, height) = match (said("width"), said("height"), view) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((x, y))) => (width, width * y / x),
        (None, Some(height), Some((x, y))) => (height * x / y, height),
        (None, None, Some(view)) => view,
        _ => return None,
    };
    rounded(width, height)
}

/// A length in CSS pixels, if it has a unit that does not depend on what is around.
fn pixels(length: &str) -> Option<f64> {
    let length = length.trim();
    let end = length.find(|c: char| c.is_ascii_alphabetic() || c == '%').unwrap_or(length.len());
    let (number, unit) = length.split_at(end);
    let per_unit = match unit {
        "" | "px" => 1.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 9.6 / 2.54,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        _ => return None,
    };
    number.trim().parse::<f64>().ok().map(|number| number * per_unit)
}
