//! Why something could not be loaded.

/// A failed load, as far as a reader can be told.
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
    /// No whole answer within the time limit.
    #[error("timed out")]
    Timeout,
    /// The server answered with an error.
    #[error("HTTP status {status}")]
    Status {
        /// The code.
        status: u16,
        /// How many seconds it wants to be left alone, if it says.
        retry_after: Option<u32>,
    },
    /// There is a web page where data should be: usually a host's own error page.
    #[error("HTML instead of JSON")]
    Html,
    /// The bytes of a shard do not have the hash in its name, not even when the browser's cache is passed by.
    #[error("of another hash than its name says")]
    Damaged,
    /// The data is damaged or cut off.
    #[error("malformed at line {line}, column {column}")]
    Malformed {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
    },
    /// The data is whole, but neither a bundle nor a JSON Feed.
    #[error("not a bundle")]
    NotABundle,
    /// The bundle is of a format newer than this viewer.
    #[error("bundle format {0}")]
    Newer(u32),
    /// A shard lacks the post that the index promised.
    #[error("post missing from its shard")]
    Inconsistent,
    /// A part of the viewer that is loaded when it is needed could not be.
    #[error("a part of the viewer could not be loaded")]
    Module,
    /// What was asked for is gone because a newer version of the archive or of the viewer has taken its place.
    #[error("replaced by a newer version")]
    Replaced,
}

impl LoadError {
    /// Whether it may mean that the site was replaced since the page was opened.
    pub(super) fn may_be_replaced(&self) -> bool {
        matches!(
            self,
            Self::Status { status: 403 | 404 | 410, .. }
                | Self::Html
                | Self::Damaged
                | Self::Malformed { .. }
                | Self::NotABundle
                | Self::Inconsistent
                | Self::Module
        )
    }

    /// Whether only loading the page again can help.
    pub fn needs_reload(&self) -> bool {
        matches!(self, Self::Inconsistent | Self::Replaced)
    }
}
