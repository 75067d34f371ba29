//! The head of a sharded bundle: what the first screen needs, and where the rest is.

use serde::{Deserialize, Serialize};

use crate::facet::{FacetName, TOP_VALUES, ValueCount};
use crate::index::Index;
use crate::limits::{self, MOST_HOSTS, MOST_LANGUAGE, MOST_SENTENCE, MOST_TITLE, Refused};
use crate::row::{Row, RowNumber};

/// The `format` of every head.
pub const FORMAT: &str = "broadsheet";
/// The version of the format that this crate reads and writes. It grows when an older reader would misread a bundle.
pub const VERSION: u32 = 1;
/// Rows in [`Head::newest`]: two to three screens.
pub const NEWEST_ROWS: usize = 48;
/// Posts that a bundle can have: a reader keeps a bit for each, and reserves no memory for more.
pub const MOST_POSTS: RowNumber = 1 << 26;

/// `bundle.json` of a sharded bundle. Files are named relative to it, with `/`, and their content hash in their name:
/// a named file never changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Head {
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
    /// Where the archive is at home.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home_page_url: Option<String>,
    /// Hosts whose pictures, sounds and films may be loaded without asking the reader, in lower case: `img.example.org`,
    /// or `*.example.org` for those below a name. Absent, any host; empty, none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_hosts: Option<Vec<String>>,
    /// Number of posts, at most 67,108,864 ([`MOST_POSTS`]).
    pub posts: RowNumber,
    /// How many posts each month has, newest month first; undated posts last, under no month.
    pub months: Vec<MonthCount>,
    /// The facets that have values.
    pub facets: Vec<FacetSummary>,
    /// The last rows, newest first: at most 48 ([`NEWEST_ROWS`]).
    pub newest: Vec<Row>,
    /// The chunks of the archive, from row 0 on.
    pub chunks: Vec<ChunkRef>,
    /// The directories of the body packs, in the order of their ids.
    pub directories: Vec<DirectoryRef>,
}

impl Head {
    /// The head of an archive without a name, of so many posts of these months, newest first, in these chunks.
    pub fn new(posts: RowNumber, months: Vec<MonthCount>, chunks: Vec<ChunkRef>) -> Self {
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

    /// Brings it within the [limits]. Of months and chunks it must not have more: [`Index::new`] refuses those.
    ///
    /// # Errors
    ///
    /// Where a row has no id.
    pub fn bound(&mut self) -> Result<(), Refused> {
        limits::cut(&mut self.title, MOST_TITLE);
        if let Some(description) = &mut self.description {
            limits::cut(description, MOST_SENTENCE);
        }
        limits::drop_longer(&mut self.language, MOST_LANGUAGE);
        // A host that is not there has to be asked for, which does no harm.
        if let Some(hosts) = &mut self.media_hosts {
            hosts.truncate(MOST_HOSTS);
        }
        for facet in &mut self.facets {
            facet.top.truncate(TOP_VALUES);
            limits::cut_all(facet.top.iter_mut().map(|top| &mut top.value));
        }
        self.newest.truncate(NEWEST_ROWS);
        self.newest.iter_mut().try_for_each(Row::bound)
    }
}

/// Posts of one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonthCount {
    /// `2021-09`; nothing for undated posts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = r"^\d{4}-\d{2}$")))]
    pub month: Option<String>,
    /// How many.
    pub posts: RowNumber,
}

/// What the first screen shows of a facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FacetSummary {
    /// Which facet.
    pub name: FacetName,
    /// Number of its values.
    pub values: u32,
    /// Its most frequent values, the most frequent first: at most 10 ([`crate::facet::TOP_VALUES`]).
    pub top: Vec<ValueCount>,
}

/// Where a [`crate::chunk::Chunk`] is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChunkRef {
    /// Number of its rows.
    pub rows: RowNumber,
    /// The chunk's file.
    pub file: String,
    /// Its row pages, from its first row on. Of all chunks but the last, the chunk's file alone lists them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<PageRef>,
}

/// Where a [`crate::row::RowPage`] is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PageRef {
    /// Number of its rows.
    pub rows: RowNumber,
    /// The page's file.
    pub file: String,
}

/// Where a [`crate::directory::Directory`] is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DirectoryRef {
    /// No id in the directory is smaller, and none in those before it is as great; absent for the first one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// The directory's file.
    pub file: String,
}

/// What a head says of the facets, given an index of which all chunks were read.
pub fn summaries(index: &Index) -> Vec<FacetSummary> {
    let summary = |name| {
        let mut top = index.values(name).values;
        let values = u32::try_from(top.len()).unwrap_or(u32::MAX);
        top.truncate(TOP_VALUES);
        FacetSummary { name, values, top }
    };
    FacetName::STORED.into_iter().map(summary).filter(|facet| facet.values > 0).collect()
}

/// Counts the months of rows that are given oldest first; [`Months::finish`] gives the newest first.
#[derive(Debug, Clone, Default)]
pub struct Months(Vec<MonthCount>);

impl Months {
    /// Counts one more row.
    pub fn add(&mut self, row: &Row) {
        let month = row.date.as_ref().map(crate::PostDate::month);
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
