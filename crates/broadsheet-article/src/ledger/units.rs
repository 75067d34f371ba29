//! The kinds of what is counted, and amounts of them.

use std::fmt;
use std::ops::{AddAssign, Index, IndexMut};

/// A kind of what readers of an article may miss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// A character that shows something. Those of scripts, styles, forms' values and frames'
    /// content, which no page shows as text, are not counted.
    Character,
    /// `img` and `amp-img`, and a drawing in SVG that is larger than an icon.
    Picture,
    /// `a` with an address.
    Link,
    /// `td` and `th`.
    TableCell,
    /// `pre` and its older names.
    CodeBlock,
    /// `math`
    Formula,
    /// A player or another document: `iframe`, `embed`, `object`, `applet`, `video`, `audio`.
    Embed,
    /// The value of a form's control: a box to check, a choice, a text to fill in, a measure.
    FormValue,
}

impl Unit {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Character,
        Self::Picture,
        Self::Link,
        Self::TableCell,
        Self::CodeBlock,
        Self::Formula,
        Self::Embed,
        Self::FormValue,
    ];

    /// The name for programs, in the plural.
    pub fn key(self) -> &'static str {
        match self {
            Self::Character => "characters",
            Self::Picture => "pictures",
            Self::Link => "links",
            Self::TableCell => "table_cells",
            Self::CodeBlock => "code_blocks",
            Self::Formula => "formulas",
            Self::Embed => "embeds",
            Self::FormValue => "form_values",
        }
    }

    /// The name for people: of one, and of many.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Character => ("character", "characters"),
            Self::Picture => ("picture", "pictures"),
            Self::Link => ("link", "links"),
            Self::TableCell => ("table cell", "table cells"),
            Self::CodeBlock => ("code block", "code blocks"),
            Self::Formula => ("formula", "formulas"),
            Self::Embed => ("player or embedded page", "players or embedded pages"),
            Self::FormValue => ("form value", "form values"),
        }
    }
}

/// Amounts of every [`Unit`].
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Units([usize; Unit::ALL.len()]);

impl Units {
    /// An amount of one unit.
    pub fn of(unit: Unit, amount: usize) -> Self {
        let mut units = Self::default();
        units[unit] = amount;
        units
    }

    /// `true` if there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|amount| *amount == 0)
    }

    /// The units of which there are any, with their amounts.
    pub fn iter(&self) -> impl Iterator<Item = (Unit, usize)> {
        let all = *self;
        Unit::ALL.into_iter().map(move |unit| (unit, all[unit])).filter(|(_, amount)| *amount > 0)
    }
}

impl fmt::Debug for Units {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|(unit, amount)| (unit.key(), amount))).finish()
    }
}

impl Index<Unit> for Units {
    type Output = usize;

    fn index(&self, unit: Unit) -> &usize {
        &self.0[unit as usize]
    }
}

impl IndexMut<Unit> for Units {
    fn index_mut(&mut self, unit: Unit) -> &mut usize {
        &mut self.0[unit as usize]
    }
}

impl AddAssign for Units {
    fn add_assign(&mut self, other: Self) {
        for (amount, more) in self.0.iter_mut().zip(other.0) {
            *amount += more;
        }
    }
}
