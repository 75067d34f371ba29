//! The table: what was measured of each archive beside what it may be.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::figures::Figures;
use super::metrics::{KINDS, Metric, MetricLimit, SECTIONS, TYPICAL_MAX_POSTS, Unit};
use crate::format::with_thousands_separator;

/// An archive and what was measured of it.
#[derive(Debug, PartialEq)]
pub(crate) struct Column {
    /// Number of posts, which orders the columns.
    pub(crate) posts: u64,
    /// The heading of the column.
    pub(crate) title: String,
    /// `true` if the archive is one of those that differ in nothing but their size.
    pub(crate) synthetic: bool,
    pub(crate) figures: Figures,
}

/// The verdict on a figure with a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Met,
    Missed,
}

/// All sections that have figures, each as a Markdown table.
pub(crate) fn markdown(columns: &[Column]) -> String {
    let mut text = String::new();
    for section in SECTIONS {
        let mut lines = Vec::new();
        for metric in section.metrics {
            let name = format!("{}{}", section.prefix, metric.name);
            lines.extend(line(columns, &name, metric.label, metric));
        }
        let kinds = format!("{}{KINDS}", section.prefix);
        for name in kinds_of(columns, &kinds) {
            let label = format!("bytes of {}", &name[kinds.len()..]);
            let metric = Metric { name: "", label: "", unit: Unit::Bytes, limit: MetricLimit::None };
            lines.extend(line(columns, &name, &label, &metric));
        }
        if lines.is_empty() {
            continue;
        }
        let mut head = vec!["what".to_owned()];
        head.extend(columns.iter().map(|column| column.title.clone()));
        head.extend(["budget".to_owned(), String::new()]);
        lines.insert(0, head);
        // Writing into a String cannot fail.
        let _ = writeln!(text, "### {}\n\n{}", section.title, aligned(&lines));
    }
    text
}

fn kinds_of(columns: &[Column], prefix: &str) -> Vec<String> {
    let mut names: Vec<_> =
        columns.iter().flat_map(|column| column.figures.names(prefix)).map(str::to_owned).collect();
    names.sort();
    names.dedup();
    names
}

/// The cells of a line, unless nothing of it was measured.
fn line(columns: &[Column], name: &str, label: &str, metric: &Metric) -> Option<Vec<String>> {
    columns.iter().find_map(|column| column.figures.get(name))?;
    let mut cells = vec![label.to_owned()];
    let mut before = None;
    for column in columns {
        let value = column.figures.get(name);
        let mut cell = value.map_or_else(|| "—".to_owned(), |value| format_figure(value, metric.unit));
        if column.synthetic {
            let has_growth = !matches!(metric.unit, Unit::YesNo | Unit::Part);
            if let Some(times) = growth(before, value)
                && has_growth
            {
                let _ = write!(cell, " (×{})", short(times));
            }
            before = value;
        }
        if value.is_some_and(|value| judge(metric.limit, column.posts, value) == Some(Verdict::Missed)) {
            cell = format!("**{cell}**");
        }
        cells.push(cell);
    }
    let (limit, verdict) = verdict(columns, name, metric);
    cells.extend([limit, verdict.to_owned()]);
    Some(cells)
}

fn growth(before: Option<f64>, now: Option<f64>) -> Option<f64> {
    before.zip(now).filter(|(before, _)| *before > 0.0).map(|(before, now)| now / before)
}

/// Judges a single figure; `None` if the limit does not apply to it.
fn judge(limit: MetricLimit, posts: u64, value: f64) -> Option<Verdict> {
    let met = match limit {
        MetricLimit::AtMost(most) | MetricLimit::Target(most) => value <= most,
        MetricLimit::AtMostUpTo(most) if posts <= TYPICAL_MAX_POSTS => value <= most,
        MetricLimit::Yes => value > 0.0,
        MetricLimit::None | MetricLimit::AtMostUpTo(_) | MetricLimit::Growth(_) => return None,
    };
    Some(if met { Verdict::Met } else { Verdict::Missed })
}

