//! The browser, as far as the viewer uses it outside of what Yew draws: history, storage,
//! scrolling, focus, dialogs.
//!
//! Plain functions without hooks and without state of their own. Everything that touches the
//! document takes a [`host::HostContext`], which keeps it inside the viewer's container.

pub mod dialog;
pub mod dom_ids;
pub mod history;
pub mod host;
pub mod keys;
pub mod read_marks;
pub mod scroll;
pub mod storage;
