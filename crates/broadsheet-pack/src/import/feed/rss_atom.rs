//! From the elements of RSS and Atom to entries.

use broadsheet_bundle::format::Author;
use broadsheet_bundle::format::markup::kind_by_ending;
use broadsheet_bundle::text::is_separator;
use broadsheet_bundle::url::join;
use url::Url;

use super::authors::{add_author, person};
use super::element::{Element, Space, is_entry};
use super::model::{Enclosure, Entry, Feed, FeedError, Found, Markup, Written};
use super::plain_text::{has_tag, with_lines};
use super::standing::Said;
use super::wordpress::with_line_breaks;
use super::xml::{Elements, with_bare_brackets_escaped};
use crate::diagnostics::shorten;
use crate::import::metadata::is_web_address;
use crate::limits::{FEED_ENCLOSURES, FEED_ENTRIES};

/// The metadata of a feed, which entries without their own fall back on.
#[derive(Debug, Default)]
struct Channel {
    title: Option<String>,
    authors: Vec<Author>,
    language: Option<String>,
    /// Its page.
    link: Option<String>,
    /// The address of the feed itself.
    own_link: Option<String>,
    /// The address of the next page of the feed
    /// (<https://www.rfc-editor.org/rfc/rfc5005#section-3>).
    next: Option<String>,
}

/// Reads RSS or Atom.
pub(super) fn read(text: &str) -> Result<Feed, FeedError> {
    let text = with_bare_brackets_escaped(text);
    let mut elements = Elements::new(&text);
    let mut feed = Feed::default();
    let mut channel = Channel::default();
    let mut passed_over = 0;
    while let Some(element) = elements.next() {
        let found = std::mem::take(&mut elements.faults);
        if !is_entry(element.space, &element.local) {
            feed.found.extend(found);
            channel.add(&element);
        } else if feed.entries.len() < FEED_ENTRIES {
            let mut entry = entry(&element);
            entry.number = feed.entries.len() + 1;
            entry.found.splice(0..0, found);
            feed.entries.push(entry);
        } else {
            passed_over += 1;
        }
    }
    feed.found.append(&mut elements.faults);
    if passed_over > 0 {
        let message = format!("a feed of {} entries", feed.entries.len() + passed_over);
        feed.found.push(Found { line: 0, message, action: "only the first ones are read" });
    }
    if elements.root.is_none() && feed.entries.is_empty() {
        let found = feed.found.pop();
        let found =
            found.map_or((0, "there is no element in it".to_owned()), |found| (found.line, found.message));
        return Err(FeedError { line: found.0, message: found.1 });
    }
    if let Some(root) = &elements.root {
        channel.language = channel.language.or_else(|| root.language.as_deref().map(str::to_owned));
    }
    // What is said of a feed may stand behind its entries.
    for entry in &mut feed.entries {
        channel.complete(entry);
    }
    feed.title = channel.title;
    feed.next = channel.next;
    Ok(feed)
}

impl Channel {
    /// Takes what an element that is no entry says of the feed.
    fn add(&mut self, element: &Element) {
        match (element.space, element.local.as_str()) {
            (Space::Rss | Space::Atom, "title") => self.title = Some(element.text()),
            (Space::Rss | Space::Atom, "link") => {
                let Some(address) = link(element) else { return };
                match element.get("rel") {
                    None | Some("alternate") => self.link = Some(address),
                    Some("self") => self.own_link = Some(address),
                    Some("next" | "prev-archive") => self.next = Some(address),
                    Some(_) => {}
                }
            }
            (Space::Rss | Space::Dublin, "language") => self.language = Some(element.text()),
            (Space::Atom | Space::Itunes, "author") | (Space::Dublin, "creator") => {
                add_author(&mut self.authors, element);
            }
            // The address of whoever is responsible is no author's name.
            (Space::Rss, "managingEditor") if self.authors.is_empty() => {
                let (name, _) = person(&element.text());
                if !name.contains('@') {
                    self.authors.push(Author { name, url: None });
                }
            }
            // In RSS 0.9 and 1.0 what belongs to the channel stands within it, and the items behind
            // it.
            (_, "channel") => element.elements().for_each(|element| self.add(element)),
            _ => {}
        }
    }

