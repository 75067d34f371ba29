//! A synthetic archive as the filter engine has it, without files.

use std::rc::Rc;

use broadsheet_benches::{Recipe, SyntheticArchive};
use broadsheet_bundle::filter::FilterIndex;
use broadsheet_bundle::format::{ChunkRef, FacetChunkBuilder, Manifest, MonthCounter, PageRef};
use broadsheet_bundle::url::host_of;
use broadsheet_bundle::{Facet, PostDate, Row};

/// The rows of an archive of `posts` posts, in their order.
pub(crate) fn rows(posts: u64) -> Vec<Row> {
    let row = |post: broadsheet_benches::SyntheticPost| {
        let (id, date) = (post.stem(), PostDate::parse(&post.day));
        let mut row = Row { id, date, title: post.title.clone(), ..Row::default() };
        row.facets[Facet::Tag].clone_from(&post.tags);
        row.facets[Facet::Author].extend(post.author.clone());
        row.facets[Facet::Source].extend(post.from.as_deref().and_then(host_of));
        row.facets[Facet::Category].push(post.category.to_owned());
        row
    };
    let mut rows: Vec<_> = SyntheticArchive::new(Recipe::of(posts)).map(row).collect();
    rows.sort_by(|one, two| one.sort_key().cmp(&two.sort_key()));
    rows
}

/// The index of `rows`, in one chunk, which is read.
pub(crate) fn index(rows: &[Row]) -> FilterIndex {
    let (mut months, mut chunk) = (MonthCounter::default(), FacetChunkBuilder::default());
    for row in rows {
        months.add(row);
        chunk.add(row);
    }
    chunk.add_page(PageRef { rows: chunk.rows(), file: String::new() });
    let chunk = chunk.finish();
    let chunks = vec![ChunkRef { rows: chunk.rows, file: String::new(), pages: Vec::new() }];
    let head = Manifest::new(chunk.rows, months.finish(), chunks);
    let mut index = FilterIndex::new(&head).expect("the head is sound");
    index.add_chunk(0, Rc::new(chunk)).expect("the chunk fits");
    index
}
