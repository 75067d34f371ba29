//! The links and anchors of the repository's Markdown files, as GitHub shows them.

use std::collections::{BTreeSet, HashMap};
use std::path::{Component, Path, PathBuf};

use anyhow::{Result, bail};
use percent_encoding::percent_decode_str;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::process;
use crate::project::Project;

/// Posts, not documentation: their links are the archive's.
const POSTS: &[&str] = &["samples/", "tests/e2e/fixtures/"];

/// The extensions of the standard that GitHub's Markdown has.
const EXTENSIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH);

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
            pages.insert(PathBuf::from(name), Page::read(&fs_err::read_to_string(&path)?));
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

/// The links and anchors of one file.
#[derive(Debug, Default, PartialEq)]
struct Page {
    /// Line (from 1) and target.
    links: Vec<(usize, String)>,
    anchors: BTreeSet<String>,
}

impl Page {
    fn read(text: &str) -> Self {
        let mut page = Self::default();
        // The text of the heading that is being read.
        let mut heading: Option<String> = None;
        let line = |offset: usize| text[..offset].matches('\n').count() + 1;
        let parser = Parser::new_ext(text, EXTENSIONS);
        for (_, definition) in parser.reference_definitions().iter() {
            page.links.push((line(definition.span.start), definition.dest.to_string()));
        }
        for (event, range) in parser.into_offset_iter() {
            match event {
                // What is written `[text][label]` is in the definitions already.
                Event::Start(
                    Tag::Link { link_type: LinkType::Inline | LinkType::Autolink, dest_url, .. }
                    | Tag::Image { link_type: LinkType::Inline, dest_url, .. },
                ) => page.links.push((line(range.start), dest_url.into_string())),
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => page.add_heading(&heading.take().unwrap_or_default()),
                Event::Text(part) | Event::Code(part) => {
                    if let Some(heading) = &mut heading {
                        heading.push_str(&part);
                    }
                }
                Event::Html(html) | Event::InlineHtml(html) => {
                    let targets = attribute_values(&html, &["href", "src"]);
                    page.links.extend(targets.into_iter().map(|target| (line(range.start), target)));
                    page.anchors.extend(attribute_values(&html, &["id", "name"]));
                }
                _ => {}
            }
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
        let Some(found) = resolve(file, &percent_decoded(path)) else {
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

/// The linked file's path in the repository; `None` outside it.
fn resolve(from: &Path, path: &str) -> Option<PathBuf> {
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

fn attribute_values(html: &str, names: &[&str]) -> Vec<String> {
    let mut values = Vec::new();
    for name in names {
        let start = format!(" {name}=\"");
        values.extend(html.split(&start).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
    }
    values
}

/// The anchor that GitHub makes of a heading: lower case, spaces as hyphens, no punctuation.
fn slug(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

fn percent_decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
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
        let text = "[a](missing.md)\n[b](#nothing)\n\n[c](../out.md)\n\n[ref]: gone.png\n\n[d](other.md#no)";
        assert_eq!(
            found(&[("README.md", text), ("other.md", "# Yes")]),
            [
                "README.md:1: there is no file `missing.md`",
                "README.md:2: `#nothing`: no heading has the anchor `nothing`",
                "README.md:4: `../out.md` leaves the repository",
                "README.md:6: there is no file `gone.png`",
                "README.md:8: `other.md#no`: no heading has the anchor `no`",
            ]
        );
    }

    #[test]
    fn anchors_are_made_as_github_makes_them() {
        assert_eq!(slug("2. The bundle, in ten lines"), "2-the-bundle-in-ten-lines");
        assert_eq!(slug("部署 & more"), "部署--more");
        let page = Page::read("# The `bundle` in [ten *lines*](x.md)\n");
        assert_eq!(page.anchors.into_iter().collect::<Vec<_>>(), ["the-bundle-in-ten-lines"]);
    }

    #[test]
    fn targets_may_hold_parentheses_and_escapes() {
        let page = Page::read("[a](b_(c).md) and [d](e.md)");
        assert_eq!(page.links, [(1, "b_(c).md".to_owned()), (1, "e.md".to_owned())]);
        assert_eq!(percent_decoded("%E6%96%87%20a%"), "文 a%");
    }
}
