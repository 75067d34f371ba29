//! Wiki links in Markdown: `[[name]]`, `[[name#heading|words]]` and `![[picture.png|300]]`, as
//! Obsidian, Foam, GitHub's wikis and plug-ins of generators have them.
//!
//! Names of a post, a file or a page of the web become links or pictures of Markdown before the
//! parser reads the text. The rest stays as it stands, and is counted. Code is left alone.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use broadsheet_article::markdown::{CodeFinder, heading_id};

use crate::limits::LOCAL_REFERENCES;

/// Bytes of a wiki link; a longer one is taken for text.
const MAX_LINK_BYTES: usize = 1000;

/// Folders in which programs for notes keep pictures and files, which their links leave out.
const FILE_FOLDERS: [&str; 12] = [
    "attachments",
    "assets",
    "images",
    "image",
    "img",
    "pics",
    "media",
    "files",
    "_resources",
    "resources",
    "附件",
    "图片",
];

/// Marks for the table of contents, which are no links.
const CONTENTS: [&str; 4] = ["toc", "TOC", "_TOC_", "[TOC]"];

/// A text whose wiki links are Markdown's.
#[derive(Debug)]
pub(super) struct Resolved<'a> {
    /// The text.
    pub(super) text: Cow<'a, str>,
    /// The number of wiki links that lead to nothing.
    pub(super) unknown: usize,
    /// The first of those, and its index in the text as it was.
    pub(super) first_unknown: Option<(&'a str, usize)>,
}

/// Makes wiki links those of Markdown. `post` returns the address of the post with a name,
/// `is_file` tells whether an address means a file beside the post. Takes linear time.
pub(super) fn resolve<'a>(
    text: &'a str,
    post: &dyn Fn(&str) -> Option<String>,
    is_file: &dyn Fn(&str) -> bool,
) -> Resolved<'a> {
    let mut resolved = Resolved { text: Cow::Borrowed(text), unknown: 0, first_unknown: None };
    if !text.contains("[[") {
        return resolved;
    }
    let labels = labels(text);
    let mut names = Names { post, is_file, posts: HashMap::new(), files: HashMap::new() };
    let mut code = CodeFinder::markdown(text);
    let mut written = String::new();
    let mut copied = 0;
    for (at, _) in text.match_indices("[[") {
        if at < copied {
            continue;
        }
        let Some(link) = WikiLink::at(text, at) else { continue };
        if CONTENTS.contains(&link.content) || code.code_at(at).is_some() {
            continue;
        }
        let target = if labels.contains(link.content) { None } else { names.markdown(&link) };
        match target {
            Some(markdown) => {
                written.push_str(&text[copied..link.start]);
                written.push_str(&markdown);
                copied = link.end;
                code.skip_to(link.end);
            }
            // Numbers in two brackets are references or matrices.
            None if link.content.contains(char::is_alphabetic) && !labels.contains(link.content) => {
                resolved.unknown += 1;
                resolved.first_unknown.get_or_insert((&text[link.start..link.end], link.start));
            }
            None => {}
        }
    }
    if copied > 0 {
        written.push_str(&text[copied..]);
        resolved.text = Cow::Owned(written);
    }
    resolved
}

/// The labels that a text defines: `[label]: address`.
fn labels(text: &str) -> HashSet<&str> {
    let label = |line: &'_ str| -> Option<(usize, usize)> {
        let content = line.trim_start_matches([' ', '\t', '>']);
        let start = line.len() - content.len() + 1;
        content.starts_with('[').then_some(())?;
        content.find("]:").map(|end| (start, start + end - 1))
    };
    text.lines().filter_map(|line| label(line).map(|(start, end)| &line[start..end])).collect()
}

/// A wiki link in a text.
struct WikiLink<'a> {
    /// The text between the brackets.
    content: &'a str,
    is_shown: bool,
    start: usize,
    end: usize,
}

