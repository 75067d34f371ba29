//! The ways in which a unit of the source ends, other than in the article.

/// The end of a unit of the source that is not in the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// A rule of this name took it.
    Taken(&'static str),
    /// Something stands in its place.
    Replaced(Replacement),
    /// It is lost.
    Lost(Loss),
}

impl Ending {
    /// An element that holds nothing.
    pub(crate) const EMPTY: Self = Self::Taken("empty");
    /// A control of a form without a word to keep.
    pub(crate) const CONTROL: Self = Self::Taken("empty-control");
    /// An image that counts users and shows nothing.
    pub(crate) const TRACKING_PIXEL: Self = Self::Taken("tracking-pixel");
}

/// The thing in the place of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Replacement {
    /// The same picture for browsers without scripts, or the one that those with scripts load.
    Twin,
    /// The content alone: of a table that is layout, of code within a line.
    Content,
    /// Its words alone: a link that led nowhere, or nowhere any more.
    Words,
    /// The words that describe it: a picture's `alt`, the title of an abbreviation.
    Description,
    /// The emoji that it shows.
    Emoji,
    /// The picture that a style sheet would have shown behind a box.
    Background,
    /// A formula, which pages hold as drawings, pictures, or several times over.
    Formula,
    /// Plain markup that says the same without a script, a plug-in or a form.
    Markup,
    /// A link to it: another page in a frame.
    Link,
    /// The player itself, for what browsers without it were to show.
    Player,
    /// The e-mail address that was hidden from robots.
    Address,
    /// The pieces of a link that is parted by blocks.
    Pieces,
    /// The way back from a footnote.
    Backlink,
}

impl Replacement {
    /// The name, for people and programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Twin => "twin",
            Self::Content => "content",
            Self::Words => "words",
            Self::Description => "description",
            Self::Emoji => "emoji",
            Self::Background => "background",
            Self::Formula => "formula",
            Self::Markup => "markup",
            Self::Link => "link",
            Self::Player => "player",
            Self::Address => "address",
            Self::Pieces => "pieces",
            Self::Backlink => "backlink",
        }
    }
}

/// The reason for which a unit of the source is in no article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// It has no address, or only that of a placeholder.
    NoAddress,
    /// Its address is relative, and neither a file nor an original is known for it.
    RelativeAddress,
    /// Its address is of a kind that no article may hold, or is broken.
    RefusedAddress,
    /// It is, or is in, a control of a form.
    Control,
    /// It was for browsers without scripts.
    Noscript,
    /// It needs a plug-in.
    Plugin,
    /// It is a drawing within the page.
    Drawing,
    /// It was to stand in for a player that is lost itself.
    Fallback,
    /// It is within a line, where it has no place.
    InLine,
    /// It is a link within a link.
    InLink,
    /// It is a link, and all it held is lost.
    Hollow,
    /// It is nested too deeply.
    TooDeep,
    /// There is no place for it in an article.
    NoPlace,
    /// Nothing was recorded of it: a fault of this program.
    Unexplained,
}

impl Loss {
    /// The name for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoAddress => "no-address",
            Self::RelativeAddress => "relative-address",
            Self::RefusedAddress => "refused-address",
            Self::Control => "control",
            Self::Noscript => "noscript",
            Self::Plugin => "plugin",
            Self::Drawing => "drawing",
            Self::Fallback => "fallback",
            Self::InLine => "in-line",
            Self::InLink => "in-link",
            Self::Hollow => "hollow",
            Self::TooDeep => "too-deep",
            Self::NoPlace => "no-place",
            Self::Unexplained => "unexplained",
        }
    }

    /// The reason, for people.
    pub fn reason(self) -> &'static str {
        match self {
            Self::NoAddress => "no address found",
            Self::RelativeAddress => "a relative address that leads nowhere",
            Self::RefusedAddress => "an address that is broken or not permitted",
            Self::Control => "in a control of a form",
            Self::Noscript => "for browsers without scripts",
            Self::Plugin => "needs a plug-in",
            Self::Drawing => "a drawing within the page",
            Self::Fallback => "in the place of a player that is lost too",
            Self::InLine => "no place for it within a line",
            Self::InLink => "a link within a link",
            Self::Hollow => "all that it held is lost",
            Self::TooDeep => "nested too deeply",
            Self::NoPlace => "no place for it in an article",
            Self::Unexplained => "unexplained; please report this",
        }
    }

    /// The reason why an address gives neither a link nor a picture. `None` if it led nowhere in
    /// the original either: `#`, or a script in the place of an address.
    pub(crate) fn of_address(address: &str) -> Option<Self> {
        let address = address.trim_matches(|c: char| c <= ' ');
        if address.is_empty() || address.starts_with('#') {
            return None;
        }
        let scheme = address.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| {
            scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
        });
        match scheme {
            Some(scheme)
                if scheme.eq_ignore_ascii_case("javascript") || scheme.eq_ignore_ascii_case("about") =>
            {
                None
            }
            Some(_) => Some(Self::RefusedAddress),
            None => Some(Self::RelativeAddress),
        }
    }
}
