//! Every step of cleaning, in both stages: rules for boxes of the document, and steps on the
//! finished tree.

use super::rule::TreeStep;
#[cfg(feature = "native")]
use super::rules::RULES;
use super::{duplicate_images, phrases, related_links, title};

/// The steps on the tree, in the order in which they are taken in each round.
pub(super) const TREE_STEPS: &[TreeStep] =
    &[phrases::STEP, title::STEP, related_links::STEP, duplicate_images::STEP];

/// Name and reason of every step of both stages, for programs that list them.
#[cfg(feature = "native")]
pub fn rules() -> impl Iterator<Item = (&'static str, &'static str)> {
    let boxes = RULES.iter().map(|rule| (rule.name, rule.reason));
    boxes.chain(TREE_STEPS.iter().filter_map(|step| step.label))
}