/// The last two cells of a line: the limit, and whether all archives keep it.
fn verdict(columns: &[Column], name: &str, metric: &Metric) -> (String, &'static str) {
    let judged: Vec<_> = match metric.limit {
        MetricLimit::Growth(most) => total_growth(columns, name)
            .map(|times| if times <= most { Verdict::Met } else { Verdict::Missed })
            .into_iter()
            .collect(),
        limit => {
            let judge = |column: &Column| judge(limit, column.posts, column.figures.get(name)?);
            columns.iter().filter_map(judge).collect()
        }
    };
    let verdict = match (judged.is_empty(), judged.contains(&Verdict::Missed)) {
        (true, _) => "",
        (_, true) => "missed",
        _ => "met",
    };
    let limit = match metric.limit {
        MetricLimit::None => String::new(),
        MetricLimit::AtMost(most) | MetricLimit::AtMostUpTo(most) => format_figure(most, metric.unit),
        MetricLimit::Target(most) => format!("aim: {}", format_figure(most, metric.unit)),
        MetricLimit::Yes => "yes".to_owned(),
        MetricLimit::Growth(most) => format!("×{}", short(most)),
    };
    (limit, verdict)
}

/// Returns the largest synthetic archive's figure as a multiple of the smallest's.
fn total_growth(columns: &[Column], name: &str) -> Option<f64> {
    let mut values = columns.iter().filter(|column| column.synthetic).filter_map(|c| c.figures.get(name));
    let first = values.next()?;
    growth(Some(first), values.next_back())
}

fn format_figure(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Seconds => format!("{} s", short(value)),
        Unit::Milliseconds => format!("{} ms", short(value)),
        Unit::Bytes if value < 1_000.0 => format!("{value} B"),
        Unit::Bytes if value < 999_500.0 => format!("{} KB", short(value / 1e3)),
        Unit::Bytes => format!("{} MB", short(value / 1e6)),
        Unit::Count => with_thousands_separator(value.round()),
        Unit::Part => format!("{} %", short(value * 100.0)),
        Unit::YesNo => if value > 0.0 { "yes" } else { "no" }.to_owned(),
    }
}

/// Three digits that matter.
fn short(value: f64) -> String {
    match value {
        0.0 => "0".to_owned(),
        ..9.995 => format!("{value:.2}"),
        ..99.95 => format!("{value:.1}"),
        _ => with_thousands_separator(value.round()),
    }
}

/// A Markdown table whose first line is its head; all columns but the first and the last are
/// figures.
fn aligned(lines: &[Vec<String>]) -> String {
    let columns = lines.first().map_or(0, Vec::len);
    let width = |k: usize| lines.iter().map(|line| line[k].chars().count()).max().unwrap_or_default().max(3);
    let widths: Vec<_> = (0..columns).map(width).collect();
    let is_text = |k: usize| k == 0 || k + 1 == columns;
    let mut text = String::new();
    for (number, line) in lines.iter().enumerate() {
        for (k, (cell, &width)) in line.iter().zip(&widths).enumerate() {
            let _ =
                if is_text(k) { write!(text, "| {cell:width$} ") } else { write!(text, "| {cell:>width$} ") };
        }
        text.push_str("|\n");
        if number == 0 {
            for (k, &width) in widths.iter().enumerate() {
                let dashes = "-".repeat(width);
                let _ = if is_text(k) { write!(text, "|:{dashes}-") } else { write!(text, "|-{dashes}:") };
            }
            text.push_str("|\n");
        }
    }
    text
}

/// The same for programs: every figure by its name, and how the budgets were kept.
pub(crate) fn to_json(columns: &[Column]) -> Value {
    let archives = columns.iter().map(|column| {
        let Column { posts, title, synthetic, figures } = column;
        json!({ "title": title, "posts": posts, "synthetic": synthetic, "figures": figures.to_json() })
    });
    let mut budgets = Vec::new();
    for section in SECTIONS {
        for metric in section.metrics {
            let name = format!("{}{}", section.prefix, metric.name);
            let (limit, verdict) = verdict(columns, &name, metric);
            if !verdict.is_empty() {
                budgets.push(json!({ "figure": name, "budget": limit, "met": verdict == "met" }));
            }
        }
    }
    json!({ "archives": archives.collect::<Vec<_>>(), "budgets": budgets })
}

/// The archives that [`to_json`] wrote. Fails at anything else.
pub(crate) fn from_json(text: &str) -> Result<Vec<Column>> {
    let json: Value = serde_json::from_str(text).context("it is not JSON")?;
    let archives = json["archives"].as_array().context("it has no archives")?;
    let column = |archive: &Value| {
        Some(Column {
            posts: archive["posts"].as_u64()?,
            title: archive["title"].as_str()?.to_owned(),
            synthetic: archive["synthetic"].as_bool()?,
            figures: Figures::from_json(&archive["figures"])?,
        })
    };
    archives.iter().map(|archive| column(archive).context("an archive in it lacks something")).collect()
}

