//! Formulas in Markdown: found before the Markdown parser sees them, and written as code of the
//! language `math` whose every sign is a reference, so that nothing in them is taken for emphasis,
//! an escape or a table's line.
//!
//! The parser's own rule for `$` knows neither `\\(` nor that kramdown's `$$` stands in a line as
//! well, and takes `$HOME/bin:$PATH` for a formula.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag};

use super::raw_html::SplitMarkdown;
use crate::limits::MAX_MARKDOWN_EVENTS;
use crate::tex::{Finder, Surroundings};

/// Puts code in the place of formulas.
pub(super) fn mark_formulas(document: SplitMarkdown<'_>, options: Options) -> SplitMarkdown<'_> {
    let text = &document.markdown;
    if !may_have_formulas(text) {
        return document;
    }
    let verbatim = Verbatim::of(text, options);
    let mut finder = Finder::new(text, Surroundings::Markdown);
    let mut markdown = String::with_capacity(text.len() + text.len() / 2);
    let mut raw = document.raw.iter().peekable();
    let mut moved = Vec::with_capacity(document.raw.len());
    let (mut copied, mut at) = (0, 0);
    let mut skips = verbatim.skips.iter().peekable();
    while let Some(found) = text[at..].find(['\\', '$']) {
        at += found;
        while skips.next_if(|skip| skip.end <= at).is_some() {}
        if let Some(skip) = skips.peek()
            && skip.start <= at
        {
            at = skip.end;
            continue;
        }
        let formula = if in_address(text, at) { None } else { finder.at(at) };
        let formula = formula.filter(|found| {
            let tex = &text[found.tex.clone()];
            (found.is_block || !has_empty_line(tex)) && !verbatim.is_crossed_by(&found.whole)
        });
        let Some(found) = formula else {
            let is_escape = text[at..].starts_with('\\')
                && text[at + 1..].starts_with(|c: char| c.is_ascii_punctuation());
            at += if is_escape || text[at..].starts_with("$$") { 2 } else { 1 };
            continue;
        };
        push_part(&mut markdown, text, copied..found.whole.start, &mut raw, &mut moved);
        let before = text[..found.whole.start].rsplit('\n').next().unwrap_or_default();
        let tex = &text[found.tex];
        let tex = if text[found.whole.start..].starts_with("\\\\") { unescaped(tex) } else { tex.to_owned() };
        push_code(&mut markdown, &tex, found.is_block, before.trim_start().starts_with('>'));
        copied = found.whole.end;
        at = copied;
    }
    push_part(&mut markdown, text, copied..text.len(), &mut raw, &mut moved);
    SplitMarkdown { markdown, raw: moved }
}

/// `false` for most texts.
fn may_have_formulas(text: &str) -> bool {
    text.contains('$') || ["\\(", "\\[", "\\begin{"].iter().any(|open| text.contains(open))
}

/// Copies a part, and the places of raw HTML in it.
fn push_part<'a, 'r>(
    markdown: &mut String,
    text: &str,
    part: Range<usize>,
    raw: &mut std::iter::Peekable<impl Iterator<Item = &'r (usize, &'a str)>>,
    moved: &mut Vec<(usize, &'a str)>,
) where
    'a: 'r,
{
    while let Some((place, html)) = raw.next_if(|(place, _)| *place < part.end) {
        moved.push((markdown.len() + place.saturating_sub(part.start), html));
    }
    markdown.push_str(&text[part]);
}

fn push_code(markdown: &mut String, tex: &str, is_block: bool, is_quoted: bool) {
    markdown.push_str("<code class=\"language-math math-");
    markdown.push_str(if is_block { "display\">" } else { "inline\">" });
    let mut lines = Vec::new();
    for (number, line) in tex.split('\n').enumerate() {
        // The mark of the quotation that the formula is in.
        lines.push(match line.trim_start().strip_prefix('>') {
            Some(line) if is_quoted && number > 0 => line.strip_prefix(' ').unwrap_or(line),
            _ => line,
        });
    }
    for c in lines.join("\n").trim().chars() {
        match c {
            '\n' => markdown.push_str("&#10;"),
            '\r' => {}
            // Writing to a string does not fail.
            c if c.is_ascii_punctuation() => drop(write!(markdown, "&#{};", u32::from(c))),
            c => markdown.push(c),
        }
    }
    markdown.push_str("</code>");
}

/// A source between `\\\\(` and `\\\\)`, of which kramdown knows nothing: what has to be escaped
/// there is.
fn unescaped(tex: &str) -> String {
    let mut tex = tex.replace("\\_", "_").replace("\\*", "*");
    for (escaped, plain) in [("\\\\\\\\", "\\\\"), ("\\\\{", "\\{"), ("\\\\}", "\\}"), ("\\\\|", "\\|")] {
        tex = tex.replace(escaped, plain);
    }
    tex
}

fn has_empty_line(tex: &str) -> bool {
    tex.trim().lines().any(|line| line.trim_matches(|c: char| c.is_whitespace() || c == '>').is_empty())
}

/// `true` if a place is within a word that is an address.
fn in_address(text: &str, at: usize) -> bool {
    let start = text.ceil_char_boundary(at.saturating_sub(300));
    let word = text[start..at].rsplit(char::is_whitespace).next().unwrap_or_default();
    word.contains("://")
}

/// The parts of a text that are no running text.
struct Verbatim {
    /// Code, HTML and addresses, in order.
    skips: Vec<Range<usize>>,
    /// Code and blocks of HTML, which no formula reaches across.
    walls: Vec<Range<usize>>,
}

impl Verbatim {
    fn of(text: &str, options: Options) -> Self {
        let mut verbatim = Self { skips: Vec::new(), walls: Vec::new() };
        for (number, (event, range)) in Parser::new_ext(text, options).into_offset_iter().enumerate() {
            if number >= MAX_MARKDOWN_EVENTS {
                verbatim.skip(range.start..text.len());
                break;
            }
            match event {
                Event::Start(
                    Tag::CodeBlock(CodeBlockKind::Indented)
                    | Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. },
                )
                | Event::InlineHtml(_) => verbatim.skip(range),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_)) | Tag::HtmlBlock) | Event::Code(_) => {
                    verbatim.walls.push(range.clone());
                    verbatim.skip(range);
                }
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                    if let Some(address) = text[range.clone()].rfind("](") {
                        verbatim.skip(range.start + address..range.end);
                    }
                }
                _ => {}
            }
        }
        // The address of a link comes before what its text holds.
        verbatim.skips.sort_by_key(|skip| skip.start);
        verbatim
    }

    fn skip(&mut self, range: Range<usize>) {
        self.skips.push(range);
    }

    /// `true` if a part of the text has a wall in it.
    fn is_crossed_by(&self, part: &Range<usize>) -> bool {
        let next = self.walls.partition_point(|wall| wall.end <= part.start);
        self.walls.get(next).is_some_and(|wall| wall.start < part.end)
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::to_html;

    /// The sources of the formulas of a text.
    fn formulas(markdown: &str) -> Vec<String> {
        let html = to_html(markdown).replace("<code class=\"language-math math-", "\u{1}");
        let sources = html.split('\u{1}').skip(1).map(|part| {
            let source = part.split_once("</code>").map_or(part, |(source, _)| source);
            source.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&#10;", "\n")
        });
        sources.collect()
    }

    #[test]
    fn formulas_are_kept_as_they_are() {
        for (markdown, expected) in [
            ("$$a_1 * b_2 * c$$", "display\">a_1 * b_2 * c"),
            ("so $$x_1$$ and", "inline\">x_1"),
            (
                "text\n\n$$\n\\begin{aligned}\na &= b \\\\\nc &= d\n\\end{aligned}\n$$\n\ntext",
                "display\">\\begin{aligned}\na &= b \\\\\nc &= d\n\\end{aligned}",
            ),
            ("a \\\\(x_1 * y_1 * z\\\\) b", "inline\">x_1 * y_1 * z"),
            ("\\\\[\na_1 < b_1\n\\\\]", "display\">a_1 < b_1"),
            ("\\\\[ a\\_1 \\\\\\\\ \\\\{b\\\\} \\\\]", "display\">a_1 \\\\ \\{b\\}"),
            ("a \\(\\frac{a}{b}\\) b", "inline\">\\frac{a}{b}"),
            ("质量$m_1$与$m_2$之和", "inline\">m_1|inline\">m_2"),
            ("let $x$ be", "inline\">x"),
            ("| a | $|x|$ |\n|-|-|\n| $a|b$ | c |", "inline\">|x||inline\">a|b"),
            ("> $$\n> a\n> = b\n> $$", "display\">a\n= b"),
            ("1. a\n\n    $$x_1$$\n", "display\">x_1"),
            ("- $$x_1$$\n", "display\">x_1"),
            ("\\begin{align}\na &= b\n\n\\end{align}", "display\">\\begin{align}\na &= b\n\n\\end{align}"),
            ("[$x_1$](https://x.test/)", "inline\">x_1"),
            ("*a $x*y$ b*", "inline\">x*y"),
            ("$$a\n\nb$$", "display\">a\n\nb"),
        ] {
            assert_eq!(formulas(markdown).join("|"), expected, "{markdown}");
        }
    }

    #[test]
    fn other_dollars_and_brackets_stay_text() {
        for markdown in [
            "$5 and $6",
            "from $5 to 6$, and",
            "US$100 or HK$780, HK$ and US$",
            "$100 (about HK$)",
            "$HOME/bin:$PATH and $USER",
            "价格$5，而$6。",
            "花了5$，又花了6$。",
            "`$x$` and ``$$y$$``",
            "```\n$$x$$\n```",
            "    $x_1$\n",
            "~~~\n\\\\(x\\\\)\n~~~",
            "\\$x\\$ and \\$y$",
            "\\[1\\] and \\(a\\) and \\[not a link\\]",
            "$ x $",
            "$$ $$",
            "a $$ b\n\nc $$ d",
            "<a href=\"?a=$b$c\">x</a> <https://x.test/$a$>",
            "[a](https://x.test/$b$) https://x.test/$c$",
            "<p>$x$</p>\n\n<pre>$$x$$</pre>",
            "a $$ b `c $$ d`",
        ] {
            assert_eq!(formulas(markdown), Vec::<String>::new(), "{markdown}");
            assert!(to_html(markdown).matches('$').count() >= markdown.matches('$').count(), "{markdown}");
        }
    }

    #[test]
    fn raw_html_keeps_its_place() {
        assert_eq!(
            to_html("$x$\n\n<div>$a$</div>\n\n$y$\n\n<div>b</div>"),
            "<p><code class=\"language-math math-inline\">x</code></p>\n<div>$a$</div>\n\
             <p><code class=\"language-math math-inline\">y</code></p>\n<div>b</div>"
        );
    }

    #[test]
    fn time_is_linear() {
        for piece in [
            "$",
            "$$",
            "$a ",
            "$a",
            "\\\\(",
            "\\\\[",
            "\\(",
            "\\begin{align}",
            "\\begin{",
            "$$\n\n",
            "$x$ ",
            "\\",
            "`$",
            "[$](a ",
        ] {
            to_html(&piece.repeat(20_000));
        }
    }
}
