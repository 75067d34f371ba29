//! Document to article tree: which elements stay, what they become, and how broken structure is
//! mended.
//!
//! Imports the tree, the URL policy and the document; knows no parser and no cleaning rule.

mod blocks;
mod contexts;
#[cfg(feature = "clean")]
mod declared;
mod directed;
mod directions;
mod emoji;
mod formulas;
mod image;
mod image_source;
mod inline;
mod links;
mod lists;
mod normalize;
mod protected_email;
mod role;
mod tables;
mod tree_builder;
mod video;
mod walk;

#[cfg(feature = "clean")]
pub(crate) use formulas::read_delimited;
pub(crate) use formulas::read_formulas;
#[cfg(feature = "clean")]
pub(crate) use image::is_tracking_pixel;
pub(crate) use image::pair_noscript;
#[cfg(feature = "clean")]
pub(crate) use image_source::plain_address;
#[cfg(feature = "clean")]
pub(crate) use inline::is_wide;
pub(crate) use normalize::normalize;
#[cfg(feature = "clean")]
pub(crate) use video::packed_video;
pub(crate) use walk::build_article;

#[cfg(feature = "clean")]
pub(crate) use crate::blank::is_blank;
