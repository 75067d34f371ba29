//! Cleaning: removes what does not belong to an article, and repairs what scraping broke.
//!
//! A rule names boxes of a page by the words that sites give to them, or by what they hold. Words
//! mislead now and then (`tag-social-movement` is on whole articles), so every rule also limits how
//! much text it may remove: article text is never removed on the strength of a class name alone.
//!
//! [`engine`] applies the [`rules`] to the document and the [`steps`] to the finished tree;
//! [`repairs`] follow in both stages. Imports the document, the tree and [`build`](crate::build);
//! knows no parser.

mod duplicate_images;
mod engine;
mod evidence;
mod furniture;
mod known_names;
#[cfg(feature = "native")]
mod lead_pictures;
mod lengths;
mod main_text;
mod phrases;
mod prose;
mod related_links;
mod repairs;
mod report;
mod rule;
mod rules;
mod steps;
mod teasers;
#[cfg(all(test, feature = "native"))]
mod tests;
mod text_length;
mod title;
mod visible;

pub(crate) use engine::{clean_document, clean_tree};
#[cfg(feature = "native")]
pub use lead_pictures::begin_with_pictures;
#[cfg(feature = "native")]
pub use repairs::repairs;
#[cfg(feature = "native")]
pub use report::Removal;
#[cfg(feature = "native")]
pub use steps::rules;
