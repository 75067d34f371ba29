//! Links and anchors of the repository's Markdown files, as GitHub shows them.

use std::collections::{BTreeSet, HashMap};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process;
use crate::project::Project;

/// Posts, not documentation: their links are the archive's.
const POSTS: &[&str] = &["samples/", "tests/e2e/fixtures/"];

/// Checks that every relative link leads to a file, and every anchor to a heading.
pub(crate) fn check(project: &Project) -> Result<()> {
    let mut git = project.command("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "*.md"]);
    let listed = process::output(&mut git)?;
    let files =
        listed.split('\0').filter(|name| !name.is_empty() && !POSTS.iter().any(|posts| name.contains(posts)));
    let mut pages = HashMap::new();
    for name in files {
        let path = project.root.join(name);
        // Listed but deleted, and the deletion not committed yet.
        if path.is_file() {
            let text = std::fs::read_to_string(&path).with_context(|| format!("reading {name}"))?;
            pages.insert(PathBuf::from(name), Page::read(&text));
        }
    }
    let exists = |path: &Path| project.root.join(path).exists();
    let links: usize = pages.values().map(|page| page.links.len()).sum();
    let problems = problems(&pages, &exists);
    if !problems.is_empty() {
        bail!("broken links:\n  {}", problems.join("\n  "));
    }
    println!("  {links} links in {} files", pages.len());
    Ok(())
}

/// What one file links to, and what can be linked to in it.
#[derive(Debug, Default, PartialEq)]
struct Page {
    /// Line (from 1) and target.
    links: Vec<(usize, String)>,
    anchors: BTreeSet<String>,
}

impl Page {
    fn read(text: &str) -> Self {
        let mut page = Self::default();
        let mut fence: Option<&str> = None;
        let mut previous = "";
        for (number, line) in (1..).zip(text.lines()) {
            let start = line.trim_start();
            let opens = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
            match (fence, opens) {
                (Some(open), Some(mark)) if open == mark => fence = None,
                (None, Some(mark)) => fence = Some(mark),
                (Some(_), _) => {}
                (None, None) => {
                    let plain = without_code(line);
                    page.links.extend(targets(&plain).into_iter().map(|target| (number, target)));
                    page.anchors.extend(attribute_values(&plain, &["id", "name"]));
                    if let Some(heading) = heading(line, previous) {
                        page.add_heading(heading);
                    }
                }
            }
            previous = line;
        }
        page
    }

    fn add_heading(&mut self, heading: &str) {
        let slug = slug(heading);
        let numbered = (1..).map(|number| format!("{slug}-{number}"));
        let free = std::iter::once(slug.clone()).chain(numbered).find(|name| !self.anchors.contains(name));
        self.anchors.extend(free);
    }
}

fn problems(pages: &HashMap<PathBuf, Page>, exists: &dyn Fn(&Path) -> bool) -> Vec<String> {
    let mut problems = Vec::new();
    for (file, page) in pages {
        for (line, target) in &page.links {
            if let Some(problem) = problem(file, page, target, pages, exists) {
                problems.push(format!("{}:{line}: {problem}", file.display()));
            }
        }
    }
    problems.sort();
    problems
}

fn problem(
    file: &Path,
    page: &Page,
    target: &str,
    pages: &HashMap<PathBuf, Page>,
    exists: &dyn Fn(&Path) -> bool,
) -> Option<String> {
    if has_scheme(target) {
        return None;
    }
    let (path, anchor) = target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)));
    let linked = if path.is_empty() {
        page
    } else {
        let Some(found) = resolved(file, &percent_decoded(path)) else {
            return Some(format!("`{target}` leaves the repository"));
        };
        if !exists(&found) {
            return Some(format!("there is no file `{path}`"));
        }
        // An anchor in anything else, such as a line of a source file, is not ours to judge.
        pages.get(&found)?
    };
    let anchor = percent_decoded(anchor?);
    (!linked.anchors.contains(&anchor)).then(|| format!("`{target}`: no heading has the anchor `{anchor}`"))
}

