//! Tags that are words: `vector<int>`, `List<String>`, `<your-name>`.
//!
//! A Markdown parser takes them for HTML, of which browsers show nothing. In Markdown, a tag is
//! words if it is never closed and no element of HTML needs no closing; the renderer shows it as it
//! was written. In HTML it stays what browsers take it for, and is counted.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::raw_html::tag_end;
use crate::vocabulary;

/// Bytes of a name; longer ones are of no element.
const MAX_NAME: usize = 32;

/// Bytes of a tag in HTML; names of types and placeholders are short.
const MAX_TAG: usize = 512;

/// Elements of HTML that are outside the vocabulary.
const OTHERS: [&str; 26] = [
    "basefont", "bdo", "big", "blink", "bgsound", "command", "content", "data", "element", "font", "image",
    "isindex", "keygen", "label", "map", "math", "menuitem", "multicol", "nobr", "noindex", "area",
    "marquee", "rb", "slot", "spacer", "svg",
];

/// Elements that mean something in running text without being closed. Parts of lists, tables and
/// pages need their places.
const CLOSED: [&str; 8] = ["br", "hr", "p", "rb", "rp", "rt", "rtc", "wbr"];

/// Elements that hold nothing, and mean nothing without an attribute.
const VOID: [&str; 15] = [
    "area", "base", "col", "basefont", "bgsound", "embed", "frame", "image", "img", "input", "link", "meta",
    "param", "source", "track",
];

/// Elements whose content is no HTML, or HTML of another kind.
const FOREIGN: [&str; 8] = ["math", "noscript", "script", "style", "svg", "template", "textarea", "title"];

/// The tags of a text that no page shows: of elements that HTML does not have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HiddenTags {
    /// The number of them.
    pub count: usize,
    /// The first one.
    pub first: Option<String>,
}

impl HiddenTags {
    fn add(&mut self, tag: &str) {
        self.count += 1;
        self.first.get_or_insert_with(|| tag.to_owned());
    }

    fn append(&mut self, others: Self) {
        self.count += others.count;
        self.first = self.first.take().or(others.first);
    }
}

/// The kinds of elements, by what a tag means that is never closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It is HTML.
    Closed,
    /// It is HTML if it has an attribute.
    Void,
    /// It is HTML if it has a value.
    Open,
    /// No element of HTML has this name.
    Unknown,
}

/// The attributes in a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attributes {
    None,
    /// Words without values.
    Words,
    Values,
}

/// A tag.
#[derive(Debug, Clone)]
struct WrittenTag<'a> {
    /// In lower case.
    name: Cow<'a, str>,
    kind: Kind,
    is_end: bool,
    attributes: Attributes,
    /// `true` if it says itself that it holds nothing.
    is_empty: bool,
}

impl<'a> WrittenTag<'a> {
    /// The tag that a text begins with.
    fn of(tag: &'a str) -> Option<Self> {
        let inner = tag.strip_prefix('<')?;
        let (inner, is_end) = inner.strip_prefix('/').map_or((inner, false), |inner| (inner, true));
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.');
        let length = inner.bytes().take_while(is_name).count();
        if length == 0 || length > MAX_NAME || !inner.as_bytes()[0].is_ascii_alphabetic() {
            return None;
        }
        let name = &inner[..length];
        let is_upper = name.bytes().any(|byte| byte.is_ascii_uppercase());
        let name = if is_upper { Cow::Owned(name.to_ascii_lowercase()) } else { Cow::Borrowed(name) };
        let rest = inner[length..].trim_end_matches(['>', '/']).trim();
        let is = |names: &[&str]| names.contains(&&*name);
        // Elements of other programs' documents, and of pages' own scripts, have names of a kind.
        let is_own = name.contains([':', '_', '.']) || name.contains('-') && rest.contains('=');
        let kind = if is(&CLOSED) || is_own {
            Kind::Closed
        } else if is(&VOID) {
            Kind::Void
        } else if vocabulary::Tag::of_element(&name).is_some() || is(&OTHERS) {
            Kind::Open
        } else {
            Kind::Unknown
        };
        let attributes = match rest {
            "" => Attributes::None,
            rest if rest.contains('=') => Attributes::Values,
            _ => Attributes::Words,
        };
        Some(Self { kind, is_end, attributes, is_empty: inner.ends_with("/>"), name })
    }
}

