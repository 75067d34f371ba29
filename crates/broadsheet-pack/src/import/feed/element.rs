//! Elements of XML as trees, and what can be read from them.

use std::rc::Rc;

use broadsheet_article::{escape_attribute, escape_text};
use url::Url;

/// The namespaces that mean something here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// That of RSS, which has none but in version 1.0.
    Rss,
    Atom,
    /// `content:encoded`
    Content,
    /// Dublin Core, elements and terms.
    Dublin,
    /// Media RSS.
    Media,
    Itunes,
    FeedBurner,
    /// The additions of `WordPress` when it exports
    /// (<https://wordpress.org/documentation/article/tools-export-screen/>).
    WordPress,
    /// `excerpt:encoded` of `WordPress`.
    Excerpt,
    /// The Atom Publishing Protocol (<https://www.rfc-editor.org/rfc/rfc5023#section-13.1>).
    Publishing,
    /// The additions of Blogger when it exports.
    Blogger,
    Other,
}

impl Space {
    pub(super) fn of(address: &str) -> Self {
        match address {
            "" | "http://purl.org/rss/1.0/" | "http://my.netscape.com/rdf/simple/0.9/" => Self::Rss,
            _ if super::detect::ATOM_SPACES.contains(&address) => Self::Atom,
            "http://purl.org/rss/1.0/modules/content/" => Self::Content,
            "http://purl.org/dc/elements/1.1/" | "http://purl.org/dc/terms/" => Self::Dublin,
            "http://search.yahoo.com/mrss/" | "http://search.yahoo.com/mrss" => Self::Media,
            _ if address.eq_ignore_ascii_case("http://www.itunes.com/dtds/podcast-1.0.dtd") => Self::Itunes,
            "http://rssnamespace.org/feedburner/ext/1.0" => Self::FeedBurner,
            "http://www.w3.org/2007/app" | "http://purl.org/atom/app#" => Self::Publishing,
            "http://schemas.google.com/blogger/2018" => Self::Blogger,
            // The version of the export is a part of the address.
            _ if address.contains("//wordpress.org/export/") => {
                if address.contains("/excerpt") {
                    Self::Excerpt
                } else {
                    Self::WordPress
                }
            }
            _ => Self::Other,
        }
    }

    /// Returns the usual namespace of a prefix that is used and not declared.
    pub(super) fn of_undeclared(prefix: &str) -> Self {
        match prefix {
            "" => Self::Rss,
            "atom" => Self::Atom,
            "content" => Self::Content,
            "dc" | "dcterms" => Self::Dublin,
            "media" => Self::Media,
            "itunes" => Self::Itunes,
            "feedburner" => Self::FeedBurner,
            "wp" => Self::WordPress,
            "excerpt" => Self::Excerpt,
            "app" => Self::Publishing,
            "blogger" => Self::Blogger,
            _ => Self::Other,
        }
    }
}

/// An element.
#[derive(Debug, Clone)]
pub(super) struct Element {
    pub(super) space: Space,
    /// Its name without a prefix.
    pub(super) local: String,
    /// Attributes by their names as they were written, with prefix.
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
    /// Line on which it starts, from 1.
    pub(super) line: usize,
    /// The absolute `xml:base` that holds within it.
    pub(super) base: Option<Rc<Url>>,
    /// The `xml:lang` that holds within it.
    pub(super) language: Option<Rc<str>>,
    /// Its name as it was written.
    pub(super) written: String,
}

/// A part of an element.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// The value of an attribute, without white space around it; `None` if it is missing or empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// The elements directly in it.
    pub(super) fn elements(&self) -> impl DoubleEndedIterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// All text in it, without white space around it.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text.trim().to_owned()
    }

    fn add_text(&self, text: &mut String) {
        for node in &self.children {
            match node {
                Node::Element(element) => element.add_text(text),
                Node::Text(more) => text.push_str(more),
            }
        }
    }

    /// Returns the content as HTML, of an element whose text is HTML: the text, or what the
    /// elements in it say where their tags were not escaped.
    pub(super) fn html(&self) -> String {
        if self.elements().next().is_some() { self.xhtml() } else { self.text() }
    }

    /// Returns the content as HTML, of an element whose text is plain.
    pub(super) fn xhtml(&self) -> String {
        let mut html = String::new();
        self.write_children(&mut html);
        html
    }

    fn write_children(&self, html: &mut String) {
        for node in &self.children {
            match node {
                Node::Element(element) => element.write(html),
                Node::Text(text) => html.push_str(&escape_text(text)),
            }
        }
    }

    fn write(&self, html: &mut String) {
        const VOID: [&str; 13] = [
            "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
            "wbr",
        ];
        html.extend(["<", &self.local]);
        for (name, value) in &self.attributes {
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            if name.bytes().all(is_plain) && name != "xmlns" {
                html.extend([" ", name, "=\"", &escape_attribute(value), "\""]);
            }
        }
        html.push('>');
        self.write_children(html);
        if !VOID.contains(&self.local.as_str()) {
            html.extend(["</", &self.local, ">"]);
        }
    }

    /// `address` made absolute by the `xml:base` that holds here; as it is where there is none.
    pub(super) fn resolve(&self, address: &str) -> String {
        match (Url::parse(address), &self.base) {
            (Err(url::ParseError::RelativeUrlWithoutBase), Some(base)) => {
                base.join(address).map(String::from).ok()
            }
            _ => None,
        }
        .unwrap_or_else(|| address.to_owned())
    }
}

/// `true` for the element of an entry.
pub(super) fn is_entry(space: Space, local: &str) -> bool {
    matches!((space, local), (Space::Rss, "item" | "entry") | (Space::Atom, "entry"))
}

/// `true` for what HTML does not close and people forget to: no reader misses anything.
pub(super) fn is_loose(element: &Element) -> bool {
    matches!(element.local.as_str(), "br" | "hr" | "img" | "p" | "li" | "input" | "source" | "wbr")
}
