//! XML as feeds have it, well-formed or not: the elements below a feed's first element, one tree at
//! a time.
//!
//! A closing tag that is missing or too many, a bare `&` or `<`, and a comment or CDATA section
//! without an end cost no more than the entry that they stand in. Entities that a document declares
//! are never expanded.

use std::borrow::Cow;
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::escape::{resolve_html5_entity, resolve_predefined_entity, unescape_with};
use quick_xml::events::{BytesStart, Event};
use url::Url;

use super::element::{Element, Node, Space, is_entry, is_loose};
use super::model::Found;
use crate::limits::{FEED_ATTRIBUTES, FEED_DEPTH, FEED_ELEMENTS, FEED_NAMESPACES, FEED_RECOVERIES, REMARKS};

/// `text` with each bare `<` escaped, outside of comments and the like; no line break comes or
/// goes.
pub(super) fn with_bare_brackets_escaped(text: &str) -> Cow<'_, str> {
    let mut escaped = String::new();
    let (mut copied, mut at) = (0, 0);
    // Without an end behind this place, none is looked for again: the search would take as long
    // each time.
    let mut ends = [("<![CDATA[", "]]>", true), ("<!--", "-->", true), ("<?", "?>", true)];
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + found;
        let rest = text.get(start..).unwrap_or_default();
        at = start + 1;
        if let Some((_, end, has_end)) = ends.iter_mut().find(|(mark, _, _)| rest.starts_with(mark)) {
            match if *has_end { rest.find(*end) } else { None } {
                Some(length) => at = start + length,
                None => *has_end = false,
            }
        } else if !rest[1..].starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '/' | '!')) {
            escaped.push_str(text.get(copied..start).unwrap_or_default());
            escaped.push_str("&lt;");
            copied = at;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    escaped.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(escaped)
}

/// Reads the elements of a feed one after the other: what stands in its first element, and in the
/// `channel` of that.
pub(super) struct Elements<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// The place in `text` at which the reader began.
    offset: usize,
    /// A place in `text`, and its line.
    counted: (usize, usize),
    /// The first element and perhaps a `channel`, without their content.
    containers: Vec<Element>,
    /// The element that is read, and those open in it.
    open: Vec<Element>,
    /// Namespaces by prefix, with the depth at which each is declared.
    spaces: Vec<(usize, String, Space)>,
    /// Number of open elements that are not kept, because they lie too deep or are too many.
    skipped: usize,
    /// Elements of the one that is read.
    count: usize,
    /// The problems of the element that is read.
    pub(super) faults: Vec<Found>,
    /// The first element, once it has been met.
    pub(super) root: Option<Element>,
    /// Number of places from which reading went on behind what cannot be read.
    recoveries: usize,
    is_over: bool,
}

