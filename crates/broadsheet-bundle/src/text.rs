//! Comparing text as readers do.

use std::cell::RefCell;
use std::rc::Rc;

use crate::row::Row;

/// Returns `text` folded for comparison: case, the width of Latin letters, digits and punctuation, the kind of blank, the
/// shape of quotation marks and what nobody sees do not count. Both sides have to be in the same normalisation form. The
/// viewer has the browser do what needs tables, and [`plain`] the rest.
pub fn fold(text: &str) -> String {
    plain(text).chars().flat_map(char::to_lowercase).collect()
}

/// Returns `text` with plain characters: what nobody sees is gone, and full-width forms, curly quotation marks, blanks of any
/// kind and final sigmas are their plain counterparts. Lines stay lines.
pub fn plain(text: &str) -> String {
    let seen = text.chars().filter(|&c| !is_unseen(c) && !matches!(c, '\u{200C}' | '\u{200D}'));
    seen.map(plain_char).collect()
}

/// Full-width characters are of the Unicode block "Halfwidth and Fullwidth Forms": U+FF01 to U+FF5E mirror U+0021 to U+007E.
fn plain_char(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '‘'..='‛' => '\'',
        '“'..='‟' => '"',
        'ς' => 'σ',
        _ if c.is_whitespace() && c != '\n' => ' ',
        _ => c,
    }
}

/// `true` for characters without a width or a meaning of their own in any writing system: soft hyphen, zero-width space,
/// marks of direction, word joiner, byte order mark. (Joiners and non-joiners shape letters and emoji.)
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Returns `text` as it looks: runs of blanks of any kind are one plain blank, there is none at the ends, and what nobody
/// sees is gone. Names that look the same are the same in this form, provided that they are in the same normalisation form.
pub fn as_seen(text: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let start = seen.len();
        seen.extend(word.chars().filter(|&c| !is_unseen(c)));
        if start > 0 && seen.len() > start {
            seen.insert(start, ' ');
        }
    }
    seen
}

/// The words of a search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words(Vec<String>);

