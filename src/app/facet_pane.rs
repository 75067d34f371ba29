//! The state of the facets pane: closed, open, or with all values.

use yew::prelude::*;

use crate::store::FacetDetail;

/// The state of the facets' pane.
#[derive(Clone)]
pub(super) struct FacetPane {
    is_open: UseStateHandle<bool>,
    is_expanded: UseStateHandle<bool>,
}

/// Returns the state of the facets' pane, which is closed at first.
#[hook]
pub(super) fn use_facet_pane() -> FacetPane {
    FacetPane { is_open: use_state_eq(|| false), is_expanded: use_state_eq(|| false) }
}

impl FacetPane {
    /// `true` if the user has opened it where it has no column of its own.
    pub(super) fn is_open(&self) -> bool {
        *self.is_open
    }

    /// Returns what of the facets is shown, given whether they have a column of their own.
    pub(super) fn shown(&self, has_column: bool) -> FacetDetail {
        if *self.is_expanded {
            FacetDetail::All
        } else if has_column || *self.is_open {
            FacetDetail::Top
        } else {
            FacetDetail::None
        }
    }

    /// Opens or closes it.
    pub(super) fn toggle(&self) {
        self.is_open.set(!*self.is_open);
    }

    /// Shows all values.
    pub(super) fn expand(&self) {
        self.is_expanded.set(true);
    }
}
