//! Comments: every file says what it is, in lines that are not too wide and words that say
//! something.

use proc_macro2::{TokenStream, TokenTree};

use super::problem::{Kind, Problem};
use super::source::Source;

/// Columns of a line that is only a comment.
const MAX_COLUMNS: usize = 100;

/// Columns of a line of code with a comment behind it, as in `rustfmt.toml`.
const MAX_COLUMNS_BEHIND_CODE: usize = 110;

/// Words that begin a clause without a head; a doc comment begins with a noun or a verb.
const HEADLESS: &[&str] = &["What", "Whether", "Who", "Where", "How", "Told", "Those", "Why"];

/// Words that say too little, or in too roundabout a way.
const FORBIDDEN: &[(&str, &str)] = &[
    ("somebody", "say who: the host page, the reader, the caller"),
    ("nobody", "say who"),
    ("anew", "again, from the start"),
    ("in a moment", "say how fast: O(log n)"),
    ("the whole of", "all of"),
    ("if so said", "say by what: if the option is set"),
    ("nothing where", "`None` if"),
    ("nothing for", "`None` for"),
    ("nothing while", "`None` while"),
];

/// A line of a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line<'a> {
    /// From 1.
    number: usize,
    /// Without the marks that make it a comment.
    text: &'a str,
    is: Is,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Is {
    /// `//!`
    Module,
    /// `///`
    Doc,
    /// `//`
    Plain,
    /// Any of them behind code: not part of the comments above and below.
    BehindCode,
}

/// Returns the problems with the comments of one file.
pub(crate) fn check(source: &Source) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut add =
        |kind, line, message| problems.push(Problem { kind, file: source.path.clone(), line, message });
    let lines = lines(source);
    if !lines.iter().any(|line| line.is == Is::Module) {
        let message =
            "no module comment: begin the file with `//!` and what it is, what it may use, how it is used";
        add(Kind::NoModuleComment, 1, message.to_owned());
    }
    for comment in lines.chunk_by(|line, next| {
        line.is == next.is && line.number + 1 == next.number && line.is != Is::BehindCode
    }) {
        if let [first, ..] = comment
            && matches!(first.is, Is::Module | Is::Doc)
            && let Some(word) = HEADLESS.iter().find(|word| first_word(first.text) == **word)
        {
            let message = format!(
                "`{}` begins with {word}: begin with a noun or a verb, such as `Returns`, `The`, `` `true` if ``",
                first.text.trim()
            );
            add(Kind::HeadlessDoc, first.number, message);
        }
        for (line, words, instead) in forbidden(comment) {
            add(Kind::ForbiddenWords, line, format!("\"{words}\" in a comment: {instead}"));
        }
    }
    for line in &lines {
        let columns = source.text.lines().nth(line.number - 1).map_or(0, |text| text.chars().count());
        let max = if line.is == Is::BehindCode { MAX_COLUMNS_BEHIND_CODE } else { MAX_COLUMNS };
        // An address cannot be broken.
        if columns > max && line.text.trim().contains(' ') {
            add(
                Kind::WideComment,
                line.number,
                format!("a comment of {columns} columns, {max} at most: wrap it"),
            );
        }
    }
    problems
}

fn first_word(text: &str) -> &str {
    let text = text.trim_start();
    text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()
}

/// The forbidden words of one comment, also across the ends of its lines: line, words and what to
/// say instead.
fn forbidden(comment: &[Line]) -> Vec<(usize, &'static str, &'static str)> {
    let words: Vec<(usize, String)> = comment
        .iter()
        .flat_map(|line| line.text.split_whitespace().map(|word| (line.number, word)))
        .map(|(line, word)| (line, word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()))
        .collect();
    let mut found = Vec::new();
    for (forbidden, instead) in FORBIDDEN {
        let wanted: Vec<_> = forbidden.split(' ').collect();
        let places =
            words.windows(wanted.len()).filter(|words| words.iter().map(|(_, word)| word).eq(&wanted));
        found.extend(places.map(|words| (words[0].0, *forbidden, *instead)));
    }
    found
}

/// All lines of comments in their order.
fn lines(source: &Source) -> Vec<Line<'_>> {
    let mut tokens = Vec::new();
    add_tokens(source.tokens.clone(), &mut tokens);
    let mut found = Vec::new();
    let mut end = 0;
    for (start, next_end) in tokens.into_iter().chain([(source.text.len(), source.text.len())]) {
        // A doc comment has become several tokens, all of which stand where it stood.
        if start < end {
            continue;
        }
        // Other comments are all that is between tokens.
        add_lines(source, end..start, &mut found);
        if source.text[start..].starts_with("//") || source.text[start..].starts_with("/*") {
            add_lines(source, start..next_end, &mut found);
        }
        end = next_end;
    }
    found
}

/// Adds the beginning and the end of each token, in bytes.
fn add_tokens(tokens: TokenStream, found: &mut Vec<(usize, usize)>) {
    for token in tokens {
        if let TokenTree::Group(group) = token {
            let (open, close) = (group.span_open().byte_range(), group.span_close().byte_range());
            found.push((open.start, open.end));
            add_tokens(group.stream(), found);
            found.push((close.start, close.end));
        } else {
            let range = token.span().byte_range();
            found.push((range.start, range.end));
        }
    }
}

fn add_lines<'a>(source: &'a Source, part: std::ops::Range<usize>, found: &mut Vec<Line<'a>>) {
    let text = &source.text;
    let mut start = part.start;
    for line in text[part].split_inclusive('\n') {
        let comment = line.trim();
        if !comment.is_empty() {
            let begin = start + (line.len() - line.trim_start().len());
            let number = text[..begin].matches('\n').count() + 1;
            let before = text[..begin].rsplit('\n').next().unwrap_or_default();
            let marks =
                ["//!", "///", "//", "/*", "*/", "*"].into_iter().find(|marks| comment.starts_with(marks));
            let marks = marks.unwrap_or_default();
            let is = match marks {
                _ if !before.trim().is_empty() => Is::BehindCode,
                "//!" => Is::Module,
                "///" => Is::Doc,
                _ => Is::Plain,
            };
            found.push(Line { number, text: &comment[marks.len()..], is });
        }
        start += line.len();
    }
}
