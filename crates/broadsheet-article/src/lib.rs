//! Article content.
pub mod tree;
