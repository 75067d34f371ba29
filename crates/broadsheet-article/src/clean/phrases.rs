//! Boxes known by their text. Words in running text prove nothing, so a box counts only if its
//! whole text is known, or if it begins with known words and is otherwise a form or links.

use std::sync::LazyLock;

use super::lengths::visible_text;
use super::report::Removal;
use super::rule::{BoxCandidate, Rule, TreeStep};
use super::rules::RULES;
use super::text_length::{TextLength, add_text};
use super::visible::is_letter_or_digit;
use crate::document::{Document, NodeId};
use crate::tree::{Block, Inline};
use crate::vocabulary::Tag;

/// Removes lines and items whose text a rule knows, in that rule's name.
pub(super) const STEP: TreeStep =
    TreeStep { apply: |blocks, _, removed| remove(blocks, removed), ..TreeStep::NEW };

/// Visible characters of the largest box that is compared.
const MAX_BOX: usize = 600;

/// Characters of a box that are compared; more than any known text has.
const COMPARED: usize = 72;

/// The beginning of a box's text: letters and digits alone, in lower case.
pub(super) struct LeadingText {
    text: String,
    /// `true` if that is the whole text.
    is_complete: bool,
    /// `true` if the box holds a form's controls, or is mostly links.
    has_controls: bool,
}

impl LeadingText {
    /// The beginning of the text of a block-level box; `None` for inline elements and for long
    /// texts.
    pub(super) fn of(candidate: &BoxCandidate<'_>) -> Option<Self> {
        let BoxCandidate { document, id, text: length, .. } = *candidate;
        if length == 0
            || length > MAX_BOX
            || !is_block(candidate.element.tag)
            || !may_begin(visible_text(document, id).flat_map(str::chars))
            || is_inside(document, id)
        {
            return None;
        }
        let mut has_controls = candidate.lengths.links(id) * 2 >= length;
        for tag in document.descendants(id).filter_map(|inner| document.tag(inner)) {
            match tag {
                // A text says nothing about the image beside it.
                Tag::Img | Tag::AmpImg | Tag::Audio | Tag::Iframe | Tag::Noscript | Tag::Video => {
                    return None;
                }
                framed if is_frame(framed) => return None,
                Tag::Button | Tag::Form | Tag::Input | Tag::Select | Tag::Textarea => has_controls = true,
                _ => {}
            }
        }
        Some(Self::new(visible_text(document, id).flat_map(str::chars), has_controls))
    }

    fn new(characters: impl Iterator<Item = char>, has_controls: bool) -> Self {
        let mut letters = letters_of(characters);
        let text = letters.by_ref().take(COMPARED).collect();
        Self { text, is_complete: letters.next().is_none(), has_controls }
    }

    /// `true` if it is a text of `rule`.
    pub(super) fn is_of(&self, rule: &Rule) -> bool {
        let rest_after = |phrase: &str| {
            let mut rest = self.text.chars();
            let mut letters = phrase.chars().filter(|c| c.is_alphanumeric());
            letters.all(|letter| rest.next() == Some(letter)).then_some(rest)
        };
        (self.is_complete
            && rule
                .exact_texts
                .iter()
                .any(|line| rest_after(line).is_some_and(|rest| rest.as_str().is_empty())))
            || (self.has_controls && rule.leading_texts.iter().any(|opening| rest_after(opening).is_some()))
    }
}

/// Letters and digits alone, in lower case.
fn letters_of(characters: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    characters.filter(|c| is_letter_or_digit(*c)).flat_map(char::to_lowercase)
}

/// `true` if any rule has a text with the same first letters. This settles nearly every box. Of
/// characters that end with the first letter, the rest may be elsewhere.
fn may_begin(characters: impl Iterator<Item = char>) -> bool {
    /// The first two letters of every text; of one letter, that alone.
    static FIRST: LazyLock<Vec<(char, Option<char>)>> = LazyLock::new(|| {
        let phrases = RULES.iter().flat_map(|rule| rule.exact_texts.iter().chain(rule.leading_texts));
        let mut first: Vec<(char, Option<char>)> = phrases
            .filter_map(|phrase| {
                let mut letters = phrase.chars().filter(|c| c.is_alphanumeric());
                Some((letters.next()?, letters.next()))
            })
            .collect();
        first.sort_unstable();
        first.dedup();
        first
    });
    let mut letters = letters_of(characters);
    let Some(first) = letters.next() else { return false };
    let start = FIRST.partition_point(|(known, _)| *known < first);
    let mut same = FIRST[start..].iter().take_while(|(known, _)| *known == first).peekable();
    if same.peek().is_none() {
        return false;
    }
    let second = letters.next();
    same.any(|(_, known)| second.is_none() || known.is_none() || *known == second)
}

