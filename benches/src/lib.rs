//! Synthetic archives: posts of any number that look, to a packer and to a filter, like twenty
//! years of a news archive.
//!
//! Same recipe, same bytes, on every machine: random numbers, weights and dates are integers
//! throughout.
//!
//! ```
//! use broadsheet_benches::{SyntheticArchive, Recipe};
//!
//! let posts: Vec<_> = SyntheticArchive::new(Recipe::of(1_000)).collect();
//! assert_eq!(posts.len(), 1_000);
//! assert!(posts.is_sorted_by_key(|post| &post.day));
//! println!("{}\n{}", posts[0].path(), posts[0].source());
//! ```

mod archive;
mod calendar;
mod post;
mod random;
mod words;

pub use archive::{Recipe, SyntheticArchive};
pub use post::SyntheticPost;
pub use words::CATEGORIES;

/// Version of the generator. It grows with every change of what it makes, so that archives made
/// before are made again.
pub const VERSION: u32 = 1;
