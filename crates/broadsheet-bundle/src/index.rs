//! The filter engine: which posts a reader's choices leave, and how many each further choice would.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use crate::chunk::{Chunk, Column};
use crate::date::day_number;
use crate::facet::{FacetName, ValueCount, sort_by_frequency};
use crate::filter::{DayBound, Filter, Selection};
use crate::head::{Head, MOST_POSTS, MonthCount, PageRef};
use crate::limits::{MOST_CHUNKS, MOST_MONTHS};
use crate::row::RowNumber;
use crate::rows::RowSet;

/// What is known of where an archive's posts are: the months and chunks of its head, and the chunks that were read.
///
/// What a chunk that was not read would say counts as absent: its posts have no value and are in no range of days that
/// begins or ends within a month. [`Index::needed`] says which chunks a filter asks for.
#[derive(Debug, Clone, Default)]
pub struct Index {
    total: RowNumber,
    /// The months, oldest first, undated posts before them, with their first rows.
    months: Vec<(RowNumber, MonthCount)>,
    parts: Vec<Part>,
}

#[derive(Debug, Clone)]
struct Part {
    rows: Range<RowNumber>,
    /// The row pages with their first rows; none while they are not known. Shared, since an index is copied whenever a chunk
    /// has been read.
    pages: Rc<Vec<(RowNumber, PageRef)>>,
    chunk: Option<Rc<Chunk>>,
}

/// The values of a facet over all chunks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FacetValues {
    /// The values, the most frequent first, equally frequent ones in the order of their UTF-8 bytes; years and months the
    /// newest first.
    pub values: Vec<ValueCount>,
    /// For each chunk, where its values are among them. Of years and months, in one list, where those of each month are, the
    /// newest month first.
    places: Vec<Vec<usize>>,
}

impl FacetValues {
    /// Values that are known without their rows, so that nothing can be [counted](Index::counts) of them.
    pub fn top(values: Vec<ValueCount>) -> Self {
        Self { values, places: Vec::new() }
    }
}

/// The bit of a mark that stands for an excluded value.
const EXCLUDED: u64 = 1 << 63;

/// A row page that an [`Index`] knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<'a> {
    /// The page's file.
    pub file: &'a str,
    /// The numbers of its rows.
    pub rows: Range<RowNumber>,
}

impl Index {
    /// The index of a head, no chunk being read yet; nothing where the head contradicts itself, or has more months or chunks
    /// than the [limits](crate::limits) allow.
    pub fn new(head: &Head) -> Option<Self> {
        // And the undated.
        if head.months.len() > MOST_MONTHS + 1 || head.chunks.len() > MOST_CHUNKS {
            return None;
        }
        let mut index = Self { total: head.posts, ..Self::default() };
        let mut first: RowNumber = 0;
        for month in head.months.iter().rev() {
            index.months.push((first, month.clone()));
            first = first.checked_add(month.posts)?;
        }
        let mut end: RowNumber = 0;
        for chunk in &head.chunks {
            let start = end;
            end = end.checked_add(chunk.rows)?;
            index.parts.push(Part { rows: start..end, pages: Rc::default(), chunk: None });
            if !chunk.pages.is_empty() && !index.parts.last_mut()?.set_pages(&chunk.pages) {
                return None;
            }
        }
        let sound = first == head.posts
            && end == head.posts
            && head.posts <= MOST_POSTS
            && head.newest.len() <= head.posts as usize;
        sound.then_some(index)
    }

    /// Takes in what chunk number `number` says; false where it is another one than the head promised.
    pub fn read(&mut self, number: usize, chunk: Rc<Chunk>) -> bool {
        let Some(part) = self.parts.get_mut(number) else { return false };
        let fits = part.set_pages(&chunk.pages);
        if fits {
            part.chunk = Some(chunk);
        }
        fits
    }

    /// Number of posts.
    pub fn total(&self) -> RowNumber {
        self.total
    }

    /// Whether all chunks were read.
    pub fn is_whole(&self) -> bool {
        self.parts.iter().all(|part| part.chunk.is_some())
    }

    /// The chunk, by its number, that holds `row`.
    pub fn chunk_of(&self, row: RowNumber) -> Option<usize> {
        // They have the rows between them, in order.
        let number = self.parts.partition_point(|part| part.rows.end <= row);
        (number < self.parts.len()).then_some(number)
    }