/// Takes `new` into `columns`: its figures into those of the archive that there is already, or as
/// one more archive.
pub(crate) fn merge(columns: &mut Vec<Column>, new: Column) {
    if let Some(known) = columns.iter_mut().find(|column| column.title == new.title) {
        known.figures.extend(new.figures);
    } else {
        columns.push(new);
        columns.sort_by_key(|column| (!column.synthetic, column.posts));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(posts: u64, figures: &[(&str, f64)]) -> Column {
        let mut all = Figures::default();
        for (name, value) in figures {
            all.set(name, *value);
        }
        Column { posts, title: format!("{posts} posts"), synthetic: true, figures: all }
    }

    #[test]
    fn a_table_shows_growth_budgets_and_what_missed_them() {
        let columns = [
            column(1_000, &[("pack.user", 1.0), ("pack.files", 200.0), ("pack.same_bytes", 1.0)]),
            column(100_000, &[("pack.user", 95.5), ("pack.files", 21_000.0), ("pack.same_bytes", 1.0)]),
            column(1_000_000, &[("pack.files", 60_000.0), ("pack.bytes.rows", 1_234_567.0)]),
        ];
        let expected = "\
### Packing

| what                                                   | 1000 posts |     100000 posts |  1000000 posts | budget |        |
|:-------------------------------------------------------|-----------:|-----------------:|---------------:|-------:|:-------|
| the same, user CPU                                     |     1.00 s |   95.5 s (×95.5) |              — |        |        |
| files                                                  |        200 | **21,000 (×105)** | 60,000 (×2.86) | 20,000 | missed |
| the same bytes with 1 and 2 threads, in another folder |        yes |              yes |              — |    yes | met    |
| bytes of rows                                          |          — |                — |        1.23 MB |        |        |

";
        let squeezed =
            |text: &str| text.split([' ', '-']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        assert_eq!(squeezed(&markdown(&columns)), squeezed(expected));
        let widths: Vec<_> = markdown(&columns).lines().skip(2).map(|line| line.chars().count()).collect();
        assert!(widths[..6].iter().all(|&width| width == widths[0]), "{widths:?}");
    }

    #[test]
    fn growth_is_judged_from_the_smallest_to_the_largest() {
        let with = |last| {
            let columns = [
                column(1_000, &[("plain.list.data_bytes", 10_000.0)]),
                column(10_000, &[("plain.list.data_bytes", 10_500.0)]),
                column(1_000_000, &[("plain.list.data_bytes", last)]),
            ];
            let json = to_json(&columns);
            json["budgets"].as_array().unwrap().iter().map(|budget| budget["met"] == true).collect::<Vec<_>>()
        };
        assert_eq!(with(11_000.0), [true, true]);
        assert_eq!(with(11_001.0), [true, false]);
        assert_eq!(with(20_001.0), [false, false]);
    }

    #[test]
    fn figures_of_several_runs_come_together() {
        let mut columns = vec![column(10_000, &[("pack.user", 2.0), ("pack.files", 7.0)])];
        merge(&mut columns, column(10_000, &[("pack.user", 1.5), ("plain.list.bytes", 9.0)]));
        merge(&mut columns, column(1_000, &[("pack.user", 0.1)]));
        let expected = [
            column(1_000, &[("pack.user", 0.1)]),
            column(10_000, &[("pack.files", 7.0), ("pack.user", 1.5), ("plain.list.bytes", 9.0)]),
        ];
        assert_eq!(columns, expected);
        assert_eq!(from_json(&to_json(&columns).to_string()).unwrap(), expected);
        assert!(from_json("{}").is_err());
    }

    #[test]
    fn figures_have_three_digits_and_their_units() {
        assert_eq!(format_figure(0.123_4, Unit::Seconds), "0.12 s");
        assert_eq!(format_figure(9.999, Unit::Seconds), "10.0 s");
        assert_eq!(format_figure(1_234.5, Unit::Milliseconds), "1,235 ms");
        assert_eq!(format_figure(999.0, Unit::Bytes), "999 B");
        assert_eq!(format_figure(20_000.0, Unit::Bytes), "20.0 KB");
        assert_eq!(format_figure(64_000_000.0, Unit::Bytes), "64.0 MB");
        assert_eq!(format_figure(0.1, Unit::Part), "10.0 %");
        assert_eq!(format_figure(20_000.0, Unit::Count), "20,000");
        assert_eq!(format_figure(0.0, Unit::YesNo), "no");
    }
}
