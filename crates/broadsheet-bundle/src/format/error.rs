//! Errors of malformed bundles.

use std::fmt;

use super::limits::{MAX_CHUNKS, MAX_ID_BYTES, MAX_MONTHS, MAX_POSTS, MAX_ROW_PAGE_BYTES};

/// A part of a bundle that contradicts itself or exceeds a [limit](super::limits).
///
/// The viewer shows a text of its own and never formats this one, which would cost it bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// The manifest has more posts than [`MAX_POSTS`].
    #[error("the manifest counts {0} posts, more than {MAX_POSTS}")]
    TooManyPosts(u32),
    /// The manifest has more months than [`MAX_MONTHS`].
    #[error("the manifest lists {0} months, more than {MAX_MONTHS}")]
    TooManyMonths(usize),
    /// The manifest has more facet chunks than [`MAX_CHUNKS`].
    #[error("the manifest lists {0} facet chunks, more than {MAX_CHUNKS}")]
    TooManyChunks(usize),
    /// The months of the manifest do not have all posts between them.
    #[error("the months of the manifest do not add up to its {posts} posts")]
    MonthCounts {
        /// Number of posts in the manifest.
        posts: u32,
    },
    /// The facet chunks of the manifest do not have all posts between them.
    #[error("the facet chunks of the manifest do not add up to its {posts} posts")]
    ChunkCounts {
        /// Number of posts in the manifest.
        posts: u32,
    },
    /// The manifest has more newest rows than posts.
    #[error("the manifest has {newest} newest rows of {posts} posts")]
    NewestRows {
        /// Number of newest rows.
        newest: usize,
        /// Number of posts.
        posts: u32,
    },
    /// There is no such facet chunk.
    #[error("there is no facet chunk {0}")]
    NoSuchChunk(usize),
    /// The row pages of a facet chunk do not have its rows between them, or one is empty.
    #[error("the row pages of the facet chunk with rows {first}..{end} do not fit it")]
    PageCounts {
        /// First row of the chunk.
        first: u32,
        /// The row behind its last.
        end: u32,
    },
    /// The days of a facet chunk are malformed or do not have its rows between them.
    #[error("the days of a facet chunk of {rows} rows do not fit it")]
    ChunkDays {
        /// Number of rows of the chunk.
        rows: u32,
    },
    /// A column of a facet chunk or a row page is malformed or does not have its rows.
    #[error("the column {column} of {rows} rows is malformed")]
    Column {
        /// Name of the column: that of a facet, or `language`.
        column: &'static str,
        /// Number of rows.
        rows: u32,
    },
    /// The columns of a row page do not have the same rows.
    #[error("a page of {ids} rows has {titles} titles and {dates} dates")]
    RowCounts {
        /// Number of ids.
        ids: usize,
        /// Number of titles.
        titles: usize,
        /// Number of dates.
        dates: usize,
    },
    /// The rows of a page are larger than [`MAX_ROW_PAGE_BYTES`].
    #[error("row {row} makes its page larger than {MAX_ROW_PAGE_BYTES} bytes")]
    PageTooLarge {
        /// Index of the first row that is too much.
        row: u32,
    },
    /// An id is empty or longer than [`MAX_ID_BYTES`].
    #[error("an id of {bytes} bytes, instead of 1 to {MAX_ID_BYTES}")]
    InvalidId {
        /// Length of the id.
        bytes: usize,
    },
    /// A piece of an article names bytes that the content does not have.
    #[error("bytes {start}..{end} are not within the content")]
    HtmlRange {
        /// First byte.
        start: usize,
        /// The byte behind the last.
        end: usize,
    },
}

/// A [`FormatError`] as a message for serde. In the viewer the message says less, since formatting
/// numbers would cost it bytes.
pub(super) struct SerdeMessage(pub(super) FormatError);

impl fmt::Display for SerdeMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if cfg!(target_arch = "wasm32") { f.write_str("malformed") } else { self.0.fmt(f) }
    }
}
