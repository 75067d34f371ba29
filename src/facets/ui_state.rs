//! The state of the facets' user interface.

use broadsheet_bundle::facet::Facet;
use broadsheet_bundle::filter::MatchMode;

/// The user interface state of one facet group.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct FacetUiState {
    /// The match mode that the user has chosen before any value.
    pub(super) mode: Option<MatchMode>,
    /// `true` if more values are shown than the first.
    pub(super) expanded: bool,
    /// `true` if the values are sorted by name, not by count.
    pub(super) by_name: bool,
    /// The words that the values are searched for.
    pub(super) search: String,
}

/// A year whose months the user has opened or closed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct YearState {
    pub(super) year: String,
    pub(super) is_open: bool,
}

/// The last choice that the user has made.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LastAction {
    pub(super) facet: Facet,
    pub(super) value: String,
    /// `true` if the Exclude button was pressed.
    pub(super) is_exclude: bool,
    /// `true` until the counts are known that follow from it.
    pub(super) awaiting_counts: bool,
}
