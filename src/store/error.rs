//! The errors of loading a bundle.

/// A failed load, in the terms in which the user is told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// The browser has no network.
    #[error("offline")]
    Offline,
    /// The server could not be reached, or does not let this page read from it.
    #[error("no answer")]
    Unreachable,
    /// The answer is taking long, and is still waited for.
    #[error("slow")]
    Slow,
    /// No complete answer within the time limit.
    #[error("timed out")]
    Timeout,
    /// The server answered with an error.
    #[error("HTTP status {status}")]
    Status {
        /// The code.
        status: u16,
        /// `Retry-After`, in seconds.
        retry_after: Option<u32>,
    },
    /// There is a web page where data should be: usually a host's own error page.
    #[error("HTML instead of JSON")]
    HtmlInsteadOfJson,
    /// The content of a file does not have the hash in its name, not even past the browser's cache.
    #[error("of another hash than its name says")]
    HashMismatch,
    /// The data is damaged or truncated.
    #[error("malformed at line {line}, column {column}")]
    Malformed {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
    },
    /// The data is well-formed, but neither a bundle nor a JSON Feed.
    #[error("not a bundle")]
    NotABundle,
    /// The bundle is of a newer format version than this viewer reads.
    #[error("bundle format {0}")]
    UnsupportedVersion(u32),
    /// The files of the bundle contradict each other.
    #[error("post missing from its shard")]
    CorruptBundle,
    /// Code that is loaded when it is first needed could not be.
    #[error("a part of the viewer could not be loaded")]
    CodeUnavailable,
    /// The file is gone because a newer version of the archive or of the viewer has replaced it.
    #[error("replaced by a newer version")]
    Outdated,
}

impl LoadError {
    /// `true` if a newer version of the site would explain it.
    pub fn may_be_outdated(&self) -> bool {
        matches!(
            self,
            Self::Status { status: 403 | 404 | 410, .. }
                | Self::HtmlInsteadOfJson
                | Self::HashMismatch
                | Self::Malformed { .. }
                | Self::NotABundle
                | Self::CorruptBundle
                | Self::CodeUnavailable
        )
    }

    /// `true` if only reloading the page can help.
    pub fn needs_reload(&self) -> bool {
        matches!(self, Self::CorruptBundle | Self::Outdated)
    }
}
