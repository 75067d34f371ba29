//! Limits of an article's size. Each keeps a hostile or broken document from freezing the page; all
//! are far above what real articles need.

/// Bytes of HTML that are parsed; the rest is left out. The largest real article so far has 0.7 MB.
pub const MAX_HTML_BYTES: usize = 8 * 1024 * 1024;

/// Bytes of Markdown that are rendered; lines that follow are left out. The parser takes up to 100
/// times as much memory. The largest real article so far has 0.7 MB.
pub const MAX_MARKDOWN_BYTES: usize = 2 * 1024 * 1024;

/// Events (starts, ends and texts) of Markdown that are rendered. Each element of the tree has a
/// start and an end, so this is more than [`MAX_NODES`] nodes can come from.
#[cfg(feature = "markdown")]
pub(crate) const MAX_MARKDOWN_EVENTS: usize = 3 * MAX_NODES;

/// Returns the first lines of `text` that fit into `max_bytes`; if the first line is longer, its
/// start.
pub fn leading_lines(text: &str, most: usize) -> &str {
    let start = &text[..text.floor_char_boundary(most)];
    if start.len() == text.len() {
        return text;
    }
    start.rfind('\n').map_or(start, |end| &start[..=end])
}

/// Elements and texts of a document. The largest real article so far has 12,000.
pub const MAX_NODES: usize = 200_000;

/// Levels of a document whose structure is kept; below, only text, line breaks and images are.
/// Chromium's parser itself goes no deeper than 512, so this stays well below it, and real articles
/// have fewer than 50.
pub const MAX_SOURCE_DEPTH: u16 = 200;

/// Levels of blocks within blocks in the tree (a list in a quote in a list …); deeper ones are
/// replaced by their content.
pub const MAX_BLOCK_DEPTH: u16 = 20;

/// Open elements from which on the parsers get no more. They search all open elements for nearly
/// every tag, so without a limit 50,000 nested elements would take quadratic time. Well above
/// [`MAX_SOURCE_DEPTH`], so that it changes nothing in the tree.
#[cfg(has_parser)]
pub(crate) const MAX_OPEN_ELEMENTS: usize = 300;

/// Levels of elements in a formula; one that is nested more deeply is its source, or its text.
/// Formulas of `KaTeX` and of math-core have up to some 20.
#[cfg(has_parser)]
pub(crate) const MAX_MATH_DEPTH: u16 = 60;

/// Elements of a formula; one that has more is its source, or its text. A matrix of 20 by 20 has
/// 1,000.
#[cfg(has_parser)]
pub(crate) const MAX_MATH_ELEMENTS: usize = 4_000;

/// Bytes of a formula's source; a longer one is text.
pub const MAX_TEX_BYTES: usize = 16 * 1024;

/// The largest width or height of an image, in CSS pixels. JPEG has no larger ones; images of whole
/// pages reach 30,000.
pub const MAX_IMAGE_PIXELS: u32 = 65_535;

/// Bytes of the data of a `data:` image, in Base64.
pub const MAX_INLINE_IMAGE_BYTES: usize = 32 * 1024;

/// Bytes of a `data:` image that shows little by itself: an icon, a placeholder, a blurred preview.
#[cfg(has_parser)]
pub(crate) const MAX_SMALL_IMAGE_BYTES: usize = 4096;

/// Bytes of an address.
pub const MAX_URL_BYTES: usize = 8 * 1024;

/// Bytes of the id of a post: as many as an id of a bundle may have.
pub const MAX_POST_ID_BYTES: usize = 2_048;

/// Bytes of all resolved addresses of an article. A relative address is a few bytes long and
/// becomes as long as the original's, so that 1 MB of links could become 8 GB.
#[cfg(has_parser)]
pub(crate) const MAX_ADDRESS_BYTES: usize = MAX_HTML_BYTES;

/// Candidates of one `srcset`.
#[cfg(has_parser)]
pub(crate) const MAX_CANDIDATES: usize = 24;
