//! The edges to the browser.

pub mod history;
pub mod scroll;
mod use_activity;
mod use_announcements;
mod use_archive;
mod use_current_route;
mod use_latest;
mod use_list_window;
mod use_measures;
mod use_places;
mod use_preferences;
mod use_read_marks;
mod use_sheets;
mod use_shortcuts;
mod use_steps;
mod use_title;
mod use_visit;

pub use use_activity::use_activity;
pub use use_announcements::{Announced, use_announcements};
pub use use_archive::use_archive;
pub use use_current_route::use_current_route;
pub use use_latest::use_latest;
pub use use_list_window::{ListPart, use_list_part, use_list_scroll};
pub use use_measures::{Measures, use_measures};
pub use use_places::{use_arrival, use_place_notes};
pub use use_preferences::use_preferences;
pub use use_read_marks::use_read_marks;
pub use use_sheets::use_sheets;
pub use use_shortcuts::{Shortcut, move_in_list, use_shortcuts};
pub use use_steps::use_steps;
pub use use_title::use_title;
pub use use_visit::{Arrival, Asked, Visit, use_visit};