/// A start tag that may be words.
struct Start {
    event: usize,
    kind: Kind,
    is_closed: bool,
}

/// The events of a text whose tags are words, and the tags that are hidden all the same.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The numbers of the events, in order.
    pub(super) events: Vec<usize>,
    pub(super) hidden: HiddenTags,
}

/// Finds the tags of a text that are words. `raw` is the HTML that stands in the place of
/// placeholders, with their indices. Takes linear time.
pub(super) fn words(events: &[(Event<'_>, Range<usize>)], raw: &[(usize, &str)]) -> Words {
    let mut found = Words::default();
    if !events.iter().any(|(event, _)| matches!(event, Event::InlineHtml(_) | Event::Html(_)))
        && !events.iter().any(|(event, _)| qualified_name(event).is_some())
    {
        return found;
    }
    let mut finder = Finder::default();
    let mut raw_places = raw.iter().map(|(place, _)| *place).peekable();
    // Whether a block of HTML is words is seen at its first tag.
    let mut block = None;
    for (number, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::HtmlBlock) => block = Some(number),
            Event::End(TagEnd::HtmlBlock) => block = None,
            Event::Html(_) if raw_places.next_if_eq(&range.start).is_some() => block = None,
            Event::Html(html) => {
                let first = block.take();
                finder.block_line(html, first);
            }
            Event::InlineHtml(html) => {
                if let Some(tag) = WrittenTag::of(html) {
                    finder.tag(tag, Some(number));
                }
            }
            _ if qualified_name(event).is_some() => found.events.push(number),
            _ => {}
        }
    }
    let mut ended = finder.ended;
    if finder.starts.iter().any(|start| start.kind == Kind::Open && !start.is_closed) {
        for (_, html) in raw {
            for end in html.split("</").skip(1) {
                let length = end.bytes().take_while(u8::is_ascii_alphanumeric).count().min(MAX_NAME);
                ended.insert(end[..length].to_ascii_lowercase());
            }
        }
    }
    for (start, name) in finder.starts.iter().zip(&finder.names) {
        let is_words = !start.is_closed && (start.kind != Kind::Open || !ended.contains(name));
        if is_words {
            found.events.push(start.event);
        }
    }
    for (_, html) in raw {
        found.hidden.append(hidden_tags(html));
    }
    found.events.extend(finder.stray);
    found.events.sort_unstable();
    for (number, (event, _)) in events.iter().enumerate() {
        if let Event::InlineHtml(html) = event
            && found.events.binary_search(&number).is_err()
            && WrittenTag::of(html).is_some_and(|tag| !tag.is_end && is_hidden(&tag))
        {
            found.hidden.add(html);
        }
    }
    found
}

/// `true` for an element within a line that shows less than was written.
fn is_hidden(tag: &WrittenTag<'_>) -> bool {
    tag.kind == Kind::Unknown && !tag.name.contains('-')
        || tag.attributes == Attributes::None && matches!(&*tag.name, "script" | "style")
}

#[derive(Default)]
struct Finder {
    starts: Vec<Start>,
    /// The names of `starts`.
    names: Vec<String>,
    /// The indices of the open ones, by name.
    open: HashMap<String, Vec<usize>>,
    /// The end tags without a start, of elements that HTML does not have.
    stray: Vec<usize>,
    ended: HashSet<String>,
    /// The element of another kind that is open.
    foreign: Option<String>,
}

