//! The filter engine: which posts a reader's choices leave, and how many each further choice would.

use std::rc::Rc;

use crate::date::is_day;
use crate::facet::{Facet, FacetName, PerFacet};
use crate::row::{Row, RowNumber};
use crate::text::Words;

/// What a reader chose. The default lets every post through, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Choices within each facet; all of them have to hold.
    pub facets: PerFacet<Selection>,
    /// First day, included; a month counts from its first.
    pub from: Option<DayBound>,
    /// Last day, included; a month counts to its last.
    pub to: Option<DayBound>,
    /// Words that the title has to contain, as typed.
    pub query: String,
    /// The order of the list.
    pub sort: Sort,
}

/// The order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Newest first, undated last.
    #[default]
    New,
    /// Oldest first, after the undated.
    Old,
}

/// Choices within a facet: one value of each group, and none of the excluded ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// Groups of values; a post needs any value of a group, and all groups.
    pub groups: Vec<Vec<String>>,
    /// Values that a post must not have.
    pub not: Vec<String>,
}

impl Selection {
    /// Whether nothing was chosen.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.not.is_empty()
    }

    /// Whether `value` may or has to be there.
    pub fn requires(&self, value: &str) -> bool {
        self.groups.iter().flatten().any(|chosen| chosen == value)
    }

    /// Whether `value` must not be there.
    pub fn excludes(&self, value: &str) -> bool {
        self.not.iter().any(|excluded| excluded == value)
    }

    /// Whether the values are alternatives of each other (any) or all needed; nothing where fewer than two are chosen.
    pub fn any(&self) -> Option<bool> {
        match self.groups.as_slice() {
            [] => None,
            [group] => (group.len() > 1).then_some(true),
            _ => Some(false),
        }
    }

    /// Adds `value`: as one more alternative (any), or as one more that is needed.
    pub fn require(&mut self, value: &str, any: bool) {
        self.remove(value);
        match self.groups.first_mut() {
            Some(group) if any => group.push(value.to_owned()),
            _ => self.groups.push(vec![value.to_owned()]),
        }
    }

    /// Adds `value` to those that must not be there.
    pub fn exclude(&mut self, value: &str) {
        self.remove(value);
        self.not.push(value.to_owned());
    }

    /// Forgets `value`.
    pub fn remove(&mut self, value: &str) {
        self.groups.iter_mut().for_each(|group| group.retain(|chosen| chosen != value));
        self.groups.retain(|group| !group.is_empty());
        self.not.retain(|excluded| excluded != value);
    }

    /// Makes the chosen values alternatives of each other (any), or all needed.
    pub fn set_any(&mut self, any: bool) {
        let values = self.groups.concat();
        self.groups = if any && !values.is_empty() {
            vec![values]
        } else {
            values.into_iter().map(|value| vec![value]).collect()
        };
    }
}

/// A day (`2021-09-15`), a month (`2021-09`) or a year (`2021`) at an end of a range of days.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayBound(String);

impl DayBound {
    /// The bound, if `text` is one of the three forms and exists in the calendar.
    pub fn parse(text: &str) -> Option<Self> {
        let exists = match text.len() {
            4 => is_day(&format!("{text}-01-01")),
            7 => is_day(&format!("{text}-01")),
            _ => is_day(text),
        };
        exists.then(|| Self(text.to_owned()))
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `day`, cut to the precision of the bound.
    fn cut<'a>(&self, day: &'a str) -> &'a str {
        day.get(..self.0.len()).unwrap_or(day)
    }
}

impl Filter {
    /// Whether every post passes.
    pub fn is_empty(&self) -> bool {
        self.needed_facets().next().is_none() && !self.needs_rows()
    }

    /// The facets that have to be loaded before [`matching`] can answer.
    pub fn needed_facets(&self) -> impl Iterator<Item = FacetName> {
        self.facets.iter().filter(|(_, selection)| !selection.is_empty()).map(|(name, _)| name)
    }

    /// Whether [`matching`] has to look at the rows themselves.
    pub fn needs_rows(&self) -> bool {
        self.from.is_some() || self.to.is_some() || !Words::new(&self.query).is_empty()
    }

    /// A test for the part of the filter that looks at the rows. An undated post is in no range of days.
    pub fn row_test(&self) -> impl Fn(&Row) -> bool {
        let words = Words::new(&self.query);
        let (from, to) = (self.from.clone(), self.to.clone());
        move |row| {
            let day = row.date.as_ref().map(crate::PostDate::day);
            from.as_ref().is_none_or(|from| day.is_some_and(|day| from.cut(day) >= from.as_str()))
                && to.as_ref().is_none_or(|to| day.is_some_and(|day| to.cut(day) <= to.as_str()))
                && words.match_title(&row.title)
        }
    }
}

/// The facets that are loaded.
pub type Facets = PerFacet<Option<Rc<Facet>>>;

