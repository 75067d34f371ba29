//! Pictures that front matter names: themes show them at the head of an article.

use super::yaml::Entry;
use super::yaml_value::Yaml;
use crate::limits::LEAD_PICTURES;

/// A picture at the head of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadPicture {
    /// Its address as it was written.
    pub address: String,
    /// The words that stand for it.
    pub alt: String,
    /// Its caption, which may hold HTML.
    pub caption: String,
    /// The line of its key in the file.
    pub line: usize,
}

/// Keys of a picture in lower case and without `-` and `_`, that of the largest first: those of
/// themes of Jekyll (<https://mmistakes.github.io/minimal-mistakes/docs/layouts/>, where `header`
/// is a map), of Hugo and Hexo, and of other programs. Only the first one counts, since the others
/// are the same picture in other sizes.
const KEYS: [&str; 43] = [
    "cover",
    "coverimage",
    "coverimg",
    "coverpicture",
    "coverphoto",
    "featuredimage",
    "featureimage",
    "featuredimg",
    "featureimg",
    "feature",
    "image",
    "img",
    "hero",
    "heroimage",
    "heroimg",
    "banner",
    "bannerimage",
    "bannerimg",
    "header",
    "headerimage",
    "headerimg",
    "headimg",
    "topimg",
    "topimage",
    "titleimage",
    "leadimage",
    "leadimageurl",
    "picture",
    "photo",
    "pic",
    "poster",
    "indeximg",
    "background",
    "backgroundimage",
    "preview",
    "previewimage",
    "ogimage",
    "shareimage",
    "socialimage",
    "teaser",
    "thumbnail",
    "thumbnailimage",
    "thumb",
];

/// Keys of lists of pictures, all of which count: Hugo's and Hexo's, and of the gallery of a theme.
const LISTS: [&str; 4] = ["images", "photos", "pictures", "gallery"];

/// Keys of the address in a map, that of the largest picture first.
const ADDRESSES: [&str; 11] = [
    "path",
    "image",
    "src",
    "url",
    "feature",
    "file",
    "full",
    "overlayimage",
    "imagepath",
    "teaser",
    "thumb",
];

/// Returns the pictures that front matter names.
pub fn lead_pictures(entries: &[Entry]) -> Vec<LeadPicture> {
    let mut found = Vec::new();
    let keyed: Vec<(String, &Entry)> = entries.iter().map(|entry| (plain(&entry.key), entry)).collect();
    let named = |name: &str| keyed.iter().find(|(key, _)| key == name).map(|(_, entry)| *entry);
    for entry in KEYS.iter().filter_map(|key| named(key)) {
        add(&entry.value, entry.line, &mut found);
        if !found.is_empty() {
            break;
        }
    }
    for entry in LISTS.iter().filter_map(|key| named(key)) {
        add(&entry.value, entry.line, &mut found);
    }
    found
}

/// A key in lower case and without the signs that part its words.
fn plain(key: &str) -> String {
    key.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).map(|c| c.to_ascii_lowercase()).collect()
}

/// Adds the pictures of a value to `found`.
fn add(value: &Yaml, line: usize, found: &mut Vec<LeadPicture>) {
    if found.len() >= LEAD_PICTURES {
        return;
    }
    match value {
        Yaml::Null => {}
        Yaml::Text(text) | Yaml::Plain(text) => {
            if let Some(address) = address_in(text) {
                push(found, LeadPicture { address, alt: String::new(), caption: String::new(), line });
            }
        }
        Yaml::List(values) => values.iter().for_each(|value| add(value, line, found)),
        Yaml::Map(entries) => {
            let text = |names: &[&str]| {
                let of = |name: &&str| entries.iter().find(|(key, _)| plain(key) == **name);
                let values = names.iter().filter_map(of).filter_map(|(_, value)| value.as_text());
                values.map(str::trim).find(|text| !text.is_empty()).unwrap_or_default().to_owned()
            };
            let of = |name: &&str| entries.iter().find(|(key, _)| plain(key) == **name);
            let mut addresses = ADDRESSES.iter().filter_map(of).filter_map(|(_, value)| value.as_text());
            let Some(address) = addresses.find_map(address_in) else { return };
            let alt = text(&["alt", "imagealt", "alttext", "imagedescription", "title"]);
            let caption = text(&["caption", "credit", "attribution"]);
            push(found, LeadPicture { address, alt, caption, line });
        }
    }
}

