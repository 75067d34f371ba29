//! The built page: which files it names, and whether they are there.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, ensure};

/// The endings of what a page loads.
const FILE_ENDINGS: &[&str] = &[".js", ".wasm", ".css", ".json", ".svg", ".png", ".ico", ".webmanifest"];

/// The files that `index.html` and `boot.js` of a site name, sorted. Fails unless each is named
/// relatively, so that the site works under every path, and exists.
pub(crate) fn named_files(site: &Path) -> Result<BTreeSet<String>> {
    let index = fs_err::read_to_string(site.join("index.html"))?;
    let mut names = names_in_html(&index);
    let script = site.join("boot.js");
    if script.exists() {
        names.extend(names_in_script(&fs_err::read_to_string(script)?));
    }
    ensure!(
        names.iter().any(|name| name.strip_suffix(".wasm").is_some()),
        "the built page names no WebAssembly: either it is broken, or names are no longer found in it"
    );
    for name in &names {
        ensure!(!is_absolute(name), "the built page names `{name}`, which does not work under another path");
        ensure!(site.join(name).is_file(), "the built page names `{name}`, and there is no such file");
    }
    Ok(names.into_iter().map(|name| name.trim_start_matches("./").to_owned()).collect())
}

/// Checks the names and prints how many there are.
pub(crate) fn check(site: &Path) -> Result<()> {
    let names = named_files(site)?;
    println!("  {} files named, all there, none by an absolute path", names.len());
    Ok(())
}

/// Every attribute value that ends like a file's name, whichever attribute it is. A minified page
/// has no quotes, and a value with a space in it is no file of ours.
pub(crate) fn names_in_html(html: &str) -> BTreeSet<String> {
    let tags =
        html.split('<').skip(1).filter(|tag| !tag.starts_with('!')).filter_map(|tag| tag.split('>').next());
    let attributes = tags.flat_map(str::split_whitespace).filter_map(|word| word.split_once('='));
    let values = attributes.map(|(_, value)| value.trim_matches(['"', '\'']));
    values.filter(|value| is_file_name(value)).map(str::to_owned).collect()
}

/// Every string literal that ends like a file's name and has more than that ending.
fn names_in_script(script: &str) -> BTreeSet<String> {
    let code = script.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| strings_in(line, &['"', '\'', '`']))
        .filter(|value| is_file_name(value))
        .map(str::to_owned)
        .collect()
}

/// Returns the texts between two equal quotes.
fn strings_in<'a>(text: &'a str, quotes: &[char]) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(quotes) {
        let quote = &rest[start..=start];
        let after = &rest[start + 1..];
        let Some(end) = after.find(quote) else { break };
        found.push(&after[..end]);
        rest = &after[end + 1..];
    }
    found
}

fn is_file_name(value: &str) -> bool {
    !value.contains(|c: char| c.is_whitespace() || c == '$')
        && FILE_ENDINGS.iter().any(|ending| value.len() > ending.len() && value.ends_with(ending))
}

fn is_absolute(name: &str) -> bool {
    name.starts_with('/') || name.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_names_files_in_any_attribute() {
        let html = r#"<!DOCTYPE html><link rel="stylesheet" href="./app.css"><meta name="x" content="bundle.json">
            <script type="module" src='boot.js' data-wasm="viewer_bg.wasm"></script><a href="?q=a">x.css</a>"#;
        let expected = ["./app.css", "boot.js", "bundle.json", "viewer_bg.wasm"];
        assert_eq!(names_in_html(html).into_iter().collect::<Vec<_>>(), expected);
        let minified = "<!doctype html><link href=./app.css rel=stylesheet><meta content=bundle.json name=x>\
            <script data-wasm=viewer_bg.wasm src=boot.js></script><a href=?q=a>x.css</a>";
        assert_eq!(names_in_html(minified).into_iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn scripts_name_files_in_string_literals() {
        let script = "// \"old.js\"\nimport init from './viewer.js'; f(`v_bg.wasm`, \".json\", \"a b.js\");";
        let names: Vec<_> = names_in_script(script).into_iter().collect();
        assert_eq!(names, ["./viewer.js", "v_bg.wasm"]);
    }

    #[test]
    fn absolute_names_are_told_apart() {
        assert!(
            is_absolute("/app.css") && is_absolute("//host/app.css") && is_absolute("https://host/app.css")
        );
        assert!(!is_absolute("./app.css") && !is_absolute("media/app.css"));
    }
}
