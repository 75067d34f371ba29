//! Templates: the shadow of an element, which its page shows in its place, and content that a
//! script would have copied into the page.

use super::{MAX_LOOK, Next, Replacer};
use crate::document::{Element, NodeId, NodeKind};
use crate::ledger::{Ending, Replacement};
use crate::vocabulary::{Attribute, Tag};

/// Slots of one shadow that are filled.
const MAX_SLOTS: usize = 64;

/// Columns from which on the words of a template are more than a label.
const SENTENCE: usize = 16;

impl Replacer<'_> {
    /// Dissolves a template that holds content, and takes out one for a program to fill in.
    ///
    /// A declarative shadow root shows its own content, with that of the element around it in its
    /// slots (<https://html.spec.whatwg.org/multipage/scripting.html#the-template-element>).
    pub(super) fn template(&mut self, id: NodeId) -> Next {
        let is_shadow = self.get(id, Attribute::ShadowRootMode).is_some();
        if !is_shadow && !self.is_content(id) {
            self.account.end_subtree(self.document, id, Ending::Taken("template"));
            self.document.detach(id);
            return Next::Behind;
        }
        let shown = self.document.add(NodeKind::Element(Element { tag: None, attributes: Vec::new() }));
        self.account.end_node(self.document, id, Ending::Replaced(Replacement::Content));
        while let Some(child) = self.document.first_child(id) {
            self.document.detach(child);
            self.document.append(shown, child);
        }
        self.document.insert_before(id, shown);
        self.document.detach(id);
        if is_shadow {
            self.fill_slots(shown);
        }
        Next::At(shown)
    }

    /// Moves what stands behind a shadow, in the same element, into the slots that it is for.
    fn fill_slots(&mut self, shadow: NodeId) {
        // An element has one shadow, which its template begins.
        let Some(host) = self.document.parent(shadow) else { return };
        if self.previous_element(shadow).is_some() {
            return;
        }
        let slots = self.slots(shadow);
        let name = |id: NodeId, attribute| self.get(id, attribute).unwrap_or_default().to_owned();
        let slots: Vec<(String, NodeId)> =
            slots.into_iter().map(|slot| (name(slot, Attribute::Name), slot)).collect();
        let light = self.document.children(host).filter(|&child| child != shadow);
        let light: Vec<(NodeId, NodeId)> = light
            .filter_map(|child| {
                let wanted = name(child, Attribute::Slot);
                slots.iter().find(|(name, _)| *name == wanted).map(|(_, slot)| (child, *slot))
            })
            .collect();
        let mut filled: Vec<NodeId> = Vec::new();
        for (child, slot) in light {
            let is_blank =
                matches!(self.document.kind(child), NodeKind::Text(text) if text.trim().is_empty());
            if !is_blank && !filled.contains(&slot) {
                // What a slot holds is for the case that nothing is put there.
                let fallback: Vec<NodeId> = self.document.children(slot).collect();
                for inner in fallback {
                    self.take_out(inner, Replacement::Content);
                }
                filled.push(slot);
            }
            if filled.contains(&slot) {
                self.document.detach(child);
                self.document.append(slot, child);
            }
        }
    }

    /// The slots of a shadow that are in no other slot.
    fn slots(&self, shadow: NodeId) -> Vec<NodeId> {
        let mut slots = Vec::new();
        let mut next = self.document.next_in_order(shadow, shadow);
        for _ in 0..MAX_LOOK {
            let Some(id) = next else { break };
            next = if self.document.tag(id) == Some(Tag::Slot) {
                slots.push(id);
                self.document.next_after_subtree(id, shadow)
            } else {
                self.document.next_in_order(id, shadow)
            };
        }
        slots.truncate(MAX_SLOTS);
        slots
    }

    /// `true` for a template with sentences or media, and without marks for a program to fill in.
    fn is_content(&self, id: NodeId) -> bool {
        const MARKS: [&str; 5] = ["{{", "${", "{%", "<%", "[["];
        let has_mark = |text: &str| MARKS.iter().any(|mark| text.contains(mark));
        let mut has_media = false;
        for inner in self.document.descendants(id).take(MAX_LOOK) {
            match self.document.kind(inner) {
                NodeKind::Text(text) if has_mark(text) => return false,
                NodeKind::Element(element) => match element.tag {
                    Some(Tag::Input | Tag::Button | Tag::Select | Tag::Textarea | Tag::Form | Tag::Slot) => {
                        return false;
                    }
                    Some(Tag::Img | Tag::Iframe | Tag::Video | Tag::Audio) => {
                        let names = [Attribute::Src, Attribute::DataSrc, Attribute::Srcset];
                        let address = self.first_of(inner, &names);
                        if address.is_some_and(has_mark) {
                            return false;
                        }
                        has_media |= address.is_some();
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        let words = self.words(id);
        let columns: usize = words.chars().map(|c| if c >= '\u{2e80}' { 2 } else { 1 }).sum();
        has_media
            || (columns >= SENTENCE
                && words.contains(['.', '!', '?', '…', '。', '！', '？', '，', '；', '：']))
    }
}
