//! The Broadsheet viewer: an archive of articles, read in the browser.
//!
//! - [`pictures`]: which pictures are loaded without asking;
//! - [`route`]: the address of a view, both ways;
//! - [`normal`]: what comparing texts takes of Unicode's tables, by the browser;
//! - [`config`]: what the holding page decides;
//! - [`embed`]: the viewer in elements of somebody else's pages;
//! - [`environment`]: where the viewer stands, and what of the page it may touch;
//! - [`list_layout`]: where the rows of a list stand;
//! - [`store`]: what is loaded of a bundle, and what a view needs next;
//! - [`components`]: what is drawn; every component draws without a browser as well;
//! - [`hooks`]: the edges to the browser: history, storage, keyboard, scrolling;
//! - [`chunks`]: what is loaded when it is first needed;
//! - [`i18n`]: the interface's languages;
//! - [`same`]: values that are compared by where they are;
//! - [`app`]: ties them together.
//!
//! Data flows one way: address and archive → [`components::page::Page`] → [`intent::Intent`] → address and archive.

#![allow(clippy::similar_names, reason = "`html!` names its own bindings after the elements")]
#![allow(clippy::ignored_unit_patterns, reason = "`html!` writes them for elements whose names are computed")]

pub mod app;
pub mod chunks;
pub mod components;
pub mod config;
pub mod embed;
pub mod environment;
pub mod hooks;
pub mod i18n;
pub mod intent;
pub mod interface;
pub mod list_layout;
pub mod normal;
pub mod pictures;
pub mod route;
pub mod same;
pub mod store;
