//! The problems that are still allowed: a number for each kind and file, which may only become
//! smaller.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context, Result, bail};

use super::problem::{Kind, Problem};

/// The file with the table, from the repository's root.
pub(crate) const PATH: &str = "xtask/src/tidy/remainders.txt";

/// The lines at the top of the table.
const HEADING: &str = "\
# Problems that `cargo xtask tidy` lists and the step `tidy` still allows: kind, number, file.
# A number may only become smaller: `cargo xtask tidy --lower` writes those that have.
";

/// The number of problems of each kind that each file has or may have.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Remainders(BTreeMap<(Kind, String), usize>);

impl Remainders {
    /// Reads the table. Fails at a line that is not `kind number file`.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let mut allowed = BTreeMap::new();
        for (number, line) in (1..).zip(text.lines()) {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let mut words = line.splitn(3, ' ');
            let mut word =
                || words.next().with_context(|| format!("{PATH}:{number}: not `kind number file`"));
            let (name, count, file) = (word()?, word()?, word()?);
            let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name);
            let kind = kind.with_context(|| format!("{PATH}:{number}: there is no kind `{name}`"))?;
            let count = count.parse().with_context(|| format!("{PATH}:{number}: `{count}` is no number"))?;
            allowed.insert((kind, file.to_owned()), count);
        }
        Ok(Self(allowed))
    }

    /// Counts what there is.
    pub(crate) fn count(problems: &[Problem]) -> Self {
        let mut counts = BTreeMap::new();
        for Problem { kind, file, .. } in problems {
            *counts.entry((*kind, file.clone())).or_default() += 1;
        }
        Self(counts)
    }

    /// Returns the table with the numbers of what there is wherever they are smaller.
    pub(crate) fn lowered(&self, problems: &[Problem]) -> Self {
        let now = Self::count(problems);
        let lower = |(of, count): (&(Kind, String), &usize)| Some((of.clone(), *now.0.get(of)?.min(count)));
        Self(self.0.iter().filter_map(lower).collect())
    }

    /// The table as text, by kind and file.
    pub(crate) fn text(&self) -> String {
        let mut text = HEADING.to_owned();
        for ((kind, file), count) in &self.0 {
            // Writing into a String cannot fail.
            let _ = writeln!(text, "{} {count} {file}", kind.name());
        }
        text
    }

    /// Fails, with every problem of a file that has more of a kind than the table allows, and when
    /// the table allows more than there are.
    pub(crate) fn judge(&self, problems: &[Problem]) -> Result<()> {
        let now = Self::count(problems);
        let mut lines = Vec::new();
        for (of, &count) in &now.0 {
            let allowed = self.0.get(of).copied().unwrap_or_default();
            if count > allowed {
                let (kind, file) = of;
                if allowed > 0 {
                    lines.push(format!(
                        "{file} has {count} problems of the kind {} and may have {allowed}:",
                        kind.name()
                    ));
                }
                let of_them =
                    problems.iter().filter(|problem| problem.kind == *kind && problem.file == *file);
                lines.extend(of_them.map(ToString::to_string));
            }
        }
        for ((kind, file), allowed) in &self.0 {
            let count = now.0.get(&(*kind, file.clone())).copied().unwrap_or_default();
            if count < *allowed {
                let name = kind.name();
                lines.push(format!("{PATH} allows {allowed} of {name} in {file}, which has {count}: run `cargo xtask tidy --lower`"));
            }
        }
        if lines.is_empty() {
            return Ok(());
        }
        bail!("against the rules of the house:\n  {}", lines.join("\n  "))
    }
}
