//! The article list: a virtual list, of which only the rows near the viewport are drawn.
//!
//! [`layout`], [`window`] and [`virtual_list`] are pure and know nothing of the browser; [`view`]
//! and [`row`] draw. The hook `use_virtual_list` reports to the reducer and runs its effects.

pub mod layout;
pub mod row;
pub mod view;
pub mod virtual_list;
pub mod window;