/// The posts out of `candidates` that `filter` leaves by facets. `candidates` are those that pass [`Filter::row_test`],
/// or all. A facet that is not loaded has no values.
pub fn matching(filter: &Filter, facets: &Facets, candidates: &RowSet) -> RowSet {
    let mut result = candidates.clone();
    for (name, selection) in filter.facets.iter() {
        narrow(&mut result, facets[name].as_deref(), &selection.groups, &selection.not);
    }
    result
}

/// For each value of the facet `name`, how many posts would be shown if it was chosen. `widen`: the value would be one
/// more that may match (any), so choices already made in this facet do not narrow the count; otherwise it would be one
/// more that has to (all).
pub fn counts(
    filter: &Filter,
    facets: &Facets,
    candidates: &RowSet,
    name: FacetName,
    widen: bool,
) -> Vec<u32> {
    let Some(facet) = &facets[name] else { return Vec::new() };
    let base = if widen {
        let mut others = filter.clone();
        others.facets[name].groups.clear();
        matching(&others, facets, candidates)
    } else {
        matching(filter, facets, candidates)
    };
    facet
        .values
        .iter()
        .map(|value| value.rows.iter().map(|row| u32::from(base.contains(row))).sum())
        .collect()
}

fn narrow(rows: &mut RowSet, facet: Option<&Facet>, groups: &[Vec<String>], not: &[String]) {
    let add = |set: &mut RowSet, value: &String| {
        for row in
            facet.and_then(|facet| facet.rows(value)).into_iter().flat_map(crate::facet::Postings::iter)
        {
            set.insert(row);
        }
    };
    for group in groups {
        let mut any = RowSet::none(rows.total);
        for value in group {
            add(&mut any, value);
        }
        rows.keep(&any.bits, 0);
    }
    if !not.is_empty() {
        let mut none = RowSet::none(rows.total);
        for value in not {
            add(&mut none, value);
        }
        rows.keep(&none.bits, u64::MAX);
    }
}

/// A set of row numbers below a total, one bit each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowSet {
    bits: Vec<u64>,
    total: RowNumber,
}

impl RowSet {
    /// None of `total` rows.
    pub fn none(total: RowNumber) -> Self {
        Self { bits: vec![0; total.div_ceil(64) as usize], total }
    }

    /// All of `total` rows.
    pub fn all(total: RowNumber) -> Self {
        let mut set = Self { bits: vec![u64::MAX; total.div_ceil(64) as usize], total };
        if let (Some(last), used @ 1..) = (set.bits.last_mut(), total % 64) {
            *last = (1 << used) - 1;
        }
        set
    }

    /// Adds `row`; a number that is not below the total is ignored.
    pub fn insert(&mut self, row: RowNumber) {
        if row < self.total {
            self.bits[row as usize / 64] |= 1 << (row % 64);
        }
    }

    /// Whether `row` is in the set.
    pub fn contains(&self, row: RowNumber) -> bool {
        self.bits.get(row as usize / 64).is_some_and(|bits| bits >> (row % 64) & 1 == 1)
    }

    /// How many rows are in the set.
    pub fn len(&self) -> u32 {
        self.bits.iter().map(|bits| bits.count_ones()).sum()
    }

    /// Whether the set has no rows.
    pub fn is_empty(&self) -> bool {
        self.bits.iter().all(|&bits| bits == 0)
    }

    /// The rows in the order of the list.
    pub fn sorted(&self, sort: Sort) -> Vec<RowNumber> {
        let rows = 0..self.total;
        match sort {
            Sort::New => rows.rev().filter(|&row| self.contains(row)).collect(),
            Sort::Old => rows.filter(|&row| self.contains(row)).collect(),
        }
    }

    /// Keeps the rows that are in `other`, or with `flip` of all ones, those that are not.
    fn keep(&mut self, other: &[u64], flip: u64) {
        for (bits, other) in self.bits.iter_mut().zip(other) {
            *bits &= other ^ flip;
        }
    }
}