    /// Gives an entry what it does not say itself.
    fn complete(&self, entry: &mut Entry) {
        if entry.authors.is_empty() {
            entry.authors.clone_from(&self.authors);
        }
        entry.feed_language.clone_from(&self.language);
        let base = [&self.link, &self.own_link].into_iter().flatten().find_map(|link| Url::parse(link).ok());
        let resolve = |address: &str| match (Url::parse(address), &base) {
            (Err(url::ParseError::RelativeUrlWithoutBase), Some(base)) => {
                base.join(address).ok().map(String::from)
            }
            (Err(url::ParseError::RelativeUrlWithoutBase), None) => join(None, address),
            _ => None,
        };
        if let Some(link) = &mut entry.link
            && let Some(absolute) = resolve(&link.text)
        {
            link.text = absolute;
        }
        for enclosure in &mut entry.enclosures {
            if let Some(absolute) = resolve(&enclosure.url) {
                enclosure.url = absolute;
            }
        }
        // Nearest first: `xml:base`, the entry's page, the feed's page.
        let page = entry.link.as_ref().map(|link| link.text.as_str()).filter(|link| Url::parse(link).is_ok());
        entry.base = entry.base.take().or_else(|| page.map(str::to_owned)).or_else(|| base.map(String::from));
    }
}

/// Elements that can give an entry's address; of several, the later one here counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum LinkRank {
    Guid,
    Other,
    Page,
    Original,
}

/// An entry on its way.
#[derive(Default)]
struct Reading {
    entry: Entry,
    link_rank: Option<LinkRank>,
    /// Authors by Dublin Core: RSS itself asks for an address of electronic mail.
    creators: Vec<Author>,
    /// Authors that count where no others are named: by iTunes, and of the feed that an entry was
    /// taken from.
    others: Vec<Author>,
    thumbnail: Option<String>,
    /// The description of the entry's media.
    description: Option<Markup>,
    /// The words on it of the program that exported it.
    said: Said,
}

fn entry(element: &Element) -> Entry {
    let mut reading = Reading::default();
    reading.entry.line = element.line;
    // Of what the first element says the feed's own language is the better one.
    reading.entry.language = element.get("xml:lang").map(str::to_owned);
    for child in element.elements() {
        reading.add(child);
    }
    reading.finish(element)
}

impl Reading {
    fn add(&mut self, element: &Element) {
        let entry = &mut self.entry;
        match (element.space, element.local.as_str()) {
            (Space::Rss | Space::Atom, "title") => entry.title = Some(title(element)),
            (Space::Dublin | Space::Itunes, "title") if entry.title.is_none() => {
                entry.title = Some(title(element));
            }
            (Space::Rss, "guid") => {
                let text = element.text();
                if element.get("isPermaLink") != Some("false") && is_web_address(&text) {
                    self.link(LinkRank::Guid, &text, element.line);
                }
                self.entry.guid = Some(text);
            }
            (Space::Atom | Space::Rss, "id") => entry.guid = Some(element.text()),
            (Space::FeedBurner, "origLink") => self.link(LinkRank::Original, &element.text(), element.line),
            (Space::Rss | Space::Atom, "link") => self.link_element(element),
            (Space::Rss, "pubDate")
            | (Space::Atom | Space::Rss, "published" | "issued")
            | (Space::Dublin, "date" | "issued" | "created") => keep_date(&mut entry.published, element),
            (Space::Atom | Space::Rss, "updated") | (_, "modified") => keep_date(&mut entry.updated, element),
            (Space::Rss | Space::Atom, "author") => add_author(&mut entry.authors, element),
            (Space::Dublin, "creator") => add_author(&mut self.creators, element),
            (Space::Itunes, "author") => add_author(&mut self.others, element),
            (Space::Itunes, "summary" | "subtitle") => entry.further.push(plain_or_html(element)),
            (Space::Atom, "source") => {
                // An entry taken from another feed.
                let authors = element.elements().filter(|child| child.local == "author");
                authors.for_each(|author| add_author(&mut self.others, author));
            }
            (Space::Atom, "category") if self.said.kind_by_category(element) => {}
            (Space::Rss | Space::Atom, "category") | (Space::Dublin, "subject") => {
                entry.tags.extend(tags(element));
            }
            (Space::Media | Space::Itunes, "keywords") => {
                entry.tags.extend(element.text().split(',').map(|word| word.trim().to_owned()));
            }
            (Space::Rss | Space::Dublin, "description") if entry.summary.is_none() => {
                self.set_summary(Markup::Html(with_lines(element.html())), element);
            }
            (Space::Atom | Space::Rss, "summary") => {
                if let Some(markup) = self.markup(element, "summary") {
                    self.set_summary(markup, element);
                }
            }
            (Space::Content, "encoded") => self.set_content(Markup::Html(element.html()), element),
            (Space::Atom | Space::Rss, "content") => self.content(element),
            (Space::Excerpt, "encoded") => {
                let excerpt = Markup::Html(element.html());
                if !excerpt.is_blank() {
                    self.set_summary(excerpt, element);
                }
            }
            (Space::WordPress | Space::Publishing | Space::Blogger, _) => self.said.add(element),
            (Space::Rss, "enclosure") => self.enclose(element, "url"),
            (Space::Media, _) => self.media(element),
            _ => {}
        }
    }

