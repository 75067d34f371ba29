//! The statements of a whole page about itself: those of its head, and the marks in its text.
//!
//! They are taken from the tags as they come, without a tree: what stands where does not matter.
//! Their meaning is for whoever asks.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::input_limits::{limit_input, within_limit};

/// Statements of one kind that are kept.
const MOST: usize = 200;

/// Bytes of a text that is kept.
const MOST_BYTES: usize = 1024 * 1024;

/// The statements of a page, each kind in the order in which they stand there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageStatements {
    /// The `lang` of the page.
    pub language: Option<String>,
    /// The `title` of the page.
    pub title: String,
    /// The `meta` elements: name, property or the like in lower case, value, and line from 1.
    pub metas: Vec<(String, String, usize)>,
    /// The `link` elements: each word of `rel` in lower case, and the address.
    pub links: Vec<(String, String)>,
    /// The address that the page's relative ones are resolved against.
    pub base: Option<String>,
    /// The structured data, as JSON (<https://www.w3.org/TR/json-ld11/>).
    pub structured: Vec<String>,
    /// The comments before the first element that says something, such as those of programs that
    /// save pages.
    pub comments: Vec<String>,
    /// The texts of the main headings (`h1`).
    pub headings: Vec<String>,
    /// Times of the text, and whether the page says that it was published then.
    pub times: Vec<(String, bool)>,
    /// The texts of elements that name the author.
    pub authors: Vec<String>,
    /// The texts of links to tags.
    pub tags: Vec<String>,
    /// The texts of links to categories.
    pub categories: Vec<String>,
}

/// Reads the statements of a page.
pub fn read_statements(html: &str) -> PageStatements {
    let sink = Sink(RefCell::new(State::default()));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(&limit_input(within_limit(html, &mut Vec::new()), None)));
    while !matches!(tokenizer.feed(&queue), html5ever::TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.0.into_inner().statements
}

struct Sink(RefCell<State>);

#[derive(Default)]
struct State {
    statements: PageStatements,
    /// `true` once an element other than `html` and `head` has begun.
    has_begun: bool,
    /// The element whose text is being read.
    open: Option<Open>,
}

/// An element whose text is read up to its end.
struct Open {
    name: String,
    /// The number of elements of that name within it.
    inner: usize,
    purpose: Purpose,
    text: String,
}

/// The purpose of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Title,
    Structured,
    Heading,
    Time(bool),
    Author,
    Tag,
    Category,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let state = &mut *self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                state.has_begun |= !matches!(&*tag.name, "html" | "head");
                state.start(&tag, usize::try_from(line).unwrap_or_default());
                return raw(&tag.name);
            }
            Token::TagToken(tag) => state.end(&tag.name),
            Token::CharacterTokens(text) => {
                if let Some(open) = state.open.as_mut().filter(|open| open.text.len() < MOST_BYTES) {
                    open.text.push_str(&text);
                }
            }
            Token::CommentToken(text) if !state.has_begun => {
                push(&mut state.statements.comments, text.to_string());
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// The way in which the content of an element is read.
fn raw(name: &str) -> TokenSinkResult<()> {
    match name {
        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        _ => TokenSinkResult::Continue,
    }
}

impl State {
    fn start(&mut self, tag: &Tag, line: usize) {
        let of = |name: &str| value_of(tag, name);
        let statements = &mut self.statements;
        let mut purpose = None;
        match &*tag.name {
            "html" => {
                let said = || Some(of("lang").or_else(|| of("xml:lang"))?.to_owned());
                statements.language = statements.language.take().or_else(said);
            }
            "base" => statements.base = statements.base.take().or_else(|| of("href").map(str::to_owned)),
            "meta" => {
                let names = ["property", "name", "itemprop", "http-equiv"];
                if let (Some(name), Some(value)) = (names.iter().find_map(|name| of(name)), of("content")) {
                    let name = name.to_ascii_lowercase();
                    push(&mut statements.metas, (name, value.to_owned(), line));
                }
            }
            "link" => {
                if let (Some(rel), Some(href)) = (of("rel"), of("href")) {
                    for word in rel.split_whitespace() {
                        push(&mut statements.links, (word.to_ascii_lowercase(), href.to_owned()));
                    }
                }
            }
            "title" if statements.title.is_empty() => purpose = Some(Purpose::Title),
            "script" if of("type").is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json")) => {
                purpose = Some(Purpose::Structured);
            }
            "h1" => purpose = Some(Purpose::Heading),
            "a" if has_word(tag, "rel", &["tag"]) => {
                let is_category = has_word(tag, "rel", &["category"]);
                purpose = Some(if is_category { Purpose::Category } else { Purpose::Tag });
            }
            name => purpose = statements.mark(name, tag),
        }
        let is_void = matches!(&*tag.name, "area" | "br" | "hr" | "img" | "input" | "link" | "meta");
        if let Some(open) = &mut self.open {
            open.inner += usize::from(*open.name == *tag.name && !is_void);
        } else if let Some(purpose) = purpose
            && !is_void
        {
            self.open = Some(Open { name: tag.name.to_string(), inner: 0, purpose, text: String::new() });
        }
    }

    fn end(&mut self, name: &str) {
        let Some(open) = self.open.as_mut().filter(|open| open.name == name) else { return };
        if open.inner > 0 {
            open.inner -= 1;
            return;
        }
        let Some(Open { purpose, text, .. }) = self.open.take() else { return };
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.is_empty() {
            return;
        }
        let statements = &mut self.statements;
        match purpose {
            Purpose::Title => statements.title = line,
            Purpose::Structured => push(&mut statements.structured, text),
            Purpose::Heading => push(&mut statements.headings, line),
            Purpose::Time(is_published) => push(&mut statements.times, (line, is_published)),
            Purpose::Author => push(&mut statements.authors, line),
            Purpose::Tag => push(&mut statements.tags, line),
            Purpose::Category => push(&mut statements.categories, line),
        }
    }
}

