//! The style sheet: the files of `static/css` in one, with the interface's texts in it.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, ensure};

use crate::texts;

/// The file that imports the others, in the order of the cascade.
const MAIN: &str = "static/css/main.css";
/// The style sheet that `index.html` names. Not part of the repository.
const BUNDLE: &str = "static/style.css";

/// Writes the style sheet that Trunk takes, if it is another one than before: Trunk watches the
/// folder.
pub(crate) fn write_bundle(root: &Path) -> Result<()> {
    let (path, styles) = (root.join(BUNDLE), bundle(root)?);
    if fs_err::read_to_string(&path).is_ok_and(|before| before == styles) {
        return Ok(());
    }
    Ok(fs_err::write(&path, styles)?)
}

/// Returns the files that [`MAIN`] imports, one behind the other, with the texts that they name.
fn bundle(root: &Path) -> Result<String> {
    let main = fs_err::read_to_string(root.join(MAIN))?;
    let mut styles = String::new();
    for line in main.lines() {
        if let Some(name) = line.strip_prefix("@import \"").and_then(|rest| rest.strip_suffix("\";")) {
            styles.push_str(&fs_err::read_to_string(root.join(MAIN).with_file_name(name))?);
        }
    }
    ensure!(!styles.is_empty(), "{MAIN} imports nothing");
    Ok(texts::read(root)?.fill_styles(&styles)?)
}

/// Checks that every class in the style sheet is drawn somewhere: by the viewer or by a script.
pub(crate) fn check_classes(root: &Path) -> Result<()> {
    let styles = bundle(root)?;
    let mut words = BTreeSet::new();
    // The tree names its alignments, which are classes of table cells.
    for folder in ["src", "static", "crates/broadsheet-article/src/tree"] {
        collect_words(&root.join(folder), &mut words)?;
    }
    let classes = classes(&styles);
    let unused: Vec<_> = classes.iter().filter(|class| !words.contains(**class)).collect();
    ensure!(unused.is_empty(), "classes in static/css that nothing is drawn with: {unused:?}");
    println!("  {} classes in the style sheet, all drawn", classes.len());
    Ok(())
}

/// The names of the classes in the selectors of a style sheet.
fn classes(styles: &str) -> BTreeSet<&str> {
    let selectors =
        styles.split('}').filter_map(|rule| rule.rsplit_once('{')).map(|(selectors, _)| selectors);
    let parts = selectors.flat_map(|selectors| selectors.split('.').skip(1));
    let names = parts.map(|part| part.split(|char| !is_part(char)).next().unwrap_or_default());
    names.filter(|name| name.starts_with(|char: char| char.is_ascii_lowercase())).collect()
}

fn is_part(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '-'
}

/// Adds the words of the program's and the scripts' sources in a folder and those below it.
fn collect_words(folder: &Path, words: &mut BTreeSet<String>) -> Result<()> {
    for entry in fs_err::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect_words(&path, words)?;
        } else if path.extension().is_some_and(|ending| ending == "rs" || ending == "js") {
            words.extend(fs_err::read_to_string(&path)?.split(|char| !is_part(char)).map(str::to_owned));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_make_one_sheet_with_the_texts_of_every_language() {
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
        let styles = bundle(root).expect("the files are there");
        assert!(!styles.contains("@import") && styles.contains(":host") && styles.contains("@media print"));
        for text in ["The viewer has not started:", "\\A 阅读器未能启动：", "\\A 閱讀器未能啟動："]
        {
            assert!(styles.contains(text), "{text}");
        }
        let folder = fs_err::read_dir(root.join("static/css")).expect("the folder is there");
        let files = folder.filter_map(Result::ok).count();
        assert_eq!(
            fs_err::read_to_string(root.join(MAIN)).expect("it is there").matches("@import").count(),
            files - 1
        );
    }

    #[test]
    fn classes_are_read_from_selectors_alone() {
        let styles = "@media print { .a > .b-c::after, d:not(.e) { margin: 0.5em .5em } } .f { x: y }";
        assert_eq!(classes(styles).into_iter().collect::<Vec<_>>(), ["a", "b-c", "e", "f"]);
    }
}
