//! The bundle as a folder.

use super::to_json;
use crate::archive::Archive;
use crate::import::Post;
use crate::output::{Output, OutputError};
use broadsheet_bundle::facet::{Facet, FacetName};
use broadsheet_bundle::head::{FORMAT, FacetRef, Head, IdPageRef, NEWEST_ROWS, VERSION, months};
use broadsheet_bundle::index::{IDS_PER_PAGE, IdEntry, IdPage};
use broadsheet_bundle::row::{ROWS_PER_PAGE, RowPage};
use broadsheet_bundle::{Row, RowNumber};
use rayon::prelude::*;

/// Bytes of JSON at which a pack of bodies is full: enough to compress well, little enough to load on a slow line. A
/// larger post has a pack of its own.
const PACK: usize = 128 * 1024;

/// Writes the shards, bodies first, because rows say which pack holds them.
pub(super) struct Shards<'a> {
    output: &'a Output,
    archive: &'a Archive,
    rows: Vec<Row>,
    /// Rows whose pack is known.
    packed: usize,
    /// Items of the pack being filled.
    pending: Vec<Vec<u8>>,
    pending_bytes: usize,
}

impl<'a> Shards<'a> {
    pub(super) fn new(output: &'a Output, archive: &'a Archive, posts: &[Post]) -> Self {
        let rows = posts
            .iter()
            .map(|post| {
                let mut row = post.row.clone();
                row.language = row.language.filter(|language| Some(language) != archive.language.as_ref());
                row
            })
            .collect();
        Self { output, archive, rows, packed: 0, pending: Vec::new(), pending_bytes: 0 }
    }

    /// Adds the items of the next posts.
    pub(super) fn add(&mut self, items: Vec<Vec<u8>>) -> Result<(), OutputError> {
        let mut full = Vec::new();
        for item in items {
            if !self.pending.is_empty() && self.pending_bytes + item.len() > PACK {
                full.push(self.take_pending());
            }
            self.pending_bytes += item.len();
            self.pending.push(item);
        }
        self.write_packs(full)
    }

    fn take_pending(&mut self) -> Vec<Vec<u8>> {
        self.pending_bytes = 0;
        std::mem::take(&mut self.pending)
    }

    fn write_packs(&mut self, packs: Vec<Vec<Vec<u8>>>) -> Result<(), OutputError> {
        let names: Vec<_> = packs
            .into_par_iter()
            .map(|items| {
                let json = [b"{\"items\":[".as_slice(), &items.join(&b','), b"]}"].concat();
                let name = self.output.write_hashed("bodies", "", "json", &json)?;
                Ok::<_, OutputError>((name, items.len()))
            })
            .collect();
        for written in names {
            let (name, count) = written?;
            for row in self.rows.iter_mut().skip(self.packed).take(count) {
                row.pack.clone_from(&name);
            }
            self.packed += count;
        }
        Ok(())
    }

    /// Writes all but the head, and returns it.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, OutputError> {
        let last = self.take_pending();
        if !last.is_empty() {
            self.write_packs(vec![last])?;
        }
        let row_pages = self.row_pages()?;
        let id_pages = self.id_pages()?;
        let facets = self.facets()?;
        let newest_first = || self.rows.iter().rev();
        Ok(to_json(&Head {
            format: FORMAT.to_owned(),
            version: VERSION,
            title: self.archive.title.clone(),
            description: self.archive.description.clone(),
            language: self.archive.language.clone(),
            home_page_url: self.archive.home_page_url.clone(),
            media_hosts: self.archive.media_hosts.clone(),
            posts: row_number(self.rows.len()),
            months: months(newest_first()),
            newest: newest_first().take(NEWEST_ROWS).cloned().collect(),
            row_pages,
            id_pages,
            facets,
        }))
    }

    fn row_pages(&self) -> Result<Vec<String>, OutputError> {
        let write = |rows: &[Row]| {
            self.output.write_hashed("rows", "", "json", &to_json(&RowPage { rows: rows.to_vec() }))
        };
        self.rows.par_chunks(ROWS_PER_PAGE).map(write).collect()
    }

    fn id_pages(&self) -> Result<Vec<IdPageRef>, OutputError> {
        let mut entries: Vec<_> = self
            .rows
            .iter()
            .zip(0..)
            .map(|(row, number)| IdEntry { id: row.id.clone(), row: number, pack: row.pack.clone() })
            .collect();
        entries.sort_by(|one, two| one.id.cmp(&two.id));
        let write = |ids: &[IdEntry]| {
            let first = ids.first().map(|entry| entry.id.clone()).unwrap_or_default();
            let file =
                self.output.write_hashed("ids", "", "json", &to_json(&IdPage { ids: ids.to_vec() }))?;
            Ok(IdPageRef { first, file })
        };
        entries.par_chunks(IDS_PER_PAGE).map(write).collect()
    }

    fn facets(&self) -> Result<Vec<FacetRef>, OutputError> {
        let mut facets = Vec::new();
        for name in FacetName::ALL {
            let facet = Facet::from_rows(name, self.rows.iter());
            if facet.values.is_empty() {
                continue;
            }
            let file = self.output.write_hashed(
                "facets",
                &format!("{}-", name.as_str()),
                "json",
                &to_json(&facet),
            )?;
            facets.push(FacetRef { name, values: row_number(facet.values.len()), file });
        }
        Ok(facets)
    }
}

/// The format counts in 32 bits; four thousand million posts do not fit into memory.
fn row_number(count: usize) -> RowNumber {
    RowNumber::try_from(count).unwrap_or(RowNumber::MAX)
}
