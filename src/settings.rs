//! The user interface settings: a context that every component can read, and that changes rarely.

use yew::{hook, use_context};

use crate::i18n::{Formats, Language, Texts};
use crate::media_policy::RemoteMediaPolicy;

/// The colours of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Light or dark, as the system is.
    #[default]
    System,
    /// Dark on white.
    Light,
    /// Dark on cream.
    Sepia,
    /// Light on near black.
    Dark,
}

impl Theme {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::System, Self::Light, Self::Sepia, Self::Dark];

    /// Returns the name in storage and in the style sheet.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Sepia => "sepia",
            Self::Dark => "dark",
        }
    }

    /// Returns the theme of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == name)
    }
}

/// The user interface settings.
#[derive(Debug, Clone, PartialEq)]
pub struct UiSettings {
    /// The language of the user interface.
    pub language: Language,
    /// The formats of dates and numbers in it.
    pub formats: Formats,
    /// The page's colours.
    pub theme: Theme,
    /// The policy by which media of other hosts load.
    pub remote_media: RemoteMediaPolicy,
    /// `true` if single letters and signs are shortcuts.
    pub letter_keys: bool,
    /// The levels of headings, and the landmarks.
    pub outline: HeadingOutline,
    /// Key of everything that is drawn. It changes with the language where the browser has put a
    /// translation in the place of all texts, so that none of them can be changed.
    pub redraw_key: &'static str,
}

/// The place of headings and landmarks in the page around the viewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeadingOutline {
    /// `true` if the page is the viewer's own, and with it the landmark `main`.
    pub standalone: bool,
    /// Level of the highest heading, 1 to 6.
    pub top_level: u8,
    /// `true` if the archive's name is a heading, above those of the list.
    pub has_site_heading: bool,
}

impl HeadingOutline {
    /// Returns the element of a heading that would be of `level` in a page of the viewer's own.
    pub fn heading(self, level: u8) -> &'static str {
        ["h1", "h2", "h3", "h4", "h5", "h6"][usize::from(self.top_level + level - 2).min(5)]
    }

    /// Returns the element of the heading of a row in the list.
    pub fn row(self) -> &'static str {
        self.heading(if self.has_site_heading { 2 } else { 1 })
    }

    /// Returns the role of a part of the page; in a host page it is no landmark.
    pub fn region(self) -> &'static str {
        if self.standalone { "region" } else { "group" }
    }
}

impl UiSettings {
    /// Returns the texts of the language.
    pub fn texts(&self) -> &'static Texts {
        self.language.texts()
    }
}

/// Returns the user's choices from the context; plain English if there is none.
#[hook]
pub fn use_settings() -> UiSettings {
    use_context::<UiSettings>().unwrap_or_else(|| UiSettings {
        language: Language::En,
        formats: Formats::plain(),
        theme: Theme::System,
        redraw_key: "",
        outline: HeadingOutline { standalone: true, top_level: 1, has_site_heading: true },
        remote_media: RemoteMediaPolicy::ArchiveDefault,
        letter_keys: true,
    })
}
