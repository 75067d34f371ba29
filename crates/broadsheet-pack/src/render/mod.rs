//! Rendering: from the source of a post to its item in the bundle.

mod formulas;
mod lead_pictures;
mod liquid;
mod losses;
mod pieces;
mod post_links;
mod prepared;
mod references;
mod renderer;
mod summary;
mod wiki;

pub use liquid::fill_in_templates;
pub(crate) use post_links::is_unchanged;
pub use renderer::{RenderedPost, Renderer};
