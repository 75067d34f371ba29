//! The row pages, the chunks and the head.

use super::cut::{self, Place};
use super::to_json;
use crate::archive::Archive;
use crate::output::{Output, OutputError};
use broadsheet_bundle::chunk::ChunkBuilder;
use broadsheet_bundle::head::{ChunkRef, DirectoryRef, Head, Months, NEWEST_ROWS, PageRef, summaries};
use broadsheet_bundle::index::Index;
use broadsheet_bundle::row::RowPage;
use broadsheet_bundle::{Row, RowNumber};
use rayon::prelude::*;
use std::ops::Range;
use std::rc::Rc;

/// Least rows of a page, and half of what it has on average: with Chinese titles, some 75 KB of JSON and 20 KB after
/// Brotli for 512.
const PAGE_WINDOW: u64 = 256;
/// Least rows of a chunk, and half of what it has on average: up to 131,072 posts are always one chunk, and one request.
const CHUNK_WINDOW: u64 = 65_536;
/// Pages whose rows are in memory at once.
const BATCH: usize = 64;

/// Writes the pages and chunks of an archive whose rows have these `ids`, and returns its head. `row` gives a row by its
/// number.
pub(super) fn write(
    output: &Output,
    archive: &Archive,
    ids: &[&str],
    row: impl Fn(usize) -> Row + Sync,
    directories: Vec<DirectoryRef>,
) -> Result<Head, OutputError> {
    let pages = pages(ids);
    let chunk_ends = chunk_ends(ids, &pages);
    let row = |number: usize| {
        let mut row = row(number);
        row.language = row.language.filter(|language| Some(language) != archive.language.as_ref());
        row
    };

    let mut months = Months::default();
    let mut chunks = Vec::new();
    let mut builder = ChunkBuilder::default();
    for (batch, pages) in pages.chunks(BATCH).enumerate() {
        let written: Vec<_> = pages
            .par_iter()
            .map(|page| {
                let rows: Vec<_> = page.clone().map(row).collect();
                let file = output.write_hashed("rows", &to_json(&RowPage::new(&rows)))?;
                Ok::<_, OutputError>((file, rows))
            })
            .collect();
        for (place, written) in written.into_iter().enumerate() {
            let (file, rows) = written?;
            for row in &rows {
                months.add(row);
                builder.add(row);
            }
            builder.add_page(PageRef { rows: number(rows.len()), file });
            if chunk_ends.contains(&(batch * BATCH + place)) {
                chunks.push(std::mem::take(&mut builder).finish());
            }
        }
    }
    if builder.rows() > 0 {
        chunks.push(builder.finish());
    }

    let mut references = Vec::new();
    for chunk in &chunks {
        let file = output.write_hashed("facets", &to_json(chunk))?;
        references.push(ChunkRef { rows: chunk.rows, file, pages: Vec::new() });
    }
    if let (Some(reference), Some(chunk)) = (references.last_mut(), chunks.last()) {
        reference.pages.clone_from(&chunk.pages);
    }
    let mut head = Head {
        title: archive.title.clone(),
        description: archive.description.clone(),
        language: archive.language.clone(),
        home_page_url: archive.home_page_url.clone(),
        media_hosts: archive.media_hosts.clone(),
        newest: (0..ids.len()).rev().take(NEWEST_ROWS).map(row).collect(),
        directories,
        ..Head::new(number(ids.len()), months.finish(), references)
    };
    if let Some(mut index) = Index::new(&head) {
        for (number, chunk) in chunks.into_iter().enumerate() {
            index.read(number, Rc::new(chunk));
        }
        head.facets = summaries(&index);
    }
    Ok(head)
}

/// The rows of each page.
fn pages(ids: &[&str]) -> Vec<Range<usize>> {
    let places: Vec<_> = ids
        .par_iter()
        .enumerate()
        .map(|(row, id)| Place { at: row as u64 + 1, hash: cut::hash(id) })
        .collect();
    let cuts = cut::cuts(&places, ids.len() as u64, PAGE_WINDOW);
    let mut start = 0;
    let mut pages = Vec::with_capacity(cuts.len() + 1);
    for end in cuts.into_iter().map(|cut| cut + 1).chain([ids.len()]) {
        if start < end {
            pages.push(start..end);
        }
        start = end;
    }
    pages
}

/// The pages, by their places, that are the last ones of a chunk; the very last one is not among them.
fn chunk_ends(ids: &[&str], pages: &[Range<usize>]) -> Vec<usize> {
    let ends = pages.iter().take(pages.len().saturating_sub(1));
    let place = |page: &Range<usize>| {
        let last = page.end.checked_sub(1).and_then(|row| ids.get(row));
        Place { at: page.end as u64, hash: last.map_or(0, |id| cut::hash(id)) }
    };
    cut::cuts(&ends.map(place).collect::<Vec<_>>(), ids.len() as u64, CHUNK_WINDOW)
}

/// The format counts in 32 bits; four thousand million posts do not fit into memory.
fn number(count: usize) -> RowNumber {
    RowNumber::try_from(count).unwrap_or(RowNumber::MAX)
}
