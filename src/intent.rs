//! The requests of a reader. Components emit them, [`crate::app`] handles them.

use broadsheet_bundle::filter::Filter;

use crate::i18n::Language;
use crate::media_policy::RemoteMediaPolicy;
use crate::route::Route;
use crate::settings::Theme;

/// Something that the reader asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// Show another view; Back returns from it.
    Navigate(Route),
    /// Show another view in the place of this one.
    Replace(Route),
    /// Narrow the list so. Where there is room for both, an open article stays open.
    Narrow {
        /// To what.
        filter: Filter,
        /// `true` if Back undoes it; else it is one with what was asked for before, as while a
        /// slider is moved.
        step: bool,
    },
    /// Look for these words in the list, as typed so far.
    Search(String),
    /// Move the focus past what stands on every page: into the open post, or else into the list.
    SkipToContent,
    /// Leave the open post for the list.
    CloseReader,
    /// Keep in mind where the reader is: the browser is about to follow a link within the article.
    SaveScroll,
    /// Scroll the list to the row at this place.
    JumpToRow(u32),
    /// Show or hide the facets, where the window has no room for both.
    ToggleFacets,
    /// Show the keyboard shortcuts.
    OpenHelp,
    /// Show all values of a facet.
    ExpandFacets,
    /// Load again what failed.
    Retry,
    /// Load the page again, and with that the newest version.
    Reload,
    /// Change a user interface setting.
    Set(Preference),
}

/// A change of a user interface setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preference {
    /// Read in these colours.
    Theme(Theme),
    /// Use this language.
    Language(Language),
    /// Load media of other hosts so from now on.
    RemoteMedia(RemoteMediaPolicy),
    /// Let single letters and signs be shortcuts, or not.
    LetterKeys(bool),
}
