//! What is drawn. One component a file; all of them draw natively too, since browser APIs are used in callbacks only.

mod changing;
pub mod content;
pub mod date;
pub mod embed_snippets;
pub mod error_alert;
pub mod error_message;
pub mod facets;
mod film;
pub mod filter_chips;
pub mod header;
pub mod heading;
pub mod help;
mod long_text;
pub mod picture;
pub mod route_link;
pub mod search_box;
pub mod settings_menu;

pub use changing::changing;
