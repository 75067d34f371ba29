//! Finds the code in a text that is not parsed yet, so that what looks like a mark there is left
//! alone.

use std::ops::Range;

/// Elements whose content is code, or at least no running text.
const CODE_ELEMENTS: [&str; 5] = ["code", "pre", "script", "style", "textarea"];

/// Backticks of a code span; longer runs are taken for text.
const MAX_BACKTICKS: usize = 32;

/// Tells whether a place in Markdown or HTML is in code: in a fenced or indented block, a code
/// span, or an element such as `pre`. Goes through the text once.
#[derive(Debug)]
pub struct CodeFinder<'a> {
    text: &'a str,
    /// `false` for HTML, where only elements hold code.
    is_markdown: bool,
    /// The index up to which the text has been looked at.
    at: usize,
    /// The code that was found last; it ends at `at`.
    last: Range<usize>,
    in_list: bool,
    /// `true` after an empty line or indented code.
    at_block_start: bool,
    /// The index of the end of the paragraph that was last looked for.
    paragraph_end: usize,
    /// For each number of backticks, the index up to which no run of so many follows.
    no_backticks: [usize; MAX_BACKTICKS + 1],
    /// For each of [`CODE_ELEMENTS`] the index of the end tag that was found last, or that of the
    /// end if none follows.
    ends: [usize; CODE_ELEMENTS.len()],
}

impl<'a> CodeFinder<'a> {
    /// A finder for Markdown.
    pub fn markdown(text: &'a str) -> Self {
        Self {
            text,
            is_markdown: true,
            at: 0,
            last: 0..0,
            in_list: false,
            at_block_start: true,
            paragraph_end: 0,
            no_backticks: [0; MAX_BACKTICKS + 1],
            ends: [0; CODE_ELEMENTS.len()],
        }
    }

    /// A finder for HTML.
    pub fn html(text: &'a str) -> Self {
        Self { is_markdown: false, ..Self::markdown(text) }
    }

    /// The range of the code that `place` is in; `None` if it is in none. Places have to be asked
    /// for in their order.
    pub fn code_at(&mut self, place: usize) -> Option<Range<usize>> {
        while self.at <= place && self.at < self.text.len() {
            if let Some(code) = self.step() {
                self.at = code.end;
                self.last = code;
            }
        }
        self.last.contains(&place).then(|| self.last.clone())
    }

    /// Goes on at an index, whatever stands before it.
    pub fn skip_to(&mut self, index: usize) {
        // What begins after it stays found.
        if self.at < index || self.last.contains(&index) {
            self.at = index;
            self.last = index..index;
        }
    }

    /// Goes to the next sign that matters; returns the code that begins there.
    fn step(&mut self) -> Option<Range<usize>> {
        if self.is_markdown
            && (self.at == 0 || self.text.as_bytes()[self.at - 1] == b'\n')
            && let Some(code) = self.block()
        {
            return Some(code);
        }
        let rest = &self.text[self.at..];
        let Some(found) = rest.find(['\n', '`', '<']) else {
            self.at = self.text.len();
            return None;
        };
        let start = self.at + found;
        self.at = start + 1;
        match self.text.as_bytes()[start] {
            b'`' if self.is_markdown => self.span(start),
            b'<' => self.element(start),
            _ => None,
        }
    }

    /// The code block that the line at `at` begins or is in.
    fn block(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let line = line_at(self.text, start);
        let content = line.trim_start_matches([' ', '\t']);
        if content.trim_end().is_empty() {
            self.at_block_start = true;
            return None;
        }
        let indent = line.len() - content.len();
        let is_indented = indent > 3 || line.starts_with('\t');
        if is_indented && !self.in_list && self.at_block_start {
            return Some(start..start + line.len());
        }
        let inner = without_marks(content);
        if inner.len() < content.len() && !content.starts_with('>') {
            self.in_list = true;
        } else if indent == 0 && self.at_block_start {
            self.in_list = false;
        }
        self.at_block_start = false;
        if let Some((mark, length, _)) = fence(inner)
            && (self.in_list || !is_indented)
        {
            let mut end = start + line.len();
            while end < self.text.len() {
                let line = line_at(self.text, end);
                end += line.len();
                let content = line.trim_start_matches([' ', '\t', '>']);
                if fence(content).is_some_and(|(other, run, rest)| {
                    other == mark && run >= length && rest.trim().is_empty()
                }) {
                    break;
                }
            }
            return Some(start..end);
        }
        None
    }

    /// The code span that the backtick at `start` begins.
    fn span(&mut self, start: usize) -> Option<Range<usize>> {
        let bytes = self.text.as_bytes();
        let run = |at: usize| bytes[at..].iter().take_while(|&&byte| byte == b'`').count();
        let is_escaped = bytes[..start].iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1;
        if is_escaped {
            return None;
        }
        let length = run(start);
        self.at = start + length;
        if start >= self.paragraph_end {
            self.paragraph_end = paragraph_end(self.text, start);
        }
        if length > MAX_BACKTICKS || self.no_backticks[length] > start {
            return None;
        }
        let mut at = self.at;
        while let Some(found) = self.text.get(at..self.paragraph_end).and_then(|rest| rest.find('`')) {
            let closing = run(at + found);
            at += found + closing;
            if closing == length {
                return Some(start..at);
            }
        }
        self.no_backticks[length] = self.paragraph_end;
        None
    }

