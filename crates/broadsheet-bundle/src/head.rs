//! The head of a sharded bundle: what the first screen needs, and where the rest is.

use serde::{Deserialize, Serialize};

use crate::facet::FacetName;
use crate::row::{Row, RowNumber};

/// The `format` of every head.
pub const FORMAT: &str = "broadsheet";
/// The version of the format that this crate reads and writes. It grows when an older reader would misread a bundle.
pub const VERSION: u32 = 1;
/// Rows in [`Head::newest`]: two to three screens.
pub const NEWEST_ROWS: usize = 48;

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
    /// Number of posts.
    pub posts: RowNumber,
    /// How many posts each month has, newest month first; undated posts last, under no month.
    pub months: Vec<MonthCount>,
    /// The last rows, newest first: at most 48 ([`NEWEST_ROWS`]).
    pub newest: Vec<Row>,
    /// The files of the row pages, from row 0 on; each but the last holds 256 rows.
    pub row_pages: Vec<String>,
    /// Where the id pages are, in the order of their ids.
    pub id_pages: Vec<IdPageRef>,
    /// Where the facets are; one that has no values is left out.
    pub facets: Vec<FacetRef>,
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

/// Where an [`crate::index::IdPage`] is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IdPageRef {
    /// The smallest id in the page.
    pub first: String,
    /// The page's file.
    pub file: String,
}

/// Where a [`crate::facet::Facet`] is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FacetRef {
    /// Which facet.
    pub name: FacetName,
    /// Number of its values.
    pub values: u32,
    /// The facet's file.
    pub file: String,
}

/// The months of `rows`, which are given newest first.
pub fn months<'a>(rows: impl Iterator<Item = &'a Row>) -> Vec<MonthCount> {
    let mut months: Vec<MonthCount> = Vec::new();
    for row in rows {
        let month = row.date.as_ref().map(crate::PostDate::month);
        match months.last_mut() {
            Some(last) if last.month.as_deref() == month => last.posts += 1,
            _ => months.push(MonthCount { month: month.map(str::to_owned), posts: 1 }),
        }
    }
    months
}
