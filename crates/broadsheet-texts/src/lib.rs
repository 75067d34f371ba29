//! The texts of the interface: one TOML file a language, checked against each other and turned into
//! code.
//!
//! Runs at build time only. The viewer's `build.rs` takes Rust from it
//! ([`Catalog::rust_languages`], [`Catalog::rust_texts`]), `xtask` fills the scripts and the style
//! sheet with it ([`Catalog::fill_script`], [`Catalog::fill_styles`]). Imports nothing of this
//! repository.
//!
//! ```
//! use broadsheet_texts::Catalog;
//!
//! let english = r#"
//!     name = "English"
//!     ranges = ["en"]
//!     [viewer]
//!     post_count = { one = "{total} post", other = "{total} posts" }
//!     [page]
//!     retry = "Retry"
//! "#;
//! let catalog = Catalog::parse([("en", english)])?;
//! let script = r#"const TEXTS = textsOf("retry");"#;
//! assert_eq!(catalog.fill_script(script)?, r#"const TEXTS = {en:{retry:"Retry"}};"#);
//! # Ok::<(), broadsheet_texts::Error>(())
//! ```

mod catalog;
mod check;
mod error;
mod language;
mod rust;
mod script;

pub use catalog::Catalog;
pub use error::{Error, Fault};
