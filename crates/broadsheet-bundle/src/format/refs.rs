//! References from one file of a bundle to another. Files are named relative to the manifest.

use serde::{Deserialize, Serialize};

use super::row::RowNumber;

/// The location of a [`FacetChunk`](super::FacetChunk).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChunkRef {
    /// Number of its rows.
    pub rows: RowNumber,
    /// The chunk's file.
    pub file: String,
    /// Its row pages, from its first row on. Of all chunks but the last, the chunk's file alone
    /// lists them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<PageRef>,
}

/// The location of a [`RowPage`](super::RowPage).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PageRef {
    /// Number of its rows.
    pub rows: RowNumber,
    /// The page's file.
    pub file: String,
}

/// The location of a [`PostDirectory`](super::PostDirectory).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DirectoryRef {
    /// Lower bound of its ids: no id in the directory is smaller, and all ids in the directories
    /// before it are. Absent for the first one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// The directory's file.
    pub file: String,
}

/// The location of a [`PostPack`](super::PostPack) of several posts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackRef {
    /// Lower bound of its ids: no id in the pack is smaller, and all ids in the packs before it
    /// are. Absent for a directory's first pack.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// The pack's file.
    pub file: String,
}
