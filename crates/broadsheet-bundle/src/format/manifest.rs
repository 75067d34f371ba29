//! The manifest of a sharded bundle: what the first screen needs, and the locations of the rest.

use serde::{Deserialize, Serialize};

use super::error::FormatError;
use super::limits::{MAX_LANGUAGE_BYTES, MAX_MEDIA_HOSTS, MAX_SENTENCE_CHARS, MAX_TITLE_CHARS};
use super::refs::{ChunkRef, DirectoryRef};
use super::row::Row;
use super::truncate::{drop_longer, truncate, truncate_values};
use crate::date::PostDate;
use crate::facet::{Facet, TOP_VALUES, ValueCount};

/// The `format` of every manifest.
pub const FORMAT: &str = "broadsheet";
/// The version of the format that this crate reads and writes. It grows when an older viewer would
/// misread a bundle.
pub const VERSION: u32 = 1;
/// Rows in [`Manifest::newest`]: two to three screens.
pub const NEWEST_ROWS: usize = 48;

/// `bundle.json` of a sharded bundle. Files are named relative to it, with `/`, and have the hash
/// of their content in their name, so that a named file never changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Manifest {
    /// Always `broadsheet` ([`FORMAT`]).
    #[cfg_attr(feature = "schema", schemars(extend("const" = FORMAT)))]
    pub format: String,
    /// Version of the format ([`VERSION`] of the writer).
    #[cfg_attr(feature = "schema", schemars(extend("const" = VERSION)))]
    pub version: u32,
    /// Title of the archive.
    pub title: String,
    /// A sentence on the archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Main language, a BCP 47 tag: `zh-Hans`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Home page of the archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home_page_url: Option<String>,
    /// Hosts from which media load without consent, in lower case: `img.example.org`, or
    /// `*.example.org` for those below a name. Absent, any host; empty, none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_hosts: Option<Vec<String>>,
    /// Number of posts, at most 67,108,864 ([`MAX_POSTS`](super::limits::MAX_POSTS)).
    pub posts: u32,
    /// Number of posts of each month, newest month first; undated posts last, without a month.
    pub months: Vec<MonthCount>,
    /// The facets that have values.
    pub facets: Vec<FacetSummary>,
    /// The last rows, newest first: at most 48 ([`NEWEST_ROWS`]).
    pub newest: Vec<Row>,
    /// The facet chunks of the archive, from row 0 on.
    pub chunks: Vec<ChunkRef>,
    /// The post directories, in the order of their ids.
    pub directories: Vec<DirectoryRef>,
}

impl Manifest {
    /// The manifest of an untitled archive of `posts` posts; `months` are newest first.
    pub fn new(posts: u32, months: Vec<MonthCount>, chunks: Vec<ChunkRef>) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            title: String::new(),
            description: None,
            language: None,
            home_page_url: None,
            media_hosts: None,
            posts,
            months,
            facets: Vec::new(),
            newest: Vec::new(),
            chunks,
            directories: Vec::new(),
        }
    }

    /// Brings texts and lists within the [limits](super::limits). Too many months and chunks are
    /// refused by the filter index.
    ///
    /// # Errors
    ///
    /// If the id of a row is invalid.
    pub fn bound(&mut self) -> Result<(), FormatError> {
        truncate(&mut self.title, MAX_TITLE_CHARS);
        if let Some(description) = &mut self.description {
            truncate(description, MAX_SENTENCE_CHARS);
        }
        drop_longer(&mut self.language, MAX_LANGUAGE_BYTES);
        // Media of a host that is left out need consent, which does no harm.
        if let Some(hosts) = &mut self.media_hosts {
            hosts.truncate(MAX_MEDIA_HOSTS);
        }
        for facet in &mut self.facets {
            facet.top.truncate(TOP_VALUES);
            truncate_values(facet.top.iter_mut().map(|top| &mut top.value));
        }
        self.newest.truncate(NEWEST_ROWS);
        self.newest.iter_mut().try_for_each(Row::bound)
    }
}

/// Posts of one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonthCount {
    /// `2021-09`; absent for undated posts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = r"^\d{4}-\d{2}$")))]
    pub month: Option<String>,
    /// Number of posts.
    pub posts: u32,
}

/// The part of a facet that the first screen shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FacetSummary {
    /// The facet.
    pub name: Facet,
    /// Number of its values.
    pub values: u32,
    /// Its most frequent values, the most frequent first: at most 10 ([`TOP_VALUES`]).
    pub top: Vec<ValueCount>,
}

/// Counts the months of rows that are given oldest first; [`MonthCounter::finish`] returns the
/// newest first.
#[derive(Debug, Clone, Default)]
pub struct MonthCounter(Vec<MonthCount>);

impl MonthCounter {
    /// Counts one more row.
    pub fn add(&mut self, row: &Row) {
        let month = row.date.as_ref().map(PostDate::month);
        match self.0.last_mut() {
            Some(last) if last.month.as_deref() == month => last.posts += 1,
            _ => self.0.push(MonthCount { month: month.map(str::to_owned), posts: 1 }),
        }
    }

    /// The months, newest first, undated posts last.
    pub fn finish(mut self) -> Vec<MonthCount> {
        self.0.reverse();
        self.0
    }
}
