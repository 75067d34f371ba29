//! The names of attributes and files of images: which unknown attribute of an `img` holds an
//! address, and which file is an image, a small copy of one, or a placeholder.

use crate::limits::MAX_URL_BYTES;
use crate::vocabulary::Attribute;

/// Returns the attribute of the vocabulary that stands for an attribute outside it, if an `img` has
/// it and its value looks like the address of an image.
///
/// Every lazy-loading script names its attribute differently, so no list is complete.
pub(crate) fn image_attribute(name: &str, value: &str) -> Option<Attribute> {
    let value = value.trim();
    if name.len() > 64 || value.len() > MAX_URL_BYTES || has_any(name, &NO_SOURCES) || name.starts_with("on")
    {
        return None;
    }
    if has_any(name, &["srcset", "src-set"]) {
        return Some(Attribute::OtherSrcset);
    }
    let names_image = names_image(value);
    let is_likely = has_any(name, &["src", "orig", "lazy"]);
    if names_image && (is_likely || value.contains('/')) {
        return Some(match (has_any(name, &PREVIEWS), is_likely) {
            (true, _) => Attribute::PreviewSource,
            (false, true) => Attribute::LikelySource,
            (false, false) => Attribute::OtherSource,
        });
    }
    // An address of a page may stand there as well, so only the surest names count.
    (is_likely && is_absolute(value) && !has_any(name, &["url", "page"])).then_some(Attribute::LikelySource)
}

/// Returns the attribute of the vocabulary that stands for an attribute of a box outside it, if
/// that holds the address of a picture to show in it, or those of a gallery.
#[cfg(feature = "clean")]
pub(crate) fn box_attribute(name: &str, value: &str) -> Option<Attribute> {
    const PARTS: [&str; 7] = ["bg", "background", "galler", "image", "img", "photo", "pic"];
    if name.len() > 64 || has_any(name, &NO_SOURCES) || !has_any(name, &PARTS) {
        return None;
    }
    let value = value.trim();
    if value.starts_with(['[', '{']) || value.contains([',', '|']) {
        return (!gallery(value).is_empty()).then_some(Attribute::OtherGallery);
    }
    (value.len() <= MAX_URL_BYTES && names_image(value)).then_some(Attribute::OtherSource)
}

/// Returns the addresses of the pictures of a gallery, which are texts in JSON or a list with
/// commas or strokes between them. Small copies are left out, and what follows [`MAX_GALLERY`]
/// others.
#[cfg(feature = "clean")]
pub(crate) fn gallery(list: &str) -> Vec<String> {
    let is_json = list.trim_start().starts_with(['[', '{']);
    let parts: Vec<&str> = if is_json {
        list.split('"').skip(1).step_by(2).take(MAX_GALLERY_TEXTS).collect()
    } else {
        list.split([',', '|']).take(MAX_GALLERY_TEXTS).collect()
    };
    if !is_json && !parts.iter().all(|part| names_image(part.trim())) {
        return Vec::new();
    }
    let mut found: Vec<String> = Vec::new();
    for part in parts {
        let address = part.trim().replace("\\/", "/");
        let is_picture = names_image(&address) && address.contains('/') && !names_small_copy(&address);
        if is_picture && found.len() < MAX_GALLERY && !found.contains(&address) {
            found.push(address);
        }
    }
    found
}

/// Pictures of one gallery.
#[cfg(feature = "clean")]
const MAX_GALLERY: usize = 100;

/// Texts in the attribute of a gallery that are looked at.
#[cfg(feature = "clean")]
const MAX_GALLERY_TEXTS: usize = 2_000;

/// Returns the address of the picture that a style puts behind a box, by itself or by a property
/// of its page's own (`--cover`).
pub(crate) fn background(style: &str) -> Option<&str> {
    let (_, rest) = style.split_once("background").or_else(|| style.split_once("--"))?;
    let start =
        ["url(", "image-set("].iter().filter_map(|start| Some(rest.find(start)? + start.len())).min()?;
    let rest = rest[start..].trim_start();
    let rest = rest.strip_prefix("url(").unwrap_or(rest).trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let address = match quote {
        Some(quote) => rest[1..].split(quote).next()?,
        None => rest.split(')').next()?,
    };
    let address = address.trim();
    (!address.is_empty() && !address.starts_with('#') && !names_placeholder(address)).then_some(address)
}