/// The linked file's path in the repository; none outside it.
fn resolved(from: &Path, path: &str) -> Option<PathBuf> {
    let mut parts = match path.strip_prefix('/') {
        Some(_) => PathBuf::new(),
        None => from.parent()?.to_owned(),
    };
    for part in Path::new(path.trim_start_matches('/')).components() {
        match part {
            Component::ParentDir => {
                if !parts.pop() {
                    return None;
                }
            }
            Component::Normal(name) => parts.push(name),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    Some(parts)
}

fn has_scheme(target: &str) -> bool {
    target.starts_with("//")
        || target.split_once(':').is_some_and(|(scheme, _)| {
            !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        })
}

/// The line with its code spans blanked out.
fn without_code(line: &str) -> String {
    line.split('`').enumerate().map(|(place, part)| if place % 2 == 0 { part } else { "" }).collect()
}

/// Targets of `[text](target)`, `[label]: target` and HTML's `href` and `src`.
fn targets(line: &str) -> Vec<String> {
    let mut found: Vec<String> = line.split("](").skip(1).filter_map(inline_target).collect();
    let definition = line.trim_start();
    if let Some((label, target)) = definition.split_once("]: ")
        && label.starts_with('[')
    {
        found.extend(target.split_whitespace().next().map(|word| word.trim_matches(['<', '>']).to_owned()));
    }
    found.extend(attribute_values(line, &["href", "src"]));
    found
}

/// What stands before the closing parenthesis, without a title.
fn inline_target(rest: &str) -> Option<String> {
    if let Some(rest) = rest.strip_prefix('<') {
        return rest.split_once('>').map(|(target, _)| target.to_owned());
    }
    let mut depth = 0;
    let end = rest.find(|c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        depth < 0 || c.is_whitespace()
    })?;
    Some(rest[..end].to_owned())
}

fn attribute_values(line: &str, names: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for name in names {
        let attribute = format!(" {name}=\"");
        let values = line.split(&attribute).skip(1);
        found.extend(values.filter_map(|rest| rest.split_once('"')).map(|(value, _)| value.to_owned()));
    }
    found
}

/// The text of a heading that `line` is, or that it underlines.
fn heading<'a>(line: &'a str, previous: &'a str) -> Option<&'a str> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    if (1..=6).contains(&level) && text.starts_with(' ') {
        return Some(text.trim().trim_end_matches('#').trim_end());
    }
    let underline = line.trim_end();
    let all = |mark| underline.len() > 1 && underline.chars().all(|c| c == mark);
    let paragraph = !previous.trim().is_empty() && !previous.starts_with(['|', '-', '#', '>', '<']);
    (paragraph && (all('=') || all('-'))).then(|| previous.trim())
}

/// The anchor that GitHub makes of a heading: lower case, spaces as hyphens, no punctuation, links as their text.
fn slug(heading: &str) -> String {
    let mut text = String::new();
    let mut rest = heading;
    while let Some((before, after)) = rest.split_once("](") {
        text.push_str(before);
        rest = after.split_once(')').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text.to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        if let Some(byte) = code.and_then(|code| u8::from_str_radix(code, 16).ok()).filter(|_| first == b'%')
        {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let pages = files.iter().map(|(name, text)| (PathBuf::from(name), Page::read(text))).collect();
        let exists = |path: &Path| files.iter().any(|(name, _)| Path::new(name).starts_with(path));
        problems(&pages, &exists)
    }

    #[test]
    fn links_and_anchors_that_lead_somewhere_pass() {
        let readme = "# Broadsheet: a *quiet* page\n\n## Usage\n## Usage\n\nSetext\n------\n\
            [a](docs/format.md#the-head) [b](#usage-1 \"title\") [c](docs/) [d](https://x.test/none)\n\
            [e](<docs/format.md>) [f](#broadsheet-a-quiet-page) [g](#setext) [h](mailto:a@b.c)\n\
            <img src=\"docs/format.md\"> `[no](link.md)`\n```\n[no](link.md)\n```\n[ref]: docs/format.md\n";
        assert_eq!(
            found(&[("README.md", readme), ("docs/format.md", "# The `head`\n[up](../README.md#usage)\n")]),
            [""; 0]
        );
    }

    #[test]
    fn what_leads_nowhere_is_named_with_its_line() {
        let text = "[a](missing.md)\n[b](#nothing)\n\n[c](../out.md)\n[ref]: gone.png\n[d](other.md#no)";
        assert_eq!(
            found(&[("README.md", text), ("other.md", "# Yes")]),
            [
                "README.md:1: there is no file `missing.md`",
                "README.md:2: `#nothing`: no heading has the anchor `nothing`",
                "README.md:4: `../out.md` leaves the repository",
                "README.md:5: there is no file `gone.png`",
                "README.md:6: `other.md#no`: no heading has the anchor `no`",
            ]
        );
    }

    #[test]
    fn anchors_are_made_as_github_makes_them() {
        assert_eq!(slug("2. The `bundle`, in [ten](x.md) lines"), "2-the-bundle-in-ten-lines");
        assert_eq!(slug("部署 & more"), "部署--more");
    }

    #[test]
    fn targets_may_hold_parentheses_and_escapes() {
        assert_eq!(targets("[a](b_(c).md) and [d](e.md)"), ["b_(c).md", "e.md"]);
        assert_eq!(percent_decoded("%E6%96%87%20a%"), "文 a%");
    }
}
