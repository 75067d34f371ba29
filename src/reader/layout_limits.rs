//! Limits on content that browsers lay out slowly: very long words, lines of two directions, heaps
//! of marks, thousands of lines of code, of ruby texts, of quotation marks, tables of very many
//! cells, formulas of very many parts. Beyond them it is drawn in a simpler form; no text is lost.
//! Pure.
//!
//! The times are those of Chromium's main thread on one core of the machine of
//! `benches/RESULTS.md`.

use std::cell::Cell;

use broadsheet_article::tree::{Inline, MathContent, MathElement, Table, TextStyle};

/// Characters of a word from which on it is drawn without kerning. A word that is broken anywhere
/// is shaped again for every line, from the break to its end, unless no two of its letters belong
/// together: 50,000 times `x` took 1.4 s and takes 0.02 s.
const MIN_LONG_WORD: usize = 1_000;

/// Characters of a paragraph with right-to-left text before its line is broken at the next space:
/// the time is quadratic in them. 400,000 words of Hebrew took more than 45 s and take 1.4 s.
const MAX_BIDI_LINE: usize = 5_000;

/// Combining marks on one letter. Letters of living scripts have five at most, playful ones some
/// thirty. Another one is put on a dotted circle: 200,000 marks on one letter took 36 s.
const MAX_MARKS: usize = 32;

/// Ruby texts of an article: 20,000 took 3.4 s. Others are drawn in parentheses.
const MAX_RUBY_TEXTS: usize = 10_000;

/// Inline quotations of an article. For the marks of each the browser goes through all that
/// follows: 1,000 before 59,000 other quotations took 20 s. Others have marks that are text.
const MAX_QUOTES: usize = 100;

/// Players of an article: 2,000 take 1.6 s. Others are links.
const MAX_PLAYERS: usize = 500;

/// Cells of all tables of an article: columns times rows, or the sum of what the cells span if that
/// is more. A table of 2,000 columns and 20,000 rows took 14 s, one of 20,000 cells that span 1,000
/// rows each took 2.7 GB.
const MAX_CELLS: usize = 2_000_000;

/// Columns of a table: the time is quadratic in them.
const MAX_COLUMNS: usize = 1_000;

/// Elements of all formulas of an article: 180,000 took 4.9 s. Others are drawn as their source or
/// their signs.
const MAX_MATH_ELEMENTS: usize = 40_000;

/// Lines of code from which on it is drawn in pieces of [`LINES_PER_PIECE`].
const MIN_LINES_FOR_PIECES: usize = 20_000;

/// Lines of a piece of code. Pieces out of sight are not laid out; `.lines` in the style sheet has
/// their height.
const LINES_PER_PIECE: usize = 5_000;

/// Counts what has been drawn of an article.
#[derive(Debug, Default)]
pub(super) struct LayoutLimits {
    line: Cell<Line>,
    ruby_texts: Cell<usize>,
    quotes: Cell<usize>,
    players: Cell<usize>,
    cells: Cell<usize>,
    math_elements: Cell<usize>,
}

/// The end of the text that has been drawn of a paragraph.
#[derive(Debug, Clone, Copy, Default)]
struct Line {
    /// Characters since the last break; `None` if the paragraph needs no breaks.
    length: Option<usize>,
    /// Marks in a row.
    marks: usize,
}

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Characters.
    Text(&'a str),
    /// The end of a line that is laid out by itself.
    Break,
    /// A letter to put the next marks on.
    DottedCircle,
}

impl LayoutLimits {
    /// Begins a paragraph or another run of text. Returns `true` if it has a very long word.
    pub(super) fn begin(&self, content: &[Inline]) -> bool {
        let length = length(content);
        let is_slow = length > MAX_BIDI_LINE && any(content, &mut has_rtl);
        self.line.set(Line { length: is_slow.then_some(0), marks: 0 });
        length > MIN_LONG_WORD && has_long_word(content)
    }

