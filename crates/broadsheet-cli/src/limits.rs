//! How much of what it is given the command takes. Each limit bounds the time and the memory that one hostile or broken file
//! costs; all are far above what real archives have. Limits of articles are in [`broadsheet_article::limits`].

/// Bytes of a `bundle.json` that is looked at to tell whether a folder holds a bundle. That of a million posts has 0.2 MB.
pub const HEAD_BYTES: u64 = 16 * 1024 * 1024;

/// Bytes of one file of the viewer. The largest of the built ones has 0.6 MB.
pub const VIEWER_BYTES: u64 = 64 * 1024 * 1024;
