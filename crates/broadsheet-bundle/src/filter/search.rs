//! The search for words in titles, authors and tags.

use std::cell::RefCell;
use std::rc::Rc;

use crate::facet::Facet;
use crate::format::Row;
use crate::num::saturating_u32;

/// The words of a search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchTerms(Vec<String>);

impl SearchTerms {
    /// The words of a folded `query`, which white space separates.
    pub fn new(query: &str) -> Self {
        Self(query.split_whitespace().map(str::to_owned).collect())
    }

    /// `true` if there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `true` if every text that has these words has all of `others`, too: each of those stands in
    /// one of these.
    fn subsumes(&self, others: &Self) -> bool {
        others.0.iter().all(|other| self.0.iter().any(|word| word.contains(other)))
    }
}

/// The searchable text of consecutive rows: titles, authors and tags, folded.
#[derive(Debug, Default)]
pub struct SearchPage {
    text: String,
    /// The end of each row's part of `text`, in bytes.
    ends: Vec<usize>,
    /// The last search and its result: while the user types, each result is part of the one before.
    last: RefCell<(SearchTerms, Rc<[u32]>)>,
}

impl SearchPage {
    /// The texts of `rows`, folded by `fold` in one call, since the browser may have to do it.
    /// `fold` must keep line feeds.
    pub fn new<'a>(rows: impl IntoIterator<Item = &'a Row>, fold: fn(&str) -> String) -> Self {
        let (mut text, mut parts) = (String::new(), Vec::new());
        for row in rows {
            let mut count = 0;
            let names = row.facets[Facet::Author].iter().chain(&row.facets[Facet::Tag]);
            for part in std::iter::once(&row.title).chain(names) {
                text.push_str(&part.replace('\n', " "));
                text.push('\n'); // no word has one, so none stands in two parts
                count += 1;
            }
            parts.push(count);
        }
        let text = fold(&text);
        let mut lines = text.match_indices('\n');
        let end = |count: usize| lines.nth(count - 1).map_or(text.len(), |(at, _)| at + 1);
        let mut texts = Self { ends: parts.into_iter().map(end).collect(), ..Self::default() };
        texts.text = text;
        texts.text.shrink_to_fit();
        let all = (0..).take(texts.ends.len()).collect();
        texts.last = RefCell::new((SearchTerms::default(), all));
        texts
    }

    /// The rows, numbered from 0 within the page, in whose title, authors or tags every one of
    /// `words` stands.
    pub fn matching(&self, words: &SearchTerms) -> Rc<[u32]> {
        let mut last = self.last.borrow_mut();
        if last.0 != *words {
            let has = |row: &u32| {
                let text = self.of(*row);
                words.0.iter().all(|word| text.contains(word.as_str()))
            };
            let found = match words.0.first() {
                None => (0..).take(self.ends.len()).collect(),
                Some(first) if last.0.is_empty() || !words.subsumes(&last.0) => {
                    self.rows_containing(first).into_iter().filter(has).collect()
                }
                Some(_) => last.1.iter().copied().filter(has).collect(),
            };
            *last = (words.clone(), found);
        }
        Rc::clone(&last.1)
    }

    /// The rows that contain `word`.
    fn rows_containing(&self, word: &str) -> Vec<u32> {
        let (mut rows, mut from) = (Vec::new(), 0);
        while let Some(at) = self.text.get(from..).and_then(|rest| rest.find(word)) {
            let row = self.ends.partition_point(|&end| end <= from + at);
            rows.push(saturating_u32(row));
            from = self.ends.get(row).copied().unwrap_or(self.text.len());
        }
        rows
    }

    fn of(&self, row: u32) -> &str {
        let row = row as usize;
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(row).and_then(|&end| self.text.get(start..end)).unwrap_or_default()
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {

    use proptest::prelude::*;

    use super::*;
    use crate::format::Item;
    use crate::text::fold;

    fn row(title: &str, author: &str, tags: &[&str]) -> Row {
        let mut row = Row::from_item(&Item { title: Some(title.to_owned()), ..Item::default() });
        row.facets[Facet::Author] = vec![author.to_owned()];
        row.facets[Facet::Tag] = tags.iter().map(|&tag| tag.to_owned()).collect();
        row
    }

    #[test]
    fn words_stand_within_a_field() {
        let rows =
            [row("VPN软件的中国变形记", "甲", &[]), row("VPN软件", "变", &["形"]), row("x", "乙", &[])];
        let texts = SearchPage::new(&rows, fold);
        let found = |query: &str| texts.matching(&SearchTerms::new(&fold(query))).to_vec();
        assert_eq!(found("  ｖｐｎ 变形 "), [0], "no word stands across two fields");
        assert_eq!(found("vpn 变"), [0, 1]);
        assert_eq!(found(" \u{3000} "), [0, 1, 2]);
        assert_eq!(found("nowhere"), [0; 0]);
        assert!(SearchTerms::new(&fold(" \u{3000} ")).is_empty());
    }

    proptest! {
        #[test]
        fn as_a_naive_search(
            rows in prop::collection::vec(("[a-cＡ甲 ]{0,6}", "[a-c甲]{0,3}", "[a-c乙]{0,3}"), 0..30),
            queries in prop::collection::vec("[a-cＢ甲乙 ]{0,4}", 1..8),
        ) {
            let rows: Vec<_> = rows.iter().map(|(title, author, tag)| row(title, author, &[tag])).collect();
            let texts = SearchPage::new(&rows, fold);
            // The queries are asked one after another: what one leaves behind must not show in the
            // next.
            for query in queries {
                let has = |row: &Row, word: &str| {
                    let (author, tag) = (&row.facets[Facet::Author][0], &row.facets[Facet::Tag][0]);
                    [&row.title, author, tag].into_iter().any(|text| fold(text).contains(word))
                };
                let folded = fold(&query);
                let naive: Vec<u32> = rows
                    .iter()
                    .zip(0..)
                    .filter(|(row, _)| folded.split_whitespace().all(|word| has(row, word)))
                    .map(|(_, number)| number)
                    .collect();
                prop_assert_eq!(texts.matching(&SearchTerms::new(&fold(&query))).to_vec(), naive);
            }
        }
    }
}
