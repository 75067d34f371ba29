//! The counts of the filter engine compared with those of a naive program, over a synthetic
//! archive.
#![allow(clippy::unwrap_used, reason = "a test")]

#[path = "../native/synthetic.rs"]
mod synthetic;

use broadsheet_bundle::facet::Facet;
use broadsheet_bundle::filter::{Filter, Histogram, MatchMode, PartialDate, RowSet};
use broadsheet_bundle::{PostDate, Row};

const POSTS: u64 = 2_000;
const COMBINATIONS: u64 = 50;

/// Numbers that look random, the same ones in every run (xorshift64: Marsaglia, "Xorshift RNGs",
/// 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }

    fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// The synthetic archive, with some posts undated and some by two authors.
fn rows() -> Vec<Row> {
    let mut rows = synthetic::rows(POSTS);
    let second = rows.iter().find_map(|row| row.facets[Facet::Author].first().cloned()).unwrap();
    for (number, row) in rows.iter_mut().enumerate() {
        if number % 23 == 0 {
            row.date = None;
        }
        if number % 7 == 0 && !row.facets[Facet::Author].contains(&second) {
            row.facets[Facet::Author].push(second.clone());
        }
    }
    rows.sort_by(|one, two| one.sort_key().cmp(&two.sort_key()));
    rows
}

/// Values that a post somewhere has, so that what is chosen leaves something; now and then one that
/// none has.
fn any_value(random: &mut Random, rows: &[Row], name: Facet) -> String {
    loop {
        if random.percent(3) {
            return "nowhere".to_owned();
        }
        let values: Vec<_> = rows[random.below(rows.len())].values(name).collect();
        if !values.is_empty() {
            return values[random.below(values.len())].to_owned();
        }
    }
}

fn any_filter(random: &mut Random, rows: &[Row]) -> Filter {
    let mut filter = Filter::default();
    for name in Facet::ALL {
        if random.percent(28) {
            let any = random.percent(60) || !name.is_indexed();
            let mode = if any { MatchMode::Any } else { MatchMode::All };
            for _ in 0..=random.below(2) {
                filter.facets[name].require(&any_value(random, rows, name), mode);
            }
        }
        if random.percent(25) {
            for _ in 0..=random.below(2) {
                filter.facets[name].exclude(&any_value(random, rows, name));
            }
        }
    }
    let mut bound = || {
        let day = rows[random.below(rows.len())].date.as_ref().map(PostDate::day)?.to_owned();
        let length = [0, 0, 0, 0, 0, 4, 7, 10][random.below(8)];
        PartialDate::parse(day.get(..length)?)
    };
    (filter.from, filter.to) = (bound(), bound());
    if filter.from.is_some() && filter.to.is_some() && filter.to < filter.from {
        std::mem::swap(&mut filter.from, &mut filter.to);
    }
    filter
}

fn passes(filter: &Filter, row: &Row) -> bool {
    let day = row.date.as_ref().map(PostDate::day);
    let facets = filter.facets.iter().all(|(name, chosen)| {
        let has = |value: &String| row.values(name).any(|other| other == value);
        chosen.groups.iter().all(|group| group.iter().any(has)) && !chosen.excluded.iter().any(has)
    });
    let from = |bound: &PartialDate| day.is_some_and(|day| day[..bound.as_str().len()] >= *bound.as_str());
    let to = |bound: &PartialDate| day.is_some_and(|day| day[..bound.as_str().len()] <= *bound.as_str());
    facets && filter.from.as_ref().is_none_or(from) && filter.to.as_ref().is_none_or(to)
}

#[test]
fn counts_of_every_facet_are_those_of_a_naive_program() {
    let rows = rows();
    let index = synthetic::index(&rows);
    let found = RowSet::all(index.total());
    let mut random = Random(2004);
    let (mut left_something, mut undated) = (0, 0);
    for _ in 0..COMBINATIONS {
        let filter = any_filter(&mut random, &rows);
        let plain: Vec<_> = rows.iter().filter(|row| passes(&filter, row)).collect();
        assert_eq!(index.matching(&filter, &found).len() as usize, plain.len(), "{filter:?}");
        left_something += usize::from(!plain.is_empty());
        undated += usize::from(plain.iter().any(|row| row.date.is_none()));

        for name in Facet::ALL {
            let values = index.values(name);
            for mode in [MatchMode::All, MatchMode::Any] {
                let counts = index.counts(&filter, &found, name, &values, mode);
                let mut others = filter.clone();
                if mode == MatchMode::Any {
                    others.facets[name].groups.clear();
                }
                let rest: Vec<_> = rows.iter().filter(|row| passes(&others, row)).collect();
                for (value, count) in values.values.iter().zip(counts) {
                    let having = |row: &&&Row| row.values(name).any(|other| other == value.value);
                    assert_eq!(count as usize, rest.iter().filter(having).count(), "{value:?} in {filter:?}");
                }
            }
        }

        let mut dateless = Filter { from: None, to: None, ..filter.clone() };
        for name in [Facet::Year, Facet::Month] {
            dateless.facets[name] = broadsheet_bundle::filter::Selection::default();
        }
        for bar in Histogram::new(&index, &filter, &found).bars {
            let of_bar =
                |row: &&Row| row.date.as_ref().is_some_and(|date| date.day().starts_with(&bar.period));
            let posts = rows.iter().filter(of_bar).filter(|row| passes(&dateless, row)).count();
            assert_eq!(bar.posts as usize, posts, "{bar:?} in {filter:?}");
        }
    }
    assert!(
        left_something > 15 && undated > 2,
        "{left_something} combinations leave posts, {undated} undated ones"
    );
}
