//! The article tree: everything that an article can contain, as closed enums.
//!
//! What has no variant here cannot reach a reader's page, whatever the HTML said: there is no raw markup, no
//! style, no script, no handler, no foreign namespace, and an address exists only as a [`LinkUrl`] or a
//! [`MediaUrl`], which can be made in one place only.

use crate::film::Film;
use crate::url::{LinkUrl, MediaUrl};

/// A whole article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Article {
    /// The content, in reading order.
    pub blocks: Vec<Block>,
    /// What was cut because the article exceeded a limit; empty for nearly every article.
    pub cuts: Vec<Cut>,
}

impl Article {
    /// Whether there is nothing to read or see.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}

/// A limit that an article exceeded; the reader says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cut {
    /// The source was larger than the parser accepts; its end is missing.
    Bytes,
    /// There were more nodes than the page can hold; the end is missing.
    Nodes,
    /// Structure was nested deeper than the limit; its text is there, its structure is not.
    Depth,
}

impl Cut {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Bytes, Self::Nodes, Self::Depth];

    /// The name in a bundle.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Nodes => "nodes",
            Self::Depth => "depth",
        }
    }
}

/// A block of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// `p`
    Paragraph(Vec<Inline>),
    /// `h2` to `h6`; an `h1` becomes an `h2`, since the page has its own.
    Heading {
        /// Two to six.
        level: HeadingLevel,
        /// Target of links within the article.
        id: Option<AnchorId>,
        /// The heading's text.
        content: Vec<Inline>,
    },
    /// `blockquote`
    Quote(Vec<Block>),
    /// `pre`; white space counts.
    Preformatted {
        /// Programming language, lower case, as named by `language-…`: letters, digits, `+`, `-`, `#` and `.` only.
        language: Option<String>,
        /// Text with line feeds, and inline markup.
        content: Vec<Inline>,
    },
    /// `ul` or `ol`
    List(List),
    /// `dl`
    Definitions(Vec<Definition>),
    /// `table`
    Table(Table),
    /// `figure`
    Figure {
        /// Usually one picture.
        content: Vec<Block>,
        /// `figcaption`, empty where there is none.
        caption: Vec<Inline>,
    },
    /// `details`
    Details {
        /// `summary`
        summary: Vec<Inline>,
        /// What opens.
        content: Vec<Block>,
    },
    /// `audio` or `video`
    Media(Media),
    /// `iframe` of a known film service; any other becomes a link.
    Film(Film),
    /// `hr`
    Rule,
}

/// The level of a heading within an article, 2 to 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum HeadingLevel {
    H2,
    H3,
    H4,
    H5,
    H6,
}

impl HeadingLevel {
    /// The level as a number, 2 to 6.
    pub fn number(self) -> u8 {
        match self {
            Self::H2 => 2,
            Self::H3 => 3,
            Self::H4 => 4,
            Self::H5 => 5,
            Self::H6 => 6,
        }
    }

    /// The name of the HTML element.
    pub fn element(self) -> &'static str {
        match self {
            Self::H2 => "h2",
            Self::H3 => "h3",
            Self::H4 => "h4",
            Self::H5 => "h5",
            Self::H6 => "h6",
        }
    }
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Bullets, or numbers from a first one.
    pub kind: ListKind,
    /// The items.
    pub items: Vec<ListItem>,
}

/// How a list is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// `ul`
    Unordered,
    /// `ol`, counting from here.
    Ordered {
        /// The first number.
        start: i32,
    },
}

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListItem {
    /// Target of links within the article (a footnote is an item).
    pub id: Option<AnchorId>,
    /// The item's blocks; a single [`Block::Paragraph`] is drawn without a paragraph's spacing.
    pub content: Vec<Block>,
}

/// A part of a definition list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Definition {
    /// `dt`
    Term(Vec<Inline>),
    /// `dd`
    Details(Vec<Block>),
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// `caption`, empty where there is none.
    pub caption: Vec<Inline>,
    /// Rows of `thead`.
    pub head: Vec<TableRow>,
    /// All other rows.
    pub body: Vec<TableRow>,
}

/// A table's row: its cells.
pub type TableRow = Vec<TableCell>;

/// A table's cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableCell {
    /// `th` rather than `td`.
    pub header: bool,
    /// Columns it covers, 1 to 100.
    pub columns: u16,
    /// Rows it covers, 1 to 1,000.
    pub rows: u16,
    /// The alignment the source asked for.
    pub align: Option<Align>,
    /// The cell's blocks; a single [`Block::Paragraph`] is drawn without a paragraph's spacing.
    pub content: Vec<Block>,
}

/// Alignment of a table's cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Align {
    Left,
    Center,
    Right,
}

impl Align {
    /// The value of the `align` attribute and of `text-align`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Center => "center",
            Self::Right => "right",
        }
    }
}

