//! Errors of the files of texts, and of the scripts that are filled from them.

use std::fmt::Write as _;
use std::path::PathBuf;

/// A reason why texts cannot be read or filled in.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder or a file in it cannot be read.
    #[error("reading {path}")]
    Io {
        /// The folder or file.
        path: PathBuf,
        /// The operating system's error.
        source: std::io::Error,
    },
    /// A file is not TOML.
    #[error("{language}.toml: {source}")]
    Toml {
        /// Tag of the language.
        language: String,
        /// The parser's error, with the line.
        source: toml::de::Error,
    },
    /// The files contradict each other or the rules for them: every fault that was found.
    #[error("{}", list(.0))]
    Faults(Vec<Fault>),
    /// A script or style sheet asks for a text that no section has.
    #[error("there is no text `{0}` in {SOURCE}.toml")]
    UnknownText(String),
    /// A script's call of `textsOf` is not a list of string literals.
    #[error("`textsOf` takes string literals only, and was given `{0}`")]
    NotLiterals(String),
}

/// The language that the others are compared with.
pub(crate) const SOURCE: &str = "en";

/// A fault of one text in one language.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// English has the text.
    #[error("{language}.toml: [{section}] lacks `{key}`")]
    Missing {
        /// Tag of the language.
        language: String,
        /// Section of the file.
        section: &'static str,
        /// Name of the text.
        key: String,
    },
    /// English has no such text.
    #[error("{language}.toml: [{section}] has `{key}`, which {SOURCE}.toml does not have")]
    Unknown {
        /// Tag of the language.
        language: String,
        /// Section of the file.
        section: &'static str,
        /// Name of the text.
        key: String,
    },
    /// The placeholders are not those of English.
    #[error("{language}.toml: `{key}` has the placeholders {{{found}}} instead of {{{expected}}}")]
    Placeholders {
        /// Tag of the language.
        language: String,
        /// Name of the text.
        key: String,
        /// Names in the English text, sorted.
        expected: String,
        /// Names in this language's text, sorted.
        found: String,
    },
    /// A value, or what is there instead of one, is of another kind than it has to be.
    #[error("{language}.toml: `{key}` has to be {expected}")]
    Kind {
        /// Tag of the language.
        language: String,
        /// Name of the text or member.
        key: String,
        /// The kind that it has to be of.
        expected: &'static str,
    },
    /// The same tag of readers leads to two languages.
    #[error("{language}.toml: `ranges` has `{range}`, which another language has as well")]
    Range {
        /// Tag of the second language.
        language: String,
        /// The range of tags.
        range: String,
    },
    /// Two sections of a language have a text of the same name.
    #[error("{language}.toml: `{key}` is in both sections")]
    Twice {
        /// Tag of the language.
        language: String,
        /// Name of the text.
        key: String,
    },
}

fn list(faults: &[Fault]) -> String {
    let mut text = String::from("the interface's texts do not agree:");
    for fault in faults {
        // Writing into a String cannot fail.
        let _ = write!(text, "\n  {fault}");
    }
    text
}
