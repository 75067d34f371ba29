//! Renders Markdown, and gives headings ids and footnotes their place at the end.

use std::collections::HashMap;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd, html};

use super::abbreviations::Abbreviations;
use super::tags::{self, HiddenTags};
use super::{containers, destinations, emphasis, formulas, kramdown, raw_html, tables};
use crate::limits::{MAX_MARKDOWN_BYTES, MAX_MARKDOWN_EVENTS, leading_lines};

/// The HTML of a Markdown text: `CommonMark` with tables, footnotes, strikethrough, task lists,
/// definition lists, heading ids (given as `{#id}` or made from the text), and kramdown's rule for
/// raw HTML. Takes time linear in the length of the text. Of a text that is longer than
/// [`MAX_MARKDOWN_BYTES`] or has more than `MAX_MARKDOWN_EVENTS`, only the start is read.
pub fn to_html(markdown: &str) -> String {
    render(markdown).html
}

/// HTML rendered from Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The HTML.
    pub html: String,
    /// `true` if the text was too large, so that its end is missing.
    pub is_truncated: bool,
    /// The tags in running text that are neither HTML nor shown.
    pub hidden: HiddenTags,
}

/// [`to_html`], which also tells whether the text was truncated, and of tags that are not shown.
pub fn render(markdown: &str) -> Rendered {
    render_at(markdown, 0)
}

/// A text within another, `depth` deep.
fn render_at(markdown: &str, depth: usize) -> Rendered {
    let start = leading_lines(markdown, MAX_MARKDOWN_BYTES);
    let mut is_truncated = start.len() < markdown.len();
    let start = &*containers::unwrap(start);
    let mut abbreviations = Abbreviations::default();
    let start = &*kramdown::rewrite(start, &mut abbreviations);
    let (blanks, blank) = destinations::mark(start).unzip();
    let start = blanks.as_deref().unwrap_or(start);
    let marked = emphasis::mark(start);
    let document = raw_html::split(marked.text.as_deref().unwrap_or(start));
    let unmarked = |event| {
        let event = if marked.text.is_some() { without(marked.marker, "", event) } else { event };
        match blank {
            Some(blank) => without(blank, " ", event),
            None => event,
        }
    };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let document = tables::rewrite(formulas::mark_formulas(document, options));
    let mut renderer = Renderer::default();
    let mut raw = document.raw.iter().peekable();
    let mut parser = Parser::new_ext(&document.markdown, options).into_offset_iter();
    let events: Vec<_> = parser.by_ref().take(MAX_MARKDOWN_EVENTS).collect();
    is_truncated |= parser.next().is_some();
    let words = tags::words(&events, &document.raw);
    let mut word_places = words.events.iter().copied().peekable();
    let mut attributes_end = 0;
    let mut events = events.into_iter().enumerate();
    while let Some((number, (event, range))) = events.next() {
        if word_places.next_if_eq(&number).is_some() {
            let inner = events.by_ref().map(|(_, (event, _))| event);
            renderer.add(unmarked(as_words(event, inner, depth)));
            continue;
        }
        // A list of attributes, or what is left of its text.
        if range.start < attributes_end
            && let Event::Text(_) = event
        {
            if range.end > attributes_end {
                let rest = &document.markdown[attributes_end..range.end];
                renderer.add(unmarked(Event::Text(CowStr::Borrowed(rest))));
            }
            continue;
        }
        if ends_span(&event) {
            attributes_end = range.end;
            while let Some(length) = kramdown::attributes_at(&document.markdown[attributes_end..]) {
                attributes_end += length;
            }
        }
        match event {
            // The placeholder of raw HTML; known by its index, so that no text can be mistaken for
            // one.
            Event::Html(_) if raw.peek().is_some_and(|(place, _)| *place == range.start) => {
                if let Some((_, html)) = raw.next() {
                    renderer.add(unmarked(Event::Html(CowStr::Borrowed(html))));
                }
            }
            // A single tilde stands between numbers, and after a word to draw it out.
            Event::Start(Tag::Strikethrough) | Event::End(TagEnd::Strikethrough)
                if !document.markdown[range.start..].starts_with("~~") =>
            {
                renderer.add(Event::Text(CowStr::Borrowed("~")));
            }
            // kramdown has two backslashes for the end of a line, of which one is left by now.
            Event::SoftBreak if is_after_two_backslashes(&document.markdown[..range.start]) => {
                renderer.end_line();
            }
            event => abbreviations.mark(unmarked(event), &mut |event| renderer.add(event)),
        }
    }
    Rendered { html: renderer.finish(), is_truncated, hidden: words.hidden }
}