    fn finish(self, element: &Element) -> Entry {
        let Self { mut entry, creators, others, thumbnail, description, said, .. } = self;
        if let Some(Markup::Html(html)) = &mut entry.content {
            *html =
                if said.is_of_wordpress { with_line_breaks(html) } else { with_lines(std::mem::take(html)) };
        }
        entry.comments = said.comments;
        entry.standing = said.standing();
        // RSS asks for an address of electronic mail; whoever gives a name as well is told by that.
        let is_named = |author: &Author| !author.name.contains('@');
        if creators.iter().chain(&others).any(is_named) {
            entry.authors.retain(is_named);
        }
        entry.authors.extend(creators);
        if entry.authors.is_empty() {
            entry.authors = others;
        }
        if entry.content.as_ref().is_none_or(Markup::is_blank) {
            let text = entry.summary.take_if(|summary| !summary.is_blank());
            let place = entry.further.iter().position(|text| !text.is_blank());
            let further = || Some(entry.further.remove(place?));
            entry.content = text.or(description).or_else(further).or(entry.content);
        } else {
            entry.further.extend(description);
        }
        let has_picture = entry.enclosures.iter().any(|enclosure| enclosure.kind == "image")
            || entry.content.as_ref().is_some_and(|content| content.as_str().contains("<img"));
        if let (Some(url), false) = (thumbnail, has_picture) {
            entry
                .enclosures
                .insert(0, Enclosure { url, kind: "image".to_owned(), title: None, ..Enclosure::default() });
        }
        entry.base = entry.base.or_else(|| element.base.as_deref().map(|base| base.as_str().to_owned()));
        entry
    }

    fn link(&mut self, rank: LinkRank, address: &str, line: usize) {
        if !address.is_empty() && self.link_rank.is_none_or(|known| known < rank) {
            self.link_rank = Some(rank);
            self.entry.link = Some(Written { text: address.to_owned(), line });
        }
    }

    fn link_element(&mut self, element: &Element) {
        let Some(address) = link(element) else { return };
        match element.get("rel") {
            None | Some("alternate") => {
                let is_page = element.get("type").is_none_or(|kind| kind.contains("html"));
                let rank = if is_page { LinkRank::Page } else { LinkRank::Other };
                self.link(rank, &address, element.line);
            }
            Some("enclosure") => self.enclose(element, "href"),
            Some(_) => {}
        }
    }

    fn set_summary(&mut self, markup: Markup, element: &Element) {
        self.entry.summary = Some(markup);
        self.inherit(element);
    }

    fn set_content(&mut self, markup: Markup, element: &Element) {
        self.entry.content = Some(markup);
        // What holds for the content comes before what holds for a summary.
        self.entry.base = None;
        self.inherit(element);
    }

    /// Takes the base and the language of what has the article.
    fn inherit(&mut self, element: &Element) {
        let inner = element.elements().next().filter(|inner| inner.get("xml:base").is_some());
        let base = inner.unwrap_or(element).base.as_deref();
        self.entry.base = self.entry.base.take().or_else(|| base.map(|base| base.as_str().to_owned()));
        if let Some(language) = element.get("xml:lang") {
            self.entry.language = Some(language.to_owned());
        }
    }

    fn content(&mut self, element: &Element) {
        let Some(source) = element.get("src") else {
            if let Some(markup) = self.markup(element, "content") {
                self.set_content(markup, element);
            }
            return;
        };
        let address = element.resolve(source);
        let kind = kind_of(element.get("type"), &address);
        if matches!(kind.as_str(), "audio" | "video" | "image") {
            self.entry.enclosures.push(Enclosure { url: address, kind, title: None, ..Enclosure::default() });
        } else {
            self.entry.found.push(Found {
                line: element.line,
                message: format!("its content is not in the feed but at `{}`", shorten(&address)),
                action: "kept with a link to it",
            });
            self.entry.enclosures.push(Enclosure {
                url: address,
                kind: String::new(),
                title: None,
                ..Enclosure::default()
            });
        }
    }

    /// The text of an element by the rules of Atom; `None` for what is no text.
    fn markup(&mut self, element: &Element, what: &str) -> Option<Markup> {
        let written = element.get("type").unwrap_or("text");
        let kind = written.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match kind.as_str() {
            "text" | "text/plain" if element.elements().next().is_none() => {
                Some(Markup::Plain(element.text()))
            }
            "text" | "text/plain" | "html" | "text/html" => Some(Markup::Html(element.html())),
            // Atom 0.3 says how it is written in an attribute of its own.
            _ if element.get("mode") == Some("escaped") => Some(Markup::Html(element.text())),
            "xhtml" | "application/xhtml+xml" => Some(Markup::Html(element.xhtml())),
            kind if kind.starts_with("text/") && !kind.ends_with("xml") => {
                Some(Markup::Plain(element.text()))
            }
            _ => {
                self.entry.found.push(Found {
                    line: element.line,
                    message: format!("its {what} is `{}`, which cannot be shown", shorten(written)),
                    action: "kept without it",
                });
                None
            }
        }
    }