/// Sound or film, never loaded before the reader asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// `audio` or `video`
    pub kind: MediaKind,
    /// Where it is, best first; never empty.
    pub sources: Vec<MediaUrl>,
    /// A still picture for a film.
    pub poster: Option<MediaUrl>,
}

impl MediaKind {
    /// The name of the HTML element.
    pub fn element(self) -> &'static str {
        match self {
            Self::Audio => "audio",
            Self::Video => "video",
        }
    }
}

/// Kind of [`Media`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum MediaKind {
    Audio,
    Video,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Characters.
    Text(String),
    /// `br`
    Break,
    /// Text in one of the inline elements.
    Styled {
        /// Which one.
        style: TextStyle,
        /// What it holds.
        content: Vec<Inline>,
    },
    /// `a`
    Link {
        /// Where it leads.
        href: LinkUrl,
        /// What it holds; may be a picture.
        content: Vec<Inline>,
    },
    /// An element without a meaning of its own that links within the article lead to.
    Anchor(AnchorId),
    /// `img`
    Image(Image),
}

/// The inline text elements, each with the HTML element of the same meaning ([`TextStyle::element`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum TextStyle {
    Abbreviation,
    BidiIsolate,
    Bold,
    Cite,
    Code,
    Defined,
    Deleted,
    Emphasis,
    Inserted,
    Italic,
    Keyboard,
    Mark,
    QuoteInline,
    Ruby,
    RubyParenthesis,
    RubyText,
    Sample,
    Small,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Underline,
    Variable,
}

impl TextStyle {
    /// The name of the HTML element.
    pub fn element(self) -> &'static str {
        match self {
            Self::Abbreviation => "abbr",
            Self::BidiIsolate => "bdi",
            Self::Bold => "b",
            Self::Cite => "cite",
            Self::Code => "code",
            Self::Defined => "dfn",
            Self::Deleted => "del",
            Self::Emphasis => "em",
            Self::Inserted => "ins",
            Self::Italic => "i",
            Self::Keyboard => "kbd",
            Self::Mark => "mark",
            Self::QuoteInline => "q",
            Self::Ruby => "ruby",
            Self::RubyParenthesis => "rp",
            Self::RubyText => "rt",
            Self::Sample => "samp",
            Self::Small => "small",
            Self::Strike => "s",
            Self::Strong => "strong",
            Self::Subscript => "sub",
            Self::Superscript => "sup",
            Self::Underline => "u",
            Self::Variable => "var",
        }
    }
}

/// The size of a picture in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Size {
    pub width: u32,
    pub height: u32,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// The picture itself, for browsers that choose none of `candidates`.
    pub source: MediaUrl,
    /// The same picture in other sizes (`srcset`), each judged alone.
    pub candidates: Vec<Candidate>,
    /// What the picture shows; empty for decoration.
    pub alt: String,
    /// The source's `title`.
    pub title: Option<String>,
    /// Width in CSS pixels, so that nothing shifts when the picture arrives.
    pub width: Option<u32>,
    /// Height in CSS pixels.
    pub height: Option<u32>,
}

/// One candidate of a `srcset`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Where it is.
    pub url: MediaUrl,
    /// For which display it is meant.
    pub size: CandidateSize,
}

impl std::fmt::Display for CandidateSize {
    /// As it stands in a `srcset`: `640w`, `1.5x`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            Self::Width(width) => write!(f, "{width}w"),
            Self::Density(thousandths) => {
                let (whole, part) = (thousandths / 1000, thousandths % 1000);
                write!(f, "{whole}")?;
                if part > 0 {
                    let digits = [part / 100, part / 10 % 10, part % 10];
                    let used = digits.iter().rposition(|&digit| digit > 0).map_or(0, |last| last + 1);
                    f.write_str(".")?;
                    for digit in &digits[..used] {
                        write!(f, "{digit}")?;
                    }
                }
                f.write_str("x")
            }
        }
    }
}

/// The descriptor of a [`Candidate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CandidateSize {
    /// `640w`: the picture's own width in pixels.
    Width(u32),
    /// `1.5x`: device pixels per CSS pixel, in thousandths.
    Density(u32),
}

/// The target of a link within the article: the source's `id` with [`AnchorId::PREFIX`] before it, so that it cannot
/// meet an id of the page's own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AnchorId(String);

impl AnchorId {
    /// Stands before every id of an article.
    pub const PREFIX: &str = "a-";

    /// The anchor for the id `id` of the source; nothing for an empty id or one with white space.
    /// An id that has the prefix already keeps it, so that cleaned HTML reads the same again.
    pub fn new(id: &str) -> Option<Self> {
        if id.is_empty() || id.len() > 256 || id.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return None;
        }
        Some(Self(if id.starts_with(Self::PREFIX) { id.to_owned() } else { format!("{}{id}", Self::PREFIX) }))
    }

    /// The id as it stands in the page.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
