//! The main text of a page: the element that holds it, and what stands around that.

use std::collections::HashMap;

use super::lengths::DocumentLengths;
use crate::document::{Document, NodeId};
use crate::url::{host_and_path, is_host_or_under};
use crate::vocabulary::{Attribute, Tag};

/// Visible characters of sentences from which an element can be the article of a page.
const MIN_TEXT: usize = 400;

/// The place of a node on a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Within the element that holds the main text, or within a box beside that.
    Inside,
    /// A box beside the element with the main text, within the element that holds most sentences.
    Beside,
    /// Outside the element that holds most sentences of the page.
    Outside,
}

/// The main text of a page.
pub(super) struct MainText {
    /// The place of each node.
    places: Vec<Place>,
    /// `true` for the element with the main text, and for all around it.
    is_around: Vec<bool>,
    /// The element that the page itself names as the article's, and the host that most links of the
    /// page lead to, empty for relative ones; `None` if the document is no page, but an article
    /// alone.
    page: Option<(Option<NodeId>, String)>,
}

impl MainText {
    /// Finds the main text, in a few passes over the document.
    pub(super) fn of(document: &Document, lengths: &DocumentLengths) -> Self {
        let around = |inner| std::iter::successors(Some(inner), |&inner| document.parent(inner));
        let named = main_content(document, lengths);
        let within = |id: &NodeId| named.is_none_or(|named| around(*id).any(|outer| outer == named));
        let holder = lengths.main_text().filter(within);
        let start = holder.or(named).or_else(|| most_of_text(document, lengths));
        let mut main = Self {
            places: vec![Place::Inside; document.len()],
            is_around: vec![false; document.len()],
            page: None,
        };
        let Some(start) = start else { return main };
        // What stands beside a cell, a quote or an item belongs to what it is in.
        let mut whole = start;
        for outer in around(start) {
            main.is_around[outer.index()] = true;
            if document.tag(outer).is_some_and(is_frame) {
                whole = document.parent(outer).unwrap_or(whole);
            }
        }
        if lengths.prose(start) >= MIN_TEXT
            && (named.is_some() || is_page(document) || has_links_around(document, lengths, whole))
        {
            main.page = Some((named, site(document)));
            main.find_places(document, lengths, whole);
        }
        main
    }

    /// Finds the places around the element that holds the main text.
    fn find_places(&mut self, document: &Document, lengths: &DocumentLengths, whole: NodeId) {
        let most = lengths.prose(Document::ROOT) * 6 / 10;
        let mut beside = Place::Beside;
        let mut inner = whole;
        while let Some(outer) = document.parent(inner) {
            // Next to the text stand its author and its source.
            if lengths.prose(inner) > most && inner != whole {
                beside = Place::Outside;
            }
            for child in document.children(outer).filter(|&child| child != inner) {
                self.places[child.index()] = beside;
                if beside == Place::Outside {
                    for within in document.descendants(child) {
                        self.places[within.index()] = beside;
                    }
                }
            }
            inner = outer;
        }
    }

    /// `true` for the element with the main text, and for all around it.
    pub(super) fn is_in(&self, id: NodeId) -> bool {
        self.is_around.get(id.index()).copied().unwrap_or_default()
    }

    /// `true` for a box beside the element that holds the main text, and for all that is outside
    /// the element with most sentences.
    pub(super) fn is_beside(&self, id: NodeId) -> bool {
        self.places.get(id.index()).is_some_and(|place| *place != Place::Inside)
    }

    /// `true` for all that is outside the element with most sentences.
    pub(super) fn is_outside(&self, id: NodeId) -> bool {
        self.places.get(id.index()) == Some(&Place::Outside)
    }

    /// `true` if a box leads around the site of the page: most of its links do, or it is outside
    /// the element that the page names as the article's.
    pub(super) fn leads_around(&self, document: &Document, id: NodeId) -> bool {
        let Some((named, site)) = &self.page else { return false };
        let mut outer = std::iter::successors(Some(id), |&inner| document.parent(inner));
        if named.is_some_and(|named| outer.all(|outer| outer != named)) {
            return true;
        }
        let (mut all, mut own) = (0, 0);
        for host in document.descendants(id).chain([id]).filter_map(|inner| link_host(document, inner)) {
            all += 1;
            own += usize::from(host.is_empty() || is_same_site(host, site));
        }
        own * 2 > all
    }
}

