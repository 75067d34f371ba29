//! Effects and listeners: they connect the browser to state and pure reducers.

mod use_archive;
mod use_has_interacted;
mod use_latest;
mod use_measures;
mod use_navigation;
mod use_preferences;
mod use_read_marks;
mod use_scroll_restoration;
mod use_sheets;
mod use_shortcuts;
mod use_title;
mod use_virtual_list;

pub use use_archive::{LoadedArchive, use_archive};
pub use use_has_interacted::use_has_interacted;
pub use use_latest::use_latest;
pub use use_measures::{Measures, use_measures};
pub use use_navigation::use_navigation;
pub use use_preferences::use_preferences;
pub use use_read_marks::use_read_marks;
pub use use_scroll_restoration::{Drawn, use_save_scroll, use_scroll_restoration};
pub use use_sheets::use_sheets;
pub use use_shortcuts::{Shortcut, use_shortcuts};
pub use use_title::use_title;
pub use use_virtual_list::{ListScroller, VirtualListHandle, use_list_updates, use_virtual_list};
