//! Links, and the anchors in an article that they lead to.

use std::borrow::Cow;

use super::contexts::{InlineContextId, InlineWrapper};
use super::inline::LeafKind;
use super::protected_email::{protected_address, protected_code};
use super::tree_builder::{BlockCollector, Cursor, TreeBuilder};
use crate::document::{Document, Element, NodeId, NodeKind};
use crate::ledger::{Account, Ending, Loss, Replacement};
use crate::percent::percent_decoded;
use crate::small_sort::sorted;
use crate::tree::AnchorId;
use crate::url::{LinkUrl, UrlPolicy, UrlTarget};
use crate::vocabulary::{Attribute, Tag};

impl<'a> TreeBuilder<'a, '_> {
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

    pub(super) fn anchor(&mut self, element: &Element, collector: &mut BlockCollector<'a>, cursor: Cursor) {
        if !self.ids.is_empty()
            && let Some(id) = self.target(element)
        {
            collector.push(cursor.context, LeafKind::Anchor(id));
        }
    }

    pub(super) fn link(
        &mut self,
        id: NodeId,
        element: &Element,
        collector: &mut BlockCollector<'a>,
        cursor: Cursor,
    ) {
        if let Some(address) = element.get(Attribute::DataCfemail).and_then(protected_address) {
            self.account.end_subtree(self.document, id, Ending::Replaced(Replacement::Address));
            self.account.add_text(&address, Replacement::Address);
            collector.push(cursor.context, LeafKind::Text(Cow::Owned(address)));
            return;
        }
        let mut is_here = false;
        let href = element.get(Attribute::Href).and_then(|href| self.href(href, &mut is_here));
        let href = match (href, element.get(Attribute::Download)) {
            (Some(LinkUrl::File(file)), Some(name)) => Some(LinkUrl::File(file.named(name))),
            (href, _) => href,
        };
        let context = match (href, element.get(Attribute::Href)) {
            (Some(href), _) => self.open_link(cursor.context, href, Some(id)),
            (None, Some(address)) if Account::IS_KEPT => {
                // What led nowhere within the page is no loss.
                let loss = if is_here { None } else { Loss::of_address(address) };
                let ending = loss.map_or(Ending::Replaced(Replacement::Words), Ending::Lost);
                self.account.end_node(self.document, id, ending);
                cursor.context
            }
            (None, _) => cursor.context,
        };
        if let Some(address) = element.get(Attribute::Href).and_then(|href| self.hidden_address(id, href)) {
            self.account.end_content(self.document, id, Ending::Replaced(Replacement::Address));
            self.account.add_text(&address, Replacement::Address);
            collector.push(context, LeafKind::Text(Cow::Owned(address)));
            return;
        }
        self.children(id, collector, Cursor { context, ..cursor });
    }

    /// The context within a link: that of the element `source`, or one that stands in the place of
    /// something else.
    pub(super) fn open_link(
        &mut self,
        outer: InlineContextId,
        href: LinkUrl,
        source: Option<NodeId>,
    ) -> InlineContextId {
        let context = self.contexts.push(outer, InlineWrapper::Link(href));
        if context != outer {
            self.account.link_opened(context.index(), source);
        } else if let Some(id) = source {
            self.account.end_node(self.document, id, Ending::Lost(Loss::InLink));
        }
        context
    }

    /// The address hidden in a link to Cloudflare's page about protected addresses, if the link's
    /// text is the placeholder for one: conversions to Markdown keep only that text and the link.
    fn hidden_address(&self, id: NodeId, href: &str) -> Option<String> {
        let code = protected_code(href)?;
        let stands_in = self.document.descendants(id).any(
            |inner| matches!(self.document.kind(inner), NodeKind::Text(text) if text.trim_start().starts_with("[email")),
        );
        stands_in.then(|| protected_address(code)).flatten()
    }

    /// The target of an address. Sets `is_here` if that is a fragment of the article itself.
    fn href(&mut self, href: &str, is_here: &mut bool) -> Option<LinkUrl> {
        if let Some(code) = protected_code(href) {
            return self.protected(code);
        }
        match self.policy.link(href)? {
            // An address that has this form only once it is resolved (`\cdn-cgi\…`) would become
            // another link when the written HTML is parsed.
            UrlTarget::External(url) => match protected_code(url.as_str()) {
                Some(code) => self.protected(code),
                None => Some(LinkUrl::External(url)),
            },
            UrlTarget::Post(post) => Some(LinkUrl::Post(post)),
            UrlTarget::File(file) => Some(LinkUrl::File(file)),
            UrlTarget::Fragment(fragment, elsewhere) => {
                *is_here = true;
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

    /// A link to a protected e-mail address.
    fn protected(&self, code: &str) -> Option<LinkUrl> {
        match self.policy.link(&["mailto:", &protected_address(code)?].concat())? {
            UrlTarget::External(url) => Some(LinkUrl::External(url)),
            UrlTarget::Fragment(..) | UrlTarget::Post(_) | UrlTarget::File(_) => None,
        }
    }
}

/// The ids that links of this document lead to, sorted; only these become anchors.
pub(super) fn link_targets(document: &Document, policy: &UrlPolicy<'_>) -> Vec<String> {
    let wanted: Vec<String> = document
        .descendants(Document::ROOT)
        .filter_map(|id| document.element(id))
        .filter(|element| element.tag == Some(Tag::A))
        .filter_map(|element| element.get(Attribute::Href))
        .filter(|href| href.contains('#'))
        .filter_map(|href| match policy.link(href)? {
            UrlTarget::Fragment(fragment, _) => Some(fragment),
            UrlTarget::External(_) | UrlTarget::Post(_) | UrlTarget::File(_) => None,
        })
        .flat_map(|fragment| [percent_decoded(&fragment), Some(fragment)])
        .flatten()
        .collect();
    let wanted = sorted(wanted);
    if wanted.is_empty() {
        return wanted;
    }
    let present: Vec<String> = document
        .descendants(Document::ROOT)
        .filter_map(|id| document.element(id))
        .filter_map(anchor_name)
        .filter(|id| wanted.binary_search_by(|known| known.as_str().cmp(id)).is_ok())
        .map(str::to_owned)
        .collect();
    let mut present = sorted(present);
    present.dedup();
    present
}

/// The name by which links refer to an element.
pub(super) fn anchor_name(element: &Element) -> Option<&str> {
    element.get(Attribute::Id).or_else(|| match element.tag {
        Some(Tag::A) => element.get(Attribute::Name),
        _ => None,
    })
}