impl<'a> WikiLink<'a> {
    /// The link whose brackets open at `at`.
    fn at(text: &'a str, at: usize) -> Option<Self> {
        let before = &text.as_bytes()[..at];
        let (is_shown, before) = match before {
            [before @ .., b'!'] if !before.ends_with(b"\\") => (true, before),
            before => (false, before),
        };
        if before.ends_with(b"\\") || before.ends_with(b"[") {
            return None;
        }
        let inner = &text[at + 2..];
        let inner = &inner[..inner.floor_char_boundary(MAX_LINK_BYTES)];
        let end = inner.find(['[', ']', '\n'])?;
        let content = &inner[..end];
        let is_link = inner[end..].starts_with("]]") && !inner[end + 2..].starts_with(['(', '[', ']', ':']);
        (is_link && !content.is_empty() && content.trim() == content).then(|| Self {
            content,
            is_shown,
            start: at - usize::from(is_shown),
            end: at + 2 + end + 2,
        })
    }
}

/// The posts and files that names mean, each looked for once.
struct Names<'f> {
    post: &'f dyn Fn(&str) -> Option<String>,
    is_file: &'f dyn Fn(&str) -> bool,
    posts: HashMap<String, Option<String>>,
    files: HashMap<String, Option<String>>,
}

impl Names<'_> {
    /// The Markdown of a link; `None` if it leads to nothing.
    fn markdown(&mut self, link: &WikiLink<'_>) -> Option<String> {
        // Within a table the bar has a backslash before it.
        let parts: Vec<_> = link.content.split('|').map(|part| part.trim_end_matches('\\').trim()).collect();
        let (&target, words) = parts.split_first()?;
        if link.is_shown && is_picture(target) {
            // One that is missing is told by its name.
            let address = if is_of_web(target) {
                destination(target)
            } else {
                self.file(target).unwrap_or_else(|| address_of_name(target))
            };
            let alt = words.iter().find(|words| !is_size(words)).copied().unwrap_or_default();
            return Some(["![", &escaped(alt), "](<", &address, ">)"].concat());
        }
        if let Some(address) = self.address(target) {
            let words = words.iter().find(|words| !is_size(words)).copied();
            return Some(written(words.unwrap_or_else(|| shown_name(target)), &address));
        }
        // GitHub's wikis have the words first.
        match words {
            [target] if !is_size(target) => self.address(target).map(|address| written(parts[0], &address)),
            _ => None,
        }
    }

    /// The address that a name means: of a heading, a page of the web, a post or a file.
    fn address(&mut self, target: &str) -> Option<String> {
        if is_of_web(target) {
            return Some(destination(target));
        }
        let (name, headings) = target.split_once('#').unwrap_or((target, ""));
        let (name, headings) = (name.trim_end_matches('\\').trim(), headings.trim());
        // Of nested headings the last one is meant; `^` begins the name of a paragraph.
        let heading = headings.rsplit('#').next().unwrap_or_default();
        let heading = if heading.is_empty() || heading.starts_with('^') {
            String::new()
        } else {
            ["#", &heading_id(heading)].concat()
        };
        if name.is_empty() {
            return (!heading.is_empty()).then_some(heading);
        }
        if !self.posts.contains_key(name) {
            let found = if self.posts.len() < LOCAL_REFERENCES { (self.post)(name) } else { None };
            self.posts.insert(name.to_owned(), found);
        }
        if let Some(Some(address)) = self.posts.get(name) {
            return Some([address, heading.as_str()].concat());
        }
        let has_ending = name.rsplit_once('.').is_some_and(|(stem, ending)| {
            !stem.is_empty()
                && (1..6).contains(&ending.len())
                && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        if has_ending { self.file(name) } else { None }
    }

    /// The address of a file beside the post, or in one of the usual folders for files.
    fn file(&mut self, name: &str) -> Option<String> {
        if let Some(known) = self.files.get(name) {
            return known.clone();
        }
        let is_file = |address: &String| (self.is_file)(address);
        let found = if self.files.len() >= LOCAL_REFERENCES {
            None
        } else {
            let name = address_of_name(name);
            let within = FILE_FOLDERS.iter().map(|folder| [folder, "/", &name].concat());
            std::iter::once(name.clone()).chain(within).find(is_file)
        };
        self.files.insert(name.to_owned(), found.clone());
        found
    }
}

/// A link of Markdown.
fn written(words: &str, address: &str) -> String {
    ["[", &escaped(words), "](<", address, ">)"].concat()
}

/// The words of a link that has none of its own.
fn shown_name(target: &str) -> &str {
    target.trim_start_matches('#').trim_end_matches(".md")
}

/// Words that Markdown is to take for nothing else.
fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '<' | '>' | '&' | '~' | '|' | '$' | '!') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// An address as it may stand between the brackets of a destination.
fn destination(address: &str) -> String {
    encoded(address, " <>\"\\|`$")
}

