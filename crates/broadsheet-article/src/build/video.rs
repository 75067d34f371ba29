//! Embedded videos and other pages in a frame.

use super::image::collapse;
use super::protected_email::protected_code;
use super::tree_builder::TreeBuilder;
use crate::document::{Document, Element, NodeId, NodeKind};
use crate::tree::{EmbeddedVideo, fallback_label};
use crate::url::{LinkUrl, UrlPolicy, UrlTarget};
use crate::vocabulary::{Attribute, Tag};

impl TreeBuilder<'_, '_> {
    /// The frame of an `iframe`, or of a `figure` that was one before the article was packed;
    /// `None` without an address.
    pub(super) fn frame(&self, id: NodeId, element: &Element) -> Option<Frame> {
        if element.tag == Some(Tag::Figure) {
            return packed_video(self.document, id).map(Frame::Video);
        }
        let title = element.get(Attribute::Title).map(collapse).unwrap_or_default();
        let addresses = || {
            [Attribute::DataSrc, Attribute::DataLazySrc, Attribute::DataOriginal, Attribute::Src]
                .iter()
                .filter_map(|&name| element.get(name))
                .filter_map(|address| match self.policy.link_outside(address)? {
                    UrlTarget::External(url)
                        if url.host().is_some() && protected_code(url.as_str()).is_none() =>
                    {
                        Some(url)
                    }
                    _ => None,
                })
        };
        if let Some(video) = addresses().find_map(|url| EmbeddedVideo::from_player_url(url.as_str(), &title))
        {
            return Some(Frame::Video(video));
        }
        let url = addresses().next()?;
        let text = if title.is_empty() { fallback_label(url.as_str()) } else { title };
        Some(Frame::Page(LinkUrl::External(url), text))
    }
}

/// The video of a `figure` with `data-film`, which marks a packed player and holds nothing but a
/// link to the video's page.
pub(crate) fn packed_video(document: &Document, id: NodeId) -> Option<EmbeddedVideo> {
    document.element(id)?.get(Attribute::DataFilm)?;
    let mut inner = document.children(id);
    let (Some(link), None) = (inner.next(), inner.next()) else { return None };
    let address = document.element(link).filter(|element| element.tag == Some(Tag::A))?;
    let texts = document.descendants(link).filter_map(|text| match document.kind(text) {
        NodeKind::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let title = collapse(&texts.collect::<String>());
    EmbeddedVideo::from_page_url(address.get(Attribute::Href)?, &title)
}

/// A page within the page.
pub(super) enum Frame {
    Video(EmbeddedVideo),
    /// Another page: the target and the text of the link to it.
    Page(LinkUrl, String),
}

impl Frame {
    /// The target and the text of a link to it, for where only running text is allowed.
    pub(super) fn link(self, policy: &UrlPolicy<'_>) -> Option<(LinkUrl, String)> {
        match self {
            Self::Page(href, text) => Some((href, text)),
            Self::Video(video) => match policy.link_outside(&video.page_url())? {
                UrlTarget::External(url) => Some((LinkUrl::External(url), video.label())),
                UrlTarget::Fragment(..) | UrlTarget::Post(_) | UrlTarget::File(_) => None,
            },
        }
    }
}
