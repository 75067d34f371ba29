//! The facets: filters by value and by date, with how many posts each choice would leave. All of it
//! is in the lazily loaded facets module.
//!
//! [`crate::lazy`] alone may name its functions; all others call them through what it returns.

mod data;
mod group;
mod histogram;
mod panel;
mod ui_state;

pub use panel::{FacetsProps, view_facets};
