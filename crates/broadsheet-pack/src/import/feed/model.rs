//! A feed and its entries, as they were written: nothing is judged or cleaned yet.

use broadsheet_bundle::facet::PerFacet;
use broadsheet_bundle::format::Author;

/// A feed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Feed {
    /// Its title, as plain text.
    pub title: Option<String>,
    /// Its entries, in the order of the file.
    pub entries: Vec<Entry>,
    /// The address of the page with further entries, as it was written.
    pub next: Option<String>,
    /// Problems of the feed itself, not of an entry.
    pub found: Vec<Found>,
    /// `true` if it is a bundle that Broadsheet wrote.
    pub is_bundle: bool,
}

/// An entry of a feed: `item` in RSS and JSON Feed, `entry` in Atom.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry {
    /// Its place in the file, from 1.
    pub number: usize,
    /// Line on which it starts, from 1.
    pub line: usize,
    /// The name by which its author tells it from others: `guid` or `id`.
    pub guid: Option<String>,
    /// Its title.
    pub title: Option<Markup>,
    /// When it was published.
    pub published: Option<Written>,
    /// When it was last changed.
    pub updated: Option<Written>,
    /// Its authors, else the feed's.
    pub authors: Vec<Author>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Values of the facets that JSON Feed has no member for; only Broadsheet's own feeds have
    /// them.
    pub facets: PerFacet<Vec<String>>,
    /// Address of the page that it stands for, absolute if anything in the feed says against what.
    pub link: Option<Written>,
    /// A sentence or two on it.
    pub summary: Option<Markup>,
    /// The article.
    pub content: Option<Markup>,
    /// Texts beside the article, most of which repeat it: summaries for podcasts, words on media.
    pub further: Vec<Markup>,
    /// Absolute address that relative addresses in the content are resolved against.
    pub base: Option<String>,
    /// Its language, as it was written.
    pub language: Option<String>,
    /// The feed's language, as it was written.
    pub feed_language: Option<String>,
    /// Files that come with it.
    pub enclosures: Vec<Enclosure>,
    /// Its standing where it was exported.
    pub standing: Standing,
    /// The number of readers' comments that were exported with it, which are not shown.
    pub comments: usize,
    /// The problems in it.
    pub found: Vec<Found>,
}

/// The standing of an entry in the program that exported it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Standing {
    /// A post for all.
    #[default]
    Published,
    /// Not published yet, or no more.
    Draft,
    /// Published for some readers alone.
    Private,
    /// No post, but of this kind: an attachment, say.
    Part(String),
}

impl Entry {
    /// `true` if there is nothing to show of it.
    pub fn is_blank(&self) -> bool {
        let is_blank = |text: &Option<Markup>| text.as_ref().is_none_or(Markup::is_blank);
        is_blank(&self.title)
            && is_blank(&self.content)
            && self.further.iter().all(Markup::is_blank)
            && self.link.is_none()
            && self.enclosures.is_empty()
    }
}

/// A short text with the line that it stands on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// The text, without white space around it.
    pub text: String,
    /// Its line, from 1.
    pub line: usize,
}

/// A text whose form is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Markup {
    /// Plain text.
    Plain(String),
    /// HTML.
    Html(String),
    /// Markdown: only Broadsheet's own feeds have it.
    Markdown(String),
    /// Plain text by the specification, and HTML by the habit of many: the title of RSS.
    Either(String),
}

impl Markup {
    /// The text, whatever its form.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Html(text) | Self::Markdown(text) | Self::Either(text) => text,
        }
    }

    /// `true` if it has nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.as_str().trim().is_empty()
    }
}

/// A file that comes with an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Enclosure {
    /// Its address, absolute where it can be.
    pub url: String,
    /// `audio`, `video`, `image`, or anything else that the first half of its media type says;
    /// empty if unknown.
    pub kind: String,
    /// Its title.
    pub title: Option<String>,
    /// The words on it: its description, and who made it.
    pub captions: Vec<Markup>,
}

/// A problem, with what was done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Line, from 1; 0 if it is not known.
    pub line: usize,
    /// The problem in words.
    pub message: String,
    /// The remedy in words.
    pub action: &'static str,
}

/// A file that is no feed, or in which no entry can be found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FeedError {
    /// Line at which it is not understood, from 1; 0 if it is not known.
    pub line: usize,
    /// The problem in words.
    pub message: String,
}