/// The innermost element that is named as the article's and holds most of the running text.
fn main_content(document: &Document, lengths: &DocumentLengths) -> Option<NodeId> {
    let prose = |id| lengths.text(id) - lengths.links(id);
    let all = prose(Document::ROOT);
    let is_named = |id| {
        document.element(id).is_some_and(|element| {
            matches!(element.tag, Some(Tag::Article | Tag::Main))
                || element.get(Attribute::Role) == Some("main")
                || element.get(Attribute::Itemprop) == Some("articleBody")
        })
    };
    document
        .descendants(Document::ROOT)
        .filter(|&id| is_named(id) && prose(id) >= MIN_TEXT && prose(id) * 10 >= all * 6)
        .last()
}

/// The innermost element that holds most of the sentences.
fn most_of_text(document: &Document, lengths: &DocumentLengths) -> Option<NodeId> {
    let all = lengths.prose(Document::ROOT);
    let holds_most = |&id: &NodeId| document.element(id).is_some() && lengths.prose(id) * 10 >= all * 6;
    if all == 0 {
        return None;
    }
    std::iter::successors(Some(Document::ROOT), |&outer| document.children(outer).find(holds_most))
        .skip(1)
        .last()
}

/// `true` if a document has parts that only pages have.
fn is_page(document: &Document) -> bool {
    document.descendants(Document::ROOT).filter_map(|id| document.element(id)).any(|element| {
        matches!(element.tag, Some(Tag::Nav | Tag::Header | Tag::Footer | Tag::Main))
            || matches!(
                element.get(Attribute::Role),
                Some("navigation" | "banner" | "contentinfo" | "main" | "search")
            )
            || element.get(Attribute::Id).is_some_and(|id| {
                let is = |known: &&str| id.eq_ignore_ascii_case(known);
                ["footer", "header", "nav", "navigation", "sidebar", "menu"].iter().any(is)
            })
    })
}

/// The fewest links on either side of the text of a page whose parts have no names.
const MIN_LINKS_AROUND: usize = 4;

/// `true` if boxes of links stand before an element and behind it.
fn has_links_around(document: &Document, lengths: &DocumentLengths, whole: NodeId) -> bool {
    let mut links = [0; 2];
    let mut inner = whole;
    while let Some(outer) = document.parent(inner) {
        let mut side = 0;
        for child in document.children(outer) {
            if child == inner {
                side = 1;
            } else if lengths.prose(child) == 0 && lengths.links(child) * 2 > lengths.text(child) {
                let parts = document.descendants(child).chain([child]);
                links[side] += parts.filter(|&part| document.tag(part) == Some(Tag::A)).count();
            }
        }
        inner = outer;
    }
    links.iter().all(|&count| count >= MIN_LINKS_AROUND)
}

/// The host that most links lead to.
fn site(document: &Document) -> String {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for host in document.descendants(Document::ROOT).filter_map(|id| link_host(document, id)) {
        *counts.entry(host).or_default() += 1;
    }
    // The first in the alphabet of several: a map has no order.
    let most = counts.into_iter().max_by(|one, two| one.1.cmp(&two.1).then(two.0.cmp(one.0)));
    most.map_or_else(String::new, |(host, _)| host.to_owned())
}

/// The host that a link leads to, empty for a relative one; `None` for what is no link, or none to
/// another page.
fn link_host(document: &Document, id: NodeId) -> Option<&str> {
    let element = document.element(id).filter(|element| element.tag == Some(Tag::A))?;
    let address = element.get(Attribute::Href)?.trim_start();
    let is_web = address.contains("//") || !address.split(['/', '?']).next()?.contains(':');
    (!address.starts_with('#') && is_web).then(|| host_and_path(address).0)
}

/// `true` for two hosts of which one is the other, or a part of it.
fn is_same_site(one: &str, two: &str) -> bool {
    let bare = |host| str::strip_prefix(host, "www.").unwrap_or(host);
    let (one, two) = (bare(one), bare(two));
    is_host_or_under(one, two) || is_host_or_under(two, one)
}

/// `true` for elements whose parts belong together.
fn is_frame(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Blockquote | Tag::Details | Tag::Dl | Tag::Figure | Tag::Li | Tag::Table | Tag::Td | Tag::Th
    )
}
