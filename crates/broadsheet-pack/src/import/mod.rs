//! From source files to posts: what each says of itself, read from its front matter and the name of
//! its file.
//!
//! Import keeps no article: it is read again when the post is rendered, so that memory does not
//! grow with the length of the articles.

pub mod discover;
pub mod encoding;
pub mod feed;
pub mod fingerprint;
pub mod front_matter;
mod hashtags;
pub mod id;
mod importer;
pub mod json_document;
mod key_names;
pub mod lead_picture;
pub mod metadata;
pub mod names;
pub mod origin;
mod posts;
pub mod recover;
mod root;
pub mod saved_page;
pub mod source;
mod structured_data;
pub mod toml_document;
pub mod unread;
pub mod yaml;
pub mod yaml_value;

pub use importer::{Import, SkippedPosts, import, import_into};
pub use posts::{ImportedPost, Posts, ReusableItem};
