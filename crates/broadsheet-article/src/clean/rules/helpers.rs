//! Words that helped to look at a picture on its page: what was shown while it loaded, and how to
//! see it larger.

use crate::clean::lengths::visible_text;
use crate::clean::rule::{BoxCandidate, RemovalLimit, Rule};
use crate::document::{Document, NodeId};
use crate::vocabulary::Tag;

/// Helping words beside pictures.
pub(super) const IMAGE_HELPER: Rule = Rule {
    name: "picture-helper",
    reason: "words beside a picture that say that it loads, or how to see it larger",
    matches: Some(helps),
    limit: RemovalLimit::Characters(40),
    #[cfg(test)]
    removes: &[],
    #[cfg(test)]
    keeps: &["<p>Loading...</p>", "<p>点击查看大图</p>"],
    ..Rule::NEW
};

/// The texts, without punctuation and blanks, in lower case.
const TEXTS: [&str; 22] = [
    "clickforlargerimage",
    "clickimagetoenlarge",
    "clicktoenlarge",
    "clicktoenlargeimage",
    "clicktoviewfullsize",
    "clicktozoom",
    "enlargeimage",
    "imageloading",
    "loading",
    "loadingimage",
    "taptoenlarge",
    "viewfullsizeimage",
    "viewlargerimage",
    "加载中",
    "图片加载中",
    "正在加载",
    "点击图片查看大图",
    "点击图片放大",
    "点击放大",
    "点击放大图片",
    "点击查看原图",
    "点击查看大图",
];

/// `true` for a box of helping words beside a picture or around nothing else.
fn helps(candidate: &BoxCandidate<'_>) -> bool {
    let BoxCandidate { document, id, element, text, .. } = *candidate;
    let can_help = matches!(
        element.tag,
        Some(Tag::Span | Tag::Div | Tag::P | Tag::Em | Tag::Small | Tag::I | Tag::A | Tag::Figcaption)
    );
    if !can_help || text == 0 || text > 40 || has_image(document, id) {
        return false;
    }
    let characters = visible_text(document, id).flat_map(str::chars).filter(|c| c.is_alphanumeric());
    let mut letters = characters.flat_map(char::to_lowercase).peekable();
    // This settles nearly every box.
    if !letters.peek().is_some_and(|&first| TEXTS.iter().any(|text| text.starts_with(first))) {
        return false;
    }
    let bare: String = letters.collect();
    TEXTS.contains(&bare.as_str()) && is_beside_image(document, id)
}

/// `true` if the nearest thing before or after a box is a picture, in it or in a box around it.
fn is_beside_image(document: &Document, id: NodeId) -> bool {
    let parent = document.parent(id);
    let around = [Some(id), parent, parent.and_then(|parent| document.parent(parent))];
    around.into_iter().flatten().take(3).any(|node| {
        let before = document.previous(node).filter(|&other| has_image(document, other));
        let near = || {
            let gap = document.previous(node).filter(|&other| is_gap(document, other));
            gap.and_then(|gap| document.previous(gap)).filter(|&other| has_image(document, other))
        };
        before.or_else(near).is_some()
    })
}

fn is_gap(document: &Document, id: NodeId) -> bool {
    document.element(id).is_none_or(|element| element.tag == Some(Tag::Br))
        && visible_text(document, id).all(|text| text.trim().is_empty())
}

/// Nodes of a box among which a picture is looked for.
const NEAR: usize = 8;

fn has_image(document: &Document, id: NodeId) -> bool {
    let is_image = |node: NodeId| matches!(document.tag(node), Some(Tag::Img | Tag::AmpImg));
    is_image(id) || document.descendants(id).take(NEAR).any(is_image)
}