    /// Returns the pieces in which the next text of the paragraph has to be drawn.
    pub(super) fn pieces<'a>(&self, text: &'a str) -> Vec<Piece<'a>> {
        let mut line = self.line.get();
        let (mut pieces, mut start) = (Vec::new(), 0);
        let mut cut = |at: usize, piece: Piece<'a>| {
            pieces.extend(text.get(start..at).filter(|text| !text.is_empty()).map(Piece::Text));
            pieces.push(piece);
            start = at;
        };
        for (at, c) in text.char_indices() {
            line.marks = if is_mark(c) { line.marks + 1 } else { 0 };
            if line.marks > MAX_MARKS {
                cut(at, Piece::DottedCircle);
                line.marks = 1;
            }
            if let Some(length) = &mut line.length {
                *length += 1;
                if *length > 2 * MAX_BIDI_LINE || *length > MAX_BIDI_LINE && c.is_whitespace() {
                    cut(at, Piece::Break);
                    *length = 0;
                }
            }
        }
        self.line.set(line);
        pieces.extend(text.get(start..).filter(|text| !text.is_empty()).map(Piece::Text));
        pieces
    }

    /// Counts an element of ruby. Returns `true` if it can be drawn as one.
    pub(super) fn ruby(&self, content: &[Inline]) -> bool {
        let is_text = |inline: &&Inline| matches!(inline, Inline::Styled { style: TextStyle::RubyText, .. });
        count_up(&self.ruby_texts, content.iter().filter(is_text).count(), MAX_RUBY_TEXTS)
    }

    /// Counts a quotation. Returns `true` if it can be drawn as one.
    pub(super) fn quote(&self) -> bool {
        count_up(&self.quotes, 1, MAX_QUOTES)
    }

    /// Counts a player. Returns `true` if it can be drawn.
    pub(super) fn player(&self) -> bool {
        count_up(&self.players, 1, MAX_PLAYERS)
    }

    /// Counts the elements of a formula. Returns `true` if it can be drawn as one.
    pub(super) fn formula(&self, elements: &[MathElement]) -> bool {
        count_up(&self.math_elements, count_elements(elements), MAX_MATH_ELEMENTS)
    }

    /// Counts the cells of a table. Returns `true` if it can be drawn as one.
    pub(super) fn table(&self, table: &Table) -> bool {
        let rows = || table.head.iter().chain(&table.body);
        let columns = |row: &Vec<_>| {
            row.iter().map(|cell: &broadsheet_article::tree::TableCell| usize::from(cell.columns)).sum()
        };
        let columns: usize = rows().map(columns).max().unwrap_or_default();
        let cells = rows().flatten();
        let covered: usize = cells.map(|cell| usize::from(cell.columns) * usize::from(cell.rows)).sum();
        columns <= MAX_COLUMNS && count_up(&self.cells, covered.max(columns * rows().count()), MAX_CELLS)
    }
}

fn count_elements(elements: &[MathElement]) -> usize {
    let inner = |element: &MathElement| match &element.content {
        MathContent::Elements(inner) => count_elements(inner),
        MathContent::Text(_) => 0,
    };
    elements.iter().map(|element| 1 + inner(element)).sum()
}

/// Counts `by` more. Returns `false`, and counts none, if they would be more than `max`.
fn count_up(count: &Cell<usize>, by: usize, max: usize) -> bool {
    let sum = count.get().saturating_add(by);
    if sum <= max {
        count.set(sum);
    }
    sum <= max
}

/// `true` if a word, over all elements that it spans, is so long that it has to be broken many
/// times. Between characters of scripts without spaces lines break anywhere at no cost.
fn has_long_word(content: &[Inline]) -> bool {
    let mut length = 0;
    let mut is_long = |c: char| {
        length = if c.is_whitespace() || c >= '\u{2e80}' { 0 } else { length + 1 };
        length > MIN_LONG_WORD
    };
    any(content, &mut |text| text.chars().any(&mut is_long))
}

/// Splits code of very many lines into pieces, without its inline markup. `None` for shorter code.
pub(super) fn code_pieces(content: &[Inline]) -> Option<Vec<String>> {
    let mut count = 0;
    let mut is_feed = |text: &str| {
        count += text.matches('\n').count();
        count > MIN_LINES_FOR_PIECES
    };
    if !any(content, &mut is_feed) {
        return None;
    }
    let mut code = String::new();
    any(content, &mut |text| {
        code.push_str(text);
        false
    });
    let mut pieces = vec![String::new()];
    for (number, line) in code.split_inclusive('\n').enumerate() {
        if number > 0 && number % LINES_PER_PIECE == 0 {
            pieces.push(String::new());
        }
        if let Some(last) = pieces.last_mut() {
            last.push_str(line);
        }
    }
    Some(pieces)
}

/// `true` if `test` holds for a text in `content`. Breaks are line feeds.
fn any(content: &[Inline], test: &mut dyn FnMut(&str) -> bool) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Text(text) => test(text),
        Inline::Break => test("\n"),
        Inline::Styled { content, .. } | Inline::Link { content, .. } => any(content, test),
        Inline::Math(_) | Inline::Anchor(_) | Inline::Image(_) => false,
    })
}

/// Returns the length of the text in `content` in bytes, which is no less than in characters.
fn length(content: &[Inline]) -> usize {
    let mut length = 0;
    any(content, &mut |text| {
        length += text.len();
        false
    });
    length
}

