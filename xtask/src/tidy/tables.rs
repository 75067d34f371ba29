//! The tables that the repository is held to: the layers of each crate, the crates that each may
//! use, and the exceptions.

use super::layers::Layers;
use super::sizes::Exception;

/// The layers of each crate, lowest first. `lib` and `main` are the roots.
pub(crate) const LAYERS: &[Layers] = &[
    Layers {
        package: "broadsheet",
        layers: &[
            &["ptr_eq", "i18n", "route", "normal", "media_policy", "direction"],
            &["settings", "config", "intent", "navigation", "scroll_restoration"],
            &["list::layout", "list::virtual_list", "list::window"],
            &["browser"],
            &["store"],
            &["store::io"],
            &["components"],
            &["list", "reader", "facets"],
            &["lazy"],
            &["hooks"],
            &["app"],
            &["embed"],
            &["lib", "main"],
        ],
    },
    Layers {
        package: "broadsheet-bundle",
        layers: &[
            &["date", "facet", "num", "text", "url", "written_date"],
            &["format"],
            &["filter"],
            &["lib"],
        ],
    },
    Layers {
        package: "broadsheet-article",
        layers: &[
            &["blank", "bytes", "letters", "limits", "ids", "percent", "size", "small_sort", "vocabulary"],
            &["image_names"],
            &["tex"],
            &["url"],
            &["tree"],
            &["document", "options", "write", "markdown"],
            &["ledger"],
            &["build", "replacements"],
            &["clean"],
            &["parse"],
            &["lib"],
        ],
    },
    Layers {
        package: "broadsheet-texts",
        layers: &[&["error"], &["language"], &["check"], &["catalog"], &["rust", "script"], &["lib"]],
    },
    Layers {
        package: "broadsheet-pack",
        layers: &[
            &[
                "limits",
                "hash",
                "json",
                "regular",
                "digest_set",
                "language",
                "progress",
                "options",
                "spill_file",
                "fault",
                "own_sites",
                "site_address",
            ],
            &["diagnostics", "references"],
            &["output"],
            // What is known of a file and its metadata, which the cache remembers.
            &[
                "import::encoding",
                "import::feed::detect",
                "import::fingerprint",
                "import::source::format",
                "import::unread",
                "import::root",
                "import::discover",
                "import::origin",
            ],
            &[
                "import::yaml_value",
                "import::yaml",
                "import::key_names",
                "import::hashtags",
                "import::json_document",
                "import::toml_document",
                "import::recover",
                "import::front_matter",
            ],
            &[
                "import::names",
                "import::metadata",
                "import::id",
                "import::lead_picture",
                "import::structured_data",
                "import::saved_page",
            ],
            &["media", "post_links"],
            &["cache"],
            &["import"],
            &["archive_info", "render"],
            &["write"],
            &["site"],
            &["lib"],
        ],
    },
    Layers {
        package: "broadsheet-cli",
        layers: &[
            &["limits", "terminal", "headers", "precompress"],
            &["report", "viewer", "archive_args"],
            &["progress", "site", "args", "ledger_report"],
            &["outcome"],
            &["paths", "run"],
            &["commands", "serve"],
            &["lib"],
            &["main"],
        ],
    },
    Layers { package: "broadsheet-feed", layers: &[&["content"], &["main"]] },
    Layers {
        package: "broadsheet-benches",
        layers: &[&["random"], &["calendar", "words", "post"], &["archive"], &["lib"]],
    },
    Layers {
        package: "broadsheet-fuzz",
        layers: &[
            &["safe"],
            &["archive", "article"],
            &[
                "addresses",
                "bundle",
                "embeds",
                "feed_file",
                "formulas",
                "front_matter",
                "html",
                "liquid",
                "markdown",
                "srcset",
            ],
            &["lib"],
            &["main"],
        ],
    },
    Layers {
        package: "xtask",
        layers: &[
            &["budget", "folders", "format", "instances", "process", "project", "texts", "wasm"],
            &["tools"],
            &["fuzz", "links", "notices", "site_check", "styles", "tidy"],
            &["code_split", "deny", "embed", "minify", "scripts", "size"],
            &["bench", "dist", "screenshot", "serve", "steps", "trunk_hook"],
            &["args"],
            &["main"],
        ],
    },
];

/// The crates of this repository that each of them may use.
pub(crate) const DEPENDENCIES: &[(&str, &[&str])] = &[
    ("broadsheet-bundle", &[]),
    ("broadsheet-article", &[]),
    ("broadsheet-feed", &["broadsheet-article", "broadsheet-bundle"]),
    ("broadsheet-pack", &["broadsheet-article", "broadsheet-bundle"]),
    ("broadsheet-cli", &["broadsheet-article", "broadsheet-bundle", "broadsheet-pack", "broadsheet-texts"]),
    ("broadsheet", &["broadsheet-article", "broadsheet-bundle", "broadsheet-texts"]),
    ("broadsheet-texts", &[]),
    ("broadsheet-benches", &["broadsheet-article", "broadsheet-bundle", "broadsheet-pack", "broadsheet-cli"]),
    ("broadsheet-fuzz", &["broadsheet-article", "broadsheet-bundle", "broadsheet-pack"]),
    ("xtask", &["broadsheet-benches", "broadsheet-texts"]),
];

/// Files and functions that may be longer than others.
pub(crate) const EXCEPTIONS: &[Exception] = &[Exception {
    file: "crates/broadsheet-article/src/build/role.rs",
    function: Some("of"),
    max_lines: 125,
    reason: "one table of all elements",
}];
