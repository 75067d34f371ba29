//! Formulas in TeX as they stand in text: between delimiters, in Markdown and on pages whose
//! script would have set them. Pure, linear in the text.
//!
//! The delimiters are those of `MathJax`
//! (<https://docs.mathjax.org/en/latest/input/tex/delimiters.html>); `$` counts by the rule of
//! pandoc (<https://pandoc.org/MANUAL.html#math>) and what keeps prices and variables of shells
//! out.

#[cfg(any(feature = "clean", feature = "markdown"))]
mod finder;

#[cfg(has_parser)]
use crate::limits::MAX_TEX_BYTES;

#[cfg(any(feature = "clean", feature = "markdown"))]
pub(crate) use finder::{Finder, Surroundings};

/// The source of a formula without what shows nothing: blanks around, control characters, the
/// delimiters, and the `\displaystyle` of pictures that stand in a line. `None` if nothing is left
/// or it is too long.
#[cfg(has_parser)]
pub(crate) fn tex_source(text: &str) -> Option<String> {
    // Each round below reads all of it.
    if text.len() > 4 * MAX_TEX_BYTES {
        return None;
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.replace(
        |c: char| (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{200b}' | '\u{feff}'),
        "",
    );
    let mut tex = text.trim();
    loop {
        let inner = [("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("$", "$"), ("{\\displaystyle ", "}")]
            .iter()
            .find_map(|&(open, close)| {
                let inner = tex.strip_prefix(open)?.strip_suffix(close)?;
                (!inner.contains(['$']) && !inner.contains(close) || open.starts_with('{'))
                    .then_some(inner)
                    .filter(|inner| !inner.ends_with('\\') && is_balanced(inner))
            });
        // `WordPress` has `$latex …$`.
        match inner.or_else(|| tex.strip_prefix("latex ")) {
            Some(inner) => tex = inner.trim(),
            None => break,
        }
    }
    (!tex.is_empty() && tex.len() <= MAX_TEX_BYTES).then(|| tex.to_owned())
}

/// `true` if every brace in a source has its partner.
#[cfg(has_parser)]
fn is_balanced(tex: &str) -> bool {
    let mut depth = 0_usize;
    let mut is_escaped = false;
    for byte in tex.bytes() {
        match byte {
            b'{' if !is_escaped => depth += 1,
            b'}' if !is_escaped => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return false,
            },
            _ => {}
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    depth == 0
}

/// `true` if a text is a formula rather than words: it has a command, a script, a relation, or no
/// word of several letters.
pub(crate) fn looks_like_tex(text: &str) -> bool {
    if has_marks(text) || text.contains(['=', '<', '>']) {
        return true;
    }
    let mut letters = 0;
    for c in text.chars() {
        letters = if c.is_alphabetic() { letters + 1 } else { 0 };
        if letters > 1 || is_east_asian(c) {
            return false;
        }
    }
    true
}

/// `true` if a text has a command of TeX, or a script: `\alpha`, `x^2`, `a_{n}`.
fn has_marks(text: &str) -> bool {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let follows = text[at + c.len_utf8()..].chars().next();
        match c {
            '\\' if before != '\\' && follows.is_some_and(|c| c.is_ascii_alphabetic()) => return true,
            '^' if before != '\\' && follows.is_some() => return true,
            '_' if before.is_alphanumeric() && follows.is_some_and(|c| c == '{' || c.is_ascii_digit()) => {
                return true;
            }
            _ => {}
        }
        before = if c == '\\' && before == '\\' { ' ' } else { c };
    }
    false
}

/// `true` for letters and punctuation of Chinese, Japanese and Korean.
fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{ff00}'..='\u{ffef}')
}
