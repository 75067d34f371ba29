//! The attributes of SVG elements.

use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

use super::limits::{MAX_ATTRIBUTES, MAX_EMBEDDED};
use super::parts::Refusal;
use super::style;

const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// An attribute as it was written, with the prefix `xml` but no other.
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) value: String,
    /// `true` if it is of a namespace that nothing is known of.
    pub(super) is_foreign: bool,
}

/// The attributes of an element.
pub(super) fn attributes(
    reader: &NsReader<&[u8]>,
    start: &BytesStart<'_>,
) -> Result<Vec<Attribute>, Refusal> {
    let mut found = Vec::new();
    // Which one of two with the same name counts is decided where they are kept.
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| Refusal::Malformed)?;
        if found.len() >= MAX_ATTRIBUTES {
            return Err(Refusal::TooManyAttributes);
        }
        let is_namespace = attribute.key.as_namespace_binding().is_some();
        let value = attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|_| Refusal::Malformed)?;
        let (namespace, local) = reader.resolver().resolve_attribute(attribute.key);
        let local = local.as_ref();
        let (name, is_foreign) = match namespace {
            _ if is_namespace => (local.to_owned(), true),
            ResolveResult::Unbound => (local.to_owned(), false),
            ResolveResult::Bound(Namespace(XLINK)) => (local.to_owned(), local != "href"),
            ResolveResult::Bound(Namespace(XML)) => (format!("xml:{local}"), local == "base"),
            ResolveResult::Bound(_) => (local.to_owned(), true),
            ResolveResult::Unknown(_) => return Err(Refusal::Malformed),
        };
        found.push(Attribute { name, value: permitted(&value).replace(['\t', '\n'], " "), is_foreign });
    }
    Ok(found)
}

/// `true` if nothing in a value could be taken for an address in a style: SVG 2 makes properties of
/// more and more attributes.
pub(super) fn is_plain(attribute: &str, value: &str) -> bool {
    matches!(attribute, "aria-label" | "class" | "id" | "lang" | "xml:lang")
        || !(value.contains('\\') || value.to_ascii_lowercase().contains("url("))
}

/// `true` if an attribute says nothing to readers: a program's note to itself, or an old wish of
/// how to show what is shown anyway.
pub(super) fn is_note(name: &str) -> bool {
    name.starts_with("data-")
        || name.starts_with("aria-")
        || matches!(
            name,
            "baseProfile"
                | "contentScriptType"
                | "contentStyleType"
                | "enable-background"
                | "focusable"
                | "media"
                | "tabindex"
                | "target"
                | "rel"
                | "xml:base"
                | "zoomAndPan"
                | "solid-color"
                | "solid-opacity"
        )
}

/// Values of an animation, between semicolons; `None` if one is not understood. What an animation
/// refers to would be drawn as well, so it refers to nothing.
pub(super) fn values(text: &str) -> Option<String> {
    let mut rebuilt = String::with_capacity(text.len());
    for (place, part) in text.split(';').enumerate() {
        if place > 0 {
            rebuilt.push(';');
        }
        if !part.trim().is_empty() {
            let (value, ids) = style::value(part)?;
            if !ids.is_empty() {
                return None;
            }
            rebuilt.push_str(&value);
        }
    }
    Some(rebuilt)
}

/// A raster picture as a `data:` address, as small as may be.
pub(super) fn raster(address: &str) -> Option<String> {
    if address.len() > MAX_EMBEDDED {
        return None;
    }
    let compact: String = address.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let (head, data) = compact.split_once(',')?;
    let kind = match head.to_ascii_lowercase().as_str() {
        "data:image/png;base64" => "png",
        "data:image/jpeg;base64" | "data:image/jpg;base64" => "jpeg",
        "data:image/gif;base64" => "gif",
        "data:image/webp;base64" => "webp",
        _ => return None,
    };
    let is_encoded =
        data.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='));
    is_encoded.then(|| ["data:image/", kind, ";base64,", data].concat())
}

/// A text without the characters that no XML document may have.
pub(super) fn permitted(text: &str) -> String {
    text.chars()
        .filter(|&c| {
            (c >= ' ' || matches!(c, '\t' | '\n'))
                && !matches!(c, '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
        })
        .collect()
}
