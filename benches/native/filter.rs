//! The filter engine: what a choice leaves, how many each further choice would, and the search for words.

mod synthetic;

use broadsheet_bundle::RowNumber;
use broadsheet_bundle::facet::FacetName;
use broadsheet_bundle::filter::{DayBound, Filter, Sort};
use broadsheet_bundle::histogram::Histogram;
use broadsheet_bundle::index::FacetValues;
use broadsheet_bundle::rows::{RowList, RowSet};
use broadsheet_bundle::text::{RowTexts, Words};

/// Posts in the archive.
const POSTS: u64 = 100_000;

fn main() {
    divan::main();
}

/// A frequent tag, all of a rarer one's company, no posts of one author, five years: each choice, and the counts of all
/// values of all facets after it.
#[divan::bench]
fn choices_and_all_counts(bencher: divan::Bencher<'_, '_>) {
    let index = synthetic::index(&synthetic::rows(POSTS));
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
    let found = RowSet::all(index.total());
    let shown = |filter: &Filter, values: &[FacetValues; 6]| -> RowNumber {
        let list = RowList::new(index.matching(filter, &found), Sort::New);
        let counts = FacetName::ALL.into_iter().zip(values);
        let counts = counts.map(|(name, values)| index.counts(filter, &found, name, values, true));
        let bars = Histogram::new(&index, filter, &found).bars;
        list.len() + counts.flatten().chain(bars.into_iter().map(|bar| bar.posts)).sum::<RowNumber>()
    };
    bencher
        .counter(divan::counter::ItemsCount::new(filters.len()))
        .bench_local(|| filters.iter().map(|filter| shown(filter, &values)).sum::<RowNumber>());
}

/// Three letters, typed one after the other.
#[divan::bench]
fn words_as_they_are_typed(bencher: divan::Bencher<'_, '_>) {
    let rows = synthetic::rows(POSTS);
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