    /// The page that holds `row`; nothing while that is not known.
    pub fn page_of(&self, row: RowNumber) -> Option<Page<'_>> {
        let pages = &self.parts.get(self.chunk_of(row)?)?.pages;
        let after = pages.partition_point(|(first, _)| *first <= row);
        pages.get(after.checked_sub(1)?).map(Page::new)
    }

    /// The pages that are known, from row 0 on.
    pub fn pages(&self) -> impl DoubleEndedIterator<Item = Page<'_>> {
        self.parts.iter().flat_map(|part| part.pages.iter()).map(Page::new)
    }

    /// The chunks, by their numbers, whose pages are not known.
    pub fn unlisted(&self) -> impl Iterator<Item = usize> {
        let parts = self.parts.iter().enumerate();
        parts.filter(|(_, part)| part.pages.is_empty() && !part.rows.is_empty()).map(|(number, _)| number)
    }

    /// The months with their rows, oldest first, undated posts before them.
    pub fn months(&self) -> impl DoubleEndedIterator<Item = (Option<&str>, Range<RowNumber>)> {
        self.months.iter().map(|(first, month)| (month.month.as_deref(), *first..first + month.posts))
    }

    /// The months that have dates, oldest first.
    fn dated_months(&self) -> impl DoubleEndedIterator<Item = (&str, Range<RowNumber>)> {
        self.months().filter_map(|(month, rows)| Some((month?, rows)))
    }

    /// The chunks, by their numbers, that have to be read before the rest of this index can answer for `filter`.
    pub fn needed(&self, filter: &Filter) -> Vec<usize> {
        let facets = filter.needed_facets().any(FacetName::is_stored);
        let mut ranges: Vec<Range<RowNumber>> = Vec::new();
        if facets {
            ranges.push(self.range(filter, true));
        }
        for day in [&filter.from, &filter.to].into_iter().flatten().filter_map(DayBound::day) {
            ranges.extend(self.months().filter(|(month, _)| *month == day.get(..7)).map(|(_, rows)| rows));
        }
        let parts = self.parts.iter().enumerate();
        let parts = parts.filter(|(_, part)| {
            part.chunk.is_none()
                && ranges.iter().any(|rows| rows.start < part.rows.end && part.rows.start < rows.end)
        });
        parts.map(|(number, _)| number).collect()
    }

    /// The rows within the days that `filter` asks for.
    pub fn within_days(&self, filter: &Filter) -> RowSet {
        RowSet::range(self.total, self.range(filter, false))
    }

    /// The rows within the days that `filter` asks for; by whole months, only the months that a day is in.
    fn range(&self, filter: &Filter, by_months: bool) -> Range<RowNumber> {
        if filter.from.is_none() && filter.to.is_none() {
            return 0..self.total;
        }
        let undated = self.months.first().filter(|(_, month)| month.month.is_none());
        let undated = undated.map_or(0, |(_, month)| month.posts);
        let start = filter.from.as_ref().map_or(undated, |from| self.rows_before(from, false, by_months));
        let end = filter.to.as_ref().map_or(self.total, |to| self.rows_before(to, true, by_months));
        start.max(undated)..end
    }

    /// The number of the first row that is not before `bound`, or with `after` that is after it.
    fn rows_before(&self, bound: &DayBound, after: bool, by_months: bool) -> RowNumber {
        let mut rows = 0;
        for (month, of_month) in self.months() {
            let Some(month) = month else {
                rows = of_month.end;
                continue;
            };
            let (month, of_bound) = bound.beside(month);
            match (month.cmp(of_bound), bound.day()) {
                (std::cmp::Ordering::Less, _) => rows = of_month.end,
                (std::cmp::Ordering::Greater, _) => break,
                (std::cmp::Ordering::Equal, Some(day)) if !by_months => {
                    let day = day_number(day).unwrap_or_default() + u32::from(after);
                    rows = of_month.start + self.rows_of_days_before(day, &of_month);
                }
                (std::cmp::Ordering::Equal, _) if after => rows = of_month.end,
                (std::cmp::Ordering::Equal, _) => {}
            }
        }
        rows
    }

    /// How many of the rows `within` are of days before `day`, a number.
    fn rows_of_days_before(&self, day: u32, within: &Range<RowNumber>) -> RowNumber {
        let mut count = 0;
        for part in &self.parts {
            let mut first = part.rows.start;
            for &(of_run, rows) in part.chunk.iter().flat_map(|chunk| &chunk.days) {
                let run = first.max(within.start)..(first + rows).min(within.end);
                if of_run.is_some_and(|of_run| of_run < day) {
                    count += run.end.saturating_sub(run.start);
                }
                first += rows;
            }
        }
        count
    }

    /// The posts out of `found` that `filter` leaves. `found` are those in which its words are.
    pub fn matching(&self, filter: &Filter, found: &RowSet) -> RowSet {
        let mut rows = self.within_days(filter);
        rows.keep(found);
        for (name, selection) in filter.facets.iter().filter(|(_, selection)| !selection.is_empty()) {
            if name.is_stored() {
                self.narrow(&mut rows, name, selection);
            } else {
                self.narrow_by_month(&mut rows, name, selection);
            }
        }
        rows
    }

    /// Returns the values that `filter` requires though no post has them; none until all chunks were read.
    pub fn strays<'f>(&self, filter: &'f Filter) -> Vec<(FacetName, &'f str)> {
        let mut strays = Vec::new();
        // An index of nothing is whole.
        if self.total == 0 || !self.is_whole() {
            return strays;
        }
        for (name, selection) in filter.facets.iter() {
            for group in &selection.groups {
                for value in group {
                    if !self.has(name, value) {
                        strays.push((name, value.as_str()));
                    }
                }
            }
        }
        strays
    }

    /// `true` if a post has `value` in the facet `name`.
    fn has(&self, name: FacetName, value: &str) -> bool {
        if name.is_stored() {
            let mut columns = self.parts.iter().filter_map(|part| part.column(name));
            columns.any(|column| column.values.iter().any(|other| other == value))
        } else {
            self.dated_months().any(|(month, _)| name.of_month(month) == value)
        }
    }

    /// `true` if one of `rows` has several values of the facet `name`, in the chunks that were read.
    pub fn occur_together(&self, rows: &RowSet, name: FacetName) -> bool {
        let mut together = false;
        for part in &self.parts {
            if let Some(column) = part.column(name) {
                rows.each(part.rows.clone(), |row| {
                    together |= column.of(row - part.rows.start).len() > 1;
                });
            }
        }
        together
    }

    /// The values of the facet `name`: for years and months those that have posts, else those in the chunks that were read.
    pub fn values(&self, name: FacetName) -> FacetValues {
        if name.is_stored() { self.stored_values(name) } else { self.periods(name) }
    }

    fn periods(&self, name: FacetName) -> FacetValues {
        let (mut values, mut places): (Vec<ValueCount>, _) = (Vec::new(), Vec::new());
        for (month, rows) in self.dated_months().rev() {
            let value = name.of_month(month);
            let posts = rows.end - rows.start;
            match values.last_mut() {
                Some(last) if last.value == value => last.posts += posts,
                _ => values.push(ValueCount { value: value.to_owned(), posts }),
            }
            places.push(values.len() - 1);
        }
        FacetValues { values, places: vec![places] }
    }

    fn stored_values(&self, name: FacetName) -> FacetValues {
        let mut met: HashMap<&str, usize> = HashMap::new();
        let mut values: Vec<ValueCount> = Vec::new();
        for column in self.parts.iter().filter_map(|part| part.column(name)) {
            for (value, posts) in column.values.iter().zip(column.counts()) {
                let place = *met.entry(value).or_insert(values.len());
                match values.get_mut(place) {
                    Some(known) => known.posts += posts,
                    None => values.push(ValueCount { value: value.clone(), posts }),
                }
            }
        }
        sort_by_frequency(&mut values);
        for (place, value) in values.iter().enumerate() {
            if let Some(known) = met.get_mut(value.value.as_str()) {
                *known = place;
            }
        }
        let places_of = |column: &Column| {
            let places = column.values.iter().filter_map(|value| met.get(value.as_str()));
            places.copied().collect::<Vec<_>>()
        };
        let places =
            self.parts.iter().map(|part| part.column(name).map(places_of).unwrap_or_default()).collect();
        FacetValues { values, places }
    }

    /// For each of `values`, which are those of the facet `name`, how many posts would be shown if it was chosen. `widen`:
    /// the value would be one more that may match (any), so choices already made in this facet do not narrow the count;
    /// otherwise it would be one more that has to (all).
    pub fn counts(
        &self,
        filter: &Filter,
        found: &RowSet,
        name: FacetName,
        values: &FacetValues,
        widen: bool,
    ) -> Vec<RowNumber> {
        let mut filter = filter.clone();
        if widen {
            filter.facets[name].groups.clear();
        }
        self.counts_among(&self.matching(&filter, found), name, values)
    }

    /// For each of `values`, which are those of the facet `name`, how many of `rows` have it.
    pub fn counts_among(&self, rows: &RowSet, name: FacetName, values: &FacetValues) -> Vec<RowNumber> {
        let mut counts = vec![0; values.values.len()];
        if !name.is_stored() {
            for ((_, of_month), &place) in self.dated_months().rev().zip(values.places.iter().flatten()) {
                counts[place] += rows.count(of_month);
            }
            return counts;
        }
        for (part, places) in self.parts.iter().zip(&values.places) {
            let Some(column) = part.column(name) else { continue };
            rows.each(part.rows.clone(), |row| {
                for &place in column.of(row - part.rows.start) {
                    if let Some(count) = places.get(place as usize).and_then(|&place| counts.get_mut(place)) {
                        *count += 1;
                    }
                }
            });
        }
        counts
    }

    fn narrow(&self, rows: &mut RowSet, name: FacetName, selection: &Selection) {
        // Each round looks at as many groups as a mark has bits; the last bit stands for the excluded values.
        let rounds = selection.groups.chunks(63).map(|groups| (groups, &[][..]));
        let last = (&[][..], selection.not.as_slice());
        for (groups, not) in rounds.chain([last]) {
            if groups.is_empty() && not.is_empty() {
                continue;
            }
            let required = groups.iter().fold(0, |bits: u64, _| bits << 1 | 1);
            for part in &self.parts {
                let column = part.column(name);
                let marks: Vec<u64> = column.map_or_else(Vec::new, |column| {
                    let mark = |value: &String| {
                        let of_groups = groups.iter().zip(0..).filter(|(group, _)| group.contains(value));
                        let excluded = if not.contains(value) { EXCLUDED } else { 0 };
                        of_groups.fold(excluded, |bits, (_, group)| bits | 1 << group)
                    };
                    column.values.iter().map(mark).collect()
                });
                rows.retain(part.rows.clone(), |row| {
                    let places = column.map_or(&[][..], |column| column.of(row - part.rows.start));
                    let of_places = places.iter().filter_map(|&place| marks.get(place as usize));
                    of_places.fold(0, |bits, mark| bits | mark) == required
                });
            }
        }
    }

    /// Narrows `rows` by years or months: all posts of a month pass, or none. What is undated has neither.
    fn narrow_by_month(&self, rows: &mut RowSet, name: FacetName, selection: &Selection) {
        for (month, of_month) in self.months() {
            let value = month.map(|month| name.of_month(month));
            let is = |chosen: &String| Some(chosen.as_str()) == value;
            let passes =
                selection.groups.iter().all(|group| group.iter().any(is)) && !selection.not.iter().any(is);
            if !passes {
                rows.retain(of_month, |_| false);
            }
        }
    }
}

