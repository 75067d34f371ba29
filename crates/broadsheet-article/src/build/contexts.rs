//! The inline elements around pieces of running text, as stacks that share what they have in
//! common.

use crate::tree::TextStyle;
use crate::url::LinkUrl;

/// Identifies a stack of enclosing inline elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct InlineContextId(u32);

impl InlineContextId {
    /// The empty stack.
    pub(crate) const NONE: Self = Self(0);

    /// The number of stacks before it.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Debug)]
struct ContextNode {
    parent: InlineContextId,
    depth: u32,
    wrapper: InlineWrapper,
    /// The stack that this one repeats, for the account of links.
    #[cfg(feature = "native")]
    original: InlineContextId,
}

/// An inline element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum InlineWrapper {
    Style(TextStyle),
    Link(LinkUrl),
}

/// The stacks of an article: each is one more element inside another stack.
#[derive(Debug, Default)]
pub(crate) struct InlineContexts(Vec<ContextNode>);

impl InlineContexts {
    fn get(&self, id: InlineContextId) -> Option<&ContextNode> {
        self.0.get((id.0 as usize).checked_sub(1)?)
    }

    /// The innermost element of a context.
    pub(super) fn innermost(&self, id: InlineContextId) -> Option<&InlineWrapper> {
        self.get(id).map(|node| &node.wrapper)
    }

    fn depth(&self, id: InlineContextId) -> u32 {
        self.get(id).map_or(0, |node| node.depth)
    }

    /// The context around the innermost element of one.
    pub(super) fn parent(&self, id: InlineContextId) -> InlineContextId {
        self.get(id).map_or(InlineContextId::NONE, |node| node.parent)
    }

    /// The context with one more element inside it. An element is not repeated: bold in bold is
    /// bold, and a link in a link cannot be written.
    pub(crate) fn push(&mut self, context: InlineContextId, wrapper: InlineWrapper) -> InlineContextId {
        let repeated = |outer: &InlineWrapper| match (&wrapper, outer) {
            // Of the two ruby texts the parser closes the one where the other begins.
            (InlineWrapper::Link(_), InlineWrapper::Link(_))
            | (
                InlineWrapper::Style(TextStyle::RubyText | TextStyle::RubyParenthesis),
                InlineWrapper::Style(TextStyle::RubyText | TextStyle::RubyParenthesis),
            ) => true,
            _ => wrapper == *outer,
        };
        let is_repeated = match &wrapper {
            // A direction within another one is none that is repeated.
            InlineWrapper::Style(style) if style.direction().is_some() => {
                self.nearest_direction(context) == Some(*style)
            }
            _ => self.any(context, repeated),
        };
        if is_repeated {
            return context;
        }
        let depth = self.depth(context) + 1;
        let id = InlineContextId(u32::try_from(self.0.len() + 1).unwrap_or(u32::MAX));
        self.0.push(ContextNode {
            parent: context,
            depth,
            wrapper,
            #[cfg(feature = "native")]
            original: id,
        });
        id
    }

    /// The innermost element of a context that gives a direction.
    fn nearest_direction(&self, mut context: InlineContextId) -> Option<TextStyle> {
        while let Some(node) = self.get(context) {
            match node.wrapper {
                InlineWrapper::Style(style)
                    if style.direction().is_some() || style == TextStyle::BidiIsolate =>
                {
                    return Some(style);
                }
                _ => context = node.parent,
            }
        }
        None
    }

    /// `true` if `test` holds for one of the elements of a context.
    pub(crate) fn any(&self, mut context: InlineContextId, test: impl Fn(&InlineWrapper) -> bool) -> bool {
        while let Some(node) = self.get(context) {
            if test(&node.wrapper) {
                return true;
            }
            context = node.parent;
        }
        false
    }

    /// The context without one of its elements.
    pub(crate) fn without(&mut self, context: InlineContextId, wrapper: &InlineWrapper) -> InlineContextId {
        let mut kept = Vec::new();
        let mut step = context;
        while let Some(node) = self.get(step) {
            kept.push((step, node.wrapper.clone()));
            step = node.parent;
        }
        if !kept.iter().any(|(_, kept)| kept == wrapper) {
            return context;
        }
        let outer_first = kept.into_iter().rev().filter(|(_, kept)| kept != wrapper);
        outer_first.fold(InlineContextId::NONE, |context, (original, wrapper)| {
            let copy = self.push(context, wrapper);
            self.set_original(copy, original);
            copy
        })
    }

    /// Notes that one context repeats the innermost element of another.
    #[cfg_attr(
        not(feature = "native"),
        expect(clippy::unused_self, reason = "only the ledger asks, which the viewer has not")
    )]
    fn set_original(&mut self, copy: InlineContextId, original: InlineContextId) {
        #[cfg(feature = "native")]
        {
            let original = self.original(original);
            if let Some(node) = (copy.0 as usize).checked_sub(1).and_then(|place| self.0.get_mut(place)) {
                node.original = original;
            }
        }
        #[cfg(not(feature = "native"))]
        let _ = (copy, original);
    }

    /// The context whose innermost element this one's repeats, or itself.
    #[cfg(feature = "native")]
    pub(super) fn original(&self, id: InlineContextId) -> InlineContextId {
        self.get(id).map_or(id, |node| node.original)
    }

    /// The elements that two contexts share.
    pub(super) fn common(&self, mut a: InlineContextId, mut b: InlineContextId) -> InlineContextId {
        while a != b {
            if self.depth(a) >= self.depth(b) {
                a = self.parent(a);
            } else {
                b = self.parent(b);
            }
        }
        a
    }
}
