//! Reading an SVG image and writing it again.

use std::collections::BTreeSet;

use broadsheet_article::tree::Size;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

use super::attributes::{Attribute, attributes, is_note, is_plain, permitted, raster, values};
use super::limits::{MAX_DEPTH, MAX_PARTS, MAX_TOLD};
use super::names::{self, Kind, Value};
use super::parts::{Element, Part, Reference, Refusal, SVG};
use super::size::size;
use super::write::written;
use super::{cost, style};

const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// A picture, written again.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rebuilt {
    /// The file.
    pub(crate) text: String,
    /// Its size, where it says one.
    pub(crate) size: Option<Size>,
    /// The names of what could be seen or could act, and was dropped.
    pub(crate) dropped: Vec<String>,
}

/// Reads a picture and writes it again.
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
    /// The references of style sheets.
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

    /// The element with those of its attributes that are kept; `None` for an animation of what must
    /// not change.
    fn element(&mut self, name: &'static str, is_link: bool, attributes: Vec<Attribute>) -> Option<Element> {
        let mut element = Element { name, attributes: Vec::new(), references: Vec::new() };
        for Attribute { name: written, value, is_foreign } in attributes {
            if is_foreign {
                continue;
            }
            let Some((attribute, kind)) = names::attribute(&written) else {
                if !is_note(&written) {
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
                    None if name == "image" => raster(&value),
                    Some(_) | None => None,
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
