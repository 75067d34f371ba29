//! Applies the rules to a document, and the steps on the tree to an article.

use super::evidence::{confirms, is_spared};
use super::known_names::RuleSet;
use super::lengths::DocumentLengths;
use super::main_text::MainText;
use super::phrases::LeadingText;
use super::repairs;
use super::report::Removal;
use super::rule::{BoxCandidate, Rule};
use super::rules::RULES;
use super::steps::TREE_STEPS;
use crate::Options;
use crate::build::normalize;
use crate::document::{Document, NodeId, NodeKind};
use crate::ledger::Account;
use crate::tree::{Article, Block};
use crate::vocabulary::{Attribute, Tag};

/// Removes the boxes that the rules name from a document, and repairs what is left. Returns what
/// was removed.
pub(crate) fn clean_document(document: &mut Document) -> Vec<Removal> {
    repairs::prepare_document(document);
    let mut removed = Vec::new();
    let lengths = DocumentLengths::of(document);
    let total = lengths.text(Document::ROOT);
    let main_text = MainText::of(document, &lengths);
    let mut removed_text = 0;
    let mut next = document.next_in_order(Document::ROOT, Document::ROOT);
    while let Some(id) = next {
        next = document.next_in_order(id, Document::ROOT);
        let Some(element) = document.element(id) else { continue };
        if element.tag == Some(Tag::Body) {
            continue;
        }
        let candidate = BoxCandidate {
            document,
            lengths: &lengths,
            id,
            element,
            text: lengths.text(id),
            total: total - removed_text,
            main_text: &main_text,
        };
        let leading_text = LeadingText::of(&candidate);
        let naming = RuleSet::naming(element);
        let rule = RULES
            .iter()
            .enumerate()
            .find(|(place, rule)| applies(rule, &candidate, naming.has(*place), leading_text.as_ref()));
        if let Some((_, rule)) = rule {
            next = document.next_after_subtree(id, Document::ROOT);
            removed_text += candidate.text;
            removed.push(Removal::of_box(rule.name, document, id));
            document.detach(id);
        }
    }
    repairs::repair_document(document);
    removed
}

/// The most rounds over the tree: real articles are done after two, and adversarial text that needs
/// many must not take quadratic time.
const MAX_ROUNDS: usize = 8;

/// Removes from a finished tree what only the tree shows, then repairs what is left. What one round
/// removed can bring together what the next one knows, so it goes on until nothing is removed any
/// more. `account` gets the records of what went and came besides.
pub(crate) fn clean_tree(
    article: &mut Article,
    options: &Options,
    removed: &mut Vec<Removal>,
    account: &mut Account,
) {
    for _ in 0..MAX_ROUNDS {
        let before = removed.len();
        for step in TREE_STEPS {
            (step.apply)(&mut article.blocks, options, removed);
        }
        if removed.len() == before {
            break;
        }
        normalize(article, account);
    }
    // A rule that divides the article from nothing, now that something is gone.
    let blocks = &mut article.blocks;
    if let Some(Block::Rule) = blocks.first() {
        blocks.remove(0);
    }
    if let Some(Block::Rule) = blocks.last() {
        blocks.pop();
    }
    repairs::repair_tree(blocks, account);
}

/// `true` for a picture within running text, which a class of its own makes no button, and for one
/// that leads nowhere, so that it is no other article.
fn is_picture_of_text(rule: &Rule, candidate: &BoxCandidate<'_>) -> bool {
    /// Elements around a picture that are looked through.
    const OUTER: usize = 3;
    let document = candidate.document;
    if !matches!(candidate.element.tag, Some(Tag::Img | Tag::AmpImg)) {
        return false;
    }
    let is_text = |&id: &NodeId| matches!(document.kind(id), NodeKind::Text(text) if text.chars().any(char::is_alphanumeric));
    let mut is_linked = false;
    let mut id = candidate.id;
    for _ in 0..OUTER {
        if document.previous(id).is_some_and(|beside| is_text(&beside))
            || document.next_sibling(id).is_some_and(|beside| is_text(&beside))
        {
            return true;
        }
        let Some(outer) = document.parent(id) else { break };
        match document.tag(outer) {
            Some(Tag::A) => is_linked = true,
            Some(Tag::Span | Tag::B | Tag::Strong | Tag::Em | Tag::I) => {}
            _ => break,
        }
        id = outer;
    }
    rule.name == "related"
        && !is_linked
        && candidate.element.get(Attribute::Alt).is_some_and(|alt| !alt.is_empty())
}

/// `true` if `rule` removes the box, which `has_name` if the rule names it.
fn applies(
    rule: &Rule,
    candidate: &BoxCandidate<'_>,
    has_name: bool,
    leading_text: Option<&LeadingText>,
) -> bool {
    let is_named = has_name && !is_picture_of_text(rule, candidate);
    let is_known = leading_text.is_some_and(|text| text.is_of(rule))
        || rule.matches.is_some_and(|matches| matches(candidate));
    let links = candidate.lengths.links(candidate.id);
    (is_named || is_known)
        && rule.limit.permits(candidate.text, links, candidate.total)
        && !is_spared(rule, candidate)
        && (is_known || confirms(rule, candidate))
        && !rule.except_if.is_some_and(|is_exception| is_exception(candidate))
}
