//! Marks of kramdown that no reader is to see: lists of attributes on lines of their own and at
//! the ends of others, extensions, abbreviations, ends of blocks, and the place of the table of
//! contents.
//!
//! Lists of attributes behind a span are left to the renderer, which knows where spans end.

use std::borrow::Cow;

use super::abbreviations::{Abbreviations, definition};
use super::code::{CodeFinder, line_at};

/// The mark that is put in the place of a table of contents.
pub(super) const CONTENTS: &str = "<!--toc-->";

/// Bytes of a list of attributes.
const MAX_ATTRIBUTES: usize = 500;

/// Takes the marks out of a text, or puts Markdown of the same meaning in their place;
/// `abbreviations` gets those that are defined. Takes linear time.
pub(super) fn rewrite<'a>(text: &'a str, abbreviations: &mut Abbreviations) -> Cow<'a, str> {
    if !["{:", "*[", "^", "[TOC]", "[toc]", "[_TOC_]"].iter().any(|mark| text.contains(mark)) {
        return Cow::Borrowed(text);
    }
    let text = without_extensions(text);
    let written = String::with_capacity(text.len());
    let mut rewriter = Rewriter { written, items_start: None, pending: None, abbreviations };
    let mut code = CodeFinder::markdown(&text);
    let mut at = 0;
    while at < text.len() {
        let line = line_at(&text, at);
        // Code that begins with its line, not a span within.
        match code.code_at(at) {
            Some(block) if block.end >= at + line.len() => {
                let end = block.end + line_at(&text, block.end).len();
                let end = if text[..block.end].ends_with('\n') { block.end } else { end };
                rewriter.written.push_str(&text[at..end]);
                rewriter.items_start = None;
                at = end;
            }
            _ => {
                let start = at;
                at += line.len();
                let attributes =
                    attributes_at_end(line).filter(|list| code.code_at(start + list.0).is_none());
                rewriter.line(line, line_at(&text, at), attributes);
            }
        }
    }
    Cow::Owned(rewriter.written)
}

struct Rewriter<'a> {
    written: String,
    /// The index in `written` of the list items without an empty line between them that end it.
    items_start: Option<usize>,
    /// Attributes for the heading that follows.
    pending: Option<&'a str>,
    abbreviations: &'a mut Abbreviations,
}

impl<'a> Rewriter<'a> {
    /// Adds a line, without the list of attributes that begins and ends there in it.
    fn line(&mut self, line: &'a str, next: &str, at_end: Option<(usize, usize)>) {
        let content = line.trim_start_matches([' ', '\t', '>']);
        let prefix = &line[..line.len() - content.len()];
        let content = content.trim_end();
        if let Some(attributes) = attributes_at(content).filter(|length| *length == content.len()) {
            self.attributes(&content[2..attributes - 1], prefix, next);
            return;
        }
        if matches!(content, "[TOC]" | "[toc]" | "[[TOC]]" | "[[toc]]" | "[[_TOC_]]") {
            self.written.extend(["\n", CONTENTS, "\n\n"]);
            return;
        }
        let is_indented = prefix.len() > 3 && !prefix.contains('>');
        let defined = definition(content);
        if !is_indented && (content == "^" || defined.is_some()) {
            if let Some((word, meaning)) = defined {
                self.abbreviations.define(word, meaning);
            }
            // A comment ends whatever is open.
            self.written.push_str(if content == "^" { "<!-- -->\n" } else { "\n" });
            self.items_start = None;
            return;
        }
        let start = self.written.len();
        let list = at_end.map(|(start, end)| (line[..start].trim_end(), &line[start + 2..end - 1]));
        let (content, line) = match list {
            Some((kept, _)) => (kept.trim_start_matches([' ', '\t', '>']), kept),
            None => (content, line),
        };
        if let Some((mark, rest)) = item_attributes(content) {
            self.written.push_str(prefix);
            self.written.push_str(mark);
            self.written.push_str(rest);
            self.written.push('\n');
        } else {
            self.written.push_str(line);
            if list.is_some() {
                self.written.push('\n');
            }
        }
        if let Some((_, attributes)) = list
            && content.starts_with('#')
        {
            self.name_heading(attributes);
        }
        if is_item(content) {
            self.items_start.get_or_insert(start);
        } else {
            self.items_start = None;
        }
        if let Some(attributes) = self.pending.take()
            && content.starts_with('#')
        {
            self.name_heading(attributes);
        }
    }

    /// Drops a line of attributes, after what matters of them is done.
    fn attributes(&mut self, attributes: &'a str, prefix: &str, next: &str) {
        if attributes.split_whitespace().any(|word| word == "toc") {
            if let Some(start) = self.items_start.take() {
                self.written.truncate(start);
            }
            self.written.extend(["\n", CONTENTS, "\n\n"]);
            return;
        }
        self.items_start = None;
        self.name_heading(attributes);
        if next.trim_start_matches('#').starts_with(' ') && next.starts_with('#') {
            self.pending = Some(attributes);
        }
        // The line ends a paragraph or a table, but no list.
        let next = next.trim_start_matches([' ', '\t', '>']);
        if !is_item(next) {
            self.written.push_str(prefix.trim_end());
            self.written.push('\n');
        }
    }

