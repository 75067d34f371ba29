//! The type of a repair, and changes of elements that repairs share.

use crate::document::{Document, NodeId, NodeKind};
use crate::ledger::Account;
use crate::tree::Block;
use crate::vocabulary::{Attribute, Tag};

/// A repair: what it is called, why it exists, and what it changes.
pub(in crate::clean) struct Repair {
    /// The name in reports.
    #[cfg_attr(not(feature = "native"), expect(dead_code, reason = "only programs list the repairs"))]
    pub(in crate::clean) name: &'static str,
    /// The reason for the repair; shown by `check --show-cleaning`.
    #[cfg_attr(not(feature = "native"), expect(dead_code, reason = "only programs list the repairs"))]
    pub(in crate::clean) reason: &'static str,
    /// The change.
    pub(in crate::clean) apply: Apply,
    /// HTML, and what it becomes, without the attributes that all images and links have.
    #[cfg(test)]
    #[cfg_attr(not(feature = "native"), expect(dead_code, reason = "the tests are native"))]
    pub(in crate::clean) cases: &'static [(&'static str, &'static str)],
}

/// The change that a repair makes, and the stage in which it is made.
pub(in crate::clean) enum Apply {
    /// At each element of the document, before the rules are applied.
    BeforeRules(fn(&mut Document, NodeId)),
    /// At each element of the document, of what the rules left. Takes nodes out by
    /// [`Document::take_out`] alone.
    ToElement(fn(&mut Document, NodeId)),
    /// In the tree; what is added is recorded.
    ToTree(fn(&mut [Block], &mut Account)),
}

/// Makes another element of one, with the same attributes and content.
pub(super) fn set_tag(document: &mut Document, id: NodeId, tag: Tag) {
    document.rename(id, tag);
}

/// Sets an attribute of an element.
pub(super) fn set_attribute(document: &mut Document, id: NodeId, name: Attribute, value: String) {
    if let NodeKind::Element(element) = document.kind_mut(id) {
        match element.attributes.iter_mut().find(|(known, _)| *known == name) {
            Some((_, present)) => *present = value,
            None => element.attributes.push((name, value)),
        }
    }
}
