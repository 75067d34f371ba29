//! Rows of teasers, known by their shape: parts of the same kind, each with a headline that is a
//! link.

use super::rule::BoxCandidate;
use crate::document::NodeId;

/// The fewest teasers in a box of teasers.
const MIN_TEASERS: usize = 3;

/// The most visible characters of a teaser.
const MAX_TEASER: usize = 500;

/// The fewest visible characters of the headline of a teaser.
const MIN_HEADLINE: usize = 4;

/// `true` for a box of teasers: parts of the same kind, each a headline that is a link, with a few
/// words that have no links.
pub(super) fn is_teasers(candidate: &BoxCandidate<'_>) -> bool {
    let BoxCandidate { document, lengths, id, text, .. } = *candidate;
    let is_teaser = |part: NodeId| {
        let headline = lengths.links(part) - lengths.linked_prose(part);
        lengths.text(part) <= MAX_TEASER && headline >= MIN_HEADLINE && lengths.linked_prose(part) == 0
    };
    // The box around the parts has nearly all of the text.
    let mut outer = id;
    loop {
        let mut teasers = [(None, 0, 0); 2];
        let mut next = None;
        for part in document.children(outer).filter(|&part| lengths.text(part) > 0) {
            if lengths.text(part) * 10 >= text * 7 {
                next = Some(part);
            }
            let tag = document.tag(part);
            let place = usize::from(teasers[0].0.is_some_and(|known| known != tag));
            let (known, count, characters) = &mut teasers[place];
            if is_teaser(part) && known.is_none_or(|known| known == tag) {
                *known = Some(tag);
                *count += 1;
                *characters += lengths.text(part);
            }
        }
        if teasers.iter().any(|(_, count, characters)| *count >= MIN_TEASERS && *characters * 10 >= text * 7)
        {
            return true;
        }
        match next {
            Some(inner) => outer = inner,
            None => return false,
        }
    }
}