    /// Gives the heading that was written last the attributes that have an effect.
    fn name_heading(&mut self, attributes: &str) {
        let wanted = attributes.split_whitespace().filter(|word| word.starts_with('#') || *word == ".no_toc");
        let wanted = wanted.collect::<Vec<_>>().join(" ");
        let mut end = self.written.len().saturating_sub(1);
        if wanted.is_empty() || self.written[..end].ends_with('\n') {
            return;
        }
        let line_start = |end: usize| self.written[..end].rfind('\n').map_or(0, |feed| feed + 1);
        let mut start = line_start(end);
        let line = self.written[start..end].trim();
        if !line.is_empty()
            && (line.bytes().all(|byte| byte == b'=') || line.bytes().all(|byte| byte == b'-'))
        {
            // The heading stands above its underline.
            end = start.saturating_sub(1);
            start = line_start(end);
        } else if !line.starts_with('#') {
            return;
        }
        let heading = &self.written[start..end];
        if heading.trim().is_empty() {
            return;
        }
        if heading.ends_with('}') && heading.contains("{#") {
            self.written.insert_str(end - 1, &[" ", &wanted].concat());
        } else {
            self.written.insert_str(end, &[" {", &wanted, "}"].concat());
        }
    }
}

/// The length of the list of attributes that a text begins with.
pub(super) fn attributes_at(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("{:")?;
    if inner.starts_with([':', '/']) {
        return None;
    }
    let end = inner.bytes().take(MAX_ATTRIBUTES).position(|byte| matches!(byte, b'{' | b'}' | b'\n'))?;
    (end > 0 && inner.as_bytes()[end] == b'}').then_some(end + 3)
}

/// The start and the end of a list of attributes at the end of a line, behind its text: nothing but
/// names of classes, ids, and names with values, since others than kramdown have such braces too.
fn attributes_at_end(line: &str) -> Option<(usize, usize)> {
    let end = line.trim_end().len();
    let text = line[..end].strip_suffix('}')?;
    let start = text.rfind("{:")?;
    let list = text[start + 2..].trim();
    let first = list.split_whitespace().next()?;
    let is_list = first.len() > 1 && first.starts_with(['.', '#'])
        || first.split_once('=').is_some_and(|(name, value)| {
            value.starts_with(['"', '\''])
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        });
    let is_behind = !line[..start].trim_matches([' ', '\t', '>']).is_empty();
    (is_list && is_behind && !list.contains('{') && end - start <= MAX_ATTRIBUTES).then_some((start, end))
}

/// The mark of a list item, and its text without the attributes that it begins with.
fn item_attributes(content: &str) -> Option<(&str, &str)> {
    let place = content.find("{:")?;
    let mark = &content[..place];
    (mark.len() < 10 && is_item(mark) && mark.ends_with(' ') && mark.trim_end().len() < 4)
        .then(|| attributes_at(&content[place..]))?
        .map(|length| (mark, content[place + length..].trim_start()))
}

fn is_item(content: &str) -> bool {
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &content[digits..];
    let rest = match digits {
        0 => rest.strip_prefix(['-', '*', '+']),
        1..=9 => rest.strip_prefix(['.', ')']),
        _ => None,
    };
    rest.is_some_and(|rest| rest.starts_with([' ', '\t']))
}

/// A text without extensions: `{::comment}…{:/}` goes, of others the marks.
fn without_extensions(text: &str) -> Cow<'_, str> {
    let mut code = CodeFinder::markdown(text);
    let mut written = String::new();
    let mut copied = 0;
    for (at, _) in text.match_indices("{:") {
        if at < copied || code.code_at(at).is_some() {
            continue;
        }
        let rest = &text[at + 2..];
        if !rest.starts_with([':', '/']) {
            continue;
        }
        let Some(close) = rest.bytes().take(MAX_ATTRIBUTES).position(|byte| matches!(byte, b'{' | b'}'))
        else {
            continue;
        };
        if rest.as_bytes()[close] == b'{' {
            continue;
        }
        let mut end = at + 2 + close + 1;
        if rest.starts_with(":comment}") {
            // What is not closed is no comment, and none that follows is closed either.
            let Some(closing) = comment_end(&text[end..]) else { break };
            end += closing;
        }
        written.push_str(&text[copied..at]);
        copied = end;
        code.skip_to(end);
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    written.push_str(&text[copied..]);
    Cow::Owned(written)
}

/// The length of a comment's content and of the mark that closes it.
fn comment_end(text: &str) -> Option<usize> {
    text.match_indices("{:/").find_map(|(at, _)| {
        let rest = text[at + 3..].strip_prefix("comment").unwrap_or(&text[at + 3..]);
        rest.starts_with('}').then(|| text.len() - rest.len() + 1)
    })
}

#[cfg(test)]
mod tests {
    use crate::markdown::to_html;

