//! Repairs of what scraping broke: images behind a blog host's proxy, captions, the language and
//! the lines of code, the order of headings, backlinks of footnotes. They remove nothing.
//!
//! A repair stands in the file of its theme, with its cases in it; [`REPAIRS`] lists all of them.

mod captions;
mod code;
mod code_blocks;
mod code_joined;
mod code_lines;
mod footnotes;
mod headings;
mod image_proxies;
mod repair;

use self::repair::{Apply, Repair};
use crate::document::Document;
use crate::ledger::Account;
use crate::tree::Block;

/// Every repair, in the order in which they are made.
pub(super) const REPAIRS: &[Repair] = &[
    image_proxies::IMAGE_PROXY,
    captions::CAPTION,
    code_blocks::CODE_BLOCK,
    code_blocks::CODE_TABLE,
    code_joined::CODE_JOINED,
    code::CODE_LANGUAGE,
    code_lines::CODE_LINES,
    headings::HEADING_ORDER,
    footnotes::FOOTNOTE,
];

/// Name and reason of every repair, for programs that list them.
#[cfg(feature = "native")]
pub fn repairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    REPAIRS.iter().map(|repair| (repair.name, repair.reason))
}

/// Makes the repairs that rules rely on.
pub(super) fn prepare_document(document: &mut Document) {
    let mut next = document.next_in_order(Document::ROOT, Document::ROOT);
    while let Some(id) = next {
        for repair in REPAIRS {
            if let Apply::BeforeRules(change) = repair.apply {
                change(document, id);
            }
        }
        next = document.next_in_order(id, Document::ROOT);
    }
}

/// Makes the repairs in the document.
pub(super) fn repair_document(document: &mut Document) {
    let mut next = document.next_in_order(Document::ROOT, Document::ROOT);
    while let Some(id) = next {
        if document.element(id).is_some() {
            for repair in REPAIRS {
                if let Apply::ToElement(change) = repair.apply {
                    change(document, id);
                }
            }
        }
        next = document.next_in_order(id, Document::ROOT);
    }
}

/// Makes the repairs in the tree.
pub(super) fn repair_tree(blocks: &mut [Block], account: &mut Account) {
    for repair in REPAIRS {
        if let Apply::ToTree(change) = repair.apply {
            change(blocks, account);
        }
    }
}