/// Parts of the names of attributes that say something else than the address of the image.
const NO_SOURCES: [&str; 11] =
    ["alt", "aria", "caption", "class", "desc", "href", "label", "link", "name", "share", "title"];

/// Parts of the names of attributes that hold a small or still copy of the image.
const PREVIEWS: [&str; 10] =
    ["blur", "icon", "lowres", "low-res", "lqip", "poster", "preview", "small", "still", "thumb"];

fn has_any(name: &str, parts: &[&str]) -> bool {
    parts.iter().any(|part| name.contains(part))
}

fn is_absolute(address: &str) -> bool {
    let rest = address.strip_prefix("https:").or_else(|| address.strip_prefix("http:")).unwrap_or(address);
    rest.starts_with("//") && !address.contains(['"', '<', '{', ' '])
}

/// `true` if the value of an attribute can be an address: scripts have switches (`data-lazy=true`)
/// and structures in attributes of the same names.
pub(crate) fn is_address(value: &str) -> bool {
    value.contains(['/', '.']) && !value.starts_with(['{', '[', '<'])
}

/// Returns the path of an address, without query and fragment.
fn path_of(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}

/// `true` if the file at an address has the extension of an image, also before what image services
/// add to it (`a.jpg!w700`, `a.jpg@600w`, `a.jpg:large`).
pub(crate) fn names_image(address: &str) -> bool {
    const EXTENSIONS: [&str; 12] =
        ["jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "bmp", "jpe", "jfif", "tif", "heic"];
    if address.starts_with(['{', '[', '<']) || starts_with_ignoring_case(address, "data:") {
        return false;
    }
    let file = path_of(address).rsplit(['/', '\\']).next().unwrap_or_default();
    file.split('.').skip(1).any(|part| {
        let end = part.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(part.len());
        EXTENSIONS.iter().any(|known| part[..end].eq_ignore_ascii_case(known))
    })
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// `true` if an address says that it is of a small copy: by a word in its last two parts
/// (`thumb`), by a size (`-60x40`), by a parameter (`w=20`).
pub(crate) fn names_small_copy(address: &str) -> bool {
    const WORDS: [&str; 9] =
        ["blur", "blurred", "lqip", "mini", "preview", "small", "thumb", "thumbnail", "tiny"];
    const MOST: u32 = 240;
    let path = path_of(address);
    let start = path.rmatch_indices('/').nth(1).map_or(0, |(at, _)| at);
    let named = path[start..].split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
        WORDS.iter().any(|known| known.eq_ignore_ascii_case(word))
            || pixels_of(word).is_some_and(|[width, height]| width <= MOST && height <= MOST)
    });
    let is_narrow = |pair: &str| {
        let width = pair.strip_prefix("w=").or_else(|| pair.strip_prefix("width="));
        width.and_then(|width| width.parse::<u32>().ok()).is_some_and(|width| width <= 100)
    };
    named || address[path.len()..].split(['?', '&']).any(is_narrow)
}

/// Parses a size as in the names of resized copies: `300x200`.
pub(crate) fn pixels_of(word: &str) -> Option<[u32; 2]> {
    let (width, height) = word.split_once('x')?;
    Some([width.parse().ok()?, height.parse().ok()?])
}

/// The name of the file at an address, without what follows its first full stop, and its extension.
fn stem_and_extension(address: &str) -> (&str, &str) {
    let name = path_of(address).rsplit('/').next().unwrap_or_default();
    (name.split('.').next().unwrap_or_default(), name.rsplit('.').next().unwrap_or_default())
}