impl<'a> Page<'a> {
    fn new((first, page): &'a (RowNumber, PageRef)) -> Self {
        Self { file: &page.file, rows: *first..first + page.rows }
    }
}

impl Part {
    /// Sets the row pages; false where they do not hold the rows of the part, or one holds none.
    fn set_pages(&mut self, pages: &[PageRef]) -> bool {
        let mut first = self.rows.start;
        let mut placed = Vec::with_capacity(pages.len());
        for page in pages {
            let end = first.checked_add(page.rows).filter(|end| *end > first);
            let Some(end) = end else { return false };
            placed.push((first, page.clone()));
            first = end;
        }
        self.pages = Rc::new(placed);
        first == self.rows.end
    }

    fn column(&self, name: FacetName) -> Option<&Column> {
        self.chunk.as_ref().map(|chunk| &chunk.columns[name])
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::PostDate;
    use crate::chunk::ChunkBuilder;
    use crate::facet::PerFacet;
    use crate::filter::Sort;
    use crate::head::{ChunkRef, Months};
    use crate::row::Row;
    use crate::rows::RowList;
    use proptest::prelude::*;

    fn row(date: Option<&str>, tags: &[String], authors: &[String]) -> Row {
        Row {
            id: String::new(),
            title: "t".to_owned(),
            date: date.and_then(PostDate::parse),
            authors: authors.to_vec(),
            source: None,
            tags: tags.to_vec(),
            categories: Vec::new(),
            language: None,
        }
    }

    /// The definition of a filter, written as plainly as possible.
    fn passes(filter: &Filter, row: &Row) -> bool {
        let facets = filter.facets.iter().all(|(name, selection)| {
            let has = |value: &String| name.values(row).any(|other| other == value);
            selection.groups.iter().all(|group| group.iter().any(has)) && !selection.not.iter().any(has)
        });
        let day = row.date.as_ref().map(PostDate::day);
        let cut = |bound: &DayBound, day: &str| day[..bound.as_str().len()].to_owned();
        facets
            && filter
                .from
                .as_ref()
                .is_none_or(|from| day.is_some_and(|day| *cut(from, day) >= *from.as_str()))
            && filter.to.as_ref().is_none_or(|to| day.is_some_and(|day| *cut(to, day) <= *to.as_str()))
    }

    /// An index of `rows` in chunks of at most `chunk` rows, all of them read.
    fn index(rows: &mut [Row], chunk: usize) -> Index {
        rows.sort_by(|one, two| one.sort_key().cmp(&two.sort_key()));
        let mut months = Months::default();
        for row in rows.iter() {
            months.add(row);
        }
        let posts = RowNumber::try_from(rows.len()).unwrap();
        let chunks: Vec<_> = rows
            .chunks(chunk)
            .map(|rows| {
                let mut chunk = ChunkBuilder::default();
                for rows in rows.chunks(7) {
                    for row in rows {
                        chunk.add(row);
                    }
                    chunk.add_page(PageRef { rows: u32::try_from(rows.len()).unwrap(), file: "page".into() });
                }
                Rc::new(chunk.finish())
            })
            .collect();
        let references = chunks
            .iter()
            .map(|chunk| ChunkRef { rows: chunk.rows, file: String::new(), pages: Vec::new() })
            .collect();
        let head = Head::new(posts, months.finish(), references);
        let mut index = Index::new(&head).unwrap();
        for (number, chunk) in chunks.into_iter().enumerate() {
            assert!(index.read(number, chunk));
        }
        index
    }

    fn value() -> impl Strategy<Value = String> {
        prop::sample::select(vec!["a", "b", "c", "甲", "none"]).prop_map(str::to_owned)
    }

    fn values() -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec(value(), 0..4)
    }