fn push(found: &mut Vec<LeadPicture>, picture: LeadPicture) {
    if !found.iter().any(|known| known.address == picture.address) {
        found.push(picture);
    }
}

/// The address of a picture that a text is, or holds as a link of notes (`[[a.png]]`), Markdown or
/// a style does; `None` for a colour, a truth value, a page.
fn address_in(text: &str) -> Option<String> {
    /// Endings of pictures, shown or told.
    const PICTURES: [&str; 14] = [
        "avif", "bmp", "gif", "heic", "ico", "jfif", "jpe", "jpeg", "jpg", "png", "svg", "tif", "tiff",
        "webp",
    ];
    /// Endings at which a page is, or something else than a picture.
    const OTHERS: [&str; 8] = ["asp", "aspx", "htm", "html", "md", "mp3", "mp4", "php"];
    let text = text.trim();
    let text = text.strip_prefix('!').unwrap_or(text);
    let inner = |start: &str, end: &str| text.strip_prefix(start)?.strip_suffix(end);
    let text = inner("[[", "]]")
        .map(|name| name.split('|').next().unwrap_or_default())
        .or_else(|| inner("[", ")").and_then(|text| Some(text.split_once("](")?.1)))
        .or_else(|| inner("url(", ")"))
        .unwrap_or(text);
    let text = text.trim().trim_matches(['"', '\'']);
    if text.is_empty() || text.contains(['\n', '<', '>', '{']) {
        return None;
    }
    if text.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("data:image/")) {
        return Some(text.to_owned());
    }
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let ending = path.rsplit('/').next()?.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is = |known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(ending));
    let is_of_web = text.starts_with("http://") || text.starts_with("https://") || text.starts_with("//");
    (is(&PICTURES) || (is_of_web && !is(&OTHERS))).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::yaml;

    #[test]
    fn pictures_are_known_by_many_names() {
        for (matter, expected) in [
            ("image: a.png", &["a.png||"][..]),
            ("Cover: /图/a b.JPG", &["/图/a b.JPG||"]),
            ("header-img: \"img/bg.jpg\"\nthumbnail: small.jpg", &["img/bg.jpg||"]),
            ("featured_image: https://x.test/i?id=1", &["https://x.test/i?id=1||"]),
            ("image:\n  path: a.png\n  alt: 甲\n  caption: 乙", &["a.png|甲|乙"]),
            ("cover: {image: a.png, caption: 乙}", &["a.png||乙"]),
            ("header: {overlay_color: '#333', teaser: t.jpg, overlay_image: o.jpg}", &["o.jpg||"]),
            ("images: [a.png, {src: b.png, title: 乙}, a.png]", &["a.png||", "b.png|乙|"]),
            ("cover: a.png\nphotos:\n- b.jpg\n- c.jpg", &["a.png||", "b.jpg||", "c.jpg||"]),
            ("banner: '![[a.png|300]]'", &["a.png||"]),
            ("image: '![x](a.png)'", &["a.png||"]),
            ("image: 'url(\"a.png\")'", &["a.png||"]),
            ("cover: true\nbackground: '#fff'\nheader: 甲\nimage: ~\nbanner: https://x.test/a.html", &[]),
            ("image: '{{ site.logo }}'\nthumb: none\npreview: a", &[]),
        ] {
            let entries = yaml::parse(matter).unwrap().entries;
            let found: Vec<_> = lead_pictures(&entries)
                .iter()
                .map(|LeadPicture { address, alt, caption, .. }| format!("{address}|{alt}|{caption}"))
                .collect();
            assert_eq!(found, expected, "{matter}");
        }
    }
}
