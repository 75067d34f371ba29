//! The words that pages show only beside a pointer, `<abbr title>` and its like: they come after
//! the first use, in brackets. So they are there without a pointer, in print, for searches and in
//! other programs.
//!
//! Comes after cleaning, whose rules judge boxes by what they show.

use std::collections::HashSet;

use crate::blank::is_blank;
use crate::build::is_wide;
use crate::document::{Document, Element, NodeId, NodeKind};
use crate::ledger::{Account, Replacement};
use crate::vocabulary::{Attribute, Tag};

/// Bytes of the words of one title. The longest of real articles are quotations of a few hundred.
const MAX_TITLE: usize = 4096;

/// Bytes of what a title other than that of a word may belong to.
const MAX_CONTENT: usize = 600;

/// Bytes of an article's text that are searched for titles in all, so that time stays linear.
const MAX_SEARCHED: usize = 64 * 1024 * 1024;

/// Attributes that are a note where another one says that they are shown beside a pointer.
const POPPED_UP: [Attribute; 2] = [Attribute::DataContent, Attribute::DataTitle];

/// An element with a title, and where its text is in that of the article.
struct Titled {
    id: NodeId,
    title: String,
    is_word: bool,
    start: usize,
    end: usize,
}

/// Puts the words of titles behind what they explain: once each, and only those that the article
/// does not say.
pub(crate) fn show_titles(document: &mut Document, account: &mut Account) {
    let has_title = |id: NodeId| document.element(id).and_then(title).is_some();
    if !document.descendants(Document::ROOT).any(has_title) {
        return;
    }
    let (text, titled) = find(document);
    let mut searches = MAX_SEARCHED / text.len().max(1);
    let mut shown = HashSet::new();
    for Titled { id, title, is_word, start, end } in titled {
        let content = text[start..end].trim_matches(|c: char| is_blank(c));
        let is_too_long = !is_word && content.len() > MAX_CONTENT;
        if content.is_empty() || is_too_long || !is_word && is_in_word(&text, start, end) {
            continue;
        }
        let is_said = title.eq_ignore_ascii_case(content) || searches > 0 && text.contains(&title);
        searches = searches.saturating_sub(1);
        if is_said || shown.contains(&title) {
            continue;
        }
        let is_wide_here = title.chars().any(is_wide) || content.chars().next_back().is_some_and(is_wide);
        let words = if is_wide_here { ["（", &title, "）"].concat() } else { [" (", &title, ")"].concat() };
        put(document, account, id, words);
        shown.insert(title);
    }
}

/// Puts a note behind an element of running text, and at the end of a cell.
fn put(document: &mut Document, account: &mut Account, id: NodeId, words: String) {
    let text = document.add(NodeKind::Text(words));
    let note = Element { tag: Some(Tag::Small), attributes: Vec::new() };
    let note = document.add(NodeKind::Element(note));
    document.append(note, text);
    let is_cell = matches!(document.tag(id), Some(Tag::Td | Tag::Th));
    match (document.next_sibling(id), document.parent(id)) {
        _ if is_cell => document.append(id, note),
        (Some(next), _) => document.insert_before(next, note),
        (None, Some(parent)) => document.append(parent, note),
        (None, None) => return,
    }
    account.add_subtree(document, note, Replacement::Description);
}

/// The text of an article, in which blocks begin with a line feed, and the elements with titles in
/// the order of their ends.
fn find(document: &Document) -> (String, Vec<Titled>) {
    let mut text = String::new();
    let mut found = Vec::new();
    // Those that are not over, each with the node behind it.
    let mut open: Vec<(Titled, Option<NodeId>)> = Vec::new();
    let mut next = document.next_in_order(Document::ROOT, Document::ROOT);
    while let Some(id) = next {
        close(&mut open, Some(id), text.len(), &mut found);
        next = document.next_in_order(id, Document::ROOT);
        let element = match document.kind(id) {
            NodeKind::Text(piece) => {
                text.push_str(piece);
                continue;
            }
            NodeKind::Element(element) => element,
            _ => continue,
        };
        let behind = document.next_after_subtree(id, Document::ROOT);
        if element.tag.is_some_and(|tag| tag.is_never_shown() || is_verbatim(tag)) {
            text.push('\n');
            next = behind;
            continue;
        }
        if !is_running(element.tag) {
            text.push('\n');
        }
        if let Some(title) = title(element) {
            let is_word = matches!(element.tag, Some(Tag::Abbr | Tag::Acronym | Tag::Dfn));
            open.push((Titled { id, title, is_word, start: text.len(), end: 0 }, behind));
        }
    }
    close(&mut open, None, text.len(), &mut found);
    (text, found)
}

