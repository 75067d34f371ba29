//! The Broadsheet viewer: an archive of articles, read in the browser.
//!
//! - [`route`]: the address of a view, both ways; [`navigation`]: how the user came to it;
//! - [`config`]: the options that the page which holds the viewer gives; [`settings`]: the user's
//!   choices;
//! - [`media_policy`]: the hosts from which media load without consent;
//! - [`direction`]: the direction of text;
//! - [`normal`]: Unicode normalization by the browser;
//! - [`store`]: what has been loaded of a bundle, and what has to be loaded next;
//! - [`browser`]: history, storage, scrolling and focus, as plain functions;
//! - [`list`]: the article list: its layout, the part of it that is drawn, and the drawing;
//! - [`components`]: components that several parts of the page share; [`reader`]: the content of an
//!   article; [`facets`]: the filters;
//! - [`hooks`]: effects and listeners;
//! - [`lazy`]: code that is loaded when it is first needed;
//! - [`i18n`]: the languages of the user interface;
//! - [`ptr_eq`]: an `Rc` that is compared by pointer;
//! - [`app`]: ties them together; [`embed`]: the viewer in an element of a host page.
//!
//! Data flows one way: address and archive → [`app::page::Page`] → [`intent::Intent`] → address and
//! archive.

#![allow(clippy::similar_names, reason = "`html!` names its own bindings after the elements")]
#![allow(clippy::ignored_unit_patterns, reason = "`html!` writes them for elements whose names are computed")]

pub mod app;
pub mod browser;
pub mod components;
pub mod config;
pub mod direction;
pub mod embed;
pub mod facets;
pub mod hooks;
pub mod i18n;
pub mod intent;
pub mod lazy;
pub mod list;
pub mod media_policy;
pub mod navigation;
pub mod normal;
pub mod ptr_eq;
pub mod reader;
pub mod route;
pub mod scroll_restoration;
pub mod settings;
pub mod store;
