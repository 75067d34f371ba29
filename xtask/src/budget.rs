//! The budgets, in one place. The principle: what a reader waits for does not grow with the
//! archive.

/// First visit: everything transferred but pictures, in bytes after Brotli.
pub(crate) const FIRST_VISIT: u64 = 120_000;
/// The most that `cargo xtask test` allows of the first visit for as long as it is over its budget:
/// it must not grow meanwhile. Lower it with every saving; it goes when the budget is met. `cargo
/// xtask size` fails until then.
pub(crate) const FIRST_VISIT_CURRENT_MAX: u64 = 184_000;
/// The same for a window that has the facets beside the list.
pub(crate) const FIRST_VISIT_WIDE_CURRENT_MAX: u64 = 212_000;
/// The target of the first visit.
pub(crate) const FIRST_VISIT_TARGET: u64 = 99_000;
/// The part of the first visit that is data, however large the archive.
pub(crate) const FIRST_DATA: u64 = 20_000;

/// The most that the first visit, and the data in it, may grow from the smallest archive to the
/// largest: by a tenth.
pub(crate) const FIRST_GROWTH: f64 = 1.1;
/// First list on a line of 1.6 Mbit/s and 150 ms with a CPU four times slower, in milliseconds.
pub(crate) const FIRST_LIST_MS: f64 = 700.0;
/// A post by its address: requests of data until it is drawn.
pub(crate) const POST_REQUESTS: f64 = 3.0;
/// A post by its address: bytes of data after Brotli, until it is drawn.
pub(crate) const POST_BYTES: f64 = 100_000.0;
/// Requests of data for its place in the list, after that: a search by halves in the pages of its
/// month, of which an archive of a million posts has sixteen, and the pages on either side.
pub(crate) const PLACE_REQUESTS: f64 = 6.0;
/// Requests that the first choice in a facet costs.
pub(crate) const FACET_REQUESTS: f64 = 1.0;
/// Main thread at a change of filter, 95th percentile, in milliseconds.
pub(crate) const FILTER_MS: f64 = 16.0;
/// From the click on a median post to its text, in milliseconds.
pub(crate) const OPEN_POST_MS: f64 = 50.0;
/// A frame while scrolling, in milliseconds; longer ones are counted.
pub(crate) const FRAME_MS: f64 = 50.0;
/// Rows in the document.
pub(crate) const LIVE_ROWS: f64 = 200.0;
/// Memory of the page, in bytes.
pub(crate) const PAGE_MEMORY: f64 = 64_000_000.0;

/// Peak memory of the packer, in bytes.
pub(crate) const PACK_MEMORY: f64 = 1_000_000_000.0;
/// Files of a site.
pub(crate) const MAX_FILES: f64 = 20_000.0;
/// The largest shard that caches like, in bytes.
pub(crate) const SHARD_BYTES: f64 = 262_144.0;
/// Files that differ after one post was added, changed or removed.
pub(crate) const FILES_THAT_DIFFER: f64 = 6.0;
/// Processor time of packing again after that, as a part of packing from nothing.
pub(crate) const PACK_AGAIN: f64 = 0.1;