/// The address of a file or post with this name.
pub(super) fn address_of_name(name: &str) -> String {
    encoded(name, " <>\"\\|`$%#?&+")
}

fn encoded(text: &str, signs: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for c in text.chars() {
        if signs.contains(c) {
            encoded.extend(["%", &format!("{:02X}", u32::from(c))]);
        } else {
            encoded.push(c);
        }
    }
    encoded
}

fn is_of_web(target: &str) -> bool {
    target.starts_with("https://") || target.starts_with("http://")
}

/// `true` for a width, and a width with a height: `300`, `300x200`.
fn is_size(words: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let words = words.trim_end_matches("px");
    words.split_once('x').map_or(is_number(words), |(width, height)| is_number(width) && is_number(height))
}

/// `true` for what is shown within an article: pictures, films and sounds.
fn is_picture(target: &str) -> bool {
    const ENDINGS: [&str; 18] = [
        "png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "jpe", "jfif", "apng", "ico", "mp4",
        "webm", "mp3", "ogg", "m4a", "wav",
    ];
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

#[cfg(test)]
mod tests {
    use super::{address_of_name, resolve};

    fn resolved(text: &str) -> (String, usize) {
        let post = |name: &str| {
            matches!(name, "甲" | "a b" | "笔记/乙").then(|| "?post=".to_owned() + &address_of_name(name))
        };
        let is_file = |address: &str| matches!(address, "a.png" | "img/b.png" | "attachments/c%20d.pdf");
        let resolved = resolve(text, &post, &is_file);
        (resolved.text.into_owned(), resolved.unknown)
    }

    #[test]
    fn wiki_links_become_those_of_markdown() {
        for (text, expected) in [
            ("见 [[甲]]。", "见 [甲](<?post=甲>)。"),
            ("[[a b|那*篇*]]", "[那\\*篇\\*](<?post=a%20b>)"),
            ("[[甲#一、 小节|x]] [[#小节]]", "[x](<?post=甲#一-小节>) [小节](<#小节>)"),
            ("[[甲#外#内]] [[甲#^3f2a]]", "[甲#外#内](<?post=甲#内>) [甲#^3f2a](<?post=甲>)"),
            ("| [[甲\\|x]] |", "| [x](<?post=甲>) |"),
            ("[[words|甲]]", "[words](<?post=甲>)"),
            ("[[https://a.example/b_c|x]]", "[x](<https://a.example/b_c>)"),
            ("![[a.png]] ![[b.png|300]]", "![](<a.png>) ![](<img/b.png>)"),
            ("![[b.png|300x200]] ![[a.png|图|20]]", "![](<img/b.png>) ![图](<a.png>)"),
            ("![[丢了.png]]", "![](<丢了.png>)"),
            ("![[笔记/乙]] [[c d.pdf]]", "[笔记/乙](<?post=笔记/乙>) [c d.pdf](<attachments/c%20d.pdf>)"),
        ] {
            assert_eq!(resolved(text), (expected.to_owned(), 0), "{text}");
        }
    }

    #[test]
    fn the_rest_stays() {
        for (same, unknown) in [
            ("[[没有]] [[没有|x]]", 2),
            ("`[[甲]]`\n\n```\n[[甲]] ![[a.png]]\n```\n\n    [[甲]]", 0),
            ("[[甲]](b) [[甲]][c] \\[[甲]] [[[甲]]] [[ -f 甲 ]] [[甲\n]]", 0),
            ("[[甲]]\n\n[甲]: https://a.example/", 0),
            ("[[1]] [[1, 2], [3]] [[TOC]] [[", 0),
        ] {
            assert_eq!(resolved(same), (same.to_owned(), unknown), "{same}");
        }
    }

    #[test]
    fn time_is_linear() {
        for piece in ["[[", "[[a", "[[甲]]", "![[", "[[a]] ", "[[[", "`[[a]]", "[[a.png]]", "[a]: b\n"] {
            resolved(&piece.repeat(200_000 / piece.len()));
        }
    }
}
