//! The pictures at the head of an article that its front matter names.

use broadsheet_article::native::begin_with_pictures;
use broadsheet_article::tree::Block;
use broadsheet_article::url::BundledMedia;
use broadsheet_article::{Article, Options, escape_attribute, escape_text, native};

use crate::import::lead_picture::LeadPicture;

/// Pictures that can be shown, each with its HTML.
#[derive(Debug, Default)]
pub(super) struct LeadPictures {
    blocks: Vec<Block>,
    html: Vec<String>,
}

impl LeadPictures {
    /// Reads pictures as parts of an article; `find_media` is asked for their files.
    pub(super) fn read(
        pictures: &[LeadPicture],
        options: &Options,
        find_media: &mut dyn FnMut(&str) -> Option<BundledMedia>,
    ) -> Self {
        let options = Options { clean: false, ..options.clone() };
        let mut read = Self::default();
        for picture in pictures {
            let html = html_of(picture);
            let blocks = native::parse_with(&html, &options, find_media).0.blocks;
            if let Some(block) = blocks.into_iter().next() {
                read.blocks.push(block);
                read.html.push(html);
            }
        }
        read
    }

    /// Puts them before an article and its uncleaned form, but for those that it shows already.
    /// Returns the HTML of those that were put there.
    pub(super) fn put_before(&self, article: &mut Article, uncleaned: &mut Option<Article>) -> String {
        if let Some(uncleaned) = uncleaned {
            begin_with_pictures(uncleaned, &self.blocks);
        }
        let were_put = begin_with_pictures(article, &self.blocks);
        let put = self.html.iter().zip(were_put).filter(|(_, was_put)| *was_put);
        put.fold(String::new(), |all, (html, _)| [&all, html, "\n\n"].concat())
    }
}

fn html_of(picture: &LeadPicture) -> String {
    let LeadPicture { address, alt, caption, .. } = picture;
    let image =
        ["<img src=\"", &escape_attribute(address), "\" alt=\"", &escape_attribute(alt), "\">"].concat();
    if caption.is_empty() {
        return ["<p>", &image, "</p>"].concat();
    }
    let caption = if caption.contains("</") { caption.clone() } else { escape_text(caption) };
    ["<figure>", &image, "<figcaption>", &caption, "</figcaption></figure>"].concat()
}
