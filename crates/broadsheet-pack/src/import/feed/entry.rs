//! From an entry to a post: its metadata, the id that it asks for, and its article as HTML or
//! Markdown.

use broadsheet_article::{Options, escape_attribute, markdown, native};
use broadsheet_bundle::format::limits::MAX_SENTENCE_CHARS;
use broadsheet_bundle::format::{Author, Item, ItemExtension, markup};
use broadsheet_bundle::{Facet, PostDate, written_date};

use super::model::{Enclosure, Entry, Markup, Standing, Written};
use crate::diagnostics::{FileDiagnostics, shorten};
use crate::import::id;
use crate::import::metadata::{
    AUTHORS, Collected, PostMetadata, Status, facets, is_web_address, language_tag,
};
use crate::import::names::{collapsed, decoded_line, shorten_to, value_of};
use crate::limits::TITLE_CHARACTERS;

/// Characters of a title that is made of the first words of an article.
const TITLE_OF_WORDS: usize = 60;

/// Bytes of an article in which its first words are looked for.
const TITLE_BYTES: usize = 4096;

/// Bytes of an id beyond which it is cut off: it stands in the address of the post.
const ID_BYTES: usize = 200;

/// Tags of HTML that stand in titles; anything else in angle brackets is text, such as `Vec<T>`.
const INLINE: [&str; 19] = [
    "a", "abbr", "b", "bdi", "br", "cite", "code", "em", "font", "i", "img", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup",
];

/// An article as an entry has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Article {
    /// HTML.
    Html(String),
    /// Markdown.
    Markdown(String),
}

/// Returns the metadata of an entry; what is wrong with it goes to `diagnostics`.
pub fn metadata(entry: &Entry, diagnostics: &mut FileDiagnostics) -> PostMetadata {
    for found in &entry.found {
        diagnostics.warning(found.line, found.message.as_str(), found.action);
    }
    let title = title(entry, diagnostics);
    let date = date(entry, diagnostics);
    let mut authors = Collected::new();
    for Author { name, url } in &entry.authors {
        let url = url.clone().filter(|url| is_web_address(url));
        authors.add(|| (value_of(Facet::Author, name), url), |name, url| Author { name, url });
    }
    let authors = authors.finish(AUTHORS, diagnostics);
    let mut facets = facets(|facet, keys| {
        let mut terms = Collected::new();
        for text in if facet == Facet::Tag { &entry.tags } else { &entry.facets[facet] } {
            terms.add(|| (value_of(facet, text), None), |term, _| term);
        }
        terms.finish(keys, diagnostics)
    });
    let tags = std::mem::take(&mut facets[Facet::Tag]);
    let item = Item {
        title: Some(title),
        summary: entry.summary.as_ref().and_then(summary),
        date_published: date.map(|date| date.as_str().to_owned()),
        authors,
        tags,
        external_url: link(entry, diagnostics),
        language: language(entry, diagnostics),
        extension: ItemExtension { facets, ..ItemExtension::default() },
        ..Item::default()
    };
    let status = match entry.standing {
        Standing::Published => Status::Published,
        Standing::Draft => Status::ExportedDraft,
        Standing::Private => Status::Private,
        Standing::Part(_) => Status::NotAPost,
    };
    PostMetadata { item, status, clean: true }
}

fn title(entry: &Entry, diagnostics: &mut FileDiagnostics) -> String {
    let mut title = entry.title.as_ref().map(line).unwrap_or_default();
    if shorten_to(&mut title, TITLE_CHARACTERS) {
        diagnostics.warning(
            entry.line,
            format!("a title of more than {TITLE_CHARACTERS} characters"),
            "cut off",
        );
    }
    if !title.is_empty() {
        return title;
    }
    let mut title = first_words(entry).unwrap_or_default();
    shorten_to(&mut title, TITLE_OF_WORDS);
    if title.is_empty() {
        title = format!("{}", entry.number);
        diagnostics.warning(entry.line, "no title", format!("named by its number: `{title}`"));
    } else {
        diagnostics.info(entry.line, "no title", format!("named by its first words: `{title}`"));
    }
    title
}

