//! The attributes of an `img`: sizes, the addresses that it offers, ranked, and which of them are
//! placeholders.

use crate::document::Element;
use crate::image_names::{is_address, may_be_placeholder, names_placeholder, names_small_copy};
use crate::limits::{MAX_CANDIDATES, MAX_IMAGE_PIXELS, MAX_SMALL_IMAGE_BYTES};
use crate::tree::{Candidate, CandidateSize};
use crate::url::{MediaUrl, UrlPolicy, is_tracker};
use crate::vocabulary::Attribute;

/// Attributes with one address, the surest first: those in which lazy-loading scripts keep it, then
/// the plain one, then those that are known by their looks.
const SOURCES: [Attribute; 14] = [
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
    Attribute::Src,
    Attribute::LikelySource,
    Attribute::OtherSource,
    Attribute::PreviewSource,
];

/// Attributes with a list of candidates, those for lazy-loading scripts first.
pub(super) const CANDIDATE_LISTS: [Attribute; 4] =
    [Attribute::DataSrcset, Attribute::DataLazySrcset, Attribute::Srcset, Attribute::OtherSrcset];

/// `true` for an attribute of a lazy-loading script.
pub(super) fn is_late(name: Attribute) -> bool {
    name != Attribute::Src && (SOURCES.contains(&name) || CANDIDATE_LISTS.contains(&name))
}

/// An address that an `img` offers.
pub(super) struct ImageSource<'a> {
    pub(super) address: &'a str,
    rank: usize,
}

impl ImageSource<'_> {
    /// `true` if its name or its place says that it may be a placeholder.
    pub(super) fn may_be_placeholder(&self) -> bool {
        self.rank >= PLACEHOLDER
    }
}

/// Added to the rank of a small copy, which any full image goes before.
const SMALL: usize = SOURCES.len() + 1;
/// Added to the rank of what may be a placeholder, which anything else goes before.
const PLACEHOLDER: usize = 2 * SMALL;

/// The addresses that an `img` offers, the best first.
pub(super) fn sources(element: &Element) -> Vec<ImageSource<'_>> {
    let rank = |name: Attribute, address: &str| {
        let mut rank = SOURCES.iter().position(|&known| known == name)?;
        if name != Attribute::Src && !is_address(address) {
            return None;
        }
        let is_inline = is_inline(address);
        // A page that was saved with its images in it: the address may be dead.
        if is_inline && address.len() > 2 * MAX_SMALL_IMAGE_BYTES {
            return Some(0);
        }
        rank += 1;
        if !is_inline && (name == Attribute::PreviewSource || names_small_copy(address)) {
            rank += SMALL;
        }
        // An animation stands in an attribute of a script as well, and there is no placeholder.
        let may_be =
            if name == Attribute::Src { may_be_placeholder(address) } else { names_placeholder(address) };
        if is_inline || may_be {
            rank += PLACEHOLDER;
        }
        Some(rank)
    };
    let mut found: Vec<ImageSource<'_>> = element
        .attributes
        .iter()
        .filter_map(|(name, address)| {
            let address = address.trim();
            Some(ImageSource { address, rank: rank(*name, address)? })
        })
        .filter(|source| !source.address.is_empty())
        .collect();
    // Few of them, so the code of a real sort is not needed for this.
    for end in 1..found.len() {
        let mut at = end;
        while at > 0 && found[at - 1].rank > found[at].rank {
            found.swap(at - 1, at);
            at -= 1;
        }
    }
    found
}

/// `true` for the address of an image that stands in the page itself.
pub(super) fn is_inline(address: &str) -> bool {
    address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

/// The best address of an `img` that is neither a placeholder's nor a `data:` one.
pub(crate) fn plain_address(element: &Element) -> Option<&str> {
    let address = sources(element).into_iter().map(|source| source.address);
    let mut usable = address.filter(|address| !is_inline(address) && !names_placeholder(address));
    usable.next()
}

/// `true` for the address of a placeholder that a script would replace by the image.
pub(super) fn is_placeholder(url: &MediaUrl) -> bool {
    match url {
        MediaUrl::Inline(image) => {
            let data = image.as_str();
            // GIF and PNG of one pixel; anything this small shows nothing, unless it is a PNG of
            // full colours, which hides nothing of what is behind it.
            (data.len() < 200 && !is_opaque_png(data))
                || data.contains(";base64,R0lGODlhAQABA")
                || data.contains(";base64,R0lGODdhAQABA")
        }
        MediaUrl::Bundled(_) => false,
        MediaUrl::Remote(url) => {
            is_tracker(url.host().unwrap_or_default(), url.as_str()) || names_placeholder(url.as_str())
        }
    }
}

/// `true` for a PNG of more than a pixel in colours of eight bits without transparency.
fn is_opaque_png(data: &str) -> bool {
    /// Width and height, with the end of the word before them.
    const ONE_PIXEL: &str = "UgAAAAEAAAAB";
    data.strip_prefix("data:image/png;base64,iVBORw0KGgo").is_some_and(|_| {
        let data = &data["data:image/png;base64,".len()..];
        data.get(20..32).is_some_and(|size| size != ONE_PIXEL) && data.get(32..35) == Some("CAI")
    })
}

/// Parses a `srcset`: every candidate is checked by itself, and one that is not permitted leaves
/// the others.
pub(super) fn srcset(list: &str, policy: &mut UrlPolicy<'_>) -> Vec<Candidate> {
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
pub(super) fn pixels(element: &Element, name: Attribute) -> Option<u32> {
    let value = element.get(name)?.trim();
    let digits = value.strip_suffix("px").unwrap_or(value).trim_end();
    let whole = digits.split_once('.').map_or(digits, |(whole, _)| whole);
    whole.parse().ok().filter(|size| *size <= MAX_IMAGE_PIXELS)
}
