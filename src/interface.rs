//! How the interface looks and speaks: the same for every component, and rarely changing.

use crate::i18n::{Formats, Language, Texts};

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

    /// The name in storage and in the style sheet.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Sepia => "sepia",
            Self::Dark => "dark",
        }
    }

    /// The theme of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == name)
    }
}

/// What every component needs to know of the reader's choices. A context.
#[derive(Debug, Clone, PartialEq)]
pub struct Interface {
    /// The interface's language.
    pub language: Language,
    /// How dates and numbers are written in it.
    pub formats: Formats,
    /// The page's colours.
    pub theme: Theme,
}

impl Interface {
    /// The texts of the language.
    pub fn texts(&self) -> &'static Texts {
        self.language.texts()
    }
}
