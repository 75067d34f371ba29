//! The role of each element: the list of what an article keeps.

use crate::ledger::{Ending, Loss};
use crate::tree::{HeadingLevel, MediaKind, TextStyle};
use crate::vocabulary::Tag;

/// The treatment of an element by the tree builder.
#[derive(Clone, Copy)]
pub(super) enum Role {
    /// Left out, with its content.
    Dropped,
    /// Replaced by its content.
    Unwrapped,
    /// Replaced by its content, on lines of its own.
    Section,
    Styled(TextStyle),
    Link,
    Break,
    Image,
    Structure(Structure),
}

/// An element with a block of its own in the tree.
#[derive(Clone, Copy)]
pub(super) enum Structure {
    Heading(HeadingLevel),
    Quote,
    Preformatted,
    List { is_ordered: bool },
    Item,
    Definitions,
    Table,
    Figure,
    Details,
    Media(MediaKind),
    Frame,
    Rule,
}

impl Role {
    /// The role of an element; `None` is one whose name is not in the vocabulary.
    #[expect(clippy::too_many_lines, reason = "a table")]
    pub(super) fn of(tag: Option<Tag>) -> Role {
        let Some(tag) = tag else { return Role::Unwrapped };
        match tag {
            Tag::Script
            | Tag::Style
            | Tag::Template
            | Tag::Embed
            | Tag::Input
            | Tag::Select
            | Tag::Textarea
            | Tag::Datalist
            | Tag::Option
            | Tag::Optgroup
            | Tag::Head
            | Tag::Title
            | Tag::Meta
            | Tag::Link
            | Tag::Base
            | Tag::Noembed
            | Tag::Noframes
            | Tag::Frame
            | Tag::Frameset
            | Tag::Param
            | Tag::Source
            | Tag::Track
            | Tag::Col
            | Tag::Colgroup => Role::Dropped,
            Tag::P
            | Tag::Div
            | Tag::Section
            | Tag::Article
            | Tag::Aside
            | Tag::Header
            | Tag::Footer
            | Tag::Main
            | Tag::Nav
            | Tag::Address
            | Tag::Center
            | Tag::Form
            | Tag::Fieldset
            | Tag::Legend
            | Tag::Hgroup
            | Tag::Search
            | Tag::Dialog
            | Tag::Button
            | Tag::Object
            | Tag::Applet
            | Tag::Body
            | Tag::Figcaption
            | Tag::Summary
            | Tag::Dt
            | Tag::Dd
            | Tag::Caption
            | Tag::Thead
            | Tag::Tbody
            | Tag::Tfoot
            | Tag::Tr
            | Tag::Td
            | Tag::Th => Role::Section,
            Tag::A => Role::Link,
            Tag::Br => Role::Break,
            Tag::Img | Tag::AmpImg => Role::Image,
            Tag::MjxContainer
            | Tag::Bdo
            | Tag::Span
            | Tag::Time
            | Tag::Picture
            | Tag::Rtc
            | Tag::Wbr
            | Tag::Noscript
            | Tag::Canvas
            | Tag::Output
            | Tag::Meter
            | Tag::Progress => Role::Unwrapped,
            Tag::H1 | Tag::H2 => Role::Structure(Structure::Heading(HeadingLevel::H2)),
            Tag::H3 => Role::Structure(Structure::Heading(HeadingLevel::H3)),
            Tag::H4 => Role::Structure(Structure::Heading(HeadingLevel::H4)),
            Tag::H5 => Role::Structure(Structure::Heading(HeadingLevel::H5)),
            Tag::H6 => Role::Structure(Structure::Heading(HeadingLevel::H6)),
            Tag::Blockquote => Role::Structure(Structure::Quote),
            Tag::Pre | Tag::Listing | Tag::Xmp | Tag::Plaintext => Role::Structure(Structure::Preformatted),
            Tag::Ul | Tag::Menu | Tag::Dir => Role::Structure(Structure::List { is_ordered: false }),
            Tag::Ol => Role::Structure(Structure::List { is_ordered: true }),
            Tag::Li => Role::Structure(Structure::Item),
            Tag::Dl => Role::Structure(Structure::Definitions),
            Tag::Table => Role::Structure(Structure::Table),
            Tag::Figure => Role::Structure(Structure::Figure),
            Tag::Details => Role::Structure(Structure::Details),
            Tag::Audio => Role::Structure(Structure::Media(MediaKind::Audio)),
            Tag::Video => Role::Structure(Structure::Media(MediaKind::Video)),
            Tag::Iframe => Role::Structure(Structure::Frame),
            Tag::Hr => Role::Structure(Structure::Rule),
            Tag::Abbr | Tag::Acronym => Role::Styled(TextStyle::Abbreviation),
            Tag::Bdi => Role::Styled(TextStyle::BidiIsolate),
            Tag::B => Role::Styled(TextStyle::Bold),
            Tag::Cite => Role::Styled(TextStyle::Cite),
            Tag::Code | Tag::Tt => Role::Styled(TextStyle::Code),
            Tag::Dfn => Role::Styled(TextStyle::Defined),
            Tag::Del => Role::Styled(TextStyle::Deleted),
            Tag::Em => Role::Styled(TextStyle::Emphasis),
            Tag::Ins => Role::Styled(TextStyle::Inserted),
            Tag::I => Role::Styled(TextStyle::Italic),
            Tag::Kbd => Role::Styled(TextStyle::Keyboard),
            Tag::Mark => Role::Styled(TextStyle::Mark),
            Tag::Q => Role::Styled(TextStyle::QuoteInline),
            Tag::Ruby => Role::Styled(TextStyle::Ruby),
            Tag::Rp => Role::Styled(TextStyle::RubyParenthesis),
            Tag::Rt => Role::Styled(TextStyle::RubyText),
            Tag::Samp => Role::Styled(TextStyle::Sample),
            Tag::Small => Role::Styled(TextStyle::Small),
            Tag::S | Tag::Strike => Role::Styled(TextStyle::Strike),
            Tag::Strong => Role::Styled(TextStyle::Strong),
            Tag::Sub => Role::Styled(TextStyle::Subscript),
            Tag::Sup => Role::Styled(TextStyle::Superscript),
            Tag::U => Role::Styled(TextStyle::Underline),
            Tag::Var => Role::Styled(TextStyle::Variable),
            // Names for replacements only. Without the feature there are none, and the table is
            // complete without this line.
            #[cfg(feature = "clean")]
            _ => Role::Unwrapped,
        }
    }
}

/// The end of an element that is [`Role::Dropped`], with what it holds.
pub(super) fn ending_of(tag: Option<Tag>) -> Ending {
    match tag {
        Some(Tag::Embed) => Ending::Lost(Loss::Plugin),
        Some(Tag::Input | Tag::Select | Tag::Textarea | Tag::Datalist | Tag::Option | Tag::Optgroup) => {
            Ending::CONTROL
        }
        _ => Ending::Lost(Loss::NoPlace),
    }
}
