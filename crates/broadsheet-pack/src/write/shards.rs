//! The row pages, the chunks and the head.

use std::ops::Range;

use broadsheet_bundle::Row;
use broadsheet_bundle::format::paths::{FACETS_FOLDER, ROWS_FOLDER};
use broadsheet_bundle::format::{
    ChunkRef, DirectoryRef, FacetChunkBuilder, Manifest, MonthCounter, NEWEST_ROWS, PageRef, RowPage,
    facet_summaries,
};
use broadsheet_bundle::num::saturating_u32;
use rayon::prelude::*;

use super::content_chunking::{self, Candidate};
use crate::archive_info::ArchiveInfo;
use crate::import::Posts;
use crate::json::to_json;
use crate::language::Guess;
use crate::output::{Output, OutputError};

/// Least rows of a page, and half of what it has on average: with Chinese titles, some 75 KB of
/// JSON and 20 KB after Brotli for 512.
const PAGE_WINDOW: u64 = 256;
/// Least rows of a chunk, and half of what it has on average: up to 131,072 posts are always one
/// chunk, and one request.
const CHUNK_WINDOW: u64 = 65_536;
/// Pages whose rows are in memory at once; enough to keep every core busy.
const BATCH: usize = 16;

/// Writes the pages and chunks of an archive, and returns its manifest. `languages` are those that
/// the texts of posts show, by their places.
pub(super) fn write(
    output: &Output,
    archive: &ArchiveInfo,
    posts: &Posts,
    languages: &[Option<Guess>],
    directories: Vec<DirectoryRef>,
) -> Result<Manifest, OutputError> {
    let count = posts.len();
    let id = |number: usize| posts.of_row(number).id();
    let pages = pages(count, id);
    let chunk_ends = chunk_ends(count, id, &pages);
    let row = |number: usize| {
        let mut row = posts.row(posts.of_row(number)).map_err(OutputError::Temporary)?;
        // Only packing has read the article; a row says the same of its language as the item.
        let place = posts.row_order[number] as usize;
        let guess = || languages.get(place).copied().flatten().map(|guess| guess.tag().to_owned());
        row.language =
            row.language.or_else(guess).filter(|language| Some(language) != archive.language.as_ref());
        Ok::<Row, OutputError>(row)
    };

    let mut months = MonthCounter::default();
    let mut chunks = Vec::new();
    let mut builder = FacetChunkBuilder::default();
    for (batch, pages) in pages.chunks(BATCH).enumerate() {
        let written: Vec<_> = pages
            .par_iter()
            .map(|page| {
                let rows = page.clone().map(row).collect::<Result<Vec<_>, _>>()?;
                let file = output.write_hashed(ROWS_FOLDER, &to_json(&RowPage::new(&rows)))?;
                Ok::<_, OutputError>((file, rows))
            })
            .collect();
        for (place, written) in written.into_iter().enumerate() {
            let (file, rows) = written?;
            for row in &rows {
                months.add(row);
                builder.add(row);
            }
            builder.add_page(PageRef { rows: saturating_u32(rows.len()), file });
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
        let file = output.write_hashed(FACETS_FOLDER, &to_json(chunk))?;
        references.push(ChunkRef { rows: chunk.rows, file, pages: Vec::new() });
    }
    if let (Some(reference), Some(chunk)) = (references.last_mut(), chunks.last()) {
        reference.pages.clone_from(&chunk.pages);
    }
    let manifest = Manifest {
        title: archive.title.clone(),
        description: archive.description.clone(),
        language: archive.language.clone(),
        home_page_url: archive.home_page_url.clone(),
        media_hosts: archive.media_hosts.clone(),
        newest: (0..count).rev().take(NEWEST_ROWS).map(row).collect::<Result<_, _>>()?,
        directories,
        facets: facet_summaries(&chunks),
        ..Manifest::new(saturating_u32(count), months.finish(), references)
    };
    Ok(manifest)
}

/// The rows of each page, of `count` rows with these ids.
fn pages<'i>(count: usize, id: impl Fn(usize) -> &'i str + Sync) -> Vec<Range<usize>> {
    let place = |row| Candidate { at: row as u64 + 1, hash: content_chunking::hash(id(row)) };
    let places: Vec<_> = (0..count).into_par_iter().map(place).collect();
    let cuts = content_chunking::boundaries(&places, count as u64, PAGE_WINDOW);
    let mut start = 0;
    let mut pages = Vec::with_capacity(cuts.len() + 1);
    for end in cuts.into_iter().map(|cut| cut + 1).chain([count]) {
        if start < end {
            pages.push(start..end);
        }
        start = end;
    }
    pages
}

/// The pages, by their places, that are the last ones of a chunk; the very last one is not among
/// them.
fn chunk_ends<'i>(count: usize, id: impl Fn(usize) -> &'i str, pages: &[Range<usize>]) -> Vec<usize> {
    let ends = pages.iter().take(pages.len().saturating_sub(1));
    let place = |page: &Range<usize>| Candidate {
        at: page.end as u64,
        hash: page.clone().next_back().map_or(0, |last| content_chunking::hash(id(last))),
    };
    content_chunking::boundaries(&ends.map(place).collect::<Vec<_>>(), count as u64, CHUNK_WINDOW)
}
