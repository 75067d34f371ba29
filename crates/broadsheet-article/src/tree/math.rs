//! Formulas: a closed set of `MathML` elements and attributes, and the TeX that they come from.

use std::borrow::Cow;

macro_rules! names {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$doc])* $variant,)*
        }

        impl $name {
            /// The variant of a name; `None` if it is not in the set.
            #[cfg(has_parser)]
            pub(crate) fn known(name: &str) -> Option<Self> {
                match name {
                    $($text => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// The name.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }
    };
}

/// A formula. Has TeX, elements or both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Math {
    /// The source in TeX, if there is one, without the delimiters.
    pub tex: Option<String>,
    /// `true` if it stands on a line of its own.
    pub is_block: bool,
    /// The formula as `MathML`; empty if there is only its source. Never a single `mrow` without
    /// attributes, whose content stands here instead.
    pub elements: Vec<MathElement>,
}

/// An element of a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MathElement {
    /// The name.
    pub tag: MathTag,
    /// The attributes, each once, with values that [`MathAttribute::permits`].
    pub attributes: Vec<(MathAttribute, String)>,
    /// The content.
    pub content: MathContent,
}

/// The content of a [`MathElement`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MathContent {
    /// Characters: of elements whose [`MathTag::is_token`] is `true`.
    Text(String),
    /// Elements: of all others.
    Elements(Vec<MathElement>),
}

names! {
    /// The elements of formulas: those of `MathML` Core (<https://www.w3.org/TR/mathml-core/>) that
    /// neither act nor hold another language.
    MathTag {
        /// An error message.
        Error = "merror",
        /// A fraction.
        Fraction = "mfrac",
        /// An identifier.
        Identifier = "mi",
        /// Scripts on both sides.
        Multiscripts = "mmultiscripts",
        /// A number.
        Number = "mn",
        /// An empty script.
        None = "none",
        /// An operator.
        Operator = "mo",
        /// Something above.
        Over = "mover",
        /// Changed space around.
        Padded = "mpadded",
        /// Invisible content.
        Phantom = "mphantom",
        /// The scripts that follow stand before.
        Prescripts = "mprescripts",
        /// A root with a degree.
        Root = "mroot",
        /// A group.
        Row = "mrow",
        /// A string.
        String = "ms",
        /// Space.
        Space = "mspace",
        /// A square root.
        SquareRoot = "msqrt",
        /// A style.
        Style = "mstyle",
        /// A subscript.
        Sub = "msub",
        /// A subscript and a superscript.
        SubSup = "msubsup",
        /// A superscript.
        Sup = "msup",
        /// A table.
        Table = "mtable",
        /// A table's cell.
        Cell = "mtd",
        /// Text.
        Text = "mtext",
        /// A table's row.
        TableRow = "mtr",
        /// Something below.
        Under = "munder",
        /// Something below and above.
        UnderOver = "munderover",
    }
}

impl MathTag {
    /// `true` if the element holds characters rather than elements.
    pub fn is_token(self) -> bool {
        matches!(self, Self::Identifier | Self::Number | Self::Operator | Self::String | Self::Text)
    }
}

names! {
    /// The attributes of elements of formulas.
    MathAttribute {
        /// `true` if what is above is an accent.
        Accent = "accent",
        /// `true` if what is below is an accent.
        AccentUnder = "accentunder",
        /// The alignment of a cell: `left` or `right`.
        ColumnAlign = "columnalign",
        /// The number of columns that a cell spans.
        ColumnSpan = "columnspan",
        /// The depth of a box, as a length.
        Depth = "depth",
        /// `true` if formulas are set as on a line of their own.
        DisplayStyle = "displaystyle",
        /// The place of an operator: `prefix`, `infix`, `postfix`.
        Form = "form",
        /// The height of a box, as a length.
        Height = "height",
        /// `true` if an operator is large in displays.
        LargeOperator = "largeop",
        /// The thickness of a fraction's line, as a length.
        LineThickness = "linethickness",
        /// The space before, as a length.
        LeadingSpace = "lspace",
        /// The letters of an identifier: one of [`MATH_VARIANTS`].
        Variant = "mathvariant",
        /// The largest size, as a length.
        MaxSize = "maxsize",
        /// The smallest size, as a length.
        MinSize = "minsize",
        /// `true` if limits move to the side of an operator within a line.
        MovableLimits = "movablelimits",
        /// The number of rows that a cell spans.
        RowSpan = "rowspan",
        /// The space after, as a length.
        TrailingSpace = "rspace",
        /// The size, as the number of levels of scripts.
        ScriptLevel = "scriptlevel",
        /// `true` if an operator grows with what it is beside.
        Stretchy = "stretchy",
        /// `true` if an operator grows to both sides.
        Symmetric = "symmetric",
        /// The shift up, as a length.
        VerticalOffset = "voffset",
        /// The width of a box, as a length.
        Width = "width",
    }
}

