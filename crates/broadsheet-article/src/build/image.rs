//! Images: the real address, however the page meant to load it.

use super::emoji::{is_emoji, is_emoji_text};
use super::image_source::{
    CANDIDATE_LISTS, is_inline, is_late, is_placeholder, pixels, plain_address, sources, srcset,
};
use crate::document::{Document, Element, NodeId, NodeKind};
use crate::image_names::{is_no_description, may_be_placeholder, names_image, pixels_of};
use crate::ledger::{Account, Ending, Loss, Replacement};
use crate::limits::{MAX_CANDIDATES, MAX_IMAGE_PIXELS, MAX_SMALL_IMAGE_BYTES};
use crate::tree::{Candidate, CandidateSize, Image, Size};
use crate::url::{MediaUrl, UrlPolicy, host_and_path, is_tracker};
use crate::vocabulary::{Attribute, Tag};

/// The image of an `img`, or what stands in its place; `None` for one that shows nothing: a
/// tracking pixel, a placeholder without words.
pub(crate) fn image(
    document: &Document,
    id: NodeId,
    element: &Element,
    policy: &mut UrlPolicy<'_>,
) -> Option<ImageOrWords> {
    let is_pixel = is_tracking_pixel(element);
    let behind = if is_pixel { Some(linked(document, id, policy)?) } else { None };
    let alt = collapse(element.get(Attribute::Alt).unwrap_or_default());
    let is_emoji = is_emoji(element, &alt);
    if is_emoji && is_emoji_text(&alt) {
        return Some(ImageOrWords::Emoji(alt));
    }
    let own = sources(element).into_iter().find_map(|source| {
        let url = policy.media(source.address).filter(|url| !is_placeholder(url))?;
        Some((url, source.may_be_placeholder(), is_inline(source.address)))
    });
    let is_saved = matches!(own, Some((_, false, true)));
    let mut candidates = if is_pixel || is_saved { Vec::new() } else { candidates(element, policy) };
    if candidates.is_empty()
        && !is_pixel
        && !is_saved
        && document.parent(id).is_some_and(|parent| document.tag(parent) == Some(Tag::Picture))
    {
        candidates = picture_candidates(document, id, policy);
    }
    let source = match own {
        _ if behind.is_some() => behind,
        Some((url, false, _)) => Some(url),
        own => best(&candidates).or(own.map(|(url, ..)| url)),
    };
    let Some(source) = source.or_else(|| linked(document, id, policy)) else {
        return words(document, id, element, alt).map(ImageOrWords::Words);
    };
    // The size of an emoji is that of the text around it.
    let size = if is_emoji {
        [None; 2]
    } else {
        completed(size(element), natural_size(&source, &candidates)).map(|size| size.filter(|&size| size > 1))
    };
    let [width, height] = size;
    Some(ImageOrWords::Image(Box::new(Image {
        source,
        candidates: sized(candidates),
        alt,
        title: element.get(Attribute::Title).map(collapse).filter(|title| !title.is_empty()),
        width,
        height,
        is_emoji,
    })))
}

/// The content that an `img` becomes.
pub(crate) enum ImageOrWords {
    Image(Box<Image>),
    /// The description of an image that cannot be shown.
    Words(String),
    /// The characters that an image stands for.
    Emoji(String),
}

/// The image at an address of an element that is none: a `figure` or a box that a script or a style
/// was to fill.
pub(crate) fn plain_image(address: &str, policy: &mut UrlPolicy<'_>) -> Option<Image> {
    let source = policy.media(address).filter(|url| !is_placeholder(url))?;
    let [width, height] = completed([None; 2], natural_size(&source, &[]));
    Some(Image {
        source,
        candidates: Vec::new(),
        alt: String::new(),
        title: None,
        width,
        height,
        is_emoji: false,
    })
}

/// The image that a link around an `img` leads to, for an `img` without an address of its own.
fn linked(document: &Document, id: NodeId, policy: &mut UrlPolicy<'_>) -> Option<MediaUrl> {
    let link = std::iter::successors(document.parent(id), |&outer| document.parent(outer))
        .take(3)
        .filter_map(|outer| document.element(outer))
        .find(|outer| outer.tag == Some(Tag::A))?;
    let href = link.get(Attribute::Href).filter(|href| names_image(href))?;
    policy.media(href).filter(|url| !matches!(url, MediaUrl::Inline(_)) && !is_placeholder(url))
}

