//! SVG pictures. An SVG file is a document: whoever opens it runs what scripts it has, with all that the site may do. So none is
//! copied. A picture is read, and written anew from the closed lists of `names`; nothing else can be in what is written.

mod cost;
mod names;
mod style;
#[cfg(test)]
mod tests;

use super::kind::rounded;
use broadsheet_article::tree::Size;
use names::{Kind, Value};
use quick_xml::XmlVersion;
use quick_xml::escape::{escape, partial_escape, resolve_predefined_entity};
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;
use std::collections::BTreeSet;

/// Bytes of a picture. Maps of whole countries have two or three million.
pub(crate) const MAX_BYTES: u64 = 8 * 1024 * 1024;
/// Starts and ends of elements, and texts, of a picture; the same maps have some hundred thousand.
const MAX_PARTS: usize = 200_000;
/// Elements within elements. Drawing programs make some twenty, and browsers draw by recursion.
const MAX_DEPTH: usize = 100;
/// Attributes of an element; SVG knows two hundred names.
const MAX_ATTRIBUTES: usize = 256;
/// Characters of a raster picture inside.
const MAX_EMBEDDED: usize = 2 * 1024 * 1024;
/// Names of dropped parts that are told.
const MAX_TOLD: usize = 8;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XHTML: &str = "http://www.w3.org/1999/xhtml";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// A picture, written anew.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rebuilt {
    /// The file.
    pub(crate) text: String,
    /// Its size, where it says one.
    pub(crate) size: Option<Size>,
    /// What could be seen or could act, and is not there any more, by its names.
    pub(crate) dropped: Vec<String>,
}

/// Why a file is no picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub(crate) enum Refusal {
    #[error("its first element is not an `svg` of the SVG namespace")]
    NotSvg,
    #[error("it is not well-formed XML")]
    Malformed,
    #[error("its DOCTYPE declares something")]
    Declares,
    #[error("it has more than {MAX_PARTS} parts")]
    TooManyParts,
    #[error("its elements are nested deeper than {MAX_DEPTH}")]
    TooDeep,
    #[error("an element has more than {MAX_ATTRIBUTES} attributes")]
    TooManyAttributes,
    #[error("with what it repeats it has more than {} parts", cost::MAX_DRAWN)]
    Repeats,
}

/// A part of the picture on its way.
#[derive(Debug)]
enum Part {
    Start(Element),
    Text(String),
    End,
}

#[derive(Debug)]
struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    references: Vec<Reference>,
}

/// That an element names another.
#[derive(Debug)]
struct Reference {
    by: &'static str,
    id: String,
}

impl Element {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

/// Reads a picture and writes it anew.
pub(crate) fn rebuild(text: &str) -> Result<Rebuilt, Refusal> {
    let mut reading = Reading::default();
    reading.document(text)?;
    cost::judge(&reading.parts, &reading.styled)?;
    let size = reading.parts.iter().find_map(|part| match part {
        Part::Start(root) => Some(size(root)),
        _ => None,
    });
    Ok(Rebuilt { text: written(&reading.parts), size: size.flatten(), dropped: reading.dropped() })
}

#[derive(Debug, Default)]
struct Reading {
    parts: Vec<Part>,
    /// The open elements that are kept, and what became of each.
    open: Vec<Open>,
    /// The number of open elements within one that is dropped, with itself.
    skipped: usize,
    /// The text of a style sheet that is being read.
    sheet: Option<String>,
    /// What style sheets refer to.
    styled: Vec<(style::Subject, Reference)>,
    told: BTreeSet<String>,
    has_more: bool,
}

/// An open element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// One in which texts are not shown.
    Shapes,
    /// One in which they are.
    Text,
    /// One in which there are only texts: a title or a description.
    TextAlone,
    Sheet,
}

