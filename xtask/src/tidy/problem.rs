//! The kinds of problems that the checks find, and one that was found.

use std::fmt;

/// A kind of problem: what the tables count by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// Files that name each other's items, also by way of others.
    Circle,
    /// A file that names an item of a layer above its own.
    UpwardEdge,
    /// A module that the table of layers does not have, or the other way round.
    UnknownLayer,
    /// A crate that depends on another one against the table.
    Dependency,
    /// A file with too many lines.
    LongFile,
    /// A function with too many lines.
    LongFunction,
    /// A file that does not say what it is.
    NoModuleComment,
    /// A comment that is too wide.
    WideComment,
    /// A doc comment that begins with a headless clause.
    HeadlessDoc,
    /// A comment with words that say too little.
    ForbiddenWords,
    /// Imports in another order than standard library, external crates, this crate.
    ImportOrder,
    /// A module with a folder that is not `mod.rs`, or a folder that has only `mod.rs`.
    ModuleStyle,
    /// `.filter(|_| …)`.
    FilterWithoutValue,
}

impl Kind {
    /// All kinds, in the order of the report.
    pub(crate) const ALL: [Self; 13] = [
        Self::Circle,
        Self::UpwardEdge,
        Self::UnknownLayer,
        Self::Dependency,
        Self::LongFile,
        Self::LongFunction,
        Self::NoModuleComment,
        Self::WideComment,
        Self::HeadlessDoc,
        Self::ForbiddenWords,
        Self::ImportOrder,
        Self::ModuleStyle,
        Self::FilterWithoutValue,
    ];

    /// The name in reports.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Circle => "circle",
            Self::UpwardEdge => "upward-edge",
            Self::UnknownLayer => "unknown-layer",
            Self::Dependency => "dependency",
            Self::LongFile => "long-file",
            Self::LongFunction => "long-function",
            Self::NoModuleComment => "no-module-comment",
            Self::WideComment => "wide-comment",
            Self::HeadlessDoc => "headless-doc",
            Self::ForbiddenWords => "forbidden-words",
            Self::ImportOrder => "import-order",
            Self::ModuleStyle => "module-style",
            Self::FilterWithoutValue => "filter-without-value",
        }
    }
}

/// One problem, with its place and what to do about it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Problem {
    pub(crate) kind: Kind,
    /// The path in the repository, with slashes.
    pub(crate) file: String,
    /// From 1.
    pub(crate) line: usize,
    pub(crate) message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let Self { kind, file, line, message } = self;
        write!(formatter, "{file}:{line}: {message} [{}]", kind.name())
    }
}