impl Finder {
    /// Takes a tag; `event` is that of which it is all, or the block that it begins.
    fn tag(&mut self, tag: WrittenTag<'_>, event: Option<usize>) {
        if tag.is_end {
            if self.foreign.as_deref() == Some(&*tag.name) {
                self.foreign = None;
            }
            if let Some(start) = self.open.get_mut(&*tag.name).and_then(Vec::pop) {
                self.starts[start].is_closed = true;
            } else if tag.kind == Kind::Unknown && self.foreign.is_none() {
                self.stray.extend(event);
            }
            self.ended.insert(tag.name.into_owned());
            return;
        }
        if self.foreign.is_some() {
            return;
        }
        if matches!(&*tag.name, "math" | "svg") {
            self.foreign = Some(tag.name.clone().into_owned());
        }
        let may_be_words = match tag.kind {
            Kind::Closed => false,
            Kind::Void => tag.attributes == Attributes::None,
            Kind::Open => tag.attributes != Attributes::Values,
            Kind::Unknown => true,
        };
        if let Some(event) = event
            && may_be_words
        {
            if !tag.is_empty {
                self.open.entry(tag.name.clone().into_owned()).or_default().push(self.starts.len());
            }
            self.starts.push(Start { event, kind: tag.kind, is_closed: false });
            self.names.push(tag.name.into_owned());
        }
    }

    /// Takes a line of a block of HTML; its first tag begins the block `first`.
    fn block_line(&mut self, line: &str, first: Option<usize>) {
        let mut event = first;
        let mut rest = line;
        while let Some(start) = rest.find('<') {
            rest = &rest[start..];
            let Some(length) = tag_end(rest) else { return };
            if let Some(tag) = WrittenTag::of(&rest[..length]) {
                // An element of HTML that begins a block is one.
                let first = event.take();
                let event = if tag.kind == Kind::Unknown { first } else { None };
                self.tag(tag, event);
            }
            rest = &rest[length..];
        }
    }
}

/// The words of a link that the parser makes of `<std::string>`.
pub(super) fn qualified_name<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    match event {
        Event::Start(Tag::Link { link_type: LinkType::Autolink, dest_url, .. })
            if dest_url.split_once(':').is_some_and(|(_, rest)| rest.starts_with(':')) =>
        {
            Some(dest_url)
        }
        _ => None,
    }
}

/// The tags in HTML that are of no element and never closed, so that browsers show nothing of them.
/// Takes linear time.
pub fn hidden_tags(html: &str) -> HiddenTags {
    let mut hidden = HiddenTags::default();
    let mut open: HashMap<String, Vec<usize>> = HashMap::new();
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        at += found;
        let rest = &html[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            let Some(end) = comment.find("-->") else { break };
            at += 4 + end + 3;
            continue;
        }
        at += 1;
        let start = &rest[..rest.floor_char_boundary(MAX_TAG)];
        let Some(end) = start.find('>') else { continue };
        let text = &start[..=end];
        let Some(tag) = WrittenTag::of(text) else { continue };
        if tag.kind == Kind::Unknown {
            if !tag.is_end {
                open.entry(tag.name.into_owned()).or_default().push(tags.len());
                tags.push(Some(text));
            } else if let Some(start) = open.get_mut(&*tag.name).and_then(Vec::pop) {
                tags[start] = None;
            }
        } else if !tag.is_end && FOREIGN.contains(&&*tag.name) {
            let end = ["</", &tag.name].concat();
            // Without its end, all the rest is in it.
            let Some(length) = find_ignoring_case(&html[at..], &end) else { break };
            at += length;
        }
    }
    tags.into_iter().flatten().for_each(|tag| hidden.add(tag));
    hidden
}

