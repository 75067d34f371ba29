//! Folders of posts in, bundles out.
//!
//! ```text
//! discover -> import (metadata, ids, order) -> render (clean, media)
//!          -> write (shards or a feed) -> site (feeds, sitemap) -> output (atomic)
//! ```
//!
//! Import reads what a post says of itself; rendering reads the articles, batch by batch, in the
//! order of their ids. The result depends on the posts alone: not on the number of threads, the
//! order of reading, absolute paths or the time.
//!
//! The crate knows nothing of arguments, terminals or servers: what it has to say it returns as
//! [`diagnostics`].
//!
//! ```
//! use broadsheet_pack::archive_info::{ArchiveInfo, ArchiveOptions};
//! use broadsheet_pack::cache::Cache;
//! use broadsheet_pack::import::discover::{LinkPolicy, discover};
//! use broadsheet_pack::import::import;
//! use broadsheet_pack::options::ContentFormat;
//! use broadsheet_pack::output::Output;
//! use broadsheet_pack::progress::Silent;
//! use broadsheet_pack::write::BundleWriter;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! let roots = [folder.path().join("posts")];
//! std::fs::create_dir(&roots[0])?;
//! std::fs::write(roots[0].join("2024-05-06-tide.md"), "---\ntitle: The tide\n---\nIt comes.")?;
//!
//! let found = discover(&roots, None, LinkPolicy::Inside)?;
//! let imported = import(found.files, false, &Cache::default(), &Silent);
//! let (archive, _) =
//!     ArchiveInfo::new(&ArchiveOptions::default(), &roots, LinkPolicy::Inside, &imported.posts);
//!
//! let output = Output::open(&folder.path().join("bundle"), false)?;
//! let writer = BundleWriter {
//!     archive: &archive,
//!     posts: &imported.posts,
//!     content: ContentFormat::Html,
//!     reuse_previous: false,
//! };
//! // Everything is there but the manifest: this is the moment to look at the diagnostics.
//! let staged = writer.stage_shards(&output, &Silent)?;
//! assert!(staged.diagnostics.is_empty());
//! staged.commit()?;
//! output.finish()?;
//!
//! let manifest = std::fs::read_to_string(folder.path().join("bundle/bundle.json"))?;
//! assert!(manifest.contains("The tide"));
//! # Ok(())
//! # }
//! ```

pub mod archive_info;
pub mod cache;
pub mod diagnostics;
mod digest_set;
mod fault;
mod hash;
pub mod import;
mod json;
pub mod language;
pub mod limits;
pub mod media;
pub mod options;
pub mod output;
mod own_sites;
pub mod post_links;
pub mod progress;
pub mod references;
pub mod regular;
pub mod render;
pub mod site;
pub mod site_address;
pub mod spill_file;
pub mod write;
