//! Limits of the command itself; those of packing are in [`broadsheet_pack::limits`].

/// Bytes of one file of the viewer. The largest of the built ones has 0.6 MB.
pub(crate) const VIEWER_BYTES: u64 = 64 * 1024 * 1024;

/// Lines of findings that are printed for people; JSON has them all.
pub(crate) const LINES: usize = 10_000;

/// Bytes of a file that is compressed: memory for each processor. Shards have 0.2 MB, a feed of
/// fifty long articles a few.
pub(crate) const PRECOMPRESSED_BYTES: u64 = 64 * 1024 * 1024;
