//! Code blocks of templates, and the tags within code.

use std::ops::Range;

use broadsheet_article::{escape_attribute, escape_text};

use super::arguments::Arguments;
use super::code_text::{language, longest_run, unescaped, without_raw};
use super::resolver::Resolver;
use super::tag::{BlockEnds, Tag, TagKind};

impl Resolver<'_> {
    /// Writes the title of a code block, and the link to where it is from, before its tag from
    /// `start` to `opened`: `[title] [lang:language] [address] [words of the link]`.
    /// Returns `true` if there is any of these.
    pub(super) fn code_title(&mut self, start: usize, opened: usize, arguments: &str) -> bool {
        let read = Arguments::read(arguments);
        let is_address = |word: &String| word.starts_with("https://") || word.starts_with("http://");
        let place = read.unnamed.iter().position(is_address);
        let words = |words: &[String]| words.join(" ");
        let title = words(&read.unnamed[..place.unwrap_or(read.unnamed.len())]);
        // One word alone is the language.
        let is_language = place.is_none() && read.unnamed.len() == 1 && language(arguments) == title;
        if read.unnamed.is_empty() || is_language {
            return false;
        }
        let mut html = escape_text(&title);
        if let Some(place) = place {
            let address = &read.unnamed[place];
            let link = words(&read.unnamed[place + 1..]);
            let link = if link.is_empty() { address } else { &link };
            let space = if html.is_empty() { "" } else { " " };
            html.extend([space, "<a href=\"", &escape_attribute(address), "\">", &escape_text(link), "</a>"]);
        }
        let before = self.line_before(start);
        let prefix = before.trim_matches([' ', '\t', '>']).is_empty().then_some(before);
        let html = match prefix {
            Some(prefix) if self.is_markdown && self.ends_line(opened) => {
                [&html, "\n", prefix.trim_end(), "\n", prefix].concat()
            }
            _ if self.is_markdown => html + " ",
            _ => ["<p>", &html, "</p>"].concat(),
        };
        self.replace(start..start, &html);
        true
    }

    /// Writes the content of a tag as a code block: between fences, if its tags stand on lines of
    /// their own.
    pub(super) fn code_block(&mut self, block: Range<usize>, content: Range<usize>, language: &str) {
        let code = &self.text[content.clone()];
        let is_mark = |text: &str| text.trim_matches([' ', '\t', '>']).is_empty();
        let last_line = code.rsplit('\n').next().unwrap_or_default();
        if self.is_markdown
            && is_mark(self.line_before(block.start))
            && self.ends_line(content.start)
            && code.contains('\n')
            && is_mark(last_line)
            && self.ends_line(block.end)
        {
            let fence = "`".repeat((longest_run(code) + 1).max(3));
            self.replace(block.start..content.start, &[&fence, language].concat());
            self.code(content.clone());
            self.replace(content.end..block.end, &fence);
            return;
        }
        let code = without_raw(code);
        let code = code.strip_prefix('\n').unwrap_or(&code).trim_end();
        let mut html = String::from("<pre><code");
        if !language.is_empty() {
            html.push_str(" class=\"language-");
            html.push_str(&escape_text(language));
            html.push('"');
        }
        html.push('>');
        if self.is_markdown {
            // On one line and without a sign that means something, it is itself wherever it stands.
            for c in code.chars() {
                if c.is_ascii_punctuation() || c == '\n' {
                    html.extend(["&#", &u32::from(c).to_string(), ";"]);
                } else {
                    html.push(c);
                }
            }
        } else {
            html.push_str(&escape_text(code));
        }
        html.push_str("</code></pre>");
        self.replace(block, &html);
    }

    /// Leaves code as it is, but for the tags that keep other tags from being followed.
    pub(super) fn code(&mut self, code: Range<usize>) {
        let mut at = code.start;
        while let Some(found) = self.text[at..code.end].find('{') {
            let start = at + found;
            at = start + 1;
            let Some(tag) = Tag::at_start(&self.text[start..code.end]) else { continue };
            let end = start + tag.length;
            if tag.kind == TagKind::EscapedShortcode {
                self.replace(start..end, &unescaped(&self.text[start..end]));
                at = end;
            } else if tag.kind == TagKind::Tag && tag.name().0 == "raw" {
                let mut ends = BlockEnds::default();
                let within = &self.text[..code.end];
                let Some((content_end, after)) = ends.find(within, end, TagKind::Tag, "endraw") else {
                    return;
                };
                for tag in [start..end, content_end..after] {
                    let line = self.without_own_line(tag);
                    self.replace(line, "");
                }
                at = after;
            } else {
                at = end;
            }
        }
    }
}