    /// Adds a file that comes with the entry, whose address is in this attribute.
    fn enclose(&mut self, element: &Element, attribute: &str) {
        let Some(address) = element.get(attribute) else { return };
        let url = element.resolve(address);
        let known = &self.entry.enclosures;
        if known.len() >= FEED_ENCLOSURES || known.iter().any(|known| known.url == url) {
            return;
        }
        let medium = element.get("medium").map(str::to_owned);
        let kind = medium.unwrap_or_else(|| kind_of(element.get("type"), &url));
        let title = element.get("title").map(str::to_owned);
        self.entry.enclosures.push(Enclosure { url, kind, title, ..Enclosure::default() });
    }

    /// An element of Media RSS.
    fn media(&mut self, element: &Element) {
        match element.local.as_str() {
            "group" => element.elements().for_each(|child| self.add(child)),
            "content" => {
                let before = self.entry.enclosures.len();
                self.enclose(element, "url");
                let (own, others): (Vec<_>, Vec<_>) =
                    element.elements().partition(|child| is_on_media(child));
                for other in others {
                    self.add(other);
                }
                match self.entry.enclosures.get_mut(before) {
                    Some(enclosure) => {
                        let title = own.iter().find(|child| child.local == "title");
                        enclosure.title = enclosure.title.take().or_else(|| title.map(|title| title.text()));
                        let words = own.iter().filter(|child| child.local != "title");
                        enclosure.captions.extend(words.map(|words| plain_or_html(words)));
                    }
                    None => own.into_iter().for_each(|child| self.add(child)),
                }
            }
            "thumbnail" if self.thumbnail.is_none() => {
                self.thumbnail = element.get("url").map(|address| element.resolve(address));
            }
            "description" if self.description.is_none() => self.description = Some(plain_or_html(element)),
            "description" | "credit" | "text" => self.entry.further.push(plain_or_html(element)),
            "title" if self.entry.title.is_none() => self.entry.title = Some(title(element)),
            _ => {}
        }
    }
}

/// `true` for the words on a file, which stand within its element.
fn is_on_media(element: &Element) -> bool {
    element.space == Space::Media
        && matches!(element.local.as_str(), "title" | "description" | "credit" | "text" | "copyright")
}

/// The words of an element that says whether they are HTML, or has tags.
fn plain_or_html(element: &Element) -> Markup {
    let text = element.text();
    if element.get("type") == Some("html") || has_tag(&text) {
        Markup::Html(text)
    } else {
        Markup::Plain(text)
    }
}

/// The tags that a category names: one, or several in a text with commas. A label, and the names of
/// programs that have the same for addresses, are one each.
fn tags(element: &Element) -> Vec<String> {
    let is_one = element.get("nicename").is_some();
    if let Some(label) = element.get("label") {
        return vec![label.to_owned()];
    }
    let text = element.get("term").map_or_else(|| element.text(), str::to_owned);
    if is_one {
        return vec![text];
    }
    text.split(is_separator).map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect()
}

/// A title by the rules of Atom, and by the habits of RSS.
fn title(element: &Element) -> Markup {
    match (element.space, element.get("type")) {
        (_, Some("html" | "text/html")) => Markup::Html(element.html()),
        (_, Some("xhtml" | "application/xhtml+xml")) => Markup::Html(element.xhtml()),
        (Space::Atom, _) if element.elements().next().is_none() => Markup::Plain(element.text()),
        _ if element.elements().next().is_some() => Markup::Html(element.xhtml()),
        _ => Markup::Either(element.text()),
    }
}

/// The address of a link, of Atom or of RSS.
fn link(element: &Element) -> Option<String> {
    let address = element.get("href").map_or_else(|| element.text(), str::to_owned);
    let address = address.trim();
    (!address.is_empty()).then(|| element.resolve(address))
}

/// Keeps the first date that is not empty.
fn keep_date(date: &mut Option<Written>, element: &Element) {
    let text = element.text();
    if date.is_none() && !text.is_empty() {
        *date = Some(Written { text, line: element.line });
    }
}

/// The first half of a media type, else what the ending of an address says.
fn kind_of(media_type: Option<&str>, address: &str) -> String {
    let said =
        media_type.and_then(|kind| kind.split_once('/')).map(|(kind, _)| kind.trim().to_ascii_lowercase());
    said.filter(|kind| kind != "application").unwrap_or_else(|| kind_by_ending(address).to_owned())
}
