//! The filter engine: which posts the user's choices leave, and how many each further choice would.
//!
//! A [`Filter`] says what is chosen, a [`FilterIndex`] finds the rows in a [`RowSet`], a
//! [`RowList`] puts them in order, a [`Histogram`] counts them over time, [`SearchPage`]s find
//! words.

mod histogram;
mod index;
mod partial_date;
mod row_list;
mod row_set;
mod search;
mod selection;

pub use histogram::{Bar, DateRange, Histogram};
pub use index::{FacetValues, FilterIndex, PageLocation};
pub use partial_date::PartialDate;
pub use row_list::RowList;
pub use row_set::RowSet;
pub use search::{SearchPage, SearchTerms};
pub use selection::{Filter, MatchMode, Selection, Sort};
