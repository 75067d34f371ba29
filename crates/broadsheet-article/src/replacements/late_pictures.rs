//! Pictures that a style or a script puts into a box: one behind it, one in an attribute, the many
//! of a gallery, and that of a `picture` without an `img`.

use super::{Next, Replacer};
use crate::document::{Element, NodeId};
use crate::image_names::{background, gallery, names_image};
use crate::ledger::{Ending, Replacement};
use crate::vocabulary::{Attribute, Tag};

/// Characters of a box that may have its picture behind it: a title, a few lines. What is behind a
/// whole article is a wallpaper.
const MAX_WORDS: usize = 200;

/// Pixels of a box that shows no more than an icon.
const MAX_ICON: u32 = 64;

/// Parts of class names of boxes that show a sign of a page's own or a smiley.
const ICONS: [&str; 5] = ["icon", "emoji", "emotion", "smiley", "sprite"];

impl Replacer<'_> {
    /// Puts an `img` for each picture of a box at its start.
    pub(super) fn late_pictures(&mut self, id: NodeId) {
        let Some(element) = self.document.element(id) else { return };
        let found = addresses(element);
        if found.is_empty() || element.classes().any(|class| ICONS.iter().any(|icon| class.contains(icon))) {
            return;
        }
        let shows = |inner: &Element| {
            matches!(
                inner.tag,
                Some(Tag::Img | Tag::AmpImg | Tag::Iframe | Tag::Video | Tag::Audio | Tag::Pre | Tag::Table)
            )
        };
        let has_picture = self.find(id, shows).is_some();
        let words = self.words(id).chars().count();
        // The innermost of several boxes around nothing shows the picture.
        let is_empty =
            words == 0 && !has_picture && self.find(id, |inner| !addresses(inner).is_empty()).is_none();
        let is_small = || {
            let scene =
                element.get(Attribute::Style).and_then(background).filter(|address| names_scene(address));
            // `WeChat` covers one picture with another, which goes when it is touched.
            words <= MAX_WORDS
                && scene.is_some_and(|address| !has_picture || address.contains("mmbiz.qpic.cn"))
        };
        if !is_empty && !is_small() {
            return;
        }
        let before = self.document.children(id).next();
        for address in found {
            let image = self.new_element(Tag::Img, vec![(Attribute::Src, address)]);
            match before {
                Some(first) => self.document.insert_before(first, image),
                None => self.document.append(id, image),
            }
            self.account.add_subtree(self.document, image, Replacement::Background);
        }
    }

    /// `true` for an element that draws a picture, by its class.
    pub(super) fn names_picture(&self, id: NodeId) -> bool {
        self.has_class(id, |class| {
            ["cover", "image", "photo", "thumb"].iter().any(|name| class.contains(name))
        })
    }

    /// Gives a `picture` without an `img` one with the candidates of its first `source`.
    pub(super) fn picture(&mut self, id: NodeId) -> Next {
        let is_image = |element: &Element| matches!(element.tag, Some(Tag::Img | Tag::AmpImg));
        if self.find(id, is_image).is_some() {
            return Next::Inside;
        }
        let lists = [Attribute::Srcset, Attribute::DataSrcset, Attribute::DataLazySrcset];
        let source = self.find(id, |element| {
            element.tag == Some(Tag::Source) && lists.iter().any(|&list| element.get(list).is_some())
        });
        let list = source.and_then(|source| self.first_of(source, &lists)).map(str::to_owned);
        if let Some(list) = list {
            let image = self.new_element(Tag::Img, vec![(Attribute::Srcset, list)]);
            self.document.append(id, image);
            self.account.add_subtree(self.document, image, Replacement::Background);
        }
        Next::Inside
    }

    /// An image element of a page's own kind that has no address is a box around its content.
    pub(super) fn own_image(&mut self, id: NodeId) -> Next {
        let is_addressed = self.document.element(id).is_some_and(|element| {
            !element.attributes.iter().all(|(name, _)| {
                matches!(
                    name,
                    Attribute::Class
                        | Attribute::Id
                        | Attribute::Style
                        | Attribute::Width
                        | Attribute::Height
                )
            })
        });
        if is_addressed || self.document.children(id).next().is_none() {
            return Next::Inside;
        }
        self.account.end_node(self.document, id, Ending::Replaced(Replacement::Content));
        self.rename(id, Tag::Span)
    }
}

/// The addresses of the pictures of a box.
fn addresses(element: &Element) -> Vec<String> {
    if let Some(list) = element.get(Attribute::OtherGallery) {
        return gallery(list);
    }
    let style = element.get(Attribute::Style);
    if style.and_then(width).is_some_and(|width| width <= MAX_ICON) {
        return Vec::new();
    }
    let late = [Attribute::DataSrc, Attribute::DataOriginal, Attribute::DataLazySrc, Attribute::OtherSource];
    let address = late.iter().find_map(|&name| element.get(name)).filter(|address| names_image(address));
    address.or_else(|| style.and_then(background)).map(str::to_owned).into_iter().collect()
}

/// `true` for the picture of a scene, and not of a texture or an icon, by its name.
fn names_scene(address: &str) -> bool {
    !address.starts_with("data:")
        && !["bg.", "/bg", "texture", "pattern", "icon"].iter().any(|part| address.contains(part))
}

/// The width that a style says, in pixels.
fn width(style: &str) -> Option<u32> {
    let mut properties = style.split(';').filter_map(|property| property.split_once(':'));
    let (_, width) = properties.find(|(name, _)| name.trim() == "width")?;
    width.trim().strip_suffix("px")?.parse().ok()
}