/// `true` if a file has a name that only placeholders have.
pub(crate) fn names_placeholder(address: &str) -> bool {
    let (stem, extension) = stem_and_extension(address);
    let is_drawing = matches!(extension, "gif" | "png" | "svg");
    match stem {
        "1x1" | "blank" | "clear" | "lazy" | "lazyload" | "lazy-load" | "loading" | "pixel"
        | "placeholder" | "spacer" | "spinner" | "trans" | "transparent" => {
            is_drawing || matches!(extension, "jpg" | "webp")
        }
        "1px" | "ajax-loader" | "empty" | "gray" | "grey" | "loader" | "pic_blank" | "img_blank"
        | "placeholder-image" => is_drawing,
        "s" | "t" => extension == "gif",
        _ => false,
    }
}

/// `true` if a file may be a placeholder by its name: so it loses against any other address of its
/// image, and is shown where there is none.
pub(crate) fn may_be_placeholder(address: &str) -> bool {
    const WORDS: [&str; 15] = [
        "1px",
        "1x1",
        "blank",
        "default",
        "dummy",
        "empty",
        "gray",
        "grey",
        "lazy",
        "lazyload",
        "loader",
        "loading",
        "placeholder",
        "spacer",
        "transparent",
    ];
    let (stem, extension) = stem_and_extension(address);
    extension.eq_ignore_ascii_case("gif") || stem.split(['-', '_']).any(|word| WORDS.contains(&word))
}

/// `true` for words that stand in the place of an image's description and describe nothing: what
/// editors and lazy-loading scripts put there.
pub(crate) fn is_no_description(alt: &str) -> bool {
    const WORDS: [&str; 19] = [
        "click to enlarge",
        "image",
        "img",
        "lazy",
        "lazyload",
        "loading",
        "photo",
        "pic",
        "picture",
        "placeholder",
        "在这里插入图片描述",
        "加载中",
        "图像",
        "图片",
        "图片加载中",
        "图片描述",
        "正在加载",
        "点击查看大图",
        "点击查看原图",
    ];
    let bare =
        alt.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '…' | '[' | ']' | '(' | ')'));
    bare.is_empty() || WORDS.iter().any(|known| known.eq_ignore_ascii_case(bare))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_attributes() {
        let image = "https://x.test/a.jpg";
        for (name, value, expected) in [
            ("data-lazyload", image, Some(Attribute::LikelySource)),
            ("_src", "a.jpg", Some(Attribute::LikelySource)),
            ("nitro-lazy-src", "https://x.test/a?b", Some(Attribute::LikelySource)),
            ("data-url", image, Some(Attribute::OtherSource)),
            ("ess-data", "/a.JPEG!w700", Some(Attribute::OtherSource)),
            ("data-thumb", image, Some(Attribute::PreviewSource)),
            ("data-thumb-src", image, Some(Attribute::PreviewSource)),
            ("data-original-srcset", "/a.jpg 2x", Some(Attribute::OtherSrcset)),
            ("data-url", "https://share.test/?u=1", None),
            ("data-src-url", "https://share.test/?u=1", None),
            ("data-filename", "https://x.test/a.jpg", None),
            ("data-caption", "A trip / a.jpg", None),
            ("data-x", "a.jpg", None),
            ("onerror", "this.src='/a.jpg'", None),
            ("data-lazy-state", "true", None),
            ("data-image", "{\"url\":\"https://x.test/a.jpg\"}", None),
            ("data-orig", "data:image/png;base64,AAAA.jpg", None),
        ] {
            assert_eq!(image_attribute(name, value), expected, "{name} {value}");
        }
    }

    #[test]
    fn small_copies() {
        for (address, expected) in [
            ("https://x.test/a-60x40.jpg", true),
            ("https://x.test/a-1024x768.jpg", false),
            ("https://x.test/thumb/a.jpg", true),
            ("https://x.test/a_thumb.jpg", true),
            ("https://thumb.x.test/2020/01/a.jpg", false),
            ("https://x.test/a.jpg?w=20", true),
            ("https://x.test/a.jpg?w=2000", false),
            ("https://x.test/smallholding.jpg", false),
        ] {
            assert_eq!(names_small_copy(address), expected, "{address}");
        }
    }
}