/// The values of `mathvariant`.
pub const MATH_VARIANTS: &str = "normal bold italic bold-italic double-struck script bold-script fraktur \
                                 bold-fraktur sans-serif monospace";

#[cfg(has_parser)]
impl MathAttribute {
    /// `true` if the attribute may have this value.
    pub(crate) fn permits(self, value: &str) -> bool {
        match self {
            Self::Accent
            | Self::AccentUnder
            | Self::DisplayStyle
            | Self::LargeOperator
            | Self::MovableLimits
            | Self::Stretchy
            | Self::Symmetric => matches!(value, "true" | "false"),
            Self::ColumnAlign => matches!(value, "left" | "right"),
            Self::Form => matches!(value, "prefix" | "infix" | "postfix"),
            Self::Variant => MATH_VARIANTS.split(' ').any(|variant| variant == value),
            Self::ColumnSpan | Self::RowSpan => {
                matches!(value.as_bytes(), [b'1'..=b'9'] | [b'1'..=b'9', b'0'..=b'9'])
            }
            Self::ScriptLevel => {
                matches!(value.as_bytes(), [b'0'..=b'9'] | [b'+' | b'-', b'0'..=b'9'])
            }
            Self::Depth
            | Self::Height
            | Self::LineThickness
            | Self::LeadingSpace
            | Self::MaxSize
            | Self::MinSize
            | Self::TrailingSpace
            | Self::VerticalOffset
            | Self::Width => is_length(value),
        }
    }
}

/// `true` for a length with a unit, or 0, that keeps a formula near its place: less than 100 em to
/// the right, less than 10 em to the left.
#[cfg(has_parser)]
fn is_length(value: &str) -> bool {
    let (bare, is_negative) = match value.strip_prefix('-') {
        Some(bare) => (bare, true),
        None => (value, false),
    };
    let unit = bare.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = &bare[..bare.len() - unit.len()];
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = match unit {
        "" => return value == "0",
        "em" | "ex" => 2,
        "px" | "pt" | "%" => 3,
        _ => return false,
    };
    whole.len() <= digits - usize::from(is_negative)
        && part.len() <= 10
        && !(whole.is_empty() && part.is_empty())
        && !part.contains('.')
}

impl Math {
    /// The formula as plain text: its TeX or, if there is none, its signs in a line: `n^2+1`.
    pub fn reading(&self) -> Cow<'_, str> {
        match &self.tex {
            Some(tex) => Cow::Borrowed(tex),
            None => Cow::Owned(linear(&self.elements)),
        }
    }
}

/// The signs of some elements in a line.
fn linear(elements: &[MathElement]) -> String {
    let mut line = String::new();
    for element in elements {
        let signs = signs(element);
        // Words such as `sin` and `x` stay apart.
        let is_word = |text: &str| text.chars().count() > 1 && text.chars().all(char::is_alphabetic);
        let meets = line.ends_with(char::is_alphanumeric) && signs.starts_with(char::is_alphanumeric);
        let last_word = line.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        if meets && element.tag != MathTag::Text && (is_word(&signs) || is_word(last_word)) {
            line.push(' ');
        }
        line.push_str(&signs);
    }
    line
}

/// The signs of an element in a line.
fn signs(element: &MathElement) -> String {
    let inner = match &element.content {
        // Signs that stand for "times" or "of" and show nothing.
        MathContent::Text(text) => return text.replace(['\u{2061}', '\u{2062}', '\u{2063}', '\u{2064}'], ""),
        MathContent::Elements(inner) => inner,
    };
    let part = |at: usize| inner.get(at).map(std::slice::from_ref).map(linear).unwrap_or_default();
    match element.tag {
        MathTag::Fraction => [&grouped(part(0)), "/", &*grouped(part(1))].concat(),
        MathTag::SquareRoot => ["√", &grouped(linear(inner))].concat(),
        MathTag::Root => [&grouped(part(1)), "√", &*grouped(part(0))].concat(),
        MathTag::Sup | MathTag::Over => [&part(0), "^", &*grouped(part(1))].concat(),
        MathTag::Sub | MathTag::Under => [&part(0), "_", &*grouped(part(1))].concat(),
        MathTag::SubSup | MathTag::UnderOver => {
            [&part(0), "_", &*grouped(part(1)), "^", &grouped(part(2))].concat()
        }
        MathTag::Table => {
            let rows: Vec<String> = inner.iter().map(signs).collect();
            rows.join("; ")
        }
        MathTag::TableRow => {
            let cells: Vec<String> = inner.iter().map(signs).collect();
            cells.join(" ")
        }
        MathTag::Space | MathTag::Phantom => String::new(),
        _ => linear(inner),
    }
}

/// In parentheses, if it is more than one sign, one number or one word.
fn grouped(signs: String) -> String {
    let is_single = signs.chars().count() <= 1 || signs.chars().all(char::is_alphanumeric);
    if is_single { signs } else { ["(", &signs, ")"].concat() }
}
