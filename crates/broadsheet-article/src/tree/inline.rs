//! Running text: characters, links, images, and the elements around them.

use super::direction::LineDirection;
use super::math::Math;
use super::media::Image;
use crate::ids::AnchorId;
use crate::url::LinkUrl;

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Characters.
    Text(String),
    /// `br`
    Break,
    /// Text in one of the inline elements.
    Styled {
        /// The element.
        style: TextStyle,
        /// The content.
        content: Vec<Inline>,
    },
    /// `a`
    Link {
        /// The target.
        href: LinkUrl,
        /// The content; may be an image.
        content: Vec<Inline>,
    },
    /// An empty element that links within the article lead to.
    Anchor(AnchorId),
    /// `img`
    Image(Image),
    /// `math`, or `code` for one of which there is only the source.
    Math(Box<Math>),
}

/// `true` if running text is a single image, which is then no part of a sentence: with a link or a
/// style around it or not, and nothing beside it.
pub fn is_image_alone(content: &[Inline]) -> bool {
    fn count(content: &[Inline]) -> Option<usize> {
        content.iter().try_fold(0, |images, inline| match inline {
            Inline::Image(image) if !image.is_emoji => Some(images + 1),
            Inline::Styled { content, .. } | Inline::Link { content, .. } => Some(images + count(content)?),
            Inline::Break | Inline::Anchor(_) => Some(images),
            Inline::Text(text) if text.trim().is_empty() => Some(images),
            Inline::Text(_) | Inline::Math(_) | Inline::Image(_) => None,
        })
    }
    count(content) == Some(1)
}

/// The inline text elements, each with the HTML element of the same meaning
/// ([`TextStyle::tag_name`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextStyle {
    /// `abbr`
    Abbreviation,
    /// `bdi`
    BidiIsolate,
    /// `b`
    Bold,
    /// `cite`
    Cite,
    /// `code`
    Code,
    /// `dfn`
    Defined,
    /// `bdi` with a direction of its own
    Directed(LineDirection),
    /// `del`
    Deleted,
    /// `em`
    Emphasis,
    /// `ins`
    Inserted,
    /// `i`
    Italic,
    /// `kbd`
    Keyboard,
    /// `mark`
    Mark,
    /// `bdo`: every character in this direction
    Overridden(LineDirection),
    /// `q`
    QuoteInline,
    /// `ruby`
    Ruby,
    /// `rp`
    RubyParenthesis,
    /// `rt`
    RubyText,
    /// `samp`
    Sample,
    /// `small`
    Small,
    /// `s`
    Strike,
    /// `strong`
    Strong,
    /// `sub`
    Subscript,
    /// `sup`
    Superscript,
    /// `u`
    Underline,
    /// `var`
    Variable,
}

impl TextStyle {
    /// The direction that it gives.
    pub fn direction(self) -> Option<LineDirection> {
        match self {
            Self::Directed(direction) | Self::Overridden(direction) => Some(direction),
            _ => None,
        }
    }

    /// The name of the HTML element.
    pub fn tag_name(self) -> &'static str {
        match self {
            Self::Abbreviation => "abbr",
            Self::BidiIsolate | Self::Directed(_) => "bdi",
            Self::Bold => "b",
            Self::Cite => "cite",
            Self::Code => "code",
            Self::Defined => "dfn",
            Self::Deleted => "del",
            Self::Emphasis => "em",
            Self::Inserted => "ins",
            Self::Italic => "i",
            Self::Keyboard => "kbd",
            Self::Mark => "mark",
            Self::Overridden(_) => "bdo",
            Self::QuoteInline => "q",
            Self::Ruby => "ruby",
            Self::RubyParenthesis => "rp",
            Self::RubyText => "rt",
            Self::Sample => "samp",
            Self::Small => "small",
            Self::Strike => "s",
            Self::Strong => "strong",
            Self::Subscript => "sub",
            Self::Superscript => "sup",
            Self::Underline => "u",
            Self::Variable => "var",
        }
    }
}
