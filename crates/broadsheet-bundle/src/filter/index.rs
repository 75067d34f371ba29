//! The filter index: which rows a filter leaves, and how many each further choice would.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::partial_date::PartialDate;
use super::row_set::RowSet;
use super::selection::{Filter, MatchMode, Selection};
use crate::date::day_number;
use crate::facet::{Facet, ValueCount};
use crate::format::limits::{MAX_CHUNKS, MAX_MONTHS, MAX_POSTS};
use crate::format::{
    Column, FacetChunk, FormatError, Manifest, MonthCount, PageRef, RowNumber, merged_values,
};

/// The months of an archive, the locations of its row pages, and the facet chunks that were added.
///
/// Rows of a chunk that was not added have no values and are in no range of dates that begins or
/// ends within a month. [`FilterIndex::required_chunks`] returns the chunks that a filter needs.
#[derive(Debug, Clone, Default)]
pub struct FilterIndex {
    total: RowNumber,
    /// The months, oldest first, undated posts before them, with their first rows.
    months: Vec<(RowNumber, MonthCount)>,
    parts: Vec<IndexPart>,
}

#[derive(Debug, Clone)]
struct IndexPart {
    rows: Range<RowNumber>,
    /// The row pages with their first rows; empty until they are known. Shared, since an index is
    /// copied whenever a chunk is added.
    pages: Rc<Vec<(RowNumber, PageRef)>>,
    chunk: Option<Rc<FacetChunk>>,
}

/// The values of a facet over all chunks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FacetValues {
    /// The values, the most frequent first, equally frequent ones in the order of their UTF-8
    /// bytes; years and months the newest first.
    pub values: Vec<ValueCount>,
    /// For each chunk, the positions of its values in `values`. Of years and months, one list: for
    /// each month, the newest first, the position of its value.
    positions: Vec<Vec<usize>>,
}

impl FacetValues {
    /// Values without positions, which [`FilterIndex::counts`] cannot count.
    pub fn top(values: Vec<ValueCount>) -> Self {
        Self { values, positions: Vec::new() }
    }
}

/// The precision with which dates limit rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Precision {
    /// By the months of the manifest.
    Months,
    /// By the days of the facet chunks.
    Days,
}

/// The bit of a mark that stands for an excluded value.
const EXCLUDED: u64 = 1 << 63;

/// The location of a row page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLocation<'a> {
    /// The page's file.
    pub file: &'a str,
    /// The numbers of its rows.
    pub rows: Range<RowNumber>,
}

impl FilterIndex {
    /// The index of a manifest, without facet chunks.
    ///
    /// # Errors
    ///
    /// If the manifest contradicts itself or exceeds a [limit](crate::format::limits).
    pub fn new(manifest: &Manifest) -> Result<Self, FormatError> {
        let (posts, months, chunks) = (manifest.posts, manifest.months.len(), manifest.chunks.len());
        if posts > MAX_POSTS {
            return Err(FormatError::TooManyPosts(posts));
        }
        // And the undated posts.
        if months > MAX_MONTHS + 1 {
            return Err(FormatError::TooManyMonths(months));
        }
        if chunks > MAX_CHUNKS {
            return Err(FormatError::TooManyChunks(chunks));
        }
        if manifest.newest.len() > posts as usize {
            return Err(FormatError::NewestRows { newest: manifest.newest.len(), posts });
        }
        let mut index = Self { total: posts, ..Self::default() };
        let mut first: RowNumber = 0;
        for month in manifest.months.iter().rev() {
            index.months.push((first, month.clone()));
            first = first.checked_add(month.posts).ok_or(FormatError::MonthCounts { posts })?;
        }
        if first != posts {
            return Err(FormatError::MonthCounts { posts });
        }
        let mut end: RowNumber = 0;
        for chunk in &manifest.chunks {
            let start = end;
            end = end.checked_add(chunk.rows).ok_or(FormatError::ChunkCounts { posts })?;
            let mut part = IndexPart { rows: start..end, pages: Rc::default(), chunk: None };
            if !chunk.pages.is_empty() {
                part.set_pages(&chunk.pages)?;
            }
            index.parts.push(part);
        }
        if end == posts { Ok(index) } else { Err(FormatError::ChunkCounts { posts }) }
    }

