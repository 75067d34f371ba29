//! Writing the ledgers of posts: for people, or as JSON.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::num::NonZeroU32;

use broadsheet_article::native::{Ledger, Outcome, Unit};
use broadsheet_pack::diagnostics::{Cleaned, thousands};
use serde::Serialize;

use crate::report::MessageFormat;
use crate::terminal::escaped;

/// The ends of the units of one kind.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct Balance {
    source: usize,
    article: usize,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    added: BTreeMap<&'static str, usize>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    taken: BTreeMap<&'static str, usize>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    replaced: BTreeMap<&'static str, usize>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    lost: BTreeMap<&'static str, usize>,
}

impl Balance {
    /// The balance of one kind; `None` if there is nothing of it.
    fn of(ledger: &Ledger, unit: Unit) -> Option<Self> {
        let mut balance =
            Self { source: ledger.source[unit], article: ledger.article[unit], ..Self::default() };
        for (outcome, units) in &ledger.outcomes {
            let (names, name) = match *outcome {
                Outcome::Added(replacement) => (&mut balance.added, replacement.name()),
                Outcome::Taken(rule) => (&mut balance.taken, rule),
                Outcome::Replaced(replacement) => (&mut balance.replaced, replacement.name()),
                Outcome::Lost(loss) => (&mut balance.lost, loss.name()),
            };
            if units[unit] > 0 {
                names.insert(name, units[unit]);
            }
        }
        (balance != Self::default()).then_some(balance)
    }
}

impl std::fmt::Display for Balance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} in the source, {} in the article", thousands(self.source), thousands(self.article))?;
        for (word, names) in [
            ("added", &self.added),
            ("taken", &self.taken),
            ("replaced", &self.replaced),
            ("lost", &self.lost),
        ] {
            if names.is_empty() {
                continue;
            }
            let parts = names.iter().map(|(name, amount)| format!("{name} {}", thousands(*amount)));
            let parts: Vec<_> = parts.collect();
            write!(f, ", {} {word} ({})", thousands(names.values().sum()), parts.join(", "))?;
        }
        Ok(())
    }
}

/// Writes to standard output the ledger of each post, and that of all. Fails when that cannot be
/// written.
pub(crate) fn print(format: MessageFormat, posts: &[Cleaned]) -> io::Result<()> {
    let mut to = io::BufWriter::new(io::stdout().lock());
    match format {
        MessageFormat::Human => write_text(&mut to, posts)?,
        MessageFormat::Json => write_json(&mut to, posts)?,
    }
    to.flush()
}

fn total(posts: &[Cleaned]) -> Ledger {
    let mut total = Ledger::default();
    for post in posts {
        total += &post.ledger;
    }
    total
}

fn balances(ledger: &Ledger) -> impl Iterator<Item = (Unit, Balance)> {
    Unit::ALL.into_iter().filter_map(|unit| Some((unit, Balance::of(ledger, unit)?)))
}

fn write_text(to: &mut dyn Write, posts: &[Cleaned]) -> io::Result<()> {
    let mut lines = |name: &str, ledger: &Ledger| -> io::Result<()> {
        for (unit, balance) in balances(ledger) {
            writeln!(to, "{}", escaped(&format!("{name}: {}: {balance}", unit.words().1)))?;
        }
        Ok(())
    };
    for post in posts {
        match post.entry {
            Some(entry) => lines(&format!("{}: entry {entry}", post.file), &post.ledger)?,
            None => lines(&post.file, &post.ledger)?,
        }
    }
    lines("all posts", &total(posts))
}

fn write_json(to: &mut dyn Write, posts: &[Cleaned]) -> io::Result<()> {
    #[derive(Serialize)]
    #[serde(tag = "type", rename_all = "snake_case")]
    enum Line<'a> {
        Ledger {
            file: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            entry: Option<NonZeroU32>,
            units: BTreeMap<&'static str, Balance>,
        },
        LedgerOfAll {
            units: BTreeMap<&'static str, Balance>,
        },
    }
    let units = |ledger: &Ledger| balances(ledger).map(|(unit, balance)| (unit.key(), balance)).collect();
    let of_posts = posts.iter().map(|post| Line::Ledger {
        file: &post.file,
        entry: post.entry,
        units: units(&post.ledger),
    });
    for line in of_posts.chain([Line::LedgerOfAll { units: units(&total(posts)) }]) {
        serde_json::to_writer(&mut *to, &line)?;
        writeln!(to)?;
    }
    Ok(())
}
