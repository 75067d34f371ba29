//! How large the parts of a bundle may be. Anybody can have made a bundle, so that none of its counts and lengths is believed:
//! each of these is seen to when a part is read, before anything is made of it. All are far above what real archives need.
//!
//! Where less of a part is as good, it is cut short: a text ends with `…`, what a list has beyond its limit is left out.
//! Where it is not, the part is [refused](Refused).

/// Characters of a title: it stands on one line or two.
pub const MOST_TITLE: usize = 200;

/// Characters of a value of a facet: a tag, an author's name, a host, a category.
pub const MOST_VALUE: usize = 200;

/// Values that a post has of one facet. In an archive of 1,000 posts of ten years the most tags of a post are 26.
pub const MOST_VALUES: usize = 100;

/// Characters of a sentence, such as a summary or the description of an archive.
pub const MOST_SENTENCE: usize = 1_000;

/// Bytes of an id. It stands in the address of every link to its post; names of files have 255 at most, but ids of feeds are
/// often addresses.
pub const MOST_ID: usize = 2_048;

/// Bytes of an address: as many as an article's may have.
pub const MOST_ADDRESS: usize = 8_192;

/// Bytes of a language: the longest tag of BCP 47 that implementations have to know has 35 (RFC 5646, section 4.4.1).
pub const MOST_LANGUAGE: usize = 35;

/// Months that an archive has posts of: those of 500 years, for newspapers are not older.
pub const MOST_MONTHS: usize = 6_000;

/// Chunks of an archive: those of the packer have 65,536 rows or more, so that 1,024 hold [`crate::head::MOST_POSTS`].
pub const MOST_CHUNKS: usize = 4_096;

/// Hosts of media: each picture of an article is compared with all of them.
pub const MOST_HOSTS: usize = 1_000;

/// Bytes of the rows of a page with what they have in common written out. The packer's pages have some 100,000.
pub const MOST_PAGE: usize = 16 * 1024 * 1024;

/// Posts of a feed. It is in the browser's memory as a whole, at some kilobytes a post.
pub const MOST_ITEMS: usize = 200_000;

/// Levels of lists and objects in a feed. What is read of one is six levels deep, and the parser ends at 128.
pub const MOST_LEVELS: usize = 64;

/// Choices of a filter, in all facets. Each link of the page carries them all, and each has a button of its own.
pub const MOST_CHOICES: usize = 100;

/// Characters of a search: as many as the longest title has.
pub const MOST_QUERY: usize = MOST_TITLE;

/// Why a part of a bundle cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// A row names a value that its page does not have.
    Place,
    /// An id is longer than [`MOST_ID`], or empty.
    Id,
    /// The rows of a page come to more than [`MOST_PAGE`].
    Page,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Place => "a row names a value that its page does not have",
            Self::Id => "a post has no id or too long a one",
            Self::Page => "the rows of a page are too large",
        })
    }
}

impl std::error::Error for Refused {}

/// Cuts `text` to at most `most` characters, of which the last then is `…`.
pub(crate) fn cut(text: &mut String, most: usize) {
    if text.len() <= most {
        return; // for most texts nothing has to be counted
    }
    let mut ends = text.char_indices().skip(most.saturating_sub(1)).map(|(at, _)| at);
    if let (Some(end), Some(_)) = (ends.next(), ends.next()) {
        text.truncate(end);
        text.push('…');
        text.shrink_to_fit();
    }
}

/// Cuts the values that a post has of one facet to [`MOST_VALUES`] of [`MOST_VALUE`].
pub(crate) fn cut_values(values: &mut Vec<String>) {
    values.truncate(MOST_VALUES);
    cut_all(values);
}

/// Cuts each of some values of facets to [`MOST_VALUE`].
pub fn cut_all<'a>(values: impl IntoIterator<Item = &'a mut String>) {
    for value in values {
        cut(value, MOST_VALUE);
    }
}

/// Drops a text that means nothing when it is cut.
pub(crate) fn drop_longer(text: &mut Option<String>, most: usize) {
    text.take_if(|text| text.len() > most);
}

/// Sees to an id.
pub(crate) fn is_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= MOST_ID
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_between_characters() {
        for (text, most, short) in [
            ("", 0, ""),
            ("甲乙丙", 3, "甲乙丙"),
            ("甲乙丙丁", 3, "甲乙…"),
            ("abcd", 3, "ab…"),
            ("abc", 3, "abc"),
        ] {
            let mut cut_text = text.to_owned();
            cut(&mut cut_text, most);
            assert_eq!(cut_text, short);
            cut(&mut cut_text, most);
            assert_eq!(cut_text, short, "cut once");
        }
    }
}