/// Moves the elements that are over to those that are found.
fn close(open: &mut Vec<(Titled, Option<NodeId>)>, at: Option<NodeId>, end: usize, found: &mut Vec<Titled>) {
    while let Some((titled, _)) = open.pop_if(|(_, behind)| *behind == at) {
        found.push(Titled { end, ..titled });
    }
}

/// The words that an element shows beside a pointer.
fn title(element: &Element) -> Option<String> {
    let is_cell = matches!(element.tag, Some(Tag::Td | Tag::Th));
    if element.attributes.is_empty() || !is_cell && !is_running(element.tag) || is_followed(element) {
        return None;
    }
    let pops_up = [Attribute::DataToggle, Attribute::DataBsToggle]
        .iter()
        .filter_map(|&name| element.get(name))
        .any(|kind| matches!(kind.trim(), "tooltip" | "popover"));
    let popped_up = if pops_up { POPPED_UP.as_slice() } else { &[] };
    // Scripts take the first one away when they show it in their own way.
    let names = [Attribute::Title, Attribute::DataTooltip];
    let names = names.iter().chain(popped_up);
    let values = names.filter_map(|&name| element.get(name)).map(words);
    values.into_iter().find(|words| words.chars().any(char::is_alphanumeric) && words.len() <= MAX_TITLE)
}

/// `true` for a link that leads somewhere: its title is that of its target, as blogs have it.
fn is_followed(element: &Element) -> bool {
    let address = element.get(Attribute::Href).unwrap_or_default().trim();
    let is_script =
        |address: &str| address.get(..11).is_some_and(|scheme| scheme.eq_ignore_ascii_case("javascript:"));
    element.tag == Some(Tag::A) && !matches!(address, "" | "#") && !is_script(address)
}

/// The words of an attribute on one line, without tags.
fn words(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('<') {
        let is_tag = rest[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        let end = if is_tag { rest[at..].find('>') } else { None };
        let Some(end) = end else { break };
        text.push_str(&rest[..at]);
        text.push(' ');
        rest = &rest[at + end + 1..];
    }
    text.push_str(rest);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `true` for a part of a word: pages explain every letter of a transcription.
fn is_in_word(text: &str, start: usize, end: usize) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_wide(c));
    is_letter(text[..start].chars().next_back()) && is_letter(text[start..end].chars().next())
        || is_letter(text[end..].chars().next()) && is_letter(text[start..end].chars().next_back())
}

/// `true` for elements that hold code or reading aids, where no note has a place.
fn is_verbatim(tag: Tag) -> bool {
    matches!(tag, Tag::Pre | Tag::Code | Tag::Textarea | Tag::Rt | Tag::Listing | Tag::Xmp | Tag::Plaintext)
}

/// `true` for elements of running text.
fn is_running(tag: Option<Tag>) -> bool {
    matches!(
        tag,
        None | Some(
            Tag::A
                | Tag::Abbr
                | Tag::Acronym
                | Tag::B
                | Tag::Bdi
                | Tag::Cite
                | Tag::Del
                | Tag::Dfn
                | Tag::Em
                | Tag::I
                | Tag::Ins
                | Tag::Kbd
                | Tag::Mark
                | Tag::Q
                | Tag::S
                | Tag::Samp
                | Tag::Small
                | Tag::Span
                | Tag::Strike
                | Tag::Strong
                | Tag::Sub
                | Tag::Sup
                | Tag::U
                | Tag::Var
        )
    )
}