    fn selection() -> impl Strategy<Value = Selection> {
        let group = prop::collection::vec(value(), 1..3);
        (prop::collection::vec(group, 0..3), prop::collection::vec(value(), 0..2))
            .prop_map(|(groups, not)| Selection { groups, not })
    }

    fn any_row() -> impl Strategy<Value = Row> {
        let days = vec!["2019-01-01", "2019-01-15", "2019-01-31", "2019-12-31", "2020-06-15"];
        (prop::option::of(prop::sample::select(days)), values(), values())
            .prop_map(|(date, tags, authors)| row(date, &tags, &authors))
    }

    fn any_filter() -> impl Strategy<Value = Filter> {
        let bound = || {
            let bounds = vec!["2018", "2019", "2019-01", "2019-01-15", "2019-02-28", "2020-06-15", "2021-01"];
            prop::option::of(prop::sample::select(bounds)).prop_map(|bound| bound.and_then(DayBound::parse))
        };
        let period = |periods: Vec<&'static str>| {
            let periods = prop::collection::vec(prop::sample::select(periods).prop_map(str::to_owned), 0..3);
            (periods.clone(), periods).prop_map(|(group, not)| Selection {
                groups: [group].into_iter().filter(|group| !group.is_empty()).collect(),
                not,
            })
        };
        let years = period(vec!["2019", "2020", "2021"]);
        let months = period(vec!["2019-01", "2019-12", "2020-06", "2020"]);
        (selection(), selection(), years, months, bound(), bound()).prop_map(
            |(tags, authors, years, months, from, to)| {
                let mut facets = PerFacet::default();
                facets[FacetName::Tag] = tags;
                facets[FacetName::Author] = authors;
                facets[FacetName::Year] = years;
                facets[FacetName::Month] = months;
                Filter { facets, from, to, ..Filter::default() }
            },
        )
    }

    proptest! {
        #[test]
        fn as_a_naive_filter(
            mut rows in prop::collection::vec(any_row(), 0..150),
            filter in any_filter(),
            chunk in 1usize..160,
        ) {
            let index = index(&mut rows, chunk);
            let found = index.matching(&filter, &RowSet::all(index.total()));
            let naive: Vec<_> =
                rows.iter().zip(0..).filter(|(row, _)| passes(&filter, row)).map(|(_, number)| number).collect();
            prop_assert_eq!(RowList::new(found, Sort::Old).iter().collect::<Vec<_>>(), naive);
        }

        #[test]
        fn counts_say_what_choosing_would_show(
            mut rows in prop::collection::vec(any_row(), 0..80),
            filter in any_filter(),
            name in prop::sample::select(vec![FacetName::Tag, FacetName::Author, FacetName::Year, FacetName::Month]),
            chunk in 1usize..90,
        ) {
            let index = index(&mut rows, chunk);
            let values = index.values(name);
            let counted = |widen| index.counts(&filter, &RowSet::all(index.total()), name, &values, widen);
            for (value, (all, any)) in values.values.iter().zip(counted(false).into_iter().zip(counted(true))) {
                let having = rows.iter().filter(|row| name.values(row).any(|other| other == value.value)).count();
                prop_assert_eq!(value.posts as usize, having);
                let mut narrower = filter.clone();
                narrower.facets[name].groups.push(vec![value.value.clone()]);
                prop_assert_eq!(all as usize, rows.iter().filter(|row| passes(&narrower, row)).count());
                let mut alone = filter.clone();
                alone.facets[name].groups = vec![vec![value.value.clone()]];
                prop_assert_eq!(any as usize, rows.iter().filter(|row| passes(&alone, row)).count());
            }
        }

        #[test]
        fn strays_and_what_occurs_together_as_a_naive_program_finds_them(
            mut rows in prop::collection::vec(any_row(), 0..40),
            filter in any_filter(),
            name in prop::sample::select(FacetName::STORED.to_vec()),
            chunk in 1usize..50,
        ) {
            let index = index(&mut rows, chunk);
            let has = |name: FacetName, value: &str| rows.iter().any(|row| name.values(row).any(|other| other == value));
            let mut strays = Vec::new();
            for (name, selection) in filter.facets.iter() {
                let required = selection.groups.iter().flatten();
                strays.extend(required.filter(|value| !has(name, value)).map(|value| (name, value.as_str())));
            }
            prop_assert_eq!(index.strays(&filter), if rows.is_empty() { Vec::new() } else { strays });
            let found = index.matching(&filter, &RowSet::all(index.total()));
            let several = |row: &Row| name.values(row).collect::<std::collections::BTreeSet<_>>().len() > 1;
            let together = rows.iter().zip(0..).any(|(row, number)| found.contains(number) && several(row));
            prop_assert_eq!(index.occur_together(&found, name), together);
        }

        #[test]
        fn what_is_not_needed_makes_no_difference(
            mut rows in prop::collection::vec(any_row(), 0..150),
            filter in any_filter(),
            chunk in 1usize..60,
        ) {
            let whole = index(&mut rows, chunk);
            let mut partly = whole.clone();
            partly.parts.iter_mut().for_each(|part| part.chunk = None);
            for number in partly.needed(&filter) {
                let chunk = whole.parts[number].chunk.clone().unwrap();
                partly.read(number, chunk);
            }
            let found = |index: &Index| index.matching(&filter, &RowSet::all(index.total()));
            prop_assert_eq!(found(&partly), found(&whole));
            prop_assert!(partly.is_whole() || partly.strays(&filter).is_empty(), "what was not read may have them");
        }
    }

    #[test]
    fn many_groups() {
        let mut rows = [row(None, &["a".into(), "b".into()], &[]), row(None, &["a".into()], &[])];
        let index = index(&mut rows, 2);
        let mut filter = Filter::default();
        filter.facets[FacetName::Tag].groups = vec![vec!["a".to_owned()]; 130];
        filter.facets[FacetName::Tag].groups.push(vec!["b".to_owned()]);
        assert_eq!(index.matching(&filter, &RowSet::all(index.total())).len(), 1);
    }

    #[test]
    fn pages_and_what_does_not_fit() {
        let mut rows: Vec<_> = (0..20).map(|_| row(Some("2020-01-01"), &[], &[])).collect();
        let mut index = index(&mut rows, 10);
        let pages: Vec<_> = index.pages().map(|page| page.rows).collect();
        assert_eq!(pages, [0..7, 7..10, 10..17, 17..20]);
        for (row, rows) in
            [(0, Some(0..7)), (9, Some(7..10)), (10, Some(10..17)), (19, Some(17..20)), (20, None)]
        {
            assert_eq!(index.page_of(row).map(|page| page.rows), rows, "{row}");
        }
        assert!(!index.read(0, Rc::new(Chunk::default())));
        assert!(!index.read(2, Rc::new(Chunk::default())));
    }
}