    /// The element with code that the `<` at `start` begins.
    fn element(&mut self, start: usize) -> Option<Range<usize>> {
        let rest = &self.text[start + 1..];
        let index = CODE_ELEMENTS.iter().position(|name| begins_with_name(rest, name))?;
        let name = CODE_ELEMENTS[index];
        if self.ends[index] <= start {
            let mut at = start + 1;
            self.ends[index] = loop {
                let Some(found) = self.text[at..].find("</") else { break self.text.len() };
                at += found + 2;
                if begins_with_name(&self.text[at..], name) {
                    break at;
                }
            };
        }
        let end = self.ends[index];
        (end < self.text.len()).then(|| start..end + name.len())
    }
}

/// `true` if a text begins with this name of an element, and with no longer one.
fn begins_with_name(text: &str, name: &str) -> bool {
    text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && !text[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
}

/// The line that begins at `start`, with its end.
pub(super) fn line_at(text: &str, start: usize) -> &str {
    let rest = &text[start..];
    rest.find('\n').map_or(rest, |feed| &rest[..=feed])
}

/// The index of the next empty line after `start`, or that of the end.
fn paragraph_end(text: &str, start: usize) -> usize {
    let mut at = start + line_at(text, start).len();
    while at < text.len() {
        let line = line_at(text, at);
        if line.trim().is_empty() {
            return at;
        }
        at += line.len();
    }
    at
}

/// A line without the marks of the lists and quotations that it is in.
fn without_marks(mut line: &str) -> &str {
    // More than this is no list.
    for _ in 0..8 {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let mark = match line.as_bytes().get(digits) {
            Some(b'>' | b'-' | b'*' | b'+') if digits == 0 => 1,
            Some(b'.' | b')') if (1..10).contains(&digits) => digits + 1,
            _ => return line,
        };
        let rest = &line[mark..];
        if !rest.starts_with([' ', '\t']) && !line.starts_with('>') {
            return line;
        }
        line = rest.trim_start_matches([' ', '\t']);
    }
    line
}

/// The fence of a code block: its character, the number of them, and the rest of the line.
pub(super) fn fence(line: &str) -> Option<(u8, usize, &str)> {
    let mark = *line.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let rest = line.trim_start_matches(mark as char);
    let length = line.len() - rest.len();
    (length >= 3 && !(mark == b'`' && rest.contains('`'))).then_some((mark, length, rest))
}

#[cfg(test)]
mod tests {
    use super::CodeFinder;

    /// The `@` of a text, as `c` in code and `t` elsewhere.
    fn places(mut finder: CodeFinder<'_>, text: &str) -> String {
        text.match_indices('@').map(|(at, _)| if finder.code_at(at).is_some() { 'c' } else { 't' }).collect()
    }

    #[test]
    fn code_is_found() {
        for (text, expected) in [
            ("@ `@` @ ``@`@`` @", "tctcct"),
            ("@\n```\n@\n\n@\n```\n@", "tcct"),
            ("~~~ a@\n@\n```\n~~~~\n@", "cct"),
            ("```\n@", "c"),
            ("@\n\n    @\n\n    @\n@", "tcct"),
            ("@\n    @", "tt"),
            ("- @\n\n    @\n\n    ```\n    @\n    ```\n\n@\n\n    @", "ttctc"),
            ("> ```\n> @\n> ```\n> @", "ct"),
            ("1. ```\n   @\n   ```\n   @", "ct"),
            ("`@\n\n@`", "tt"),
            ("`@\n@` @", "cct"),
            (r"\`@`@`", "tc"),
            ("<pre class=a>@\n\n@</pre> @ <code>@</code> <codex>@", "cctct"),
            ("<pre>@", "t"),
        ] {
            assert_eq!(places(CodeFinder::markdown(text), text), expected, "{text}");
        }
        assert_eq!(
            places(CodeFinder::html("    @ `@` <code>@</code>@"), "    @ `@` <code>@</code>@"),
            "ttct"
        );
    }

    #[test]
    fn time_is_linear() {
        for piece in
            ["`", "` ", "``` ", "<pre>", "<pre></code>", "```\n\n", "> ", "- ", "\\", "    a\n\n", "`a\n\n"]
        {
            let text = piece.repeat(100_000) + "@";
            places(CodeFinder::markdown(&text), &text);
        }
        let rising: String = (1..2_000).map(|length| "`".repeat(length) + " ").collect();
        places(CodeFinder::markdown(&(rising.clone() + "@")), &(rising + "@"));
    }
}