/// The first piece of text with a letter or digit.
fn first_text(blocks: &[Block]) -> Option<&str> {
    fn in_line(content: &[Inline]) -> Option<&str> {
        content.iter().find_map(|inline| match inline {
            Inline::Text(text) => Some(text.as_str()).filter(|text| text.chars().any(char::is_alphanumeric)),
            Inline::Styled { content, .. } | Inline::Link { content, .. } => in_line(content),
            Inline::Break | Inline::Anchor(_) | Inline::Image(_) | Inline::Math(_) => None,
        })
    }
    blocks.iter().find_map(|block| match block.undirected() {
        Block::Paragraph(content) | Block::Heading { content, .. } => in_line(content),
        Block::List(list) => list.items.iter().find_map(|item| first_text(&item.content)),
        _ => None,
    })
}

/// `true` for block-level elements.
fn is_block(tag: Option<Tag>) -> bool {
    matches!(
        tag,
        Some(
            Tag::Aside
                | Tag::Center
                | Tag::Dialog
                | Tag::Div
                | Tag::Footer
                | Tag::Form
                | Tag::H1
                | Tag::H2
                | Tag::H3
                | Tag::H4
                | Tag::H5
                | Tag::H6
                | Tag::Header
                | Tag::Li
                | Tag::P
                | Tag::Section
        )
    )
}

/// `true` if a box is within a table, a quote or the like: a cell with "Tags" in it belongs to the
/// article.
fn is_inside(document: &Document, id: NodeId) -> bool {
    std::iter::successors(document.parent(id), |&outer| document.parent(outer))
        .any(|outer| document.tag(outer).is_some_and(is_frame))
}

fn is_frame(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Blockquote
            | Tag::Details
            | Tag::Dl
            | Tag::Figure
            | Tag::Listing
            | Tag::Pre
            | Tag::Table
            | Tag::Td
            | Tag::Xmp
    )
}

/// Removes every line whose text a rule knows, whatever elements it was made of.
fn remove(blocks: &mut Vec<Block>, removed: &mut Vec<Removal>) {
    // Hardly any article has such a line, so that its text need not be counted.
    if !blocks.iter().any(may_go) {
        return;
    }
    let mut total = TextLength::of(blocks).text;
    lines(blocks, &mut total, removed);
}

/// `false` for nearly every block: [`lines`] neither removes it nor anything in it.
fn may_go(block: &Block) -> bool {
    match block {
        Block::List(list) => {
            let may_go = |item: &[Block]| item.is_empty() || begins_known(item) || item.iter().any(may_go);
            list.items.is_empty() || list.items.iter().any(|item| may_go(&item.content))
        }
        _ => begins_known(std::slice::from_ref(block)),
    }
}

/// `true` if the text of blocks [`may_begin`] as one that is known.
fn begins_known(blocks: &[Block]) -> bool {
    first_text(blocks).is_some_and(|text| may_begin(text.chars()))
}

fn lines(blocks: &mut Vec<Block>, total: &mut usize, removed: &mut Vec<Removal>) {
    blocks.retain_mut(|block| {
        if let Block::List(list) = block {
            list.items.retain_mut(|item| {
                if let Some(rule) = rule_of(&item.content, *total) {
                    report(rule, &item.content, total, removed);
                    return false;
                }
                lines(&mut item.content, total, removed);
                !item.content.is_empty()
            });
            return !list.items.is_empty();
        }
        let line = std::slice::from_ref(block);
        let Some(rule) = rule_of(line, *total) else { return true };
        report(rule, line, total, removed);
        false
    });
}

fn report(rule: &Rule, blocks: &[Block], total: &mut usize, removed: &mut Vec<Removal>) {
    for block in blocks {
        let taken = Removal::of_block(rule.name, block);
        *total -= taken.characters;
        removed.push(taken);
    }
}

/// The rule that knows the text of a line, or of an item of a list.
fn rule_of(blocks: &[Block], total: usize) -> Option<&'static Rule> {
    if !begins_known(blocks) || !blocks.iter().all(is_plain) {
        return None;
    }
    let TextLength { text: length, links, images, .. } = TextLength::of(blocks);
    if length == 0 || length > MAX_BOX || images > 0 {
        return None;
    }
    let mut text = String::new();
    for block in blocks {
        add_text(block, &mut text);
    }
    let beginning = LeadingText::new(text.chars(), links * 2 >= length);
    RULES.iter().find(|rule| beginning.is_of(rule) && rule.limit.permits(length, links, total))
}

/// `true` if a block is lines, or lists of them.
fn is_plain(block: &Block) -> bool {
    match block.undirected() {
        Block::Paragraph(_) | Block::Heading { .. } | Block::Rule => true,
        Block::List(list) => list.items.iter().flat_map(|item| &item.content).all(is_plain),
        _ => false,
    }
}
