//! Containers between colons: `::: warning Title`, `:::note[Title]`, `::: {.note title="Title"}`.
//!
//! `VuePress`, Docusaurus, Pandoc, Quarto and plug-ins of markdown-it have them. Their marks go, so
//! that no parser takes them for definitions; a title stays as a bold line.

use std::borrow::Cow;

use super::code::{CodeFinder, line_at};

/// Colons that a mark has at least.
const MARK: &str = ":::";

/// Puts empty lines and titles in the place of the marks. A mark that opens is none if no line
/// closes it. Takes linear time.
pub(super) fn unwrap(text: &str) -> Cow<'_, str> {
    // A colon is found far faster than three of them.
    if !text.match_indices(':').any(|(at, _)| text[at..].starts_with(MARK)) {
        return Cow::Borrowed(text);
    }
    let mut code = CodeFinder::markdown(text);
    // The marks outside code, from the first to the last.
    let mut marks = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let line = line_at(text, at);
        if let Some(mark) = mark(line)
            && code.code_at(at + mark.prefix.len()).is_none()
        {
            marks.push((at..at + line.len(), mark));
        }
        at += line.len();
    }
    let last_end = marks.iter().rposition(|(_, mark)| mark.opening.is_none());
    let mut written = String::with_capacity(text.len());
    let mut copied = 0;
    let mut open = 0usize;
    for (index, (range, Mark { prefix, opening })) in marks.into_iter().enumerate() {
        match opening {
            Some(_) if last_end.is_some_and(|end| index < end) => open += 1,
            None if open > 0 => open -= 1,
            _ => {
                // One colon is to begin no definition.
                let colons = range.start + prefix.len();
                written.extend([&text[copied..colons], "\\"]);
                copied = colons;
                continue;
            }
        }
        written.push_str(&text[copied..range.start]);
        copied = range.end;
        match opening.map(title).filter(|title| !title.is_empty()) {
            Some(title) => {
                written.extend([
                    prefix.trim_end(),
                    "\n",
                    prefix,
                    "**",
                    &title,
                    "**\n",
                    prefix.trim_end(),
                    "\n",
                ]);
            }
            None => written.extend([prefix.trim_end(), "\n"]),
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    written.push_str(&text[copied..]);
    Cow::Owned(written)
}

/// A line that opens or closes a container.
struct Mark<'a> {
    /// Blanks and marks of quotations before it.
    prefix: &'a str,
    /// The text behind the colons; `None` if the line closes a container.
    opening: Option<&'a str>,
}

/// The mark that a line is.
fn mark(line: &str) -> Option<Mark<'_>> {
    let content = line.trim_start_matches([' ', '\t', '>']);
    let rest = content.strip_prefix(MARK)?.trim_start_matches(':');
    let text = rest.trim();
    let prefix = &line[..line.len() - content.len()];
    if text.is_empty() {
        return Some(Mark { prefix, opening: None });
    }
    // Pandoc allows for colons behind it.
    let text = text.trim_end_matches(':').trim_end();
    let is_opening = text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '{' | '['));
    is_opening.then_some(Mark { prefix, opening: Some(text) })
}

/// The title in the text behind the colons that open a container; empty, if there is none.
fn title(text: &str) -> String {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let mut rest = text.trim_start_matches(is_name).trim_start();
    let mut title = "";
    if let Some((label, after)) = rest.strip_prefix('[').and_then(|rest| rest.rsplit_once(']')) {
        (title, rest) = (label, after.trim_start());
    }
    if let Some((attributes, after)) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        rest = after.trim();
        if title.is_empty() {
            title = ["title=", "caption=", "summary="]
                .iter()
                .find_map(|name| value(attributes.split_once(name)?.1))
                .unwrap_or_default();
        }
    }
    if title.is_empty() {
        title = rest;
    }
    // Attributes behind a title.
    if let Some((words, attributes)) = title.rsplit_once('{')
        && attributes.ends_with('}')
        && attributes.is_ascii()
    {
        title = words;
    }
    let title = title.trim().trim_matches('"');
    title.replace("**", "")
}

/// The quoted value that a text begins with.
fn value(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text[1..].split(quote).next()
}

#[cfg(test)]
mod tests {
    use crate::markdown::to_html;

    #[test]
    fn marks_of_containers_go() {
        for (text, expected) in [
            ("前\n\n::: warning\n中\n:::\n后", "<p>前</p>\n<p>中</p>\n<p>后</p>\n"),
            ("前\n::: tip 小 提示\n中\n:::", "<p>前</p>\n<p><strong>小 提示</strong></p>\n<p>中</p>\n"),
            (":::note[题]{.a}\n- 中\n:::", "<p><strong>题</strong></p>\n<ul>\n<li>中</li>\n</ul>\n"),
            ("::: {.note title=\"题 目\"} :::\n中\n:::", "<p><strong>题 目</strong></p>\n<p>中</p>\n"),
            (":::: {.columns}\n::: {.column width=\"40%\"}\n左\n:::\n::::", "<p>左</p>\n"),
            (":::{admonition} 题\n中\n:::", "<p><strong>题</strong></p>\n<p>中</p>\n"),
            ("::: 注意\n中\n:::", "<p><strong>注意</strong></p>\n<p>中</p>\n"),
            (
                "> ::: tip 题\n> 中\n> :::",
                "<blockquote>\n<p><strong>题</strong></p>\n<p>中</p>\n</blockquote>\n",
            ),
            (
                "- 一\n\n  ::: tip 题\n  中\n  :::",
                "<ul>\n<li>\n<p>一</p>\n<p><strong>题</strong></p>\n<p>中</p>\n</li>\n</ul>\n",
            ),
            ("```\n::: tip\n:::\n```", "<pre><code>::: tip\n:::\n</code></pre>\n"),
        ] {
            assert_eq!(to_html(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_container_stays() {
        for (text, expected) in [
            ("::: tip", "<p>::: tip</p>\n"),
            ("a ::: b\n\n:::", "<p>a ::: b</p>\n<p>:::</p>\n"),
            ("术语\n: 释义", "<dl>\n<dt>术语</dt>\n<dd>释义</dd>\n</dl>\n"),
        ] {
            assert_eq!(to_html(text), expected, "{text}");
        }
    }

    #[test]
    fn time_is_linear() {
        for piece in [":", ":::\n", "::: a\n", "::: a [\n", "::: {a\n", "> :::", ":::{a}[b]"] {
            to_html(&piece.repeat(100_000 / piece.len()));
        }
    }
}
