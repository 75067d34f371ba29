//! Archives of other people, as they come: what was reported of other programs, packed by this one.
//!
//! One module for each theme. A test packs a small folder with the command and looks at the items
//! and at what was told.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod cleaning;
mod code;
#[path = "../common/mod.rs"]
mod common;
mod embeds;
mod emphasis;
mod exports;
mod feeds;
mod files;
mod formulas;
mod front_matter;
mod languages;
mod ledger;
mod links;
mod marks;
mod meaning;
mod names;
mod own_sites;
mod packed;
mod pictures;
mod saved_pages;
mod sites;
mod templates;
mod wiki;
