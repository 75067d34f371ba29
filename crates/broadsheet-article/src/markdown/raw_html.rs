//! Finds the parts of a Markdown text that are HTML by kramdown's rule, and puts placeholders in
//! their place.

use std::ops::Range;

use super::code::{fence, line_at};

/// A Markdown text whose raw HTML blocks are replaced by placeholders.
pub(super) struct SplitMarkdown<'a> {
    /// The text with the placeholders.
    pub(super) markdown: String,
    /// For each placeholder, in order, its index in `markdown` and the HTML that it replaces.
    pub(super) raw: Vec<(usize, &'a str)>,
}

/// An HTML block of its own for every Markdown parser, ended by the empty line after it.
const PLACEHOLDER: &str = "\n\n<div></div>\n\n";
/// The index of the block in [`PLACEHOLDER`].
const PLACEHOLDER_BLOCK: usize = 2;

/// Elements whose content is text for the parser of HTML, up to their end tags.
const TEXT_ELEMENTS: [&str; 3] = ["script", "style", "textarea"];

/// `markdown="1"` within `markdown="1"` is followed this deep; each level reads its content once
/// more.
const MAX_NESTED: usize = 8;

/// Splits a text.
pub(super) fn split(text: &str) -> SplitMarkdown<'_> {
    let mut splitter = Splitter {
        text,
        has_marks: text.contains("markdown="),
        copied: 0,
        unclosed: [false; TEXT_ELEMENTS.len()],
        document: SplitMarkdown { markdown: String::with_capacity(text.len() + 64), raw: Vec::new() },
    };
    splitter.scan(0..text.len(), 0);
    splitter.copy_to(text.len());
    splitter.document
}

struct Splitter<'a> {
    text: &'a str,
    /// `false` if no element says that it holds Markdown.
    has_marks: bool,
    /// The index up to which the text is done.
    copied: usize,
    /// For each of [`TEXT_ELEMENTS`], `true` if one was found that is never closed, as none after
    /// it is.
    unclosed: [bool; TEXT_ELEMENTS.len()],
    document: SplitMarkdown<'a>,
}

impl<'a> Splitter<'a> {
    fn copy_to(&mut self, end: usize) {
        self.document.markdown.push_str(&self.text[self.copied.min(end)..end]);
        self.copied = self.copied.max(end);
    }

    /// Replaces `html` by a placeholder.
    fn take(&mut self, html: Range<usize>) {
        self.copy_to(html.start);
        self.document.raw.push((self.document.markdown.len() + PLACEHOLDER_BLOCK, &self.text[html.clone()]));
        self.document.markdown.push_str(PLACEHOLDER);
        self.copied = html.end;
    }

    /// Leaves out a part.
    fn skip(&mut self, part: Range<usize>) {
        self.copy_to(part.start);
        self.copied = part.end;
    }

    fn scan(&mut self, range: Range<usize>, nested: usize) {
        let text = self.text;
        let mut at = range.start;
        let mut open_fence: Option<(u8, usize)> = None;
        let mut in_list = false;
        let mut after_blank = true;
        while at < range.end {
            let line_end = text[at..range.end].find('\n').map_or(range.end, |feed| at + feed + 1);
            let line = &text[at..line_end];
            let content = line.trim_start_matches(' ');
            let indent = line.len() - content.len();
            if indent > 3 {
                // Code, or the inside of a list: the Markdown parser's.
                after_blank = false;
                at = line_end;
                continue;
            }
            if let Some((mark, length)) = open_fence {
                if let Some((other, run, rest)) = fence(content)
                    && other == mark
                    && run >= length
                    && rest.trim().is_empty()
                {
                    open_fence = None;
                }
                at = line_end;
                continue;
            }
            if let Some((mark, length, _)) = fence(content) {
                open_fence = Some((mark, length));
                at = line_end;
                continue;
            }
            if content.trim().is_empty() {
                after_blank = true;
                at = line_end;
                continue;
            }
            if content.starts_with("<!--") {
                let comment_end = text[at..range.end].find("-->").map_or(range.end, |end| at + end + 3);
                at = text[comment_end..range.end].find('\n').map_or(range.end, |feed| comment_end + feed + 1);
                after_blank = true;
                continue;
            }
            if is_attribute_list(content) {
                self.skip(at..line_end);
                at = line_end;
                continue;
            }
            // An indented element in a list belongs to the item.
            if (indent == 0 || !in_list)
                && let Some(tag) = start_tag(content, after_blank).or_else(|| marked_tag(content))
            {
                if self.is_words(at + indent, tag.name) {
                    // The parser would take all that follows for its content.
                    self.copy_to(at + indent);
                    self.document.markdown.push('\\');
                    after_blank = false;
                    at = line_end;
                    continue;
                }
                at = self.element(at + indent, range.end, tag, nested);
                in_list = false;
                after_blank = true;
                continue;
            }
            if is_list_item(content) {
                in_list = true;
            } else if indent == 0 && after_blank {
                in_list = false;
            }
            after_blank = false;
            at = line_end;
        }
    }

