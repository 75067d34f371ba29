//! Images in the place of characters: emoji and smileys, which stay in their sentence.

use super::image_source::{CANDIDATE_LISTS, pixels, sources};
use crate::document::Element;
use crate::vocabulary::Attribute;

/// `true` if an `img` stands for a character: its class or its address says so and it has no size
/// of an image, or it is no larger than text and its description is a character.
pub(super) fn is_emoji(element: &Element, alt: &str) -> bool {
    /// Pixels that text is never high.
    const LARGE: u32 = 64;
    /// Pixels that are about the height of a line.
    const LINE: u32 = 32;
    let size = [Attribute::Width, Attribute::Height, Attribute::DataWidth, Attribute::DataHeight]
        .into_iter()
        .filter_map(|name| pixels(element, name))
        .chain(style_size(element))
        .max();
    if size.is_some_and(|size| size > LARGE && size != LEGACY) {
        return false;
    }
    let is_named = element
        .classes()
        .any(|class| has_any(class, &["emoji", "smiley", "smilie", "emoticon", "emotion"]))
        || element.get(Attribute::Smilieid).is_some()
        || addresses(element).any(|address| {
            has_any(
                address,
                &["/emoji/", "/emojis/", "/smiley/", "/smileys/", "/smilies/", "/emoticon", "/expression/"],
            )
        });
    is_named || (size.is_some_and(|size| size <= LINE) && is_emoji_text(alt))
}

/// All addresses that an `img` offers: whichever is chosen, the image is the same once it is
/// written.
fn addresses(element: &Element) -> impl Iterator<Item = &str> {
    let lists = CANDIDATE_LISTS.iter().filter_map(|&name| element.get(name));
    sources(element).into_iter().map(|source| source.address).chain(lists)
}

/// The width that `WordPress` gave its emoji as an attribute, whatever their style said.
const LEGACY: u32 = 72;

fn has_any(text: &str, parts: &[&str]) -> bool {
    parts.iter().any(|part| text.contains(part))
}

/// The largest width or height that the style gives, in pixels; an em is 16.
fn style_size(element: &Element) -> Option<u32> {
    let style = element.get(Attribute::Style)?;
    style
        .split(';')
        .filter_map(|declaration| {
            let (name, value) = declaration.split_once(':')?;
            if !matches!(name.trim(), "width" | "height" | "max-width" | "max-height") {
                return None;
            }
            let value = value.trim().trim_end_matches("!important").trim_end();
            let (number, unit) = match value.strip_suffix("px") {
                Some(number) => (number, 1),
                None => (value.strip_suffix("rem").or_else(|| value.strip_suffix("em"))?, 16),
            };
            let whole = number
                .split_once('.')
                .map_or(number, |(whole, _)| if whole.is_empty() { "1" } else { whole });
            whole.trim().parse::<u32>().ok()?.checked_mul(unit)
        })
        .max()
}

/// `true` for a description that can stand in the place of its image: an emoji, an emoticon of
/// punctuation, or a name in brackets as Chinese sites write them (`[微笑]`).
pub(super) fn is_emoji_text(alt: &str) -> bool {
    let mut inner = alt.chars();
    if inner.next() == Some('[') && inner.next_back() == Some(']') {
        let name = inner.as_str();
        return !name.is_empty()
            && name.chars().count() <= 8
            && !name.contains(['[', ']', '.'])
            && !matches!(name, "图片" | "图像" | "图" | "image" | "img" | "picture" | "photo");
    }
    let is_keycap = alt.contains('\u{20e3}');
    let mut characters = alt.chars();
    characters.clone().take(17).count() <= 16
        && characters.clone().next().is_some()
        && characters.all(|c| {
            matches!(c,
                '\u{a9}' | '\u{ae}' | '\u{200d}' | '\u{203c}' | '\u{2049}' | '\u{20e3}' | '\u{2122}'
                | '\u{2190}'..='\u{2bff}' | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}' | '\u{fe0f}'
                | '\u{1f000}'..='\u{1faff}' | '\u{e0020}'..='\u{e007f}')
                || (is_keycap && matches!(c, '0'..='9' | '#' | '*'))
                || (alt.len() <= 4 && c.is_ascii_punctuation())
        })
}