/// The words that a tag is, or a block of HTML that begins with one; takes the other events of it
/// from `following`.
fn as_words<'a>(event: Event<'a>, mut following: impl Iterator<Item = Event<'a>>, depth: usize) -> Event<'a> {
    match event {
        Event::InlineHtml(tag) => Event::Text(tag),
        Event::Start(Tag::HtmlBlock) => {
            let mut block = String::new();
            while let Some(Event::Html(line) | Event::Text(line)) = following.next() {
                block.push_str(&line);
            }
            // Its other lines are Markdown; within themselves they are read once more.
            if depth > 0 {
                return Event::Text(CowStr::from(block));
            }
            block.insert(block.len() - block.trim_start().len(), '\\');
            Event::Html(CowStr::from(render_at(&block, depth + 1).html))
        }
        event => {
            let name = tags::qualified_name(&event).map(|name| ["<", name, ">"].concat());
            let end = |event: &Event<'_>| matches!(event, Event::End(TagEnd::Link));
            following.find(end);
            name.map_or(event, |name| Event::Text(CowStr::from(name)))
        }
    }
}

/// `true` if a text ends with two backslashes, and no more.
fn is_after_two_backslashes(text: &str) -> bool {
    text.strip_suffix("\\\\").is_some_and(|before| !before.ends_with('\\'))
}

/// `true` for the end of what may have attributes behind it.
fn ends_span(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Code(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::End(
                TagEnd::Link | TagEnd::Image | TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough
            )
    )
}

/// Puts `instead` in the place of a marker of [`emphasis::mark`] or [`destinations::mark`] in what
/// an event shows.
fn without<'a>(marker: char, instead: &str, mut event: Event<'a>) -> Event<'a> {
    /// The first byte of every marker.
    const LONG: u8 = 0xF0;
    let remove = |text: &mut CowStr<'_>| {
        // Hardly any text has a byte that begins so long a character.
        if text.as_bytes().contains(&LONG) && text.contains(marker) {
            *text = CowStr::from(text.replace(marker, instead));
        }
    };
    match &mut event {
        Event::Text(text)
        | Event::Code(text)
        | Event::Html(text)
        | Event::InlineHtml(text)
        | Event::InlineMath(text)
        | Event::DisplayMath(text)
        | Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(text))) => remove(text),
        Event::Start(Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. }) => {
            remove(dest_url);
            remove(title);
        }
        _ => {}
    }
    event
}

/// Collects events, giving headings ids and footnotes their place at the end.
#[derive(Default)]
struct Renderer<'a> {
    body: Vec<Event<'a>>,
    /// The index of the event with which the open heading began.
    heading: Option<usize>,
    /// The index of the event with which the open head of a table began.
    table_head: usize,
    /// The index of the event in whose place the table of contents comes.
    contents: Option<usize>,
    /// The headings of the table of contents: level, id and text.
    headings: Vec<(usize, CowStr<'a>, String)>,
    /// The number of times that each id was given.
    ids: HashMap<String, usize>,
    /// Footnotes by name.
    notes: HashMap<CowStr<'a>, Note<'a>>,
    /// The number of footnotes with a number.
    numbered: usize,
    /// The number of footnotes with a text.
    defined: usize,
    /// The name of the footnote being defined, and the index of its first event.
    open_note: Option<(CowStr<'a>, usize)>,
}

#[derive(Default)]
struct Note<'a> {
    /// Given by the first reference.
    number: Option<usize>,
    /// Its index among the definitions.
    place: usize,
    text: Vec<Event<'a>>,
}