impl<'a> Elements<'a> {
    /// A reader of `text`, in which bare brackets have been escaped.
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            reader: reader(text),
            offset: 0,
            counted: (0, 1),
            containers: Vec::new(),
            open: Vec::new(),
            spaces: Vec::new(),
            skipped: 0,
            count: 0,
            faults: Vec::new(),
            root: None,
            recoveries: 0,
            is_over: false,
        }
    }

    /// The next element; what is wrong with it is in [`Elements::faults`], for the caller to take.
    pub(super) fn next(&mut self) -> Option<Element> {
        while !self.is_over {
            let start = self.place();
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    if let Some(element) = self.recover(start, &error) {
                        return Some(element);
                    }
                    continue;
                }
            };
            let closed = match event {
                Event::Start(tag) => self.start(&tag, start),
                Event::End(tag) => self.end(tag.name().as_ref(), start),
                Event::Text(text) => self.add(&text),
                Event::CData(text) => self.add(&text),
                Event::GeneralRef(reference) => {
                    let resolved = reference.resolve_char_ref().ok().flatten().map(String::from);
                    let known = || resolve_predefined_entity(&reference).map(str::to_owned);
                    // HTML's own names stay as they are: what is HTML is decoded later.
                    match resolved.or_else(known) {
                        Some(text) => self.add(&text),
                        None => self.add(&["&", &reference, ";"].concat()),
                    }
                }
                Event::DocType(declared) => {
                    if declared.contains("<!ENTITY") {
                        self.fault(
                            start,
                            "the DOCTYPE declares entities".to_owned(),
                            "they are not expanded",
                        );
                    }
                    None
                }
                Event::Eof => self.finish(),
                Event::Empty(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => None,
            };
            if closed.is_some() {
                return closed;
            }
        }
        None
    }

    /// Returns the place in the text that the reader has come to.
    fn place(&self) -> usize {
        self.offset + usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    /// Goes on reading at `place`.
    fn restart(&mut self, place: usize) {
        self.reader = reader(self.text.get(place..).unwrap_or_default());
        self.offset = place.min(self.text.len());
    }

    /// The line of a place, counted from the one that was asked for before.
    fn line(&mut self, place: usize) -> usize {
        let (before, line) = self.counted;
        let breaks = |from: usize, to: usize| {
            let bytes = self.text.as_bytes().get(from..to).unwrap_or_default();
            bytes.split(|&byte| byte == b'\n').count() - 1
        };
        let line = if place >= before { line + breaks(before, place) } else { line - breaks(place, before) };
        self.counted = (place, line);
        line
    }

    fn fault(&mut self, place: usize, message: String, action: &'static str) {
        // More are not listed of any file.
        if self.faults.len() < REMARKS {
            let line = self.line(place);
            self.faults.push(Found { line, message, action });
        }
    }

    fn depth(&self) -> usize {
        self.containers.len() + self.open.len()
    }

    fn start(&mut self, tag: &BytesStart<'_>, start: usize) -> Option<Element> {
        let name = tag.name();
        let written: &str = name.as_ref();
        let attributes = self.attributes(tag, start);
        let depth = self.depth();
        for (name, value) in &attributes {
            let prefix = if name == "xmlns" { Some("") } else { name.strip_prefix("xmlns:") };
            if let Some(prefix) = prefix
                && self.spaces.len() < FEED_NAMESPACES
            {
                self.spaces.push((depth, prefix.to_owned(), Space::of(value.trim())));
            }
        }
        let (space, local) = self.resolve(written);
        if is_entry(space, local) && !self.open.is_empty() && !self.is_within_content() {
            let message = format!("`{}` has no end", self.open[0].written);
            self.fault(start, message, CLOSED);
            self.restart(start);
            return self.close(0);
        }
        if self.skipped > 0 || depth >= FEED_DEPTH || self.count >= FEED_ELEMENTS {
            if self.skipped == 0 {
                let message = if depth >= FEED_DEPTH {
                    format!("elements are nested deeper than {FEED_DEPTH}")
                } else {
                    format!("more than {FEED_ELEMENTS} elements")
                };
                self.fault(start, message, "of the others, the text is kept");
            }
            self.skipped += 1;
            return None;
        }
        self.count += 1;
        let around = self.open.last().or(self.containers.last());
        let (mut base, mut language) = (
            around.and_then(|around| around.base.clone()),
            around.and_then(|around| around.language.clone()),
        );
        for (name, value) in &attributes {
            match name.as_str() {
                "xml:base" => base = joined(base.as_deref(), value.trim()).map(Rc::new).or(base),
                "xml:lang" => language = Some(value.trim().into()),
                _ => {}
            }
        }
        let local = local.to_owned();
        let line = self.line(start);
        let element = Element {
            space,
            local,
            attributes,
            children: Vec::new(),
            line,
            base,
            language,
            written: written.to_owned(),
        };
        if self.open.is_empty() && self.is_container(&element) {
            self.root.get_or_insert_with(|| element.clone());
            self.containers.push(element);
        } else {
            self.open.push(element);
        }
        None
    }

    fn attributes(&mut self, tag: &BytesStart<'_>, start: usize) -> Vec<(String, String)> {
        let mut attributes = Vec::new();
        // Which one of two with the same name counts does not matter.
        for attribute in tag.html_attributes().with_checks(false).filter_map(Result::ok) {
            if attributes.len() >= FEED_ATTRIBUTES {
                let message = format!("an element has more than {FEED_ATTRIBUTES} attributes");
                self.fault(start, message, "the others are left out");
                break;
            }
            let value = unescape_with(&attribute.value, resolve_html5_entity);
            let value = value.unwrap_or_else(|_| (&*attribute.value).into());
            attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
        }
        attributes
    }

    fn resolve<'n>(&self, written: &'n str) -> (Space, &'n str) {
        let (prefix, local) = written.split_once(':').unwrap_or(("", written));
        let declared = self.spaces.iter().rev().find(|(_, known, _)| known == prefix);
        (declared.map_or_else(|| Space::of_undeclared(prefix), |(_, _, space)| *space), local)
    }

    /// `true` for the first element, unless it is an entry, and for its `channel`.
    fn is_container(&self, element: &Element) -> bool {
        match self.containers.as_slice() {
            [] => self.root.is_none() && !is_entry(element.space, &element.local),
            [root] => root.local != "feed" && element.local == "channel",
            _ => false,
        }
    }

    /// `true` within the content of an Atom entry, which may hold XML of any kind.
    fn is_within_content(&self) -> bool {
        self.open.iter().any(|element| element.space != Space::Content && element.local == "content")
    }

    fn end(&mut self, written: &str, start: usize) -> Option<Element> {
        let name = written.trim();
        let ends_all = || self.open.iter().take(1).chain(&self.containers).any(|open| open.written == name);
        if self.skipped > 0 && !ends_all() {
            self.skipped -= 1;
            return None;
        }
        if let Some(place) = self.open.iter().rposition(|open| open.written == name) {
            if let Some(unclosed) = self.open.get(place + 1).filter(|element| !is_loose(element)) {
                let message = format!("`{}` has no end", unclosed.written);
                self.fault(start, message, CLOSED);
            }
            return self.close(place);
        }
        if let Some(place) = self.containers.iter().rposition(|open| open.written == name) {
            if let Some(message) = self.open.first().map(|open| format!("`{}` has no end", open.written)) {
                self.fault(start, message, CLOSED);
            }
            let left = self.close(0);
            self.containers.truncate(place);
            self.leave();
            return left;
        }
        if !self.open.is_empty() {
            let message = format!("`/{}` closes nothing", name.chars().take(40).collect::<String>());
            self.fault(start, message, "passed over");
        }
        None
    }

    /// Closes the open elements from this one on; the first of all is returned.
    fn close(&mut self, from: usize) -> Option<Element> {
        self.skipped = 0;
        while self.open.len() > from {
            let element = self.open.pop()?;
            let Some(around) = self.open.last_mut() else {
                self.leave();
                self.count = 0;
                return Some(element);
            };
            around.children.push(Node::Element(element));
        }
        self.leave();
        None
    }

    /// Forgets the namespaces of what is closed.
    fn leave(&mut self) {
        let depth = self.depth();
        while self.spaces.last().is_some_and(|(declared, _, _)| *declared >= depth) {
            self.spaces.pop();
        }
    }

    fn add(&mut self, text: &str) -> Option<Element> {
        if let Some(element) = self.open.last_mut() {
            let text = text.chars().filter(|&c| !c.is_control() || matches!(c, '\n' | '\t'));
            match element.children.last_mut() {
                Some(Node::Text(before)) => before.extend(text),
                _ => element.children.push(Node::Text(text.collect())),
            }
        }
        None
    }

    /// Goes on with the next entry after what cannot be read. Returns what there is of the one that
    /// cannot.
    fn recover(&mut self, start: usize, error: &quick_xml::Error) -> Option<Element> {
        self.recoveries += 1;
        let message = format!("not valid XML ({error})");
        let next = if self.recoveries < FEED_RECOVERIES { self.next_entry(start + 1) } else { None };
        if let Some(next) = next {
            self.fault(start, message, "all up to the next entry is passed over");
            self.restart(next);
        } else {
            self.fault(start, message, "all from here on is passed over");
            self.is_over = true;
        }
        self.close(0)
    }

    /// The place of the first tag of an entry from `from` on.
    fn next_entry(&self, from: usize) -> Option<usize> {
        let rest = self.text.get(from..)?;
        let is_entry = |at: usize| {
            let tag = rest.get(at + 1..).unwrap_or_default();
            let end = tag.find(|c: char| !(c.is_ascii_alphanumeric() || c == ':')).unwrap_or(tag.len());
            let (name, after) = tag.split_at(end);
            matches!(name.rsplit(':').next(), Some("item" | "entry"))
                && after.starts_with(|c: char| c.is_whitespace() || c == '>')
        };
        rest.match_indices('<').map(|(at, _)| at).find(|at| is_entry(*at)).map(|at| from + at)
    }

    fn finish(&mut self) -> Option<Element> {
        self.is_over = true;
        let unclosed = self.open.first().or(self.containers.first())?;
        let message = format!("the file ends within `{}`", unclosed.written);
        self.fault(self.text.len(), message, CLOSED);
        self.close(0)
    }
}

/// The remedy for an element without an end.
const CLOSED: &str = "closed where what is around it ends";

fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

/// `address` as an absolute one.
fn joined(base: Option<&Url>, address: &str) -> Option<Url> {
    match base {
        Some(base) => base.join(address).ok(),
        None => Url::parse(address).ok(),
    }
}
