//! Reasons not to use a cache.

use std::io;

/// A reason not to use a cache that is there.
#[derive(Debug, thiserror::Error)]
pub enum CacheError {
    /// Its file cannot be read.
    #[error("it cannot be read")]
    Unreadable(#[source] io::Error),
    /// It is not what was written.
    #[error("it is damaged")]
    Damaged,
    /// It was written by another version of the program, or with other settings.
    #[error("it was made by another version or with other settings")]
    OtherSettings,
}