impl Reading {
    fn document(&mut self, text: &str) -> Result<(), Refusal> {
        let mut reader = NsReader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        let mut is_over = false;
        loop {
            let (namespace, event) = reader.read_resolved_event().map_err(|_| Refusal::Malformed)?;
            if self.parts.len() > MAX_PARTS {
                return Err(Refusal::TooManyParts);
            }
            match event {
                Event::Start(_) if is_over => return Err(Refusal::Malformed),
                Event::Start(start) => {
                    let is_svg = namespace == ResolveResult::Bound(Namespace(SVG));
                    let is_shown = is_svg || namespace == ResolveResult::Bound(Namespace(XHTML));
                    if self.parts.is_empty() && !(is_svg && start.local_name().as_ref() == "svg") {
                        return Err(Refusal::NotSvg);
                    }
                    if self.open.len() + self.skipped >= MAX_DEPTH {
                        return Err(Refusal::TooDeep);
                    }
                    // Its attributes have to be counted even where it is dropped.
                    let attributes = attributes(&reader, &start)?;
                    if self.skipped > 0 {
                        self.skipped += 1;
                    } else {
                        self.start(start.local_name().as_ref(), is_svg, is_shown, attributes);
                    }
                }
                Event::End(_) if self.skipped > 0 => self.skipped -= 1,
                Event::End(_) => {
                    if self.open.pop() == Some(Open::Sheet) {
                        self.end_sheet()?;
                    }
                    self.parts.push(Part::End);
                    is_over = self.open.is_empty();
                }
                Event::Text(text) => self.text(&text.xml10_content(), is_over)?,
                Event::CData(text) => self.text(&text.xml10_content(), is_over)?,
                Event::GeneralRef(reference) => {
                    let c = reference.resolve_char_ref().map_err(|_| Refusal::Malformed)?;
                    let text = match c {
                        Some(c) => c.to_string(),
                        None => resolve_predefined_entity(&reference).ok_or(Refusal::Malformed)?.to_owned(),
                    };
                    self.text(&text, is_over)?;
                }
                Event::DocType(declared) if declared.contains('[') => return Err(Refusal::Declares),
                Event::PI(instruction) if instruction.target() == "xml-stylesheet" => {
                    self.tell("xml-stylesheet");
                }
                Event::DocType(_) | Event::PI(_) | Event::Decl(_) | Event::Comment(_) => {}
                Event::Empty(_) => return Err(Refusal::Malformed), // expanded by the reader
                Event::Eof => break,
            }
        }
        if self.parts.is_empty() {
            Err(Refusal::NotSvg)
        } else {
            is_over.then_some(()).ok_or(Refusal::Malformed)
        }
    }

    fn start(&mut self, name: &str, is_svg: bool, is_shown: bool, attributes: Vec<Attribute>) {
        let around = self.open.last().copied();
        let within_text = around == Some(Open::Text);
        let kind = match around {
            Some(Open::TextAlone | Open::Sheet) => Kind::Dropped,
            _ if is_svg => names::element(name),
            _ if is_shown => Kind::Dropped,
            _ => Kind::Unseen,
        };
        let name = match kind {
            Kind::Kept(name) => name,
            // A link loses its address only.
            Kind::Unwrapped => {
                self.tell(name);
                if within_text { "tspan" } else { "g" }
            }
            Kind::Dropped | Kind::Unseen => {
                if kind == Kind::Dropped {
                    self.tell(name);
                }
                self.skipped = 1;
                return;
            }
        };
        let is_link = kind == Kind::Unwrapped;
        let Some(element) = self.element(name, is_link, attributes) else {
            self.skipped = 1;
            return;
        };
        let open = match name {
            "text" | "tspan" | "textPath" => Open::Text,
            "title" | "desc" => Open::TextAlone,
            "style" => Open::Sheet,
            _ => Open::Shapes,
        };
        if open == Open::Sheet {
            self.sheet = Some(String::new());
        }
        self.open.push(open);
        self.parts.push(Part::Start(element));
    }

    /// The element with those of its attributes that are kept; nothing for an animation of what must not change.
    fn element(&mut self, name: &'static str, is_link: bool, attributes: Vec<Attribute>) -> Option<Element> {
        let mut element = Element { name, attributes: Vec::new(), references: Vec::new() };
        for Attribute { name: written, value, is_foreign } in attributes {
            let Some((attribute, kind)) = names::attribute(&written).filter(|_| !is_foreign) else {
                if !is_foreign && !is_note(&written) {
                    self.tell(&written);
                }
                continue;
            };
            if element.get(attribute).is_some() || (is_link && kind == Value::Address) {
                continue;
            }
            let mut references = Vec::new();
            let kept = match kind {
                // A style sheet of another language is none that we know.
                Value::Plain if name == "style" && attribute == "type" => Some("text/css".to_owned()),
                Value::Plain => Some(value.clone()).filter(|value| is_plain(attribute, value)),
                Value::Property => style::value(&value).map(|(value, ids)| {
                    references.extend(ids.into_iter().map(|id| Reference { by: attribute, id }));
                    value
                }),
                Value::Values => values(&value),
                Value::Style => {
                    let style = style::declarations(&value);
                    style.dropped.iter().for_each(|name| self.tell(name));
                    references.extend(style.references.into_iter().map(|(by, id)| Reference { by, id }));
                    if style.text.is_empty() {
                        continue;
                    }
                    Some(style.text)
                }
                Value::AttributeName => {
                    if !names::is_animated(value.trim()) {
                        self.tell(name);
                        return None;
                    }
                    Some(value.trim().to_owned())
                }
                Value::Address => match style::fragment(value.trim()) {
                    Some(id) if name != "image" => {
                        references.push(Reference { by: name, id: id.to_owned() });
                        Some(format!("#{id}"))
                    }
                    Some(_) => None,
                    None => raster(&value).filter(|_| name == "image"),
                },
            };
            match kept {
                Some(value) => {
                    element.attributes.push((attribute, value));
                    element.references.extend(references);
                }
                None => self.tell(attribute),
            }
        }
        Some(element)
    }