impl Words {
    /// The words of a folded `query`: what is between its white space.
    pub fn new(query: &str) -> Self {
        Self(query.split_whitespace().map(str::to_owned).collect())
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether whatever has these words has all of `others`, too: each of those stands in one of these.
    fn imply(&self, others: &Self) -> bool {
        others.0.iter().all(|other| self.0.iter().any(|word| word.contains(other)))
    }
}

/// What can be searched of consecutive rows, folded: titles, authors and tags.
#[derive(Debug, Default)]
pub struct RowTexts {
    text: String,
    /// Where each row's part of `text` ends.
    ends: Vec<usize>,
    /// What was found last: while somebody types, each search is among the results of the one before.
    last: RefCell<(Words, Rc<[u32]>)>,
}

impl RowTexts {
    /// The texts of `rows`, folded by `fold`: all at once, since that may be done by the browser. It keeps the ends of lines.
    pub fn new<'a>(rows: impl IntoIterator<Item = &'a Row>, fold: fn(&str) -> String) -> Self {
        let (mut text, mut parts) = (String::new(), Vec::new());
        for row in rows {
            let mut count = 0;
            for part in std::iter::once(&row.title).chain(&row.authors).chain(&row.tags) {
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
        texts.last = RefCell::new((Words::default(), all));
        texts
    }

    /// The rows, numbered from 0, in whose title, authors or tags every one of `words` stands.
    pub fn matching(&self, words: &Words) -> Rc<[u32]> {
        let mut last = self.last.borrow_mut();
        if last.0 != *words {
            let has = |row: &u32| {
                let text = self.of(*row);
                words.0.iter().all(|word| text.contains(word.as_str()))
            };
            let found = match words.0.first() {
                None => (0..).take(self.ends.len()).collect(),
                Some(first) if last.0.is_empty() || !words.imply(&last.0) => {
                    self.with(first).into_iter().filter(has).collect()
                }
                Some(_) => last.1.iter().copied().filter(has).collect(),
            };
            *last = (words.clone(), found);
        }
        Rc::clone(&last.1)
    }

    /// The rows that `word` stands in.
    fn with(&self, word: &str) -> Vec<u32> {
        let (mut rows, mut from) = (Vec::new(), 0);
        while let Some(at) = self.text.get(from..).and_then(|rest| rest.find(word)) {
            let row = self.ends.partition_point(|&end| end <= from + at);
            rows.push(u32::try_from(row).unwrap_or(u32::MAX));
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
    use super::*;
    use crate::feed::Item;
    use proptest::prelude::*;

    fn row(title: &str, author: &str, tags: &[&str]) -> Row {
        Row {
            authors: vec![author.to_owned()],
            tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
            ..Row::from_item(&Item { title: Some(title.to_owned()), ..Item::default() })
        }
    }

    #[test]
    fn case_and_width_do_not_count() {
        assert_eq!(fold("ＶＰＮ　软件！"), "vpn 软件!");
        assert_eq!(fold("“Ann O’Hara”\u{A0}\u{200A}‘x‛"), "\"ann o'hara\"  'x'");
        assert_eq!(fold("tra\u{200B}v\u{AD}el\u{FEFF}"), "travel");
        assert_eq!(fold("ΟΔΟΣ"), fold("οδος"));
        let rows =
            [row("VPN软件的中国变形记", "甲", &[]), row("VPN软件", "变", &["形"]), row("x", "乙", &[])];
        let texts = RowTexts::new(&rows, fold);
        let found = |query: &str| texts.matching(&Words::new(&fold(query))).to_vec();
        assert_eq!(found("  ｖｐｎ 变形 "), [0], "no word stands across two fields");
        assert_eq!(found("vpn 变"), [0, 1]);
        assert_eq!(found(" \u{3000} "), [0, 1, 2]);
        assert_eq!(found("nowhere"), [0; 0]);
        assert!(Words::new(&fold(" \u{3000} ")).is_empty());
    }

    #[test]
    fn what_looks_the_same_is_the_same() {
        for (text, seen) in [
            ("night\u{2009}\u{A0}train", "night train"),
            ("\u{3000} night\ttrain \u{200B}", "night train"),
            ("tra\u{200B}vel\u{FEFF}", "travel"),
            ("a \u{200B} b", "a b"),
            ("\u{200B} a", "a"),
            ("می\u{200C}خواهم", "می\u{200C}خواهم"),
            ("", ""),
        ] {
            assert_eq!(as_seen(text), seen, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_as_seen_stays_so(text in "[ab\u{A0}\u{200B}\u{3000} ]{0,12}") {
            let seen = as_seen(&text);
            prop_assert_eq!(as_seen(&seen), seen);
        }

        #[test]
        fn as_a_naive_search(
            rows in prop::collection::vec(("[a-cＡ甲 ]{0,6}", "[a-c甲]{0,3}", "[a-c乙]{0,3}"), 0..30),
            queries in prop::collection::vec("[a-cＢ甲乙 ]{0,4}", 1..8),
        ) {
            let rows: Vec<_> = rows.iter().map(|(title, author, tag)| row(title, author, &[tag])).collect();
            let texts = RowTexts::new(&rows, fold);
            // The queries are asked one after another: what one leaves behind must not show in the next.
            for query in queries {
                let has = |row: &Row, word: &str| {
                    [&row.title, &row.authors[0], &row.tags[0]].into_iter().any(|text| fold(text).contains(word))
                };
                let folded = fold(&query);
                let naive: Vec<u32> = rows
                    .iter()
                    .zip(0..)
                    .filter(|(row, _)| folded.split_whitespace().all(|word| has(row, word)))
                    .map(|(_, number)| number)
                    .collect();
                prop_assert_eq!(texts.matching(&Words::new(&fold(&query))).to_vec(), naive);
            }
        }
    }
}
