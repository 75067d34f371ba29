//! Reports of what cleaning removed.

use super::lengths::visible_text;
use super::text_length::{TextLength, add_text};
use super::visible::counted;
use crate::document::{Document, NodeId};
#[cfg(feature = "native")]
use crate::ledger::{self, Units};
use crate::tree::{Block, Inline};
use crate::vocabulary::{Attribute, Tag};

/// A part of a page that a rule removed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(feature = "native"), expect(unreachable_pub, reason = "only programs read it"))]
pub struct Removal {
    /// The rule's name.
    pub rule: &'static str,
    /// The first characters of the removed text, or the class of a box without text.
    pub summary: String,
    /// Number of visible characters removed.
    pub characters: usize,
    /// Number of images removed.
    pub images: usize,
    /// All that was removed, as the ledger counts it.
    #[cfg(feature = "native")]
    pub units: Units,
}

/// Length of a summary, in characters.
const SUMMARY_LENGTH: usize = 80;

impl Removal {
    /// The removal of a box of the document.
    pub(super) fn of_box(rule: &'static str, document: &Document, id: NodeId) -> Self {
        let (summary, characters) = summary(document, id);
        let is_image = |id| document.tag(id) == Some(Tag::Img);
        let images =
            usize::from(is_image(id)) + document.descendants(id).filter(|&inner| is_image(inner)).count();
        Self {
            rule,
            summary,
            characters,
            images,
            #[cfg(feature = "native")]
            units: ledger::of_subtree(document, id),
        }
    }

    /// The removal of a block of the tree.
    pub(super) fn of_block(rule: &'static str, block: &Block) -> Self {
        let mut text = String::new();
        add_text(block, &mut text);
        let TextLength { text: characters, images, .. } = TextLength::of(std::slice::from_ref(block));
        Self {
            rule,
            summary: text.chars().take(SUMMARY_LENGTH).collect(),
            characters,
            images,
            #[cfg(feature = "native")]
            units: ledger::of_blocks(std::slice::from_ref(block)),
        }
    }

    /// The removal of a block of the tree that shows an image and nothing else.
    pub(super) fn of_picture(rule: &'static str, address: &str, block: &Block) -> Self {
        let summary = address.chars().take(SUMMARY_LENGTH).collect();
        Self { summary, ..Self::of_block(rule, block) }
    }

    /// The removal of a piece of a line that shows an image and nothing else.
    pub(super) fn of_picture_in_line(rule: &'static str, address: &str, inline: &Inline) -> Self {
        let summary = address.chars().take(SUMMARY_LENGTH).collect();
        #[cfg(not(feature = "native"))]
        let _ = inline;
        Self {
            rule,
            summary,
            characters: 0,
            images: 1,
            #[cfg(feature = "native")]
            units: ledger::of_inlines(std::slice::from_ref(inline)),
        }
    }
}

/// The beginning of the text within a node, or its class if there is none; and how many visible
/// characters there are.
fn summary(document: &Document, id: NodeId) -> (String, usize) {
    let mut text = String::new();
    let mut characters = 0;
    for piece in visible_text(document, id) {
        characters += counted(piece);
        if text.len() < SUMMARY_LENGTH * 4 {
            for word in piece.split_whitespace() {
                text.push_str(word);
                text.push(' ');
            }
        }
    }
    let mut text: String = text.trim_end().chars().take(SUMMARY_LENGTH).collect();
    if text.is_empty()
        && let Some(element) = document.element(id)
    {
        text.push('.');
        let name = element.get(Attribute::Class).or_else(|| element.get(Attribute::Id));
        text.extend(name.unwrap_or_default().chars().take(SUMMARY_LENGTH));
    }
    (text, characters)
}
