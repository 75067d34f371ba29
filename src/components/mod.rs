//! Components that several parts of the page share. One component a file; all of them draw
//! natively, too, since browser APIs are used in callbacks only.

mod changing;
pub mod date;
pub mod embed_snippets;
pub mod error_alert;
pub mod error_message;
pub mod external_link;
pub mod filter_chips;
pub mod header;
pub mod help;
pub mod route_link;
pub mod search_box;
pub mod settings_menu;

pub use changing::changing;
