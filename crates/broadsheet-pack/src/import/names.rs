//! Names and titles: from the texts of front matter and feeds to the one form that an archive has
//! them in.

use std::borrow::Cow;

use broadsheet_article::{Options, is_wide, native};
use broadsheet_bundle::facet::Facet;
use broadsheet_bundle::text::{as_seen, ends_in_reference, is_separator};
use unicode_normalization::UnicodeNormalization as _;

/// Cuts `text` off so that it has `most` characters, the last one an ellipsis; `true` if it was
/// longer.
pub(super) fn shorten_to(text: &mut String, most: usize) -> bool {
    if text.chars().nth(most).is_none() {
        return false;
    }
    let end = text.char_indices().nth(most - 1).map_or(0, |(end, _)| end);
    text.truncate(end);
    text.push('…');
    true
}

/// Hands the names in a text to `add`: what stands between commas or semicolons, else between lone
/// signs (`one | two`), else the whole or, if the text `has_words`, each word, as Jekyll does it. A
/// hashtag is a word, and so is what stands in quotation marks.
pub(super) fn parts(text: &str, has_words: bool, add: &mut dyn FnMut(&str)) {
    if let Some(quoted) = quoted_names(text, has_words) {
        return quoted.into_iter().for_each(add);
    }
    let mut start = 0;
    let mut separated = false;
    for (at, sign) in text.char_indices().filter(|&(_, c)| is_separator(c)) {
        let part = text.get(start..at).unwrap_or_default();
        if sign == ';' && ends_in_reference(part) {
            continue;
        }
        separated = true;
        add(part);
        start = at + sign.len_utf8();
    }
    let rest = text.get(start..).unwrap_or_default();
    let is_hash = |c| matches!(c, '#' | '＃');
    if separated {
        if !rest.trim().is_empty() {
            add(rest);
        }
    } else if rest.split_whitespace().any(is_lone_sign) {
        // `one | two`
        let mut words: Vec<&str> = Vec::new();
        for word in rest.split_whitespace().chain(["|"]) {
            if !is_lone_sign(word) {
                words.push(word);
            } else if !words.is_empty() {
                add(&words.join(" "));
                words.clear();
            }
        }
    } else if has_words {
        for word in rest.split_whitespace() {
            match word.strip_prefix(is_hash) {
                // `#one#two`, and `#one##two#` as in Chinese.
                Some(tags) => tags.split(is_hash).filter(|tag| !tag.is_empty()).for_each(&mut *add),
                None => add(word),
            }
        }
    } else {
        add(rest);
    }
}

/// The names in a text of which one or more, but not the whole, stand in quotation marks; `None`
/// for any other text.
fn quoted_names(text: &str, has_words: bool) -> Option<Vec<&str>> {
    let parts_names = |c: char| is_separator(c) || (has_words && c.is_whitespace());
    let mut names = Vec::new();
    let mut has_quoted = false;
    let mut rest = text.trim();
    while !rest.is_empty() {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let quoted = quote.and_then(|quote| {
            let (name, after) = rest.get(1..)?.split_once(quote)?;
            (after.trim().is_empty() || after.starts_with(|c| c == ' ' || is_separator(c)))
                .then_some((name, after))
        });
        let after = if let Some((name, after)) = quoted {
            has_quoted = true;
            names.push(name);
            after
        } else {
            let end = rest.find(parts_names).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            names.push(name);
            after
        };
        rest = after.trim_start_matches(|c: char| c.is_whitespace() || is_separator(c));
    }
    (has_quoted && names.len() > 1).then_some(names)
}

/// `true` for signs that part names where they stand between blanks.
fn is_lone_sign(word: &str) -> bool {
    matches!(word, "|" | "｜" | "/" | "／" | "·" | "•")
}

/// Returns `text` on one line, as [`collapsed`] does; character references are decoded: themes put
/// such texts into pages as they are.
pub(super) fn decoded_line(text: &str) -> String {
    collapsed(&decoded(text))
}

/// Returns `text` on one line, as it looks, in normalisation form C, in which readers search. White
/// space is collapsed, and a single line feed between two characters of scripts without spaces is
/// none, as in articles.
pub(super) fn collapsed(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut last = None;
    // Blanks and line feeds since the last character.
    let (mut blanks, mut breaks) = (0, 0);
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
            blanks += 1;
            breaks += usize::from(matches!(c, '\n' | '\u{2028}'));
            continue;
        }
        let is_joined = breaks == 1 && last.is_some_and(is_wide) && is_wide(c);
        if blanks > 0 && !is_joined {
            line.push(' ');
        }
        line.push(c);
        (blanks, breaks, last) = (0, 0, Some(c));
    }
    as_seen(&line).nfc().collect()
}

/// Returns the value of `facet` that `text` means: its character references are decoded, and it has
/// the one form that it has everywhere, in normalisation form C.
pub(super) fn value_of(facet: Facet, text: &str) -> String {
    facet.value(&collapsed(&decoded(&collapsed(text)))).nfc().collect()
}

/// `text` with its character references (`&#38;`, `&amp;`) read as HTML; whatever looks like a tag
/// stays text.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let options = Options { clean: false, ..Options::default() };
    let article = native::parse(&["<pre>", &text.replace('<', "&lt;"), "</pre>"].concat(), &options);
    Cow::Owned(broadsheet_article::write_text(&article))
}