// Random input needs random numbers, of which a bare wasm32 has none.
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::feed::Item;
    use proptest::prelude::*;

    fn row(title: &str, date: Option<&str>, tags: &[String], authors: &[String]) -> Row {
        let mut row = Row::from_item(&Item {
            title: Some(title.to_owned()),
            date_published: date.map(str::to_owned),
            tags: tags.to_vec(),
            ..Item::default()
        });
        row.authors = authors.to_vec();
        row
    }

    /// The definition of a filter, written as plainly as possible.
    fn passes(filter: &Filter, row: &Row) -> bool {
        let facets = filter.facets.iter().all(|(name, selection)| {
            let values = name.values(row);
            selection.groups.iter().all(|group| group.iter().any(|value| values.contains(value)))
                && !selection.not.iter().any(|value| values.contains(value))
        });
        facets && filter.row_test()(row)
    }

    fn facets(rows: &[Row]) -> Facets {
        let mut facets = Facets::default();
        for name in FacetName::ALL {
            facets[name] = Some(Rc::new(Facet::from_rows(name, rows.iter())));
        }
        facets
    }

    fn candidates(filter: &Filter, rows: &[Row]) -> RowSet {
        let test = filter.row_test();
        let mut set = RowSet::none(RowNumber::try_from(rows.len()).unwrap());
        for (row, number) in rows.iter().zip(0..) {
            if test(row) {
                set.insert(number);
            }
        }
        set
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
        let date = prop::option::of(prop::sample::select(vec!["2019-01-01", "2019-01-31", "2020-06-15"]));
        (prop::sample::select(vec!["甲 One", "乙 two", "甲乙"]), date, values(), values())
            .prop_map(|(title, date, tags, authors)| row(title, date, &tags, &authors))
    }

    fn selections(tags: Selection, authors: Selection) -> PerFacet<Selection> {
        let mut facets = PerFacet::default();
        facets[FacetName::Tag] = tags;
        facets[FacetName::Author] = authors;
        facets
    }

    fn any_filter() -> impl Strategy<Value = Filter> {
        let bound = || {
            prop::option::of(prop::sample::select(vec!["2019", "2019-01", "2019-01-15", "2020-06-15"]))
                .prop_map(|bound| bound.and_then(DayBound::parse))
        };
        (selection(), selection(), bound(), bound(), prop::sample::select(vec!["", "甲", "ＴＷＯ", "甲 乙"]))
            .prop_map(|(tags, authors, from, to, query)| Filter {
                facets: selections(tags, authors),
                from,
                to,
                query: query.to_owned(),
                sort: Sort::New,
            })
    }

    proptest! {
        #[test]
        fn as_a_naive_filter(rows in prop::collection::vec(any_row(), 0..150), filter in any_filter()) {
            let naive: Vec<_> =
                rows.iter().zip(0..).filter(|(row, _)| passes(&filter, row)).map(|(_, number)| number).collect();
            let result = matching(&filter, &facets(&rows), &candidates(&filter, &rows));
            prop_assert_eq!(result.sorted(Sort::Old), naive.clone());
            prop_assert_eq!(result.len() as usize, naive.len());
            prop_assert_eq!(result.is_empty(), naive.is_empty());
        }

        #[test]
        fn counts_say_what_choosing_would_show(rows in prop::collection::vec(any_row(), 0..80), filter in any_filter()) {
            let facets = facets(&rows);
            let candidates = candidates(&filter, &rows);
            let counted = |widen| counts(&filter, &facets, &candidates, FacetName::Tag, widen);
            for (value, (all, any)) in facets[FacetName::Tag].as_ref().unwrap().values.iter().zip(counted(false).into_iter().zip(counted(true))) {
                let mut narrower = filter.clone();
                narrower.facets[FacetName::Tag].groups.push(vec![value.value.clone()]);
                prop_assert_eq!(all as usize, rows.iter().filter(|row| passes(&narrower, row)).count());
                let mut alone = filter.clone();
                alone.facets[FacetName::Tag].groups = vec![vec![value.value.clone()]];
                prop_assert_eq!(any as usize, rows.iter().filter(|row| passes(&alone, row)).count());
            }
        }
    }

    #[test]
    fn choosing_and_excluding() {
        let mut selection = Selection::default();
        assert_eq!(selection.any(), None);
        selection.require("a", false);
        selection.require("b", false);
        assert_eq!(
            (selection.groups.as_slice(), selection.any()),
            (&[vec!["a".to_owned()], vec!["b".to_owned()]][..], Some(false))
        );
        selection.set_any(true);
        selection.require("c", true);
        assert_eq!((selection.groups.concat().len(), selection.any()), (3, Some(true)));
        selection.exclude("b");
        assert!(selection.excludes("b") && !selection.requires("b") && selection.requires("c"));
        for value in ["a", "b", "c"] {
            selection.remove(value);
        }
        selection.set_any(true);
        assert!(selection.is_empty());
    }

    #[test]
    fn bounds() {
        for text in ["2021", "2021-09", "2021-09-15"] {
            assert_eq!(DayBound::parse(text).unwrap().as_str(), text);
        }
        for text in ["", "21", "2021-13", "2021-02-30", "2021-9", "二〇二一"] {
            assert_eq!(DayBound::parse(text), None, "{text}");
        }
    }

    #[test]
    fn all_and_none() {
        for total in [0, 1, 63, 64, 65, 200] {
            assert_eq!(RowSet::all(total).len(), total);
            assert_eq!(RowSet::all(total).sorted(Sort::New), (0..total).rev().collect::<Vec<_>>());
            assert!(RowSet::none(total).is_empty());
        }
    }
}
