//! The size of what a first visit transfers, beside the budgets.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::budget;
use crate::folders;
use crate::format::with_thousands_separator;
use crate::process;
use crate::project::Project;
use crate::site_check;
use crate::tools;

/// The bundle's head: all the data of the first list.
const HEAD: &str = "bundle.json";
/// The beginnings of the names of what is loaded when it is first needed: for foreign bundles and
/// Markdown bodies, and for the first article that is opened.
const DEFERRED_PREFIXES: &[&str] = &["broadsheet-feed", "reader-"];
/// The beginnings of the names of what a window that has room for the facets beside the list asks
/// for as well: what draws them, and what that has in common with other chunks.
const WIDE_LAYOUT_PREFIXES: &[&str] = &["facets-", "shared-"];

/// Files that the page names for other programs, or that browsers ask for when a reader installs
/// the archive.
const NOT_VISITED: &[&str] =
    &["feed.json", "manifest.webmanifest", "favicon.ico", "app-icon-maskable-512.png"];

/// The limits that a measurement is held to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum SizeLimit {
    /// The budgets.
    Budget,
    /// The budgets, but for the first visit, which must not grow.
    NoRegression,
}

/// Measures `dist/site`, or a site that the release build makes of `posts`. Fails over the limit.
pub(crate) fn size(project: &Project, posts: Option<&Path>, limit: SizeLimit) -> Result<()> {
    project.ensure_dist()?;
    let site = match posts {
        None => project.dist_site(),
        Some(posts) => build(project, posts)?,
    };
    let counted = first_visit_files(&site)?;
    let wide = files_matching(&site, is_wide)?;
    let others = files_matching(&site, is_deferred)?;
    let sizes = measure(project, &site, counted.iter().chain(&wide).chain(&others))?;
    let (counted_sizes, rest) = sizes.split_at(counted.len());
    let (wide_sizes, other_sizes) = rest.split_at(wide.len());
    let report =
        Report { files: counted_sizes.to_vec(), wide: wide_sizes.to_vec(), others: other_sizes.to_vec() };
    print!("{}", report.table());
    if posts.is_none() {
        // The end-to-end tests compare these lists with what a browser really asks for.
        let lists =
            [("first-visit.txt", counted.clone()), ("first-visit-wide.txt", [counted, wide].concat())];
        for (name, files) in lists {
            let list = project.root.join("dist").join(name);
            fs_err::write(&list, files.join("\n") + "\n")?;
        }
    }
    let over = report.exceeded(limit);
    ensure!(over.is_empty(), "over budget: {}", over.join(", "));
    Ok(())
}

fn build(project: &Project, posts: &Path) -> Result<PathBuf> {
    let posts = std::path::absolute(posts).with_context(|| format!("finding {}", posts.display()))?;
    let site = project.target.join("xtask/size-site");
    folders::remove(&site)?;
    process::run(project.command(project.dist_binary()).arg("build").arg(posts).arg("--out").arg(&site))?;
    Ok(site)
}

/// The page itself, what it names, and the data of the first screen.
fn first_visit_files(site: &Path) -> Result<Vec<String>> {
    let mut names = site_check::named_files(site)?;
    names.retain(|name| !is_deferred(name) && !is_wide(name) && !NOT_VISITED.contains(&name.as_str()));
    names.extend(["index.html".to_owned(), HEAD.to_owned()]);
    Ok(names.into_iter().collect())
}

fn files_matching(site: &Path, pass: fn(&str) -> bool) -> Result<Vec<String>> {
    let mut names = folders::names(site)?;
    names.retain(|name| pass(name));
    Ok(names)
}

fn is_deferred(name: &str) -> bool {
    DEFERRED_PREFIXES.iter().any(|start| name.starts_with(start))
}

fn is_wide(name: &str) -> bool {
    WIDE_LAYOUT_PREFIXES.iter().any(|start| name.starts_with(start))
}

fn is_data(name: &str) -> bool {
    name == HEAD
}

#[derive(Debug, Clone, PartialEq)]
struct FileSize {
    name: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// Compressed by Node's zlib: Node is needed for the end-to-end tests anyway, and a compressor in
/// this program would double the time it takes to compile.
fn measure<'a>(
    project: &Project,
    site: &Path,
    names: impl Iterator<Item = &'a String> + Clone,
) -> Result<Vec<FileSize>> {
    let mut node = tools::node(project)?;
    node.args(["--input-type=module", "-e", include_str!("../js/compressed-sizes.mjs"), "--"]);
    node.args(names.clone().map(|name| site.join(name)));
    let printed = process::output(&mut node)?;
    let sizes: Option<Vec<_>> =
        names.zip(printed.lines()).map(|(name, line)| parse_sizes(name, line)).collect();
    sizes.context("Node printed something else than three sizes a file")
}

fn parse_sizes(name: &str, line: &str) -> Option<FileSize> {
    let mut numbers = line.split(' ').map(str::parse);
    let mut next = || numbers.next()?.ok();
    Some(FileSize { name: name.to_owned(), raw: next()?, gzip: next()?, brotli: next()? })
}

struct Report {
    /// Files that a first visit transfers in a window that has no room for the facets.
    files: Vec<FileSize>,
    /// Files that it transfers as well if there is room for them.
    wide: Vec<FileSize>,
    /// Files that only some visits transfer.
    others: Vec<FileSize>,
}

impl Report {
    fn total(&self) -> FileSize {
        sum("first visit", self.files.iter())
    }

