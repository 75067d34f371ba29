//! Errors of writing output.

use std::io;
use std::path::Path;

/// A reason for which output cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// Writing would mix with somebody's files.
    #[error(
        "{0} is not empty and holds no Broadsheet output; choose another folder, or say --force to write into it"
    )]
    ForeignFolder(String),
    /// A file of somebody's is where a file of ours belongs.
    #[error(
        "{0} is in the way: this program has not written it, or it was changed since; move it away, or say --force to \
         replace it"
    )]
    ForeignFile(String),
    /// A folder is where a file of ours belongs.
    #[error("{0} is a folder, and a file of this output belongs there; move it away")]
    NoFile(String),
    /// Something that is not a folder, such as a link, is where a folder of ours belongs.
    #[error("{0} is a link or a file, not a folder of this output; move it away")]
    NoFolder(String),
    /// Another run is writing the same output.
    #[error("{path} is being written by another run{holder}; wait for it to end, or choose another output")]
    Locked {
        /// The output.
        path: String,
        /// Which run, in parentheses, if that is known.
        holder: String,
    },
    /// The file system says no.
    #[error("cannot write {path}")]
    Io {
        /// The file or folder.
        path: String,
        /// The reason.
        #[source]
        source: io::Error,
    },
    /// Something that is kept in a file while a run lasts cannot be written or read.
    #[error("cannot keep a temporary file")]
    Temporary(#[source] io::Error),
}

impl OutputError {
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io { path: path.display().to_string(), source }
    }
}
