//! Rendering: from the source of a post to its item in the bundle.

mod pieces;
mod references;
mod renderer;
mod summary;

pub use renderer::{RenderedPost, Renderer};
