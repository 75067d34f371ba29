//! The article list. [`layout`] and [`window`] are pure; [`view`] and [`row`] draw.

pub mod layout;
pub mod row;
pub mod view;
pub mod window;
