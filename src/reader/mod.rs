//! The content of an article: draws its tree. All of it is in the lazily loaded reader module.
//!
//! [`crate::lazy`] alone may name its functions; all others call them through what it returns.

mod anchor_hold;
mod article;
mod blocks;
mod context;
mod image;
mod inbound_links;
mod inline;
mod layout_limits;
mod math;
mod media;
mod video;

pub use article::{ArticleContent, ArticleContentProps, view_article};
pub use inbound_links::{InboundLinkList, view_inbound_links};