/// The description of an image that cannot be shown, unless it says nothing, or the image is a
/// placeholder beside the one that it stands for.
fn words(document: &Document, id: NodeId, element: &Element, alt: String) -> Option<String> {
    /// Nodes after a placeholder among which the image is looked for.
    const NEAR: usize = 12;
    let is_tracked = plain_address(element).is_some_and(|address| {
        let (host, _) = host_and_path(address);
        is_tracker(host, address)
    });
    if is_tracked || is_no_description(&alt) {
        return None;
    }
    let following = std::iter::successors(document.next_in_order(id, Document::ROOT), |&next| {
        document.next_in_order(next, Document::ROOT)
    });
    let is_twin = |next: &Element| {
        matches!(next.tag, Some(Tag::Img | Tag::AmpImg))
            && plain_address(next).is_some()
            && next.get(Attribute::Alt).is_some_and(|other| collapse(other) == alt)
    };
    let has_twin = following.take(NEAR).filter_map(|next| document.element(next)).any(is_twin);
    (!has_twin).then_some(alt)
}

/// The end of an `img` that gives no image.
pub(super) fn ending(element: &Element) -> Ending {
    if is_tracking_pixel(element) {
        return Ending::TRACKING_PIXEL;
    }
    let address = plain_address(element).and_then(Loss::of_address);
    let is_in_page = || {
        let own = element.get(Attribute::Src).unwrap_or_default().trim();
        is_inline(own) && own.len() > MAX_SMALL_IMAGE_BYTES
    };
    let other = || if is_in_page() { Loss::RefusedAddress } else { Loss::NoAddress };
    Ending::Lost(address.unwrap_or_else(other))
}

