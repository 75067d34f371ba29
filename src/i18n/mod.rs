//! The languages of the interface: texts, and dates, numbers and names in the reader's manner.
//!
//! Imports nothing else of the viewer. The texts are in `texts/`, one file a language; `build.rs`
//! makes [`Language`] and [`Texts`] of them, and the build the tables in the scripts. Use:
//! `fill(texts.date_from, &[("day", &day)])`, where `texts` is [`Language::texts`], and
//! [`Formats::plural`] for a text that counts.

pub mod collate;
mod fill;
mod format;
mod language;
mod texts;

pub use fill::fill;
pub use format::Formats;
pub use language::Language;
pub use texts::{Plural, Texts};