impl<'a> Renderer<'a> {
    fn add(&mut self, event: Event<'a>) {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                self.heading = Some(self.body.len());
                self.body.push(event);
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some(start) = self.heading.take() {
                    self.name_heading(start);
                }
                self.body.push(event);
            }
            Event::Start(Tag::TableHead) => {
                self.table_head = self.body.len();
                self.body.push(event);
            }
            Event::End(TagEnd::TableHead) => {
                // Tables without a head have one without words.
                let cells = self.body.get(self.table_head + 1..).unwrap_or_default();
                let is_cell = |event: &Event<'_>| {
                    matches!(event, Event::Start(Tag::TableCell) | Event::End(TagEnd::TableCell))
                };
                if cells.iter().all(is_cell) {
                    self.body.truncate(self.table_head + 1);
                }
                self.body.push(event);
            }
            Event::Html(html) if html.trim_end() == kramdown::CONTENTS && self.open_note.is_none() => {
                self.contents.get_or_insert(self.body.len());
                self.body.push(Event::Html(CowStr::Borrowed("")));
            }
            Event::TaskListMarker(done) => {
                self.body.push(Event::Text(CowStr::Borrowed(if done { "☑ " } else { "☐ " })));
            }
            Event::FootnoteReference(name) => self.refer(name),
            Event::Start(Tag::FootnoteDefinition(name)) => self.open_note = Some((name, self.body.len())),
            Event::End(TagEnd::FootnoteDefinition) => {
                if let Some((name, start)) = self.open_note.take() {
                    let text = self.body.split_off(start);
                    let note = self.notes.entry(name).or_default();
                    if note.text.is_empty() {
                        self.defined += 1;
                        note.place = self.defined;
                        note.text = text;
                    }
                }
            }
            event => self.body.push(event),
        }
    }

    /// Ends a line with a break in the place of the backslash that stands last on it.
    fn end_line(&mut self) {
        let Some(Event::Text(text)) = self.body.last_mut() else {
            self.body.push(Event::SoftBreak);
            return;
        };
        match text.strip_suffix('\\').map(str::to_owned) {
            Some(before) => {
                *text = CowStr::from(before);
                self.body.push(Event::HardBreak);
            }
            None => self.body.push(Event::SoftBreak),
        }
    }

    /// A heading without an id of its own gets one made from its text.
    fn name_heading(&mut self, start: usize) {
        let mut text = String::new();
        for event in &self.body[start + 1..] {
            if let Event::Text(piece) | Event::Code(piece) = event {
                text.push_str(piece);
            }
        }
        let Some(Event::Start(Tag::Heading { id, level, classes, .. })) = self.body.get_mut(start) else {
            return;
        };
        let wanted = id.as_ref().map_or_else(|| heading_id(&text), ToString::to_string);
        let times = self.ids.entry(wanted.clone()).or_default();
        *times += 1;
        let name = if *times == 1 { wanted } else { format!("{wanted}-{}", *times - 1) };
        let name = CowStr::from(name);
        if !classes.iter().any(|class| **class == *"no_toc") {
            self.headings.push((*level as usize, name.clone(), text));
        }
        *id = Some(name);
    }

    /// The table of contents: links to the headings, in lists as deep as they are.
    fn contents(&self) -> String {
        let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let mut html = String::new();
        let mut open: Vec<usize> = Vec::new();
        for (level, id, text) in &self.headings {
            while open.len() > 1 && open.last() > Some(level) {
                open.pop();
                html.push_str("</li></ul>");
            }
            if open.last() < Some(level) {
                open.push(*level);
                html.push_str("<ul>");
            } else {
                html.push_str("</li>");
            }
            html.extend(["<li><a href=\"#", &escaped(id), "\">", &escaped(text.trim()), "</a>"]);
        }
        html.extend(open.iter().map(|_| "</li></ul>"));
        if !html.is_empty() {
            html.push('\n');
        }
        html
    }

    fn refer(&mut self, name: CowStr<'a>) {
        let note = self.notes.entry(name).or_default();
        let first = note.number.is_none();
        let number = *note.number.get_or_insert_with(|| {
            self.numbered += 1;
            self.numbered
        });
        // The backlink leads to the first reference.
        let id = if first { format!(" id=\"fnref-{number}\"") } else { String::new() };
        let reference = format!("<sup{id}><a href=\"#fn-{number}\">{number}</a></sup>");
        self.body.push(Event::InlineHtml(CowStr::from(reference)));
    }

    fn finish(mut self) -> String {
        if let Some(place) = self.contents {
            self.body[place] = Event::Html(CowStr::from(self.contents()));
        }
        let mut notes: Vec<Note<'a>> = self.notes.into_values().collect();
        notes.retain(|note| !note.text.is_empty());
        // Footnotes without a reference come last.
        notes.sort_by_key(|note| (note.number.unwrap_or(usize::MAX), note.place));
        if !notes.is_empty() {
            self.body.push(Event::Html(CowStr::Borrowed("<hr>\n<ol>\n")));
            for Note { number, mut text, .. } in notes {
                if let Some(number) = number {
                    self.body.push(Event::Html(CowStr::from(format!("<li id=\"fn-{number}\">"))));
                    let back = format!(" <a href=\"#fnref-{number}\">↩</a>");
                    let end =
                        text.len() - usize::from(matches!(text.last(), Some(Event::End(TagEnd::Paragraph))));
                    text.insert(end, Event::InlineHtml(CowStr::from(back)));
                } else {
                    self.body.push(Event::Html(CowStr::Borrowed("<li>")));
                }
                self.body.append(&mut text);
                self.body.push(Event::Html(CowStr::Borrowed("</li>\n")));
            }
            self.body.push(Event::Html(CowStr::Borrowed("</ol>\n")));
        }
        let mut out = String::new();
        html::push_html(&mut out, self.body.into_iter());
        // The alignment of table cells as an attribute: a page's policy reports every style, even
        // one that is only read.
        // A search for a short text is far faster than a replacement that finds nothing.
        if out.contains("text-align: ") {
            for align in ["left", "center", "right"] {
                out = out.replace(&format!("style=\"text-align: {align}\""), &format!("align=\"{align}\""));
            }
        }
        out
    }
}

