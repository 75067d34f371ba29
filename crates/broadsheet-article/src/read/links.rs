//! Links, what they lead to, and the places in an article that they lead to.

use std::borrow::Cow;

use super::{At, Flow, Reader};
use crate::film::{Film, plain_label};
use crate::flow::{LeafKind, Wrap};
use crate::names::{Attribute, Tag};
use crate::picture;
use crate::sorted::sorted;
use crate::source::{Content, Element, NodeId, Source};
use crate::tree::AnchorId;
use crate::url::{Judge, LinkUrl, Target};

/// Where links of protected addresses lead; the address follows, in the form of [`protected_address`].
const PROTECTED: &str = "/cdn-cgi/l/email-protection#";

impl<'a> Reader<'a, '_> {
    /// The anchor of an element that links lead to.
    pub(super) fn target(&mut self, element: &Element) -> Option<AnchorId> {
        let name = anchor_name(element)?;
        self.ids.binary_search_by(|known| known.as_str().cmp(name)).ok()?;
        self.new_anchor(name)
    }

    pub(super) fn new_anchor(&mut self, name: &str) -> Option<AnchorId> {
        let id = AnchorId::new(name)?;
        match self.used.binary_search(&id) {
            Ok(_) => None,
            Err(place) => {
                self.used.insert(place, id.clone());
                Some(id)
            }
        }
    }

    pub(super) fn anchor(&mut self, element: &Element, flow: &mut Flow<'a>, at: At) {
        if !self.ids.is_empty()
            && let Some(id) = self.target(element)
        {
            flow.push(at.chain, LeafKind::Anchor(id));
        }
    }

    pub(super) fn link(&mut self, id: NodeId, element: &Element, flow: &mut Flow<'a>, at: At) {
        if let Some(address) = element.get(Attribute::DataCfemail).and_then(protected_address) {
            flow.push(at.chain, LeafKind::Text(Cow::Owned(address)));
            return;
        }
        let chain = match element.get(Attribute::Href).and_then(|href| self.href(href)) {
            Some(href) => self.chains.push(at.chain, Wrap::Link(href)),
            None => at.chain,
        };
        if let Some(address) = element.get(Attribute::Href).and_then(|href| self.hidden_address(id, href)) {
            flow.push(chain, LeafKind::Text(Cow::Owned(address)));
            return;
        }
        self.children(id, flow, At { chain, ..at });
    }

    /// The address that a link to Cloudflare's page about protected addresses hides, where its text is the stand-in
    /// for one: Markdown keeps that text and the link, and nothing else.
    fn hidden_address(&self, id: NodeId, href: &str) -> Option<String> {
        let code = protected_code(href)?;
        let stands_in = self.source.descendants(id).any(
            |inner| matches!(self.source.content(inner), Content::Text(text) if text.trim_start().starts_with("[email")),
        );
        stands_in.then(|| protected_address(code)).flatten()
    }

    fn href(&mut self, href: &str) -> Option<LinkUrl> {
        if let Some(code) = protected_code(href) {
            return self.protected(code);
        }
        match self.judge.link(href)? {
            // What says so only once it is resolved (`\cdn-cgi\…`) would be another link when it is read again.
            Target::External(url) => match protected_code(url.as_str()) {
                Some(code) => self.protected(code),
                None => Some(LinkUrl::External(url)),
            },
            Target::Fragment(fragment, elsewhere) => {
                let known = |name: &str| self.ids.binary_search_by(|id| id.as_str().cmp(name)).is_ok();
                let name = if known(&fragment) {
                    Some(fragment)
                } else {
                    percent_decoded(&fragment).filter(|name| known(name))
                };
                name.and_then(|name| AnchorId::new(&name))
                    .map(LinkUrl::Anchor)
                    .or_else(|| elsewhere.map(LinkUrl::External))
            }
        }
    }

    /// A link to an address that was protected from robots.
    fn protected(&self, code: &str) -> Option<LinkUrl> {
        match self.judge.link(&["mailto:", &protected_address(code)?].concat())? {
            Target::External(url) => Some(LinkUrl::External(url)),
            Target::Fragment(..) => None,
        }
    }

    /// What becomes of a page within the page, or of a `figure` that was one when the article was packed; nothing for one
    /// without an address.
    pub(super) fn frame(&self, id: NodeId, element: &Element) -> Option<Frame> {
        if element.tag == Some(Tag::Figure) {
            return packed_film(self.source, id).map(Frame::Film);
        }
        let title = element.get(Attribute::Title).map(picture::collapse).unwrap_or_default();
        let addresses = || {
            [Attribute::DataSrc, Attribute::DataLazySrc, Attribute::DataOriginal, Attribute::Src]
                .iter()
                .filter_map(|&name| element.get(name))
                .filter_map(|address| match self.judge.link(address)? {
                    Target::External(url)
                        if url.host().is_some() && protected_code(url.as_str()).is_none() =>
                    {
                        Some(url)
                    }
                    _ => None,
                })
        };
        if let Some(film) = addresses().find_map(|url| Film::of_player(url.as_str(), &title)) {
            return Some(Frame::Film(film));
        }
        let url = addresses().next()?;
        let text = if title.is_empty() { plain_label(url.as_str()) } else { title };
        Some(Frame::Page(LinkUrl::External(url), text))
    }
}

