//! Tables as kramdown has them: without a head, without bars at the edges, with bars in code, and
//! with more cells in a row than the head has. They are rewritten so that a parser of GitHub's
//! tables keeps every cell; a table that it reads in full stays as it is.

use super::code::{CodeFinder, fence, line_at};
use super::raw_html::SplitMarkdown;

/// Columns of a table that is rewritten.
const MAX_COLUMNS: usize = 200;

/// Backticks of a code span within a row.
const MAX_BACKTICKS: usize = 32;

/// Rewrites the tables of a text. Takes linear time.
pub(super) fn rewrite(document: SplitMarkdown<'_>) -> SplitMarkdown<'_> {
    if !document.markdown.contains('|') {
        return document;
    }
    let text = document.markdown.as_str();
    let mut written = SplitMarkdown { markdown: String::with_capacity(text.len()), raw: Vec::new() };
    let mut raw = document.raw.iter().peekable();
    let mut code = CodeFinder::markdown(text);
    let mut at = 0;
    let mut at_block_start = true;
    while at < text.len() {
        // A placeholder stands on a line of its own.
        if let Some((_, html)) = raw.next_if(|(place, _)| *place == at) {
            written.raw.push((written.markdown.len(), html));
        }
        let line = line_at(text, at);
        let is_code = code.code_at(at).is_some_and(|block| block.end >= at + line.len());
        if !is_code && is_row(line) {
            let mut end = at + line.len();
            let mut rows = vec![line];
            while end < text.len() && is_row(line_at(text, end)) {
                rows.push(line_at(text, end));
                end += rows[rows.len() - 1].len();
            }
            let ends_block = text[end..].is_empty() || line_at(text, end).trim().is_empty();
            if !table(&rows, at_block_start && ends_block, &mut written.markdown) {
                written.markdown.push_str(&text[at..end]);
            }
            at = end;
            at_block_start = false;
            continue;
        }
        at_block_start = is_code || line.trim().is_empty();
        written.markdown.push_str(line);
        at += line.len();
    }
    written
}

/// `true` for a line that may be a row of a table.
fn is_row(line: &str) -> bool {
    let content = line.trim_start_matches(' ');
    line.len() - content.len() < 4
        && !content.starts_with(['>', '#', '<', '\t'])
        && !["- ", "* ", "+ "].iter().any(|mark| content.starts_with(mark) && !is_separator(line))
        && fence(content).is_none()
        && line.contains('|')
        && !Row::new(line).has_no_bars()
}

/// `true` for the line between head and body, or between parts of the body.
fn is_separator(line: &str) -> bool {
    let line = line.trim();
    line.contains(['|', '+'])
        && line.contains(['-', '='])
        && line.bytes().all(|byte| matches!(byte, b'|' | b'+' | b':' | b'-' | b'=' | b' ' | b'\t'))
}

/// Writes a table, if it has to be rewritten. `is_block` says that nothing else is in its block.
fn table(lines: &[&str], is_block: bool, written: &mut String) -> bool {
    let leading = lines.first().filter(|line| is_separator(line)).copied();
    let lines = &lines[usize::from(leading.is_some())..];
    let has_head = lines.len() > 1 && is_separator(lines[1]) && !is_separator(lines[0]);
    if leading.is_some() && !is_block {
        return false;
    }
    let first = lines.first().map_or("", |line| line.trim());
    let is_alone = lines.len() == 1 && !(first.starts_with('|') && first.ends_with('|') && first.len() > 2);
    if !has_head && (!is_block || is_alone || lines.is_empty()) {
        return false;
    }
    let separator = if has_head { Some(lines[1]) } else { leading };
    let rows: Vec<Row<'_>> =
        lines.iter().filter(|line| !is_separator(line)).map(|line| Row::new(line)).collect();
    if rows.is_empty() || (!has_head && lines.len() == 1 && rows[0].counts.1 < 2) {
        return false;
    }
    let parted = separator.map_or(0, |line| Row::new(&line.replace('+', "|")).counts.0);
    let expected = if has_head && parted > 1 { parted } else { rows[0].counts.1 };
    let columns = rows.iter().map(|row| row.columns(expected)).max().unwrap_or(0).max(parted);
    let stays = has_head
        && leading.is_none()
        && rows.len() + 1 == lines.len()
        && columns == parted
        && rows[0].counts.0 == parted
        && separator.is_some_and(|line| !line.contains(['+', '=']))
        && rows.iter().all(|row| row.counts.0 == row.columns(expected));
    if stays || columns > MAX_COLUMNS {
        return false;
    }
    let indent = &lines[0][..lines[0].len() - lines[0].trim_start_matches(' ').len()];
    write_table(&rows, has_head, separator, (expected, columns), indent, written);
    true
}

/// Writes rows of which the first may be the head, with the number of cells that the head or the
/// first row has, and that of the columns.
fn write_table(
    rows: &[Row<'_>],
    has_head: bool,
    separator: Option<&str>,
    (expected, columns): (usize, usize),
    indent: &str,
    written: &mut String,
) {
    let (head, body) = rows.split_at(usize::from(has_head));
    if let Some(head) = head.first() {
        head.write(expected, written);
        if !head.ends_with_bar() {
            written.push_str(" |");
        }
        written.push_str(&" |".repeat(columns - head.columns(expected).min(columns)));
    } else {
        written.push_str(indent);
        written.push('|');
        written.push_str(&" |".repeat(columns));
    }
    written.push('\n');
    written.push_str(indent);
    let separator = separator.map(|line| line.trim().replace('+', "|").replace('=', "-")).unwrap_or_default();
    let parted = if separator.is_empty() { 0 } else { Row::new(&separator).counts.0 };
    if separator.is_empty() {
        written.push('|');
    } else {
        written.push_str(&separator);
        if !separator.ends_with('|') {
            written.push('|');
        }
    }
    written.push_str(&"---|".repeat(columns.saturating_sub(parted)));
    written.push('\n');
    for row in body {
        row.write(expected, written);
        written.push('\n');
    }
}

/// A row of a table.
struct Row<'a> {
    line: &'a str,
    /// The indices of the bars that are not escaped, and whether they stand in code.
    bars: Vec<(usize, bool)>,
    /// The number of cells, if bars in code part cells and if not.
    counts: (usize, usize),
}

impl<'a> Row<'a> {
    fn new(line: &'a str) -> Self {
        let line = line.trim_end();
        let bytes = line.as_bytes();
        let spans = code_spans(line);
        let mut spans = spans.iter().peekable();
        let mut bars = Vec::new();
        for (at, _) in line.match_indices('|') {
            while spans.next_if(|(_, end)| *end <= at).is_some() {}
            if at > 0 && bytes[at - 1] == b'\\' {
                continue;
            }
            bars.push((at, spans.peek().is_some_and(|(start, _)| *start < at)));
        }
        let start = line.len() - line.trim_start().len();
        let count = |bars: &mut dyn Iterator<Item = usize>| {
            let mut cells = 1;
            for at in bars {
                cells += usize::from(at != start && at + 1 != line.len());
            }
            cells
        };
        let counts = (
            count(&mut bars.iter().map(|(at, _)| *at)),
            count(&mut bars.iter().filter(|(_, in_code)| !in_code).map(|(at, _)| *at)),
        );
        Self { line, bars, counts }
    }

    /// `true` if no bar parts or bounds cells.
    fn has_no_bars(&self) -> bool {
        self.bars.iter().all(|(_, in_code)| *in_code)
    }

    fn ends_with_bar(&self) -> bool {
        self.bars.last().is_some_and(|(at, in_code)| !in_code && at + 1 == self.line.len())
    }

    /// The number of cells, where so many are expected: code holds no bars, unless the row is as
    /// expected if it does not.
    fn columns(&self, expected: usize) -> usize {
        let (all, outside) = self.counts;
        if outside != expected && all == expected { all } else { outside }
    }

    /// Writes the row, with bars in code escaped where they part no cells.
    fn write(&self, expected: usize, written: &mut String) {
        let keeps_code = self.columns(expected) == self.counts.1;
        let mut copied = 0;
        for &(at, in_code) in &self.bars {
            if in_code && keeps_code {
                written.push_str(&self.line[copied..at]);
                written.push('\\');
                copied = at;
            }
        }
        written.push_str(&self.line[copied..]);
    }
}

/// The code spans of a line.
fn code_spans(line: &str) -> Vec<(usize, usize)> {
    if !line.contains('`') {
        return Vec::new();
    }
    let bytes = line.as_bytes();
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(found) = line[at..].find('`') {
        let start = at + found;
        at = start + bytes[start..].iter().take_while(|&&byte| byte == b'`').count();
        runs.push((start, at - start));
    }
    // For each run, the next one that is as long.
    let mut last = [None; MAX_BACKTICKS + 1];
    let mut next = vec![None; runs.len()];
    for (index, (_, length)) in runs.iter().enumerate().rev() {
        if let Some(place) = last.get_mut(*length) {
            next[index] = place.replace(index);
        }
    }
    let mut spans = Vec::new();
    let mut index = 0;
    while let Some(&(start, _)) = runs.get(index) {
        let is_escaped = start > 0 && bytes[start - 1] == b'\\';
        match next[index].filter(|_: &usize| !is_escaped) {
            Some(closing) => {
                let (at, length) = runs[closing];
                spans.push((start, at + length));
                index = closing + 1;
            }
            None => index += 1,
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use crate::markdown::to_html;

    /// The rows of the tables in a text, and the paragraphs; `#` before the cells of a head.
    fn rows(markdown: &str) -> Vec<String> {
        let html = to_html(markdown).replace("<thead><tr></tr></thead>", "");
        let html = html.replace("<thead><tr><th>", "\n#").replace("<tr><td>", "\n").replace("</tr>", "\n");
        let html = html.replace("</th><th>", " / ").replace("</td><td>", " / ").replace("<p>", "\n");
        let lines = html.lines().map(|line| {
            let mut text = line.to_owned();
            for tag in ["table", "tbody", "thead", "td", "th", "p"] {
                text = text.replace(&format!("<{tag}>"), "").replace(&format!("</{tag}>"), "");
            }
            text
        });
        lines.filter(|line| !line.is_empty()).collect()
    }

    #[test]
    fn every_cell_is_kept() {
        for (text, expected) in [
            ("a | b\n---|---\nc | `d|e`", &["#a / b", "c / <code>d|e</code>"] as &[_]),
            ("a | b\n---|---\n`c|d` | e\\|f", &["#a / b", "<code>c|d</code> / e|f"]),
            ("|a|b|\n|-|-|\n|`|`|", &["#a / b", "` / `"]),
            ("|a|b|\n|-|-|\n|c|d|e|\n", &["#a / b / ", "c / d / e"]),
            ("a|b\n-|-\nc|d|e", &["#a / b / ", "c / d / e"]),
            ("| 1 | 2 |\n| 3 | 4 |", &["1 / 2", "3 / 4"]),
            ("a\n\n1 | 2\n3 | 4\n\nb", &["a", "1 / 2", "3 / 4", "b"]),
            ("| 1 | 2 |", &["1 / 2"]),
            ("|---|---|\n| 1 | 2 |", &["1 / 2"]),
            (
                "|---+---|\n| a | b |\n|===+===|\n| 1 | 2 |\n|---+---|\n| 3 | 4 |",
                &["#a / b", "1 / 2", "3 / 4"],
            ),
            ("| a | b |\n|---\n| 1 | 2 |", &["#a / b", "1 / 2"]),
            ("| | |\n|-|-|\n|1|2|", &["1 / 2"]),
            ("x\n| a | b |\n|---|---|\n| 1 | 2 |", &["x", "#a / b", "1 / 2"]),
        ] {
            assert_eq!(rows(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_table_stays() {
        for text in ["a | b", "a\n| b |\nc", "|x|", "a \\| b\nc \\| d", "`a | b`\n`c | d`"] {
            assert!(!to_html(text).contains("<table"), "{text}");
        }
        assert!(to_html("```\n| a | b |\n| c | d |\n```").contains("<code>| a | b |\n| c | d |"));
        assert!(to_html("<div>\n\n| a | b |\n\n</div>").contains("\n| a | b |\n"));
    }

    #[test]
    fn raw_html_keeps_its_place() {
        assert_eq!(rows("<p>x</p>\n\n| 1 | 2 |\n\n<p>y</p>"), ["x", "1 / 2", "y"]);
    }

    #[test]
    fn time_is_linear() {
        for piece in ["|", "a|b\n", "|`", "`a|` ``b|`` | c\n", "|-", "|-|\n", "\\|", "a|b\n-|-\n\n"] {
            to_html(&piece.repeat(100_000 / piece.len()));
        }
    }
}
