//! The commands, from arguments to the summary; that of `serve` is in [`crate::serve`].

pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod pack;