/// The film of a `figure` that says that it was a player, and holds a link to the film's page and nothing else.
pub(crate) fn packed_film(source: &Source, id: NodeId) -> Option<Film> {
    source.element(id)?.get(Attribute::DataFilm)?;
    let mut inner = source.children(id);
    let (Some(link), None) = (inner.next(), inner.next()) else { return None };
    let address = source.element(link).filter(|element| element.tag == Some(Tag::A))?;
    let texts = source.descendants(link).filter_map(|text| match source.content(text) {
        Content::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let title = picture::collapse(&texts.collect::<String>());
    Film::of_page(address.get(Attribute::Href)?, &title)
}

/// What becomes of a page within the page.
pub(super) enum Frame {
    Film(Film),
    /// Where it leads, and what the link to it is called.
    Page(LinkUrl, String),
}

impl Frame {
    /// The frame where only running text can stand: a link's address and text.
    pub(super) fn link(self, judge: &Judge<'_>) -> Option<(LinkUrl, String)> {
        match self {
            Self::Page(href, text) => Some((href, text)),
            Self::Film(film) => match judge.link(&film.page())? {
                Target::External(url) => Some((LinkUrl::External(url), film.label())),
                Target::Fragment(..) => None,
            },
        }
    }
}

/// The ids that links of this document lead to, sorted; only these are worth an anchor.
pub(super) fn link_targets(source: &Source, judge: &Judge<'_>) -> Vec<String> {
    let wanted: Vec<String> = source
        .descendants(Source::ROOT)
        .filter_map(|id| source.element(id))
        .filter(|element| element.tag == Some(Tag::A))
        .filter_map(|element| element.get(Attribute::Href))
        .filter(|href| href.contains('#'))
        .filter_map(|href| match judge.link(href)? {
            Target::Fragment(fragment, _) => Some(fragment),
            Target::External(_) => None,
        })
        .flat_map(|fragment| [percent_decoded(&fragment), Some(fragment)])
        .flatten()
        .collect();
    let wanted = sorted(wanted);
    if wanted.is_empty() {
        return wanted;
    }
    let present: Vec<String> = source
        .descendants(Source::ROOT)
        .filter_map(|id| source.element(id))
        .filter_map(anchor_name)
        .filter(|id| wanted.binary_search_by(|known| known.as_str().cmp(id)).is_ok())
        .map(str::to_owned)
        .collect();
    let mut present = sorted(present);
    present.dedup();
    present
}

/// What links may call an element by.
pub(super) fn anchor_name(element: &Element) -> Option<&str> {
    element.get(Attribute::Id).or_else(|| match element.tag {
        Some(Tag::A) => element.get(Attribute::Name),
        _ => None,
    })
}

/// Undoes percent-encoding; nothing where there is none or the result is not UTF-8.
pub(crate) fn percent_decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let value = match (first, after) {
            (b'%', [high, low, ..]) => {
                hex_digit(*high).zip(hex_digit(*low)).map(|(high, low)| high * 16 + low)
            }
            _ => None,
        };
        if let Some(value) = value {
            bytes.push(value);
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// The code in a link to Cloudflare's page for addresses that it protects.
fn protected_code(href: &str) -> Option<&str> {
    href.split_once(PROTECTED).map(|(_, code)| code)
}

/// The address behind Cloudflare's e-mail protection: hexadecimal bytes, the first of them the key to the others.
pub(super) fn protected_address(code: &str) -> Option<String> {
    let mut bytes = code.as_bytes().chunks_exact(2).map(|pair| {
        let high = hex_digit(pair[0])?;
        let low = hex_digit(pair[1])?;
        Some(high * 16 + low)
    });
    let key = bytes.next()??;
    let decoded: Option<Vec<u8>> = bytes.map(|byte| byte.map(|byte| byte ^ key)).collect();
    let address = String::from_utf8(decoded?).ok()?;
    let plain = !address.is_empty() && address.len() <= 256 && !address.contains(|c: char| c.is_control());
    plain.then_some(address)
}
