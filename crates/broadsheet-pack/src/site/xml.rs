//! Elements of XML, written by `quick-xml`.

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesStart, BytesText, Event};

/// A document in the making.
pub(super) type Xml = Writer<Vec<u8>>;

/// Writes an element with nothing but text in it.
pub(super) fn text(xml: &mut Xml, name: &str, content: &str) -> io::Result<()> {
    element(xml, BytesStart::new(name), content)
}

/// Writes an element that begins with `start` and has this text.
pub(super) fn element(xml: &mut Xml, start: BytesStart<'_>, content: &str) -> io::Result<()> {
    let end = start.to_end().into_owned();
    xml.write_event(Event::Start(start))?;
    xml.write_event(Event::Text(BytesText::new(&characters(content))))?;
    xml.write_event(Event::End(end))
}

/// `text` without the characters that XML 1.0 has no way to write
/// (<https://www.w3.org/TR/xml/#charsets>).
pub(super) fn characters(text: &str) -> Cow<'_, str> {
    let is_allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    if text.chars().all(is_allowed) { text.into() } else { text.chars().filter(|&c| is_allowed(c)).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_characters_of_xml() {
        assert_eq!(characters("a\u{0}\u{B}b\tc\u{FFFE}\u{1F600}"), "ab\tc\u{1F600}");
        assert!(matches!(characters("a\nb"), Cow::Borrowed(_)));
    }
}
