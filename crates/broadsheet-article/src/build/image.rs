//! Images: the real address, however the page meant to load it.

use crate::document::{Document, Element, NodeId, NodeKind};
use crate::limits::{MAX_CANDIDATES, MAX_IMAGE_PIXELS};
use crate::tree::{Candidate, CandidateSize, Image, Size};
use crate::url::{MediaUrl, UrlPolicy, is_tracker};
use crate::vocabulary::{Attribute, Tag};

/// Attributes in which lazy-loading scripts keep the address, the surest first.
const LAZY_SOURCES: [Attribute; 10] = [
    Attribute::DataSrc,
    Attribute::DataOriginal,
    Attribute::DataLazySrc,
    Attribute::DataActualsrc,
    Attribute::DataCfsrc,
    Attribute::DataEcho,
    Attribute::DataLazy,
    Attribute::RealSrc,
    Attribute::Zoomfile,
    Attribute::File,
];
const LAZY_CANDIDATES: [Attribute; 2] = [Attribute::DataSrcset, Attribute::DataLazySrcset];

/// The image of an `img`; `None` for one without a permitted address, and for a tracking pixel.
pub(crate) fn image(
    document: &Document,
    id: NodeId,
    element: &Element,
    policy: &mut UrlPolicy<'_>,
) -> Option<Image> {
    if is_tracking_pixel(element) {
        return None;
    }
    let own = LAZY_SOURCES
        .iter()
        .chain(&[Attribute::Src])
        .filter_map(|&name| element.get(name))
        .find_map(|address| policy.media(address).filter(|url| !is_placeholder(url)));
    let mut candidates = candidates(element, policy);
    if candidates.is_empty()
        && document.parent(id).is_some_and(|parent| document.tag(parent) == Some(Tag::Picture))
    {
        candidates = picture_candidates(document, id, policy);
    }
    let source = own.or_else(|| best(&candidates))?;
    let [width, height] = completed(size(element), natural_size(&source, &candidates));
    Some(Image {
        source,
        candidates: sized(candidates),
        alt: collapse(element.get(Attribute::Alt).unwrap_or_default()),
        title: element.get(Attribute::Title).map(collapse).filter(|title| !title.is_empty()),
        width: width.filter(|&width| width > 1),
        height: height.filter(|&height| height > 1),
    })
}

