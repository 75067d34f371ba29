//! What is drawn. One component a file; all of them draw natively too, since browser APIs are used in callbacks only.

pub mod active_filters;
mod changing;
pub mod content;
pub mod facets;
mod film;
pub mod header;
pub mod heading;
pub mod help;
pub mod list;
pub mod list_row;
mod long_text;
pub mod page;
pub mod picture;
pub mod problem;
pub mod reader;
pub mod route_link;
pub mod search_box;
pub mod settings;
pub mod share;
mod use_interface;

pub use changing::changing;
pub use use_interface::use_interface;