/// `true` if a text has right-to-left characters, or characters that control the direction.
/// Unicode 17, `DerivedBidiClass.txt`: the ranges whose default is R or AL, and the controls.
fn has_rtl(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(c,
            '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    })
}

/// `true` if `c` is a mark on the letter before it. The other characters that the standard library
/// escapes do not matter here: they are not printed, or separate letters.
fn is_mark(c: char) -> bool {
    c >= '\u{300}' && c.escape_debug().len() > 1
}

#[cfg(test)]
mod tests {
    use broadsheet_article::tree::TableCell;

    use super::*;

    fn drawn(text: &str) -> (Vec<usize>, String) {
        let drawn = LayoutLimits::default();
        drawn.begin(&[Inline::Text(text.to_owned())]);
        let (mut lengths, mut whole) = (Vec::new(), String::new());
        for piece in drawn.pieces(text) {
            if let Piece::Text(text) = piece {
                lengths.push(text.chars().count());
                whole.push_str(text);
            }
        }
        (lengths, whole)
    }

    #[test]
    fn nothing_is_lost_and_no_piece_is_too_long() {
        for text in [
            "שלום abc ".repeat(20_000),
            ["Latin first. ".repeat(10_000), "ש".to_owned()].concat(),
            "\u{202e}\u{2066}".repeat(50_000),
            ["a", &"\u{301}".repeat(100_000)].concat(),
        ] {
            let (lengths, whole) = drawn(&text);
            assert_eq!(whole, text);
            assert!(
                lengths.len() > 10 && lengths.iter().all(|&length| length <= 2 * MAX_BIDI_LINE + 1),
                "{lengths:?}"
            );
        }
    }

    #[test]
    fn what_people_write_stays_whole() {
        for text in [
            "汉字排版测试".repeat(100_000),
            "lorem ipsum dolor ".repeat(100_000),
            "بِسْمِ ٱللَّهِ ٱلرَّحْمَـٰنِ ٱلرَّحِيمِ ".repeat(60),
            "שָׁלוֹם ".repeat(300),
            "ภาษาไทยเป็นภาษาที่มีระดับเสียงของคำแน่นอน".repeat(1_000),
            "हिन्दी की क्षेत्रीय बोलियाँ ".repeat(1_000),
            "བོད་སྐད་ཀྱི་ཡི་གེ ".repeat(1_000),
            ["z", &"\u{335}\u{301}".repeat(16)].concat().repeat(2_000),
            "👨\u{200d}👩\u{200d}👧\u{200d}👦".repeat(1_000),
        ] {
            assert_eq!(drawn(&text).0.len(), 1, "{}", text.chars().take(20).collect::<String>());
        }
    }

    #[test]
    fn marks_are_counted_across_elements() {
        let drawn = LayoutLimits::default();
        let marks = "\u{301}".repeat(20);
        assert_eq!(drawn.pieces(&marks), [Piece::Text(marks.as_str())]);
        assert_eq!(drawn.pieces(&marks)[1], Piece::DottedCircle);
        drawn.begin(&[]);
        assert_eq!(drawn.pieces(&marks).len(), 1, "another paragraph");
    }

    #[test]
    fn long_words() {
        let base64 = "QUJDREVGR0g+/".repeat(100);
        for (text, is_long) in [
            ("x".repeat(1_001), true),
            (base64, true),
            ("x ".repeat(1_001), false),
            ("汉".repeat(9_999), false),
        ] {
            assert_eq!(has_long_word(&[Inline::Text(text)]), is_long);
        }
    }

    #[test]
    fn a_word_goes_on_across_elements() {
        let bold = Inline::Styled { style: TextStyle::Bold, content: vec![Inline::Text("x".to_owned())] };
        assert!(has_long_word(&vec![bold.clone(); 1_001]));
        assert!(!has_long_word(&[vec![bold.clone(); 600], vec![Inline::Break], vec![bold; 600]].concat()));
    }

    #[test]
    fn code_of_many_lines_is_in_pieces() {
        let code = |count: usize| {
            vec![Inline::Text("x\n".repeat(count)), Inline::Break, Inline::Text("end".to_owned())]
        };
        assert_eq!(code_pieces(&code(MIN_LINES_FOR_PIECES - 1)), None);
        let pieces = code_pieces(&code(50_000)).unwrap();
        assert_eq!(pieces.concat(), format!("{}\nend", "x\n".repeat(50_000)));
        assert!(pieces.iter().rev().skip(1).all(|piece| piece.matches('\n').count() == LINES_PER_PIECE));
    }

    #[test]
    fn tables_have_room_together() {
        let cell = |columns, rows| TableCell { columns, rows, ..TableCell::default() };
        let table = |row: Vec<TableCell>, rows: usize| Table { body: vec![row; rows], ..Table::default() };
        let fits = |table: &Table| LayoutLimits::default().table(table);
        assert!(fits(&table(vec![cell(1, 1); 100], 2_000)));
        assert!(!fits(&table(vec![cell(100, 1); 11], 1)), "columns");
        assert!(!fits(&table(vec![cell(1, 1000)], 20_000)), "what cells cover");
        let mut long = table(vec![cell(1, 1)], 20_000);
        long.head.push(vec![cell(1, 1); 1_000]);
        assert!(!fits(&long), "columns by rows");
        let drawn = LayoutLimits::default();
        let half = table(vec![cell(1, 1); 100], 15_000);
        assert_eq!([drawn.table(&half), drawn.table(&half)], [true, false]);
    }
}