/// Gives a lazy-loaded image the address in the `noscript` beside it, so that the two are one
/// image.
pub(crate) fn pair_noscript(document: &mut Document) {
    let mut last = None;
    let mut next = document.next_in_order(Document::ROOT, Document::ROOT);
    while let Some(id) = next {
        next = document.next_in_order(id, Document::ROOT);
        match document.kind(id) {
            NodeKind::Text(text) if !text.trim().is_empty() => last = None,
            NodeKind::Element(element) => match element.tag {
                Some(Tag::Img) => last = Some(id),
                Some(Tag::Noscript) => {
                    next = document.next_after_subtree(id, Document::ROOT);
                    let copy = document.descendants(id).find(|&inner| document.tag(inner) == Some(Tag::Img));
                    if let (Some(copy), Some(picture)) = (copy, last)
                        && let (Some(copy), Some(original)) =
                            (document.element(copy), document.element(picture))
                        && is_copy(copy, original)
                    {
                        let attributes = merged(copy, original);
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
        (Some(original), Some(copy)) => file_name(original) == file_name(copy),
        (_, None) => false,
    }
}

/// The first address of an `img` that is not that of a placeholder.
pub(crate) fn plain_address(element: &Element) -> Option<&str> {
    LAZY_SOURCES
        .iter()
        .chain(&[Attribute::Src])
        .filter_map(|&name| element.get(name))
        .map(str::trim)
        .find(|address| !address.is_empty() && !address.starts_with("data:") && !is_placeholder_name(address))
}

/// The name of the file at an address, without extension and without the `-300x200` of resized
/// copies.
fn file_name(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    match stem.rsplit_once('-') {
        Some((rest, size))
            if size.split_once('x').is_some_and(|(width, height)| {
                [width, height]
                    .iter()
                    .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
            }) =>
        {
            rest
        }
        _ => stem,
    }
}

/// The attributes of the copy, and those of the original that it lacks.
fn merged(copy: &Element, original: &Element) -> Vec<(Attribute, String)> {
    let mut attributes = copy.attributes.clone();
    for (name, value) in &original.attributes {
        let loads_late = LAZY_SOURCES.contains(name) || LAZY_CANDIDATES.contains(name);
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
    LAZY_CANDIDATES
        .iter()
        .chain(&[Attribute::Srcset])
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

/// Parses a `srcset`: every candidate is checked by itself, and one that is not permitted leaves
/// the others.
fn srcset(list: &str, policy: &mut UrlPolicy<'_>) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut rest = list;
    // Twice the limit: some of those parsed are not kept.
    for _ in 0..MAX_CANDIDATES * 2 {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            break;
        }
        // An address ends at white space; a comma at its end belongs to the list.
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (mut address, mut after) = rest.split_at(end);
        let mut descriptor = "";
        if address.ends_with(',') {
            address = address.trim_end_matches(',');
        } else {
            let end = after.find(',').unwrap_or(after.len());
            (descriptor, after) = after.split_at(end);
        }
        rest = after;
        if let (Some(size), Some(url)) = (descriptor_size(descriptor.trim()), policy.media(address))
            // A comma at an address' end, which control characters may have hidden, would belong to
            // the list.
            && !url.as_str().ends_with(',')
            && !is_placeholder(&url)
        {
            found.push(Candidate { url, size });
        }
    }
    found
}

fn descriptor_size(descriptor: &str) -> Option<CandidateSize> {
    if descriptor.is_empty() {
        return Some(CandidateSize::Density(1000));
    }
    // `640w 480h`: the height adds nothing.
    let descriptor = descriptor.split_ascii_whitespace().find(|word| !word.ends_with('h'))?;
    if let Some(width) = descriptor.strip_suffix('w') {
        return width.parse().ok().filter(|width| (1..=100_000).contains(width)).map(CandidateSize::Width);
    }
    let (whole, part) =
        descriptor.strip_suffix('x')?.split_once('.').unwrap_or((descriptor.strip_suffix('x')?, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() <= 4;
    if !digits(whole) || !digits(part) || (whole.is_empty() && part.is_empty()) {
        return None;
    }
    let mut thousandths = whole.parse::<u32>().unwrap_or(0) * 1000;
    for (digit, unit) in part.bytes().zip([100, 10, 1]) {
        thousandths += u32::from(digit - b'0') * unit;
    }
    (1..=20_000).contains(&thousandths).then_some(CandidateSize::Density(thousandths))
}

/// A size in CSS pixels.
fn pixels(element: &Element, name: Attribute) -> Option<u32> {
    let value = element.get(name)?.trim();
    let digits = value.strip_suffix("px").unwrap_or(value).trim_end();
    let whole = digits.split_once('.').map_or(digits, |(whole, _)| whole);
    whole.parse().ok().filter(|size| *size <= MAX_IMAGE_PIXELS)
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

/// `true` for the address of a placeholder that a script would replace by the image.
fn is_placeholder(url: &MediaUrl) -> bool {
    match url {
        MediaUrl::Inline(image) => {
            let data = image.as_str();
            // GIF and PNG of one pixel; anything this small shows nothing.
            data.len() < 200
                || data.contains(";base64,R0lGODlhAQABA")
                || data.contains(";base64,R0lGODdhAQABA")
        }
        MediaUrl::Bundled(_) => false,
        MediaUrl::Remote(url) => {
            is_tracker(url.host().unwrap_or_default(), url.as_str()) || is_placeholder_name(url.as_str())
        }
    }
}

/// `true` if a file has a name that placeholders have.
fn is_placeholder_name(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    matches!(
        stem,
        "1x1"
            | "blank"
            | "clear"
            | "lazy"
            | "lazyload"
            | "lazy-load"
            | "loading"
            | "pixel"
            | "placeholder"
            | "spacer"
            | "spinner"
            | "trans"
            | "transparent"
    ) && matches!(name.rsplit('.').next(), Some("gif" | "png" | "svg" | "jpg" | "webp"))
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
