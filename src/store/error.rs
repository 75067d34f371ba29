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
    /// No whole answer within the time limit.
    #[error("timed out")]
    Timeout,
    /// The server answered with an error.
    #[error("HTTP status {0}")]
    Status(u16),
    /// There is a web page where data should be: usually a host's own error page.
    #[error("HTML instead of JSON")]
    Html,
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
}
