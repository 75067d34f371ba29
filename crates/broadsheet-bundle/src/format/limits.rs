//! Limits of the parts of a bundle. Anybody can have made a bundle, so that none of its counts and
//! lengths is trusted: each limit is applied when a part is read, before anything is made of it.
//! All are far above what real archives need.
//!
//! If less of a part is as good, it is truncated: a text ends with `…`, what a list has beyond its
//! limit is left out. If it is not, the part is refused with a [`FormatError`](super::FormatError).

/// Characters of a title: it stands on one line or two.
pub const MAX_TITLE_CHARS: usize = 200;

/// Characters of a value of a facet: a tag, an author's name, a host, a category.
pub const MAX_VALUE_CHARS: usize = 200;

/// Values that a post has of one facet. In an archive of 1,000 posts of ten years the most tags of
/// a post are 26.
pub const MAX_VALUES_PER_POST: usize = 100;

/// Characters of a sentence, such as a summary or the description of an archive.
pub const MAX_SENTENCE_CHARS: usize = 1_000;

/// Bytes of an id. It stands in the URL of every link to its post; names of files have 255 at most,
/// but ids of feeds are often URLs.
pub const MAX_ID_BYTES: usize = 2_048;

/// Bytes of a URL: as many as those of an article may have.
pub const MAX_URL_BYTES: usize = 8_192;

/// Bytes of a language: the longest tag of BCP 47 that implementations have to support has 35 (RFC
/// 5646, section 4.4.1).
pub const MAX_LANGUAGE_BYTES: usize = 35;

/// Posts that are listed of those that link to a post; of more, the newest are listed.
pub const MAX_INBOUND_LINKS: usize = 200;

/// Posts of an archive: the viewer keeps a bit for each, and reserves no memory for more.
pub const MAX_POSTS: u32 = 1 << 26;

/// Months that an archive has posts of: those of 500 years, since newspapers are not older.
pub const MAX_MONTHS: usize = 6_000;

/// Facet chunks of an archive: those of the packer have 65,536 rows or more, so that 1,024 hold
/// [`MAX_POSTS`].
pub const MAX_CHUNKS: usize = 4_096;

/// Hosts of media: each image of an article is compared with all of them.
pub const MAX_MEDIA_HOSTS: usize = 1_000;

/// Bytes of the rows of a page with what they have in common written out. The packer's pages have
/// some 100,000.
pub const MAX_ROW_PAGE_BYTES: usize = 16 * 1024 * 1024;

/// Posts of a feed. All of it is in the browser's memory, at some kilobytes a post.
pub const MAX_ITEMS: usize = 200_000;

/// Nested lists and objects in a feed. What is read of one is six levels deep, and the parser ends
/// at 128.
pub const MAX_JSON_DEPTH: usize = 64;

/// Values that are chosen in a filter, in all facets. Each link of the page carries them all, and
/// each has a button of its own.
pub const MAX_FILTER_VALUES: usize = 100;

/// Characters of a search: as many as the longest title has.
pub const MAX_QUERY_CHARS: usize = MAX_TITLE_CHARS;
