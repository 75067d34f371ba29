//! The filter engine: what a choice leaves, how many each further choice would, and the search for
//! words.

mod synthetic;

use std::collections::HashMap;

use broadsheet_bundle::RowNumber;
use broadsheet_bundle::facet::{FACETS, Facet};
use broadsheet_bundle::filter::{
    FacetValues, Filter, Histogram, MatchMode, PartialDate, RowList, RowSet, SearchPage, SearchTerms, Sort,
};
use broadsheet_bundle::text::fold;
use roaring::RoaringBitmap;

/// Posts in the archive.
const POSTS: u64 = 100_000;

fn main() {
    divan::main();
}

/// A frequent tag, all of a rarer one's company, no posts of one author, five years: each choice,
/// and the counts of all values of all facets after it.
#[divan::bench]
fn choices_and_all_counts(bencher: divan::Bencher<'_, '_>) {
    let index = synthetic::index(&synthetic::rows(POSTS));
    let values = Facet::ALL.map(|name| index.values(name));
    let value = |name: usize, place: usize| values[name].values[place].value.clone();
    let mut filters = Vec::new();
    let mut filter = Filter::default();
    filter.facets[Facet::Tag].require(&value(0, 0), MatchMode::All);
    filters.push(filter.clone());
    filter.facets[Facet::Tag].require(&value(0, 7), MatchMode::Any);
    filters.push(filter.clone());
    filter.facets[Facet::Author].exclude(&value(1, 0));
    filters.push(filter.clone());
    filter.from = PartialDate::parse("2015-03-10");
    filter.to = PartialDate::parse("2020");
    filters.push(filter);
    let found = RowSet::all(index.total());
    let shown = |filter: &Filter, values: &[FacetValues; FACETS.len()]| -> RowNumber {
        let list = RowList::new(index.matching(filter, &found), Sort::New);
        let counts = Facet::ALL.into_iter().zip(values);
        let counts = counts.map(|(name, values)| index.counts(filter, &found, name, values, MatchMode::Any));
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
    let pages: Vec<_> = rows.chunks(512).map(|rows| SearchPage::new(rows, fold)).collect();
    let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
    let typed: Vec<_> = ends.filter_map(|end| word.get(..end)).map(SearchTerms::new).collect();
    bencher.bench_local(|| {
        let found = typed.iter().flat_map(|words| pages.iter().map(|page| page.matching(words).len()));
        found.sum::<usize>()
    });
}

/// The rows of each value of the tags and of the authors, as sorted lists and as compressed
/// bitmaps.
struct Postings {
    lists: [Vec<Vec<RowNumber>>; 2],
    bitmaps: [Vec<RoaringBitmap>; 2],
}

impl Postings {
    fn new() -> Self {
        let rows = synthetic::rows(POSTS);
        let lists = [Facet::Tag, Facet::Author].map(|name| {
            let mut lists: HashMap<&str, Vec<RowNumber>> = HashMap::new();
            for (row, number) in rows.iter().zip(0..) {
                for value in row.values(name) {
                    lists.entry(value).or_default().push(number);
                }
            }
            let mut lists: Vec<_> = lists.into_values().collect();
            lists.sort_by_key(|list| std::cmp::Reverse((list.len(), list.first().copied())));
            lists
        });
        let bitmap = |list: &Vec<RowNumber>| {
            let mut bitmap: RoaringBitmap = list.iter().copied().collect();
            bitmap.optimize();
            bitmap
        };
        let bitmaps = [0, 1].map(|facet| lists[facet].iter().map(bitmap).collect());
        let postings = Self { lists, bitmaps };
        postings.print_bytes();
        postings
    }

    /// Prints the size of the two facets: gaps of lists as base64 digits, and roaring's own form as
    /// base64 text.
    fn print_bytes(&self) {
        let digits = |gap: RowNumber| (32 - gap.leading_zeros()).div_ceil(5).max(1) as usize;
        let gaps = |list: &Vec<RowNumber>| {
            let before = [0].into_iter().chain(list.iter().copied());
            list.iter().zip(before).map(|(row, before)| digits(row - before)).sum::<usize>()
        };
        let lists: usize = self.lists.iter().flatten().map(gaps).sum();
        let bitmaps: usize =
            self.bitmaps.iter().flatten().map(|map| map.serialized_size().div_ceil(3) * 4).sum();
        println!("bytes of tags and authors: gaps {lists}, roaring {bitmaps}");
    }
}

/// A frequent tag or a rarer one, and not the most frequent author; the counts of all tags and
/// authors under that.
#[divan::bench(name = "one_choice_by_roaring")]
fn roaring(bencher: divan::Bencher<'_, '_>) {
    let Postings { bitmaps: [tags, authors], .. } = Postings::new();
    bencher.bench_local(|| {
        let rows = (&tags[0] | &tags[7]) - &authors[0];
        tags.iter().chain(&authors).map(|value| value.intersection_len(&rows)).sum::<u64>() + rows.len()
    });
}

/// The same with sorted lists, and a bit set for what they leave.
#[divan::bench(name = "one_choice_by_sorted_lists")]
fn sorted_lists(bencher: divan::Bencher<'_, '_>) {
    let Postings { lists: [tags, authors], .. } = Postings::new();
    let total = RowNumber::try_from(POSTS).expect("row numbers have 32 bits");
    bencher.bench_local(|| {
        let mut rows = RowSet::none(total);
        let mut barred = RowSet::none(total);
        tags[0].iter().chain(&tags[7]).for_each(|&row| rows.insert(row));
        authors[0].iter().for_each(|&row| barred.insert(row));
        rows.retain(0..total, |row| !barred.contains(row));
        let count = |list: &Vec<RowNumber>| list.iter().filter(|&&row| rows.contains(row)).count();
        tags.iter().chain(&authors).map(count).sum::<usize>() + rows.len() as usize
    });
}

/// The same with values by row, as the chunks have them.
#[divan::bench(name = "one_choice_by_chunks")]
fn chunks(bencher: divan::Bencher<'_, '_>) {
    let index = synthetic::index(&synthetic::rows(POSTS));
    let values = [Facet::Tag, Facet::Author].map(|name| (name, index.values(name)));
    let [tag, rarer] = [0, 7].map(|place| values[0].1.values[place].value.clone());
    let mut filter = Filter::default();
    filter.facets[Facet::Tag].groups.push(vec![tag, rarer]);
    filter.facets[Facet::Author].exclude(&values[1].1.values[0].value);
    let found = RowSet::all(index.total());
    bencher.bench_local(|| {
        let rows = index.matching(&filter, &found);
        let counts = values.iter().flat_map(|(name, values)| index.counts_among(&rows, *name, values));
        counts.sum::<RowNumber>() + rows.len()
    });
}