/// A name for an entry without a title: the first words of its article, the words for its first
/// picture, its summary, the title or the name of a file that comes with it.
fn first_words(entry: &Entry) -> Option<String> {
    let content = entry.content.as_ref().map(Markup::start);
    let words = content.as_ref().map(|content| match content {
        Markup::Markdown(text) => line(&Markup::Html(markdown::to_html(text))),
        content => line(content),
    });
    let picture = || Some(decoded_line(&markup::first_alternative(content.as_ref()?.as_str())?));
    let files = || {
        let titles = entry.enclosures.iter().filter_map(|file| file.title.as_deref());
        let captions = entry.enclosures.iter().flat_map(|file| &file.captions).map(line);
        let names = entry.enclosures.iter().map(|file| markup::file_name(&file.url)).map(decoded_line);
        titles.map(decoded_line).chain(captions).chain(names).find(|title| !title.is_empty())
    };
    let is_filled = |words: &String| !words.is_empty();
    words
        .filter(is_filled)
        .or_else(|| picture().filter(is_filled))
        .or_else(|| entry.summary.as_ref().map(line).filter(is_filled))
        .or_else(files)
}

/// A text on one line.
fn line(markup: &Markup) -> String {
    match markup {
        Markup::Html(html) => collapsed(&text_of(html)),
        Markup::Either(text) if has_tag(text) => collapsed(&text_of(text)),
        Markup::Plain(text) | Markup::Markdown(text) | Markup::Either(text) => decoded_line(text),
    }
}

impl Markup {
    /// Its first kilobytes.
    fn start(&self) -> Self {
        let cut = |text: &str| text[..text.floor_char_boundary(TITLE_BYTES)].to_owned();
        match self {
            Self::Plain(text) => Self::Plain(cut(text)),
            Self::Html(text) => Self::Html(cut(text)),
            Self::Markdown(text) => Self::Markdown(cut(text)),
            Self::Either(text) => Self::Either(cut(text)),
        }
    }
}

/// The text in `html`.
fn text_of(html: &str) -> String {
    let options = Options { clean: false, ..Options::default() };
    broadsheet_article::write_text(&native::parse(html, &options))
}

/// `true` if there is a tag of HTML in `text`.
fn has_tag(text: &str) -> bool {
    let tags = text.rsplit_once('>').map_or("", |(tags, _)| tags);
    tags.split('<').skip(1).any(|tag| {
        let rest = tag.trim_start_matches('/');
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        INLINE.iter().any(|name| name.eq_ignore_ascii_case(&rest[..end]))
    })
}

fn date(entry: &Entry, diagnostics: &mut FileDiagnostics) -> Option<PostDate> {
    let parsed =
        |written: &Option<Written>| written.as_ref().and_then(|written| written_date::parse(&written.text));
    let (published, updated) = (parsed(&entry.published), parsed(&entry.updated));
    let found = published.or(updated);
    let wrong = [&entry.published, &entry.updated].into_iter().flatten();
    for written in wrong.filter(|written| written_date::parse(&written.text).is_none()) {
        let action = match &found {
            Some(date) => format!("the other date is used: {}", date.day()),
            None => "kept as undated".to_owned(),
        };
        diagnostics.warning(written.line, format!("`{}` is not a date", shorten(&written.text)), action);
    }
    if entry.published.is_none() && entry.updated.is_none() {
        diagnostics.info(entry.line, "no date", "kept as undated");
    }
    found
}

/// The address of the entry's page, if it is one.
fn link(entry: &Entry, diagnostics: &mut FileDiagnostics) -> Option<String> {
    let Written { text, line } = entry.link.as_ref()?;
    if is_web_address(text) {
        return Some(text.clone());
    }
    let encoded = text.trim().replace(' ', "%20");
    if is_web_address(&encoded) {
        return Some(encoded);
    }
    // A `guid` that does not say that it is no address need not be one.
    if entry.guid.as_ref() != Some(text) {
        diagnostics.warning(*line, format!("its link is not a web address: `{}`", shorten(text)), "left out");
    }
    None
}

/// The entry's own language, else the feed's unless the text is plainly in another: many programs
/// write `en-us` into every feed. Such an entry has no language, like a post that does not say one.
fn language(entry: &Entry, diagnostics: &mut FileDiagnostics) -> Option<String> {
    let said = |language: &Option<String>| {
        let text = language.as_deref().map(str::trim).filter(|text| !text.is_empty());
        text.map(str::to_owned)
    };
    let written = match said(&entry.language) {
        Some(written) => written,
        None => said(&entry.feed_language).filter(|language| !is_contradicted(entry, language))?,
    };
    let written = written.as_str();
    let tag = language_tag(written);
    if tag.is_none() {
        diagnostics.info(entry.line, format!("`{}` is no language tag", shorten(written)), "left out");
    }
    tag
}

