//! Finds formulas between delimiters in running text.

use std::ops::Range;

use super::{has_marks, is_east_asian, looks_like_tex};
use crate::limits::MAX_TEX_BYTES;

/// The language that formulas stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Surroundings {
    /// Markdown, where `\(` is a parenthesis, and `\\(` begins a formula.
    #[cfg(feature = "markdown")]
    Markdown,
    /// Plain text of a page.
    #[cfg(feature = "clean")]
    Page,
}

/// A formula between delimiters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Delimited {
    /// The place of the formula with its delimiters.
    pub(crate) whole: Range<usize>,
    /// The place of its source.
    pub(crate) tex: Range<usize>,
    /// `true` if it was to stand on a line of its own.
    pub(crate) is_block: bool,
}

/// Finds formulas in a text, from the front.
pub(crate) struct Finder<'a> {
    text: &'a str,
    surroundings: Surroundings,
    /// For each closing delimiter that was looked for, the place of the next one.
    next_close: Vec<(&'static str, usize)>,
}

impl<'a> Finder<'a> {
    pub(crate) fn new(text: &'a str, surroundings: Surroundings) -> Self {
        Self { text, surroundings, next_close: Vec::new() }
    }

    /// The formula that begins at `at`, if one does. `at` never goes back.
    pub(crate) fn at(&mut self, at: usize) -> Option<Delimited> {
        let rest = &self.text[at..];
        let is_page = self.is_page();
        if rest.starts_with("$$") {
            return self.between(at, "$$", "$$", false, true);
        }
        if rest.starts_with('$') {
            // `WordPress` has its formulas so.
            return if is_page && !rest.starts_with("$latex ") { None } else { self.dollar(at) };
        }
        if !rest.starts_with('\\') {
            return None;
        }
        if rest.starts_with("\\begin{") {
            return self.environment(at);
        }
        if !is_page {
            if rest.starts_with("\\\\(") {
                return self.between(at, "\\\\(", "\\\\)", false, true);
            }
            if rest.starts_with("\\\\[") {
                return self.between(at, "\\\\[", "\\\\]", true, true);
            }
        }
        // In prose, brackets may be escaped for other reasons.
        if rest.starts_with("\\(") {
            return self.between(at, "\\(", "\\)", false, false);
        }
        if rest.starts_with("\\[") {
            return self.between(at, "\\[", "\\]", true, false);
        }
        None
    }

    fn is_page(&self) -> bool {
        #[cfg(feature = "clean")]
        if self.surroundings == Surroundings::Page {
            return true;
        }
        false
    }

    /// The place of the first `close` from `from` on.
    fn close(&mut self, close: &'static str, from: usize) -> Option<usize> {
        let known = self.next_close.iter().position(|(other, _)| *other == close);
        if let Some(known) = known
            && self.next_close[known].1 >= from
        {
            return Some(self.next_close[known].1).filter(|&place| place < self.text.len());
        }
        let found = self.text[from..].find(close).map_or(self.text.len(), |found| from + found);
        match known {
            Some(known) => self.next_close[known].1 = found,
            None => self.next_close.push((close, found)),
        }
        Some(found).filter(|&place| place < self.text.len())
    }

    fn between(
        &mut self,
        at: usize,
        open: &str,
        close: &'static str,
        is_block: bool,
        is_sure: bool,
    ) -> Option<Delimited> {
        let start = at + open.len();
        let end = self.close(close, start)?;
        let tex = &self.text[start..end];
        let fits = tex.len() <= MAX_TEX_BYTES
            && !tex.trim().is_empty()
            // A backslash before it belongs to a line's end: `\\` in a matrix.
            && !(close == "\\]" && tex.ends_with('\\'))
            && (is_sure || if self.is_page() { looks_like_tex(tex) } else { has_marks(tex) });
        let whole = at..end + close.len();
        // kramdown has the same signs for both.
        let is_block = is_block || (open == "$$" && (self.is_page() || self.is_alone(&whole)));
        fits.then_some(Delimited { whole, tex: start..end, is_block })
    }

    /// `true` if nothing but a mark of a quotation or of an item is beside a part of the text on
    /// its lines.
    fn is_alone(&self, part: &Range<usize>) -> bool {
        let before = self.text[..part.start].rsplit('\n').next().unwrap_or_default();
        let before_is_mark = before.len() < 40
            && before
                .trim_matches(|c: char| {
                    matches!(c, ' ' | '\t' | '>' | '*' | '-' | '+' | '.') || c.is_ascii_digit()
                })
                .is_empty();
        before_is_mark && self.text[part.end..].split('\n').next().unwrap_or_default().trim().is_empty()
    }

    /// `$…$`
    fn dollar(&self, at: usize) -> Option<Delimited> {
        let text = self.text;
        let start = at + 1;
        let before = text[..at].chars().next_back();
        let first = text[start..].chars().next()?;
        if first.is_whitespace() || before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '$') {
            return None;
        }
        let mut is_escaped = false;
        let mut end = None;
        let mut fed = false;
        for (place, byte) in text[start..].bytes().enumerate() {
            match byte {
                b'$' if !is_escaped => {
                    end = Some(start + place);
                    break;
                }
                // An empty line ends the paragraph.
                b'\n' if fed => return None,
                b'\n' => fed = true,
                byte if !byte.is_ascii_whitespace() => fed = false,
                _ => {}
            }
            is_escaped = byte == b'\\' && !is_escaped;
        }
        let end = end?;
        let tex = &text[start..end];
        let after = text[end + 1..].chars().next();
        let is_money = ["HK", "US", "NT", "AU", "CA", "SG", "NZ", "MX"].iter().any(|code| {
            tex.strip_suffix(code).is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphanumeric()))
        });
        let fits = !tex.is_empty()
            && tex.len() <= MAX_TEX_BYTES
            && !tex.ends_with(char::is_whitespace)
            && !after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '$')
            && !is_money
            && is_prose_free(tex);
        fits.then(|| Delimited { whole: at..end + 1, tex: start..end, is_block: false })
    }

    /// `\begin{align}…\end{align}`: the environments that stand outside of delimiters.
    fn environment(&mut self, at: usize) -> Option<Delimited> {
        const CLOSES: [&str; 12] = [
            "\\end{align}",
            "\\end{align*}",
            "\\end{alignat}",
            "\\end{alignat*}",
            "\\end{displaymath}",
            "\\end{eqnarray}",
            "\\end{eqnarray*}",
            "\\end{equation}",
            "\\end{equation*}",
            "\\end{gather}",
            "\\end{gather*}",
            "\\end{multline}",
        ];
        let rest = &self.text[at + "\\begin{".len()..];
        let name = &rest[..=rest.find('}')?];
        let close = CLOSES.into_iter().find(|close| &close["\\end{".len()..] == name)?;
        let end = self.close(close, at)? + close.len();
        (end - at <= MAX_TEX_BYTES).then_some(Delimited { whole: at..end, tex: at..end, is_block: true })
    }
}

/// `true` if the text between two `$` is a formula: without words, but for those within a command's
/// braces.
fn is_prose_free(tex: &str) -> bool {
    let has_command = tex.contains('\\');
    if !has_command && tex.chars().any(is_east_asian) {
        return false;
    }
    has_marks(tex) || !tex.contains(char::is_whitespace) || looks_like_tex(tex)
}