    #[test]
    fn marks_are_not_seen() {
        for (text, expected) in [
            ("a\n{: .b}\n\nc", "<p>a</p>\n<p>c</p>\n"),
            ("a\n{: .b}\nc", "<p>a</p>\n<p>c</p>\n"),
            ("> a\n> {: .b title=\"c d\"}\n\ne", "<blockquote>\n<p>a</p>\n</blockquote>\n<p>e</p>\n"),
            ("- a\n{: .b}\n- c", "<ul>\n<li>a</li>\n<li>c</li>\n</ul>\n"),
            ("- {:.b} a\n- c", "<ul>\n<li>a</li>\n<li>c</li>\n</ul>\n"),
            (
                "> a{: .b}\n\n- c {: .d}\n- `e`{:.f}",
                "<blockquote>\n<p>a</p>\n</blockquote>\n<ul>\n<li>c</li>\n<li><code>e</code></li>\n</ul>\n",
            ),
            ("a {:.b #c d=\"e f\"}\ng", "<p>a\ng</p>\n"),
            ("a {:ok, 1}\n`b {: .c}`", "<p>a {:ok, 1}\n<code>b {: .c}</code></p>\n"),
            ("a {::comment}b\n\nc{:/comment}d", "<p>a d</p>\n"),
            ("{::options toc_levels=\"2\" /}\n\na", "<p>a</p>\n"),
            ("{::nomarkdown}\n<p>*a*</p>\n{:/}", "<p>*a*</p>"),
            ("a HTML5\n\n*[HTML]: b c\n", "<p>a HTML5</p>\n"),
            ("- a\n\n^\n\n- b", "<ul>\n<li>a</li>\n</ul>\n<!-- -->\n<ul>\n<li>b</li>\n</ul>\n"),
            (
                "```\n{: .a}\n^\n*[b]: c\n{::comment}\n```\n{: .d}",
                "<pre><code>{: .a}\n^\n*[b]: c\n{::comment}\n</code></pre>\n",
            ),
            ("    {: .a}\n", "<pre><code>{: .a}\n</code></pre>\n"),
            ("`{::comment}` `{: a}` 2^3", "<p><code>{::comment}</code> <code>{: a}</code> 2^3</p>\n"),
        ] {
            assert_eq!(to_html(text), expected, "{text}");
        }
    }

    #[test]
    fn attributes_behind_spans_are_not_seen() {
        for (text, expected) in [
            ("[a](b){:target=\"_blank\"}，c", "<p><a href=\"b\">a</a>，c</p>\n"),
            ("![a](b){: width=\"24\" .left}{:.c} d", "<p><img src=\"b\" alt=\"a\" /> d</p>\n"),
            ("**a**{:.b} *c*{:.d}e `f`{:.g}", "<p><strong>a</strong> <em>c</em>e <code>f</code></p>\n"),
            ("a{:.b} {c}", "<p>a{:.b} {c}</p>\n"),
            ("`a`{: b", "<p><code>a</code>{: b</p>\n"),
        ] {
            assert_eq!(to_html(text), expected, "{text}");
        }
    }

    #[test]
    fn headings_take_their_attributes() {
        for (text, expected) in [
            ("## a {#b}\n{:.no_toc}\n\nc", "<h2 id=\"b\" class=\"no_toc\">a</h2>\n<p>c</p>\n"),
            ("## a\n{: #b .c}\nd", "<h2 id=\"b\">a</h2>\n<p>d</p>\n"),
            ("## a {: #b .c}\n\nd", "<h2 id=\"b\">a</h2>\n<p>d</p>\n"),
            ("{:#b}\n## a\n\nc", "<h2 id=\"b\">a</h2>\n<p>c</p>\n"),
            ("a\n---\n{: #b}", "<h2 id=\"b\">a</h2>\n"),
        ] {
            assert_eq!(to_html(text).trim_start(), expected, "{text}");
        }
    }

    #[test]
    fn contents() {
        assert_eq!(
            to_html("* 目录\n{:toc}\n\n# 一\n\n### *二*\n\n## 三\n{:.no_toc}\n\n# 四 & 五"),
            "<ul><li><a href=\"#一\">一</a><ul><li><a href=\"#二\">二</a></li></ul></li>\
             <li><a href=\"#四-五\">四 &amp; 五</a></li></ul>\n<h1 id=\"一\">一</h1>\n<h3 id=\"二\"><em>二</em></h3>\n\
             <h2 id=\"三\" class=\"no_toc\">三</h2>\n<h1 id=\"四-五\">四 &amp; 五</h1>\n"
        );
        assert_eq!(to_html("1. a\n{:toc .b}\n\nc"), "<p>c</p>\n");
    }

    #[test]
    fn time_is_linear() {
        for piece in [
            "{:",
            "{::comment}",
            "{::a}",
            "- {:.a} b\n",
            "# a\n{:#b}\n",
            "*[a]: b\n",
            "- a\n{:toc}\n",
            "`a`{:.b}",
            "^\n",
            "a{: .b}",
            "a{: .b}\n",
            "{: .b a=\"",
        ] {
            to_html(&piece.repeat(100_000 / piece.len()));
        }
    }
}