/// Gives a lazy-loaded image the address in the `noscript` beside it, so that the two are one
/// image.
pub(crate) fn pair_noscript(document: &mut Document, account: &mut Account) {
    let mut last = None;
    let mut next = document.next_in_order(Document::ROOT, Document::ROOT);
    while let Some(id) = next {
        next = document.next_in_order(id, Document::ROOT);
        match document.kind(id) {
            NodeKind::Text(text) if last.is_some() && !text.trim().is_empty() => last = None,
            NodeKind::Element(element) => match element.tag {
                Some(Tag::Img) => last = Some(id),
                Some(Tag::Noscript) => {
                    next = document.next_after_subtree(id, Document::ROOT);
                    let copy = document.descendants(id).find(|&inner| document.tag(inner) == Some(Tag::Img));
                    if let (Some(twin), Some(picture)) = (copy, last)
                        && let (Some(copy), Some(original)) =
                            (document.element(twin), document.element(picture))
                        && is_copy(copy, original)
                    {
                        let attributes = merged(copy, original);
                        account.end_node(document, twin, Ending::Replaced(Replacement::Twin));
                        let others = |inner| inner != twin;
                        account.end_content_where(document, id, others, Ending::Lost(Loss::Noscript));
                        document.detach(id);
                        if let NodeKind::Element(element) = document.kind_mut(picture) {
                            element.attributes = attributes;
                        }
                        last = None;
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }
}

/// `true` if the image of a `noscript` is the one that the `img` before it is a placeholder for.
fn is_copy(copy: &Element, original: &Element) -> bool {
    match (plain_address(original), plain_address(copy)) {
        (None, Some(_)) => true,
        (Some(original), Some(copy)) => {
            file_name(original) == file_name(copy)
                || (may_be_placeholder(original) && !may_be_placeholder(copy))
        }
        (_, None) => false,
    }
}

/// The name of the file at an address, without extension and without the `-300x200` of resized
/// copies.
fn file_name(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    match stem.rsplit_once('-') {
        Some((rest, size)) if pixels_of(size).is_some() => rest,
        _ => stem,
    }
}

/// The attributes of the copy, and those of the original that it lacks.
fn merged(copy: &Element, original: &Element) -> Vec<(Attribute, String)> {
    let mut attributes = copy.attributes.clone();
    for (name, value) in &original.attributes {
        let loads_late = is_late(*name);
        let empty = attributes.iter().position(|(known, present)| known == name && present.trim().is_empty());
        if let Some(place) = empty {
            attributes.swap_remove(place);
        }
        if !loads_late
            && *name != Attribute::Srcset
            && copy.get(*name).is_none_or(|present| present.trim().is_empty())
        {
            attributes.push((*name, value.clone()));
        }
    }
    attributes
}

/// The candidates that an `img` or a `source` names, those for a lazy-loading script first.
fn candidates(element: &Element, policy: &mut UrlPolicy<'_>) -> Vec<Candidate> {
    CANDIDATE_LISTS
        .iter()
        .filter_map(|&name| element.get(name))
        .map(|list| srcset(list, policy))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// The candidates of the first `source` of the `picture` around an `img`.
fn picture_candidates(document: &Document, img: NodeId, policy: &mut UrlPolicy<'_>) -> Vec<Candidate> {
    let mut earlier = Vec::new();
    let mut node = document.previous(img);
    // A `picture` has one `img`; sources before another one belong to that, or many would take
    // quadratic time.
    while let Some(id) = node.filter(|&id| document.tag(id) != Some(Tag::Img)) {
        earlier.push(id);
        node = document.previous(id);
    }
    earlier
        .into_iter()
        .rev()
        .filter_map(|id| document.element(id))
        .filter(|element| element.tag == Some(Tag::Source))
        .map(|element| candidates(element, policy))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// The candidate for a large display.
fn best(candidates: &[Candidate]) -> Option<MediaUrl> {
    let rank = |candidate: &&Candidate| match candidate.size {
        CandidateSize::Width(width) => width,
        CandidateSize::Density(density) => density,
    };
    candidates.iter().max_by_key(rank).map(|candidate| candidate.url.clone())
}

/// The candidates that a browser can choose among: all of one kind, no size twice; empty if there
/// is no choice.
fn sized(candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        let fits = kept.first().is_none_or(|first| {
            std::mem::discriminant(&first.size) == std::mem::discriminant(&candidate.size)
        });
        if fits && kept.iter().all(|other| other.size != candidate.size) && kept.len() < MAX_CANDIDATES {
            kept.push(candidate);
        }
    }
    if kept.len() < 2 { Vec::new() } else { kept }
}

/// Width and height: of their attributes, else of those for scripts; of the latter both or neither,
/// so that the proportions are right.
fn size(element: &Element) -> [Option<u32>; 2] {
    let said = [Attribute::Width, Attribute::Height].map(|name| pixels(element, name));
    match (said, [Attribute::DataWidth, Attribute::DataHeight].map(|name| pixels(element, name))) {
        ([None, None], known @ [Some(2..), Some(2..)]) => known,
        (said, _) => said,
    }
}

/// The size of an image whose file is known; of several candidates, that of the widest, which
/// determines the size on the page.
fn natural_size(source: &MediaUrl, candidates: &[Candidate]) -> Option<Size> {
    let widest = candidates.iter().filter_map(|candidate| match candidate.size {
        CandidateSize::Width(width) => Some((width, &candidate.url)),
        CandidateSize::Density(_) => None,
    });
    match widest.max_by_key(|(width, _)| *width).map_or(source, |(_, url)| url) {
        MediaUrl::Bundled(file) => file.size(),
        MediaUrl::Remote(_) | MediaUrl::Inline(_) => None,
    }
}

/// The size given in the article, completed by the size of the file.
fn completed(said: [Option<u32>; 2], natural: Option<Size>) -> [Option<u32>; 2] {
    let Some(Size { width, height }) = natural else { return said };
    let in_proportion = |one: u32, to: u32, of: u32| {
        let scaled = (u64::from(one) * u64::from(to) + u64::from(of) / 2) / u64::from(of.max(1));
        u32::try_from(scaled).ok().filter(|pixels| (2..=MAX_IMAGE_PIXELS).contains(pixels))
    };
    match said {
        [None, None] => [Some(width), Some(height)],
        [Some(said), None] => [Some(said), in_proportion(said, height, width)],
        [None, Some(said)] => [in_proportion(said, width, height), Some(said)],
        both => both,
    }
}

/// `true` if an image is at most one pixel in size, so that it counts users and shows nothing.
pub(crate) fn is_tracking_pixel(element: &Element) -> bool {
    match [Attribute::Width, Attribute::Height].map(|name| pixels(element, name)) {
        [Some(width), Some(height)] => width <= 1 && height <= 1,
        [Some(size), None] | [None, Some(size)] => size <= 1,
        [None, None] => false,
    }
}

/// The text of an attribute on one line.
pub(crate) fn collapse(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_ascii_whitespace()).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
