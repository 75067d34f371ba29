//! Leftovers of the page around the article, in whole pages.

use crate::clean::evidence::{has_button, has_input, is_prose, mentions};
use crate::clean::furniture::says_only_furniture;
use crate::clean::lengths::visible_text;
use crate::clean::prose::is_inline;
use crate::clean::rule::{BoxCandidate, RemovalLimit, Rule, names, parts_of};
use crate::clean::teasers::is_teasers;
use crate::document::{Document, Element, NodeId};
use crate::image_names::names_image;
use crate::tree::EmbeddedVideo;
use crate::vocabulary::{Attribute, Tag};

/// Leftovers of the page around the element that holds the main text. Its cases need such a text,
/// so that they are tests of their own.
pub(super) const SURROUNDINGS: Rule = Rule {
    name: "page",
    reason: "stands beside the element that holds the main text of the page, and leads or asks elsewhere",
    matches: Some(is_leftover),
    limit: RemovalLimit::Any,
    ..Rule::NEW
};

/// The most visible characters of labels beside the article, and of an appeal with something to
/// press.
const MAX_APPEAL: usize = 600;

/// The fewest links of a box beside the text.
const MIN_LINKS: usize = 3;

/// Words that the feet of sites have, and notes of an article have not.
const COPYRIGHT: [&str; 6] = ["©", "all rights reserved", "copyright", "privacy", "icp备", "版权所有"];

/// Parts of the names of the feet of sites.
const FEET: [&str; 4] = ["colophon", "copyright", "foot", "footer"];

/// Parts of the names of boxes that are no part of an article.
const PARTS: [&str; 30] = [
    "adblock",
    "adblocker",
    "aside",
    "banner",
    "comment",
    "comments",
    "consent",
    "cookie",
    "cta",
    "dialog",
    "feedback",
    "footer",
    "interstitial",
    "login",
    "modal",
    "newsletter",
    "overlay",
    "popup",
    "promo",
    "rail",
    "recirc",
    "register",
    "share",
    "sidebar",
    "signin",
    "signup",
    "social",
    "subscribe",
    "subscription",
    "toast",
];

/// A box beside the article, or beside what holds it: links around the site; labels and controls;
/// an appeal with something to press; teasers of other articles; the foot of the page.
fn is_leftover(candidate: &BoxCandidate<'_>) -> bool {
    let BoxCandidate { document, lengths, id, element, text, total, main_text } = *candidate;
    let is_outside = main_text.is_outside(id);
    if is_outside && element.tag == Some(Tag::Iframe) {
        return !is_film(element);
    }
    if text == 0 || !main_text.is_beside(id) {
        return false;
    }
    let is_direct = document.parent(id).is_some_and(|parent| main_text.is_in(parent));
    if !is_direct && is_inline(element.tag) {
        return false;
    }
    let (prose, links) = (lengths.prose(id), lengths.links(id));
    let has_controls = lengths.controls(id) > 0;
    let is_half = text * 2 > total;
    let is_small = text <= MAX_APPEAL && text * 10 <= total;
    let leads_around = || main_text.leads_around(document, id);
    // The name of an author or a source stands beside the text, too.
    let is_links = links * 10 >= text * 6
        && (prose == 0 || !is_half)
        && (is_outside || (element.tag != Some(Tag::P) && count_links(document, id) >= MIN_LINKS));
    let is_aside = || {
        let is_foot = || is_outside && links > 0 && is_named(candidate, &FEET);
        let is_known = matches!(element.tag, Some(Tag::Aside | Tag::Footer | Tag::Nav)) || is_foot();
        is_known && text * 10 <= total && (!is_prose(candidate) || mentions(candidate, &COPYRIGHT))
    };
    let is_appeal = || {
        let is_pressed = || is_named(candidate, &PARTS) && (has_controls || has_button(candidate));
        let is_far = is_outside && has_controls && links > 0 && text * 2 <= MAX_APPEAL;
        is_small && (is_far || has_input(candidate) || is_pressed())
    };
    let is_label = || {
        let is_control = has_controls || (says_only_furniture(candidate) && holds_letters(candidate));
        let leads_around = || is_outside && links > 0 && leads_around();
        text <= MAX_APPEAL && prose == 0 && !holds_data(document, id) && (is_control || leads_around())
    };
    ((is_links && leads_around())
        || is_aside()
        || is_label()
        || is_appeal()
        || (!is_half && is_teasers(candidate) && leads_around()))
        && !holds_content(candidate)
        && !is_heading(candidate)
}

/// `true` if a box says more than numbers.
fn holds_letters(candidate: &BoxCandidate<'_>) -> bool {
    visible_text(candidate.document, candidate.id).flat_map(str::chars).any(char::is_alphabetic)
}

/// `true` if a heading is all that a box says.
fn is_heading(candidate: &BoxCandidate<'_>) -> bool {
    let BoxCandidate { document, lengths, id, text, .. } = *candidate;
    document.descendants(id).chain([id]).any(|inner| {
        let is_heading = matches!(document.tag(inner), Some(Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4));
        is_heading && lengths.text(inner) == text
    })
}

/// The number of links within a box.
fn count_links(document: &Document, id: NodeId) -> usize {
    document.descendants(id).filter(|&inner| document.tag(inner) == Some(Tag::A)).count()
}

/// `true` for a box that is named by any of these parts.
fn is_named(candidate: &BoxCandidate<'_>, parts: &[&str]) -> bool {
    let is_known = |part: &str| parts.iter().any(|known| part.eq_ignore_ascii_case(known));
    names(candidate.element).any(|word| word.len() <= 80 && parts_of(word).any(is_known))
}

/// `true` if a title, sound or a film is in a box, or pictures that are none of its links: outside
/// the text, as many may stand beside their links.
fn holds_content(candidate: &BoxCandidate<'_>) -> bool {
    let BoxCandidate { document, lengths, id, .. } = *candidate;
    let is_outside = candidate.main_text.is_outside(id);
    let (mut previews, mut links) = (0, 0);
    for inner in document.descendants(id).chain([id]) {
        let Some(element) = document.element(inner) else { continue };
        match element.tag {
            Some(Tag::H1 | Tag::Audio | Tag::Video) => return true,
            Some(Tag::Iframe) if is_film(element) || !is_outside => return true,
            Some(Tag::A) if !element.get(Attribute::Href).is_some_and(names_image) => {
                previews += lengths.pictures(inner);
                links += 1;
            }
            _ => {}
        }
    }
    let most = if is_outside && links >= MIN_LINKS { links } else { previews };
    lengths.pictures(id) > most
}

/// `true` for the frame of a known player.
fn is_film(element: &Element) -> bool {
    let mut addresses = [Attribute::DataSrc, Attribute::Src].into_iter().filter_map(|name| element.get(name));
    addresses.any(|address| EmbeddedVideo::from_player_url(address, "").is_some())
}

/// `true` if a table, code or a quote is in a box.
fn holds_data(document: &Document, id: NodeId) -> bool {
    let is_data = |inner| matches!(document.tag(inner), Some(Tag::Table | Tag::Pre | Tag::Blockquote));
    document.descendants(id).chain([id]).any(is_data)
}