    /// `true` for a tag that names an element of text, and neither says more nor is closed: with
    /// words behind it, it is one itself.
    fn is_words(&mut self, start: usize, name: &str) -> bool {
        let Some(place) = TEXT_ELEMENTS.iter().position(|known| known.eq_ignore_ascii_case(name)) else {
            return false;
        };
        let text = &self.text[start..];
        let rest = text[name.len() + 1..].strip_prefix('>');
        if rest.is_none_or(|rest| line_at(rest, 0).trim().is_empty()) {
            return false;
        }
        self.unclosed[place] = self.unclosed[place] || element_end(text, name).is_none();
        self.unclosed[place]
    }

    /// Takes an element as HTML, but for the elements in it that say that they hold Markdown.
    fn html(&mut self, element: Range<usize>, name: &str, nested: usize) {
        let text = self.text;
        let mut taken = element.start;
        let mut at = taken;
        let holds_text =
            ["pre", "script", "style", "textarea"].iter().any(|known| known.eq_ignore_ascii_case(name));
        while self.has_marks
            && nested < MAX_NESTED
            && !holds_text
            && let Some(found) = text[at..element.end].find("markdown=")
        {
            let before = at;
            at += found;
            let Some(start) = text[before..at].rfind('<').map(|start| before + start) else {
                at += "markdown=".len();
                continue;
            };
            let inner = &text[start..element.end];
            let opening = tag_end(inner).filter(|end| start + end > at && wants_markdown(&inner[..*end]));
            let (Some(name), Some(opening)) = (tag_name(inner), opening) else {
                at += "markdown=".len();
                continue;
            };
            // What is not closed is not looked for again.
            let Some(closed) = element_end(inner, name) else { break };
            let closing = closing_tag_start(&inner[..closed]).unwrap_or(closed).max(opening);
            self.take(taken..start + opening);
            self.scan(start + opening..start + closing, nested + 1);
            self.copy_to(start + closing);
            taken = start + closing;
            at = taken;
        }
        self.take(taken..element.end);
    }

    /// Takes the element that begins at `start`, and those that follow it on its line; returns the
    /// index after them.
    fn element(&mut self, start: usize, end: usize, mut tag: StartTag<'a>, nested: usize) -> usize {
        let text = self.text;
        let mut start = start;
        loop {
            let closed = element_end(&text[start..end], tag.name).unwrap_or(end - start);
            let element = start..start + closed;
            let opening = tag_end(&text[element.clone()]).unwrap_or(closed);
            if nested < MAX_NESTED && wants_markdown(&text[start..start + opening]) {
                let closing = closing_tag_start(&text[element.clone()]).unwrap_or(closed).max(opening);
                self.take(start..start + opening);
                self.scan(start + opening..start + closing, nested + 1);
                self.copy_to(start + closing);
                if closing < closed {
                    self.take(start + closing..element.end);
                }
            } else {
                self.html(element.clone(), tag.name, nested);
            }
            let rest = &text[element.end..end];
            let next = rest.trim_start_matches([' ', '\t']);
            match start_tag(next, true) {
                Some(following) => {
                    start = element.end + (rest.len() - next.len());
                    tag = following;
                }
                None => return element.end,
            }
        }
    }
}