/// `true` if the script of an entry's text is not that of `language`.
fn is_contradicted(entry: &Entry, language: &str) -> bool {
    let content = entry.content.as_ref().map(Markup::start);
    let (content, title) = (content.as_ref().map_or("", Markup::as_str), entry.title.as_ref());
    // The text between the tags.
    let pieces = content.split('<').enumerate().map(|(place, piece)| match piece.split_once('>') {
        Some((_, text)) if place > 0 => text,
        _ if place > 0 => "",
        _ => piece,
    });
    let text: String = title.map(Markup::as_str).into_iter().chain(pieces).collect();
    let is_eastern =
        |c: &char| matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}');
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    let eastern = letters.iter().filter(|c| is_eastern(c)).count();
    let language = language.get(..2).unwrap_or_default().to_ascii_lowercase();
    if matches!(language.as_str(), "zh" | "ja" | "ko") {
        // Names and terms in Latin letters are part of texts in these languages, and not the other
        // way round.
        eastern * 10 < letters.len()
    } else {
        !letters.is_empty() && eastern * 3 >= letters.len() * 2
    }
}

fn summary(markup: &Markup) -> Option<String> {
    let mut summary = line(markup);
    shorten_to(&mut summary, MAX_SENTENCE_CHARS);
    (!summary.is_empty()).then_some(summary)
}

/// The id that an entry asks for, from its `guid`, else its link; without either, from its date and
/// its text. An address loses its scheme, so that ids are the same with `http` and `https`.
pub fn wanted_id(entry: &Entry, stem: &str) -> String {
    let link = entry.link.as_ref().map(|link| link.text.as_str());
    let named = entry.guid.as_deref().or(link).map(str::trim).unwrap_or_default();
    let address = ["https://", "http://"].into_iter().find_map(|scheme| named.strip_prefix(scheme));
    let id = match address {
        Some(address) => id::from_stem(&address.trim_matches('/').replace('/', "-")),
        None => id::from_stem(named),
    };
    if id.is_empty() {
        let date = entry.published.as_ref().or(entry.updated.as_ref()).map_or("", |date| date.text.as_str());
        let said = [&entry.title, &entry.content].map(|said| said.as_ref().map_or("", Markup::as_str));
        let said = [date, said[0], said[1]].join("\n");
        return id::from_stem(&format!("{stem}-{}", id::suffix(&said)));
    }
    if id.len() <= ID_BYTES {
        return id;
    }
    let suffix = id::suffix(named);
    format!("{}-{suffix}", &id[..id.floor_char_boundary(ID_BYTES)])
}

/// The HTML of those texts that an article does not have yet.
fn new_words(article: &str, texts: &[Markup]) -> Vec<String> {
    if texts.iter().all(Markup::is_blank) {
        return Vec::new();
    }
    let mut known = collapsed(&text_of(article));
    let mut new = Vec::new();
    for text in texts {
        let words = line(text);
        // Many a summary is the start of the article.
        let start = words.trim_end_matches(['.', '…', ' ']);
        if start.is_empty() || known.contains(start) {
            continue;
        }
        known.push_str(&words);
        new.push(match text {
            Markup::Html(html) | Markup::Either(html) => html.clone(),
            Markup::Plain(text) | Markup::Markdown(text) => markup::paragraphs(text),
        });
    }
    new
}

/// The article of an entry, with the files that come with it at its end, and what else is said in
/// other words.
pub fn article(entry: &Entry) -> Article {
    let (mut text, is_markdown) = match &entry.content {
        Some(Markup::Html(html) | Markup::Either(html)) => (html.clone(), false),
        Some(Markup::Plain(text)) => (markup::paragraphs(text), false),
        Some(Markup::Markdown(text)) => (text.clone(), true),
        None => (String::new(), false),
    };
    for enclosure in &entry.enclosures {
        let Enclosure { url, kind, title, captions } = enclosure;
        let has_file = text.contains(&escape_attribute(url)) || text.contains(url);
        let file = if has_file { String::new() } else { markup::enclosure(url, kind, title.as_deref()) };
        let words = new_words(&text, captions);
        match file.strip_prefix("<p><img").and_then(|image| image.strip_suffix("</p>")) {
            Some(image) if !words.is_empty() => {
                let words = words.join("");
                text.extend(["\n\n<figure><img", image, "<figcaption>", &words, "</figcaption></figure>"]);
            }
            _ => {
                for part in std::iter::once(file).chain(words).filter(|part| !part.is_empty()) {
                    text.extend(["\n\n", &part]);
                }
            }
        }
    }
    for words in new_words(&text, &entry.further) {
        text.push_str("\n\n");
        text.push_str(&words);
    }
    if is_markdown { Article::Markdown(text) } else { Article::Html(text) }
}
