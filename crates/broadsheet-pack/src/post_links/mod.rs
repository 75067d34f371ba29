//! The names by which links know a post: the address of its original, its file, its permalinks and
//! its slug, as keys that lead to its place.
//!
//! Links name posts in many ways, and a million posts have some five names each. So a name is not
//! kept: it is brought into a normal form and becomes a [`LinkKey`], 128 bits of its hash. Import
//! fills the [`PostIndex`]; rendering looks names up with the same functions of [`forms`] and
//! [`names`].

pub mod forms;
mod index;
mod key;
pub mod names;

pub use index::PostIndex;
pub use key::{KEY_PREFIX_DIGITS, LinkKey};
