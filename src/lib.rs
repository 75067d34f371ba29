//! The Broadsheet viewer.