    fn text(&mut self, text: &str, is_over: bool) -> Result<(), Refusal> {
        if self.open.is_empty() {
            // Nothing but white space stands around the first element.
            let is_blank = text.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\u{feff}').is_empty();
            return if is_blank {
                Ok(())
            } else {
                Err(if is_over { Refusal::Malformed } else { Refusal::NotSvg })
            };
        }
        let text = permitted(text);
        if text.is_empty() {
            return Ok(());
        }
        match (self.skipped, self.open.last()) {
            (0, Some(Open::Text | Open::TextAlone)) => match self.parts.last_mut() {
                Some(Part::Text(before)) => before.push_str(&text),
                _ => self.parts.push(Part::Text(text)),
            },
            (0, Some(Open::Sheet)) => self.sheet.get_or_insert_default().push_str(&text),
            _ => {}
        }
        Ok(())
    }

    fn end_sheet(&mut self) -> Result<(), Refusal> {
        let sheet = style::sheet(&self.sheet.take().unwrap_or_default());
        if sheet.is_too_much {
            return Err(Refusal::Repeats);
        }
        sheet.dropped.iter().for_each(|name| self.tell(name));
        let references = sheet.references.into_iter();
        self.styled.extend(references.map(|(subject, by, id)| (subject, Reference { by, id })));
        if !sheet.text.is_empty() {
            self.parts.push(Part::Text(sheet.text));
        }
        Ok(())
    }

    fn tell(&mut self, name: &str) {
        let is_plain = name.len() <= 40
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | '@'));
        if self.told.len() < MAX_TOLD && is_plain {
            self.told.insert(name.to_owned());
        } else if !self.told.contains(name) {
            self.has_more = true;
        }
    }

    fn dropped(self) -> Vec<String> {
        let more = self.has_more.then(|| "…".to_owned());
        self.told.into_iter().chain(more).collect()
    }
}

/// An attribute as it was written, with the prefix `xml` but no other.
struct Attribute {
    name: String,
    value: String,
    /// `true` if it is of a namespace that nothing is known of.
    is_foreign: bool,
}

fn attributes(reader: &NsReader<&[u8]>, start: &BytesStart<'_>) -> Result<Vec<Attribute>, Refusal> {
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

/// `true` if nothing in a value could be taken for an address in a style: SVG 2 makes properties of more and more attributes.
fn is_plain(attribute: &str, value: &str) -> bool {
    matches!(attribute, "aria-label" | "class" | "id" | "lang" | "xml:lang")
        || !(value.contains('\\') || value.to_ascii_lowercase().contains("url("))
}

/// `true` if an attribute says nothing to readers: a program's note to itself, or an old wish of how to show what is shown anyway.
fn is_note(name: &str) -> bool {
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

/// Values of an animation, between semicolons; nothing where one is not understood. What an animation refers to would be drawn
/// as well, so it refers to nothing.
fn values(text: &str) -> Option<String> {
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
fn raster(address: &str) -> Option<String> {
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

/// The size that the first element says: its width and height, else those of its `viewBox`.
fn size(root: &Element) -> Option<Size> {
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

fn written(parts: &[Part]) -> String {
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

/// A text without the characters that no XML document may have.
fn permitted(text: &str) -> String {
    text.chars()
        .filter(|&c| {
            (c >= ' ' || matches!(c, '\t' | '\n'))
                && !matches!(c, '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
        })
        .collect()
}