/// The element of any kind that begins `line`, if its tag says that it holds Markdown and stands
/// alone there.
fn marked_tag(line: &str) -> Option<StartTag<'_>> {
    let tag = StartTag { name: tag_name(line)? };
    let length = tag_end(line)?;
    (wants_markdown(&line[..length]) && line[length..].trim().is_empty()).then_some(tag)
}

/// The name in the tag that begins `text`.
fn tag_name(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('<')?;
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    (end > 0).then(|| &rest[..end])
}

/// The start of a block-level element.
#[derive(Clone, Copy)]
struct StartTag<'a> {
    name: &'a str,
}

/// The block-level element that begins `text`. One that may be in running text as well counts only
/// at the start of a block.
fn start_tag(text: &str, block_start: bool) -> Option<StartTag<'_>> {
    let rest = text.strip_prefix('<')?;
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let name = &rest[..end];
    let follows = rest[end..].bytes().next();
    let block = name.len() <= 10 && {
        let name = name.to_ascii_lowercase();
        is_block(&name) || (block_start && is_block_or_inline(&name))
    };
    (block && matches!(follows, Some(b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r')))
        .then_some(StartTag { name })
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "script"
            | "section"
            | "style"
            | "summary"
            | "table"
            | "ul"
    )
}

fn is_block_or_inline(name: &str) -> bool {
    matches!(name, "audio" | "iframe" | "noscript" | "object" | "textarea" | "video")
}

/// The end of the element that begins `text`: the index after its end tag; `None` if it is not
/// closed.
fn element_end(text: &str, name: &str) -> Option<usize> {
    let mut at = tag_end(text)?;
    if text[..at].ends_with("/>") {
        return Some(at);
    }
    let is_text = TEXT_ELEMENTS.iter().any(|known| known.eq_ignore_ascii_case(name));
    // A paragraph holds no other, so that the first end is its own.
    let nests = !name.eq_ignore_ascii_case("p") && !is_text;
    let mut open = 1_usize;
    while let Some(next) = text[at..].find('<') {
        at += next;
        let rest = &text[at..];
        if let (Some(comment), false) = (rest.strip_prefix("<!--"), is_text) {
            at += 4 + comment.find("-->")? + 3;
        } else if let Some(end) = rest.strip_prefix("</") {
            if is_named(end, name) {
                let length = rest.find('>')? + 1;
                open -= 1;
                at += length;
                if open == 0 {
                    return Some(at);
                }
            } else {
                at += 2;
            }
        } else if is_named(&rest[1..], name) {
            let length = tag_end(rest)?;
            if nests && !rest[..length].ends_with("/>") {
                open += 1;
            }
            at += length;
        } else {
            at += 1;
        }
    }
    None
}

/// `true` if `text` begins with this name of an element, and with no longer one.
fn is_named(text: &str, name: &str) -> bool {
    text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && !text[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
}

/// The length of the tag that begins `text`; `>` in quotes does not end it.
pub(super) fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut before = b' ';
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(mark), byte) if mark == byte => quote = None,
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    None
}

/// The index of the last end tag of `element`.
fn closing_tag_start(element: &str) -> Option<usize> {
    element.ends_with('>').then(|| element.rfind("</")).flatten()
}

/// `true` if a start tag has `markdown="1"` or an equivalent.
fn wants_markdown(tag: &str) -> bool {
    ["markdown=\"1\"", "markdown='1'", "markdown=1", "markdown=\"block\"", "markdown=\"span\""]
        .iter()
        .any(|wanted| tag.contains(wanted))
}

/// `true` if a line is nothing but kramdown's list of attributes for the block beside it: `{:
/// .class}`.
fn is_attribute_list(line: &str) -> bool {
    line.starts_with("{:") && line.trim_end().ends_with('}')
}

fn is_list_item(line: &str) -> bool {
    let bytes = line.as_bytes();
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let after = match digits {
        0 if matches!(bytes.first(), Some(b'-' | b'*' | b'+')) => 1,
        1..=9 if matches!(bytes.get(digits), Some(b'.' | b')')) => digits + 1,
        _ => return false,
    };
    matches!(bytes.get(after), None | Some(b' ' | b'\t' | b'\n' | b'\r'))
}

