//! The closed ledger of an article.

use std::ops::AddAssign;

use super::ending::{Ending, Loss, Replacement};
use super::units::{Unit, Units};

/// The outcome for units other than to come from the source and to be in the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// They are in the article and not in the source.
    Added(Replacement),
    /// A rule or step of this name took them.
    Taken(&'static str),
    /// Something stands in their place.
    Replaced(Replacement),
    /// They are lost.
    Lost(Loss),
}

impl From<Ending> for Outcome {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Taken(name) => Self::Taken(name),
            Ending::Replaced(replacement) => Self::Replaced(replacement),
            Ending::Lost(loss) => Self::Lost(loss),
        }
    }
}

/// Units by outcome, each outcome once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Totals(Vec<(Outcome, Units)>);

impl Totals {
    /// Adds units.
    pub(super) fn add(&mut self, outcome: Outcome, units: Units) {
        if units.is_empty() {
            return;
        }
        // An article has a handful of outcomes.
        match self.0.iter_mut().find(|(known, _)| *known == outcome) {
            Some((_, total)) => *total += units,
            None => self.0.push((outcome, units)),
        }
    }
}

/// Units that are lost at one place of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostUnits {
    /// The kind.
    pub unit: Unit,
    /// The reason.
    pub loss: Loss,
    /// The number of them.
    pub amount: usize,
    /// The line of the HTML, from 1, on which the parser was when it made the first of them.
    pub line: u32,
    /// The address of the first of them, or the beginning of its text, as it is in the HTML; empty
    /// if it has neither.
    pub clue: String,
}

/// The ledger of an article: what its source held, and what became of it.
///
/// For each unit, `source` and what was added are together what is in the article, was taken, was
/// replaced or is lost. What is not explained is lost, as [`Loss::Unexplained`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    /// The units of the parsed document, before any rule.
    pub source: Units,
    /// The units of the finished article.
    pub article: Units,
    /// All other outcomes, in their order, each once.
    pub outcomes: Vec<(Outcome, Units)>,
    /// The places of the first lost units, in the order in which they were lost.
    pub places: Vec<LostUnits>,
    /// Units beyond what is explained: recorded twice, or in the article from nowhere. A fault of
    /// this program.
    pub surplus: Units,
}

impl Ledger {
    /// Closes the books: what is not explained becomes lost.
    pub(super) fn close(source: Units, article: Units, mut totals: Totals, places: Vec<LostUnits>) -> Self {
        let (mut left, mut right) = (source, article);
        for (outcome, units) in &totals.0 {
            match outcome {
                Outcome::Added(_) => left += *units,
                Outcome::Taken(_) | Outcome::Replaced(_) | Outcome::Lost(_) => right += *units,
            }
        }
        let (mut unexplained, mut surplus) = (Units::default(), Units::default());
        for unit in Unit::ALL {
            unexplained[unit] = left[unit].saturating_sub(right[unit]);
            surplus[unit] = right[unit].saturating_sub(left[unit]);
        }
        totals.add(Outcome::Lost(Loss::Unexplained), unexplained);
        let mut outcomes = totals.0;
        outcomes.sort_by_key(|(outcome, _)| *outcome);
        Self { source, article, outcomes, places, surplus }
    }

    /// The units that are lost, for whatever reason.
    pub fn lost(&self) -> Units {
        let mut lost = Units::default();
        for (outcome, units) in &self.outcomes {
            if let Outcome::Lost(_) = outcome {
                lost += *units;
            }
        }
        lost
    }

    /// The units of which nothing says what became of them.
    pub fn unexplained(&self) -> Units {
        let found = self.outcomes.iter().find(|(outcome, _)| *outcome == Outcome::Lost(Loss::Unexplained));
        found.map_or_else(Units::default, |(_, units)| *units)
    }
}

impl AddAssign<&Ledger> for Ledger {
    /// Adds the amounts of another article; its places stay there.
    fn add_assign(&mut self, other: &Ledger) {
        self.source += other.source;
        self.article += other.article;
        self.surplus += other.surplus;
        let mut totals = Totals(std::mem::take(&mut self.outcomes));
        for &(outcome, units) in &other.outcomes {
            totals.add(outcome, units);
        }
        totals.0.sort_by_key(|(outcome, _)| *outcome);
        self.outcomes = totals.0;
    }
}
