//! The intents of the user. Components emit them, `app` handles them.

use broadsheet_bundle::filter::Filter;

use crate::i18n::Language;
use crate::media_policy::RemoteMediaPolicy;
use crate::route::Route;
use crate::settings::Theme;

/// Something that the user asks of the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// Show another view; Back returns from it.
    Navigate(Route),
    /// Open the post that a link in an article leads to.
    OpenPost {
        /// Its id.
        id: String,
        /// The name of an anchor in it.
        anchor: Option<String>,
    },
    /// Show another view in the place of this one.
    Replace(Route),
    /// Filter the list. An open article stays open if it is shown beside the list.
    Narrow {
        /// The new filter.
        filter: Filter,
        /// `true` if Back undoes it; else it belongs to the intent before, as while a slider is
        /// moved.
        step: bool,
    },
    /// Search the list for these words, as typed so far.
    Search(String),
    /// Move the focus past what is on every page: into the open article, or else into the list.
    SkipToContent,
    /// Close the article and go to the list.
    CloseReader,
    /// Save the scroll positions: the browser is about to follow a link within the article.
    SaveScroll,
    /// Scroll the list to the row at this index.
    JumpToRow(u32),
    /// Show or hide the facets, where they have no column of their own.
    ToggleFacets,
    /// Show the keyboard shortcuts.
    OpenHelp,
    /// Show all values of a facet.
    ExpandFacets,
    /// Load again what failed.
    Retry,
    /// Load the next page of a feed.
    LoadOlder,
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
    /// Load media of other hosts by this policy.
    RemoteMedia(RemoteMediaPolicy),
    /// Let single letters and signs be shortcuts, or not.
    LetterKeys(bool),
}
