//! Articles and their blocks: paragraphs, headings, lists, tables.

use super::direction::BlockDirection;
use super::inline::Inline;
use super::media::Media;
use super::video::EmbeddedVideo;
use crate::ids::AnchorId;

/// An article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Article {
    /// The content, in reading order.
    pub blocks: Vec<Block>,
    /// The limits that the article exceeded; empty for nearly every article.
    pub truncations: Vec<Truncation>,
}

impl Article {
    /// `true` if there is no content.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}

/// A limit that an article exceeded, so that a part of it is missing; the viewer shows a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Truncation {
    /// The HTML was larger than the parser accepts; its end is missing.
    Bytes,
    /// The document had more nodes than accepted; its end is missing.
    Nodes,
    /// The document was nested too deeply; its text is there, the structure of the deep parts is
    /// not.
    Depth,
}

impl Truncation {
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
        /// Two to six, as in `h2` to `h6`.
        level: HeadingLevel,
        /// The target of links within the article.
        id: Option<AnchorId>,
        /// The heading's text.
        content: Vec<Inline>,
    },
    /// `blockquote`
    Quote(Vec<Block>),
    /// `pre`; white space counts.
    Preformatted {
        /// The programming language, in lower case: letters, digits, `+`, `-`, `#` and `.` only.
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
        /// Usually one image.
        content: Vec<Block>,
        /// `figcaption`; empty if there is none.
        caption: Vec<Inline>,
    },
    /// `details`
    Details {
        /// `summary`
        summary: Vec<Inline>,
        /// The content that unfolds.
        content: Vec<Block>,
    },
    /// `audio` or `video`
    Media(Media),
    /// `iframe` of a known video service; any other becomes a link.
    EmbeddedVideo(EmbeddedVideo),
    /// `hr`
    Rule,
    /// Any of the others with the attribute `dir`.
    Directed {
        /// The direction, another than that of what is around.
        direction: BlockDirection,
        /// The one block.
        content: Vec<Block>,
    },
}

impl Block {
    /// The block, without the direction that it may have.
    pub fn undirected(&self) -> &Self {
        match self {
            Self::Directed { content, .. } => content.first().unwrap_or(self),
            block => block,
        }
    }
}

/// The level of a heading within an article, 2 to 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HeadingLevel {
    /// `h2`, the highest: the page has the `h1`.
    H2,
    /// `h3`
    H3,
    /// `h4`
    H4,
    /// `h5`
    H5,
    /// `h6`
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
    pub fn tag_name(self) -> &'static str {
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
    /// The marks: bullets or numbers.
    pub kind: ListKind,
    /// The items.
    pub items: Vec<ListItem>,
}

/// The marks of a list's items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// `ul`
    Unordered,
    /// `ol`, counting from here.
    Ordered {
        /// The first number.
        start: i32,
        /// `true` if it counts down.
        is_reversed: bool,
        /// The signs of the numbers.
        style: NumberStyle,
    },
}

impl ListKind {
    /// The name of the HTML element.
    pub fn tag_name(self) -> &'static str {
        match self {
            Self::Unordered => "ul",
            Self::Ordered { .. } => "ol",
        }
    }
}

/// The signs of a list's numbers, as the attribute `type` has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberStyle {
    /// 1, 2, 3
    Decimal,
    /// a, b, c
    LowerAlpha,
    /// A, B, C
    UpperAlpha,
    /// i, ii, iii
    LowerRoman,
    /// I, II, III
    UpperRoman,
}

impl NumberStyle {
    /// The value of the attribute `type`; `None` for the one that lists have without it.
    pub fn attribute(self) -> Option<&'static str> {
        match self {
            Self::Decimal => None,
            Self::LowerAlpha => Some("a"),
            Self::UpperAlpha => Some("A"),
            Self::LowerRoman => Some("i"),
            Self::UpperRoman => Some("I"),
        }
    }
}

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListItem {
    /// The target of links within the article (a footnote is an item).
    pub id: Option<AnchorId>,
    /// The number, in a list that counts, if it is another than the next.
    pub value: Option<i32>,
    /// The direction, if it is another than that of the list.
    pub direction: Option<BlockDirection>,
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
    /// `caption`; empty if there is none.
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
    /// The number of columns that it spans, 1 to 100.
    pub columns: u16,
    /// The number of rows that it spans, 1 to 1,000.
    pub rows: u16,
    /// The alignment, if the original had one.
    pub align: Option<Align>,
    /// The direction, if it is another than that of the table.
    pub direction: Option<BlockDirection>,
    /// The cell's blocks; a single [`Block::Paragraph`] is drawn without a paragraph's spacing.
    pub content: Vec<Block>,
}

impl TableCell {
    /// The name of the HTML element.
    pub fn tag_name(&self) -> &'static str {
        if self.header { "th" } else { "td" }
    }
}

/// Alignment of a table's cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// To the left.
    Left,
    /// Centred.
    Center,
    /// To the right.
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