impl PageStatements {
    /// Takes what an element of the text says of time or author; returns the purpose of its text.
    fn mark(&mut self, name: &str, tag: &Tag) -> Option<Purpose> {
        const PUBLISHED: [&str; 6] =
            ["published", "entry-date", "post-date", "date-published", "dt-published", "pubdate"];
        let is_published = tag.attrs.iter().any(|attribute| &*attribute.name.local == "pubdate")
            || has_word(tag, "itemprop", &["datePublished", "dateCreated"])
            || has_word(tag, "class", &PUBLISHED)
            || has_word(tag, "id", &["publish_time"]);
        if name == "time" || is_published {
            let is_changed =
                has_word(tag, "itemprop", &["dateModified"]) || has_word(tag, "class", &["updated"]);
            let is_published = is_published && !is_changed;
            if let Some(time) = ["datetime", "content", "title"].iter().find_map(|name| value_of(tag, name)) {
                push(&mut self.times, (time.to_owned(), is_published));
                return None;
            }
            return if is_published { Some(Purpose::Time(true)) } else { None };
        }
        let is_author = has_word(tag, "rel", &["author"])
            || has_word(tag, "itemprop", &["author"])
            || has_word(tag, "id", &["js_name"]);
        if is_author { Some(Purpose::Author) } else { None }
    }
}

/// The value of an attribute, unless it is empty.
fn value_of<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
    found.map(|attribute| attribute.value.trim()).filter(|value| !value.is_empty())
}

/// `true` if one of the words of an attribute is among those `wanted`.
fn has_word(tag: &Tag, name: &str, wanted: &[&str]) -> bool {
    let mut words = value_of(tag, name).unwrap_or_default().split_whitespace();
    words.any(|word| wanted.iter().any(|wanted| word.eq_ignore_ascii_case(wanted)))
}

fn push<T>(kept: &mut Vec<T>, found: T) {
    if kept.len() < MOST {
        kept.push(found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_found_wherever_they_stand() {
        let page = read_statements(
            "<!-- saved by X --><!doctype html><html lang=zh><head><title>A &amp; <b></title>\
             <META Property=og:title content='T'>\n<meta name=Author content=甲><meta charset=utf-8>\
             <link rel='canonical x' href=/a><base href=https://b.test/>\
             <script>\"<h1>no</h1>\"</script><script type=application/ld+json>{\"a\": \"</b>\"}</script></head>\
             <body><!-- no --><h1>One <i>two</i>\n three</h1><time datetime=2020-01-02>x</time>\
             <abbr class=published title=2020-01-03>y</abbr><span itemprop=datePublished>2020-01-04</span>\
             <a rel=author href=/x><span>乙</span></a><a rel='category tag'>C</a><a rel=tag>D</a><h1>end",
        );
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        assert_eq!((page.language.as_deref(), page.title.as_str()), (Some("zh"), "A & <b>"));
        let expected = [("og:title", "T", 1), ("author", "甲", 2)];
        assert_eq!(page.metas, expected.map(|(name, value, line)| (name.to_owned(), value.to_owned(), line)));
        assert_eq!(page.links.len(), 2);
        assert_eq!(page.base.as_deref(), Some("https://b.test/"));
        assert_eq!(
            (page.structured, page.comments),
            (texts(&["{\"a\": \"</b>\"}"]), texts(&[" saved by X "]))
        );
        assert_eq!((page.headings, page.authors), (texts(&["One two three"]), texts(&["乙"])));
        assert_eq!((page.tags, page.categories), (texts(&["D"]), texts(&["C"])));
        let times: Vec<_> =
            page.times.iter().map(|(time, is_published)| (time.as_str(), *is_published)).collect();
        assert_eq!(times, [("2020-01-02", false), ("2020-01-03", true), ("2020-01-04", true)]);
    }

    #[test]
    fn hostile_pages_cost_no_more_than_others() {
        for html in
            ["<h1>".repeat(200_000), "<meta name=a content=b>".repeat(100_000), "<!--".repeat(200_000)]
        {
            let page = read_statements(&html);
            assert!(page.metas.len() <= MOST && page.comments.len() <= 1 && page.headings.is_empty());
        }
    }
}
