//! The tables that the repository is held to: the layers of each crate, the crates that each may
//! use, and the exceptions.

use super::layers::Layers;
use super::sizes::Exception;

/// The layers of each crate, lowest first.
pub(crate) const LAYERS: &[Layers] = &[Layers {
    package: "broadsheet",
    layers: &[
        &[
            "ptr_eq",
            "normal",
            "i18n",
            "route",
            "config",
            "settings",
            "media_policy",
            "intent",
            "navigation",
            "scroll_restoration",
            "list::layout",
            "list::virtual_list",
            "list::window",
        ],
        &["browser"],
        &["store"],
        &["components"],
        &["list", "reader", "facets"],
        &["lazy", "chunks"],
        &["hooks"],
        &["app"],
        &["embed"],
        &["lib", "main"],
    ],
}];

/// The crates of this repository that each of them may use.
pub(crate) const DEPENDENCIES: &[(&str, &[&str])] = &[
    ("broadsheet-bundle", &[]),
    ("broadsheet-article", &[]),
    ("broadsheet-feed", &["broadsheet-article", "broadsheet-bundle"]),
    ("broadsheet-pack", &["broadsheet-article", "broadsheet-bundle"]),
    ("broadsheet-cli", &["broadsheet-article", "broadsheet-bundle", "broadsheet-pack"]),
    ("broadsheet", &["broadsheet-article", "broadsheet-bundle", "broadsheet-texts"]),
    ("broadsheet-texts", &[]),
    ("broadsheet-benches", &["broadsheet-article", "broadsheet-bundle", "broadsheet-pack", "broadsheet-cli"]),
    ("broadsheet-fuzz", &["broadsheet-article", "broadsheet-bundle", "broadsheet-pack", "broadsheet-cli"]),
    ("xtask", &["broadsheet-benches"]),
];

/// Files and functions that may be longer than others.
pub(crate) const EXCEPTIONS: &[Exception] = &[];