    fn total_wide(&self) -> FileSize {
        sum("first visit, wide", self.files.iter().chain(&self.wide))
    }

    fn data(&self) -> FileSize {
        sum("data in it", self.files.iter().filter(|file| is_data(&file.name)))
    }

    fn exceeded(&self, limit: SizeLimit) -> Vec<&'static str> {
        let (first_visit, wide) = match limit {
            SizeLimit::NoRegression => {
                (budget::FIRST_VISIT_CURRENT_MAX, budget::FIRST_VISIT_WIDE_CURRENT_MAX)
            }
            SizeLimit::Budget => (budget::FIRST_VISIT, budget::FIRST_VISIT),
        };
        let budgets = [
            ("first visit", self.total().brotli, first_visit),
            ("first visit, wide", self.total_wide().brotli, wide),
            ("data", self.data().brotli, budget::FIRST_DATA),
        ];
        budgets.into_iter().filter(|(_, bytes, budget)| bytes > budget).map(|(name, ..)| name).collect()
    }

    fn table(&self) -> String {
        let (total, total_wide, data) = (self.total(), self.total_wide(), self.data());
        let all = self.files.iter().chain([&total, &total_wide, &data]).chain(&self.wide).chain(&self.others);
        let width = all.map(|file| file.name.len()).max().unwrap_or_default();
        let mut text = format!("  {:width$} {:>9} {:>9} {:>9}   bytes\n", "", "raw", "gzip 9", "Brotli 11");
        let mut row = |file: &FileSize, note: &str| {
            let [raw, gzip, brotli] = [file.raw, file.gzip, file.brotli].map(with_thousands_separator);
            let line = format!("  {:width$} {raw:>9} {gzip:>9} {brotli:>9}   {note}", file.name);
            // Writing into a String cannot fail.
            let _ = writeln!(text, "{}", line.trim_end());
        };
        for file in &self.files {
            row(file, "");
        }
        let aim = if total.brotli > budget::FIRST_VISIT_TARGET { "aim missed" } else { "aim met" };
        let verdict = versus_budget(total.brotli, budget::FIRST_VISIT);
        row(&total, &format!("{verdict}, {aim}: {}", with_thousands_separator(budget::FIRST_VISIT_TARGET)));
        row(&data, &versus_budget(data.brotli, budget::FIRST_DATA));
        for file in &self.wide {
            row(file, "where the facets are beside the list");
        }
        row(&total_wide, &versus_budget(total_wide.brotli, budget::FIRST_VISIT));
        for file in &self.others {
            row(file, "not part of it");
        }
        text
    }
}

fn sum<'a>(name: &str, files: impl Iterator<Item = &'a FileSize>) -> FileSize {
    let nothing = FileSize { name: name.to_owned(), raw: 0, gzip: 0, brotli: 0 };
    files.fold(nothing, |sum, file| FileSize {
        raw: sum.raw + file.raw,
        gzip: sum.gzip + file.gzip,
        brotli: sum.brotli + file.brotli,
        ..sum
    })
}

fn versus_budget(bytes: u64, budget: u64) -> String {
    let verdict = if bytes > budget { "OVER the budget of" } else { "within the budget of" };
    format!("{verdict} {}", with_thousands_separator(budget))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(viewer: u64, head: u64) -> Report {
        let file = |name: &str, size| FileSize {
            name: name.to_owned(),
            raw: size * 3,
            gzip: size + 1,
            brotli: size,
        };
        Report {
            files: vec![file("viewer_bg.wasm", viewer), file(HEAD, head)],
            wide: vec![file("facets-0.wasm", 0), file("facets-1.wasm", 10_000)],
            others: vec![file("broadsheet-feed_bg.wasm", 500_000)],
        }
    }

    #[test]
    fn both_budgets_hold_to_the_byte_and_leave_the_feed_module_out() {
        assert!(report(90_000, 20_000).exceeded(SizeLimit::Budget).is_empty());
        assert_eq!(report(90_001, 20_000).exceeded(SizeLimit::Budget), ["first visit, wide"]);
        assert_eq!(report(100_001, 20_000).exceeded(SizeLimit::Budget), ["first visit", "first visit, wide"]);
        assert_eq!(report(1_000, 20_001).exceeded(SizeLimit::Budget), ["data"]);
    }

    #[test]
    fn the_table_shows_every_file_beside_the_budgets() {
        let expected = [
            "                                raw    gzip 9 Brotli 11   bytes",
            "  viewer_bg.wasm            270,000    90,001    90,000",
            "  bundle.json                63,000    21,001    21,000",
            "  first visit               333,000   111,002   111,000   within the budget of 120,000, aim missed: 99,000",
            "  data in it                 63,000    21,001    21,000   OVER the budget of 20,000",
            "  facets-0.wasm                   0         1         0   where the facets are beside the list",
            "  facets-1.wasm              30,000    10,001    10,000   where the facets are beside the list",
            "  first visit, wide         363,000   121,004   121,000   OVER the budget of 120,000",
            "  broadsheet-feed_bg.wasm 1,500,000   500,001   500,000   not part of it",
        ];
        assert_eq!(report(90_000, 21_000).table().lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn sizes_are_read_from_what_node_prints() {
        let expected = FileSize { name: "a".into(), raw: 30, gzip: 20, brotli: 10 };
        assert_eq!(parse_sizes("a", "30 20 10"), Some(expected));
        assert_eq!(parse_sizes("a", "30 x"), None);
    }
}