    /// Adds the facet chunk with this number.
    ///
    /// # Errors
    ///
    /// If the manifest has no such chunk, or one with other rows.
    pub fn add_chunk(&mut self, number: usize, chunk: Rc<FacetChunk>) -> Result<(), FormatError> {
        let part = self.parts.get_mut(number).ok_or(FormatError::NoSuchChunk(number))?;
        part.set_pages(&chunk.pages)?;
        part.chunk = Some(chunk);
        Ok(())
    }

    /// Number of posts.
    pub fn total(&self) -> RowNumber {
        self.total
    }

    /// `true` if all chunks were added.
    pub fn is_complete(&self) -> bool {
        self.parts.iter().all(|part| part.chunk.is_some())
    }

    /// The number of the chunk that has `row`.
    pub fn chunk_of(&self, row: RowNumber) -> Option<usize> {
        let number = self.parts.partition_point(|part| part.rows.end <= row);
        (number < self.parts.len()).then_some(number)
    }

    /// The page that has `row`; `None` if it is not known.
    pub fn page_of(&self, row: RowNumber) -> Option<PageLocation<'_>> {
        let pages = &self.parts.get(self.chunk_of(row)?)?.pages;
        let after = pages.partition_point(|(first, _)| *first <= row);
        pages.get(after.checked_sub(1)?).map(PageLocation::new)
    }

    /// The pages that are known, from row 0 on.
    pub fn pages(&self) -> impl DoubleEndedIterator<Item = PageLocation<'_>> {
        self.parts.iter().flat_map(|part| part.pages.iter()).map(PageLocation::new)
    }

    /// The numbers of the chunks whose pages are not known.
    pub fn chunks_without_pages(&self) -> impl Iterator<Item = usize> {
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

    /// The numbers of the chunks that have to be added before the index can apply `filter`.
    pub fn required_chunks(&self, filter: &Filter) -> Vec<usize> {
        let facets = filter.active_facets().any(Facet::is_indexed);
        let mut ranges: Vec<Range<RowNumber>> = Vec::new();
        if facets {
            ranges.push(self.range(filter, Precision::Months));
        }
        for day in [&filter.from, &filter.to].into_iter().flatten().filter_map(PartialDate::day) {
            ranges.extend(self.months().filter(|(month, _)| *month == day.get(..7)).map(|(_, rows)| rows));
        }
        let parts = self.parts.iter().enumerate();
        let parts = parts.filter(|(_, part)| {
            part.chunk.is_none()
                && ranges.iter().any(|rows| rows.start < part.rows.end && part.rows.start < rows.end)
        });
        parts.map(|(number, _)| number).collect()
    }

    /// The rows within the dates of `filter`.
    pub fn within_days(&self, filter: &Filter) -> RowSet {
        RowSet::range(self.total, self.range(filter, Precision::Days))
    }

    /// The rows within the dates of `filter`, or at least those of all their months.
    fn range(&self, filter: &Filter, precision: Precision) -> Range<RowNumber> {
        if filter.from.is_none() && filter.to.is_none() {
            return 0..self.total;
        }
        let undated = self.months.first().filter(|(_, month)| month.month.is_none());
        let undated = undated.map_or(0, |(_, month)| month.posts);
        let start = filter.from.as_ref().map_or(undated, |from| self.rows_before(from, precision));
        let end = filter.to.as_ref().map_or(self.total, |to| self.rows_through(to, precision));
        start.max(undated)..end
    }

    /// Number of rows before `bound`.
    fn rows_before(&self, bound: &PartialDate, precision: Precision) -> RowNumber {
        self.boundary(bound, precision, false)
    }

    /// Number of rows until the end of `bound`.
    fn rows_through(&self, bound: &PartialDate, precision: Precision) -> RowNumber {
        self.boundary(bound, precision, true)
    }

    fn boundary(&self, bound: &PartialDate, precision: Precision, is_inclusive: bool) -> RowNumber {
        let mut rows = 0;
        for (month, of_month) in self.months() {
            let Some(month) = month else {
                rows = of_month.end;
                continue;
            };
            let (month, of_bound) = bound.at_common_precision(month);
            match (month.cmp(of_bound), bound.day()) {
                (Ordering::Less, _) => rows = of_month.end,
                (Ordering::Greater, _) => break,
                (Ordering::Equal, Some(day)) if precision == Precision::Days => {
                    let day = day_number(day).unwrap_or_default() + u32::from(is_inclusive);
                    rows = of_month.start + self.rows_of_days_before(day, &of_month);
                }
                (Ordering::Equal, _) if is_inclusive => rows = of_month.end,
                (Ordering::Equal, _) => {}
            }
        }
        rows
    }

    /// Number of rows of `within` that are of days before `day`, a day number.
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

    /// The rows of `found` that `filter` leaves. `found` are the rows that have its words.
    pub fn matching(&self, filter: &Filter, found: &RowSet) -> RowSet {
        let mut rows = self.within_days(filter);
        rows.intersect_with(found);
        for (facet, selection) in filter.facets.iter().filter(|(_, selection)| !selection.is_empty()) {
            if facet.is_indexed() {
                self.apply_selection(&mut rows, facet, selection);
            } else {
                self.apply_periods(&mut rows, facet, selection);
            }
        }
        rows
    }

    /// The values that `filter` requires and no post has; none until all chunks were added.
    pub fn unknown_values<'f>(&self, filter: &'f Filter) -> Vec<(Facet, &'f str)> {
        let mut unknown = Vec::new();
        // An empty index is complete.
        if self.total == 0 || !self.is_complete() {
            return unknown;
        }
        for (facet, selection) in filter.facets.iter() {
            for group in &selection.groups {
                for value in group {
                    if !self.has(facet, value) {
                        unknown.push((facet, value.as_str()));
                    }
                }
            }
        }
        unknown
    }

    /// `true` if a post has `value` in `facet`.
    fn has(&self, facet: Facet, value: &str) -> bool {
        if facet.is_indexed() {
            let mut columns = self.parts.iter().filter_map(|part| part.column(facet));
            columns.any(|column| column.values.iter().any(|other| other == value))
        } else {
            self.dated_months().any(|(month, _)| facet.value_of_month(month) == value)
        }
    }

    /// `true` if one of `rows` has several values of `facet`, in the chunks that were added.
    pub fn has_multiple_values(&self, rows: &RowSet, facet: Facet) -> bool {
        let mut is_multiple = false;
        for part in &self.parts {
            if let Some(column) = part.column(facet) {
                rows.for_each_in(part.rows.clone(), |row| {
                    is_multiple |= column.value_ids_of(row - part.rows.start).len() > 1;
                });
            }
        }
        is_multiple
    }

    /// The values of `facet`: years and months that have posts, else the values in the chunks that
    /// were added.
    pub fn values(&self, facet: Facet) -> FacetValues {
        if facet.is_indexed() { self.indexed_values(facet) } else { self.periods(facet) }
    }

    fn periods(&self, facet: Facet) -> FacetValues {
        let (mut values, mut positions): (Vec<ValueCount>, _) = (Vec::new(), Vec::new());
        for (month, rows) in self.dated_months().rev() {
            let value = facet.value_of_month(month);
            let posts = rows.end - rows.start;
            match values.last_mut() {
                Some(last) if last.value == value => last.posts += posts,
                _ => values.push(ValueCount { value: value.to_owned(), posts }),
            }
            positions.push(values.len() - 1);
        }
        FacetValues { values, positions: vec![positions] }
    }

    fn indexed_values(&self, facet: Facet) -> FacetValues {
        let values = merged_values(self.parts.iter().filter_map(|part| part.column(facet)));
        let positions: HashMap<&str, usize> =
            values.iter().enumerate().map(|(position, value)| (value.value.as_str(), position)).collect();
        let mut by_chunk = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let of_chunk = part.column(facet).map_or(&[][..], |column| &column.values);
            let of_chunk = of_chunk.iter().filter_map(|value| positions.get(value.as_str()));
            by_chunk.push(of_chunk.copied().collect());
        }
        FacetValues { values, positions: by_chunk }
    }

    /// For each of `values`, which are those of `facet`, the number of posts that would be shown if
    /// it was chosen: as one more alternative, so that choices already made in this facet do not
    /// limit the count, or as one more value that is needed.
    pub fn counts(
        &self,
        filter: &Filter,
        found: &RowSet,
        facet: Facet,
        values: &FacetValues,
        mode: MatchMode,
    ) -> Vec<u32> {
        let mut filter = filter.clone();
        if mode == MatchMode::Any {
            filter.facets[facet].groups.clear();
        }
        self.counts_among(&self.matching(&filter, found), facet, values)
    }

    /// For each of `values`, which are those of `facet`, the number of `rows` that have it.
    pub fn counts_among(&self, rows: &RowSet, facet: Facet, values: &FacetValues) -> Vec<u32> {
        let mut counts = vec![0; values.values.len()];
        if !facet.is_indexed() {
            for ((_, of_month), &position) in self.dated_months().rev().zip(values.positions.iter().flatten())
            {
                counts[position] += rows.count(of_month);
            }
            return counts;
        }
        for (part, positions) in self.parts.iter().zip(&values.positions) {
            let Some(column) = part.column(facet) else { continue };
            rows.for_each_in(part.rows.clone(), |row| {
                for &id in column.value_ids_of(row - part.rows.start) {
                    let position = positions.get(id as usize);
                    if let Some(count) = position.and_then(|&position| counts.get_mut(position)) {
                        *count += 1;
                    }
                }
            });
        }
        counts
    }

    fn apply_selection(&self, rows: &mut RowSet, facet: Facet, selection: &Selection) {
        // Each round applies as many groups as a mark has bits; the last bit stands for the
        // excluded values.
        let rounds = selection.groups.chunks(63).map(|groups| (groups, &[][..]));
        let last = (&[][..], selection.excluded.as_slice());
        for (groups, excluded) in rounds.chain([last]) {
            if groups.is_empty() && excluded.is_empty() {
                continue;
            }
            let required = groups.iter().fold(0, |bits: u64, _| bits << 1 | 1);
            for part in &self.parts {
                let column = part.column(facet);
                let marks: Vec<u64> = column.map_or_else(Vec::new, |column| {
                    let mark = |value: &String| {
                        let of_groups = groups.iter().zip(0..).filter(|(group, _)| group.contains(value));
                        let bit = if excluded.contains(value) { EXCLUDED } else { 0 };
                        of_groups.fold(bit, |bits, (_, group)| bits | 1 << group)
                    };
                    column.values.iter().map(mark).collect()
                });
                rows.retain(part.rows.clone(), |row| {
                    let ids = column.map_or(&[][..], |column| column.value_ids_of(row - part.rows.start));
                    let of_values = ids.iter().filter_map(|&id| marks.get(id as usize));
                    of_values.fold(0, |bits, mark| bits | mark) == required
                });
            }
        }
    }

    /// Applies a selection of years or months: all rows of a month pass, or none. Undated rows have
    /// neither.
    fn apply_periods(&self, rows: &mut RowSet, facet: Facet, selection: &Selection) {
        for (month, of_month) in self.months() {
            let value = month.map(|month| facet.value_of_month(month));
            let is = |chosen: &String| Some(chosen.as_str()) == value;
            let passes = selection.groups.iter().all(|group| group.iter().any(is))
                && !selection.excluded.iter().any(is);
            if !passes {
                rows.retain(of_month, |_| false);
            }
        }
    }
}