/// The id that a heading with this text gets, if it is the first: letters and digits of any script
/// in lower case, words joined by `-`.
pub fn heading_id(text: &str) -> String {
    let mut slug = String::new();
    for c in text.trim().chars() {
        if c.is_alphanumeric() || c == '_' {
            slug.extend(c.to_lowercase());
        } else if (c.is_whitespace() || c == '-') && !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "section".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::{MAX_MARKDOWN_BYTES, MAX_MARKDOWN_EVENTS, render, to_html};

    #[test]
    fn headings_have_ids() {
        assert_eq!(
            to_html("# Big, *bold* Plans\n\n## 中文 标题！\n\n## 中文 标题\n\n## X {#own}\n\n## ?"),
            "<h1 id=\"big-bold-plans\">Big, <em>bold</em> Plans</h1>\n<h2 id=\"中文-标题\">中文 标题！</h2>\n\
             <h2 id=\"中文-标题-1\">中文 标题</h2>\n<h2 id=\"own\">X</h2>\n<h2 id=\"section\">?</h2>\n"
        );
    }

    #[test]
    fn footnotes_lead_both_ways() {
        assert_eq!(
            to_html("a[^x] b[^x]\n\n[^x]: note\n"),
            "<p>a<sup id=\"fnref-1\"><a href=\"#fn-1\">1</a></sup> b<sup><a href=\"#fn-1\">1</a></sup></p>\n<hr>\n<ol>\n\
             <li id=\"fn-1\">\n<p>note <a href=\"#fnref-1\">↩</a></p>\n</li>\n</ol>\n"
        );
    }

    #[test]
    fn long_texts_are_cut_before_they_are_rendered() {
        let line = "字 word\n";
        let lines = MAX_MARKDOWN_BYTES / line.len();
        assert_eq!(to_html(&line.repeat(lines * 3)), to_html(&line.repeat(lines)));
        let word = "字".repeat(MAX_MARKDOWN_BYTES);
        assert_eq!(to_html(&word).len(), "<p></p>\n".len() + MAX_MARKDOWN_BYTES / 3 * 3);
        // Wherever the text is truncated, open elements are closed or do no harm.
        for piece in ["*a* ", "- # a\n", "|a|\n|-|\n|b|\n\n", "[^a]: b\n\n"] {
            let text = piece.repeat(MAX_MARKDOWN_EVENTS * 2 / piece.len());
            let rendered = render(&text);
            assert!(rendered.html.len() < MAX_MARKDOWN_EVENTS * 40, "{piece}");
        }
        assert!(render(&"*a* ".repeat(MAX_MARKDOWN_EVENTS)).is_truncated && !render("*a* ").is_truncated);
    }

    #[test]
    fn two_backslashes_end_a_line() {
        for (text, expected) in [
            ("行尾用\\\\\n换行。", "<p>行尾用<br />\n换行。</p>\n"),
            ("> *a*\\\\\n> b\\\\", "<blockquote>\n<p><em>a</em><br />\nb\\</p>\n</blockquote>\n"),
            ("a\\\nb\\\\c", "<p>a<br />\nb\\c</p>\n"),
            ("`a\\\\\nb`", "<p><code>a\\\\ b</code></p>\n"),
        ] {
            assert_eq!(to_html(text), expected, "{text}");
        }
        assert!(to_html("$$\na \\\\\nb\n$$").contains("a \\\\\nb"), "{}", to_html("$$\na \\\\\nb\n$$"));
    }

    #[test]
    fn tasks_are_text() {
        assert_eq!(to_html("- [ ] a\n- [x] b"), "<ul>\n<li>☐ a</li>\n<li>☑ b</li>\n</ul>\n");
    }
}