#[cfg(test)]
mod tests {
    use crate::markdown::to_html;

    #[test]
    fn html_lasts_until_its_element_closes() {
        let cases = [
            (
                "<div>\n<p>a</p>\n\n    <p>b</p>\n\n</div>\n\n*c*",
                "<div>\n<p>a</p>\n\n    <p>b</p>\n\n</div>\n<p><em>c</em></p>\n",
            ),
            (
                "<div>a<div>b\n\n</div>\n\n    c</div>*d*",
                "<div>a<div>b\n\n</div>\n\n    c</div>\n<p><em>d</em></p>\n",
            ),
            ("<div>a\n\n    b", "<div>a\n\n    b"),
            ("<div title=\"</div>\">a\n\n*b*</div>", "<div title=\"</div>\">a\n\n*b*</div>"),
            ("<div><!-- </div> -->\n\n*a*</div>", "<div><!-- </div> -->\n\n*a*</div>"),
            ("<script>\n\nif (a</b/.c) *d*</script>", "<script>\n\nif (a</b/.c) *d*</script>"),
            ("<p>a</p><p>b</p>", "<p>a</p><p>b</p>"),
            ("```\n<div>\n```\n*a*", "<pre><code>&lt;div&gt;\n</code></pre>\n<p><em>a</em></p>\n"),
            ("<span>a</span> *b*", "<p><span>a</span> <em>b</em></p>\n"),
            ("<divx>\n\n*a*", "<p>&lt;divx&gt;</p>\n<p><em>a</em></p>\n"),
        ];
        for (markdown, html) in cases {
            assert_eq!(to_html(markdown), html, "{markdown}");
        }
    }

    #[test]
    fn markdown_within_html_where_it_asks_for_it() {
        assert_eq!(
            to_html("<div class=\"a\" markdown=\"1\">\n*b*\n\n<div>\n\n    c</div></div>"),
            "<div class=\"a\" markdown=\"1\">\n<p><em>b</em></p>\n<div>\n\n    c</div></div>"
        );
    }

    #[test]
    fn any_element_may_ask_for_markdown() {
        for (markdown, html) in [
            (
                "<details markdown=\"1\">\n<summary>a</summary>\n*b*\n</details>",
                "<details markdown=\"1\"><summary>a</summary>\n<p><em>b</em></p>\n</details>",
            ),
            (
                "<table><tr><td markdown=\"1\">*a*</td><td>*b*</td></tr></table>",
                "<table><tr><td markdown=\"1\">\n<p><em>a</em></p>\n</td><td>*b*</td></tr></table>",
            ),
            ("<span markdown=\"1\">\n*a*\n</span>", "<span markdown=\"1\">\n<p><em>a</em></p>\n</span>"),
            ("<div>*a* markdown=1 < markdown=\"1\"</div>", "<div>*a* markdown=1 < markdown=\"1\"</div>"),
        ] {
            assert_eq!(to_html(markdown).replace("\n\n", "\n"), html, "{markdown}");
        }
    }

    #[test]
    fn attribute_lists_go() {
        assert_eq!(to_html("a\n{: .b}\n\nc"), "<p>a</p>\n<p>c</p>\n");
    }

    #[test]
    fn marks_cannot_be_forged() {
        assert_eq!(to_html("<div></div>\n\n<p>a</p>"), "<div></div><p>a</p>");
        assert_eq!(
            to_html("<b>\n<div></div>\n\nx\n\n<p>a</p></b>"),
            "<b>\n<div></div>\n<p>x</p>\n<p>a</p></b>"
        );
    }

    #[test]
    fn time_is_linear() {
        // Each of these took quadratic time in some Markdown parser. A hundred thousand times is
        // seconds if it is not linear, and the test machine's patience ends long before that.
        for piece in [
            "<div markdown=1>",
            "<div><b markdown=1>",
            "<b markdown=1>\n",
            "<div>",
            "</div>",
            "<p>",
            "<!--",
            "[^a]",
            "[a](",
            "- ",
            "> ",
            "<div\n",
            "# a\n",
            "[^a]: b\n\n",
        ] {
            to_html(&piece.repeat(20_000));
        }
    }
}