impl<'a> PageLocation<'a> {
    fn new((first, page): &'a (RowNumber, PageRef)) -> Self {
        Self { file: &page.file, rows: *first..first + page.rows }
    }
}

impl IndexPart {
    /// Sets the row pages. Refuses pages that do not have the rows of the part between them, and an
    /// empty page.
    fn set_pages(&mut self, pages: &[PageRef]) -> Result<(), FormatError> {
        let invalid = FormatError::PageCounts { first: self.rows.start, end: self.rows.end };
        let mut first = self.rows.start;
        let mut placed = Vec::with_capacity(pages.len());
        for page in pages {
            let end = first.checked_add(page.rows).filter(|end| *end > first);
            let end = end.ok_or(invalid)?;
            placed.push((first, page.clone()));
            first = end;
        }
        if first != self.rows.end {
            return Err(invalid);
        }
        self.pages = Rc::new(placed);
        Ok(())
    }

    fn column(&self, facet: Facet) -> Option<&Column> {
        self.chunk.as_ref().map(|chunk| &chunk.columns[facet])
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {

    use proptest::prelude::*;

    use super::*;
    use crate::PostDate;
    use crate::facet::PerFacet;
    use crate::filter::{RowList, Sort};
    use crate::format::{ChunkRef, FacetChunkBuilder, MonthCounter, Row};

    fn row(date: Option<&str>, tags: &[String], authors: &[String]) -> Row {
        let date = date.and_then(PostDate::parse);
        let mut row = Row { title: "t".to_owned(), date, ..Row::default() };
        row.facets[Facet::Tag] = tags.to_vec();
        row.facets[Facet::Author] = authors.to_vec();
        row
    }

    /// The definition of a filter, written as plainly as possible.
    fn passes(filter: &Filter, row: &Row) -> bool {
        let facets = filter.facets.iter().all(|(name, selection)| {
            let has = |value: &String| row.values(name).any(|other| other == value);
            selection.groups.iter().all(|group| group.iter().any(has)) && !selection.excluded.iter().any(has)
        });
        let day = row.date.as_ref().map(PostDate::day);
        let cut = |bound: &PartialDate, day: &str| day[..bound.as_str().len()].to_owned();
        facets
            && filter
                .from
                .as_ref()
                .is_none_or(|from| day.is_some_and(|day| *cut(from, day) >= *from.as_str()))
            && filter.to.as_ref().is_none_or(|to| day.is_some_and(|day| *cut(to, day) <= *to.as_str()))
    }

    /// An index of `rows` in chunks of at most `chunk` rows, all of them read.
    fn index(rows: &mut [Row], chunk: usize) -> FilterIndex {
        rows.sort_by(|one, two| one.sort_key().cmp(&two.sort_key()));
        let mut months = MonthCounter::default();
        for row in rows.iter() {
            months.add(row);
        }
        let posts = RowNumber::try_from(rows.len()).unwrap();
        let chunks: Vec<_> = rows
            .chunks(chunk)
            .map(|rows| {
                let mut chunk = FacetChunkBuilder::default();
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
        let manifest = Manifest::new(posts, months.finish(), references);
        let mut index = FilterIndex::new(&manifest).unwrap();
        for (number, chunk) in chunks.into_iter().enumerate() {
            index.add_chunk(number, chunk).unwrap();
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
            .prop_map(|(groups, excluded)| Selection { groups, excluded })
    }

    fn any_row() -> impl Strategy<Value = Row> {
        let days = vec!["2019-01-01", "2019-01-15", "2019-01-31", "2019-12-31", "2020-06-15"];
        (prop::option::of(prop::sample::select(days)), values(), values())
            .prop_map(|(date, tags, authors)| row(date, &tags, &authors))
    }

    fn any_filter() -> impl Strategy<Value = Filter> {
        let bound = || {
            let bounds = vec!["2018", "2019", "2019-01", "2019-01-15", "2019-02-28", "2020-06-15", "2021-01"];
            prop::option::of(prop::sample::select(bounds))
                .prop_map(|bound| bound.and_then(PartialDate::parse))
        };
        let period = |periods: Vec<&'static str>| {
            let periods = prop::collection::vec(prop::sample::select(periods).prop_map(str::to_owned), 0..3);
            (periods.clone(), periods).prop_map(|(group, excluded)| Selection {
                groups: [group].into_iter().filter(|group| !group.is_empty()).collect(),
                excluded,
            })
        };
        let years = period(vec!["2019", "2020", "2021"]);
        let months = period(vec!["2019-01", "2019-12", "2020-06", "2020"]);
        (selection(), selection(), years, months, bound(), bound()).prop_map(
            |(tags, authors, years, months, from, to)| {
                let mut facets = PerFacet::default();
                facets[Facet::Tag] = tags;
                facets[Facet::Author] = authors;
                facets[Facet::Year] = years;
                facets[Facet::Month] = months;
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
            name in prop::sample::select(vec![Facet::Tag, Facet::Author, Facet::Year, Facet::Month]),
            chunk in 1usize..90,
        ) {
            let index = index(&mut rows, chunk);
            let values = index.values(name);
            let counted = |mode| index.counts(&filter, &RowSet::all(index.total()), name, &values, mode);
            for (value, (all, any)) in values.values.iter().zip(counted(MatchMode::All).into_iter().zip(counted(MatchMode::Any))) {
                let having = rows.iter().filter(|row| row.values(name).any(|other| other == value.value)).count();
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
            name in prop::sample::select(Facet::INDEXED.to_vec()),
            chunk in 1usize..50,
        ) {
            let index = index(&mut rows, chunk);
            let has = |name: Facet, value: &str| rows.iter().any(|row| row.values(name).any(|other| other == value));
            let mut strays = Vec::new();
            for (name, selection) in filter.facets.iter() {
                let required = selection.groups.iter().flatten();
                strays.extend(required.filter(|value| !has(name, value)).map(|value| (name, value.as_str())));
            }
            prop_assert_eq!(index.unknown_values(&filter), if rows.is_empty() { Vec::new() } else { strays });
            let found = index.matching(&filter, &RowSet::all(index.total()));
            let several = |row: &Row| row.values(name).collect::<std::collections::BTreeSet<_>>().len() > 1;
            let together = rows.iter().zip(0..).any(|(row, number)| found.contains(number) && several(row));
            prop_assert_eq!(index.has_multiple_values(&found, name), together);
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
            for number in partly.required_chunks(&filter) {
                let chunk = whole.parts[number].chunk.clone().unwrap();
                partly.add_chunk(number, chunk).unwrap();
            }
            let found = |index: &FilterIndex| index.matching(&filter, &RowSet::all(index.total()));
            prop_assert_eq!(found(&partly), found(&whole));
            prop_assert!(partly.is_complete() || partly.unknown_values(&filter).is_empty(), "what was not read may have them");
        }
    }

    #[test]
    fn many_groups() {
        let mut rows = [row(None, &["a".into(), "b".into()], &[]), row(None, &["a".into()], &[])];
        let index = index(&mut rows, 2);
        let mut filter = Filter::default();
        filter.facets[Facet::Tag].groups = vec![vec!["a".to_owned()]; 130];
        filter.facets[Facet::Tag].groups.push(vec!["b".to_owned()]);
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
        let read = |index: &mut FilterIndex, number| index.add_chunk(number, Rc::default());
        assert_eq!(read(&mut index, 0), Err(FormatError::PageCounts { first: 0, end: 10 }));
        assert_eq!(read(&mut index, 2), Err(FormatError::NoSuchChunk(2)));
    }
}
