//! The progress of long work, for whoever shows it.

use std::fmt::Debug;

/// Receives the progress of one stage, from several threads.
pub trait Progress: Debug + Sync {
    /// `bytes` more are done.
    fn advance(&self, bytes: u64);
}

/// Progress that is not shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn advance(&self, _bytes: u64) {}
}
