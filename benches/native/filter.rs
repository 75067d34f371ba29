//! The filter engine: what a choice leaves, how many each further choice would, and the search for words.

use std::rc::Rc;

use broadsheet_benches::{Archive, Recipe};
use broadsheet_bundle::chunk::ChunkBuilder;
use broadsheet_bundle::facet::FacetName;
use broadsheet_bundle::filter::{DayBound, Filter, Sort};
use broadsheet_bundle::head::{ChunkRef, FORMAT, Head, Months, PageRef, VERSION};
use broadsheet_bundle::index::{FacetValues, Index};
use broadsheet_bundle::row::host;
use broadsheet_bundle::rows::RowList;
use broadsheet_bundle::text::{RowTexts, Words};
use broadsheet_bundle::{PostDate, Row, RowNumber};

/// Posts in the archive.
const POSTS: u64 = 100_000;

fn main() {
    divan::main();
}

fn rows() -> Vec<Row> {
    let row = |post: broadsheet_benches::Post| Row {
        id: post.stem(),
        title: post.title.clone(),
        date: PostDate::parse(&post.day),
        authors: post.author.clone().into_iter().collect(),
        source: post.from.as_deref().and_then(host),
        tags: post.tags.clone(),
        categories: vec![post.category.to_owned()],
        language: None,
    };
    let mut rows: Vec<_> = Archive::new(Recipe::of(POSTS)).map(row).collect();
    rows.sort_by(|one, two| one.sort_key().cmp(&two.sort_key()));
    rows
}

fn index(rows: &[Row]) -> Index {
    let (mut months, mut chunk) = (Months::default(), ChunkBuilder::default());
    for row in rows {
        months.add(row);
        chunk.add(row);
    }
    chunk.add_page(PageRef { rows: chunk.rows(), file: String::new() });
    let chunk = chunk.finish();
    let head = Head {
        format: FORMAT.to_owned(),
        version: VERSION,
        title: String::new(),
        description: None,
        language: None,
        home_page_url: None,
        media_hosts: None,
        posts: chunk.rows,
        months: months.finish(),
        facets: Vec::new(),
        newest: Vec::new(),
        chunks: vec![ChunkRef { rows: chunk.rows, file: String::new(), pages: Vec::new() }],
        directories: Vec::new(),
    };
    let mut index = Index::new(&head).expect("the head is sound");
    assert!(index.read(0, Rc::new(chunk)), "the chunk fits");
    index
}

/// A frequent tag, all of a rarer one's company, no posts of one author, five years: each choice, and the counts of all
/// values of all facets after it.
#[divan::bench]
fn choices_and_all_counts(bencher: divan::Bencher<'_, '_>) {
    let index = index(&rows());
    let values = FacetName::ALL.map(|name| index.values(name));
    let value = |name: usize, place: usize| values[name].values[place].value.clone();
    let mut filters = Vec::new();
    let mut filter = Filter::default();
    filter.facets[FacetName::Tag].require(&value(0, 0), false);
    filters.push(filter.clone());
    filter.facets[FacetName::Tag].require(&value(0, 7), true);
    filters.push(filter.clone());
    filter.facets[FacetName::Author].exclude(&value(1, 0));
    filters.push(filter.clone());
    filter.from = DayBound::parse("2015-03-10");
    filter.to = DayBound::parse("2020");
    filters.push(filter);
    let shown = |filter: &Filter, values: &[FacetValues; 4]| -> RowNumber {
        let days = index.within_days(filter);
        let list = RowList::new(index.matching(filter, &days), Sort::New);
        let counts = FacetName::ALL.into_iter().zip(values);
        let counts = counts.map(|(name, values)| index.counts(filter, &days, name, values, true));
        list.len() + counts.flatten().sum::<RowNumber>()
    };
    bencher
        .counter(divan::counter::ItemsCount::new(filters.len()))
        .bench_local(|| filters.iter().map(|filter| shown(filter, &values)).sum::<RowNumber>());
}

/// Three letters, typed one after the other.
#[divan::bench]
fn words_as_they_are_typed(bencher: divan::Bencher<'_, '_>) {
    let rows = rows();
    let word: String =
        rows.iter().flat_map(|row| row.title.chars()).filter(|c| c.is_alphabetic()).take(3).collect();
    let pages: Vec<_> = rows.chunks(512).map(RowTexts::new).collect();
    let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
    let typed: Vec<_> = ends.filter_map(|end| word.get(..end)).map(Words::new).collect();
    bencher.bench_local(|| {
        let found = typed.iter().flat_map(|words| pages.iter().map(|page| page.matching(words).len()));
        found.sum::<usize>()
    });
}
