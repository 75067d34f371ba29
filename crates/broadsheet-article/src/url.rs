//! Addresses that have been judged. The only way to make one is through the judge here.

use crate::tree::AnchorId;

/// Where a link may lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkUrl {
    /// An absolute `http:`, `https:`, `mailto:` or `tel:` address.
    External(ExternalUrl),
    /// A place in the same article.
    Anchor(AnchorId),
}

/// Where a picture, sound or film may come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaUrl {
    /// An absolute `https:` address.
    Remote(ExternalUrl),
    /// A file of the bundle itself, relative to it: `media/0123456789abcdef.png`.
    Local(LocalMedia),
    /// A small raster picture inside the article: a `data:` address of type png, jpeg, gif, webp or avif.
    Inline(InlineImage),
}