/// The index of the first `</name` in a text.
fn find_ignoring_case(text: &str, end: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find("</") {
        at += found;
        if text.get(at..at + end.len()).is_some_and(|start| start.eq_ignore_ascii_case(end)) {
            return Some(at);
        }
        at += 2;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{HiddenTags, hidden_tags};
    use crate::markdown::{render, to_html};

    /// The HTML of a paragraph, without its own tags.
    fn paragraph(markdown: &str) -> String {
        let html = to_html(markdown);
        html.trim_end().trim_start_matches("<p>").trim_end_matches("</p>").to_owned()
    }

    #[test]
    fn tags_that_are_words_are_shown() {
        for words in [
            "用 vector<int> 和 List<String> 装",
            "a Map<String, List<Integer>> and Vec<Option<T>>",
            "std::vector<std::string> and <std::pair<int, int>>",
            "#include <iostream> or <map> or <Object>",
            "write <your-name> or <your name> or <姓名>",
            "if a<b and c>d, then a<b>c",
            "the <script> and <title> tags, <img> and <input>, <body>, <td> and <li>",
            "a component <RouterView /> and </RouterView>",
            "<T extends Foo> x",
            "git clone <url> && cd <dir-name>",
        ] {
            let escaped = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            assert_eq!(paragraph(words), escaped, "{words}");
        }
        assert_eq!(
            paragraph("**<int>** [<T>](b)"),
            "<strong>&lt;int&gt;</strong> <a href=\"b\">&lt;T&gt;</a>"
        );
        assert_eq!(
            to_html("<your-name>\n*a* <b>b</b>\n\nc"),
            "<p>&lt;your-name&gt;\n<em>a</em> <b>b</b></p>\n<p>c</p>\n"
        );
        assert_eq!(to_html("- <key>\n- b"), "<ul>\n<li><p>&lt;key&gt;</p>\n</li>\n<li>b</li>\n</ul>\n");
        assert_eq!(to_html("<script> 标签\n\n*a*"), "<p>&lt;script&gt; 标签</p>\n<p><em>a</em></p>\n");
    }

    #[test]
    fn html_stays() {
        for html in [
            "a<br>b<wbr>c",
            "a <b>b</b> <B>c</B> <font color=\"red\">d</font>",
            "a <foo>b</foo> <my-note>c</my-note>",
            "<a name=\"x\">a",
            "a <svg><path d=\"M0\"/><other></svg>",
            "<amp-img src=\"a.png\"> <x-player data-url=\"b\">",
            "a<p>b<hr>c",
            "<img src=\"a.png\"> <input type=\"checkbox\">",
            "a <b>b\n<i>c</i></b>",
        ] {
            assert_eq!(paragraph(html), html, "{html}");
        }
        assert_eq!(
            to_html("`<int>`\n\n    <T>"),
            "<p><code>&lt;int&gt;</code></p>\n<pre><code>&lt;T&gt;</code></pre>\n"
        );
        assert_eq!(
            to_html("<irc://a.test/> <a:b>"),
            "<p><a href=\"irc://a.test/\">irc://a.test/</a> &lt;a:b&gt;</p>\n"
        );
    }

    #[test]
    fn what_is_hidden_is_counted() {
        let hidden = |count, first: &str| HiddenTags { count, first: Some(first.to_owned()) };
        assert_eq!(render("a <foo>b</foo> <script>c()</script>").hidden, hidden(2, "<foo>"));
        assert_eq!(render("<dl><dt>List<String></dt></dl>\n\n<foo>").hidden, hidden(1, "<String>"));
        assert_eq!(render("a <int> <b>c</b> <my-note>d</my-note>").hidden, HiddenTags::default());
        assert_eq!(
            hidden_tags("<p>List<String> <T>a</T> <b>c</b> <o:p></o:p><key></p>"),
            hidden(2, "<String>")
        );
        for html in
            ["<p>a<br><hr><foo>b</foo>", "<script>a<b <int></script>", "<!-- <int> -->", "<x-y z=\"1\">"]
        {
            assert_eq!(hidden_tags(html), HiddenTags::default(), "{html}");
        }
    }

    #[test]
    fn time_is_linear() {
        for piece in [
            "<int> ",
            "<a<",
            "</b>",
            "<x-y\n",
            "<svg>",
            "<x>\n\n",
            "> <x>\n",
            "<std::a>",
            "<script>\n",
            "<script ",
            "<!--<a",
            "<b>",
        ] {
            let text = piece.repeat(20_000);
            to_html(&text);
            hidden_tags(&text);
        }
        let nested: String = (0..300).map(|depth| "> ".repeat(depth) + "<x>\n").collect();
        to_html(&nested);
    }
}
