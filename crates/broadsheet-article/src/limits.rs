//! How large an article may be. Each limit keeps a hostile or broken document from freezing the page; all are far
//! above what real articles need.

/// Bytes of HTML that are parsed; what lies beyond is cut. The largest real article met so far has 0.7 MB.
pub const MAX_HTML_BYTES: usize = 8 * 1024 * 1024;

/// Bytes of Markdown that are made HTML; lines that follow are cut. The parser takes up to 100 times as much memory. The
/// largest real article met so far has 0.7 MB.
pub const MAX_MARKDOWN_BYTES: usize = 2 * 1024 * 1024;

/// Starts, ends and texts of Markdown that are made HTML. Each element of the tree has a start and an end, so that this is more
/// than [`MAX_NODES`] leaves.
#[cfg(feature = "markdown")]
pub(crate) const MAX_MARKDOWN_EVENTS: usize = 3 * MAX_NODES;

/// The first lines of `text` that have no more than `most` bytes; of a first line that is longer, its start.
pub fn leading_lines(text: &str, most: usize) -> &str {
    let start = &text[..text.floor_char_boundary(most)];
    if start.len() == text.len() {
        return text;
    }
    start.rfind('\n').map_or(start, |end| &start[..=end])
}

/// Elements and texts of the source that are read. The largest real article met so far has 12,000.
pub const MAX_NODES: usize = 200_000;

/// Levels of the source whose structure is read; below, only text, line breaks and pictures are kept. Chromium's
/// parser itself goes no deeper than 512, so this stays well below it, and real articles have fewer than 50.
pub const MAX_SOURCE_DEPTH: u16 = 200;

/// Blocks within blocks that the tree may have (a list in a quote in a list …); deeper ones lose their frame and
/// keep their content.
pub const MAX_BLOCK_DEPTH: u16 = 20;

/// Open elements at which the parsers are given no more. They look through all open elements for nearly every tag, so
/// that without a limit 50,000 nested elements would take quadratic time. Well above [`MAX_SOURCE_DEPTH`], so that it
/// changes nothing in the tree.
#[cfg(has_parser)]
pub(crate) const MAX_OPEN_ELEMENTS: usize = 300;

/// CSS pixels that a picture may be wide or high. JPEG has no larger ones; pictures of whole pages reach 30,000.
pub const MAX_IMAGE_PIXELS: u32 = 65_535;

/// Characters of a `data:` picture.
pub const MAX_INLINE_IMAGE_BYTES: usize = 32 * 1024;

/// Characters of an address.
pub const MAX_URL_BYTES: usize = 8 * 1024;

/// Bytes of all resolved addresses of an article. A relative address is a few bytes long and becomes as long as the
/// original's, so that 1 MB of links could become 8 GB.
#[cfg(has_parser)]
pub(crate) const MAX_ADDRESS_BYTES: usize = MAX_HTML_BYTES;

/// Candidates of one picture.
#[cfg(has_parser)]
pub(crate) const MAX_CANDIDATES: usize = 24;
